"""A result on its way to a client.

A worker is there to evaluate, not to wait for a slow client: what it writes is taken from it as fast as it comes,
and kept until the client takes it. What all results of a pool may keep is bounded (Allowance). Beyond that the
worker waits, and its budget runs on: at its end it is killed, and the client's copy ends in the middle, with an
error.
"""

from __future__ import annotations

import math
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Protocol
from weakref import WeakSet

from queries.outside.errors import ClientAsleep, DeathCause, OutsideQueryError, WorkerDied
from queries.outside.process import Beginning, Ending, WorkerProcess

_LOOK_SECONDS = 1.0
"""So often who waits for room looks whether somebody has fallen asleep."""


class Keeper(Protocol):
    """Whoever keeps bytes for a client that may be asleep."""

    @property
    def idle_since(self) -> float:
        """Since when the client could take something and does not; infinite while there is nothing to take."""
        raise NotImplementedError

    def give_up(self) -> None:
        """Keep nothing more: others need the room."""


class Allowance:
    """So many bytes that results may keep in memory, all together.

    Clients that take nothing would have all of it for good: where somebody waits for room, the result is given up
    from which nothing has been taken for longest, if that is `idle_seconds` or more.
    """

    def __init__(self, size: int, idle_seconds: float = 30.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._left = size
        self._idle_seconds = idle_seconds
        self._clock = clock
        self._changed = threading.Condition()
        self._keepers: WeakSet[Keeper] = WeakSet()

    @property
    def left(self) -> int:
        """How many bytes are free."""
        return self._left

    def now(self) -> float:
        """The time by which keepers are told to be idle."""
        return self._clock()

    def join(self, keeper: Keeper) -> None:
        """One more keeps bytes, as long as it lives."""
        with self._changed:
            self._keepers.add(keeper)

    def take(self, size: int, deadline: float, given_up: Callable[[], bool]) -> bool:
        """Take so many bytes; False when they did not come free by the deadline, or nobody wants them any more."""
        while True:
            with self._changed:
                if self._left >= size:
                    self._left -= size
                    return True
                if given_up():
                    return False
                sleeper = self._sleeper()
                if sleeper is None:
                    left = deadline - time.monotonic()
                    self._changed.wait(min(left, _LOOK_SECONDS))
                    if left <= 0:
                        return False
            if sleeper is not None:
                sleeper.give_up()  # which gives back what it has kept

    def give_back(self, size: int) -> None:
        """Free so many bytes; those who wait also ask anew whether they were given up."""
        with self._changed:
            self._left += size
            self._changed.notify_all()

    def _sleeper(self) -> Keeper | None:
        longest = min(self._keepers, key=lambda keeper: keeper.idle_since, default=None)
        idle = longest is not None and self._clock() - longest.idle_since >= self._idle_seconds
        return longest if idle else None


class Drain:
    """Takes the rest of a result from its worker, in a thread of its own, and keeps it until it is asked for.

    `done` is called when the worker has nothing more to do with it, and gives the error that stands for one of the
    worker's; `stop` has the worker killed.
    """

    def __init__(
        self,
        worker: WorkerProcess,
        allowance: Allowance,
        done: Callable[[OutsideQueryError | None], OutsideQueryError | None],
        stop: Callable[[], None],
    ) -> None:
        self._worker = worker
        self._allowance = allowance
        self._done = done
        self._stop = stop
        self._pieces: deque[bytes] = deque()
        self._changed = threading.Condition()
        self._over = False
        self._closed = self._asleep = False
        self._error: OutsideQueryError | None = None
        self.ending: Ending | None = None
        self._taken = allowance.now()
        allowance.join(self)
        threading.Thread(target=self._run, name="outside-drain", daemon=True).start()

    def take(self) -> bytes:
        """The next piece; empty at the end. Raises what ended the query."""
        with self._changed:
            self._changed.wait_for(lambda: self._pieces or self._over)
            self._taken = self._allowance.now()
            if self._pieces:
                piece = self._pieces.popleft()
            elif self._error is not None:
                raise self._error
            else:
                return b""
        self._allowance.give_back(len(piece))
        return piece

    def close(self) -> None:
        """Want no more of it."""
        with self._changed:
            self._closed = True
            kept = sum(map(len, self._pieces))
            self._pieces.clear()
        self._stop()
        self._allowance.give_back(kept)

    @property
    def idle_since(self) -> float:
        """When the client took the last piece, or when there came one again; infinite while none is kept."""
        return self._taken if self._pieces else math.inf

    def give_up(self) -> None:
        """As close(), for others who need the room: whoever comes to take something is told so."""
        with self._changed:
            self._asleep = True
            if self._over:
                self._error = ClientAsleep()
        self.close()

    def _run(self) -> None:
        error: OutsideQueryError | None = WorkerDied(DeathCause.CRASHED)  # unless it turns out otherwise
        try:
            while isinstance(piece := self._worker.further(), bytes):
                self._keep(piece)
            self.ending, error = piece, None
        except OutsideQueryError as caught:
            error = caught
        finally:
            error = self._done(error)
            with self._changed:
                self._error = ClientAsleep() if self._asleep else error
                self._over = True
                self._changed.notify_all()

    def _keep(self, piece: bytes) -> None:
        if not self._allowance.take(len(piece), self._worker.deadline, lambda: self._closed):
            raise self._worker.time_out()
        with self._changed:
            if not self._closed:
                if not self._pieces:
                    self._taken = self._allowance.now()
                self._pieces.append(piece)
                self._changed.notify_all()
                return
        self._allowance.give_back(len(piece))


class Flow:
    """A serialised result: its first bytes, and the further ones as an iterator.

    `first` is all of it when `whole` (up to frames.WHOLE bytes). `rows` (solutions or triples, 1 for ASK),
    `truncated` (the row cap cut it) and `seconds` (the time in the worker) are None until the end is known.

    The iterator raises what ends the query before its end: QueryTimedOut, QueryCancelled, WorkerDied, PoolClosed,
    ResultTooLarge, QueryEvaluationError, MediaTypeRefused. Whatever was passed on by then is not a result.
    Close it, or leave its `with`, or lose it: a worker that is not done is killed.
    """

    def __init__(self, begun: Beginning, drain: Drain | None, began: float) -> None:
        self.media_type = begun.media_type
        self.first = begun.first
        self.whole = begun.ending is not None
        self._drain = drain
        self._began = began
        self._tell(begun.ending)

    def __enter__(self) -> Flow:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __iter__(self) -> Iterator[bytes]:
        while self._drain is not None:
            if piece := self._drain.take():
                yield piece
            else:
                self._tell(self._drain.ending)
                self._drain = None

    def close(self) -> None:
        """Free the worker; a second time does nothing."""
        drain, self._drain = self._drain, None
        if drain is not None:
            drain.close()

    def __del__(self) -> None:
        if getattr(self, "_drain", None) is not None:
            self.close()

    def _tell(self, ending: Ending | None) -> None:
        self.rows = ending.rows if ending is not None else None
        self.truncated = ending.truncated if ending is not None else None
        self.seconds = time.monotonic() - self._began if ending is not None else None
