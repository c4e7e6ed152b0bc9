"""A policy file's mistakes: each is told with its code, its place and its line, all at once."""

from pathlib import Path

import duckdb
import pytest

from hukou_cli import InvalidPolicy, NotFound, load_policy, score
from hukou_cli.base.toml_source import names_beside
from hukou_cli.policy.cases import cases_beside, load_cases
from hukou_cli.policy.catalog import Catalog
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.validation.lint import check
from hukou_cli.render.labels import labels
from hukou_cli.scoring.examples import run_case
from tests.support.sql_rows import row_of, run_query

SAMPLES = Path(__file__).parent / "sample"
SAMPLE = SAMPLES / "springfield" / "2024-01-01.toml"

# What is changed in the sample, and the finding: code, place, line, column.
MISTAKES = [
    ("format = 1\n", "format = 2\n", ("not-one-of", "format", 2, 0)),
    ("format = 1\n", "format = true\n", ("not-one-of", "format", 2, 0)),
    ('regime = "pass_mark"\n', "", ("missing-key", "policy", 4, 0)),
    ('number = "S-1"', "number = 7", ("wrong-type", "policy.number", 8, 0)),
    ('number = "S-1"', 'nummber = "S-1"\nnumber = "S-1"', ("unknown-key", "policy.nummber", 8, 0)),
    ('regime = "pass_mark"', 'regime = "passmark"', ("not-one-of", "policy.regime", 9, 0)),
    ("in_force_from = 2024-01-01", 'in_force_from = "soon"', ("wrong-type", "policy.in_force_from", 10, 0)),
    ("month = 12", "month = 13", ("out-of-range", "dates.as_of.month", 19, 0)),
    ("decimals = 2", "decimals = 9", ("out-of-range", "facts.tax.decimals", 34, 0)),
    ('since = "2000-01"', 'since = "2000-13"', ("wrong-type", "facts.insured_months.since", 29, 0)),
    ("[facts.insured_months]", "[facts.insured_moths]", ("misspelt-fact", "facts.insured_moths", 28, 0)),
    ('name = "三年"', 'name = "{name}三年"', ("unknown-placeholder", "gate[1].name", 54, 0)),
    ("[facts.veteran]", "[facts.Veteran]", ("wrong-type", "facts.Veteran", 44, 0)),
    ('type = "flag"', 'type = "boolean"', ("not-one-of", "facts.veteran.type", 45, 0)),
    ("default = false", "default = 1", ("bad-default", "facts.veteran.default", 47, 0)),
    ("default = 0.5", "default = 10.5", ("bad-default", "facts.patents.default", 42, 0)),
    ("default = 0.5", "default = 0.55", ("bad-default", "facts.patents.default", 42, 0)),
    ('"years(insured_months)"', '"years(insured_moths)"', ("unknown-name", "derived.insured_years", 50, 7)),
    ('"years(insured_months)"', '"years(insured_years)"', ("circular", "derived.insured_years", 50, 0)),
    ('"years(insured_months)"', '"yaers(insured_months)"', ("unknown-function", "derived.insured_years", 50, 1)),
    ("insured_months >= 36", "insured_months", ("wrong-kind", "gate[1].require", 55, 1)),
    ("insured_months >= 36", "insured_months >=", ("formula-syntax", "gate[1].require", 55, 18)),
    ("insured_months >= 36", "exec('x')", ("unknown-function", "gate[1].require", 55, 1)),
    ("insured_months >= 36", "insured_months.real > 1", ("formula-not-allowed", "gate[1].require", 55, 1)),
    ("insured_months >= 36", "insured_months / 0 > 1", ("divide-by-number", "gate[1].require", 55, 18)),
    ("insured_months >= 36", "min(insured_months) > 1", ("wrong-arguments", "gate[1].require", 55, 1)),
    ("insured_months >= 36", f"insured_months >= {'9' * 10_000}", ("number-too-long", "gate[1].require", 55, 19)),
    ("insured_months >= 36", f"{'(' * 10_000}1{')' * 10_000}", ("formula-too-deep", "gate[1].require", 55, 33)),
    ("insured_months >= 36", f"insured_months > {'1 + ' * 999}1", ("formula-too-long", "gate[1].require", 55, 1001)),
    ('document = "law", article = "1"', 'document = "laws", article = "1"', ("not-one-of", "gate[1].source.document", 56, 0)),
    ('document = "law", article = "1"', 'document = "law"', ("missing-key", "gate[1].source", 56, 0)),
    ('points = "10 * insured_years"\n', "", ("one-form", "indicator[1]", 58, 0)),
    ('choice = "degree"', 'choice = "veteran"', ("not-one-of", "indicator[2].choice", 70, 0)),
    ('option = "bachelor"', 'option = "master"', ("not-one-of", "indicator[2].rows[1].option", 71, 0)),
    ('option = "bachelor"', 'option = ["bachelor", "bachelor"]', ("duplicate-id", "indicator[2].rows[1].option", 71, 0)),
    ("points = 15.5", "points = true", ("wrong-type", "indicator[2].rows[1].points", 71, 0)),
    (", points = 15.5", "", ("missing-key", "indicator[2].rows[1]", 71, 0)),
    ('option = "bachelor"', 'option = "bachelor", from = 1', ("unknown-key", "indicator[2].rows[1].from", 71, 0)),
    ("]\nothers = 0\n", "]\n", ("no-others", "indicator[2].rows", 71, 0)),
    ("]\nothers = 10\n", "]\n", ("bands-hole", "indicator[3].rows", 82, 0)),
    ("from = 45.5", "from = 35.0", ("duplicate-id", "indicator[3].rows[2].from", 82, 0)),
    ("{ from = 45.5,", "{", ("missing-key", "indicator[3].rows[2]", 82, 0)),
    ("{ from = 45.5,", "{ from = 45.5, below = 60,", ("unknown-key", "indicator[3].rows[2].below", 82, 0)),
    ('id = "talent"', 'id = "age"', ("duplicate-id", "indicator[4]", 89, 0)),
    ('total = "base + min(bonus, 12)', 'total = "base + min(bonuses, 12)', ("unknown-name", "result.total", 109, 12)),
    ('pass = "total >= 60', 'rank_by = ["points"]\npass = "total >= 60', ("not-one-of", "result.rank_by[1]", 110, 0)),
    ('pass = "total >= 60', 'rank_by = ["total", "veteran"]\npass = "total >= 60', ("not-a-rank-key", "result.rank_by[2]", 110, 0)),
    ('pass = "total >= 60', 'rank_by = ["birth_date"]\npass = "total >= 60', ("not-a-rank-key", "result.rank_by[1]", 110, 0)),
    ('"10 * insured_years"', '"birth_date"', ("wrong-kind", "indicator[1].points", 63, 1)),
    ('bands = "age"', 'bands = "birth_date"', ("wrong-kind", "indicator[3].bands", 81, 1)),
    ('"years(insured_months)"', '"birth_date"', ("wrong-kind", "derived.insured_years", 50, 1)),
    ('"years(insured_months)"', '{ formula = "1", choice = "degree", rows = [{ option = "none", points = 1 }] }', ("one-form", "derived.insured_years", 50, 0)),
    ('points = "10 * insured_years"', "points = 1\nothers = 0", ("one-form", "indicator[1]", 58, 0)),
    ('since = "2000-01"', 'since = "2000-01"\ncount = "penalty"', ("wrong-kind", "facts.insured_months.count", 30, 0)),
    ('since = "2000-01"', 'since = "2000-01"\ncount = "home.ownd"', ("unknown-name", "facts.insured_months.count", 30, 1)),
    ('since = "2000-01"', 'since = "2000-01"\ndecimals = 1', ("not-for-type", "facts.insured_months.decimals", 30, 0)),
    ("default = 0\n", 'default = 0\nsince = "2000-01"\n', ("not-for-type", "facts.tax.since", 36, 0)),
    ('id = "insurance"', 'id = "total"', ("reserved-id", "indicator[1].id", 59, 0)),
    ('group = "base"', 'group = "talent"', ("reserved-id", "indicator[1].group", 61, 0)),
    ('grow = ["insured_months"]', 'grow = ["insured_moths"]', ("not-one-of", "reference.grow", 115, 0)),
    ('source = { document = "law", article = "1" }', "source = []", ("wrong-type", "gate[1].source", 56, 0)),
    ("month = 6, day = 30", "month = 6, day = 31", ("no-such-day", "dates.age_on.day", 20, 0)),
    ("[[gate]]", '[[constraint]]\nrequire = "insured_months > 1"\nfacts = ["x"]\nadvice = ""\n[[gate]]', ("not-one-of", "constraint[1].facts", 54, 0)),
    ("[[gate]]", '[[constraint]]\nrequire = "insured_months > 1"\nfacts = []\nadvice = ""\n[[gate]]', ("wrong-type", "constraint[1].facts", 54, 0)),
    ("[[gate]]", '[[constraint]]\nrequire = "insured_years > 1"\nfacts = ["insured_months"]\nadvice = ""\n[[gate]]', ("unknown-name", "constraint[1].require", 53, 1)),
    ("years(insured_months)", "years(insured_months - 12)", ("whole-of-negative", "derived.insured_years", 50, 0)),
    ("10 * insured_years", "999999999999999 * insured_years * tax", ("too-large", "indicator[1]", 58, 0)),
    ('title = "春田积分办法"', 'title = "春田\\u001b[31m"', ("control-character", "policy.title", 7, 3)),
    ('title = "春田积分办法"', 'title = { zh = "春田积分办法", en = "Points" }', ("wrong-type", "policy.title", 7, 0)),
    ("in_force_from = 2024-01-01", "in_force_from = 2024-01-01\nin_force_to = 2023-01-01", ("to-before-from", "policy.in_force_to", 11, 0)),
    ("max = 10\n", "allowed = [nan]\n", ("bad-default", "facts.patents.allowed", 41, 0)),
    ("max = 10\n", "allowed = [1, 1e999999999]\n", ("bad-default", "facts.patents.allowed", 41, 0)),
    ("max = 10\n", "allowed = [0.5, 0.25]\n", ("bad-default", "facts.patents.allowed", 41, 0)),
    ("[reference]\n", '[[round]]\nyear = 2024\ncutoff = nan\nsource = { document = "law", article = "1" }\n[reference]\n', ("wrong-type", "round[1].cutoff", 115, 0)),
    ("[reference]\n", '[[round]]\nyear = 2024\ncutoff = 1e999999999\nsource = { document = "law", article = "1" }\n[reference]\n', ("wrong-type", "round[1].cutoff", 115, 0)),
    ("[reference]\n", '[[round]]\nyear = 2024\ncutoff = 1e-999999999\nsource = { document = "law", article = "1" }\n[reference]\n', ("line-of-decimals", "round[1].cutoff", 115, 0)),
    ("from = 45.5", "from = 9223372036854775808", ("out-of-range", "indicator[3].rows[2].from", 82, 0)),
    ("format = 1\n", "format = 1\nformat = 1\n", ("not-toml", "", 3, 11)),
]  # fmt: skip


