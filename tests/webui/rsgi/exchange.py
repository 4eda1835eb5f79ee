"""The server's side of RSGI, as far as the site sees it: requests that are made up, responses that are kept."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from webui.rsgi.protocol import Headers


@dataclass
class Lines:
    """The headers of a request."""

    lines: Headers

    def items(self) -> Headers:
        return self.lines


@dataclass
class Request:
    """A request; its address is `path` and `query_string`."""

    path: str = "/"
    query_string: str = ""
    method: str = "GET"
    lines: Headers = field(default_factory=lambda: [("host", "localhost")])
    http_version: str = "1.1"
    server: str = "127.0.0.1:8000"
    client: str = "127.0.0.1:40000"
    scheme: str = "http"

    @property
    def headers(self) -> Lines:
        return Lines(self.lines)


class Kept:
    """One exchange: gives the pieces of a body, keeps the response, and may see the client go."""

    def __init__(self, body: Sequence[bytes] = ()) -> None:
        self._body = list(body)
        self.status = 0
        self.headers: dict[str, str] = {}
        self.body = b""
        self.pieces = 0
        """How many pieces of a body came one by one; 0 for one that came whole."""
        self.gone = asyncio.Event()
        self.taken = asyncio.Event()
        """Set as long as the client takes what it is sent."""
        self.taken.set()

    @property
    def left(self) -> int:
        """How many pieces of the body were not asked for."""
        return len(self._body)

    def __aiter__(self) -> Kept:
        return self

    async def __anext__(self) -> bytes:
        if not self._body:
            raise StopAsyncIteration
        return self._body.pop(0)

    async def client_disconnect(self) -> None:
        await self.gone.wait()

    def response_bytes(self, status: int, headers: Headers, body: bytes) -> None:
        self.status, self.headers, self.body = status, {name.lower(): value for name, value in headers}, body

    def response_stream(self, status: int, headers: Headers) -> Kept:
        self.response_bytes(status, headers, b"")
        return self

    async def send_bytes(self, data: bytes) -> None:
        await self.taken.wait()
        if self.gone.is_set():
            raise ConnectionError("the client has gone")
        self.pieces += 1
        self.body += data
