"""The SPARQL endpoint: the protocol, the forms of answers, refusals, budgets; and its form for a browser."""

from __future__ import annotations

import json
import re
import socket
import time
from collections.abc import Iterator
from html import unescape
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse
from werkzeug.test import TestResponse

from graph.snapshot import Snapshot
from queries.registry import questions
from tests.queries.reading import UNANSWERED
from webui.app import create_app
from webui.settings import WebSettings
from webui.site import Site

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
APPS = "SELECT ?app WHERE { org:bytedance aif:operatesApp ?app }"
DOUBAO = "https://w3id.org/aifrontier/id/app/doubao"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def serving(snapshot: Snapshot, **more: object) -> Iterator[FlaskClient]:
    app = create_app(snapshot, WebSettings(query_workers=1, **more))  # type: ignore[arg-type]
    yield app.test_client()
    site: Site = app.extensions["aifrontier"]
    site.close()


@pytest.fixture(scope="module")
def client(snapshot: Snapshot) -> Iterator[FlaskClient]:
    yield from serving(snapshot, query_seconds=20.0)


@pytest.fixture(scope="module")
def hasty(snapshot: Snapshot) -> Iterator[FlaskClient]:
    """A server that gives a query half a second and five rows."""
    yield from serving(snapshot, query_seconds=0.5, query_rows=5)


def ask(client: FlaskClient, query: str, accept: str = JSON, **parameters: str) -> TestResponse:
    return client.get(f"/sparql?{urlencode({'query': query, **parameters})}", headers={"Accept": accept})


def values(answer: TestResponse, name: str) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [row[name]["value"] for row in json.loads(answer.text)["results"]["bindings"]]


# The protocol


def test_a_query_comes_by_get_by_form_or_as_the_body(client: FlaskClient) -> None:
    for answer in (
        client.get(f"/sparql?{urlencode({'query': APPS})}"),
        client.post("/sparql", data={"query": APPS}),
        client.post("/sparql", data=APPS, content_type="application/sparql-query"),
        client.post("/sparql", data=APPS.encode(), content_type="application/sparql-query; charset=utf-8"),
    ):
        assert values(answer, "app") == [DOUBAO]
        assert answer.content_type == JSON


@pytest.mark.parametrize("text", ["100%25", "100%", "a+b c", "%E8%B1%86包", "%2541", "&amp;x=1"])
def test_a_query_is_decoded_exactly_once(client: FlaskClient, text: str) -> None:
    query = f'SELECT ("{text}" AS ?x) {{}}'
    for answer in (
        ask(client, query),
        client.post("/sparql", data={"query": query}),
        client.post("/sparql", data=query, content_type="application/sparql-query"),
    ):
        assert values(answer, "x") == [text]


@given(text=st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters='"\\'), max_size=30))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_comes_through_a_form_as_it_is(client: FlaskClient, text: str) -> None:
    query = f'SELECT ("{text}" AS ?x) {{}}'
    assert values(client.post("/sparql", data={"query": query}), "x") == [text]


def test_head_gives_the_headers_of_get(client: FlaskClient) -> None:
    head = client.head(f"/sparql?{urlencode({'query': APPS})}", headers={"Accept": "text/csv"})
    assert (head.status_code, head.content_type, head.data) == (200, "text/csv; charset=utf-8", b"")


def test_pages_of_other_sites_may_ask(client: FlaskClient) -> None:
    preflight = client.options("/sparql", headers={"Origin": "https://example.org"})
    assert preflight.status_code == 204
    assert {"GET", "POST"} <= set(preflight.headers["Access-Control-Allow-Methods"].split(", "))
    assert "Content-Type" in preflight.headers["Access-Control-Allow-Headers"]
    for answer in (
        preflight,
        ask(client, APPS),
        ask(client, "nonsense"),
        client.post("/sparql", data={"query": APPS}),
    ):
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_every_answer_names_the_snapshot(client: FlaskClient, snapshot: Snapshot) -> None:
    assert ask(client, APPS).headers["X-Snapshot"] == snapshot.version


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
def test_a_data_set_of_the_clients_choice_is_refused_not_ignored(client: FlaskClient, name: str) -> None:
    for answer in (
        ask(client, APPS, **{name: "https://example.org/g"}),
        client.post("/sparql", data={"query": APPS, name: "https://example.org/g"}),
        client.post(f"/sparql?{name}=https://example.org/g", data=APPS, content_type="application/sparql-query"),
    ):
        assert answer.status_code == 400
        assert name in json.loads(answer.text)["detail"]


