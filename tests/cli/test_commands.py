"""The program as its users run it: what it prints where, and its exit codes."""

import csv
import io
import json
import os
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from rich.cells import cell_len

from hukou_cli import __version__
from hukou_cli.policy.catalog import bundled
from tests.support.people import GOOD
from tests.support.program import environment, hukou

pytestmark = pytest.mark.subprocess

EXAMPLE = bundled() / "beijing" / "example.toml"
COUNTS = Path(__file__).parent.parent / "data" / "beijing-example-counts.toml"
SAMPLES = Path(__file__).parent.parent / "policy" / "sample"

AT_THE_LINE = [
    *(f"{name}={GOOD[name]}" for name in ("birth_date", "retirement_category", "has_residence_permit", "degree")),
    *("insured_streak_months=84", "insured_months=188", "own_home_months=181", "outer_home_months=12"),
]


def assignments(*facts: str) -> list[str]:
    return [part for fact in facts for part in ("--set", fact)]


def test_scores_a_file() -> None:
    done = hukou("score", str(EXAMPLE), "--round", "2026")
    assert (done.returncode, done.stderr) == (0, "")
    assert "103.59" in done.stdout
    assert "An estimate, not an official decision" in done.stdout


@pytest.mark.parametrize(("variable", "words"), [("zh_CN.UTF-8", "总分"), ("en_GB.UTF-8", "Total"), ("C", "Total")])
def test_the_language_is_that_of_the_locale(variable: str, words: str) -> None:
    assert words in hukou("score", str(EXAMPLE), LC_ALL=variable, PYTHONIOENCODING="utf-8").stdout


def test_standard_input_and_json() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    done = hukou("score", "-", "--round", "2026", "--format", "json", stdin=text)
    answer = json.loads(done.stdout, parse_float=Decimal)
    assert answer["schema"] == "hukou-score/1"
    assert answer["total"] == Decimal("103.59")
    assert sum(line["points"] for line in answer["lines"]) == answer["total"]
    assert answer["total_range"] == [answer["total"]] * 2
    assert answer["unknown"] == answer["decided_by"] == []
    assert all(line["arithmetic"] and line["sources"][0]["article"] for line in answer["lines"])
    assert answer["cutoff"] == {
        "year": 2026,
        "points": Decimal("119.92"),
        "distance": Decimal("-16.33"),
        "distance_range": [Decimal("-16.33")] * 2,
    }


def test_explained_json_holds_the_steps() -> None:
    answer = json.loads(hukou("score", str(EXAMPLE), "--round", "2026", "--format", "json", "--explain").stdout)
    steps = {line["id"]: line["steps"] for line in answer["lines"]}
    assert steps["employment"]["value"] == "46.25"
    assert answer["derived"]["own_before_counted"]["value"] == "35"
    assert answer["facts"]["insured_months"] == 185
    assert answer["counts"]["insured_months"] == [
        "from records: 2010-07 – 2014-04, 2014-06 – 2025-12",
        "left out 2014-05: back-paid",
    ]


def test_csv_is_one_row_with_the_columns_of_a_batch() -> None:
    (row,) = csv.DictReader(io.StringIO(hukou("score", str(EXAMPLE), "--round", "2026", "--format", "csv").stdout))
    assert (row["id"], row["eligible"], row["employment"], row["total"]) == ("example", "true", "46.25", "103.59")
    assert row["core_share"] == "0.5612"


def test_a_spreadsheet_does_not_run_an_id() -> None:
    text = EXAMPLE.read_text(encoding="utf-8").replace('id = "example"', 'id = "=1+1"')
    (row,) = csv.DictReader(io.StringIO(hukou("score", "-", "--format", "csv", stdin=text).stdout))
    assert row["id"] == "'=1+1"


def test_markdown_is_a_table() -> None:
    printed = hukou("score", str(EXAMPLE), "--round", "2026", "--format", "markdown", "--lang", "zh").stdout
    assert "| 合法稳定就业 | 46.25 | 3 × 185 ÷ 12 = 46.25 |" in printed


