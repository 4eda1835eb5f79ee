"""A worker process as the server sees it: started, asked within a time, killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import NamedTuple

from queries.outside.confinement import Confinement
from queries.outside.errors import DeathCause, OutsideQueryError, QueryTimedOut, WorkerDied, WorkerStartFailed
from queries.outside.frames import (
    BEGUN_RESULT,
    WHOLE_HEAD,
    WHOLE_RESULT,
    Answer,
    Request,
    error_from_json,
)
from queries.outside.pipes import Arrival, Ended, NeverTaken, OutOfTime, Pipes
from queries.outside.starting import start


class WorkerGone(Exception):  # noqa: N818
    """The worker had ended before it was given the query, which may be given to another one."""


class Ending(NamedTuple):
    """What is known once a result has come to its end."""

    rows: int
    truncated: bool


class Beginning(NamedTuple):
    """The first bytes of a result; `ending` is None where more follow (WorkerProcess.further)."""

    media_type: str
    first: bytes
    ending: Ending | None


class WorkerProcess:
    """One process running `queries.outside.worker` on a store; used by one thread at a time.

    The kernel kills it when the thread that created it ends (see Confinement.dies_with_parent): create it in
    one that lives as long as it shall.
    """

    def __init__(self, store_path: Path, *, memory_bytes: int | None = None, start_seconds: float = 20.0) -> None:
        """Start the process and wait until it has opened the store; raises WorkerStartFailed."""
        self._process = start(store_path, memory_bytes)
        if self._process.stdin is None or self._process.stdout is None:
            raise AssertionError("both pipes were asked for")
        self._pipes = Pipes(self._process.stdin.fileno(), self._process.stdout.fileno())
        self._waiting = False
        self._ending = False
        self._began = time.monotonic()
        self._budget = start_seconds
        self.deadline = time.monotonic() + start_seconds
        """When the query that runs is ended, on the monotonic clock."""
        self.served = 0
        """How many queries it has been given."""
        self.took = 0.0
        """Seconds from the last query to the end of its answer."""
        self.confinement = self._hello()

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def free(self) -> bool:
        """Whether it owes no answer and nobody has had it killed."""
        return not self._waiting and not self._ending

    @property
    def usable(self) -> bool:
        """Whether it is free, and lives; asks the system, which takes longer than a small query."""
        return self.free and self._process.poll() is None

    def ask(self, request: Request, seconds: float) -> Answer:
        """Have a query run for at most `seconds`, and give its result whole.

        Raises what begin() and further() raise.
        """
        begun = self.begin(request, seconds)
        pieces, ending = [begun.first], begun.ending
        while ending is None:
            further = self.further()
            if isinstance(further, bytes):
                pieces.append(further)
            else:
                ending = further
        return Answer(begun.media_type, b"".join(pieces), ending.rows, ending.truncated)

    def begin(self, request: Request, seconds: float) -> Beginning:
        """Have a query run for at most `seconds`, writing included, and give the first bytes of its result.

        Raises QueryTimedOut, WorkerDied or WorkerGone, and the process is to be killed; or an error of the query
        (QuerySyntaxError, UnknownGraph, QueryEvaluationError, MediaTypeRefused, ResultTooLarge), and it can be
        asked again. While more is to come, ask for it by further().
        """
        self.send(request, seconds)
        return self.first(request.media_type)

    def send(self, request: Request, seconds: float) -> None:
        """The first half of begin(): give it the query. A query that fits in a pipe takes no waiting."""
        self._budget = seconds
        self._began = time.monotonic()
        self.deadline = self._began + seconds
        self._waiting = True
        self.served += 1
        try:
            self._pipes.send(request.to_frame(), self.deadline)
        except NeverTaken:
            raise WorkerGone from None
        except (OutOfTime, Ended) as fate:
            raise self._fate(fate) from None

    def first(self, media_type: str) -> Beginning:
        """The second half of begin(): wait for the first bytes of the result."""
        try:
            content = self._pipes.receive(self.deadline)
        except (OutOfTime, Ended) as fate:
            raise self._fate(fate) from None
        kind = content[:1]
        if kind == BEGUN_RESULT:
            return Beginning(media_type, content[1:], None)
        self._answered()
        if kind == WHOLE_RESULT:
            _, rows, truncated = WHOLE_HEAD.unpack_from(content)
            return Beginning(media_type, content[WHOLE_HEAD.size :], Ending(rows, truncated))
        raise self._error(content)

    @property
    def replies(self) -> int:
        """The descriptor at which an event loop sees that something has come: then fetch() it."""
        return self._pipes.replies

    def fetch(self) -> Arrival:
        """Take what has come of the answer, without waiting for it."""
        return self._pipes.fetch()

    def further(self) -> bytes | Ending:
        """The next bytes of the result that runs, or its end; raises as begin() does."""
        try:
            if piece := self._pipes.receive(self.deadline):
                return piece
            said = self._pipes.receive_json(self.deadline)
        except (OutOfTime, Ended) as fate:
            raise self._fate(fate) from None
        self._answered()
        if "error" in said:
            raise error_from_json(said)
        return Ending(said["rows"], said["truncated"])

    def time_out(self) -> QueryTimedOut:
        """End the query that runs, because its time is over; gives the error that says so, at once."""
        self.signal_end()
        return QueryTimedOut(self._budget)

    def private_bytes(self) -> int:
        """Memory that the process shares with no other one; 0 where the system does not tell."""
        try:
            sizes = Path(f"/proc/{self.pid}/statm").read_bytes().split()
        except OSError:
            return 0
        return (int(sizes[1]) - int(sizes[2])) * os.sysconf("SC_PAGE_SIZE")

    def signal_end(self) -> None:
        """Have the process killed while another thread waits for its answer; that thread sees WorkerDied."""
        self._ending = True
        self._process.kill()

    def kill(self) -> None:
        """Kill the process, wait until it is gone, close the pipes; a second time does nothing."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    def _answered(self) -> None:
        self._waiting = False
        self.took = time.monotonic() - self._began

    def _fate(self, fate: Exception) -> QueryTimedOut | WorkerDied:
        """What a worker's silence or end means to who asked."""
        return self.time_out() if isinstance(fate, OutOfTime) else WorkerDied(self._cause_of_death())

    def _error(self, content: bytes) -> OutsideQueryError:
        """The error that stands in an answer's place; the end of a worker that says anything else."""
        try:
            said = json.loads(content)
            return error_from_json(said)
        except (ValueError, LookupError, TypeError):
            return WorkerDied(self._cause_of_death())

    def _hello(self) -> Confinement:
        try:
            said = self._pipes.receive_json(self.deadline)
        except (OutOfTime, Ended) as error:
            self.kill()
            how = "it did not open the store in time" if isinstance(error, OutOfTime) else "it ended at once"
            raise WorkerStartFailed(f"{how}; its standard error says more") from None
        if "error" in said:
            self.kill()
            raise WorkerStartFailed(said["error"])
        said.pop("pid")
        return Confinement(**said)

    def _cause_of_death(self) -> DeathCause:
        """Why the pipe ended, told from the exit code; the process is gone afterwards."""
        try:
            code = self._process.wait(timeout=1)
        except subprocess.TimeoutExpired:  # it lives but has stopped making sense
            code = 1
        self.kill()
        if code == -signal.SIGABRT:  # the engine aborts where it is given no memory
            return DeathCause.MEMORY
        return DeathCause.KILLED if code in (-signal.SIGKILL, -signal.SIGTERM) else DeathCause.CRASHED
