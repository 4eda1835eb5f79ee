"""A suite of our own with planted faults: what is right passes through the application, what is wrong is missed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conformance.running import Ran, run
from tests.conformance.suite import cases, left_out

MANIFEST = """\
@prefix mf: <http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#> .
@prefix qt: <http://www.w3.org/2001/sw/DataAccess/tests/test-query#> .
@prefix : <#> .
<> mf:entries ( :right :wrong :by-value :ordered :disordered :graphs :from :from-nothing :built
                :read :not-read :refused :not-refused :update :no-update :insertion ) .
:right a mf:QueryEvaluationTest ; mf:action [ qt:query <all.rq> ; qt:data <data.ttl> ] ; mf:result <all.srj> .
:wrong a mf:QueryEvaluationTest ; mf:action [ qt:query <all.rq> ; qt:data <other.ttl> ] ; mf:result <all.srj> .
:by-value a mf:QueryEvaluationTest ; mf:action [ qt:query <all.rq> ; qt:data <data.ttl> ] ; mf:result <value.srj> .
:ordered a mf:QueryEvaluationTest ; mf:action [ qt:query <up.rq> ; qt:data <data.ttl> ] ; mf:result <all.srj> .
:disordered a mf:QueryEvaluationTest ; mf:action [ qt:query <down.rq> ; qt:data <data.ttl> ] ; mf:result <all.srj> .
:graphs a mf:QueryEvaluationTest ;
  mf:action [ qt:query <graphs.rq> ; qt:data <other.ttl> ; qt:graphData <data.ttl> ] ; mf:result <all.srj> .
:from a mf:QueryEvaluationTest ; mf:action [ qt:query <from.rq> ; qt:data <data.ttl> ] ; mf:result <all.srj> .
:from-nothing a mf:QueryEvaluationTest ; mf:action [ qt:query <from.rq> ] ; mf:result <all.srj> .
:built a mf:QueryEvaluationTest ; mf:action [ qt:query <built.rq> ; qt:data <data.ttl> ] ; mf:result <built.ttl> .
:read a mf:PositiveSyntaxTest ; mf:action <all.rq> .
:not-read a mf:PositiveSyntaxTest ; mf:action <bad.rq> .
:refused a mf:NegativeSyntaxTest ; mf:action <bad.rq> .
:not-refused a mf:NegativeSyntaxTest ; mf:action <all.rq> .
:update a mf:NegativeSyntaxTest11 ; mf:action <insert.ru> .
:no-update a mf:NegativeSyntaxTest11 ; mf:action <insert.rq> .
:insertion a mf:UpdateEvaluationTest ; mf:action <insert.ru> .
"""
INTEGER = '"datatype": "http://www.w3.org/2001/XMLSchema#integer"'
TABLE = (
    '{"head": {"vars": ["x"]}, "results": {"bindings": ['
    f'{{"x": {{"type": "literal", "value": "1", {INTEGER}}}}},'
    f'{{"x": {{"type": "literal", "value": "2", {INTEGER}}}}}'
    "]}}"
)
FILES = {
    "manifest.ttl": MANIFEST,
    "data.ttl": "<s> <p> 1, 2 .",
    "other.ttl": "<s> <p> 1, 3 .",
    "all.rq": "SELECT ?x { ?s ?p ?x }",
    "up.rq": "SELECT ?x { ?s ?p ?x } ORDER BY ?x",
    "down.rq": "SELECT ?x { ?s ?p ?x } ORDER BY DESC(?x)",
    "graphs.rq": "SELECT ?x { GRAPH <data.ttl> { ?s ?p ?x } }",
    "from.rq": "SELECT ?x FROM <data.ttl> { ?s ?p ?x }",
    "built.rq": "CONSTRUCT { [] <x:q> ?x } { ?s ?p ?x }",
    "built.ttl": "_:a <x:q> 1 . _:b <x:q> 2 .",
    "bad.rq": "SELECT ?x { ?s ?p ?x ",
    "insert.ru": "INSERT DATA { <x:a> <x:b> <x:c> }",
    "insert.rq": "INSERT DATA { <x:a> <x:b> <x:c> }",
    "all.srj": TABLE,
    "value.srj": TABLE.replace('"2"', '"02"'),
}
WRONG = {"wrong", "disordered", "from-nothing", "not-read", "not-refused", "no-update"}


@pytest.fixture(scope="module")
def top(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder laid out as w3c/sparql is, with our suite in it."""
    folder = tmp_path_factory.mktemp("suite")
    (folder / "sparql11" / "ours").mkdir(parents=True)
    for name, text in FILES.items():
        (folder / "sparql11" / "ours" / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def fared(top: Path) -> dict[str, Ran]:
    """How each case of our suite fared, by its id."""
    return {one.case.name.rpartition("/")[2]: one for one in run(cases(top), top)}


def test_what_is_wrong_is_missed_and_what_is_right_passes(fared: dict[str, Ran]) -> None:
    assert {name for name, one in fared.items() if not one.passed} == WRONG
    # The engine sees in an update no query, and says so of its syntax; the endpoint says what it is.
    assert {name for name, one in fared.items() if not one.alone} == WRONG - {"no-update"}


def test_equal_by_value_is_told_from_equal(fared: dict[str, Ran]) -> None:
    assert {name for name, one in fared.items() if one.by_value} == {"by-value"}


def test_a_miss_says_what_was_seen(fared: dict[str, Ran]) -> None:
    assert "wanted" in fared["wrong"].said
    assert fared["not-read"].said == "query-syntax"
    assert fared["not-refused"].said == "read without a complaint"


def test_an_update_test_is_counted_and_not_run(top: Path, fared: dict[str, Ran]) -> None:
    assert left_out(top) == {("sparql11", "ours", "UpdateEvaluationTest"): 1}
    assert "insertion" not in fared
