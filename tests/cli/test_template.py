"""The workbook that ``hukou policy columns`` writes: filled in, it is scored as its applicant is."""

import datetime
import io
import tomllib
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from hukou_cli.applicant.document import load_applicant
from hukou_cli.cli.init import example_path
from hukou_cli.cli.template import template_of
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.rounds import RoundId
from hukou_cli.scoring.score import score_under
from hukou_cli.table.record_rows import KEYS
from hukou_cli.table.workbook.template import template_workbook
from hukou_cli.text.language import Language
from hukou_cli.text.record_table import HEADINGS, KINDS, by_name
from tests.support.catalog import CATALOG
from tests.support.csv_files import rows_of
from tests.support.program import run_checked
from tests.support.table_runs import run_table
from tests.support.workbooks import saved

DAY = 20261130
CITIES = [city for city in CATALOG.cities() if CATALOG.find_on(city, DAY).file.unseen is None]


def template(edition: Edition, round_: RoundId, language: Language) -> Any:
    window = edition.calendar.window(round_)
    return openpyxl.load_workbook(io.BytesIO(template_workbook(template_of(edition, window, language, DAY))))


def filled(book: Any) -> bytes:
    """Copy the example of the second sheet into the row below the header of the first, as one would type it."""
    table, help_ = book.worksheets[0], book.worksheets[1]
    top = next(row for row in range(1, 10) if help_.cell(row, 7).value)
    for at in range(1, table.max_column + 1):
        text = help_.cell(top + at, 7).value
        assert help_.cell(top + at, 1).value == table.cell(1, at).value
        is_day = table.column_dimensions[table.cell(1, at).column_letter].number_format == "yyyy-mm-dd"
        table.cell(2, at).value = datetime.date.fromisoformat(text) if is_day and text else text
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "city", [pytest.param(city, marks=() if city == "beijing" else pytest.mark.slow) for city in CITIES]
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_template_filled_in_is_scored_as_its_example(city: str, language: Language, tmp_path: Path) -> None:
    edition = CATALOG.find_on(city, DAY)
    round_ = edition.calendar.default(DAY)
    score = score_under(load_applicant(example_path(edition)), edition, round_, today=DAY)
    content = filled(template(edition, round_, language))
    found = run_table(edition, saved(tmp_path, content), round_, DAY, tmp_path)
    if score.unknown and found.rejects:  # of such a fact `routes` may hang, which a row has no two answers for
        assert {row["code"] for row in found.rejects} == {"missing-fact"}
        return
    assert found.rejects == []
    (row,) = found.scores
    assert row["eligible"] == str(not score.failed_gates).lower()
    if edition.indicators:
        assert row["total"] == str(score.total)


def recorded(book: Any, tables: dict[str, Any]) -> bytes:
    """Write the records of an applicant's file into the sheet of records, a row each."""
    sheet, known = book.worksheets[1], by_name(HEADINGS)
    keys = [known[cell.value.lower()] for cell in sheet[1]]
    row = sheet.max_row + 1
    for kind, words in KINDS.items():
        none = [{KEYS[kind][0]: "无"}] if kind in tables else []
        for record in tables.get(kind) or none:
            cells = {"event" if key == "kind" else key: value for key, value in record.items()}
            for at, key in enumerate(keys, 1):
                value = {"id": "A001", "kind": words.zh}.get(key, cells.get(key))
                value = "、".join(value) if isinstance(value, list) else value
                sheet.cell(row, at).value = (
                    {True: "是", False: "否"}.get(value, value) if type(value) is bool else value
                )
            row += 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.subprocess
