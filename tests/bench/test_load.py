"""The load generator counts what is whole and 200, and tells all else by its reason."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from bench.endpoint import wrk
from bench.endpoint.body import Reply
from bench.endpoint.load import Generator, percentile
from bench.endpoint.workloads import Target, Workload

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"
BUSY = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"
CUT = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhi"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n"
HALF_CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n"
TARGET = Target(("/?query=", ""), ("a", "b"), True, "*/*")


@contextmanager
def server(answer: Callable[[int], tuple[bytes, bool]]) -> Iterator[tuple[tuple[str, int], list[str]]]:
    """A server whose n-th answer is `answer(n)`: bytes, and whether the connection stays; with the paths asked."""
    door = socket.create_server(("127.0.0.1", 0))
    asked: list[str] = []

    def attend(link: socket.socket) -> None:
        with link:
            while head := link.recv(1 << 16):
                asked.append(head.split()[1].decode())
                said, stays = answer(len(asked) - 1)
                link.sendall(said)
                if not stays:
                    return

    def accept() -> None:
        while True:
            try:
                link, _ = door.accept()
            except OSError:
                return
            threading.Thread(target=attend, args=(link,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield door.getsockname(), asked
    finally:
        door.close()


def measured(
    answer: Callable[[int], tuple[bytes, bool]], connections: int = 1
) -> tuple[int, dict[str, int], list[str]]:
    with server(answer) as (address, asked):
        load = Generator(address, TARGET, connections=connections, run="r.").measure(60, most=9)
        return load.good, dict(load.failed), list(asked)


def test_whole_answers_count_and_every_request_is_another_text() -> None:
    good, failed, asked = measured(lambda n: (OK if n % 2 else CHUNKED, True), connections=2)
    assert good == len(asked) == 9
    assert not failed
    assert len(set(asked)) == len(asked)
    assert {path[8] for path in asked} == {"a", "b"}, "both items are asked about"


def test_a_status_that_is_not_200_is_no_success() -> None:
    good, failed, _asked = measured(lambda n: (OK if n < 3 else BUSY, True))
    assert good == 3
    assert failed == {"status 503": 6}


@pytest.mark.parametrize("cut", [CUT, HALF_CHUNKED, b"HTTP/1.1 200 OK\r\nContent-"])
def test_an_answer_that_is_cut_is_no_success(cut: bytes) -> None:
    good, failed, asked = measured(lambda n: (cut, False) if n == 1 else (OK, True))
    assert failed == {"cut": 1}
    assert good == len(asked) - 1 == 8, "the next connection goes on"


def test_no_server_is_told() -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        load = Generator(held.getsockname(), TARGET, connections=2).measure(60)
    assert (load.good, load.failed) == (0, {"refused": 2})


@pytest.mark.parametrize("step", [1, 3, 1000])
@pytest.mark.parametrize(("said", "whole"), [(OK, True), (CHUNKED, True), (CUT, False), (HALF_CHUNKED, False)])
def test_a_reply_is_whole_however_it_comes_in_pieces(said: bytes, whole: bool, step: int) -> None:
    reply = Reply()
    for start in range(0, len(said), step):
        reply.take(said[start : start + step])
    reply.take(b"")
    assert reply.whole is whole
    assert (reply.status, bytes(reply.body)) == (200, b"hi")


def test_percentiles_are_of_the_values_there() -> None:
    assert [percentile(range(100), share) for share in (0.5, 0.99)] == [50, 99]
    assert percentile([], 0.5) == 0


def test_what_wrk_counts_as_a_request_with_an_error_status_is_no_success() -> None:
    said = {"requests": 100, "us": 2e6, "p50": 1000, "p99": 9000}
    load = wrk.load_of(said | {"status": 30, "connect": 0, "read": 2, "write": 1, "timeout": 4})
    assert (load.good, load.rate) == (70, 35)
    assert load.failed == {"status not 200": 30, "cut": 3, "no answer": 4}


def test_what_a_client_takes_is_said_with_each_request() -> None:
    plain, coded = (Workload("w", "ASK {}", coding=coding).target("/", unique=False) for coding in ("", "gzip"))
    assert "Accept-Encoding" not in wrk.script(plain, "")
    assert '["Accept"] = "application/sparql-results+json", ["Accept-Encoding"] = "gzip"' in wrk.script(coded, "")
