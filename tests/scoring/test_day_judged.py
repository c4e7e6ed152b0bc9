"""Judged on a day: what was not known then, and days of the applicant that belong to another round."""

import contextlib
import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from hukou_cli import Score, find_policy, load_applicant, score
from hukou_cli.policy.catalog import bundled
from hukou_cli.policy.rounds import RoundId
from hukou_cli.render.count_trace import count_lines
from hukou_cli.render.verdict import headline
from hukou_cli.scoring.plan import plan
from hukou_cli.scoring.score import count_traces
from hukou_cli.table.plan import Request
from hukou_cli.table.routing import find_partitions
from hukou_cli.table.source.inputs import open_input
from tests.support.catalog import CATALOG
from tests.support.csv_files import write

TODAY, MAY = datetime.date(2026, 11, 30), datetime.date(2026, 5, 1)


def judged(city: str, round_: int | str | None = None, on: datetime.date | None = None) -> Score:
    return score(load_applicant(bundled() / city / "example.toml"), find_policy(city), round_, today=TODAY, on=on)


def codes(result: Score) -> list[str]:
    return [note.code for note in result.notes]


@pytest.mark.parametrize("round_", [None, 2026])
def test_the_cut_off_of_a_round_that_is_open_is_not_known(round_: int | None) -> None:
    """The round of 2026 closed on 2026-05-16; the line of 2025 was 117.33, the total is 103.59."""
    found = judged("beijing", round_, MAY)
    assert (found.round.year, found.round_state, found.reached, found.line) == (2026, "announced", None, None)
    assert found.last_line is not None
    assert (found.last_line.published.year, found.may_rise) == (2025, Decimal("-13.74"))
    assert headline(found, "zh") == "符合申请条件；2026年分数线尚未公布。"


@pytest.mark.parametrize(
    ("on", "told"),
    [(datetime.date(2026, 5, 17), True), (datetime.date(2026, 11, 29), True), (TODAY, False), (None, False)],
)
def test_a_cut_off_may_not_have_been_published_in_the_year_of_its_round(on: datetime.date | None, told: bool) -> None:  # noqa: FBT001
    found = judged("beijing", 2026, on)
    assert (found.line, "line-day-unknown" in codes(found)) == (Decimal("119.92"), told)


def test_a_plan_and_a_table_do_not_know_it_either(tmp_path: Path) -> None:
    applicant, edition, on = load_applicant(bundled() / "beijing" / "example.toml"), find_policy("beijing"), MAY
    first = plan(applicant, edition, today=TODAY, on=on).rows[0]
    assert (first.round.year, first.score.line, first.score.may_rise) == (2026, None, Decimal("-13.74"))
    rows = write(tmp_path / "in.csv", [{"id": "1"}], columns=["id"])
    request = Request(city="beijing", round=RoundId(2026), keep=None, language="en", form="csv", today=TODAY, on=on)
    with contextlib.closing(open_input(str(rows))) as source:
        (partition,), _ = find_partitions(source, CATALOG, request)
    assert partition.edition.calendar.cutoff(RoundId(2026)) is None
    assert edition.calendar.cutoff(RoundId(2026)) is not None


def test_the_line_of_an_earlier_year_is_known() -> None:
    assert "line-day-unknown" not in codes(judged("beijing", 2025, datetime.date(2026, 6, 1)))


def test_a_day_of_application_of_another_round_is_told() -> None:
    """Submitted on 2026-09-10: in the round of 2026-2, open from July to October, and not in that of 2027-1."""
    assert "day-of-another-round" not in codes(judged("tianjin", "2026-2"))
    found = judged("tianjin", "2027-1")
    told = [note.sentence("zh") for note in found.notes if note.code == "day-of-another-round"]
    assert told == ["网上提交申报日期 2026-09-10 属于其他批次，本批次自 2027-01-01 起"]


def test_months_after_the_day_looked_at_are_not_before_a_break() -> None:
    found = judged("tianjin", "2027-1")
    trace = count_traces(found)["has_residence_permit"]
    assert list(count_lines(trace, None, found.edition, "zh")) == ["按记录：2019-08 – 2026-09"]
