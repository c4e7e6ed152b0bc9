"""Which round is meant where none is named: the one to come on a day; which are over, and what is said of it."""

import datetime
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from hukou_cli import Edition, NotFound, find_policy, score
from hukou_cli.base.bilingual import Bilingual
from hukou_cli.policy.catalog import Catalog
from hukou_cli.policy.neighbours import Neighbours
from hukou_cli.policy.rounds import RoundId
from hukou_cli.render.score_markdown import score_markdown
from hukou_cli.render.score_text import print_score
from hukou_cli.render.verdict import brief_line
from hukou_cli.text.language import Language
from tests.support.screens import screen
from tests.support.springfield import edition_with

SOURCE = {"document": "law", "article": "1"}
YEAR_END = {"year": -1, "month": 12, "day": 31}


def heading(**more: Any) -> dict[str, Any]:
    return {
        "city": "springfield", "name": Bilingual(zh="春田", en="Springfield"), "title": "x", "regime": "ranking",
        "in_force_from": "2020-01-01", "checked_on": "2026-11-29", **more,
    }  # fmt: skip


def city(*rounds: dict[str, Any], **more: Any) -> Edition:
    told = [{"source": SOURCE, **known} for known in rounds]
    return edition_with("insurance", **{"policy": heading(), "result": {}, "round": told, **more})


def half_years(*rounds: dict[str, Any], **more: Any) -> Edition:
    """Build a city with two periods a year: to the end of April, and to the end of October."""
    first = {"as_of": YEAR_END, "closes": {"year": 0, "month": 4, "day": 30, "name": "x"}}
    second = {"as_of": YEAR_END, "closes": {"year": 0, "month": 10, "day": 31, "name": "x"}}
    return city(*rounds, dates={}, periods={"1": first, "2": second}, **more)


def told(edition: Edition, day: int) -> tuple[str, str | None]:
    named = edition.calendar.default(day)
    return str(named), edition.calendar.state(named, day)


CLOSING = ({"year": 2024, "cutoff": "60"}, {"year": 2025, "opens": "2025-04-01", "closes": "2025-05-16T17:00:00"})


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (20250515, ("2025", "announced")),
        (20250516, ("2025", "announced")),  # the last day is still a day of application
        (20250517, ("2026", "projected")),
        (20261231, ("2026", "projected")),  # without a closing day it is the year's last
        (20270101, ("2027", "projected")),
    ],
)
def test_a_round_ends_with_its_last_day_of_application(day: int, expected: tuple[str, str]) -> None:
    assert told(city(*CLOSING), day) == expected


@pytest.mark.parametrize("result", [{"cutoff": "60"}, {"admitted": 6000}])
def test_a_round_with_a_result_is_over_before_its_year_is(result: dict[str, Any]) -> None:
    edition = city({"year": 2025, **result})
    assert told(edition, 20250701) == ("2026", "projected")
    assert told(edition, 20241201) == ("2025", "announced")  # it could not be known then


def test_a_closing_day_of_the_next_year_keeps_a_round_open() -> None:
    edition = city({"year": 2022, "closes": "2023-03-10"}, {"year": 2023, "closes": "2023-11-08"})
    assert told(edition, 20230310) == ("2022", "announced")
    assert told(edition, 20230311) == ("2023", "announced")


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (20260429, ("2026-1", "announced")),
        (20260430, ("2026-1", "announced")),
        (20260501, ("2026-2", "announced")),  # not open yet, and the next
        (20261031, ("2026-2", "announced")),
        (20261101, ("2027-1", "projected")),
    ],
)
def test_half_years_follow_each_other(day: int, expected: tuple[str, str]) -> None:
    assert told(half_years({"year": 2026, "period": 1}, {"year": 2026, "period": 2}), day) == expected


def test_a_quarter_without_a_closing_day_ends_with_its_part_of_the_year() -> None:
    """Four periods: the first is over after March, the second after June, the fourth after December."""
    edition = city({"year": 2025, "period": 4}, dates={}, periods={str(at): {"as_of": YEAR_END} for at in (1, 2, 3, 4)})
    days = (20260331, 20260401, 20260630, 20260701, 20261231, 20270101)
    assert [told(edition, day)[0] for day in days] == ["2026-1", "2026-2", "2026-2", "2026-3", "2026-4", "2027-1"]


def test_a_year_that_was_not_held_is_passed_over() -> None:
    assert told(city({"year": 2025, "cutoff": "60"}, {"year": 2026, "held": False}), 20260301) == ("2027", "projected")


HALF_YEARS_TO_2026 = half_years(
    {"year": 2026, "period": 1}, {"year": 2026, "period": 2}, policy=heading(in_force_to="2026-12-31")
)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (20261031, ("2026-2", "announced")),
        (20261101, ("2027-1", "projected")),  # after the rules end; no others are known, so these are taken
        (20261231, ("2027-1", "projected")),  # the last day of the rules
        (20270101, ("2026-2", "over")),  # they have ended: nobody can apply by them
    ],
)
def test_the_next_round_is_projected_by_rules_about_to_end(day: int, expected: tuple[str, str]) -> None:
    assert told(HALF_YEARS_TO_2026, day) == expected


