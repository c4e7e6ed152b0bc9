"""The facts of one applicant as one edition needs them: given, counted, assumed, missing, or wrong.

``resolve`` goes through plain steps, each a function: collect what was written for the city, read it, count from dated
records, settle facts whose count is disputed, assume defaults, let choices narrow each other, check the constraints.
What is wrong is told all at once.
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

import msgspec

from hukou_cli.applicant.document import Applicant
from hukou_cli.base.calendar import LATEST, date_text
from hukou_cli.base.errors import Finding, InvalidApplicant
from hukou_cli.facts.types import Value, least_value
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.round_calendar import Window
from hukou_cli.rules.evaluator import decided
from hukou_cli.rules.possible import UNDECIDED, Possible
from hukou_cli.scoring.possible_values import BIRTH_DATE, months_of_life, possible_values
from hukou_cli.scoring.written import (
    COMMAND_LINE,
    Problems,
    ScoreRequest,
    Told,
    Written,
    place_of,
    placed,
    read_facts,
    told_by,
)

if TYPE_CHECKING:  # counting costs time to import, and many applicants have no records
    from hukou_cli.applicant.records import Records
    from hukou_cli.records.counting import Count, Counted
    from hukou_cli.records.view import RecordView
    from hukou_cli.scoring.contradictions import Origin
    from hukou_cli.scoring.disputed import Disputed


class Inputs(msgspec.Struct, frozen=True):
    """Every fact of an edition for one applicant.

    Attributes:
        values: The facts that are known, by name.
        assumed: Those of them that stand at a default that matters.
        missing: What each fact that is not known may still be, in the order of the edition.
        disputed: The facts that are neither known nor missing, as two readings give two values.
        counts: The facts counted from dated records.
        partial_counts: Those of which the records give limits, at the least; they are missing.
        records: Those records, as the edition sees them.
        notes: What was noticed and is no mistake.
        told: What the applicant wrote.

    """

    values: dict[str, Value]
    assumed: tuple[str, ...]
    missing: dict[str, Possible] = {}
    disputed: "dict[str, Disputed]" = {}
    counts: "dict[str, Counted]" = {}
    partial_counts: "dict[str, Counted]" = {}
    records: "RecordView | None" = None
    notes: tuple[Finding, ...] = ()
    told: Told | None = None


def resolve(  # noqa: PLR0913 - what the facts depend on
    applicant: Applicant,
    edition: Edition,
    window: Window,
    today: int = LATEST,
    *,
    may_be_empty: bool = False,
    seen: "RecordView | None" = None,
    told: Told | None = None,
    with_notes: bool = False,
) -> Inputs:
    """Find the value of every fact that an edition asks for, within the limits of a round.

    Args:
        applicant: The applicant as written.
        edition: The policy.
        window: The round.
        today: ``yyyymmdd``; no date may lie after it.
        may_be_empty: Whether nothing at all need be known of the applicant, as before the first answer.
        seen: The same records as counted in another round, which are not checked again; and nothing is noted.
        told: What the applicant wrote, where that is known from another round.
        with_notes: Whether to note what is worth noticing in the records, which only who shows a result needs.

    Raises:
        InvalidApplicant: With everything that is wrong, or where nothing at all is known and something must be.

    """
    request = ScoreRequest(applicant, edition, window, today)
    told = told_by(applicant, edition, told)
    written, problems, notes = told.written, [*told.problems], [*told.notes]
    values, unknown, wrong = read_facts(told, request)
    problems += wrong
    given = frozenset(values)
    counts: dict[str, Counted] = {}
    partial: dict[str, Counted] = {}
    records = None
    left: Mapping[str, tuple[int, int] | None] = {}
    if (dated := applicant.told_records) is not None:
        count = _count(dated, values, request, seen)
        counts, records = count.facts, count.view
        problems += count.problems
        notes += _notes_on(count, written, values, edition) if with_notes else ()
        values |= {name: counted.value for name, counted in counts.items() if name not in written}
        left = {name: limits for name, limits in count.open.items() if name not in written}
        unknown |= left.keys()
        partial = {name: found for name, found in count.partial.items() if name not in written}
    disputed, notes_on_disputed = _disputed(written, values, edition)
    if seen is None:
        notes += [*_days_of_other_rounds(written, values, request), *notes_on_disputed]
    assumed, missing = _fill((written.keys() | disputed.keys()) - unknown, unknown, values, counts, request)
    missing |= {name: _within(missing[name], limits) for name, limits in left.items() if limits and name in missing}
    missing |= {found.by: UNDECIDED for found in disputed.values()}
    missing = {name: missing[name] for name in edition.facts if name in missing}
    were_read = not applicant.found and len(problems) == len(wrong)
    contradicting = dict(_narrow(given, values, missing, edition))
    problems += [(place_of(name, written), finding) for name, finding in contradicting.items()]
    if were_read and not problems and not may_be_empty:
        _require_something_known(written.keys() - unknown, counts.keys() | left.keys(), missing, request)
    if were_read:
        open_facts = missing.keys() | disputed.keys() | contradicting.keys()
        problems += _broken_constraints(written, values, counts, open_facts, edition)
    problems += _more_than_life(written, values, request)
    if applicant.found or problems:
        found = [*applicant.found, *(placed(applicant, path, finding) for path, finding in problems)]
        raise InvalidApplicant(sorted(found, key=lambda finding: finding.line))
    return Inputs(values, assumed, missing, disputed, counts, partial, records, tuple(notes), told)


# ---------------------------------------------------------------- what dated records give


def _count(
    records: "Records", values: Mapping[str, Value], request: ScoreRequest, seen: "RecordView | None"
) -> "Count":
    """Count facts from dated records."""
    from hukou_cli.records.counting import count_facts

    chosen = {name: values[name] for name in request.edition.choices_and_dates if name in values}
    born = _born(values)
    return count_facts(records, request.edition, request.window, chosen, today=request.today, born=born, seen=seen)


def _born(values: Mapping[str, Value]) -> int | None:
    """Return the birth date, ``yyyymmdd``; None where it is not known."""
    born = values.get(BIRTH_DATE)
    return born if isinstance(born, int) else None


def _notes_on(count: "Count", written: Written, values: Mapping[str, Value], edition: Edition) -> Iterator[Finding]:
    """Note what was given straight and counts otherwise, and what is worth noticing in the records."""
    from hukou_cli.records.notes import notes_on

    for name, counted in count.facts.items():
        if name in written and name in values and values[name] != counted.value and not counted.is_bare:
            fact = edition.facts[name]
            texts = {"seen": fact.text(values[name]), "other": fact.text(counted.value)}
            yield Finding(code="given-and-counted", values={"fact": name, **fact.name.gaps("fact"), **texts})
    yield from notes_on(count, _born(values), written.keys())


def _days_of_other_rounds(written: Written, values: Mapping[str, Value], request: ScoreRequest) -> Iterator[Finding]:
    """Note the days given that are days of one round, as that of the application, and lie before this one opens."""
    dates = request.window.dates
    for name, fact in request.edition.facts.items():
        day, opens = values.get(name), dates.get("opens")
        if fact.of_round and name in written and isinstance(day, int) and opens is not None and day < opens:
            texts = {"seen": date_text(day), "other": date_text(opens), "fact": name, **fact.name.gaps("fact")}
            yield Finding(code="day-of-another-round", values=texts)


# ---------------------------------------------------------------- what is assumed, and what is missing


def _fill(
    given: AbstractSet[str],
    unknown: AbstractSet[str],
    values: dict[str, Value],
    counts: "Mapping[str, Counted]",
    request: ScoreRequest,
) -> tuple[tuple[str, ...], dict[str, Possible]]:
    """Add defaults to the values, and whatever value no rule can tell from another.

    Returns:
        The facts that stand at a default that matters, and what each fact that is missing may be.

    """
    edition = request.edition
    concerned = edition.used.union(edition.narrowed.values()) if edition.narrowed else edition.used
    assumed: list[str] = []
    unvalued: list[str] = []
    for name, fact in edition.facts.items():
        if name in given:
            continue
        if name in values:
            if name in counts and counts[name].is_bare and matters(name, values, edition):
                assumed.append(name)
            continue
        lowest, highest = request.window.limits[name]
        if fact.since and lowest == highest:
            values[name] = lowest  # a window that has not begun by this round holds no month
        elif name in edition.defaults and name not in unknown and _goes_with_narrowing(name, values, edition):
            values[name] = edition.defaults[name]
            if name in concerned and matters(name, values, edition):
                assumed.append(name)
        elif name in edition.used and not matters(name, values, edition):
            values[name] = least_value(fact, lowest)  # no rule can tell it from any other
        elif name in edition.used:
            unvalued.append(name)
    missing = {name: possible_values(name, edition, request.window, values, request.today) for name in unvalued}
    return tuple(assumed), missing


def _within(possible: Possible, limits: tuple[int, int]) -> Possible:
    """Return what is possible of a quantity within the limits that the records leave."""
    if isinstance(possible, frozenset):
        return possible
    lowest, highest = possible
    least = min(max(lowest, limits[0]), highest)
    return least, max(least, min(highest, limits[1]))


def matters(name: str, values: Mapping[str, Value], edition: Edition) -> bool:
    """Return whether a fact's ``when`` holds; where that cannot be told yet, it matters."""
    if name not in edition.relevance:
        return True
    if edition.names_of_rules.relevance[name] <= values.keys():
        return bool(edition.evaluators.relevance[name](values).value)
    return decided(edition.relevance[name], values) is not False


