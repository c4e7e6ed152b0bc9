"""A table of people beside dated records: counted and scored as one applicant's file of the same facts and records."""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from hukou_cli.applicant.document import applicant_of
from hukou_cli.base.errors import InvalidApplicant
from hukou_cli.policy.cases import cases_beside, load_cases
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.rounds import RoundId, read_round
from hukou_cli.scoring.result import Score
from hukou_cli.scoring.score import score_under
from tests.support.catalog import CATALOG
from tests.support.springfield import edition_with
from tests.support.table_runs import Answers, run_table

SOURCE = {"document": "law", "article": "1"}
LATE = 99991231
COLUMNS = (
    "id", "kind", "city", "from", "to", "district", "kinds", "base", "back_paid", "excused", "tenure", "spouse_tenure",
    "registered", "share", "endorsed", "level", "part_time", "year", "income", "event", "date", "planned",
)  # fmt: skip

LATEST = [CATALOG.editions(city)[0] for city in CATALOG.cities()]


class Told:
    """A person as a file tells it: facts and tables of records, and what one scoring of it gives."""

    def __init__(self, facts: Mapping[str, object], records: Mapping[str, list[dict[str, Any]]]) -> None:
        self.facts = {name: text_of(value) for name, value in facts.items()}
        self.records = records

    def score(self, edition: Edition, round_: RoundId) -> Score | None:
        """Score the person; None where what is told is refused."""
        applicant = applicant_of({"facts": self.facts, **self.records})
        try:
            return score_under(applicant, edition, round_)
        except InvalidApplicant:
            return None


def is_settled(result: Score) -> bool:
    """Tell whether missing facts leave nothing open that a row of scores has."""
    truths = [check.passed for check in (*result.gates, *result.vetoes)]
    truths += [route.passed for route in result.route_checks]
    return not (result.decided_by or result.total_decided_by) and None not in truths


