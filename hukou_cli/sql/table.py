"""The scores and the mistakes of a partition as SQL: rows of text in, points or problems out.

A ``source`` is SQL of a table with ``_line`` (where the row starts in the file, as an editor counts), ``_problem``
(the code of a row that is broken as a whole, or NULL) and the columns of the file, ``_c0``, ``_c1`` and so on, as
text, NULL where empty.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from hukou_cli.base.calendar import month_of
from hukou_cli.policy.edition import TOTAL
from hukou_cli.policy.ranges import ranges_of
from hukou_cli.rules.ast import Condition, names_in
from hukou_cli.scoring.possible_values import BIRTH_DATE
from hukou_cli.sql.cells import ID, IS_READ, NO_SPELLINGS, Spellings, quoted, read_steps, text_of, unread_sql, value_of
from hukou_cli.sql.edition import score_sql
from hukou_cli.sql.fact_values import contradiction_sql, fit_sql, may_be_missing, missing_sql, value_steps
from hukou_cli.sql.formula import condition_sql, identifier
from hukou_cli.sql.output import output_sql
from hukou_cli.sql.partition import Partition

cache_written = lru_cache(maxsize=64)
"""Keeps what was written of a partition: each chunk asks for the same, which takes longer to write than to plan."""

DISPUTED = "_disputed"
"""The column that says whether a row has a figure that can be counted in two ways, and does not say in which."""

OF_ROW, OF_ID, OF_FACTS = 0, 1, 2
"""Numbers of what is wrong: the row as a whole, its id; the facts count on from the last, then the constraints."""


@cache_written
def read_sql(partition: Partition, source: str) -> str:
    """Write the query of the rows of a source with the text and the canonical value of every fact."""
    steps = read_steps(partition, source, carried_columns(partition))
    return f"{_with(steps)}\nSELECT * FROM {_last(steps)}"


def carried_columns(partition: Partition) -> list[str]:
    """Return the columns of the source that go with the facts; of a broken row, ``_c0`` has the text."""
    return ["_line", *dict.fromkeys(("_c0", *partition.kept.values()))]


@cache_written
def scores_sql(partition: Partition, read: str, spellings: Spellings = NO_SPELLINGS) -> str:
    """Write the query that scores every good row of a table as ``read_sql`` gives it.

    It gives ``_line``, the text that identifies the row (``_id``), ``_disputed``, the kept columns, and then the output
    columns.
    """
    edition = partition.edition
    carried = [*carried_columns(partition), ID]
    steps = value_steps(partition, read, spellings, carried[:-1])
    columns = ", ".join((*map(identifier, carried), *map(identifier, edition.facts)))
    disputed = f"{_disputed_sql(partition)} AS {DISPUTED}"
    fit = " AND ".join((fit_sql(partition), *_lives(partition)))
    steps.append(("good", f"SELECT {columns}, {disputed} FROM {_last(steps)} WHERE {fit}"))
    carried.append(DISPUTED)
    if sound := _constraints(partition):
        steps.append(("sound", f"SELECT * FROM {_last(steps)} WHERE {' AND '.join(sound)}"))
    keys = [key for key in partition.keys if key != TOTAL]
    steps.append(("scored", score_sql(edition, partition.round, _last(steps), carried=carried, keys=keys)))
    return f"{_with(steps)}\nSELECT _line, {ID}, {DISPUTED}, {', '.join(output_sql(partition))} FROM {_last(steps)}"


def _disputed_sql(partition: Partition) -> str:
    """Write the condition of a row that gives a disputed count and leaves the question open on which it hangs."""
    tests = []
    for name, readings in partition.edition.file.readings.items():
        if name in partition.facts:
            question = readings.decided_by
            is_open = f"{value_of(question)} IS NULL" if question in partition.facts else "TRUE"
            tests.append(f"({text_of(name)} IS NOT NULL AND {is_open})")
    return f"({' OR '.join(tests) or 'FALSE'})"


def odd_counts_sql(read: str, names: Sequence[str]) -> str:
    """Write the query that gives, in a row for each of these facts (or the id), how many texts have no value here.

    A text that marks a missing fact has none. ``read`` is SQL of a table as ``read_sql`` gives it.
    """
    counts = (f"count({text_of(name)}) - count({value_of(name)})" for name in names)
    return f"SELECT unnest([{', '.join(counts)}]) FROM {read}"


def odd_texts_sql(read: str, names: Sequence[str]) -> str:
    """Write the query that gives, in one row, for each of these facts (or the id) its texts that stand for no value.

    Behind these stands how many rows have none of them. ``read`` is SQL of a table as ``read_sql`` gives it.
    """
    tests = [unread_sql(name) for name in names]
    lists = [f"list(DISTINCT {text_of(name)}) FILTER ({test})" for name, test in zip(names, tests, strict=True)]
    clear = f"count(*) FILTER (NOT ({' OR '.join((*tests, 'FALSE'))}))"
    return f"SELECT {', '.join((*lists, clear))} FROM {read}"


@cache_written
def mistakes_sql(partition: Partition, read: str, spellings: Spellings, odd: frozenset[str]) -> str:
    """Write the query of every mistake in the cells of a table as ``read_sql`` gives it, and between them.

    ``odd`` names the facts of which some text stands for no value, and the id: the others are not looked through.
    Its columns are ``_line``, ``_id`` (the text that identifies the row) and ``_what``: the number of what the mistake
    is about, a code, or ``text`` where the text's own finding has it, and the text that the message is made from,
    separated by blanks. A row without a mistake gives none; one without any text of a fact gives ``empty-row`` alone.
    Of a row whose dated records are wrong, from which facts would be counted, nothing is told to be missing.
    """
    facts, texts = list(partition.edition.facts), [text_of(name) for name in partition.facts]
    steps = value_steps(partition, read, spellings, ["_line"])
    is_empty = f"COALESCE({', '.join((*texts, 'NULL'))}) IS NULL"
    counts = f"_problem IS NULL AND ({_good_sql(partition)}) IS NOT TRUE"
    empty = f"CASE WHEN {counts} THEN {mistake_sql(OF_ROW, 'empty-row')} END"
    found = ", ".join(
        f"CASE WHEN {test} THEN {mistake_sql(at, code, text)} END"
        for at, code, text, test in _mistakes(partition, facts, odd)
    )
    every = f"CASE WHEN {is_empty} THEN {empty} ELSE concat_ws(chr(0), {found}) END"  # no cell holds a NUL
    return (
        f"{_with(steps)}\nSELECT _line, {ID}, unnest(string_split(_what, chr(0))) AS _what "
        f"FROM (SELECT _line, {ID}, {every} AS _what FROM {_last(steps)} WHERE {IS_READ}) WHERE _what <> ''"
    )


def mistake_sql(at: int, code: str, text: str = "") -> str:
    """Write a mistake as ``mistakes_sql`` gives it; ``text`` is SQL."""
    what = quoted(f"{at} {code} ")
    return f"{what} || {text}" if text else what


def _mistakes(partition: Partition, facts: Sequence[str], odd: frozenset[str]) -> Iterator[tuple[int, str, str, str]]:
    """Yield each mistake that a row may have: its number, code and text, and the test that finds it."""
    edition = partition.edition
    if ID in odd:
        yield OF_ID, "text", ID, unread_sql(ID)
    for at, name in enumerate(facts, OF_FACTS):
        if name in odd:
            yield at, "text", text_of(name), unread_sql(name)
        if may_be_missing(partition, name):
            yield at, "missing-fact", "", f"(_problem IS NULL AND {missing_sql(partition, name)})"
        if name in edition.narrowed:
            cell = text_of(name) if name in partition.facts else "NULL"
            text = f"concat_ws(' ', {identifier(name)}, {identifier(edition.narrowed[name])}, {cell})"
            yield at, "contradicts", text, contradiction_sql(partition, name)
        if (most := months_of_life_sql(partition, name)) is not None:
            text = f"concat_ws(' ', {value_of(name)}, {most}, {identifier(BIRTH_DATE)})"
            yield at, "more-than-life", text, f"COALESCE({value_of(name)} > {most}, FALSE)"
    for at, (constraint, condition) in enumerate(edition.constraints, OF_FACTS + len(facts)):
        named = ", ".join(identifier(name) for name in constraint.facts if name in edition.facts)
        broken = f"(_problem IS NULL AND {_broken_sql(partition, condition)})"
        yield at, "constraint", f"concat_ws(' ', {named})", broken


def _broken_sql(partition: Partition, condition: Condition) -> str:
    """Write the condition of a row that breaks a constraint, its facts being known and without contradiction."""
    names = [name for name in dict.fromkeys(names_in(condition)) if name in partition.edition.facts]
    known = [f"{identifier(name)} IS NOT NULL" for name in names]
    known += [f"NOT {contradiction_sql(partition, name)}" for name in names if name in partition.edition.narrowed]
    ranges = ranges_of(partition.edition, partition.round)
    return " AND ".join((*known, f"NOT {condition_sql(condition, ranges)}"))


def _good_sql(partition: Partition) -> str:
    """Write the condition of a row without any mistake."""
    return " AND ".join((fit_sql(partition), *_lives(partition), *_constraints(partition)))


def _constraints(partition: Partition) -> list[str]:
    """Write the condition of each constraint."""
    ranges = ranges_of(partition.edition, partition.round)
    return [condition_sql(condition, ranges) for _, condition in partition.edition.constraints]


def _lives(partition: Partition) -> list[str]:
    """Write the conditions of rows in which no months given are more than there are since birth."""
    limited: dict[str, list[str]] = {}
    for name in partition.facts:
        if (most := months_of_life_sql(partition, name)) is not None:
            limited.setdefault(most, []).append(value_of(name))
    return [f"COALESCE(greatest({', '.join(names)}) <= {most}, TRUE)" for most, names in limited.items()]


def months_of_life_sql(partition: Partition, name: str, born: str = identifier(BIRTH_DATE)) -> str | None:
    """Write ``possible_values.months_of_life`` of a fact of the table; None where it has no such limit.

    It is NULL where ``born``, SQL of the birth date, is.
    """
    edition = partition.edition
    until = edition.calendar.window(partition.round).dates.get(edition.facts[name].until)
    is_limited = name in edition.least_ages and name in partition.facts and BIRTH_DATE in partition.facts
    if until is None or not is_limited:
        return None
    months = f"greatest(0, {month_of(until) + 2} - {born} // 10000 * 12 - {born} // 100 % 100)"
    return f"CASE WHEN {born} IS NOT NULL THEN {months} END"


def _last(steps: Sequence[tuple[str, str]]) -> str:
    return identifier(steps[-1][0])


def _with(steps: Sequence[tuple[str, str]]) -> str:
    return "WITH " + ",\n".join(f"{identifier(name)} AS (\n{query}\n)" for name, query in steps)
