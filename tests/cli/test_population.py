"""``hukou policy compare`` as its users run it: a draft of Beijing's rules against those in force."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from tests.support.people import GOOD
from tests.support.program import hukou

pytestmark = pytest.mark.subprocess


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """A draft that counts rented homes as homes of one's own."""
    file = tmp_path / "draft.toml"
    begun = hukou("policy", "draft", "beijing", "-o", file)
    assert begun.returncode == 0, begun.stderr
    rules = file.read_text(encoding="utf-8")
    changed = rules.replace("round(rented_since_counted / 24)", "round(rented_since_counted / 12)")
    assert changed != rules
    file.write_text(changed, encoding="utf-8")
    return file


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Two people with 17 months of insurance since 2020-08; one has lived 12 of them in a declared rental.

    They give 0.5 points, and 1 under the draft.
    """
    file = tmp_path / "people.csv"
    renting = {**GOOD, "id": "A2", "own_home_months_since_2020_08": "5", "rented_months_since_2020_08": "12"}
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, list(GOOD))
        writer.writeheader()
        writer.writerows([GOOD, renting])
    return file


def test_a_draft_beside_the_rules_in_force(draft: Path, table: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.parquet"
    asked = "policy", "compare", "beijing", draft, table, "--round", "2022", "--lang", "en"
    done = hukou(*asked, "--by", "学历学位", "-o", out, "--report", tmp_path / "page.html")
    assert done.returncode == 0, done.stderr
    assert "gain 1 (50.0 %) · lose 0 (0.0 %) · the same 1 (50.0 %)" in done.stdout
    assert "Stable residence 1 0 +0.25 +0.50" in " ".join(done.stdout.split())
    assert "cut-off 105.42 of this round" in done.stdout
    assert "By education" in done.stdout
    assert out.read_bytes().startswith(b"PAR1")
    assert "<svg" in (tmp_path / "page.html").read_text(encoding="utf-8")
    both = hukou(*asked, "--line", "100", "--quota", "1")
    assert both.returncode == 2
    assert "[line-and-quota]" in both.stderr


def test_a_table_is_scored_under_a_draft_and_told_so(draft: Path, table: Path) -> None:
    asked = "batch", table, "--round", "2022", "--keep", "none", "--lang", "en", "--city"
    now, then = hukou(*asked, "beijing"), hukou(*asked, draft)
    before, after = ([row["residence"] for row in csv.DictReader(done.stdout.splitlines())] for done in (now, then))
    assert [Decimal(new) - Decimal(old) for old, new in zip(before, after, strict=True)] == [0, Decimal("0.5")]
    assert "Beijing · round 2022 · draft: draft.toml" in then.stderr


def test_rows_may_name_rounds_of_a_draft_but_no_file(draft: Path, tmp_path: Path) -> None:
    table = tmp_path / "people.csv"
    rows = [{**GOOD, "round": "2022", "city": ""}, {**GOOD, "id": "A2", "round": "2022", "city": str(draft)}]
    with table.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    alone = hukou("batch", table, "--lang", "en")
    assert (alone.returncode, "[no-row-of-a-city]" in alone.stderr) == (2, True)
    done = hukou("batch", table, "--city", draft, "--lang", "en")
    assert "read 2 = scored 2 + rejected 0" in done.stderr  # the one file that the user named himself


def test_one_applicant_under_a_draft(draft: Path, tmp_path: Path) -> None:
    facts = [f"--set={name}={value}" for name, value in GOOD.items() if name != "id"]
    told = hukou("score", "--city", draft, "--round", "2022", "--lang", "en", *facts).stdout
    assert told.splitlines()[0] == "Beijing · round 2022 (over) · draft: draft.toml"
    assert hukou("policy", "sql", draft).stdout.splitlines()[1].startswith("-- draft.toml, round ")
    applicant = tmp_path / "me.toml"
    applicant.write_text(f"city = {str(draft)!r}\nbirth_date = 1990-01-01\n", encoding="utf-8")
    refused = hukou("score", applicant)  # an applicant's file makes nobody read another file
    assert (refused.returncode, "[unknown-city]" in refused.stderr) == (2, True)
