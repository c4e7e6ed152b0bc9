"""A table and a single applicant are read alike: the same texts refused, the same hundredths given."""

import csv
import io
from collections.abc import Iterator
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from hukou_cli import score_table
from hukou_cli.applicant.document import Applicant
from hukou_cli.base.bilingual import Bilingual
from hukou_cli.base.errors import InvalidApplicant, NotFound
from hukou_cli.facts.reading import read_fact
from hukou_cli.policy.cases import cases_beside, load_cases
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.rounds import RoundId
from hukou_cli.scoring.examples import applicant_in
from hukou_cli.scoring.result import Score
from hukou_cli.scoring.score import score_under
from hukou_cli.sql.cells import read_steps, value_of
from hukou_cli.sql.cells import text_of as text_of_cell
from hukou_cli.sql.edition import rank_groups
from hukou_cli.sql.partition import Partition
from tests.support.catalog import CATALOG
from tests.support.springfield import edition_with
from tests.support.table_runs import Answers, run_table

pytestmark = pytest.mark.laws

WORDS = "x"
TODAY = 20260115
ROUND = RoundId(2026)

FACTS: dict[str, dict[str, Any]] = {
    "paid": {"type": "months", "since": "2019-05"},
    "times": {"type": "count", "max": 12, "default": 2},
    "visits": {"type": "count", "default": 0},
    "earned": {"type": "yuan", "decimals": 2},
    "shares": {"type": "number", "allowed": [0, 1, 2, 10]},
    "part": {"type": "number", "decimals": 3, "max": 5000},
    "married": {"type": "flag", "default": False},
    "local": {"type": "flag"},
    "sex": {
        "type": "choice",
        "choices": {"male": Bilingual(zh="男", en="Man"), "female": Bilingual(zh="女", en="male")},
    },
    "post": {
        "type": "choice",
        "choices": {"male": WORDS, "office": WORDS, "works": WORDS},
        "narrowed_by": "sex",
        "narrowing": {"male": ["male"], "female": ["office", "works"]},
    },
    "born": {"type": "date", "until": "age_on"},
    "later": {"type": "months", "since": "2030-01"},
}
LINES = {
    "paid": "paid * 1.25 / 7", "times": "times", "visits": "visits / 100", "earned": "earned / 1000", "shares": "shares - part / 3",
    "married": "1 if married else 0.5", "post": "3 if post == 'works' else 0", "later": "later",
    "age": "completed_years(born, as_of) - 20", "local": "2 if local and sex == 'male' else 0",
}  # fmt: skip


@pytest.fixture(scope="module")
def engine() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": 1}) as connection:
        yield connection


@pytest.fixture(scope="module")
def edition() -> Edition:
    """A city that has every type of fact."""
    source = {"document": "law", "article": "1"}
    return edition_with(
        "insurance",
        facts={name: {"name": name, **fact} for name, fact in FACTS.items()},
        derived={"whole_paid": "whole(paid / 12)"},
        constraint=[{"require": "times <= paid + 5", "facts": ["times", "paid"], "advice": WORDS}],
        gate=[{"id": "enough", "name": WORDS, "require": "whole_paid >= 1", "source": source}],
        indicator=[
            {"id": f"line_{name}", "name": WORDS, "points": text, "source": source} for name, text in LINES.items()
        ],
        result={"pass": "total >= 1"},
    )


