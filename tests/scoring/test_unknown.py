"""Facts that are not known: what the answer lies between, and which of them decide it."""

import math
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from hukou_cli import InvalidApplicant, Score, find_policy, score
from hukou_cli.applicant.document import parse_applicant
from hukou_cli.base.errors import InvalidPolicy
from hukou_cli.base.toml_source import parse_toml, read_text
from hukou_cli.policy.cases import Case
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.load import build_edition
from hukou_cli.render.verdict import figures, headline
from hukou_cli.scoring import partial
from hukou_cli.scoring.examples import run_case
from tests.support.catalog import CATALOG
from tests.support.intervals import assert_contains
from tests.support.people import PERSON, applicants
from tests.support.springfield import edition_with

BEIJING = find_policy("beijing")
SAMPLE = Path(__file__).parent.parent / "policy" / "sample" / "springfield" / "2024-01-01.toml"
NAMES = [name for name in BEIJING.facts if name != "sex"]


def line(result: Score, name: str) -> tuple[str, ...]:
    found = next(line for line in result.lines if line.indicator.id == name)
    return tuple(map(str, found.points_range))


def without(facts: Mapping[str, object], *names: str) -> dict[str, object]:
    return {**facts, **dict.fromkeys(names, "unknown")}


@pytest.mark.laws
@given(facts=applicants(), names=st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True))
def test_the_interval_holds_the_true_answer(facts: dict[str, Any], names: list[str]) -> None:
    full = score(facts, BEIJING)
    opened = score(without(facts, *names), BEIJING)
    assert set(opened.unknown) == {name for name in names if name in opened.unknown}
    assert set(opened.decided_by) <= set(opened.unknown)
    assert_contains(opened, full)


@pytest.mark.laws
@given(
    facts=applicants(),
    names=st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True),
    most=st.sampled_from([1, 2, 7, 40]),
)
def test_few_combinations_give_wider_limits_that_hold_too(facts: dict[str, Any], names: list[str], most: int) -> None:
    """With next to no room the pieces are wide: this is the interval arithmetic alone."""
    full = score(facts, BEIJING)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(partial, "MOST_COMBINATIONS", most)
        patch.setattr(partial, "MOST_BOXES", most)
        opened = score(without(facts, *names), BEIJING)
    assert_contains(opened, full)


@pytest.mark.laws
@given(facts=applicants(), names=st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True))
def test_filling_everything_in_gives_the_full_answer(facts: dict[str, Any], names: list[str]) -> None:
    again = score({**without(facts, *names), **{name: facts[name] for name in names}}, BEIJING)
    assert again.unknown == ()
    assert again.unknown == again.decided_by == ()
    assert again.total == again.total_range[0] == again.total_range[1] == score(facts, BEIJING).total


SMALL = ["degree", "retirement_category", "has_residence_permit", "honour", "tax_years_over_100k", "outer_home_held"]


@pytest.mark.laws
@given(facts=applicants(), names=st.lists(st.sampled_from(SMALL), min_size=1, max_size=3, unique=True))
def test_the_limits_are_reached_where_all_combinations_are_tried(facts: dict[str, Any], names: list[str]) -> None:
    values: dict[str, list[object]] = {
        name: list(BEIJING.facts[name].choices) or ([0, 1, 2, 3] if name.startswith("tax") else [False, True])
        for name in names
    }
    assert math.prod(map(len, values.values())) <= partial.MOST_COMBINATIONS
    filled = [facts]
    for name, options in values.items():
        filled = [{**each, name: option} for each in filled for option in options]
    scores = [score(each, BEIJING) for each in filled]
    opened = score(without(facts, *names), BEIJING)
    totals = [each.total_range[0] for each in scores]
    assert opened.total_range == (min(totals), max(totals))
    assert {opened.eligible} == (
        {each.eligible for each in scores} if len({e.eligible for e in scores}) == 1 else {None}
    )
    for at, found in enumerate(opened.lines):
        units = {each.lines[at].low for each in scores}
        assert (found.low, found.high) == (min(units), max(units))
    for name in names:
        if name not in opened.decided_by:
            others: dict[tuple[object, ...], object] = {}
            for each, result in zip(filled, scores, strict=True):
                key = tuple(value for known, value in each.items() if known != name)
                assert others.setdefault(key, result.total) == result.total


