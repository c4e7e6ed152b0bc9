"""Imported records as an applicant's file: its tables, and what is left to be filled in beside each."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

import msgspec

from hukou_cli.base.calendar import month_set, month_text, spans_of
from hukou_cli.base.decimals import FEN, to_decimal
from hukou_cli.base.errors import Finding, InvalidOption, nearest
from hukou_cli.base.redaction import harmless
from hukou_cli.imports.personal import without_numbers
from hukou_cli.imports.records import InsuranceRecord
from hukou_cli.imports.vocabulary import KINDS
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.record_keys import record_keys
from hukou_cli.render.applicant_file import Remark, applicant_file
from hukou_cli.text.applicant_file import APPLICANT_FILE
from hukou_cli.text.language import Language

_TO_FILL_IN = "…"
"""Stands for a district that is still to be written: no city has one of that name."""


def imported_file(  # noqa: PLR0913
    records: Sequence[InsuranceRecord],
    editions: Sequence[Edition],
    city: str,
    language: Language,
    *,
    marked: int,
    with_employers: bool,
) -> str:
    """Write an applicant's file with imported records, all else to be filled in.

    Args:
        records: The records.
        editions: The policy of the city, or those of all cities.
        city: The id of the city, as ``--city`` takes it; empty for a file for any city.
        language: The language of comments and words.
        marked: The months of which some were repaid, and which is not known, as a month set.
        with_employers: Whether the names of employers are written.

    """
    last = max(record.last for record in records)
    blank = ("district",) if "district" in record_keys(editions, "insurance") else ()
    remarks = []
    for record in records:
        key = "no_employer" if not record.employer else "employer_named" if with_employers else "employer"
        name = harmless(without_numbers(record.employer_name))
        lines = [APPLICANT_FILE[key][language].format(record.employer, name)]
        lines += [APPLICANT_FILE["ends"][language]] if record.last == last else []
        lines += [APPLICANT_FILE["marked"][language]] if month_set(record.first, record.last) & marked else []
        remarks.append(Remark(lines, {} if record.district else dict.fromkeys(blank, _TO_FILL_IN)))
    tables = [table_of(record) for record in records]
    return applicant_file(editions, city, language, {"insurance": tables}, {"insurance": remarks})


def table_of(record: InsuranceRecord) -> dict[str, object]:
    """Return a record as its table in a file; the five insurances together are not listed."""
    table: dict[str, object] = {
        "city": record.city,
        "from": month_text(record.first),
        "to": month_text(record.last),
    }
    if len(record.kinds) < len(KINDS):
        table["kinds"] = [kind for kind in KINDS if kind in record.kinds]
    if record.district:
        table["district"] = record.district
    if record.base is not None:
        table["base"] = _yuan(record.base)
    if record.back_paid:
        spans = spans_of(record.back_paid)
        table["back_paid"] = [month_text(month) for first, last in spans for month in range(first, last + 1)]
    return table


def _yuan(fen: int) -> int | Decimal:
    return to_decimal(fen, 2) if fen % FEN else fen // FEN


def with_districts(
    records: Sequence[InsuranceRecord], given: Mapping[int, str], edition: Edition | None
) -> list[InsuranceRecord]:
    """Return records with the ids of their districts: those given by employer, else those that a printout names.

    Args:
        records: The records; a district that the city does not have is left out.
        given: Districts by the number of the employer.
        edition: The policy of the city; None where there is none, and a district stays as it is written.

    Raises:
        InvalidOption: There is no such employer, or the city has no such district.

    """
    known = edition.spellings.districts if edition is not None else {}
    numbers = {record.employer for record in records} - {0}
    found = [_no_employer(number, numbers) for number in given if number not in numbers]
    if edition is not None and known:
        found += [_no_district(name, edition) for name in given.values() if name not in known]
    if found:
        raise InvalidOption(found)
    return [
        msgspec.structs.replace(
            record, district=_district(given.get(record.employer) or record.district, known, edition)
        )
        for record in records
    ]


def _district(name: str, known: Mapping[str, str], edition: Edition | None) -> str:
    """Return the id of a district; empty where the city has none of that name. The city may stand before it."""
    if not known or edition is None:
        return name
    city = edition.file.policy.name.zh
    return known.get(name) or known.get(name.removeprefix(f"{city}市").removeprefix(city), "")


def _no_employer(number: int, numbers: Iterable[int]) -> Finding:
    values = {"seen": str(number), "allowed": str(max(numbers, default=0))}
    return Finding(code="import-no-such-employer", values=values, place="--district")


def _no_district(name: str, edition: Edition) -> Finding:
    known, words = edition.spellings.districts, edition.file.districts
    close = nearest(name, known)
    values = {
        "seen": harmless(name),
        "city_en": edition.file.policy.name.en,
        "city_zh": edition.file.policy.name.zh,
        "nearest": known[close] if close else "",
        "allowed_en": " ".join(words),
        "allowed_zh": " ".join(word.zh for word in words.values()),
    }
    return Finding(code="unknown-district", values=values, place="--district")