def test_facts_on_the_command_line_are_enough() -> None:
    done = hukou("score", "--city", "beijing", "--round", "2020", "--format", "json", *assignments(*AT_THE_LINE))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout, parse_float=Decimal)["total"] == Decimal("99.37")  # 47 + 15.08 + 0.29 + 15 + 2 + 20


@pytest.mark.parametrize(
    ("facts", "code"), [([], 0), (["insured_months=183", "own_home_months=176"], 1), (["insured_streak_months=83"], 1)]
)
def test_check_answers_by_exit_code(facts: list[str], code: int) -> None:
    """188 months are 99.37, above 97.13; 183 months 97.70 − … are compared by hand below.

    183 × 0.25 = 45.75, 176 ÷ 12 → 14.67, 7 ÷ 24 → 0.29, 15, 2, 20: 97.71, above; without the home outside 95.71.
    """
    extra = [*facts, "outer_home_months=0"] if "insured_months=183" in facts else facts
    done = hukou("score", "--city", "beijing", "--round", "2020", "--check", *assignments(*AT_THE_LINE, *extra))
    assert done.returncode == code
    assert "Total" in done.stdout


@pytest.mark.parametrize(
    ("facts", "code"),
    [(["degree=unknown"], 1), (["degree=unknown", "insured_months=240"], 0), (["has_residence_permit=unknown"], 1), (["honour=unknown"], 0)],
)  # fmt: skip
def test_check_asks_that_the_lower_end_passes(facts: list[str], code: int) -> None:
    """99.37 less the 15 of the degree is below 97.13; 52 months more are 13.00 and 2.17, 99.54 without any degree."""
    done = hukou("score", "--city", "beijing", "--round", "2020", "--check", *assignments(*AT_THE_LINE, *facts))
    assert (done.returncode, done.stderr) == (code, "")


def test_open_figures_are_null_with_their_limits_beside_them() -> None:
    done = hukou(
        "score", str(COUNTS), "--round", "2026", "--format", "json", "--explain", *assignments("degree=unknown")
    )
    answer = json.loads(done.stdout, parse_float=Decimal)
    lines = {line["id"]: line for line in answer["lines"]}
    assert (answer["total"], answer["total_range"]) == (None, [Decimal("94.13"), Decimal("125.59")])
    assert answer["unknown"] == answer["decided_by"] == ["degree"]
    assert (answer["eligible"], answer["reached"], answer["facts"]["degree"]) == (True, None, None)
    assert answer["cutoff"]["distance_range"] == [Decimal("-25.79"), Decimal("5.67")]
    assert (lines["education"]["points"], lines["education"]["points_range"]) == (None, [0, 37])
    assert lines["education"]["decided_by"] == ["degree"]
    assert lines["education"]["arithmetic"] is None
    assert lines["education"]["steps"]["value"] is None
    assert answer["derived"]["study_cap"]["value"] is None
    assert lines["employment"]["points"] == Decimal("46.25")
    permit = hukou(
        "score", str(EXAMPLE), "--round", "2026", "--format", "json", *assignments("has_residence_permit=unknown")
    )
    gate = json.loads(permit.stdout)["gates"][0]
    assert (gate["passed"], gate["decided_by"]) == (None, ["has_residence_permit"])


def test_open_cells_of_csv_are_empty_and_the_total_has_its_limits() -> None:
    set_ = assignments("detentions=unknown", "degree=unknown", "insured_streak_months=unknown")
    (row,) = csv.DictReader(
        io.StringIO(hukou("score", str(EXAMPLE), "--round", "2026", "--format", "csv", *set_).stdout)
    )
    assert (row["eligible"], row["education"], row["employment"]) == ("", "", "46.25")
    assert (row["conduct"], row["core_share"], row["total"]) == ("", "", "")
    assert Decimal(row["total_high"]) > 0  # how many detentions there can be is not known, so there is no lower limit
    printed = hukou("score", str(EXAMPLE), "--round", "2026", "--format", "markdown", "--lang", "en", *set_).stdout
    assert "| Education | 0.00–37.00 | depends on: education |" in printed
    assert "- ? Seven unbroken years of social insurance (depends on: unbroken months of social insurance)" in printed
    assert "education `degree`" in printed


