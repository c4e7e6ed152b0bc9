"""Facts counted from dated records: histories counted by hand with a calendar."""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from hukou_cli import Edition, InvalidApplicant, Score, load_applicant, score
from hukou_cli.applicant.document import applicant_of
from hukou_cli.base.calendar import spans_text
from hukou_cli.policy.catalog import bundled
from hukou_cli.scoring.score import count_traces
from tests.support.effort import grows_no_faster

DATA = Path(__file__).parent.parent / "data"

PERSON: dict[str, object] = {
    "birth_date": "1980-06-15",
    "retirement_category": "male",
    "degree": "none",
    "home": [],
    "study": [],
    "tax": [],
    "facts": {"beijing": {"has_residence_permit": True}},
}


def insured(start: str, end: str | None = None, **more: object) -> dict[str, object]:
    return {"city": "beijing", "from": start, **({"to": end} if end else {}), **more}


def lived(start: str, end: str | None = None, tenure: str = "owned", **more: object) -> dict[str, object]:
    return insured(start, end, tenure=tenure, **more)


def scored(edition: Edition, year: int = 2021, **records: list[dict[str, object]] | object) -> Score:
    return score(applicant_of({**PERSON, **records}), edition, year)


def test_the_example_scores_as_its_months_counted_by_hand(beijing: Edition) -> None:
    by_records = score(load_applicant(bundled() / "beijing" / "example.toml"), beijing, 2026)
    by_counts = score(load_applicant(DATA / "beijing-example-counts.toml"), beijing, 2026)
    for name, value in by_counts.values.items():
        assert by_records.values[name] == value, name
    assert by_records.lines == by_counts.lines
    assert by_records.total == by_counts.total


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [("2014-01", "2020-12", 84), ("2006-07", "2020-12", 174), ("2020-12", "2020-12", 1), ("2020-11", None, 2)],
)
def test_both_ends_are_included(beijing: Edition, start: str, end: str | None, months: int) -> None:
    """Rounds count to December of the year before: 2020-12 for round 2021."""
    assert scored(beijing, insurance=[insured(start, end)]).values["insured_months"] == months


def test_overlapping_employers_count_once(beijing: Edition) -> None:
    """2015-01 to 2018-12 and 2017-07 to 2020-12 are 72 months, 18 of them twice."""
    result = scored(beijing, insurance=[insured("2015-01", "2018-12"), insured("2017-07", "2020-12")])
    assert result.values["insured_months"] == 72
    assert [(note.code, note.values["seen"]) for note in result.notes] == [("counted-once", "2017-07 – 2018-12")]


def test_an_own_home_comes_before_a_rented_one(beijing: Edition) -> None:
    """Own 2020-09 on, rented and declared 2020-08 to 2020-12: one rented month is left, 2020-08."""
    result = scored(
        beijing,
        insurance=[insured("2014-01")],
        home=[lived("2020-09"), lived("2020-08", "2020-12", "rented", registered=True)],
    )
    assert result.values["own_home_months"] == 4
    assert result.values["rented_months_since_2020_08"] == 1
    assert "own-home-first" in {note.code for note in result.notes}


@pytest.mark.parametrize(("registered", "months"), [(True, 5), (False, 0)])
def test_rental_since_2020_08_counts_only_declared(beijing: Edition, registered: bool, months: int) -> None:  # noqa: FBT001
    """Insured and renting all the time: 79 months before 2020-08 are filled in, 5 since must be declared."""
    home = [lived("2014-01", None, "rented", registered=registered)]
    result = scored(beijing, insurance=[insured("2014-01")], home=home)
    assert result.values["rented_months_since_2020_08"] == months
    assert result.values["rented_before_counted"] == 79


def test_rental_without_insurance_gives_nothing(beijing: Edition) -> None:
    result = scored(
        beijing,
        insurance=[insured("2014-01", "2020-09")],
        home=[lived("2020-08", "2020-12", "dormitory", registered=True)],
    )
    assert result.values["dormitory_months_since_2020_08"] == 2  # 2020-08 and 2020-09


