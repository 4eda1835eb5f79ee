"""Who answers what: the loop what it has or soon gets, a thread all else, from where it stands."""

from __future__ import annotations

import asyncio
import gzip
import json
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.snapshot import Snapshot
from tests import loops
from tests.queries.outside.processes import children, wait_until
from tests.webui.endpoint.asking import APPS, EVERYTHING, JSON, RUNAWAY, ask, endpoint, serving, site
from tests.webui.rsgi.exchange import Kept, Request
from webui.rsgi import bodies
from webui.rsgi.application import RsgiApplication

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


@pytest.fixture(scope="module")
def client(snapshot: Snapshot) -> Iterator[FlaskClient]:
    with serving(snapshot, query_seconds=60.0) as opened:
        assert ask(opened, APPS).status_code == 200
        yield opened


class Calls:
    """The pages of a site, and how often they were asked."""

    def __init__(self, pages: Any) -> None:
        self.pages = pages
        self.threads: list[str] = []

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        self.threads.append(threading.current_thread().name)
        answered: Iterable[bytes] = self.pages(environ, start_response)
        return answered


def over(pages: Any, app: Flask) -> RsgiApplication:
    """The site with two threads of each kind."""
    return RsgiApplication(pages, endpoint(app), for_queries=2, for_pages=2, close=lambda: None)


def served(
    app: Flask, *requests: Request, body: Iterable[bytes] = (), meanwhile: Callable[[Kept], Any] | None = None
) -> list[Kept]:
    """The responses to requests that come at once; `meanwhile` is a coroutine that has the first exchange."""

    async def run() -> list[Kept]:
        made = over(app, app)
        made.__rsgi_init__(asyncio.get_running_loop())
        exchanges = [Kept(list(body)) for _ in requests]
        answers = [made.__rsgi__(request, exchange) for request, exchange in zip(requests, exchanges, strict=True)]
        if meanwhile is not None:
            answers.append(meanwhile(exchanges[0]))
        await asyncio.gather(*answers)
        made.__rsgi_del__(asyncio.get_running_loop())
        return exchanges

    return loops.run(run())


def query(text: str, accept: str = JSON, **more: str) -> Request:
    lines = [("host", "localhost"), ("accept", accept), *((name.replace("_", "-"), v) for name, v in more.items())]
    return Request("/sparql", f"query={quote(text)}", lines=lines)


def no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    async def refused(*_: object) -> None:
        raise AssertionError("a thread was asked for")

    monkeypatch.setattr(RsgiApplication, "_in_thread", refused)


