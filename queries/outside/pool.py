"""The workers of a server: queries from outside run in processes that are killed at their budget.

One thread of the pool starts every process, because the kernel ties a worker's life to the thread that
started it. Callers wait for their turn (line.py), and are handed a worker, not a race for one.
"""

from __future__ import annotations

import math
import os
import re
import threading
import time
from collections import deque
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from queries.outside.confinement import Confinement
from queries.outside.dataset import Dataset
from queries.outside.errors import (
    OutsideQueryError,
    PoolBusy,
    PoolClosed,
    QueryCancelled,
    TicketRefused,
    WorkerDied,
    WorkerStartFailed,
)
from queries.outside.evaluation import PREFIXED
from queries.outside.flow import Allowance, Drain, Flow
from queries.outside.frames import Request
from queries.outside.guard import refuse_remote, refuse_unencodable
from queries.outside.line import Line, Place
from queries.outside.process import Beginning, WorkerProcess

_START_SECONDS = 5.0
_TICKET = re.compile(r"[A-Za-z0-9._~-]{16,128}")
_NO_DATASET = Dataset()
# A worker's memory is looked at so often, and behind each query that took so long (seconds).
_LOOKED_AT_EVERY, _LONG = 64, 0.25


@dataclass(frozen=True, slots=True)
class Outcome:
    """A serialised result; `rows` counts solutions or triples (1 for ASK), `seconds` is the time in the worker."""

    media_type: str
    body: bytes
    rows: int
    truncated: bool
    seconds: float