def test_the_degree_decides(person: Mapping[str, object]) -> None:
    """106.00 with a bachelor's 15: from none's 0 to a doctor's 37 it is 91.00 to 128.00; 105.42 was the line."""
    result = score(without(person, "degree"), BEIJING, 2022)
    assert line(result, "education") == ("0.00", "37.00")
    assert (result.total, result.total_range) == (None, (Decimal("91.00"), Decimal("128.00")))
    assert result.distance_range == (Decimal("-14.42"), Decimal("22.58"))
    assert (result.unknown, result.decided_by) == (("degree",), ("degree",))
    assert (result.eligible, result.reached) == (True, None)
    assert result.core == Decimal("63.00")
    assert result.core_share_range == (Decimal("0.4922"), Decimal("0.6923"))  # 63 ÷ 128, 63 ÷ 91


def test_a_certain_verdict_needs_no_total(person: Mapping[str, object]) -> None:
    """250 months and 20 for age: 62.50 + 233 ÷ 12 → 19.42 + 17 ÷ 12 → 1.42 + 8 + 20 = 111.34 and more is above 105.42."""
    facts = {**person, "insured_months": 250, "own_home_months": 250}
    result = score(without(facts, "degree"), BEIJING, 2022)
    assert result.total_range[0] == Decimal("111.34")
    assert (result.total, result.reached, result.eligible) == (None, True, True)


def test_a_gate_on_a_missing_fact_is_open(person: Mapping[str, object]) -> None:
    result = score(without(person, "insured_streak_months"), BEIJING, 2022)
    assert (result.total, result.reached, result.eligible) == (Decimal("106.00"), True, None)
    assert result.failed_gates == ()
    assert result.decided_by == ("insured_streak_months",)


def test_the_answer_names_what_decides_it_and_nothing_else(person: Mapping[str, object]) -> None:
    """A permit decides a gate, not the total; where another gate fails it decides nothing of the answer."""
    both = score(without(person, "has_residence_permit", "degree"), BEIJING, 2022)
    assert both.decided_by == ("has_residence_permit", "degree")
    assert both.total_decided_by == ("degree",)
    assert headline(both, "en") == "Cannot tell yet if you are eligible. Missing: residence permit of the city."
    assert figures(both, "en").startswith("91.00–128.00 points, ")
    short = score(without({**person, "insured_streak_months": 83}, "has_residence_permit"), BEIJING, 2022)
    assert (
        headline(short, "en") == "Not eligible. Not met: “Seven unbroken years of social insurance” (83 of 84 months)."
    )


ROUTED = find_policy("dongguan")
ANSWERS: dict[str, list[object]] = {
    "employed": [False, True],
    "employer_household": [False, True],
    "owns_home": [False, True],
    "relative_owns_home": [False, True],
    "pension_by_employer_now": [False, True],
    "permit_streak_months": [0, 11, 12, 60],
}


@pytest.mark.laws
@given(
    facts=st.fixed_dictionaries({name: st.sampled_from(values) for name, values in ANSWERS.items()}),
    names=st.lists(st.sampled_from(list(ANSWERS)), min_size=1, max_size=3, unique=True),
)
def test_what_decides_a_route_can_change_the_answer(facts: dict[str, object], names: list[str]) -> None:
    opened = score(without(facts, *names), ROUTED, "2026-05-10")
    filled = [facts]
    for name in names:
        filled = [{**each, name: value} for each in filled for value in ANSWERS[name]]
    answers = [(each, score(each, ROUTED, "2026-05-10").eligible) for each in filled]
    possible = {eligible for _, eligible in answers}
    assert {opened.eligible} == (possible if len(possible) == 1 else {None})
    changing = set()
    for name in names:
        others: dict[tuple[object, ...], set[bool | None]] = {}
        for each, eligible in answers:
            others.setdefault(tuple(each[other] for other in names if other != name), set()).add(eligible)
        if any(len(found) > 1 for found in others.values()):
            changing.add(name)
    assert set(opened.decided_by) == changing


def test_the_place_names_what_decides_it() -> None:
    facts = {"employed": True, "pension_by_employer_now": True, "permit_streak_months": 12, "owns_home": "unknown"}
    result = score(facts, ROUTED, "2026-05-10")
    assert (result.eligible, result.unknown, result.decided_by) == (True, ("owns_home",), ())
    assert (result.place, result.place_decided_by) == (None, ("owns_home",))
    assert score({**facts, "owns_home": False}, ROUTED, "2026-05-10").place_decided_by == ()


def test_one_gate_that_fails_is_enough(person: Mapping[str, object]) -> None:
    facts = without({**person, "has_residence_permit": False}, "insured_streak_months")
    result = score(facts, BEIJING, 2022)
    assert result.eligible is False
    assert result.failed_gates == ("residence_permit",)


