"""What is to be made of a table: which columns are which facts, which editions its rows ask for, what is written."""

import datetime
from collections.abc import Mapping, Sequence

import msgspec

from hukou_cli.batch.cells import quoted
from hukou_cli.batch.columns import (
    CITY,
    ID,
    LINE,
    ROUND,
    Columns,
    check_free,
    check_there,
    close_to,
    columns_of,
    missing_column,
    missing_columns,
    special_columns,
)
from hukou_cli.batch.engine import ROW, Job, Worker
from hukou_cli.batch.query import Table, result_columns
from hukou_cli.batch.ranking import ADMITTED, RANK
from hukou_cli.batch.reader import ParquetInput, Source
from hukou_cli.errors import Finding, HukouError, NotFound, harmless
from hukou_cli.messages import Language
from hukou_cli.months import from_date
from hukou_cli.policy.catalog import Catalog
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.rounds import RoundId, read_round
from hukou_cli.scoring.query import PASSES
from hukou_cli.scoring.seen import check_seen

MOST_CITIES = 10_000
"""How many different cities and rounds a table is looked through for."""


class Asked(msgspec.Struct, frozen=True):
    """What the user asks for. ``keep`` is ``all``, ``none``, names of columns, or None for the id alone."""

    city: str | None
    round: RoundId | None
    keep: str | None
    language: Language
    form: str
    today: datetime.date
    ranked: bool = False
    safe: bool = True


class Plan(msgspec.Struct, frozen=True):
    """A job, what was noticed about the columns, and the editions, each with its round."""

    job: Job
    notes: tuple[Finding, ...]
    editions: tuple[tuple[Edition, RoundId], ...]


def plan(source: Source, catalog: Catalog, asked: Asked) -> Plan:
    """Plan a batch. Raises NotFound with everything that stands in its way."""
    special = special_columns(source.header)
    mixed = CITY in special or ROUND in special
    if mixed:
        source.rewindable()
    pairs = _distinct(source, special) if mixed else []
    groups = _groups(pairs, source, catalog, asked, special) if mixed else _one(catalog, asked)
    if not groups:
        values = {"allowed": " ".join(catalog.cities())}
        raise NotFound([Finding(code="no-row-of-a-city", values=values, file=source.name)])
    found = [_columns(source, edition, round_, mixed=mixed) for edition, round_, _ in groups]
    kept = _kept(source, found, special, asked.keep, mixed=mixed)
    keys = groups[0][0].file.result.rank_by if asked.ranked else ()
    job = Job(
        header=tuple(source.header),
        tables=tuple(
            _table(source, columns, group, asked, kept, keys) for columns, group in zip(found, groups, strict=True)
        ),
        columns=_written(source, groups, special, asked, kept, keys),
        form=asked.form,
        language=asked.language,
        which=tuple(which for _, _, which in groups),
        lost=_lost(pairs, source, catalog, asked, special) if mixed else "",
    )
    editions = tuple((edition, round_) for edition, round_, _ in groups)
    return Plan(job, tuple(_not_facts(found, editions, source, kept)), editions)


Group = tuple[Edition, RoundId, str]


def _one(catalog: Catalog, asked: Asked) -> list[Group]:
    if asked.city is None:
        raise NotFound([Finding(code="no-city-column", values={"allowed": " ".join(catalog.cities())})])
    edition = catalog.find(asked.city, asked.round)
    return [(edition, asked.round or edition.default_round(from_date(asked.today)), "TRUE")]


def _columns(source: Source, edition: Edition, round_: RoundId, *, mixed: bool) -> Columns:
    """Find which columns are an edition's facts. In a table of several cities a row says itself what it lacks."""
    check_seen(edition)
    columns = columns_of(source.header, edition, source.name, source.header_line)
    if not columns.facts:
        values = {"allowed": " ".join(edition.facts)}
        raise NotFound([Finding(code="no-fact-columns", values=values, file=source.name, line=source.header_line)])
    missing = missing_columns(columns, edition, edition.window(round_).limits)
    if missing and not mixed:
        raise NotFound([missing_column(name, edition, source.name, source.header_line) for name in missing])
    if isinstance(source, ParquetInput):
        _check_binary(source, columns)
    return columns


def _table(  # noqa: PLR0913, PLR0917
    source: Source, columns: Columns, group: Group, asked: Asked, kept: Sequence[str], keys: tuple[str, ...]
) -> Table:
    """Say how the rows of one edition and round are scored."""
    positions = _positions(source)
    return Table(
        edition=group[0],
        round=group[1],
        facts={name: positions[column] for name, column in columns.facts.items()},
        kept={name: positions[name] for name in kept},
        headers={position: column for column, position in positions.items()},
        id=positions[columns.special[ID]] if ID in columns.special else None,
        today=from_date(asked.today),
        keys=keys,
        safe=asked.safe,
    )


def _written(  # noqa: PLR0913, PLR0917
    source: Source,
    groups: Sequence[Group],
    special: Mapping[str, str],
    asked: Asked,
    kept: Sequence[str],
    keys: Sequence[str],
) -> tuple[str, ...]:
    """Give the columns of the output. Raises NotFound where one that is kept is called like a result."""
    results = list(dict.fromkeys(name for edition, _, _ in groups for name in result_columns(edition)))
    for last in ("core_share", "total"):
        if last in results:
            results.append(results.pop(results.index(last)))
    beside = (ROW, LINE, *((RANK, ADMITTED) if asked.ranked else ()))
    check_free(kept, (*results, *beside), source.name, source.header_line)
    numbered = asked.keep is None and ID not in special
    return (*([ROW] if numbered else []), *kept, *results, *key_columns(groups[0][0], keys))


def _positions(source: Source) -> dict[str, str]:
    """Give the name that the engine has for each column."""
    return {column: f"c{at}" for at, column in enumerate(source.header)}


