"""What rows of a printout say, and what is said of those that are not understood."""

from typing import TYPE_CHECKING

import pytest

from hukou_cli.base.calendar import spans_text, union
from hukou_cli.base.errors import HukouError, InvalidTable
from hukou_cli.imports.printout import Printout
from tests.support.imports import read

if TYPE_CHECKING:
    from hukou_cli.imports.payments import Payment

LONG = "费款所属期,险种,缴费类型,缴费基数,单位名称\n"
WIDE = "缴费起止年月,养老,失业,工伤,医疗,生育,单位名称\n"


def months(printout: Printout, kind: str, *, repaid: bool = False) -> str:
    own = [payment for payment in printout.payments if kind in payment.kinds and payment.is_repaid is repaid]
    return spans_text(union(payment.months for payment in own))


def refused(printout: Printout) -> list[tuple[int, str, str]]:
    return [(finding.line, finding.code, finding.seen) for finding in printout.not_understood]


@pytest.mark.parametrize(
    "row",
    [
        "201905-202004,110,正常,5000,甲",
        "2019-05至2020-04,企业职工基本养老保险,正常缴费,5000.00,甲",
        "２０１９年０５月—２０２０年０４月,养老,已到账,５０００元,甲",
        '2019.05~2020.04,城镇职工基本养老保险,正常应缴,"5,000.00",甲',
    ],
)
def test_a_span_and_a_kind_in_any_usual_spelling(row: str) -> None:
    found = read(f"{LONG}{row}\n".encode())
    assert months(found, "pension") == "2019-05 – 2020-04"
    assert refused(found) == []


@pytest.mark.parametrize(
    ("row", "code", "seen"),
    [
        ("2019-13,110,正常,5000,甲", "import-not-a-month", "2019-13"),
        (",110,正常,5000,甲", "import-not-a-month", ""),
        ("202703,110,正常,5000,甲", "import-month-ahead", "2027-03"),
        ("201905,910,正常,5000,甲", "import-unknown-kind", "910"),
        ("201905,110,已核准,5000,甲", "import-unknown-mark", "已核准"),
        ("201905,110,,5000,甲", "import-unknown-mark", ""),
        ("201905,110,正常,五千,甲", "import-not-an-amount", "五千"),
        ("201905,110,正常,-5000,甲", "import-not-an-amount", "-5000"),
        ("201905,110,退收,5000,甲", "import-refunded", "2019-05"),
        ("201905,000000198506151233,正常,5000,甲", "import-unknown-kind", "****************33"),
        ("201905,13900000000,正常,5000,甲", "import-unknown-kind", "***********"),
    ],
)
def test_a_row_that_is_not_understood_is_told_with_its_line_and_value(row: str, code: str, seen: str) -> None:
    found = read(f"{LONG}201904,110,正常,5000,甲\n{row}\n".encode())
    assert refused(found) == [(3, code, seen)]
    assert months(found, "pension") == "2019-04"
    assert found.rows == found.used + sum(found.passed.values()) + len(found.not_understood)


def test_what_says_that_nothing_was_paid_makes_no_month_and_is_told() -> None:
    rows = "201901,110,正常,5000,甲\n201902,110,欠费,5000,甲\n201903,110,正常,-,甲\n201904,110,转入,5000,乙\n201905,390大病,正常,5000,甲\n"
    found = read(f"{LONG}{rows}".encode())
    assert months(found, "pension") == "2019-01"
    told = {
        why: (found.passed[why], spans_text(found.passed_months[why]))
        for why in found.passed
        if why not in ("heading", "title", "blank")
    }
    assert told == {"unpaid": (2, "2019-02 – 2019-03"), "elsewhere": (1, "2019-04"), "other_insurance": (1, "2019-05")}


def test_a_month_paid_in_time_and_raised_later_is_not_repaid() -> None:
    rows = "201901,110,正常,5000,甲\n201901,110,补缴,5000,甲\n201902,110,补缴,5000,甲\n201901,110,基数调整补收,300,甲\n"
    found = read(f"{LONG}{rows}".encode())
    assert months(found, "pension") == "2019-01"
    assert months(found, "pension", repaid=True) == "2019-01 – 2019-02"
    assert found.passed["top_up"] == 1


