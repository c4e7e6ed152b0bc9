"""The value of every fact of a row as SQL, as ``scoring.inputs.resolve`` has it: read, assumed, narrowed, or none.

The steps go on from those of ``sql.cells`` and give ``FACT``, a fact's value at last; NULL where it is missing.
"""

from collections.abc import Collection, Iterator

from hukou_cli.facts.types import UNKNOWN, least_value
from hukou_cli.policy.ranges import ranges_of
from hukou_cli.rules.ast import names_in
from hukou_cli.sql.cells import ID, Spellings, listed, literal, quoted, sql_type, text_of, value_of
from hukou_cli.sql.formula import decided_sql, identifier
from hukou_cli.sql.partition import Partition


def value_steps(
    partition: Partition, read: str, spellings: Spellings, carried: Collection[str] = ()
) -> list[tuple[str, str]]:
    """Write the steps, each a name and a query, that give every fact of a row its value.

    Args:
        partition: The rows and their columns.
        read: SQL of a table as the last of ``read_steps`` gives it.
        spellings: The values of texts that are not canonical.
        carried: The columns of the table that every step hands on.

    """
    steps, last = [], read
    spelt = [name for name in (ID, *partition.facts) if name in spellings.facts]
    if spelt:
        types = {ID: "VARCHAR"} | {name: sql_type(partition.edition.facts[name]) for name in partition.facts}
        values = ", ".join(
            f"COALESCE({value_of(name)}, CAST({_spelt(name)}.value AS {types[name]})) AS {value_of(name)}"
            for name in spelt
        )
        joins = "".join(_join(spellings, name) for name in spelt)
        steps.append(("spelt", f"SELECT cells.* REPLACE ({values}) FROM {read} AS cells{joins}"))
        last = identifier("spelt")
    given = ["_problem", *carried, *read_columns(partition)]
    found = {name: _by_reading(partition, name, _assumed(partition, name)) for name in partition.edition.facts}
    assumed = [f"{value} AS {identifier(name)}" for name, value in found.items()]
    steps.append(("assumed", f"SELECT {', '.join((*given, *assumed))} FROM {last}"))
    for at, changed in enumerate([*_irrelevant(partition), *_narrowed(partition)]):
        steps.append((f"facts_{at}", f"SELECT * REPLACE ({', '.join(changed)}) FROM {identifier(steps[-1][0])}"))
    return steps


def read_columns(partition: Partition) -> list[str]:
    """Return the columns of the texts of a row, and of the values that they stand for."""
    return [*map(text_of, (ID, *partition.facts)), *map(value_of, (ID, *partition.facts))]


def fit_sql(partition: Partition) -> str:
    """Write the condition of a row without a mistake in its cells."""
    tests = ["_problem IS NULL"]
    if partition.id is not None:
        tests.append(f"({ID} IS NULL OR {value_of(ID)} IS NOT NULL)")
    for name in partition.edition.facts:
        if is_needed(partition, name):
            tests.append(f"{identifier(name)} IS NOT NULL")
        elif name in partition.facts:
            tests.append(f"({value_of(name)} IS NOT NULL OR {_absent(partition, name)})")
    tests += [f"NOT {contradiction_sql(partition, name)}" for name in partition.edition.narrowed]
    return " AND ".join(tests)


def missing_sql(partition: Partition, name: str) -> str:
    """Write the condition of a row without a fact that is needed, given or assumed.

    Of a fact that two readings count differently it is the question which of them holds that is missing.
    """
    tests = [f"{identifier(name)} IS NULL", _absent(partition, name)]
    if name in partition.edition.file.readings:
        tests.append(f"NOT {_disputed(partition, name)}")
    if not is_needed(partition, name):
        disputes = [_disputed(partition, fact) for fact in _decided_by(partition, name)]
        tests.append(f"({' OR '.join(disputes) or 'FALSE'})")
    return f"({' AND '.join(tests)})"


def may_be_missing(partition: Partition, name: str) -> bool:
    """Return whether a row may lack a fact that it needs: one that rules take, or that decides between readings."""
    return is_needed(partition, name) or bool(_decided_by(partition, name))


def _decided_by(partition: Partition, name: str) -> list[str]:
    """Return the facts of which two readings are in the table, and a fact decides which holds."""
    told = partition.edition.file.readings.items()
    return [
        fact
        for fact, readings in told
        if readings.decided_by == name and all(reading in partition.facts for reading in readings.facts)
    ]


def _disputed(partition: Partition, name: str) -> str:
    """Write the condition of a row that gives a fact by two readings alone, which differ, and not which holds."""
    readings = partition.edition.file.readings[name]
    question = readings.decided_by
    if name not in _decided_by(partition, question):
        return "FALSE"
    no, yes = map(value_of, readings.facts)
    tests = [f"COALESCE({no} <> {yes}, FALSE)"]
    tests += [f"{text_of(name)} IS NULL"] if name in partition.facts else []
    tests += [f"{value_of(question)} IS NULL"] if question in partition.facts else []
    return f"({' AND '.join(tests)})"


def _by_reading(partition: Partition, name: str, otherwise: str) -> str:
    """Write a fact's value: where its readings alone are given, that of the one that holds, or of both."""
    readings = partition.edition.file.readings.get(name)
    if readings is None or name not in _decided_by(partition, readings.decided_by):
        return otherwise
    no, yes = map(value_of, readings.facts)
    answer = value_of(readings.decided_by) if readings.decided_by in partition.facts else "NULL"
    tests = [f"{no} IS NOT NULL", f"{yes} IS NOT NULL"]
    tests += [f"{text_of(name)} IS NULL"] if name in partition.facts else []
    value = f"CASE WHEN {answer} THEN {yes} WHEN NOT {answer} OR {no} = {yes} THEN {no} END"
    return f"CASE WHEN {' AND '.join(tests)} THEN {value} ELSE {otherwise} END"