def test_what_no_branch_takes_makes_no_difference(person: Mapping[str, object]) -> None:
    """Without an own home outside, whether it is still held is of no account; without a degree no overlap counts."""
    facts = {**person, "outer_home_months": 0, "degree": "none"}
    result = score(without(facts, "outer_home_held", "study_overlap_months"), BEIJING, 2022)
    assert result.total == score(facts, BEIJING, 2022).total
    assert (result.unknown, result.decided_by) == ((), ())
    assert (result.eligible, result.reached) == (True, False)


def test_constraints_narrow_what_is_missing(person: Mapping[str, object]) -> None:
    """At most 189 months of insurance can lie in the study, at least 17 are since 2020-08; 12 to 12 + 4 stays."""
    facts = without({**person, "degree": "master", "insured_months": 20, "own_home_months": 20}, "study_overlap_months")
    assert line(score(facts, BEIJING, 2022), "study_overlap") == ("-5.83", "0.00")  # −3.5 × 20 ÷ 12
    facts = without(person, "insured_months")  # 17 to the window's 282
    assert line(score(facts, BEIJING, 2022), "employment") == ("4.25", "70.50")


def test_an_unknown_overrides_a_default(person: Mapping[str, object]) -> None:
    result = score(without(person, "honour", "tax_years_over_100k"), BEIJING, 2022)
    assert result.total_range == (Decimal("106.00"), Decimal("132.00"))
    assert result.unknown == ("tax_years_over_100k", "honour")
    assert not {"honour", "tax_years_over_100k"} & set(result.assumed)


def test_an_empty_window_is_known(person: Mapping[str, object]) -> None:
    names = ["insured_months_since_2020_08", "own_home_months_since_2020_08", "rented_months_since_2020_08"]
    facts = without({**person, "birth_date": "1978-06-15"}, *names)
    assert score(facts, BEIJING, 2020).unknown == ()


def test_the_birth_date_decides_age_and_gate(person: Mapping[str, object]) -> None:
    """Without it 0 to 20 for age, and the retirement age; 106 − 20 to 106."""
    result = score(without(person, "birth_date"), BEIJING, 2022)
    assert result.total_range == (Decimal("86.00"), Decimal("106.00"))
    assert (result.eligible, result.decided_by) == (None, ("birth_date",))


def test_lines_that_share_no_missing_fact_are_added(person: Mapping[str, object]) -> None:
    """8 options × 1,000 and more months are too many to try together; each line is as tight as alone."""
    both = score(without(person, "degree", "own_home_months"), BEIJING, 2022)
    alone = score(without(person, "own_home_months"), BEIJING, 2022)
    assert line(both, "residence") == line(alone, "residence")
    assert both.total_range == (alone.total_range[0] - 15, alone.total_range[1] + 22)


def test_no_fact_at_all_is_refused() -> None:
    for facts in ({}, {"degree": "unknown"}):
        with pytest.raises(InvalidApplicant, match="nothing-known"):
            score(facts, BEIJING)


def test_facts_that_leave_no_value_are_refused(person: Mapping[str, object]) -> None:
    facts = {**person, "insured_months": 10, "insured_months_since_2020_08": "unknown", "study_overlap_months": 11}
    with pytest.raises(InvalidApplicant, match="constraint"):
        score(facts, BEIJING, 2022)
    table = parse_toml(read_text(SAMPLE), str(SAMPLE), InvalidPolicy)
    advice = ""
    table["constraint"] = [
        {"require": "insured_months < patents_filed", "facts": ["insured_months"], "advice": advice},
        {"require": "patents_filed < patents_granted", "facts": ["patents_filed"], "advice": advice},
    ]
    facts_of_city: Any = table["facts"]
    for name in ("patents_filed", "patents_granted"):
        facts_of_city[name] = {"type": "count", "name": ""}
    edition = build_edition(table, CATALOG.vocabulary())
    known = {"birth_date": "1990-07-01", "degree": "bachelor", "insured_months": 5}
    assert (
        score({**known, "patents_granted": 7}, edition).total == score({**known, "patents_granted": 9}, edition).total
    )
    with pytest.raises(InvalidApplicant, match="no-combination"):
        score({**known, "patents_granted": 6}, edition)


