"""The worker processes on one snapshot: started, handed out, taken back, replaced.

One thread starts every process, because the kernel ties a worker's life to the thread that started it. Who asks for
a worker waits for his turn (line.py), and is handed one.

But for a moment: a worker that comes free is not kept for somebody who has waited for less than _PATIENCE and has
yet to wake up, if somebody else can use it at once. Kept for him it would stand idle between any two small queries,
for longer than they take.
"""

from __future__ import annotations

import math
import threading
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from queries.outside.confinement import Confinement
from queries.outside.errors import PoolBusy, PoolClosed, QueryCancelled, WorkerStartFailed
from queries.outside.limits import Limits
from queries.outside.line import Line, Place
from queries.outside.process import WorkerProcess

# A worker's memory is looked at so often, and behind each query that took so long (seconds).
_LOOKED_AT_EVERY, _LONG = 256, 0.25


_PATIENCE = 0.005
"""Seconds that one whose turn it is may be passed over by who comes later."""
_LOOK_SECONDS = 0.002
"""So often he looks himself, once he was called in vain: to be called each time would take more than it brings."""


class Crew:
    """So many workers on a snapshot; safe to use from many threads. Nothing is started before it is needed."""

    def __init__(self, store_path: Path, limits: Limits) -> None:
        self.confinement: Confinement | None = None
        """What the worker that was started last has given up; None before the first one has said so."""
        self.closed = False
        self._limits = limits
        # Re-entrant: a lost Flow may be collected, and free its worker, in the middle of anything.
        self._lock = threading.RLock()
        self._store_path = store_path
        self._idle: deque[WorkerProcess] = deque()
        self._busy: set[WorkerProcess] = set()
        """Workers with a query."""
        self._worn: set[WorkerProcess] = set()
        """Workers that serve until their successors are there."""
        self._dying: set[WorkerProcess] = set()
        """Workers that were killed and may not be gone yet."""
        self._starting = 0
        self._line = Line()
        self._all_done = threading.Condition(self._lock)
        self._starter = ThreadPoolExecutor(1, thread_name_prefix="outside-starter")

    @property
    def idle(self) -> int:
        """How many workers have no query."""
        return len(self._idle)

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

    def close(self) -> None:
        """End every process and refuse what waits; returns when none is left. A second time does nothing."""
        with self._lock:
            self.closed = True
            idle = list(self._idle)
            self._idle.clear()
            while (waiting := self._line.next()) is not None:
                waiting.fail(PoolClosed())
            for worker in self._busy:
                worker.signal_end()
        for worker in idle:
            worker.kill()
        with self._all_done:
            self._all_done.wait_for(lambda: not self._busy and not self._dying)
        self._starter.shutdown(wait=True)

    def take(self, mine: Place) -> None:
        """Give the place a worker, at once or when its turn comes; it may stand in line already.

        One that died while it was idle shows it when it is asked (WorkerGone): give it back, and take another.
        Raises PoolBusy, PoolClosed, QueryCancelled or WorkerStartFailed, and the place has none.
        """
        if not mine.queued and mine.worker is None:
            self.join(mine)
        with self._lock:
            waits = mine.worker is None
            if waits:
                mine.block()
                self._hand_out()  # it may have been called before there was a thread to hear it
        if waits:
            self._wait(mine)

    def join(self, mine: Place) -> None:
        """Give the place a worker at once where one is free, or have it stand in line: then it is called.

        Raises PoolBusy, PoolClosed or QueryCancelled.
        """
        with self._lock:
            self._refuse_closed()
            if mine.cancelled:
                raise QueryCancelled
            if (first := self._line.first) is not None and first.waited >= _PATIENCE:
                self._hand_out()
            if self._idle:
                self._hand(self._idle.pop(), mine)  # the one that worked last: what it needs is still at hand
            else:
                self._top_up()
                mine.queue()
                gone = self._line.join(mine, self._limits.queue_bound + self._starting)
                if gone is mine:
                    raise PoolBusy(self._retry_after())
                if gone is not None:
                    gone.fail(PoolBusy(self._retry_after()))

    def give_back(self, place: Place) -> None:
        """Take the worker of a place back, where it has one: for the next query, or to be replaced."""
        worker = place.worker
        worn = worker is not None and worker.free and self._is_worn(worker)
        with self._lock:
            place.worker = None
            if worker is None:
                return
            if worker.free and not self.closed:
                if worn and worker not in self._worn:
                    self._worn.add(worker)
                    self._top_up()
                if worker not in self._worn or self._fresh() < self._limits.size:
                    self._busy.remove(worker)
                    self._settle(worker)
                    return
            worker.signal_end()
            self._busy.remove(worker)
            self._worn.discard(worker)
            self._dying.add(worker)
            if not self.closed:
                self._top_up()  # at once: the kernel takes longer to free what a large one held than to start one
            self._starter.submit(self._bury, worker)

    def _bury(self, worker: WorkerProcess) -> None:
        """Wait until a worker is gone, as close() does."""
        worker.kill()
        with self._lock:
            self._dying.discard(worker)
            self._all_done.notify_all()

    def revoke(self, place: Place) -> None:
        """Take a place out of the queue, or end its worker: its caller sees QueryCancelled."""
        with self._lock:
            place.cancelled = True
            if self._line.leave(place):
                place.fail(QueryCancelled())
                self._hand_out()
            elif place.worker is not None:
                place.worker.signal_end()

    def end(self, place: Place) -> None:
        """Have the worker of a place killed, unless it has been given back."""
        with self._lock:
            if place.worker is not None:
                place.worker.signal_end()

    def _wait(self, mine: Place) -> None:
        """Wait for a worker; when this returns the place has one, and when it raises it has none."""
        until = time.monotonic() + self._limits.wait_seconds
        try:
            try:
                while not mine.filled and (left := until - time.monotonic()) > 0:
                    young = mine.passed_over and mine.waited < _PATIENCE
                    mine.wait(min(left, _LOOK_SECONDS) if young else left)
                    with self._lock:
                        self._hand_out()
                        mine.passed_over = True
            finally:
                with self._lock:
                    self._line.leave(mine)
                    self._hand_out()  # it may have been called for what is now another's
            mine.refuse_failed()
            if mine.worker is None:
                raise PoolBusy(self._retry_after())
        except BaseException:  # also Ctrl-C: nobody is left to use what was given
            self.give_back(mine)
            raise

    def _is_worn(self, worker: WorkerProcess) -> bool:
        """Whether a worker has served long enough or has grown too large."""
        if worker.served >= self._limits.most_served:
            return True
        looked_at = worker.served % _LOOKED_AT_EVERY == 0 or worker.took > _LONG
        return looked_at and worker.private_bytes() > self._limits.most_private

    def _hand(self, worker: WorkerProcess, place: Place) -> None:
        """Give a worker to a place (with the lock held)."""
        self._busy.add(worker)
        place.give(worker)

    def _settle(self, worker: WorkerProcess) -> None:
        """Have a free worker go to whoever's turn it is (with the lock held)."""
        first = self._line.first
        self._idle.append(worker)
        if first is None:
            return
        if first.prompt or first.waited >= _PATIENCE:
            self._hand_out()
        elif not first.passed_over:
            first.call()

    def _hand_out(self) -> None:
        """Give workers that are free to those who wait, as their turns come (with the lock held)."""
        while self._idle and (waiting := self._line.next()) is not None:
            self._hand(self._idle.pop(), waiting)

    def _fresh(self) -> int:
        """How many workers are there that are not worn (with the lock held)."""
        return len(self._idle) + len(self._busy) - len(self._worn)

    def _top_up(self) -> None:
        """Order as many workers as are missing (with the lock held)."""
        for _ in range(self._limits.size - self._fresh() - self._starting):
            self._starting += 1
            self._starter.submit(self._start_one)

    def _start_one(self) -> None:
        try:
            worker = self._spawn()
        except WorkerStartFailed as error:
            self._missing(error)
            return
        with self._lock:
            closed, retired = self.closed, None
            if not closed:
                self._starting -= 1
                self._settle(worker)
                # A worn one with a query goes when it is done.
                retired = next((old for old in self._idle if old in self._worn), None)
                if retired is not None:
                    self._idle.remove(retired)
                    self._worn.discard(retired)
        for ended in (worker if closed else None, retired):
            if ended is not None:
                ended.kill()

    def _spawn(self) -> WorkerProcess:
        self._refuse_closed()
        worker = WorkerProcess(self._store_path, memory_bytes=self._limits.memory_bytes)
        self.confinement = worker.confinement
        return worker

    def _missing(self, error: WorkerStartFailed) -> None:
        """Tell the queue that a worker did not start, unless another can still serve it."""
        with self._lock:
            self._starting -= 1
            if not self._starting and not self._idle and not self._busy:
                while (waiting := self._line.next()) is not None:
                    waiting.fail(WorkerStartFailed(error.message))

    def _retry_after(self) -> int:
        return max(1, math.ceil(self._limits.retry_seconds))

    def _refuse_closed(self) -> None:
        if self.closed:
            raise PoolClosed
