"""Rows that lack a fact, tried under the values that it may have: where all come to the same, it is not needed.

A woman of 41 is below every age of retirement, whatever her category: her row is scored without it, as ``score`` does
for one applicant. Of a flag and a choice all options are tried, and so are all values of a number of which there are
few. Of any other number, and of a date, the first and the last are tried, where every rule only rises or only falls
with it (``rules.trends``): what is equal at the ends of the range is then equal all between.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import msgspec

from hukou_cli.base.calendar import EARLIEST
from hukou_cli.facts.types import UNKNOWN, Value, latest_day
from hukou_cli.policy.ranges import ranges_of
from hukou_cli.rules.ast import names_in
from hukou_cli.rules.trends import RISES, STAYS, trend
from hukou_cli.scoring.possible_values import BIRTH_DATE
from hukou_cli.sql.cells import Spellings, literal, options_of, sql_type, text_of, value_of
from hukou_cli.sql.fact_values import (
    contradiction_sql,
    is_needed,
    is_surely_assumed,
    may_be_missing,
    missing_sql,
    value_steps,
)
from hukou_cli.sql.formula import condition_sql, identifier
from hukou_cli.sql.partition import Partition
from hukou_cli.sql.table import months_of_life_sql

MOST_DOUBLINGS = 6
"""A row is tried under at most 2**6 = 64 combinations of values; one that leaves more of them open is rejected."""

_TRIED = "chr(0)"
"""SQL of what stands for the text of a fact that a row lacks: no cell holds a NUL."""


class Values(NamedTuple):
    """The values that are tried of a fact that a row may lack: all it may have, or the ends of its range."""

    each: Sequence[Value]
    are_ends: bool = False


Tried = Mapping[str, Values]
"""Those values, by the name of the fact."""


@lru_cache(maxsize=256)
def tried_values(partition: Partition) -> Tried:
    """Return the facts that a row must have, and may lack where the values that are tried come to the same."""
    needed = [
        name
        for name in partition.edition.facts
        if may_be_missing(partition, name) and (name in partition.facts or not is_surely_assumed(partition, name))
    ]
    values = {name: _values_of(partition, name) for name in needed}
    return {name: found for name, found in values.items() if found.each}


def _values_of(partition: Partition, name: str) -> Values:
    """Return the values of a fact that are tried; none where they do not tell of all others."""
    fact = partition.edition.facts[name]
    low, high = partition.edition.calendar.window(partition.round).limits[name]
    match fact.type:
        case "flag":
            return Values((True, False))
        case "choice":
            return Values(options_of(fact))
        case "date":
            low, high = EARLIEST, latest_day(fact, high, partition.today)
            every: Sequence[int] = ()
        case _:
            every = range(low, high + 1) if high - low < 2**MOST_DOUBLINGS else ()
    if every and name in _constrained(partition):
        return Values(every)  # a constraint may shorten the range
    return Values((low, high), are_ends=True) if _is_monotone(partition, name) else Values(every)


def _constrained(partition: Partition) -> set[str]:
    """Return the names in constraints."""
    return {name for _, condition in partition.edition.constraints for name in names_in(condition)}


def _is_monotone(partition: Partition, name: str) -> bool:
    """Return whether all that a row is asked for and answered only rises, or only falls, with a fact."""
    edition, ranges, trends = partition.edition, ranges_of(partition.edition, partition.round), {name: RISES}
    for derived, formula in edition.derived.items():
        if (found := trend(formula, trends, ranges)) != STAYS:
            trends[derived] = found
    answered = ("gate", "veto", "route", "indicator", "result", "facts")
    rules = [formula for path, formula in edition.rules() if path[0] in answered]
    changing = [formula for formula in rules if not trends.keys().isdisjoint(names_in(formula))]
    found_all = [trend(formula, trends, ranges) for formula in changing]
    found_all += [trends[key] for key in partition.keys if key in trends]
    return all(found.is_monotone for found in found_all)


def with_columns(partition: Partition, tried: Tried) -> Partition:
    """Return a partition of the same rows in which every fact that is tried has a column."""
    added = {name: "NULL" for name in tried if name not in partition.facts}
    return msgspec.structs.replace(partition, facts={**partition.facts, **added})


def may_lack_sql(partition: Partition, tried: Tried) -> str:
    """Write the condition of a row that may lack a fact whose values are tried: one that does not, lacks none."""
    if not tried.keys() <= partition.facts.keys():
        return "TRUE"
    return " OR ".join(f"{text_of(name)} IS NULL OR {text_of(name)} = '{UNKNOWN}'" for name in tried) or "FALSE"


def lacking_sql(partition: Partition, read: str, spellings: Spellings, carried: Sequence[str], tried: Tried) -> str:
    """Write the query of the rows that lack few enough facts, a column added for each fact that has none.

    Args:
        partition: The rows and their columns.
        read: SQL of the rows as ``read_sql`` gives them.
        spellings: The values of texts that are not canonical.
        carried: The columns in them that go with the facts.
        tried: The values to try of each fact.

    """
    steps = value_steps(partition, read, spellings, carried)
    missing = {name: missing_sql(partition, name) for name in tried}
    doublings = (
        f"CASE WHEN {missing[name]} THEN {(len(values.each) - 1).bit_length()} ELSE 0 END"
        for name, values in tried.items()
    )
    marks = ", ".join(
        f"CASE WHEN {missing[name]} THEN {_TRIED} ELSE {text_of(name)} END AS {text_of(name)}"
        for name in tried
        if name in partition.facts
    )
    added = "".join(
        f", CASE WHEN {missing[name]} THEN {_TRIED} END AS {text_of(name)}, "
        f"CAST(NULL AS {sql_type(partition.edition.facts[name])}) AS {value_of(name)}"
        for name in tried
        if name not in partition.facts
    )
    facts = ", ".join(map(identifier, partition.edition.facts))
    return (
        f"{_with(steps)}\nSELECT * EXCLUDE ({facts}){f' REPLACE ({marks})' if marks else ''}{added} "
        f"FROM {identifier(steps[-1][0])} WHERE {' + '.join(doublings) or '0'} BETWEEN 1 AND {MOST_DOUBLINGS}"
    )


def tried_sql(partition: Partition, lacking: str, tried: Tried) -> str:
    """Write the query that gives each row of ``lacking_sql`` once for every combination of the values it lacks.

    ``partition`` is that ``with_columns``. Months end at those of the row's life.
    """
    query = f"SELECT * FROM {lacking}"
    for name, values in tried.items():
        value, listed = value_of(name), ", ".join(map(literal, values.each))
        if values.are_ends and (most := months_of_life_sql(partition, name, value_of(BIRTH_DATE))) is not None:
            listed = ", ".join((literal(values.each[0]), f"least({literal(values.each[1])}, {most})"))
        each = f"unnest(CASE WHEN {_is_tried(name)} THEN [{listed}] ELSE [{value}] END)"
        query = f"SELECT * REPLACE ({each} AS {value}) FROM ({query})"
    return query


def undecided_sql(partition: Partition, rows: str, spellings: Spellings, tried: Tried) -> str:
    """Write the query of the lines of ``tried_sql`` of which too little is tried.

    Some value leaves them without a fact that they then need, or an end of a range breaks a constraint, so that the
    range is not known. An option that contradicts another choice is none of theirs.

    Args:
        partition: The rows and their columns, ``with_columns``.
        rows: SQL of the rows as ``tried_sql`` gives them.
        spellings: The values of texts that are not canonical.
        tried: The values tried of each fact.

    """
    steps = value_steps(partition, rows, spellings, ["_line"])
    facts = partition.edition.facts
    open_ = [f"{identifier(name)} IS NULL" for name in facts if is_needed(partition, name)]
    open_ += _broken_ends(partition, tried)
    possible = [f"NOT {contradiction_sql(partition, name)}" for name in partition.edition.narrowed]
    test = " AND ".join((*possible, f"({' OR '.join(open_) or 'FALSE'})"))
    return f"{_with(steps)}\nSELECT _line FROM {identifier(steps[-1][0])} WHERE {test}"


def _broken_ends(partition: Partition, tried: Tried) -> Iterator[str]:
    """Yield the conditions of rows in which an end of a range that is tried breaks a constraint."""
    ranges = ranges_of(partition.edition, partition.round)
    ends = [name for name, values in tried.items() if values.are_ends]
    for _, condition in partition.edition.constraints:
        bound = [_is_tried(name) for name in dict.fromkeys(names_in(condition)) if name in ends]
        if bound:
            yield f"(({' OR '.join(bound)}) AND NOT {condition_sql(condition, ranges)})"
    for name in partition.facts:
        bound = [_is_tried(each) for each in (name, BIRTH_DATE) if each in ends]
        if bound and (most := months_of_life_sql(partition, name)) is not None:
            yield f"(({' OR '.join(bound)}) AND {value_of(name)} > {most})"


def _is_tried(name: str) -> str:
    """Write the condition of a row that lacks a fact whose values are tried."""
    return f"COALESCE({text_of(name)} = {_TRIED}, FALSE)"


def _with(steps: Sequence[tuple[str, str]]) -> str:
    return "WITH " + ",\n".join(f"{identifier(name)} AS (\n{query}\n)" for name, query in steps)