@pytest.mark.parametrize(
    ("fact", "expected", "deciding"),
    [
        ("insured_months", ("25.50", "67.50"), "insured_months"),
        ("degree", ("52.00", "67.50"), "degree"),
        ("tax", ("65.75", "67.50"), "tax"),
    ],
)
def test_a_pass_mark_with_groups_and_a_total_of_its_own(fact: str, expected: tuple[str, str], deciding: str) -> None:
    """40 + 15.5 + min(10 + 2, 12) = 67.50 in all; months: 0 to 280 give 0 to 230 + 15.5 + 12, and none at all no talent."""
    facts: dict[str, object] = {"birth_date": "1990-07-01", "degree": "bachelor", "insured_months": 48, "tax": 20000}
    result = score(without(facts, fact), build_sample(), 2024)
    low, high = result.total_range
    full = score(facts, build_sample(), 2024)
    assert full.total == Decimal("67.50")
    assert low == Decimal(expected[0])
    assert low <= Decimal("67.50") <= high
    assert result.decided_by == (deciding,)
    assert_contains(result, full)


def build_sample() -> Edition:
    return CATALOG.load(SAMPLE)


# ---------------------------------------------------------------- sex and retirement category


def woman(age: int) -> dict[str, object]:
    """A woman of an age on 2025-01-01 whose category is not given."""
    facts = {name: value for name, value in PERSON.items() if name != "retirement_category"}
    return {**facts, "birth_date": f"{2024 - age}-06-15", "sex": "female"}


@pytest.mark.parametrize(("age", "passed"), [(40, True), (51, None), (60, False)])
def test_a_woman_without_category_is_undetermined_only_where_the_answers_differ(
    age: int,
    passed: bool | None,  # noqa: FBT001 - a column of the table
) -> None:
    """Aged 51, born 1973-06: 600 months as a worker are reached, 660 + 11 in a management post are not."""
    result = score(woman(age), BEIJING, 2026)
    (gate,) = (gate for gate in result.gates if gate.id == "below_retirement_age")
    assert gate.passed is passed
    assert result.eligible is passed
    assert result.unknown == ("retirement_category",)
    assert result.decided_by == (("retirement_category",) if passed is None else ())


def test_a_man_has_one_category() -> None:
    """It is counted, not asked: nothing is unknown, and nothing is assumed."""
    result = score({**woman(44), "sex": "male"}, BEIJING, 2026)
    assert result.unknown == ()
    assert result.values["retirement_category"] == "male"
    assert "retirement_category" not in result.assumed


def test_the_sex_is_never_missing_by_itself() -> None:
    assert score(PERSON, BEIJING, 2026).unknown == ()
    facts = {name: value for name, value in PERSON.items() if name != "retirement_category"}
    assert score(facts, BEIJING, 2026).unknown == ("retirement_category",)
    assert score({**PERSON, "sex": "unknown"}, BEIJING, 2026).unknown == ()


@pytest.mark.parametrize(
    ("sex", "category", "zh"),
    [
        ("male", "female_50", "退休类别（retirement_category）为“女工人（原50周岁）”，与性别“男”矛盾"),
        ("female", "male", "退休类别（retirement_category）为“男（原60周岁）”，与性别“女”矛盾"),
    ],
)
def test_a_category_of_the_other_sex_is_refused(sex: str, category: str, zh: str) -> None:
    with pytest.raises(InvalidApplicant, match="contradicts") as caught:
        score({**PERSON, "sex": sex, "retirement_category": category}, BEIJING, 2026)
    assert caught.value.findings[0].sentence("zh") == zh


def test_a_fact_that_a_rule_takes_and_that_narrows_goes_with_the_one_it_narrows() -> None:
    """20 for a woman, and category and sex both missing: a combination of a man with a woman's category is none."""
    table = parse_toml(read_text(Path(BEIJING.path)), BEIJING.path, InvalidPolicy)
    indicators: Any = table["indicator"]
    indicators[8]["points"] = "20 if sex == 'female' and retirement_category == 'male' else 0"
    edition = build_edition(table, CATALOG.vocabulary())
    facts = {name: value for name, value in PERSON.items() if name != "retirement_category"}
    result = score(facts, edition, 2026)
    assert result.unknown == ("sex", "retirement_category")
    assert line(result, "honour") == ("0.00", "0.00")


