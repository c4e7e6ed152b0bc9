"""Run the program as people run it: another process, a plain environment, a pipe for a screen."""

import atexit
import contextlib
import json
import os
import socket
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parent.parent.parent
HUKOU = [sys.executable, "-m", "hukou_cli"]
READ_BY_PROGRAM = {"COLUMNS", "NO_COLOR", "PYTHONIOENCODING", "TERM"}
"""Variables that Python does not read when it starts, and one that ``warm.py`` heeds as it does."""


def environment(**more: str) -> dict[str, str]:
    """Return a plain environment: this checkout, 80 columns, English, UTF-8; what measures coverage passes through."""
    kept = {name: text for name, text in os.environ.items() if name == "PATH" or "COVERAGE" in name}
    return {"PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", "COLUMNS": "80", **kept, **more}


def hukou(
    *arguments: object, stdin: str | bytes | IO[bytes] = b"", cwd: Path | None = None, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run the program, whatever its exit code; ``variables`` are added to its environment."""
    done = run_program(arguments, stdin, cwd, variables)
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def run_checked(*arguments: object, stdin: str | bytes | IO[bytes] = b"", code: int = 0) -> tuple[bytes, str]:
    """Run the program, assert its exit code, and return the bytes of stdout and the text of stderr."""
    done = run_program(arguments, stdin, None, {})
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


def run_program(
    arguments: Sequence[object], stdin: str | bytes | IO[bytes], cwd: Path | None, variables: dict[str, str]
) -> subprocess.CompletedProcess[bytes]:
    """Run the program, whatever its exit code, in the cheapest way that is like a start of its own."""
    words = [str(argument) for argument in arguments]
    if isinstance(stdin, str):
        stdin = stdin.encode()
    plain = environment()
    variables = {name: text for name, text in variables.items() if plain.get(name) != text}
    is_plain = variables.keys() <= READ_BY_PROGRAM and "COVERAGE_PROCESS_START" not in os.environ
    if is_plain and isinstance(stdin, bytes):
        return run_warm(words, stdin, cwd, variables)
    return run_cold(words, stdin, cwd, variables)


def run_cold(
    words: list[str], stdin: bytes | IO[bytes], cwd: Path | None, variables: dict[str, str]
) -> subprocess.CompletedProcess[bytes]:
    """Run the program in a Python that starts for it."""
    command, env = [*HUKOU, *words], environment(**variables)
    if isinstance(stdin, bytes):
        return subprocess.run(command, input=stdin, capture_output=True, check=False, cwd=cwd, env=env)
    return subprocess.run(command, stdin=stdin, capture_output=True, check=False, cwd=cwd, env=env)


def run_warm(
    words: list[str], stdin: bytes, cwd: Path | None, variables: dict[str, str]
) -> subprocess.CompletedProcess[bytes]:
    """Run the program in a child of a process that has imported it; see ``tests/support/warm.py``."""
    request = json.dumps({"words": words, "cwd": str(cwd or Path.cwd()), "variables": variables}).encode()
    (fed, feed), (out, said), (err, told) = os.pipe(), os.pipe(), os.pipe()
    server = _server()
    socket.send_fds(server, [request], [fed, said, told])
    for end in (fed, said, told):
        os.close(end)
    with ThreadPoolExecutor(3) as pool:
        answers = pool.submit(_drain, out), pool.submit(_drain, err)
        pool.submit(_feed, feed, stdin)
        code = int(server.recv(100))
    return subprocess.CompletedProcess([*HUKOU, *words], code, answers[0].result(), answers[1].result())


@cache
def _server() -> socket.socket:
    """Start the process that has imported the program; it ends with this one."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        running = subprocess.Popen(
            [sys.executable, "-m", "tests.support.warm", str(theirs.fileno())],
            cwd=ROOT, env=environment(), pass_fds=[theirs.fileno()],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
    atexit.register(_end, ours, running)
    return ours


def _end(server: socket.socket, running: "subprocess.Popen[bytes]") -> None:
    server.close()
    running.communicate()


def _feed(pipe: int, content: bytes) -> None:
    with contextlib.suppress(BrokenPipeError), open(pipe, "wb") as file:
        file.write(content)


def _drain(pipe: int) -> bytes:
    with open(pipe, "rb") as file:
        return file.read()


def tells(said: str, place: str, code: str) -> bool:
    """Return whether a message of a code is told at a place: ``in.csv:3: degree: …  [not-one-of]``."""
    return any(f"{place}: " in line and line.endswith(f"[{code}]") for line in said.splitlines())
