"""What is to be made of a table: which columns are which facts, which editions its rows ask for, what is written."""

import datetime
from collections.abc import Mapping, Sequence

import msgspec

from hukou_cli.batch.cells import quoted
from hukou_cli.batch.columns import CITY, ID, ROUND, Columns, close_to, columns_of, missing_columns, special_columns
from hukou_cli.batch.engine import ROW, Job, Worker
from hukou_cli.batch.query import Table, result_columns
from hukou_cli.batch.reader import JsonInput, ParquetInput, TextInput
from hukou_cli.errors import Finding, HukouError, NotFound, harmless, nearest
from hukou_cli.messages import Language
from hukou_cli.months import from_date
from hukou_cli.policy.catalog import Catalog
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.rounds import RoundId, read_round
from hukou_cli.scoring.query import PASSES
from hukou_cli.scoring.seen import check_seen

MOST_CITIES = 10_000
"""How many different cities and rounds a table is looked through for."""

Source = TextInput | JsonInput | ParquetInput


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
    groups = _groups(source, catalog, asked, special) if mixed else _one(catalog, asked)
    today, file = from_date(asked.today), source.name
    positions = {column: f"c{at}" for at, column in enumerate(source.header)}
    notes: list[Finding] = []
    found = [columns_of(source.header, edition, file, source.header_line) for edition, _, _ in groups]
    for columns, (edition, round_, _) in zip(found, groups, strict=True):
        check_seen(edition)
        if not columns.facts:
            values = {"allowed": " ".join(edition.facts)}
            raise NotFound([Finding(code="no-fact-columns", values=values, file=file, line=source.header_line)])
        missing = missing_columns(columns, edition, edition.window(round_).limits)
        if missing and not mixed:
            raise NotFound([missing_column(name, edition, file, source.header_line) for name in missing])
        if isinstance(source, ParquetInput):
            _check_binary(source, columns)
    if not groups:
        raise NotFound([Finding(code="no-row-of-a-city", values={"allowed": " ".join(catalog.cities())}, file=file)])
    if len(groups) == 1:
        notes += _not_facts(found[0], groups[0][0], source, asked)
    kept = _kept(source, found, special, asked.keep, mixed=mixed)
    keys = _keys(groups[0][0]) if asked.ranked else ()
    tables = [
        Table(
            edition=edition,
            round=round_,
            facts={name: positions[column] for name, column in columns.facts.items()},
            kept={name: positions[name] for name in kept},
            headers={positions[column]: column for column in source.header},
            id=positions[special[ID]] if ID in special else None,
            today=today,
            keys=keys,
            safe=asked.safe,
        )
        for columns, (edition, round_, _) in zip(found, groups, strict=True)
    ]
    results = list(dict.fromkeys(name for edition, _, _ in groups for name in result_columns(edition)))
    for last in ("core_share", "total"):
        if last in results:
            results.append(results.pop(results.index(last)))
    taken = [name for name in kept if name in (*results, ROW)]
    if taken:
        values = {"seen": " ".join(taken)}
        raise NotFound([Finding(code="column-name-taken", values=values, file=file, line=source.header_line)])
    numbered = asked.keep is None and ID not in special
    job = Job(
        header=tuple(source.header),
        delimiter=source.dialect.delimiter if isinstance(source, TextInput) else ",",
        tables=tuple(tables),
        columns=(*([ROW] if numbered else []), *kept, *results, *key_columns(groups[0][0], keys)),
        form=asked.form,
        language=asked.language,
        which=tuple(which for _, _, which in groups),
        lost=_lost(groups, positions, special) if mixed else "",
    )
    return Plan(job, tuple(notes), tuple((edition, round_) for edition, round_, _ in groups))


Group = tuple[Edition, RoundId, str]


def _one(catalog: Catalog, asked: Asked) -> list[Group]:
    if asked.city is None:
        raise NotFound([Finding(code="no-city-column", values={"allowed": " ".join(catalog.cities())})])
    edition = catalog.find(asked.city, asked.round)
    return [(edition, asked.round or edition.default_round(from_date(asked.today)), "TRUE")]


