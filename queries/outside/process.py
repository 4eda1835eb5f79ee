"""A worker process as the server sees it: started, asked within a time, killed."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from queries.outside.confinement import Confinement
from queries.outside.errors import DeathCause, QueryTimedOut, WorkerDied, WorkerStartFailed
from queries.outside.frames import LENGTH, WHOLE, Answer, Request, error_from_json

try:
    import fcntl  # POSIX only
except ImportError:
    fcntl = None  # type: ignore[assignment]

# What one read takes at most: a small answer comes with one, a large one with few.
_READ = 256 << 10
# All that a worker inherits: a server's environment may hold secrets.
_INHERITED = ("PATH", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "TZ")
# Each thread of the engine may reserve an arena of 64 MB, which counts against the limit of address space.
_ENVIRONMENT = {"MALLOC_ARENA_MAX": "2"}


class _OutOfTime(Exception):  # noqa: N818
    """The deadline passed while waiting for the worker."""


class WorkerGone(Exception):  # noqa: N818
    """The worker had ended before it was given the query, which may be given to another one."""


class _Ended(Exception):  # noqa: N818
    """The worker closed its end of a pipe, or said what no worker says."""


@dataclass(frozen=True, slots=True)
class Ending:
    """What is known once a result has come to its end."""

    rows: int
    truncated: bool


@dataclass(frozen=True, slots=True)
class Beginning:
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
        command = [sys.executable, "-P", "-m", "queries.outside.worker", str(store_path.resolve())]
        command += [str(memory_bytes or 0), str(os.getpid())]
        try:
            self._process = subprocess.Popen(
                command, bufsize=0, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_environment()
            )
        except OSError as error:
            raise WorkerStartFailed(str(error)) from error
        if self._process.stdin is None or self._process.stdout is None:
            raise AssertionError("both pipes were asked for")
        self._requests = self._process.stdin.fileno()
        self._replies = self._process.stdout.fileno()
        os.set_blocking(self._requests, False)
        os.set_blocking(self._replies, False)
        _widen(self._replies)
        self._readable = select.poll()
        self._readable.register(self._replies, select.POLLIN)
        self._inbox = b""
        """Bytes that were read beyond the frame they were read for."""
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
        self._budget = seconds
        self._began = time.monotonic()
        self.deadline = self._began + seconds
        self._waiting = True
        self.served += 1
        with self._fate():
            content = request.to_json()
            self._send(LENGTH.pack(len(content)) + content)
            said = self._receive_json()
            if "error" in said:
                self._answered()
                raise error_from_json(said)
            first = self._receive()
            if not said["whole"]:
                return Beginning(said["media_type"], first, None)
        self._answered()
        return Beginning(said["media_type"], first, Ending(said["rows"], said["truncated"]))

    def further(self) -> bytes | Ending:
        """The next bytes of the result that runs, or its end; raises as begin() does."""
        with self._fate():
            if piece := self._receive():
                return piece
            said = self._receive_json()
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

    @contextlib.contextmanager
    def _fate(self) -> Iterator[None]:
        try:
            yield
        except _OutOfTime:
            raise self.time_out() from None
        except _Ended:
            raise WorkerDied(self._cause_of_death()) from None

    def _hello(self) -> Confinement:
        try:
            said = self._receive_json()
        except (_OutOfTime, _Ended) as error:
            self.kill()
            how = "it did not open the store in time" if isinstance(error, _OutOfTime) else "it ended at once"
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

    def _send(self, content: bytes) -> None:
        rest = memoryview(content)
        while rest:
            try:
                rest = rest[os.write(self._requests, rest) :]
            except BlockingIOError:
                writable = select.poll()
                writable.register(self._requests, select.POLLOUT)
                self._wait(writable)
            except BrokenPipeError:
                if len(rest) == len(content):
                    raise WorkerGone from None
                raise _Ended from None

    def _receive_json(self) -> dict[str, Any]:
        try:
            said = json.loads(self._receive().decode())
        except ValueError:
            raise _Ended from None
        if not isinstance(said, dict):
            raise _Ended
        return said

    def _receive(self) -> bytes:
        inbox = self._inbox
        if len(inbox) > LENGTH.size:  # a small answer comes with one read, all its frames
            end = LENGTH.size + LENGTH.unpack_from(inbox)[0]
            if len(inbox) >= end:
                self._inbox = inbox[end:]
                return inbox[LENGTH.size : end]
        (length,) = LENGTH.unpack(self._receive_exactly(LENGTH.size))
        return self._receive_exactly(length)

    def _receive_exactly(self, count: int) -> bytes:
        pieces = [self._inbox]
        there = len(self._inbox)
        while there < count:
            self._wait(self._readable)
            piece = os.read(self._replies, _READ)
            if not piece:
                raise _Ended
            pieces.append(piece)
            there += len(piece)
        content = b"".join(pieces) if len(pieces) > 1 else self._inbox
        self._inbox = content[count:]
        return content[:count]

    def _wait(self, poll: select.poll) -> None:
        # Rounded up: poll counts whole milliseconds and would spin through the last one.
        milliseconds = int((self.deadline - time.monotonic()) * 1000) + 1
        if milliseconds <= 0 or not poll.poll(milliseconds):
            raise _OutOfTime


def _widen(pipe: int) -> None:
    """Let a pipe take all of a result that is sent whole, so that the worker need not wait for its reader."""
    if fcntl is not None and hasattr(fcntl, "F_SETPIPE_SZ"):
        with contextlib.suppress(OSError):  # beyond what the system grants to a user
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, WHOLE)


def _environment() -> dict[str, str]:
    inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    # The worker finds its modules where the server found them, installed or not.
    path = os.pathsep.join(entry or str(Path.cwd()) for entry in sys.path)
    return inherited | _ENVIRONMENT | {"PYTHONPATH": path}