def _disputed(
    written: Written, values: dict[str, Value], edition: Edition
) -> tuple["dict[str, Disputed]", list[Finding]]:
    """Return the facts of which two readings give two values, with a note on each; add the others to the values."""
    if not edition.file.readings:  # as most policies have none
        return {}, []
    from hukou_cli.scoring.disputed import disputed_counts, note_on_disputed

    disputed = dict(disputed_counts(written, values, edition))
    return disputed, [note_on_disputed(name, found, edition) for name, found in disputed.items()]


def _goes_with_narrowing(name: str, values: Mapping[str, Value], edition: Edition) -> bool:
    """Return whether the default of a choice is surely among the options that the fact which narrows it leaves.

    Where that fact is needed and not known, it must be so for each of its options.
    """
    by = edition.narrowed.get(name)
    if by is None:
        return True
    source, narrowing = values.get(by), edition.facts[name].narrowing
    sources = [source] if isinstance(source, str) else narrowing if by in edition.used else ()
    return all(edition.defaults[name] in narrowing[option] for option in sources)


def _narrow(
    given: AbstractSet[str], values: dict[str, Value], missing: dict[str, Possible], edition: Edition
) -> Iterator[tuple[str, Finding]]:
    """Leave missing choices only the options that go with those known; a single one that another leaves is a value.

    Yields the choices given that do not go with the fact that narrows them, each with what is wrong.
    """
    for name, by in edition.narrowed.items():
        narrowing = edition.facts[name].narrowing
        value, source, left = values.get(name), values.get(by), missing.get(name)
        is_given = isinstance(value, str) and name in given
        if is_given and isinstance(source, str) and value not in narrowing[source]:
            from hukou_cli.scoring.contradictions import contradiction  # few have something wrong

            yield name, contradiction(edition, name, str(value), source)
        elif isinstance(left, frozenset) and isinstance(source, str):
            missing[name] = options_left = left.intersection(narrowing[source])
            if len(options_left) == 1:
                values[name] = next(iter(options_left))
                del missing[name]
        elif is_given and isinstance(sources := missing.get(by), frozenset):
            missing[by] = frozenset(option for option in sources if value in narrowing[option])


