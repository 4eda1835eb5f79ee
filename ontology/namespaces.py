"""The IRIs of the project: ontology terms, things, named graphs, prefixes."""

from __future__ import annotations

from typing import Final

BASE: Final = "https://w3id.org/aifrontier/"
AIF: Final = f"{BASE}ontology#"
ID: Final = f"{BASE}id/"
GRAPH: Final = f"{BASE}graph/"

INFERRED: Final = f"{GRAPH}inferred"
RDF12: Final = f"{GRAPH}rdf12"
WITHDRAWN: Final = f"{GRAPH}withdrawn"
OVERLAY: Final = f"{GRAPH}overlay"
FIGURES: Final = f"{GRAPH}figures"

RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
SKOSXL: Final = "http://www.w3.org/2008/05/skos-xl#"
DCT: Final = "http://purl.org/dc/terms/"
PROV: Final = "http://www.w3.org/ns/prov#"
OA: Final = "http://www.w3.org/ns/oa#"
SCHEMA: Final = "https://schema.org/"

ID_PREFIXES: Final[dict[str, str]] = {
    "access": "WeightsAccess",
    "app": "App",
    "architecture": "Architecture",
    "category": "CompanyCategory",
    "country": "Country",
    "dataset": "Dataset",
    "document": "Document",
    "family": "ModelFamily",
    "gap": "FrontierGap",
    "group": "Group",
    "instrument": "Instrument",
    "kind": "UpdateKind",
    "label": "Label",
    "method": "Method",
    "modality": "Modality",
    "mode": "ReasoningMode",
    "model": "Model",
    "observation": "Observation",
    "org": "Organization",
    "policy": "WeightsPolicy",
    "qualifier": "Qualifier",
    "records": "RecordList",
    "scope": "Scope",
    "source": "Source",
    "superlative": "Superlative",
    "tier": "Tier",
    "topic": "Topic",
    "trend": "Trend",
    "unit": "Unit",
}
"""The first segment of an entity id, with the class that its things belong to (or a subclass of it).

One RDF prefix each, because rdflib finds nothing for a prefixed name with an escaped slash.
"""

PREFIXES: Final[dict[str, str]] = {
    "aif": AIF,
    "id": ID,
    "rdf": RDF,
    "rdfs": RDFS,
    "owl": OWL,
    "xsd": XSD,
    "skos": SKOS,
    "skosxl": SKOSXL,
    "dct": DCT,
    "prov": PROV,
    "oa": OA,
    "schema": SCHEMA,
    "foaf": "http://xmlns.com/foaf/0.1/",
    "sh": "http://www.w3.org/ns/shacl#",
    "g": GRAPH,
    **{prefix: f"{ID}{prefix}/" for prefix in ID_PREFIXES},
}
"""Prefix to namespace, for queries, Turtle and compact display."""


def term(name: str) -> str:
    """The IRI of the ontology term `name` ("developedBy")."""
    return AIF + name


def thing(entity_id: str) -> str:
    """The IRI of the thing with this id ("org/bytedance")."""
    return ID + entity_id


def entity_id(iri: str) -> str | None:
    """The id below `.../id/` of an IRI of ours, or None for any other IRI."""
    return iri[len(ID) :] if iri.startswith(ID) else None


def compact(iri: str) -> str:
    """A prefixed name where a prefix fits and the rest is a plain local name, else the IRI itself."""
    best = max((p for p in PREFIXES.items() if iri.startswith(p[1])), key=lambda p: len(p[1]), default=None)
    if best is None:
        return iri
    rest = iri[len(best[1]) :]
    return f"{best[0]}:{rest}" if rest and "/" not in rest and "#" not in rest else iri
