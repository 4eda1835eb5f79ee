"""A query on its way through the pool: what is to be run, for how long, and who waits for it."""

from __future__ import annotations

from dataclasses import dataclass

from queries.outside.frames import Request
from queries.outside.line import Place
from queries.outside.process import WorkerProcess


@dataclass(slots=True, eq=False)
class Order:
    """One query with its limits and its place.

    `seconds`: its budget. `began`: when its worker got it, on the monotonic clock. `sent`: whether it has.
    """

    request: Request
    seconds: float
    place: Place
    began: float = 0.0
    sent: bool = False

    @property
    def worker(self) -> WorkerProcess:
        """The worker of its place, which must have one."""
        if self.place.worker is None:
            raise AssertionError("a place without a worker")
        return self.place.worker


@dataclass(frozen=True, slots=True)
class Outcome:
    """A serialised result; `rows` counts solutions or triples (1 for ASK), `seconds` is the time in the worker."""

    media_type: str
    body: bytes
    rows: int
    truncated: bool
    seconds: float
