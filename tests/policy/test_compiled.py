"""Editions compiled ahead are those that the TOML gives, and are used for no other text, code or city."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from hukou_cli.applicant.document import Applicant
from hukou_cli.base.errors import InvalidApplicant
from hukou_cli.policy.cases import cases_beside, load_cases
from hukou_cli.policy.catalog import VOCABULARY, Catalog, bundled
from hukou_cli.policy.compiled import read_compiled
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.load import load_edition
from hukou_cli.policy.precompile import write_compiled
from hukou_cli.policy.rounds import RoundId, read_round
from hukou_cli.render.score_json import score_json
from hukou_cli.scoring.examples import applicant_in
from hukou_cli.scoring.score import score_under
from tests.support.program import ROOT, python

EDITIONS = [pytest.param(path, id=f"{path.parent.name}-{path.stem}") for path in Catalog().all()]
BEIJING = Path("beijing", "2020-07-16.toml")


@pytest.fixture(scope="module")
def ahead(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("compiled")
    write_compiled(folder, installed=False)
    return folder


def both(path: Path, ahead: Path) -> tuple[Edition, Edition]:
    """Return an edition as it was compiled ahead, and as it is compiled now."""
    compiled = read_compiled(path, bundled() / VOCABULARY, ahead)
    assert compiled is not None
    return compiled, load_edition(path, Catalog().vocabulary())


@pytest.mark.parametrize("path", EDITIONS)
def test_an_edition_compiled_ahead_is_the_one_that_the_toml_gives(path: Path, ahead: Path) -> None:
    compiled, fresh = both(path, ahead)
    for field in Edition.__struct_fields__:
        assert getattr(compiled, field) == getattr(fresh, field), field


@pytest.mark.slow
@pytest.mark.parametrize("path", EDITIONS)
def test_it_gives_every_case_the_same_result(path: Path, ahead: Path) -> None:
    compiled, fresh = both(path, ahead)
    if not cases_beside(fresh).is_file():
        return
    cases = load_cases(cases_beside(fresh))
    for case in cases.case:
        round_ = read_round(case.round)
        assert round_ is not None
        applicant = applicant_in(case, cases.base)
        assert outcome(applicant, compiled, round_) == outcome(applicant, fresh, round_), case.id


def outcome(applicant: Applicant, edition: Edition, round_: RoundId) -> object:
    """Return all that a score shows, or what is wrong."""
    try:
        return score_json(score_under(applicant, edition, round_), "zh")
    except InvalidApplicant as error:
        return error.findings


@pytest.mark.parametrize(
    "changed", [BEIJING, BEIJING.with_suffix(".en.toml"), Path("facts.toml"), Path("facts.en.toml")]
)
def test_it_is_not_used_once_a_byte_of_its_texts_is_another(changed: Path, ahead: Path, tmp_path: Path) -> None:
    shutil.copytree(bundled() / "beijing", tmp_path / "beijing")
    for name in ("facts.toml", "facts.en.toml"):
        shutil.copy(bundled() / name, tmp_path)
    assert read_compiled(tmp_path / BEIJING, tmp_path / VOCABULARY, ahead) is not None
    file = tmp_path / changed
    state, text = file.stat(), file.read_bytes()
    file.write_bytes(text[:-2] + b"#\n")
    os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns))  # neither its size nor its time tells
    assert file.stat().st_size == state.st_size
    assert read_compiled(tmp_path / BEIJING, tmp_path / VOCABULARY, ahead) is None


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[:0],
        lambda content: content[:12],
        lambda content: content[:-1],
        lambda content: content + b"\0",
        lambda content: content[:-1000] + bytes([content[-1000] ^ 1]) + content[-999:],
        lambda content: bytes([content[0] ^ 1]) + content[1:],
        lambda content: content[:8] + bytes([content[8] ^ 1]) + content[9:],
    ],
    ids=["empty", "header", "cut", "longer", "one bit", "origin", "check"],
)
def test_it_is_not_used_once_it_is_damaged(damage: Callable[[bytes], bytes], ahead: Path, tmp_path: Path) -> None:
    name = BEIJING.with_suffix(".pickle")
    (tmp_path / "beijing").mkdir()
    (tmp_path / name).write_bytes(damage((ahead / name).read_bytes()))
    assert read_compiled(bundled() / BEIJING, bundled() / VOCABULARY, tmp_path) is None


USED = """
import os, sys
from pathlib import Path
from hukou_cli import find_policy, score
from hukou_cli.policy.compiled import FOLDER, PACKAGE
assert PACKAGE == Path.cwd() / "hukou_cli"
"""
COMPILES = "print('hukou_cli.policy.compiler' in sys.modules)"


@pytest.mark.subprocess
def test_a_checkout_uses_it_until_its_code_changes(tmp_path: Path) -> None:
    """The text stays the same; only the module that parses formulas is saved again."""
    shutil.copytree(
        ROOT / "hukou_cli", tmp_path / "hukou_cli", ignore=shutil.ignore_patterns("__pycache__", "compiled")
    )
    shutil.copytree(bundled(), tmp_path / "policies")
    find = "find_policy('beijing'); "

    def ran(code: str) -> str:
        return python(USED + code, cwd=tmp_path, PYTHONPATH=str(tmp_path))

    assert ran(find + COMPILES) == "True\n"
    ran("from hukou_cli.policy.precompile import write_compiled; write_compiled(FOLDER, installed=False)")
    assert ran(find + COMPILES) == "False\n"
    os.utime(tmp_path / "hukou_cli/rules/parser.py")
    assert ran(find + COMPILES) == "True\n"


@pytest.mark.subprocess
def test_a_folder_of_ones_own_is_always_compiled(tmp_path: Path) -> None:
    shutil.copytree(bundled() / "beijing", tmp_path / "beijing")
    code = (
        f"import sys; from hukou_cli import find_policy; find_policy('beijing', policies={str(tmp_path)!r}); {COMPILES}"
    )
    assert python(code) == "True\n"
