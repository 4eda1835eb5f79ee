"""Syntax errors: in the right place, in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store

from queries.outside.syntax import PADDING, SyntaxFault, explain


def fault(query: str) -> SyntaxFault | None:
    try:
        Store().query(query + PADDING)
    except SyntaxError as complaint:
        return explain(str(complaint), query)
    return None


@pytest.mark.parametrize(
    ("query", "line", "column", "message"),
    [
        ("SELECT * { x:y ?p ?o }", 1, 12, "the prefix x: is not declared"),
        ("SELECT * { ?模型 x:得分 ?o }", 1, 16, "this prefix is not declared"),
        ("SELEC * {}", 1, 1, "not understood from SELEC on; expected SELECT, ASK, CONSTRUCT or DESCRIBE"),
        ("SELECT * {\n  OPTINAL { ?s ?p ?o } }", 2, 3, "not understood from OPTINAL on; expected a whole triple"),
        ("SELECT * { ?s ?p ?o\n FILTER(?o > ) }", 2, 14, "not understood from ) on; expected an expression"),
        ("SELECT * { ?s ?p ?o } LIMIT ten", 1, 29, "not understood from ten on; expected a digit"),
        ("SELECT * { ?s ?p ?o } LIMIT 1 ORDER BY ?s", 1, 31, "not understood from ORDER on; expected OFFSET or"),
        ("SELECT ?s WHERE ?s ?p ?o }", 1, 17, 'not understood from ?s on; expected "{"'),
        ("SELECT * {\n ?s ?p '字 }\n", 2, 8, "this string is not closed, or holds a wrong escape"),
        ("SELECT * { ?s ?p 'a\\q' }", 1, 18, "this string is not closed, or holds a wrong escape"),
        ("SELECT * { ?s <http://h/a b> ?o }", 1, 15, "this is no absolute IRI"),
        ("SELECT * { ?s ?p", 1, 17, "the query ends too early; expected a variable, a string"),
        ("SELECT * { ?s ?p ?o", 1, 20, "the query ends too early"),
        ("", 1, 1, "the query ends too early"),
        ("# nothing\n", 1, 1, "the query ends too early"),
        ("SELECT ?s { ?s ?p ?o } GROUP BY ?p", 1, 35, "The SELECT contains a variable that is unbound"),
        ("SELECT * { VALUES (?a ?b) { (1 2 3) } }", 1, 35, "not understood from ) on; expected a value or UNDEF"),
    ],
)
def test_a_mistake_is_named_where_it_stands(query: str, line: int, column: int, message: str) -> None:
    found = fault(query)
    assert found is not None
    assert (found.line, found.column) == (line, column)
    assert found.message.startswith(message)


QUERY = """PREFIX e: <http://e/>
SELECT ?s (COUNT(*) AS ?n) { ?s e:p '字', "x"@en ; a ?o . FILTER(?o < 1.5 && STRLEN(?s) = 2)
  OPTIONAL { VALUES (?a ?b) { (1 UNDEF) } } } GROUP BY ?s ORDER BY DESC(?n) LIMIT 5"""


DAMAGE = st.text(st.sampled_from(" {}()<>'\"?:.,;a1字#\n"), max_size=3)


@given(st.integers(0, len(QUERY) - 1), st.integers(0, 12), DAMAGE)
def test_a_fault_of_any_damaged_query_lies_within_the_query(start: int, length: int, instead: str) -> None:
    query = QUERY[:start] + instead + QUERY[start + length :]
    found = fault(query)
    if found is not None:
        lines = query.split("\n")
        assert 1 <= found.line <= len(lines)
        assert 1 <= found.column <= len(lines[found.line - 1]) + 1
        assert len(found.message) < 300
        assert "\\u{" not in found.message


@given(st.text(), st.text())
def test_a_complaint_of_another_shape_is_passed_on(complaint: str, query: str) -> None:
    assert explain("no place: " + complaint, query) == SyntaxFault(1, 1, "no place: " + complaint)
