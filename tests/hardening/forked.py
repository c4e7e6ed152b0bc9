"""Run the program many times in little time: each run is a fork of a process that has imported it."""

import os
import resource
import signal
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hukou_cli.cli import app

MISTAKE_OF_OURS = 70
"""The exit code that the program gives to a fault of its own."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one run did.

    Attributes:
        code: The exit code; negative where a signal ended it.
        said: What it wrote to standard output and to standard error.
        seconds: The CPU seconds that it took.
        megabytes: The most memory that it held, in units of 1,000,000 bytes.

    """

    code: int
    said: str
    seconds: float
    megabytes: int


def run(words: Sequence[str], *, most_seconds: int = 60, most_megabytes: int = 0) -> Run:
    """Run ``hukou`` with these words, 1,000 columns wide; it is ended after so many CPU seconds.

    Args:
        words: The arguments.
        most_seconds: CPU seconds after which the run is ended by a signal.
        most_megabytes: The most address space that the run may have; 0: no limit.

    """
    with tempfile.TemporaryFile() as said:
        sys.stdout.flush()
        sys.stderr.flush()
        child = os.fork()
        if not child:
            _become(words, said.fileno(), most_seconds, most_megabytes)
        _, status, usage = os.wait4(child, 0)
        said.seek(0)
        text = said.read().decode(errors="replace")
    seconds = usage.ru_utime + usage.ru_stime
    return Run(os.waitstatus_to_exitcode(status), text, seconds, usage.ru_maxrss * 1024 // 1_000_000)


def _become(words: Sequence[str], said: int, most_seconds: int, most_megabytes: int) -> None:
    """Be the program, in the child: never return."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CPU, (most_seconds, most_seconds + 1))
    if most_megabytes:
        resource.setrlimit(resource.RLIMIT_AS, (most_megabytes * 1_000_000,) * 2)
    empty = os.open(os.devnull, os.O_RDONLY)
    for number, stream in enumerate((empty, said, said)):
        os.dup2(stream, number)
    sys.stdin, sys.stdout, sys.stderr = (
        open(number, mode, encoding="utf-8", closefd=False)  # noqa: SIM115 - a file descriptor has no path
        for number, mode in enumerate("rww")
    )
    os.environ.update(COLUMNS="1000", LANG="C.UTF-8", LC_ALL="C.UTF-8", NO_COLOR="1")
    sys.argv = ["hukou", *words]
    sys.modules["pyspark"] = None  # type: ignore[assignment]  # as where it is not installed: a session would outlive us
    code: object = 1
    try:
        app.main()
        code = 0
    except SystemExit as end:
        code = end.code or 0
    except BaseException as error:  # noqa: BLE001 - whatever comes out is the finding
        sys.stderr.write(f"{type(error).__name__}: {error}")
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code if isinstance(code, int) else 1)


def left_in(folder: Path) -> str:
    """Return what the files of a folder hold, their names among it."""
    return "\n".join(
        f"{file.relative_to(folder)}\n{file.read_text(encoding='utf-8', errors='replace')}"
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    )
