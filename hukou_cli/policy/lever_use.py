"""Which levers an edition offers: those that write what one of its rules looks at."""

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from hukou_cli.policy.citations import citations_of
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.lever import Lever
from hukou_cli.rules.ast import names_in
from hukou_cli.rules.record_sets import (
    CLAIMED,
    INSURANCES,
    PART_OF,
    BeforeGraduation,
    Counting,
    RecordSet,
    TaxYears,
    counted_in,
    parts_like,
    record_sets_in,
)


def with_levers(edition: Edition, shared: Sequence[Lever]) -> Edition:
    """Return an edition with its levers: its own and the shared ones, told by whether a rule looks at what they write.

    Args:
        edition: The edition, compiled.
        shared: The levers of all cities; one of an id that the edition has itself is left out.

    """
    own = {lever.id for lever in edition.file.lever}
    there = [lever for lever in edition.file.lever if not lever.off] + [
        lever for lever in shared if lever.id not in own
    ]
    facts = facts_of_rules(edition)
    known = [(lever, _fitted(lever, edition)) for lever in there]
    asked = [fitted for _, fitted in known if fitted is not None and _is_asked(fitted, edition, facts)]
    ids = {lever.id for lever in asked}
    not_asked = [lever for lever in there if lever.id not in ids]
    of_no_use = _cited(not_asked) - _cited(asked) - {document.id for document in edition.file.document}
    return replace(
        edition,
        levers=tuple(asked),
        levers_not_asked=tuple(not_asked),
        documents={id_: document for id_, document in edition.documents.items() if id_ not in of_no_use},
    )


def _cited(levers: Sequence[Lever]) -> set[str]:
    return {source.document for lever in levers for source in citations_of(lever.source)}


def facts_of_rules(edition: Edition) -> frozenset[str]:
    """Return the facts that can change a gate, a veto, a route, a line, the total or who passes, in any way."""
    formulas = [formula for rules in (edition.gates, edition.vetoes, edition.indicators) for _, formula in rules]
    formulas += [formula for _, needs in edition.routes for _, formula in needs]
    formulas += [formula for formula in (edition.total, edition.passes) if formula is not None]
    named = (name for formula in formulas for name in names_in(formula))
    return facts_behind({*named, *edition.file.result.rank_by}, edition)


def facts_behind(names: Iterable[str], edition: Edition) -> frozenset[str]:
    """Return the facts on which names hang: by derived quantities, by relevance, readings and choices of counts."""
    found: set[str] = set()
    ahead = {*names}
    while ahead:
        found |= ahead
        ahead = {name for known in ahead for name in _behind(known, edition)} - found
    return frozenset(found & edition.facts.keys())


def _behind(name: str, edition: Edition) -> Iterator[str]:
    """Yield the names on which the value of a name hangs."""
    if name in edition.derived:
        yield from names_in(edition.derived[name])
    if name in edition.relevance:
        yield from names_in(edition.relevance[name])
    if name in edition.file.readings:
        readings = edition.file.readings[name]
        yield from (readings.decided_by, *readings.facts)
    yield from (choice for fact, _, choice in edition.counts_by_choice if fact == name)
    if any(parts_like(each.formula, BeforeGraduation) for each in _countings(name, edition)):
        yield CLAIMED


def _fitted(lever: Lever, edition: Edition) -> Lever | None:
    """Return a lever with the options and amounts that the edition knows; None where it names what is not there."""
    facts = edition.facts
    if lever.record and lever.add is not None and lever.fact not in facts:
        lever = replace(lever, fact=None, add=None)  # the record alone: there is no such count to be given straight
    if not {*filter(None, [lever.fact]), *lever.grows, *lever.with_} <= facts.keys():
        return None
    if lever.table == "tax" and not lever.amounts:
        amounts = tuple(sorted(_tax_amounts(edition)))
        return replace(lever, amounts=amounts) if amounts else None
    if lever.ladder and lever.fact:
        return replace(lever, ladder=tuple([rung for rung in lever.ladder if rung in facts[lever.fact].choices]))
    return lever


def _tax_amounts(edition: Edition) -> set[int]:
    return {part.amount for each in edition.counts.values() for part in parts_like(each.formula, TaxYears)}


def facts_changed(lever: Lever, edition: Edition) -> frozenset[str]:
    """Return the facts of an edition that a lever may change, those included that go with it and those of its record.

    Where ``vary`` decides on the district of the record, a fact of some districts alone may not change.
    """
    facts = {*filter(None, [lever.fact]), *lever.grows, *lever.with_}
    facts |= {name for name in edition.facts if any(_is_counted(lever, each) for each in _countings(name, edition))}
    facts |= {name for name, readings in edition.file.readings.items() if not facts.isdisjoint(readings.facts)}
    return frozenset(facts & edition.facts.keys())


def _is_asked(lever: Lever, edition: Edition, facts: frozenset[str]) -> bool:
    """Return whether a rule looks at what a lever changes; what merely goes with it is not enough."""
    alone = replace(lever, with_={})
    if lever.record.get("registered") is True and not _asks_for("registered", edition, facts):
        return False
    return not facts.isdisjoint(facts_changed(alone, edition))


def _asks_for(tag: str, edition: Edition, facts: frozenset[str]) -> bool:
    """Return whether the count of some fact asks for a tag of records."""
    return any(tag == asked for name in facts for each in _countings(name, edition) for _, asked in each.tags)


def _is_counted(lever: Lever, counting: Counting) -> bool:
    """Return whether a set expression counts, and does not just take away, a record as the one that a lever writes."""
    if lever.table is None:
        return False
    if lever.table == "tax":
        return counting.sort == "years"
    named = (records for part in counted_in(counting.formula) for records in record_sets_in(part))
    return any(_is_of(records, lever) for records in named)


def _countings(name: str, edition: Edition) -> list[Counting]:
    """Return the set expressions that give a fact, without what an unbroken run merely tolerates."""
    found = [edition.counts[name]] if name in edition.counts else []
    return [*found, edition.streaks[name][0]] if name in edition.streaks else found


def _is_of(records: RecordSet, lever: Lever) -> bool:
    """Return whether a record that a lever writes is among those of a name, wherever they are."""
    return PART_OF.get(records.kind, records.kind) == lever.table and _bears(lever).issuperset(records.tags)


def _bears(lever: Lever) -> set[str]:
    """Return the tags that the record of a lever bears."""
    fields = lever.fields
    match lever.table:
        case "insurance":
            kinds = fields.get("kinds", INSURANCES)
            return {*kinds} if isinstance(kinds, tuple) else set()
        case "home":
            return {str(fields.get("tenure"))} | ({"half"} if "share" not in fields else set()) | (
                {"registered"} if fields.get("registered") is True else set()
            )  # fmt: skip
        case "study":
            levels = lever.rungs if fields.get("level") == "{option}" else (str(fields.get("level")),)
            return {*levels, "part_time" if fields.get("part_time") else "full_time"}
        case _:
            return {str(fields["kind"])} if "kind" in fields else set()
