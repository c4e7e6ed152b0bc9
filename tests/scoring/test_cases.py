"""The worked examples beside the policies, through both readings."""

from pathlib import Path

import duckdb
import pytest

from hukou_cli.base.errors import InvalidApplicant, InvalidPolicy
from hukou_cli.policy.cases import CaseFile, cases_beside, load_cases
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.rounds import read_round
from hukou_cli.scoring.examples import applicant_in, run_case
from hukou_cli.scoring.result import Score
from hukou_cli.scoring.score import score_under
from hukou_cli.sql.edition import rank_groups
from tests.support.catalog import CATALOG
from tests.support.sql_rows import row_of, run_query

EDITIONS = [CATALOG.load(path) for path in CATALOG.all()]
FILES: dict[str, CaseFile] = {
    edition.id: load_cases(cases_beside(edition)) if cases_beside(edition).is_file() else CaseFile(format=1, case=())
    for edition in EDITIONS
}


@pytest.mark.parametrize("edition", [each for each in EDITIONS if FILES[each.id].case], ids=lambda edition: edition.id)
def test_the_examples_give_the_expected_figures(edition: Edition) -> None:
    """A test an edition: one for each of the 3,200 examples took longer to report than to run."""
    file = FILES[edition.id]
    differences = [finding for case in file.case for finding in run_case(case, file.base, edition)]
    assert not differences, "\n".join(finding.text() for finding in differences)


@pytest.mark.slow
@pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: edition.id)
def test_the_sql_reading_gives_the_same(edition: Edition) -> None:
    base = FILES[edition.id].base
    rounds: dict[int | str, list[tuple[str, Score]]] = {}
    for case in FILES[edition.id].case:
        round_ = read_round(case.round)
        assert round_ is not None
        try:
            expected = score_under(applicant_in(case, base), edition, round_)
        except InvalidApplicant:
            continue
        if not expected.unknown:  # the query takes whole rows
            rounds.setdefault(case.round, []).append((case.id, expected))
    with duckdb.connect() as engine:
        for written, cases in rounds.items():
            answers = run_query(engine, edition, written, [row_of(expected) for _, expected in cases])
            for (name, expected), answer in zip(cases, answers, strict=True):
                assert answer == answer_of(expected), name


def answer_of(result: Score) -> tuple[object, ...]:
    units = [line.low for line in result.lines]
    core = sum(line.low for line in result.lines if line.indicator.core)
    total = int(result.total_range[0].scaleb(result.edition.file.policy.decimals))
    routes = (" ".join(result.routes),) if result.edition.routes else ()
    groups = [
        sum(line.low for line in result.lines if line.indicator.group == group) for group in rank_groups(result.edition)
    ]
    mark = result.enters_ranking if result.edition.has_entry_mark else result.reached
    reached = (mark,) if result.edition.passes is not None else ()
    return (result.eligible, " ".join(result.failed_gates), *routes, *units, *groups, core, total, *reached)


def test_each_points_edition_has_cases_and_says_why() -> None:
    for edition in EDITIONS:
        cases = FILES[edition.id].case
        least = 12 if edition.file.indicator else 1 if edition.routes and edition.file.unseen is None else 0
        assert len(cases) >= least, edition.id
        assert all(case.why and case.expect for case in cases)


def test_the_official_ones_are_marked() -> None:
    assert sum(case.official for case in FILES["beijing/2020-07-16"].case) >= 4


def test_a_wrong_figure_is_reported_with_both(tmp_path: Path) -> None:
    text = """
format = 1
[[case]]
id = "wrong"
round = 2018
facts = { birth_date = "1980-06-15", retirement_category = "male", has_residence_permit = true, insured_streak_months = 84, insured_months = 84, own_home_months = 0, degree = "none" }
expect = { employment = 21.01, age = 20 }
why = "21 is right"
"""
    path = tmp_path / "x.cases.toml"
    path.write_text(text, encoding="utf-8")
    trial = next(edition for edition in EDITIONS if edition.id.endswith("2017-01-01"))
    file = load_cases(path)
    (finding,) = run_case(file.case[0], file.base, trial)
    assert finding.text("en") == "wrong: employment is 21, the case expects 21.01 [case-failed]"


def test_a_mistake_in_the_form_of_a_case_is_told_beside_one_with_records(tmp_path: Path) -> None:
    path = tmp_path / "x.cases.toml"
    path.write_text(
        'format = 1\n[[case]]\nid = "a"\nround = 2018\nrecords = { tax = [3] }\nwhy = 3\nexpect = {}\n',
        encoding="utf-8",
    )
    with pytest.raises(InvalidPolicy) as caught:
        load_cases(path)
    assert {(finding.code, finding.place) for finding in caught.value.findings} >= {("wrong-type", "case[1].why")}
