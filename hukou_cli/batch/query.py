"""The whole of a batch as SQL: rows of text in, scores or problems out.

A ``source`` is SQL of a table with ``_line`` (where the row starts in the file, as an editor counts), ``_problem``
(what is wrong with the row as a whole, or NULL) and the columns of the file, ``c0``, ``c1`` and so on, as text, NULL
where empty.
"""

from collections.abc import Mapping, Sequence

import msgspec

from hukou_cli.batch.cells import (
    ALLOWED,
    NEAREST,
    OTHER,
    SEEN,
    UNSEEN,
    Cell,
    cells_of,
    identity_sql,
    problems_of,
    quoted,
    text_of,
)
from hukou_cli.errors import Finding
from hukou_cli.exact import SHARE_PLACES
from hukou_cli.formula.nodes import Condition, names_in
from hukou_cli.formula.sql import condition_sql, identifier
from hukou_cli.messages import Language
from hukou_cli.policy.arithmetic import ranges_of
from hukou_cli.policy.edition import LINES, TOTAL, Edition
from hukou_cli.policy.model import Constraint
from hukou_cli.policy.rounds import RoundId
from hukou_cli.scoring.query import PASSES, line_limits, score_sql

WIDEST = 14
"""Digits that always hold a total: a decimal of these and the places stays within 64 bits."""

ROW_CODES = (
    "too-few-cells", "too-many-cells", "broken-quotes", "nul-byte", "not-in-encoding", "line-too-long",
    "not-a-json-row", "late-column", "row-of-unknown-city", "row-of-unknown-round",
)  # fmt: skip
"""What can be wrong with a row as a whole."""

PROBLEM_COLUMNS = ("line", "column", "value", "code", "problem", "hint")


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

    @property
    def constraints(self) -> list[tuple[str, Constraint, Condition]]:
        """The constraints, each with a code of its own."""
        return [(f"constraint-{at}", *pair) for at, pair in enumerate(self.edition.constraints)]


def scores_sql(table: Table, source: str) -> str:
    """Write the query that scores every good row, with ``_line``, the kept columns, and then the output columns."""
    cells, ranges = table.cells, ranges_of(table.edition, table.round)
    kept = [f"_keep{at}" for at in range(len(table.kept))]
    carried = ["_line", *kept]
    good = " AND ".join(dict.fromkeys(_fine(table, cells))) or "TRUE"
    values = [f"{cell.value} AS {identifier(cell.name)}" for cell in cells]
    steps = [
        ("read", _read(table, cells, source)),
        ("facts", f'SELECT {", ".join((*carried, *values))} FROM "read" WHERE {good}'),
    ]
    rules = [condition_sql(condition, ranges) for _, _, condition in table.constraints]
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


def bad_rows_sql(table: Table, source: str) -> str:
    """Write the query of every row that is not scored: its line, the text of its cells, and a code for each mistake."""
    cells, ranges = table.cells, ranges_of(table.edition, table.round)
    values = [f"{cell.value} AS {identifier(cell.name)}" for cell in cells]
    codes = [f"{cell.code} AS {identifier(f'wrong_{cell.name}')}" for cell in cells]
    texts = [text_of(cell.name) for cell in cells if cell.column is not None]
    extra = [f"{_id_code(table)} AS _wrong_id", "_id", "_whole"]
    first = ["_line", "_problem", *extra, *texts]
    steps = [
        ("read", _read(table, cells, source)),
        ("coded", f'SELECT {", ".join((*first, *codes, *values))} FROM "read"'),
    ]
    rules = []
    for code, _, condition in table.constraints:
        known = [name for name in names_in(condition) if name in table.edition.facts]
        there = " AND ".join(f"{identifier(f'wrong_{name}')} IS NULL" for name in known) or "TRUE"
        breaks = f"CASE WHEN {there} THEN NOT {condition_sql(condition, ranges)} ELSE FALSE END"
        rules.append(f"{breaks} AS {identifier(code)}")
    broken = "".join(f", {rule}" for rule in rules)
    steps.append(("ruled", f'SELECT *{broken} FROM "coded"'))
    wrong = [f"{identifier(f'wrong_{cell.name}')} IS NOT NULL" for cell in cells]
    wrong += [identifier(code) for code, _, _ in table.constraints]
    bad = " OR ".join(("_problem IS NOT NULL", "_wrong_id IS NOT NULL", *wrong))
    written = ",\n".join(f"{identifier(name)} AS (\n{text}\n)" for name, text in steps)
    return f'WITH {written}\nSELECT * FROM "ruled" WHERE {bad}'


