"""The megacity rule: whether the years of insurance and residence are the main proportion of the points.

国发〔2014〕25号 and the opinions since 2019 ask for it and give no number. Two measures are made here. The share of an
applicant's own total is ``Score.core_share``. The *share at the line* is that of the policy's ``[reference]``
applicant: the months it names grow one by one until the pass mark or the cut-off of the round is reached. It must be
above one half. The policy keeps it as ``reference.at_line``, so that no score works it out; the check here measures it
anew.
"""

from bisect import bisect_left
from decimal import Decimal
from typing import TYPE_CHECKING

from hukou_cli.applicant.document import applicant_of
from hukou_cli.base.calendar import read_day
from hukou_cli.base.decimals import percent
from hukou_cli.base.errors import Finding, HukouError, InvalidApplicant
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.model import AtLine, Reference
from hukou_cli.policy.rounds import RoundId, read_round
from hukou_cli.policy.validation.lint import Level, Lint
from hukou_cli.scoring.possible_values import BIRTH_DATE, months_of_life
from hukou_cli.scoring.result import Score
from hukou_cli.scoring.score import score_under

if TYPE_CHECKING:  # it is given, never made here
    from hukou_cli.policy.national import CityFile

HALF = Decimal("0.5")


def measure_at_line(edition: Edition) -> AtLine | None:
    """Grow the reference applicant until the line is reached, and return what there is on reaching it.

    None where it never is, where there is no reference, or where its facts cannot be scored: the check says why.
    """
    reference = edition.file.reference
    if reference is None:
        return None
    round_ = read_round(reference.round)
    assert round_ is not None
    most = _most_months(edition, reference, round_)

    def grown(months: int) -> Score:
        facts = reference.facts | {name: min(months, limit) for name, limit in most.items()}
        return score_under(applicant_of({"facts": facts}), edition, round_)

    def is_there(months: int) -> bool:
        found = grown(months)
        return bool(found.reached if found.has_line else found.enters_ranking)

    last = max(most.values(), default=0)
    try:
        # More months never give fewer points, but for a hundredth of a rounding: hence the steps back at the end.
        months = bisect_left(range(last + 1), x=True, key=is_there)
        while 0 < months <= last and is_there(months - 1):
            months -= 1
        reached = grown(months) if months <= last else None
    except HukouError:
        return None
    if reached is None or reached.total is None:
        return None
    return AtLine(months=months, total=reached.total, share=reached.core_share or Decimal(0))


def _most_months(edition: Edition, reference: Reference, round_: RoundId) -> dict[str, int]:
    """Return the most months of each fact that grows: the fact's own, and those of the life of the applicant."""
    window, born = edition.calendar.window(round_), read_day(str(reference.facts.get(BIRTH_DATE, "")))
    most = {name: window.limits[name][1] for name in reference.grow}
    lives = {name: months_of_life(name, edition, window, born) for name in most} if born else {}
    return most | {name: min(most[name], months) for name, months in lives.items() if months is not None}


def check_proportion(edition: Edition, cities: "CityFile") -> list[Lint]:
    """Return the findings on an edition's main proportion; none where it has no reference applicant.

    A share of one half or less, and a line that is never reached, are errors where the national rule asks for the main
    proportion, else warnings. ``reference.at_line`` must be what is measured; that is a warning where it is left out,
    and in a draft.
    """
    reference = edition.file.reference
    if reference is None:
        return []
    wrong = [Lint("error", finding) for finding in _not_scored(edition, reference)]
    if wrong:
        return wrong
    asked: Level = "error" if cities.asks_main_proportion(edition.file.policy) else "warning"
    at_line = measure_at_line(edition)
    if at_line is None:
        never = Finding(code="line-not-reached", values={"seen": edition.id}, file=edition.path, place="reference")
        return [Lint(asked, never)]
    found = []
    if at_line != reference.at_line:
        line = f"at_line = {{ months = {at_line.months}, total = {at_line.total}, share = {at_line.share} }}"
        stale = Finding(code="not-at-line", values={"allowed": line}, file=edition.path, place="reference.at_line")
        is_error = reference.at_line is not None and not edition.is_draft
        found.append(Lint("error" if is_error else "warning", stale))
    if at_line.share <= HALF:
        values = {"seen": f"{percent(at_line.share)} %"}
        found.append(Lint(asked, Finding(code="main-proportion", values=values, file=edition.path, place="reference")))
    return found


def _not_scored(edition: Edition, reference: Reference) -> list[Finding]:
    """Find what keeps the reference applicant from being scored: mistakes in the facts, facts that are missing."""
    round_ = read_round(reference.round)
    assert round_ is not None
    facts = reference.facts | dict.fromkeys(reference.grow, 0)
    try:
        result = score_under(applicant_of({"facts": facts}), edition, round_)
    except InvalidApplicant as error:
        return [
            finding.at(file=edition.path)._replace(place=f"reference.{finding.place}") for finding in error.findings
        ]
    names = {name: edition.facts[name].name for name in result.unknown}
    missing = [{"fact": name, "zh": words.zh, "en": words.en, "help": "@fill"} for name, words in names.items()]
    place = "reference.facts"
    return [Finding(code="missing-fact", values=values, file=edition.path, place=place) for values in missing]
