"""SQL of an edition: one query that scores every row of a table of facts.

The table has a column for each fact and no NULL: months, counts, amounts and numbers as the integer numerator over the
fact's denominator, dates as ``yyyymmdd``, choices by option id, flags as boolean. The query returns, for each row,
``eligible``, ``failed_gates``, the ``routes`` that hold where the edition has any, every line by its id, the groups
that order the applicants or that a cut-off is of, ``core_points``, ``total``, and ``reached`` where the edition has a
pass mark, ``enters_ranking`` where it asks for a least total to be ranked. Points are integers in units of
``10**-decimals``, and all arithmetic is on integers. Tests hold it equal to ``score``.
"""

from collections.abc import Mapping, Sequence

from hukou_cli.policy.citations import Citations, citations_of
from hukou_cli.policy.edition import LINES, NO_ROUTE, TOTAL, Edition
from hukou_cli.policy.ranges import LARGEST_INTEGER, ranges_of
from hukou_cli.policy.rounds import RoundId
from hukou_cli.rules.ast import Condition, Formula, names_in
from hukou_cli.rules.possible import Ranges
from hukou_cli.rules.rewrites import inline, lower, names_evaluated
from hukou_cli.sql.formula import column_sql, condition_sql, half_up_sql, identifier

REACHED = "reached"
"""The column that says whether the line that admits is reached."""

ENTERS_RANKING = "enters_ranking"
"""The column that says whether the least total to be ranked is reached."""


RANK_KEY = "rank_key_"
"""Prefix of the columns that hold the keys of a ranking, where a city ranks by more than the total."""


def key_column(name: str) -> str:
    """Return the name of the column that holds a key of the ranking."""
    return f"{RANK_KEY}{name}"


def score_sql(
    edition: Edition, round_: RoundId, table: str, *, carried: Sequence[str] = (), keys: Sequence[str] = ()
) -> str:
    """Write the query that scores a table in a round, each gate and line commented with its source.

    Args:
        edition: Whose rules apply.
        round_: Sets the dates of the rules.
        table: The name of the table, or a query in parentheses.
        carried: Further columns of the table, which the answer has first, unchanged.
        keys: Facts, derived quantities, lines or groups that order a ranking, which the answer has as ``key_column``.

    """
    ranges = ranges_of(edition, round_)
    derived = _inlined(edition, ranges)
    steps: list[tuple[str, str]] = []
    last = table
    for level, formulas in enumerate(_levels(derived)):
        added = "".join(f", {column_sql(formula, ranges)} AS {identifier(name)}" for name, formula in formulas.items())
        steps.append((f"derived_{level + 1}", f"  SELECT *{added} FROM {last}"))
        last = identifier(steps[-1][0])
    steps.append(("gates", f"  SELECT *, {_eligible(edition, ranges)} AS eligible FROM {last}"))
    steps.append(("lines", _lines(edition, ranges, (*carried, *edition.facts, *derived))))
    steps.append(("sums", _sums(edition)))
    written = ",\n".join(f"{identifier(name)} AS (\n{query}\n)" for name, query in steps)
    return f"WITH {written}\n{_answers(edition, ranges, carried, keys)}\n"


def rank_groups(edition: Edition) -> list[str]:
    """Return the groups of lines that order the applicants, or that a cut-off is of."""
    groups = {indicator.group for indicator, _ in edition.indicators}
    named = (*edition.file.result.rank_by, *(known.line_of for known in edition.file.round))
    return [name for name in dict.fromkeys(named) if name in groups and name is not None]


def _inlined(edition: Edition, ranges: Ranges) -> dict[str, Formula]:
    """Return the derived quantities, lowered; one that another evaluates once, and nothing else, is inlined there.

    A branch of a ``CASE`` is evaluated for the rows that take it, a column for all.
    """
    lowered = {name: lower(formula, ranges) for name, formula in edition.derived.items()}
    users: dict[str, list[str]] = {}
    for path, formula in edition.rules():
        user = str(path[1]) if path[0] == "derived" else ""
        for name in names_evaluated(lowered.get(user, formula)):
            users.setdefault(name, []).append(user)
    written = {indicator.id for indicator, _ in edition.indicators} | set(edition.file.result.rank_by)
    inner: dict[str, Formula] = {}
    columns: dict[str, Formula] = {}
    for name, formula in lowered.items():
        is_inner = len(users.get(name, [])) == 1 and users[name] != [""] and name not in written
        (inner if is_inner else columns)[name] = inline(formula, inner)
    return columns


def _levels(derived: Mapping[str, Formula]) -> list[dict[str, Formula]]:
    """Put derived quantities that do not use one another on one level: fewer steps are planned faster."""
    level: dict[str, int] = {}
    levels: list[dict[str, Formula]] = []
    for name, formula in derived.items():
        level[name] = max((level[used] + 1 for used in names_in(formula) if used in level), default=0)
        if level[name] == len(levels):
            levels.append({})
        levels[level[name]][name] = formula
    return levels


