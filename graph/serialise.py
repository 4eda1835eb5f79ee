"""Triples as Turtle, JSON-LD, N-Triples (by rdflib) or RDF/XML (by the engine), with the project's prefixes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from pyoxigraph import RdfFormat, Triple, serialize
from rdflib import Graph, URIRef
from rdflib.namespace import NamespaceManager

import ontology
from ontology.namespaces import ID_PREFIXES, PREFIXES

CONTEXT = Path(ontology.__file__).parent / "context.jsonld"
MEDIA_TYPES: Mapping[str, str] = {
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
}
"""File ending -> registered media type."""


def turtle(triples: Iterable[Triple]) -> str:
    """Turtle with prefixes, subjects in a fixed order."""
    return write(triples, "ttl")


def write(triples: Iterable[Triple], ending: str) -> str:
    """Triples in the format of a file ending (see MEDIA_TYPES); triple terms must not be among them."""
    if ending == "rdf":
        # rdflib's writer gives language tags a prefix that it does not declare; no parser reads that.
        prefixes = {name: base for name, base in PREFIXES.items() if name not in ID_PREFIXES}
        return (serialize(triples, format=RdfFormat.RDF_XML, prefixes=prefixes) or b"").decode()
    graph = rdflib_graph(triples)
    if ending == "jsonld":
        context = json.loads(CONTEXT.read_text(encoding="utf-8"))["@context"]
        return graph.serialize(format="json-ld", context=context, indent=2, sort_keys=True) + "\n"
    names = {"ttl": "turtle", "nt": "nt"}
    text = graph.serialize(format=names[ending])
    return "".join(sorted(text.splitlines(keepends=True))) if ending == "nt" else text


def rdflib_graph(triples: Iterable[Triple]) -> Graph:
    """The triples as an rdflib graph that binds only the prefixes it uses."""
    lines = serialize(triples, format=RdfFormat.N_TRIPLES)
    graph = Graph(bind_namespaces="none")
    graph.namespace_manager = NamespaceManager(graph, bind_namespaces="none")
    graph.parse(data=lines, format="nt")
    used = {str(term) for triple in graph for term in triple if isinstance(term, URIRef)}
    for prefix, base in PREFIXES.items():
        if any(iri.startswith(base) for iri in used):
            graph.bind(prefix, base, override=True, replace=True)
    return graph
