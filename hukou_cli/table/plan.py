"""The plan of a table: its columns mapped to facts, its partitions, and the columns that are written."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

import msgspec

from hukou_cli.base.bilingual import Bilingual
from hukou_cli.base.calendar import from_date
from hukou_cli.base.errors import Finding, InvalidTable
from hukou_cli.base.redaction import harmless
from hukou_cli.base.spreadsheet import formula_safe
from hukou_cli.policy.edition import TOTAL
from hukou_cli.policy.rounds import RoundId
from hukou_cli.sql.edition import ENTERS_RANKING, key_column
from hukou_cli.sql.output import LINE_COLUMNS, MAY_RISE, result_columns
from hukou_cli.sql.partition import Partition
from hukou_cli.sql.table import DISPUTED
from hukou_cli.table.columns import (
    ADMITTED,
    CITY,
    ID,
    LINE,
    RANK,
    ROUND,
    ROW,
    ROW_ID,
    ColumnMap,
    Header,
    check_complete,
    check_exact,
    check_free,
    columns_named,
    has_begun,
    id_notes,
    map_columns,
    misspelt,
    names_of,
    ranking_columns,
)
from hukou_cli.table.headings import RESERVED, heading, headings_of
from hukou_cli.table.output import Form
from hukou_cli.table.source.inputs import Source
from hukou_cli.text.language import Language

MOST_NAMED = 4
"""How many facts are named where no column is one."""


class Request(msgspec.Struct, frozen=True):
    """The user's options for a table.

    Attributes:
        city: The city of rows that do not name theirs.
        round: The round of rows that do not name theirs.
        keep: The columns that are written out again; None for the id alone.
        language: The language of the rejects.
        form: The form of the output.
        today: The day after which no date may lie.
        on: The day to judge on: rows that name no round are scored in the one to come.
        ranked: Whether the scores are ranked afterwards.
        safe: Whether text that a spreadsheet would run is made harmless.
        headings: The language of the headings and of what is not met; None for ids.
        numbered: Whether rows without an id get a column of their line.
        from_records: Whether facts are counted from a long table, of which the rejects name the line.

    """

    city: str | None
    round: RoundId | None
    keep: tuple[str, ...] | Literal["all"] | None
    language: Language
    form: Form
    today: datetime.date
    on: datetime.date
    ranked: bool = False
    safe: bool = True
    headings: Language | None = None
    numbered: bool = True
    from_records: bool = False


class Unrouted(msgspec.Struct, frozen=True):
    """The rows of no edition, in a table whose rows name their city or round.

    Attributes:
        known: SQL condition of the rows whose city can be scored in some round.
        city: The source column that names the city, if there is one.
        round: The source column that names the round, if there is one.
        notes: Which city a spelling of several is taken for.

    """

    known: str
    city: str | None
    round: str | None
    notes: tuple[Finding, ...] = ()


class Plan(msgspec.Struct, frozen=True):
    """The plan by which every chunk of a table is scored. Without partitions its rows are only read.

    Attributes:
        header: The columns of the table.
        partitions: One for each edition and round that rows may be of.
        columns: The columns that are written, by id.
        headings: The name that each is written under.
        form: The form in which a chunk writes its scores. Rankings and workbooks are made of Parquet.
        language: The language of the rejects.
        unrouted: The rows of no edition; None where all are of the one partition there is.
        from_records: Whether facts are counted from a long table, of which the rejects name the line.
        letters: The letters of each heading of a sheet, by which rejects name cells; None where no table is a sheet.
        notes: Findings about the columns and the rounds that stop nothing.

    """

    header: tuple[str, ...]
    partitions: tuple[Partition, ...] = ()
    columns: tuple[str, ...] = ()
    headings: Mapping[str, str] = {}
    form: Literal["csv", "json", "parquet"] = "csv"
    language: Language = "en"
    unrouted: Unrouted | None = None
    from_records: bool = False
    letters: Mapping[str, str] | None = None
    notes: tuple[Finding, ...] = ()

    def with_cells(self) -> "Plan":
        """Return the plan of a table that is no sheet beside records that are: rejects name the cells of these."""
        return msgspec.structs.replace(self, letters=self.letters or {})

    def rows_of(self, part: int, source: str) -> str:
        """Return SQL of the rows of a source that are of a partition."""
        where = self.partitions[part].where
        return source if where == "TRUE" else f"(SELECT * FROM {source} WHERE {where})"

    def heading(self, name: str) -> str:
        """Return the name under which a chunk writes a column: what is laid aside has ids."""
        return name if self.form == "parquet" else self.headings[name]

    @property
    def is_unrouted(self) -> str:
        """SQL condition of the rows that are of no edition."""
        return " AND ".join(("_problem IS NULL", *(f"({one.where}) IS NOT TRUE" for one in self.partitions)))


def header_of(source: Source) -> Header:
    """Return the header of a source, for findings about its columns."""
    kinds, records, lettered = source.kinds, source.records, source.lettered
    return Header(
        source.header, source.name, source.header_line, kinds, records=records, lettered=lettered, sheet=source.sheet
    )


def plan_table(
    header: Header, partitions: Sequence[Partition], request: Request, unrouted: Unrouted | None = None
) -> Plan:
    """Plan how the rows of some partitions are scored.

    Args:
        header: The columns of the table.
        partitions: The edition, the round and the condition of each; the rest of them is found here.
        request: The user's options.
        unrouted: The rows of no edition, where rows name their own.

    Raises:
        NotFound: The points of an edition are not published.
        InvalidTable: With every fault of the columns.
        InvalidOption: A column to keep is not there.

    """
    for partition in partitions:
        partition.edition.require_scorable()
    maps = [map_columns(header, partition.edition) for partition in partitions]
    if header.file and not any(columns.facts for columns in maps):  # its remedy is about the first row of a file
        first = partitions[0].edition
        names = [first.facts[name].name for name in (*first.facts,)[:MOST_NAMED]]
        told = {
            "allowed_zh": "、".join(words.zh for words in names),
            "allowed": ", ".join(words.en for words in names),
        }
        raise InvalidTable([header.finding("no-fact-columns", city=first.file.policy.folder, **told)])
    for columns, partition in zip(maps, partitions, strict=True):
        if unrouted is None:  # in a table of several cities, missing facts are rejects of each row
            limits = partition.edition.calendar.window(partition.round).limits
            check_complete(columns, partition.edition, limits, header)
        check_exact(columns.facts.values(), header)
    kept = _kept(header, maps, request, mixed=unrouted is not None)
    keys = _rank_keys(partitions, request)
    written = _written(header, partitions, maps[0].special, request, kept, keys)
    return Plan(
        header=tuple(header.columns),
        partitions=tuple(
            _complete(header, partition, columns, request, kept, keys)
            for partition, columns in zip(partitions, maps, strict=True)
        ),
        columns=written,
        headings=headings_of(written, [one.edition for one in partitions], request.headings),
        form=request.form if request.form in ("csv", "json") and not request.ranked else "parquet",
        language=request.language,
        unrouted=unrouted,
        from_records=request.from_records,
        letters=header.letters,
        notes=(
            *(unrouted.notes if unrouted else ()),
            *id_notes(header),
            *_notes(header, partitions, maps, kept),
            *_defaulted(header, partitions, maps),
        ),
    )


def _complete(  # noqa: PLR0913, PLR0917
    header: Header,
    partition: Partition,
    columns: ColumnMap,
    request: Request,
    kept: Sequence[str],
    keys: tuple[str, ...],
) -> Partition:
    """Return a partition with its columns."""
    positions = names_of(header.columns)
    return msgspec.structs.replace(
        partition,
        facts={name: positions[column] for name, column in columns.facts.items()},
        kept={_written_name(name, request): positions[name] for name in kept},
        headers={positions[column]: column for column in header.columns},
        id=positions[columns.special[ID]] if ID in columns.special else None,
        today=from_date(request.today),
        keys=keys,
        words=request.headings,
        safe=request.safe,
    )


def _written(  # noqa: PLR0913, PLR0917
    header: Header,
    partitions: Sequence[Partition],
    special: Mapping[str, str],
    request: Request,
    kept: Sequence[str],
    keys: Sequence[str],
) -> tuple[str, ...]:
    """Return the columns of the output. Raises InvalidTable where one that is kept is called like a result."""
    results = list(dict.fromkeys(name for one in partitions for name in result_columns(one.edition)))
    for last in ("core_share", "total", ENTERS_RANKING, *LINE_COLUMNS, MAY_RISE):
        if last in results:
            results.append(results.pop(results.index(last)))
    numbered = [ROW] if request.numbered and request.keep is None and ID not in special else []
    beside = (*numbered, LINE, ROW_ID, DISPUTED, *((RANK, ADMITTED) if request.ranked else ()))
    names = [_written_name(name, request) for name in kept]
    orders = tuple(map(key_column, keys))
    beside = (*beside, *(heading(name, request.headings) for name in RESERVED if name in results or name in beside))
    check_free(names, (*results, *beside, *orders, *(ranking_columns(len(keys)) if request.ranked else ())), header)
    return (*numbered, *names, *results, *orders)


def _rank_keys(partitions: Sequence[Partition], request: Request) -> tuple[str, ...]:
    """Return what orders the rows, where they are ranked, or where one who ranks them later could not know it."""
    keys = tuple(partitions[0].edition.file.result.rank_by)
    found = {one.edition.file.result.rank_by if one.edition.indicators else () for one in partitions}
    return keys if request.ranked or (found == {keys} and keys != (TOTAL,)) else ()


def _written_name(column: str, request: Request) -> str:
    return formula_safe(column) if request.safe else column


def _notes(
    header: Header, partitions: Sequence[Partition], maps: Sequence[ColumnMap], kept: Sequence[str]
) -> Iterator[Finding]:
    """Yield notes on the columns that are no facts: first those like a misspelt one, then those that are dropped."""
    others = [column for column in maps[0].other if all(column in columns.other for columns in maps)]
    if not others:
        return
    near: dict[str, str] = {}
    for edition, columns in {
        one.edition.id: (one.edition, columns) for one, columns in zip(partitions, maps, strict=True)
    }.values():
        near |= {column: fact for column, fact in misspelt(columns, edition).items() if column in others}
    for column, fact in near.items():
        yield header.finding("column-near-fact", seen=harmless(column), nearest=fact)
    dropped = [column for column in others if column not in kept]
    if dropped:
        names = [harmless(name) for name in dropped]
        example = ",".join((*kept, names[0]))
        yield header.finding("columns-dropped", zh="、".join(names), en=", ".join(names), example=example)


def _defaulted(header: Header, partitions: Sequence[Partition], maps: Sequence[ColumnMap]) -> Iterator[Finding]:
    """Yield a note on the facts that count and have no column, so that their default stands in every row."""
    facts = [
        fact
        for partition, columns in zip(partitions, maps, strict=True)
        for name, fact in partition.edition.facts.items()
        if name not in columns.facts and _stands_at_default(partition, name)
    ]
    if facts:
        zh, en = dict.fromkeys(fact.name.zh for fact in facts), dict.fromkeys(fact.name.en for fact in facts)
        folders = {partition.edition.file.policy.folder for partition in partitions}
        city = Bilingual(zh="城市", en="CITY").gaps("city") if len(folders) > 1 else {}
        told = {"zh": "、".join(zh), "en": "; ".join(en), "city": min(folders), **city}
        yield header.finding("columns-defaulted", **told)


def _stands_at_default(partition: Partition, name: str) -> bool:
    """Return whether a fact that is not given counts as its default, which is told where it may matter."""
    edition, limits = partition.edition, partition.edition.calendar.window(partition.round).limits
    asked = name in edition.used or name in edition.narrowed.values()
    return asked and name in edition.defaults and has_begun(edition.facts[name], limits[name])


def _kept(header: Header, maps: Sequence[ColumnMap], request: Request, *, mixed: bool) -> list[str]:
    """Return the columns that are written out again."""
    special = maps[0].special
    if request.keep is None:
        return [special[name] for name in (ID, *((CITY, ROUND) if mixed else ())) if name in special]
    if request.keep == "all":
        read = {column for columns in maps for column in columns.facts.values()} | header.counted | header.records
        return [column for column in header.columns if column not in read]
    return list(columns_named(request.keep, header))
