"""The line under a quota from a table: of applicants who are scored first, or of scores."""

import contextlib
from typing import TYPE_CHECKING

import msgspec

from hukou_cli.base.decimals import to_decimal
from hukou_cli.base.errors import Finding, InvalidOption
from hukou_cli.policy.edition import TOTAL, Edition
from hukou_cli.scoring.forecast import accuracy, back_test
from hukou_cli.scoring.past_lines import past_lines
from hukou_cli.scoring.population import EditionInRound
from hukou_cli.scoring.ranking import key_places
from hukou_cli.scoring.score_line import last_line
from hukou_cli.scoring.simulation import Basis, Pool, Simulation, line_limits
from hukou_cli.sql.edition import key_column
from hukou_cli.sql.output import written_name
from hukou_cli.table.aside import engine_on_disk
from hukou_cli.table.population_pipeline import Scoring
from hukou_cli.table.ranking import Places, is_ranked_sql, load, ranked_of
from hukou_cli.table.scores_aside import Progress, ScoresAside
from hukou_cli.table.source.inputs import Source
from hukou_cli.table.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    import duckdb

    from hukou_cli.policy.rounds import RoundId
    from hukou_cli.scoring.forecast import Accuracy, PredictionInterval


class Wanted(msgspec.Struct, frozen=True):
    """What is asked of a simulation.

    Attributes:
        quota: How many are admitted.
        basis: What the table holds.
        applicants: The fewest and the most who apply, where it is a sample.
        confidence: Percent.
        table: The name of the table.

    """

    quota: int
    basis: Basis
    applicants: tuple[int, int] | None
    confidence: int
    table: str


def simulate_applicants(  # noqa: PLR0913, PLR0917
    source: Source,
    at: EditionInRound,
    scoring: Scoring,
    wanted: Wanted,
    earlier: "Sequence[Edition]",
    workers: int,
    progress: Progress,
) -> Simulation:
    """Score a table of applicants and find the line under a quota.

    Args:
        source: The table.
        at: The edition and the round.
        scoring: How it is scored.
        wanted: What is asked.
        earlier: Earlier editions of the city, for the lines of past rounds.
        workers: How many chunks are scored at once.
        progress: Called after each chunk.

    Raises:
        InvalidOption: The sample is larger than all.

    """
    edition = at.edition
    first = key_column(edition.file.result.rank_by[0])
    with contextlib.closing(ScoresAside(scoring.plan)) as aside:
        aside.score(source, workers, progress, scoring.counting)
        with engine_on_disk(workers) as engine:
            query = f"SELECT {written_name(first)} AS score FROM {aside.scores_sql} WHERE {is_ranked_sql(edition)}"
            ranked = _frequencies(engine, query, key_places(edition, edition.file.result.rank_by[0]))
        return _simulation(at, wanted, ranked, aside.tally, earlier)


def simulate_scores(  # noqa: PLR0913, PLR0917
    source: Source,
    at: EditionInRound,
    wanted: Wanted,
    column: str | None,
    earlier: "Sequence[Edition]",
    workers: int,
) -> Simulation:
    """Find the line under a quota from a table of scores, as ``hukou rank`` reads it.

    Args:
        source: The table.
        at: The edition and the round that they are of.
        wanted: What is asked.
        column: The column of scores; None for ``total`` or ``score``.
        earlier: Earlier editions of the city.
        workers: How many chunks are read at once.

    Raises:
        InvalidTable: A score is no number.
        InvalidOption: There is no such column, or the sample is larger than all.

    """
    ranked = ranked_of(source, column, Places(wanted.quota), "admit_all", None)
    with engine_on_disk(workers) as engine:
        passed_over = load(engine, source, ranked.keys[:1], workers)
        places = key_places(at.edition, at.edition.file.result.rank_by[0])
        found = _frequencies(engine, "SELECT hukou_key0 AS score FROM scores WHERE hukou_ranked", places)
        ((rows,),) = engine.execute("SELECT count(*) FROM scores").fetchall()
    return _simulation(at, wanted, found, passed_over + Tally(scored=rows), earlier)


def _frequencies(engine: "duckdb.DuckDBPyConnection", scores: str, places: int) -> "tuple[tuple[Decimal, int], ...]":
    """Return the scores with how many have each, the highest first."""
    query = f"SELECT CAST(score * {10**places} AS BIGINT), count(*) FROM ({scores}) GROUP BY 1 ORDER BY 1 DESC"
    return tuple((to_decimal(units, places), number) for units, number in engine.execute(query).fetchall())


def _simulation(
    at: EditionInRound,
    wanted: Wanted,
    ranked: "tuple[tuple[Decimal, int], ...]",
    tally: Tally,
    earlier: "Sequence[Edition]",
) -> Simulation:
    rows = tally.scored + tally.rejected
    if wanted.applicants is not None and wanted.applicants[0] < rows:
        values = {"seen": str(wanted.applicants[0]), "allowed": str(rows)}
        raise InvalidOption([Finding("sample-beyond-all", values, place="--applicants")])
    pool = Pool(wanted.basis, rows, tally.rejected, ranked, wanted.applicants)
    forecast, tried = _forecast(at, wanted.quota, earlier)
    return Simulation(
        edition=at.edition,
        round=at.round,
        has_ended=at.has_ended,
        table=wanted.table,
        quota=wanted.quota,
        ties=at.edition.file.result.ties,
        confidence=wanted.confidence,
        pool=pool,
        limits=line_limits(pool, wanted.quota, wanted.confidence),
        known=_known(at),
        forecast=forecast,
        tried=tried,
        passed_over=tally.passed_over,
    )


def _known(at: EditionInRound) -> "tuple[RoundId, Decimal] | None":
    """Return the line published of the round, or else the last one, where it is of what the rules rank by first."""
    published, last = at.edition.calendar.cutoff(at.round), last_line(at.edition, at.round)
    if last is not None:
        published = last.published
    first = at.edition.file.result.rank_by[0]
    if published is None or published.line is None or (published.line_of or TOTAL) != first:
        return None
    return published.id, published.line


def _forecast(
    at: EditionInRound, quota: int, earlier: "Sequence[Edition]"
) -> "tuple[PredictionInterval | None, Accuracy | None]":
    """Return what the lines of past rounds under this quota say of the round, and how good that was in rounds past."""
    past, last = past_lines(at.edition, earlier), last_line(at.edition, at.round)
    if past.forecast is None or last is None or any(line.quota not in (None, quota) for line in past.known):
        return None, None
    tried = accuracy(back_test([line.line for line in past.known]))
    return past.forecast.ahead(last.rounds), next((each for each in tried if each.rounds == last.rounds), None)
