"""The megacity rule: whether the years of insurance and residence are the main proportion of the points.

国发〔2014〕25号 and the opinions since 2019 ask for it and give no number. Two measures are made here. The share of an
applicant's own total is ``Score.core_share``. The *share at the line* is that of the policy's ``[reference]``
applicant: the months it names grow one by one until the pass mark or the latest cut-off is reached. It must be above
one half.
"""

from bisect import bisect_left
from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec

from hukou_cli.applicant.document import applicant_of
from hukou_cli.base.decimals import percent
from hukou_cli.base.errors import Finding, HukouError, InvalidApplicant
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.rounds import read_round
from hukou_cli.scoring.result import Score
from hukou_cli.scoring.score import score_under

if TYPE_CHECKING:  # a score needs neither
    from hukou_cli.policy.lint import Level, Lint
    from hukou_cli.policy.national import CityFile

HALF = Decimal("0.5")


class ShareAtLine(msgspec.Struct, frozen=True):
    """The reference applicant on reaching the line: the score, and how many months it took."""

    score: Score
    months: int


def share_at_line(edition: Edition) -> ShareAtLine | None:
    """Grow the reference applicant until the line is reached.

    None where it never is, where there is no reference, or where its facts cannot be scored: the check says why.
    """
    reference = edition.file.reference
    if reference is None:
        return None
    round_ = read_round(reference.round)
    assert round_ is not None
    most = edition.calendar.window(round_).limits

    def grown(months: int) -> Score:
        facts = reference.facts | {name: min(months, most[name][1]) for name in reference.grow}
        return score_under(applicant_of({"facts": facts}), edition, round_)

    last = max((most[name][1] for name in reference.grow), default=0)
    try:
        # More months never give fewer points, but for a hundredth of a rounding: hence the steps back at the end.
        months = bisect_left(range(last + 1), x=True, key=lambda months: grown(months).reached is True)
        while 0 < months <= last and grown(months - 1).reached:
            months -= 1
        return ShareAtLine(grown(months), months) if months <= last else None
    except HukouError:
        return None


def check_proportion(edition: Edition, cities: "CityFile") -> "list[Lint]":
    """Say what is wrong with an edition's main proportion; nothing where it has no reference applicant.

    It is an error where the national rule asks for it, else a warning; a reference that cannot be scored always is one.
    """
    from hukou_cli.policy.lint import Lint

    level: Level = "error" if cities.asks_main_proportion(edition.file.policy) else "warning"
    always = ("main-proportion", "line-not-reached")
    return [Lint(level if finding.code in always else "error", finding) for finding in _doubts(edition)]


def _doubts(edition: Edition) -> list[Finding]:
    reference = edition.file.reference
    if reference is None:
        return []
    round_ = read_round(reference.round)
    assert round_ is not None
    facts = reference.facts | dict.fromkeys(reference.grow, 0)
    try:
        result = score_under(applicant_of({"facts": facts}), edition, round_)
    except InvalidApplicant as error:
        return [
            finding.at(file=edition.path)._replace(place=f"reference.{finding.place}") for finding in error.findings
        ]
    if result.unknown:
        names = {name: edition.facts[name].name for name in result.unknown}
        missing = [{"fact": name, "zh": words.zh, "en": words.en, "help": "@fill"} for name, words in names.items()]
        place = "reference.facts"
        return [Finding(code="missing-fact", values=values, file=edition.path, place=place) for values in missing]
    at_line = share_at_line(edition)
    if at_line is None:
        return [Finding(code="line-not-reached", values={"seen": edition.id}, file=edition.path, place="reference")]
    share = at_line.score.core_share
    if share is None or share <= HALF:
        seen = "0" if share is None else f"{percent(share)} %"
        return [Finding(code="main-proportion", values={"seen": seen}, file=edition.path, place="reference")]
    return []
