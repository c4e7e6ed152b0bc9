"""batch.md and the README: what a batch prints."""

from decimal import Decimal
from pathlib import Path

from tests.support.csv_files import rows_of
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


def test_the_page_shows_what_a_batch_of_records_says(tmp_path: Path) -> None:
    """A17: 198 months of insurance at 3 a year, 114 rented and 84 owned, 15 for the degree, the cap of 12, 20 for age."""
    (text,) = blocks(BATCH, "console")
    command, _, told = text.removeprefix("$ ").partition("\n")
    (tmp_path / "tests").symlink_to(ROOT / "tests")
    done = run(command, tmp_path)
    assert (done.stderr.split(), done.returncode) == (told.split(), 0)
    first = rows_of(tmp_path / "scores.csv")[0]
    assert first["total"] == str(Decimal(198) / 12 * 3 + (Decimal(114) * Decimal("0.5") + 84) / 12 + 15 + 12 + 20)
