"""What is wrong in the rows of a table as SQL: one row for each mistake, first as a code, then in words."""

from hukou_cli.base.errors import Finding
from hukou_cli.policy.arithmetic import ranges_of
from hukou_cli.rules.ast import names_in
from hukou_cli.sql.cells import (
    ALLOWED,
    NEAREST,
    OTHER,
    SEEN,
    UNSEEN,
    identity_sql,
    problems_of,
    quoted,
    text_of,
)
from hukou_cli.sql.formula import condition_sql, identifier
from hukou_cli.sql.table import Table, formula_safe_sql, id_code, plain_sql, read_sql
from hukou_cli.table.job import Job
from hukou_cli.text.language import Language

ROW_CODES = (
    "too-few-cells", "too-many-cells", "broken-quotes", "nul-byte", "not-in-encoding", "line-too-long",
    "not-a-json-row", "late-column",
)  # fmt: skip
"""What can be wrong with a row as a whole."""

MOST_TOLD = 50
"""How many mistakes of a table are told where no file takes them."""

_SHOWN = 60
"""How long a text may be that is shown."""

_IDENTITY = 20
"""Characters of an identity number and what stands around it."""

PROBLEM_COLUMNS = ("line", "id", "column", "value", "code", "problem", "hint")

OF_CITY, OF_ROUND, OF_ROW, OF_ID, OF_FACTS = -2, -1, 0, 1, 2
"""What a mistake may be about, by number.

The row's city or round, the row as a whole, its id, from there on each fact, then each constraint.
"""


_LOST = ((OF_CITY, "row-of-unknown-city"), (OF_CITY, "city-without-round"), (OF_ROUND, "row-of-unknown-round"))
"""What is wrong with a row that is of no edition, and what of it: also where it does not name the round itself."""


def subjects(table: Table) -> list[str | None]:
    """Give the fact that each number stands for, that a mistake is about; None is the row or its id."""
    constrained = (constraint.facts for constraint, _ in table.edition.constraints)
    firsts = [next(name for name in facts if name in table.edition.facts) for facts in constrained]
    return [None, None, *table.edition.facts, *firsts]


def problems_sql(table: Table, source: str) -> str:
    """Write the query of every mistake in the cells of a source: one row for each, not yet in words.

    ``_line``; ``_id``, what the table calls the row; ``_at``, the number of what it is about; ``_seen``, the text that
    stands there; ``_code``; ``_other``, the option of the choice that narrows this one. Rows with a mistake are those
    that ``scores_sql`` leaves out; those that are broken as a whole are not looked into, and of one in which no fact is
    filled in that is all that is said.

    The mistakes of a row travel as one text, which is taken apart at the end: a column for the text and the code of
    every fact takes the engine far longer.
    """
    cells, ranges = table.cells, ranges_of(table.edition, table.round)
    values = [f"{cell.value} AS {identifier(cell.name)}" for cell in cells]
    codes = [f"{cell.code} AS {identifier(f'wrong_{cell.name}')}" for cell in cells]
    texts = [text_of(cell.name) for cell in cells if cell.column is not None]
    first = ["_line", "_id", f"{id_code(table)} AS _wrong_id", *texts]
    found = [_told("_wrong_id IS NOT NULL", OF_ID, "_wrong_id", "''", "_id")]
    for at, cell in enumerate(cells, OF_FACTS):
        wrong, text = identifier(f"wrong_{cell.name}"), "''" if cell.column is None else text_of(cell.name)
        by = table.edition.narrowed.get(cell.name)
        found.append(_told(f"{wrong} IS NOT NULL", at, wrong, "''" if by is None else identifier(by), text))
    for at, (constraint, condition) in enumerate(table.edition.constraints, OF_FACTS + len(cells)):
        known = [name for name in names_in(condition) if name in table.edition.facts]
        there = " AND ".join(f"{identifier(f'wrong_{name}')} IS NULL" for name in known) or "TRUE"
        breaks = f"CASE WHEN {there} THEN NOT {condition_sql(condition, ranges)} ELSE FALSE END"
        named = [name for name in constraint.facts if name in table.edition.facts]
        seen = " || ', ' || ".join(f"'{name} = ' || {_written(table, name)}" for name in named)
        found.append(_told(breaks, at, "'constraint'", "''", seen))
    together = f"concat_ws({_APART}, {', '.join(found)})"
    filled = f"COALESCE({', '.join((*texts, 'NULL'))})"
    empty = f"CASE WHEN _filled IS NULL AND _told <> '' THEN '{OF_ROW} empty-row ' || {_APART} ELSE _told END"
    steps = [
        ("read", read_sql(table, cells, f"(SELECT * FROM {source} WHERE _problem IS NULL)")),
        ("coded", f'SELECT {", ".join((*first, *codes, *values))} FROM "read"'),
        ("told", f'SELECT _line, _id, {filled} AS _filled, {together} AS _told FROM "coded"'),
        ("found", f'SELECT _line, _id, string_split({empty}, {_APART}) AS _all FROM "told"'),
        ("each", f"SELECT _line, _id, unnest(_all[1:-1:2]) AS _head, unnest(_all[2:-1:2]) AS _seen FROM {_SOME}"),
        ("split", "SELECT _line, _id, string_split(_head, ' ') AS _parts, _seen FROM \"each\""),
    ]
    written = ",\n".join(f"{identifier(name)} AS (\n{text}\n)" for name, text in steps)
    parts = "CAST(_parts[1] AS INTEGER) AS _at, _seen, _parts[2] AS _code, _parts[3] AS _other"
    return f'WITH {written}\nSELECT _line, _id, {parts} FROM "split"'


