"""Levers: what a person can do, filled from the shared ones, and every mistake in one told with its place."""

from typing import Any

import pytest

from hukou_cli import Edition, InvalidPolicy, find_policy
from hukou_cli.policy.lever import Lever
from hukou_cli.policy.lever_use import facts_behind, facts_changed
from hukou_cli.policy.load import build_edition
from tests.support.catalog import CATALOG
from tests.support.springfield import edition_with

OWN_HOME = {"id": "house", "name": "买房", "record": {"table": "home", "tenure": "owned"}}
CHOICE = {"type": "choice", "name": "级别", "choices": {"none": "无", "low": "低", "high": "高"}}
FACTS: dict[str, Any] = {
    "counted": {"type": "months", "name": "月数", "count": "home.owned"},
    "rank": CHOICE,
    "hours": {"type": "count", "name": "小时"},
    "fund": {"type": "months", "name": "公积金月数"},
    "trained": {"type": "flag", "name": "受过培训"},
    "married": {},
    "sex": {},
    "birth_date": {},
    "honour": {},
    "criminal_record": {},
    "relative_home": {"type": "flag", "name": "亲属有房"},
    "fines": {"type": "count", "name": "罚款次数", "count": "penalty"},
}


def city(*levers: dict[str, Any], points: str = "counted", **policy: Any) -> Edition:
    lines = [{"id": "points", "name": "x", "points": points, "source": {"document": "law", "article": "1"}}]
    return edition_with("home.owned", facts=FACTS, lever=list(levers), indicator=lines, **policy)