@pytest.mark.parametrize(
    ("records", "months"),
    [
        ([insured("2014-01")], 84),
        ([insured("2014-02")], 83),
        ([insured("2010-01", "2014-05"), insured("2014-07")], 78),
        ([insured("2010-01", back_paid=["2012-01", "2014-05", "2016-01", "2018-01", "2020-01"])], 132),
        ([insured("2010-01", back_paid=["2012-01", "2014-05", "2016-01", "2018-01", "2020-01", "2020-03"])], 107),
        (
            [
                insured(
                    "2010-01",
                    back_paid=["2012-01", "2014-05", "2016-01", "2018-01", "2020-01", "2020-03"],
                    excused=["2020-03"],
                )
            ],
            132,
        ),
        ([insured("2010-01", "2020-11")], 0),
        ([insured("2013-12", "2015-06"), insured("2015-07")], 85),
    ],
)
def test_the_unbroken_run_tolerates_five_repaid_months_and_no_hole(
    beijing: Edition, records: list[dict[str, object]], months: int
) -> None:
    """To 2020-12: from 2014-07 78 months; from 2012-02, after the sixth repaid month, 107."""
    assert scored(beijing, insurance=records).values["insured_streak_months"] == months


def test_what_lies_before_the_first_countable_month_is_left_out_and_said(beijing: Edition) -> None:
    result = scored(beijing, insurance=[insured("1996-01")])
    account = count_traces(result).get("insured_months")
    assert account is not None
    assert account.counted.value == 270  # 1998-07 to 2020-12: 6 + 22 × 12
    assert [(spans_text(left.months), left.by) for left in account.excluded] == [("1996-01 – 1998-06", "since")]


def test_home_and_job_outside_are_told_apart(beijing: Edition) -> None:
    """Home in Changping from 2016-09; job in Haidian to 2019-03, in Daxing after.

    From 2018-01 to 2020-12 are 36 months with the home outside, 21 of them (2019-04 on) with the job outside too:
    2 × 3 + 1 × 1 = 7.
    """
    result = scored(
        beijing,
        insurance=[insured("2010-01", "2019-03", district="haidian"), insured("2019-04", district="大兴")],
        home=[lived("2016-09", district="昌平区")],
    )
    assert result.values["outer_home_months"] == 36
    assert result.values["outer_home_and_job_months"] == 21
    assert result.values["outer_home_held"] is True
    assert {line.indicator.id: line.low for line in result.lines}["zone"] == 700


def test_a_home_sold_before_december_gives_no_zone_points(beijing: Edition) -> None:
    result = scored(beijing, insurance=[insured("2010-01")], home=[lived("2016-09", "2020-11", district="changping")])
    assert result.values["outer_home_held"] is False
    assert {line.indicator.id: line.low for line in result.lines}["zone"] == 0


def test_a_district_that_is_not_given_may_be_inside_or_outside(beijing: Edition) -> None:
    """Owned 2018-01 to 2020-12 within what counts, 36 months: none of them outside, or all."""
    result = scored(beijing, insurance=[insured("2010-01")], home=[lived("2016-09")])
    assert {"outer_home_months", "outer_home_and_job_months", "outer_home_held"} <= set(result.unknown)
    zone = next(line for line in result.lines if line.indicator.id == "zone")
    assert zone.points_range == (Decimal(0), Decimal(9))  # 2 × 3 for the home, 3 for the job outside too
    assert [note.values["seen"] for note in result.notes if note.code == "no-district"] == ["insurance[1] home[1]"]


def test_a_district_is_missed_only_where_a_count_asks_for_it(beijing: Edition) -> None:
    for homes in ([], [lived("2016-09", district="changping")], [lived("2016-09", tenure="rented")]):
        result = scored(beijing, insurance=[insured("2010-01", district="haidian")], home=homes)
        assert "no-district" not in {note.code for note in result.notes}
    person = {**PERSON, "facts": {"beijing": {"has_residence_permit": True, "outer_home_months": 0}}}
    facts = {"outer_home_months": 0, "outer_home_and_job_months": 0, "outer_home_held": False}
    given = applicant_of(
        {**person, "facts": {"beijing": facts}, "insurance": [insured("2010-01")], "home": [lived("2016-09")]}
    )
    assert "no-district" not in {note.code for note in score(given, beijing, 2021).notes}


@pytest.mark.parametrize(
    ("degree", "level", "months"),
    [("master", "master", 30), ("master_single", "master", 30), ("none", "master", 0)],
)
def test_study_overlaps_only_for_the_degree_claimed(beijing: Edition, degree: str, level: str, months: int) -> None:
    """Insured from 2010-07, studying 2010-01 to 2012-12: 30 months."""
    study = [{"city": "beijing", "from": "2010-01", "to": "2012-12", "level": level}]
    result = scored(beijing, degree=degree, insurance=[insured("2010-07")], study=study)
    assert result.values["study_overlap_months"] == months


