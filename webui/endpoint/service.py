"""The way of a query through the server: read, negotiated, looked up, run by a worker, kept, answered.

It stands in front of the pages and answers what needs no page by itself: a result for a program takes no template,
no language and no session, and what they cost would be most of what a small query costs. Whatever is not a result
(the form, a problem, the service description) is the pages' business, with what is already known of it in the
request's environment.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Request

from queries.outside.errors import OutsideQueryError
from webui.endpoint import replies
from webui.endpoint.cache import (
    CODINGS,
    SMALLEST_CODED,
    AnswerCache,
    Kept,
    Key,
    Ready,
    holds,
    is_repeatable,
    tag_of,
)
from webui.endpoint.formats import PAGE, media_type
from webui.endpoint.places import BODIES, STREAMS, Places
from webui.endpoint.request import Asked, RequestRefusedError, read_request
from webui.endpoint.steps import Job, Pause, Step, Steps, begun, gone_through
from webui.negotiation import choose_coding
from webui.security import is_ours

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from queries.outside.flow import Flow
    from webui.settings import WebSettings
    from webui.site import Site

PATHS = ("/sparql", "/sparql/")
READ = "aifrontier.sparql"
"""Where in the environment the pages find what was read of a request (Read)."""

_ASCII = "".join(map(chr, range(33, 127)))
_OF_A_BODY = ("Content-Type", "Content-Length", "Content-Encoding", "Content-Disposition")
_METHODS = ("GET", "HEAD", "POST")
_LONG = 64 << 10
"""Bytes of a body that takes a moment to be compressed."""


@dataclass(frozen=True, slots=True)
class Read:
    """What is known of a request when a page has to answer it: a query for the form, or what went wrong with it."""

    asked: Asked | None = None
    error: OutsideQueryError | RequestRefusedError | HTTPException | None = None


class NotAcceptableError(RequestRefusedError):
    """The client takes none of the forms in which this query can be answered."""

    def __init__(self, form: str | None) -> None:
        super().__init__(406, "not-acceptable", form or "SELECT")
        self.form = form


class Endpoint:
    """The endpoint as a WSGI application in front of the pages."""

    def __init__(self, pages: WSGIApplication, current: Callable[[], Site], cache: AnswerCache) -> None:
        self.pages = pages
        """What answers the rest: what steps() leaves to them."""
        self._current = current
        self.cache = cache
        self.bodies, self.streams = Places(BODIES), Places(STREAMS)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request for a result; pass any other one on."""
        steps = self.steps(environ, start_response)
        answered = gone_through(steps, begun(steps))
        return self.pages(environ, start_response) if answered is None else answered

    def steps(self, environ: WSGIEnvironment, start_response: StartResponse) -> Steps:
        """Answer a request for a result, step by step; its value is the body, or None for what the pages answer.

        See webui.endpoint.steps for where it stops, and what it wants then.
        """
        at = self._current()
        method, query_string = environ["REQUEST_METHOD"], environ.get("QUERY_STRING", "")
        if not query_string.isascii():  # no address has such bytes, but some send them, and Flask takes only UTF-8
            environ["QUERY_STRING"] = query_string = quote(query_string.encode("latin-1"), safe=_ASCII)
        if method not in _METHODS or f"/{environ.get('PATH_INFO', '').lstrip('/')}" not in PATHS:  # as Flask has it
            return None
        if not is_ours(environ.get("HTTP_HOST") or environ.get("SERVER_NAME", ""), at.settings.hosts):
            return None
        overlay = sees_overlay(environ, at)
        if method != "POST":
            accept, codings = environ.get("HTTP_ACCEPT", ""), environ.get("HTTP_ACCEPT_ENCODING", "")
            known = (at.snapshot.name, overlay, query_string, accept, codings)
            if (ready := self.cache.ready(known)) is not None:
                return _send(ready, environ, start_response)
        asked = None
        try:
            if method == "POST":
                with self.bodies.held():
                    asked = read_request(environ)
            else:
                asked = read_request(environ)
            if asked is not None:
                job = negotiated(asked, environ, at, overlay)
                if job.wanted != PAGE:
                    return (yield from self._result(job, environ, start_response))
        except (OutsideQueryError, RequestRefusedError, HTTPException) as error:
            environ[READ] = Read(asked, error)
        else:
            environ[READ] = Read(asked)
        return None

    def whole(self, job: Job) -> Kept:
        """The answer to a query, from the cache or run now; raises what the workers raise."""
        key = job.key
        if (kept := self.cache.get(key)) is not None:
            return kept
        outcome = job.asks(job.pool.run)
        kept = Kept(outcome.media_type, outcome.body, outcome.rows, outcome.truncated, outcome.seconds)
        self.cache.put(key, kept)
        return kept

    def _result(
        self, job: Job, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Generator[Step, Flow | None, Iterable[bytes]]:
        key = job.key
        coding = choose_coding(environ.get("HTTP_ACCEPT_ENCODING"), CODINGS)
        told = _told(job)
        if (kept := self.cache.get(key)) is not None:
            if len(kept.body) > _LONG and coding != "identity":
                yield Pause.TAKES_TIME
            return self._send_kept(told, key, kept, coding, replies.HIT, environ, start_response)
        wanted_if = _if_none_match(environ)
        if wanted_if and wanted_if.strip() != "*" and (digest := self.cache.digest(key)):
            tag = tag_of(digest, told.media_type, coding)
            if holds(wanted_if, (tag, tag_of(digest, told.media_type))):
                return _unchanged(told.headers(replies.HIT, coding, tag), start_response)
        flow = yield job
        if flow is None:
            raise AssertionError("a job is answered by a flow")
        if flow.rows is not None and flow.truncated is not None:
            kept = Kept(flow.media_type, flow.first, flow.rows, flow.truncated, flow.seconds or 0.0)
            flow.close()
            how = replies.BYPASSED
            if is_repeatable(key.query):
                how = replies.STORED if self.cache.keep(key, kept) else replies.NOT_STORED
            if len(kept.body) > _LONG and coding != "identity":
                yield Pause.TAKES_TIME
            return self._send_kept(told, key, kept, coding, how, environ, start_response)
        if environ["REQUEST_METHOD"] != "HEAD":
            self._take_stream(flow)
        status = replies.NOT_STORED if is_repeatable(key.query) else replies.BYPASSED
        headers = [*told.headers(status, coding, keep=status != replies.BYPASSED), *replies.rows_told(None, None)]
        start_response("200 OK", headers)
        if environ["REQUEST_METHOD"] == "HEAD":
            flow.close()
            return []
        largest = self.cache.largest
        body = replies.Streamed(flow, job.written, coding, environ, largest, lambda kept: self.cache.put(key, kept))
        body.when_closed = self.streams.give_back
        return body

    def _take_stream(self, flow: Flow) -> None:
        try:
            self.streams.take()
        except OutsideQueryError:
            flow.close()
            raise

    def _send_kept(
        self,
        told: replies.Told,
        key: Key,
        kept: Kept,
        coding: str,
        how: str,
        environ: WSGIEnvironment,
        start_response: StartResponse,
    ) -> Iterable[bytes]:
        if len(kept.body) < SMALLEST_CODED:
            coding = "identity"
        body = self.cache.coded(key, kept, coding)
        repeatable = how != replies.BYPASSED
        headers = replies.whole_headers(told, kept, body, coding, how, keep=repeatable)
        response = Ready(headers, body, tag_of(kept.digest, told.media_type, coding) if repeatable else "")
        if how == replies.HIT and environ["REQUEST_METHOD"] != "POST":  # what is asked twice may be asked again
            self._shorten(key, response, environ)
        return _send(response, environ, start_response)

    def _shorten(self, key: Key, response: Ready, environ: WSGIEnvironment) -> None:
        """Let the same request be answered from the cache at once the next time."""
        query_string = environ.get("QUERY_STRING", "")
        accept, codings = environ.get("HTTP_ACCEPT", ""), environ.get("HTTP_ACCEPT_ENCODING", "")
        request = (key.snapshot, key.overlay, query_string, accept, codings)
        self.cache.shorten(request, len(query_string) + len(accept) + len(codings), key, response)


def _told(job: Job) -> replies.Told:
    asked, at = job.asked, job.site
    name = f"sparql-{at.snapshot.version[:16]}.{asked.format}" if asked.format else ""
    return replies.Told(job.wanted, at.snapshot.version, caps(at), job.overlay, asked.added, name)


def negotiated(asked: Asked, environ: Mapping[str, Any], at: Site, overlay: bool) -> Job:
    """A query with the form of its answer; raises NotAcceptableError."""
    found = media_type(asked.format, environ.get("HTTP_ACCEPT", ""), asked.form)
    if found is None:
        raise NotAcceptableError(asked.form)
    wanted, written = found
    key = Key(at.snapshot.name, overlay, asked.prefixed, asked.dataset, written, at.settings.query_rows)
    return Job(asked, wanted, written, at, overlay, environ.get("REMOTE_ADDR", ""), key)


def sees_overlay(environ: Mapping[str, Any], at: Site) -> bool:
    """Whether a request may ask the private layer, where there is one.

    A page of another site reads answers through the visitor's browser, and so does not get to query the quotes that
    this server shows to the visitor alone.
    """
    if not at.overlay:
        return False
    origin = environ.get("HTTP_ORIGIN")
    return origin is None or origin == Request(dict(environ)).host_url.rstrip("/")


def caps(at: Site) -> str:
    """What a query gets at most, for the header of every answer."""
    return _caps(at.settings)


@lru_cache(8)
def _caps(settings: WebSettings) -> str:
    return f"rows={settings.query_rows}, bytes={settings.query_bytes}, seconds={settings.query_seconds:g}"


def _send(response: Ready, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    asked_for = _if_none_match(environ)
    if asked_for and response.tag and holds(asked_for, (response.tag,)):
        return _unchanged(response.headers, start_response)
    start_response("200 OK", response.headers.copy())
    return [b"" if environ["REQUEST_METHOD"] == "HEAD" else response.body]


def _if_none_match(environ: Mapping[str, Any]) -> str:
    """The tags that the client has; 304 is for GET and HEAD (RFC 9110, 13.1.2), and no tag is one of a POST."""
    return "" if environ["REQUEST_METHOD"] == "POST" else environ.get("HTTP_IF_NONE_MATCH", "")


def _unchanged(headers: list[tuple[str, str]], start_response: StartResponse) -> Iterable[bytes]:
    """304: the client has it already."""
    start_response("304 Not Modified", [each for each in headers if each[0] not in _OF_A_BODY])
    return []