NUMBERS = st.one_of(
    st.integers(-5, 2000).map(str),
    st.decimals(-10, 6000, places=3).map(str),
    st.sampled_from(
        ["", "0", "007", "1e2", "1e3", "12.6", "12.0", "2.", ".5", "+5", "-0", "-0.00", "0x1F", "1_000", "１２", "１２.５",
         " 5", "5 ", "5\t", "1,000", "unknown", "Unknown", "999999999999999", "9999999999999999", "Infinity", "NaN", "null",
         "1/2", "５", "²", "٣", "10.00000000", "10.0000000000", "3.1400", "3.1415", "1E2", "10e-1", "true", "0.0000000001",
         "-1", "-0.001", "000000198506151233", "3.0", "3.00", "-3.0", "3.000000000", "3.0000000000", ".0", "3.0.0", "１２.0",
         "9999999999999999.0", "3.01"]
    ),
)  # fmt: skip
FLAGS = st.sampled_from(
    [
        "true",
        "false",
        "TRUE",
        " yes ",
        "No",
        "是",
        "否",
        "",
        "1",
        "0",
        "t",
        "\u3000是",
        "unknown",
        "y",
        "true\u00a0",
        "真",
    ]
)
CHOICES = st.sampled_from(
    [
        "male",
        "female",
        "office",
        "works",
        "Male",
        "male ",
        "",
        "unknown",
        "男",
        "女",
        "Man",
        "x",
        "mal",
        "'",
        '"',
        "a,b",
    ]
)
DATES = st.one_of(
    st.dates().map(str),
    st.sampled_from(
        ["2000-02-30", "1999-2-3", "19990203", "1999/02/03", "1900-01-01", "1899-12-31", "2025-01-01", "2025-01-02",
         "2026-01-16", "0000-01-01", "infinity", "epoch", "2000-02-29 00:00:00", "２０００-01-01", "", "unknown", "2000-13-01",
         "10000-01-01", " 2000-01-01", "2000-01-01 (BC)", "1985-06-15", "1985/3/12", "1985/03/12", "1985.3.12", "1985年3月12日",
         "1985年03月12日", "1985年3月12", "1985-3/12", "1985/3.12", "1985/3/12 0:00", "1985/3/12 00:00:00", "1985年3月12日 00:00",
         "1985-03-12T00:00:00.000", "1985-03-12T00:00:00Z", "1985-03-12 00:00:01", "1985/3/12 ", "1985 3 12", "1985/13/1",
         "1985/2/30", "1985//1", "85/3/12", "1985/3/12日", "0000/1/1", "2030/1/1", "1985/003/12", "1985\\3\\12", "19850/3/12"]
    ),
)  # fmt: skip
FILLED = {"flag": "false", "choice": "", "date": "1990-01-01"}
TEXTS = {"flag": FLAGS, "choice": CHOICES, "date": DATES}
GOOD = {
    "paid": "80", "times": "3", "visits": "1200", "earned": "12.50", "shares": "10", "part": "0.125", "married": "true", "local": "false",
    "sex": "female", "post": "works", "born": "1986-03-12", "later": "0",
}  # fmt: skip


@st.composite
def rows(draw: DrawFn) -> dict[str, str]:
    """A good row with some of its cells drawn."""
    changed = draw(st.sets(st.sampled_from(sorted(FACTS)), min_size=1, max_size=4))
    drawn = {name: draw(TEXTS.get(FACTS[name]["type"], NUMBERS)) for name in sorted(changed)}
    return GOOD | drawn


def alone(edition: Edition, row: dict[str, str], round_: RoundId) -> dict[str, object] | None:
    """Score one row as one applicant: its figures as a batch has them; None where it is refused or left open."""
    facts = {name: text for name, text in row.items() if text}
    try:
        result = score_under(Applicant(set_=dict(facts)), edition, round_, TODAY)
    except InvalidApplicant:
        return None
    if any(edition.facts[name].type not in ("flag", "choice") for name in result.unknown) or not is_settled(result):
        return None
    return {
        "eligible": str(result.eligible).lower(),
        "failed_gates": " ".join(result.failed_gates),
        **{line.indicator.id: str(line.points) for line in result.lines},
        "core_share": "" if result.core_share is None else str(result.core_share),
        "total": str(result.total),
        "line": "1.00",
        "line_kind": "pass_mark",
        "distance": str(result.distance),
        "reached": str(result.reached).lower(),
    }


def is_settled(result: Score) -> bool:
    """Tell whether missing facts leave nothing open."""
    checks = (*result.gates, *result.vetoes)
    routes = [route.passed for route in result.route_checks]
    open_ = None in [check.passed for check in checks] or None in routes
    mark = result.enters_ranking if result.edition.has_entry_mark else result.reached
    open_ = open_ or (result.edition.passes is not None and mark is None)  # the mark may hang on a fact
    return not open_ and all(line.points is not None for line in result.lines)


def check(edition: Edition, table: list[dict[str, str]], round_: RoundId, tmp_path: Path) -> Answers:
    """Run rows through a batch and one by one; they must agree on every figure and every refusal."""
    answers = run_table(edition, table, round_, TODAY, tmp_path)
    expected = {str(at): alone(edition, row, round_) for at, row in enumerate(table)}
    scored = {row.pop("id"): row for row in answers.scores}
    assert scored == {at: figures for at, figures in expected.items() if figures is not None}
    refused = {line - 2 for line in answers.lines_rejected}
    assert refused == {int(at) for at, figures in expected.items() if figures is None}
    assert answers.read == answers.scored + answers.rejected == len(table)
    return answers


@settings(max_examples=8)
@given(table=st.lists(rows(), min_size=150, max_size=150))
def test_random_texts_are_read_alike(edition: Edition, table: list[dict[str, str]], tmp_path_factory: Any) -> None:
    check(edition, table, ROUND, tmp_path_factory.mktemp("table"))