@pytest.mark.parametrize("language", ["zh", "en"])
def test_open_lines_are_explained_by_their_rule(language: str) -> None:
    set_ = assignments("degree=unknown", "insured_streak_months=unknown", "study_overlap_months=3")
    done = hukou("score", str(EXAMPLE), "--round", "2026", "--explain", "--lang", language, *set_)
    assert (done.returncode, done.stderr) == (0, "")
    assert "insured_streak_months" in done.stdout
    assert "0.00–37.00" in done.stdout
    assert ("≥ 84：未定" if language == "zh" else "≥ 84: open") in done.stdout


def test_the_command_line_wins_over_the_file() -> None:
    set_ = assignments("degree=doctor", "study_overlap_months=0")  # 103.59 − 15 + 37, and 5.54 no longer deducted
    done = hukou("score", str(EXAMPLE), "--round", "2026", "--format", "json", *set_)
    assert json.loads(done.stdout, parse_float=Decimal)["total"] == Decimal("131.13")


WRONG = [
    (["score"], "no-applicant"),
    (["score", "nobody.toml"], "file-missing"),
    (["score", str(EXAMPLE), "--city", "bejing"], "Did you mean `beijing`"),
    (["score", str(EXAMPLE), "--round", "2016"], "2018-2026"),
    (["score", str(EXAMPLE), "--set", "insured_months"], "not-an-assignment"),
    (["score", "--city", "beijing", "--set", "degree=unknown"], "nothing-known"),
    (["score", str(EXAMPLE), "--set", "sex=male"], "which does not go with sex “male” [contradicts]"),
    (["score", str(EXAMPLE), "--set", "insured_moths=3"], "--set insured_moths: there is no fact `insured_moths` [unknown-fact]"),
    (["score", str(EXAMPLE), "--set", "outer_home_months=12"], "[constraint]"),
    (["score", str(EXAMPLE), "--set", "insured_months=１２天"], "not-a-whole-number"),
    (["score", str(EXAMPLE), "--set", "retirement_category=female"], "Did you mean `female_55 / female_50`"),
    (["score", str(EXAMPLE), "--set", "degree=硕士"], "Did you mean `master_single / master`"),
    (["score", str(EXAMPLE), "--set", "a\x1b[31mb=5"], "--set a\ufffd[31mb"),
    (["score", "--set", "degree=master"], "no-city"),
    (["score", str(EXAMPLE), "--policies", "nowhere"], "no-such-folder"),
    (["score", str(EXAMPLE), "--format", "xml"], "xml"),
    (["score", str(EXAMPLE), "--format", "json", "--brief"], "--format json a whole result [brief-is-text]"),
    (["score", str(EXAMPLE), "--quiet"], "[quiet-needs-check]"),
    (["policy", "show", "atlantis"], "unknown-city"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "words"), WRONG, ids=[words for _, words in WRONG])
def test_wrong_use_is_told_on_stderr_with_exit_2(arguments: list[str], words: str) -> None:
    done = hukou(*arguments, stdin="")
    assert done.returncode == 2
    assert done.stdout == ""
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_city_that_is_not_there_hides_no_mistake_of_the_file() -> None:
    done = hukou("score", "-", stdin='city = "bejing"\nid = 3\n[[insurance]]\ncity = "beijing"\nfrom = 2014\n')
    assert done.returncode == 2
    assert [line for line in done.stderr.splitlines() if not line.startswith(" ")] == [
        "there is no policy for “bejing” [unknown-city]",
        "<stdin>:2: id: “3” is not text in quotes [wrong-type]",
        '<stdin>:5: insurance[1].from: “2014” is not a month, written as "2020-08" [wrong-type]',
    ]


