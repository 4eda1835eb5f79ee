"""What a graph concludes from its claims: walkable triples, the closure over them, what is derived from both."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad

from graph.store import EmbeddedStore
from ontology.closure import close
from ontology.namespaces import GRAPH
from ontology.rq import QueryFile, load_folder

DERIVE = Path(__file__).parent / "derive"


def conclude(store: EmbeddedStore) -> None:
    """Add everything that follows from what `store` says: lift, close, derive, in this order."""
    construct_all(store, "lift")
    close(store.engine)
    construct_all(store, "derive")


def construct_all(store: EmbeddedStore, stage: str) -> None:
    """Run every graph/derive/*.rq of `stage`; each says in its header into which graph its triples go."""
    for rule in load_folder(DERIVE):
        if rule.header["stage"] == stage:
            store.add(constructed(store, rule))


def constructed(store: EmbeddedStore, rule: QueryFile) -> list[Quad]:
    """What one rule makes of `store`, in the graph that its header names."""
    into = rule.header["into"]
    graph = DefaultGraph() if into == "default" else NamedNode(GRAPH + into)
    return [Quad(t.subject, t.predicate, t.object, graph) for t in store.construct(rule.bind())]
