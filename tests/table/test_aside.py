"""Folders in which a ranking lays rows aside: none stays for long after a run that was killed."""

import os
import tempfile
import time
from pathlib import Path

import pytest

from hukou_cli.table.aside import engine_on_disk


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def folder(at: Path, name: str, age: int = 3600) -> Path:
    made = at / name
    made.mkdir()
    (made / "rows").write_text("rows", encoding="utf-8")
    then = time.time() - age
    os.utime(made, (then, then))
    return made


def test_the_next_run_removes_what_a_killed_one_left(temporary: Path) -> None:
    left, young, others = (
        folder(temporary, "hukou-a"),
        folder(temporary, "hukou-b", age=1),
        folder(temporary, "other-c"),
    )
    link = temporary / "hukou-d"
    link.symlink_to(others, target_is_directory=True)
    with engine_on_disk(1):
        assert not left.exists()
    assert young.exists()
    assert (others / "rows").exists()
    assert sorted(path.name for path in temporary.iterdir()) == ["hukou-b", "hukou-d", "other-c"]


def test_a_folder_in_use_is_left_alone(temporary: Path) -> None:
    with engine_on_disk(1):
        (mine,) = temporary.iterdir()
        then = time.time() - 3600
        os.utime(mine, (then, then))
        with engine_on_disk(1):
            assert mine.exists()
    assert not list(temporary.iterdir())


def test_what_does_not_fit_is_laid_aside(temporary: Path) -> None:
    """An engine takes the same memory for every table; without a limit it took four fifths of the machine's."""
    with engine_on_disk(2) as engine:
        (limit,) = engine.execute("SELECT current_setting('memory_limit')").fetchall()[0]
        (aside,) = engine.execute("SELECT current_setting('temp_directory')").fetchall()[0]
    assert limit == "591.2 MiB"  # 620,000,000 bytes of 1,048,576 each
    assert Path(aside).parent == temporary