def _groups(source: Source, catalog: Catalog, asked: Asked, special: Mapping[str, str]) -> list[Group]:
    """Find the editions and rounds that the rows name, and which rows are of each."""
    positions = [f"c{source.header.index(special[name])}" if name in special else None for name in (CITY, ROUND)]
    tests: dict[tuple[str, RoundId], list[str]] = {}
    editions: dict[tuple[str, RoundId], Edition] = {}
    for city, round_ in _distinct(source, asked, positions):
        try:
            edition, meant = _meant(catalog, asked, city, round_)
        except HukouError:
            continue  # the rows are told one by one
        same = [
            f"{column} IS NOT DISTINCT FROM {'NULL' if text is None else quoted(text)}"
            for column, text in zip(positions, (city, round_), strict=True)
            if column is not None
        ]
        editions[edition.id, meant] = edition
        tests.setdefault((edition.id, meant), []).append(f"({' AND '.join(same)})")
    return [(editions[key], key[1], f"({' OR '.join(test)})") for key, test in sorted(tests.items())]


def _distinct(source: Source, asked: Asked, positions: Sequence[str | None]) -> list[tuple[str | None, str | None]]:
    """List every pair of city and round that the rows hold, as written."""
    delimiter = source.dialect.delimiter if isinstance(source, TextInput) else ","
    job = Job(tuple(source.header), delimiter, (), (), "csv", asked.language)
    worker = Worker(job)
    found: dict[tuple[str | None, str | None], None] = {}
    try:
        for piece in source.pieces(1):
            pairs = worker.distinct(piece, [column or "NULL" for column in positions])
            found |= dict.fromkeys((city, round_) for city, round_ in pairs)
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


def _lost(groups: Sequence[Group], positions: Mapping[str, str], special: Mapping[str, str]) -> str:
    """Write the code of a row that is of no edition: its city is not known, or else its round."""
    if CITY not in special:
        return "'row-of-unknown-round'"
    cities = {name.lower() for edition, _, _ in groups for name in (*edition.city_names, edition.file.policy.folder)}
    known = ", ".join(map(quoted, sorted(cities)))
    column = positions[special[CITY]]
    other = "row-of-unknown-round" if ROUND in special else "row-of-unknown-city"
    return f"CASE WHEN lower(trim({column})) IN ({known}) THEN '{other}' ELSE 'row-of-unknown-city' END"


def missing_column(name: str, edition: Edition, file: str = "", line: int = 0) -> Finding:
    """Say that a table has no column for a fact without which no row can be scored."""
    words = edition.facts[name].name
    return Finding(code="no-column", values={"fact": name, "zh": words.zh, "en": words.en}, file=file, line=line)


def _check_binary(source: ParquetInput, columns: Columns) -> None:
    """Refuse facts that are held as binary fractions: what was meant cannot be told from them."""
    found = [column for column in columns.facts.values() if column in source.binary]
    if found:
        values = {"seen": " ".join(found)}
        raise NotFound([Finding(code="binary-fractions", values=values, file=source.name)])


def _not_facts(columns: Columns, edition: Edition, source: Source, asked: Asked) -> list[Finding]:
    """Note the columns that are no facts and are dropped, those first that look like a misspelt one."""
    if asked.keep == "all":
        return []
    dropped = [column for column in columns.other if column not in (asked.keep or "").split(",")]
    elsewhere = edition.elsewhere()
    notes = []
    for column in dropped:
        close = "" if column in elsewhere else close_to(column, edition)
        if close and close not in columns.facts:
            values = {"seen": harmless(column), "nearest": close}
            notes.append(Finding(code="column-near-fact", values=values, file=source.name, line=source.header_line))
    if dropped:
        values = {"seen": harmless(" ".join(dropped))}
        notes.append(Finding(code="columns-dropped", values=values, file=source.name, line=source.header_line))
    return notes


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
    unknown = [name for name in wanted if name not in source.header]
    if unknown:
        raise NotFound(
            [
                Finding(
                    code="no-such-column",
                    values={
                        "seen": harmless(name),
                        "nearest": nearest(name, source.header) or "",
                        "allowed": harmless(" ".join(source.header)),
                    },
                    file=source.name,
                    line=source.header_line,
                )
                for name in unknown
            ]
        )
    return list(dict.fromkeys(wanted))


def key_columns(edition: Edition, keys: Sequence[str]) -> list[str]:
    """Give the columns that a ranking needs beside those that are written."""
    return [*(f"key_{key}" for key in keys), *([PASSES] if keys and edition.passes is not None else [])]


def _keys(edition: Edition) -> tuple[str, ...]:
    """Give what a ranking of the edition orders by."""
    return edition.file.result.rank_by
