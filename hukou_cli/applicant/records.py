"""An applicant's dated records: what was paid, lived, studied and done, and when. Facts are counted from them.

Months are inclusive at both ends, ``"2014-01"`` to ``"2020-12"`` is 84; a record without ``to`` still goes on.
"""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, TypeVar

import msgspec
from msgspec import Meta

from hukou_cli.base import calendar, decimals
from hukou_cli.base.city_names import fold_city_name
from hukou_cli.base.decoding import Model, convert, dates_as_text
from hukou_cli.base.errors import Finding
from hukou_cli.base.redaction import harmless
from hukou_cli.base.toml_source import KeyPath

MonthText = Annotated[str, Meta(pattern="^[0-9]{4}-(0[1-9]|1[0-2])(-[0-9]{2})?$", title="month")]
DateText = Annotated[str, Meta(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$", title="date")]
Tag = Annotated[str, Meta(pattern="^[a-z][a-z0-9_]{0,63}$", title="id")]
Insurances = Literal["pension", "medical", "unemployment", "injury", "maternity"]

FOR_EVER = calendar.LAST_MONTH
EVERY_MONTH = calendar.month_set(calendar.FIRST_MONTH, calendar.LAST_MONTH)


class InsuranceTable(Model, frozen=True, kw_only=True, rename={"start": "from", "end": "to"}):
    """``[[insurance]]``: social insurance paid through one employer; ``back_paid`` months were repaid later."""

    city: str
    start: MonthText
    end: MonthText | None = None
    kinds: tuple[Insurances, ...] = ("pension", "medical", "unemployment", "injury", "maternity")
    district: str | None = None
    back_paid: tuple[MonthText, ...] = ()
    excused: Annotated[
        tuple[MonthText, ...], Meta(description="repaid for a fault that was not the applicant's, as the bank's")
    ] = ()


class HomeTable(Model, frozen=True, kw_only=True, rename={"start": "from", "end": "to"}):
    """``[[home]]``: a home; ``registered`` tells whether a rental or dormitory is declared to the city."""

    city: str
    start: MonthText
    end: MonthText | None = None
    tenure: Literal["owned", "rented", "dormitory", "family"]
    district: str | None = None
    registered: bool = False
    share: Annotated[str | int, Meta(description="the share held, as 0.5")] = 1


class PermitTable(Model, frozen=True, kw_only=True, rename={"start": "from", "end": "to"}):
    """``[[permit]]``: a residence permit, from its issue to its expiry; ``endorsed`` are the months of endorsement."""

    city: str
    start: MonthText
    end: MonthText | None = None
    district: str | None = None
    endorsed: tuple[MonthText, ...] = ()


class StudyTable(Model, frozen=True, kw_only=True, rename={"start": "from", "end": "to"}):
    """``[[study]]``: a course of study, from its first month to that of graduation; ``level`` is what it earned."""

    city: str | None = None
    start: MonthText
    end: MonthText | None = None
    level: Tag
    part_time: bool = False


class MarriageTable(Model, frozen=True, kw_only=True, rename={"start": "from", "end": "to"}):
    """``[[marriage]]``: a marriage."""

    start: MonthText
    end: MonthText | None = None


class TaxTable(Model, frozen=True, kw_only=True):
    """``[[tax]]``: the individual income tax paid in one calendar year, in yuan."""

    city: str
    year: Annotated[int, Meta(ge=1980, le=2199)]
    income: Annotated[str | int, Meta(description="yuan, at most two decimals")]


class EventTable(Model, frozen=True, kw_only=True):
    """``[[penalty]]``, ``[[commendation]]``, ``[[blood_donation]]``: something that happened on a day."""

    city: str | None = None
    kind: Tag | None = None
    date: DateText


class RecordTables(Model, frozen=True, kw_only=True):
    """The tables of records that an applicant's file may have."""

    insurance: tuple[InsuranceTable, ...] = ()
    home: tuple[HomeTable, ...] = ()
    permit: tuple[PermitTable, ...] = ()
    study: tuple[StudyTable, ...] = ()
    marriage: tuple[MarriageTable, ...] = ()
    tax: tuple[TaxTable, ...] = ()
    penalty: tuple[EventTable, ...] = ()
    commendation: tuple[EventTable, ...] = ()
    blood_donation: tuple[EventTable, ...] = ()


class Record(msgspec.Struct, frozen=True):
    """A record over months: a month set, cut to nothing yet; an open one goes on for ever.

    ``first`` and ``last`` are its days, ``yyyymmdd``: those of the months where no day was written; 0 where they
    cannot be read.
    ``tags`` are what a set expression may name behind the kind: an insurance, a tenure, ``registered``, a level.
    ``parts`` holds the months of the record that have a name of their own, as those back-paid.
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


class Event(msgspec.Struct, frozen=True):
    """Something that happened on a day, ``yyyymmdd``."""

    kind: str
    path: KeyPath
    day: int
    city: str | None = None
    tags: frozenset[str] = frozenset()


class TaxPaid(msgspec.Struct, frozen=True):
    """The income tax of a calendar year, in fen (hundredths of a yuan)."""

    year: int
    fen: int
    city: str
    path: KeyPath


class Records(msgspec.Struct, frozen=True):
    """Everything dated that an applicant's file tells."""

    spans: tuple[Record, ...] = ()
    events: tuple[Event, ...] = ()
    taxes: tuple[TaxPaid, ...] = ()

    def kinds(self) -> set[str]:
        """Name the kinds of records there are."""
        named = {record.kind for record in self.spans} | {event.kind for event in self.events}
        return named | ({"tax"} if self.taxes else set())

    def cities(self) -> set[str]:
        """Name the cities they speak of, as written."""
        cities = {record.city for record in self.spans} | {event.city for event in self.events}
        return {city for city in cities if city} | {tax.city for tax in self.taxes}


def read_records(tables: Mapping[str, object]) -> tuple[Records, list[tuple[KeyPath, Finding]]]:
    """Read the record tables of a file; with them comes everything that is wrong, each with its place.

    Records that have the wrong shape are left out, so that what is wrong with the others is found too.
    """
    written = dates_as_text(dict(tables))
    found = convert(written, RecordTables)
    misshapen: list[tuple[KeyPath, Finding]] = []
    numbers: dict[str, list[int]] = {}
    if isinstance(found, list):
        misshapen = found
        written, numbers = _sound(written, misshapen)
        found = convert(written, RecordTables)
        assert isinstance(found, RecordTables)
    reader = _Reader(numbers)
    records = Records(tuple(reader.spans(found)), tuple(reader.events(found)), tuple(reader.taxes(found)))
    return records, misshapen + reader.problems


def _sound(
    tables: Mapping[str, Any], problems: list[tuple[KeyPath, Finding]]
) -> tuple[dict[str, list[Any]], dict[str, list[int]]]:
    """Leave out records that have the wrong shape, and keys that mean nothing; with the rest come their numbers."""
    idle = {
        path for path, finding in problems if finding.code == "unknown-key" and len(path) == len(("home", 0, "key"))
    }
    wrong = {path[:2] for path, _ in problems if path not in idle}
    kept: dict[str, list[Any]] = {}
    numbers: dict[str, list[int]] = {}
    for kind, records in tables.items():
        if (kind,) not in wrong:
            numbers[kind] = [at for at in range(len(records)) if (kind, at) not in wrong]
            kept[kind] = [
                {key: value for key, value in records[at].items() if (kind, at, key) not in idle}
                for at in numbers[kind]
            ]
    return kept, numbers


Table = TypeVar("Table")


class _Reader:
    """Turns texts into months and days, and keeps what is wrong with them.

    ``numbers`` says where the records of a kind stand in the file, where some were left out.
    """

    def __init__(self, numbers: Mapping[str, list[int]]) -> None:
        self.numbers = numbers
        self.problems: list[tuple[KeyPath, Finding]] = []

    def numbered(self, kind: str, tables: tuple[Table, ...]) -> Iterator[tuple[int, Table]]:
        return zip(self.numbers.get(kind, range(len(tables))), tables, strict=True)

    def spans(self, tables: RecordTables) -> Iterator[Record]:
        for at, insurance in self.numbered("insurance", tables.insurance):
            path: KeyPath = ("insurance", at)
            span = self.span(insurance.start, insurance.end, path)
            back_paid = self.listed(insurance.back_paid, span, (*path, "back_paid"))
            excused = self.listed(insurance.excused, (back_paid, *span[1:]), (*path, "excused"))
            parts = {"back_paid": back_paid, "excused": excused} if back_paid else {}
            kinds = frozenset(insurance.kinds)
            is_open = insurance.end is None
            yield Record(
                "insurance", path, *span, fold_city_name(insurance.city), insurance.district, kinds, parts, is_open
            )
        for at, home in self.numbered("home", tables.home):
            path = ("home", at)
            tags = frozenset(self.home_tags(home, path))
            span = self.span(home.start, home.end, path)
            yield Record("home", path, *span, fold_city_name(home.city), home.district, tags, is_open=home.end is None)
        for at, permit in self.numbered("permit", tables.permit):
            path = ("permit", at)
            span = self.span(permit.start, permit.end, path)
            endorsed = self.listed(permit.endorsed, span, (*path, "endorsed"))
            parts = {"endorsed": endorsed}
            city, is_open = fold_city_name(permit.city), permit.end is None
            yield Record("permit", path, *span, city, permit.district, parts=parts, is_open=is_open)
        for at, study in self.numbered("study", tables.study):
            path = ("study", at)
            span = self.span(study.start, study.end, path)
            tags = frozenset({study.level, "part_time" if study.part_time else "full_time"})
            yield Record("study", path, *span, _folded(study.city), tags=tags, is_open=study.end is None)
        for at, marriage in self.numbered("marriage", tables.marriage):
            path = ("marriage", at)
            span = self.span(marriage.start, marriage.end, path)
            yield Record("marriage", path, *span, is_open=marriage.end is None)

    def home_tags(self, home: HomeTable, path: KeyPath) -> Iterator[str]:
        """Give what a set expression may say of a home; ``half`` where at least half of it is held."""
        yield home.tenure
        if home.registered:
            yield "registered"
        share = decimals.from_text(str(home.share))
        if share is None or not 0 < share[0] <= share[1]:
            self.wrong((*path, "share"), "not-a-share", seen=harmless(home.share))
        elif 2 * share[0] >= share[1]:
            yield "half"

    def events(self, tables: RecordTables) -> Iterator[Event]:
        for kind in ("penalty", "commendation", "blood_donation"):
            listed: tuple[EventTable, ...] = getattr(tables, kind)
            for at, event in self.numbered(kind, listed):
                day = calendar.read_date(event.date)
                if day is None or not day >= calendar.EARLIEST:
                    self.wrong((kind, at, "date"), "no-such-day", seen=event.date)
                    continue
                tags = frozenset({event.kind} if event.kind else ())
                yield Event(kind, (kind, at), day, _folded(event.city), tags)

    def taxes(self, tables: RecordTables) -> Iterator[TaxPaid]:
        for at, tax in self.numbered("tax", tables.tax):
            read = decimals.from_text(str(tax.income))
            if read is None or read[0] < 0 or 100 % read[1]:
                self.wrong(("tax", at, "income"), "not-an-amount", seen=harmless(tax.income))
                continue
            yield TaxPaid(tax.year, read[0] * (100 // read[1]), fold_city_name(tax.city), ("tax", at))

    def span(self, start: str, end: str | None, path: KeyPath) -> tuple[int, int, int]:
        """Read a stretch of time, both ends included: its months, its first and its last day; 0 where it is none."""
        first = self.month(start, (*path, "from"))
        last = FOR_EVER if end is None else self.month(end, (*path, "to"))
        if first is None or last is None:
            return 0, 0, 0
        begun, ended = calendar.read_date(start) or calendar.first_of(first), calendar.last_of(last)
        if end is not None and len(end) > len("2011-07"):
            ended = calendar.read_date(end) or ended
        if ended < begun:
            self.wrong((*path, "to"), "to-before-from", seen=str(end), other=start)
            return 0, 0, 0
        return calendar.month_set(first, last), begun, ended

    def month(self, text: str, path: KeyPath) -> int | None:
        """Read ``2011-07``, or the month of a full date."""
        month = calendar.read_month(text[:7])
        real_day = len(text) == len("2011-07") or calendar.read_date(text) is not None
        if month is None or not real_day:
            self.wrong(path, "no-such-day", seen=text)
            return None
        if not calendar.FIRST_MONTH <= month <= calendar.LAST_MONTH:
            bounds = f"{calendar.month_text(calendar.FIRST_MONTH)} – {calendar.month_text(calendar.LAST_MONTH)}"
            self.wrong(path, "month-out-of-range", seen=text, allowed=bounds)
            return None
        return month

    def listed(self, texts: tuple[str, ...], span: tuple[int, int, int], path: KeyPath) -> int:
        """Read months one by one; each must lie within the record, where that is one, and once."""
        found, within = 0, span[0] if span[1] else EVERY_MONTH
        for at, text in enumerate(texts):
            month = self.month(text, (*path, at))
            if month is None:
                continue
            single = calendar.month_set(month, month)
            if not single & within:
                self.wrong((*path, at), "month-outside-record", seen=text)
            if single & found:
                self.wrong((*path, at), "month-twice", seen=text)
            found |= single
        return found & within

    def wrong(self, path: KeyPath, code: str, **values: str) -> None:
        self.problems.append((path, Finding(code=code, values=values)))


def _folded(city: str | None) -> str | None:
    return None if city is None else fold_city_name(city)