def load(path: Path) -> Edition:
    return Catalog().load(path)


@pytest.mark.parametrize(("old", "new", "expected"), MISTAKES, ids=lambda value: str(value)[:30])
def test_a_mistake_is_told_with_its_place(
    tmp_path: Path, old: str, new: str, expected: tuple[str, str, int, int]
) -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    assert text.count(old) >= 1
    path = tmp_path / "2024-01-01.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InvalidPolicy) as caught:
        load(path)
    finding = caught.value.findings[0]
    assert (finding.code, finding.place, finding.line, finding.column) == expected
    assert finding.file == str(path)
    assert finding.text("zh") != finding.text("en")


def test_a_fact_with_a_mistake_does_not_hide_a_formula_that_is_not_of_the_language(tmp_path: Path) -> None:
    text = SAMPLE.read_text(encoding="utf-8").replace('since = "2000-01"', 'since = "2000-13"')
    path = tmp_path / "2024-01-01.toml"
    path.write_text(text.replace('"insured_months >= 36"', '"insured_months ** 2 >= 36"'), encoding="utf-8")
    with pytest.raises(InvalidPolicy) as caught:
        load(path)
    codes = [(finding.code, finding.place) for finding in caught.value.findings]
    assert codes == [("wrong-type", "facts.insured_months.since"), ("formula-not-allowed", "gate[1].require")]