def test_an_edition_that_another_follows_answers_for_no_round_after_its_end() -> None:
    followed = replace(HALF_YEARS_TO_2026, neighbours=Neighbours(is_followed=True))
    assert told(followed, 20261101) == ("2026-2", "over")
    for edition, covered in ((followed, False), (HALF_YEARS_TO_2026, True)):
        assert edition.calendar.covers(RoundId(2027, 1)) is covered
    assert followed.calendar.covers(RoundId(2026, 2))


def test_a_round_that_closes_after_the_rules_end_can_still_be_applied_for() -> None:
    edition = city({"year": 2025, "closes": "2026-02-15"}, policy=heading(in_force_to="2025-12-31"))
    assert told(edition, 20260215) == ("2025", "announced")
    assert told(edition, 20260216) == ("2025", "over")


def test_an_open_city_is_judged_on_the_day_while_its_rules_are_in_force() -> None:
    dates = {"as_of": "application", "age_on": "application"}
    edition = city(
        policy=heading(regime="pass_mark", in_force_to="2026-12-31"), result={"pass": "total >= 1"}, dates=dates
    )
    assert told(edition, 20261231) == ("2026-12-31", None)
    assert told(edition, 20270101) == ("2026-12-31", None)  # the last day of the rules, as nothing follows
    found = score({"counted": 12}, edition, on=datetime.date(2026, 5, 10))
    assert str(found.round) == "2026-05-10"


def test_without_a_day_it_is_the_latest_round_known_and_none_is_called_over() -> None:
    edition = city(*CLOSING)
    found = score({"counted": 60}, edition)
    assert (found.round, found.round_state, found.notes) == (RoundId(2025), None, ())
    assert score({"counted": 60}, edition, 2027).round_state == "projected"


@pytest.mark.parametrize(
    ("round_", "language", "first", "said"),
    [
        (2024, "en", "round 2024 (over)", "the round of 2024 is over"),
        (2024, "zh", "2024年申报批次（已结束）", "2024年批次已结束"),
        (None, "en", "round 2026 (not announced)", "the round of 2026 is not announced yet"),
        (None, "zh", "2026年申报批次（尚未公布）", "2026年批次尚未公布，按现行规则推算"),
    ],
)
def test_the_first_line_names_a_round_that_is_over_or_not_announced(
    round_: int | None, language: Language, first: str, said: str
) -> None:
    found = score({"counted": 60}, city(*CLOSING), round_, on=datetime.date(2026, 11, 29))
    to = screen(120)
    print_score(found, language, to)
    page = to.file.getvalue()  # type: ignore[attr-defined]
    assert first in page.splitlines()[0]
    assert said not in page, "the heading has it"
    assert ("present rules" in page or "现行规则" in page) == (found.round_state == "projected")
    assert first in brief_line(found, language)
    assert first in score_markdown(found, language)
    assert said in score_markdown(found, language)


def test_a_round_that_can_be_applied_for_needs_no_word() -> None:
    found = score({"counted": 60}, city(*CLOSING), on=datetime.date(2025, 5, 1))
    assert (found.round, found.round_state, found.notes) == (RoundId(2025), "announced", ())


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("beijing", ("2027", "projected")),  # 2026 closed on 16 May and has its list
        ("guangzhou", ("2026", "projected")),  # 2025 closed on 10 November 2025
        ("shenzhen", ("2026", "projected")),  # 2024 closed on 30 September 2024
        ("tianjin", ("2027-1", "projected")),  # 2026-2 closed on 31 October; the rules end on 31 December
        ("hangzhou", ("2026-4", "projected")),
        ("wuhan", ("2026-11-29", None)),
    ],
)
def test_the_rounds_of_the_library_on_a_day(catalog: Catalog, name: str, expected: tuple[str, str | None]) -> None:
    assert told(catalog.find_on(name, 20261129), 20261129) == expected


# ---------------------------------------------------------------- which edition


@pytest.mark.parametrize(
    ("name", "day", "edition"),
    [
        ("beijing", 20190601, "beijing/2017-01-01"),
        ("beijing", 20200301, "beijing/2020-07-16"),  # the rules of 2017 ended with 2019
        ("chengdu", 20240219, "chengdu/2020-08-28"),
        ("chengdu", 20240220, "chengdu/2024-02-20"),
        ("shenzhen_talent", 20261129, "shenzhen_talent/2017-01-01"),  # it ended and nothing follows
    ],
)
def test_the_edition_is_the_one_by_which_one_applies_on_the_day(
    catalog: Catalog, name: str, day: int, edition: str
) -> None:
    assert catalog.find_on(name, day).id == edition


def test_no_edition_is_taken_for_a_day_before_all_of_them(catalog: Catalog) -> None:
    with pytest.raises(NotFound, match="unknown-round"):
        catalog.find_on("chengdu", 20200827)
    with pytest.raises(NotFound, match="unknown-city"):
        catalog.find_on("atlantis", 20200827)


def test_python_finds_the_edition_of_a_day() -> None:
    assert find_policy("beijing", on=datetime.date(2019, 6, 1)).id == "beijing/2017-01-01"
    assert find_policy("beijing", 2026, on=datetime.date(2019, 6, 1)).id == "beijing/2020-07-16"
    assert Path(find_policy("beijing").path).stem == "2020-07-16"