_APART = "chr(0)"
"""What stands between the parts of a row's mistakes, and in none of them."""

_SOME = '(SELECT * FROM "found" WHERE len(_all) > 1)'


def _told(wrong: str, at: int, code: str, other: str, seen: str) -> str:
    """Write a mistake as two parts: its number, code and other option, then what stands there. NULL is none."""
    shown = f"replace(COALESCE({seen}, ''), {_APART}, '\ufffd')"
    return f"CASE WHEN {wrong} THEN '{at} ' || {code} || ' ' || COALESCE({other}, '') || {_APART} || {shown} END"


def _written(table: Table, name: str) -> str:
    """Write a fact's value as text: its cell, or what stands for an empty one."""
    value = f"CAST({identifier(name)} AS VARCHAR)"
    return f"COALESCE({text_of(name)}, {value}, '')" if name in table.facts else f"COALESCE({value}, '')"


def lost_sql(job: Job, source: str) -> str:
    """Write the query of the rows that are of no edition, as mistakes in their city or round."""
    lost = job.lost
    assert lost is not None
    none = " AND ".join(f"({which}) IS NOT TRUE" for which in job.which) or "TRUE"

    of_city, uncovered, of_round = _LOST
    known = (*uncovered, lost.city) if lost.round is None else (*of_round, lost.round)
    unknown = (*of_city, lost.city or "''")
    at, code, seen = (
        f"CASE WHEN {lost.known} THEN {one} ELSE {other} END"
        for one, other in zip(
            (known[0], quoted(known[1]), known[2]), (unknown[0], quoted(unknown[1]), unknown[2]), strict=True
        )
    )
    id_ = job.tables[0].id or "NULL"
    return (
        f"SELECT _line, {id_} AS _id, {at} AS _at, {seen} AS _seen, {code} AS _code, NULL AS _other "
        f"FROM {source} WHERE _problem IS NULL AND {none}"
    )


Message = tuple[int, str, str, str, str]
"""What a mistake is about, by number, its code, the problem and the hint in words, and the hint with no near word."""


