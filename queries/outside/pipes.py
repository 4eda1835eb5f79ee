"""The two pipes to a worker, with its frames in them (queries/outside/frames.py): written and read by a deadline.

A thread waits for a frame; an event loop is told that something has come, and takes what there is.
"""

from __future__ import annotations

import json
import os
import select
import time
from enum import Enum
from typing import Any

from queries.outside.frames import LENGTH, WHOLE_RESULT

# What one read takes at most: a small answer comes with the first one, the rest of a large one with few.
_FIRST_READ, _FETCH, _READ = 16 << 10, 64 << 10, 256 << 10


class OutOfTime(Exception):  # noqa: N818
    """The deadline passed while waiting for the worker."""


class Ended(Exception):  # noqa: N818
    """The worker closed its end of a pipe, or said what no worker says."""


class NeverTaken(Exception):  # noqa: N818
    """The worker had closed its end before it took anything of a frame."""


class Arrival(Enum):
    """What has come of an answer."""

    PART = "part"
    """Less than a frame: there is more to wait for."""
    WHOLE = "whole"
    """A result that is all there: WorkerProcess.first() gives it at once."""
    OTHER = "other"
    """An error, the beginning of a long result, or the end of the process: first() may take its time."""


class Pipes:
    """The pipes by their descriptors, which never make who uses them wait; deadlines on the monotonic clock."""

    def __init__(self, requests: int, replies: int) -> None:
        self.replies = replies
        self._requests = requests
        self._readable = select.poll()
        self._readable.register(replies, select.POLLIN)
        self._inbox = b""
        """Bytes that were read beyond the frame they were read for."""

    def fetch(self) -> Arrival:
        """Take what has come of the answer, without waiting for it."""
        try:
            piece = os.read(self.replies, _FETCH)
        except BlockingIOError:
            return Arrival.PART
        if not piece:
            return Arrival.OTHER
        inbox = self._inbox = self._inbox + piece
        if len(inbox) <= LENGTH.size:
            return Arrival.PART
        if inbox[LENGTH.size] != WHOLE_RESULT[0]:
            return Arrival.OTHER
        there = len(inbox) - LENGTH.size >= LENGTH.unpack_from(inbox)[0]
        return Arrival.WHOLE if there else Arrival.PART

    def send(self, content: bytes, deadline: float) -> None:
        """Write a frame by `deadline`; raises OutOfTime, Ended, or NeverTaken where nothing was read of it."""
        rest = memoryview(content)
        while rest:
            try:
                rest = rest[os.write(self._requests, rest) :]
            except BlockingIOError:
                writable = select.poll()
                writable.register(self._requests, select.POLLOUT)
                _wait(writable, deadline)
            except BrokenPipeError:
                if len(rest) == len(content):
                    raise NeverTaken from None
                raise Ended from None

    def receive_json(self, deadline: float) -> dict[str, Any]:
        """The content of the next frame, which is an object; raises OutOfTime or Ended."""
        try:
            said = json.loads(self.receive(deadline).decode())
        except ValueError:
            raise Ended from None
        if not isinstance(said, dict):
            raise Ended
        return said

    def receive(self, deadline: float) -> bytes:
        """The content of the next frame; raises OutOfTime or Ended."""
        inbox = self._inbox or self._read(deadline)
        if len(inbox) < LENGTH.size:
            inbox = self._until(inbox, LENGTH.size, deadline)
        end = LENGTH.size + LENGTH.unpack_from(inbox)[0]
        if len(inbox) < end:
            inbox = self._until(inbox, end, deadline)
        self._inbox = inbox[end:]
        return inbox[LENGTH.size : end]

    def _until(self, there: bytes, count: int, deadline: float) -> bytes:
        """What is there and what comes, at least so many bytes."""
        pieces, size = [there], len(there)
        while size < count:
            pieces.append(self._read(deadline, _READ))
            size += len(pieces[-1])
        return b"".join(pieces)

    def _read(self, deadline: float, most: int = _FIRST_READ) -> bytes:
        _wait(self._readable, deadline)
        piece = os.read(self.replies, most)
        if not piece:
            raise Ended
        return piece


def _wait(poll: select.poll, deadline: float) -> None:
    # Rounded up: poll counts whole milliseconds and would spin through the last one.
    milliseconds = int((deadline - time.monotonic()) * 1000) + 1
    if milliseconds <= 0 or not poll.poll(milliseconds):
        raise OutOfTime