def test_a_graph_may_be_named_in_the_query(client: FlaskClient) -> None:
    query = "SELECT (COUNT(*) AS ?n) FROM g:inferred { ?s ?p ?o }"
    assert int(values(ask(client, query), "n")[0]) > 100


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        ("INSERT DATA { <a:b> <a:c> <a:d> }", "application/sparql-update", 403),
        (APPS, "text/plain", 415),
        (APPS, "", 415),
        (b"\xff\xfe SELECT", "application/sparql-query", 400),
        ("", "application/sparql-query", 400),
    ],
)
def test_other_bodies_are_refused(client: FlaskClient, body: str | bytes, kind: str, status: int) -> None:
    answer = client.post("/sparql", data=body, headers={"Content-Type": kind} if kind else {})
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    assert json.loads(answer.text)["mend"]


def test_two_queries_at_once_are_refused(client: FlaskClient) -> None:
    assert client.get(f"/sparql?{urlencode([('query', APPS), ('query', 'ASK {}')])}").status_code == 400


def test_a_body_larger_than_any_query_is_refused(client: FlaskClient) -> None:
    answer = client.post("/sparql", data="#" * 1_100_000, content_type="application/sparql-query")
    assert answer.status_code == 413
    assert client.post("/sparql", data={"query": "a" * 3_100_000}).status_code == 413
    assert values(client.post("/sparql", data={"query": APPS + "#" * 700_000}), "app") == [DOUBAO]


# Forms of answers


SELECT_FORMS = [
    ("", JSON),
    ("*/*", JSON),
    (JSON, JSON),
    ("application/json", "application/json"),
    (XML, XML),
    ("application/xml", "application/xml"),
    ("text/csv", "text/csv; charset=utf-8"),
    ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
    (BROWSER, "text/html; charset=utf-8"),
    ("text/csv;q=0.4, application/sparql-results+xml;q=0.9", XML),
    ("application/sparql-results+xml;q=0.1, */*;q=0.2", JSON),
    ("text/turtle, application/sparql-results+json;q=0.5", JSON),
    ("text/*;q=0.5, text/csv;q=0, image/png", "text/tab-separated-values; charset=utf-8"),
]


@pytest.mark.parametrize(("accept", "kind"), SELECT_FORMS)
def test_a_table_comes_in_the_form_that_the_client_likes_best(client: FlaskClient, accept: str, kind: str) -> None:
    answer = ask(client, APPS, accept)
    assert (answer.status_code, answer.content_type) == (200, kind)
    assert "doubao" in answer.text


@pytest.mark.parametrize(
    ("query", "accept"),
    [
        (APPS, "text/turtle"),
        (APPS, "image/png"),
        (APPS, "application/sparql-results+json;q=0"),
        ("ASK {}", "text/csv"),
        ("ASK {}", "text/turtle"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "text/csv"),
        ("DESCRIBE org:bytedance", JSON),
    ],
)
def test_a_form_that_there_is_not_is_406_with_those_that_there_are(
    client: FlaskClient, query: str, accept: str
) -> None:
    answer = ask(client, query, accept)
    assert answer.status_code == 406
    assert "Ask for one of" in json.loads(answer.text)["mend"]


@pytest.mark.parametrize(
    ("accept", "kind", "form"),
    [
        ("", "text/turtle; charset=utf-8", RdfFormat.TURTLE),
        ("application/n-triples", "application/n-triples", RdfFormat.N_TRIPLES),
        ("application/rdf+xml", "application/rdf+xml", RdfFormat.RDF_XML),
        ("application/ld+json", "application/ld+json", RdfFormat.JSON_LD),
        ("text/turtle;q=0.2, application/rdf+xml;q=0.8", "application/rdf+xml", RdfFormat.RDF_XML),
    ],
)
@pytest.mark.parametrize(
    "query", ["CONSTRUCT { ?o aif:operatesApp ?a } WHERE { ?o aif:operatesApp ?a }", "DESCRIBE app:doubao"]
)
def test_a_graph_comes_in_the_form_that_the_client_likes_best(
    client: FlaskClient, query: str, accept: str, kind: str, form: RdfFormat
) -> None:
    answer = ask(client, query, accept)
    assert (answer.status_code, answer.content_type) == (200, kind)
    assert DOUBAO in {str(t.object)[1:-1] for t in parse(answer.data, form)} | {
        str(t.subject)[1:-1] for t in parse(answer.data, form)
    }


