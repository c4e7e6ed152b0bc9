"""A row a year, with a column for each month; and spans that go on."""

import io

import openpyxl
import pytest

from hukou_cli.base.calendar import spans_text, union
from hukou_cli.imports.notes import notes_on_payments
from hukou_cli.imports.printout import Printout
from tests.support.imports import read

MONTHS = ",".join(f"{month}月" for month in range(1, 13))
HEAD = f"年度,险种,{MONTHS},单位名称\n"


def months(printout: Printout, kind: str, *, repaid: bool = False) -> str:
    own = [payment for payment in printout.payments if kind in payment.kinds and payment.is_repaid is repaid]
    return spans_text(union(payment.months for payment in own))


def refused(printout: Printout) -> list[tuple[int, str, str]]:
    return [(finding.line, finding.code, finding.seen) for finding in printout.not_understood]


def test_ticks_marks_and_amounts_of_each_month() -> None:
    rows = "2019,养老,√,√,√,,√,√,√,√,√,√,√,√,甲\n2019年,医疗,320.5,320.5,补缴,0,-,×,320.5,,,,未缴,320.5,甲\n"
    found = read(f"{HEAD}{rows}".encode())
    assert months(found, "pension") == "2019-01 – 2019-03, 2019-05 – 2019-12"
    assert months(found, "medical") == "2019-01 – 2019-02, 2019-07, 2019-12"
    assert months(found, "medical", repaid=True) == "2019-03"
    assert {payment.employer for payment in found.payments} == {"甲"}
    assert refused(found) == []


@pytest.mark.parametrize(
    "names",
    [
        "01月,02月,03月,04月,05月,06月,07月,08月,09月,10月,11月,12月",
        "一月,二月,三月,四月,五月,六月,七月,八月,九月,十月,十一月,十二月",
    ],
)
def test_the_months_in_any_usual_spelling(names: str) -> None:
    found = read(f"养老保险\n年份,{names}\n2020,√,,,,,,,,,√,√,√\n".encode())
    assert months(found, "pension") == "2020-01, 2020-10 – 2020-12"


def test_what_is_certain_in_a_row_is_used_and_the_rest_is_told_at_once() -> None:
    rows = "2020,养老,√,?,√,五千,√,,,,,,,,甲\n2026,养老,√,√,√,√,√,√,√,√,√,√,√,√,甲\n2019年5月,养老,√,,,,,,,,,,,,甲\n"
    found = read(f"{HEAD}{rows}合计,,12\n2018,养老\n".encode())
    assert months(found, "pension") == "2020-01, 2020-03, 2020-05, 2026-01 – 2026-11"
    assert refused(found) == [
        (2, "import-unknown-mark", "2020-02 ?, 2020-04 五千"),
        (3, "import-month-ahead", "2026-12"),
        (4, "import-not-a-year", "2019年5月"),
    ]
    assert (found.passed["sum"], found.passed["unpaid"], found.used) == (1, 1, 0)
    assert found.rows == found.used + sum(found.passed.values()) + len(found.not_understood)


def test_bases_under_a_merged_heading_of_a_workbook() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["上海市参保人员历年缴费情况"])
    sheet.append(["年度", "险种", "缴费基数", *[None] * 11, "单位名称"])
    sheet.append([None, None, *[f"{month}月" for month in range(1, 13)], None])
    sheet.append([2022, "养老", 8000, 8000, 8000, 8000, 8000, 8000, 9000, 9000, 9000, 9000, 9000, None, "甲"])
    for merged in ("A2:A3", "B2:B3", "C2:N2", "O2:O3"):
        sheet.merge_cells(merged)
    content = io.BytesIO()
    book.save(content)
    found = read(content.getvalue(), "in.xlsx")
    bases = {
        spans_text(union(each.months for each in found.payments if each.base == base)) for base in (800000, 900000)
    }
    assert bases == {"2022-01 – 2022-06", "2022-07 – 2022-11"}


def test_a_kind_that_no_column_and_no_title_names_is_told_once_a_row() -> None:
    found = read(f"养老保险\n年度,{MONTHS}\n2019,√\n\n其他\n年度,{MONTHS}\n2020,√,√\n".encode())
    assert [(line, code) for line, code, _ in refused(found)] == [(7, "import-no-kind")]


@pytest.mark.parametrize(
    "row",
    [
        "2019-05至今,养老,甲",
        "201905-至今,养老,甲",
        "2019年05月 至 今,养老,甲",
        "2019.05~present,养老,甲",
        "2019-05 – now,养老,甲",
    ],
)
def test_a_span_that_goes_on_is_read_up_to_this_month_and_that_is_told(row: str) -> None:
    found = read(f"起止年月,险种,单位名称\n{row}\n".encode())
    assert months(found, "pension") == "2019-05 – 2026-11"
    assert [note.code for note in notes_on_payments(found.payments)] == ["import-until-now"]


def test_an_end_that_is_now_and_one_that_is_blank() -> None:
    head = "险种,开始年月,终止年月,单位名称\n"
    found = read(f"{head}养老,201905,至今,甲\n医疗,201905,,甲\n失业,202612,至今,甲\n".encode())
    assert months(found, "pension") == "2019-05 – 2026-11"
    assert refused(found) == [(3, "import-not-a-month", "201905"), (4, "import-month-ahead", "2026-12")]


def test_an_employer_until_now_has_the_months_of_the_payments() -> None:
    employers = "单位名称,起始年月,终止年月\n甲,201801,201903\n乙,201904,至今\n"
    found = read(f"年月,险种\n201903,养老\n201904,养老\n202001,养老\n\n{employers}".encode())
    assert {payment.employer: spans_text(payment.months) for payment in found.payments if payment.months} == {
        "甲": "2019-03",
        "乙": "2020-01",
    }