Pair = tuple[str | None, str | None]
"""A city and a round as a row writes them."""


def _groups(
    pairs: Sequence[Pair], source: Source, catalog: Catalog, asked: Asked, special: Mapping[str, str]
) -> list[Group]:
    """Find the editions and rounds that the rows name, and which rows are of each."""
    columns = _named(source, special)
    tests: dict[tuple[str, RoundId], list[str]] = {}
    editions: dict[tuple[str, RoundId], Edition] = {}
    for city, round_ in pairs:
        try:
            edition, meant = _meant(catalog, asked, city, round_)
        except HukouError:
            continue  # the rows are told one by one
        same = [
            f"{column} IS NOT DISTINCT FROM {'NULL' if text is None else quoted(text)}"
            for column, text in zip(columns, (city, round_), strict=True)
            if column is not None
        ]
        editions[edition.id, meant] = edition
        tests.setdefault((edition.id, meant), []).append(f"({' AND '.join(same)})")
    return [(editions[key], key[1], f"({' OR '.join(test)})") for key, test in sorted(tests.items())]


def _named(source: Source, special: Mapping[str, str]) -> list[str | None]:
    """Give the columns of the city and of the round, as the engine has them."""
    positions = _positions(source)
    return [positions[special[name]] if name in special else None for name in (CITY, ROUND)]


def _distinct(source: Source, special: Mapping[str, str]) -> list[Pair]:
    """List every pair of city and round that the rows hold."""
    columns = [column or "NULL" for column in _named(source, special)]
    worker = Worker(Job(tuple(source.header)))
    found: dict[Pair, None] = {}
    try:
        for piece in source.pieces(1):
            found |= dict.fromkeys((city, round_) for city, round_ in worker.distinct(piece, columns))
            if len(found) > MOST_CITIES:
                break
    finally:
        worker.close()
    return list(found)


def _meant(catalog: Catalog, asked: Asked, city: str | None, written: str | None) -> tuple[Edition, RoundId]:
    """Find the edition and round of a row: its own words, else what was asked for. Raises NotFound."""
    named = city if city is not None else asked.city
    round_ = asked.round if written is None else read_round(written.strip())
    if named is None or (written is not None and round_ is None):
        raise NotFound([])
    edition = catalog.find(named, round_)
    check_seen(edition)
    return edition, round_ or edition.default_round(from_date(asked.today))


def _lost(pairs: Sequence[Pair], source: Source, catalog: Catalog, asked: Asked, special: Mapping[str, str]) -> str:
    """Write the code of a row that is of no edition: its city cannot be scored in any round, or else not in its own."""
    if CITY not in special:
        return "'row-of-unknown-round'"
    column = _positions(source)[special[CITY]]
    known = [
        f"{column} IS NOT DISTINCT FROM {'NULL' if city is None else quoted(city)}"
        for city in dict.fromkeys(city for city, _ in pairs)
        if _scorable(catalog, asked.city if city is None else city)
    ]
    return f"CASE WHEN {' OR '.join(known) or 'FALSE'} THEN 'row-of-unknown-round' ELSE 'row-of-unknown-city' END"


def _scorable(catalog: Catalog, city: str | None) -> bool:
    """Tell whether a city can be scored in some round."""
    if city is None:
        return False
    try:
        check_seen(catalog.find(city))
    except HukouError:
        return False
    return True


def _check_binary(source: ParquetInput, columns: Columns) -> None:
    """Refuse facts that are held as binary fractions: what was meant cannot be told from them."""
    found = [column for column in columns.facts.values() if column in source.binary]
    if found:
        values = {"seen": " ".join(found)}
        raise NotFound([Finding(code="binary-fractions", values=values, file=source.name)])


def _not_facts(
    found: Sequence[Columns], editions: Sequence[tuple[Edition, RoundId]], source: Source, kept: Sequence[str]
) -> list[Finding]:
    """Note the columns that are no facts: those first that look like a misspelt one, then those that are dropped."""
    others = [column for column in found[0].other if all(column in columns.other for columns in found)]
    if not others:
        return []
    misspelt: dict[str, str] = {}
    each = {edition.id: (edition, columns) for (edition, _), columns in zip(editions, found, strict=True)}
    for edition, columns in each.values():
        elsewhere = edition.elsewhere()
        meant = {column: close_to(column, edition) for column in others if column not in elsewhere}
        misspelt |= {column: fact for column, fact in meant.items() if fact and fact not in columns.facts}
    notes = [("column-near-fact", {"seen": harmless(column), "nearest": fact}) for column, fact in misspelt.items()]
    dropped = [column for column in others if column not in kept]
    if dropped:
        notes.append(("columns-dropped", {"seen": harmless(" ".join(dropped))}))
    return [Finding(code=code, values=values, file=source.name, line=source.header_line) for code, values in notes]


def _kept(
    source: Source, found: Sequence[Columns], special: Mapping[str, str], keep: str | None, *, mixed: bool
) -> list[str]:
    """Give the columns that are written out again."""
    own = [special[name] for name in (ID, *((CITY, ROUND) if mixed else ())) if name in special]
    if keep is None:
        return own
    if keep == "none":
        return []
    if keep == "all":
        facts = {column for columns in found for column in columns.facts.values()}
        return [column for column in source.header if column not in facts]
    wanted = [name.strip() for name in keep.split(",") if name.strip()]
    check_there(wanted, source.header, source.name, source.header_line)
    return list(dict.fromkeys(wanted))


def key_columns(edition: Edition, keys: Sequence[str]) -> list[str]:
    """Give the columns that a ranking needs beside those that are written."""
    return [*(f"key_{key}" for key in keys), *([PASSES] if keys and edition.passes is not None else [])]
