"""Plans at their edges: totals on a line, falling lines, periods, gaps, conditions that come late, what is not known.

The made-up city ranks by months of insurance: lines 100, 102, 105, 107 of 2023 to 2026, so that the last rise is 2 and
rises differ by 1. For 2027 the line is expected at 109, from 108 to 110; for 2028 at 111, from 109 to 113.
"""

import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest

from hukou_cli import Applicant, Edition, InvalidApplicant, load_applicant, score
from hukou_cli.applicant.document import applicant_of
from hukou_cli.policy.catalog import bundled
from hukou_cli.policy.rounds import RoundId
from hukou_cli.render.plan_answer import answer_sentences
from hukou_cli.scoring.plan import plan
from hukou_cli.scoring.plan_result import Plan
from tests.support.catalog import CATALOG
from tests.support.springfield import edition_with, ranking

PEOPLE = Path(__file__).parent.parent / "data" / "plan"
TODAY = datetime.date(2026, 11, 29)
LINES = ("100", "102", "105", "107")


def rounds(*lines: str, first: int = 2023) -> list[dict[str, Any]]:
    return [{"year": first + at, "cutoff": line, "admitted": 5} for at, line in enumerate(lines)]


def insured(months: int, **more: Any) -> Applicant:
    """Somebody insured for so many months, up to 2026-06."""
    first = 2026 * 12 + 5 - months + 1
    job = {"city": "springfield", "from": f"{first // 12}-{first % 12 + 1:02}", "to": "2026-06"}
    return applicant_of({"insurance": [job, *more.pop("insurance", [])], **more})


def planned(months: int, edition: Edition | None = None, until: int = 2030) -> Plan:
    return plan(insured(months), edition or ranking(*rounds(*LINES)), until, today=TODAY)


# ---------------------------------------------------------------- on the line


@pytest.mark.parametrize(
    ("months", "standing", "passes"),
    [
        (107, "below", False),
        (108, "below_middle", False),  # equal to the lower end: in the band
        (109, "above_middle", True),  # equal to the middle: on trend
        (110, "above", True),  # equal to the upper end: above the band
    ],
)
def test_a_total_on_an_edge_of_the_band(months: int, standing: str, passes: bool) -> None:  # noqa: FBT001 - of a case
    first = planned(months).rows[0]
    assert first.band == (Decimal("108.00"), Decimal("110.00"))
    assert (first.standing, first.passes) == (standing, passes)


def test_who_is_above_the_band_already_is_told_the_round() -> None:
    found = planned(120)
    assert (found.answer.sure, found.answer.on_trend) == (RoundId(2027), RoundId(2027))
    assert answer_sentences(found, "en")[0] == (
        "You get in in 2027: 120.00 is at or above the top of the range in which the line is expected."
    )


def test_where_the_total_falls_behind_the_first_round_is_the_best() -> None:
    found = planned(108)  # the line may rise by 1, by 0.50 in two years, by 0.33 in three
    assert (found.answer.nearest, found.answer.best) == (RoundId(2027), RoundId(2027))
    assert answer_sentences(found, "en")[0] == (
        "2027 is your best round: you get in if the line rises by no more than 1.00. After that you fall behind."
    )


def test_a_line_that_falls_is_forecast_to_fall() -> None:
    # 107, 105, 102, 100: the last rise is −2, rises differ by 1. For 2027 98, from 97 to 99.
    found = planned(98, ranking(*rounds("107", "105", "102", "100")))
    first = found.rows[0]
    assert (first.line, first.band, first.standing) == (
        Decimal("98.00"),
        (Decimal("97.00"), Decimal("99.00")),
        "above_middle",
    )
    assert first.score.may_rise == Decimal("-2.00")
    assert answer_sentences(found, "en")[1] == "In 2027: you get in only if the line falls by at least 2.00."


# ---------------------------------------------------------------- periods, gaps, lines that are not known


