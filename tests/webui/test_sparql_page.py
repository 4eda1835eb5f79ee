"""The SPARQL page: the form, results to read, hints, charts, pictures; and what its editor asks of the server."""

from __future__ import annotations

import gc
import re
import weakref
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from flask.testing import FlaskClient
from pyoxigraph import BlankNode, Literal, NamedNode, Triple
from werkzeug.test import TestResponse

from graph.snapshot import Snapshot
from ontology.namespaces import ID, RDF, XSD, term
from queries.idioms import idioms
from queries.registry import questions
from tests.queries.reading import UNANSWERED
from webui.app import create_app
from webui.endpoint.checking import LONGEST_READ, Reader
from webui.endpoint.picture import Line, drawing
from webui.endpoint.vocabulary import terms_in_use, values_of
from webui.settings import WebSettings
from webui.site import Site

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
APPS = "SELECT ?app WHERE { org:bytedance aif:operatesApp ?app }"
DOUBAO = f"{ID}app/doubao"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
IDIOMS = {idiom.name: idiom.query for idiom in idioms()}


def serving(snapshot: Snapshot, **more: Any) -> Iterator[FlaskClient]:
    app = create_app(snapshot, WebSettings(query_workers=1, **more))
    yield app.test_client(use_cookies=False)
    site: Site = app.extensions["aifrontier"]
    site.close()


@pytest.fixture(scope="module")
def client(snapshot: Snapshot) -> Iterator[FlaskClient]:
    yield from serving(snapshot, query_seconds=20.0)


@pytest.fixture(scope="module")
def hasty(snapshot: Snapshot) -> Iterator[FlaskClient]:
    """A server that gives a query half a second and five rows."""
    yield from serving(snapshot, query_seconds=0.5, query_rows=5)


@pytest.fixture(scope="module")
def checker() -> Iterator[Reader]:
    made = Reader([])
    yield made
    made.close()


def ask(client: FlaskClient, query: str, **parameters: str) -> TestResponse:
    return client.get(f"/sparql?{urlencode({'query': query, **parameters})}", headers={"Accept": BROWSER})


def links(html: str, pattern: str) -> list[str]:
    return [unescape(href) for href in re.findall(pattern, html)]


