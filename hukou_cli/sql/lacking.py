"""Rows that lack a flag or a choice, read under every option of it: where all come to the same, it is not needed.

A woman of 41 is below every age of retirement, whatever her category: her row is scored without it, as ``score`` does
for one applicant. All options are tried, so that what is equal under all of them is certain.
"""

import msgspec

from hukou_cli.facts.types import UNKNOWN, Fact
from hukou_cli.sql.cells import (
    Spellings,
    contradiction_sql,
    is_needed,
    literal,
    options_of,
    sql_type,
    text_of,
    value_of,
    value_steps,
)
from hukou_cli.sql.formula import identifier
from hukou_cli.sql.partition import Partition

MOST_DOUBLINGS = 6
"""A row is tried under at most 2**6 = 64 combinations of options; one that leaves more of them open is rejected."""


def optional_facts(partition: Partition) -> dict[str, Fact]:
    """Return the flags and choices that a row must have, and that it may lack where all options come to the same."""
    facts = partition.edition.facts
    return {
        name: fact
        for name, fact in facts.items()
        if fact.type in ("flag", "choice")
        and is_needed(partition, name)
        and (name in partition.facts or name not in partition.edition.defaults)
    }


def with_options(partition: Partition) -> Partition:
    """Return a partition of the same rows in which every optional fact has a column."""
    added = {name: "NULL" for name in optional_facts(partition) if name not in partition.facts}
    return msgspec.structs.replace(partition, facts={**partition.facts, **added})


def lacking_sql(partition: Partition, read: str) -> str:
    """Write the query of the rows of a table, as ``read_sql`` gives it, that lack few enough optional facts."""
    doublings = [
        f"CASE WHEN {_lacks(partition, name)} THEN {(len(_options(fact)) - 1).bit_length()} ELSE 0 END"
        for name, fact in optional_facts(partition).items()
    ]
    return f"SELECT * FROM {read} WHERE {' + '.join(doublings) or '0'} BETWEEN 1 AND {MOST_DOUBLINGS}"


def options_sql(partition: Partition, read: str) -> str:
    """Write the query that gives each row of ``lacking_sql`` once for every combination of the options it lacks."""
    facts = optional_facts(partition)
    added = "".join(
        f", CAST(NULL AS VARCHAR) AS {text_of(name)}, CAST(NULL AS {sql_type(fact)}) AS {value_of(name)}"
        for name, fact in facts.items()
        if name not in partition.facts
    )
    query = f"SELECT *{added} FROM ({lacking_sql(partition, read)})"
    for name, fact in facts.items():
        lacks, text, value = _lacks(with_options(partition), name), text_of(name), value_of(name)
        listed = ", ".join(map(literal, _options(fact)))
        query = (
            f"SELECT * REPLACE (unnest(CASE WHEN {lacks} THEN [{listed}] ELSE [{value}] END) AS {value}, "
            f"CASE WHEN {lacks} THEN 'option' ELSE {text} END AS {text}) FROM ({query})"
        )
    return query


def still_missing_sql(partition: Partition, tried: str, spellings: Spellings) -> str:
    """Write the query of the lines of ``options_sql`` that some option leaves without a fact they then need.

    An option that contradicts another choice is none of theirs.

    Args:
        partition: The rows and their columns, optional facts among them.
        tried: SQL of the rows as ``options_sql`` gives them.
        spellings: The values of texts that are not canonical.

    """
    steps = value_steps(partition, tried, spellings, ["_line"])
    written = ",\n".join(f"{identifier(name)} AS ({query})" for name, query in steps)
    facts = partition.edition.facts
    unknown = " OR ".join(f"{identifier(name)} IS NULL" for name in facts if is_needed(partition, name)) or "FALSE"
    possible = [f"NOT {contradiction_sql(partition, name)}" for name in partition.edition.narrowed]
    test = " AND ".join((*possible, f"({unknown})"))
    return f"WITH {written}\nSELECT _line FROM {identifier(steps[-1][0])} WHERE {test}"


def _lacks(partition: Partition, name: str) -> str:
    """Write the condition of a row that neither gives a fact nor leaves it to a default."""
    if name not in partition.facts:
        return "TRUE"
    unknown = f"COALESCE({text_of(name)} = '{UNKNOWN}', FALSE)"
    return unknown if name in partition.edition.defaults else f"({text_of(name)} IS NULL OR {unknown})"


def _options(fact: Fact) -> list[bool] | list[str]:
    return [True, False] if fact.type == "flag" else options_of(fact)