def text_of(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def rows_of(number: int, person: Told) -> Iterator[dict[str, str]]:
    """Give the rows of a long table that say what the tables of a file say."""
    for kind, listed in person.records.items():
        if not listed:
            first = {"tax": "year", "penalty": "date", "commendation": "date", "blood_donation": "date"}.get(
                kind, "from"
            )
            yield {"id": str(number), "kind": kind, first: "none"}
        for record in listed:
            row = {"id": str(number), "kind": kind}
            for key, value in record.items():
                text = " ".join(value) or "none" if isinstance(value, list) else text_of(value)
                row["event" if key == "kind" else key] = text
            yield row


def write(path: Path, rows: Sequence[Mapping[str, str]], columns: Sequence[str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)
    return path


def scored_together(
    edition: Edition, people: Sequence[Told], round_: RoundId, folder: Path, *, as_json: bool
) -> Answers:
    """Score people of one round as a table: with a long table of records, or with records in its own rows."""
    facts = list(dict.fromkeys((*edition.facts, *(name for person in people for name in person.facts))))
    if as_json:
        table = folder / "people.jsonl"
        kinds = dict.fromkeys(kind for person in people for kind in person.records)
        whole = [
            {
                "id": str(at),
                **{name: person.facts.get(name) for name in facts},
                **{kind: person.records.get(kind) for kind in kinds},
            }
            for at, person in enumerate(people)
        ]
        table.write_text("".join(f"{json.dumps(row, default=str)}\n" for row in whole), encoding="utf-8")
        return run_table(edition, table, round_, LATE, folder)
    table = write(
        folder / "people.csv", [{"id": str(at), **person.facts} for at, person in enumerate(people)], ["id", *facts]
    )
    rows = [row for at, person in enumerate(people) for row in rows_of(at, person)]
    return run_table(edition, table, round_, LATE, folder, records=write(folder / "records.csv", rows[::-1], COLUMNS))


def compare(edition: Edition, people: Sequence[Told], round_: RoundId, answers: Answers) -> None:
    """Compare what a table gives with what each person gives alone."""
    rows = {row["id"]: row for row in answers.scores}
    missing: dict[str, list[str]] = {}
    for reject in answers.rejects:
        if reject["code"] == "missing-fact":
            missing.setdefault(reject["id"], []).append(reject["column"])
    for at, person in enumerate(people):
        alone = person.score(edition, round_)
        if alone is None:
            assert str(at) not in rows
        elif not is_settled(alone):
            assert str(at) not in rows
            assert {*alone.decided_by, *alone.total_decided_by} <= set(missing[str(at)])
        else:
            row = rows[str(at)]
            assert row["eligible"] == str(alone.eligible).lower()
            assert row["failed_gates"] == " ".join(alone.failed_gates)
            assert {line.indicator.id: Decimal(row[line.indicator.id]) for line in alone.lines} == {
                line.indicator.id: line.points for line in alone.lines
            }
            if alone.lines:
                assert Decimal(row["total"]) == alone.total
            if "reached" in row:
                assert (None if row["reached"] == "" else row["reached"] == "true") == alone.reached
    assert answers.read == len(people) == answers.scored + answers.rejected


def cases_with_records(edition: Edition) -> dict[RoundId, list[Told]]:
    if not cases_beside(edition).is_file():
        return {}
    file = load_cases(cases_beside(edition))
    found: dict[RoundId, list[Told]] = {}
    for case in file.case:
        round_ = read_round(case.round)
        if case.records and round_ is not None:
            found.setdefault(round_, []).append(Told(case.facts, case.records))
    return found


@pytest.mark.parametrize("as_json", [False, True], ids=["long", "json"])
def test_beijings_cases_told_as_records_are_scored_in_a_table_as_alone(
    *, as_json: bool, beijing: Edition, tmp_path: Path
) -> None:
    people = cases_with_records(beijing)[RoundId(2026)]
    assert len(people) > 20
    compare(beijing, people, RoundId(2026), scored_together(beijing, people, RoundId(2026), tmp_path, as_json=as_json))


@pytest.mark.laws
@pytest.mark.parametrize("path", LATEST, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_cases_told_as_records_are_scored_in_a_table_as_alone(path: Path, tmp_path: Path) -> None:
    """Those of the round that has most, with the records in a table of their own or in the rows themselves."""
    edition = CATALOG.load(path)
    by_round = cases_with_records(edition)
    if by_round:
        round_ = max(by_round, key=lambda each: len(by_round[each]))
        as_json = len(edition.id) % 2 == 0  # each way for half of the cities, to take half the time
        compare(
            edition,
            by_round[round_],
            round_,
            scored_together(edition, by_round[round_], round_, tmp_path, as_json=as_json),
        )


@pytest.mark.parametrize("tenure", ["family", "spouse"])
def test_the_home_of_others_counts_from_birth_in_a_table_as_alone(tenure: str, tmp_path: Path) -> None:
    """The months before birth counted: `score` took them, and a table refused the row with ``more-than-life``.

    From 2000-05 to 2020-12, the month of the counting day of 2021, are 8 + 12 x 20 = 248 months; from 1990-01 on 372.
    """
    edition = edition_with(
        "home",
        facts={"counted": {"type": "months", "name": "x", "count": "home"}, "birth_date": {}},
        gate=[{"id": "of_age", "name": "x", "require": "completed_years(birth_date, as_of) >= 16", "source": SOURCE}],
    )
    home = {"city": "springfield", "from": "1990-01", "tenure": tenure}
    born = {"birth_date": "2000-05-20"}
    people = [Told(born, {"home": [home]}), Told(born, {"home": [{**home, "from": "2000-04"}]})]
    answers = scored_together(edition, people, RoundId(2021), tmp_path, as_json=False)
    compare(edition, people, RoundId(2021), answers)
    assert [row["total"] for row in answers.scores] == ["248.00", "248.00"]
