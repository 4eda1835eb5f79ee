"""How an answer comes about step by step, so that a thread can take the steps as well as an event loop.

An answer stops where something has to be waited for. Whoever takes the steps waits in his own way: a thread by
standing still, an event loop by doing something else.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeVar, cast

from queries.outside.errors import OutsideQueryError
from webui.endpoint.cache import Key
from webui.endpoint.request import Asked

if TYPE_CHECKING:
    from queries.outside.flow import Flow
    from queries.outside.pool import WorkerPool
    from webui.site import Site

Answered = TypeVar("Answered")


class Job(NamedTuple):
    """A query to be answered: what is wanted, what the engine writes for it, from which site, whose turn it is.

    `key` is what its answer depends on.
    """

    asked: Asked
    wanted: str
    written: str
    site: Site
    overlay: bool
    client: str
    key: Key

    @property
    def budget(self) -> float:
        """Seconds that it may take."""
        most = self.site.settings.query_seconds
        return min(self.asked.timeout or most, most)

    @property
    def pool(self) -> WorkerPool:
        """The workers that answer it."""
        return self.site.workers(overlay=self.overlay)

    def run(self) -> Flow:
        """Have the workers run it; raises what they raise."""
        return self.asks(self.pool.stream)

    def asks(self, ask: Callable[..., Answered]) -> Answered:
        """What a pool's run, stream or order gives for it."""
        asked = self.asked
        return ask(
            asked.prefixed,
            self.written,
            self.budget,
            self.key.row_cap,
            dataset=asked.dataset,
            ticket=asked.ticket,
            client=self.client,
        )


class Pause(Enum):
    """Why an answer stops, but for a Job."""

    TAKES_TIME = "takes time"
    """What follows takes a moment of computing: an event loop has a thread go on."""


Step = Job | Pause
Steps = Generator[Step, "Flow | None", "Iterable[bytes] | None"]
"""The steps of an answer; it wants the flow that comes of a Job, or the error, and its value is the body of the
response, or None where something else is to answer."""


Reached = Step | Iterable[bytes] | None
"""A step, or the value at the end."""


def found_at(step: Step) -> Flow | None:
    """What has to be found at a step, by waiting for it; raises what the workers raise."""
    return step.run() if isinstance(step, Job) else None


def begun(steps: Steps) -> Reached:
    """The first step at which an answer stops, or what it comes to."""
    try:
        return next(steps)
    except StopIteration as end:
        return cast("Iterable[bytes] | None", end.value)


def continued(steps: Steps, found: Callable[[], Flow | None]) -> Reached:
    """The next step, with what was found at the last one, or with the error that finding it raises."""
    try:
        try:
            flow = found()
        except OutsideQueryError as error:
            return steps.throw(error)
        return steps.send(flow)
    except StopIteration as end:
        return cast("Iterable[bytes] | None", end.value)


def gone_through(
    steps: Steps, reached: Reached, find: Callable[[Step], Flow | None] = found_at
) -> Iterable[bytes] | None:
    """What the steps come to, from the one that was reached, all taken in this thread."""
    while isinstance(reached, (Job, Pause)):
        reached = continued(steps, partial(find, reached))
    return reached
