"""Whatever is thrown at /sparql: no 500, no traceback, no call to another server, and answers of known types only.

Hundreds of examples here, thousands at night: pytest --hypothesis-profile=nightly.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, quote_plus
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import EnvironBuilder, run_wsgi_app
from werkzeug.wrappers import Response

from graph.snapshot import Snapshot
from tests.queries.outside.listening import listening
from tests.webui.endpoint.asking import BROWSER, JSON, XML, serving
from webui.endpoint.formats import BOOLEANS, GRAPHS, TABLES

HERE = "http://127.0.0.1:1/"
"""Stands for the address that listens, which is known only when the test runs."""

MANY = settings(
    max_examples=max(300, settings().max_examples),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
KINDS = {*TABLES, *BOOLEANS, *GRAPHS, "application/problem+json"}
STATUSES = {200, 204, 304, 308, 400, 403, 404, 405, 406, 409, 413, 415, 503}


class Heard:
    """An endpoint with little patience, and whoever called the socket that listens."""

    def __init__(self, client: FlaskClient, address: str, calls: list[object]) -> None:
        self.client, self.address, self.calls = client, address, calls


@pytest.fixture(scope="module")
def heard(snapshot: Snapshot) -> Iterator[Heard]:
    with listening() as (address, calls), serving(snapshot, query_seconds=0.5, query_rows=50) as client:
        yield Heard(client, address, calls)


PIECES = [
    *("SELECT * ", "SELECT ?s ", "ASK ", "CONSTRUCT ", "DESCRIBE ", "INSERT DATA ", "DELETE WHERE ", "CLEAR ALL"),
    *("{ ?s ?p ?o }", "{", "}", "WHERE ", "?s", "$s", "<< ?s ?p ?o >>", "<<( ?s ?p ?o )>>", "{| ?a ?b |}"),
    *(f"SERVICE <{HERE}> {{ ?s ?p ?o }}", f"sErViCe#\n<{HERE}>{{}}", f"LOAD <{HERE}>", f"FROM <{HERE}> "),
    *(
        f"FROM NAMED <{HERE}> ",
        "FROM g:rdf12 ",
        "GRAPH ?g ",
        "GRAPH g:overlay ",
        f"PREFIX : <{HERE}>",
        "SERVICE : {}",
    ),
    *("PREFIX aif: <a:b>", "BASE <http://e/>", f"BASE <{HERE}> ", "aif:Model", "org:bytedance", "<org/bytedance>"),
    *('"x"', "'''", '"', "\\", "\\u0053ERVICE", "\\uD800", "#", "\n", "\r", "\0", "\ufeff", "豆包", "\U0001f600"),
    *("LIMIT 5", "LIMIT 99999999999999999999", "ORDER BY ?s", "GROUP BY ?s", "HAVING(1)", "OFFSET -1"),
    *(
        "(COUNT(*) AS ?n)",
        "(1/0 AS ?x)",
        "(RAND() AS ?r)",
        "(NOW() AS ?t)",
        "(BNODE() AS ?b)",
        "(IRI('a b') AS ?i)",
    ),
    *(
        "FILTER(REGEX(?o, '(a+)+$'))",
        "VALUES ?s { UNDEF }",
        "UNION ",
        "OPTIONAL ",
        "MINUS ",
        "?s ?p ?o .",
        "(" * 300,
    ),
    *("%25", "%", "&query=ASK{}", "+", "a", ";", "{}", "1", "1e400", "^", "|", "*", "!", "=", "<", ">", "()", "[]"),
]
queries = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=9).map("".join),
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).map(lambda p: "SELECT * { " + " ".join(p) + " }"),
    st.text(max_size=60),
    st.just("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"),
)
latin = st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=40)
kinds = st.sampled_from(
    [*sorted(KINDS), "*/*", "text/*", "image/png", "application/xml;q=0.5", BROWSER, "", "a/b/c"]
)
accepts = st.one_of(
    latin,
    st.lists(
        st.tuples(kinds, st.sampled_from(["", ";q=0", ";q=1.0", ";q=nan", ";q=-1", ";version=1.2", ';a="b,c']))
    ).map(lambda pairs: ", ".join(kind + parameter for kind, parameter in pairs)),
)
headers = st.fixed_dictionaries(
    {},
    optional={
        "Accept": accepts,
        "Accept-Encoding": st.one_of(latin, st.sampled_from(["gzip", "gzip;q=0", "*", "br, gzip;q=0.1", ";;,"])),
        "Accept-Language": st.one_of(latin, st.sampled_from(["zh-TW", "zh", "en;q=x", "*"])),
        "If-None-Match": st.one_of(latin, st.sampled_from(["*", '"a"', 'W/"a", "b', '"'])),
        "Origin": st.one_of(latin, st.sampled_from(["null", "https://example.org", "http://localhost"])),
        "Host": st.one_of(latin, st.sampled_from(["localhost", "[::1", "a:b:c", "x" * 300, "évil.example", ""])),
        "Cookie": st.one_of(latin, st.just("lang=zh-Hant")),
        "X-Forwarded-For": latin,
    },
)
NAMES = ["query", "default-graph-uri", "named-graph-uri", "timeout", "format", "ticket", "lang", "update", "page"]
values = st.one_of(
    queries, st.sampled_from(["", "5", "nan", "csv", "html", "json", "x" * 40, HERE, "zh-Hans", "-1"])
)
parameters = st.lists(
    st.one_of(st.tuples(st.just("query"), queries), st.tuples(st.sampled_from(NAMES), values)), max_size=4
)


def encoded(pairs: list[tuple[str, str]], plus: bool) -> str:
    escape = quote_plus if plus else quote
    return "&".join(f"{name}={escape(value.encode('utf-8', 'surrogatepass'))}" for name, value in pairs)


def fits(answer: Response) -> None:
    """An answer is a result of a known type or a problem, and holds nothing of our insides."""
    assert answer.status_code in STATUSES, (answer.status_code, answer.data)
    assert b"Traceback" not in answer.data
    assert b"/webui/" not in answer.data
    kind = answer.mimetype
    if answer.status_code in (204, 304, 308):
        return
    assert kind in KINDS, kind
    assert answer.status_code == 200 or kind in ("application/problem+json", "text/html")
    if not answer.data:  # HEAD
        return
    if answer.headers.get("Content-Encoding") == "gzip":
        assert answer.data[:2] == b"\x1f\x8b"
    elif kind in (JSON, "application/problem+json", "application/ld+json", "application/json"):
        told = json.loads(answer.data)
        assert answer.status_code == 200 or {"type", "title", "status", "detail"} <= set(told)
    elif kind in (XML, "application/rdf+xml"):
        ElementTree.fromstring(answer.data)


def send(
    heard: Heard, method: str, address: str, fields: dict[str, str], body: bytes = b"", kind: str = ""
) -> None:
    builder = EnvironBuilder(method=method, path="/sparql", input_stream=None, data=body or None)
    environ = builder.get_environ()
    environ |= {"PATH_INFO": "/sparql", "QUERY_STRING": there(address, heard).encode().decode("latin-1")}
    environ |= {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in fields.items()}
    if method == "POST":
        environ["CONTENT_TYPE"] = kind
    else:
        environ.pop("CONTENT_TYPE", None)
    fits(opened(heard, environ))
    assert heard.calls == []


def opened(heard: Heard, environ: dict[str, Any]) -> Response:
    """The answer of the application itself: a client would mend some of what is wrong, or choke on it."""
    body, status, found = run_wsgi_app(heard.client.application, environ, buffered=True)
    return Response(b"".join(body), status, found)


def there(text: str, heard: Heard) -> str:
    port = heard.address.rstrip("/").rpartition(":")[2]
    return text.replace("127.0.0.1:1/", f"127.0.0.1:{port}/").replace("127.0.0.1%3A1/", f"127.0.0.1%3A{port}/")


@MANY
@given(st.sampled_from(["GET", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH"]), parameters, st.booleans(), headers)
def test_whatever_stands_in_the_address(
    heard: Heard, method: str, pairs: list[tuple[str, str]], plus: bool, fields: dict[str, str]
) -> None:
    send(heard, "GET" if pairs else method, encoded(pairs, plus), fields)


@MANY
@given(
    parameters,
    parameters,
    headers,
    st.sampled_from(["", "; charset=utf-8", "; charset=utf-16", '; charset="', ";;"]),
)
def test_whatever_stands_in_a_form(
    heard: Heard,
    address: list[tuple[str, str]],
    form: list[tuple[str, str]],
    fields: dict[str, str],
    charset: str,
) -> None:
    body = there(encoded(form, plus=True), heard).encode()
    send(heard, "POST", encoded(address, plus=True), fields, body, f"application/x-www-form-urlencoded{charset}")


@MANY
@given(
    st.one_of(queries.map(lambda q: q.encode("utf-8", "surrogatepass")), st.binary(max_size=60)),
    parameters,
    headers,
    st.one_of(
        st.sampled_from(
            ["application/sparql-query", "application/sparql-query;charset=x", "application/sparql-update"]
        ),
        st.sampled_from(["multipart/form-data; boundary=x", "text/plain", "", "APPLICATION/SPARQL-QUERY"]),
        latin,
    ),
)
def test_whatever_the_body_is(
    heard: Heard, body: bytes, address: list[tuple[str, str]], fields: dict[str, str], kind: str
) -> None:
    port = heard.address.rstrip("/").rpartition(":")[2].encode()
    body = body.replace(b"127.0.0.1:1/", b"127.0.0.1:" + port + b"/")
    send(heard, "POST", encoded([p for p in address if p[0] != "query"], plus=False), fields, body, kind)


@MANY
@given(st.text(st.characters(max_codepoint=255), max_size=80))
def test_whatever_bytes_the_address_has(heard: Heard, address: str) -> None:
    environ = EnvironBuilder(path="/sparql").get_environ()
    environ["QUERY_STRING"] = f"query={address}"
    fits(opened(heard, environ))


def test_afterwards_it_still_answers(heard: Heard) -> None:
    answer = heard.client.get("/sparql", query_string={"query": "ASK {}"}, headers={"Accept": JSON})
    assert json.loads(answer.data)["boolean"] is True
    assert heard.calls == []
