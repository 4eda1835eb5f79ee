"""Knowledge -> RDF, as docs/architecture.md writes it down: no blank nodes, each triple once."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode, Quad

from graph.model import Knowledge
from graph.printed import printed_tables
from graph.quads.claims import claim_triples
from graph.quads.coverage import coverage_triples
from graph.quads.documents import document_triples
from graph.quads.observations import table_triples
from graph.quads.records import record_triples, registry_days
from graph.quads.registry import entity_triples, link_triples
from graph.quads.terms import Triples
from ontology.namespaces import WITHDRAWN

__all__ = ["figures", "quads"]


def quads(knowledge: Knowledge) -> Iterator[Quad]:
    """All public statements of what was read; withdrawn and rejected claims go to their own graph."""
    for entity in knowledge.entities.values():
        yield from _default(entity_triples(entity, knowledge))
    for document in knowledge.documents.values():
        yield from _default(document_triples(document))
    for link in knowledge.links:
        yield from _default(link_triples(link))
    yield from (Quad(s, p, o) for s, p, o in figures(knowledge, pass_on=True))
    withdrawn = NamedNode(WITHDRAWN)
    for claim in knowledge.claims:
        triples = claim_triples(claim, knowledge.documents[claim.document])
        if claim.status == "accepted":
            yield from _default(triples)
        elif claim.status in ("withdrawn", "rejected"):
            yield from (Quad(s, p, o, withdrawn) for s, p, o in triples)


def figures(knowledge: Knowledge, *, pass_on: bool) -> Triples:
    """The tables of figures that may be passed on, or those that may not, with the records that follow."""
    tables = [*knowledge.tables, *printed_tables(knowledge)]
    # Days that may not be passed on must not show in what may.
    registry = registry_days(table for table in tables if table.pass_on or not pass_on)
    for table in tables:
        if table.pass_on is pass_on:
            yield from table_triples(table, knowledge.entities)
            yield from coverage_triples(table)
            yield from record_triples(table, registry)


def _default(triples: Triples) -> Iterator[Quad]:
    return (Quad(s, p, o) for s, p, o in triples)
