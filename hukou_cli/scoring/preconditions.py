"""What is to be said of an edition before it scores: that it cannot, or that the round lies ahead of all known."""

from hukou_cli.base.errors import Finding, NotFound
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.rounds import RoundId


def check_seen(edition: Edition) -> None:
    """Raise NotFound, with what is known and where to look, where the table of points was not seen."""
    unseen = edition.file.unseen
    if unseen is not None:
        name = edition.file.policy.name
        what = {"city_zh": name.zh, "city_en": name.en, "zh": unseen.what.zh, "en": unseen.what.en}
        raise NotFound([Finding(code="not-scored", values=what, advice=unseen.look.by_language)])


def round_ahead(edition: Edition, round_: RoundId) -> list[Finding]:
    """Note that a round lies ahead of all that are known, where it does."""
    if not edition.rounds or edition.is_open_all_year or round_ <= edition.latest_round:
        return []
    return [Finding(code="round-ahead", values={"seen": str(round_), "other": str(edition.latest_round)})]
