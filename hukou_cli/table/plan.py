"""What the user asks of a table, and the plan by which every chunk of it is scored."""

import datetime
from typing import Literal

import msgspec

from hukou_cli.base.errors import Finding
from hukou_cli.policy.rounds import RoundId
from hukou_cli.sql.partition import Partition
from hukou_cli.text.language import Language


class Request(msgspec.Struct, frozen=True):
    """How a table is to be scored and written.

    Attributes:
        city: The city of rows that do not say it themselves.
        round: Their round.
        keep: The columns that are written out again; None for the id alone.
        language: The language of the rejects.
        form: ``csv`` or ``json``, in which the scores are written.
        today: The day after which no date may lie.
        ranked: Whether the scores are ranked afterwards.
        safe: Whether text is written so that no spreadsheet runs it.
        numbered: Whether rows without an id are told apart by their line.

    """

    city: str | None
    round: RoundId | None
    keep: tuple[str, ...] | Literal["all"] | None
    language: Language
    form: str
    today: datetime.date
    ranked: bool = False
    safe: bool = True
    numbered: bool = True


class Unrouted(msgspec.Struct, frozen=True):
    """How the rows are told that are of no edition, in a table whose rows name their city or round.

    Attributes:
        known: SQL that says whether the city of a row can be scored in some round.
        city: The source column that names the city, if there is one.
        round: The source column that names the round, if there is one.

    """

    known: str
    city: str | None
    round: str | None


class Plan(msgspec.Struct, frozen=True):
    """How every chunk of a table is scored. Without partitions its rows are only read.

    Attributes:
        header: The columns of the table.
        partitions: One for each edition and round that rows may be of.
        columns: The columns that are written.
        form: ``csv`` or ``json``.
        language: The language of the rejects.
        unrouted: How rows of no edition are told; None where all are of the one partition there is.
        notes: What was noticed about the columns and the rounds.

    """

    header: tuple[str, ...]
    partitions: tuple[Partition, ...] = ()
    columns: tuple[str, ...] = ()
    form: str = "csv"
    language: Language = "en"
    unrouted: Unrouted | None = None
    notes: tuple[Finding, ...] = ()

    def rows_of(self, part: int, source: str) -> str:
        """Write the rows of a source that a partition scores."""
        where = self.partitions[part].where
        return source if where == "TRUE" else f"(SELECT * FROM {source} WHERE {where})"

    @property
    def is_unrouted(self) -> str:
        """Write whether a row is of no edition."""
        return " AND ".join(("_problem IS NULL", *(f"({one.where}) IS NOT TRUE" for one in self.partitions)))
