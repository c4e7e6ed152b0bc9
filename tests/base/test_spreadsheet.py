"""The guard against spreadsheet formulas: Python and SQL have one rule."""

import duckdb
from hypothesis import given
from hypothesis import strategies as st

from hukou_cli.base.spreadsheet import formula_safe
from hukou_cli.sql.output import formula_safe_sql

TEXTS = [
    "-5",
    "+1.50",
    "-",
    "--5",
    "-5.",
    "-.5",
    "- 5",
    "=A1",
    "+1+1",
    "@x",
    "\tx",
    "\rx",
    "x",
    "",
    "９",
    "-５",
    "-5\n",
    "-1..2",
]
QUERY = f"SELECT {formula_safe_sql('t')} FROM (SELECT unnest(?) AS t)"


def same(texts: list[str]) -> None:
    done = duckdb.execute(QUERY, [texts]).fetchall()
    assert [text for (text,) in done] == [formula_safe(text) for text in texts]


def test_both_readings_guard_the_same_texts() -> None:
    same(TEXTS)


@given(st.lists(st.text(st.sampled_from("=+-@\t\r\n.05aé５"), max_size=6), min_size=1))
def test_both_readings_guard_the_same_random_texts(texts: list[str]) -> None:
    same(texts)
