"""Cutting the connection of a response that cannot be finished, so that what came of it does not look whole.

WSGI has no word for it. Most servers break the connection when the iterator of a response raises; granian logs the
error and ends the chunked body as if all were well. So the connection is looked for among the sockets of this
process and shut down. A request does not say which one is its own: of several from one address it is told by a
piece of a random length, after which exactly one of them has sent so much more (Linux only: TCP_INFO).
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
import socket
import struct
import sys
import time
from collections.abc import Generator
from pathlib import Path

_BYTES_ACKED = slice(120, 128)
"""Where struct tcp_info (linux/tcp.h) has tcpi_bytes_acked."""
_SIOCOUTQ = 0x5411
_SHORTEST, _LONGEST = 8_000, 32_000
_SETTLED, _PATIENCE = 0.03, 2.0
"""Seconds: how long a socket must stay as it is to count as drained (at first), and how long it is waited for."""
_ATTEMPTS = 5
"""Pieces that are sent: on a busy machine, what was written before one may come out only with it."""


def sever(peer: str, port: str, fill: bytes) -> Generator[bytes, None, bool]:
    """Shut down the connection on which what this yields is being sent as chunks; its value tells whether it did.

    In: REMOTE_ADDR and SERVER_PORT of the request, and one byte that the body may be filled up with. Whoever sends
    the pieces asks for the next one only when it has taken the last.
    """
    with contextlib.ExitStack() as opened:
        candidates = [opened.enter_context(found) for found in _connections(peer, port)]
        # Asked for also where there is one: it may be another one, if the client of ours has gone.
        for attempt in range(_ATTEMPTS if candidates else 0):
            before = _when_settled(candidates, _SETTLED * 2**attempt)
            length = _SHORTEST + secrets.randbelow(_LONGEST - _SHORTEST)
            yield fill * length
            chunk = length + len(f"{length:X}") + 4  # its length in hexadecimal and two line ends
            found = _that_sent(candidates, before, chunk)
            if len(found) == 1:
                with contextlib.suppress(OSError):
                    found[0].shutdown(socket.SHUT_RDWR)
                return True
        return False


def _connections(peer: str, port: str) -> list[socket.socket]:
    """The TCP connections of this process from an address to a port of ours, each by a descriptor of its own."""
    found: dict[object, socket.socket] = {}
    folder = Path("/proc/self/fd")
    if not sys.platform.startswith("linux") or not folder.is_dir():
        return []
    for entry in folder.iterdir():
        try:
            if not str(entry.readlink()).startswith("socket:"):
                continue
            connection = socket.socket(fileno=os.dup(int(entry.name)))
        except OSError:  # closed in the meantime, or no socket after all
            continue
        # A copy that was made a moment ago may have the number that the listing had.
        theirs = _other_end(connection, peer, port)
        if theirs is not None and theirs not in found:
            found[theirs] = connection
        else:
            connection.close()
    return list(found.values())


def _other_end(connection: socket.socket, peer: str, port: str) -> object:
    """The address at the other end of a connection between that host and our port; None for any other socket."""
    try:
        if connection.family not in (socket.AF_INET, socket.AF_INET6) or connection.type != socket.SOCK_STREAM:
            return None
        theirs, ours = connection.getpeername(), connection.getsockname()
    except OSError:  # it listens
        return None
    same = theirs[0].removeprefix("::ffff:") == peer.removeprefix("::ffff:") and str(ours[1]) == port
    return theirs if same else None


def _sent(connection: socket.socket) -> int:
    """How many bytes were ever written to a connection; -1 where it is gone."""
    try:
        told = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 192)
        queued = struct.unpack("i", fcntl.ioctl(connection.fileno(), _SIOCOUTQ, b"\0" * 4))[0]
    except OSError:
        return -1
    return int.from_bytes(told[_BYTES_ACKED], sys.byteorder) + int(queued)


def _when_settled(connections: list[socket.socket], still: float) -> list[int]:
    """What each had sent when nothing more came, or at the end of our patience."""
    until = time.monotonic() + _PATIENCE
    sent = [_sent(connection) for connection in connections]
    while time.monotonic() < until:
        time.sleep(still)
        now = [_sent(connection) for connection in connections]
        if now == sent:
            break
        sent = now
    return sent


def _that_sent(connections: list[socket.socket], before: list[int], more: int) -> list[socket.socket]:
    """Those that have sent exactly so much more, and stay there."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        time.sleep(_SETTLED)
        fitting = [c for c, sent in zip(connections, before, strict=True) if _sent(c) == sent + more]
        if fitting:
            time.sleep(_SETTLED)
            return [c for c in fitting if _sent(c) == before[connections.index(c)] + more]
    return []
