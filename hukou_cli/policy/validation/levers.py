"""Checks of ``[[lever]]``: what it names exists, what it offers is in order, and nobody is advised to marry."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import get_args

import msgspec

from hukou_cli.base.decoding import convert, repeats
from hukou_cli.base.errors import Finding
from hukou_cli.base.mismatches import not_one_of, unknown_key
from hukou_cli.base.toml_source import KeyPath
from hukou_cli.facts.reading import read_fact
from hukou_cli.facts.record_tables import RecordTables
from hukou_cli.facts.types import Fact, RecordKind, limits
from hukou_cli.policy.lever import TABLE, Lever
from hukou_cli.rules.record_sets import TAGS

Problems = Iterator[tuple[KeyPath, Finding]]

NOT_ADVISED_RECORDS = ("marriage", "penalty", "commendation")
"""The kinds of records that nobody is advised to have: marriages, penalties, honours."""

NOT_ADVISED_TENURES = ("family", "spouse")

_NOT_ADVISED_FACTS = ("sex", "retirement_category", "never_married")

_NOT_ADVISED_WORDS = re.compile(
    r"married|marriage|spouse|relatives?|parents?|child|children|family|honours?|commendations?|awards?|awarded|merits"
    r"|courage|penalty|penalties|punish(ed|ment)|crimes?|criminal|sentence|detentions?|rehabilitations?|violations?"
    r"|dishonest|record|records|breach|banned|drug|false|arrears|negative"
)
"""The words in ids of facts that are of a person's family, honours, penalties or offences."""

_FILLED_BY_STEP = ("city", "from", "to", "date", "year", "planned")
"""The keys of a record that follow from when and where the step is done."""

_PLACEHOLDER = re.compile(r"\{\w*\}")


def lever_problems(
    levers: Sequence[Lever], facts: Mapping[str, Fact], shared: Sequence[str], districts: Collection[str] | None
) -> Problems:
    """Yield everything that is wrong with the levers of a file, each with its place.

    Args:
        levers: The levers, those of the same id as a shared one filled from it.
        facts: The facts that they may name.
        shared: The ids of the shared levers.
        districts: The districts of the city; None for shared levers, which are of no city.

    """
    repeated = dict(repeats(lever.id for lever in levers))
    for at, lever in enumerate(levers):
        if at in repeated:
            yield ("lever", at), Finding(code="duplicate-id", values={"seen": lever.id})
        found = (
            _of_lever(lever, facts, None if lever.id in shared else districts)
            if not lever.off
            else _of_off(lever, shared)
        )
        yield from ((("lever", at, *path), finding) for path, finding in found)


def _of_off(lever: Lever, shared: Sequence[str]) -> Problems:
    if lever.id not in shared:
        yield ("id",), not_one_of(lever.id, shared)


def _of_lever(lever: Lever, facts: Mapping[str, Fact], districts: Collection[str] | None) -> Problems:
    if lever.name is None:
        yield (), Finding(code="missing-key", values={"key": "name"})
    yield from _ways(lever)
    yield from _facts(lever, facts)
    yield from _not_advised(lever, facts)
    yield from _record(lever)
    yield from _times(lever)
    yield from _placeholders(lever)
    yield from _unless(lever)
    if (lever.vary is None) != (lever.name_in is None):
        yield (), Finding(code="missing-key", values={"key": "name_in" if lever.vary else "vary"})
    if lever.vary and lever.table not in ("insurance", "home", "permit"):
        yield ("vary",), not_one_of(lever.table or "", ["insurance", "home", "permit"])
    elif lever.vary and districts is not None and not districts:
        yield ("vary",), Finding(code="missing-key", values={"key": "districts"})


def _ways(lever: Lever) -> Problems:
    """Yield a lever that writes nothing, or gives its fact in no way or in several."""
    if not (lever.record or lever.fact or lever.grows):
        yield (), Finding(code="lever-writes-nothing")
    given = {
        "ladder": lever.ladder,
        "options": lever.options,
        "amounts": lever.amounts,
        "add": lever.add,
        "value": lever.value,
    }
    ways = [key for key, value in given.items() if value not in (None, ())]
    if (lever.fact and len(ways) != 1) or len(ways) > 1:
        yield (), Finding(code="lever-one-way", values={"seen": " ".join(ways) or "@nothing"})
    elif ways and not lever.fact and not (ways == ["amounts"] and "{amount}" in lever.record.values()):
        yield (), Finding(code="missing-key", values={"key": "fact"})


