"""The graphs that a query reads: asked for in the query or by the protocol, and there."""

from __future__ import annotations

import json

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from queries.outside.dataset import DEFAULT_GRAPH, Dataset
from queries.outside.errors import QuerySyntaxError, UnknownGraph
from queries.outside.evaluation import evaluate
from queries.outside.frames import Request

ONE, TWO = "http://g/1", "http://g/2"


@pytest.fixture(scope="module")
def store() -> Store:
    store = Store()
    for value, graph in (("plain", None), ("one", ONE), ("two", TWO), ("字", "http://g/字")):
        place = (NamedNode(graph),) if graph else ()
        store.add(Quad(NamedNode("http://e/s"), NamedNode("http://e/p"), Literal(value), *place))
    return store


def seen(store: Store, query: str, dataset: Dataset | None = None) -> list[str]:
    """The values of ?o, sorted."""
    pieces: list[bytes] = []
    form = "application/sparql-results+json"
    evaluate(store, Request(query, form, 100, 1 << 20, {}, dataset or Dataset()), pieces.append)
    return sorted(row["o"]["value"] for row in json.loads(b"".join(pieces))["results"]["bindings"])


PLAIN = "{ ?s ?p ?o }"
NAMED = "{ GRAPH ?g { ?s ?p ?o } }"
BOTH = f"{{ {PLAIN} UNION {NAMED} }}"


def test_without_a_data_set_the_whole_store_is_seen(store: Store) -> None:
    assert seen(store, f"SELECT ?o {PLAIN}") == ["plain"]
    assert seen(store, f"SELECT ?o {NAMED}") == ["one", "two", "字"]


@pytest.mark.parametrize(
    ("query", "values"),
    [
        (f"SELECT ?o FROM <{ONE}> {BOTH}", ["one"]),
        (f"SELECT ?o FROM <{ONE}> FROM <{TWO}> {BOTH}", ["one", "two"]),
        (f"SELECT ?o FROM NAMED <{ONE}> {BOTH}", ["one"]),
        (f"SELECT ?o FROM <{TWO}> FROM NAMED <{ONE}> {BOTH}", ["one", "two"]),
        (f"PREFIX g: <http://g/> SELECT ?o FROM g:1 {BOTH}", ["one"]),
        (f"PREFIX g: <http://x/> PREFIX g: <http://g/> SELECT ?o FROM g:1 {BOTH}", ["one"]),
        (f"BASE <http://g/x/> SELECT ?o FROM <../1> {BOTH}", ["one"]),
        (f"BASE <http://g/> PREFIX g: <./> # <>\nSELECT ?o # FROM <http://no/>\nFROM g:1 {BOTH}", ["one"]),
        (f"SELECT ?o FROM <http://g/\\u0031> {BOTH}", ["one"]),
        (f"SELECT ?o FROM <http://g/字> {BOTH}", ["字"]),
        (f"PREFIX g: <http://g/> SELECT ?o FROM g:\\u5B57 {BOTH}", None),
        (f"SELECT ?o FROM <{DEFAULT_GRAPH}> {BOTH}", ["plain"]),
        (f"SELECT ?o FROM <{DEFAULT_GRAPH}> FROM <{ONE}> {BOTH}", ["one", "plain"]),
        (f"SELECT ?o FROM <{DEFAULT_GRAPH}> FROM NAMED <{TWO}> {BOTH}", ["plain", "two"]),
        (f"SELECT ?o FROM <{ONE}> FROM <{ONE}> {BOTH}", ["one"]),
    ],
)
def test_the_query_asks_for_its_graphs(store: Store, query: str, values: list[str] | None) -> None:
    if values is None:  # an escape that the engine does not read: told as its error, not as a graph's
        with pytest.raises(QuerySyntaxError):
            seen(store, query)
    else:
        assert seen(store, query) == values


@pytest.mark.parametrize(
    ("dataset", "values"),
    [
        (Dataset(default=(ONE,)), ["one"]),
        (Dataset(default=(ONE, TWO, ONE)), ["one", "two"]),
        (Dataset(named=(ONE,)), ["one"]),
        (Dataset(default=(TWO,), named=(ONE,)), ["one", "two"]),
        (Dataset(default=(DEFAULT_GRAPH,)), ["plain"]),
        (Dataset(default=(DEFAULT_GRAPH, ONE), named=(TWO,)), ["one", "plain", "two"]),
    ],
)
@pytest.mark.parametrize("clauses", ["", f"FROM <{TWO}> FROM NAMED <{TWO}>", "FROM <http://g/none>"])
def test_the_protocol_asks_for_its_graphs_and_overrides_the_query(
    store: Store, dataset: Dataset, values: list[str], clauses: str
) -> None:
    assert seen(store, f"SELECT ?o {clauses} {BOTH}", dataset) == values


@pytest.mark.parametrize("form", ["SELECT *", "ASK", "CONSTRUCT { ?s ?p ?o }", "DESCRIBE ?s"])
@pytest.mark.parametrize("clause", ["FROM", "FROM NAMED"])
def test_a_graph_that_is_not_there_is_an_error_with_its_place(store: Store, form: str, clause: str) -> None:
    with pytest.raises(UnknownGraph) as error:
        seen(store, f"{form} FROM <{ONE}>\n {clause} <http://g/none> {PLAIN}")
    assert (error.value.graph, error.value.line) == ("http://g/none", 2)
    assert error.value.column == len(clause) + 3
    assert {ONE, TWO, "http://g/字"} <= set(error.value.graphs)
    assert (DEFAULT_GRAPH in error.value.graphs) == (clause == "FROM")
    assert ONE in error.value.mend


def test_a_graph_of_the_protocol_that_is_not_there_has_no_place(store: Store) -> None:
    for dataset in (
        Dataset(default=("http://g/none",)),
        Dataset(named=("no IRI",)),
        Dataset(named=(DEFAULT_GRAPH,)),
    ):
        with pytest.raises(UnknownGraph) as error:
            seen(store, f"SELECT ?o {PLAIN}", dataset)
        assert (error.value.line, error.value.column) == (None, None)
        assert str(error.value).startswith("there is no graph <")


def test_a_graph_within_the_pattern_need_not_be_there(store: Store) -> None:
    assert seen(store, "SELECT ?o { GRAPH <http://g/none> { ?s ?p ?o } }") == []


def test_a_wrong_prologue_is_told_as_the_engine_tells_it(store: Store) -> None:
    for query in (
        "SELECT ?o FROM g:none {}",
        "PREFIX g: <relative> SELECT ?o FROM g:none {}",
        "SELECT ?o FROM <x> {",
    ):
        with pytest.raises(QuerySyntaxError):
            seen(store, query)


def test_the_word_from_alone_asks_for_nothing(store: Store) -> None:
    assert seen(store, "SELECT ?o { ?s ?p ?o FILTER(?o != 'FROM <http://g/none>') } # FROM <http://g/none>") == [
        "plain"
    ]
