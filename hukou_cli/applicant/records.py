"""An applicant's dated records: what was paid, lived, studied and done, and when. Facts are counted from them.

Months are inclusive at both ends, ``"2014-01"`` to ``"2020-12"`` is 84; a record without ``to`` still goes on.
"""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import get_args

import msgspec

from hukou_cli.base.toml_source import KeyPath, path_text
from hukou_cli.facts.reading import read_fact
from hukou_cli.facts.types import Fact
from hukou_cli.text.language import Language
from hukou_cli.text.rules import record_name

PERHAPS = "?"
"""Stands behind a tag that a record may bear: whether it does was not told."""


class Record(msgspec.Struct, frozen=True):
    """A record over a stretch of time; ``months`` is a month set, not yet cut at any counting day.

    ``first`` and ``last`` are its days, ``yyyymmdd``: the first and last of its months where no day was written; 0
    where they cannot be read. An open record has no end and goes on for ever. ``begun_by`` is the last day on which it
    may have begun: that of its first month, where no day was written.
    ``tags`` are what a set expression may name behind the kind: an insurance, a tenure, ``registered``, a level;
    ``registered?`` where it was not told, of a permit ``endorsed?``.
    ``parts`` holds the months of the record that have a name of their own, as those back-paid.
    ``base`` is the monthly contribution base of an insurance, in fen; None where it is not told.
    ``planned`` records are still to come.
    """

    kind: str
    path: KeyPath
    months: int
    first: int
    last: int
    city: str | None = None
    district: str | None = None
    tags: frozenset[str] = frozenset()
    parts: Mapping[str, int] = {}
    is_open: bool = False
    begun_by: int = 0
    base: int | None = None
    planned: bool = False

    @property
    def level(self) -> str:
        """Of a study its level, as it is written where no option of the degree is called so."""
        return next(iter(self.tags - {"part_time", "full_time"}))


class Event(msgspec.Struct, frozen=True):
    """Something that happened on a day, ``yyyymmdd``; 0 where it cannot be read."""

    kind: str
    path: KeyPath
    day: int
    city: str | None = None
    tags: frozenset[str] = frozenset()
    planned: bool = False


class TaxPaid(msgspec.Struct, frozen=True):
    """The income tax of a calendar year, in fen (hundredths of a yuan); 0 where it cannot be read."""

    year: int
    fen: int
    city: str
    path: KeyPath
    planned: bool = False


class Records(msgspec.Struct, frozen=True):
    """All dated records of an applicant; ``none`` are the kinds of which the applicant says that there are none.

    ``unfinished`` are the kinds of which more are still to be told. Those told so far are not among the records: half a
    list taken for the whole would be too little. ``unsound`` has those with a mistake of form, which do not count.
    """

    spans: tuple[Record, ...] = ()
    events: tuple[Event, ...] = ()
    taxes: tuple[TaxPaid, ...] = ()
    none: frozenset[str] = frozenset()
    unfinished: frozenset[str] = frozenset()
    unsound: "Unsound | None" = None

    def without(self, kinds: AbstractSet[str]) -> "Records":
        """Return the records without those of some kinds, of which there are said to be none."""
        left = self._leaving_out(kinds)
        return msgspec.structs.replace(left, none=self.none | kinds, unfinished=self.unfinished - kinds)

    def to_be_finished(self, kinds: AbstractSet[str]) -> "Records":
        """Return the records without those of some kinds, of which more are still to be told."""
        return msgspec.structs.replace(self._leaving_out(kinds), unfinished=frozenset(self.kinds() & kinds))

    def _leaving_out(self, kinds: AbstractSet[str]) -> "Records":
        return msgspec.structs.replace(
            self,
            spans=tuple(record for record in self.spans if record.kind not in kinds),
            events=tuple(event for event in self.events if event.kind not in kinds),
            taxes=() if "tax" in kinds else self.taxes,
        )

    def with_levels(self, degree: Fact) -> "Records":
        """Return the records in which a study's level that is a label of the degree is its option's id."""
        spans = []
        for record in self.spans:
            option = read_fact(degree, record.level, 0, suggest=False) if record.kind == "study" else None
            tags = (record.tags - {record.level}) | {option} if isinstance(option, str) else record.tags
            spans.append(msgspec.structs.replace(record, tags=tags))
        return msgspec.structs.replace(self, spans=tuple(spans))

    def kinds(self) -> set[str]:
        """Return the kinds of records there are."""
        named = {record.kind for record in self.spans} | {event.kind for event in self.events}
        return named | ({"tax"} if self.taxes else set())

    def mentioned(self) -> AbstractSet[str]:
        """Return the kinds of which anything is said: that there are some, or none, or that they are not all told."""
        return self.kinds() | self.none | self.unfinished

    def cities(self) -> set[str]:
        """Return the cities that the records name, folded as ``fold_city_name`` does."""
        cities = {record.city for record in self.spans} | {event.city for event in self.events}
        return {city for city in cities if city} | {tax.city for tax in self.taxes}


class Unsound(msgspec.Struct, frozen=True):
    """Records with a mistake of form, made to fit, so that what else is wrong with them is told in the same run.

    ``told`` are the places of those of their values that were written and fit.
    """

    records: Records
    told: frozenset[KeyPath]


def named_records(paths: Iterable[KeyPath], gap: str = "seen") -> dict[str, str]:
    """Return records as values of a finding: by their place in the file, and in each language by kind and number.

    >>> named_records([("home", 0)])
    {'seen': 'home[1]', 'seen_en': 'home 1', 'seen_zh': '第 1 条住所记录'}
    """
    listed = [*paths]
    words = {
        language: [record_name(str(kind), int(at) + 1, language) for kind, at, *_ in listed]
        for language in get_args(Language)
    }
    return {
        gap: " ".join(path_text(path) for path in listed),
        f"{gap}_en": ", ".join(words["en"]),
        f"{gap}_zh": "、".join(words["zh"]),
    }