def messages_of(table: Table, language: Language) -> list[Message]:
    """Give the words of every mistake there can be in a cell or between cells."""
    window = table.edition.calendar.window(table.round)
    found = [(OF_ID, Finding(code=code, values={"seen": SEEN})) for code in ("identity-number", "control-character")]
    found.append((OF_ROW, Finding(code="empty-row")))
    cells = table.cells
    for at, cell in enumerate(cells, OF_FACTS):
        found += [(at, finding) for finding in problems_of(cell, window, table.today)]
    for at, (constraint, _) in enumerate(table.edition.constraints, OF_FACTS + len(cells)):
        values = {"seen": SEEN, "rule": constraint.require}
        found.append((at, Finding(code="constraint", values=values, advice=constraint.advice.by_language)))
    return [_message(at, finding, language) for at, finding in found]


def messages_of_rows(columns: int, language: Language) -> list[Message]:
    """Give the words of what can be wrong with a row as a whole, in a table of so many columns."""
    values = {"seen": SEEN, "allowed": str(columns)}
    found = [(OF_ROW, Finding(code=code, values=values)) for code in ROW_CODES]
    found += [(about, Finding(code=code, values=values)) for about, code in _LOST]
    return [_message(about, finding, language) for about, finding in found]


def _message(at: int, finding: Finding, language: Language) -> Message:
    far = finding._replace(values={**finding.values, "nearest": ""})
    return at, finding.code, finding.sentence(language), finding.remedy(language), far.remedy(language)


def harmless_sql(text: str) -> str:
    """Write a cell's text so that it does no harm where it is shown: short, visible, no identity number in the open."""
    short = f"substr({text}, 1, {_SHOWN + _IDENTITY})"  # so that no identity number that begins in it is cut
    seen = f"regexp_replace({short}, '{UNSEEN}', '\ufffd', 'g')"
    masked = rf"regexp_replace({seen}, '(^|[^0-9])[0-9]{{16}}([0-9][0-9Xx])', '\1****************\2', 'g')"
    cut = f"CASE WHEN length({text}) > {_SHOWN} THEN substr({masked}, 1, {_SHOWN - 1}) || '…' ELSE {masked} END"
    return f"CASE WHEN {plain_sql(text)} THEN {text} ELSE {cut} END"


def shown_sql(text: str, code: str = "''") -> str:
    """Write how a text is shown, that of a mistake with its code: harmless, identity numbers hidden however spaced."""
    hidden = f"'****************' || right({text}, 2)"
    holds = f"{code} = 'identity-number' OR {identity_sql(text)}"
    return f"CASE WHEN {holds} THEN {hidden} ELSE {harmless_sql(text)} END"


def worded_sql(problems: str, headers: str, messages: str, meant: str) -> str:
    """Write the query that puts tables of mistakes, of messages and of near options together into words."""
    seen = "COALESCE(_shown, '')"

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
    hint = f"CASE WHEN NOT _special THEN _hint WHEN {unmeant} THEN _far ELSE {filled('_hint')} END"
    return (
        f'SELECT _line AS line, {formula_safe_sql("_name")} AS id, {formula_safe_sql("_header")} AS "column", '
        f'{formula_safe_sql(seen)} AS "value", _code AS code, '
        f"{problem} AS problem, {hint} AS hint FROM ("
        f"SELECT p._line, p._at, p._code, {shown_sql('p._seen', 'p._code')} AS _shown, "
        f"{shown_sql('p._id')} AS _name, "
        "h._header, m._problem, m._hint, m._far, m._special, near._near, l._by, l._left "
        f"FROM {problems} p "
        f"LEFT JOIN {headers} h ON h._table = p._table AND h._at = p._at "
        f"LEFT JOIN (SELECT *, {special} AS _special FROM {messages}) m "
        "ON m._table = p._table AND m._at = p._at AND m._code = p._code "
        f"LEFT JOIN {meant} near ON near._table = p._table AND near._at = p._at AND near._seen = p._seen "
        "AND p._code = 'not-one-of' "
        "LEFT JOIN left_over l ON l._table = p._table AND l._at = p._at AND l._other = p._other"
        ") ORDER BY _line, _at"
    )
