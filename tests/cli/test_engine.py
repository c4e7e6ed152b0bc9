"""``hukou batch --engine``: without Spark nothing of it is loaded, and its options are told by name."""

from pathlib import Path

import pytest

from tests.support.program import ROOT, hukou, python

TABLE = ROOT / "tests/data/people.csv"


@pytest.mark.subprocess
def test_a_batch_on_this_machine_loads_nothing_of_spark(tmp_path: Path) -> None:
    arguments = ["hukou", "batch", str(TABLE), "-o", str(tmp_path / "out.csv"), "--city", "beijing", "--round", "2026"]
    said = python(
        f"import sys; sys.argv = {arguments!r}\n"
        "from hukou_cli.cli.app import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print([name for name in sys.modules if name.startswith(('pyspark', 'py4j', 'pandas', 'pyarrow', 'hukou_cli.spark'))])"
    )
    assert said.strip() == "[]"
    assert (tmp_path / "out.csv").exists()


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--master", "yarn"), "master-without-spark"),
        (("--engine", "spark"), "spark-to-folder"),
        (("--engine", "spark", "-o", "out", "--sheet", "A", "--quota", "5"), "no-meaning-on-spark"),
    ],
)
def test_options_that_do_not_go_together_are_told(options: tuple[str, ...], code: str) -> None:
    done = hukou("batch", TABLE, *options, "--lang", "en")
    assert done.returncode == 2
    assert f"[{code}]" in done.stderr
    if code == "no-meaning-on-spark":
        assert "--sheet, --quota" in done.stderr
