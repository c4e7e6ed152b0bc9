"""The wheel and the source archive, as somebody who installs them gets them."""

import os
import subprocess
import sys
import tarfile
import venv
from pathlib import Path

import pytest

from hukou_cli import __version__
from hukou_cli.api import __all__ as public_names

pytestmark = pytest.mark.subprocess

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "policies/beijing/example.toml"
USER_CODE = f"""
from decimal import Decimal
from hukou_cli import {", ".join(public_names)}

policy: Edition = find_policy("beijing", round=2026)
result: Score = score(load_applicant("me.toml"), policy, round=2026)
points: list[tuple[str, Decimal | None]] = [(line.indicator.id, line.points) for line in result.lines]
score("me.toml", policy)
"""


def build(folder: Path, *targets: str) -> None:
    chosen = [argument for target in targets for argument in ("-t", target)]
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(folder), *chosen]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    build(folder)
    return folder


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel, with what it needs and nothing else; return the folder of its programs."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=True)
    (wheel,) = built.glob("*.whl")
    subprocess.run([folder / "bin/pip", "install", "--quiet", wheel], check=True, capture_output=True)
    return folder / "bin"


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command that does not see this checkout."""
    plain = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    return subprocess.run(command, cwd=cwd, env=plain, capture_output=True, text=True, check=False)


def test_the_program_runs_without_what_developers_have(installed: Path, tmp_path: Path) -> None:
    assert run(installed / "hukou", "--version", cwd=tmp_path).stdout == f"hukou {__version__}\n"
    done = run(installed / "hukou", "score", EXAMPLE, "--round", "2026", "--lang", "en", cwd=tmp_path)
    assert (done.returncode, done.stderr, "103.59" in done.stdout) == (0, "", True)


ALL_COMPILED = """
import sys
from hukou_cli.policy.catalog import Catalog
catalog = Catalog()
for path in catalog.all():
    catalog.load(path)
reading = ("policy.load", "policy.compiler", "rules.parser", "base.mismatches", "text.terms")  # TOML, or its faults
print([name for name in reading if f"hukou_cli.{name}" in sys.modules])
"""


def test_the_wheel_carries_every_edition_compiled(installed: Path, tmp_path: Path) -> None:
    done = run(installed / "python", "-c", ALL_COMPILED, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "[]\n", "")


def test_the_same_tree_gives_the_same_wheel(built: Path, tmp_path: Path) -> None:
    (wheel,) = built.glob("*.whl")
    build(tmp_path, "wheel")
    assert (tmp_path / wheel.name).read_bytes() == wheel.read_bytes()


def test_a_type_checker_sees_the_public_types(installed: Path, tmp_path: Path) -> None:
    """The last line of the user's code is wrong, so that types which are all ``Any`` would be noticed."""
    (tmp_path / "user.py").write_text(USER_CODE, encoding="utf-8")
    checker = [sys.executable, "-m", "mypy", "--strict", "--python-executable", str(installed / "python"), "user.py"]
    done = run(*checker, cwd=tmp_path)
    last = USER_CODE.count("\n")
    assert done.stdout.splitlines() == [
        (
            f'user.py:{last}: error: Argument 1 to "score" has incompatible type "str"; '
            'expected "Applicant | Mapping[str, object]"  [arg-type]'
        ),
        "Found 1 error in 1 file (checked 1 source file)",
    ], done.stderr


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="no repository to compare with")
def test_the_source_archive_has_what_the_tests_need(built: Path) -> None:
    (archive,) = built.glob("*.tar.gz")
    with tarfile.open(archive) as tar:
        names = {name.partition("/")[2] for name in tar.getnames()}
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert set(tracked.split()) - names <= {".gitignore"}
