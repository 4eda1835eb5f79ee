"""The protocol tests of the suite that concern queries: real HTTP requests to the application on loopback."""

from __future__ import annotations

import json
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

from flask import Flask
from pyoxigraph import NamedNode, RdfFormat, Store
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.conformance import answers
from tests.conformance.running import ENDPOINT
from tests.conformance.served import serving
from tests.conformance.suite import ADDRESS, Data

_MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
_UT = "http://www.w3.org/2009/sparql/tests/test-update#"
_HT = "http://www.w3.org/2011/http#"
_CNT = "http://www.w3.org/2011/content#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"

BOOLEANS = frozenset({answers.JSON, answers.XML})
FORMATS: Mapping[str, frozenset[str]] = {
    "boolean": BOOLEANS,
    "tabular": BOOLEANS | {answers.CSV, answers.TSV},
    "RDF": frozenset({answers.TURTLE, answers.N_TRIPLES, "application/rdf+xml", "application/ld+json"}),
}
"""Media types by the word of the manifest (mf:expectedFormat)."""


@dataclass(frozen=True)
class Asked:
    """One request and what must come back: classes of status (2 for 2xx), a truth value, a kind of format."""

    method: str
    path: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    statuses: frozenset[int]
    boolean: bool | None
    form: str


@dataclass(frozen=True)
class Exchange:
    """One protocol test: its requests in order, and the graphs that must be there."""

    name: str
    requests: tuple[Asked, ...]
    data: Data

    @property
    def is_update(self) -> bool:
        """Whether the test concerns updates: by its id, as the manifest tells the two apart."""
        return "update" in self.name


def exchanges(top: Path) -> list[Exchange]:
    """Every protocol test, in the order of its manifest. In: the folder w3c/sparql."""
    return list(_Manifest(top).exchanges())


def run(asked: Iterable[Exchange], top: Path) -> dict[str, str]:
    """What went wrong in each test, by name; empty where nothing did."""
    by_data: dict[Data, list[Exchange]] = defaultdict(list)
    for exchange in asked:
        by_data[exchange.data].append(exchange)
    faults = {}
    for data, sharing in by_data.items():
        with serving(data, top) as client, listening(client.application) as port:
            for exchange in sharing:
                found = (_fault(port, request) for request in exchange.requests)
                faults[exchange.name] = next((fault for fault in found if fault), "")
    return dict(sorted(faults.items()))


@contextmanager
def listening(app: Flask) -> Iterator[int]:
    """The application behind a socket on loopback; its port."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Quiet(WSGIRequestHandler):
    """Logs nothing: refusals are what is asked for."""

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002
        pass


def _fault(port: int, asked: Asked) -> str:
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request(asked.method, asked.path, asked.body or None, dict(asked.headers))
        response = connection.getresponse()
        body = response.read()
    finally:
        connection.close()
    kind = response.headers.get_content_type()
    shown = body.decode("utf-8", "replace")[:200]
    if response.status // 100 not in asked.statuses:
        return f"status {response.status}, expected {sorted(asked.statuses)} hundred: {shown}"
    if asked.form and kind not in FORMATS[asked.form]:
        return f"answered as {kind}, expected {asked.form}"
    if asked.boolean is not None and _boolean(body, kind) is not asked.boolean:
        return f"expected {asked.boolean}: {shown}"
    return ""


def _boolean(body: bytes, media_type: str) -> bool | None:
    if media_type == answers.JSON:
        return json.loads(body).get("boolean")  # type: ignore[no-any-return]
    found = ElementTree.fromstring(body).findtext("{http://www.w3.org/2005/sparql-results#}boolean")
    return found == "true" if found else None


class _Manifest:
    """protocol/manifest.ttl."""

    def __init__(self, top: Path) -> None:
        self._top = top
        self._store = Store()
        path = top / "sparql11" / "protocol" / "manifest.ttl"
        base = ADDRESS + path.relative_to(top).as_posix()
        self._store.load(path=str(path), format=RdfFormat.TURTLE, base_iri=base)

    def exchanges(self) -> Iterator[Exchange]:
        (manifest,) = self._store.quads_for_pattern(None, NamedNode(_MF + "entries"), None)
        for entry in self._list(manifest.object):
            connection = self._one(entry, _MF + "action")
            requests = tuple(self._request(node) for node in self._list(self._one(connection, _HT + "requests")))
            yield Exchange(entry.value.rpartition("#")[2], requests, self._data(entry, requests))

    def _data(self, entry: Any, requests: tuple[Asked, ...]) -> Data:
        """The graphs of the manifest; one that a request names, and the suite gives no data for, is empty."""
        named = {
            self._one(node, _RDFS + "label").value: self._top
            / self._one(node, _UT + "graph").value.removeprefix(ADDRESS)
            for node in self._objects(entry, _UT + "graphData")
        }
        chosen = {name for request in requests for name in _graphs(request.path)}
        return Data(named=tuple(sorted(named.items())), empty=tuple(sorted(chosen - set(named))))

    def _request(self, node: Any) -> Asked:
        (response,) = self._objects(node, _HT + "resp")
        booleans = self._objects(response, _MF + "expectedBoolean")
        forms = self._objects(response, _MF + "expectedFormat")
        statuses = self._objects(response, _MF + "expectedStatus")
        return Asked(
            self._one(node, _HT + "methodName").value,
            ENDPOINT + self._one(node, _HT + "absolutePath").value.removeprefix("/sparql/"),
            tuple(self._headers(node)),
            self._body(node),
            frozenset(int(status.value.rpartition("StatusCode")[2][0]) for status in statuses),
            booleans[0].value == "true" if booleans else None,
            forms[0].value if forms else "",
        )

    def _headers(self, node: Any) -> Iterator[tuple[str, str]]:
        for headers in self._objects(node, _HT + "headers"):
            for header in self._list(headers):
                yield self._one(header, _HT + "fieldName").value, self._one(header, _HT + "fieldValue").value

    def _body(self, node: Any) -> bytes:
        for body in self._objects(node, _HT + "body"):
            text: str = self._one(body, _CNT + "chars").value
            return text.encode(self._one(body, _CNT + "characterEncoding").value)
        return b""

    def _list(self, node: Any) -> Iterator[Any]:
        while node != NamedNode(_RDF + "nil"):
            yield self._one(node, _RDF + "first")
            node = self._one(node, _RDF + "rest")

    def _one(self, subject: Any, predicate: str) -> Any:
        (found,) = self._objects(subject, predicate)
        return found

    def _objects(self, subject: Any, predicate: str) -> list[Any]:
        return [quad.object for quad in self._store.quads_for_pattern(subject, NamedNode(predicate), None)]


def _graphs(path: str) -> Iterator[str]:
    given = parse_qs(urlsplit(path).query)
    for name in ("default-graph-uri", "named-graph-uri"):
        yield from given.get(name, ())