@pytest.mark.parametrize("city", ["beijing", "guangzhou", "tianjin"])
def test_a_template_of_records_filled_in_is_scored_as_its_example(city: str, tmp_path: Path) -> None:
    edition = CATALOG.find_on(city, DAY)
    round_ = edition.calendar.default(DAY)
    tables = tomllib.loads(example_path(edition).read_text(encoding="utf-8"))
    book = openpyxl.load_workbook(
        io.BytesIO(
            template_workbook(template_of(edition, edition.calendar.window(round_), "zh", DAY, with_records=True))
        )
    )
    book.move_sheet(book.worksheets[2], -1)
    book = openpyxl.load_workbook(io.BytesIO(filled(book)))
    book.move_sheet(book.worksheets[2], -1)
    staff = saved(tmp_path, recorded(book, tables))
    day = f"{DAY // 10000}-{DAY // 100 % 100}-{DAY % 100}"
    options = ("--city", city, "--round", round_, "--on", day, "--lang", "en")
    said = run_checked("batch", staff, "--records", staff, "-o", tmp_path / "out.csv", *options)[1]
    score = score_under(load_applicant(example_path(edition)), edition, round_, today=DAY)
    content = (tmp_path / "out.csv").read_bytes().removeprefix(b"\xef\xbb\xbf")
    assert [row["total"] for row in rows_of(content)] == [str(score.total)], said


def test_cells_offer_what_may_stand_in_them(beijing: Edition) -> None:
    """A list of the options of each choice and flag, days, and months within what the round counts."""
    book = template(beijing, RoundId(2026), "zh")
    table, _, options = book.worksheets
    assert book.sheetnames == ["申请人", "填写说明", "选项"]
    allowed = {str(each.sqref).partition("2:")[0]: each for each in table.data_validations.dataValidation}
    names = {cell.value: cell.column_letter for cell in table[1]}
    degree = allowed[names["学历学位"]]
    assert (degree.type, degree.showErrorMessage) == ("list", True)
    first, last = (part.replace("$", "") for part in degree.formula1.partition("!")[2].split(":"))
    (listed,) = ([cell.value for cell in row] for row in options[f"{first}:{last}"])
    assert listed == [words.zh for words in beijing.facts["degree"].choices.values()]
    assert ("持有本市居住证", "是", "否", None) in {row[:4] for row in options.iter_rows(values_only=True)}
    assert (allowed[names["出生日期"]].type, allowed[names["编号"]].type) == ("date", None)
    months = allowed[names["2020年8月起的社保月数"]]
    assert (months.type, months.formula1, months.formula2) == ("whole", "0", "65")  # 2020-08 to 2025-12
    assert "2020年8月起" in months.promptTitle
    assert table.freeze_panes == "B2"


def test_the_help_says_of_each_column_what_it_is_and_what_an_empty_cell_means(beijing: Edition) -> None:
    help_ = template(beijing, RoundId(2026), "en").worksheets[1]
    rows = {row[1]: row for row in help_.iter_rows(min_row=4, values_only=True)}
    assert help_["A1"].value == "Beijing, round 2026: a table of applicants"
    assert "--city beijing --round 2026" in str(help_["A2"].value)
    assert rows["insured_months"][4] == "must be given"
    assert rows["honour"][4] == "default: no"
    assert rows["insured_months_since_2020_08"][3] == "months, 0 to 65"
    assert "Stable employment" in str(rows["insured_months"][5])


def test_a_template_without_rows_says_so(tmp_path: Path, beijing: Edition) -> None:
    out = io.BytesIO()
    template(beijing, RoundId(2026), "zh").save(out)
    found = run_table(beijing, saved(tmp_path, out.getvalue()), RoundId(2026), DAY, tmp_path)
    assert (found.read, found.scores) == (0, [])


@pytest.mark.subprocess
def test_the_command_writes_a_workbook_by_its_name_and_never_over_one(tmp_path: Path) -> None:
    out = tmp_path / "staff.xlsx"
    run_checked("policy", "columns", "北京", "-o", out, "--lang", "zh")
    assert openpyxl.load_workbook(out).sheetnames == ["申请人", "填写说明", "选项"]
    assert "file-exists" in run_checked("policy", "columns", "beijing", "-o", out, code=2)[1]
    said = run_checked("batch", out, "--city", "beijing", "--lang", "en")[1]
    assert "申请人" not in said  # nobody needs to be told that the sheets of help are not read
