"""``hukou guide`` as its users run it."""

import pytest

from hukou_cli.policy.catalog import bundled
from tests.support.program import hukou

pytestmark = pytest.mark.subprocess


def test_for_anybody_and_for_one_applicant() -> None:
    done = hukou("guide", "北京", "--on", "2026-11-30", "--lang", "zh")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("北京：怎样申请 · 2027年申报批次（尚未公布）\n")
    done = hukou("guide", "guangzhou", bundled() / "guangzhou" / "example.toml", "--on", "2026-11-30")
    assert (done.returncode, done.stderr) == (0, "")
    assert "collective household" in done.stdout
    assert "2. home of a lineal relative" not in done.stdout


def test_a_city_that_is_not_known() -> None:
    done = hukou("guide", "北就")
    assert (done.returncode, done.stdout) == (2, "")
