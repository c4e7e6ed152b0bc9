"""The rejects: each mistake of a row in the words of the finding that ``hukou score`` gives."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from hukou_cli.base.bilingual import pick
from hukou_cli.base.errors import Finding
from hukou_cli.base.redaction import harmless
from hukou_cli.base.spreadsheet import formula_safe
from hukou_cli.facts.types import Fact
from hukou_cli.policy.edition import Edition
from hukou_cli.scoring.possible_values import BIRTH_DATE
from hukou_cli.sql.cells import ID, IS_READ, WRONG_RECORDS, quoted
from hukou_cli.sql.output import formula_safe_sql
from hukou_cli.sql.partition import Partition
from hukou_cli.sql.table import OF_FACTS, OF_ID, OF_ROW, mistake_sql, mistakes_sql
from hukou_cli.table.engine import Engine
from hukou_cli.table.plan import Plan, Unrouted
from hukou_cli.table.texts import Place, Texts, rows_sql
from hukou_cli.text.language import Language
from hukou_cli.text.screen import say

if TYPE_CHECKING:
    from hukou_cli.table.person import Mistake

REJECT_COLUMNS = ("line", "id", "column", "value", "code", "problem", "hint")


RECORD = "record"
"""The column of the line of a record in its own table, behind that of the row, where facts are counted from such."""


CELL = "cell"
"""The column of the address of the cell that is wrong, as F12, where a table is a sheet of a workbook."""


def reject_headings(language: Language | None, plan: Plan) -> tuple[str, ...]:
    """Return the headings of the rejects of a table; their ids without a language."""
    own = (*((RECORD,) if plan.from_records else ()), *((CELL,) if plan.letters is not None else ()))
    columns = ("line", *own, *REJECT_COLUMNS[1:])
    if language is None:
        return columns
    return (say("column_row", language), *(say(f"reject_{name}", language) for name in columns[1:]))


NO_PART = -1
"""Stands for the partition of a row that is broken as a whole, or that is of no edition."""

OF_CITY, OF_ROUND = -2, -1
"""The columns that a mistake of a row of no edition is about, by number."""


def words_of(  # noqa: PLR0913, PLR0917
    plan: Plan, findings: Mapping[Place, Mapping[str, Finding]], part: int, at: int, code: str, text: str
) -> tuple[str, str, str, str, str, str]:
    """Return the columns of a reject: header and fact, the text there, code, problem and hint.

    Args:
        plan: How the table is scored.
        findings: The findings of texts that stand for no value.
        part: The number of the partition.
        at: The number of the row, the id, the fact or the constraint that is wrong.
        code: The code of the mistake, or ``text`` where the text's own finding has it.
        text: The text that the message is made from.

    """
    fact, header = "", ""
    if part == NO_PART:
        header, value = _header_of(plan, at), harmless(text) if text else ""
        finding = Finding(code=code, values={"seen": value, "allowed": str(len(plan.header))})
    elif at == OF_ROW:
        value, finding = "", Finding(code=code)
    else:
        partition = plan.partitions[part]
        name = ID if at == OF_ID else _subject(partition, at)
        fact = "" if at == OF_ID else name
        own = partition.id if at == OF_ID else partition.facts.get(name)
        header = partition.headers.get(own or "", fact)
        if header == fact and fact and partition.words:  # the table has no such column
            header = pick(partition.edition.facts[fact].name, partition.words)
        if code == "text":
            finding = findings[part, name][text]
            value = finding.seen
        else:
            value, finding = _of_facts(partition, at, name, code, text)
            if code == "missing-fact" and plan.from_records and name in facts_counted(partition.edition):
                finding = finding._replace(values={**finding.values, "help": "@fill-or-record"})
    return header, fact, value, finding.code, finding.sentence(plan.language), finding.remedy(plan.language)


def facts_counted(edition: Edition) -> set[str]:
    """Return the facts that dated records may give, or leave open."""
    named = (edition.counts, edition.streaks, edition.bearing, edition.excluding, edition.file.readings)
    return {name for names in named for name in names if name in edition.facts}


def _header_of(plan: Plan, at: int) -> str:
    """Return the name in the table of the column of the city or of the round."""
    if plan.unrouted is None:
        return ""
    column = {OF_CITY: plan.unrouted.city, OF_ROUND: plan.unrouted.round}.get(at)
    return plan.partitions[0].headers.get(column or "", "")


def _subject(partition: Partition, at: int) -> str:
    """Return the fact that a mistake of this number is about; of a constraint its first."""
    names = list(partition.edition.facts)
    if at < OF_FACTS + len(names):
        return names[at - OF_FACTS]
    constraint = partition.edition.constraints[at - OF_FACTS - len(names)][0]
    return next(name for name in constraint.facts if name in partition.edition.facts)


def _of_facts(partition: Partition, at: int, name: str, code: str, text: str) -> tuple[str, Finding]:
    """Return the text shown of a fact that is missing or contradicts another, or of a constraint, and the finding."""
    edition, fact = partition.edition, partition.edition.facts[name]
    if code == "missing-fact":
        help_ = "@fill" if fact.type in ("flag", "choice", "date") else "@fill-number"
        return "", Finding(code=code, values={"fact": name, "zh": fact.name.zh, "en": fact.name.en, "help": help_})
    from hukou_cli.scoring.contradictions import constraint_values, contradiction  # few rows have facts at odds

    if code == "contradicts":
        option, source, *cell = text.split(" ", 2)
        return harmless(cell[0]) if cell else "", contradiction(edition, name, option, source)
    if code == "more-than-life":
        months, most, born = text.split(" ")
        limits = {"seen": months, "allowed": most, "other": edition.facts[BIRTH_DATE].text(int(born))}
        return months, Finding(code=code, values=limits)
    constraint, formula = edition.constraints[at - OF_FACTS - len(edition.facts)]
    named = [name for name in constraint.facts if name in edition.facts]
    given = zip(named, text.split(" "), strict=True)
    seen = {name: _written(edition.facts[name], value) for name, value in given}
    values = constraint_values(edition, seen, [(constraint, formula)])
    return values["seen"], Finding(code="constraint", values=values, advice=constraint.advice.by_language)


def _written(fact: Fact, value: str) -> str:
    """Write a value, as the engine writes it, as an applicant would."""
    return value if fact.type in ("flag", "choice") else fact.text(int(value))


def rejects_query(plan: Plan, engine: Engine, problems: str, texts: Texts, *, safe: bool) -> str:
    """Return the query that gives each mistake in words.

    Its columns are ``_line``, ``_id``, ``_at``, ``header``, ``fact``, ``value``, ``code``, ``problem``, ``hint``.

    Args:
        plan: How the table is scored.
        engine: Runs the queries.
        problems: SQL of a table of the mistakes, as ``problems_sql`` gives it.
        texts: The texts that are not canonical.
        safe: Whether text that a spreadsheet would run is made harmless.

    """
    columns = {"_part": "INTEGER", "_what": "VARCHAR", "_at": "INTEGER"}
    columns |= dict.fromkeys(("header", "fact", "value", "code", "problem", "hint"), "VARCHAR")
    told = []
    for part, what in engine.rows(f"SELECT DISTINCT _part, _what FROM {problems}"):
        at, code, text = what.split(" ", 2)
        if code == WRONG_RECORDS:
            continue  # told in words already
        header, fact, value, *words_ = words_of(plan, texts.findings, part, int(at), code, text)
        header, value = (formula_safe(cell) if safe else cell for cell in (header, value))
        told.append((part, what, int(at), header, fact, value, *words_))
    words = engine.keep("words", rows_sql(columns, told))
    read = (read for kind in (texts.values, texts.findings) for (_, name), read in kind.items() if name == ID)
    shown = [(text, harmless(text)) for text in set().union(*read)]
    ids = engine.keep("ids", rows_sql({"text": "VARCHAR", "shown": "VARCHAR"}, shown))
    return (
        "SELECT _line, COALESCE(shown, _id) AS _id, _at, header, fact, value, code, problem, hint "
        f"FROM {problems} AS problems JOIN {words} AS words USING (_part, _what) "
        f"LEFT JOIN {ids} AS ids ON ids.text = _id"
    )


def mistakes_in(engine: Engine, rejects: str) -> Counter[tuple[str, str]]:
    """Count the mistakes by column and code; ``rejects`` is SQL of them in words, as ``rejects_query`` gives it."""
    rows = engine.rows(f"SELECT header, code, count(*) FROM ({rejects}) GROUP BY ALL")
    return Counter({(header or "", code): number for header, code, number in rows})


def problems_sql(plan: Plan, source: str, rest: Sequence[str], texts: Texts) -> str:
    """Write the query of every mistake of the rows that are not scored: ``_part``, ``_line``, ``_id``, ``_what``.

    Args:
        plan: How the table is scored.
        source: SQL of all rows.
        rest: SQL of the rows of each partition in which mistakes are looked for, as ``read_sql`` gives them.
        texts: The texts in them that are not canonical.

    """
    broken = f"concat({OF_ROW}, ' ', _problem, ' ', CASE WHEN NOT {IS_READ} THEN _c0 END)"
    rows = rest[0] if plan.unrouted is None else source
    parts = [f"SELECT {NO_PART} AS _part, _line, NULL AS _id, {broken} AS _what FROM {rows} WHERE _problem IS NOT NULL"]
    for part, partition in enumerate(plan.partitions):
        odd = frozenset(name for at, name in texts.findings if at == part)
        mistakes = mistakes_sql(partition, rest[part], texts.spellings(part), odd)
        parts.append(f"SELECT {part} AS _part, _line, _id, _what FROM ({mistakes})")
    if plan.unrouted is not None:
        parts += _unrouted_sql(plan, plan.unrouted, source)
    return "\nUNION ALL ".join(parts)


def _unrouted_sql(plan: Plan, unrouted: Unrouted, source: str) -> list[str]:
    """Write the queries of the rows that are of no city, and of those that are of no round of theirs."""
    id_, city, round_ = (column or "NULL" for column in (plan.partitions[0].id, unrouted.city, unrouted.round))
    unknown = (f"({unrouted.known}) IS NOT TRUE", OF_CITY, "row-of-unknown-city", city)
    uncovered = (unrouted.known, OF_ROUND, "row-of-unknown-round", round_)
    if unrouted.round is None:
        uncovered = (unrouted.known, OF_CITY, "city-without-round", city)
    queries = []
    for test, at, code, text in (unknown, uncovered):
        what = mistake_sql(at, code, f"COALESCE({text}, '')")
        columns = f"{NO_PART} AS _part, _line, {id_} AS _id, {what} AS _what"
        queries.append(f"SELECT {columns} FROM {source} WHERE {plan.is_unrouted} AND ({test})")
    return queries


def reject_rows_sql(query: str, plan: Plan, told: str = "") -> str:
    """Write the query of the rejects as a file lists them.

    Args:
        query: That of ``rejects_query``.
        plan: How the table is scored; it says whether the line of the record and the cell are listed.
        told: SQL of a table of mistakes in records, as ``told_sql`` gives it; empty for none.

    """
    own = f"{RECORD}, " if plan.from_records else ""
    own += f"{_cell_sql(plan.letters)} AS {CELL}, " if plan.letters is not None else ""
    columns = f'_line AS line, {own}{formula_safe_sql("_id")} AS id, header AS "column", "value", code, problem, hint'
    return f"SELECT {columns} FROM ({with_told_sql(query, told)}) ORDER BY _line, _at"


def _cell_sql(letters: Mapping[str, str]) -> str:
    """Write the address of the cell of a mistake, empty where it is about none; ``letters`` are those of headers."""
    cases = [f"WHEN {quoted(formula_safe(header))} THEN {quoted(own)}" for header, own in letters.items()]
    own = f"CASE header {' '.join(cases)} END || _line" if cases else "NULL"
    return f"COALESCE({CELL}, CASE code WHEN 'cell-without-heading' THEN value END, {own}, '')"


def with_told_sql(query: str, told: str) -> str:
    """Write the query of all rejects, of cells and of records, with the line of the record; as ``reject_rows_sql``."""
    listed = f"SELECT *, '' AS {RECORD}, CAST(NULL AS VARCHAR) AS {CELL} FROM ({query})"
    return f"{listed} UNION ALL BY NAME SELECT * FROM {told}" if told else listed


def told_sql(
    told: "Sequence[tuple[int, str, Mistake]]", names: Mapping[str, str], letters: Mapping[str, str], *, safe: bool
) -> str:
    """Write the query of mistakes in records that are in words already.

    Args:
        told: Each with the line of the person's row, and the person's id.
        names: What the column of a fact is called, where that is another than its id.
        letters: Those of the columns of records, by heading, where they are a sheet of a workbook.
        safe: Whether text that a spreadsheet would run is made harmless.

    """
    columns = {"_line": "BIGINT", "_id": "VARCHAR", "_at": "INTEGER"}
    columns |= dict.fromkeys((RECORD, CELL, "header", "fact", "value", "code", "problem", "hint"), "VARCHAR")
    made_safe = formula_safe if safe else str
    rows = [
        (
            line,
            id_,
            _LAST + at,
            each.record,
            f"{letters[each.column]}{each.record}" if each.record and each.column in letters else None,
            made_safe(names.get(fact, each.column)),
            fact,
            made_safe(each.value),
            *each[3:],
        )
        for at, (line, id_, each) in enumerate(told)
        for fact in ["" if each.record else each.column]
    ]
    return rows_sql(columns, rows)


_LAST = 1_000_000
"""Number of the first mistake in records: they are listed behind those of the cells."""
