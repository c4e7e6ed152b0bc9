"""A policy as seen on a day: what of it has ended or is about to, and without the cut-offs that nobody knew by then."""

import datetime

import msgspec

from hukou_cli.policy.citations import Document
from hukou_cli.policy.edition import Edition
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


def as_known_on(edition: Edition, day: int) -> Edition:
    """Return an edition without the cut-offs of rounds that were not over on a day, ``yyyymmdd``: nobody knew them."""
    over = {known.id for known in edition.file.round if edition.calendar.is_over(known.id, day)}
    if all(known.cutoff is None or known.id in over for known in edition.file.round):
        return edition
    rounds = tuple(
        [
            known if known.id in over else msgspec.structs.replace(known, cutoff=None, admitted=None, applicants=None)
            for known in edition.file.round
        ]
    )
    return msgspec.structs.replace(edition, file=msgspec.structs.replace(edition.file, round=rounds))
