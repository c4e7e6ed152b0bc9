"""What the user asks of a batch."""

import datetime

import msgspec

from hukou_cli.policy.rounds import RoundId
from hukou_cli.text.language import Language


class Asked(msgspec.Struct, frozen=True):
    """How a table is to be scored and written.

    ``city`` and ``round`` are those of rows that do not say it themselves. ``keep`` is ``all``, ``none``, names of
    columns, or None for the id alone. Kept text is ``safe`` where no spreadsheet runs it.
    """

    city: str | None
    round: RoundId | None
    keep: str | None
    language: Language
    form: str
    today: datetime.date
    ranked: bool = False
    safe: bool = True
