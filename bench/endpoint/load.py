"""A load generator: some kept-alive connections, each asking again as soon as it is answered.

    python -m bench.endpoint.load < REQUEST.json > RESULT.json

It runs in a process of its own, on raw sockets and one selector. An answer counts only when its status is 200 and
its body has come whole; all else is counted by what went wrong.
"""

from __future__ import annotations

import json
import selectors
import socket
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

from bench.endpoint.body import Reply
from bench.endpoint.workloads import Target


@dataclass(frozen=True)
class Load:
    """What a run of requests came to; `p50` and `p99` in milliseconds, `failed` by reason."""

    good: int
    seconds: float
    p50: float
    p99: float
    failed: Mapping[str, int] = field(default_factory=dict)

    @property
    def rate(self) -> float:
        """Good answers a second."""
        return self.good / self.seconds if self.seconds else 0.0


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of the values lie (nearest rank); 0 for none."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(share * len(ranked)))] if ranked else 0.0


@dataclass(eq=False)
class _Connection:
    link: socket.socket
    began: float = 0.0
    reply: Reply = field(default_factory=Reply)


class Generator:
    """Drives one server; `run` goes into each unique request, so that no two runs ask the same."""

    def __init__(self, address: tuple[str, int], target: Target, *, connections: int, run: str = "") -> None:
        self._address, self._target, self._connections, self._run = address, target, connections, run
        self._asked = 0
        self._took: list[float] = []
        self._failed: Counter[str] = Counter()
        self._selector = selectors.DefaultSelector()

    def measure(self, seconds: float, patience: float = 60.0, most: int | None = None) -> Load:
        """Ask for `seconds`, or `most` times; what is under way then is waited for within `patience`, and counts.

        The time goes from the first request to the last answer, so that slow answers are not cut off.
        """
        began = time.perf_counter()
        end, last = began + seconds, began
        for _ in range(self._connections):
            self._open()
        while self._selector.get_map():
            events = self._selector.select(timeout=1.0)
            last = now = time.perf_counter()
            for key, _ in events:
                self._read(key.data, now, again=now < end and (most is None or self._asked < most))
            if now > end + patience:
                self._failed["no answer"] += len(self._selector.get_map())
                break
        for key in list(self._selector.get_map().values()):
            self._drop(key.data)
        took = [1000 * seconds for seconds in self._took]
        return Load(len(took), last - began, percentile(took, 0.5), percentile(took, 0.99), dict(self._failed))

    def _open(self) -> None:
        try:
            link = socket.create_connection(self._address, timeout=5)
        except OSError:
            self._failed["refused"] += 1
            return
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection = _Connection(link)
        self._selector.register(link, selectors.EVENT_READ, connection)
        self._ask(connection)

    def _ask(self, connection: _Connection) -> None:
        path = self._target.path(self._asked, self._run)
        self._asked += 1
        head = f"GET {path} HTTP/1.1\r\nHost: {self._address[0]}:{self._address[1]}\r\n"
        headers = "".join(f"{name}: {value}\r\n" for name, value in self._target.headers.items())
        request = f"{head}{headers}\r\n".encode()
        connection.reply = Reply()
        connection.began = time.perf_counter()
        try:
            connection.link.sendall(request)
        except OSError:
            self._fail(connection, "cut", again=False)

    def _read(self, connection: _Connection, now: float, *, again: bool) -> None:
        try:
            chunk = connection.link.recv(1 << 18)
        except OSError:
            chunk = b""
        reply = connection.reply
        reply.take(chunk)
        if not reply.whole:
            if not chunk:
                self._fail(connection, "cut", again=again)
            return
        if reply.status == 200:
            self._took.append(now - connection.began)
        else:
            self._failed[f"status {reply.status}"] += 1
        if not again:
            self._drop(connection)
        elif reply.closes:
            self._drop(connection)
            self._open()
        else:
            self._ask(connection)

    def _fail(self, connection: _Connection, why: str, *, again: bool) -> None:
        self._failed[why] += 1
        self._drop(connection)
        if again:
            self._open()

    def _drop(self, connection: _Connection) -> None:
        self._selector.unregister(connection.link)
        connection.link.close()


def main() -> int:
    """Read one request from standard input, measure, write the result."""
    given = json.load(sys.stdin)
    target = Target(tuple(given["parts"]), tuple(given["items"]), given["unique"], given["accept"], given["coding"])
    address = (given["host"], given["port"])
    generator = Generator(address, target, connections=given["connections"], run=given["run"])
    json.dump(asdict(generator.measure(given["seconds"])), sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
