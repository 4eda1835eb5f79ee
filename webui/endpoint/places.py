"""How many requests may keep a thread of the server for as long as their client likes.

A body that comes by halves and a result that nobody reads hold a thread each: beyond so many at once a client is
told to come again, and the pages keep theirs. (Under `aifrontier serve` bodies are received by the event loop,
webui/rsgi/bodies.py, and are read here in no time.)
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from queries.outside.errors import PoolBusy

BODIES = 8
"""Bodies that are read at once."""
STREAMS = 12
"""Results that are on their way at once."""
_RETRY_SECONDS = 2


class Places:
    """So many places, each taken and given back; safe to use from many threads."""

    def __init__(self, number: int) -> None:
        self.free = number
        self._lock = Lock()

    def take(self) -> None:
        """Take one; raises PoolBusy where none is free."""
        with self._lock:
            if self.free <= 0:
                raise PoolBusy(_RETRY_SECONDS)
            self.free -= 1

    def give_back(self) -> None:
        """Free one."""
        with self._lock:
            self.free += 1

    @contextmanager
    def held(self) -> Iterator[None]:
        """Have one for the block; raises PoolBusy where none is free."""
        self.take()
        try:
            yield
        finally:
            self.give_back()
