"""What is made of each chunk of a table: its columns, the editions that its rows are of, what is written."""

import msgspec

from hukou_cli.sql.partition import Partition
from hukou_cli.text.language import Language

OF_CITY, OF_ROUND = -2, -1
"""What a mistake of a row of no edition is about, by number."""


class Lost(msgspec.Struct, frozen=True):
    """How rows that are of no edition are told. ``known`` is SQL that says whether their city can be scored at all.

    ``city`` and ``round`` are the source columns that say what a row is of, None where there is none.
    """

    known: str
    city: str | None
    round: str | None


class Job(msgspec.Struct, frozen=True):
    """What is made of each chunk, whose columns are ``header``: nothing, to read it only, without ``tables``.

    ``tables`` has one partition for each city and round that rows may be of. ``lost`` is None where every row is of
    the one there is. ``columns`` are those written; ``form`` is ``csv`` or ``json``; ``language`` that of the problems.
    """

    header: tuple[str, ...]
    tables: tuple[Partition, ...] = ()
    columns: tuple[str, ...] = ()
    form: str = "csv"
    language: Language = "en"
    lost: Lost | None = None

    def own_rows(self, part: int, source: str) -> str:
        """Write the rows of a source that one of the partitions scores."""
        where = self.tables[part].where
        return source if where == "TRUE" else f"(SELECT * FROM {source} WHERE {where})"

    @property
    def is_lost(self) -> str:
        """Write whether a row is of no edition."""
        return " AND ".join(("_problem IS NULL", *(f"({table.where}) IS NOT TRUE" for table in self.tables)))

    @property
    def lost_headers(self) -> dict[int, str]:
        """How the table names the columns of the city and of the round, by what a mistake is about."""
        if self.lost is None:
            return {}
        headers = self.tables[0].headers
        return {OF_CITY: headers.get(self.lost.city or "", ""), OF_ROUND: headers.get(self.lost.round or "", "")}
