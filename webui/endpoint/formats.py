"""The media types of answers: what each form of query can be had as, and what the engine writes for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from webui.negotiation import choose

PAGE = "text/html"
JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
CSV, TSV = "text/csv", "text/tab-separated-values"
TURTLE, N_TRIPLES, RDF_XML = "text/turtle", "application/n-triples", "application/rdf+xml"
JSON_LD = "application/ld+json"
TRIG, N_QUADS, N3 = "application/trig", "application/n-quads", "text/n3"

BOOLEANS: Mapping[str, str] = {JSON: JSON, "application/json": JSON, XML: XML, "application/xml": XML, PAGE: JSON}
TABLES: Mapping[str, str] = {
    JSON: JSON,
    "application/json": JSON,
    XML: XML,
    "application/xml": XML,
    CSV: CSV,
    TSV: TSV,
    PAGE: JSON,
}
GRAPHS: Mapping[str, str] = {kind: kind for kind in (TURTLE, N_TRIPLES, RDF_XML, JSON_LD, TRIG, N_QUADS, N3)} | {
    PAGE: N_TRIPLES
}
"""What each form of query can be answered as: media type offered -> media type that the engine writes.

All of them are registered with IANA. The first is what a client gets that does not choose.
"""

FORMATS: Mapping[str, str] = {
    "json": JSON,
    "xml": XML,
    "csv": CSV,
    "tsv": TSV,
    "ttl": TURTLE,
    "nt": N_TRIPLES,
    "rdf": RDF_XML,
    "jsonld": JSON_LD,
    "trig": TRIG,
    "nq": N_QUADS,
    "n3": N3,
    "html": PAGE,
}
"""Values of format=, for links that cannot send an Accept header."""


def offers(form: str | None) -> Mapping[str, str]:
    """Media type offered -> media type that the engine writes, for a form of query (None: for what is no query)."""
    return GRAPHS if form in ("CONSTRUCT", "DESCRIBE") else BOOLEANS if form == "ASK" else TABLES


def offered(form: str | None) -> Sequence[str]:
    """The media types in which a form of query can be answered."""
    return _OFFERED[form] if form in _OFFERED else tuple(offers(form))


_OFFERED = {form: tuple(offers(form)) for form in ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")}


def media_type(wanted: str | None, accept: str, form: str | None) -> tuple[str, str] | None:
    """The media type of the answer and the one that the engine writes for it; None when none of them is accepted.

    In: the value of format= (a key of FORMATS, or None), the Accept header, and the query's form (SELECT, ASK,
    CONSTRUCT, DESCRIBE; None for what is no query, which the engine will refuse in its own words).
    """
    known = offers(form)
    chosen = choose(FORMATS[wanted] if wanted else accept, offered(form))
    return (chosen, known[chosen]) if chosen else None


def content_type(kind: str) -> str:
    """A media type as a Content-Type header says it."""
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