def test_every_city_that_is_not_there_is_told_in_one_run() -> None:
    done = hukou("compare", str(EXAMPLE), "--cities", "成都，Gaungzhou,nowhere", "--lang", "zh")
    assert done.returncode == 2
    first, remedy, second, _ = done.stderr.splitlines()
    assert (first, second) == ("没有“Gaungzhou”的政策 [unknown-city]", "没有“nowhere”的政策 [unknown-city]")
    assert "是否应为 `guangzhou`？" in remedy
    assert "现有：北京、长沙、成都、" in remedy


def test_a_month_without_quotes_is_told_with_the_line_and_the_remedy() -> None:
    done = hukou("score", "-", stdin='city = "beijing"\n[[insurance]]\nfrom = 2014-01\n')
    assert done.stderr.startswith("<stdin>:3:12: not TOML at ")
    assert "at “from = 2014-01”" in done.stderr
    assert 'in quotes, as from = "2020-08"' in done.stderr


def test_mistakes_speak_the_chosen_language() -> None:
    assert "没有这个文件" in hukou("score", "nobody.toml", "--lang", "zh").stderr
    assert "没有这个文件" in hukou("score", "nobody.toml", "--lang=zh").stderr
    assert "没有这个文件" in hukou("score", "nobody.toml", LANG="zh_CN.UTF-8").stderr


def test_an_identity_number_is_masked_wherever_it_stands() -> None:
    done = hukou("score", str(EXAMPLE), "--set", "insured_months=000000198506151233")
    assert done.returncode == 2
    assert "000000198506151233" not in done.stderr
    assert "****************33" in done.stderr
    for hidden in ("--set", "000000198506151233=5"), ("--set", "degree=０００００0 19850615 1233"):
        done = hukou("score", str(EXAMPLE), *hidden)
        assert done.returncode == 2
        assert "1985061512" not in done.stderr
    text = EXAMPLE.read_text(encoding="utf-8").replace('id = "example"', 'id = "x 000000 19850615 1233"')
    assert "identity-number" in hukou("score", "-", stdin=text).stderr


def test_what_cannot_be_written_is_told() -> None:
    for form in ("table", "json", "csv"):
        with Path("/dev/full").open("w", encoding="utf-8") as full:
            done = subprocess.run(
                [sys.executable, "-m", "hukou_cli", "score", str(EXAMPLE), "--format", form],
                stdout=full, stderr=subprocess.PIPE, text=True, check=False,
            )  # fmt: skip
        assert (done.returncode, "cannot-write" in done.stderr) == (2, True), form


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (f"score {EXAMPLE} >&-", 2, "[stdout-closed]"),
        (f"score {EXAMPLE} --format json >&-", 2, "[stdout-closed]"),
        (f"score {EXAMPLE} --check --quiet >&-", 1, ""),  # there is nothing to write
        ("--help >&-", 2, "[stdout-closed]"),
        (f"score {EXAMPLE} >&- 2>&-", 2, ""),
        ("score - <&-", 2, "[stdin-closed]"),
        ("ask beijing <&-", 2, "[stdin-closed]"),
        ("import - <&-", 2, "[stdin-closed]"),
    ],
)
def test_a_closed_stream_is_told_and_nothing_is_lost_without_a_word(words: str, code: int, said: str) -> None:
    command = f"{sys.executable} -m hukou_cli {words}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False, env=environment())
    assert (done.returncode, said in done.stderr) == (code, True), done.stderr
    assert "Traceback" not in done.stderr


def test_a_screen_of_no_width_still_shows() -> None:
    assert "103.59" in hukou("score", str(EXAMPLE), "--round", "2026", COLUMNS="0").stdout


