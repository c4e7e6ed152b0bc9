"""The public functions and types; ``import hukou_cli`` gives them under the package's own name."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from hukou_cli.applicant.document import Applicant, load_applicant
from hukou_cli.base.calendar import from_date
from hukou_cli.base.errors import (
    Finding,
    HukouError,
    InvalidApplicant,
    InvalidOption,
    InvalidPolicy,
    InvalidTable,
    NotFound,
    OutputError,
)
from hukou_cli.base.redaction import harmless
from hukou_cli.policy.catalog import Catalog
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.rounds import read_round
from hukou_cli.scoring.breaks import breaks_of
from hukou_cli.scoring.defaults import defaults_of
from hukou_cli.scoring.forecast import Forecast, PredictionInterval, Trial, back_test, forecast
from hukou_cli.scoring.plan import plan
from hukou_cli.scoring.plan_result import Plan, PlanRow
from hukou_cli.scoring.result import Check, Line, Score
from hukou_cli.scoring.score import score
from hukou_cli.scoring.whatif import what_if
from hukou_cli.scoring.whatif_result import WhatIf, Worth
from hukou_cli.text.language import Language

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

    from hukou_cli.table.arrow import BatchPlan

__all__ = [
    "Applicant",
    "Check",
    "Edition",
    "Finding",
    "Forecast",
    "HukouError",
    "InvalidApplicant",
    "InvalidOption",
    "InvalidPolicy",
    "InvalidTable",
    "Line",
    "NotFound",
    "OutputError",
    "Plan",
    "PlanRow",
    "PredictionInterval",
    "Score",
    "Trial",
    "WhatIf",
    "Worth",
    "back_test",
    "breaks_of",
    "defaults_of",
    "find_policy",
    "forecast",
    "load_applicant",
    "load_policy",
    "plan",
    "plan_batches",
    "reject_table",
    "score",
    "score_batches",
    "score_table",
    "what_if",
]


def find_policy(
    city: str,
    round: int | str | None = None,  # noqa: A002 - the word of the field
    *,
    on: datetime.date | None = None,
    policies: str | Path | None = None,
) -> Edition:
    """Return the edition of a city that is in force for a round or on a day, by default its latest.

    Args:
        city: An id (``"beijing"``) or a name in either language.
        round: A year (2026), a period (``"2026-1"``) or a day of application (``"2026-05-10"``).
        on: The edition by which one applies on this day, where no round is given.
        policies: A folder of your own, searched before the package's.

    Raises:
        NotFound: There is no such city, round or folder.
        InvalidPolicy: The policy file is wrong; with everything wrong in it.
        InvalidOption: ``round`` is not written as a round.

    >>> find_policy("北京", 2018).id
    'beijing/2017-01-01'

    """
    named = None if round is None else read_round(round)
    if round is not None and named is None:
        raise InvalidOption([Finding(code="not-a-round", values={"seen": harmless(round)})])
    catalog = Catalog([Path(policies)]) if policies else _own_catalog()
    return catalog.find(city, named) if named or on is None else catalog.find_on(city, from_date(on))


@cache
def _own_catalog() -> Catalog:
    """Return the catalog of the package's own policies, whose editions are loaded once however often they are found."""
    return Catalog()


def load_policy(path: str | Path) -> Edition:
    """Load an edition from a file of your own.

    Args:
        path: The policy file; its English is read from the file beside it.

    Raises:
        NotFound: There is no such file.
        InvalidPolicy: With everything wrong in it.

    """
    return Catalog().load(Path(path))


