"""The scores of a batch as SQL: rows of text in, points out.

A ``source`` is SQL of a table with ``_line`` (where the row starts in the file, as an editor counts), ``_problem``
(what is wrong with the row as a whole, or NULL) and the columns of the file, ``c0``, ``c1`` and so on, as text, NULL
where empty.
"""

from collections.abc import Mapping, Sequence

import msgspec

from hukou_cli.base.decimals import SHARE_PLACES
from hukou_cli.base.spreadsheet import FORMULA_START, SIGNED_NUMBER
from hukou_cli.policy.arithmetic import ranges_of
from hukou_cli.policy.edition import TOTAL, Edition
from hukou_cli.policy.rounds import RoundId
from hukou_cli.scoring.ranking import key_den, key_places
from hukou_cli.sql.cells import (
    MOST_WHOLE_DIGITS,
    UNSEEN,
    Cell,
    cells_of,
    identity_sql,
)
from hukou_cli.sql.edition import REACHED, key_column, line_limits, rank_groups, score_sql
from hukou_cli.sql.formula import condition_sql, identifier

WIDEST = 14
"""Digits that always hold a total: a decimal of these and the places stays within 64 bits."""


class Table(msgspec.Struct, frozen=True):
    """What a table's columns are to one edition and round.

    ``facts`` gives the source column of each fact, ``kept`` that of each column kept, by the name it is written under;
    ``headers`` how the file names each source column. ``id`` is the source column that identifies a row. ``keys`` are
    what a ranking orders by. Dates after ``today`` are refused. ``safe`` text is one that no spreadsheet runs.
    """

    edition: Edition
    round: RoundId
    facts: Mapping[str, str]
    kept: Mapping[str, str]
    headers: Mapping[str, str]
    id: str | None
    today: int
    keys: tuple[str, ...] = ()
    safe: bool = True

    @property
    def cells(self) -> list[Cell]:
        """Every fact's cell."""
        return cells_of(self.edition, self.round, self.facts, self.today)


def scores_sql(table: Table, source: str) -> str:
    """Write the query that scores every good row, with ``_line``, the kept columns, and then the output columns."""
    cells, ranges = table.cells, ranges_of(table.edition, table.round)
    kept = [f"_keep{at}" for at in range(len(table.kept))]
    carried = ["_line", *kept]
    good = " AND ".join(dict.fromkeys(_fine(table, cells))) or "TRUE"
    values = [f"{cell.value} AS {identifier(cell.name)}" for cell in cells]
    steps = [
        ("read", read_sql(table, cells, source)),
        ("facts", f'SELECT {", ".join((*carried, *values))} FROM "read" WHERE {good}'),
    ]
    rules = [condition_sql(condition, ranges) for _, condition in table.edition.constraints]
    if rules:
        facts = ", ".join((*carried, *map(identifier, table.edition.facts)))
        steps.append(("sound", f'SELECT {facts} FROM "facts" WHERE {" AND ".join(rules)}'))
    query = score_sql(
        table.edition,
        table.round,
        identifier(steps[-1][0]),
        carried=carried,
        keys=[key for key in table.keys if key != TOTAL],
    )
    steps.append(("scored", query))
    written = ",\n".join(f"{identifier(name)} AS (\n{text}\n)" for name, text in steps)
    return f'WITH {written}\nSELECT _line, {", ".join(_output(table, kept))} FROM "scored"'


def formula_safe_sql(text: str) -> str:
    """Write ``formula_safe`` of base/spreadsheet.py as SQL.

    Fast path: ``= + - @`` TAB and CR all sort before "A", so compare first and match the pattern second.
    """
    number = f"regexp_full_match({text}, '{SIGNED_NUMBER}')"
    risky = f"regexp_matches({text}, '{FORMULA_START}')"
    return f"CASE WHEN {text} < 'A' AND {risky} AND NOT {number} THEN '''' || {text} ELSE {text} END"


def read_sql(table: Table, cells: Sequence[Cell], source: str) -> str:
    """Write the step that reads each cell: its text, and what the engine takes it for."""
    columns = [column for cell in cells for column in cell.read]
    kept = [f"{identifier(column)} AS _keep{at}" for at, column in enumerate(table.kept.values())]
    id_ = identifier(table.id) if table.id is not None else "CAST(NULL AS VARCHAR)"
    listed = ", ".join((*kept, *columns)) or "0 AS _none"
    return f"SELECT _line, _problem, {id_} AS _id, c0 AS _whole, {listed} FROM {source}"