def found(*levers: dict[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(InvalidPolicy) as caught:
        city(*levers)
    return [(finding.code, finding.place) for finding in caught.value.findings]


@pytest.mark.parametrize(
    ("lever", "expected"),
    [
        ({"fact": "ranks", "ladder": ["low"]}, ("not-one-of", "lever[1].fact")),
        ({"fact": "rank", "ladder": ["lower"]}, ("not-one-of", "lever[1].ladder[1]")),
        ({"fact": "rank", "ladder": ["high", "low"]}, ("ladder-order", "lever[1].ladder")),
        ({"fact": "rank", "ladder": ["low", "low"]}, ("ladder-order", "lever[1].ladder")),
        ({"fact": "rank", "options": ["lower"]}, ("not-one-of", "lever[1].options[1]")),
        ({"fact": "rank", "value": "lower"}, ("not-one-of", "lever[1].value")),
        ({"fact": "rank", "add": 1}, ("not-for-type", "lever[1].add")),
        ({"fact": "hours", "ladder": ["low"]}, ("not-for-type", "lever[1].ladder")),
        ({"fact": "hours", "amounts": [50, 20]}, ("ladder-order", "lever[1].amounts")),
        ({"fact": "hours", "amounts": [20, 20_000]}, ("above-maximum", "lever[1].amounts[2]")),
        ({"fact": "hours", "value": True}, ("not-a-whole-number", "lever[1].value")),
        ({"fact": "trained", "value": 3}, ("not-a-flag", "lever[1].value")),
        ({"fact": "rank"}, ("lever-one-way", "lever[1]")),
        ({"fact": "hours", "add": 1, "value": 3}, ("lever-one-way", "lever[1]")),
        ({"ladder": ["low"], "grows": ["fund"]}, ("missing-key", "lever[1]")),
        ({}, ("lever-writes-nothing", "lever[1]")),
        ({"grows": ["hours"]}, ("not-for-type", "lever[1].grows[1]")),
        ({"grows": ["fnd"]}, ("not-one-of", "lever[1].grows[1]")),
        ({"grows": ["fund"], "with": {"trained": "maybe"}}, ("not-a-flag", "lever[1].with.trained")),
        ({"grows": ["fund"], "with": {"train": True}}, ("not-one-of", "lever[1].with.train")),
        ({"record": {"tenure": "owned"}}, ("missing-key", "lever[1].record")),
        ({"record": {"table": "house"}}, ("not-one-of", "lever[1].record.table")),
        ({"record": {"table": "home", "tenure": "bought"}}, ("not-one-of", "lever[1].record.tenure")),
        ({"record": {"table": "home"}}, ("missing-key", "lever[1].record")),
        ({"record": {"table": "permit", "tenure": "owned"}}, ("unknown-key", "lever[1].record.tenure")),
        ({"record": {"table": "permit", "from": "2027-01"}}, ("unknown-key", "lever[1].record.from")),
        ({"record": {"table": "study", "level": "{option}"}}, ("lever-placeholder", "lever[1].record.level")),
        ({"record": {"table": "permit"}, "vary": "district"}, ("missing-key", "lever[1]")),
        ({"grows": ["fund"], "vary": "district", "name_in": "x"}, ("not-one-of", "lever[1].vary")),
        ({"grows": ["fund"], "name": "在{district}"}, ("lever-placeholder", "lever[1]")),
        ({"grows": ["fund"], "unless": ["home.bought"]}, ("not-one-of", "lever[1].unless[1]")),
        ({"grows": ["fund"], "unless": ["house"]}, ("not-one-of", "lever[1].unless[1]")),
        ({"grows": ["fund"], "ends": "house"}, ("not-one-of", "lever[1].ends")),
        ({"grows": ["fund"], "takes": 3}, ("takes-without-source", "lever[1].takes")),
        ({"fact": "rank", "ladder": ["low"], "takes": {"high": 3}, "assumed": True}, ("not-one-of", "lever[1].takes.high")),
        ({"fact": "hours", "add": 1, "every": 6}, ("missing-key", "lever[1]")),
        ({"grows": ["fund"], "asks": ["luck"]}, ("not-one-of", "lever[1].asks[1]")),
        ({"grows": ["fund"], "source": {"document": "laws", "article": "1"}}, ("not-one-of", "lever[1].source.document")),
        ({"id": "housing_found", "off": True}, ("not-one-of", "lever[1].id")),
    ],
    ids=str,
)  # fmt: skip
def test_a_mistake_in_a_lever_is_told_with_its_place(lever: dict[str, Any], expected: tuple[str, str]) -> None:
    assert found({"id": "x", "name": "做", **lever}) == [expected]


@pytest.mark.parametrize(
    "lever",
    [
        {"fact": "married", "value": True},
        {"fact": "sex", "value": "female"},
        {"fact": "birth_date", "value": "1990-01-01"},
        {"fact": "honour", "value": True},
        {"fact": "criminal_record", "value": False},
        {"fact": "relative_home", "value": True},
        {"fact": "fines", "value": 0},
        {"grows": ["fund"], "with": {"married": True}},
        {"record": {"table": "marriage"}},
        {"record": {"table": "penalty"}},
        {"record": {"table": "commendation", "kind": "courage"}},
        {"record": {"table": "home", "tenure": "family"}},
        {"record": {"table": "home", "tenure": "spouse"}},
    ],
    ids=str,
)
def test_a_persons_life_is_not_for_advice(lever: dict[str, Any]) -> None:
    assert {code for code, _ in found({"id": "x", "name": "做", **lever})} == {"not-for-advice"}


def test_what_is_wrong_with_levers_is_told_all_at_once_and_in_both_languages() -> None:
    with pytest.raises(InvalidPolicy) as caught:
        city(
            {"id": "marry", "name": "结婚", "fact": "married", "value": True},
            {"id": "x", "name": "x"},
            OWN_HOME,
            OWN_HOME,
        )
    findings = caught.value.findings
    assert [finding.code for finding in findings] == ["not-for-advice", "lever-writes-nothing", "duplicate-id"]
    assert "is not for advice" in findings[0].text("en")
    assert "不作建议" in findings[0].text("zh")


def test_a_lever_is_offered_where_a_rule_looks_at_what_it_writes() -> None:
    """The line counts own homes alone: a rental, a permit and the count of hours change nothing."""
    hours = {"id": "hours", "name": "志愿服务", "fact": "hours", "amounts": [20, 50]}
    edition = city(OWN_HOME, hours)
    assert [lever.id for lever in edition.levers] == ["house", "own_home"]
    assert {"hours", "permit", "registered_rental", "degree"} <= {lever.id for lever in edition.levers_not_asked}
    assert [lever.id for lever in city(hours, points="hours").levers] == ["hours"]


def test_a_fact_that_a_rule_uses_by_another_name_is_looked_at() -> None:
    derived = {"worth": "1 if rank == 'high' else counted"}
    lever = {"id": "rise", "name": "升为{option}", "fact": "rank", "ladder": ["low", "high"]}
    assert [lever.id for lever in city(lever, points="worth", derived=derived).levers] == ["rise", "own_home"]


def test_a_document_that_only_a_lever_of_other_cities_cites_is_none_of_the_edition() -> None:
    donations = {"type": "count", "name": "次数", "count": "blood_donation"}
    assert "blood-donation-law" in edition_with("blood_donation", facts={"counted": donations}).documents
    assert "blood-donation-law" not in edition_with("home.owned").documents


def test_a_rental_that_is_only_taken_away_is_not_offered() -> None:
    facts = FACTS | {"counted": {"type": "months", "name": "月数", "count": "home.owned - home.rented.registered"}}
    lines = [{"id": "points", "name": "x", "points": "counted", "source": {"document": "law", "article": "1"}}]
    edition = edition_with("home.owned", facts=facts, indicator=lines)
    assert [lever.id for lever in edition.levers] == ["own_home"]


def test_what_a_lever_carries_may_say_that_a_flag_is_not_so() -> None:
    """A home that is not a relative's may be said; that nobody is married or was punished may not."""
    edition = city({**OWN_HOME, "with": {"relative_home": False}})
    assert edition.levers[0].with_ == {"relative_home": False}
    for name in ("married", "criminal_record"):
        assert found({**OWN_HOME, "with": {name: False}}) == [("not-for-advice", f"lever[1].with.{name}")]


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        ("home", ["own_home", "rental"]),
        ("home.rented", ["rental"]),
        ("home.rented.registered", ["registered_rental"]),
        ("home.dormitory", []),
        ("permit", ["permit"]),
        ("insurance.pension - back_paid", ["insurance"]),
        ("in_district(home.owned, 'centre')", ["own_home"]),
        ("home.family", []),
        ("marriage", []),
    ],
)
def test_which_shared_levers_a_count_of_records_brings(count: str, expected: list[str]) -> None:
    """A declared rental where the count asks whether it is declared, any rental where it does not."""
    assert [lever.id for lever in edition_with(count).levers] == expected


