"""What follows from an answer on the SPARQL page goes by the same graphs: files, pages, picture, running again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from flask.testing import FlaskClient

from graph.snapshot import Snapshot
from tests.webui.endpoint.asking import BROWSER, serving

DEFAULT, INFERRED, RDF12 = (
    f"https://w3id.org/aifrontier/graph/{name}" for name in ("default", "inferred", "rdf12")
)
CHOSEN = (("default-graph-uri", INFERRED), ("default-graph-uri", DEFAULT), ("named-graph-uri", RDF12))
EVERYTHING = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o"
GRAPH = "CONSTRUCT { ?a aif:developedBy ?b } { ?a aif:developedBy ?b }"


@pytest.fixture(scope="module")
def client(snapshot: Snapshot) -> Iterator[FlaskClient]:
    with serving(snapshot) as opened:
        yield opened


def page(client: FlaskClient, query: str, *graphs: tuple[str, str]) -> str:
    answer = client.get(f"/sparql?{urlencode([('query', query), *graphs])}", headers={"Accept": BROWSER})
    assert answer.status_code == 200
    return answer.text


def graphs_of(address: str) -> tuple[tuple[str, str], ...]:
    given = parse_qsl(urlsplit(unescape(address)).query)
    return tuple(pair for pair in given if pair[0] in ("default-graph-uri", "named-graph-uri"))


def test_every_address_of_an_answer_names_its_graphs(client: FlaskClient) -> None:
    html = page(client, EVERYTHING, *CHOSEN)
    outcome = html[html.index('id="outcome"') : html.index('id="examples"')]
    found = re.findall(r'(?:href|data-copy)="([^"]*/sparql\?[^"]*)"', outcome)
    kinds = {name for each in found for name, _ in parse_qsl(urlsplit(unescape(each)).query)}
    assert {"format", "page", "sort", "snapshot"} <= kinds
    assert {graphs_of(each) for each in found} == {CHOSEN}
    assert any(graphs_of(each) for each in re.findall(r"https?://[^\s<\"]*/sparql\?[^\s<\"]*", outcome)), "citation"


def test_a_download_holds_what_the_page_shows(client: FlaskClient) -> None:
    html = page(client, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", ("default-graph-uri", INFERRED))
    shown = re.search(r'<td class="num">\s*<span>(\d+)</span>', html)
    file = next(unescape(each) for each in re.findall(r'href="([^"]+)"', html) if "format=csv" in each)
    assert shown is not None
    assert client.get(file).text.split() == ["n", shown[1]]


def test_the_form_keeps_the_graphs_and_names_them(client: FlaskClient) -> None:
    form = re.search(r"<form[^>]*data-sparql.*?</form>", page(client, EVERYTHING, *CHOSEN), re.DOTALL)
    assert form is not None
    assert tuple(re.findall(r'type="hidden" name="([^"]+)" value="([^"]+)"', form[0])) == CHOSEN
    assert f"FROM NAMED &lt;{RDF12}&gt;" in form[0]
    assert "Asked of these graphs alone" not in page(client, EVERYTHING)


def test_a_picture_is_drawn_of_the_graphs_that_the_table_is_of(client: FlaskClient) -> None:
    html = page(client, GRAPH, ("default-graph-uri", DEFAULT))
    source = re.search(r'<aif-explorer[^>]*data-src="([^"]+)"', html)
    assert source is not None
    assert graphs_of(source[1]) == (("default-graph-uri", DEFAULT),)
    assert client.get(unescape(source[1])).get_json()["edges"]
    empty = client.get(f"/sparql/graph.json?{urlencode({'query': GRAPH, 'default-graph-uri': RDF12})}")
    assert empty.get_json()["edges"] == []


@pytest.mark.parametrize(
    ("name", "value", "kind"),
    [
        ("default-graph-uri", "urn:none", "unknown-graph"),
        ("timeout", "none", "timeout"),
        ("update", "x", "update-refused"),
    ],
)
def test_what_the_endpoint_refuses_is_not_drawn(client: FlaskClient, name: str, value: str, kind: str) -> None:
    answer = client.get(f"/sparql/graph.json?{urlencode({'query': GRAPH, name: value})}")
    assert answer.status_code == (403 if kind == "update-refused" else 400)
    assert answer.get_json(force=True)["type"].endswith(f"/{kind}")
