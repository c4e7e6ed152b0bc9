"""batch.md and the README: what a batch prints."""

from pathlib import Path

from tests.support.pages import BATCH, ROOT, blocks, run
from tests.support.program import python


def test_the_python_of_batches_runs() -> None:
    (text,) = blocks(BATCH, "python")
    assert python(text).splitlines() == [
        "[(2, Decimal('91.67'))]",
        "[(3, 'insured_streak_months', '12.5', 'not-a-whole-number')]",
    ]


def test_the_readme_shows_what_a_batch_says(tmp_path: Path) -> None:
    (text,) = blocks((ROOT / "README.md").read_text(encoding="utf-8"), "console")
    command, _, told = text.removeprefix("$ ").partition("\n")
    (tmp_path / "tests/data").mkdir(parents=True)
    (tmp_path / "tests/data/people.csv").write_bytes((ROOT / "tests/data/people.csv").read_bytes())
    done = run(command, tmp_path)
    assert (done.stderr.split(), done.returncode) == (told.split(), 0)  # its long line is broken on the page
