"""Short names for the RDF terms that the writers of quads need."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pyoxigraph import Literal, NamedNode

from ontology.namespaces import AIF, DCT, ID, OA, RDF, SCHEMA, SKOS, SKOSXL, XSD

Term = NamedNode | Literal
Triples = Iterator[tuple[NamedNode, NamedNode, Term]]

TYPE = NamedNode(RDF + "type")


def aif(name: str) -> NamedNode:
    """The ontology term `name`."""
    return NamedNode(AIF + name)


def thing(entity_id: str) -> NamedNode:
    """The thing with this entity id."""
    return NamedNode(ID + entity_id)


def skos(name: str) -> NamedNode:
    """The SKOS term `name`."""
    return NamedNode(SKOS + name)


def skosxl(name: str) -> NamedNode:
    """The SKOS-XL term `name`."""
    return NamedNode(SKOSXL + name)


def dct(name: str) -> NamedNode:
    """The DCMI term `name`."""
    return NamedNode(DCT + name)


def oa(name: str) -> NamedNode:
    """The Web Annotation term `name`."""
    return NamedNode(OA + name)


def schema(name: str) -> NamedNode:
    """The schema.org term `name`."""
    return NamedNode(SCHEMA + name)


def day(value: date) -> Literal:
    """An xsd:date."""
    return Literal(value.isoformat(), datatype=NamedNode(XSD + "date"))


def flag(value: bool) -> Literal:
    """An xsd:boolean."""
    return Literal(value)


def whole(value: int) -> Literal:
    """An xsd:integer (the one integer type whose lexical form the engine keeps)."""
    return Literal(value)


def number(text: str) -> Literal:
    """An xsd:integer or xsd:decimal from a number as written."""
    kind = "decimal" if "." in text else "integer"
    return Literal(text, datatype=NamedNode(XSD + kind))
