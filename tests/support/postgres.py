"""A PostgreSQL of the tests' own: a cluster in a temporary folder, reached by a socket in it, on no port."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

DEBIAN = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))
FOLDER_OF_PROGRAMS = str(DEBIAN[-1]) if DEBIAN else None

Run = Callable[[str], str]
"""Runs a script of SQL and gives what it printed."""


def found(program: str) -> str | None:
    """Give the path of a program of PostgreSQL; Debian has those of the server in a folder of their own."""
    return shutil.which(program) or shutil.which(program, path=FOLDER_OF_PROGRAMS)


def is_installed() -> bool:
    return all(map(found, ("initdb", "pg_ctl", "psql")))


@contextmanager
def server() -> Iterator[Run]:
    """Start a server, which root may not do: then the user of the package does."""
    user = "postgres" if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="pg"))  # of a short name: that of a socket has at most 107 bytes

    def run(program: str, *arguments: str, given: str | None = None) -> str:
        path = found(program)
        assert path is not None
        done = subprocess.run(
            [path, *arguments], input=given, capture_output=True, encoding="utf-8", cwd=folder, user=user, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def sql(script: str) -> str:
        return run("psql", "-h", str(folder), "-U", "tests", "-XAtq", "-v", "ON_ERROR_STOP=1", "postgres", given=script)

    try:
        if user is not None:
            shutil.chown(folder, user)
        run("initdb", "-D", "data", "-U", "tests", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        options = f"-k {folder} -c listen_addresses='' -c fsync=off"
        run("pg_ctl", "-D", "data", "-o", options, "-l", "log", "-w", "start")
        try:
            yield sql
        finally:
            run("pg_ctl", "-D", "data", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)
