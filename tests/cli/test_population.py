"""``hukou policy compare`` as its users run it: a draft of Beijing's rules against those in force."""

import csv
from pathlib import Path

import pytest

from tests.support.people import GOOD
from tests.support.program import hukou

pytestmark = pytest.mark.subprocess


def test_a_draft_that_counts_rented_homes_as_homes_of_ones_own(tmp_path: Path) -> None:
    draft, table, out = tmp_path / "draft.toml", tmp_path / "people.csv", tmp_path / "out.parquet"
    begun = hukou("policy", "draft", "beijing", "-o", draft)
    assert begun.returncode == 0, begun.stderr
    rules = draft.read_text(encoding="utf-8")
    changed = rules.replace("round(rented_since_counted / 24)", "round(rented_since_counted / 12)")
    assert changed != rules
    draft.write_text(changed, encoding="utf-8")
    # 17 months of insurance since 2020-08; 12 of them in a declared rental give 0.5 points, and 1 under the draft
    renting = {**GOOD, "id": "A2", "own_home_months_since_2020_08": "5", "rented_months_since_2020_08": "12"}
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(GOOD))
        writer.writeheader()
        writer.writerows([GOOD, renting])
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
