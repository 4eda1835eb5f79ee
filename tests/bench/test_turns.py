"""Servers are measured in turns, when they answer as most do; kept answers where a miss and a hit are proved."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import cast

from bench.endpoint.load import Load
from bench.endpoint.measuring import Bench, Figures, Key, measure
from bench.endpoint.servers.server import Running
from bench.endpoint.workloads import JSON, Target, Workload

WORKLOAD = Workload("point", "SELECT * { <urn:bench:item> ?p ?o }", items=("model/a", "model/b"))
Answer = Callable[[str], tuple[int, int, str]]
"""Path -> status, rows, Cache-Status ("" for none)."""


@dataclass
class Peer:
    """A server as `measure` needs it."""

    address: tuple[str, int]
    path: str = "/sparql"
    warm_up: float = 0.0

    def settle(self) -> bool:
        return True


@contextmanager
def peer(answer: Answer) -> Iterator[Peer]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, rows, how = answer(self.path)
            body = b'{"results":{"bindings":[' + b",".join([b"{}"] * rows) + b"]}}"
            self.send_response(status)
            self.send_header("Content-Type", JSON)
            self.send_header("Content-Length", str(len(body)))
            if how:
                self.send_header("Cache-Status", how)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield Peer(("127.0.0.1", server.server_port))
    finally:
        server.shutdown()
        server.server_close()


@dataclass
class Loads:
    """A Bench that makes no load: it notes who was asked, and answers as it is told."""

    rates: dict[int, int]
    asked: list[tuple[int, bool]] = field(default_factory=list)
    repeats: int = 2
    seconds: float = 1.0

    def tell(self, what: str) -> None:
        pass

    def load(self, address: tuple[str, int], target: Target, seconds: float) -> Load:
        self.asked.append((address[1], target.unique))
        return Load(self.rates[address[1]], 1.0, 1.0, 2.0)


def run(*answers: Answer, mute: int | None = None) -> tuple[dict[Key, Figures], list[tuple[int, bool]], list[int]]:
    """Measure servers that answer so, the one of number `mute` without an answer under load."""
    opened = [peer(answer) for answer in answers]
    peers = [each.__enter__() for each in opened]
    try:
        ports = [each.address[1] for each in peers]
        bench = Loads({port: 0 if n == mute else 10 * (n + 1) for n, port in enumerate(ports)})
        running = [(f"server {n}", cast(Running, each)) for n, each in enumerate(peers)]
        return measure(cast(Bench, bench), running, [WORKLOAD]), bench.asked, ports
    finally:
        for each in opened:
            each.__exit__(None, None, None)


def keeping() -> Answer:
    """Answers of a server with a cache that tells of it."""
    seen: set[str] = set()

    def answer(path: str) -> tuple[int, int, str]:
        kept = path in seen
        seen.add(path)
        return 200, 3, "cache; hit" if kept else "cache; fwd=miss; stored"

    return answer


def plain(path: str) -> tuple[int, int, str]:
    return 200, 3, ""


def test_servers_are_warmed_and_then_asked_in_turns() -> None:
    found, asked, (first, second) = run(keeping(), plain)
    turn = [(first, True), (first, False), (second, True)]
    assert asked == turn * 3, "once to warm them, then both repeats"
    assert {key[0]: figures.rates for key, figures in found.items()} == {
        "server 0": (10, 10),
        "server 0, cached": (10, 10),
        "server 1": (20, 20),
    }


def test_kept_answers_are_not_measured_where_nothing_proves_them() -> None:
    found, asked, (first, _) = run(plain, plain)
    assert "does not say" in found["server 0, cached", "point"].why
    assert (first, False) not in asked
    found, asked, (first, _) = run(lambda path: (200, 3, "cache; hit"), plain)
    assert "no proof" in found["server 0, cached", "point"].why
    assert (first, False) not in asked


def test_a_server_that_answers_otherwise_is_left_out_with_the_reason() -> None:
    found, asked, ports = run(plain, lambda path: (200, 2, ""), plain, lambda path: (503, 0, ""))
    assert "[2, 2, 2] rows where most give [3, 3, 3]" in found["server 1", "point"].why
    assert "503" in found["server 3", "point"].why
    assert {port for port, _ in asked} == {ports[0], ports[2]}


def test_a_server_that_answers_nobody_in_time_is_asked_no_more() -> None:
    found, asked, ports = run(plain, plain, mute=1)
    assert "no answer within" in found["server 1", "point"].why
    assert asked.count((ports[1], True)) == 1
    assert found["server 0", "point"].rates == (10, 10)
