"""How a table is scored, worked out: which columns are which facts, which editions its rows are of, what is written."""

from collections.abc import Iterator, Mapping, Sequence

from hukou_cli.base.calendar import from_date
from hukou_cli.base.errors import Finding, InvalidOption, InvalidTable
from hukou_cli.base.redaction import harmless
from hukou_cli.base.spreadsheet import formula_safe
from hukou_cli.policy.catalog import Catalog
from hukou_cli.sql.edition import REACHED, key_column
from hukou_cli.sql.partition import Partition
from hukou_cli.sql.table import result_columns
from hukou_cli.table.columns import (
    CITY,
    ID,
    LINE,
    ROUND,
    ROW,
    ColumnMap,
    Header,
    check_complete,
    check_exact,
    check_free,
    columns_named,
    map_columns,
    misspelt,
    names_of,
    special_columns,
)
from hukou_cli.table.plan import Plan, Request, Unrouted
from hukou_cli.table.ranking import ADMITTED, RANK, own_columns
from hukou_cli.table.routing import Route, find_routes
from hukou_cli.table.source.inputs import Source


def plan_table(source: Source, catalog: Catalog, request: Request) -> Plan:
    """Plan how a table is scored. Raises InvalidTable or InvalidOption with everything that stands in its way."""
    header = Header(source.header, source.name, source.header_line, source.binary)
    special = special_columns(source.header)
    if not {CITY, ROUND}.isdisjoint(special):
        source.make_rewindable()
        routes, unrouted = find_routes(source, catalog, request, special)
    else:
        routes, unrouted = [_one(catalog, request)], None
    for route in routes:
        route.edition.require_scorable()
    maps = [map_columns(header, route.edition) for route in routes]
    if not any(columns.facts for columns in maps):
        facts = dict.fromkeys(name for route in routes for name in route.edition.facts)
        raise InvalidTable([header.finding("no-fact-columns", allowed=" ".join(facts))])
    return plan_routes(header, routes, maps, request, unrouted)


def plan_routes(
    header: Header,
    routes: Sequence[Route],
    maps: Sequence[ColumnMap],
    request: Request,
    unrouted: Unrouted | None = None,
) -> Plan:
    """Plan how rows are scored whose editions and columns are known. Raises InvalidTable, InvalidOption.

    Args:
        header: The columns of the table.
        routes: The editions and rounds of its rows.
        maps: What the columns are to each of them.
        request: What the user asks.
        unrouted: How rows of no edition are told, where rows name their own.

    """
    for columns, route in zip(maps, routes, strict=True):
        if unrouted is None:  # in a table of several cities a row says itself what it lacks
            limits = route.edition.calendar.window(route.round).limits
            check_complete(columns, route.edition, limits, header)
        check_exact(columns.facts.values(), header)
    kept = _kept(header, maps, request, mixed=unrouted is not None)
    keys = tuple(routes[0].edition.file.result.rank_by) if request.ranked else ()
    ahead = (note for route in routes for note in route.edition.calendar.notes_on(route.round))
    return Plan(
        header=tuple(header.columns),
        partitions=tuple(
            _partition(header, route, columns, request, kept, keys) for route, columns in zip(routes, maps, strict=True)
        ),
        columns=_written(header, routes, maps[0].special, request, kept, keys),
        form=request.form,
        language=request.language,
        unrouted=unrouted,
        notes=(*_notes(header, routes, maps, kept), *ahead),
    )


def _one(catalog: Catalog, request: Request) -> Route:
    """Return the one edition and round of a table whose rows do not name theirs."""
    if request.city is None:
        raise InvalidOption([Finding(code="no-city-column", values={"allowed": " ".join(catalog.cities())})])
    edition = catalog.find(request.city, request.round)
    return Route(edition, request.round or edition.calendar.default(from_date(request.today)))


def _partition(  # noqa: PLR0913, PLR0917
    header: Header, route: Route, columns: ColumnMap, request: Request, kept: Sequence[str], keys: tuple[str, ...]
) -> Partition:
    positions = names_of(header.columns)
    return Partition(
        edition=route.edition,
        round=route.round,
        facts={name: positions[column] for name, column in columns.facts.items()},
        kept={_written_name(name, request): positions[name] for name in kept},
        headers={position: column for column, position in positions.items()},
        id=positions[columns.special[ID]] if ID in columns.special else None,
        today=from_date(request.today),
        keys=keys,
        safe=request.safe,
        where=route.where,
    )


def _written(  # noqa: PLR0913, PLR0917
    header: Header,
    routes: Sequence[Route],
    special: Mapping[str, str],
    request: Request,
    kept: Sequence[str],
    keys: Sequence[str],
) -> tuple[str, ...]:
    """Return the columns of the output. Raises InvalidTable where one that is kept is called like a result."""
    results = list(dict.fromkeys(name for route in routes for name in result_columns(route.edition)))
    for last in ("core_share", "total", REACHED):
        if last in results:
            results.append(results.pop(results.index(last)))
    numbered = [ROW] if request.numbered and request.keep is None and ID not in special else []
    beside = (*numbered, LINE, *((RANK, ADMITTED) if request.ranked else ()))
    names = [_written_name(name, request) for name in kept]
    hidden = tuple(map(key_column, keys))  # what a ranking needs beside what is written
    check_free(names, (*results, *beside, *hidden, *(own_columns(len(keys)) if keys else ())), header)
    return (*numbered, *names, *results, *hidden)


def _written_name(column: str, request: Request) -> str:
    return formula_safe(column) if request.safe else column


def _notes(
    header: Header, routes: Sequence[Route], maps: Sequence[ColumnMap], kept: Sequence[str]
) -> Iterator[Finding]:
    """Yield notes on the columns that are no facts: first those like a misspelt one, then those that are dropped."""
    others = [column for column in maps[0].other if all(column in columns.other for columns in maps)]
    if not others:
        return
    near: dict[str, str] = {}
    for edition, columns in {
        route.edition.id: (route.edition, columns) for route, columns in zip(routes, maps, strict=True)
    }.values():
        near |= {column: fact for column, fact in misspelt(columns, edition).items() if column in others}
    for column, fact in near.items():
        yield header.finding("column-near-fact", seen=harmless(column), nearest=fact)
    dropped = [column for column in others if column not in kept]
    if dropped:
        yield header.finding("columns-dropped", seen=harmless(" ".join(dropped)))


def _kept(header: Header, maps: Sequence[ColumnMap], request: Request, *, mixed: bool) -> list[str]:
    """Return the columns that are written out again."""
    special = maps[0].special
    if request.keep is None:
        return [special[name] for name in (ID, *((CITY, ROUND) if mixed else ())) if name in special]
    if request.keep == "all":
        facts = {column for columns in maps for column in columns.facts.values()}
        return [column for column in header.columns if column not in facts]
    return list(columns_named(request.keep, header))