class WorkerPool:
    """Runs queries from outside on one snapshot; safe to use from many threads.

    `store_path`: the snapshot's store. `size`: processes, as many as cores by default. `budget_seconds`,
    `row_cap` (rows or triples, at least 1), `byte_cap` (of a body): the most that a query gets, and what it gets
    unless it asks for less. `memory_bytes`: address space of a worker; opening the store takes some 300 MB of it.
    `queue_bound`: callers that may wait at once; `wait_seconds`: how long each waits, by default one budget, but
    no less than a first worker may take to start. `kept_bytes`: what streamed results may keep in memory for slow
    clients, all together. `prefixes`: prefix -> IRI for results in Turtle and its kin.
    A worker is replaced, once its successor is there, after `most_served` queries or when its own memory has grown
    to `most_private` bytes.

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
        kept_bytes: int = 128 << 20,
        most_served: int = 10_000,
        most_private: int = 256 << 20,
        prefixes: Mapping[str, str] | None = None,
    ) -> None:
        self.size = size or os.cpu_count() or 1
        self.budget_seconds = budget_seconds
        self.row_cap = row_cap
        self.byte_cap = byte_cap
        self.confinement: Confinement | None = None
        """What the worker that was started last has given up; None before the first one has said so."""
        self._memory_bytes = memory_bytes
        self._queue_bound = queue_bound
        self._wait_seconds = max(budget_seconds, _START_SECONDS) if wait_seconds is None else wait_seconds
        self._most_served = most_served
        self._most_private = most_private
        self._prefixes = dict(prefixes or {})
        self._lock = threading.Lock()
        self._store_path = store_path
        self._generation = 0
        self._idle: deque[WorkerProcess] = deque()
        self._busy: dict[WorkerProcess, int] = {}
        """Workers with a query, and the generation (which store) they belong to."""
        self._worn: set[WorkerProcess] = set()
        """Workers of this generation that serve until their successors are there."""
        self._starting = 0
        self._line = Line()
        self._tickets: dict[str, Place] = {}
        self._kept = Allowance(kept_bytes)
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
        return len(self._line)

    def start(self) -> None:
        """Begin to start the workers, without waiting for them; raises PoolClosed."""
        with self._lock:
            self._refuse_closed()
            self._top_up()

    def run(
        self,
        query: str,
        media_type: str,
        budget: float | None = None,
        row_cap: int | None = None,
        *,
        dataset: Dataset | None = None,
        ticket: str | None = None,
        client: str | None = None,
    ) -> Outcome:
        """Run a query and give its serialised result, whole.

        `media_type` as in evaluation.RESULTS and evaluation.GRAPHS; `budget` in seconds and `row_cap` can only
        lower the pool's own. The time in the queue does not count. `dataset` replaces the query's own FROM.
        `ticket`: under which cancel() finds it. `client`: in whose turn it waits.
        Raises QueryRefused, QuerySyntaxError, UnknownGraph, QueryEvaluationError, MediaTypeRefused, ResultTooLarge,
        QueryTimedOut, QueryCancelled, TicketRefused, WorkerDied, WorkerStartFailed, PoolBusy or PoolClosed.
        """
        place, begun, began = self._begin(query, media_type, budget, row_cap, dataset, ticket, client)
        if begun.ending is not None:
            self._check_in(place)
            took = time.monotonic() - began
            return Outcome(media_type, begun.first, begun.ending.rows, begun.ending.truncated, took)
        worker = _of(place)
        pieces = [begun.first]
        try:
            while isinstance(further := worker.further(), bytes):
                pieces.append(further)
        except WorkerDied as death:
            raise self._instead_of(death, place) from None
        finally:
            self._check_in(place)
        return Outcome(media_type, b"".join(pieces), further.rows, further.truncated, time.monotonic() - began)

    def stream(
        self,
        query: str,
        media_type: str,
        budget: float | None = None,
        row_cap: int | None = None,
        *,
        dataset: Dataset | None = None,
        ticket: str | None = None,
        client: str | None = None,
    ) -> Flow:
        """Run a query and give its result as it is written; as run(), but that the Flow raises what comes later.

        The budget covers evaluation and writing. A client may take as long as it likes while the pool keeps what it
        has not yet taken, within `kept_bytes`.
        """
        place, begun, began = self._begin(query, media_type, budget, row_cap, dataset, ticket, client)
        if begun.ending is not None:
            self._check_in(place)
            return Flow(begun, None, began)
        try:
            drain = Drain(
                _of(place), self._kept, lambda error: self._drained(place, error), lambda: self._stop(place)
            )
        except RuntimeError:  # no thread could be started
            self._stop(place)
            self._check_in(place)
            raise PoolBusy(self._retry_after()) from None
        return Flow(begun, drain, began)

    def cancel(self, ticket: str) -> bool:
        """End the query with this ticket, or take it out of the queue; its caller sees QueryCancelled.

        False where there is no such query (any more). A worker that had it is killed and replaced.
        """
        with self._lock:
            place = self._tickets.get(ticket)
            if place is None:
                return False
            place.cancelled = True
            if self._line.leave(place):
                place.fail(QueryCancelled())
            elif place.worker is not None:
                place.worker.signal_end()
            return True

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
                self._worn.clear()
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
            while (waiting := self._line.next()) is not None:
                waiting.fail(PoolClosed())
            for worker in self._busy:
                worker.signal_end()
        for worker in idle:
            worker.kill()
        with self._all_done:
            self._all_done.wait_for(lambda: not self._busy)
        self._starter.shutdown(wait=True)

    def _begin(
        self,
        query: str,
        media_type: str,
        budget: float | None,
        row_cap: int | None,
        dataset: Dataset | None,
        ticket: str | None,
        client: str | None,
    ) -> tuple[Place, Beginning, float]:
        """The first bytes of a result, the place whose worker has the rest, and when it got the query.

        Where nothing is raised, the caller checks the place in.
        """
        refuse_unencodable(query)
        refuse_remote(query)
        if ticket is not None and _TICKET.fullmatch(ticket) is None:
            raise TicketRefused("has another form than asked for")
        seconds = self.budget_seconds if budget is None else min(budget, self.budget_seconds)
        rows = self.row_cap if row_cap is None else max(1, min(row_cap, self.row_cap))
        prefixes = self._prefixes if media_type in PREFIXED else {}
        request = Request(query, media_type, rows, self.byte_cap, prefixes, dataset or _NO_DATASET)
        place = self._check_out(client, ticket)
        began = time.monotonic()
        try:
            return place, _of(place).begin(request, seconds), began
        except BaseException as error:
            self._check_in(place)
            if isinstance(error, WorkerDied):
                raise self._instead_of(error, place) from None
            raise

    def _instead_of(self, death: WorkerDied, place: Place) -> OutsideQueryError:
        """What the end of a worker means to the caller: whoever ended it said why."""
        if place.cancelled:
            return QueryCancelled()
        return PoolClosed() if self._closed else death

    def _drained(self, place: Place, error: OutsideQueryError | None) -> OutsideQueryError | None:
        self._check_in(place)
        return self._instead_of(error, place) if isinstance(error, WorkerDied) else error

    def _stop(self, place: Place) -> None:
        """Have the worker of a place killed, unless it has been given back."""
        with self._lock:
            if place.worker is not None:
                place.worker.signal_end()

    def _check_out(self, client: str | None, ticket: str | None) -> Place:
        mine = Place(client, ticket)
        with self._lock:
            self._refuse_closed()
            if ticket is not None and ticket in self._tickets:
                raise TicketRefused("is another query's")
            while self._idle:
                worker = self._idle.popleft()
                if worker.usable:
                    self._hand(worker, mine)
                    break
                self._worn.discard(worker)
                worker.kill()  # it died while idle; this reaps it
            else:
                self._top_up()
                mine.queue()
                gone = self._line.join(mine, self._queue_bound + self._starting)
                if gone is mine:
                    raise PoolBusy(self._retry_after())
                if gone is not None:
                    gone.fail(PoolBusy(self._retry_after()))
            if ticket is not None:
                self._tickets[ticket] = mine
        if mine.worker is None:
            self._wait(mine)
        return mine

    def _wait(self, mine: Place) -> None:
        """Wait for a worker; when this returns the place has one, and when it raises it has none."""
        try:
            mine.wait(self._wait_seconds)
            with self._lock:
                self._line.leave(mine)
            mine.refuse_failed()
            if mine.worker is None:
                raise PoolBusy(self._retry_after())
        except BaseException:  # also Ctrl-C: nobody is left to use what was given
            with self._lock:
                self._line.leave(mine)
            self._check_in(mine)
            raise

    def _check_in(self, place: Place) -> None:
        worker = place.worker
        worn = worker is not None and worker.free and self._is_worn(worker)
        with self._lock:
            place.worker = None
            if place.ticket is not None and self._tickets.get(place.ticket) is place:
                del self._tickets[place.ticket]
            if worker is None:
                return
            if worker.free and self._busy[worker] == self._generation and not self._closed:
                if worn and worker not in self._worn:
                    self._worn.add(worker)
                    self._top_up()
                if worker not in self._worn or self._fresh() < self.size:
                    del self._busy[worker]
                    self._settle(worker)
                    return
        worker.kill()  # before its successor is started, and before close() sees it gone
        with self._lock:
            del self._busy[worker]
            self._worn.discard(worker)
            if not self._closed:
                self._top_up()
            self._all_done.notify_all()

    def _is_worn(self, worker: WorkerProcess) -> bool:
        """Whether a worker has served long enough or has grown too large."""
        if worker.served >= self._most_served:
            return True
        looked_at = worker.served % _LOOKED_AT_EVERY == 0 or worker.took > _LONG
        return looked_at and worker.private_bytes() > self._most_private

    def _hand(self, worker: WorkerProcess, place: Place) -> None:
        """Give a worker to a place (with the lock held)."""
        self._busy[worker] = self._generation
        place.give(worker)

    def _settle(self, worker: WorkerProcess) -> None:
        """Give a free worker of the current snapshot to whoever's turn it is (with the lock held)."""
        if (waiting := self._line.next()) is not None:
            self._hand(worker, waiting)
        else:
            self._idle.append(worker)

    def _fresh(self) -> int:
        """How many workers of the current snapshot are there that are not worn (with the lock held)."""
        there = [*self._idle, *(worker for worker, of in self._busy.items() if of == self._generation)]
        return sum(worker not in self._worn for worker in there)

    def _top_up(self) -> None:
        """Order as many workers of the current snapshot as are missing (with the lock held)."""
        for _ in range(self.size - self._fresh() - self._starting):
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
            retired = None
            if current:
                self._starting -= 1
                self._settle(worker)
                # A worn one with a query goes when it is done.
                retired = next((old for old in self._idle if old in self._worn), None)
                if retired is not None:
                    self._idle.remove(retired)
                    self._worn.discard(retired)
        for ended in (worker if not current else None, retired):
            if ended is not None:
                ended.kill()

    def _spawn(self, store_path: Path) -> WorkerProcess:
        self._refuse_closed()
        worker = WorkerProcess(store_path, memory_bytes=self._memory_bytes)
        self.confinement = worker.confinement
        return worker

    def _missing(self, error: WorkerStartFailed, generation: int) -> None:
        """Tell the queue that a worker did not start, unless another can still serve it."""
        with self._lock:
            if generation != self._generation:
                return
            self._starting -= 1
            if not self._starting and not self._idle and generation not in self._busy.values():
                while (waiting := self._line.next()) is not None:
                    waiting.fail(WorkerStartFailed(error.message))

    def _retry_after(self) -> int:
        return max(1, math.ceil(self.budget_seconds))

    def _refuse_closed(self) -> None:
        if self._closed:
            raise PoolClosed


def _of(place: Place) -> WorkerProcess:
    if place.worker is None:
        raise AssertionError("a place without a worker")
    return place.worker
