"""Laws that every score keeps, whatever the facts."""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hukou_cli import InvalidApplicant, NotFound, find_policy, load_applicant, score
from hukou_cli.policy.catalog import Catalog
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.rounds import RoundId
from hukou_cli.scoring.core_share import check_proportion, measure_at_line
from tests.support.catalog import CATALOG
from tests.support.people import BEFORE, applicants
from tests.support.program import ROOT
from tests.support.sql_rows import row_of, run_query

BEIJING = find_policy("beijing")


@given(facts=applicants())
def test_lines_add_up_and_caps_hold(facts: dict[str, object]) -> None:
    result = score(facts, BEIJING)
    lines = {line.indicator.id: line.points_range[0] for line in result.lines}
    assert result.total == sum(lines.values())
    assert all(points == round(points, 2) for points in lines.values())
    assert 0 <= lines["zone"] <= 12
    assert 0 <= lines["age"] <= 20
    assert -14 <= lines["study_overlap"] <= 0
    assert lines["residence"] * 3 <= lines["employment"] + Decimal("0.03")
    assert result.core == lines["employment"] + lines["residence"]


@given(facts=applicants(), name=st.sampled_from(["insured_months", "own_home_months", "outer_home_months"]))
def test_more_core_months_never_give_fewer_points(facts: dict[str, Any], name: str) -> None:
    more = {**facts, name: facts[name] + 1}
    if name == "insured_months" and facts[name] - facts["insured_months_since_2020_08"] == BEFORE:
        more["insured_months_since_2020_08"] += 1  # the months before 2020-08 are all there
    born = facts["birth_date"]
    if more["own_home_months"] > 12 * (2026 - born.year) - born.month + 1:  # from the month of birth to December 2025
        return
    if any(
        more[fact] > BEIJING.calendar.window(RoundId(2026)).limits[fact][1]
        for fact in (name, "insured_months_since_2020_08")
    ):
        return
    # The four parts of residence are rounded apart: a month that moves from one part to another may cost a hundredth.
    lost = Decimal("0.01") if name == "own_home_months" else Decimal(0)
    assert score(more, BEIJING).total_range[0] >= score(facts, BEIJING).total_range[0] - lost


@pytest.mark.laws
@given(rows=st.lists(applicants(), min_size=1, max_size=20), year=st.just(2026))
def test_the_sql_reading_of_beijing_is_the_same(rows: list[dict[str, object]], year: int) -> None:
    scores = [score(facts, BEIJING, year) for facts in rows]
    with duckdb.connect() as engine:
        answers = run_query(engine, BEIJING, year, [row_of(result) for result in scores])
    for result, answer in zip(scores, answers, strict=True):
        assert answer[0] == result.eligible
        assert answer[1] == " ".join(result.failed_gates)
        assert list(answer[2:-2]) == [line.low for line in result.lines]
        assert (answer[-2], answer[-1]) == (int(result.core_range[0] * 100), int(result.total_range[0] * 100))


@given(facts=applicants())
def test_the_order_of_facts_is_irrelevant(facts: dict[str, object]) -> None:
    backwards = dict(reversed(facts.items()))
    assert score(backwards, BEIJING).total == score(facts, BEIJING).total


def test_the_same_input_gives_the_same_score_next_year(person: Mapping[str, object]) -> None:
    early = score(person, BEIJING, 2022, today=datetime.date(2022, 5, 1))
    late = score(person, BEIJING, 2022, today=datetime.date(2030, 5, 1))
    assert early.total == late.total == Decimal("106.00")
    assert early.distance == late.distance == Decimal("0.58")


def test_a_round_after_the_last_one_known_is_compared_with_no_cut_off(person: Mapping[str, object]) -> None:
    """The 112.14 points of this person are 7.78 below the line of 2026."""
    result = score({**person, "insured_months_since_2020_08": 77, "own_home_months_since_2020_08": 77}, BEIJING, 2027)
    assert (result.cutoff, result.line, result.reached, result.passed) == (None, None, None, False)
    assert result.last_line is not None
    assert (result.last_line.published.year, result.last_line.published.cutoff) == (2026, Decimal("119.92"))


