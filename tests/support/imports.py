"""Import a printout as the command does, without a process."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from hukou_cli.base.calendar import month_of, union
from hukou_cli.base.errors import Finding
from hukou_cli.imports.file import read_grids, tables_of
from hukou_cli.imports.form import imported_file, table_of, with_districts
from hukou_cli.imports.notes import notes_on_payments, notes_on_records
from hukou_cli.imports.printout import Printout, read_printout
from hukou_cli.imports.records import joined
from hukou_cli.imports.vocabulary import Vocabulary, load_vocabulary
from hukou_cli.policy.catalog import bundled
from hukou_cli.policy.record_keys import record_keys
from tests.support.catalog import CATALOG

TODAY = 20261130


class Imported(NamedTuple):
    """What an import gives: the tables of its records, the file, what was read, and what is worth noticing."""

    city: str
    tables: list[dict[str, object]]
    text: str
    printouts: list[Printout]
    notes: list[Finding]


@cache
def words() -> Vocabulary:
    return load_vocabulary([bundled()])


def read(content: bytes, name: str = "in.csv") -> Printout:
    """Read the bytes of a file."""
    return read_printout(tables_of(content, name), name, words(), month_of(TODAY), CATALOG.places)


def imported(*files: Path, city: str = "", districts: Sequence[str] = ()) -> Imported:
    """Import files into the file of the city that they name."""
    printouts = [
        read_printout(read_grids(str(file)), str(file), words(), month_of(TODAY), CATALOG.places) for file in files
    ]
    id_ = CATALOG.city_id(city or printouts[0].city)
    edition = CATALOG.find_on(id_, TODAY)
    keys = record_keys([edition], "insurance")
    payments = [payment for each in printouts for payment in each.payments]
    records = joined([(id_, payment) for payment in payments], with_base="base" in keys)
    records = with_districts(records, dict(enumerate(districts, start=1)), edition)
    marked = union(payment.months for payment in payments if payment.is_marked)
    text = imported_file(records, [edition], id_, "en", marked=marked, with_employers=False)
    notes = [*notes_on_payments(payments), *notes_on_records(records, asks_district="district" in keys)]
    return Imported(id_, [table_of(record) for record in records], text, printouts, notes)