def test_rounds_ahead_are_periods_where_a_year_has_two() -> None:
    day = {"as_of": {"year": -1, "month": 12, "day": 31}}, {"as_of": {"year": 0, "month": 6, "day": 30}}
    known = [
        {"year": 2025 + at // 2, "period": at % 2 + 1, "cutoff": line, "admitted": 5} for at, line in enumerate(LINES)
    ]
    found = planned(108, ranking(*known, dates={}, periods={"1": day[0], "2": day[1]}), until=2028)
    assert [(str(row.round), str(row.line)) for row in found.rows] == [
        ("2027-1", "109.00"),
        ("2027-2", "111.00"),
        ("2028-1", "113.00"),
        ("2028-2", "None"),
    ]  # fmt: skip - three rises are known, so three rounds are forecast
    assert [str(row.score.may_rise) for row in found.rows] == ["1.00", "0.50", "0.33", "0.25"]


def test_after_a_gap_the_lines_before_it_are_no_part_of_the_series() -> None:
    known = [*rounds("80", "90", first=2020), {"year": 2022, "admitted": 5}, *rounds(*LINES)]
    found = planned(108, ranking(*known))
    assert [past.round.year for past in found.past.known] == [2023, 2024, 2025, 2026]
    assert found.rows[0].line == Decimal("109.00")


def test_from_one_line_nothing_is_forecast_and_what_is_exact_is_said() -> None:
    found = planned(108, ranking(*rounds("100", first=2026)))
    assert (found.kind, found.past.why_none) == ("last_known", "too_few")
    assert answer_sentences(found, "en")[:2] == [
        "No line is forecast: it was 100.00 in 2026; lines known that can be compared: 1, and four are needed.",
        "2027 is your best round: you get in if the line rises by no more than 8.00.",
    ]


def test_a_city_without_any_round_has_rounds_to_come() -> None:
    found = planned(108, ranking())
    assert (found.kind, found.past.why_none) == ("none", "no_line")
    assert [row.round.year for row in found.rows] == [2026, 2027, 2028, 2029, 2030]
    assert answer_sentences(found, "en")[0].startswith("No cut-off of any round is known")


# ---------------------------------------------------------------- records


def test_a_record_that_ends_in_the_coming_year_shows_as_a_change() -> None:
    # Insured to 2026-06, and from 2026-07 to 2027-03: 114 − 108 months more up to 2026-12, then 3 more.
    goes = {"city": "springfield", "from": "2026-07", "to": "2027-03", "planned": True}
    found = plan(insured(108, insurance=[goes]), ranking(*rounds(*LINES)), 2030, today=TODAY)
    assert [str(row.score.total) for row in found.rows] == ["114.00", "117.00", "117.00", "117.00"]
    assert [[str(change.change) for change in row.changes] for row in found.rows] == [[], ["3.00"], [], []]


def test_a_planned_record_that_overlaps_an_open_one_counts_once() -> None:
    both = [{"city": "springfield", "from": "2026-07"}, {"city": "springfield", "from": "2028-05", "planned": True}]
    found = plan(insured(108, insurance=both), ranking(*rounds(*LINES)), 2030, today=TODAY)
    assert [str(row.score.total) for row in found.rows] == ["114.00", "126.00", "138.00", "150.00"]


@pytest.mark.parametrize(
    ("record", "code"),
    [
        ({"from": "2028-05", "to": "2028-03", "planned": True}, "to-before-from"),
        ({"from": "2024-05", "to": "2024-09", "planned": True}, "planned-is-past"),
        ({"from": "2028-05"}, "month-in-future"),
    ],
)
def test_records_that_cannot_be_are_refused_as_by_a_score(record: dict[str, Any], code: str) -> None:
    person = insured(108, insurance=[{"city": "springfield", **record}])
    for ask in (plan, score):
        with pytest.raises(InvalidApplicant, match=code):
            ask(person, ranking(*rounds(*LINES)), 2030, today=TODAY)


def test_a_month_that_ends_on_the_31_december_counts_in_the_round_after() -> None:
    edition = edition_with("full(insurance)", dates={"as_of": {"year": -1, "month": 12, "day": 31}})
    begun = applicant_of({"insurance": [{"city": "springfield", "from": "2027-01-01", "planned": True}]})
    found = plan(begun, edition, 2029, today=TODAY)
    assert [(row.round.year, row.score.values["counted"]) for row in found.rows][1:] == [
        (2027, 0),
        (2028, 12),
        (2029, 24),
    ]


# ---------------------------------------------------------------- conditions


def beijing(person: Applicant, line: str | None = None, until: int | None = None) -> Plan:
    edition = CATALOG.find_on("beijing", 20261129)
    fixed = None if line is None else Decimal(line)
    return plan(person, edition, until, today=TODAY, earlier=CATALOG.earlier(edition), line=fixed)


def test_the_condition_decides_where_the_total_reaches_the_line_before() -> None:
    found = beijing(load_applicant(PEOPLE / "bj-young.toml"), line="50", until=2030)  # 54.54 in 2027, 78 of 84 months
    assert [(row.reached, row.passes) for row in found.rows] == [
        (True, False),
        (True, True),
        (True, True),
        (True, True),
    ]
    assert found.windows[0].first == RoundId(2028)


def test_a_category_of_retirement_that_is_missing_decides_late_rounds_alone() -> None:
    # Born on 1980-06-15. The earliest to retire are women of 50: delayed to 53 and some months, in 2034 or before.
    renter = load_applicant(PEOPLE / "bj-renter.toml")
    person = {key: value for key, value in renter.person.items() if key != "retirement_category"}
    found = beijing(msgspec.structs.replace(renter, person=person))
    eligible = [row.score.eligible for row in found.rows]
    settled = eligible.index(None)
    assert eligible[:settled] == [True] * settled
    assert settled >= 5  # 50 in 2030 at the earliest
    assert eligible[settled:] == [None] * (len(eligible) - settled)
    assert found.rows[-1].round == RoundId(2044)  # who retires last, a man at 63, is the renter
    assert found.rows[0].standing == "below_middle"
    assert all("retirement_category" in row.score.decided_by for row in found.rows[settled:])


def test_the_rounds_of_the_example_and_the_last_ones() -> None:
    # +4 a round, tax 4, 2, 0; from 2032 to 2036 +4 and age −4 cancel, 20 → 0.
    example = beijing(load_applicant(bundled() / "beijing" / "example.toml"))
    totals = [str(row.score.total) for row in example.rows]
    assert totals[:5] == ["107.59", "109.59", "111.59", "115.59", "119.59"]
    assert totals[4:10] == ["119.59"] * 6
    # 58 years (696 months) on 2042-05-20, tested on 1 January of the year before the round. The young person's last round,
    # 2059, lies further than 30 years ahead.
    young = beijing(load_applicant(PEOPLE / "bj-young.toml"))
    assert (example.answer.last, young.answer.last, young.rows[-1].round) == (RoundId(2043), None, RoundId(2056))
