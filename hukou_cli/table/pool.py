"""A pool of workers that chunks go through at once; results come in the order of the input."""

import os
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from hukou_cli.table.source.inputs import Chunk
from hukou_cli.table.worker import Worker

Result = TypeVar("Result")


class Pool:
    """A pool of ``count`` workers, made as they are needed."""

    def __init__(self, count: int, make: Callable[[], Worker]) -> None:
        self.count, self._make = count, make
        self._local = threading.local()
        self._workers: list[Worker] = []
        self._guard = threading.Lock()

    def answers(
        self, chunks: Iterable[Chunk], work: Callable[[Worker, Chunk], Result]
    ) -> Generator[Result, None, None]:
        """Yield the result of each chunk, in the order of the chunks. Closing the generator interrupts the workers."""
        waiting: deque[Future[Result]] = deque()
        pool = ThreadPoolExecutor(self.count)
        try:
            for chunk in chunks:
                waiting.append(pool.submit(self._one, chunk, work))
                if len(waiting) > self.count:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()
            with self._guard:
                for worker in self._workers:
                    worker.interrupt()
            pool.shutdown(wait=True, cancel_futures=True)
            for worker in self._workers:
                worker.close()

    def _one(self, chunk: Chunk, work: Callable[[Worker, Chunk], Result]) -> Result:
        worker: Worker | None = getattr(self._local, "worker", None)
        if worker is None:
            worker = self._make()
            with self._guard:
                self._workers.append(worker)
            self._local.worker = worker
        return work(worker, chunk)


def cores() -> int:
    """Return the number of cores that this process may use, at most 16."""
    usable = getattr(os, "sched_getaffinity", None)
    return min(len(usable(0)) if usable else os.cpu_count() or 1, 16)