def test_a_column_for_each_insurance_with_ticks_months_or_amounts() -> None:
    rows = "201901,√,正常,1,320.50,-,甲\n201902-201904,3,3,0,补缴,×,甲\n"
    found = read(f"{WIDE}{rows}".encode())
    assert [months(found, kind) for kind in ("pension", "unemployment", "injury", "medical", "maternity")] == [
        "2019-01 – 2019-04",
        "2019-01 – 2019-04",
        "2019-01",
        "2019-01",
        "",
    ]
    assert months(found, "medical", repaid=True) == "2019-02 – 2019-04"


def test_fewer_months_than_the_span_are_not_guessed() -> None:
    """Two of three months: which, no row says. With the table of employers they are those of work."""
    rows = "201902-201904,2,3,,,,甲\n"
    found = read(f"{WIDE}{rows}".encode())
    assert refused(found) == [(2, "import-months-open", "2")]
    assert months(found, "pension") == ""
    assert months(found, "unemployment") == "2019-02 – 2019-04"
    employers = "单位名称,起始年月,终止年月\n甲,201801,201903\n"
    found = read(f"{WIDE}{rows}\n{employers}".encode())
    assert refused(found) == []
    assert months(found, "pension") == "2019-02 – 2019-03"


def test_more_months_than_the_span_are_a_mistake() -> None:
    found = read(f"{WIDE}201902-201904,4,,,,,甲\n201905,1,,,,,甲\n".encode())
    assert refused(found) == [(2, "import-too-many-months", "4")]


def test_flags_of_repayment_and_receipt() -> None:
    head = "年月,险种,是否补缴,是否到账,单位名称\n"
    rows = "201901,养老,否,是,甲\n201902,养老,是,是,甲\n201903,养老,,否,甲\n201904,养老,也许,是,甲\n"
    found = read(f"{head}{rows}".encode())
    assert (months(found, "pension"), months(found, "pension", repaid=True)) == ("2019-01", "2019-02")
    assert found.passed["unpaid"] == 1
    assert refused(found) == [(5, "import-unknown-mark", "也许")]


def test_the_kind_of_a_table_stands_in_its_title_or_nowhere() -> None:
    head = "年月,缴费基数,单位名称\n201901,5000,甲\n"
    assert months(read(f"城镇职工基本医疗保险缴费明细\n{head}".encode()), "medical") == "2019-01"
    with pytest.raises(InvalidTable) as told:
        read(f"缴费明细\n{head}".encode())
    assert [finding.code for finding in told.value.findings] == ["import-no-kind", "import-nothing"]


def test_months_paid_late_are_asked_about_and_not_decided() -> None:
    head = "单位名称,缴费年月,费款所属期,险种\n"
    found = read(f"{head}甲,201902,201901,养老\n甲,201909,201902,养老\n".encode())
    assert months(found, "pension") == "2019-01 – 2019-02"
    assert [payment.paid_in for payment in found.payments] == [2019 * 12 + 1, 2019 * 12 + 8]


def test_the_employers_of_months_stand_in_a_table_of_their_own() -> None:
    payments = "年月\t养老\t医疗\n" + "".join(f"2019{month:02}\t√\t√\n" for month in range(1, 7))
    employers = "单位名称\t开始年月\t终止年月\n甲\t201901\t201902\n乙\t201902\t201904\n"
    found = read(f"{payments}\n{employers}".encode())
    placed: dict[str, list[Payment]] = {}
    for payment in found.payments:
        placed.setdefault(payment.employer, []).append(payment)
    # February is of both, May and June of nobody: no one employer is named
    assert {name: spans_text(union(each.months for each in own)) for name, own in placed.items()} == {
        "甲": "2019-01",
        "乙": "2019-03 – 2019-04",
        "": "2019-02, 2019-05 – 2019-06",
    }


