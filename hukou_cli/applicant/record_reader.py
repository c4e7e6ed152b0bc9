"""An applicant's record tables read as dated records; what is wrong with them comes along, each with its place."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, TypeVar

from msgspec.structs import replace

from hukou_cli.applicant.records import PERHAPS, Event, Record, Records, TaxPaid, Unsound
from hukou_cli.applicant.spelling import respelt
from hukou_cli.base import calendar, decimals
from hukou_cli.base.decoding import convert
from hukou_cli.base.errors import Finding, nearest
from hukou_cli.base.folding import fold_city_name
from hukou_cli.base.redaction import harmless
from hukou_cli.base.toml_source import KeyPath
from hukou_cli.facts.record_tables import (
    HomeTable,
    InsuranceTable,
    MarriageTable,
    PermitTable,
    RecordTables,
    SpanTable,
    StudyTable,
)
from hukou_cli.text.records import RECORD_WORDS, WRITTEN_AS, chinese_option

_KEY_OF_RECORD = ("home", 0, "key")
"""The form of the place of a key in a record."""


def read_records(tables: Mapping[str, object]) -> tuple[Records, list[tuple[KeyPath, Finding]]]:
    """Read the record tables of a file; with them comes everything that is wrong, each with its place.

    Records that have the wrong shape are left out, so that what is wrong with the others is found too.
    """
    written: Mapping[str, object] = respelt(tables)
    found = convert(written, RecordTables)
    misshapen: list[tuple[KeyPath, Finding]] = []
    numbers: dict[str, list[int]] = {}
    unsound = None
    if isinstance(found, list):
        unsound, beside = _unsound(written, found)
        misshapen = [*found, *beside]
        written, numbers = _sound(written, found)
        found = convert(written, RecordTables)
        assert isinstance(found, RecordTables)
    reader = _Reader(numbers)
    records = Records(
        spans=tuple(reader.spans(found)),
        events=tuple(reader.events(found)),
        taxes=tuple(reader.taxes(found)),
        none=frozenset(kind for kind, listed in tables.items() if listed == []),
        unsound=unsound,
    )
    seen = {path for path, _ in misshapen}
    misshapen = [(path, _in_words(path, finding)) for path, finding in misshapen]
    return records, misshapen + [(path, finding) for path, finding in reader.problems if path not in seen]


def _in_words(path: KeyPath, finding: Finding) -> Finding:
    """Return a finding that shows how a missing key is written, and names options in Chinese too."""
    if finding.code == "missing-key" and (example := WRITTEN_AS.get(finding.values.get("key", ""))):
        return finding._replace(advice={"en": f"Add it, as {example}.", "zh": f"请补上，如 {example}。"})
    keys = [key for key in path if key in RECORD_WORDS]
    if finding.code != "not-one-of" or not keys:
        return finding
    named = "、".join(chinese_option(option) for option in finding.allowed.split())
    words = RECORD_WORDS[str(keys[-1])]
    close = words.get(nearest(finding.seen, words) or "") or _alone_alike(finding.seen, words)
    told = {"nearest": close, "nearest_zh": chinese_option(close)} if close else {}
    return finding._replace(values={**finding.values, "allowed_zh": named, **told})


def _alone_alike(word: str, words: Mapping[str, str]) -> str:
    """Return the only option that has a word with the first character of a Chinese one; empty where none has."""
    options = {option for known, option in words.items() if not known.isascii() and known[:1] == word[:1]}
    return options.pop() if len(options) == 1 and not word.isascii() else ""


def _unsound(
    tables: Mapping[str, Any], problems: list[tuple[KeyPath, Finding]]
) -> tuple[Unsound | None, list[tuple[KeyPath, Finding]]]:
    """Return the records that have the wrong shape, made to fit, and what else is wrong in them as they are read."""
    from hukou_cli.base.mending import mended

    whole = convert(mended(tables, RecordTables), RecordTables)
    if isinstance(whole, list):
        return None, []
    reader, wrong = _Reader({}), _misshapen(problems)
    written = {(*path, key) for path in wrong if len(path) > 1 for key in tables[str(path[0])][path[1]]}
    told = written - {path[:3] for path, _ in problems}
    spans = (record for record in reader.spans(whole) if record.path in wrong)
    records = Records(
        spans=tuple(record if (*record.path, "city") in told else replace(record, city=None) for record in spans),
        events=tuple(event for event in reader.events(whole) if event.path in wrong),
        taxes=tuple(tax for tax in reader.taxes(whole) if tax.path in wrong),
    )
    found = [(path, finding) for path, finding in reader.problems if path in told]
    return Unsound(records, frozenset(told - {path[:3] for path, _ in found})), found


def _misshapen(problems: list[tuple[KeyPath, Finding]]) -> set[KeyPath]:
    """Return the places of the records of wrong shape; a key that means nothing is left out of a record that fits."""
    return {path[:2] for path, finding in problems if finding.code != "unknown-key" or len(path) != len(_KEY_OF_RECORD)}


def _sound(
    tables: Mapping[str, Any], problems: list[tuple[KeyPath, Finding]]
) -> tuple[dict[str, list[Any]], dict[str, list[int]]]:
    """Leave out records that have the wrong shape, and keys that mean nothing; with the rest come their numbers."""
    wrong = _misshapen(problems)
    idle = {path for path, _ in problems if path[:2] not in wrong}
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

    def numbered(self, kind: str, tables: tuple[Table, ...]) -> Iterator[tuple[KeyPath, Table]]:
        """Yield the tables of a kind, each with its path in the file."""
        for at, table in zip(self.numbers.get(kind, range(len(tables))), tables, strict=True):
            yield (kind, at), table

    def spans(self, tables: RecordTables) -> Iterator[Record]:
        """Read the records over a stretch of time."""
        kinds: dict[str, tuple[SpanTable, ...]] = {
            "insurance": tables.insurance,
            "home": tables.home,
            "permit": tables.permit,
            "study": tables.study,
            "marriage": tables.marriage,
        }
        for kind, listed in kinds.items():
            for path, table in self.numbered(kind, listed):
                months, first, last, begun_by = self.span(table.start, table.end, path)
                yield Record(
                    kind=kind,
                    path=path,
                    months=months,
                    first=first,
                    last=last,
                    city=None if isinstance(table, MarriageTable) else _folded(table.city),
                    district=None if isinstance(table, StudyTable | MarriageTable) else table.district,
                    tags=frozenset(self.tags(table, path)),
                    parts=self.parts(table, months if first else calendar.EVERY_MONTH, path),
                    is_open=table.end is None,
                    begun_by=begun_by,
                    base=self.base(table, path),
                    planned=table.planned,
                )

    def base(self, table: SpanTable, path: KeyPath) -> int | None:
        """Read the monthly contribution base of an insurance, in fen."""
        if not isinstance(table, InsuranceTable) or table.base is None:
            return None
        return self.amount(table.base, (*path, "base"))

    def amount(self, written: str | int, path: KeyPath) -> int | None:
        """Read an amount of yuan with at most two decimals as fen."""
        fen = decimals.fen_from_text(str(written))
        if fen is None:
            self.wrong(path, "not-an-amount", seen=harmless(written))
        return fen

    def tags(self, table: SpanTable, path: KeyPath) -> Iterator[str]:
        """Yield what a set expression may say of a record; ``half`` of a home of which at least half is held."""
        match table:
            case InsuranceTable():
                yield from table.kinds
            case StudyTable():
                yield table.level
                yield "part_time" if table.part_time else "full_time"
            case HomeTable():
                yield table.tenure
                if table.tenure == "spouse":
                    yield f"spouse-{table.spouse_tenure or 'owned'}"
                elif table.spouse_tenure is not None:
                    self.wrong((*path, "spouse_tenure"), "not-a-spouses", seen=table.spouse_tenure)
                if table.registered:
                    yield "registered"
                elif table.registered is None and {table.tenure, table.spouse_tenure} & {"rented", "dormitory"}:
                    yield f"registered{PERHAPS}"
                share = decimals.from_text(str(table.share))
                if share is None or not 0 < share[0] <= share[1]:
                    self.wrong((*path, "share"), "not-a-share", seen=harmless(table.share))
                elif 2 * share[0] >= share[1]:
                    yield "half"
            case PermitTable(endorsed=None):
                yield f"endorsed{PERHAPS}"
            case PermitTable() | MarriageTable():
                pass

    def parts(self, table: SpanTable, within: int, path: KeyPath) -> dict[str, int]:
        """Read the months of a record that have a name of their own; they must lie within a month set."""
        match table:
            case InsuranceTable():
                back_paid = self.listed(table.back_paid, within, (*path, "back_paid"))
                excused = self.listed(table.excused, back_paid, (*path, "excused"))
                return {"back_paid": back_paid, "excused": excused} if back_paid else {}
            case PermitTable():
                return {"endorsed": self.listed(table.endorsed or (), within, (*path, "endorsed"))}
            case _:
                return {}

    def events(self, tables: RecordTables) -> Iterator[Event]:
        """Read what happened on a day."""
        kinds = {
            "penalty": tables.penalty,
            "commendation": tables.commendation,
            "blood_donation": tables.blood_donation,
        }
        for kind, listed in kinds.items():
            for path, event in self.numbered(kind, listed):
                day = self.day(event.date, (*path, "date"))
                tags = frozenset({event.kind} if event.kind else ())
                yield Event(kind, path, day or 0, _folded(event.city), tags, event.planned)

    def taxes(self, tables: RecordTables) -> Iterator[TaxPaid]:
        """Read the income tax of each calendar year, in fen."""
        for path, tax in self.numbered("tax", tables.tax):
            fen = self.amount(tax.income, (*path, "income"))
            yield TaxPaid(tax.year, fen or 0, fold_city_name(tax.city), path, tax.planned)

    def span(self, start: str, end: str | None, path: KeyPath) -> tuple[int, int, int, int]:
        """Read a stretch of time, both ends included; 0 where it is none.

        Returns:
            Its months, its first and its last day, and the last day on which it may have begun.

        """
        begun = self.month_or_day(start, (*path, "from"))
        ended = self.month_or_day(end, (*path, "to")) if end is not None else (0, calendar.last_of(calendar.LAST_MONTH))
        if begun is None or ended is None:
            return 0, 0, 0, 0
        first, last = begun[0], ended[1]
        if last < first:
            self.wrong((*path, "to"), "to-before-from", seen=harmless(end), other=harmless(start))
            return 0, 0, 0, 0
        return calendar.month_set(calendar.month_of(first), calendar.month_of(last)), first, last, begun[1]

    def month_or_day(self, text: str, path: KeyPath) -> tuple[int, int] | None:
        """Read a month, or a day of it, as the first and the last day that it stands for, ``yyyymmdd``."""
        read = _month_or_day(text)
        if read is None:
            from hukou_cli.base.day_findings import no_day

            found = no_day(text)
            is_other = found.code == "not-a-date"
            wanted = Finding(code="wrong-type", values={"seen": found.seen, "allowed": "@month"})
            self.problems.append((path, wanted if is_other else found))
            return None
        if not calendar.FIRST_MONTH <= calendar.month_of(read[0]) <= calendar.LAST_MONTH:
            bounds = f"{calendar.month_text(calendar.FIRST_MONTH)} – {calendar.month_text(calendar.LAST_MONTH)}"
            self.wrong(path, "month-out-of-range", seen=harmless(text), allowed=bounds)
            return None
        return read

    def day(self, text: str, path: KeyPath) -> int | None:
        """Read a day as ``yyyymmdd``, in any spelling that a fact may have."""
        day = calendar.read_day(text)
        if day is None:
            from hukou_cli.base.day_findings import no_day

            self.problems.append((path, no_day(text)))
        elif day < calendar.EARLIEST:
            self.wrong(path, "date-too-early", seen=harmless(text), allowed=calendar.date_text(calendar.EARLIEST))
            return None
        return day

    def listed(self, texts: tuple[str, ...], within: int, path: KeyPath) -> int:
        """Read months one by one, as a month set; each must lie within another, and stand once."""
        found = 0
        for at, text in enumerate(texts):
            read = self.month_or_day(text, (*path, at))
            if read is None:
                continue
            month = calendar.month_of(read[0])
            single = calendar.month_set(month, month)
            if not single & within:
                self.wrong((*path, at), "month-outside-record", seen=harmless(text))
            if single & found:
                self.wrong((*path, at), "month-twice", seen=harmless(text))
            found |= single
        return found & within

    def wrong(self, path: KeyPath, code: str, **values: str) -> None:
        """Keep what is wrong, with its place."""
        self.problems.append((path, Finding(code=code, values=values)))


@lru_cache(maxsize=4096)
def _month_or_day(text: str) -> tuple[int, int] | None:
    """Read a month, or a day of it, as ``_Reader.month_or_day`` does; a table has the same over and over."""
    if (month := calendar.read_any_month(text)) is not None:
        return calendar.first_of(month), calendar.last_of(month)
    day = calendar.read_day(text)
    return None if day is None else (day, day)


def _folded(city: str | None) -> str | None:
    return None if city is None else fold_city_name(city)
