"""A fact that sources count differently: its value is one of two, and a question that a person can answer decides."""

from typing import Any

import pytest

from hukou_cli import InvalidPolicy, score
from hukou_cli.applicant.document import applicant_of
from hukou_cli.policy.edition import Edition
from tests.support.springfield import edition_with

WORDS = "x"
SOURCE = {"document": "law", "article": "1"}
LAPSED = [  # the counting day of the round is 2020-12-15
    {"city": "springfield", "from": "2018-01-01", "to": "2018-12-31"},
    {"city": "springfield", "from": "2020-01-01"},
]


def disputed(**readings: Any) -> Edition:
    """Return an edition whose line is the months of a permit, counted anew after a gap of 60 days, or in total."""
    table: dict[str, Any] = {
        "facts": {
            "accepted": {"type": "flag", "name": WORDS},
            "held": {"type": "months", "name": WORDS, "max": 100},
            "anew": {"type": "months", "name": WORDS, "count": "held(permit, 60)"},
            "in_total": {"type": "months", "name": WORDS, "count": "permit"},
        },
        "readings": {
            "held": {
                "decided_by": "accepted",
                "no": {"fact": "anew", "source": SOURCE},
                "yes": {"fact": "in_total", "source": SOURCE},
            }
            | readings
        },
        "indicator": [
            {"id": "points", "name": WORDS, "points": "held", "source": SOURCE},
            {"id": "less", "name": WORDS, "points": "-held", "source": SOURCE},
        ],
        "result": {"pass": "points >= 20"},
    }
    return edition_with("permit", **table)


def scored(permit: list[dict[str, Any]], **facts: object) -> Any:
    return score(applicant_of({"permit": permit, "facts": facts}), disputed(), 2021)


def test_what_is_not_answered_lies_between_the_readings() -> None:
    """Counted anew 12 months, 2020-01 to 2020-12; in total 24."""
    result = scored(LAPSED)
    assert result.lines[0].points_range == (12, 24)
    assert result.reached is None
    assert result.decided_by == result.unknown == ("accepted",)


def test_rules_on_one_dispute_go_together() -> None:
    """A line less itself is 0 under either reading, and not between -12 and 12."""
    assert scored(LAPSED).total == 0


@pytest.mark.parametrize(("answer", "months"), [(False, 12), (True, 24)])
def test_the_answer_decides(answer: bool, months: int) -> None:  # noqa: FBT001 - a value of the fact
    result = scored(LAPSED, accepted=answer)
    assert (result.lines[0].points, result.unknown) == (months, ())


def test_nothing_is_asked_where_the_readings_agree() -> None:
    result = scored([{"city": "springfield", "from": "2019-01-01"}])
    assert (result.lines[0].points, result.unknown, result.notes[:-1]) == (24, (), ())


def test_what_is_given_straight_stands() -> None:
    result = scored(LAPSED, held=7)
    assert (result.lines[0].points, result.unknown) == (7, ())


def test_without_records_the_fact_itself_is_asked_for() -> None:
    result = score(applicant_of({"facts": {"accepted": True}}), disputed(), 2021)
    assert result.unknown == ("held",)


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"decided_by": "held"}, "readings.held.decided_by"),
        ({"no": {"fact": "accepted", "source": SOURCE}}, "readings.held.no.fact"),
        ({"yes": {"fact": "in_total"}}, "readings.held.yes"),
        ({"yes": {"fact": "in_total", "source": {"document": "no", "article": "1"}}}, "readings.held.yes.source"),
    ],
)
def test_a_reading_that_is_not_whole_is_refused(wrong: dict[str, Any], place: str) -> None:
    with pytest.raises(InvalidPolicy) as raised:
        disputed(**wrong)
    assert all(finding.place.startswith(place) for finding in raised.value.findings)