def problems_sql(table: Table, bad: str) -> str:
    """Write the query that gives, of a table of bad rows, one row for each mistake, not yet in words."""
    none = "CAST(NULL AS VARCHAR)"
    parts = [
        (
            f"SELECT _line, 0 AS _at, _whole AS _seen, {none} AS _fact, _problem AS _code, {none} AS _other "
            f"FROM {bad} WHERE _problem IS NOT NULL"
        ),
        f"SELECT _line, 1, _id, {none}, _wrong_id, {none} FROM {bad} WHERE _wrong_id IS NOT NULL AND _problem IS NULL",
    ]
    cells = table.cells
    for at, cell in enumerate(cells):
        wrong, text = identifier(f"wrong_{cell.name}"), none if cell.column is None else text_of(cell.name)
        other = none
        if cell.name in table.edition.narrowed:
            other = identifier(table.edition.narrowed[cell.name])
        parts.append(
            f"SELECT _line, {at + 2}, {text}, {quoted(cell.name)}, {wrong}, {other} FROM {bad} "
            f"WHERE {wrong} IS NOT NULL AND _problem IS NULL"
        )
    for at, (code, constraint, _) in enumerate(table.constraints):
        named = [name for name in constraint.facts if name in table.edition.facts]
        seen = " || ', ' || ".join(f"'{name} = ' || {_written(table, name)}" for name in named)
        parts.append(
            f"SELECT _line, {at + 2 + len(cells)}, {seen}, {quoted(named[0])}, {quoted(code)}, {none} FROM {bad} "
            f"WHERE {identifier(code)} AND _problem IS NULL"
        )
    return "\nUNION ALL ".join(parts)


def _written(table: Table, name: str) -> str:
    """Write a fact's value as text: its cell, or what stands for an empty one."""
    value = f"CAST({identifier(name)} AS VARCHAR)"
    return f"COALESCE({text_of(name)}, {value}, '')" if name in table.facts else f"COALESCE({value}, '')"


def messages_of(
    table: Table, language: Language, whole: Sequence[Finding]
) -> list[tuple[str | None, str, str, str, str]]:
    """Give the words of every mistake there can be: fact, code, the code as it is told, problem and hint.

    ``whole`` are those of rows as a whole.
    """
    window = table.edition.window(table.round)
    found: list[tuple[str | None, Finding]] = [(None, finding) for finding in (*whole, *id_findings())]
    found += [(cell.name, finding) for cell in table.cells for finding in problems_of(cell, window, table.today)]
    rows = [
        (name, finding.code, finding.code, finding.sentence(language), finding.remedy(language))
        for name, finding in found
    ]
    for code, constraint, _ in table.constraints:
        first = next(name for name in constraint.facts if name in table.edition.facts)
        values = {"seen": SEEN, "rule": constraint.require}
        broken = Finding(code="constraint", values=values, advice=constraint.advice.by_language)
        rows.append((first, code, broken.code, broken.sentence(language), broken.remedy(language)))
    return rows


def id_findings() -> list[Finding]:
    """Give what can be wrong with the column that identifies a row."""
    return [
        Finding(code="identity-number", values={"seen": SEEN}),
        Finding(code="control-character", values={"seen": SEEN}),
    ]


