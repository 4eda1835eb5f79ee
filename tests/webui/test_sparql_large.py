"""A result that is too large to be read into a page: said so, and still to be had as a file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from graph.snapshot import Snapshot
from tests.webui.endpoint.asking import BROWSER, serving
from webui.endpoint.results import MOST_READ

ROWS = "VALUES ?n { " + " ".join(f"{number}" for number in range(10)) + " }"
DOUBLED = " ".join(f"BIND(CONCAT(?t{i}, ?t{i}) AS ?t{i + 1})" for i in range(17))
BODY = f"{{ {ROWS} BIND(CONCAT(STR(?n), 'too long') AS ?t0) {DOUBLED} }}"
TABLE = f"SELECT ?n ?t17 {BODY}"
GRAPH = "CONSTRUCT { app:doubao ?p ?t17 . app:doubao aif:developedBy org:bytedance } "
GRAPH += BODY.replace("BIND(CONCAT(STR", "BIND(rdfs:label AS ?p) BIND(CONCAT(STR")


@pytest.fixture(scope="module")
def client(snapshot: Snapshot) -> Iterator[FlaskClient]:
    with serving(snapshot) as opened:
        yield opened


@pytest.mark.parametrize("query", [TABLE, GRAPH])
@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "too large for the page"), ("zh-Hant", "無法在頁面上顯示"), ("zh-Hans", "无法在页面上显示")],
)
def test_the_page_says_so_and_offers_the_files(client: FlaskClient, query: str, language: str, said: str) -> None:
    answer = client.get(f"/sparql?{urlencode({'query': query, 'lang': language})}", headers={"Accept": BROWSER})
    assert answer.status_code == 200
    assert said in answer.text
    assert "<table" not in answer.text
    assert "<aif-explorer" not in answer.text
    assert len(answer.data) < MOST_READ // 10
    files = [unescape(each) for each in re.findall(r'href="([^"]+)" rel="nofollow" download', answer.text)]
    file = next(each for each in files if "format=csv" in each or "format=nt" in each)
    assert len(client.get(file).data) > MOST_READ


def test_it_is_not_drawn(client: FlaskClient) -> None:
    answer = client.get(f"/sparql/graph.json?{urlencode({'query': GRAPH})}")
    assert answer.status_code == 400
    assert answer.get_json(force=True)["type"].endswith("/result-too-large")
