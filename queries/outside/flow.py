"""A result on its way to a client.

A worker is there to evaluate, not to wait for a slow client: what it writes is taken from it as fast as it comes,
and kept until the client takes it. What all results of a pool may keep is bounded (Allowance). Beyond that the
worker waits, and its budget runs on: at its end it is killed, and the client's copy ends in the middle, with an
error.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from types import TracebackType

from queries.outside.errors import DeathCause, OutsideQueryError, WorkerDied
from queries.outside.process import Beginning, Ending, WorkerProcess


class Allowance:
    """So many bytes that results may keep in memory, all together."""

    def __init__(self, size: int) -> None:
        self._left = size
        self._changed = threading.Condition()

    @property
    def left(self) -> int:
        """How many bytes are free."""
        return self._left

    def take(self, size: int, deadline: float, given_up: Callable[[], bool]) -> bool:
        """Take so many bytes; False when they did not come free by the deadline, or nobody wants them any more."""
        with self._changed:
            while self._left < size:
                if given_up() or not self._changed.wait(deadline - time.monotonic()):
                    return False
            self._left -= size
            return True

    def give_back(self, size: int) -> None:
        """Free so many bytes; those who wait also ask anew whether they were given up."""
        with self._changed:
            self._left += size
            self._changed.notify_all()


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
        self._closed = False
        self._error: OutsideQueryError | None = None
        self.ending: Ending | None = None
        threading.Thread(target=self._run, name="outside-drain", daemon=True).start()

    def take(self) -> bytes:
        """The next piece; empty at the end. Raises what ended the query."""
        with self._changed:
            self._changed.wait_for(lambda: self._pieces or self._over)
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
                self._error = error
                self._over = True
                self._changed.notify_all()

    def _keep(self, piece: bytes) -> None:
        if not self._allowance.take(len(piece), self._worker.deadline, lambda: self._closed):
            raise self._worker.time_out()
        with self._changed:
            if not self._closed:
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
