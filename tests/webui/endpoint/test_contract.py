"""What the endpoint keeps to of HTTP: lengths and codings of bodies, methods, tags, addresses, hosts, CORS."""

from __future__ import annotations

import gzip
import json
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from werkzeug.test import EnvironBuilder, TestResponse, run_wsgi_app
from werkzeug.wrappers import Response

from graph.snapshot import Snapshot
from tests.webui.endpoint.asking import APPS, BROWSER, DOUBAO, JSON, address, ask, kind_of, serving
from webui.endpoint.request import LONGEST
from webui.security import is_ours

FORM, QUERY = "application/x-www-form-urlencoded", "application/sparql-query"


def raw(client: FlaskClient, path: str, body: bytes = b"", kind: str = QUERY, /, **more: Any) -> Response:
    """The answer to a POST that is sent in chunks, as the server hands it on: terminated, of no told length."""
    environ = EnvironBuilder(method="POST", path=path).get_environ()
    environ.pop("CONTENT_LENGTH", None)
    environ |= {"CONTENT_TYPE": kind, "wsgi.input": BytesIO(body), "wsgi.input_terminated": True}
    environ |= {"HTTP_TRANSFER_ENCODING": "chunked", **more}
    written, status, headers = run_wsgi_app(client.application, environ, buffered=True)
    return Response(b"".join(written), status, headers)


def said(answer: Response | TestResponse) -> dict[str, Any]:
    assert answer.content_type == "application/problem+json"
    return dict(json.loads(answer.data))


# Bodies


@pytest.mark.parametrize(
    ("path", "kind", "begin", "most"),
    [
        ("/sparql", QUERY, b"ASK {} #", LONGEST),
        ("/sparql", FORM, b"query=ASK+%7B%7D+%23", 3 * LONGEST),
        ("/sparql/check", FORM, b"query=ASK+%7B%7D+%23", 3 * LONGEST),
        ("/sparql/cancel", FORM, b"ticket=", 10_000),
    ],
)
def test_a_body_of_untold_length_is_read_whole_or_refused(
    client: FlaskClient, path: str, kind: str, begin: bytes, most: int
) -> None:
    longest = begin + b"x" * (most - len(begin))
    assert raw(client, path, longest, kind).status_code == (404 if path.endswith("cancel") else 200)
    for more in (1, 100_000):
        assert said(raw(client, path, longest + b"x" * more, kind))["status"] == 413


@pytest.mark.parametrize("path", ["/sparql", "/sparql/check", "/sparql/cancel"])
def test_a_compressed_body_is_refused(client: FlaskClient, path: str) -> None:
    body = gzip.compress(b"query=ASK+%7B%7D")
    assert said(raw(client, path, body, FORM, HTTP_CONTENT_ENCODING="gzip"))["status"] == 415
    plain = raw(client, path, b"query=ASK+%7B%7D", FORM, HTTP_CONTENT_ENCODING="identity")
    assert plain.status_code == (404 if path.endswith("cancel") else 200)


def test_a_mark_in_front_of_the_body_is_no_part_of_the_query(client: FlaskClient) -> None:
    assert client.post("/sparql", data=b"\xef\xbb\xbfASK {}", content_type=QUERY).status_code == 200


# Methods and tags


@pytest.mark.parametrize("method", ["PUT", "TRACE", "BREW"])
@pytest.mark.parametrize("path", ["/sparql", "/sparql/"])
def test_every_other_method_is_told_those_that_there_are(client: FlaskClient, method: str, path: str) -> None:
    answer = client.open(path, method=method)
    assert said(answer)["status"] == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "POST", "OPTIONS"}
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_a_post_is_always_answered(client: FlaskClient) -> None:
    query = f"{APPS} # posted"
    tag = ask(client, query).headers["ETag"]
    for given in (tag, "*"):
        answer = client.post("/sparql", data={"query": query}, headers={"Accept": JSON, "If-None-Match": given})
        assert (answer.status_code, DOUBAO in answer.text) == (200, True)
        assert ask(client, query, JSON, If_None_Match=given).status_code == 304


def test_no_content_has_no_type(client: FlaskClient) -> None:
    assert "Content-Type" not in client.options("/sparql").headers


# Addresses and parameters


@pytest.mark.parametrize("path", ["//sparql", "///sparql", "/sparql//", "//sparql/", "/./sparql"])
def test_a_query_is_answered_or_not_there_but_never_overlooked(client: FlaskClient, path: str) -> None:
    environ = EnvironBuilder(query_string={"query": "ASK {}"}).get_environ() | {"PATH_INFO": path}
    _, status, headers = run_wsgi_app(client.application, environ, buffered=True)
    assert status[:3] in ("404", "308") or headers["Content-Type"] == JSON


def test_the_form_of_a_ticket_is_looked_at_whether_the_answer_is_kept_or_not(client: FlaskClient) -> None:
    query = f"{APPS} # ticket"
    for _ in range(3):
        answer = client.get(address(query, ticket="short"), headers={"Accept": JSON})
        assert (answer.status_code, kind_of(answer)) == (400, "ticket")
        assert client.get(address(query, ticket=str(uuid4()))).status_code == 200


@pytest.mark.parametrize(("timeout", "status"), [("1_0", 400), ("٥", 400), ("5", 200), ("0.5", 200), ("1e1", 200)])
def test_a_budget_is_written_in_plain_digits(client: FlaskClient, timeout: str, status: int) -> None:
    assert client.get(address("ASK {}", timeout=timeout)).status_code == status


@pytest.mark.parametrize(
    ("host", "ours"),
    [
        *((each, True) for each in ("localhost", "LOCALHOST:8000", "[::1]:8000", "[::1]")),
        *((each, False) for each in ("user@localhost", "localhost/evil", "localhost:99999x", "localhost:123456")),
        *((each, False) for each in ("localhost?x", "[::1", "::1", "", "localhost ", "localhost\n", "a.example")),
    ],
)
def test_a_host_is_a_name_with_or_without_a_port(host: str, ours: bool) -> None:
    assert is_ours(host, ("localhost", "::1")) is ours


# Other sites


def test_the_page_is_for_people_and_results_for_all(client: FlaskClient) -> None:
    for query in (APPS, "nonsense"):
        page = ask(client, query, BROWSER, Origin="https://example.org")
        assert page.mimetype == "text/html"
        assert not [name for name, _ in page.headers.to_wsgi_list() if name.startswith("Access-Control-")]
        assert ask(client, query, JSON, Origin="https://example.org").headers["Access-Control-Allow-Origin"] == "*"


def test_a_page_for_another_site_is_made_of_the_public_layer(
    snapshot_with_texts: Snapshot, snapshot: Snapshot
) -> None:
    hint = "SELECT ?q { ?evidence aif:quote ?q }"
    with serving(snapshot_with_texts, show_overlay=True) as own, serving(snapshot) as public:
        seen = [
            ask(own, hint, BROWSER, Origin="http://localhost").text,
            ask(own, hint, BROWSER, Origin="https://example.org").text,
            ask(public, hint, BROWSER).text,
        ]
        assert "GRAPH g:overlay" in seen[0]
        assert "GRAPH g:overlay" not in seen[1] + seen[2]
