"""The program of one worker process: runs queries on a snapshot, one at a time, until its input ends.

    python -m queries.outside.worker STORE [MEMORY [PARENT]]

STORE is the folder of the snapshot's store, MEMORY the limit of the address space in bytes (0: none), PARENT the id
of the process with which it shall end (0: the one that started it). It is started afresh, never forked from a
server with threads, and is killed rather than asked to stop.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import BinaryIO

from pyoxigraph import Store

from queries.outside.confinement import ParentGone, confine, step_back
from queries.outside.errors import DeathCause, OutsideQueryError, WorkerDied
from queries.outside.evaluation import Written, evaluate
from queries.outside.frames import (
    BEGUN_RESULT,
    WHOLE,
    Request,
    error_to_json,
    read_frame,
    whole_frame,
    write_frame,
)

_CHUNK = 256 << 10


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve queries; exit code 0 when the input ends, 1 if the store can't be opened, 3 if the parent is gone."""
    path, memory, parent = _options(sys.argv[1:] if arguments is None else arguments)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the server decides
    requests, replies = _private_streams()
    try:
        confinement = confine(memory, parent)
    except ParentGone:
        return 3
    try:
        store = Store.read_only(path)
    except (OSError, ValueError, MemoryError) as error:
        _say(replies, json.dumps({"error": f"{path}: {error}"}).encode())
        return 1
    told = asdict(confinement) | {"pid": os.getpid(), "niceness": step_back()}
    _say(replies, json.dumps(told).encode())
    try:
        while (content := read_frame(requests)) is not None:
            _reply(store, Request.from_content(content), replies)
    except BrokenPipeError:
        return 0
    return 0


def _options(arguments: Sequence[str]) -> tuple[str, int | None, int]:
    """Store, memory and parent; read by hand, because argparse alone takes a third of the time to start."""
    store, *numbers = arguments
    memory, parent = (*map(int, numbers), *(0, 0)[len(numbers) :])
    return store, memory or None, parent or os.getppid()


def _private_streams() -> tuple[BinaryIO, BinaryIO]:
    """Take standard input and output for the frames alone: a stray print then goes to standard error."""
    requests, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return requests, replies


class _Reply:
    """The result of one query on its way out: kept while it may be sent whole, else passed on in chunks."""

    def __init__(self, replies: BinaryIO) -> None:
        self._replies = replies
        self._pieces: list[bytes] = []
        self._size = 0
        self._limit = WHOLE

    @property
    def begun(self) -> bool:
        """Whether part of it has gone out."""
        return self._limit != WHOLE

    def add(self, piece: bytes) -> None:
        """Take the next piece."""
        self._pieces.append(piece)
        self._size += len(piece)
        if self._size > self._limit:
            if not self.begun:
                self._limit = _CHUNK
                self._pieces.insert(0, BEGUN_RESULT)
            self._chunk()
            self._replies.flush()

    def end(self, written: Written) -> None:
        """Send what is left, and how much there was."""
        if not self.begun:
            self._replies.write(whole_frame(written.rows, self._pieces, truncated=written.truncated))
            self._replies.flush()
            return
        if self._size:
            self._chunk()
        self._stop(json.dumps({"rows": written.rows, "truncated": written.truncated}).encode())

    def fail(self, error: OutsideQueryError) -> None:
        """Send why there is no result, or no more of it."""
        if self.begun:
            self._stop(error_to_json(error))
        else:
            _say(self._replies, error_to_json(error))

    def _chunk(self) -> None:
        write_frame(self._replies, b"".join(self._pieces))
        self._pieces.clear()
        self._size = 0

    def _stop(self, told: bytes) -> None:
        write_frame(self._replies, b"")
        _say(self._replies, told)


def _say(replies: BinaryIO, content: bytes) -> None:
    write_frame(replies, content)
    replies.flush()


def _reply(store: Store, request: Request, replies: BinaryIO) -> None:
    reply = _Reply(replies)
    try:
        reply.end(evaluate(store, request, reply.add))
    except OutsideQueryError as error:
        reply.fail(error)
    except MemoryError:
        reply.fail(WorkerDied(DeathCause.MEMORY))
        raise  # what is left of this process is not to be trusted


if __name__ == "__main__":
    sys.exit(main())