def plain(html: str) -> str:
    """The words of a page, without its markup."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


# The form


def test_a_browser_gets_a_form_with_every_question_and_a_query_that_can_be_run_at_once(client: FlaskClient) -> None:
    html = client.get("/sparql", headers={"Accept": BROWSER}).text
    for question in questions().values():
        assert question.title["en"].replace("'", "&#39;") in html
    begin = unescape(re.findall(r"<textarea[^>]*>\n?(.*?)</textarea>", html, re.DOTALL)[0])
    assert "<tbody>" in ask(client, begin).text


def test_every_question_opens_as_a_query_that_runs(client: FlaskClient) -> None:
    html = client.get("/sparql", headers={"Accept": BROWSER}).text
    found = re.findall(r'class="example" href="([^"]+)".*?href="/question/([\w-]+)"', html, re.DOTALL)
    assert {name for _, name in found} == set(questions())
    for link, name in found:
        opened = client.get(unescape(link), headers={"Accept": BROWSER}).text
        query = unescape(re.findall(r"<textarea[^>]*>\n?(.*?)</textarea>", opened, re.DOTALL)[0])
        answer = client.post("/sparql", data={"query": query}, headers={"Accept": BROWSER})
        assert answer.status_code == 200, link
        assert ("<tbody>" in answer.text) is (name not in UNANSWERED), link


def test_an_error_leaves_the_query_in_the_form_and_names_its_place(client: FlaskClient) -> None:
    answer = ask(client, "SELECT * {\n  ?s aif:developedBy }")
    assert answer.status_code == 400
    assert answer.content_type == "text/html; charset=utf-8"
    assert "Line 2, column 22" in answer.text
    assert 'data-line="2" data-column="22"' in answer.text
    assert "?s aif:developedBy }" in answer.text


# Results


def test_results_show_names_beside_iris_and_link_to_pages(client: FlaskClient) -> None:
    html = ask(client, APPS).text
    assert re.search(r'<a href="/page/app/doubao"[^>]*>Doubao</a>', html)
    assert "app:doubao" in html
    assert unescape(re.findall(r"<textarea[^>]*>\n?(.*?)</textarea>", html, re.DOTALL)[0]) == APPS
    assert "豆包" in ask(client, APPS, lang="zh-Hant").text


def test_the_page_offers_downloads_that_hold_what_it_shows(client: FlaskClient) -> None:
    html = ask(client, APPS).text
    found = links(html, r'href="(/sparql\?query=[^"]+format=\w+)"')
    assert {"json", "xml", "csv", "tsv"} <= {link.rpartition("=")[2] for link in found}
    assert all(DOUBAO in client.get(link, headers={"Accept": BROWSER}).text for link in found)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("ASK { app:doubao aif:poweredBy ?m }", "no"),
        ("SELECT ?x { ?x aif:poweredBy ?y }", "No rows."),
        ("SELECT ?x ?y { VALUES (?x ?y) { (UNDEF 3) } }", "xsd:integer"),
        ("SELECT (BNODE() AS ?x) {}", "_:"),
        ("CONSTRUCT WHERE { app:doubao ?p ?o }", "predicate"),
        ('SELECT ("豆包"@zh-hant AS ?x) {}', "@zh-Hant"),
        ("SELECT (<https://example.org/x> AS ?x) {}", 'href="https://example.org/x" rel="external noreferrer"'),
    ],
)
def test_every_kind_of_result_can_be_read(client: FlaskClient, query: str, shown: str) -> None:
    answer = ask(client, query)
    assert answer.status_code == 200, answer.text
    assert shown in answer.text


def test_a_triple_term_is_drawn_with_its_names_linked_also_within_another_one(client: FlaskClient) -> None:
    inner = "<<( model:deepseek-r1 aif:developedBy org:deepseek )>>"
    html = ask(client, f"SELECT ?t {{ VALUES ?t {{ <<( <a:claim> rdf:reifies {inner} )>> }} }}").text
    assert html.count('class="term-triple"') == 2
    assert re.search(r'<a href="/page/org/deepseek"[^>]*>DeepSeek</a>', html)
    assert "<<( triple: a:claim rdf:reifies <<( triple: DeepSeek R1 developed by DeepSeek )>> )>>" in plain(html)


def test_triples_within_triples_without_end_are_still_answered(client: FlaskClient) -> None:
    for depth in (50, 400):
        term = "<<( <a:s> <a:p> " * depth + "1" + " )>>" * depth
        answer = ask(client, f"SELECT ?t {{ VALUES ?t {{ {term} }} }}", sort="t")
        assert answer.status_code == 200
        assert answer.text.count('class="term-triple"') == 10


def test_numbers_stand_right_and_say_their_type_once(client: FlaskClient) -> None:
    html = ask(client, "SELECT ?n { VALUES ?n { 10 9 200 } }").text
    assert html.count('<td class="num">') == 3
    assert html.count("xsd:integer") == 1
    mixed = ask(client, "SELECT ?n { VALUES ?n { 10 2.5 'x' } }").text
    assert '<td class="num">' not in mixed
    assert "xsd:decimal" in mixed


def column(html: str) -> list[str]:
    return [plain(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", html, re.DOTALL)]


def test_rows_are_sorted_by_number_or_name_and_unbound_ones_come_last(client: FlaskClient) -> None:
    query = "SELECT ?n { VALUES ?n { 10 UNDEF 9 200 } }"
    assert column(ask(client, query).text) == ["10", "", "9", "200"]
    assert column(ask(client, query, sort="n").text) == ["9", "10", "200", ""]
    down = ask(client, query, sort="-n").text
    assert column(down) == ["200", "10", "9", ""]
    assert 'aria-sort="descending"' in down
    assert column(ask(client, query, sort="nonsense", page="x").text) == ["10", "", "9", "200"]


def test_a_long_result_is_paged_and_says_which_rows_are_shown(client: FlaskClient) -> None:
    query = "SELECT ?s { ?s ?p ?o } ORDER BY ?s LIMIT 450"
    first, last = ask(client, query), ask(client, query, page="3")
    assert "rows 1 to 200 are shown" in first.text
    assert "rows 401 to 450 are shown" in last.text
    assert last.text.count("<tr>") == 51
    assert "rows 401 to 450 are shown" in ask(client, query, page="99").text
    page2 = next(
        link for link in links(first.text, r'href="([^"]+)" rel="nofollow" data-outcome') if "page=2" in link
    )
    assert "rows 201 to 400 are shown" in client.get(page2, headers={"Accept": BROWSER}).text


def test_a_result_that_was_cut_off_says_so_on_the_page(hasty: FlaskClient) -> None:
    html = ask(hasty, "SELECT * { ?s ?p ?o }").text
    assert "Cut off after 5 rows" in html
    assert "5 rows, and more that were cut off" in html


def test_prefixes_can_be_written_into_the_query(client: FlaskClient) -> None:
    link = links(ask(client, APPS).text, r'<a href="([^"]+)">Write them into the query')[0]
    query = parse_qs(urlsplit(link).query)["query"][0]
    assert query.startswith("PREFIX aif: <https://w3id.org/aifrontier/ontology#>")
    assert "Doubao" in client.get(link, headers={"Accept": BROWSER}).text


@pytest.mark.parametrize(
    "query",
    [
        'SELECT ("<img src=x onerror=alert(1)>" AS ?x) {}',
        'SELECT (STRLANG("<img src=x onerror=alert(1)>", "en") AS ?x) {}',
        "SELECT * { </textarea><img src=x onerror=alert(1)> }",
        'SELECT (IRI("javascript:alert(1)") AS ?x) {}',
        'SELECT (STRDT("1", <javascript:alert(1)>) AS ?x) {}',
        'SELECT ("<img src=x>" AS ?name) ("2025-01-01"^^xsd:date AS ?d) ?n { VALUES ?n { 1 2 } }',
    ],
)
def test_hostile_words_in_queries_and_results_are_text(client: FlaskClient, query: str) -> None:
    html = ask(client, query).text
    assert "<img" not in html
    assert 'href="javascript:' not in html


# Sharing


def test_the_permanent_address_names_the_snapshot_and_another_one_is_told(
    client: FlaskClient, snapshot: Snapshot
) -> None:
    html = ask(client, APPS).text
    link = links(html, r'<a href="([^"]+)">Permanent address')[0]
    assert link.endswith(f"snapshot={snapshot.version[:16]}")
    assert "another snapshot" not in client.get(link, headers={"Accept": BROWSER}).text
    assert "another snapshot (0123)" in plain(ask(client, APPS, snapshot="0123").text)


def test_an_answer_can_be_cited_with_its_query_and_snapshot(client: FlaskClient, snapshot: Snapshot) -> None:
    html = ask(client, APPS).text
    bibtex = unescape(re.findall(r'id="cite-bibtex"[^>]*>(.*?)</pre>', html, re.DOTALL)[0])
    assert bibtex.startswith("@misc{aifrontier-sparql-")
    assert snapshot.version[:16] in bibtex
    assert "operatesApp" in bibtex


# Charts


def test_figures_of_different_instruments_never_share_a_panel(client: FlaskClient) -> None:
    html = ask(client, IDIOMS["figures"]).text
    drawn = re.findall(r'<svg[^>]*class="chart-drawing".*?</svg>', html, re.DOTALL)[0]
    assert "Epoch Capabilities Index" in plain(drawn)
    assert "Artificial Analysis Intelligence Index v2" in plain(drawn)
    assert "No column names the instrument" not in html
    assert "No column names the unit" in html


def test_a_chart_that_nobody_checked_for_one_instrument_says_so(client: FlaskClient) -> None:
    query = IDIOMS["figures"].replace("?name ?instrument WHERE", "?name WHERE")
    assert "No column names the instrument" in ask(client, query).text


def test_figures_of_different_units_have_a_panel_each(client: FlaskClient) -> None:
    drawn = re.findall(r'<svg[^>]*class="chart-drawing".*?</svg>', ask(client, IDIOMS["claim"]).text, re.DOTALL)[0]
    assert "?value (year)" in drawn
    assert "?value (month)" in drawn


def test_a_result_without_a_day_or_without_a_number_has_no_chart(client: FlaskClient) -> None:
    for query in (
        "SELECT ?n { VALUES ?n { 1 2 3 } }",
        "SELECT ?d { VALUES ?d { '2025-01-01'^^xsd:date '2025-01-02'^^xsd:date } }",
        "SELECT ?d ?n { VALUES (?d ?n) { ('2025-02-30'^^xsd:date 1) ('2025-03-01'^^xsd:date 2) } }",
    ):
        assert "chart-drawing" not in ask(client, query).text


# Pictures


def test_a_graph_is_drawn_with_the_claims_of_its_edges_and_has_its_table(client: FlaskClient) -> None:
    html = ask(client, IDIOMS["picture"]).text
    source = links(html, r'<aif-explorer[^>]*data-src="([^"]+)"')[0]
    told = client.get(source).get_json()
    rows = set(re.findall(r'<tr data-edge="(\w+)"', html))
    assert rows == {edge["id"] for edge in told["edges"]}
    made = next(e for e in told["edges"] if (e["from"], e["to"]) == ("app/doubao", "org/bytedance"))
    assert made["kind"] == "answer"  # the graph has the edge the other way round
    assert client.get(made["url"]).get_json()["claims"] == []
    said = next(e for e in told["edges"] if (e["from"], e["to"]) == ("model/deepseek-r1", "org/deepseek"))
    assert said["kind"] == "claim"
    assert client.get(said["url"]).get_json()["claims"]
    assert len({(node["x"], node["y"]) for node in told["nodes"]}) == len(told["nodes"])


def test_values_and_classes_stand_in_the_table_alone(client: FlaskClient) -> None:
    html = ask(
        client, "CONSTRUCT { app:doubao a aif:App ; skos:prefLabel ?l } WHERE { app:doubao skos:prefLabel ?l }"
    ).text
    assert "<aif-explorer" not in html
    assert "<tbody>" in html


def test_only_a_graph_can_be_drawn(client: FlaskClient) -> None:
    assert client.get(f"/sparql/graph.json?{urlencode({'query': APPS})}").status_code == 400
    broken = client.get(f"/sparql/graph.json?{urlencode({'query': 'CONSTRUCT {'})}")
    assert (broken.status_code, broken.get_json()["line"]) == (400, 1)


def test_a_picture_has_room_for_so_many_things_and_counts_the_rest() -> None:
    hub, relation = NamedNode(f"{ID}org/hub"), NamedNode(term("knows"))
    lines = [Line(hub, relation, NamedNode(f"{ID}org/n{i}")) for i in range(30)]
    lines += [Line(BlankNode("a"), relation, BlankNode("b"))]
    shown = drawing(lines, most=10)
    assert len(shown.things) == 10
    assert shown.things[0] == hub
    assert shown.left_out == 23
    assert all({line.source, line.target} <= set(shown.things) for line in shown.lines)
    assert len(drawing(lines).things) == 33


# Hints


@pytest.mark.parametrize(
    ("query", "said", "mend"),
    [
        ("SELECT ?x { ?x aif:developdBy ?y }", "no term aif:developdBy", "aif:developedBy"),
        ("SELECT ?x { ?x aif:developedBy org:bytedanse }", "nothing called org:bytedanse", "org:bytedance"),
        ("SELECT ?x { ?x rdf:reifies ?y }", "in no triple of the default graph", "GRAPH g:rdf12 { … }"),
        ('SELECT ?x { ?x skos:prefLabel "ByteDance" }', "Labels have a language tag", '"ByteDance"@en'),
        (
            'SELECT ?x { ?x skos:prefLabel ?l FILTER(LANG(?l) = "zh-Hant") }',
            "LANG() gives tags in lower case",
            'LANGMATCHES(LANG(?l), "zh-Hant")',
        ),
    ],
)
def test_an_empty_result_says_what_may_be_the_reason(client: FlaskClient, query: str, said: str, mend: str) -> None:
    words = plain(ask(client, query).text)
    assert "No rows." in words
    assert said in words
    assert mend in words


@pytest.mark.parametrize(
    "condition",
    ['LANGMATCHES(LANG(?l), "zh-Hant")', 'LANG(?l) = "zh-hant" && STR(?l) = "GPT-9"', '?l = "GPT-9"@en'],
)
def test_a_comparison_that_may_hold_is_not_blamed(client: FlaskClient, condition: str) -> None:
    words = plain(ask(client, f"SELECT ?x {{ ?x skos:definition ?l FILTER({condition} && false) }}").text)
    assert "No rows." in words
    assert "LANG() gives tags" not in words


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?x { GRAPH g:rdf12 { ?x rdf:reifies ?y } }",
        'SELECT ?x { ?x skos:prefLabel "ByteDance"@en }',
        "SELECT ?x { ?x aif:developedBy org:bytedance }",
        "PREFIX aif: <https://example.org/> SELECT ?x { ?x aif:developdBy ?y }",
        f"SELECT ?p {{ <{ID}claim/cnyes-2025-08-14/16> ?p ?o FILTER(STRSTARTS(STR(?o), STR(id:))) }}",
    ],
)
def test_what_is_well_known_has_no_remark(client: FlaskClient, query: str) -> None:
    assert client.post("/sparql/check", data={"query": query}).get_json() == {"ok": True, "notes": []}


def test_an_empty_result_of_known_names_says_that_the_patterns_do_not_fit_together(client: FlaskClient) -> None:
    assert (
        "no combination of them" in ask(client, "SELECT ?x { ?x aif:developedBy org:bytedance ; a aif:App }").text
    )


def test_a_query_that_takes_too_long_is_told_what_may_be_the_reason(hasty: FlaskClient) -> None:
    answer = ask(hasty, RUNAWAY.replace("{", "{ OPTIONAL { ?x aif:developdBy ?y }", 1))
    assert answer.status_code == 503
    assert "no term aif:developdBy" in plain(answer.text)


def test_a_query_that_takes_too_long_is_told_which_form_is_slow_and_what_to_write_instead(
    hasty: FlaskClient,
) -> None:
    answer = ask(hasty, RUNAWAY)
    assert answer.status_code == 503
    assert "share no variable" in answer.text
    greatest = "FILTER NOT EXISTS { ?other aif:observedScore ?more FILTER(?more > ?score) }"
    compared = RUNAWAY.replace("{", f"{{ ?one aif:observedScore ?score {greatest}", 1)
    assert "MAX(?value)" in unescape(ask(hasty, compared).text)
    chinese = plain(ask(hasty, RUNAWAY, lang="zh-Hant").text)
    assert "share no variable" not in chinese


# Checking while one types


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("SELECT * {\n  ?s aif:developedBy }", (2, 22, 23)),
        ("SELECT * { SERVICE <http://x.example> {} }", (1, 12, 19)),
        ("INSERT DATA { <a:b> <a:c> <a:d> }", (1, 1, 7)),
        ("SELECT * {\n  ?豆包 ?p '𠀀' nonsense\n}", (2, 14, 22)),
        ("ASK { ?s ?p ", (1, 12, 13)),
    ],
)
def test_what_cannot_be_read_is_placed_in_code_points(
    client: FlaskClient, query: str, place: tuple[int, ...]
) -> None:
    told = client.post("/sparql/check", data={"query": query}).get_json()
    assert told["ok"] is False
    assert (told["line"], told["column"], told["end"]) == place
    assert told["message"]
    assert told["mend"]


@pytest.mark.parametrize(
    "query",
    [
        APPS,
        "ASK {}",
        "DESCRIBE org:bytedance",
        "SELECT * { GRAPH g:rdf12 { ?c rdf:reifies <<( ?s ?p ?o )>> } }",
        "SELECT * { ?s ?p ?o {| aif:saidOn ?d |} }",
        "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 1",
    ],
)
def test_what_can_be_read_is_right_in_both_versions_of_sparql(checker: Reader, query: str) -> None:
    assert checker.fault(query) is None


@pytest.mark.parametrize(
    "query",
    [
        "ASK " + "{" * 40_000,
        "ASK { FILTER(" + "STR(" * 20_000 + "1" + ")" * 20_000 + ") }",
        "ASK { " + "MINUS{}" * 10_000 + " }",
        "ASK { ?a ?b " + "<<( ?s ?p " * 5_000 + "1" + " )>>" * 5_000 + " }",
        "ASK { " + " ".join(f"VALUES ?v{i} {{ {' '.join(map(str, range(100)))} }}" for i in range(8)) + " }",
        "x" * (LONGEST_READ + 1),
    ],
    ids=["brackets", "calls", "minus", "triple terms", "constants", "too long"],
)
def test_what_would_end_the_engine_or_take_for_ever_does_neither_here(checker: Reader, query: str) -> None:
    """Some thousand brackets overflow the engine's stack: that ends the reader's process, and another one comes."""
    assert checker.fault(query) is None
    wrong = checker.fault("SELECT * { ?s ?p }")
    assert wrong is not None
    assert (wrong.line, wrong.column) == (1, 12)


def test_a_graph_that_there_is_not_is_told_at_its_place(client: FlaskClient) -> None:
    told = client.post("/sparql/check", data={"query": "SELECT *\nFROM g:infered { ?s ?p ?o }"}).get_json()
    assert (told["ok"], told["line"], told["column"]) == (False, 2, 6)
    assert client.post("/sparql/check", data={"query": "SELECT * FROM g:inferred { ?s ?p ?o }"}).get_json()["ok"]


def test_a_check_of_nothing_is_right(client: FlaskClient) -> None:
    assert client.post("/sparql/check", data={"query": "  "}).get_json()["ok"] is True
    assert client.get("/sparql/check").get_json()["ok"] is True


# Completion


def complete(client: FlaskClient, prefix: str, **place: str) -> list[dict[str, Any]]:
    answer = client.get(f"/sparql/complete?{urlencode({'prefix': prefix, **place})}")
    found: list[dict[str, Any]] = answer.get_json()
    return found


def inserts(found: list[dict[str, Any]]) -> list[str]:
    return [each["insert"] for each in found]


def test_properties_are_found_by_name_or_label_with_their_definition(client: FlaskClient) -> None:
    found = complete(client, "aif:developedB", at="property")
    assert inserts(found) == ["aif:developedBy"]
    assert found[0]["name"] == "developed by"
    assert found[0]["about"]
    assert found[0]["uses"] > 0
    chinese = complete(client, "aif:developedB", at="property", lang="zh-Hant")[0]
    assert chinese["name"] != "developed by"
    assert chinese["insert"] in inserts(complete(client, chinese["name"], at="property"))


def test_properties_of_other_vocabularies_are_those_that_the_graph_uses(client: FlaskClient) -> None:
    assert "skos:prefLabel" in inserts(complete(client, "skos:pref", at="property"))
    assert all(each["kind"] != "property" for each in complete(client, "foaf:", at="property"))


def test_after_a_the_classes_come_and_after_graph_the_graphs(client: FlaskClient) -> None:
    assert inserts(complete(client, "Model", at="class"))[0] == "aif:Model"
    assert {each["kind"] for each in complete(client, "", at="class")} == {"class"}
    assert "g:rdf12" in inserts(complete(client, "", at="graph"))


@pytest.mark.parametrize("typed", ["ByteD", "字節", "字节", "org:byte", "org:字節"])
def test_a_thing_is_found_by_any_of_its_names_in_any_script(client: FlaskClient, typed: str) -> None:
    assert "org:bytedance" in inserts(complete(client, typed, at="value"))


def test_values_of_a_property_are_those_that_it_has(client: FlaskClient) -> None:
    voices = inserts(complete(client, "", at="value", of="aif:voice"))
    assert {"aif:voiceReport", "aif:voiceArticle"} <= set(voices[:5])


def test_what_is_suggested_can_be_written_into_a_query(client: FlaskClient, checker: Reader) -> None:
    for typed in ("gpt", "deep", "aif:", "model:", "a", "claim"):
        for each in complete(client, typed):
            if each["kind"] != "prefix":
                assert checker.fault(f"ASK {{ ?s ?p {each['insert']} }}") is None, each


def test_prefixes_are_suggested_with_what_they_stand_for(client: FlaskClient) -> None:
    found = next(each for each in complete(client, "skos") if each["insert"] == "skos:")
    assert found["about"] == "http://www.w3.org/2004/02/skos/core#"
    assert complete(client, "nosuch:x") == []


@pytest.mark.parametrize("place", ["nonsense", "", "property"])
def test_strange_places_and_hostile_text_are_answered(client: FlaskClient, place: str) -> None:
    for typed in ('"><img src=x>', "<", "?", ":", "a" * 5000, "\x00", "aif:<>"):
        assert isinstance(complete(client, typed, at=place, of='"> <x'), list)


def test_private_names_are_not_completed_for_the_public(client: FlaskClient) -> None:
    assert "g:overlay" not in inserts(complete(client, "", at="graph"))


def test_what_is_known_of_a_store_goes_with_it(snapshot: Snapshot) -> None:
    """A newer snapshot is taken up while the site runs, and the one before must not stay in memory."""
    store = snapshot.open_in_memory(overlay=False)
    assert terms_in_use(store) is terms_in_use(store)
    assert values_of(store, term("voice"))
    gone = weakref.ref(store)
    del store
    gc.collect()
    assert gone() is None


# Idioms


def test_idioms_are_listed_in_every_language_and_open_in_the_editor(client: FlaskClient) -> None:
    for lang in ("en", "zh-Hant", "zh-Hans"):
        html = client.get(f"/sparql/idioms?lang={lang}").text
        for idiom in idioms():
            assert idiom.title[lang].replace("'", "&#39;") in html
    found = links(html, r'class="button" href="(/sparql\?[^"]+)"')
    assert len(found) == len(idioms())
    for link in found:
        assert "<tbody>" in client.get(link, headers={"Accept": BROWSER}).text, link


def test_terms_of_a_result_keep_what_they_are() -> None:
    """Numbers are told by their datatype, not by how they look."""
    from webui.endpoint.results import number

    assert number(Literal("7", datatype=NamedNode(f"{XSD}string"))) is None
    assert number(Literal("NaN", datatype=NamedNode(f"{XSD}double"))) is None
    assert number(Literal("7", datatype=NamedNode(f"{XSD}long"))) == 7
    assert number(Triple(NamedNode("a:b"), NamedNode(f"{RDF}type"), Literal("7"))) is None