@pytest.mark.parametrize(
    ("old", "new", "code", "place"),
    [
        ('narrowed_by = "by"', 'narrowed_by = "bye"', "not-one-of", "facts.kind.narrowed_by"),
        ('narrowed_by = "by"', 'narrowed_by = "kind"', "not-one-of", "facts.kind.narrowed_by"),
        ('narrowed_by = "by"\n', "", "missing-key", "facts.kind"),
        ('one = ["a"]', 'one = ["x"]', "not-one-of", "facts.kind.narrowing.one"),
        ('one = ["a"], ', "", "missing-key", "facts.kind.narrowing"),
        ('one = ["a"]', 'one = ["a"], three = ["a"]', "unknown-key", "facts.kind.narrowing.three"),
        ('{ a = ""', '{ unknown = ""', "reserved-id", "facts.kind.choices"),
    ],
)
def test_a_wrong_narrowing_is_told(old: str, new: str, code: str, place: str) -> None:
    added = """
[facts.by]
type = "choice"
name = ""
choices = { one = "", two = "" }

[facts.kind]
type = "choice"
name = ""
choices = { a = "", b = "" }
narrowed_by = "by"
narrowing = { one = ["a"], two = ["a", "b"] }
"""
    assert old in added
    table = parse_toml(read_text(SAMPLE) + added.replace(old, new, 1), "x.toml", InvalidPolicy)
    with pytest.raises(InvalidPolicy) as caught:
        build_edition(table, CATALOG.vocabulary())
    assert (code, place) in [(finding.code, finding.place) for finding in caught.value.findings]


# ---------------------------------------------------------------- how it is written, and cases


@pytest.mark.parametrize(
    "text",
    [
        'birth_date = 1980-06-15\nsex = "male"\ndegree = "unknown"\ncity = "beijing"\n[facts]\ninsured_months = "unknown"\n',
        '{"birth_date": "1980-06-15", "sex": "male", "degree": "unknown", "facts": {"beijing": {"insured_months": "unknown"}}}',
    ],
)
def test_unknown_may_be_written_in_toml_and_json(text: str) -> None:
    result = score(parse_applicant(text), BEIJING, 2026)
    assert {"degree", "insured_months", "own_home_months"} <= set(result.unknown)
    assert not {"birth_date", "retirement_category"} & set(result.unknown)


def test_a_case_may_expect_limits() -> None:
    """189 months: 47.25, and the 124 before 2020-08 ÷ 24 → 5.17, together 52.42; 20 for age; 0 to 37 for the degree."""
    case = Case(
        id="x",
        round=2026,
        facts={"degree": "unknown", "insured_streak_months": "unknown"},
        expect={
            "education": "0..37.00", "total": "72.42..109.42", "age": 20, "eligible": "undetermined", "reached": False,
            "unknown": ("insured_streak_months", "degree"), "decided_by": ("insured_streak_months", "degree"),
            "distance": "-47.5..-10.5", "core_share": "0.4791..0.7238", "failed_gates": (),
        },
        why="as above",
    )  # fmt: skip
    no_home = {"own_home_months": 0, "own_home_months_since_2020_08": 0, "outer_home_months": 0}
    base: Any = {**PERSON, **no_home, "insured_months_since_2020_08": 65}
    assert run_case(case, base, BEIJING) == []
    (finding,) = run_case(replace(case, expect={"total": "72.42..109.43"}), base, BEIJING)
    assert finding.text("en") == "x: total is 72.42..109.42, the case expects 72.42..109.43 [case-failed]"


def test_a_fact_that_does_not_matter_is_never_missing() -> None:
    """The years of tax matter where tax was paid; where it is not known whether it was, they may."""
    words = "x"
    facts: dict[str, Any] = {
        "tax": {"type": "yuan", "name": words},
        "years": {"type": "count", "name": words, "max": 3, "when": "tax > 0"},
    }
    edition = edition_with(
        "insurance",
        facts=facts,
        indicator=[{
            "id": "points", "name": words, "points": "5 if years >= 2 and tax > 0 else 0",
            "source": {"document": "law", "article": "1"},
        }],
    )  # fmt: skip
    untaxed = score({"tax": 0}, edition, 2021)
    assert (untaxed.unknown, untaxed.total_range, untaxed.assumed) == ((), (Decimal(0), Decimal(0)), ())
    assert score({"tax": 0, "years": "unknown"}, edition, 2021).unknown == ()
    assert score({"tax": 1}, edition, 2021).unknown == ("years",)
    assert score({"years": 2}, edition, 2021).unknown == ("tax",)
    assert score({"tax": 1}, edition, 2021).total_range == (Decimal(0), Decimal(5))


def test_a_lower_limit_of_many_points_is_known() -> None:
    """200,000,000 points, and as many more as nothing limits; the lower limit is no more open than the points."""
    fact = {"type": "count", "name": "x"}
    edition = edition_with(
        "insurance",
        facts={"times": fact, "sure": fact},
        indicator=[
            {
                "id": "points",
                "name": "x",
                "points": "200000000 + times + sure",
                "source": {"document": "law", "article": "1"},
            }
        ],
    )
    assert score({"times": "unknown", "sure": 1}, edition, 2026).total_range == (
        Decimal(200_000_001),
        Decimal("Infinity"),
    )
