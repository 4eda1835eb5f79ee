"""Long results come as they are written; one that breaks off midway is taken for whole by nobody."""

from __future__ import annotations

import csv
import gzip
import io
import json
import threading
import zlib
from collections.abc import Generator, Iterator
from types import SimpleNamespace
from typing import Any, cast

import pytest
from flask.testing import FlaskClient
from pyoxigraph import QueryResultsFormat, RdfFormat, parse, parse_query_results

from graph.snapshot import Snapshot
from queries.outside.errors import DeathCause, QueryTimedOut, WorkerDied
from queries.outside.flow import Flow
from tests.webui.endpoint.asking import EVERYTHING, JSON, XML, ask, serving, site
from webui.endpoint import replies
from webui.endpoint.cache import Kept
from webui.endpoint.replies import BrokenOffError, Streamed, broken_end


class FakeFlow(SimpleNamespace):
    """A result of so many pieces, and an error at the end where one is given."""

    def __init__(self, first: bytes, further: list[bytes], error: Exception | None = None) -> None:
        super().__init__(media_type="t", first=first, rows=None, truncated=None, seconds=None, closed=False)
        self._further, self._error = further, error

    def __iter__(self) -> Iterator[bytes]:
        yield from self._further
        if self._error:
            raise self._error
        self.rows, self.truncated, self.seconds = 7, False, 0.5

    def close(self) -> None:
        self.closed = True


def streamed(flow: FakeFlow, kind: str = "text/csv", coding: str = "identity", largest: int = 1 << 20) -> Any:
    kept: list[Kept] = []
    body = Streamed(cast(Flow, flow), kind, coding, {}, largest, kept.append)
    return body, kept


def test_it_passes_on_what_comes_and_keeps_it_when_it_is_whole() -> None:
    flow = FakeFlow(b"a", [b"b", b"c"])
    body, kept = streamed(flow)
    assert b"".join(body) == b"abc"
    assert [(k.body, k.rows, k.truncated, k.seconds) for k in kept] == [(b"abc", 7, False, 0.5)]
    body.close()
    assert flow.closed


def test_what_is_larger_than_the_cache_takes_is_passed_on_and_forgotten() -> None:
    body, kept = streamed(FakeFlow(b"a" * 60, [b"b" * 60]), largest=100)
    assert len(b"".join(body)) == 120
    assert kept == []


def test_a_client_that_goes_away_frees_the_worker_and_nothing_is_kept() -> None:
    flow = FakeFlow(b"a", [b"b", b"c"])
    body, kept = streamed(flow)
    assert next(iter(body)) == b"a"
    body.close()
    assert flow.closed
    assert kept == []


def test_a_coded_stream_is_one_body() -> None:
    body, kept = streamed(FakeFlow(b"a" * 5000, [b"b" * 5000]), coding="gzip")
    assert gzip.decompress(b"".join(body)) == b"a" * 5000 + b"b" * 5000
    assert kept[0].body == b"a" * 5000 + b"b" * 5000


def broken(kind: str, first: bytes, coding: str = "identity") -> tuple[bytes, list[Kept]]:
    """What arrives of a body whose query runs out of time, on a server that breaks the connection on an error."""
    body, kept = streamed(FakeFlow(first, [], QueryTimedOut(3)), kind, coding)
    arrived: list[bytes] = []
    with pytest.raises(BrokenOffError, match="budget of 3 s"):
        arrived.extend(body)  # keeps what came before the error
    return b"".join(arrived), kept


@pytest.mark.parametrize(
    ("kind", "form", "first"),
    [
        ("text/turtle", RdfFormat.TURTLE, b"<a:b> <a:c> <a:d> .\n"),
        ("application/n-triples", RdfFormat.N_TRIPLES, b"<a:b> <a:c> <a:d> .\n"),
        ("application/n-quads", RdfFormat.N_QUADS, b"<a:b> <a:c> <a:d> .\n"),
        ("application/trig", RdfFormat.TRIG, b"<a:b> <a:c> <a:d> .\n"),
        ("text/n3", RdfFormat.N3, b"<a:b> <a:c> <a:d> .\n"),
        (
            "application/rdf+xml",
            RdfFormat.RDF_XML,
            b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
        ),
        ("application/ld+json", RdfFormat.JSON_LD, b'[{"@id":"a:b"}'),
    ],
)
def test_no_reader_takes_a_broken_graph_for_whole(kind: str, form: RdfFormat, first: bytes) -> None:
    arrived, kept = broken(kind, first)
    with pytest.raises(SyntaxError):
        list(parse(arrived, form))
    assert kept == []