def test_a_study_of_another_level_does_not_tell_when_the_degree_was_earned(beijing: Edition) -> None:
    study = [{"city": "beijing", "from": "2010-01", "to": "2012-12", "level": "bachelor"}]
    assert (
        "study_overlap_months" in scored(beijing, degree="master", insurance=[insured("2010-07")], study=study).unknown
    )


@pytest.mark.parametrize(
    ("date", "count"), [("2015-12-31", 0), ("2016-01-01", 1), ("2020-12-31", 1), ("2021-01-01", 0)]
)
def test_records_of_the_last_five_calendar_years(beijing: Edition, date: str, count: int) -> None:
    """Round 2021: 2016-01-01 to 2020-12-31."""
    result = scored(beijing, insurance=[insured("2010-01")], penalty=[{"kind": "detention", "date": date}])
    assert result.values["detentions"] == count


def test_two_penalties_on_one_day_are_two(beijing: Edition) -> None:
    penalty = [{"kind": "tax", "date": "2019-05-05"}, {"kind": "tax", "date": "2019-05-05"}]
    assert scored(beijing, insurance=[insured("2010-01")], penalty=penalty).values["tax_violations"] == 2


def test_tax_years_are_added_up_and_compared_exactly(beijing: Edition) -> None:
    tax: list[dict[str, object]] = [
        {"city": "beijing", "year": 2017, "income": 500000},  # before the three years
        {"city": "beijing", "year": 2018, "income": "99999.99"},
        {"city": "beijing", "year": 2019, "income": "60000.50"},
        {"city": "beijing", "year": 2019, "income": "39999.50"},
        {"city": "beijing", "year": 2020, "income": 100000},
    ]
    assert scored(beijing, insurance=[insured("2010-01")], tax=tax).values["tax_years_over_100k"] == 2


def test_an_honour_is_counted_whenever_it_was_given(beijing: Edition) -> None:
    commendation = [{"kind": "model_worker", "date": "1999-05-01"}]
    assert scored(beijing, insurance=[insured("2010-01")], commendation=commendation).values["honour"] is True
    other = [{"kind": "employee_of_the_month", "date": "1999-05-01"}]
    assert scored(beijing, insurance=[insured("2010-01")], commendation=other).values["honour"] is False


def test_another_city_is_said_and_not_counted(beijing: Edition) -> None:
    records = [insured("2014-01"), {**insured("2010-01", "2013-12"), "city": "tianjin"}]
    result = scored(beijing, insurance=records)
    assert result.values["insured_months"] == 84
    assert [note.values["seen"] for note in result.notes if note.code == "other-city"] == ["tianjin"]


@pytest.mark.parametrize("name", ["beijing", "北京", "北京市", "Beijing", "BEIJING", " beijing "])
def test_the_city_may_be_named_in_either_language(beijing: Edition, name: str) -> None:
    assert scored(beijing, insurance=[{**insured("2014-01"), "city": name}]).values["insured_months"] == 84


def test_what_is_given_straight_wins_and_the_difference_is_said(beijing: Edition) -> None:
    facts = {"beijing": {"has_residence_permit": True, "insured_months": 90}}
    result = scored(beijing, insurance=[insured("2014-01")], facts=facts)
    assert result.values["insured_months"] == 90
    assert result.notes[0].code == "given-and-counted"
    assert (result.notes[0].values["seen"], result.notes[0].values["other"]) == ("90", "84")


def test_a_home_in_another_city_alone_is_a_zero_that_is_said(beijing: Edition) -> None:
    home = {**lived("2014-01"), "city": "tianjin"}
    result = scored(beijing, insurance=[insured("2014-01")], home=[home])
    assert result.values["own_home_months"] == 0
    assert "own_home_months" in result.assumed


def test_a_january_birth_is_no_year_older(beijing: Edition) -> None:
    """Born 1975-01-15, round 2021: 44 on 2020-01-01."""
    result = scored(beijing, birth_date="1975-01-15", insurance=[insured("2000-01")])
    assert result.values["age"] == 44


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2014-01", "2020-12"),
        ("201401", "202012"),
        ("2014/1", "2020/12"),
        ("2014.1", "2020.12"),
        ("2014.01", "12/2020"),
        (201401, 202012),
        ("２０１４年１月", "2020 年 12 月"),
        ("2014-1", "2020-12"),
        ("2014年1月", "2020年12月"),
        ("2014-01-15", "2020-12-01"),
        ("2014/1/15", "2020年12月1日"),
        ("2014-01-15 00:00:00", "2020-12"),
    ],
)
def test_a_month_may_be_written_in_any_usual_way(beijing: Edition, start: str, end: str) -> None:
    """2014-01 to 2020-12 are 84 months, both included, less the two that were repaid."""
    record = insured(start, end, back_paid=["2014/3", "201404"])
    assert scored(beijing, insurance=[record]).values["insured_months"] == 82