def _fine(table: Table, cells: Sequence[Cell]) -> list[str]:
    id_ = [f"({_PLAIN_ID} OR {id_code(table)} IS NULL)"] if table.id is not None else []
    return ["_problem IS NULL", *id_, *(cell.fine for cell in cells if cell.fine != "TRUE")]


def plain_sql(text: str) -> str:
    """Ask quickly what nearly every short text is: of visible ASCII. As bytes, all else is written in another way."""
    return f"(strlen({text}) < 18 AND CAST(encode({text}) AS VARCHAR) = {text})"


_PLAIN_ID = plain_sql("_id")


def id_code(table: Table) -> str:
    """Write what is wrong with the text that identifies a row; NULL where nothing is."""
    if table.id is None:
        return "CAST(NULL AS VARCHAR)"
    unseen = UNSEEN.replace(r"\x00-\x1f", r"\x00-\x08\x0a-\x1f")
    return (
        f"CASE WHEN {_PLAIN_ID} THEN NULL WHEN {identity_sql('_id')} THEN 'identity-number' "
        f"WHEN regexp_matches(_id, '{unseen}') THEN 'control-character' END"
    )


def output_columns(table: Table) -> list[str]:
    """Give the names of the columns that a score is written in, those kept first."""
    return [*table.kept, *result_columns(table.edition)]


def result_columns(edition: Edition) -> list[str]:
    """Give the names of the columns that a score of an edition has."""
    lines = [indicator.id for indicator, _ in edition.indicators]
    routes = ["routes"] if edition.routes else []
    sums = ["core_share", "total"] if lines else []
    reached = [REACHED] if edition.passes is not None else []
    return ["eligible", "failed_gates", *routes, *lines, *rank_groups(edition), *sums, *reached]


def _output(table: Table, kept: Sequence[str]) -> list[str]:
    """Write the output columns: kept text made harmless, points as exact decimals."""
    edition = table.edition
    places = edition.file.policy.decimals
    write = formula_safe_sql if table.safe else str
    columns = [f"{write(column)} AS {written_name(name)}" for column, name in zip(kept, table.kept, strict=True)]
    lists = ["failed_gates", *(["routes"] if edition.routes else [])]
    columns += ["eligible", *(f"NULLIF({name}, '') AS {name}" if table.safe else name for name in lists)]
    for name, (low, high) in line_limits(edition).items():
        narrow = min(len(str(max(abs(low), abs(high)))), WIDEST)
        digits = narrow if table.safe else WIDEST  # JSON writes a wide one as it is
        columns.append(f"{decimal_sql(identifier(name), places, digits)} AS {identifier(name)}")
    columns += [f"{decimal_sql(identifier(name), places)} AS {identifier(name)}" for name in rank_groups(edition)]
    if edition.indicators:
        core = f"core_points * {10**SHARE_PLACES}"
        share = f"CASE WHEN total > 0 THEN CASE WHEN core_points < 0 THEN - ((-2 * {core} + total) // (2 * total)) "
        share += f"ELSE ((2 * {core} + total) // (2 * total)) END END"
        columns += [f"{decimal_sql(share, SHARE_PLACES)} AS core_share", f"{decimal_sql('total', places)} AS total"]
    if edition.passes is not None:
        columns.append(REACHED)
    for name in table.keys:
        den, places = key_den(edition, name), key_places(edition, name)
        key = identifier(key_column(name))
        units = f"{10**places // den} * {'total' if name == TOTAL else key}"
        columns.append(f"{decimal_sql(units, places, MOST_WHOLE_DIGITS + places)} AS {key}")
    return columns


def decimal_sql(units: str, places: int, digits: int = WIDEST) -> str:
    """Write units of ``10**-places`` as an exact decimal with that many places."""
    if not places:
        return f"CAST({units} AS BIGINT)"
    unit = f"CAST('0.{1:0{places}}' AS DECIMAL({places}, {places}))"
    return f"CAST({units} AS DECIMAL({digits}, 0)) * {unit}"


def written_name(name: str) -> str:
    """Quote a column's name of the user's."""
    return '"' + name.replace('"', '""') + '"'
