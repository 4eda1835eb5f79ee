"""What of RSGI 1.x is used here, as types (https://github.com/emmett-framework/granian/blob/master/docs/spec/RSGI.md)."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Protocol

Headers = list[tuple[str, str]]


class RequestHeaders(Protocol):
    """The headers of a request; names in lower case, one pair for each line."""

    def items(self) -> Headers:
        """All of them, in their order."""


class Scope(Protocol):
    """One request, but for its body."""

    http_version: str
    server: str
    client: str
    scheme: str
    method: str
    path: str
    query_string: str

    @property
    def headers(self) -> RequestHeaders:
        """Its headers."""


class Transport(Protocol):
    """A body on its way to a client."""

    def send_bytes(self, data: bytes) -> Awaitable[None]:
        """Send a piece, once there is room for it."""


class Exchange(Protocol):
    """The server's end of one request: where its body comes from and its response goes to."""

    def __aiter__(self) -> Exchange:
        """The pieces of the body."""

    def __anext__(self) -> Awaitable[bytes]:
        """The next piece of the body."""

    def client_disconnect(self) -> Awaitable[None]:
        """Until the client has gone."""

    def response_bytes(self, status: int, headers: Headers, body: bytes) -> None:
        """Answer with a body that is all there."""

    def response_stream(self, status: int, headers: Headers) -> Transport:
        """Answer with a body that comes by pieces."""
