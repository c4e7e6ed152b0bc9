"""The columns of a score that is written: their names, and the SQL of their texts and exact decimals."""

from collections.abc import Iterator

from hukou_cli.base.bilingual import pick
from hukou_cli.base.decimals import SHARE_PLACES
from hukou_cli.base.spreadsheet import FORMULA_START, SIGNED_NUMBER
from hukou_cli.policy.edition import NO_ROUTE, TOTAL, Edition
from hukou_cli.policy.ranges import LARGEST_INTEGER, line_limits, ranges_of
from hukou_cli.scoring.ranking import key_den, key_places
from hukou_cli.scoring.score_line import last_line, score_line
from hukou_cli.sql.cells import MOST_WHOLE_DIGITS, quoted
from hukou_cli.sql.edition import ENTERS_RANKING, REACHED, key_column, rank_groups
from hukou_cli.sql.formula import identifier
from hukou_cli.sql.partition import Partition
from hukou_cli.text.screen import say

WIDEST = 14
"""Digits that always hold a total: a decimal of these and the places stays within 64 bits."""

LINE_COLUMNS = ("line", "line_kind", "distance", REACHED)
"""The columns of the line that a total is compared with; empty where that of the round is not published."""

MAY_RISE = "may_rise"
"""The column that says, where it is not published, by how much the last one may rise each round."""


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


def output_sql(partition: Partition) -> list[str]:
    """Write the columns of a score: kept text made harmless, points as exact decimals."""
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
        yield f"{decimal_sql(_may_rise_sql(partition), own, _digits_to_line(partition, 0))} AS {MAY_RISE}"


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
    if max(10**WIDEST * den, abs(numerator) * 10**edition.file.policy.decimals) > LARGEST_INTEGER:
        compared = f"CAST({compared} AS HUGEINT)"  # a line of many decimals
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
