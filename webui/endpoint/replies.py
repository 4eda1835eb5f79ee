"""Responses of the endpoint that carry a result: their headers, and a body that comes as it is written."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from queries.outside.errors import OutsideQueryError
from queries.outside.flow import Flow
from webui.endpoint.cache import Kept, compressor, tag_of
from webui.endpoint.formats import CSV, JSON, JSON_LD, RDF_XML, TSV, XML, content_type
from webui.endpoint.severing import sever
from webui.security import HEADERS

TRUNCATED, PREFIXES_ADDED, VERSION = "X-Truncated", "X-Prefixes-Added", "X-Snapshot"
ROWS, CAPS, CACHE_STATUS = "X-Rows", "X-Caps", "Cache-Status"
EXPOSED = ", ".join(
    (
        *("Link", "ETag", "Retry-After", "Content-Disposition", CACHE_STATUS),
        *(TRUNCATED, PREFIXES_ADDED, VERSION, ROWS, CAPS),
    )
)
"""What a script of another site may read of an answer besides its body."""

SERVER = "aifrontier"
HIT, STORED, NOT_STORED, BYPASSED = (
    f"{SERVER}; hit",
    f"{SERVER}; fwd=miss; stored",
    f"{SERVER}; fwd=miss",
    f"{SERVER}; fwd=bypass",
)
"""How an answer came about, as RFC 9211 writes it: from the cache, run and kept, run, run and never kept."""

_CHUNKED = "HTTP/1.1"
"""The only protocol in which a body of unknown length has chunks, of which the connection's bytes can be told."""
_UNFINISHED = {JSON, JSON_LD}
"""Forms that no reader takes for whole when their end is missing."""


class Told(NamedTuple):
    """What the headers of an answer say of it, whatever its body."""

    media_type: str
    version: str
    caps: str
    private: bool
    added: tuple[str, ...] = ()
    filename: str = ""

    def headers(self, cache_status: str, coding: str, tag: str = "", *, keep: bool = True) -> list[tuple[str, str]]:
        """Headers of a 200; `keep`: a client may keep the answer, and ask whether it still holds."""
        found = [*_lasting(self, cache_status, coding, keep=keep)]
        if tag:
            found.append(("ETag", tag))
        return found


@lru_cache(256)
def _lasting(told: Told, cache_status: str, coding: str, *, keep: bool) -> tuple[tuple[str, str], ...]:
    """The headers that are the same for many answers."""
    scope = "private" if told.private else "public"
    found = [
        *HEADERS.items(),
        ("Content-Type", content_type(told.media_type)),
        *shared(told.version, told.caps),
        ("Vary", "Accept, Accept-Encoding, Origin"),
        ("Cache-Control", f"{scope}, max-age=0, must-revalidate" if keep else "no-store"),
        (CACHE_STATUS, cache_status),
    ]
    if coding != "identity":
        found.append(("Content-Encoding", coding))
    if told.added:
        found.append((PREFIXES_ADDED, ", ".join(told.added)))
    if told.filename:
        found.append(("Content-Disposition", f'attachment; filename="{told.filename}"'))
    return tuple(found)


def shared(version: str, caps: str) -> list[tuple[str, str]]:
    """Headers of every answer of the endpoint, problems included: no credentials are asked for."""
    return [
        ("Access-Control-Allow-Origin", "*"),
        ("Access-Control-Expose-Headers", EXPOSED),
        (VERSION, version),
        (CAPS, caps),
        ("Link", '</sparql>; rel="service-desc"'),
    ]


def rows_told(rows: int | None, truncated: bool | None) -> list[tuple[str, str]]:
    """Headers that tell of the rows, and of a cut, as far as it is known when the head is written."""
    if rows is None:
        return [(TRUNCATED, "unknown")]
    return [(ROWS, str(rows)), (TRUNCATED, f"rows={rows}")] if truncated else [(ROWS, str(rows))]


def whole_headers(
    told: Told, kept: Kept, body: bytes, coding: str, cache_status: str, *, keep: bool
) -> list[tuple[str, str]]:
    """The headers of an answer that is all there."""
    tag = tag_of(kept.digest, told.media_type, coding) if keep else ""
    found = told.headers(cache_status, coding, tag, keep=keep)
    found += rows_told(kept.rows, kept.truncated)
    found.append(("Content-Length", str(len(body))))
    return found


class BrokenOffError(Exception):
    """A body that could not be finished: raised through the server, which breaks the connection."""


class Streamed:
    """The body of an answer as the worker writes it; `whole` is called with it once it is all there.

    `environ` is that of the request. Where the query fails on the way the body ends in what no reader of its form
    takes for a result, and the connection is broken.
    """

    def __init__(
        self,
        flow: Flow,
        media_type: str,
        coding: str,
        environ: Mapping[str, str],
        largest: int,
        whole: Callable[[Kept], object],
    ) -> None:
        self._flow = flow
        self._media_type = media_type
        self._compressor = compressor(coding) if coding != "identity" else None
        self._environ = environ
        self._largest = largest
        self._whole = whole
        self._pieces = self._made()
        self.when_closed: Callable[[], object] | None = None
        """Called once, when the body is closed."""

    def __iter__(self) -> Iterator[bytes]:
        return self._pieces

    def close(self) -> None:
        """The client has it, or has gone: the worker is free."""
        try:
            self._pieces.close()
            self._flow.close()
        finally:
            then, self.when_closed = self.when_closed, None
            if then is not None:
                then()

    def _made(self) -> Generator[bytes, None, None]:
        passed: list[bytes] | None = []
        size = 0
        try:
            for piece in self._raw():
                size += len(piece)
                if passed is not None:
                    passed.append(piece)
                    if size > self._largest:
                        passed = None
                if coded := self._compressor.piece(piece) if self._compressor else piece:
                    yield coded
            if self._compressor:
                yield self._compressor.end()
        except OutsideQueryError as error:
            yield from self._broken_off(error)
            return
        self._keep(passed)

    def _raw(self) -> Iterator[bytes]:
        yield self._flow.first
        yield from self._flow

    def _keep(self, passed: list[bytes] | None) -> None:
        flow = self._flow
        if passed is not None and flow.rows is not None and flow.truncated is not None:
            took = flow.seconds or 0.0
            self._whole(Kept(flow.media_type, b"".join(passed), flow.rows, flow.truncated, took))

    def _broken_off(self, error: OutsideQueryError) -> Generator[bytes, None, None]:
        end = broken_end(self._media_type, str(error))
        # A compressed body is finished all the same: what fills it up behind would be read as a part of it.
        if last := self._compressor.piece(end) + self._compressor.end() if self._compressor else end:
            yield last
        if self._environ.get("SERVER_PROTOCOL", _CHUNKED) != _CHUNKED:  # no chunks: what fills it up would be read
            raise BrokenOffError(str(error))
        peer, port = self._environ.get("REMOTE_ADDR", ""), self._environ.get("SERVER_PORT", "")
        severed = yield from sever(peer, port, b" ")
        if not severed:
            raise BrokenOffError(str(error))


def broken_end(media_type: str, why: str) -> bytes:
    """What is put behind the last piece of a body that could not be finished: no reader takes it for whole then."""
    if media_type in _UNFINISHED:
        return b""
    said = f"the result broke off here: {why}".replace('"', "'").replace("\n", " ").encode()
    if media_type == CSV:
        return b'\r\n"' + said  # a quotation mark that is never closed
    if media_type in (TSV, XML, RDF_XML):
        return b"\n<" + said  # an IRI that is none, a tag that is never closed
    return b"\n\\ " + said  # no statement of Turtle and its kin begins so