@pytest.mark.parametrize("date", ["2019-05-05", "2019/5/5", "2019.05.05", "2019年5月5日", "2019-05-05 00:00:00"])
def test_a_date_may_be_written_in_any_usual_way(beijing: Edition, date: str) -> None:
    penalty = [{"kind": "tax", "date": date}]
    assert scored(beijing, insurance=[insured("2010-01")], penalty=penalty).values["tax_violations"] == 1


MISTAKES: list[tuple[dict[str, Any], str, str]] = [
    ({"insurance": [insured("2015-01", "2014-12")]}, "to-before-from", "insurance[1].to"),
    ({"insurance": [insured("2015-13")]}, "wrong-type", "insurance[1].from"),
    ({"insurance": [insured("2015")]}, "wrong-type", "insurance[1].from"),
    ({"insurance": [insured("1/15")]}, "wrong-type", "insurance[1].from"),
    ({"insurance": [insured("201513")]}, "wrong-type", "insurance[1].from"),
    ({"insurance": [insured("2015-01", back_paid=["三月"])]}, "wrong-type", "insurance[1].back_paid[1]"),
    ({"insurance": [insured("2015-02-30")]}, "no-such-day", "insurance[1].from"),
    ({"insurance": [insured("2015/2/30")]}, "no-such-day", "insurance[1].from"),
    ({"insurance": [insured("0001-01")]}, "month-out-of-range", "insurance[1].from"),
    ({"insurance": [insured("2015-01", "9999-12")]}, "month-out-of-range", "insurance[1].to"),
    ({"insurance": [insured("2015-01", back_paid=["2014-12"])]}, "month-outside-record", "insurance[1].back_paid[1]"),
    ({"insurance": [insured("2015-01", back_paid=["2016-01", "2016-01"])]}, "month-twice", "insurance[1].back_paid[2]"),
    ({"insurance": [insured("1979-01")]}, "before-birth", "insurance[1].from"),
    ({"insurance": [insured("2015-01", district="haidain")]}, "unknown-district", "insurance[1].district"),
    ({"insurance": [insured("2015-01", kinds=["dental"])]}, "not-one-of", "insurance[1].kinds[1]"),
    ({"insurance": [{"from": "2015-01"}]}, "missing-key", "insurance[1]"),
    ({"insurance": [insured("2015-01", employer="x")]}, "unknown-key", "insurance[1].employer"),
    ({"home": [lived("2015-01", None, "bought")]}, "not-one-of", "home[1].tenure"),
    ({"study": [{"from": "2015-01", "to": "2014-01", "level": "master"}]}, "to-before-from", "study[1].to"),
    ({"penalty": [{"kind": "detention", "date": "2019-02-29"}]}, "no-such-day", "penalty[1].date"),
    ({"penalty": [{"kind": "detention", "date": "5/5/2019"}]}, "not-a-date", "penalty[1].date"),
    ({"penalty": [{"kind": "detention", "date": "1899-12-31"}]}, "date-too-early", "penalty[1].date"),
    ({"tax": [{"city": "beijing", "year": 2019, "income": "lots"}]}, "not-an-amount", "tax[1].income"),
    ({"tax": [{"city": "beijing", "year": 2019, "income": "1.005"}]}, "not-an-amount", "tax[1].income"),
    ({"tax": [{"city": "beijing", "year": "去年", "income": 1}]}, "wrong-type", "tax[1].year"),
    ({"insurance": 3}, "wrong-type", "insurance"),
]


@pytest.mark.parametrize(("records", "code", "place"), MISTAKES, ids=[f"{code}-{place}" for _, code, place in MISTAKES])
def test_a_mistake_in_a_record_is_told_with_its_place(
    beijing: Edition, records: Mapping[str, Any], code: str, place: str
) -> None:
    with pytest.raises(InvalidApplicant) as caught:
        scored(beijing, **records)
    assert (code, place) in [(finding.code, finding.place) for finding in caught.value.findings]


