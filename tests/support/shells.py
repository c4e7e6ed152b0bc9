"""Press TAB in a real shell: what a line becomes, or which candidates are offered."""

import fcntl
import os
import pty
import re
import select
import shutil
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from tests.support.program import ROOT, environment

LONGEST_WAIT = 20
"""Seconds after which a shell is taken to hang."""

_SETUP = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], "PS1='READY''> '; bind 'set bell-style none'"),
    "zsh": (["zsh", "-f", "-i"], "PS1='READY''> '; PS2=; unsetopt prompt_sp; autoload -Uz compinit; compinit -D -u"),
}  # fmt: skip
_NAMED = {"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
"""By which ``--show-completion`` takes the name of a shell; else it looks for the shell that started it."""

_TAB, _START, _END = "\t", "\x01", "\x05"


def program_in(folder: Path) -> dict[str, str]:
    """Write a ``hukou`` that runs this checkout, and return the environment in which a shell finds it."""
    program = folder / "hukou"
    program.write_text(f"#!{sys.executable}\nfrom hukou_cli.cli import run\nrun()\n", encoding="utf-8")
    program.chmod(0o755)
    path = f"{folder}{os.pathsep}{os.environ['PATH']}"
    return environment(PATH=path, TERM="dumb", HOME=str(folder), PYTHONPATH=str(ROOT), **_NAMED)


def completed(shell: str, line: str, folder: Path) -> str:
    """Type a line in bash or zsh, press TAB, and return what stands in the line then, without the blank at its end."""
    needs(shell)
    command, setup = _SETUP[shell]
    env = program_in(folder)
    script = subprocess.run(["hukou", "--show-completion", shell], env=env, capture_output=True, text=True, check=True)
    (folder / "completion").write_text(script.stdout, encoding="utf-8")
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env=env, cwd=folder,
        start_new_session=True, preexec_fn=_take_terminal,  # noqa: PLW1509 - one system call, which takes no lock
    ) as running:  # fmt: skip
        os.close(theirs)
        try:
            os.write(ours, f"{setup}; source ./completion\n".encode())
            _read(ours, running, rb"READY> (\x1b\[\?2004h)?$")
            os.write(ours, f"{line}{_TAB}{_START}echo 'TYPED<{_END}>'\n".encode())
            return _read(ours, running, rb"\nTYPED<(.*)>\r")[1].decode().rstrip()
        finally:
            running.kill()
            os.close(ours)


def _take_terminal() -> None:
    """Make the terminal that of the session: where a test is killed the shell gets SIGHUP, without which zsh spins."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def offered(line: str, folder: Path) -> dict[str, str]:
    """Return what fish offers for a line: each candidate with its description."""
    needs("fish")
    env = program_in(folder)
    code = f"hukou --show-completion fish | source; complete -C '{line}'"
    done = subprocess.run(["fish", "--no-config", "-c", code], env=env, cwd=folder, capture_output=True, check=True)
    assert done.stderr == b""
    rows = [row.partition("\t") for row in done.stdout.decode().splitlines()]
    return {word: meaning for word, _, meaning in rows}


def needs(shell: str) -> None:
    """Skip the test where a shell is not installed."""
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")


def _read(terminal: int, running: "subprocess.Popen[bytes]", end: bytes) -> "re.Match[bytes]":
    """Read a terminal up to what a pattern matches."""
    read = b""
    while (found := re.search(end, read)) is None:
        ready, _, _ = select.select([terminal], [], [], LONGEST_WAIT)
        assert ready, f"{running.args!r} hangs after {read!r}"
        read += os.read(terminal, 4096)
    return found
