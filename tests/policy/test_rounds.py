"""Rounds of a policy file: what they may hold, which can be scored, and which line a total is compared with."""

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from hukou_cli import Edition, InvalidPolicy, NotFound, load_applicant, score
from hukou_cli.base.bilingual import Bilingual
from hukou_cli.policy.catalog import bundled
from hukou_cli.policy.round_findings import rounds_text
from hukou_cli.policy.rounds import RoundId
from hukou_cli.render.policy import print_policy
from hukou_cli.render.verdict import answer
from hukou_cli.text.language import Language
from tests.support.catalog import CATALOG
from tests.support.screens import screen
from tests.support.springfield import edition_with, ranking

SOURCE = {"document": "law", "article": "1"}
OTHER = Bilingual(zh="旧办法", en="the measures of 2015")
NORTH = Bilingual(zh="北区", en="North")


def line_of(edition: Edition, year: int) -> tuple[Decimal | None, bool | None]:
    answer = score({"counted": 60}, edition, year)
    return answer.line, answer.reached


def test_a_total_is_compared_with_the_cutoff_of_its_round() -> None:
    edition = ranking({"year": 2020, "cutoff": "60"}, {"year": 2021, "cutoff": "61"})
    assert line_of(edition, 2020) == (Decimal(60), True)
    assert line_of(edition, 2021) == (Decimal(61), False)


def test_a_day_of_application_has_the_line_of_its_year() -> None:
    edition = ranking(
        {"year": 2020, "cutoff": "60"}, {"year": 2021, "published_line": "61"}, dates={"as_of": "application"}
    )
    lines = [
        (found.line, found.reached, found.last_line and found.last_line.rounds)
        for found in (score({"counted": 60}, edition, day) for day in ("2020-12-31", "2021-01-01", "2023-01-01"))
    ]
    assert lines == [(Decimal(60), True, None), (Decimal(61), False, None), (None, None, 2)]


def test_a_round_without_a_line_is_compared_with_none() -> None:
    edition = ranking({"year": 2020, "cutoff": "60"}, {"year": 2021, "cutoff": "61"}, {"year": 2022})
    for year, rise in ((2022, Decimal("-1.00")), (2023, Decimal("-0.50")), (2024, Decimal("-0.34")), (2025, "-0.25")):
        found = score({"counted": 60}, edition, year)  # 60 - 61 = -1; ÷ 3 = -0.333…, rounded down
        assert (found.line, found.distance, found.reached, found.cutoff) == (None, None, None, None)
        assert (found.passed, found.is_open, found.has_line) == (False, False, False)
        assert found.last_line is not None
        assert (found.last_line.published.id, found.last_line.rounds) == (RoundId(2021), year - 2021)
        assert found.may_rise == Decimal(rise)


def test_the_first_round_has_no_line_before_it() -> None:
    found = score({"counted": 60}, ranking({"year": 2020}, {"year": 2021, "cutoff": "60"}), 2020)
    assert (found.line, found.last_line, found.may_rise, found.may_rise_range) == (None, None, None, None)


def test_a_round_that_was_not_held_is_no_round_in_which_the_line_rises() -> None:
    edition = ranking({"year": 2020, "cutoff": "50"}, {"year": 2021, "held": False}, {"year": 2023})
    found = score({"counted": 60}, edition, 2023)  # 2022 and 2023: 10 ÷ 2
    assert found.last_line is not None
    assert (found.last_line.rounds, found.may_rise) == (2, Decimal("5.00"))


def test_half_years_are_counted_as_rounds() -> None:
    """From 2020-2 to 2022-1 there are three: 2021-1, 2021-2, 2022-1. 60 - 50 = 10; 10 ÷ 3 = 3.333…, rounded down."""
    day = {"year": -1, "month": 12, "day": 31}
    edition = ranking(
        {"year": 2020, "period": 2, "cutoff": "50"}, dates={}, periods={"1": {"as_of": day}, "2": {"as_of": day}}
    )
    found = score({"counted": 60}, edition, "2022-1")
    assert found.last_line is not None
    assert (found.last_line.rounds, found.may_rise) == (3, Decimal("3.33"))
    assert "a round (2020-2: 50)" in answer(found, "en")
    assert "2022年第1期分数线尚未公布；如从2020年第2期的 50 分每期上升不超过 3.33 分，即可入围" in answer(found, "zh")