def test_a_record_alone_where_the_city_asks_for_no_count() -> None:
    """The shared lever adds to ``blood_donations``, which this city has not: it writes the record."""
    donated = {"counted": {"type": "count", "name": "次数", "count": "blood_donation"}}
    (lever,) = edition_with("blood_donation", facts=donated).levers
    assert (lever.id, lever.fact, lever.add, lever.table) == ("blood_donation", None, None, "blood_donation")


def test_the_facts_that_a_lever_changes() -> None:
    """Those it names, those that its record counts for, and one of two readings of which it changes either."""
    shanghai = find_policy("shanghai")
    levers = {lever.id: lever for lever in shanghai.levers}
    permit = facts_changed(levers["permit"], shanghai)
    assert {"has_residence_permit", "permit_restarted_months", "permit_counted_months"} <= permit
    assert facts_changed(levers["lingang"], shanghai) == {"work_area", "work_area_months", "area_recommended"}
    assert "permit_counted_months" not in facts_changed(levers["title"], shanghai)


def test_a_fact_behind_a_reading_a_relevance_or_a_derived_quantity() -> None:
    behind = facts_behind(["permit_counted_months", "titled_and_paid", "core_staff"], find_policy("shanghai"))
    assert {"permit_cumulative_months", "earlier_permit_accepted"} <= behind
    assert {"title_level", "skill_level", "base_13_of_48"} <= behind
    assert "work_area" in behind  # core_staff matters in some areas alone


def test_a_rung_may_take_months_of_its_own() -> None:
    lever = Lever(id="x", ladder=("low", "high"), takes={"high": 9})
    assert (lever.months_until("low"), lever.months_until("high"), Lever(id="x", takes=3).months_until()) == (0, 9, 3)
    assert (lever.rungs, Lever(id="x", amounts=(20, "1.5")).rungs) == (("low", "high"), ("20", "1.5"))


def test_a_city_says_of_a_shared_lever_what_is_different_there() -> None:
    edition = city({"id": "own_home", "asks": ["time"]}, {"id": "permit", "off": True})
    (own,) = edition.levers
    assert (own.asks, own.table, own.fields) == (("time",), "home", {"tenure": "owned"})
    assert "permit" not in {lever.id for lever in (*edition.levers, *edition.levers_not_asked)}


def test_amounts_of_income_tax_are_those_that_the_policy_names() -> None:
    """``tax_years(60000)`` counts the years with 60,000 yuan; an amount that no rule names is not offered."""
    facts = {"counted": {"type": "count", "name": "年数", "count": "tax_years(60000) | tax_years(100000)"}}
    edition = edition_with("tax_years(60000)", "count", facts=facts)
    (tax,) = edition.levers
    assert (tax.id, tax.amounts) == ("tax", (60_000, 100_000))
    assert edition_with("home.owned").levers[0].id == "own_home"


def test_a_mistake_in_a_shared_lever_is_told_of_the_shared_file() -> None:
    vocabulary = CATALOG.vocabulary()
    levers = [{"id": "marry", "name": "结婚", "record": {"table": "marriage"}}]
    edition = edition_with("home.owned")
    assert edition.levers
    with pytest.raises(InvalidPolicy) as caught:
        build_edition({}, {**vocabulary, "lever": levers})
    (finding,) = caught.value.findings
    assert (finding.code, finding.file, finding.place) == ("not-for-advice", "facts.toml", "lever[1].record.table")