def contradiction_sql(partition: Partition, name: str) -> str:
    """Write the condition of a row that gives an option which the fact that narrows it excludes."""
    if name not in partition.facts:
        return "FALSE"
    by, option = identifier(partition.edition.narrowed[name]), value_of(name)
    cases = " ".join(
        f"WHEN {quoted(source)} THEN {option} NOT IN ({listed(left)})"
        for source, left in partition.edition.facts[name].narrowing.items()
    )
    return f"COALESCE(CASE {by} {cases} END, FALSE)"


def is_surely_assumed(partition: Partition, name: str) -> bool:
    """Return whether a row that does not give a fact has its default, whatever narrows it."""
    return name in partition.edition.defaults and _going_with_default(partition, name) == "TRUE"


def _going_with_default(partition: Partition, name: str) -> str:
    """Write the condition of a row whose default of a choice is surely among the options left by what narrows it.

    As ``scoring.inputs`` has it: where the narrowing fact is needed and not given, each of its options must leave it.
    """
    edition = partition.edition
    by, narrowing = edition.narrowed.get(name, ""), edition.facts[name].narrowing
    leaving = [source for source, left in narrowing.items() if edition.defaults[name] in left]
    if not by or len(leaving) == len(narrowing):
        return "TRUE"
    unless_given = "FALSE" if is_needed(partition, by) else "TRUE"
    if by not in partition.facts:
        return unless_given
    return f"COALESCE({value_of(by)} IN ({listed(leaving)}), {unless_given})"


def is_needed(partition: Partition, name: str) -> bool:
    """Return whether a row without a value of this fact cannot be scored."""
    return name in partition.edition.used


def _spelt(name: str) -> str:
    return identifier(f"_s_{name}")


def _join(spellings: Spellings, name: str) -> str:
    own = f"SELECT text, value FROM {spellings.table} WHERE part = {spellings.part} AND fact = {quoted(name)}"
    return f"\nLEFT JOIN ({own}) AS {_spelt(name)} ON {_spelt(name)}.text = {text_of(name)}"


def _absent(partition: Partition, name: str) -> str:
    """Write the condition of a row without a fact: its cell is empty or ``unknown``, or there is no column."""
    text = text_of(name)
    return f"({text} IS NULL OR {text} = '{UNKNOWN}')" if name in partition.facts else "TRUE"


def _assumed(partition: Partition, name: str) -> str:
    """Write a fact's value, or of one not given its default, or the only value of months that cannot count yet."""
    edition = partition.edition
    fact, (lowest, most) = edition.facts[name], edition.calendar.window(partition.round).limits[name]
    not_begun = fact.since is not None and lowest == most
    assumed = literal(lowest) if not_begun else literal(edition.defaults[name]) if name in edition.defaults else "NULL"
    goes = _going_with_default(partition, name) if name in edition.defaults and not not_begun else "TRUE"
    if goes != "TRUE":
        assumed = f"CASE WHEN {goes} THEN {assumed} END"
    if name not in partition.facts:
        return f"CAST({assumed} AS {sql_type(fact)})"
    if assumed == "NULL":
        return value_of(name)
    absent = _absent(partition, name) if not_begun else f"{text_of(name)} IS NULL"
    return f"CASE WHEN {absent} THEN {assumed} ELSE {value_of(name)} END"


def _irrelevant(partition: Partition) -> Iterator[list[str]]:
    """Write, step by step, the facts that no rule can tell from any other value, as their condition does not hold.

    A condition counts where the facts that are known decide it: those that stand before this one in the policy by
    whatever stands for them, those that follow by what is given, as ``resolve`` has it.
    """
    edition, ranges = partition.edition, ranges_of(partition.edition, partition.round)
    order = {name: at for at, name in enumerate(edition.facts)}
    steps: list[list[str]] = []
    level: dict[str, int] = {}
    for name in edition.facts:
        condition = edition.relevance.get(name)
        if condition is None or name not in edition.used:
            continue
        asked = [other for other in dict.fromkeys(names_in(condition)) if other in order]
        earlier = [other for other in asked if order[other] < order[name]]
        known = {other: f"{identifier(other)} IS NOT NULL" for other in earlier}
        known |= {
            other: f"{value_of(other)} IS NOT NULL" if other in partition.facts else "FALSE"
            for other in asked
            if other not in known
        }
        level[name] = max((level[other] + 1 for other in earlier if other in level), default=0)
        lowest = edition.calendar.window(partition.round).limits[name][0]
        least = least_value(edition.facts[name], lowest)
        tests = [f"{identifier(name)} IS NULL", _absent(partition, name)]
        tests.append(f"NOT {decided_sql(condition, known, ranges)}")
        steps += [[] for _ in range(level[name] + 1 - len(steps))]
        steps[level[name]].append(
            f"CASE WHEN {' AND '.join(tests)} THEN {literal(least)} ELSE {identifier(name)} END AS {identifier(name)}"
        )
    yield from steps


def _narrowed(partition: Partition) -> Iterator[list[str]]:
    """Write, step by step, the choices of which the fact that narrows them leaves one option, where they are needed."""
    for name, by in partition.edition.narrowed.items():
        fact = partition.edition.facts[name]
        single = " ".join(
            f"WHEN {quoted(source)} THEN {quoted(left[0])}"
            for source, options in fact.narrowing.items()
            if len(left := [*dict.fromkeys(options)]) == 1
        )
        if single and is_needed(partition, name):
            filled = f"CASE WHEN {missing_sql(partition, name)} THEN CASE {identifier(by)} {single} END"
            yield [f"{filled} ELSE {identifier(name)} END AS {identifier(name)}"]
