"""The texts of a chunk that are not written canonically: each is read once, as one applicant's is."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from hukou_cli.base.errors import Finding
from hukou_cli.facts.reading import check_id, is_converted, read_fact
from hukou_cli.facts.types import Value
from hukou_cli.sql.cells import ID, Spellings, quoted, text_of
from hukou_cli.sql.partition import Partition
from hukou_cli.sql.table import odd_counts_sql, odd_texts_sql
from hukou_cli.table.engine import Engine
from hukou_cli.table.plan import Plan

Place = tuple[int, str]
"""A fact, or the id, with the number of its partition."""

MOST_SUGGESTED = 1000
"""The most unknown options of a chunk for which the nearest option is looked up, which takes time."""

Known = Mapping[Place, Mapping[str, str]]
"""For each fact, the texts that are not canonical and stand for a value, and that value."""


class Texts(NamedTuple):
    """The values and the findings of the texts that are not canonical, and SQL of a table of the values.

    ``settle_none`` says that every row has a text that stands for no value: no row of them can be scored.
    """

    values: Known = {}
    findings: Mapping[Place, Mapping[str, Finding]] = {}
    table: str = ""
    settle_none: bool = False

    def spellings(self, part: int) -> Spellings:
        """Return the spellings of a partition."""
        return Spellings(self.table, part, frozenset(name for at, name in self.values if at == part))


def read_texts(plan: Plan, engine: Engine, rows: Sequence[str], known: Known) -> Texts:
    """Read every text that is not canonical, once for each fact.

    Args:
        plan: How the table is scored.
        engine: Runs the queries.
        rows: SQL of the rows of each partition, as ``read_sql`` gives them.
        known: Texts that are known to stand for a value.

    """
    values = {place: dict(read) for place, read in known.items()}
    findings: dict[Place, dict[str, Finding]] = {}
    suggested = clear = 0
    for part, (partition, read) in enumerate(zip(plan.partitions, rows, strict=True)):
        names = [ID] * (partition.id is not None) + list(partition.facts)
        counts = engine.rows(odd_counts_sql(read, names))
        names = [name for name, (odd,) in zip(names, counts, strict=True) if odd]
        ((*lists, without_odd),) = engine.rows(odd_texts_sql(read, names))
        clear += without_odd
        for name, texts in zip(names, lists, strict=True):
            place = part, name
            for text in texts or ():
                if text in values.get(place, ()):
                    continue
                found = _read(partition, name, text, suggest=suggested < MOST_SUGGESTED)
                if isinstance(found, Finding):
                    suggested += found.code == "not-one-of"
                    findings.setdefault(place, {})[text] = found
                else:
                    values.setdefault(place, {})[text] = str(found)
    return Texts(values, findings, spellings_table(engine, values), settle_none=not clear and not values)


def _read(partition: Partition, name: str, text: str, *, suggest: bool) -> Value | Finding:
    """Read one text: as the row's id, or as ``read_fact`` does."""
    if name == ID:
        return check_id(text) or text
    fact, limits = partition.edition.facts[name], partition.edition.calendar.window(partition.round).limits
    found = read_fact(fact, text, limits[name][1], partition.today, suggest=suggest)
    if not isinstance(found, Finding):
        return found
    found = found._replace(values={**found.values, "city": partition.edition.file.policy.folder})
    return found if fact.advice is None else found._replace(advice=fact.advice.by_language)


def unconverted(known: Known) -> Known:
    """Return the texts that were read as they stand: those converted are counted in each chunk."""
    kept = {place: {text: read[text] for text in read if not is_converted(text)} for place, read in known.items()}
    return {place: read for place, read in kept.items() if read}


def count_converted(engine: Engine, rows: Sequence[str], texts: Texts) -> int:
    """Count the cells of facts whose text was converted. ``rows`` is SQL of the rows of each partition."""
    total = 0
    for (part, name), read in texts.values.items():
        listed = ", ".join(quoted(text) for text in read if is_converted(text))
        if listed and name != ID:
            query = f"SELECT count(*) FROM {rows[part]} WHERE {text_of(name)} IN ({listed})"
            total += sum(found for (found,) in engine.rows(query))
    return total


def size_of(known: Known) -> int:
    """Return how many texts are known."""
    return sum(map(len, known.values()))


def spellings_table(engine: Engine, known: Known) -> str:
    """Return SQL of the table of spellings, as ``sql.cells`` joins it."""
    columns = {"part": "INTEGER", "fact": "VARCHAR", "text": "VARCHAR", "value": "VARCHAR"}
    told = [(*place, text, value) for place, read in known.items() for text, value in read.items()]
    return engine.keep("spellings", rows_sql(columns, told)) if told else ""


def rows_sql(columns: Mapping[str, str], rows: Sequence[Sequence[object]]) -> str:
    """Write the query that gives rows known here; each column has its type."""
    import json  # few tables have texts that need it

    lists = {name: [row[at] for row in rows] for at, name in enumerate(columns)}
    kinds = json.dumps({name: [kind] for name, kind in columns.items()})
    cells = ", ".join(f"unnest(lists.{name}) AS {name}" for name in columns)
    return f"SELECT {cells} FROM (SELECT from_json({quoted(json.dumps(lists))}, {quoted(kinds)}) AS lists)"
