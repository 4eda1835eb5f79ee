"""Results as the suite writes them and as the endpoint sends them, read without the engine's own result readers.

RDF terms are the engine's classes, which keep a lexical form as it is written (its store does not).
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from pyoxigraph import BaseDirection, BlankNode, Literal, NamedNode, RdfFormat, Store, Triple, parse

Term = NamedNode | BlankNode | Literal | Triple

JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
CSV, TSV = "text/csv", "text/tab-separated-values"
TURTLE, N_TRIPLES = "text/turtle", "application/n-triples"

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
_SPARQL = "{http://www.w3.org/2005/sparql-results#}"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_ITS = "{http://www.w3.org/2005/11/its}"
_GRAPHS = {TURTLE: RdfFormat.TURTLE, N_TRIPLES: RdfFormat.N_TRIPLES}


@dataclass(frozen=True)
class Table:
    """Solutions: the variables in the order of the head, and a row of variable -> term each; unbound is absent.

    `numbered` tells whether the file itself gives the rows an order (rs:index). A CSV table has no kinds of
    terms: its terms are strings, or blank nodes where they look like one.
    """

    variables: tuple[str, ...]
    rows: tuple[Mapping[str, Term], ...]
    numbered: bool = False


@dataclass(frozen=True)
class Graph:
    """The triples of a CONSTRUCT or DESCRIBE."""

    triples: frozenset[Triple]


Answer = Table | Graph | bool


def read_answer(body: bytes, media_type: str) -> Answer:
    """An answer by its media type. Raises ValueError, or what the reader of the format raises, for what is none."""
    readers = {JSON: _read_json, XML: _read_xml, TSV: _read_tsv, CSV: _read_csv}
    if media_type in readers:
        return readers[media_type](body)
    triples = frozenset(quad.triple for quad in parse(body, format=_GRAPHS[media_type], base_iri="urn:x-base:"))
    return Graph(triples)


def read_result_set(body: bytes, base: str) -> Answer:
    """A Turtle file of the suite: a table or a boolean in its result-set vocabulary, or else a graph."""
    store = Store()
    store.load(body, format=RdfFormat.TURTLE, base_iri=base)
    results = store.quads_for_pattern(None, NamedNode(_RDF + "type"), NamedNode(_RS + "ResultSet"))
    found = next(results, None)
    if found is None:
        return Graph(frozenset(quad.triple for quad in parse(body, format=RdfFormat.TURTLE, base_iri=base)))
    for boolean in _objects(store, found.subject, "boolean"):
        return bool(boolean.value == "true")
    solutions = _objects(store, found.subject, "solution")
    indexes = [int(_objects(store, node, "index")[0].value) for node in solutions if _objects(store, node, "index")]
    if indexes:
        solutions = [node for _, node in sorted(zip(indexes, solutions, strict=True), key=lambda pair: pair[0])]
    rows = tuple(
        {
            _objects(store, binding, "variable")[0].value: _objects(store, binding, "value")[0]
            for binding in _objects(store, node, "binding")
        }
        for node in solutions
    )
    names = tuple(literal.value for literal in _objects(store, found.subject, "resultVariable"))
    return Table(names, rows, bool(indexes))


def _objects(store: Store, subject: Any, name: str) -> list[Any]:
    return [quad.object for quad in store.quads_for_pattern(subject, NamedNode(_RS + name), None)]


def _read_json(body: bytes) -> Table | bool:
    said = json.loads(body)
    if "boolean" in said:
        return bool(said["boolean"])
    rows = tuple({name: _json_term(term) for name, term in row.items()} for row in said["results"]["bindings"])
    return Table(tuple(said["head"].get("vars", ())), rows)


def _json_term(said: Mapping[str, Any]) -> Term:
    kind, value = said["type"], said["value"]
    if kind == "uri":
        return NamedNode(value)
    if kind == "bnode":
        return BlankNode(value)
    if kind in ("literal", "typed-literal"):
        return _literal(value, said.get("datatype"), said.get("xml:lang"), said.get("its:dir"))
    if kind == "triple":
        return _triple([_json_term(value[part]) for part in ("subject", "predicate", "object")])
    raise ValueError(f"no kind of term: {kind}")


def _triple(parts: Sequence[Any]) -> Triple:
    """Raises TypeError where a part is of a kind that cannot stand there, as a result might hold."""
    subject, predicate, object_ = parts
    return Triple(subject, predicate, object_)


def _literal(value: str, datatype: str | None, language: str | None, direction: str | None) -> Literal:
    if language:
        towards = BaseDirection(direction) if direction else None
        return Literal(value, language=language, direction=towards)
    return Literal(value, datatype=NamedNode(datatype)) if datatype else Literal(value)


def _read_xml(body: bytes) -> Table | bool:
    root = ElementTree.fromstring(body)
    boolean = root.find(f"{_SPARQL}boolean")
    if boolean is not None:
        return (boolean.text or "").strip() == "true"
    names = tuple(variable.attrib["name"] for variable in root.findall(f"{_SPARQL}head/{_SPARQL}variable"))
    rows = tuple(
        {binding.attrib["name"]: _xml_term(binding[0]) for binding in result.findall(f"{_SPARQL}binding")}
        for result in root.findall(f"{_SPARQL}results/{_SPARQL}result")
    )
    return Table(names, rows)


def _xml_term(element: ElementTree.Element) -> Term:
    kind, value = element.tag.removeprefix(_SPARQL), element.text or ""
    if kind == "uri":
        return NamedNode(value.strip())
    if kind == "bnode":
        return BlankNode(value.strip())
    if kind == "literal":
        given = element.attrib
        return _literal(value, given.get("datatype"), given.get(f"{_XML}lang"), given.get(f"{_ITS}dir"))
    if kind == "triple":
        parts = [element.find(f"{_SPARQL}{part}") for part in ("subject", "predicate", "object")]
        return _triple([_xml_term(part[0]) for part in parts if part is not None])
    raise ValueError(f"no kind of term: {kind}")


def _read_tsv(body: bytes) -> Table:
    head, *lines = body.decode("utf-8").removesuffix("\n").split("\n")
    names = tuple(name.removeprefix("?") for name in head.split("\t")) if head else ()
    rows = tuple(
        {name: _tsv_term(cell) for name, cell in zip(names, line.split("\t"), strict=True) if cell}
        for line in lines
    )
    return Table(names, rows)


def _tsv_term(cell: str) -> Term:
    """A cell holds one term in Turtle's syntax. A blank node keeps its label."""
    if cell.startswith("_:"):
        return BlankNode(cell[2:])
    (quad,) = parse(f"<x:s> <x:p> {cell} .", format=RdfFormat.TURTLE)
    found: Term = quad.object
    return found


def _read_csv(body: bytes) -> Table:
    names, *lines = csv.reader(io.StringIO(body.decode("utf-8"), newline=""))
    rows = tuple({name: _csv_term(cell) for name, cell in zip(names, line, strict=True) if cell} for line in lines)
    return Table(tuple(names), rows)


def _csv_term(cell: str) -> Term:
    return BlankNode(cell[2:]) if cell.startswith("_:") else Literal(cell)


def terms(answer: Table | Graph) -> Iterator[tuple[Term, ...]]:
    """The rows of an answer: of a table each bound variable and its term, by name; of a graph each triple's terms.

    So columns are matched by their names: SPARQL leaves open in which order SELECT * gives them.
    """
    if isinstance(answer, Graph):
        for triple in answer.triples:
            yield (triple.subject, triple.predicate, triple.object)
        return
    for row in answer.rows:
        yield tuple(term for name in sorted(row) for term in (Literal(name), row[name]))