def harmless_sql(text: str) -> str:
    """Write a cell's text so that it does no harm where it is shown: short, visible, no identity number in the open."""
    short = f"regexp_replace(substr({text}, 1, 1000), '{UNSEEN}', '\ufffd', 'g')"
    masked = rf"regexp_replace({short}, '(^|[^0-9])[0-9]{{16}}([0-9][0-9Xx])', '\1****************\2', 'g')"
    plain = f"regexp_full_match({text}, '[ -~]{{0,15}}')"
    cut = f"CASE WHEN length({masked}) > 60 THEN substr({masked}, 1, 59) || '…' ELSE {masked} END"
    return f"CASE WHEN {plain} THEN {text} ELSE {cut} END"


def formula_safe(text: str) -> str:
    """Write a text so that a spreadsheet does not run it: an apostrophe before ``= + - @``, a number apart.

    All that is risky sorts before a letter, which is the cheaper thing to ask first.
    """
    number = rf"regexp_full_match({text}, '[+-]?[0-9]+(\.[0-9]+)?')"
    risky = rf"regexp_matches({text}, '^[=+@\t\r-]')"
    return f"CASE WHEN {text} < 'A' AND {risky} AND NOT {number} THEN '''' || {text} ELSE {text} END"


def worded_sql(problems: str, headers: str, messages: str, meant: str) -> str:
    """Write the query that puts tables of mistakes, of messages and of near options together into words."""
    seen = "COALESCE(_shown, '')"
    hidden = "'****************' || right(_seen, 2)"
    shown = f"CASE WHEN _code = 'identity-number' THEN {hidden} ELSE {harmless_sql('_seen')} END"

    def filled(text: str) -> str:
        for mark, value in ((SEEN, seen), (OTHER, "COALESCE(_by, '')"), (ALLOWED, "COALESCE(_left, '')")):
            text = f"replace({text}, {quoted(mark)}, {value})"
        return f"replace({text}, {quoted(NEAREST)}, COALESCE(_near, ''))"

    special = " OR ".join(
        f"contains({text}, {quoted(mark)})"
        for text, marks in (("_problem", (OTHER, ALLOWED, NEAREST)), ("_hint", (SEEN, OTHER, ALLOWED, NEAREST)))
        for mark in marks
    )
    simple = f"replace(_problem, {quoted(SEEN)}, {seen})"  # nearly every message, and far quicker
    problem = f"CASE WHEN _special THEN {filled('_problem')} ELSE {simple} END"
    unmeant = f"_near IS NULL AND contains(_hint, {quoted(NEAREST)})"
    hint = f"CASE WHEN NOT _special THEN _hint WHEN {unmeant} THEN '' ELSE {filled('_hint')} END"
    return (
        f"SELECT _line AS line, CASE WHEN _at = 0 THEN '' ELSE {formula_safe('_header')} END AS \"column\", "
        f'{formula_safe(seen)} AS "value", _told AS code, '
        f"{problem} AS problem, {hint} AS hint FROM ("
        f"SELECT p._line, p._at, {shown.replace('_seen', 'p._seen').replace('_code', 'p._code')} AS _shown, "
        "h._header, m._told, m._problem, m._hint, m._special, near._near, l._by, l._left "
        f"FROM {problems} p "
        f"LEFT JOIN {headers} h ON h._table = p._table AND h._fact IS NOT DISTINCT FROM p._fact "
        f"LEFT JOIN (SELECT *, {special} AS _special FROM {messages}) m "
        "ON m._table = p._table AND m._fact IS NOT DISTINCT FROM p._fact AND m._code = p._code "
        f"LEFT JOIN {meant} near ON near._table = p._table AND near._fact = p._fact AND near._seen = p._seen "
        "AND p._code = 'not-one-of' "
        "LEFT JOIN left_over l ON l._table = p._table AND l._fact = p._fact AND l._other = p._other"
        ") ORDER BY _line, _at"
    )