def _gates(edition: Edition, ranges: Ranges) -> list[tuple[str, str, str]]:
    """Return the name, the condition and the comment of each gate, a veto's condition being that it does not hold."""

    def test(condition: Condition) -> str:
        return condition_sql(condition, ranges)

    gates = [(gate.id, test(condition), _comment(gate.source, edition)) for gate, condition in edition.gates]
    gates += [
        (veto.id, f"(NOT {test(condition)})", _comment(veto.source, edition)) for veto, condition in edition.vetoes
    ]
    if edition.needs_route:
        gates.append((NO_ROUTE, f"({' OR '.join(holds for _, holds, _ in _routes(edition, ranges))})", ""))
    return gates


def _routes(edition: Edition, ranges: Ranges) -> list[tuple[str, str, str]]:
    """Return the name, the condition and the comment of each route."""
    return [
        (
            route.id,
            f"({' AND '.join(condition_sql(condition, ranges) for _, condition in needs)})",
            _comment(route.source, edition),
        )
        for route, needs in edition.routes
    ]


def _eligible(edition: Edition, ranges: Ranges) -> str:
    """Write the condition of a row that every gate lets through."""
    return f"({' AND '.join(holds for _, holds, _ in _gates(edition, ranges)) or 'TRUE'})"


def _lines(edition: Edition, ranges: Ranges, kept: Sequence[str]) -> str:
    """Write the query of failed gates, routes and lines. The columns ``kept`` stay, but those named as a line.

    An eligible row has failed no gate: that it needs no look at each saves a third of the time of the gates.
    """
    failed = _names_where([(name, f"NOT {holds}", comment) for name, holds, comment in _gates(edition, ranges)])
    routes = _routes(edition, ranges)
    columns = ["eligible", f"CASE WHEN eligible THEN '' ELSE {failed} END AS failed_gates"]
    columns += [f"{_names_where(routes)} AS routes"] if routes else []
    for indicator, quantity in edition.indicators:
        rounded = half_up_sql(quantity, ranges, edition.file.policy.decimals)
        columns.append(f"{rounded} AS {identifier(indicator.id)}{_comment(indicator.source, edition)}")
    ids = {indicator.id for indicator, _ in edition.indicators}
    columns += [identifier(name) for name in kept if name not in ids]
    listed = "\n    , ".join(columns)
    return f'  SELECT\n    {listed}\n  FROM "gates"'


def _names_where(tests: Sequence[tuple[str, str, str]]) -> str:
    """Write a text of the names whose tests hold, separated by blanks. ``tests`` has name, test and comment."""
    if not tests:
        return "''"
    cases = "".join(f"\n      , CASE WHEN {test} THEN '{name}' END{comment}" for name, test, comment in tests)
    return f"concat_ws(' '{cases})"


def _comment(source: Citations, edition: Edition) -> str:
    cited = "; ".join(f"{edition.documents[one.document].title} {one.article.zh}" for one in citations_of(source))
    return f" /* {cited.replace('*/', '* /')} */"


def _sums(edition: Edition) -> str:
    """Write the sums of the lines: all, each group, and the core lines."""
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


def _answers(edition: Edition, ranges: Ranges, carried: Sequence[str], keys: Sequence[str]) -> str:
    """Write the final query: what the answer has, with the total and the pass mark that are made of the sums."""
    anything = (-LARGEST_INTEGER, LARGEST_INTEGER)
    sums = {name: anything for indicator, _ in edition.indicators for name in (indicator.id, indicator.group) if name}
    limits = {**ranges, **sums, LINES: anything, TOTAL: anything}
    total = identifier(LINES)
    if edition.total is not None:
        places = edition.file.policy.decimals
        total = half_up_sql(edition.total, limits, places)
    first = "".join(f"{identifier(name)}, " for name in carried)
    lines = "".join(
        f", {identifier(name)}" for name in (*(line.id for line, _ in edition.indicators), *rank_groups(edition))
    )
    routes = ", routes" if edition.routes else ""
    answer = f"SELECT {first}eligible, failed_gates{routes}{lines}, core_points, "
    ranked = "".join(f", {identifier(name)} AS {identifier(key_column(name))}" for name in keys if name != TOTAL)
    if edition.passes is None:
        return f'{answer}{total} AS total{ranked} FROM "sums"'
    passes = condition_sql(edition.passes, limits)
    summed = f'(SELECT *, {total} AS "{TOTAL}" FROM "sums") AS "answers"'
    column = ENTERS_RANKING if edition.has_entry_mark else REACHED
    return f"{answer}total{ranked}, {passes} AS {column} FROM {summed}"
