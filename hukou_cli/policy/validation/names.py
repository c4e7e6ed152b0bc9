"""Checks of ids and keys: duplicates, reserved names, references to nothing, keys that do not go together.

Names within formulas are checked where these are parsed, in ``policy.compiler``.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from decimal import Decimal

from hukou_cli.base.calendar import last_day, read_day
from hukou_cli.base.decoding import repeats
from hukou_cli.base.errors import Finding
from hukou_cli.base.mismatches import not_one_of, unknown_key
from hukou_cli.base.redaction import harmless
from hukou_cli.base.toml_source import KeyPath
from hukou_cli.facts.types import LARGEST, ONLY_FOR, UNKNOWN, Fact, default_value
from hukou_cli.policy import citations, model
from hukou_cli.policy.edition import LINES, NO_ROUTE, TOTAL
from hukou_cli.policy.rounds import PublishedRound, RoundDate, RoundId
from hukou_cli.policy.validation.cited import sources_cited
from hukou_cli.policy.validation.procedure import procedure_problems
from hukou_cli.policy.wages import wage_problems

RESERVED = {LINES, TOTAL, "id", "round", "row", "eligible", "failed_gates", "routes", "core_points", "core_share",
            "line", "line_kind", "distance", "reached", "enters_ranking"}  # fmt: skip
"""Names that a result has for other things, so that no line or group may bear them."""

LARGEST_CUTOFF = 10**9

Problems = Iterator[tuple[KeyPath, Finding]]


def name_problems(
    file: model.PolicyFile, shared: Container[str], documents: Mapping[str, citations.Document]
) -> Problems:
    """Yield every problem with the ids and keys of a policy file, each with its place.

    Args:
        file: The policy file.
        shared: The facts of all cities.
        documents: The documents that may be cited, by id.

    """
    yield from _twice(file)
    yield from _reserved(file)
    for path, source in sources_cited(file):
        if source.document not in documents:
            yield (*path, "document"), not_one_of(source.document, list(documents))
    yield from _days(file)
    yield from procedure_problems(file)
    for name, fact in file.facts.items():
        yield from ((("facts", name, key), finding) for key, finding in _fact(name, fact, file))
        yield from ((("facts", name, *path), finding) for path, finding in _narrowing(name, fact, file, shared))
    for name, readings in file.readings.items():
        yield from ((("readings", name, *path), finding) for path, finding in _readings(name, readings, file))
    yield from wage_problems(file.wages)
    for listed, ids in file.district_lists.items():
        for at, district in enumerate(ids):
            if district not in file.districts:
                yield ("district_lists", listed, at), not_one_of(district, list(file.districts))
    for at, known in enumerate(file.recognises):
        yield from _recognised(at, known, file)
    for path, names in _facts_named(file):
        yield from ((path, not_one_of(name, list(file.facts))) for name in names if name not in file.facts)


def _facts_named(file: model.PolicyFile) -> Iterator[tuple[KeyPath, Iterable[str]]]:
    """Yield every list of fact ids outside formulas, with its place."""
    yield from ((("constraint", at, "facts"), item.facts) for at, item in enumerate(file.constraint))
    if file.reference is not None:
        yield ("reference", "grow"), file.reference.grow
        yield ("reference", "facts"), file.reference.facts


def _twice(file: model.PolicyFile) -> Problems:
    """Yield the ids that occur twice in a table."""
    for table, ids in {
        "document": [item.id for item in file.document],
        "gate": [*(item.id for item in file.gate), *(item.id for item in file.veto)],
        "indicator": [item.id for item in file.indicator],
        "caveat": [item.id for item in file.caveat],
        "route": [item.id for item in file.route],
        "place": [item.id for item in file.place],
        "paper": [item.id for item in file.paper],
        "round": [_round_name(item) for item in file.round],
        "facts": [*file.date_names, *file.facts],
    }.items():
        for at, name in repeats(ids):
            yield (table, at), Finding(code="duplicate-id", values={"seen": name})


def _reserved(file: model.PolicyFile) -> Problems:
    """Yield ids that results reserve, and names of groups that no indicator belongs to."""
    for at, gate in enumerate(file.gate):
        if gate.id == NO_ROUTE:
            yield ("gate", at, "id"), Finding(code="reserved-id", values={"seen": gate.id})
    lines = {item.id for item in file.indicator}
    for at, item in enumerate(file.indicator):
        if item.id in RESERVED:
            yield ("indicator", at, "id"), Finding(code="reserved-id", values={"seen": item.id})
        if item.group in RESERVED | lines:
            yield ("indicator", at, "group"), Finding(code="reserved-id", values={"seen": str(item.group)})
    groups = sorted({item.group for item in file.indicator if item.group})
    yield from ((("groups", name), unknown_key(name, groups)) for name in file.groups if name not in groups)


_Dated = list[tuple[KeyPath, Mapping[str, RoundDate | str]]]


def _days(file: model.PolicyFile) -> Problems:
    """Yield dates that do not exist or that a period lacks, and rounds of no period."""
    heading = file.policy
    if heading.in_force_to is not None and heading.in_force_to < heading.in_force_from:
        values = {"seen": str(heading.in_force_to), "other": str(heading.in_force_from)}
        yield ("policy", "in_force_to"), Finding(code="to-before-from", values=values)
    periods: _Dated = [(("periods", period), dates) for period, dates in file.periods.items()]
    rounds: _Dated = [(("round", at, "dates"), known.dates) for at, known in enumerate(file.round)]
    tables: _Dated = [(("dates",), file.dates), *periods, *rounds]
    for path, own in rounds:
        strange = [name for name in own if name not in file.date_names]
        yield from (((*path, name), unknown_key(name, file.date_names)) for name in strange)
    for path, dates in tables:
        for name, day in dates.items():
            if isinstance(day, str):
                if file.periods:
                    yield (*path, name), Finding(code="period-all-year", values={"seen": day})
            elif day.day > last_day(2023, day.month):
                values = {"seen": f"{day.month:02d}-{day.day:02d}"}
                yield (*path, name, "day"), Finding(code="no-such-day", values=values)
    for path, dates in periods:
        missing = [name for name in file.date_names if name not in dates and name not in file.dates]
        yield from ((path, Finding(code="missing-key", values={"key": name})) for name in missing)
    for at, known in enumerate(file.round):
        yield from ((("round", at, key), finding) for key, finding in _round(known, file))


def _round_name(known: PublishedRound) -> str:
    """Return what tells a round from the others: its year and period, the part it is of, the measures it was under."""
    words = [words.zh for words in (known.part, known.under) if words]
    return " ".join([str(RoundId(known.year, known.period or 0)), *words])


def _round(known: PublishedRound, file: model.PolicyFile) -> Iterator[tuple[str, Finding]]:
    """Yield what of a round does not fit: its period, its lines, its days, figures of one that was not held."""
    of_no_period = known.period is None and bool(file.periods) and not (known.under or known.part)
    if of_no_period or (known.period is not None and str(known.period) not in file.periods):
        yield "period", not_one_of(known.period or "", list(file.periods))
    for key in ("cutoff", "published_line", "pass_mark"):
        points = getattr(known, key)
        if points is not None and (points.is_nan() or not -LARGEST_CUTOFF < points < LARGEST_CUTOFF):
            yield key, Finding(code="wrong-type", values={"seen": harmless(points), "allowed": "@number"})
    lines = [name for indicator in file.indicator for name in (indicator.id, indicator.group) if name]
    if known.line_of is not None and known.line_of not in lines:
        yield "line_of", not_one_of(known.line_of, lines)
    days = [(key, moment) for key in ("opens", "closes") if (moment := getattr(known, key))]
    strange = [(key, moment) for key, moment in days if read_day(moment[:10]) is None]
    for key, moment in strange:
        yield key, Finding(code="no-such-day", values={"seen": moment})
    if not strange and known.opens and known.closes and known.closes[:10] < known.opens[:10]:
        yield "closes", Finding(code="closes-before-opens", values={"seen": known.closes, "other": known.opens})
    if not known.held:
        for key in ("opens", "closes", "quota", "cutoff", "published_line", "pass_mark", "admitted", "applicants"):
            if getattr(known, key) is not None:
                yield key, Finding(code="round-not-held", values={"key": key})


def _recognised(at: int, known: model.Recognition, file: model.PolicyFile) -> Problems:
    if known.cities not in file.city_lists:
        yield ("recognises", at, "cities"), not_one_of(known.cities, list(file.city_lists))
    if not 0 < Decimal(known.factor) <= 1:
        values = {"seen": str(known.factor), "allowed": "@factor"}
        yield ("recognises", at, "factor"), Finding(code="wrong-type", values=values)


def _fact(name: str, fact: Fact, file: model.PolicyFile) -> Iterator[tuple[str, Finding]]:
    """Check the keys of a fact against its type and against each other."""
    dates = file.date_names
    for key, types in ONLY_FOR.items():
        if getattr(fact, key) not in (None, 0, (), {}) and fact.type not in types:
            yield key, Finding(code="not-for-type", values={"key": key, "seen": fact.type})
    most = LARGEST["number"]
    if any(number.is_nan() or not 0 <= number <= most or number * fact.den % 1 for number in fact.allowed):
        values = {"fact": name, "seen": " ".join(map(str, fact.allowed))}
        yield "allowed", Finding(code="bad-default", values=values)
    elif fact.default is not None and default_value(fact) is None:
        yield "default", Finding(code="bad-default", values={"fact": name, "seen": harmless(fact.default)})
    if UNKNOWN in fact.choices:
        yield "choices", Finding(code="reserved-id", values={"seen": UNKNOWN})
    if fact.until not in dates and (fact.since or fact.type == "date"):
        yield "until", not_one_of(fact.until, dates)
    if fact.of_round and "opens" not in dates:
        yield "of_round", not_one_of("opens", dates)
    days = [*dates, *(known for known, other in file.facts.items() if other.type == "date")]
    if fact.type == "flag" and fact.count and fact.until != "as_of" and fact.until not in days:
        yield "until", not_one_of(fact.until, days)
    if (fact.count or fact.streak) and "as_of" not in dates:
        yield "count" if fact.count else "streak", not_one_of("as_of", dates)
    if fact.count and fact.streak:
        yield "count", Finding(code="count-and-streak", values={"fact": name})
    if fact.streak and fact.streak.gap_days and (fact.streak.gap or fact.streak.tolerated):
        yield "streak", Finding(code="gap-days-alone")


def _readings(name: str, readings: model.Readings, file: model.PolicyFile) -> Problems:
    """Check that a disputed fact of months or a count is given by two that records give, which a flag decides."""
    counted = [known for known, fact in file.facts.items() if fact.count is not None or fact.streak is not None]
    open_facts = [
        known for known, fact in file.facts.items() if known not in counted and fact.type in ("months", "count")
    ]
    if name not in open_facts:
        yield (), not_one_of(name, open_facts)
        return
    alike = [known for known in counted if file.facts[known].type == file.facts[name].type]
    for answer, fact in zip(("no", "yes"), readings.facts, strict=True):
        if fact not in alike:
            yield (answer, "fact"), not_one_of(fact, alike)
    questions = [known for known, fact in file.facts.items() if fact.type == "flag" and fact.default is None]
    if readings.decided_by not in questions:
        yield ("decided_by",), not_one_of(readings.decided_by, questions)


def _circle_of(name: str, file: model.PolicyFile) -> str | None:
    """Return the circle of choices that narrow one another, of which a choice is one; None where there is none."""
    chain = [name]
    while (by := file.facts[chain[-1]].narrowed_by) is not None and by in file.facts and by not in chain:
        chain.append(by)
    return " → ".join((*chain, name)) if by == name else None


def _narrowing(name: str, fact: Fact, file: model.PolicyFile, shared: Container[str]) -> Problems:
    """Check that a choice is narrowed by a choice, for each of its options, to options that there are."""
    if bool(fact.narrowed_by) != bool(fact.narrowing):
        yield (), Finding(code="missing-key", values={"key": "narrowing" if fact.narrowed_by else "narrowed_by"})
        return
    choices = {known: other.choices for known, other in file.facts.items() if other.type == "choice"}
    by = fact.narrowed_by
    if by is None or (by in shared and by not in file.facts):
        return  # a shared fact may be narrowed by one that this edition does not take
    if by == name or by not in choices:
        yield ("narrowed_by",), not_one_of(by, [known for known in choices if known != name])
        return
    if (circle := _circle_of(name, file)) is not None:
        yield ("narrowed_by",), Finding(code="circular", values={"seen": circle})
    for key in ("default", "when"):
        if getattr(file.facts[by], key) is not None:
            yield ("narrowed_by",), Finding(code="narrowed-by-assumed", values={"seen": by, "key": key})
    for option in choices[by]:
        if not fact.narrowing.get(option):
            yield ("narrowing",), Finding(code="missing-key", values={"key": option})
    for option, left in fact.narrowing.items():
        if option not in choices[by]:
            yield ("narrowing", option), unknown_key(option, list(choices[by]))
        for kept in left:
            if kept not in fact.choices:
                yield ("narrowing", option), not_one_of(kept, list(fact.choices))