def test_missing_facts_leave_open_how_much_the_line_may_rise() -> None:
    flag = {"type": "flag", "name": "x"}
    rule = {"id": "points", "name": "x", "points": "counted + (10 if honour else 0)", "source": SOURCE}
    counted = {"type": "months", "name": "x", "count": "insurance"}
    edition = ranking({"year": 2020, "cutoff": "60"}, facts={"counted": counted, "honour": flag}, indicator=[rule])
    found = score({"counted": 60, "honour": "unknown"}, edition, 2022)  # 60 or 70; (0 or 10) ÷ 2
    assert (found.may_rise, found.may_rise_range) == (None, (Decimal("0.00"), Decimal("5.00")))
    assert found.is_open
    assert found.decided_by == ("honour",)
    assert answer(found, "en") == "Eligible; the line of 2022 is not published; that of 2020 was 60."


@pytest.mark.parametrize(
    ("counted", "year", "en", "zh"),
    [
        (70, 2022, "rises by no more than 5.00 a year (2020: 60)", "如从2020年的 60 分每年上升不超过 5.00 分，即可入围"),
        (70, 2021, "rises by no more than 10.00 (2020: 60)", "如从2020年的 60 分上升不超过 10.00 分，即可入围"),
        (60, 2022, "if it does not rise (2020: 60)", "如不高于2020年的 60 分，即可入围"),
        (57, 2022, "only if it falls by at least 1.50 a year (2020: 60)", "须从2020年的 60 分每年下降至少 1.50 分，方可入围"),
    ],
)  # fmt: skip
def test_the_answer_says_by_how_much_the_line_may_rise(counted: int, year: int, en: str, zh: str) -> None:
    found = score({"counted": counted}, ranking({"year": 2020, "cutoff": "60"}), year)
    assert f"the line of {year} is not published" in answer(found, "en")
    assert en in answer(found, "en")
    assert f"{year}年分数线尚未公布" in answer(found, "zh")
    assert zh in answer(found, "zh")


def test_a_mark_that_the_rules_fix_holds_in_every_round() -> None:
    edition = edition_with("insurance", result={"pass": "total >= 60"}, round=[{"year": 2020, "source": SOURCE}])
    found = score({"counted": 60}, edition, 2027)
    assert (found.line, found.line_kind, found.reached, found.last_line) == (Decimal(60), "pass_mark", True, None)


def test_a_published_line_is_compared_with_as_well() -> None:
    edition = ranking({"year": 2020, "published_line": "61"})
    assert line_of(edition, 2020) == (Decimal(61), False)


@pytest.mark.parametrize(
    "other",
    [
        {"year": 2021, "cutoff": "99", "part": NORTH},
        {"year": 2021, "cutoff": "99", "under": OTHER},
        {"year": 2021, "pass_mark": "99"},  # what the rules ask for stands in [result]
    ],
)
def test_a_line_of_others_or_a_mark_is_not_the_line_to_reach(other: dict[str, Any]) -> None:
    edition = ranking({"year": 2020, "cutoff": "60"}, other, {"year": 2022})
    found = score({"counted": 60}, edition, 2022)
    assert found.last_line is not None
    assert found.last_line.published.line == 60


def test_a_round_that_was_not_held_or_is_of_others_is_shown_and_not_offered() -> None:
    edition = ranking(
        {"year": 2019, "cutoff": "70", "under": OTHER},
        {"year": 2020},
        {"year": 2020, "part": NORTH, "cutoff": "80"},
        {"year": 2022, "held": False},
    )
    assert list(edition.calendar.rounds) == [RoundId(2020)]
    assert rounds_text([edition]) == "2020"
    assert [known.year for known in edition.calendar.told] == [2019, 2020, 2020, 2022]
    assert edition.calendar.latest == RoundId(2020)
    with pytest.raises(NotFound) as caught:
        score({"counted": 60}, edition, 2022)
    assert caught.value.findings[0].code == "no-round-held"
    with pytest.raises(NotFound) as caught:
        score({"counted": 60}, edition, 2019)
    assert caught.value.findings[0].code == "unknown-round"
    assert score({"counted": 60}, edition, 2023).total == 60  # a later year may have one again