@pytest.mark.parametrize("name", FACTS)
def test_every_listed_text_of_every_fact_is_read_alike(edition: Edition, name: str, tmp_path: Path) -> None:
    texts = listed_texts(name)
    assert len(texts) > 5
    check(edition, [GOOD | {name: text} for text in sorted(texts)], ROUND, tmp_path)


def listed_texts(name: str) -> set[str]:
    """Every text listed for a fact of its type, and its good one."""
    listed = TEXTS.get(FACTS[name]["type"], NUMBERS)
    strategies = getattr(listed, "original_strategies", [listed])
    return {GOOD[name]} | {text for strategy in strategies for text in getattr(strategy, "elements", [])}


@pytest.mark.parametrize("name", ["paid", "visits", "shares", "part", "born", "local", "sex"])
def test_what_sql_reads_by_itself_is_what_the_reader_reads(
    edition: Edition, engine: duckdb.DuckDBPyConnection, name: str
) -> None:
    """All that the engine takes for a value in some other way (exponents, signs, bases, blanks), up to five signs."""
    texts = {"".join(text) for length in range(1, 5) for text in product("0129eE.+-_ xb", repeat=length)}
    texts |= {"".join(text) for text in product("019e._x", repeat=5)}
    texts |= listed_texts(name)
    partition = Partition(edition, ROUND, {name: "_c0"}, {}, {"_c0": name}, None, TODAY)
    engine.execute("CREATE OR REPLACE TABLE texts AS SELECT unnest(?::VARCHAR[]) AS _c0", [sorted(texts)])
    rows = "(SELECT 1 AS _line, CAST(NULL AS VARCHAR) AS _problem, _c0 FROM texts)"
    cast, read = (query for _, query in read_steps(partition, rows))
    query = f'WITH "cast" AS ({cast}) SELECT {text_of_cell(name)}, {value_of(name)} FROM ({read}) WHERE {value_of(name)} IS NOT NULL'
    taken = dict(engine.execute(query).fetchall())
    assert taken
    most = edition.calendar.window(ROUND).limits[name][1]
    assert taken == {text: read_fact(edition.facts[name], text, most, TODAY) for text in taken}


def test_the_codes_are_those_of_one_applicant(edition: Edition, tmp_path: Path) -> None:
    """Where one applicant is told one thing, the row is told the same, in the same words."""
    table = [
        GOOD | {name: text}
        for name, text in [
            ("paid", "12.6"), ("paid", "１２年"), ("paid", "-3"), ("paid", "99999"), ("earned", "1.234"), ("earned", "x"),
            ("shares", "3"), ("born", "2000-02-30"), ("born", "2030-01-01"), ("born", "1800-01-01"), ("born", "0000-01-01"), ("born", "1/2/2000"),
            ("local", "maybe"), ("sex", "mal"), ("post", "male"), ("times", "000000198506151233"), ("part", "5001"),
        ]
    ]  # fmt: skip
    answers = run_table(edition, table, ROUND, TODAY, tmp_path)
    told = {int(row["line"]) - 2: (row["code"], row["problem"], row["hint"]) for row in answers.rejects}
    for at, row in enumerate(table):
        with pytest.raises(InvalidApplicant) as caught:
            score_under(Applicant(set_=dict(row)), edition, ROUND, TODAY)
        finding = caught.value.findings[0]
        assert told[at] == (finding.code, finding.sentence("en"), finding.remedy("en"))


@pytest.mark.parametrize(
    "path",
    [path for path in CATALOG.all() if path.with_suffix(".cases.toml").is_file()],
    ids=lambda path: f"{path.parent.name}/{path.stem}",
)
def test_every_case_of_every_policy_runs_through_a_batch(
    path: Path, tmp_path: Path, engine: duckdb.DuckDBPyConnection
) -> None:
    """What a case gives, by facts or by records, a row of the same facts gives."""
    edition = CATALOG.load(path)
    file = load_cases(cases_beside(edition))
    by_round: dict[str, list[dict[str, str]]] = {}
    for case in file.case:
        try:
            person = applicant_in(case, file.base)
            values = {**person.person, **person.plain, **person.set_}
            if person.records is not None:
                result = score_under(person, edition, read(case.round))
                values = {
                    name: edition.facts[name].text(value)
                    for name, value in result.values.items()
                    if name in edition.facts
                }
        except InvalidApplicant:
            continue
        row = {name: text_of(values[name]) if name in values else "" for name in edition.facts}
        if not case.expect.keys() & {"unknown", "invalid"}:  # a row must be whole where a person may leave things open
            row = {
                name: text or FILLED.get(edition.facts[name].type, "0")
                if name not in edition.defaults and name in edition.used and edition.facts[name].narrowed_by is None
                else text
                for name, text in row.items()
            }
        by_round.setdefault(str(case.round), []).append(row)
    scored = 0
    for at, (round_, table) in enumerate(by_round.items()):  # of the engine's own table the first: planning it is dear
        own = engine if at == 0 else None
        scored += check_late(own, edition, table, read(round_), tmp_path / round_)
    assert scored or not edition.is_scored


