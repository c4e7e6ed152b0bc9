"""A partition of a table: the rows that one edition scores in one round."""

from collections.abc import Mapping

import msgspec

from hukou_cli.base.calendar import LATEST
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.rounds import RoundId
from hukou_cli.text.language import Language


class Partition(msgspec.Struct, frozen=True, eq=False):
    """The rows of a table that one edition scores in one round, and their columns. It equals itself alone.

    Attributes:
        edition: The edition that scores them.
        round: Its round.
        facts: The source column of each fact that the table has.
        kept: The source column of each column that is written out again, by the name it is written under.
        headers: The name of each source column in the table itself.
        id: The source column that identifies a row, if there is one.
        today: The day, ``yyyymmdd``, after which no date may lie.
        keys: The quantities that a ranking orders by.
        words: The language of what is not met and of the kind of the line; None for ids.
        has_ended: Whether the rules do not answer for the round, having ended: enough by them is then no yes.
        safe: Whether text that a spreadsheet would run is made harmless.
        where: SQL condition of the rows of this partition.
        named: The pairs of city and round that these rows name, where a table names them.

    """

    edition: Edition
    round: RoundId
    facts: Mapping[str, str] = {}
    kept: Mapping[str, str] = {}
    headers: Mapping[str, str] = {}
    id: str | None = None
    today: int = LATEST
    keys: tuple[str, ...] = ()
    words: Language | None = None
    has_ended: bool = False
    safe: bool = True
    where: str = "TRUE"
    named: frozenset[tuple[str | None, str | None]] = frozenset()
