"""The workers of a server: queries from outside run in processes that are killed at their budget.

One thread of the pool starts every process, because the kernel ties a worker's life to the thread that
started it. Callers wait in the order in which they came, and are handed a worker, not a race for one.
"""

from __future__ import annotations

import math
import os
import threading
import time
from collections import deque
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from queries.outside.errors import PoolBusy, PoolClosed, WorkerDied, WorkerStartFailed
from queries.outside.frames import Request
from queries.outside.guard import refuse_remote, refuse_unencodable
from queries.outside.process import WorkerProcess

_START_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """A serialised result; `rows` counts solutions or triples (1 for ASK), `seconds` is the time in the worker."""

    media_type: str
    body: bytes
    rows: int
    truncated: bool
    seconds: float


class _Place:
    """A caller's place in the queue: filled once, with a worker or with the reason why there is none."""

    def __init__(self) -> None:
        self._filled = threading.Event()
        self._worker: WorkerProcess | None = None
        self._error: Exception | None = None

    def give(self, worker: WorkerProcess) -> None:
        self._worker = worker
        self._filled.set()

    def fail(self, error: Exception) -> None:
        self._error = error
        self._filled.set()

    def wait(self, seconds: float) -> bool:
        return self._filled.wait(seconds)

    def take(self) -> WorkerProcess | None:
        """The worker, or None while there is neither worker nor reason."""
        if self._error is not None:
            raise self._error
        return self._worker


