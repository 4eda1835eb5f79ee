"""Fixtures of the ontology's tests: the small conforming graph, and stores made of triples written by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, NamedNode, Quad, Store
from rdflib import Graph

from ontology.namespaces import AIF, ID, RDF
from ontology.vocabulary import ontology_quads

Triple = tuple[str, str, str]
"""Entity id, local name of a property (or "a"), entity id or class."""


@pytest.fixture
def example() -> Graph:
    """A small graph that conforms (example.ttl); the test may break it."""
    return Graph().parse(Path(__file__).parent / "example.ttl", format="turtle")


@pytest.fixture(scope="session")
def make_quads() -> Callable[[Iterable[Triple]], list[Quad]]:
    """Quads of the default graph from triples in short form: ("model/r1", "developedBy", "org/deepseek")."""

    def node(name: str) -> NamedNode:
        return NamedNode(ID + name if "/" in name else AIF + name)

    def quads(triples: Iterable[Triple]) -> list[Quad]:
        return [
            Quad(node(s), NamedNode(RDF + "type") if p == "a" else NamedNode(AIF + p), node(o), DefaultGraph())
            for s, p, o in triples
        ]

    return quads


@pytest.fixture(scope="session")
def make_store(make_quads: Callable[[Iterable[Triple]], list[Quad]]) -> Callable[[Iterable[Triple]], Store]:
    """A store with the ontology and the given triples in its default graph."""

    def store(triples: Iterable[Triple]) -> Store:
        made = Store()
        made.extend(ontology_quads())
        made.extend(make_quads(triples))
        return made

    return store


@pytest.fixture(scope="session")
def said() -> Callable[[Store], set[Triple]]:
    """What a store's default graph says of things in the words of the ontology, in short form."""

    def triples(store: Store) -> set[Triple]:
        found = set()
        for quad in store.quads_for_pattern(None, None, None, DefaultGraph()):
            if not isinstance(quad.subject, NamedNode) or not quad.subject.value.startswith(ID):
                continue
            predicate = "a" if quad.predicate.value == RDF + "type" else quad.predicate.value
            if isinstance(quad.object, NamedNode) and quad.object.value.startswith((ID, AIF)):
                target = quad.object.value.removeprefix(ID).removeprefix(AIF)
                found.add((quad.subject.value.removeprefix(ID), predicate.removeprefix(AIF), target))
        return found

    return triples