@pytest.mark.parametrize(
    ("kind", "form", "first"),
    [
        (
            JSON,
            QueryResultsFormat.JSON,
            b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"uri","value":"a:b"}}',
        ),
        (
            XML,
            QueryResultsFormat.XML,
            b'<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head></head><results>',
        ),
        ("text/tab-separated-values", QueryResultsFormat.TSV, b"?x\n<a:b>\n"),
    ],
)
def test_no_reader_takes_a_broken_table_for_whole(kind: str, form: QueryResultsFormat, first: bytes) -> None:
    arrived, _ = broken(kind, first)
    with pytest.raises(SyntaxError):
        list(cast(Any, parse_query_results(arrived, form)))


def test_no_strict_reader_takes_broken_csv_for_whole() -> None:
    arrived, _ = broken("text/csv", b"x\r\n1\r\n")
    with pytest.raises(csv.Error):
        list(csv.reader(io.StringIO(arrived.decode(), newline=""), strict=True))


@pytest.mark.parametrize("kind", ["text/csv", JSON, XML, "text/turtle"])
def test_a_broken_coded_body_is_the_broken_body_and_nothing_that_fills_it_up(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled: list[bytes] = []

    def fill(peer: str, port: str, fill: bytes) -> Generator[bytes, None, bool]:
        filled.append(fill * 9000)
        yield filled[-1]
        return False

    monkeypatch.setattr(replies, "sever", fill)
    arrived, kept = broken(kind, b"x\r\n" * 9000, "gzip")
    decoder = zlib.decompressobj(zlib.MAX_WBITS | 16)
    read = decoder.decompress(arrived)
    assert decoder.eof
    assert decoder.unused_data == filled[0]
    assert read == b"x\r\n" * 9000 + broken_end(kind, str(QueryTimedOut(3)))
    assert kept == []


@pytest.mark.parametrize(
    ("protocol", "severs"), [("HTTP/1.1", True), ("HTTP/1.0", False), ("HTTP/2", False), ("HTTP/2.0", False)]
)
def test_a_connection_is_looked_for_only_where_a_body_has_chunks(
    protocol: str, severs: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def sever(peer: str, port: str, fill: bytes) -> Generator[bytes, None, bool]:
        asked.append(peer)
        yield fill
        return True

    monkeypatch.setattr(replies, "sever", sever)
    flow = cast(Flow, FakeFlow(b"x\r\n1\r\n", [], QueryTimedOut(3)))
    environ = {"SERVER_PROTOCOL": protocol, "REMOTE_ADDR": "there"}
    body = Streamed(flow, "text/csv", "identity", environ, 0, lambda kept: None)
    arrived: list[bytes] = []
    if severs:
        arrived.extend(body)
        assert asked == ["there"]
    else:
        with pytest.raises(BrokenOffError):
            arrived.extend(body)
        assert asked == []
        assert b"".join(arrived).endswith(broken_end("text/csv", str(QueryTimedOut(3))))


# Through the application


@pytest.fixture(scope="module")
def generous(snapshot: Snapshot) -> Iterator[FlaskClient]:
    with serving(snapshot, query_rows=1_000_000) as opened:
        yield opened


def test_a_long_result_is_streamed_then_kept(generous: FlaskClient) -> None:
    first = ask(generous, EVERYTHING, "text/csv")
    assert (first.status_code, first.headers["X-Truncated"]) == (200, "unknown")
    assert "Content-Length" not in first.headers
    assert "ETag" not in first.headers
    assert len(first.data) > 5_000_000
    second = ask(generous, EVERYTHING, "text/csv")
    assert second.data == first.data
    assert second.headers["Cache-Status"] == "aifrontier; hit"
    assert int(second.headers["X-Rows"]) == sum(1 for _ in csv.reader(io.StringIO(first.text, newline=""))) - 1
    assert "X-Truncated" not in second.headers


def test_head_of_a_long_result_frees_the_worker(generous: FlaskClient) -> None:
    query = f"{EVERYTHING} # head"
    for _ in range(3):
        answer = generous.head("/sparql", query_string={"query": query}, headers={"Accept": "text/csv"})
        assert (answer.status_code, answer.data) == (200, b"")
    assert json.loads(ask(generous, "ASK {}").data)["boolean"] is True


def test_a_worker_that_dies_before_the_head_is_a_problem(
    generous: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool = site(generous.application).workers(overlay=False)

    def die(*_: object, **__: object) -> None:
        raise WorkerDied(DeathCause.KILLED)

    monkeypatch.setattr(pool, "stream", die)
    answer = ask(generous, "ASK { ?dies ?s ?o }")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
    assert "Traceback" not in answer.text


def test_streams_do_not_hold_up_each_other(generous: FlaskClient) -> None:
    """One worker, two clients that do not read: both results are taken from the worker all the same."""
    bodies = []
    for number in range(2):
        answer = generous.get(
            "/sparql",
            query_string={"query": f"{EVERYTHING} # {number}"},
            headers={"Accept": "text/csv"},
            buffered=False,
        )
        bodies.append(answer)
    counted = []
    threads = [threading.Thread(target=lambda b=b: counted.append(len(b.get_data()))) for b in reversed(bodies)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(counted) == 2
    assert counted[0] == counted[1] > 5_000_000
