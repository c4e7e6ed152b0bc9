"""Score one applicant under one edition: every line with its arithmetic, its points and its source."""

import datetime
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

import msgspec

from hukou_cli.applicant.document import RECORD_TABLES, Applicant, applicant_of
from hukou_cli.base.calendar import LATEST, from_date
from hukou_cli.base.errors import Finding
from hukou_cli.policy.catalog import round_named
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.endings import as_known_on, endings
from hukou_cli.policy.round_calendar import Window
from hukou_cli.policy.rounds import RoundId
from hukou_cli.scoring.assembly import assemble
from hukou_cli.scoring.calculation import Calculation, calculate, settled
from hukou_cli.scoring.inputs import Inputs, resolve
from hukou_cli.scoring.result import Score

if TYPE_CHECKING:
    from hukou_cli.records.trace import CountTrace
    from hukou_cli.scoring.partial import PartialScore


def score(
    applicant: Applicant | Mapping[str, object],
    policy: Edition,
    round: int | str | None = None,  # noqa: A002 - the word of the field
    *,
    today: datetime.date | None = None,
    on: datetime.date | None = None,
) -> Score:
    """Score an applicant under an edition, in a round (default: the one to come on a day, or else the latest known).

    Where facts are missing that can change the answer, the score has the limits between which it lies and the facts
    that decide it.

    Args:
        applicant: A loaded file, or facts by id: months and counts as whole numbers, amounts (in yuan) and numbers as
            int, Decimal or text, never float, dates as ``date`` or ``"yyyy-mm-dd"``, choices by option id or label,
            flags as bool. A fact may be ``"unknown"``.
        policy: The edition.
        round: A year (2025), a period of a year (``"2026-1"``), or, where applications are open all year, the day of
            application (``"2026-05-10"``; default: ``on``).
        today: Dates after it are refused, where it is given.
        on: The day to judge on: which round is to come, and which rules and rounds are over (default: ``today``).

    Raises:
        InvalidApplicant: With everything that is wrong in the facts.
        NotFound: The edition does not cover the round, or its table of points was not seen.

    """
    if isinstance(applicant, Mapping):
        applicant = _of_facts(applicant)
    return score_on(applicant, policy, round, today=today, on=on, with_notes=True)


def score_on(  # noqa: PLR0913 - what a score depends on
    applicant: Applicant,
    policy: Edition,
    round_: int | str | None,
    *,
    today: datetime.date | None = None,
    on: datetime.date | None = None,
    with_notes: bool = False,
) -> Score:
    """Score an applicant as ``score`` does; what is worth noticing in the records is noted only where it is asked for.

    Raises:
        InvalidApplicant: With everything that is wrong in the facts.
        NotFound: The edition does not cover the round, or its table of points was not seen.

    """
    judged = on or today
    day = LATEST if judged is None else from_date(judged)
    policy = policy if on is None else as_known_on(policy, from_date(on))
    named = round_named(policy, round_, day)
    latest = LATEST if today is None else from_date(today)
    answer = score_under(applicant, policy, named, latest, with_notes=with_notes)
    expired_on = policy.calendar.expired_on(named, LATEST if round_ is not None else day)
    return msgspec.structs.replace(
        answer,
        expired_on=expired_on,
        reached=answer.reached if expired_on is None or not answer.reached else None,
        endings=() if judged is None else endings(policy.file, judged),
        round_state=policy.calendar.state(named, day),
        notes=(*policy.calendar.notes_on(named, day), *_on_the_line(answer, on, today), *answer.notes),
    )


def _on_the_line(answer: Score, on: datetime.date | None, today: datetime.date | None) -> Iterator[Finding]:
    """Note, of a past day to judge on, that the cut-off of that year's round may not have been known on it."""
    if on is None or today is None or on >= today:
        return
    if answer.line_kind == "cutoff" and answer.round.year == on.year:
        named = f"{answer.round}{'期' if answer.round.period else '年'}"
        yield Finding(code="line-day-unknown", values={"seen": str(on), "en": str(answer.round), "zh": named})


