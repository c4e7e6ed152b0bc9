"""The index of an edition: what every score looks up in its rules, worked out once, when the edition is compiled."""

from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from hukou_cli.facts.types import Fact, default_value
from hukou_cli.policy.edition import WORKING_AGE, Edition, NamesOfRules
from hukou_cli.rules.ast import Formula, names_in
from hukou_cli.rules.record_sets import (
    PART_OF,
    BaseAtLeast,
    BeforeGraduation,
    Counting,
    RecordSet,
    counted_in,
    parts_like,
    parts_of,
    record_sets_in,
)


def indexed(edition: Edition) -> Edition:
    """Return an edition with what is looked up in its rules; ``Edition`` says what each of it is."""
    facts, counts = edition.facts, edition.counts
    runs = {name: run for name, (run, _) in edition.streaks.items()}
    every_run = [each for pair in edition.streaks.values() for each in pair if each is not None]
    others = (*edition.bearing.values(), *edition.excluding.values())
    named = _named_records((*counts.values(), *every_run, *others))
    kinds = {name: each.kinds for name, each in (counts | runs).items()}
    values = {name: default_value(fact) for name, fact in facts.items()}
    return replace(
        edition,
        used=frozenset(_names_used(edition)),
        names_of_rules=_names_of_rules(edition),
        narrowed=_narrowed(facts),
        defaults={name: value for name, value in values.items() if value is not None},
        choices_and_dates=tuple([name for name, fact in facts.items() if fact.type in ("choice", "date")]),
        counts_by_choice=tuple(
            (name, kind, tag)
            for name, counting in counts.items()
            for kind, tag in counting.tags
            if tag in facts and facts[tag].type == "choice"
        ),
        kinds_counted=kinds,
        least_ages=_least_ages(facts, kinds),
        looked_at_on={
            name: facts[name].until for name in counts if facts[name].type == "flag" and facts[name].until != "as_of"
        },
        counts_by_base={name: each for name, each in counts.items() if parts_like(each.formula, BaseAtLeast)},
        named_records=named,
        named_by_kind=_by_kind(named),
        counts_graduation=any(
            isinstance(part, BeforeGraduation) for each in counts.values() for part in parts_of(each.formula)
        ),
        counted_anywhere=frozenset(name for name, each in counts.items() if _is_of_any_city(each)),
        placed_counts=_placed_counts(counts | runs),
        other_cities=_other_cities(edition, (*counts.values(), *edition.excluding.values()), every_run),
    )


def _names_used(edition: Edition) -> Iterator[str]:
    for _, formula in edition.rules():
        yield from names_in(formula)
    yield from edition.file.result.rank_by


def _is_of_any_city(counting: Counting) -> bool:
    sets = record_sets_in(counting.formula)
    return any(where.of in ("anywhere", "elsewhere") for each in sets for where in each.where)


def _names_of_rules(edition: Edition) -> NamesOfRules:
    def names(rules: Iterable[tuple[object, Formula | None]]) -> tuple[frozenset[str], ...]:
        return tuple([frozenset(names_in(formula) if formula else ()) for _, formula in rules])

    return NamesOfRules(
        derived={name: frozenset(names_in(formula)) for name, formula in edition.derived.items()},
        constraints=names(edition.constraints),
        gates=names(edition.gates),
        vetoes=names(edition.vetoes),
        routes=tuple([names(needs) for _, needs in edition.routes]),
        places=names(edition.decidable_places),
        lines=names(edition.indicators),
        caveats=names(edition.caveats),
        relevance={name: frozenset(names_in(formula)) for name, formula in edition.relevance.items()},
    )


def _narrowed(facts: Mapping[str, Fact]) -> dict[str, str]:
    narrowed = {name: fact.narrowed_by for name, fact in facts.items()}
    found = {name: by for name, by in narrowed.items() if by is not None and by in facts}

    def depth(name: str) -> int:
        return 1 + depth(found[name]) if name in found else 0

    return dict(sorted(found.items(), key=lambda pair: depth(pair[0])))


def _least_ages(facts: Mapping[str, Fact], kinds_counted: Mapping[str, frozenset[str]]) -> dict[str, int]:
    ages = {name: fact.from_age for name, fact in facts.items() if fact.type == "months"}
    for name, kinds in kinds_counted.items():
        if name in ages and ages[name] is None:
            ages[name] = WORKING_AGE if "insurance" in kinds else 0
    return {name: age for name, age in ages.items() if age is not None}


def _named_records(expressions: Iterable[Counting]) -> tuple[RecordSet, ...]:
    return tuple(dict.fromkeys(named for each in expressions for named in record_sets_in(each.formula)))


def _by_kind(named_records: Iterable[RecordSet]) -> dict[str, list[RecordSet]]:
    kinds: dict[str, list[RecordSet]] = {}
    for named in named_records:
        kinds.setdefault(PART_OF.get(named.kind, named.kind), []).append(named)
    return kinds


def _placed_counts(counted: Mapping[str, Counting]) -> dict[str, tuple[frozenset[str], tuple[RecordSet, ...]]]:
    asked = {
        name: tuple(
            named
            for part in counted_in(counting.formula)
            for named in record_sets_in(part)
            if any(where.of == "district" for where in named.where)
        )
        for name, counting in counted.items()
    }
    return {name: (counted[name].kinds, nodes) for name, nodes in asked.items() if nodes}


def _other_cities(edition: Edition, expressions: Iterable[Counting], runs: Iterable[Counting]) -> frozenset[str]:
    counts = [*(each for each in expressions if each.sort == "months"), *runs]
    asked = (named for counting in counts for named in record_sets_in(counting.formula))
    lists = {where.listed for named in asked for where in named.where if where.of == "city"}
    return frozenset(name for listed in lists for name in edition.spellings.cities_in(listed))
