"""What the endpoint says of itself (SPARQL 1.1 Service Description), from a file and from what is served."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse, serialize

from ontology.namespaces import FIGURES, INFERRED, OVERLAY, PREFIXES, RDF, RDF12, WITHDRAWN, XSD
from webui.endpoint.formats import JSON_LD, N3, N_QUADS, N_TRIPLES, RDF_XML, TRIG, TURTLE
from webui.site import Site

SD, VOID, DCT = "http://www.w3.org/ns/sparql-service-description#", "http://rdfs.org/ns/void#", PREFIXES["dct"]
DESCRIBED_IN = {
    TURTLE: RdfFormat.TURTLE,
    N_TRIPLES: RdfFormat.N_TRIPLES,
    RDF_XML: RdfFormat.RDF_XML,
    JSON_LD: RdfFormat.JSON_LD,
    TRIG: RdfFormat.TRIG,
    N_QUADS: RdfFormat.N_QUADS,
    N3: RdfFormat.N3,
}
"""The media types that the description can be had in, the first one where nothing is said."""

_FILE = Path(__file__).parent / "service-description.ttl"
_MEANINGS = {
    INFERRED: "What the closure concluded: a copy, the triples stand in the default graph as well.",
    RDF12: "RDF 1.2 reifiers: the triple that each claim states, as a triple term.",
    WITHDRAWN: "Claims that were taken back.",
    OVERLAY: "The private layer: quotes of texts that are at hand here.",
    FIGURES: "The private layer: figures that may not be passed on.",
}
_PRIVATE = (OVERLAY, FIGURES)


def service_description(at: Site, endpoint: str, kind: str, *, overlay: bool) -> bytes:
    """The description of the endpoint at an address, as one of DESCRIBED_IN.

    `overlay`: the graphs of the private layer are told of, because whoever asks may query them.
    """
    triples = [quad.triple for quad in parse(path=_FILE, format=RdfFormat.TURTLE, base_iri=endpoint)]
    triples += _of_service(at, endpoint)
    counted = at.graphs
    triples += _graph(NamedNode(f"{endpoint}#default"), counted[""])
    shown = [name for name in counted if name and (overlay or name not in _PRIVATE)]
    for name in sorted(shown):
        triples += _named_graph(name, counted[name], endpoint)
    prefixes = {"sd": SD, "void": VOID, "dct": DCT, "formats": "http://www.w3.org/ns/formats/"}
    return serialize(triples, format=DESCRIBED_IN[kind], prefixes=prefixes) or b""


def _of_service(at: Site, endpoint: str) -> Iterator[Triple]:
    settings, service = at.settings, NamedNode(endpoint)
    limits = (
        f"At most {settings.query_seconds:g} seconds, {settings.query_rows} rows and {settings.query_bytes} bytes"
        " a query; timeout= asks for less time. Header X-Caps says the same, X-Truncated and the body that a result"
        " was cut."
    )
    yield Triple(service, NamedNode(DCT + "description"), Literal(limits, language="en"))
    yield Triple(service, NamedNode(DCT + "hasVersion"), Literal(at.snapshot.version))
    day = Literal(at.snapshot.last_day.isoformat(), datatype=NamedNode(XSD + "date"))
    yield Triple(service, NamedNode(DCT + "modified"), day)


def _named_graph(name: str, triples: int, endpoint: str) -> Iterator[Triple]:
    named = NamedNode(f"{endpoint}#{name.rpartition('/')[2]}")
    graph = NamedNode(f"{named.value}-graph")
    yield Triple(NamedNode(f"{endpoint}#dataset"), NamedNode(SD + "namedGraph"), named)
    yield Triple(named, NamedNode(RDF + "type"), NamedNode(SD + "NamedGraph"))
    yield Triple(named, NamedNode(SD + "name"), NamedNode(name))
    yield Triple(named, NamedNode(SD + "graph"), graph)
    yield Triple(named, NamedNode(SD + "entailmentRegime"), NamedNode("http://www.w3.org/ns/entailment/Simple"))
    yield Triple(graph, NamedNode(RDF + "type"), NamedNode(SD + "Graph"))
    if name in _MEANINGS:
        yield Triple(graph, NamedNode(DCT + "description"), Literal(_MEANINGS[name], language="en"))
    yield from _graph(graph, triples)


def _graph(graph: NamedNode, triples: int) -> Iterator[Triple]:
    yield Triple(graph, NamedNode(VOID + "triples"), Literal(triples))
