"""Which graphs a query reads (SPARQL 1.1 Query, section 13.2; SPARQL 1.1 Protocol, section 2.1.4).

The engine takes FROM <unknown> for a graph without triples and answers with nothing; here it is an error. The
plain default graph has no name by which FROM could ask for it beside another one: DEFAULT_GRAPH is its name here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, RdfFormat, Store, parse

from queries.outside.errors import UnknownGraph
from queries.outside.guard import FromClause, dataset_clauses, prologue

DEFAULT_GRAPH = "https://w3id.org/aifrontier/graph/default"
"""What the default graph is called in FROM and default-graph-uri; no store has a graph of that name."""

_MOST_LISTED = 50


class Dataset(NamedTuple):
    """The graphs that the protocol asks for, as IRIs: they replace those that the query asks for.

    `default`: merged into the default graph. `named`: what GRAPH can reach. Where both are empty the query's own
    FROM and FROM NAMED hold, and without these the whole store.
    """

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.default or self.named)


@dataclass(frozen=True, slots=True)
class Selection:
    """A data set in the engine's terms, each graph once."""

    default: list[NamedNode | BlankNode | DefaultGraph]
    named: list[NamedNode | BlankNode]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """One graph of a data set, and where in the query it is named."""

    graph: str
    named: bool
    line: int | None = None
    column: int | None = None


def selection(store: Store, query: str, dataset: Dataset) -> Selection | None:
    """The graphs that a query shall see, or None: then the engine's own choice holds.

    Raises UnknownGraph for one that the store does not have. A query whose data set can't be read (a prefix that
    is not declared, a wrong IRI) gives None: the engine will say what is wrong.
    """
    if dataset:
        wanted = [_Wanted(graph, named=False) for graph in dataset.default]
        wanted += [_Wanted(graph, named=True) for graph in dataset.named]
    elif "from" in query.lower():
        wanted = _of_query(query)
    else:
        return None
    if not wanted:
        return None
    default: dict[str, NamedNode | DefaultGraph] = {}
    named: dict[str, NamedNode] = {}
    for one in wanted:
        if one.graph == DEFAULT_GRAPH and not one.named:
            default[one.graph] = DefaultGraph()
            continue
        node = _stored(store, one.graph)
        if node is None:
            raise UnknownGraph(one.graph, one.line, one.column, _known(store, named=one.named))
        (named if one.named else default)[one.graph] = node
    if not dataset and DEFAULT_GRAPH not in default and len(wanted) == len(default) + len(named):
        return None  # the query says it all in the engine's own way
    return Selection(list(default.values()), list(named.values()))


def _of_query(query: str) -> list[_Wanted]:
    clauses = dataset_clauses(query)
    graphs = _resolved(query, clauses)
    # The engine also reads FROMex:g, glued, which SPARQL does not; that is no clause here and stays the engine's.
    return [
        _Wanted(graph, clause.named, clause.line, clause.column)
        for graph, clause in zip(graphs, clauses, strict=False)
    ]


def _resolved(query: str, clauses: Sequence[FromClause]) -> list[str]:
    """The IRIs of the clauses as the engine resolves them; none where it can't.

    Turtle has SPARQL's prologue, so the engine reads the clauses' terms as the objects of one Turtle statement.
    """
    if not clauses:
        return []
    terms = ", ".join(clause.iri if clause.prefixed else f"<{clause.iri}>" for clause in clauses)
    try:
        read = list(parse(f"{prologue(query)}\n<urn:x> <urn:x> {terms} .", RdfFormat.TURTLE))
    except (SyntaxError, ValueError):
        return []
    return [quad.object.value for quad in read if isinstance(quad.object, NamedNode)]


def _stored(store: Store, graph: str) -> NamedNode | None:
    try:
        node = NamedNode(graph)
    except ValueError:  # no IRI: no graph has such a name
        return None
    return node if store.contains_named_graph(node) else None


def _known(store: Store, *, named: bool) -> list[str]:
    names = sorted(graph.value for graph in store.named_graphs() if isinstance(graph, NamedNode))
    return ([] if named else [DEFAULT_GRAPH]) + names[:_MOST_LISTED]
