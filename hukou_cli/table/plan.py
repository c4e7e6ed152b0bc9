"""What is to be made of a table: which columns are which facts, which editions its rows ask for, what is written."""

from collections.abc import Mapping, Sequence
from functools import partial

import msgspec

from hukou_cli.base.calendar import from_date
from hukou_cli.base.errors import Finding, InvalidOption, InvalidTable
from hukou_cli.base.redaction import harmless
from hukou_cli.base.spreadsheet import formula_safe
from hukou_cli.policy.catalog import Catalog
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.rounds import RoundId
from hukou_cli.scoring.ranking import key_places
from hukou_cli.sql.edition import REACHED, key_column
from hukou_cli.sql.partition import Partition
from hukou_cli.sql.table import result_columns
from hukou_cli.table.asked import Asked
from hukou_cli.table.chunk import ROW
from hukou_cli.table.columns import (
    CITY,
    ID,
    LINE,
    ROUND,
    Columns,
    check_complete,
    check_exact,
    check_free,
    columns_named,
    columns_of,
    misspelt,
    names_of,
    special_columns,
)
from hukou_cli.table.job import Job
from hukou_cli.table.ranking import ADMITTED, RANK, Ranked, own_columns
from hukou_cli.table.routing import Group, groups_of
from hukou_cli.table.source.inputs import Source


class Plan(msgspec.Struct, frozen=True):
    """A job, what was noticed about the columns, and the editions, each with its round."""

    job: Job
    notes: tuple[Finding, ...]
    editions: tuple[tuple[Edition, RoundId], ...]

    def ranked(self, quota: int | None, *, no_quota: bool) -> Ranked:
        """Say how rows are ranked: as the policy orders them, under its own quota unless another is given, or none.

        Raises InvalidTable where they are of several policies, or have no points.
        """
        if len(self.editions) > 1:
            seen = ", ".join(f"{edition.file.policy.folder} {round_}" for edition, round_ in self.editions)
            raise InvalidTable([Finding(code="rank-one-city", values={"seen": seen})])
        edition, round_ = self.editions[0]
        if not edition.indicators:
            raise InvalidTable([Finding(code="nothing-to-rank", values={"city": edition.file.policy.folder})])
        known, result = edition.calendar.rounds.get(round_), edition.file.result
        limit = None if no_quota else quota or (known.quota if known is not None else None)
        keys = tuple(map(key_column, result.rank_by))
        return Ranked(
            columns=self.job.columns,
            keys=keys,
            quota=limit,
            ties=result.ties,
            admits=no_quota or limit is not None,
            dropped=keys,
            places=tuple(map(partial(key_places, edition), result.rank_by)),
        )


def plan(source: Source, catalog: Catalog, asked: Asked) -> Plan:
    """Plan a batch. Raises InvalidTable with everything that stands in its way."""
    special = special_columns(source.header)
    mixed = CITY in special or ROUND in special
    if mixed:
        source.make_rewindable()
    groups, lost = groups_of(source, catalog, asked, special) if mixed else ([_one(catalog, asked)], None)
    found = _columns(source, groups, mixed=mixed)
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
        lost=lost,
    )
    editions = tuple((edition, round_) for edition, round_, _ in groups)
    ahead = [note for edition, round_ in editions for note in edition.calendar.notes_on(round_)]
    return Plan(job, (*_not_facts(found, editions, source, kept), *ahead), editions)


def _one(catalog: Catalog, asked: Asked) -> Group:
    if asked.city is None:
        raise InvalidOption([Finding(code="no-city-column", values={"allowed": " ".join(catalog.cities())})])
    edition = catalog.find(asked.city, asked.round)
    return edition, asked.round or edition.calendar.default(from_date(asked.today)), "TRUE"


def _columns(source: Source, groups: Sequence[Group], *, mixed: bool) -> list[Columns]:
    """Find which columns are each edition's facts. In a table of several cities a row says itself what it lacks."""
    editions = [edition for edition, _, _ in groups]
    for edition in editions:
        edition.require_scorable()
    found = [columns_of(source.header, edition, source.name, source.header_line) for edition in editions]
    if not any(columns.facts for columns in found):
        values = {"allowed": " ".join(dict.fromkeys(name for edition in editions for name in edition.facts))}
        raise InvalidTable([Finding(code="no-fact-columns", values=values, file=source.name, line=source.header_line)])
    for columns, (edition, round_, _) in zip(found, groups, strict=True):
        if not mixed:
            check_complete(columns, edition, edition.calendar.window(round_).limits, source.name, source.header_line)
        check_exact(columns.facts.values(), source.binary, source.name)
    return found


def _table(  # noqa: PLR0913, PLR0917
    source: Source, columns: Columns, group: Group, asked: Asked, kept: Sequence[str], keys: tuple[str, ...]
) -> Partition:
    """Say how the rows of one edition and round are scored."""
    positions = names_of(source.header)
    return Partition(
        edition=group[0],
        round=group[1],
        facts={name: positions[column] for name, column in columns.facts.items()},
        kept={_written_name(name, asked): positions[name] for name in kept},
        headers={position: column for column, position in positions.items()},
        id=positions[columns.special[ID]] if ID in columns.special else None,
        today=from_date(asked.today),
        keys=keys,
        safe=asked.safe,
        where=group[2],
    )


def _written(  # noqa: PLR0913, PLR0917
    source: Source,
    groups: Sequence[Group],
    special: Mapping[str, str],
    asked: Asked,
    kept: Sequence[str],
    keys: Sequence[str],
) -> tuple[str, ...]:
    """Give the columns of the output. Raises InvalidTable where one that is kept is called like a result."""
    results = list(dict.fromkeys(name for edition, _, _ in groups for name in result_columns(edition)))
    for last in ("core_share", "total", REACHED):
        if last in results:
            results.append(results.pop(results.index(last)))
    numbered = [ROW] if asked.keep is None and ID not in special else []
    beside = (*numbered, LINE, *((RANK, ADMITTED) if asked.ranked else ()))
    names = [_written_name(name, asked) for name in kept]
    hidden = tuple(map(key_column, keys))  # what a ranking needs beside what is written
    taken = (*results, *beside, *hidden, *(own_columns(len(keys)) if keys else ()))
    check_free(names, taken, source.name, source.header_line)
    return (*numbered, *names, *results, *hidden)


def _written_name(column: str, asked: Asked) -> str:
    return formula_safe(column) if asked.safe else column


def _not_facts(
    found: Sequence[Columns], editions: Sequence[tuple[Edition, RoundId]], source: Source, kept: Sequence[str]
) -> list[Finding]:
    """Note the columns that are no facts: those first that look like a misspelt one, then those that are dropped."""
    others = [column for column in found[0].other if all(column in columns.other for columns in found)]
    if not others:
        return []
    each = {edition.id: (edition, columns) for (edition, _), columns in zip(editions, found, strict=True)}
    near: dict[str, str] = {}
    for edition, columns in each.values():
        near |= {column: fact for column, fact in misspelt(columns, edition).items() if column in others}
    notes = [("column-near-fact", {"seen": harmless(column), "nearest": fact}) for column, fact in near.items()]
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
    return list(columns_named(wanted, source.header, source.name, source.header_line))
