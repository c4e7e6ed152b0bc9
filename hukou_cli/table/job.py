"""What is made of each chunk of a table: its columns, the editions that its rows are of, what is written."""

import msgspec

from hukou_cli.sql.table import Table
from hukou_cli.text.language import Language


class Lost(msgspec.Struct, frozen=True):
    """How rows that are of no edition are told. ``known`` is SQL that says whether their city can be scored at all.

    ``city`` and ``round`` are the source columns that say what a row is of, None where there is none.
    """

    known: str
    city: str | None
    round: str | None


class Job(msgspec.Struct, frozen=True):
    """What is made of each chunk, whose columns are ``header``: nothing, to read it only, without ``tables``.

    ``tables`` has one entry for each city and round that rows may be of, ``which`` SQL that says whether a row is of
    it. ``lost`` is None where every row is of the one table there is. ``columns`` are those written; ``form`` is
    ``csv`` or ``json``; ``language`` that of the problems.
    """

    header: tuple[str, ...]
    tables: tuple[Table, ...] = ()
    columns: tuple[str, ...] = ()
    form: str = "csv"
    language: Language = "en"
    which: tuple[str, ...] = ("TRUE",)
    lost: Lost | None = None

    def own_rows(self, at: int, source: str) -> str:
        """Write the rows of a source that one of the tables says how to score."""
        return source if self.which[at] == "TRUE" else f"(SELECT * FROM {source} WHERE {self.which[at]})"
