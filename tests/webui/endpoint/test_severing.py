"""Under granian, which ends a broken body as if it were whole: the connection is cut, and no other one."""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="TCP_INFO is Linux's")


@pytest.fixture(scope="module", params=["rsgi", "wsgi"])
def port(request: pytest.FixtureRequest) -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        number: int = free.getsockname()[1]
    command = [sys.executable, "-m", "tests.webui.endpoint.broken_off", str(number), str(request.param)]
    server = subprocess.Popen(command, cwd=ROOT)
    try:
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", number), timeout=1).close()
                break
            except OSError:
                assert server.poll() is None
                time.sleep(0.1)
        yield number
    finally:
        server.terminate()
        server.wait(20)


def connected(port: int) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", port, timeout=30)


def get(connection: http.client.HTTPConnection, path: str) -> bytes:
    connection.request("GET", path)
    return connection.getresponse().read()


def test_a_body_that_breaks_off_breaks_the_connection(port: int) -> None:
    with closing(connected(port)) as connection, pytest.raises((http.client.IncompleteRead, ConnectionError)):
        get(connection, "/broken")


def test_other_connections_from_there_live_on(port: int) -> None:
    with ExitStack() as opened:
        idle = [opened.enter_context(closing(connected(port))) for _ in range(4)]
        _break_off_beside(idle, opened.enter_context(closing(connected(port))), port)


def _break_off_beside(idle: list[http.client.HTTPConnection], busy: http.client.HTTPConnection, port: int) -> None:
    assert [get(each, "/whole") for each in idle] == [b"whole"] * 4
    busy.request("GET", "/slow")
    for _ in range(3):
        with closing(connected(port)) as broken, pytest.raises((http.client.IncompleteRead, ConnectionError)):
            get(broken, "/broken")
    assert busy.getresponse().read() == b"z" * 400_000
    sockets = [each.sock for each in idle]
    assert [get(each, "/whole") for each in idle] == [b"whole"] * 4
    assert [each.sock for each in idle] == sockets, "the same connections as before"
