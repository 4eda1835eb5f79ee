"""One answer, written in every form that the suite uses, reads the same."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest
from pyoxigraph import BaseDirection, BlankNode, Literal, NamedNode, Triple

from tests.conformance import answers
from tests.conformance.answers import Graph, Table, Term, read_answer, read_result_set

INTEGER = "http://www.w3.org/2001/XMLSchema#integer"
ROWS: tuple[Mapping[str, Term], ...] = (
    {"x": NamedNode("x:a"), "y": Literal("a\tb", language="en")},
    {"x": BlankNode("n"), "y": Literal("007", datatype=NamedNode(INTEGER))},
    {"y": Literal('say "so"')},
)
XML = f"""<?xml version="1.0"?>
<sparql xmlns="http://www.w3.org/2005/sparql-results#">
  <head><variable name="x"/><variable name="y"/></head>
  <results>
    <result><binding name="x"><uri>x:a</uri></binding>
      <binding name="y"><literal xml:lang="en">a\tb</literal></binding></result>
    <result><binding name="x"><bnode>n</bnode></binding>
      <binding name="y"><literal datatype="{INTEGER}">007</literal></binding></result>
    <result><binding name="y"><literal>say "so"</literal></binding></result>
  </results>
</sparql>"""
JSON = json.dumps(
    {
        "head": {"vars": ["x", "y"]},
        "results": {
            "bindings": [
                {"x": {"type": "uri", "value": "x:a"}, "y": {"type": "literal", "value": "a\tb", "xml:lang": "en"}},
                {
                    "x": {"type": "bnode", "value": "n"},
                    "y": {"type": "literal", "value": "007", "datatype": INTEGER},
                },
                {"y": {"type": "literal", "value": 'say "so"'}},
            ]
        },
    }
)
TSV = f'?x\t?y\n<x:a>\t"a\\tb"@en\n_:n\t"007"^^<{INTEGER}>\n\t"say \\"so\\""\n'


@pytest.mark.parametrize(
    ("body", "media_type"),
    [(XML, answers.XML), (JSON, answers.JSON), (TSV, answers.TSV)],
    ids=["xml", "json", "tsv"],
)
def test_a_table_reads_the_same_in_every_form(body: str, media_type: str) -> None:
    assert read_answer(body.encode(), media_type) == Table(("x", "y"), ROWS)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_csv_holds_strings_and_blank_nodes(end: str) -> None:
    body = end.join(["x,y", "x:a,a\tb", "_:n,007", ',"say ""so"""', ""])
    assert read_answer(body.encode(), answers.CSV) == Table(
        ("x", "y"),
        (
            {"x": Literal("x:a"), "y": Literal("a\tb")},
            {"x": BlankNode("n"), "y": Literal("007")},
            {"y": Literal('say "so"')},
        ),
    )


def test_a_truth_value_reads_the_same() -> None:
    xml = '<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head/><boolean>%s</boolean></sparql>'
    for word, meant in (("true", True), ("false", False)):
        assert read_answer((xml % word).encode(), answers.XML) is meant
        assert read_answer(f'{{"head": {{}}, "boolean": {word}}}'.encode(), answers.JSON) is meant


def test_triple_terms_and_directions_are_read() -> None:
    term = {
        "type": "triple",
        "value": {
            "subject": {"type": "uri", "value": "x:a"},
            "predicate": {"type": "uri", "value": "x:p"},
            "object": {"type": "literal", "value": "b", "xml:lang": "he", "its:dir": "rtl"},
        },
    }
    body = json.dumps({"head": {"vars": ["t"]}, "results": {"bindings": [{"t": term}]}})
    said = Literal("b", language="he", direction=BaseDirection.RTL)
    assert read_answer(body.encode(), answers.JSON) == Table(
        ("t",), ({"t": Triple(NamedNode("x:a"), NamedNode("x:p"), said)},)
    )


def test_a_result_set_in_turtle_is_a_table_and_anything_else_a_graph() -> None:
    prefix = b"@prefix rs: <http://www.w3.org/2001/sw/DataAccess/tests/result-set#> . "
    rows = (
        b'[] a rs:ResultSet ; rs:resultVariable "x" ; '
        b'rs:solution [ rs:index 2 ; rs:binding [ rs:variable "x" ; rs:value <b> ] ] , '
        b'[ rs:index 1 ; rs:binding [ rs:variable "x" ; rs:value <a> ] ] .'
    )
    read = read_result_set(prefix + rows, "x://base/")
    assert read == Table(("x",), ({"x": NamedNode("x://base/a")}, {"x": NamedNode("x://base/b")}), numbered=True)
    assert read_result_set(prefix + b"[] a rs:ResultSet ; rs:boolean false .", "x://base/") is False
    triple = Triple(NamedNode("x://base/a"), NamedNode("x://base/p"), Literal("1", datatype=NamedNode(INTEGER)))
    assert read_result_set(b"<a> <p> 1 .", "x://base/") == Graph(frozenset({triple}))
