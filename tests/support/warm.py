"""A process that has imported the program and becomes it in a child for each run, which saves every run its start.

The child is a process of its own with pipes for its streams; it runs and ends as the installed command. Only what
happens before the first line of the program has happened already, in the plain environment.
"""

import contextlib
import gc
import io
import json
import os
import socket
import sys
from importlib import import_module

from hukou_cli.cli import run

_IMPORTED = (
    "duckdb", "openpyxl", "rich.table", "hukou_cli.cli.app", "hukou_cli.table.pipeline", "hukou_cli.table.workbook.sheet",
    *(f"hukou_cli.cli.{name}" for name in ("init", "ask", "score", "compare", "plan", "whatif", "guide", "batch", "rank")),
)  # fmt: skip
MOST_BYTES = 1 << 17
"""The most that one request takes: the arguments of a command."""


def _serve(requests: socket.socket) -> None:
    """Answer each request with the exit code of a child that ran it; return in a child, and where no more come."""
    while True:
        request, streams, _, _ = socket.recv_fds(requests, MOST_BYTES, 3)
        if not request:
            sys.exit()
        child = os.fork()
        if not child:
            requests.close()
            _take_over(streams, **json.loads(request))
            return
        for stream in streams:
            os.close(stream)
        _, status = os.waitpid(child, 0)
        requests.send(str(os.waitstatus_to_exitcode(status)).encode())


def _take_over(pipes: list[int], words: list[str], cwd: str, variables: dict[str, str]) -> None:
    for number, pipe in enumerate(pipes):
        os.dup2(pipe, number)
        os.close(pipe)
    os.chdir(cwd)
    os.environ.update(variables)
    if encoding := variables.get("PYTHONIOENCODING"):  # as a Python that starts heeds it
        for stream, errors in ((sys.stdin, "strict"), (sys.stdout, "strict"), (sys.stderr, "backslashreplace")):
            assert isinstance(stream, io.TextIOWrapper)
            stream.reconfigure(encoding=encoding, errors=errors)
    sys.path[0] = cwd
    sys.argv = ["__main__.py", *words]
    sys.modules["__main__"].__package__ = "hukou_cli"  # with which messages name the command


if __name__ == "__main__":
    for name in _IMPORTED:
        with contextlib.suppress(ModuleNotFoundError):  # an extra that is not installed
            import_module(name)
    gc.freeze()  # a child copies no memory in order to see that it is still used
    _serve(socket.socket(fileno=int(sys.argv[1])))
    run()  # as the installed command, it ends without taking down what was imported
