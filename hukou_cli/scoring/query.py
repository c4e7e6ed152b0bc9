"""The SQL reading of a whole edition: one query that scores every row of a table of facts.

The table has a column for each fact and no NULL: months, counts, amounts and numbers as the integer numerator over the
fact's denominator, dates as ``yyyymmdd``, choices by option id, flags as boolean. The query gives, for each row,
``eligible``, ``failed_gates``, the ``routes`` that hold where the edition has any, every line by its id,
``core_points`` and ``total``; points are integers in units of ``10**-decimals``. The arithmetic is on integers only.
``batch`` runs it; the parity test holds it equal to ``score``.
"""

from hukou_cli.formula.bounds import Ranges, bounds
from hukou_cli.formula.nodes import Condition, Formula
from hukou_cli.formula.sql import condition_sql, half_up_sql, identifier, quantity_sql
from hukou_cli.policy.arithmetic import LARGEST_INTEGER, ranges_of
from hukou_cli.policy.edition import LINES, NO_ROUTE, Edition
from hukou_cli.policy.model import Sources, sources_of
from hukou_cli.policy.rounds import RoundId


def score_sql(edition: Edition, round_: RoundId, table: str) -> str:
    """Write the query that scores ``table`` in a round, commented with what each line rests on."""
    ranges = ranges_of(edition)
    steps = [("given", _given(edition, round_, table))]
    for name, formula in edition.derived.items():
        steps.append((f"with_{name}", _adding(steps[-1][0], name, _sql(formula, ranges))))
    steps.append(("lines", _lines(edition, ranges, steps[-1][0])))
    steps.append(("sums", _sums(edition)))
    written = ",\n".join(f"{identifier(name)} AS (\n{query}\n)" for name, query in steps)
    return f"WITH {written}\n{_answers(edition, ranges)}\n"


def _sql(formula: Formula, ranges: Ranges) -> str:
    return condition_sql(formula, ranges) if isinstance(formula, Condition) else quantity_sql(formula, ranges)


def _given(edition: Edition, round_: RoundId, table: str) -> str:
    """Take the facts as they are and put the dates of the round beside them."""
    dates = "".join(f", {day} AS {identifier(name)}" for name, day in edition.dates(round_).items())
    return f"  SELECT *{dates} FROM {table}"


def _adding(table: str, name: str, value: str) -> str:
    return f"  SELECT *, {value} AS {identifier(name)} FROM {identifier(table)}"


def _lines(edition: Edition, ranges: Ranges, table: str) -> str:
    """Calculate the gates and the lines; what they were made of stays beside them unless a line has its name."""
    places = edition.file.policy.decimals
    checks = [(gate.id, _sql(condition, ranges)) for gate, condition in edition.gates]
    checks += [(veto.id, f"(NOT {_sql(condition, ranges)})") for veto, condition in edition.vetoes]
    ways = [
        (route.id, f"({' AND '.join(_sql(condition, ranges) for _, condition in needs)})")
        for route, needs in edition.routes
    ]
    if edition.needs_route:
        checks.append((NO_ROUTE, f"({' OR '.join(test for _, test in ways)})"))
    held = " || ".join(f"CASE WHEN {test} THEN '{name} ' ELSE '' END" for name, test in ways)
    failed = " || ".join(f"CASE WHEN {test} THEN '' ELSE '{name} ' END" for name, test in checks) or "''"
    columns = [
        f"({' AND '.join(test for _, test in checks) or 'TRUE'}) AS eligible",
        f"rtrim({failed}) AS failed_gates",
        *([f"rtrim({held}) AS routes"] if held else []),
    ]
    for indicator, quantity in edition.indicators:
        below_zero = bounds(quantity, ranges)[0] < 0
        rounded = half_up_sql(_sql(quantity, ranges), quantity.den, places, negative=below_zero)
        columns.append(f"{rounded} AS {identifier(indicator.id)}{_comment(indicator.source, edition)}")
    ids = {indicator.id for indicator, _ in edition.indicators}
    columns += [identifier(name) for name in (*edition.facts, *edition.date_names, *edition.derived) if name not in ids]
    listed = "\n    , ".join(columns)
    return f"  SELECT\n    {listed}\n  FROM {identifier(table)}"


def _comment(source: Sources, edition: Edition) -> str:
    first = sources_of(source)[0]
    text = f"{edition.documents[first.document].title} {first.article}".replace("*/", "* /")
    return f" /* {text} */"


def _sums(edition: Edition) -> str:
    """Add the lines up: all of them, each group, and those that the megacity rule counts as main."""
    indicators = [indicator for indicator, _ in edition.indicators]
    sums = {LINES: [indicator.id for indicator in indicators]}
    sums["core_points"] = [indicator.id for indicator in indicators if indicator.core]
    for indicator in indicators:
        if indicator.group:
            sums.setdefault(indicator.group, []).append(indicator.id)
    columns = "".join(
        f", ({' + '.join(map(identifier, ids)) or '0'}) AS {identifier(name)}" for name, ids in sums.items()
    )
    return f'  SELECT *{columns} FROM "lines"'


def _answers(edition: Edition, ranges: Ranges) -> str:
    total = identifier(LINES)
    if edition.total is not None:
        anything = (-LARGEST_INTEGER, LARGEST_INTEGER)
        sums = {
            name: anything for indicator, _ in edition.indicators for name in (indicator.id, indicator.group) if name
        }
        limits = {**ranges, **sums, LINES: anything}
        places = edition.file.policy.decimals
        total = half_up_sql(quantity_sql(edition.total, limits), edition.total.den, places, negative=True)
    lines = "".join(f", {identifier(indicator.id)}" for indicator, _ in edition.indicators)
    routes = ", routes" if edition.routes else ""
    return f'SELECT eligible, failed_gates{routes}{lines}, core_points, {total} AS total FROM "sums"'