def score_table(  # noqa: PLR0913 - what a table of scores depends on
    table: "duckdb.DuckDBPyRelation | str | Path",
    policy: Edition,
    round: int | str | None = None,  # noqa: A002 - the word of the field
    *,
    keep: Sequence[str] | None = None,
    today: datetime.date | None = None,
    records: str | Path | None = None,
) -> "duckdb.DuckDBPyRelation":
    """Score every good row of a table, as a DuckDB relation in the order of the table.

    Every row is scored under ``policy``, also where a column names a city or a round: only the command reads those.

    Args:
        table: A relation, or the path of a CSV, Parquet or JSON-lines file; its columns are facts by id or label. A
            relation stays where it is: the query runs in its own connection.
        policy: The edition.
        round: The round; by default the one to come on ``today``, without that the latest that the edition knows.
        keep: Columns of the table to hand on; by default ``id``, where there is one.
        today: Dates after it are refused.
        records: The path of a long table of dated records, from which the facts of the rows are counted at once, in an
            engine of its own. Rows of a JSON-lines file may hold their records.

    Returns:
        The columns of ``keep``, ``eligible``, ``failed_gates``, ``routes`` where the policy has them, the points of
        each line, ``core_share`` and ``total``, as exact decimals. Rows with a mistake are not among them:
        ``reject_table`` has those.

    Raises:
        InvalidTable: Columns are missing or ambiguous, hold binary fractions, or are spelt nearly as a fact and are not
            in ``keep``.
        NotFound: The edition does not cover the round, or its table of points was not seen.

    """
    from hukou_cli.table.relation import score_table as score_rows

    return score_rows(table, policy, round, keep, today, records)


def reject_table(
    table: "duckdb.DuckDBPyRelation | str | Path",
    policy: Edition,
    round: int | str | None = None,  # noqa: A002 - the word of the field
    *,
    today: datetime.date | None = None,
    records: str | Path | None = None,
) -> "duckdb.DuckDBPyRelation":
    """List every mistake of the rows that ``score_table`` leaves out.

    Args:
        table: As for ``score_table``.
        policy: The edition.
        round: The round; by default the one to come on ``today``, without that the latest that the edition knows.
        today: Dates after it are refused.
        records: As for ``score_table``; the answer then has a column ``record``, the line of the record in its file.

    Returns:
        ``row`` (from 1), ``fact``, ``value`` and ``code`` of each mistake; identity numbers masked, long values cut.

    Raises:
        InvalidTable: As for ``score_table``.
        NotFound: As for ``score_table``.

    """
    from hukou_cli.table.relation import reject_table as reject_rows

    return reject_rows(table, policy, round, today, records)


def plan_batches(  # noqa: PLR0913
    schema: "pa.Schema",
    policy: Edition,
    round: int | str | None = None,  # noqa: A002 - the word of the field
    *,
    keep: Sequence[str] | None = None,
    today: datetime.date | None = None,
    language: Language = "en",
) -> "BatchPlan":
    """Plan how Arrow batches are scored, before any is read. The plan can be pickled, and carries the policy.

    Args:
        schema: The columns of the batches: facts by id or label.
        policy: The edition.
        round: The round; by default the one to come on ``today``, without that the latest that the edition knows.
        keep: Columns to hand on; by default ``id``, where there is one.
        today: Dates after it are refused.
        language: The language in which mistakes are told.

    Returns:
        The plan; its ``schema`` is that of the batches which ``score_batches`` gives.

    Raises:
        InvalidTable: Columns are missing or ambiguous, hold binary fractions, or are spelt nearly as a fact and are not
            in ``keep``.
        NotFound: The edition does not cover the round, or its table of points was not seen.

    """
    from hukou_cli.table.arrow import plan_batches as plan_rows

    return plan_rows(schema, policy, round, keep, today, language)


def score_batches(batches: "Iterable[pa.RecordBatch]", plan: "BatchPlan") -> "Iterator[pa.RecordBatch]":
    """Score Arrow batches: every row comes out once, in its order.

    About 100,000 rows are scored at once; smaller batches are put together first. Nothing is shared between calls, so
    that threads, processes and machines may each score their part.

    Args:
        batches: The rows, with the columns of the plan.
        plan: The plan, made by the same version of this package.

    Yields:
        The columns kept, and those of ``score_table``, as exact decimals; then ``rejected``, the list of the row's
        mistakes: ``column``, ``value``, ``code``, ``problem`` and ``hint`` of each. A row with a mistake has no points.

    Raises:
        InvalidOption: Another version made the plan.

    """
    from hukou_cli.table.arrow import score_batches as score_rows

    return score_rows(batches, plan)