def test_a_misspelt_shared_fact_is_told_alone_with_the_one_meant(tmp_path: Path) -> None:
    path = tmp_path / "2024-01-01.toml"
    path.write_text(SAMPLE.read_text(encoding="utf-8").replace("[facts.birth_date]", "[facts.birth_dat]"), "utf-8")
    with pytest.raises(InvalidPolicy) as caught:
        load(path)
    (finding,) = caught.value.findings
    assert (finding.code, finding.place) == ("misspelt-fact", "facts.birth_dat")
    assert finding.remedy("en") == "Did you mean `birth_date`? A fact of your own needs `type` and `name`."


@pytest.mark.parametrize(("divisor", "codes"), [(3, ["not-a-rank-key"]), (8, [])])
def test_applicants_are_ordered_by_what_ends_in_decimals(divisor: int, codes: list[str], tmp_path: Path) -> None:
    text = SAMPLE.read_text(encoding="utf-8").replace("[derived]", f'[derived]\npart = "insured_months / {divisor}"')
    path = tmp_path / "2024-01-01.toml"
    path.write_text(text.replace("[result]", '[result]\nrank_by = ["part"]'), encoding="utf-8")
    found: list[str] = []
    try:
        load(path)
    except InvalidPolicy as error:
        found = [finding.code for finding in error.findings]
    assert found == codes


