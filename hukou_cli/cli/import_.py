"""``hukou import``: payment details of social insurance, as bureaus export them, turned to an applicant's file."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hukou_cli.base.errors import Finding, InvalidOption, InvalidTable
from hukou_cli.base.redaction import harmless, visible
from hukou_cli.cli.options import STDIO, LangOption, OnOption, PoliciesOption, catalog, completed_by, day_of
from hukou_cli.cli.private_file import write_private
from hukou_cli.cli.stderr import write_lines
from hukou_cli.cli.stdout import write_line, write_utf8

if TYPE_CHECKING:
    from hukou_cli.imports.printout import Printout
    from hukou_cli.policy.catalog import Catalog
    from hukou_cli.policy.edition import Edition
    from hukou_cli.text.language import Language

_DISTRICT = re.compile(r"\s*(?:employer|单位)?\s*([0-9]{1,4})\s*[=＝]\s*(.*\S)\s*")

_MOST_TOLD = 50
"""Rows not understood, alike ones taken together, that are told; more are counted."""


def import_(  # noqa: PLR0913, PLR0917 - one parameter an option
    printout: Annotated[list[str], typer.Argument(show_default=False)],
    lang: LangOption,
    city: Annotated[
        str | None, typer.Option("--city", show_default=False, autocompletion=completed_by("cities"))
    ] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output")] = None,
    district: Annotated[list[str] | None, typer.Option("--district", show_default=False)] = None,
    employers: Annotated[bool, typer.Option("--employers")] = False,  # noqa: FBT002
    base: Annotated[bool, typer.Option("--base")] = False,  # noqa: FBT002
    on: OnOption = None,
    policies: PoliciesOption = None,
) -> None:
    """Read printouts, tell what was read and what was not, and write the records into an applicant's file."""
    from hukou_cli.base.calendar import from_date, union
    from hukou_cli.imports.form import imported_file, with_districts
    from hukou_cli.imports.notes import notes_on_payments, notes_on_records
    from hukou_cli.imports.records import joined
    from hukou_cli.policy.record_keys import record_keys
    from hukou_cli.text.applicant_file import APPLICANT_FILE

    tongue, known, day = lang, catalog(policies), from_date(day_of(on))
    chosen = _districts(district or [])
    read = _read(printout, known, day)
    write_lines(line for file, one in zip(printout, read, strict=True) for line in _told(one, file, tongue))
    cities = [_city(city or one.city, known, file) for file, one in zip(printout, read, strict=True)]
    write_lines(note.text(tongue) for note in _other_cities(city, printout, read, known))
    form, editions = _policies(cities, known, day)
    keys = record_keys(editions, "insurance")
    paid = [(name.partition("_")[0], each) for name, one in zip(cities, read, strict=True) for each in one.payments]
    payments = [payment for _, payment in paid]
    records = joined(paid, with_base=base or (bool(form) and "base" in keys))
    records = with_districts(records, chosen, editions[0] if form else None)
    notes = [*notes_on_payments(payments), *notes_on_records(records, asks_district="district" in keys)]
    write_lines(note.text(tongue) for note in notes)
    marked = union(payment.months for payment in payments if payment.is_marked)
    text = imported_file(records, editions, form, tongue, marked=marked, with_employers=employers)
    if output is None or str(output) == STDIO:
        write_utf8(text)
        return
    write_private(output, text)
    write_line(APPLICANT_FILE["imported_to"][tongue].format(visible(str(output)), "score" if form else "compare"))


def _read(files: Sequence[str], known: "Catalog", day: int) -> list["Printout"]:
    """Read all files. Raises NotFound, InvalidTable."""
    from hukou_cli.base.calendar import month_of
    from hukou_cli.imports.file import read_grids
    from hukou_cli.imports.printout import read_printout
    from hukou_cli.imports.vocabulary import load_vocabulary

    words, places = load_vocabulary(known.folders), known.places
    return [read_printout(read_grids(file), file, words, month_of(day), places) for file in files]


def _districts(written: Sequence[str]) -> dict[int, str]:
    """Read ``--district``. Raises InvalidOption."""
    matches = [_DISTRICT.fullmatch(each) for each in written]
    wrong = [each for each, match in zip(written, matches, strict=True) if match is None]
    if wrong:
        raise InvalidOption([Finding(code="import-not-a-district", values={"seen": harmless(each)}) for each in wrong])
    return {int(match[1]): match[2] for match in matches if match is not None}


def _city(named: str, known: "Catalog", file: str) -> str:
    """Return the id of a city, or of its scheme; its name where it has no policy. Raises InvalidTable, NotFound."""
    from hukou_cli.base.folding import fold_city_name

    if not named:
        raise InvalidTable([Finding(code="import-no-city", file=file)])
    if known.find_id(named) is None and fold_city_name(named) in known.places:
        return fold_city_name(named)
    return known.city_id(named)


def _other_cities(
    given: str | None, files: Sequence[str], read: Sequence["Printout"], known: "Catalog"
) -> Iterator[Finding]:
    """Yield the files whose title names another city than the one given."""
    for file, one in zip(files, read, strict=True):
        if given and one.city and _city(given, known, file).partition("_")[0] != _city(one.city, known, file):
            yield Finding(code="import-another-city", values={"seen": one.city}, file=file)


def _policies(cities: Sequence[str], known: "Catalog", day: int) -> tuple[str, list["Edition"]]:
    """Return the city that the file is for and its edition; no city and all editions, where there is no one."""
    if len(set(cities)) == 1 and known.find_id(cities[0]) is not None:
        edition = known.find_on(cities[0], day)
        if edition.file.unseen is None:
            return edition.file.policy.folder, [edition]
    found = [known.find_on(city, day) for city in known.cities()]
    return "", [edition for edition in found if edition.file.unseen is None]


def _told(printout: "Printout", file: str, tongue: "Language") -> Iterator[str]:
    """Yield what became of the rows of a file: those not understood, alike ones together, and the sum of all."""
    from hukou_cli.imports.notes import notes_on_rows
    from hukou_cli.imports.printout import gathered

    wrong = list(gathered(printout.not_understood))
    if len(wrong) > _MOST_TOLD:
        wrong[_MOST_TOLD:] = [Finding(code="too-many", values={"seen": str(len(wrong) - _MOST_TOLD)}, file=file)]
    for finding in wrong:
        yield finding.text(tongue)
    for finding in notes_on_rows(printout, file):
        yield finding.text(tongue)
    counts = {
        "file": file,
        "rows": str(printout.rows),
        "used": str(printout.used),
        "passed": str(sum(printout.passed.values())),
        "wrong": str(len(printout.not_understood)),
    }
    yield Finding(code="import-counts", values=counts).sentence(tongue)
