"""Whether an edition can score at all."""

from hukou_cli.errors import Finding, NotFound
from hukou_cli.policy.edition import Edition


def check_seen(edition: Edition) -> None:
    """Raise NotFound, with what is known and where to look, where the table of points was not seen."""
    unseen = edition.file.unseen
    if unseen is not None:
        name = edition.file.policy.name
        what = {"city_zh": name.zh, "city_en": name.en, "zh": unseen.what.zh, "en": unseen.what.en}
        raise NotFound([Finding(code="not-scored", values=what, advice=unseen.look.by_language)])