class WorkerPool:
    """Runs queries from outside on one snapshot; safe to use from many threads.

    `store_path`: the snapshot's store. `size`: processes, as many as cores by default. `budget_seconds`,
    `row_cap` (rows or triples), `byte_cap` (of a body): the most that a query gets, and what it gets unless it
    asks for less. `memory_bytes`: address space of a worker; opening the store takes some 300 MB of it.
    `queue_bound`: callers that may wait at once; `wait_seconds`: how long each waits, by default one budget, but
    no less than a first worker may take to start.
    `prefixes`: prefix -> IRI for results in Turtle.

    Nothing is started before start() or the first query. Whoever makes a pool closes it.
    """

    def __init__(
        self,
        store_path: Path,
        size: int | None = None,
        *,
        budget_seconds: float = 10.0,
        memory_bytes: int | None = 2 << 30,
        row_cap: int = 10_000,
        byte_cap: int = 64 << 20,
        queue_bound: int = 32,
        wait_seconds: float | None = None,
        prefixes: Mapping[str, str] | None = None,
    ) -> None:
        self.size = size or os.cpu_count() or 1
        self.budget_seconds = budget_seconds
        self.row_cap = row_cap
        self._byte_cap = byte_cap
        self._memory_bytes = memory_bytes
        self._queue_bound = queue_bound
        self._wait_seconds = max(budget_seconds, _START_SECONDS) if wait_seconds is None else wait_seconds
        self._prefixes = dict(prefixes or {})
        self._lock = threading.Lock()
        self._store_path = store_path
        self._generation = 0
        self._idle: deque[WorkerProcess] = deque()
        self._busy: dict[WorkerProcess, int] = {}
        """Workers with a query, and the generation (which store) they belong to."""
        self._starting = 0
        self._queue: deque[_Place] = deque()
        self._closed = False
        self._all_done = threading.Condition(self._lock)
        self._starter = ThreadPoolExecutor(1, thread_name_prefix="outside-starter")

    def __enter__(self) -> WorkerPool:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def running(self) -> int:
        """How many queries are with a worker."""
        return len(self._busy)

    @property
    def waiting(self) -> int:
        """How many callers wait for a worker."""
        return len(self._queue)

    def start(self) -> None:
        """Begin to start the workers, without waiting for them; raises PoolClosed."""
        with self._lock:
            self._refuse_closed()
            self._top_up()

    def run(self, query: str, media_type: str, budget: float | None = None, row_cap: int | None = None) -> Outcome:
        """Run a query and give its serialised result.

        `media_type` as in evaluation.RESULTS and evaluation.GRAPHS; `budget` in seconds and `row_cap` can only
        lower the pool's own. The time in the queue does not count.
        Raises QueryRefused, QuerySyntaxError, QueryEvaluationError, MediaTypeRefused, ResultTooLarge,
        QueryTimedOut, WorkerDied, WorkerStartFailed, PoolBusy or PoolClosed.
        """
        refuse_unencodable(query)
        refuse_remote(query)
        seconds = self.budget_seconds if budget is None else min(budget, self.budget_seconds)
        rows = self.row_cap if row_cap is None else min(row_cap, self.row_cap)
        request = Request(query, media_type, rows, self._byte_cap, self._prefixes)
        worker = self._check_out()
        try:
            began = time.monotonic()
            answer = worker.ask(request, seconds)
            took = time.monotonic() - began
        except WorkerDied:
            if self._closed:
                raise PoolClosed from None
            raise
        finally:
            self._check_in(worker)
        return Outcome(answer.media_type, answer.body, answer.rows, answer.truncated, took)

    def reopen(self, store_path: Path) -> None:
        """Take up another snapshot: queries that come from now on see it, those that run end on theirs.

        Returns when the first worker has opened it. Raises PoolClosed, or WorkerStartFailed, and the old one stays.
        """
        with self._lock:
            self._refuse_closed()
            first = self._starter.submit(self._spawn, store_path)
        worker = first.result()
        with self._lock:
            closed = self._closed
            stale = [worker] if closed else list(self._idle)
            if not closed:
                self._store_path = store_path
                self._generation += 1
                self._idle.clear()
                self._starting = 0
                self._settle(worker)
                self._top_up()
        for process in stale:
            process.kill()
        if closed:
            raise PoolClosed

    def close(self) -> None:
        """End every process and refuse what waits; returns when none is left. A second time does nothing."""
        with self._lock:
            self._closed = True
            idle = list(self._idle)
            self._idle.clear()
            for waiting in self._queue:
                waiting.fail(PoolClosed())
            self._queue.clear()
            for worker in self._busy:
                worker.signal_end()
        for worker in idle:
            worker.kill()
        with self._all_done:
            self._all_done.wait_for(lambda: not self._busy)
        self._starter.shutdown(wait=True)

    def _check_out(self) -> WorkerProcess:
        with self._lock:
            self._refuse_closed()
            while self._idle:
                worker = self._idle.popleft()
                if worker.usable:
                    self._busy[worker] = self._generation
                    return worker
                worker.kill()  # it died while idle; this reaps it
            self._top_up()
            if len(self._queue) >= self._queue_bound + self._starting:
                raise PoolBusy(self._retry_after())
            mine = _Place()
            self._queue.append(mine)
        try:
            mine.wait(self._wait_seconds)
        except BaseException:  # Ctrl-C: nobody is left to use what was given
            if (orphan := self._leave_queue(mine)) is not None:
                self._check_in(orphan)
            raise
        if (given := self._leave_queue(mine)) is None:
            raise PoolBusy(self._retry_after())
        return given

    def _leave_queue(self, mine: _Place) -> WorkerProcess | None:
        with self._lock:
            if mine in self._queue:
                self._queue.remove(mine)
        return mine.take()

    def _check_in(self, worker: WorkerProcess) -> None:
        usable = worker.usable
        with self._lock:
            if usable and self._busy[worker] == self._generation and not self._closed:
                del self._busy[worker]
                self._settle(worker)
                return
        worker.kill()  # before its successor is started, and before close() sees it gone
        with self._lock:
            del self._busy[worker]
            if not self._closed:
                self._top_up()
            self._all_done.notify_all()

    def _settle(self, worker: WorkerProcess) -> None:
        """Give a free worker of the current snapshot to whoever waits longest (with the lock held)."""
        if self._queue:
            self._busy[worker] = self._generation
            self._queue.popleft().give(worker)
        else:
            self._idle.append(worker)

    def _top_up(self) -> None:
        """Order as many workers of the current snapshot as are missing (with the lock held)."""
        there = len(self._idle) + self._starting + list(self._busy.values()).count(self._generation)
        for _ in range(self.size - there):
            self._starting += 1
            self._starter.submit(self._start_one, self._store_path, self._generation)

    def _start_one(self, store_path: Path, generation: int) -> None:
        if generation != self._generation:
            return
        try:
            worker = self._spawn(store_path)
        except WorkerStartFailed as error:
            self._missing(error, generation)
            return
        with self._lock:
            current = generation == self._generation and not self._closed
            if current:
                self._starting -= 1
                self._settle(worker)
        if not current:
            worker.kill()

    def _spawn(self, store_path: Path) -> WorkerProcess:
        self._refuse_closed()
        return WorkerProcess(store_path, memory_bytes=self._memory_bytes)

    def _missing(self, error: WorkerStartFailed, generation: int) -> None:
        """Tell the queue that a worker did not start, unless another can still serve it."""
        with self._lock:
            if generation != self._generation:
                return
            self._starting -= 1
            if not self._starting and not self._idle and generation not in self._busy.values():
                for waiting in self._queue:
                    waiting.fail(WorkerStartFailed(error.message))
                self._queue.clear()

    def _retry_after(self) -> int:
        return max(1, math.ceil(self.budget_seconds))

    def _refuse_closed(self) -> None:
        if self._closed:
            raise PoolClosed