def test_yes_and_no_come_as_json_and_xml(client: FlaskClient) -> None:
    query = "ASK { app:doubao aif:poweredBy ?model }"
    assert json.loads(ask(client, query).text)["boolean"] is False
    root = ElementTree.fromstring(ask(client, query, XML).text)
    assert [e.text for e in root if e.tag.endswith("boolean")] == ["false"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("json", JSON),
        ("xml", XML),
        ("csv", "text/csv; charset=utf-8"),
        ("tsv", "text/tab-separated-values; charset=utf-8"),
    ],
)
def test_format_overrides_accept_for_downloads(client: FlaskClient, name: str, kind: str) -> None:
    answer = ask(client, APPS, BROWSER, format=name)
    assert (answer.status_code, answer.content_type) == (200, kind)
    assert answer.headers["Content-Disposition"].endswith(f'.{name}"')


def test_a_format_that_there_is_not_is_refused(client: FlaskClient) -> None:
    answer = ask(client, APPS, format="xlsx")
    assert answer.status_code == 400
    assert "csv" in json.loads(answer.text)["mend"]


def test_columns_keep_their_order(client: FlaskClient) -> None:
    answer = ask(client, "SELECT ?z ?a WHERE { VALUES (?z ?a) { (1 2) } }", "text/csv")
    assert answer.text.splitlines() == ["z,a", "1,2"]


# Prefixes


def test_our_prefixes_may_be_used_undeclared_and_the_answer_says_which(client: FlaskClient) -> None:
    assert ask(client, APPS).headers["X-Prefixes-Added"] == "aif, org"
    declared = f"PREFIX aif: <https://w3id.org/aifrontier/ontology#>\nPREFIX org: <https://w3id.org/aifrontier/id/org/>\n{APPS}"
    assert "X-Prefixes-Added" not in ask(client, declared).headers
    assert values(ask(client, declared), "app") == [DOUBAO]


def test_a_prefix_that_the_client_declares_is_the_clients(client: FlaskClient) -> None:
    assert values(ask(client, "PREFIX org: <https://example.org/> SELECT (STR(org:x) AS ?s) {}"), "s") == [
        "https://example.org/x"
    ]


# What is refused


@pytest.mark.parametrize(
    ("query", "line", "column"),
    [
        ("SELECT * {\n  ?s aif:developedBy }", 2, 22),
        ("SELECT * {\n  ?s nobody:knows ?o }", 2, 6),
        ("PREFIX aif: <https://w3id.org/aifrontier/ontology#>\nSELECT * {\n  ?s org:x }", 3, 12),
        ("nonsense", 1, 1),
    ],
)
def test_a_syntax_error_is_placed_in_the_query_as_it_was_sent(
    client: FlaskClient, query: str, line: int, column: int
) -> None:
    answer = ask(client, query)
    told = json.loads(answer.text)
    assert answer.status_code == 400
    assert answer.content_type == "application/problem+json"
    assert (told["type"].rpartition("/")[2], told["line"], told["column"]) == ("query-syntax", line, column)


@pytest.mark.parametrize(
    ("query", "kind", "line"),
    [
        ("SELECT * {\n SERVICE <http://127.0.0.1:PORT/> { ?s ?p ?o } }", "remote-access-refused", 2),
        (
            "SELECT * { ?x aif:developedBy ?y\n sErViCe#\n SILENT <http://127.0.0.1:PORT/> {} }",
            "remote-access-refused",
            2,
        ),
        ("LOAD <http://127.0.0.1:PORT/>", "remote-access-refused", 1),
        ("INSERT DATA { <a:b> <a:c> <a:d> }", "update-refused", 1),
        ("DELETE WHERE { ?s ?p ?o }", "update-refused", 1),
    ],
)
def test_what_would_reach_out_or_write_is_refused_with_its_place_and_never_connects(
    client: FlaskClient, query: str, kind: str, line: int
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.2)
        sent = query.replace("PORT", str(listening.getsockname()[1]))
        for answer in (ask(client, sent), client.post("/sparql", data={"query": sent}), ask(client, sent, BROWSER)):
            assert answer.status_code == 403
        told = json.loads(ask(client, sent).text)
        assert (told["type"].rpartition("/")[2], told["line"]) == (kind, line)
        assert told["column"] > 0
        assert told["mend"]
        with pytest.raises(TimeoutError):
            listening.accept()


