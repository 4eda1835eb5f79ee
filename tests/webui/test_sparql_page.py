"""The page of the SPARQL endpoint: form, results to read, problems, examples; no word of a stranger is markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from graph.snapshot import Snapshot
from queries.registry import questions
from tests.queries.reading import UNANSWERED
from tests.webui.test_sparql import APPS, BROWSER, DOUBAO, ask, serving


@pytest.fixture(scope="module")
def client(snapshot: Snapshot) -> Iterator[FlaskClient]:
    yield from serving(snapshot, query_seconds=20.0)


def test_a_browser_gets_a_form_with_the_questions_to_start_from(client: FlaskClient) -> None:
    html = client.get("/sparql", headers={"Accept": BROWSER}).text
    assert "<textarea" in html
    assert 'name="query"' in html
    for question in questions().values():
        assert question.title["en"].replace("'", "&#39;") in html


def test_every_example_runs(client: FlaskClient) -> None:
    html = client.get("/sparql", headers={"Accept": BROWSER}).text
    links = [unescape(href) for href in re.findall(r'class="example" href="([^"]+)"', html)]
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
