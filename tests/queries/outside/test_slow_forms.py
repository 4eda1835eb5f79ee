"""Known slow forms are told where they stand, and nothing is told of a query that has none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

from queries.outside.slow_forms import Form, Hint, hints, slow_form

P = "PREFIX e: <http://e/> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> "

RUNNING = "FILTER NOT EXISTS { ?m2 e:score ?s2 ; e:date ?d2 FILTER(?s2 >= ?s && ?d2 < ?d) }"


@pytest.mark.parametrize(
    ("query", "form"),
    [
        (f"SELECT * {{ ?m e:score ?s ; e:date ?d . {RUNNING} }}", Form.COMPARED_WITH_ALL),
        (f"SELECT * {{ {{ SELECT ?m ?s ?d {{ ?m e:score ?s ; e:date ?d {RUNNING} }} }} }}", Form.COMPARED_WITH_ALL),
        ("ASK { ?m e:s ?s filter not exists { ?n e:s $t . FILTER($t > ?s) } }", Form.COMPARED_WITH_ALL),
        ("SELECT * { ?m e:score 5 OPTIONAL { ?m e:lab ?l ; e:date ?d } }", Form.STAR_IN_OPTIONAL),
        ("SELECT * { ?m e:score 5 OPTIONAL { ?m e:lab ?l . ?l e:name ?n . $m e:date ?d } }", Form.STAR_IN_OPTIONAL),
        ("CONSTRUCT { ?m e:x ?l } { ?m e:score 5 optional { ?m e:lab ?l , ?k } }", Form.STAR_IN_OPTIONAL),
        ("SELECT * { ?a e:score ?n . ?b e:date ?o }", Form.UNCONNECTED),
        ("SELECT * { ?a e:score ?n ; e:date ?d . ?b e:date ?o FILTER(?n < ?o) }", Form.UNCONNECTED),
        ("SELECT * { GRAPH ?g { ?a e:score ?n . ?b e:date ?o } }", Form.UNCONNECTED),
        ("SELECT * { VALUES ?x { 1 2 } ?x e:p ?y . ?a e:score ?n . ?b e:date ?o }", Form.UNCONNECTED),
        ("SELECT * { ?a e:p ?b BIND(EXISTS { ?q e:p ?r } AS ?x) ?c e:p ?d . ?e e:p ?f }", Form.UNCONNECTED),
        ("SELECT * { ?r rdf:reifies <<( e:a ?p ?o )>> }", Form.TRIPLE_TERM_ALONE),
        ("SELECT * { ?l e:name ?n FILTER(LANG(?n) = 'zh-Hant') }", Form.LANGUAGE_TAG),
        ('SELECT * { ?l e:name ?n FILTER("EN" = lang(?n)) }', Form.LANGUAGE_TAG),
    ],
)
def test_a_known_form_is_told(query: str, form: Form) -> None:
    hint = slow_form(P + query)
    assert hint is not None
    assert hint.form is form
    assert bool(hint.snippet) == (form is not Form.UNCONNECTED)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p ?o }",
        "SELECT * { ?m e:score ?s FILTER NOT EXISTS { ?m e:lab ?l FILTER(?l != e:x) } }",
        "SELECT * { ?m e:score ?s FILTER NOT EXISTS { ?m e:date ?d FILTER(?d < 5) } }",
        "SELECT * { ?m e:score ?s FILTER EXISTS { ?m2 e:score ?s2 FILTER(?s2 > ?s) } }",
        "SELECT * { ?m e:score 5 OPTIONAL { ?m e:lab ?l } OPTIONAL { ?m e:date ?d } }",
        "SELECT * { ?m e:score 5 OPTIONAL { ?m e:lab ?l . ?l e:name ?n } }",
        "SELECT * { ?m e:score 5 OPTIONAL { e:m5 e:lab ?l ; e:date ?d } }",
        "SELECT * { ?m e:score 5 OPTIONAL { ?m e:lab ?l ; } }",
        "SELECT * { ?m e:score ?s . ?m e:date ?d . e:a e:b e:c }",
        "SELECT * { ?m e:score ?s . ?l e:name ?n . ?m e:lab ?l }",
        "SELECT * { ?m e:score ?s . ?l e:name ?n . OPTIONAL { ?m e:lab ?l } }",
        "SELECT * { ?m e:score ?s . ?l e:name ?n . VALUES (?m ?l) { (e:a e:b) } }",
        "SELECT * { ?m e:score ?s . ?l e:name ?n . { SELECT ?m ?l { ?m e:lab ?l } } }",
        "SELECT * { { ?m e:score ?s } UNION { ?l e:name ?n } }",
        "SELECT * { ?m e:score ?s . BIND(IRI(CONCAT(STR(?m), 'x')) AS ?l) ?l e:name ?n }",
        "SELECT * { ?m e:score _:b . _:b e:name ?n }",
        "CONSTRUCT { ?m e:score ?s . ?l e:name ?n } WHERE { ?m e:score ?s ; e:lab ?l . ?l e:name ?n }",
        "SELECT * { VALUES (?a ?b) { (1 2) (3 4) } }",
        "SELECT * { ?r rdf:reifies <<( ?s ?p ?o )>> }",
        "SELECT * { e:a ?p ?o . ?r rdf:reifies <<( e:a ?p ?o )>> }",
        "SELECT * { e:r rdf:reifies <<( e:a ?p ?o )>> }",
        "SELECT * { ?l e:name ?n FILTER(LANG(?n) = 'zh-hant') }",
        "SELECT * { ?l e:name ?n FILTER(LANG(?n) != 'zh-Hant') }",
        "SELECT * { ?l e:name ?n FILTER(LANGMATCHES(LANG(?n), 'zh-Hant')) }",
        "SELECT * { ?l e:name ?n FILTER(LANG(?n) = '\\u007A\\u0068') }",
        "SELECT * { ?l e:name 'x'@zh-Hant } # LANG(?n) = 'zh-Hant'",
        "",
    ],
)
def test_nothing_is_told_of_other_queries(query: str) -> None:
    assert hints(P + query) == ()


def test_a_hint_names_its_place_and_each_form_once() -> None:
    query = (
        f"ASK {{\n ?m e:s ?s ; e:d ?d\n {RUNNING} OPTIONAL {{ ?m e:a ?a ; e:b ?b }}\n FILTER(LANG(?s) = 'EN') }}"
    )
    assert hints(query) == (
        Hint(Form.COMPARED_WITH_ALL, 3, 22),
        Hint(Form.STAR_IN_OPTIONAL, 3, 94),
        Hint(Form.LANGUAGE_TAG, 4, 9),
    )


@pytest.mark.parametrize("form", Form)
def test_a_snippet_is_a_pattern_that_the_engine_reads(form: Form) -> None:
    prefixes = P + "PREFIX ex: <http://e/> "
    snippet = Hint(form, 1, 1).snippet
    assert (snippet == "") == (form is Form.UNCONNECTED)
    Store().query(f"{prefixes} SELECT * {{ {snippet} }}")
    assert hints(f"SELECT * {{ {snippet} }}") == ()


def test_the_engine_keeps_tags_in_lower_case() -> None:
    """Why a comparison with capitals is never true."""
    store = Store()
    store.add(Quad(NamedNode("http://e/s"), NamedNode("http://e/p"), Literal("字", language="zh-Hant")))
    asked = {
        "LANG(?n) = 'zh-Hant'": False,
        "LANG(?n) = 'zh-hant'": True,
        "LANGMATCHES(LANG(?n), 'zh-Hant')": True,
        "LANG(STRLANG('x', 'EN')) = 'EN'": False,
        "LANG('x'@EN) = 'EN'": False,
    }
    for condition, found in asked.items():
        assert bool(store.query(f"ASK {{ ?s ?p ?n FILTER({condition}) }}")) == found, condition


FRAGMENTS = st.sampled_from(
    [
        *("{", "}", "(", ")", "[", "]", ".", ";", ",", "<<(", ")>>", "?a", "_:b", "e:p", "'EN'", "=", "<", "LANG"),
        *(
            "OPTIONAL",
            "FILTER",
            "NOT",
            "EXISTS",
            "BIND",
            "VALUES",
            "GRAPH",
            "UNION",
            "MINUS",
            "SELECT",
            "CONSTRUCT",
        ),
    ]
)


@given(st.one_of(st.text(), st.lists(FRAGMENTS, max_size=40).map(" ".join)))
def test_any_text_is_looked_at_without_an_error(text: str) -> None:
    for hint in hints(text):
        lines = text.split("\n")
        assert 1 <= hint.line <= len(lines)
        assert 1 <= hint.column <= len(lines[hint.line - 1])


@pytest.mark.parametrize(
    "text", ["{" * 9000, "?a ?b ?c." * 1000, "<<( ?a ?b 1 )>> " * 600, "[" * 9000, "OPTIONAL{" * 1100]
)
def test_a_hostile_text_is_looked_at_to_its_end(text: str) -> None:
    assert len(hints(f"SELECT * {{ {text}")) <= len(Form)


def test_of_a_very_long_text_nothing_is_told() -> None:
    assert hints("SELECT * { ?a e:score ?n . ?b e:date ?o }" + " " * 10_000) == ()