def test_everything_wrong_in_a_file_is_told_at_once_in_its_order(tmp_path: Path) -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    for old, new in (
        ("insured_months >= 36", "insured_moths >= 36"),
        ("from = 45.5", "from = 35"),
        ("10 * insured", "10 ** insured"),
    ):
        text = text.replace(old, new, 1)
    path = tmp_path / "x.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidPolicy) as caught:
        load(path)
    found = [(finding.code, finding.place) for finding in caught.value.findings]
    assert found == [
        ("unknown-name", "gate[1].require"),
        ("formula-not-allowed", "indicator[1].points"),
        ("duplicate-id", "indicator[3].rows[2].from"),
    ]


def test_a_key_that_means_nothing_does_not_hide_a_formula_that_is_wrong(tmp_path: Path) -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    text = text.replace("insured_months >= 36", "insured_moths >= 36").replace(
        'core = "insurance"', 'cor = "insurance"'
    )
    path = tmp_path / "x.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidPolicy) as caught:
        load(path)
    found = [(finding.code, finding.place) for finding in caught.value.findings]
    assert found == [("unknown-name", "gate[1].require"), ("unknown-key", "indicator[1].cor")]


def test_shape_mistakes_come_together_too(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text('format = 1\nspeed = 3\n[policy]\ncity = "Big City"\n[[gate]]\nid = 3\n', encoding="utf-8")
    with pytest.raises(InvalidPolicy) as caught:
        load(path)
    codes = [(finding.line, finding.code) for finding in caught.value.findings]
    assert (2, "unknown-key") in codes
    assert (4, "wrong-type") in codes
    assert (6, "wrong-type") in codes
    assert sum(code == "missing-key" for _, code in codes) >= 8


def test_the_nearest_right_key_is_offered(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text(SAMPLE.read_text(encoding="utf-8").replace("require =", "requires ="), encoding="utf-8")
    with pytest.raises(InvalidPolicy, match="Did you mean `require`"):
        load(path)


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"\xff\xfe\x00", "not-utf8"), (b"x" * (5 * 1024 * 1024), "file-too-large"), (b"a = [", "not-toml")],
)
def test_what_is_no_policy_file_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(content)
    with pytest.raises((InvalidPolicy, NotFound)) as caught:
        load_policy(path)
    assert caught.value.findings[0].code == code


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    for path, code in ((tmp_path, "file-is-folder"), (tmp_path / "none.toml", "file-missing")):
        with pytest.raises(NotFound) as caught:
            load_policy(path)
        assert caught.value.findings[0].code == code


def test_the_sample_city_works() -> None:
    edition = load(SAMPLE)
    assert [
        lint
        for lint in check(edition, SAMPLE.read_text(encoding="utf-8"), names_beside(SAMPLE))
        if lint.level == "error"
    ] == []
    cases = load_cases(cases_beside(edition))
    with duckdb.connect() as engine:
        for case in cases.case:
            assert run_case(case, cases.base, edition) == []
            result = score({**cases.base, **case.facts}, edition, case.round)
            (answer,) = run_query(engine, edition, case.round, [row_of(result)])
            assert answer[-2:] == (int(result.total_range[0] * 100), result.reached)


def test_a_derived_quantity_may_bear_a_word_of_the_screen(tmp_path: Path) -> None:
    """A name without words of its own is shown as it is, whatever phrase of the screen has the same key."""
    path = tmp_path / SAMPLE.name
    path.write_text(SAMPLE.read_text(encoding="utf-8").replace("insured_years", "share"), encoding="utf-8")
    label = labels(load(path), "en")
    assert (label("share", ""), label("age_on", ""), label("as_of", "")) == (
        "share",
        "the day age is taken",
        "the counting day",
    )


