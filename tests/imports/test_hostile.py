"""Files that are hostile, broken or something else: a clear sentence, within bounds, and no traceback.

What a file may cost is bounded by its bytes and cells; the tests below pass all of both.
"""

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from hukou_cli.base.calendar import spans_text, union
from hukou_cli.base.errors import HukouError
from hukou_cli.imports.grid import MOST_BYTES
from tests.support.imports import read
from tests.support.workbooks import changed, workbook

HEAD = ["费款所属期", "险种", "缴费类型", "单位名称", "缴费基数"]


def told(content: bytes) -> list[str]:
    with pytest.raises(HukouError) as error:
        read(content)
    for finding in error.value.findings:
        assert finding.text("en")
        assert finding.text("zh")
    return [finding.code for finding in error.value.findings]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"%PDF-1.7\n...", "import-certificate"),
        (b"\x89PNG\r\n", "import-picture"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "workbook-old"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "workbook-password"),
        (b"PK\x03\x04 no workbook", "workbook-damaged"),
        (b"\0\1\2\3" * 1000, "not-text"),
        (b"a,b\n" * (MOST_BYTES // 4 + 1), "import-too-large"),
        (b"<table><tr><td>" * 1000, "import-too-deep"),
        (b"<table>" + b"<tr><td>1" * 1_000_000, "import-too-large"),
        (b"<table>" + b"<tr><td rowspan=99999 colspan=99999>1" * 1000, "import-too-large"),
        (b"<html>&lol;" * 1000, "import-unknown-layout"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_is_told_as_what_it_is(content: bytes, code: str) -> None:
    assert told(content) == [code]


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece", [b"<", b"<a ", b"<td a='", b"<!", b"<!--", b"</", b"<![", b"&", b"&#", b"<script>", b"<p>"]
)
def test_megabytes_of_tags_that_are_never_closed_are_read_once(piece: bytes) -> None:
    """A reader that goes back for each takes minutes."""
    content = b"<html>" + piece * (MOST_BYTES // len(piece) - 10)
    assert told(content)[0] in ("import-unknown-layout", "import-too-large")


def payments(sheet: Worksheet) -> None:
    sheet.append(["个人缴费明细"])
    sheet.merge_cells("A1:E1")
    sheet.append(HEAD)
    sheet.append([201901, 110, "正常", "甲", 5000])
    sheet.append([201902, 110, "正常", "甲", 5000.5])
    sheet.append([None, 110, "补缴差额", "甲", 300])
    sheet.merge_cells("A4:A5")
    sheet.append(["2019-03", "养老", "补缴", "甲", "=E3+1"])
    sheet.append(["2019-04", "养老", "补缴", "甲"])


def notes(sheet: Worksheet) -> None:
    sheet.title = "说明"
    sheet.append(["本表仅供参考"])


def test_a_workbook_with_a_title_merged_months_formulas_and_a_sheet_of_notes() -> None:
    found = read(workbook(payments, notes))
    in_time = union(payment.months for payment in found.payments if not payment.is_repaid)
    repaid = union(payment.months for payment in found.payments if payment.is_repaid)
    assert (spans_text(in_time), spans_text(repaid)) == ("2019-01 – 2019-02", "2019-04")
    assert [payment.base for payment in found.payments] == [500000, 500050, None]
    assert found.valueless == ("Sheet!E6",)
    assert found.passed["top_up"] == 1
    assert [(each.line, each.code, each.seen) for each in found.not_understood] == [
        (6, "import-not-an-amount", "=E3+1")
    ]


def test_two_sheets_of_payments_are_both_read_each_by_its_name() -> None:
    def medical(sheet: Worksheet) -> None:
        sheet.title = "医疗保险"
        sheet.append(["年月", "缴费基数"])
        sheet.append(["2019年1月", 5000])
        sheet.append(["2019年X月", 5000])

    found = read(workbook(payments, medical))
    assert {kind for payment in found.payments for kind in payment.kinds} == {"pension", "medical"}
    (finding,) = (each for each in found.not_understood if each.place != "Sheet")
    assert (finding.place, finding.line, finding.code) == ("医疗保险", 3, "import-not-a-month")


def test_months_under_no_heading_are_told_sheet_by_sheet() -> None:
    def unknown(sheet: Worksheet) -> None:
        sheet.title = "其他"
        sheet.append(["期间", "项目", "数"])
        sheet.append(["201901", "甲项", 5])

    found = read(workbook(payments, unknown))
    told = [(each.place, each.line, each.code) for each in found.not_understood if each.place != "Sheet"]
    assert told == [("其他", 2, "import-no-heading")]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'ref="A4:A5"', b'ref="A1:XFD1048576"'),  # a merged cell as large as a sheet can be
        (b"</sheetData>", b"</sheetData>" + b" " * 11_000_000),  # a part that unpacks to megabytes
        (b"</sheetData>", (b"<row>" + b"<c><v>1</v></c>" * 15_000 + b"</row>") * 15 + b"</sheetData>"),
    ],
    ids=["merged", "unpacked", "cells"],
)
def test_a_workbook_that_is_a_bomb_is_refused(old: bytes, new: bytes) -> None:
    assert told(changed(workbook(payments), "sheet1.xml", old, new)) in (
        ["import-too-large"],
        ["import-unknown-layout"],
    )


def test_a_size_that_a_sheet_tells_wrong_loses_no_row() -> None:
    told_small = changed(workbook(payments), "sheet1.xml", b'<dimension ref="A1:E7"', b'<dimension ref="A1:A2"')
    assert len(read(told_small).payments) == 3


def test_entities_that_multiply_are_no_workbook() -> None:
    lol = b'<!DOCTYPE l [<!ENTITY a "lollollollol">'
    lol += b"".join(b'<!ENTITY %c "%s">' % (98 + at, b"&%c;" % (97 + at) * 10) for at in range(9)) + b"]><worksheet"
    used = changed(workbook(payments), "sheet1.xml", b"<t>", b"<t>&h;")
    assert told(changed(used, "sheet1.xml", b"<worksheet", lol)) == ["workbook-damaged"]
    assert told(changed(workbook(payments), "workbook.xml", b"<sheet ", b"<sheet x='")) == ["workbook-damaged"]


def test_the_workbook_of_old_programs_as_xml_is_read() -> None:
    text = """<?xml version="1.0"?><Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
    <Worksheet ss:Name="工伤保险"><Table>
    <Row><Cell><Data ss:Type="String">年月</Data></Cell><Cell ss:Index="3"><Data>缴费基数</Data></Cell></Row>
    <Row><Cell ss:MergeDown="1"><Data>201901</Data></Cell><Cell ss:Index="3"><Data>5000</Data></Cell></Row>
    <Row><Cell ss:Index="3"><Data>300</Data></Cell></Row>
    </Table></Worksheet></Workbook>"""
    found = read(text.encode())
    assert [(sorted(payment.kinds), spans_text(payment.months), payment.base) for payment in found.payments] == [
        (["injury"], "2019-01", 500000),
        (["injury"], "2019-01", 30000),
    ]
