"""A WSGI application's answer to an RSGI request, made and sent by a thread."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from webui.rsgi.protocol import Exchange, Headers, Transport

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse

_AT_ONCE = 1 << 20
"""A body that is no longer than this by its headers is sent whole."""

log = logging.getLogger(__name__)


class Said:
    """What an application says in the place of start_response."""

    def __init__(self) -> None:
        self.status = 0
        self.headers: Headers = []

    def __call__(self, status: str, headers: Headers, exc_info: object = None, /) -> Callable[[bytes], object]:
        """Keep status and headers; what an application would write by the old way of WSGI is refused."""
        self.status = int(status[:3])
        self.headers = headers
        return _refuse_writing


def _refuse_writing(_: bytes) -> object:
    raise NotImplementedError("write() of PEP 3333: give the body as an iterable")


def answer(
    exchange: Exchange,
    loop: asyncio.AbstractEventLoop,
    application: Callable[[StartResponse], Iterable[bytes]],
    said: Said,
) -> None:
    """Call an application and send what it answers; an error of its own is logged, and 500."""
    try:
        body = application(said)
        try:
            _send(exchange, loop, body, said)
        finally:
            if (close := getattr(body, "close", None)) is not None:
                close()
    except Exception:
        log.exception("a request could not be answered")
        exchange.response_bytes(500, [("content-type", "text/plain")], b"Internal Server Error")


def _send(exchange: Exchange, loop: asyncio.AbstractEventLoop, body: Iterable[bytes], said: Said) -> None:
    if isinstance(body, list) and len(body) < 2:
        exchange.response_bytes(said.status, said.headers, b"".join(body))
        return
    pieces = iter(body)
    first = next(pieces, b"")  # an application may speak of status and headers as late as here
    length = dict(said.headers).get("Content-Length", "")
    if length.isdigit() and int(length) <= _AT_ONCE:
        exchange.response_bytes(said.status, said.headers, b"".join((first, *pieces)))
        return
    transport = exchange.response_stream(said.status, said.headers)
    try:
        for piece in _each(first, pieces):
            if not asyncio.run_coroutine_threadsafe(_sent(transport, piece), loop).result():
                return
    except Exception:
        log.exception("a response broke off")  # its head has gone out: nothing else can be said


def _each(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    """All pieces but empty ones."""
    if first:
        yield first
    yield from filter(None, rest)


async def _sent(transport: Transport, piece: bytes) -> bool:
    """Whether a piece could be sent; not to a client that has gone."""
    try:
        await transport.send_bytes(piece)
    except Exception:  # each server has an error of its own for it
        log.debug("a client has gone before the end of its response", exc_info=True)
        return False
    return True
