"""Tables that do not fit their type: every problem is told, and the member of a union that was meant is blamed."""

from typing import Annotated

import msgspec
import pytest

from hukou_cli.base.decoding import Model, convert
from hukou_cli.policy.cases import RoundText


class Rounds(Model, frozen=True):
    """A round as a case file and [reference] have it."""

    round: Annotated[int, msgspec.Meta(ge=1990, le=2200)] | RoundText


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("20x", '“20x” is not a round: a year as 2025, a period as "2026-1", or a day as "2026-05-10"'),
        ("2026-13-1", '“2026-13-1” is not a round: a year as 2025, a period as "2026-1", or a day as "2026-05-10"'),
        (20251, "20251 is not within 1990 – 2200"),
    ],
)
def test_a_wrong_round_is_told_as_a_round(written: object, sentence: str) -> None:
    problems = convert({"round": written}, Rounds)
    assert isinstance(problems, list)
    assert [finding.sentence("en") for _, finding in problems] == [sentence]
