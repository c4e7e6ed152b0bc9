"""Processes that count the facts of people, as threads of one process would wait for each other.

A process reads pieces of work from its standard input and writes what came of them to its standard output, each behind
its length; it ends when its input does, so that none is left behind whatever becomes of this one.
"""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import IO, Any, TypeVar

import msgspec

from hukou_cli.base.errors import Finding, InvalidTable
from hukou_cli.base.failures import FailedElsewhere, type_and_place
from hukou_cli.policy.catalog import Catalog
from hukou_cli.policy.rounds import RoundId
from hukou_cli.table.person import Counted, Part, Person, PersonCounter
from hukou_cli.text.language import Language

PIECE = 64
"""People whom a process counts at once: enough that handing them over costs little."""

FEW = 500
"""People at once who are counted here, where a process would take longer to start."""

_CODE = "from hukou_cli.table.counters import serve; serve()"
_LENGTH = 4
"""Bytes of the length before a message."""

_OWN_GROUP: Mapping[str, Any] = {} if sys.platform == "win32" else {"process_group": 0}
"""An interrupt of a terminal goes to the group of who started the processes, and stops none that is just starting."""

_ANSWER: Any = list[Counted] | str
"""What a process answers: the counts, or what went wrong."""

Message = TypeVar("Message")


class PartTask(msgspec.Struct, frozen=True, array_like=True):
    """The rows of one edition and round, for a process: the edition by the path of its file."""

    path: str
    round: RoundId
    columns: dict[str, int]


class Task(msgspec.Struct, frozen=True, array_like=True):
    """What a process is told before it counts: what a ``PersonCounter`` takes, editions by the catalog's folders."""

    folders: tuple[str, ...]
    parts: tuple[PartTask, ...]
    keys: tuple[str, ...]
    headings: dict[str, str]
    language: Language
    today: int

    def counter(self) -> PersonCounter:
        """Return what counts."""
        catalog = Catalog([Path(folder) for folder in self.folders])
        parts = [Part(catalog.load(Path(part.path)), part.round, part.columns) for part in self.parts]
        return PersonCounter(parts, self.keys, self.headings, self.language, self.today)


class Counters:
    """Counts people: a few here, many in as many processes as there are workers.

    Args:
        here: Counts in this process.
        task: What a process is told.
        processes: How many there are at most; none are started before they are needed.

    """

    def __init__(self, here: PersonCounter, task: Task, processes: int) -> None:
        self._here, self._task, self._most = here, task, processes
        self._idle: SimpleQueue[_Process] = SimpleQueue()
        self._all: list[_Process] = []
        self._guard, self._stopped = threading.Lock(), False
        self._senders = ThreadPoolExecutor(processes)

    def counted(self, people: Sequence[Person]) -> Iterable[Counted]:
        """Count people, in their order; of those alike, as where an id is repeated thousands of times, one."""
        written = [msgspec.msgpack.encode(person) for person in people]
        distinct = dict(zip(written, people, strict=True))
        found = dict(zip(distinct, self._counted([*distinct.values()]), strict=True))
        return map(found.__getitem__, written)

    def _counted(self, people: Sequence[Person]) -> Iterable[Counted]:
        if len(people) < FEW or self._most == 1:
            return map(self._here.count, people)
        pieces = (people[first : first + PIECE] for first in range(0, len(people), PIECE))
        return self._in_processes(pieces)

    def _in_processes(self, pieces: Iterable[Sequence[Person]]) -> Iterator[Counted]:
        for found in self._senders.map(self._piece, pieces):
            yield from found

    def _piece(self, people: Sequence[Person]) -> list[Counted]:
        """Count people in some process. Raises InvalidTable where it was ended from outside."""
        process = self._process()
        try:
            return process.count(people)
        except (EOFError, BrokenPipeError):
            if self._stopped:
                raise InterruptedError from None
            raise InvalidTable([Finding("counting-ended")]) from None
        finally:
            self._idle.put(process)

    def _process(self) -> "_Process":
        """Return an idle process, started where there are fewer than there may be."""
        with self._guard:
            if self._stopped:
                raise InterruptedError
            if self._idle.empty() and len(self._all) < self._most:
                self._all.append(_Process(self._task))
                return self._all[-1]
        return self._idle.get()

    def close(self) -> None:
        """End the processes; who waits for one gets an error."""
        with self._guard:
            self._stopped = True
            for process in self._all:
                process.close()
        self._senders.shutdown(cancel_futures=True)


class _Process:
    """A process that counts."""

    def __init__(self, task: Task) -> None:
        paths = os.pathsep.join(filter(None, sys.path))
        self._run = subprocess.Popen(  # noqa: S603 - this very Python
            [sys.executable, "-P", "-c", _CODE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": paths},
            **_OWN_GROUP,
        )
        assert self._run.stdin is not None
        assert self._run.stdout is not None
        self._to: IO[bytes] = self._run.stdin
        self._from: IO[bytes] = self._run.stdout
        _send(self._to, task)

    def count(self, people: Sequence[Person]) -> list[Counted]:
        """Count people.

        Raises:
            EOFError: The process has ended.
            BrokenPipeError: It has ended.
            FailedElsewhere: The program made a mistake there.

        """
        _send(self._to, people)
        answer: list[Counted] | str = _receive(self._from, _ANSWER)
        if isinstance(answer, str):
            raise FailedElsewhere(answer)
        return answer

    def close(self) -> None:
        """End the process."""
        self._run.kill()
        self._run.wait()
        with contextlib.suppress(BrokenPipeError):  # of what it did not take
            self._to.close()
        self._from.close()


def serve() -> None:
    """Count people as standard input asks for, until it ends: what such a process does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started it decides
    asked, answers = sys.stdin.buffer, sys.stdout.buffer
    counter = _receive(asked, Task).counter()
    try:
        while True:
            people = _receive(asked, list[Person])
            _send(answers, _answer(counter, people))
    except EOFError:
        return
    except BrokenPipeError:
        os._exit(0)  # who started it is gone: the end of the interpreter would complain of what was not written


def _answer(counter: PersonCounter, people: Sequence[Person]) -> list[Counted] | str:
    """Count people; where the program makes a mistake, return its type and place: a traceback could show a row."""
    try:
        return [counter.count(person) for person in people]
    except Exception as error:  # noqa: BLE001 - whatever it is
        return type_and_place(error)


def _send(stream: IO[bytes], message: object) -> None:
    content = msgspec.msgpack.encode(message)
    stream.write(len(content).to_bytes(_LENGTH, "big") + content)
    stream.flush()


def _receive(stream: IO[bytes], kind: type[Message]) -> Message:
    """Read a message. Raises EOFError where there is none."""
    size = int.from_bytes(_read(stream, _LENGTH), "big")
    return msgspec.msgpack.decode(_read(stream, size), type=kind)


def _read(stream: IO[bytes], size: int) -> bytes:
    content = stream.read(size)
    if len(content) < size:
        raise EOFError
    return content


def task_of(  # noqa: PLR0913, PLR0917
    folders: Sequence[Path],
    parts: Sequence[Part],
    keys: Sequence[str],
    headings: Mapping[str, str],
    language: Language,
    today: int,
) -> Task:
    """Return what a process is told, of what a ``PersonCounter`` takes."""
    listed = tuple(PartTask(part.edition.path, part.round, dict(part.columns)) for part in parts)
    return Task(tuple(map(str, folders)), listed, tuple(keys), dict(headings), language, today)