def test_encodings_separators_and_copied_text() -> None:
    rows = [
        LONG.strip().split(","),
        ["201901", "养老", "正常", "5000", "甲公司"],
        ["201902", "养老", "补缴", "5000", "甲公司"],
    ]
    for mark in ",\t; ":
        text = "\n".join(mark.join(row) for row in rows)
        for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
            found = read(text.encode(encoding))
            assert (months(found, "pension"), months(found, "pension", repaid=True)) == ("2019-01", "2019-02"), (
                mark,
                encoding,
            )


def test_a_heading_of_two_rows_whose_upper_names_columns_too() -> None:
    head = "单位名称,参保起止时间,,险种缴费月数,,,备注\n,开始年月,结束年月,养老,工伤,失业,\n"
    rows = "甲公司,201903,201904,2,2,2,\n乙公司,201905,201906,2,0,2,补缴\n"
    found = read(f"姓名,某某,证件号码,000000198506151233\n{head}{rows}".encode())
    assert [(each.employer, each.is_repaid) for each in found.payments if "pension" in each.kinds] == [
        ("甲公司", False),
        ("乙公司", True),
    ]
    assert months(found, "injury") == "2019-03 – 2019-04"
    assert found.unknown_columns == ()


def test_copied_text_with_commas_in_its_amounts() -> None:
    found = read("缴费明细，共 2 条\n年月 险种 缴费基数\n201901 养老 5,000.00\n201902 养老 15,000.00\n".encode())
    assert [payment.base for payment in found.payments] == [500000, 1500000]


def test_a_quote_that_is_never_closed_loses_no_row() -> None:
    found = read(f'{LONG}201901,110,正常,5000,"甲\n201902,110,正常,5000,甲\n'.encode())
    assert months(found, "pension") == "2019-01 – 2019-02"


def test_numbers_kept_as_texts_for_a_spreadsheet_are_read() -> None:
    found = read(f'{LONG}="201901",="110",正常,5000,甲\n\'201902,\'110,正常,5000,甲\n'.encode())
    assert months(found, "pension") == "2019-01 – 2019-02"


def test_titles_between_rows_change_the_kind_of_those_below() -> None:
    """Taken for one table, the months of medical insurance would be of pension."""
    found = read("养老保险\n年月,缴费基数\n201901,5000\n医疗保险\n201902,5000\n".encode())
    assert (months(found, "pension"), months(found, "medical")) == ("2019-01", "2019-02")


def test_a_file_may_be_named_for_its_insurance() -> None:
    found = read("年月,缴费基数\n201901,5000\n".encode(), "downloads/失业保险缴费明细.csv")
    assert months(found, "unemployment") == "2019-01"


def test_the_number_of_an_employer_stands_for_its_name() -> None:
    found = read("年月,险种,单位编号\n201901,养老,123\n201902,养老,456\n".encode())
    assert [payment.employer for payment in found.payments] == ["123", "456"]


def test_a_lone_text_or_day_below_the_rows_is_a_note_and_a_lone_number_is_not() -> None:
    found = read(f"{LONG}201901,110,正常,5000,甲\n以上为全部记录,,,,\n2026-11-02,,,,\n201913,,,,\n".encode())
    assert found.passed["note"] == 2
    assert refused(found) == [(5, "import-not-a-month", "201913")]


def test_a_heading_that_comes_again_on_each_page_is_passed_over() -> None:
    page = f"{LONG}2019{{}},110,正常,5000,甲\n本页小计,,,5000,\n"
    found = read("".join(page.format(f"{month:02}") for month in (1, 2, 3)).encode())
    assert months(found, "pension") == "2019-01 – 2019-03"
    assert (found.passed["heading"], found.passed["sum"]) == (3, 3)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "import-empty"),
        ("日期,摘要,金额\n20190101,工资,5000\n", "import-unknown-layout"),
        ("姓名,部门,工号\n某某,销售,17\n", "import-unknown-layout"),
        (f"姓名,{LONG}某甲,201901,110,正常,5000,甲\n某乙,201901,110,正常,5000,甲\n", "import-several-people"),
    ],
)
def test_a_file_of_something_else_is_told_as_such(content: str, code: str) -> None:
    with pytest.raises(HukouError) as told:
        read(content.encode())
    assert [finding.code for finding in told.value.findings] == [code]
