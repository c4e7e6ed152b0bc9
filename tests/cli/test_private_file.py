"""New files written whole or not at all, where the disk is full or another program was first."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from hukou_cli.base.errors import OutputError
from hukou_cli.cli.policy.new import new
from hukou_cli.cli.private_file import write_private


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """Have the system write no more into a file, as a full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_leaves_no_part_of_a_file(tmp_path: Path) -> None:
    with pytest.raises(OutputError) as error, files_of_at_most(100):
        write_private(tmp_path / "me.toml", "x" * 101)
    assert [finding.code for finding in error.value.findings] == ["cannot-write"]
    assert not [*tmp_path.iterdir()]


def test_a_file_of_another_program_stays(tmp_path: Path) -> None:
    file = tmp_path / "me.toml"
    file.write_text("another's", encoding="utf-8")
    with pytest.raises(OutputError) as error:
        write_private(file, "ours")
    assert [finding.code for finding in error.value.findings] == ["file-exists"]
    assert [(each.name, each.read_text(encoding="utf-8")) for each in tmp_path.iterdir()] == [("me.toml", "another's")]


def test_a_full_disk_leaves_none_of_the_files_of_a_city(tmp_path: Path) -> None:
    """The edition is longer than its English, which is written second; the folders that were there stay."""
    (tmp_path / "mine").mkdir()
    with pytest.raises(OutputError) as error, files_of_at_most(1000):
        new("newtown", "en", folder=tmp_path / "mine" / "policies")
    assert [finding.code for finding in error.value.findings] == ["cannot-write"]
    assert [*tmp_path.rglob("*")] == [tmp_path / "mine"]