def test_the_screen_has_no_colour_in_a_pipe_and_no_trailing_blanks() -> None:
    printed = hukou("score", str(EXAMPLE), "--round", "2026", "--explain", "--lang", "zh").stdout
    assert "\x1b" not in printed
    assert not [line for line in printed.splitlines() if line != line.rstrip()]


def test_a_narrow_encoding_does_not_stop_the_program() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "hukou_cli", "score", str(EXAMPLE)],
        capture_output=True, check=False, env=os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
    )  # fmt: skip
    assert done.returncode == 0


@pytest.mark.parametrize("columns", ["40", "60"])
def test_the_list_of_policies_cuts_nothing_on_a_narrow_screen(columns: str) -> None:
    """At 40 columns it said ``2020-07-`` and ``pass mar``: a column that may not wrap was cut without a mark."""
    lines = hukou("policy", "list", COLUMNS=columns).stdout.splitlines()
    at = lines.index("shenzhen_talent 2017-01-01")
    assert lines[at + 1 : at + 4] == ["  pass mark · 2026-11-23", "  深人社规〔2016〕23号", "  ! ended 2020-01-31"]
    assert max(map(cell_len, lines)) <= int(columns)


def test_a_header_is_not_written_under_the_name_of_a_spreadsheet(tmp_path: Path) -> None:
    """The file was CSV, which a spreadsheet calls damaged under such a name."""
    for name in ("staff.ods", "staff.XLS", "staff.parquet"):
        done = hukou("policy", "columns", "beijing", "-o", tmp_path / name)
        assert (done.returncode, "header-is-csv" in done.stderr) == (2, True)
        assert not (tmp_path / name).exists()


def test_a_city_without_points_has_no_total_of_zero() -> None:
    answer = json.loads(hukou("score", bundled() / "dalian/example.toml", "--format", "json").stdout)
    figures = ("total", "total_range", "core_points", "core_points_range")
    assert ([answer[key] for key in figures], answer["lines"]) == ([None] * 4, [])


def test_policy_list_and_show() -> None:
    assert "京政办发〔2020〕9号" in hukou("policy", "list").stdout
    shown = hukou("policy", "show", "北京", "--lang", "en").stdout
    assert "3 × months of social insurance ÷ 12" in shown
    assert "第五条（一）" in shown
    assert "trial" in hukou("policy", "show", "beijing", "--round", "2018", "--lang", "en").stdout


def test_policy_check_passes_on_all_and_fails_on_a_bad_one(tmp_path: Path) -> None:
    done = hukou("policy", "check")
    assert done.returncode == 0, done.stdout
    bad = tmp_path / "beijing" / "2020-07-16.toml"
    bad.parent.mkdir()
    text = (bundled() / "beijing" / "2020-07-16.toml").read_text(encoding="utf-8")
    bad.write_text(text.replace("insured_streak_months >= 84", "insured_streak_moths >= 84"), encoding="utf-8")
    done = hukou("policy", "check", str(bad))
    assert done.returncode == 1
    assert "Did you mean `insured_streak_months`" in done.stdout


def test_policy_test_counts_and_fails(tmp_path: Path) -> None:
    done = hukou("policy", "test", "beijing")
    assert done.returncode == 0
    assert done.stdout.endswith("passed, 0 failed\n")
    import shutil

    shutil.copytree(bundled() / "beijing", tmp_path / "beijing")
    policy = tmp_path / "beijing" / "2020-07-16.toml"
    policy.write_text(policy.read_text(encoding="utf-8").replace('"3 * insured', '"4 * insured'), encoding="utf-8")
    done = hukou("policy", "test", "beijing", "--policies", str(tmp_path))
    assert done.returncode == 1
    assert "employment is" in done.stdout


def test_policy_schema_is_json() -> None:
    assert json.loads(hukou("policy", "schema").stdout)["$defs"]["Indicator"]


