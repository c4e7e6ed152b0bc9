"""Run the program as people run it: another process, a plain environment, a pipe for a screen."""

import os
import subprocess
import sys
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parent.parent.parent
HUKOU = [sys.executable, "-m", "hukou_cli"]


def environment(**more: str) -> dict[str, str]:
    """Return a plain environment: this checkout, 80 columns, English, UTF-8; what measures coverage passes through."""
    kept = {name: text for name, text in os.environ.items() if name == "PATH" or "COVERAGE" in name}
    return {"PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", "COLUMNS": "80", **kept, **more}


def hukou(
    *arguments: object, stdin: str | bytes | IO[bytes] = b"", cwd: Path | None = None, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run the program, whatever its exit code; ``variables`` are added to its environment."""
    done = _run(arguments, stdin, cwd, variables)
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def run_checked(*arguments: object, stdin: str | bytes | IO[bytes] = b"", code: int = 0) -> tuple[bytes, str]:
    """Run the program, assert its exit code, and return the bytes of stdout and the text of stderr."""
    done = _run(arguments, stdin, None, {})
    assert done.returncode == code, done.stderr.decode()
    return done.stdout, done.stderr.decode()


def batch(*arguments: object, stdin: str | bytes | IO[bytes] = b"", code: int = 0) -> tuple[bytes, str]:
    """Run ``hukou batch`` for Beijing's round 2022 in English, as ``run_checked`` does."""
    return run_checked(
        "batch", *arguments, "--city", "beijing", "--round", "2022", "--lang", "en", stdin=stdin, code=code
    )


def python(code: str, *, cwd: Path = ROOT, **variables: str) -> str:
    """Run Python code that must end well, and return what it prints."""
    env = environment(**variables)
    done = subprocess.run([sys.executable, "-c", code], cwd=cwd, env=env, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def write_to_pipe(*arguments: object, cwd: Path) -> tuple[bytes, str]:
    """Run the program with ``-o`` a pipe, known by the name of its open file; return what went into it, and stderr."""
    reading, writing = os.pipe()
    command = [*HUKOU, *map(str, arguments), "-o", f"/dev/fd/{writing}"]
    with subprocess.Popen(command, cwd=cwd, env=environment(), pass_fds=[writing], stderr=subprocess.PIPE) as running:
        os.close(writing)
        with open(reading, "rb") as pipe:  # noqa: PTH123 - a file descriptor has no path
            content = pipe.read()
        said = running.communicate()[1].decode()
    assert running.returncode == 0, said
    return content, said


def _run(
    arguments: tuple[object, ...], stdin: str | bytes | IO[bytes], cwd: Path | None, variables: dict[str, str]
) -> subprocess.CompletedProcess[bytes]:
    command, env = [*HUKOU, *map(str, arguments)], environment(**variables)
    if isinstance(stdin, str):
        stdin = stdin.encode()
    if isinstance(stdin, bytes):
        return subprocess.run(command, input=stdin, capture_output=True, check=False, cwd=cwd, env=env)
    return subprocess.run(command, stdin=stdin, capture_output=True, check=False, cwd=cwd, env=env)


def tells(said: str, place: str, code: str) -> bool:
    """Return whether a message of a code is told at a place: ``in.csv:3: degree: …  [not-one-of]``."""
    return any(f"{place}: " in line and line.endswith(f"[{code}]") for line in said.splitlines())
