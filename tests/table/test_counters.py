"""The processes that count from dated records, and what becomes of a table when one of them is ended."""

import os
import signal
import sys
from pathlib import Path
from typing import Any

import pytest

from hukou_cli import Edition, InvalidTable
from hukou_cli.base.failures import FailedElsewhere
from hukou_cli.policy.rounds import RoundId
from hukou_cli.table.counters import FEW, Counters, task_of
from hukou_cli.table.person import Part, Person, PersonCounter
from tests.support.effort import lines_run

RECORDS = dict.fromkeys(("home", "permit", "study", "tax"), "[]")
RECORDS["insurance"] = '[{"city": "beijing", "from": "2012-07", "to": "2019-06", "district": "chaoyang"}]'


@pytest.mark.subprocess
def test_a_mistake_of_the_program_shows_no_row(beijing: Edition, capfd: pytest.CaptureFixture[str]) -> None:
    """A process printed its traceback, whose last line may have a value of a row in it."""
    told: Any = [Part(beijing, RoundId(2026), {"insured_months": 0})], (), {}, "en", 20261130  # no other column
    counters = Counters(PersonCounter(*told), task_of((), *told), 2)
    try:
        with pytest.raises(FailedElsewhere, match=r"^KeyError in PersonCounter\._cells, line [0-9]+$"):
            list(counters.counted([Person(0, (None, str(at)), json=RECORDS) for at in range(FEW)]))
    finally:
        counters.close()
    assert capfd.readouterr() == ("", "")


def test_people_who_are_alike_are_counted_once(beijing: Edition) -> None:
    """One line of a table 14,000 times took 23 seconds to be compared under two editions."""
    part = Part(beijing, RoundId(2026), {name: at for at, name in enumerate(beijing.facts)})
    told: Any = [part], (), {}, "en", 20261130
    one, other = (
        Person(
            0, (None,) * len(beijing.facts), json=RECORDS | {"insurance": RECORDS["insurance"].replace("2019", year)}
        )
        for year in ("2019", "2018")
    )
    months = part.columns["insured_months"]
    counters = Counters(PersonCounter(*told), task_of((), *told), 1)
    try:
        counted = [found.cells[months] for found in counters.counted([one, other, one])]
        assert counted == ["84", "72", "84"]  # 2012-07 to 2019-06, and to 2018-06
        work = lines_run(lambda: [*counters.counted([one])])
        assert lines_run(lambda: [*counters.counted([one] * 50)]) < 2 * work
    finally:
        counters.close()


def children() -> list[int]:
    """Return the processes that this one has started."""
    lists = Path("/proc/self/task").glob("*/children")
    return [int(number) for listed in lists for number in listed.read_text().split()]


@pytest.mark.subprocess
@pytest.mark.skipif(sys.platform != "linux", reason="finds the processes in /proc")
def test_a_process_that_is_ended_from_outside_is_an_error(beijing: Edition) -> None:
    """Its broken pipe was taken for that of a reader who has gone: exit code 0, no output and not a word."""
    part = Part(beijing, RoundId(2026), {name: at for at, name in enumerate(beijing.facts)})
    told: Any = [part], (), {}, "en", 20261130
    people = [Person(0, (*[None] * len(beijing.facts), str(at)), json=RECORDS) for at in range(FEW)]
    months = part.columns["insured_months"]
    before = {*children()}
    counters = Counters(PersonCounter(*told), task_of((), *told), 2)
    try:
        assert {found.cells[months] for found in counters.counted(people)} == {"84"}
        for process in {*children()} - before:
            os.kill(process, signal.SIGKILL)
        with pytest.raises(InvalidTable) as caught:
            list(counters.counted(people))
        assert [finding.code for finding in caught.value.findings] == ["counting-ended"]
    finally:
        counters.close()
    assert {*children()} <= before