def test_an_update_parameter_is_refused(client: FlaskClient) -> None:
    assert client.post("/sparql", data={"update": "CLEAR ALL"}).status_code == 403


# Budgets


def test_a_runaway_query_ends_at_its_budget_and_the_next_one_is_answered(hasty: FlaskClient) -> None:
    assert values(ask(hasty, APPS), "app") == [DOUBAO]  # the worker is up
    began = time.monotonic()
    answer = ask(hasty, RUNAWAY)
    took = time.monotonic() - began
    told = json.loads(answer.text)
    assert (answer.status_code, told["type"].rpartition("/")[2]) == (503, "query-timeout")
    assert told["budget_seconds"] == 0.5
    assert 0.4 < took < 3.0
    assert "Retry-After" not in answer.headers, "the same query would take as long again"
    assert values(ask(hasty, APPS), "app") == [DOUBAO]


def test_a_client_may_ask_for_less_time_but_not_for_more(client: FlaskClient, hasty: FlaskClient) -> None:
    less, more = ask(client, RUNAWAY, timeout="0.3"), ask(hasty, RUNAWAY, timeout="3600")
    assert json.loads(less.text)["budget_seconds"] == 0.3
    assert json.loads(more.text)["budget_seconds"] == 0.5


@pytest.mark.parametrize("timeout", ["0", "-1", "inf", "nan", "soon"])
def test_a_budget_that_is_none_is_refused(client: FlaskClient, timeout: str) -> None:
    answer = ask(client, APPS, timeout=timeout)
    assert answer.status_code == 400
    assert json.loads(answer.text)["type"].endswith("problem/timeout")


def test_a_result_that_was_cut_off_says_so(hasty: FlaskClient) -> None:
    every = "SELECT ?m { ?m a aif:Model }"
    answer = ask(hasty, every)
    assert len(values(answer, "m")) == 5
    assert answer.headers["X-Truncated"] == "rows=5"
    assert "Cut off after 5 rows" in ask(hasty, every, BROWSER).text
    assert "X-Truncated" not in ask(hasty, f"{every} LIMIT 5").headers
    graph = ask(hasty, "CONSTRUCT WHERE { ?m a aif:Model }", "application/n-triples")
    assert graph.headers["X-Truncated"] == "rows=5"


# The private layer


def test_quotes_are_asked_for_by_the_visitor_never_by_a_page_of_another_site(
    snapshot_with_texts: Snapshot,
) -> None:
    quotes = "SELECT (COUNT(*) AS ?n) { GRAPH g:overlay { ?evidence aif:quote ?quote } }"
    for own in serving(snapshot_with_texts, show_overlay=True, query_seconds=20.0):
        url = f"/sparql?{urlencode({'query': quotes})}"
        assert int(values(own.get(url), "n")[0]) > 300
        assert int(values(own.get(url, headers={"Origin": "http://localhost"}), "n")[0]) > 300
        for origin in ("https://example.org", "null", "http://localhost:9999"):
            assert values(own.get(url, headers={"Origin": origin}), "n") == ["0"]


def test_quotes_that_may_not_be_shown_are_in_no_answer(snapshot_with_texts: Snapshot) -> None:
    for public in serving(snapshot_with_texts, show_overlay=False, query_seconds=20.0):
        answer = ask(public, "ASK { GRAPH g:overlay { ?s ?p ?o } }")
        assert json.loads(answer.text)["boolean"] is False


# Without a query


@pytest.mark.parametrize(
    ("accept", "kind", "form"),
    [
        ("", "text/turtle; charset=utf-8", RdfFormat.TURTLE),
        ("text/turtle", "text/turtle; charset=utf-8", RdfFormat.TURTLE),
        ("application/n-triples", "application/n-triples", RdfFormat.N_TRIPLES),
        ("application/rdf+xml, text/html;q=0.5", "application/rdf+xml", RdfFormat.RDF_XML),
    ],
)
def test_the_endpoint_describes_itself(client: FlaskClient, accept: str, kind: str, form: RdfFormat) -> None:
    answer = client.get("/sparql", headers={"Accept": accept})
    assert (answer.status_code, answer.content_type) == (200, kind)
    sd = "http://www.w3.org/ns/sparql-service-description#"
    told = {(q.predicate.value, str(q.object)) for q in parse(answer.data, form)}
    assert (f"{sd}endpoint", "<http://localhost/sparql>") in told
    described = {value for name, value in told if name == f"{sd}name"}
    query = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
    assert described == {f"<{graph}>" for graph in values(ask(client, query), "g")}