def _facts(lever: Lever, facts: Mapping[str, Fact]) -> Problems:
    """Yield facts, options, amounts and values that there are not, and rungs out of their order."""
    named: list[tuple[KeyPath, str]] = [(("fact",), lever.fact)] if lever.fact else []
    named += [(("with", name), name) for name in lever.with_] + [
        (("grows", at), name) for at, name in enumerate(lever.grows)
    ]
    yield from ((path, not_one_of(name, list(facts))) for path, name in named if name not in facts)
    for at, name in enumerate(lever.grows):
        if name in facts and facts[name].type != "months":
            yield ("grows", at), Finding(code="not-for-type", values={"key": "grows", "seen": facts[name].type})
    given: list[tuple[KeyPath, str, object]] = [(("with", name), name, value) for name, value in lever.with_.items()]
    fact = facts.get(lever.fact or "")
    if fact is not None and lever.fact is not None:
        yield from _of_type(lever, fact)
        given += [(("value",), lever.fact, lever.value)] if lever.value is not None else []
        if fact.type not in ("choice", "flag", "date"):
            given += [(("amounts", at), lever.fact, amount) for at, amount in enumerate(lever.amounts)]
    for path, name, value in given:
        if name in facts and not (isinstance(value, str) and _PLACEHOLDER.search(value)):
            read = read_fact(facts[name], value, limits(facts[name])[1])
            if isinstance(read, Finding):
                yield path, read


def _of_type(lever: Lever, fact: Fact) -> Problems:
    """Yield ways that the type of the fact does not have, options there are not, and rungs out of order."""
    ways = {"ladder": ("choice",), "options": ("choice",), "amounts": ("months", "count", "yuan", "number"),
            "add": ("months", "count", "yuan", "number")}  # fmt: skip
    for key, types in ways.items():
        if getattr(lever, key) not in (None, ()) and fact.type not in types:
            yield (key,), Finding(code="not-for-type", values={"key": key, "seen": fact.type})
            return
    options = list(fact.choices)
    for key, rungs in (("ladder", lever.ladder), ("options", lever.options)):
        yield from (((key, at), not_one_of(rung, options)) for at, rung in enumerate(rungs) if rung not in options)
    places = [options.index(rung) for rung in lever.ladder if rung in options]
    if places != sorted(set(places)):
        yield (
            ("ladder",),
            Finding(code="ladder-order", values={"seen": " ".join(lever.ladder), "allowed": " ".join(options)}),
        )


def _not_advised(lever: Lever, facts: Mapping[str, Fact]) -> Problems:
    """Yield what is of a person's life and not for advice: family, honours, penalties, offences, dates of birth."""
    if lever.table in NOT_ADVISED_RECORDS:
        yield ("record", TABLE), Finding(code="not-for-advice", values={"seen": str(lever.table)})
    for key in ("tenure", "spouse_tenure"):
        if lever.record.get(key) in NOT_ADVISED_TENURES or (key == "spouse_tenure" and key in lever.record):
            yield ("record", key), Finding(code="not-for-advice", values={"seen": str(lever.record[key])})
    named: list[tuple[KeyPath, str]] = [(("fact",), lever.fact or "")]
    named += [(("with", name), name) for name in lever.with_] + [
        (("grows", at), name) for at, name in enumerate(lever.grows)
    ]
    for path, name in named:
        is_denied = lever.with_.get(name) is False and not _counts_life(facts[name]) if name in facts else False
        if name in facts and is_not_for_advice(name, facts[name]) and not is_denied:
            yield path, Finding(code="not-for-advice", values={"seen": name})


def is_not_for_advice(name: str, fact: Fact) -> bool:
    """Return whether a fact is of a person's life, so that nobody is advised to change it."""
    return (
        name in _NOT_ADVISED_FACTS
        or (fact.type == "date" and fact.scope == "person")
        or any(_NOT_ADVISED_WORDS.fullmatch(word) for word in name.split("_"))
        or _counts_life(fact)
    )