@pytest.mark.parametrize("fact", ["birth_date", "insured_months", "degree", "has_residence_permit"])
def test_a_missing_fact_is_never_a_zero(person: Mapping[str, object], fact: str) -> None:
    facts = {name: value for name, value in person.items() if name != fact}
    result = score(facts, BEIJING, 2022)
    assert result.unknown == result.decided_by == (fact,)
    assert result.total is None or result.eligible is None


def test_every_mistake_is_told_at_once(person: Mapping[str, object]) -> None:
    wrong = {**person, "insured_months": -1, "degree": "mastr", "birth_date": "1980-02-30", "insured_moths": 3}
    with pytest.raises(InvalidApplicant) as caught:
        score(wrong, BEIJING, 2022)
    codes = sorted(finding.code for finding in caught.value.findings)
    assert codes == ["negative", "no-such-day", "not-one-of", "unknown-fact"]


def test_nobody_is_born_after_today(person: Mapping[str, object]) -> None:
    months = {name: 0 for name, value in person.items() if name.endswith("_months") or "_months_" in name}
    facts = {**person, **months, "birth_date": "2020-05-02"}
    assert score(facts, BEIJING, 2022, today=datetime.date(2020, 5, 2)).eligible is False  # and no mistake
    with pytest.raises(InvalidApplicant, match="date-too-late"):
        score(facts, BEIJING, 2022, today=datetime.date(2020, 5, 1))


def test_a_float_is_refused(person: Mapping[str, object]) -> None:
    with pytest.raises(InvalidApplicant, match="not-a-number"):
        score({**person, "innovation_points": 2.5}, BEIJING, 2022)
    with pytest.raises(InvalidApplicant, match="not-a-whole-number"):
        score({**person, "insured_months": 189.0}, BEIJING, 2022)


@pytest.mark.parametrize("months", ["1.89E+2", "189.0", "189.000000000000", "18900E-2"])
def test_a_decimal_is_its_value_however_it_is_held(person: Mapping[str, object], months: str) -> None:
    asked = {**person, "innovation_points": Decimal("0E-12")}
    assert (
        score({**asked, "insured_months": Decimal(months)}, BEIJING, 2022).total == score(person, BEIJING, 2022).total
    )


def test_the_example_is_scored_by_hand(catalog: Catalog) -> None:
    """The months are counted by hand in tests/data/beijing-example-counts.toml.

    185 × 3 ÷ 12 = 46.25; 35 ÷ 12 → 2.92, 85 ÷ 24 → 3.54, 65 ÷ 12 → 5.42: 11.88; 15; 19 × 3.5 ÷ 12 → −5.54; 12; 4; 20.
    """
    result = score(load_applicant(catalog.editions("beijing")[0].parent / "example.toml"), BEIJING, 2026)
    assert result.total == Decimal("103.59")
    assert result.core == Decimal("58.13")
    assert result.core_share == Decimal("0.5612")


def test_the_main_proportion_holds_at_the_line() -> None:
    """A bachelor who rents: 0.25 + 1 ÷ 24 a month, and 35 more; 119.92 is reached after 292 months.

    291 months: 72.75 + 226 ÷ 24 → 9.42 + 65 ÷ 24 → 2.71 = 84.88, 119.88 in all, is short; 292 months:
    73.00 + 227 ÷ 24 → 9.46 + 2.71 = 85.17, and 120.17 in all. 85.17 ÷ 120.17 = 0.70874…
    """
    at_line = measure_at_line(BEIJING)
    assert at_line is not None
    assert (at_line.months, at_line.total, at_line.share) == (292, Decimal("120.17"), Decimal("0.7087"))
    assert check_proportion(BEIJING, CATALOG.large_cities()) == []


