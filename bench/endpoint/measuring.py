"""Requests a second of several servers on the same graph, in turns, so that a noisy moment meets them all."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.endpoint import wrk
from bench.endpoint.asking import Told, ask
from bench.endpoint.load import Load
from bench.endpoint.servers.server import Running, free_port
from bench.endpoint.workloads import Target, Workload

CACHED = ", cached"
_CACHED_ITEMS = 16
_CHECKED_ITEMS = 3


@dataclass(frozen=True)
class Bench:
    """How it is measured: with which program (wrk's path, or None for our own generator), how long, how often."""

    wrk: Path | None
    connections: int
    seconds: float
    repeats: int
    tell: Callable[[str], None]

    def load(self, address: tuple[str, int], target: Target, seconds: float) -> Load:
        """One run from a process of its own."""
        run = uuid.uuid4().hex[:8] + "."
        if self.wrk is not None:
            options = {"connections": self.connections, "seconds": seconds, "run": run}
            return wrk.measure(self.wrk, address, target, **options)  # type: ignore[arg-type]
        given = {
            "host": address[0],
            "port": address[1],
            "parts": target.parts,
            "items": target.items,
            "unique": target.unique,
            "accept": target.accept,
            "coding": target.coding,
            "connections": self.connections,
            "seconds": seconds,
            "run": run,
        }
        command = [sys.executable, "-m", "bench.endpoint.load"]
        told = subprocess.run(command, input=json.dumps(given), capture_output=True, text=True, check=True)
        return Load(**json.loads(told.stdout))

    def ceiling(self, size: int) -> float:
        """Requests a second of the generator against a server that does nothing but send so many bytes."""
        port = free_port()
        server = subprocess.Popen([sys.executable, "-m", "bench.endpoint.ceiling", str(port), str(size)])
        try:
            time.sleep(0.5)
            target = Target(("/?query=", "&and=some"), ("a", "b"), True, "*/*")
            return self.load(("127.0.0.1", port), target, 3).rate
        finally:
            server.kill()
            server.wait()


@dataclass
class Figures:
    """The runs of one server on one workload, in the order of the repeats; `why` when it could not be measured."""

    loads: list[Load] = field(default_factory=list)
    why: str = ""

    @property
    def rates(self) -> tuple[float, ...]:
        """Good answers a second, a repeat each."""
        return tuple(load.rate for load in self.loads)


Lane = tuple[str, Running, Target]
Key = tuple[str, str]
"""A server's name (with `, cached` behind it for kept answers) and a workload's."""


def measure(bench: Bench, running: Sequence[tuple[str, Running]], asked: Sequence[Workload]) -> dict[Key, Figures]:
    """All servers on all workloads; the first one is ours, and is measured with kept answers as well."""
    found: dict[Key, Figures] = {}
    for workload in asked:
        lanes = [lane for lane in _lanes(running, workload, found) if _warmed(bench, workload, lane, found)]
        for repeat in range(bench.repeats):
            for name, server, target in lanes:
                load = bench.load(server.address, target, bench.seconds * workload.longer)
                found[name, workload.name].loads.append(load)
                if not server.settle():
                    bench.tell(f"{name} goes on working with no client")
                said = f"{load.rate:,.1f}/s, p99 {load.p99:.1f} ms {load.failed or ''}"
                bench.tell(f"{workload.name} {repeat + 1}: {name} {said}")
    return found


def _warmed(bench: Bench, workload: Workload, lane: Lane, found: dict[Key, Figures]) -> bool:
    """Ask a server for as long as it needs to be warm; whether it answered at all, from so many connections."""
    name, server, target = lane
    bench.tell(f"{workload.name}: warming {name}")
    seconds = max(server.warm_up, bench.seconds * workload.longer)
    load = bench.load(server.address, target, seconds)
    server.settle()
    if not load.good:
        failed = ", ".join(f"{count} x {why}" for why, count in load.failed.items())
        found[name, workload.name].why = f"no answer within {seconds:g} s {f'({failed})' if failed else ''}".strip()
    return bool(load.good)


def _lanes(running: Sequence[tuple[str, Running]], workload: Workload, found: dict[Key, Figures]) -> Iterator[Lane]:
    """The servers that answer a workload rightly, with their requests; `found` gets why, where one does not."""
    targets = [workload.target(server.path, unique=True) for _, server in running]
    told = [_first_answers(server, target) for (_, server), target in zip(running, targets, strict=True)]
    expected = expectation([[answer.rows for answer in answers] for answers in told])
    for n, (name, server) in enumerate(running):
        why = fault(told[n], expected)
        found[name, workload.name] = Figures(why=why)
        if not why:
            yield name, server, targets[n]
        if n == 0:
            kept = workload.target(server.path, unique=False, most=_CACHED_ITEMS)
            why = proved(server, kept)
            found[name + CACHED, workload.name] = Figures(why=why)
            if not why:
                yield name + CACHED, server, kept


def _first_answers(server: Running, target: Target) -> list[Told]:
    return [ask(server.address, target.path(n, "check."), target.headers) for n in range(_CHECKED_ITEMS)]


def expectation(counts: Sequence[Sequence[int | None]]) -> list[int | None]:
    """The numbers of rows that most servers give; of two that as many give, the one that came first."""
    return list(Counter(tuple(count) for count in counts).most_common(1)[0][0])


def fault(answers: Sequence[Told], expected: Sequence[int | None]) -> str:
    """What is wrong with a server's first answers: "" when they have the rows expected."""
    rows = [answer.rows for answer in answers]
    if None in rows:
        return f"no answer to be read: status {[answer.status for answer in answers]}"
    return "" if rows == list(expected) else f"other answers: {rows} rows where most give {list(expected)}"


def proved(server: Running, target: Target) -> str:
    """Ask for each item twice: "" when the first answer was made and the second kept, by the server's own word."""
    for n in range(len(target.items)):
        first, second = (ask(server.address, target.path(n), target.headers) for _ in range(2))
        if first.status != 200 or second.status != 200 or first.body != second.body:
            return f"two answers differ: status {first.status} and {second.status}"
        if first.kept is None or second.kept is None:
            return "the server does not say whether an answer was kept"
        if first.kept or not second.kept:
            return f"no proof of a miss and a hit: {first.kept}, {second.kept}"
    return ""