def whole_findings(columns: int) -> list[Finding]:
    """Give what can be wrong with a row as a whole, in a table of so many columns."""
    values = {"seen": SEEN, "allowed": str(columns)}
    return [Finding(code=code, values=values) for code in ROW_CODES]


def _read(table: Table, cells: Sequence[Cell], source: str) -> str:
    """Take the texts apart; NULL columns that stand for none are not read."""
    columns = [column for cell in cells for column in cell.read]
    kept = [f"{identifier(column)} AS _keep{at}" for at, column in enumerate(table.kept.values())]
    id_ = identifier(table.id) if table.id is not None else "CAST(NULL AS VARCHAR)"
    listed = ", ".join((*kept, *columns)) or "0 AS _none"
    return f"SELECT _line, _problem, {id_} AS _id, c0 AS _whole, {listed} FROM {source}"


def _fine(table: Table, cells: Sequence[Cell]) -> list[str]:
    id_ = [f"({_id_code(table)}) IS NULL"] if table.id is not None else []
    return ["_problem IS NULL", *id_, *(cell.fine for cell in cells if cell.fine != "TRUE")]


def _id_code(table: Table) -> str:
    if table.id is None:
        return "CAST(NULL AS VARCHAR)"
    unseen = UNSEEN.replace(r"\x00-\x1f", r"\x00-\x08\x0a-\x1f")
    return (
        f"CASE WHEN regexp_full_match(_id, '[ -~]{{0,17}}') THEN NULL "
        f"WHEN {identity_sql('_id')} THEN 'identity-number' "
        f"WHEN regexp_matches(_id, '{unseen}') THEN 'control-character' END"
    )


def output_columns(table: Table) -> list[str]:
    """Give the names of the columns that a score is written in, those kept first."""
    return [*table.kept, *result_columns(table.edition)]


def result_columns(edition: Edition) -> list[str]:
    """Give the names of the columns that a score of an edition has."""
    lines = [indicator.id for indicator, _ in edition.indicators]
    routes = ["routes"] if edition.routes else []
    return ["eligible", "failed_gates", *routes, *lines, *(["core_share", "total"] if lines else [])]


def _output(table: Table, kept: Sequence[str]) -> list[str]:
    """Write the output columns: kept text made harmless, points as exact decimals."""
    edition = table.edition
    places = edition.file.policy.decimals
    write = formula_safe if table.safe else str
    columns = [f"{write(column)} AS {written_name(name)}" for column, name in zip(kept, table.kept, strict=True)]
    lists = ["failed_gates", *(["routes"] if edition.routes else [])]
    columns += ["eligible", *(f"NULLIF({name}, '') AS {name}" if table.safe else name for name in lists)]
    for name, (low, high) in line_limits(edition).items():
        digits = min(len(str(max(abs(low), abs(high)))), WIDEST)
        columns.append(f"{decimal_sql(identifier(name), places, digits)} AS {identifier(name)}")
    if edition.indicators:
        core = f"core_points * {10**SHARE_PLACES}"
        share = f"CASE WHEN total > 0 THEN CASE WHEN core_points < 0 THEN - ((-2 * {core} + total) // (2 * total)) "
        share += f"ELSE ((2 * {core} + total) // (2 * total)) END END"
        columns += [f"{decimal_sql(share, SHARE_PLACES)} AS core_share", f"{decimal_sql('total', places)} AS total"]
    points = {TOTAL, LINES, *(name for indicator, _ in edition.indicators for name in (indicator.id, indicator.group))}
    for name in table.keys:
        key = "total" if name == TOTAL else identifier(f"key_{name}")
        columns.append(f"{decimal_sql(key, places) if name in points else key} AS {identifier(f'key_{name}')}")
    if table.keys and edition.passes is not None:
        columns.append(PASSES)
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