# ---------------------------------------------------------------- what the facts say together


def _require_something_known(
    given: AbstractSet[str], told: AbstractSet[str], missing: Mapping[str, Possible], request: ScoreRequest
) -> None:
    """Raise InvalidApplicant where nothing is known of the applicant but defaults."""
    if given.isdisjoint(request.edition.facts) and not told and missing:
        from hukou_cli.scoring.contradictions import nothing_known

        raise InvalidApplicant([nothing_known(request.edition, missing, request.applicant.file)])


def _broken_constraints(
    written: Written,
    values: Mapping[str, Value],
    counts: "Mapping[str, Counted]",
    open_facts: AbstractSet[str],
    edition: Edition,
) -> Problems:
    """Find every constraint that the facts together break; a value that was not written is told as what it is.

    Those on a fact that is wrong, missing or disputed are left out: what they leave of it follows with its limits.
    """
    problems: Problems = []
    rules = zip(edition.constraints, edition.evaluators.constraints, edition.names_of_rules.constraints, strict=True)
    for (constraint, formula), holds, names in rules:
        if not names.isdisjoint(open_facts) or not names <= values.keys():
            continue
        if not holds(values).value:
            from hukou_cli.scoring.contradictions import broken_constraint  # few have something wrong

            known = {name: values[name] for name in constraint.facts if name in values}
            unwritten = [name for name in known if name not in written]
            origins: dict[str, Origin] = {name: "of_records" if name in counts else "not_given" for name in unwritten}
            finding = broken_constraint(edition, constraint, formula, known, origins)
            problems.append((place_of(_changed_last(constraint.facts, written), written), finding))
    return problems


def _more_than_life(written: Written, values: Mapping[str, Value], request: ScoreRequest) -> Problems:
    """Find the months given that are more than there are since the birth date."""
    problems: Problems = []
    born = _born(values)
    if born is None:
        return problems
    for name in (name for name in request.edition.least_ages if name in written):
        most = months_of_life(name, request.edition, request.window, born)
        months = values.get(name)
        if most is not None and isinstance(months, int) and months > most:
            texts = {"seen": str(months), "allowed": str(most), "other": date_text(born)}
            problems.append((place_of(name, written), Finding(code="more-than-life", values=texts)))
    return problems


def _changed_last(names: Sequence[str], written: Written) -> str:
    """Return, of facts that contradict each other, one given on the command line, else the first."""
    given = [name for name in names if name in written and written[name][0][0] == COMMAND_LINE]
    return (given or names)[0]
