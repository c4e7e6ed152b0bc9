"""Points of millions: the same exact figures in a table as of one applicant, or a policy that is refused."""

from typing import Any

import duckdb
import pytest

from hukou_cli import InvalidPolicy, score, score_table
from hukou_cli.base.bilingual import Bilingual
from hukou_cli.policy.edition import Edition
from tests.support.springfield import edition_with, ranking

SOURCE = {"document": "law", "article": "1"}
FACTS: dict[str, dict[str, Any]] = {
    "paid": {"type": "months", "name": "x", "max": 1800},
    "earned": {"type": "yuan", "name": "x"},
    "title": {
        "type": "choice",
        "name": "x",
        "choices": {name: Bilingual(zh=name, en=name) for name in ("none", "high")},
    },
}
ROW = {"paid": 1800, "earned": 10**12, "title": "high"}


def city(*points: str, **policy: Any) -> Edition:
    """Build a city with a line for each formula, the first of them core."""
    lines = [{"id": f"line{at}", "name": "x", "points": text, "source": SOURCE} for at, text in enumerate(points)]
    lines[0]["core"] = "insurance"
    return edition_with("insurance", facts=FACTS, indicator=lines, **policy)


LARGE = "(21474836.47 if title == 'high' else 0)"
"""The most hundredths that 32 bits hold."""


@pytest.mark.parametrize(
    ("edition", "total", "share"),
    [
        (city(LARGE, LARGE), "42949672.94", "0.5000"),  # a sum of lines
        (city(f"{LARGE} + {LARGE} + {LARGE}"), "64424509.41", "1.0000"),  # within a line
        (city(f"{LARGE} * (100 if title == 'high' else 1)"), "2147483647.00", "1.0000"),
        (
            city("round(1000000 * completed_months('2000-02-29', as_of), 0)"),
            "309000000.00",
            "1.0000",
        ),  # 25 years 9 months
        (city("2147483648"), "2147483648.00", "1.0000"),
        (city("0.9 * earned"), "900000000000.00", "1.0000"),  # of a fact without limit
        (city("0.9 * earned", "0.01 - 0.9 * earned"), "0.01", "90000000000000.0000"),  # 9 * 10**13 times the total
        (city("paid", result={"pass": "total >= 999999999999999"}), "1800.00", "1.0000"),
        (city("-0.9 * earned", "-0.09 * earned", result={"pass": "total >= 20000000000"}), "-990000000000.00", "None"),
        (city("0.9 * earned", result={"pass": "total >= 0.00001"}), "900000000000.00", "1.0000"),
        (city("9000000", "9000000", result={"total": "min(lines, 17999999.99)"}), "17999999.99", "0.5000"),
    ],
    ids=range(11),
)
def test_large_points_are_exact_in_both_readings(edition: Edition, total: str, share: str) -> None:
    one = score(ROW, edition, 2026)
    row = ", ".join(f"'{value}' AS {name}" for name, value in ROW.items())
    people = duckdb.sql(f"SELECT {row}")
    assert people is not None
    table = score_table(people, edition, 2026)
    figures = dict(zip(table.columns, table.fetchall()[0], strict=True))
    assert (str(one.total), str(one.core_share)) == (total, share)
    assert (str(figures["total"]), str(figures["core_share"])) == (total, share)
    assert [str(figures[f"line{at}"]) for at in range(len(one.lines))] == [str(line.points) for line in one.lines]
    assert str(figures["distance"]) == str(one.distance)


@pytest.mark.parametrize(
    ("policy", "place"),
    [
        ({"points": "earned + 1"}, "indicator[1]"),  # 10**14 hundredths and 100
        ({"points": "1.5 * earned * paid * paid / 7000000000"}, "indicator[1]"),  # before it is rounded
        ({"points": "1 if 0.000000001 * paid > earned else 0"}, "indicator[1]"),  # in billionths, 10**21
        ({"points": "1 if paid < 999999999999999.999999 else 0"}, "indicator[1]"),
        ({"bands": "earned", "rows": [{"from": "0.000000001", "points": 1}], "others": 0}, "indicator[1]"),
        ({"points": "0.9 * earned", "then": "0.9 * earned"}, "indicator[2]"),  # by which all together are too much
        ({"points": "paid", "result": {"total": "10000000000 * lines"}}, "result.total"),
        ({"points": "paid", "gate": "0.000000001 * paid > earned"}, "gate[1]"),
    ],
    ids=range(8),
)
def test_a_policy_that_may_leave_64_bits_is_refused_at_its_place(policy: dict[str, Any], place: str) -> None:
    form: dict[str, Any] = {name: policy[name] for name in ("points", "bands", "rows", "others") if name in policy}
    lines: list[dict[str, Any]] = [{"id": "first", "name": "x", "source": SOURCE, **form}]
    if "then" in policy:
        lines.append({"id": "second", "name": "x", "source": SOURCE, "points": policy["then"]})
    gates = [{"id": "enough", "name": "x", "require": policy["gate"], "source": SOURCE}] if "gate" in policy else []
    with pytest.raises(InvalidPolicy) as caught:
        edition_with(
            "insurance",
            facts=FACTS,
            indicator=lines,
            gate=gates,
            result=policy.get("result", {"pass": "total >= 1"}),
        )
    assert [(finding.code, finding.place) for finding in caught.value.findings] == [("too-large", place)]


def test_a_line_of_nine_decimals_is_compared_exactly() -> None:
    """900,000,000,000 less 123,456,789.123456789 in two years: 449,938,271,605.438… a year, rounded down."""
    rounds = {"year": 2024, "cutoff": "123456789.123456789"}
    edition = ranking(rounds, facts=FACTS, indicator=city("0.9 * earned").file.indicator)
    row = ", ".join(f"'{value}' AS {name}" for name, value in ROW.items())
    with duckdb.connect() as engine:
        scored = score_table(engine.sql(f"SELECT {row}"), edition, 2026).select("may_rise").fetchall()
    assert [str(rise) for (rise,) in scored] == [str(score(ROW, edition, 2026).may_rise)] == ["449938271605.43"]


def test_a_line_of_more_decimals_than_points_is_refused() -> None:
    with pytest.raises(InvalidPolicy, match=r"round\[1\].cutoff: “0.0000000001” .* \[line-of-decimals\]"):
        ranking({"year": 2024, "cutoff": "0.0000000001"})
