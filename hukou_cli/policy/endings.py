"""Endings: the last day of an edition, and of the documents that it rests on, where past or near."""

import datetime

import msgspec

from hukou_cli.policy.citations import Document
from hukou_cli.policy.model import PolicyFile

SOON = 90
"""Days before its last day on which something is said to be about to end."""


class Ending(msgspec.Struct, frozen=True):
    """The last day in force of an edition, or of a document that it rests on.

    Attributes:
        day: The last day.
        has_ended: Whether it is over.
        document: The document; None where it is the edition itself.

    """

    day: datetime.date
    has_ended: bool
    document: Document | None = None


def endings(file: PolicyFile, today: datetime.date) -> tuple[Ending, ...]:
    """Return what has ended before a day or ends on it or in the ``SOON`` days after it, the edition first.

    Args:
        file: The policy file.
        today: The day.

    """
    last_days = [(file.policy.in_force_to, None), *((document.ends, document) for document in file.document)]
    return tuple(
        [
            Ending(day, has_ended=day < today, document=document)
            for day, document in last_days
            if day is not None and (day - today).days <= SOON
        ]
    )