@pytest.mark.parametrize(
    ("known", "code", "place"),
    [
        ({"held": False, "quota": 10}, "round-not-held", "round[1].quota"),
        ({"held": False, "opens": "2022-01-01"}, "round-not-held", "round[1].opens"),
        ({"opens": "2022-05-02", "closes": "2022-05-01"}, "closes-before-opens", "round[1].closes"),
        ({"opens": "2022-02-30"}, "no-such-day", "round[1].opens"),
        ({"closes": "May"}, "wrong-type", "round[1].closes"),
        ({"published_line": "inf"}, "wrong-type", "round[1].published_line"),
        ({"pass_mark": "nan"}, "wrong-type", "round[1].pass_mark"),
        ({"cutoff": "1", "line_of": "lien"}, "not-one-of", "round[1].line_of"),
    ],
)
def test_a_round_that_does_not_fit_is_refused(known: dict[str, Any], code: str, place: str) -> None:
    with pytest.raises(InvalidPolicy) as caught:
        ranking({"year": 2022, **known})
    assert [(found.code, found.place) for found in caught.value.findings] == [(code, place)]


def test_the_same_round_twice_is_refused_and_a_part_of_it_is_not() -> None:
    ranking({"year": 2022}, {"year": 2022, "part": NORTH}, {"year": 2022, "under": OTHER})
    with pytest.raises(InvalidPolicy) as caught:
        ranking({"year": 2022}, {"year": 2022})
    assert [found.code for found in caught.value.findings] == ["duplicate-id"]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["Cut-off 90.5 (of x)", "applications 2020-04-16 to 2020-05-15 20:00",
                "under other measures: the measures of 2015", "no round was held",
                "Line published 80", "Minimum score to enter the ranking 60"]),
        ("zh", ["入围分 90.5（x）", "2020-04-16 至 2020-05-15 20:00 申报", "依据旧办法；不计分", "未开展申报",
                "公布分数线 80", "参加排名的最低分 60"]),
    ],
)  # fmt: skip
def test_every_kind_of_round_is_shown(language: Language, words: list[str]) -> None:
    edition = ranking(
        {"year": 2020, "opens": "2020-04-16", "closes": "2020-05-15T20:00:00", "cutoff": "90.5", "line_of": "points"},
        {"year": 2018, "under": OTHER, "published_line": "80", "pass_mark": "60"},
        {"year": 2021, "held": False},
    )
    to = screen(80)
    print_policy(edition, language, to)
    printed = re.sub(r"\s+", " ", to.file.getvalue())  # type: ignore[attr-defined]
    assert [text for text in words if text not in printed] == []


def test_rounds_of_the_library_are_told_with_their_lines() -> None:
    """Figures of ``cutoffs.csv`` that are not of the total, and rounds that were not held."""
    guangzhou = CATALOG.find("guangzhou")
    base = guangzhou.calendar.rounds[RoundId(2023)]
    assert (base.cutoff, base.line_of, base.line) == (Decimal(208), "base", Decimal(208))
    shenzhen = CATALOG.load(Path(CATALOG.editions("shenzhen")[1]))
    assert shenzhen.calendar.not_held == {RoundId(2021), RoundId(2022)}
    with pytest.raises(NotFound) as caught:
        CATALOG.find("shenzhen", RoundId(2021))
    assert [found.code for found in caught.value.findings] == ["no-round-held"]


@pytest.mark.parametrize(
    ("language", "said"), [("en", "No cut-off of the ranking is known."), ("zh", "排名的入围分未知。")]
)
def test_a_cutoff_of_other_points_is_not_called_unknown(language: Language, said: str) -> None:
    guangzhou = CATALOG.find("guangzhou")
    person = load_applicant(bundled() / "guangzhou/example.toml")
    assert said not in answer(score(person, guangzhou, 2025), language)
    assert said in answer(score(person, guangzhou, 2022), language)  # before the first of them
