"""What our endpoint promises beside runaway queries: measured from outside, by HTTP and the process table."""

from __future__ import annotations

import os
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.endpoint.asking import Told, ask
from bench.endpoint.load import percentile
from bench.endpoint.promises import HELD, NOT_HELD
from bench.endpoint.servers.ours import Ours
from bench.endpoint.servers.server import Data, Running
from bench.endpoint.workloads import Target, runaway, trivial

_BUDGET = 2.0
_QUEUE_SECONDS = 5.0
_SHORT = 0.1
_IN_A_ROW = 200
_SETTLE_SECONDS = 3.0


@dataclass(frozen=True)
class Check:
    """One promise: what was measured, what must hold, and whether it did."""

    what: str
    measured: str
    must: str
    state: str


def _check(what: str, measured: str, must: str, held: bool) -> Check:
    return Check(what, measured, must, HELD if held else NOT_HELD)


class _Asking:
    """Our server with numbered queries, each another text."""

    def __init__(self, server: Running) -> None:
        self.server = server
        self._n = 0
        self._lock = threading.Lock()
        self._trivial = trivial().target(server.path, unique=True)
        self._runaway = runaway().target(server.path, unique=True)

    def trivial(self) -> Told:
        """The least that can be asked."""
        return self._ask(self._trivial, "")

    def runaway(self, seconds: float) -> Told:
        """A query that is ended after `seconds`."""
        return self._ask(self._runaway, f"&timeout={seconds:g}")

    def _ask(self, target: Target, more: str) -> Told:
        with self._lock:
            self._n += 1
            n = self._n
        return ask(self.server.address, target.path(n, "safety.") + more, target.headers)

    @contextmanager
    def runaways(self, count: int) -> Iterator[None]:
        """`count` runaway queries at any time, each followed by the next."""
        ending = threading.Event()

        def go_on() -> None:
            while not ending.is_set():
                self.runaway(_BUDGET)

        threads = [threading.Thread(target=go_on) for _ in range(count)]
        for thread in threads:
            thread.start()
        time.sleep(0.3)
        try:
            yield
        finally:
            ending.set()
            for thread in threads:
                thread.join()


def safety(cache: Path, data: Data, seconds: float, tell: Callable[[str], None]) -> list[Check]:
    """All promises, each on a server started for it with a budget of 2 s."""
    slots = max(2, os.cpu_count() or 1)
    checks: list[Check] = []
    for workers, measures in ((slots, (beside, all_taken)), (1, (ended, leftovers))):
        settings = {"QUERY_SECONDS": f"{_BUDGET:g}", "QUERY_WORKERS": str(workers)}
        server = Ours(settings).start(cache, data)
        try:
            asking = _Asking(server)
            asking.trivial()
            for measure in measures:
                for check in measure(asking, workers, seconds):
                    tell(f"{check.what}: {check.measured} ({check.state})")
                    checks.append(check)
        finally:
            server.stop()
    return checks


def beside(asking: _Asking, workers: int, seconds: float) -> Iterator[Check]:
    """A trivial query alone and while all worker slots but one run away, in turns."""
    alone, crowded = [], []
    for _ in range(3):
        alone.append(_series(asking, seconds / 3))
        with asking.runaways(workers - 1):
            crowded.append(_series(asking, seconds / 3))
    ratios = [percentile(c, 0.99) / percentile(a, 0.99) for a, c in zip(alone, crowded, strict=True)]
    middle = statistics.median(ratios)
    p99s = [statistics.median(percentile(series, 0.99) for series in kind) for kind in (alone, crowded)]
    measured = f"p99 {p99s[0]:.2f} ms alone, {p99s[1]:.2f} ms beside {workers - 1} of {workers}: {middle:.2f}x "
    measured += f"({min(ratios):.2f} to {max(ratios):.2f})"
    yield _check("trivial ASK beside runaway queries", measured, "p99 under 3x", middle < 3)


def _series(asking: _Asking, seconds: float) -> list[float]:
    """Milliseconds of trivial queries, one after another; raises RuntimeError when one is not answered."""
    took: list[float] = []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        told = asking.trivial()
        if told.status != 200:
            raise RuntimeError(f"a trivial query was answered with {told.status}")
        took.append(1000 * told.seconds)
    return took


def all_taken(asking: _Asking, workers: int, seconds: float) -> Iterator[Check]:
    """Many clients while runaway queries keep every slot: an answer or 503, and how long that takes."""
    told: list[Told] = []
    clients = [threading.Thread(target=lambda: told.append(asking.trivial())) for _ in range(48)]
    with asking.runaways(workers):
        for client in clients:
            client.start()
        for client in clients:
            client.join()
    statuses = sorted({answer.status for answer in told})
    counts = ", ".join(f"{sum(answer.status == status for answer in told)} x {status}" for status in statuses)
    longest = max(answer.seconds for answer in told)
    told_when = all(answer.headers.get("retry-after") for answer in told if answer.status == 503)
    held = set(statuses) <= {200, 503} and told_when and longest <= _QUEUE_SECONDS + 0.1
    must = f"an answer, or 503 with Retry-After, within {_QUEUE_SECONDS:g} s (the queue's bound)"
    yield _check("all worker slots taken, 48 clients", f"{counts}; the longest waited {longest:.2f} s", must, held)


def ended(asking: _Asking, workers: int, seconds: float) -> Iterator[Check]:
    """Runaway queries on the only worker: when they end, and how soon its successor answers."""
    overtimes, replaced = [], []
    for _ in range(7):
        overtimes.append(1000 * (asking.runaway(_BUDGET).seconds - _BUDGET))
        replaced.append(1000 * asking.trivial().seconds)
    most = max(overtimes)
    yield _check("a runaway query ends", f"at most {most:.0f} ms after its 2 s", "100 ms", 0 <= most <= 100)
    median, most = percentile(replaced, 0.5), max(replaced)
    measured = f"median {median:.0f} ms, at most {most:.0f} ms, until the next query on the only worker is answered"
    yield _check("its worker is replaced", measured, "300 ms", most <= 300)


def leftovers(asking: _Asking, workers: int, seconds: float) -> Iterator[Check]:
    """Many runaway queries in a row: processes, open files, files and memory before and after."""
    for _ in range(10):
        asking.runaway(_SHORT)
    before = _Held.of(asking)
    for _ in range(_IN_A_ROW):
        asking.runaway(_SHORT)
    after = _Held.of(asking)
    grown = after.memory - before.memory
    measured = f"processes {before.processes} -> {after.processes}, open files {before.open} -> {after.open}, "
    measured += f"files {before.files} -> {after.files}, memory {grown / 1e6:+.1f} MB"
    same = (after.processes, after.open, after.files) <= (before.processes, before.open, before.files)
    held = same and grown < 8e6
    yield _check(f"{_IN_A_ROW} runaway queries in a row", measured, "nothing left behind", held)


@dataclass(frozen=True)
class _Held:
    processes: int
    open: int
    files: int
    memory: int

    @classmethod
    def of(cls, asking: _Asking) -> _Held:
        """What the server holds, once a new worker has answered and things have settled."""
        asking.trivial()
        time.sleep(_SETTLE_SECONDS)
        pids = asking.server.processes()
        descriptors = sum(len(list(Path(f"/proc/{pid}/fd").iterdir())) for pid in pids)
        files = sum(1 for _ in asking.server.log.parent.rglob("*"))  # its temporary files lie there too
        return cls(len(pids), descriptors, files, asking.server.memory().pss)