@pytest.mark.parametrize("accept", [JSON, "text/csv"])
def test_a_program_that_forgets_its_query_is_told(client: FlaskClient, accept: str) -> None:
    answer = client.get("/sparql", headers={"Accept": accept})
    assert answer.status_code == 400
    assert "query=" in json.loads(answer.text)["mend"]


# The form


def test_a_browser_gets_a_form_with_the_questions_to_start_from(client: FlaskClient) -> None:
    html = client.get("/sparql", headers={"Accept": BROWSER}).text
    assert "<textarea" in html
    assert 'name="query"' in html
    for question in questions().values():
        assert question.title["en"].replace("'", "&#39;") in html


def test_every_example_runs(client: FlaskClient) -> None:
    html = client.get("/sparql", headers={"Accept": BROWSER}).text
    links = [unescape(href) for href in re.findall(r'class="card-title" href="([^"]+)"', html)]
    for link, name in zip(links, questions(), strict=True):
        answer = client.get(link, headers={"Accept": BROWSER})
        assert answer.status_code == 200, link
        assert ("<tbody>" in answer.text) is (name not in UNANSWERED), link


def test_results_show_names_beside_iris_and_link_to_pages(client: FlaskClient) -> None:
    html = ask(client, APPS, BROWSER).text
    assert re.search(r'<a href="/page/app/doubao">Doubao</a>', html)
    assert "app:doubao" in html
    assert unescape(re.findall(r"<textarea[^>]*>\n?(.*?)</textarea>", html, re.DOTALL)[0]) == APPS
    chinese = client.get(
        f"/sparql?{urlencode({'query': APPS})}", headers={"Accept": BROWSER, "Accept-Language": "zh"}
    )
    assert "豆包" in chinese.text


def test_the_page_offers_downloads_that_hold_what_it_shows(client: FlaskClient) -> None:
    html = ask(client, APPS, BROWSER).text
    links = [unescape(href) for href in re.findall(r'href="(/sparql\?query=[^"]+format=\w+)"', html)]
    assert {link.rpartition("=")[2] for link in links} == {"json", "xml", "csv", "tsv"}
    assert all(DOUBAO in client.get(link, headers={"Accept": BROWSER}).text for link in links)


def test_an_error_leaves_the_query_in_the_form(client: FlaskClient) -> None:
    answer = ask(client, "SELECT * {\n  ?s aif:developedBy }", BROWSER)
    assert answer.status_code == 400
    assert answer.content_type == "text/html; charset=utf-8"
    assert "Line 2, column 22" in answer.text
    assert "?s aif:developedBy }" in answer.text


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("ASK { app:doubao aif:poweredBy ?m }", "no"),
        ("SELECT ?x { ?x aif:poweredBy ?y }", "No rows."),
        ("SELECT ?x ?y { VALUES (?x ?y) { (UNDEF 3) } }", "xsd:integer"),
        ("SELECT (BNODE() AS ?x) {}", "_:"),
        ("CONSTRUCT WHERE { app:doubao ?p ?o }", "predicate"),
        ("SELECT ?t { GRAPH g:rdf12 { ?claim rdf:reifies ?t } } LIMIT 1", "⟪"),
        ("SELECT (<https://example.org/x> AS ?x) {}", 'href="https://example.org/x" rel="external noreferrer"'),
    ],
)
def test_every_kind_of_result_can_be_read(client: FlaskClient, query: str, shown: str) -> None:
    answer = ask(client, query, BROWSER)
    assert answer.status_code == 200, answer.text
    assert shown in answer.text


@pytest.mark.parametrize(
    "query",
    [
        'SELECT ("<img src=x onerror=alert(1)>" AS ?x) {}',
        'SELECT (STRLANG("<img src=x onerror=alert(1)>", "en") AS ?x) {}',
        "SELECT * { </textarea><img src=x onerror=alert(1)> }",
        'SELECT (IRI("javascript:alert(1)") AS ?x) {}',
        'SELECT (STRDT("1", <javascript:alert(1)>) AS ?x) {}',
    ],
)
def test_hostile_words_in_queries_and_results_are_text(client: FlaskClient, query: str) -> None:
    html = ask(client, query, BROWSER).text
    assert "<img" not in html
    assert 'href="javascript:' not in html