def read(written: int | str) -> RoundId:
    from hukou_cli.policy.rounds import read_round

    found = read_round(written)
    assert found is not None
    return found


def text_of(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def scores_in(
    engine: duckdb.DuckDBPyConnection, edition: Edition, table: list[dict[str, str]], round_: RoundId
) -> dict[str, dict[str, str]] | None:
    """Score rows as a relation of an engine; None for a round out of force."""
    columns = ", ".join(f'"{name}" VARCHAR' for name in ("id", *edition.facts))
    engine.execute(f"CREATE OR REPLACE TABLE people ({columns})")
    gaps = ", ".join("?" for _ in ("id", *edition.facts))
    engine.executemany(f"INSERT INTO people VALUES ({gaps})", [[at, *row.values()] for at, row in enumerate(table)])
    try:
        answers = score_table(engine.table("people"), edition, round_.plain)
    except NotFound:
        return None
    names = [str(column) for column in answers.columns]
    return {row[0]: dict(zip(names, map(text_of, row), strict=True)) for row in answers.fetchall()}


def check_late(
    engine: duckdb.DuckDBPyConnection | None,
    edition: Edition,
    table: list[dict[str, str]],
    round_: RoundId,
    folder: Path,
) -> int:
    """Hold rows to single applicants: by ``score_table`` in an engine, else as the command scores a file of them."""
    scored = None if engine is None else scores_in(engine, edition, table, round_)
    if scored is None:  # a case may ask for a round in which the text was not in force
        folder.mkdir()
        scored = {row.pop("id"): row for row in run_table(edition, table, round_, 99991231, folder).scores}
    for at, row in enumerate(table):
        facts = {name: text for name, text in row.items() if text}
        try:
            result = score_under(Applicant(set_=dict(facts)), edition, round_)
        except InvalidApplicant:
            assert str(at) not in scored
            continue
        if str(at) not in scored:  # a figure is missing, or a choice decides
            kinds = {edition.facts[name].type for name in result.unknown}
            assert not kinds <= {"flag", "choice"} or not is_settled(result)
            continue
        assert is_settled(result)
        assert scored[str(at)]["eligible"] == str(result.eligible).lower()
        assert scored[str(at)]["failed_gates"] == " ".join(result.failed_gates)
        for line in result.lines:
            assert scored[str(at)][line.indicator.id] == str(line.points)
        if result.lines:
            assert Decimal(scored[str(at)]["total"]) == result.total
        for group in rank_groups(edition):
            units = sum(line.low for line in result.lines if line.indicator.group == group)
            assert Decimal(scored[str(at)][group]) == Decimal(units).scaleb(-edition.file.policy.decimals)
        if edition.passes is not None:
            reached = scored[str(at)]["reached"]
            assert (None if reached in ("None", "") else reached == "true") == result.reached
        if "may_rise" in scored[str(at)]:
            rise = scored[str(at)]["may_rise"]
            assert (None if rise in ("None", "") else Decimal(rise)) == result.may_rise
    return len(scored)


def test_a_table_written_by_the_csv_module_survives(edition: Edition, tmp_path: Path) -> None:
    """Line breaks, quotes and separators inside cells change nothing but the lines."""
    written = io.StringIO()
    writer = csv.DictWriter(written, ["id", "note", *GOOD])
    writer.writeheader()
    for at in range(20):
        writer.writerow(
            {
                "id": at,
                "note": 'a "quoted", note\nof two lines' if at % 3 == 0 else "x",
                **GOOD,
                "paid": "x" if at == 7 else "80",
            }
        )
    path = tmp_path / "table.csv"
    path.write_text(written.getvalue(), encoding="utf-8", newline="")
    answers = run_table(edition, path, ROUND, TODAY, tmp_path)
    assert (answers.read, answers.scored, answers.rejected) == (20, 19, 1)
    text = path.read_text(encoding="utf-8").splitlines()
    assert text[answers.lines_rejected.pop() - 1].startswith("7,x,x,")
