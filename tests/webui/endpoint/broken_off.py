"""A WSGI application whose long body breaks off: run by a server in test_severing.py, by itself, as a program."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, cast

from granian.constants import Interfaces
from granian.server import Server

from queries.outside.errors import DeathCause, WorkerDied
from webui.endpoint.replies import Streamed
from webui.rsgi.application import RsgiApplication

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


class Breaking:
    """A flow whose worker dies."""

    media_type, rows, truncated, seconds = "text/csv", None, None, None
    first = b"x\r\n" * 400_000

    def __iter__(self) -> Iterator[bytes]:
        yield b"y\r\n" * 400_000
        raise WorkerDied(DeathCause.KILLED)

    def close(self) -> None:
        """Nothing is held."""


def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """`/whole` is whole, `/broken` breaks off, `/slow` takes its time and is whole."""
    start_response("200 OK", [("Content-Type", "text/csv")])
    path = environ["PATH_INFO"]
    if path == "/broken":
        return Streamed(cast(Any, Breaking()), "text/csv", "identity", environ, 0, lambda kept: None)
    return _slowly() if path == "/slow" else [b"whole"]


def _slowly() -> Iterator[bytes]:
    for _ in range(40):
        time.sleep(0.05)
        yield b"z" * 10_000


over_rsgi = RsgiApplication(app, cast(Any, None), for_queries=1, for_pages=8, close=lambda: None)


if __name__ == "__main__":
    Server(
        f"tests.webui.endpoint.broken_off:{'over_rsgi' if sys.argv[2] == 'rsgi' else 'app'}",
        address="127.0.0.1",
        port=int(sys.argv[1]),
        interface=Interfaces(sys.argv[2]),
        blocking_threads=8 if sys.argv[2] == "wsgi" else None,
        log_enabled=False,
    ).serve()