def test_a_small_query_and_a_kept_answer_take_no_thread(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_thread(monkeypatch)
    text = f"{APPS} # small"
    (asked,) = served(client.application, query(text))
    (again,) = served(client.application, query(text))
    assert (asked.status, asked.headers["cache-status"]) == (200, "aifrontier; fwd=miss; stored")
    assert again.headers["cache-status"] == "aifrontier; hit"
    assert asked.body == again.body == ask(client, text).data
    (known,) = served(client.application, query(text, if_none_match=asked.headers["etag"]))
    assert (known.status, known.body) == (304, b"")


def test_it_answers_as_the_wsgi_application_does(client: FlaskClient) -> None:
    for text, accept in ((APPS, "text/csv"), ("SELECT", JSON), (APPS, "application/x-unknown"), ("ASK {}", JSON)):
        plain = ask(client, text, accept)
        (found,) = served(client.application, query(text, accept))
        assert (found.status, found.body) == (plain.status_code, plain.data)
        differ = {"cache-status", "content-length"}
        theirs = {name.lower(): value for name, value in plain.headers}
        assert {k: v for k, v in found.headers.items() if k not in differ} == {
            k: v for k, v in theirs.items() if k not in differ
        }


def test_pages_are_answered_by_threads(client: FlaskClient) -> None:
    calls = Calls(client.application)
    app = client.application
    (home,) = served(app, Request("/"))
    assert (home.status, home.body) == (200, client.get("/").data)

    async def run() -> Kept:
        made, exchange = over(calls, app), Kept()
        made.__rsgi_init__(asyncio.get_running_loop())
        await made.__rsgi__(Request("/nowhere"), exchange)
        return exchange

    assert loops.run(run()).status == 404
    assert [name.startswith("pages") for name in calls.threads] == [True]


def test_bodies_are_read_piece_by_piece(client: FlaskClient) -> None:
    pieces = [b"SELECT (1 ", b"", b"AS ?x) ", b"{}"]
    (found,) = served(client.application, posted(), body=pieces)
    assert (found.status, found.body) == (200, b"x\r\n1\r\n")


def test_a_long_body_is_refused_before_it_is_read_to_its_end(client: FlaskClient) -> None:
    left = Kept([b"#" * 100_000] * 50)

    async def run() -> None:
        made = over(client.application, client.application)
        made.__rsgi_init__(asyncio.get_running_loop())
        await made.__rsgi__(posted(), left)

    loops.run(run())
    assert left.status == 413
    assert left.left > 40


def posted() -> Request:
    lines = [("host", "localhost"), ("content-type", "application/sparql-query"), ("accept", "text/csv")]
    return Request("/sparql", method="POST", lines=lines)


def test_bodies_that_come_by_halves_keep_no_thread(client: FlaskClient) -> None:
    async def run() -> list[Kept]:
        made = over(client.application, client.application)
        made.__rsgi_init__(asyncio.get_running_loop())
        halves = [Halved(b"SELECT (1 AS ?x) ", b"{}") for _ in range(10)]
        waiting = [asyncio.ensure_future(made.__rsgi__(posted(), each)) for each in halves]
        whole = Kept([b"SELECT (2 AS ?x) {}"])
        await made.__rsgi__(posted(), whole)
        assert not any(each.status for each in halves)
        for each in halves:
            each.rest.set()
        await asyncio.gather(*waiting)
        return [whole, *halves]

    whole, *halves = loops.run(run())
    assert (whole.status, whole.body) == (200, b"x\r\n2\r\n")
    assert {(each.status, each.body) for each in halves} == {(200, b"x\r\n1\r\n")}


class Halved(Kept):
    """A body whose second half comes when it is told to."""

    def __init__(self, *body: bytes) -> None:
        super().__init__(body)
        self.rest = asyncio.Event()
        self._begun = False

    async def __anext__(self) -> bytes:
        if self._begun:
            await self.rest.wait()
        self._begun = True
        return await super().__anext__()


def test_a_body_that_does_not_come_is_told_so(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "SECONDS", 0.05)

    async def run() -> Kept:
        made, exchange = over(client.application, client.application), Halved(b"ASK ", b"{}")
        made.__rsgi_init__(asyncio.get_running_loop())
        await made.__rsgi__(posted(), exchange)
        return exchange

    found = loops.run(run())
    assert (found.status, found.headers["content-type"]) == (408, "application/problem+json")


def test_a_long_result_comes_in_pieces_and_whole(client: FlaskClient) -> None:
    (found,) = served(client.application, query(EVERYTHING))
    assert found.pieces > 1
    kept = ask(client, EVERYTHING).data  # which says of the cut what could not be said in time here
    assert json.loads(found.body)["results"] == json.loads(kept)["results"]
    (coded,) = served(client.application, query(EVERYTHING, accept_encoding="gzip"))
    assert gzip.decompress(coded.body) == kept


def test_a_query_of_a_client_that_leaves_is_ended(client: FlaskClient) -> None:
    pool = site(client.application).workers(overlay=False)

    async def leaves(exchange: Kept) -> None:
        while not pool.running:
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.1)  # a thread has it by now
        exchange.gone.set()

    for request in (query(f"{RUNAWAY} # gone"), Request("/sparql", f"query={quote(RUNAWAY)}%20", "HEAD")):
        served(client.application, request, meanwhile=leaves)
        wait_until(lambda: not pool.running)
    assert ask(client, f"{APPS} # after that").status_code == 200


def test_one_that_leaves_the_queue_is_not_run(client: FlaskClient) -> None:
    pool = site(client.application).workers(overlay=False)
    wait_until(lambda: pool.idle == 1)
    held = [pid for pid in children() if pid]
    for pid in held:
        os.kill(pid, signal.SIGSTOP)

    async def leaves(_: Kept) -> None:
        while not (pool.running and pool.waiting):
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.1)

    async def run() -> tuple[Kept, Kept]:
        made = over(client.application, client.application)
        made.__rsgi_init__(asyncio.get_running_loop())
        first, second = Kept(), Kept()
        running = asyncio.ensure_future(made.__rsgi__(query(f"{APPS} # one"), first))
        while not pool.running:
            await asyncio.sleep(0.01)
        waiting = asyncio.ensure_future(made.__rsgi__(query(f"{APPS} # two"), second))
        while not pool.waiting:
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.1)
        second.gone.set()
        await waiting
        assert (pool.running, pool.waiting) == (1, 0)
        for pid in held:
            os.kill(pid, signal.SIGCONT)
        await running
        return first, second

    try:
        first, second = loops.run(run())
    finally:
        for pid in held:
            os.kill(pid, signal.SIGCONT)
    assert first.status == 200
    assert json.loads(second.body)["type"].endswith("query-cancelled")


def test_a_client_that_leaves_while_it_is_sent_a_result_frees_all(client: FlaskClient) -> None:
    app = client.application
    pool = site(app).workers(overlay=False)
    free = endpoint(app).streams.free

    async def leaves(exchange: Kept) -> None:
        while exchange.pieces < 1:
            await asyncio.sleep(0.01)
        exchange.taken.clear()
        await asyncio.sleep(0.1)
        exchange.gone.set()
        exchange.taken.set()

    served(app, query(f"{EVERYTHING} # leaves"), meanwhile=leaves)
    wait_until(lambda: not pool.running)
    assert endpoint(app).streams.free == free


def test_an_application_that_fails_is_a_500_and_is_logged(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    def failing(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        raise ValueError("broken on purpose")

    async def run() -> Kept:
        made, exchange = over(failing, client.application), Kept()
        made.__rsgi_init__(asyncio.get_running_loop())
        await made.__rsgi__(Request("/"), exchange)
        return exchange

    found = loops.run(run())
    assert (found.status, b"purpose" in found.body) == (500, False)
    assert "broken on purpose" in caplog.text
