"""A query that takes no thread: an event loop gives it to a worker, and is told when the answer is there.

A small query is answered within a millisecond. To wake a thread for it, and again when its turn has come, costs as
much as all the rest of it. What is not answered soon, or not with a small result, goes on in a thread as it stands.
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections import deque
from collections.abc import Callable

from queries.outside.errors import OutsideQueryError
from queries.outside.flow import Flow
from queries.outside.order import Order
from queries.outside.pipes import Arrival
from queries.outside.pool import WorkerPool
from queries.outside.process import WorkerGone, WorkerProcess

SOON = 0.03
"""Seconds that an event loop waits for an answer."""
LONGEST = 10_000
"""Characters of a query that surely fits in the pipe to its worker, in whatever script."""


class Attempts:
    """The attempts of one event loop: which workers it listens to, and until when. Used by its thread alone.

    It listens to a worker from one query to the next, by a descriptor of its own: to begin and to end that for each
    takes more system calls than all else. Whatever comes while no attempt waits for it is a thread's (or the end of
    the process), and it listens no more.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self._heard: dict[WorkerProcess, int] = {}
        """Workers that it listens to, and by which descriptor."""
        self._waiting: dict[WorkerProcess, Attempt] = {}
        self._ends: deque[tuple[float, Attempt]] = deque()
        """When each attempt is to be given up; they begin in turn and end in turn, and so share a timer."""

    def close(self) -> None:
        """Listen to no worker any more."""
        for worker in list(self._heard):
            self.forget(worker)

    def begin(self, attempt: Attempt) -> None:
        """Have an attempt expire() SOON from now."""
        self._ends.append((self.loop.time() + SOON, attempt))
        if len(self._ends) == 1:
            self.loop.call_later(SOON, self._expire)

    def listen(self, worker: WorkerProcess, attempt: Attempt) -> None:
        """Tell an attempt what comes from its worker."""
        self._waiting[worker] = attempt
        if worker not in self._heard:
            self._heard[worker] = descriptor = os.dup(worker.replies)
            self.loop.add_reader(descriptor, self._arrived, worker)

    def answered(self, worker: WorkerProcess) -> None:
        """A worker has told all that it had to."""
        del self._waiting[worker]

    def forget(self, worker: WorkerProcess) -> None:
        """Listen to a worker no more: a thread will."""
        self._waiting.pop(worker, None)
        descriptor = self._heard.pop(worker, None)
        if descriptor is not None:
            self.loop.remove_reader(descriptor)
            os.close(descriptor)

    def _arrived(self, worker: WorkerProcess) -> None:
        attempt = self._waiting.get(worker)
        if attempt is None:
            self.forget(worker)
        else:
            attempt.arrived(worker)

    def _expire(self) -> None:
        now = self.loop.time()
        while self._ends and self._ends[0][0] <= now:
            self._ends.popleft()[1].expire()
        if self._ends:
            self.loop.call_later(self._ends[0][0] - now, self._expire)


class Attempt:
    """One order in the hands of an event loop, which `attempts` are of.

    In: an order that has not joined the pool. `done` is called by the loop, once: with the whole result, or with
    None where the order is to go on in a thread (WorkerPool.flow), which also tells of what went wrong.
    """

    __slots__ = ("_attempts", "_done", "_looks", "_order", "_pool", "_thread")

    def __init__(
        self, pool: WorkerPool, order: Order, attempts: Attempts, done: Callable[[Flow | None], object]
    ) -> None:
        self._pool = pool
        self._order = order
        self._attempts = attempts
        self._done: Callable[[Flow | None], object] | None = done
        self._thread = threading.get_ident()
        self._looks = False

    def start(self) -> None:
        """Have the order join the pool; raises what WorkerPool.join does."""
        order = self._order
        if len(order.request.query) > LONGEST:
            self._end(None)
            return
        order.place.notify = self._called
        self._pool.join(order)
        self._attempts.begin(self)
        if order.place.worker is not None:
            self._send(order.place.worker)

    def expire(self) -> None:
        """It has taken long enough: a thread may wait for it."""
        if self._done is not None:
            self._end(None)

    def abandon(self) -> None:
        """Nobody wants it any more: what it has is given back, and `done` is not called."""
        self._done = None
        self._end(None)
        self._pool.withdraw(self._order)
        self._pool.leave(self._order)

    def arrived(self, worker: WorkerProcess) -> None:
        """Something has come from its worker."""
        arrival = worker.fetch()
        if arrival is Arrival.WHOLE:
            self._attempts.answered(worker)
            order = self._order
            begun = worker.first(order.request.media_type)
            self._pool.leave(order)
            self._end(Flow(begun, None, order.began))
        elif arrival is Arrival.OTHER:
            self._end(None)

    def _called(self) -> None:
        """The place has a worker, or none is to come; on any thread, and with the pool's lock held."""
        if not self._looks:
            self._looks = True
            if threading.get_ident() == self._thread:
                self._attempts.loop.call_soon(self._look)
            else:
                self._attempts.loop.call_soon_threadsafe(self._look)

    def _look(self) -> None:
        self._looks = False
        place = self._order.place
        if self._done is None or self._order.sent:
            return
        if place.worker is not None:
            self._send(place.worker)
        elif place.filled:
            self._end(None)

    def _send(self, worker: WorkerProcess) -> None:
        try:
            self._pool.send(self._order)
        except (WorkerGone, OutsideQueryError):  # told, or mended, by whoever goes on with it
            self._end(None)
            return
        self._attempts.listen(worker, self)

    def _end(self, flow: Flow | None) -> None:
        place = self._order.place
        place.notify = None
        if flow is None and place.worker is not None:
            self._attempts.forget(place.worker)
        done, self._done = self._done, None
        if done is not None:
            done(flow)