def test_a_policy_below_one_half_is_found(beijing: Edition) -> None:
    from msgspec.structs import replace

    reference = beijing.file.reference
    assert reference is not None
    rich = {**reference.facts, "degree": "doctor", "honour": True, "tax_years_over_100k": 3, "innovation_points": 12}
    edition = replace(beijing, file=replace(beijing.file, reference=replace(reference, facts=rich)))
    kept = replace(reference, facts=rich, at_line=measure_at_line(edition))
    edition = replace(beijing, file=replace(beijing.file, reference=kept))
    cities = CATALOG.large_cities()
    (lint,) = check_proportion(edition, cities)
    assert (lint.level, lint.finding.code) == ("error", "main-proportion")
    for change in (
        {"city": "lanzhou"},  # one to three million: the rule does not ask
        {"city": "springfield"},  # not in the table
        {"in_force_to": datetime.date(2019, 12, 24)},  # ended the day before the rule
        {"purpose": "service"},
    ):
        heading = replace(edition.file.policy, **change)
        (lint,) = check_proportion(replace(edition, file=replace(edition.file, policy=heading)), cities)
        assert (lint.level, lint.finding.code) == ("warning", "main-proportion")


@pytest.mark.parametrize(("months", "level"), [(None, "warning"), (291, "error")])
def test_a_share_at_the_line_that_is_not_the_one_measured_is_found(
    beijing: Edition, months: int | None, level: str
) -> None:
    from msgspec.structs import replace

    reference = beijing.file.reference
    assert reference is not None
    assert reference.at_line is not None
    kept = None if months is None else replace(reference.at_line, months=months)
    edition = replace(beijing, file=replace(beijing.file, reference=replace(reference, at_line=kept)))
    (lint,) = check_proportion(edition, CATALOG.large_cities())
    assert (lint.level, lint.finding.code, lint.finding.place) == (level, "not-at-line", "reference.at_line")
    assert "write at_line = { months = 292, total = 120.17, share = 0.7087 }" in lint.finding.text("en")


@pytest.mark.parametrize("year", [2019, 2077, 110105])
def test_an_edition_answers_for_its_own_rounds_only(person: Mapping[str, object], year: int) -> None:
    with pytest.raises(NotFound, match="unknown-round"):
        score(person, BEIJING, year)


def test_a_round_ahead_is_said(person: Mapping[str, object]) -> None:
    assert [note.code for note in score(person, BEIJING, 2027).notes] == ["round-ahead"]


def test_what_a_program_prints_of_a_result_is_a_line_each(person: Mapping[str, object]) -> None:
    """A score holds its edition and every step: printed in full it took 168,264 characters."""
    found = score({**person, "outer_home_months": 48}, BEIJING, 2022)
    assert repr(found) == (
        "<Score beijing/2020-07-16 round 2022: eligible=True, total=106.00, line=105.42, reached=True>"
    )
    assert repr(found.lines[0]) == "<Line employment: points=47.25>"  # 189 x 3 / 12
    assert repr(found.gates[0]) == "<Check residence_permit: passed=True>"
    assert repr(found.edition) == "<Edition beijing/2020-07-16>"
    less = score({**person, "outer_home_months": 48, "birth_date": "unknown"}, BEIJING, 2022)
    assert "eligible=None, total=86.00..106.00, line=105.42, reached=None" in repr(less)  # age gives 0 to 20
    shanghai = find_policy("shanghai")
    route = score({"has_residence_permit": True}, shanghai, "2026-11-20")
    assert repr(route) == "<Score shanghai/2021-08-06 round 2026-11-20: eligible=None>"
    assert repr(route.route_checks[0]) == "<RouteCheck standard: passed=False>"  # no title, by default


def test_what_is_printed_of_an_applicant_tells_nothing_but_whom_it_is_of() -> None:
    told = load_applicant(ROOT / "policies/beijing/example.toml")
    assert repr(told) == "<Applicant id='example' city='beijing'>"
