"""The account of a count: what was left out, which record overlaps which, what other cities added."""

from hukou_cli import score
from hukou_cli.applicant.document import applicant_of
from hukou_cli.policy.edition import Edition
from hukou_cli.render.count_trace import count_lines
from hukou_cli.scoring.score import count_traces
from tests.support.effort import grows_no_faster
from tests.support.springfield import ELSEWHERE, JOBS, edition_with, recognising


def lines(edition: Edition, **records: object) -> list[str]:
    account = count_traces(score(applicant_of(records), edition, 2021)).get("counted")
    assert account is not None
    return list(count_lines(account, edition.facts["counted"].since, edition, "en"))


def test_the_record_that_takes_months_away_is_named() -> None:
    homes = [
        {"city": "springfield", "from": "2019-01", "to": "2019-09", "tenure": "rented", "registered": True},
        {"city": "springfield", "from": "2019-08", "tenure": "owned"},
    ]
    assert lines(edition_with("home.rented - home.owned"), home=homes) == [
        "from records: 2019-01 – 2019-07",
        "left out 2019-08 – 2019-09: overlaps an own home (home 2)",
    ]


def test_months_that_two_records_hold_are_told_once_with_both() -> None:
    jobs = [*JOBS, {"city": "springfield", "from": "2019-05", "to": "2019-08"}]
    assert lines(edition_with("insurance"), insurance=jobs) == [
        "from records: 2019-01 – 2020-03, 2020-06 – 2020-12",
        "counted once 2019-05 – 2019-06: in insurance 1 and insurance 4",
    ]


def test_a_back_paid_month_is_told_as_such_and_names_no_other_record() -> None:
    jobs = [{"city": "springfield", "from": "2019-01", "to": "2019-06", "back_paid": ["2019-05"]}]
    assert lines(edition_with("insurance - back_paid"), insurance=jobs) == [
        "from records: 2019-01 – 2019-04, 2019-06",
        "left out 2019-05: back-paid",
    ]


def test_months_outside_a_set_are_told_by_the_part_that_lacks_them() -> None:
    """2019-02 was repaid and 2019-04 not insured at all: neither is “insured but not back-paid”."""
    jobs = [
        {"city": "springfield", "from": "2019-01", "to": "2019-03", "back_paid": ["2019-02"]},
        {"city": "springfield", "from": "2019-05", "to": "2019-05", "kinds": ["medical"]},
    ]
    homes = [{"city": "springfield", "from": "2018-12", "to": "2019-05", "tenure": "owned"}]
    edition = edition_with("home.owned & insurance.pension - back_paid & last(24)")
    assert lines(edition, home=homes, insurance=jobs) == [
        "from records: 2019-01, 2019-03",
        "left out 2018-12, 2019-04 – 2019-05: without insurance (pension)",
        "left out 2019-02: back-paid",
    ]
    account = count_traces(score(applicant_of({"home": homes, "insurance": jobs}), edition, 2021)).get("counted")
    assert account is not None
    assert list(count_lines(account, None, edition, "zh"))[1:] == [
        "不计 2018-12，2019-04 – 2019-05：无养老参保",
        "不计 2019-02：补缴",
    ]


def test_the_month_of_the_counting_day_is_called_so() -> None:
    homes = [{"city": "springfield", "from": "2020-11", "tenure": "owned"}]
    assert lines(edition_with("home.owned & last(1)"), home=homes) == [
        "from records: 2020-12",
        "left out 2020-11: not in the month of the counting day",
    ]
    assert lines(edition_with("home.owned & last(2)"), home=[{**homes[0], "from": "2020-10"}]) == [
        "from records: 2020-11 – 2020-12",
        "left out 2020-10: not within the last 2 months",
    ]


def test_months_of_other_cities_are_told_with_what_each_counts() -> None:
    assert lines(recognising("0.5"), insurance=[*JOBS, *ELSEWHERE]) == [
        "from records: 2018-07 – 2020-03, 2020-06 – 2020-12",
        "of these 2018-07 – 2018-12 in other cities, each as 0.5",
        "counted once 2019-01 – 2019-03: in insurance 1 and insurance 4",
    ]


def test_copies_of_a_record_are_not_compared_in_pairs() -> None:
    edition = edition_with("insurance")

    def told(copies: int) -> int:
        jobs = [{"city": "springfield", "from": "2019-01", "to": "2019-06"}] * copies
        account = count_traces(score(applicant_of({"insurance": jobs}), edition, 2021)).get("counted")
        return len(account.repeated) if account else 0

    assert told(500) == 20
    assert grows_no_faster(told, 500)


def test_monthly_records_are_told_as_the_stretch_that_they_make() -> None:
    """As printouts of payments have them: a line a month, without a gap."""
    months = [f"{year}-{month:02}" for year in (2019, 2020) for month in range(1, 13)]
    jobs = [{"city": "springfield", "from": month, "to": month} for month in months]
    assert lines(edition_with("insurance"), insurance=jobs) == ["from records: 2019-01 – 2020-12"]
