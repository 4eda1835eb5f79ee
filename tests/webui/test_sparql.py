"""The SPARQL endpoint: the protocol, the forms of answers, refusals, budgets; and its form for a browser."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat, Triple, parse, parse_query_results
from werkzeug.test import TestResponse

from graph.snapshot import Snapshot
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


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_refused_with_those_that_there_are(client: FlaskClient, method: str) -> None:
    answer = client.open("/sparql", method=method, query_string={"query": "ASK {}"})
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "POST", "OPTIONS"}
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_the_address_may_end_in_a_slash(client: FlaskClient) -> None:
    for answer in (
        client.get("/sparql/", query_string={"query": APPS}),
        client.post("/sparql/", data={"query": APPS}),
    ):
        assert values(answer, "app") == [DOUBAO]


def test_pages_of_other_sites_may_ask(client: FlaskClient) -> None:
    preflight = client.options("/sparql", headers={"Origin": "https://example.org"})
    assert preflight.status_code == 204
    assert {"GET", "POST"} <= set(preflight.headers["Access-Control-Allow-Methods"].split(", "))
    assert "Content-Type" in preflight.headers["Access-Control-Allow-Headers"]
    assert int(preflight.headers["Access-Control-Max-Age"]) > 0
    assert {"GET", "POST", "HEAD", "OPTIONS"} == set(preflight.headers["Allow"].split(", "))
    exposed = set(ask(client, APPS).headers["Access-Control-Expose-Headers"].split(", "))
    assert {"Link", "ETag", "Retry-After", "X-Truncated", "X-Caps", "Cache-Status"} <= exposed
    for answer in (
        preflight,
        ask(client, APPS),
        ask(client, "nonsense"),
        client.post("/sparql", data={"query": APPS}),
    ):
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_every_answer_names_the_snapshot(client: FlaskClient, snapshot: Snapshot) -> None:
    assert ask(client, APPS).headers["X-Snapshot"] == snapshot.version


def every_way(client: FlaskClient, query: str, *parameters: tuple[str, str]) -> tuple[TestResponse, ...]:
    """The answers to a query sent by GET, as a form (parameters in it, then in the address) and as the body."""
    address = f"/sparql?{urlencode(parameters)}"
    form = urlencode([("query", query), *parameters])
    return (
        client.get(f"/sparql?{form}"),
        client.post("/sparql", data=form, content_type="application/x-www-form-urlencoded"),
        client.post(address, data={"query": query}),
        client.post(address, data=query, content_type="application/sparql-query"),
    )


COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
INFERRED, RDF12 = "https://w3id.org/aifrontier/graph/inferred", "https://w3id.org/aifrontier/graph/rdf12"


def test_the_protocol_chooses_the_default_graph(client: FlaskClient) -> None:
    alone = {
        int(values(ask(client, f"SELECT (COUNT(*) AS ?n) FROM <{g}> {{ ?s ?p ?o }}"), "n")[0])
        for g in (INFERRED, RDF12)
    }
    assert len(alone) == 2
    assert min(alone) > 100
    for answer in every_way(client, COUNT, ("default-graph-uri", INFERRED), ("default-graph-uri", RDF12)):
        assert int(values(answer, "n")[0]) == sum(alone), "both, merged"


def test_the_protocol_chooses_the_named_graphs(client: FlaskClient) -> None:
    query = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
    assert set(values(ask(client, query), "g")) >= {INFERRED, RDF12}
    for answer in every_way(client, query, ("named-graph-uri", RDF12)):
        assert values(answer, "g") == [RDF12]


def test_the_protocols_choice_replaces_that_of_the_query(client: FlaskClient) -> None:
    query = f"SELECT DISTINCT ?g FROM <{INFERRED}> FROM NAMED <{INFERRED}> {{ GRAPH ?g {{ ?s ?p ?o }} }}"
    for answer in every_way(client, query, ("named-graph-uri", RDF12)):
        assert values(answer, "g") == [RDF12]
    # Where only named graphs are chosen, the default graph is empty (SPARQL 1.1 Query, 13.2).
    for answer in every_way(client, COUNT, ("named-graph-uri", RDF12)):
        assert values(answer, "n") == ["0"]


def test_a_graph_may_be_named_in_the_query(client: FlaskClient) -> None:
    query = "SELECT (COUNT(*) AS ?n) FROM g:inferred { ?s ?p ?o }"
    assert int(values(ask(client, query), "n")[0]) > 100


def test_a_field_that_was_left_empty_chooses_nothing(client: FlaskClient) -> None:
    for answer in every_way(client, APPS, ("default-graph-uri", ""), ("named-graph-uri", "")):
        assert values(answer, "app") == [DOUBAO]


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
@pytest.mark.parametrize("graph", ["https://example.org/g", "no IRI", "http://127.0.0.1/data.ttl"])
def test_a_graph_that_there_is_not_is_named(client: FlaskClient, name: str, graph: str) -> None:
    for answer in every_way(client, APPS, (name, graph)):
        told = json.loads(answer.text)
        assert (answer.status_code, told["type"].rpartition("/")[2]) == (400, "unknown-graph")
        assert told["graph"] == graph
        assert RDF12 in told["graphs"]


def test_an_unknown_graph_of_the_query_is_told_with_its_place(client: FlaskClient) -> None:
    told = json.loads(ask(client, "SELECT ?s\nFROM g:nothing\n{ ?s ?p ?o }").text)
    assert (told["status"], told["line"], told["column"]) == (400, 2, 6)
    assert told["graph"] == "https://w3id.org/aifrontier/graph/nothing"


@pytest.mark.parametrize("name", ["using-graph-uri", "using-named-graph-uri"])
def test_the_data_set_of_an_update_is_none_of_a_query(client: FlaskClient, name: str) -> None:
    for answer in every_way(client, APPS, (name, RDF12)):
        assert answer.status_code == 400
        assert name in json.loads(answer.text)["detail"]


def test_a_relative_iri_is_read_against_the_ids_of_the_graph(client: FlaskClient) -> None:
    assert values(ask(client, "SELECT ?app { <org/bytedance> aif:operatesApp ?app }"), "app") == [DOUBAO]
    based = "BASE <https://example.org/> SELECT (STR(<x>) AS ?s) {}"
    assert values(ask(client, based), "s") == ["https://example.org/x"]
    wrong = ask(client, "SELECT * {\n  <org/bytedance> aif:operatesApp }")
    assert (json.loads(wrong.text)["line"], json.loads(wrong.text)["column"]) == (2, 35)


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        ("INSERT DATA { <a:b> <a:c> <a:d> }", "application/sparql-update", 403),
        (APPS, "text/plain", 415),
        (APPS, "", 415),
        (b"\xff\xfe SELECT", "application/sparql-query", 400),
        ("ASK {}".encode("utf-16"), "application/sparql-query; charset=UTF-16", 415),
        (b"query=ASK+%7B%7D+%23%FF", "application/x-www-form-urlencoded", 400),
        (b"query=ASK+{}", "application/x-www-form-urlencoded; charset=latin-1", 415),
        (b"query=ASK+{}&query=ASK+{}", "application/x-www-form-urlencoded", 400),
        (b"x=1", "application/x-www-form-urlencoded", 400),
        (b"update=CLEAR+ALL", "application/x-www-form-urlencoded", 403),
        (b"a=1&" * 2000 + b"query=ASK+{}", "application/x-www-form-urlencoded", 400),
        (b"--x", "multipart/form-data; boundary=x", 415),
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
    answer = client.post("/sparql", data="#" * 210_000, content_type="application/sparql-query")
    assert answer.status_code == 413
    assert client.post("/sparql", data={"query": "a" * 610_000}).status_code == 413
    assert values(client.post("/sparql", data={"query": APPS + "#" * 190_000}), "app") == [DOUBAO]


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
    told = json.loads(answer.text)
    assert (answer.status_code, answer.content_type) == (406, "application/problem+json")
    assert "Ask for one of" in told["mend"]
    assert told["offered"]
    assert ask(client, query, told["offered"][0]).status_code == 200


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


TERMS = "CONSTRUCT { ?claim rdf:reifies ?t } { GRAPH g:rdf12 { ?claim rdf:reifies ?t } } LIMIT 3"


@pytest.mark.parametrize(
    ("kind", "form"),
    [
        ("text/turtle", RdfFormat.TURTLE),
        ("application/n-triples", RdfFormat.N_TRIPLES),
        ("application/trig", RdfFormat.TRIG),
        ("application/n-quads", RdfFormat.N_QUADS),
        ("application/rdf+xml", RdfFormat.RDF_XML),
    ],
)
def test_triple_terms_come_in_every_graph_format_that_can_hold_them(
    client: FlaskClient, kind: str, form: RdfFormat
) -> None:
    answer = ask(client, TERMS, kind)
    assert (answer.status_code, answer.mimetype) == (200, kind)
    assert sum(isinstance(quad.object, Triple) for quad in parse(answer.data, form)) == 3


@pytest.mark.parametrize("kind", ["application/ld+json", "text/n3"])
def test_a_format_that_cannot_hold_triple_terms_is_406(client: FlaskClient, kind: str) -> None:
    answer = ask(client, TERMS, kind)
    assert answer.status_code == 406
    assert "text/turtle" in json.loads(answer.text)["offered"]
    assert ask(client, "DESCRIBE app:doubao", kind).status_code == 200


@pytest.mark.parametrize(("kind", "form"), [(JSON, QueryResultsFormat.JSON), (XML, QueryResultsFormat.XML)])
def test_triple_terms_come_in_tables_too(client: FlaskClient, kind: str, form: QueryResultsFormat) -> None:
    query = "SELECT ?t { GRAPH g:rdf12 { ?claim rdf:reifies ?t } } LIMIT 3"
    read = parse_query_results(ask(client, query, kind).data, form)
    assert isinstance(read, QuerySolutions)
    assert all(isinstance(row["t"], Triple) for row in read)


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


def test_a_query_in_a_form_that_is_known_to_be_slow_is_told_the_fast_one(hasty: FlaskClient) -> None:
    told = json.loads(ask(hasty, RUNAWAY).text)
    (hint,) = told["hints"]
    assert (hint["line"], hint["column"]) == (1, RUNAWAY.index("?d") + 1)
    assert hint["mend"] in told["mend"]
    squared = """SELECT * {
      ?a aif:claimValue ?x
      FILTER NOT EXISTS {
        ?b aif:claimValue ?y . ?c ?d ?e . ?f ?g ?h FILTER(?y > ?x) } }"""
    first = json.loads(ask(hasty, squared).text)["hints"][0]
    assert (first["line"], first["column"]) == (4, 9)
    assert "MAX" in first["snippet"]


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
        ("application/ld+json", "application/ld+json", RdfFormat.JSON_LD),
        ("application/trig", "application/trig", RdfFormat.TRIG),
    ],
)
def test_the_endpoint_describes_itself(client: FlaskClient, accept: str, kind: str, form: RdfFormat) -> None:
    answer = client.get("/sparql", headers={"Accept": accept})
    assert (answer.status_code, answer.content_type) == (200, kind)
    sd = "http://www.w3.org/ns/sparql-service-description#"
    told = {(q.predicate.value, str(q.object)) for q in parse(answer.data, form)}
    assert (f"{sd}endpoint", "<http://localhost/sparql>") in told
    formats = {value for name, value in told if name == f"{sd}resultFormat"}
    assert len(formats) == 11
    assert any("10000 rows" in value for name, value in told if name.endswith("description"))
    described = {value for name, value in told if name == f"{sd}name"}
    query = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
    assert described == {f"<{graph}>" for graph in values(ask(client, query), "g")}


@pytest.mark.parametrize("accept", [JSON, "text/csv"])
def test_a_program_that_forgets_its_query_is_told(client: FlaskClient, accept: str) -> None:
    answer = client.get("/sparql", headers={"Accept": accept})
    assert answer.status_code == 400
    assert "query=" in json.loads(answer.text)["mend"]
