"""A worker process as the server sees it: started, asked within a time, killed."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from queries.outside.confinement import Confinement
from queries.outside.errors import DeathCause, QueryTimedOut, WorkerDied, WorkerStartFailed
from queries.outside.frames import LENGTH, Answer, Request, error_from_json

_CHUNK = 1 << 20
# All that a worker inherits: a server's environment may hold secrets.
_INHERITED = ("PATH", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "TZ")
# Each thread of the engine may reserve an arena of 64 MB, which counts against the limit of address space.
_ENVIRONMENT = {"MALLOC_ARENA_MAX": "2"}


class _OutOfTime(Exception):  # noqa: N818
    """The deadline passed while waiting for the worker."""


class _Ended(Exception):  # noqa: N818
    """The worker closed its end of a pipe, or said what no worker says."""


class WorkerProcess:
    """One process running `queries.outside.worker` on a store; used by one thread at a time.

    The kernel kills it when the thread that created it ends (see Confinement.dies_with_parent): create it in
    one that lives as long as it shall.
    """

    def __init__(self, store_path: Path, *, memory_bytes: int | None = None, start_seconds: float = 20.0) -> None:
        """Start the process and wait until it has opened the store; raises WorkerStartFailed."""
        command = [sys.executable, "-P", "-m", "queries.outside.worker", str(store_path.resolve())]
        command += ["--parent", str(os.getpid())]
        command += ["--memory", str(memory_bytes)] if memory_bytes is not None else []
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
        self._waiting = False
        self.confinement = self._hello(time.monotonic() + start_seconds)

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def usable(self) -> bool:
        """Whether the process lives and owes no answer."""
        return not self._waiting and self._process.poll() is None

    def ask(self, request: Request, seconds: float) -> Answer:
        """Have a query run for at most `seconds`.

        Raises QueryTimedOut or WorkerDied, and the process is gone; or an error of the query
        (QuerySyntaxError, QueryEvaluationError, MediaTypeRefused, ResultTooLarge), and it can be asked again.
        """
        deadline = time.monotonic() + seconds
        self._waiting = True
        try:
            content = request.to_json()
            self._send(LENGTH.pack(len(content)) + content, deadline)
            said = self._receive_json(deadline)
            body = self._receive(deadline) if said.get("ok") else b""
        except _OutOfTime:
            self.kill()
            raise QueryTimedOut(seconds) from None
        except _Ended:
            raise WorkerDied(self._cause_of_death()) from None
        self._waiting = False
        if said.get("ok"):
            return Answer(said["media_type"], body, said["rows"], said["truncated"])
        raise error_from_json(said)

    def signal_end(self) -> None:
        """Have the process killed while another thread waits for its answer; that thread sees WorkerDied."""
        self._process.kill()

    def kill(self) -> None:
        """Kill the process, wait until it is gone, close the pipes; a second time does nothing."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    def _hello(self, deadline: float) -> Confinement:
        try:
            said = self._receive_json(deadline)
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

    def _send(self, content: bytes, deadline: float) -> None:
        rest = memoryview(content)
        while rest:
            _wait_for(self._requests, select.POLLOUT, deadline)
            try:
                rest = rest[os.write(self._requests, rest) :]
            except BrokenPipeError:
                raise _Ended from None

    def _receive_json(self, deadline: float) -> dict[str, Any]:
        try:
            said = json.loads(self._receive(deadline))
        except ValueError:
            raise _Ended from None
        if not isinstance(said, dict):
            raise _Ended
        return said

    def _receive(self, deadline: float) -> bytes:
        (length,) = LENGTH.unpack(self._receive_exactly(LENGTH.size, deadline))
        return self._receive_exactly(length, deadline)

    def _receive_exactly(self, count: int, deadline: float) -> bytes:
        chunks: list[bytes] = []
        while count > 0:
            _wait_for(self._replies, select.POLLIN, deadline)
            chunk = os.read(self._replies, min(count, _CHUNK))
            if not chunk:
                raise _Ended
            chunks.append(chunk)
            count -= len(chunk)
        return b"".join(chunks)


def _wait_for(descriptor: int, event: int, deadline: float) -> None:
    poll = select.poll()
    poll.register(descriptor, event)
    # Rounded up: poll counts whole milliseconds and would spin through the last one.
    milliseconds = int((deadline - time.monotonic()) * 1000) + 1
    if milliseconds <= 0 or not poll.poll(milliseconds):
        raise _OutOfTime


def _environment() -> dict[str, str]:
    inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    # The worker finds its modules where the server found them, installed or not.
    path = os.pathsep.join(entry or str(Path.cwd()) for entry in sys.path)
    return inherited | _ENVIRONMENT | {"PYTHONPATH": path}