def _counts_life(fact: Fact) -> bool:
    """Return whether records of a marriage, of penalties or of honours bear on a fact."""
    counted = " ".join(filter(None, (fact.count, fact.records, fact.excluded_by)))
    return any(re.search(rf"\b{kind}\b", counted) for kind in NOT_ADVISED_RECORDS)


def _record(lever: Lever) -> Problems:
    """Yield what does not fit the kind of record that a lever writes."""
    if not lever.record:
        return
    kinds = [kind for kind in get_args(RecordKind) if kind not in NOT_ADVISED_RECORDS]
    if lever.table is None:
        yield ("record",), Finding(code="missing-key", values={"key": TABLE})
        return
    if lever.table not in get_args(RecordKind):
        yield ("record", TABLE), not_one_of(lever.table, kinds)
        return
    known = _keys_of(lever.table)
    yield from ((("record", key), unknown_key(key, known)) for key in lever.fields if key not in known)
    fields = {
        key: list(value) if isinstance(value, tuple) else value for key, value in lever.fields.items() if key in known
    }
    found = convert({lever.table: [fields]}, RecordTables)
    for path, finding in found if isinstance(found, list) else ():
        if finding.code != "missing-key" or finding.values["key"] not in _FILLED_BY_STEP:
            yield ("record", *path[2:]), finding


@cache
def _keys_of(table: str) -> list[str]:
    """Return the keys of a kind of record that a lever may write."""
    (shape,) = [field.type for field in msgspec.structs.fields(RecordTables) if field.name == table]
    keys = [field.encode_name for field in msgspec.structs.fields(shape.__args__[0])]
    return [key for key in keys if key not in _FILLED_BY_STEP]


def _times(lever: Lever) -> Problems:
    """Yield months without a source, for what is not offered, and repetition of which half is missing."""
    takes = {"": lever.takes} if isinstance(lever.takes, int) else lever.takes
    if any(takes.values()) and lever.source is None and not lever.assumed:
        yield ("takes",), Finding(code="takes-without-source")
    if not isinstance(lever.takes, int):
        yield from ((("takes", key), not_one_of(key, lever.rungs)) for key in takes if key not in lever.rungs)
    for key, other in (("every", "most"), ("most", "every")):
        if getattr(lever, key) is not None and getattr(lever, other) is None:
            yield (), Finding(code="missing-key", values={"key": other})
    amounts = [Decimal(amount) for amount in lever.amounts]
    if amounts != sorted(set(amounts)):
        values = {"seen": " ".join(map(str, lever.amounts)), "allowed": " ".join(map(str, sorted(set(amounts))))}
        yield ("amounts",), Finding(code="ladder-order", values=values)


def _placeholders(lever: Lever) -> Problems:
    """Yield each ``{word}`` that nothing is put in the place of; of the names, which are of two files, at the lever."""
    of_tax = lever.table == "tax"
    filled = {
        "{option}": bool(lever.ladder or lever.options),
        "{amount}": bool(lever.amounts) or of_tax,
        "{count}": lever.most is not None,
        "{year}": of_tax,
        "{month}": lever.table is not None,
    }
    texts: dict[tuple[KeyPath, object], set[str]] = {}
    known = {key for key, is_filled in filled.items() if is_filled}
    for words, allowed in ((lever.name, known), (lever.name_in, known | {"{district}"})):
        texts |= {((), text): allowed for text in ((words.zh, words.en) if words else ())}
    for key, value in lever.fields.items():
        texts |= {(("record", key), text): known for text in (value if isinstance(value, tuple) else (value,))}
    texts |= {(("with", key), value): known for key, value in lever.with_.items()}
    for (path, text), allowed in texts.items():
        for seen in _PLACEHOLDER.findall(text) if isinstance(text, str) else ():
            if seen not in allowed:
                values = {"seen": seen, "allowed": " ".join(sorted(allowed)) or "@nothing"}
                yield path, Finding(code="lever-placeholder", values=values)


def _unless(lever: Lever) -> Problems:
    """Yield records in ``unless`` that there are not."""
    for at, named in enumerate(lever.unless):
        kind, *tags = named.split(".")
        kinds = get_args(RecordKind)
        if kind not in kinds:
            yield ("unless", at), not_one_of(kind, kinds)
        for tag in tags:
            if kind in TAGS and tag not in TAGS[kind]:
                yield ("unless", at), not_one_of(tag, TAGS[kind])
