"""SHACL: what the data must look like, checked by pyshacl against ontology/shapes.ttl."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph
import pyshacl
from pyoxigraph import Quad
from rdflib import RDF, RDFS, SH, XSD, BNode, Graph, Literal, Node, URIRef

from ontology.namespaces import AIF, BASE, compact
from ontology.vocabulary import ONTOLOGY

SHAPES = Path(__file__).parent / "shapes.ttl"
TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf)


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that does not conform.

    `focus`: IRI of the thing; `path`: the properties looked at, as compact names; `value`: the offending value
    or ""; `message`: what to mend; `severity`: Violation, Warning or Info; `shape`: name of the shape.
    """

    focus: str
    path: str
    value: str
    message: str
    severity: str
    shape: str


@dataclass(frozen=True)
class ValidationReport:
    """Whether the data conforms, and every finding, in a fixed order."""

    conforms: bool
    results: tuple[Finding, ...]


def validate(data: Graph | Iterable[Quad]) -> ValidationReport:
    """Check data, an rdflib graph or quads (whose graph names are ignored), against ontology/shapes.ttl.

    The data may hold the ontology, and quads RDF 1.2 triple terms: both are passed over, as is all that no shape
    looks at, because pyshacl's time goes with the size of the graph.
    """
    graph = _part(data) if isinstance(data, Graph) else _graph(data)
    for below, above in _hierarchy():
        graph.add((below, RDFS.subClassOf, above))
    conforms, results, _ = pyshacl.validate(graph, shacl_graph=_hoisted(), inference="none", inplace=True)
    return ValidationReport(bool(conforms), tuple(sorted(_findings(results))))


@cache
def _shapes() -> Graph:
    return Graph().parse(SHAPES, format="turtle")


@cache
def _hoisted() -> Graph:
    """The same shapes with the targets of each node shape given to its property shapes, which SHACL says is equal.

    pyshacl looks at a property shape of a node shape once for each node, and at one with targets of its own once
    for all nodes: half the time.
    """
    shapes = _shapes() + Graph()
    for node in set(shapes.subjects(RDF.type, SH.NodeShape)):
        targets = [(p, o) for p, o in shapes.predicate_objects(node) if p in TARGETS]
        for inner in set(shapes.objects(node, SH.property)):
            for predicate, target in targets:
                shapes.add((inner, predicate, target))
        shapes.remove((node, None, None))
    return shapes


@cache
def _hierarchy() -> frozenset[tuple[URIRef, URIRef]]:
    """Which class is below which, so that a shape for documents finds the articles."""
    ontology = Graph().parse(ONTOLOGY, format="turtle")
    return frozenset((URIRef(str(below)), URIRef(str(above))) for below, above in ontology[: RDFS.subClassOf :])


@cache
def _looked_at() -> frozenset[str]:
    """Every IRI that the shapes mention: properties of paths among them."""
    return frozenset(str(term) for triple in _shapes() for term in triple if isinstance(term, URIRef))


def _matters(subject: str, predicate: str) -> bool:
    """Whether a shape looks at such a triple; the terms of the ontology are HermiT's to judge."""
    return (predicate in _looked_at() or predicate == str(RDF.type)) and not subject.startswith(AIF)


def _part(data: Graph) -> Graph:
    graph = Graph()
    for triple in data:
        if isinstance(triple[0], URIRef) and _matters(triple[0], str(triple[1])):
            graph.add(triple)
    return graph


def _graph(quads: Iterable[Quad]) -> Graph:
    graph = Graph()
    iris: dict[str, URIRef] = {}

    def iri(value: str) -> URIRef:
        if (found := iris.get(value)) is None:
            found = iris[value] = URIRef(value)
        return found

    for quad in quads:
        subject, name, target = quad.subject, quad.predicate.value, quad.object
        if not isinstance(subject, pyoxigraph.NamedNode) or not _matters(subject.value, name):
            continue
        if isinstance(target, pyoxigraph.NamedNode):
            graph.add((iri(subject.value), iri(name), iri(target.value)))
        elif isinstance(target, pyoxigraph.Literal):
            # "whole" and "whole"^^xsd:string are one literal in RDF 1.1 and two in rdflib.
            plain = target.language or target.datatype.value == str(XSD.string)
            datatype = None if plain else iri(target.datatype.value)
            literal = Literal(target.value, lang=target.language, datatype=datatype)
            graph.add((iri(subject.value), iri(name), literal))
    return graph


def _findings(results: Graph) -> Iterator[Finding]:
    for result in results.subjects(RDF.type, SH.ValidationResult):
        path = results.value(result, SH.resultPath)
        shape = results.value(result, SH.sourceShape)
        yield Finding(
            focus=str(results.value(result, SH.focusNode)),
            path=_path(path, results) if path is not None else "",
            value=str(results.value(result, SH.value) or ""),
            message=str(results.value(result, SH.resultMessage) or ""),
            severity=str(results.value(result, SH.resultSeverity)).removeprefix(str(SH)),
            shape=_name(shape),
        )


def _path(path: Node, graph: Graph) -> str:
    """A property path the way SPARQL writes it; the shapes use properties, sequences and alternatives."""
    if isinstance(path, URIRef):
        return compact(str(path))
    if (choices := graph.value(path, SH.alternativePath)) is not None:
        return "|".join(_path(step, graph) for step in graph.items(choices))
    return "/".join(_path(step, graph) for step in graph.items(path))


def _name(shape: Node | None) -> str:
    """The name of the node shape that a (nameless) property shape belongs to."""
    while isinstance(shape, BNode):
        shape = next(_shapes().subjects(SH.property, shape), None)
    return str(shape).removeprefix(f"{BASE}shapes#")
