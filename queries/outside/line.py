"""Who waits for a worker, and whose turn it is.

Clients take turns, so that one who sends many queries at once delays his own; within a client the first to come is
the first to be served.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable

from queries.outside.process import WorkerProcess


class Place:
    """One query's way through the pool: it waits, has a worker, and gives it back.

    `client`: whose turn it takes (None: all who are not told apart take theirs together). `ticket`: under which it
    can be cancelled. `notify`: called when there is something to look at, from any thread and with the pool's lock
    held, for who must not wait. All but wait() is done with the pool's lock held.
    """

    __slots__ = (
        *("_called", "_error", "_since", "cancelled", "client"),
        *("notify", "passed_over", "queued", "ticket", "worker"),
    )

    def __init__(self, client: str | None, ticket: str | None, notify: Callable[[], None] | None = None) -> None:
        self.client = client
        self.ticket = ticket
        self.notify = notify
        self.queued = False
        """Whether it stands in line, or did until it was told why there is no worker for it."""
        self.cancelled = False
        self.passed_over = False
        """Whether it was called, and another one was there first."""
        self.worker: WorkerProcess | None = None
        self._error: Exception | None = None
        # Held while nobody has called: what an Event makes of it costs as much as a tenth of a small query.
        self._called: threading.Lock | None = None
        self._since = 0.0

    def queue(self) -> None:
        """Make it one that can wait, from now on."""
        self.queued = True
        self._since = time.monotonic()
        if self.notify is None:
            self.block()

    def block(self) -> None:
        """Have a thread wait for it from now on, whoever was to be notified before."""
        self.notify = None
        if self._called is None:
            self._called = threading.Lock()
            self._called.acquire()

    @property
    def prompt(self) -> bool:
        """Whether who waits makes use of a worker as soon as there is one, without a thread that wakes up first."""
        return self.notify is not None

    @property
    def waited(self) -> float:
        """Seconds since it was queued."""
        return time.monotonic() - self._since

    def call(self) -> None:
        """Wake who waits, to look what there is."""
        if self.notify is not None:
            self.notify()
        elif self._called is not None and self._called.locked():
            self._called.release()

    def give(self, worker: WorkerProcess) -> None:
        """Fill it with a worker."""
        self.worker = worker
        self.queued = False
        self.call()

    def fail(self, error: Exception) -> None:
        """Fill it with the reason why there will be none."""
        self._error = error
        self.call()

    def wait(self, seconds: float) -> bool:
        """Wait until it is called, for at most so long; whether it was."""
        return self._called is not None and self._called.acquire(timeout=max(0.0, seconds))

    @property
    def filled(self) -> bool:
        """Whether it has a worker, or the reason why not."""
        return self.worker is not None or self._error is not None

    def refuse_failed(self) -> None:
        """Raise the reason why there will be no worker, where it has been given."""
        if self._error is not None:
            raise self._error


class Line:
    """Places in the order in which they will be served; to be used with the pool's lock held."""

    def __init__(self) -> None:
        self._clients: OrderedDict[str | None, deque[Place]] = OrderedDict()
        self._length = 0

    def __len__(self) -> int:
        return self._length

    def join(self, place: Place, bound: int) -> Place | None:
        """Take in one more; gives the place that has to go because more than `bound` would wait, if one has.

        That is the newcomer, unless another client waits for so much more that he has to give way.
        """
        gone = None
        if self._length >= bound:
            mine = len(self._clients.get(place.client, ()))
            longest = max(self._clients.values(), key=len, default=None)
            if longest is None or len(longest) <= mine + 1:
                return place
            gone = longest[-1]
            self.leave(gone)
        self._clients.setdefault(place.client, deque()).append(place)
        self._length += 1
        return gone

    def leave(self, place: Place) -> bool:
        """Take a place out, whatever its turn; whether it was there."""
        theirs = self._clients.get(place.client)
        if theirs is None or place not in theirs:
            return False
        theirs.remove(place)
        self._length -= 1
        if not theirs:
            del self._clients[place.client]
        return True

    @property
    def first(self) -> Place | None:
        """The one whose turn it is."""
        return next(iter(self._clients.values()))[0] if self._clients else None

    def next(self) -> Place | None:
        """Take out the one whose turn it is; the client's next one comes after all the others'."""
        if not self._clients:
            return None
        client, theirs = next(iter(self._clients.items()))
        place = theirs.popleft()
        self._length -= 1
        if theirs:
            self._clients.move_to_end(client)
        else:
            del self._clients[client]
        return place