def test_a_pass_mark_is_no_cut_off() -> None:
    result = score({"birth_date": "1990-07-01", "degree": "bachelor", "insured_months": 48}, load(SAMPLE), 2024)
    assert result.cutoff is None
    assert result.distance is None
    assert result.reached is True


LINTED = [
    ('city = "springfield"', 'city = "shelbyville"', "wrong-folder"),
    ("in_force_from = 2024-01-01", "in_force_from = 2024-01-02", "wrong-file-name"),
    ('pass = "total >= 60 and base >= 40"\n', "", "no-pass-mark"),
    ('source = { document = "law", article = "9" }\n', "", "pass-without-source"),
    ('when = "tax == 13.13"', 'when = "veteran"', "unused-fact"),
    ("[dates]", '[[document]]\nid = "other"\ntitle = "O"\nconfidence = "official"\n[dates]', "unused-document"),
    ("[[gate]]", '[needs.year]\nname = "一年"\nrequire = "insured_months >= 12"\n\n[[gate]]', "unused-need"),
    ("[facts.tax]\n", '[facts.noise]\ntype = "count"\nname = "噪声"\ncount = "penalty.noise"\n\n[facts.tax]\n', "kind-without-words"),
    ('confidence = "official"', 'confidence = "unverified"', "weak-source"),
    ('insured_years = "years(insured_months)"', 'insured_years = "years(insured_months)"\ntax = "1 * insured_years"', "shadowed-name"),
    ('regime = "pass_mark"', 'regime = "ranking"', "no-rounds"),
    ("[reference]\n", '[line]\nsource = { document = "law", article = "1" }\n\n[reference]\n', "line-without-ranking"),
    ('[reference]\nround = 2024\ngrow = ["insured_months"]\n\n[reference.facts]\nbirth_date = "1985-06-15"\ndegree = "bachelor"\n', "", "no-reference"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "code"), LINTED, ids=[code for *_, code in LINTED])
def test_the_lint_finds(tmp_path: Path, old: str, new: str, code: str) -> None:
    folder = tmp_path / "springfield"
    folder.mkdir()
    path = folder / "2024-01-01.toml"
    text = SAMPLE.read_text(encoding="utf-8")
    assert old in text
    if code == "unused-fact":
        text = text.replace('{ name = "纳税", points = "whole(tax / 10000)" },', "")
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert code in {
        lint.finding.code for lint in check(load(path), path.read_text(encoding="utf-8"), names_beside(path))
    }


def test_a_policy_without_cases_is_told(tmp_path: Path) -> None:
    path = tmp_path / "2024-01-01.toml"
    path.write_text(SAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    assert "no-cases" in {lint.finding.code for lint in check(load(path), "", names_beside(path))}


@pytest.mark.parametrize(
    ("mistakes", "expected"),
    [
        (  # a mistake of type, a name, a formula, a document
            [
                ('number = "S-1"', "number = 5"),
                ("insured_months >= 36", "insured_moths >= 36"),
                ("10 * insured", "10 ** insured"),
                ('document = "law", article = "3"', 'document = "lwa", article = "3"'),
            ],
            ["policy.number", "gate[1].require", "indicator[1].points", "indicator[2].source.document"],
        ),
        (  # what uses a fact, or a document, that is wrong itself is not blamed
            [
                ('type = "flag"', 'type = "flog"'),
                ('id = "law"', "id = 7"),
                ("insured_months >= 36", "insured_moths >= 36"),
            ],
            ["document[1].id", "facts.veteran.type", "gate[1].require"],
        ),
        (  # a rule that lacks its condition, and one beside it
            [('require = "insured_months >= 36"\n', ""), ("whole(tax / 10000)", "whole(tax / 0)")],
            ["gate[1]", "indicator[4].best_of[2].points"],
        ),
        (  # a derived quantity that is no formula
            [('insured_years = "years(insured_months)"', "insured_years = 5"), ("patents / 3", "patent / 3")],
            ["derived.insured_years", "indicator[4].best_of[1].points"],
        ),
    ],
)
def test_mistakes_of_type_hide_no_other(tmp_path: Path, mistakes: list[tuple[str, str]], expected: list[str]) -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    for old, new in mistakes:
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / "x.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidPolicy) as caught:
        load(path)
    assert [finding.place for finding in caught.value.findings] == expected
