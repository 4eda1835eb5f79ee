"""The site under its real server, asked through sockets: what only the two together can get wrong."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from urllib.parse import quote, urlsplit
from urllib.request import Request, urlopen

import pytest

from graph.snapshot import Snapshot
from tests.browser.conftest import serving
from tests.queries.outside.processes import wait_until
from tests.webui.endpoint.asking import RUNAWAY

ASK = "/sparql?query=ASK%20%7B%7D"


@pytest.fixture(scope="module")
def live(snapshot: Snapshot) -> Iterator[tuple[str, int]]:
    with serving(snapshot.path.parent.parent) as url:
        parts = urlsplit(url)
        assert parts.hostname
        assert parts.port
        yield parts.hostname, parts.port


def exchanged(live: tuple[str, int], request: bytes) -> tuple[int, bytes]:
    """Status and all that came for a request, to the end of the connection."""
    with socket.create_connection(live, timeout=20) as connection:
        connection.sendall(request)
        said = b""
        while piece := connection.recv(1 << 16):
            said += piece
    return int(said.split(b" ", 2)[1]), said


def request(target: str, method: str = "GET", body: bytes = b"", *lines: str, version: str = "1.1") -> bytes:
    more = [f"Content-Length: {len(body)}"] if body else []
    head = [f"{method} {target} HTTP/{version}", "Host: localhost", "Connection: close", *lines, *more]
    return "\r\n".join([*head, "", ""]).encode("latin-1") + body


def health(live: tuple[str, int]) -> dict[str, int]:
    """What the workers do."""
    asked = Request(f"http://{live[0]}:{live[1]}/health", headers={"Accept": "application/json"})
    with urlopen(asked, timeout=20) as answer:
        (workers,) = json.load(answer)["workers"]
        return dict(workers)


@pytest.mark.parametrize("target", [ASK, "/", "/question/"])
def test_head_is_get_without_a_body(live: tuple[str, int], target: str) -> None:
    status, whole = exchanged(live, request(target))
    status_of_head, head = exchanged(live, request(target, "HEAD"))
    assert (status, status_of_head) == (200, 200)
    assert head.endswith(b"\r\n\r\n")
    length = next(line for line in whole.lower().split(b"\r\n") if line.startswith(b"content-length"))
    assert length in head.lower()


def test_http_1_0_is_answered(live: tuple[str, int]) -> None:
    status, said = exchanged(live, request(ASK, version="1.0"))
    assert (status, said[:8]) == (200, b"HTTP/1.0")


def test_a_body_in_chunks_is_a_query(live: tuple[str, int]) -> None:
    lines = ("Content-Type: application/sparql-query", "Accept: text/csv", "Transfer-Encoding: chunked")
    said = request("/sparql", "POST", b"", *lines) + b"6\r\nSELECT\r\n11\r\n (1 AS ?found) {}\r\n0\r\n\r\n"
    status, answer = exchanged(live, said)
    assert (status, answer.endswith(b"found\r\n1\r\n")) == (200, True)


def test_a_body_beyond_the_limit_is_413(live: tuple[str, int]) -> None:
    body = b"ASK {} #" + b"x" * 300_000
    assert exchanged(live, request("/sparql", "POST", body, "Content-Type: application/sparql-query"))[0] == 413


@pytest.mark.parametrize(
    "said",
    [
        request("/sparql?query=ASK%20%7B%7D%20%23\xe4\xb8\xad"),
        request("/sparql?query=%FF"),
        request("/page/%E8%B1%86/%FF"),
        request(ASK, "GET", b"", "Accept: caf\xe9", "X-Odd: \xff\xfe"),
        request("//sparql?query=ASK%20%7B%7D"),
        request("/sparql/?query=ASK%20%7B%7D"),
        request(ASK, "PROPFIND"),
        request(ASK, "OPTIONS", b"", "Origin: https://example.org"),
        request("/sparql", "POST", b"\xff\xfe\x00", "Content-Type: application/sparql-query"),
        request("/sparql", "POST", b"query=%", "Content-Type: application/x-www-form-urlencoded"),
        request(f"/sparql?query={'A' * 30_000}"),
    ],
)
def test_odd_requests_are_answered_and_none_is_a_500(live: tuple[str, int], said: bytes) -> None:
    status, answer = exchanged(live, said)
    assert status < 500, answer
    assert b"Traceback" not in answer


def test_a_client_that_leaves_frees_the_worker(live: tuple[str, int]) -> None:
    body = f"{RUNAWAY} # posted".encode()
    for said in (
        request(f"/sparql?query={quote(RUNAWAY)}"),
        request("/sparql", "POST", body, "Content-Type: application/sparql-query"),
    ):
        with socket.create_connection(live, timeout=20) as connection:
            connection.sendall(said)
            wait_until(lambda: health(live)["running"] == 1, 10)
        wait_until(lambda: health(live)["running"] == 0, 10)


def test_one_connection_takes_many_requests(live: tuple[str, int]) -> None:
    said = request(ASK).replace(b"Connection: close\r\n", b"")
    with socket.create_connection(live, timeout=20) as connection, connection.makefile("rb") as answers:
        for number in range(50):
            connection.sendall(said.replace(b"%7B%7D", b"%%7B%%7D%%20%%23%d" % (number // 2)))
            lines = list(iter(answers.readline, b"\r\n"))
            length = next(int(line.split(b":")[1]) for line in lines if line.startswith(b"content-length"))
            assert lines[0].startswith(b"HTTP/1.1 200")
            assert answers.read(length).endswith(b"true}")