def test_months_to_come_are_refused(beijing: Edition) -> None:
    for records in ([insured("2026-12")], [insured("2020-01", "2026-12")]):
        with pytest.raises(InvalidApplicant, match="month-in-future"):
            score(applicant_of({**PERSON, "insurance": records}), beijing, 2026, today=datetime.date(2026, 11, 23))
    open_ended = applicant_of({**PERSON, "insurance": [insured("2026-11")]})
    assert score(open_ended, beijing, 2027, today=datetime.date(2026, 11, 23)).values["insured_months"] == 2


def test_every_mistake_is_told_at_once_with_its_line(tmp_path: Path, beijing: Edition) -> None:
    """What has the wrong shape hides neither a month that cannot be, nor a district or a fact that nobody knows."""
    path = tmp_path / "me.toml"
    path.write_text(
        'degre = "master"\n'
        '[[insurance]]\ncity = "beijing"\nfrom = "2015-01"\nto = "2014-01"\n[[home]]\ncity = "beijing"\nfrom = "2015-00"\ntenure = "owned"\n'
        '[[insurance]]\ncity = "beijing"\nfrom = "2015-01"\nto = 2015\n'
        '[[insurance]]\ncity = "beijing"\nfrom = "2015-01"\nspeed = 1\ndistrict = "haidain"\n'
        '[[insurance]]\ncity = "beijing"\nfrom = "2999-01"\nback_paid = ["2998-12"]\n',
        encoding="utf-8",
    )
    with pytest.raises(InvalidApplicant) as caught:
        score(load_applicant(path), beijing, today=datetime.date(2026, 11, 23))
    assert [(finding.line, finding.code, finding.place) for finding in caught.value.findings] == [
        (1, "unknown-fact", "degre"),
        (5, "to-before-from", "insurance[1].to"),
        (8, "wrong-type", "home[1].from"),
        (13, "wrong-type", "insurance[2].to"),
        (17, "unknown-key", "insurance[3].speed"),
        (18, "unknown-district", "insurance[3].district"),
        (21, "month-out-of-range", "insurance[4].from"),
        (22, "month-out-of-range", "insurance[4].back_paid[1]"),
    ]
    assert "是否应为 `海淀`？" in caught.value.findings[5].text("zh")


def test_a_level_or_kind_that_counts_for_nothing_is_noticed(beijing: Edition) -> None:
    result = scored(
        beijing,
        degree="bachelor",
        insurance=[insured("2014-01")],
        study=[{"from": "2010-09", "to": "2014-07", "level": level} for level in ("phd", "bachelor")],
        penalty=[{"date": "2020-01-01", "kind": kind} for kind in ("detentoin", "tax")] + [{"date": "2020-01-02"}],
    )
    assert [(note.code, note.values["record"]) for note in result.notes if note.code.startswith("kind")] == [
        ("kind-not-counted", "study[1]"),
        ("kind-not-counted", "penalty[1]"),
        ("kind-not-given", "penalty[3]"),
    ]


def test_a_year_to_come_is_refused(beijing: Edition) -> None:
    taxes = [{"city": "beijing", "year": year, "income": 1} for year in (2026, 2027)]
    with pytest.raises(InvalidApplicant) as caught:
        score(applicant_of({**PERSON, "tax": taxes}), beijing, 2026, today=datetime.date(2026, 11, 23))
    assert [(finding.code, finding.place) for finding in caught.value.findings] == [("year-in-future", "tax[2].year")]


def test_records_are_not_compared_in_pairs(beijing: Edition) -> None:
    def counted(records: int) -> object:
        years = [2000 + at % 20 for at in range(records)]
        return scored(beijing, insurance=[insured(f"{y}-01", f"{y}-12") for y in years]).values["insured_months"]

    assert counted(500) == 240
    assert grows_no_faster(counted, 500)


def test_the_names_of_the_tables_are_those_there_are() -> None:
    from hukou_cli.applicant.document import RECORD_TABLES
    from hukou_cli.facts.record_tables import RecordTables

    assert RecordTables.__struct_fields__ == RECORD_TABLES


def test_overlap_with_study_is_open_where_the_degree_is(beijing: Edition) -> None:
    """Studying 2010-01 to 2012-12 while insured from 2010-07; without the degree nobody knows what it earned."""
    study = [{"city": "beijing", "from": "2010-01", "to": "2012-12", "level": "master"}]
    result = scored(beijing, degree="unknown", insurance=[insured("2010-07")], study=study)
    assert "study_overlap_months" in result.unknown
    assert result.total is None
    assert {"degree"} <= set(result.decided_by)
    none = scored(beijing, degree="unknown", insurance=[insured("2010-07")], study=[])
    assert none.values["study_overlap_months"] == 0
