"""Files written whole or not at all, by two runs at the same time."""

import os
import subprocess
import tempfile
from contextlib import ExitStack
from pathlib import Path

import pytest

from hukou_cli.base.errors import OutputError
from hukou_cli.table.output import AtomicOutput
from hukou_cli.table.temp_file import give_name, write_all
from tests.support.program import HUKOU, environment


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("exists", [False, True])
def test_a_file_written_meanwhile_is_not_replaced(tmp_path: Path, *, force: bool, exists: bool) -> None:
    path = tmp_path / "out.csv"
    if exists:
        path.write_text("earlier", encoding="utf-8")
    output = AtomicOutput(path, force=force)
    write_all(output.handle, b"ours")
    path.write_text("another's", encoding="utf-8")
    with pytest.raises(OutputError) as error:
        output.flush()
    output.close()
    assert [finding.code for finding in error.value.findings] == [
        "output-written-meanwhile" if force else "output-exists"
    ]
    assert path.read_text(encoding="utf-8") == "another's"
    assert [file.name for file in tmp_path.iterdir()] == ["out.csv"]


def test_rejects_of_another_run_stay_though_this_one_has_none(tmp_path: Path) -> None:
    """Those of an earlier run go; those that another run wrote meanwhile tell of its rows."""
    for name, written in {"earlier": False, "meanwhile": True}.items():
        path = tmp_path / f"{name}.csv"
        path.write_text("earlier", encoding="utf-8")
        output = AtomicOutput(path, force=True)
        if written:
            path.write_text("another's", encoding="utf-8")
        output.remove_previous()
        output.close()
    assert [file.name for file in tmp_path.iterdir()] == ["meanwhile.csv"]


def test_a_hidden_file_takes_no_name_that_is_taken(tmp_path: Path) -> None:
    """As where a system has no files without a name."""
    handle, name = tempfile.mkstemp(dir=tmp_path)
    path = tmp_path / "out.csv"
    give_name(handle, Path(name), path)
    with pytest.raises(FileExistsError):
        give_name(handle, Path(name), path)
    os.close(handle)
    assert [file.name for file in tmp_path.iterdir()] == ["out.csv"]


@pytest.mark.slow
@pytest.mark.subprocess
@pytest.mark.parametrize("force", [(), ("--force",)])
def test_of_two_runs_to_one_output_the_second_says_so(force: tuple[str, ...], tmp_path: Path) -> None:
    """Both have opened the output before either may read its table to the end."""
    words = [*HUKOU, "rank", "-", "-o", "out.csv", *force]
    with ExitStack() as opened:
        runs = [
            opened.enter_context(
                subprocess.Popen(
                    words, cwd=tmp_path, env=environment(), stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True
                )
            )
            for _ in range(2)
        ]
        for run in runs:  # more than the program reads to know the header, and than a pipe holds
            assert run.stdin is not None
            run.stdin.write("id,total\n" + "1,1\n" * 500_000)
            run.stdin.flush()
        said = []
        for at, run in enumerate(runs):
            said.append(run.communicate(f"{at},2\n")[1])
    assert [run.returncode for run in runs] == [0, 2]
    assert ("output-written-meanwhile" if force else "output-exists") in said[1]
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()[1] == "1,0,2"
