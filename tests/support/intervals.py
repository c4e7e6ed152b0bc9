"""What holds of a score with missing facts and of the same one with all of them."""

from hukou_cli import Score


def assert_contains(opened: Score, full: Score) -> None:
    """Every figure of the full score lies within the limits of the open one, and what is certain there is so here."""
    for mine, theirs in zip(opened.lines, full.lines, strict=True):
        assert mine.low <= theirs.low <= mine.high, mine.indicator.id
        assert bool(mine.decided_by) == (mine.low < mine.high)
    for ours, true in zip((*opened.gates, *opened.vetoes), (*full.gates, *full.vetoes), strict=True):
        assert ours.passed in (None, true.passed)
        assert bool(ours.decided_by) == (ours.passed is None)
    for limits, figure in (
        (opened.total_range, full.total),
        (opened.core_range, full.core),
        (opened.core_share_range, full.core_share),
        (opened.distance_range, full.distance),
    ):
        assert limits is None or (figure is not None and limits[0] <= figure <= limits[1])
    assert opened.eligible in (None, full.eligible)
    assert opened.reached in (None, full.reached)
    assert set(full.caveats) <= set(opened.caveats)
    assert set(opened.failed_gates) <= set(full.failed_gates)
