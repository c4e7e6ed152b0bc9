"""Whatever was paid comes back from every layout: the same months of each insurance, and the same months repaid."""

import io
from collections.abc import Callable, Iterator
from typing import NamedTuple

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from hukou_cli.base.calendar import month_set, month_text
from hukou_cli.imports.records import joined
from hukou_cli.imports.vocabulary import KINDS
from tests.support.imports import read

FIRST = 2015 * 12
WORDS = {"pension": "养老", "medical": "医疗", "unemployment": "失业", "injury": "工伤", "maternity": "生育"}
CODES = {"pension": "110", "unemployment": "210", "medical": "310", "injury": "410", "maternity": "510"}


class Stretch(NamedTuple):
    """Months that one employer paid alike."""

    employer: str
    first: int
    last: int
    kinds: tuple[str, ...]
    is_repaid: bool


@st.composite
def stretches(draw: st.DrawFn) -> Stretch:
    first = FIRST + draw(st.integers(0, 40))
    kinds = draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=5, unique=True))
    employer = draw(st.sampled_from(["甲公司", "乙公司"]))
    return Stretch(employer, first, first + draw(st.integers(0, 14)), tuple(kinds), draw(st.booleans()))


LIVES = st.lists(stretches(), min_size=1, max_size=5)
Rows = list[list[str]]


def monthly(life: list[Stretch]) -> Rows:
    rows = [["单位名称", "费款所属期", "险种类型", "缴费类型"]]
    for each in life:
        for month in range(each.first, each.last + 1):
            compact = month_text(month).replace("-", "")
            rows += [
                [each.employer, compact, CODES[kind], "补缴" if each.is_repaid else "正常应缴"] for kind in each.kinds
            ]
    return rows


def spans(life: list[Stretch]) -> Rows:
    rows = [["险种", "开始年月", "终止年月", "累计月数", "是否补缴", "单位名称"]]
    for each in life:
        ends = [month_text(month) for month in (each.first, each.last)]
        count = str(each.last - each.first + 1)
        rows += [
            [f"{WORDS[kind]}保险", *ends, count, "是" if each.is_repaid else "否", each.employer] for kind in each.kinds
        ]
    return rows


def wide(life: list[Stretch]) -> Rows:
    rows = [["缴费起止年月", *(f"{WORDS[kind]}个人缴费额" for kind in KINDS), "备注", "单位名称"]]
    for each in life:
        amounts = ["120.50" if kind in each.kinds else "-" for kind in KINDS]
        span = f"{month_text(each.first)}至{month_text(each.last)}"
        rows.append([span, *amounts, "补缴" if each.is_repaid else "", each.employer])
    return rows


def as_csv(rows: Rows) -> bytes:
    return "\n".join(map(",".join, rows)).encode("gb18030")


def as_page(rows: Rows) -> bytes:
    body = "".join(f"<tr>{''.join(f'<td>{cell}' for cell in row)}" for row in rows)
    return f"<html><h3>参保明细</h3><table>{body}</table></html>".encode()


def as_workbook(rows: Rows) -> bytes:
    book = openpyxl.Workbook()
    assert isinstance(book.active, Worksheet)
    for row in rows:
        book.active.append([int(cell) if cell.isdecimal() else cell for cell in row])
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def expected(life: list[Stretch]) -> dict[tuple[str, str], tuple[int, int]]:
    """Give the months by employer and insurance, and those of them that were repaid and never paid in time."""
    paid: dict[tuple[str, str], int] = {}
    repaid: dict[tuple[str, str], int] = {}
    for each in life:
        for kind in each.kinds:
            held = repaid if each.is_repaid else paid
            held[each.employer, kind] = held.get((each.employer, kind), 0) | month_set(each.first, each.last)
    return {
        key: (paid.get(key, 0) | repaid.get(key, 0), repaid.get(key, 0) & ~paid.get(key, 0)) for key in {*paid, *repaid}
    }


def found_in(content: bytes) -> Iterator[tuple[tuple[str, str], tuple[int, int]]]:
    printout = read(content)
    assert printout.not_understood == ()
    sums: dict[tuple[str, str], tuple[int, int]] = {}
    for record in joined([("beijing", payment) for payment in printout.payments], with_base=False):
        for kind in record.kinds:
            months, back_paid = sums.get((record.employer_name, kind), (0, 0))
            own = month_set(record.first, record.last)
            assert not months & own, "no month of one insurance stands in two records of one employer"
            sums[record.employer_name, kind] = months | own, back_paid | record.back_paid
    yield from sums.items()


@pytest.mark.laws
@pytest.mark.parametrize("form", [as_csv, as_page, as_workbook])
@pytest.mark.parametrize("layout", [monthly, spans, wide])
@given(life=LIVES)
def test_what_was_paid_comes_back(
    layout: Callable[[list[Stretch]], Rows], form: Callable[[Rows], bytes], life: list[Stretch]
) -> None:
    assert dict(found_in(form(layout(life)))) == expected(life)


@pytest.mark.parametrize("layout", [monthly, spans, wide])
def test_one_life_comes_back_in_every_layout(layout: Callable[[list[Stretch]], Rows]) -> None:
    life = [
        Stretch("甲公司", FIRST, FIRST + 10, ("pension", "medical"), is_repaid=False),
        Stretch("甲公司", FIRST + 8, FIRST + 12, ("pension",), is_repaid=True),
        Stretch("乙公司", FIRST + 12, FIRST + 20, tuple(KINDS), is_repaid=False),
    ]
    assert dict(found_in(as_csv(layout(life)))) == expected(life)