def test_version_and_help() -> None:
    assert hukou("--version").stdout == f"hukou {__version__}\n"
    for command in (["--help"], ["score", "--help"], ["policy", "--help"], ["policy", "check", "--help"]):
        assert hukou(*command).returncode == 0


def test_a_mistake_of_ours_shows_no_facts_and_exits_70() -> None:
    code = (
        "import sys, hukou_cli.scoring.score as s\n"
        "def boom(*a, **k): raise RuntimeError('insured_months = 186')\n"
        "s.resolve = boom\n"
        "sys.argv = ['hukou', 'score', sys.argv[1]]\n"
        "from hukou_cli.cli import main; main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(EXAMPLE)], capture_output=True, text=True, check=False)
    assert done.returncode == 70
    assert "186" not in done.stderr
    assert "RuntimeError in boom" in done.stderr


def test_nothing_opens_a_socket() -> None:
    code = (
        "import socket, sys\n"
        "def refuse(*a, **k): raise SystemExit(99)\n"
        "socket.socket = refuse; socket.create_connection = refuse\n"
        "sys.argv = ['hukou', 'score', sys.argv[1]]\n"
        "from hukou_cli.cli import main; main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(EXAMPLE)], capture_output=True, text=True, check=False)
    assert done.returncode == 0


NOT_FOR_A_SCORE = (
    *("duckdb", "rich", "sqlglot", "pyspark", "socket", "bisect", "logging", "importlib.metadata"),
    *(f"hukou_cli.render.{view}" for view in ("layout", "score_text", "verdict", "explain", "count_trace")),
    *(f"hukou_cli.render.{words}" for words in ("edition_text", "sentences", "sources")),
    *(f"hukou_cli.base.{rare}" for rare in ("day_findings", "failures", "points_text", "spreadsheet")),
    *(f"hukou_cli.records.{rare}" for rare in ("recognised", "remedies", "stretches", "trace", "typed_line")),
    *(f"hukou_cli.scoring.{rare}" for rare in ("breaks", "claims", "contradictions", "disputed", "partial")),
    *("hukou_cli.scoring.plan", "hukou_cli.scoring.whatif", "hukou_cli.cli.arguments"),
    *(f"hukou_cli.policy.{rare}" for rare in ("city_names", "national", "round_findings")),
    *(f"hukou_cli.text.{words}" for words in ("errors_applicant", "errors_files", "screen_score")),
    "hukou_cli.table",
)
"""What the example has no use for, most of it what is said of mistakes. A module takes 0.1 ms at least."""


def test_a_score_imports_no_engine_and_json_no_screen() -> None:
    """Nor does it compile patterns that it has no use for: each takes a tenth of a millisecond at every start."""
    code = (
        "import sys, runpy, pathlib, re\n"
        "sys.argv = ['hukou', 'score', sys.argv[1], '--format', 'json']\n"
        "try: runpy.run_module('hukou_cli', run_name='__main__')\n"
        "except SystemExit: pass\n"
        f"print([m for m in {NOT_FOR_A_SCORE} if m in sys.modules], file=sys.stderr)\n"
        "read = ('hukou_cli.policy.validation', 'hukou_cli.policy.repetition')  # where the edition is not compiled ahead\n"
        "own = {m for m in sys.modules if m.startswith('hukou_cli.') and not m.startswith(read)}\n"
        "texts = {m: pathlib.Path(sys.modules[m].__file__).read_text('utf-8') for m in own}\n"
        "print([m for m in own if re.search(r'(?m)^\\w+ = re.compile', texts[m])], file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(EXAMPLE)], capture_output=True, text=True, check=False)
    assert done.stderr == "[]\n[]\n"


# ---------------------------------------------------------------- compare, policy diff, policy new


def test_compare_prints_each_city_with_its_distance() -> None:
    done = hukou("compare", str(EXAMPLE), "--round", "2026", "--cities", "北京")
    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(r"✗ Beijing +103\.59 +Eligible, but below the line", done.stdout)
    assert "Cut-off 119.92 (−16.33)" in done.stdout


def test_compare_as_json_and_csv() -> None:
    done = hukou(
        "compare",
        "-",
        "--round",
        "2026",
        "--cities",
        "beijing",
        "--format",
        "json",
        stdin=EXAMPLE.read_text(encoding="utf-8"),
    )
    answer = json.loads(done.stdout, parse_float=Decimal)
    assert answer["schema"] == "hukou-compare/1"
    (city,) = answer["cities"]
    assert (city["total"], city["line"], city["distance"]) == (Decimal("103.59"), Decimal("119.92"), Decimal("-16.33"))
    (row,) = csv.DictReader(
        io.StringIO(hukou("compare", str(EXAMPLE), "--round", "2026", "--cities", "beijing", "--format", "csv").stdout)
    )
    assert (row["city"], row["total"], row["eligible"], row["distance"]) == ("beijing", "103.59", "true", "-16.33")


def test_compare_refuses_a_city_that_is_not_there() -> None:
    done = hukou("compare", str(EXAMPLE), "--cities", "beijing,bejing")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Did you mean `beijing`?" in done.stderr


def test_a_case_is_shown_with_its_steps_and_a_failure_with_its_line(tmp_path: Path) -> None:
    hukou("policy", "new", "shelbyville", "--from", "2025-01-01", "--folder", str(tmp_path))
    command = ("policy", "test", "shelbyville", "--policies", str(tmp_path))
    shown = hukou(*command, "--show", "the-cap", "--lang", "en").stdout
    assert shown.startswith("shelbyville/2025-01-01 · the-cap\n5 × 4 + 5 × 5 + 1 × 0.41 = 45.41, at most 40; ")
    assert "█▍   5 × 4 + 5 × 5 + 1 × 0.41 = 45.41, capped\n" in shown
    assert shown.endswith("1 passed, 0 failed\n")
    early = hukou("score", str(tmp_path / "shelbyville" / "example.toml"), *command[3:], "--round", "2024")
    assert (early.returncode, early.stdout) == (2, "")
    assert "no edition of Shelbyville covers the round 2024 [unknown-round]\n  Known rounds: 2025 –\n" in early.stderr
    refused = hukou(*command, "--show", "before-the-first-month").stdout
    assert "insured_months: 175 is too large" in refused
    done = hukou(*command, "--show", "the-cup")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Did you mean `the-cap`" in done.stderr
    cases = tmp_path / "shelbyville" / "2025-01-01.cases.toml"
    text = cases.read_text(encoding="utf-8").replace("expect.distance = 0", "expect.distance = 1")
    cases.write_text(text, encoding="utf-8")
    line = text.splitlines().index("expect.distance = 1") + 1
    done = hukou(*command)
    assert done.returncode == 1
    told = f"{cases}:{line}: exactly-the-pass-mark: distance is 0, the case expects 1 [case-failed]\n"
    assert done.stdout == f"{told}5 passed, 1 failed\n"


def test_a_case_with_refused_facts_or_unknown_figures_says_so_with_their_lines(tmp_path: Path) -> None:
    hukou("policy", "new", "shelbyville", "--from", "2025-01-01", "--folder", str(tmp_path))
    cases = tmp_path / "shelbyville" / "2025-01-01.cases.toml"
    text = cases.read_text(encoding="utf-8")
    text = text.replace('facts.degree = "associate"', 'facts.degree = "asociate"')  # own-and-rented-home
    text = text.replace("expect.distance = 0", "expect.distanse = 0")  # exactly-the-pass-mark
    text = text.replace("own_home_months = 0", "own_home_month = 0", 1)  # [base], so every case
    cases.write_text(text, encoding="utf-8")
    lines = ["", *text.splitlines()]
    done = hukou("policy", "test", "shelbyville", "--policies", str(tmp_path))
    in_base = f"{cases}:{lines.index('own_home_month = 0')}: one-month-short.facts.own_home_month: there is no fact"
    in_case = lines.index('facts.degree = "asociate"')
    assert in_base in done.stdout
    assert f"{cases}:{in_case}: own-and-rented-home.facts.degree: “asociate”" in done.stdout
    assert "one-month-short: total" not in done.stdout
    cases.write_text(text.replace("own_home_month = 0", "own_home_months = 0"), encoding="utf-8")
    done = hukou("policy", "test", "shelbyville", "--policies", str(tmp_path))
    place = "exactly-the-pass-mark.expect.distanse"
    told = f"{cases}:{lines.index('expect.distanse = 0')}: {place}: unknown key `distanse` [unknown-key]\n"
    assert f"{told}  Did you mean `distance`?" in done.stdout


def test_two_editions_side_by_side() -> None:
    done = hukou("policy", "diff", "beijing/2017-01-01", "beijing")
    assert (done.returncode, done.stderr) == (0, "")
    assert "− beijing/2017-01-01" in done.stdout
    assert "+ beijing/2020-07-16" in done.stdout
    assert "age in full years: under 46 → 20; 46 and over → 0" in done.stdout
    assert "No rule changed." in hukou("policy", "diff", "beijing", "beijing/2020-07-16").stdout
    assert "Known: 2020-07-16 2017-01-01" in hukou("policy", "diff", "beijing/2017-01-02", "beijing").stderr


def test_a_new_city_passes_the_check_and_its_cases_and_is_never_written_over(tmp_path: Path) -> None:
    folder = str(tmp_path / "own")
    command = ["policy", "new", "shelbyville", "--zh", "谢尔比维尔市", "--from", "2026-02-01", "--folder", folder]
    done = hukou(*command)
    file = tmp_path / "own" / "shelbyville" / "2026-02-01.toml"
    example = file.parent / "example.toml"
    assert (done.returncode, done.stderr) == (0, "")
    written = [file.with_suffix(ending) for ending in (".toml", ".en.toml", ".cases.toml")]
    assert done.stdout.splitlines()[:4] == [str(path) for path in (*written, example)]
    assert 'name = "谢尔比维尔"' in file.read_text(encoding="utf-8")
    assert 'name = "Shelbyville"' in file.with_suffix(".en.toml").read_text(encoding="utf-8")
    assert hukou("policy", "check", str(file), "--policies", folder).stdout == f"{file}: no findings\n"
    assert hukou("policy", "check", "shelbyville", "--policies", folder).stdout == f"{file}: no findings\n"
    assert "Did you mean `shelbyville`?" in hukou("policy", "check", "shelbyvile", "--policies", folder).stderr
    assert hukou("policy", "test", "shelbyville", "--policies", folder).stdout == "6 passed, 0 failed\n"
    scored = hukou("score", str(example), "--policies", folder, "--round", "2026", "--format", "csv").stdout
    assert scored.splitlines()[1].startswith("example,true,,")
    hukou("policy", "new", "lanzhou", "--folder", folder, "--from", "2026-01-01")
    known = (tmp_path / "own" / "lanzhou" / "2026-01-01.toml").read_text(encoding="utf-8")
    assert 'name = "兰州"' in known  # as the table of large cities has it
    again = hukou(*command)
    assert (again.returncode, again.stdout) == (2, "")
    assert "file-exists" in again.stderr
    assert hukou("policy", "new", "Shelby Ville", "--folder", folder).returncode == 2


@pytest.mark.parametrize("command", ["score", "plan", "whatif", "compare"])
def test_a_screen_of_twenty_columns_without_signs_or_home(command: str) -> None:
    """The environment of tests has no HOME."""
    done = hukou(command, bundled() / "beijing" / "example.toml", COLUMNS="20", TERM="dumb", LANG="C")
    assert (done.returncode, done.stderr) == (0, "")
    assert "\x1b" not in done.stdout
    assert max(map(cell_len, done.stdout.splitlines())) <= 40  # the narrowest that is laid out
