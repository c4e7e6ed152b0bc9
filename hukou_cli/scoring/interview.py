"""An interview: which question comes next, and whether the answers so far settle the result.

A question is one kind of dated records, one fact that no record gives, or the list of what most people answer with no:
the facts that have a default. Questions come in the order of what still hangs on them. Nothing is called settled while
a default that was not asked could change it.
"""

from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

from hukou_cli.applicant.document import Applicant, applicant_of
from hukou_cli.applicant.records import Records
from hukou_cli.facts.types import UNKNOWN
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.rounds import RoundId
from hukou_cli.scoring.result import Check, Score
from hukou_cli.scoring.score import score_under

QuestionSort = Literal["records", "fact", "defaults"]

DEFAULTS = "defaults"
"""The id of the question after everything that has a default."""


class Question(msgspec.Struct, frozen=True):
    """One question.

    Attributes:
        sort: Whether it asks for dated records, for one fact, or for all facts that have a default.
        id: The kind of the records, the name of the fact, or ``DEFAULTS``.
        facts: The facts that the answer decides.

    """

    sort: QuestionSort
    id: str
    facts: tuple[str, ...]


class Standing(msgspec.Struct, frozen=True):
    """Where an applicant stands after some answers.

    Attributes:
        score: The result, with defaults assumed.
        is_settled: Whether no answer to any open question can change the verdict, those after defaults included.
        open: The questions whose answers can still change the result, that on which most hangs first.
        left: How many questions may still be asked at the most: others may come to matter by the answers.

    """

    score: Score
    is_settled: bool
    open: tuple[Question, ...]
    left: int

    @property
    def next(self) -> Question | None:
        """The question to ask now; None where nothing is open."""
        return self.open[0] if self.open else None


def standing(
    answers: Mapping[str, object],
    policy: Edition,
    round_: RoundId,
    *,
    today: int,
    declined: Sequence[str] = (),
) -> Standing:
    """Score what is answered so far, and find the questions that are open.

    Args:
        answers: An applicant's file as far as it is answered: facts by name, kinds of records as lists; what is not
            in it was not asked.
        policy: The edition.
        round_: The round.
        today: The day of the interview, ``yyyymmdd``.
        declined: The ids of questions whose answer the applicant does not know, or has given; they are not asked again.

    Raises:
        InvalidApplicant: With everything that is wrong in the answers.

    """
    applicant = _told(applicant_of(answers))
    result = score_under(applicant, policy, round_, today, may_be_empty=True)
    doubted = result
    if DEFAULTS not in declined and result.assumed:
        unsaid = dict.fromkeys(result.assumed, UNKNOWN)
        sceptic = msgspec.structs.replace(applicant, set_=unsaid)
        doubted = score_under(sceptic, policy, round_, today, may_be_empty=True)
    asked = {*answers, *declined, *applicant.plain, *(name for facts in applicant.facts.values() for name in facts)}
    asked -= applicant.records.unfinished if applicant.records is not None else set()
    weights = _weights(doubted)
    unasked = [_now(question, result) for question in questions(policy) if question.id not in asked]
    open_ = [question for question in unasked if any(weights.get(name) for name in question.facts)]
    comes_last = not _would_settle(result, doubted)
    open_.sort(key=lambda question: (question.id == DEFAULTS and comes_last, -_weight(question, weights)))
    return Standing(result, _is_settled(doubted), tuple(open_), len(unasked))


def _told(applicant: Applicant) -> Applicant:
    """Return an applicant who tells of dated records, if of none yet: what he has not told of is open, not nothing."""
    return applicant if applicant.records is not None else msgspec.structs.replace(applicant, records=Records())


def _now(question: Question, result: Score) -> Question:
    """Return a question with the facts that it is about now: after defaults, those that stand at one that matters."""
    return question if question.id != DEFAULTS else msgspec.structs.replace(question, facts=result.assumed)


def questions(policy: Edition) -> list[Question]:
    """Return every question that an interview about a policy may ask, in the order of the policy.

    >>> from hukou_cli.policy.catalog import Catalog
    >>> [question.id for question in questions(Catalog().find("beijing"))][:3]
    ['permit', 'insurance', 'home']
    """
    kinds: dict[str, list[str]] = {}
    single: list[Question] = []
    for name in policy.facts:
        counted = policy.kinds_counted.get(name, frozenset()) - policy.none_unless_told
        if name not in policy.used:
            continue
        for kind in sorted(counted):
            kinds.setdefault(kind, []).append(name)
        if not policy.kinds_counted.get(name) and name not in policy.defaults:
            single.append(Question("fact", name, (name,)))
    records = [Question("records", kind, tuple(names)) for kind, names in kinds.items()]
    told = {name for names in kinds.values() for name in names}
    defaults = tuple(name for name in policy.defaults if name in policy.used and name not in told)
    return [*records, *single, *([Question("defaults", DEFAULTS, defaults)] if defaults else [])]


def _is_settled(result: Score) -> bool:
    """Return whether the verdict is certain: not eligible, or eligible and compared with the line there is."""
    if result.eligible is not True:
        return result.eligible is False
    if result.has_line:
        return result.reached is not None
    return not result.edition.has_entry_mark or result.enters_ranking is not None


def _would_settle(result: Score, doubted: Score) -> bool:
    """Return whether the verdict would be certain if all defaults held, and is not while they are open."""
    return _is_settled(result) and not _is_settled(doubted)


def _weight(question: Question, weights: Mapping[str, int]) -> int:
    return sum(weights.get(name, 0) for name in question.facts)


def _weights(result: Score) -> dict[str, int]:
    """Return what hangs on each missing fact, in units of points.

    That is the width of every line that it keeps open; a condition that it keeps open weighs as much as all lines.
    """
    widths = [line.high - line.low for line in result.lines]
    whole = sum(widths) + 1
    weights: dict[str, int] = {}

    def add(names: Sequence[str], weight: int) -> None:
        for name in names:
            weights[name] = weights.get(name, 0) + weight

    checks: list[Check] = [*result.gates, *result.vetoes]
    checks += [need for route in result.route_checks if route.passed is None for need in route.needs]
    for check in checks:
        if check.passed is None:
            add(check.decided_by, whole)
    for line, width in zip(result.lines, widths, strict=True):
        if width:
            add(line.decided_by, width)
    return weights