def score_under(  # noqa: PLR0913 - what a score depends on
    applicant: Applicant,
    policy: Edition,
    round_: RoundId,
    today: int = LATEST,
    *,
    may_be_empty: bool = False,
    with_notes: bool = False,
) -> Score:
    """Score an applicant under an edition whether or not it was in force for that round, as a worked example may ask.

    Args:
        applicant: The applicant.
        policy: The edition.
        round_: The round.
        today: ``yyyymmdd``; no date may lie after it.
        may_be_empty: Whether nothing at all need be known of the applicant.
        with_notes: Whether to note what is worth noticing in the records, and what to add to them.

    Raises:
        InvalidApplicant: With everything that is wrong in the facts.
        NotFound: The table of points was not seen.

    """
    policy.require_scorable()
    window = policy.calendar.window(round_)

    def scored(given: Applicant, *, with_notes: bool = False) -> Score:
        inputs = resolve(given, policy, window, today, may_be_empty=may_be_empty, with_notes=with_notes)
        result = evaluate(policy, window, inputs, given).score
        return with_remedies(result, inputs) if with_notes else result

    return with_claims(applicant, scored(applicant, with_notes=with_notes), scored)


def with_claims(applicant: Applicant, result: Score, score_again: Callable[[Applicant], Score]) -> Score:
    """Return a score with the total by each certificate that could be claimed, where that may differ.

    Args:
        applicant: The applicant as written.
        result: The score of what is claimed.
        score_again: Scores an applicant under the same edition and round.

    """
    if result.records is None or len(result.records.spans.get("study", ())) <= 1:
        return result  # there is nothing to compare
    from hukou_cli.scoring.claims import compare_claims

    return compare_claims(applicant, result, score_again)


class Evaluation(msgspec.Struct, frozen=True):
    """A score, and the steps to it: of another round they give what did not change.

    ``partial`` is how missing facts were followed; None where none is missing.
    """

    score: Score
    found: Calculation
    partial: "PartialScore | None" = None


def evaluate(
    edition: Edition, window: Window, inputs: Inputs, applicant: Applicant, before: Evaluation | None = None
) -> Evaluation:
    """Score the inputs of one applicant.

    Args:
        edition: The policy.
        window: The round.
        inputs: The facts.
        applicant: The applicant as written.
        before: The same applicant in another round: what comes out alike is taken from it.

    Raises:
        InvalidApplicant: No value of the missing facts fits those that are known.

    """
    found = calculate(edition, inputs, window, None if before is None else before.found)
    partial = None
    if inputs.missing:
        from hukou_cli.scoring.partial import score_partially

        partial = score_partially(edition, inputs, window, found, None if before is None else before.partial)
        outcomes = partial.outcomes
    else:
        outcomes = settled(edition, found, window)
    score = assemble(edition, window, inputs, found, outcomes, applicant, None if before is None else before.score)
    return Evaluation(score, found, partial)


def with_remedies(result: Score, inputs: Inputs) -> Score:
    """Return a score whose notes say what to add to the records, where these leave the answer open."""
    if inputs.records is None or not inputs.missing:
        return result
    from hukou_cli.records.remedies import remedies

    decisive = {*result.decided_by, *result.total_decided_by, *result.place_decided_by}
    notes = remedies(inputs.records, [name for name in result.edition.facts if name in decisive])
    return msgspec.structs.replace(result, notes=(*result.notes, *notes))


def count_traces(result: Score) -> "dict[str, CountTrace]":
    """Return how each fact counted from dated records was counted: its spans, what was left out, and why."""
    if result.records is None:
        return {}
    from hukou_cli.records.trace import trace_of

    counts = {**result.counts, **result.partial_counts}
    return {name: trace_of(name, counted, result.records) for name, counted in counts.items()}


def _of_facts(facts: Mapping[str, object]) -> Applicant:
    """Make an applicant of facts by id; ``id``, ``city`` and ``facts`` mean what they mean in a file."""
    if "facts" in facts:
        return applicant_of(facts)
    records = {key for key in RECORD_TABLES if isinstance(facts.get(key), list)}
    top = {key: value for key, value in facts.items() if key in ("id", "city") or key in records}
    return applicant_of({**top, "facts": {key: value for key, value in facts.items() if key not in top}})
