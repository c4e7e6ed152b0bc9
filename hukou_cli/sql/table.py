"""The scores and the mistakes of a partition as SQL: rows of text in, points or problems out.

A ``source`` is SQL of a table with ``_line`` (where the row starts in the file, as an editor counts), ``_problem``
(the code of a row that is broken as a whole, or NULL) and the columns of the file, ``_c0``, ``_c1`` and so on, as
text, NULL where empty.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from hukou_cli.base.bilingual import pick
from hukou_cli.base.calendar import month_of
from hukou_cli.base.decimals import SHARE_PLACES
from hukou_cli.base.spreadsheet import FORMULA_START, SIGNED_NUMBER
from hukou_cli.policy.edition import NO_ROUTE, TOTAL, Edition
from hukou_cli.policy.ranges import line_limits, ranges_of
from hukou_cli.rules.ast import Condition, names_in
from hukou_cli.scoring.possible_values import BIRTH_DATE
from hukou_cli.scoring.ranking import key_den, key_places
from hukou_cli.scoring.score_line import last_line, score_line
from hukou_cli.sql.cells import (
    ID,
    IS_READ,
    MOST_WHOLE_DIGITS,
    NO_SPELLINGS,
    Spellings,
    contradiction_sql,
    fit_sql,
    is_needed,
    missing_sql,
    quoted,
    read_steps,
    text_of,
    unread_sql,
    value_of,
    value_steps,
)
from hukou_cli.sql.edition import ENTERS_RANKING, REACHED, key_column, rank_groups, score_sql
from hukou_cli.sql.formula import condition_sql, identifier
from hukou_cli.sql.partition import Partition
from hukou_cli.text.screen import say

cache_written = lru_cache(maxsize=64)
"""Keeps what was written of a partition: each chunk asks for the same, which takes longer to write than to plan."""

WIDEST = 14
"""Digits that always hold a total: a decimal of these and the places stays within 64 bits."""

LINE_COLUMNS = ("line", "line_kind", "distance", REACHED)
"""The columns of the line that a total is compared with; empty where that of the round is not published."""

MAY_RISE = "may_rise"
"""The column that says, where it is not published, by how much the last one may rise each round."""

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
    steps.append(("good", f"SELECT {columns}, {disputed} FROM {_last(steps)} WHERE {fit_sql(partition)}"))
    carried.append(DISPUTED)
    if sound := _constraints(partition):
        steps.append(("sound", f"SELECT * FROM {_last(steps)} WHERE {' AND '.join(sound)}"))
    keys = [key for key in partition.keys if key != TOTAL]
    steps.append(("scored", score_sql(edition, partition.round, _last(steps), carried=carried, keys=keys)))
    return f"{_with(steps)}\nSELECT _line, {ID}, {DISPUTED}, {', '.join(_output(partition))} FROM {_last(steps)}"


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
    """Write the query that gives, in a row for each of these facts (or the id), how many texts are without value.

    A last row tells how many rows have none of them. ``read`` is SQL of a table as ``read_sql`` gives it.
    """
    tests = [unread_sql(name) for name in names]
    counts = ", ".join(f"count(*) FILTER ({test})" for test in (*tests, f"NOT ({' OR '.join((*tests, 'FALSE'))})"))
    return f"SELECT unnest([{counts}]) FROM {read}"


def odd_texts_sql(read: str, names: Sequence[str]) -> str:
    """Write the query that gives, in one row, for each of these facts (or the id) its texts without value.

    ``read`` is SQL of a table as ``read_sql`` gives it.
    """
    lists = (f"list(DISTINCT {text_of(name)}) FILTER ({unread_sql(name)})" for name in names)
    return f"SELECT {', '.join(lists)} FROM {read}"


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
        if is_needed(partition, name):
            yield at, "missing-fact", "", f"(_problem IS NULL AND {missing_sql(partition, name)})"
        if name in edition.narrowed:
            cell = text_of(name) if name in partition.facts else "NULL"
            text = f"concat_ws(' ', {identifier(name)}, {identifier(edition.narrowed[name])}, {cell})"
            yield at, "contradicts", text, contradiction_sql(partition, name)
        if (most := months_of_life_sql(partition, name)) is not None:
            text = f"concat_ws(' ', {identifier(name)}, {most}, {identifier(BIRTH_DATE)})"
            yield at, "more-than-life", text, f"COALESCE({identifier(name)} > {most}, FALSE)"
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
    return " AND ".join((fit_sql(partition), *_constraints(partition)))


def _constraints(partition: Partition) -> list[str]:
    """Write the condition of each constraint, and that no months given are more than there are since birth."""
    ranges = ranges_of(partition.edition, partition.round)
    limited: dict[str, list[str]] = {}
    for name in partition.facts:
        if (most := months_of_life_sql(partition, name)) is not None:
            limited.setdefault(most, []).append(identifier(name))
    return [
        *(condition_sql(condition, ranges) for _, condition in partition.edition.constraints),
        *(f"COALESCE(greatest({', '.join(names)}) <= {most}, TRUE)" for most, names in limited.items()),
    ]


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


def formula_safe_sql(text: str) -> str:
    """Write ``formula_safe`` of base/spreadsheet.py as SQL.

    Fast path: ``= + - @`` TAB and CR all sort before "A", so compare first and match the pattern second.
    """
    number = f"regexp_full_match({text}, '{SIGNED_NUMBER}')"
    risky = f"regexp_matches({text}, '{FORMULA_START}')"
    return f"CASE WHEN {text} < 'A' AND {risky} AND NOT {number} THEN '''' || {text} ELSE {text} END"


def output_columns(partition: Partition) -> list[str]:
    """Return the columns of a score of a partition, those kept first."""
    return [*partition.kept, *result_columns(partition.edition)]


def result_columns(edition: Edition) -> list[str]:
    """Return the columns of a score of an edition."""
    lines = [indicator.id for indicator, _ in edition.indicators]
    routes = ["routes"] if edition.routes else []
    entry = [ENTERS_RANKING] if edition.has_entry_mark else []
    sums = ["core_share", "total", *entry, *LINE_COLUMNS] if lines else []
    is_published = edition.passes is None or edition.has_entry_mark
    rise = [MAY_RISE] if lines and is_published and _has_lines(edition) else []
    return ["eligible", "failed_gates", *routes, *lines, *rank_groups(edition), *sums, *rise]


def _has_lines(edition: Edition) -> bool:
    """Return whether the line of some round is known."""
    return any(known.line is not None for known in edition.calendar.rounds.values())


def line_places(partition: Partition) -> int:
    """Return the decimal places of the line and of the distance to it."""
    line = score_line(partition.edition, partition.round)
    own = partition.edition.file.policy.decimals
    exponent = 0 if line is None or line.points is None else line.points.as_tuple().exponent
    return max(own, -exponent if isinstance(exponent, int) else 0)


def _output(partition: Partition) -> list[str]:
    """Write the output columns: kept text made harmless, points as exact decimals."""
    edition = partition.edition
    places = edition.file.policy.decimals
    write = formula_safe_sql if partition.safe else str
    columns = [f"{write(column)} AS {written_name(name)}" for name, column in partition.kept.items()]
    lists = {name: _named(partition, name) for name in ("failed_gates", *(["routes"] if edition.routes else []))}
    columns.append("eligible")
    empty = "''" if partition.safe else "NULL"  # CSV has nothing there, not a text in quotes
    columns += [f"NULLIF({text}, {empty}) AS {name}" for name, text in lists.items()]
    limits = line_limits(edition, ranges_of(edition))
    for name, (low, high) in limits.items():
        narrow = min(len(str(max(abs(low), abs(high)))), WIDEST)
        digits = narrow if partition.safe else WIDEST  # JSON writes a wide one as it is
        columns.append(f"{decimal_sql(identifier(name), places, digits)} AS {identifier(name)}")
    columns += [f"{decimal_sql(identifier(name), places)} AS {identifier(name)}" for name in rank_groups(edition)]
    if edition.indicators:
        core = f"core_points * {10**SHARE_PLACES}"
        share = f"CASE WHEN total > 0 THEN CASE WHEN core_points < 0 THEN - ((-2 * {core} + total) // (2 * total)) "
        share += f"ELSE ((2 * {core} + total) // (2 * total)) END END"
        most = sum(max(map(abs, limits[indicator.id])) for indicator, _ in edition.indicators if indicator.core)
        digits = max(WIDEST, len(str(most * 10**SHARE_PLACES)))  # a total of one unit, as lines deduct
        columns += [f"{decimal_sql(share, SHARE_PLACES, digits)} AS core_share"]
        columns += [f"{decimal_sql('total', places)} AS total"]
        columns += _line_output(partition)
    for name in partition.keys:
        den, places = key_den(edition, name), key_places(edition, name)
        key = identifier(key_column(name))
        units = f"{10**places // den} * {'total' if name == TOTAL else key}"
        columns.append(f"{decimal_sql(units, places, MOST_WHOLE_DIGITS + places)} AS {key}")
    return columns


def _named(partition: Partition, column: str) -> str:
    """Write the text of the conditions not met, or of the routes that hold, which the query of an edition has by id."""
    language, edition = partition.words, partition.edition
    if language is None:
        return column
    if column == "routes":
        names = {route.id: pick(route.name, language) for route, _ in edition.routes}
    else:
        names = {gate.id: pick(gate.name, language) for gate, _ in edition.gates}
        names |= {veto.id: pick(veto.name, language) for veto, _ in edition.vetoes}
        names[NO_ROUTE] = say("column_no_route", language)
    tests = (
        f"CASE WHEN list_contains(string_split({column}, ' '), {quoted(id_)}) THEN {quoted(name)} END"
        for id_, name in names.items()
    )
    return f"concat_ws({quoted('；' if language == 'zh' else '; ')}, {', '.join(tests)})"


def _line_output(partition: Partition) -> Iterator[str]:
    """Yield the columns of the line: what is known of it, how far the total lies above or below, and whether it is."""
    edition, line = partition.edition, score_line(partition.edition, partition.round)
    own, places = edition.file.policy.decimals, line_places(partition)
    units = None if line is None or line.points is None else int(line.points.scaleb(places))
    compared = identifier(line.of) if line is not None and line.of else "total"
    compared = f"CAST({compared} AS HUGEINT) * {10 ** (places - own)}" if places > own else compared
    if edition.has_entry_mark:
        yield ENTERS_RANKING
    digits = _digits_to_line(partition, units or 0)
    yield f"{decimal_sql('NULL' if units is None else str(units), places, digits)} AS line"
    kind = None if line is None else say(f"line_{line.kind}", partition.words) if partition.words else line.kind
    yield f"{'CAST(NULL AS VARCHAR)' if kind is None else quoted(kind)} AS line_kind"
    yield f"{decimal_sql('NULL' if units is None else f'({compared} - {units})', places, digits)} AS distance"
    if edition.passes is not None and not edition.has_entry_mark:
        reached = REACHED
    else:
        is_at_line = f"{compared} >= {units}" + (f" AND {ENTERS_RANKING}" if edition.has_entry_mark else "")
        reached = "CAST(NULL AS BOOLEAN)" if units is None else f"({is_at_line})"
    yield f"{f'NULLIF({reached}, TRUE)' if partition.has_ended else reached} AS {REACHED}"
    if MAY_RISE in result_columns(edition):
        yield f"{decimal_sql(_may_rise_sql(partition), own)} AS {MAY_RISE}"


def _digits_to_line(partition: Partition, units: int) -> int:
    """Return the digits that hold a line, in units of its last place, and the distance to it from any total."""
    edition = partition.edition
    most = sum(max(map(abs, limits)) for limits in line_limits(edition, ranges_of(edition)).values())
    if edition.total is not None:
        most = 10**WIDEST
    return max(WIDEST, len(str(most * 10 ** (line_places(partition) - edition.file.policy.decimals) + abs(units))))


def _may_rise_sql(partition: Partition) -> str:
    """Write ``score_line.may_rise`` of what the last line is of, in units of its last place; NULL without one."""
    edition = partition.edition
    last = last_line(edition, partition.round)
    if last is None or last.published.line is None:
        return "NULL"
    numerator, den = last.published.line.as_integer_ratio()
    by = den * last.rounds
    compared = identifier(last.published.line_of or TOTAL)
    over = f"({compared} * {den} - {numerator * 10**edition.file.policy.decimals})"
    return f"CASE WHEN {over} >= 0 THEN {over} // {by} ELSE - (({by - 1} - {over}) // {by}) END"  # // cuts towards 0


def decimal_sql(units: str, places: int, digits: int = WIDEST) -> str:
    """Write units of ``10**-places`` as an exact decimal with that many places."""
    if not places:
        return f"CAST({units} AS BIGINT)"
    unit = f"CAST('0.{1:0{places}}' AS DECIMAL({places}, {places}))"
    return f"CAST({units} AS DECIMAL({digits}, 0)) * {unit}"


def written_name(name: str) -> str:
    """Quote the name of a column of the user's table."""
    return '"' + name.replace('"', '""') + '"'
