"""SHACL over the graph that was built, told in terms of the files: which claim, in which file, on which line."""

from __future__ import annotations

from dataclasses import dataclass

from graph.model import Knowledge, Origin
from graph.problems import DataError, Problem
from graph.store import EmbeddedStore
from ontology.namespaces import ID
from ontology.validation import validate


@dataclass(frozen=True)
class Conformance:
    """That the public graph conforms, with the number of triples looked at."""

    conforms: bool
    triples: int


def conform(store: EmbeddedStore, knowledge: Knowledge) -> Conformance:
    """Validate the default graph against ontology/shapes.ttl.

    Raises DataError with every violation, at the file and line of the record that it is about.
    """
    data = list(store.default_graph())
    report = validate(data)
    if not report.conforms:
        origins = _origins(knowledge)
        raise DataError(
            Problem(
                *_origin(finding.focus, origins),
                f"{finding.focus.removeprefix(ID)} does not conform to {finding.shape}",
                finding.message,
            )
            for finding in report.results
        )
    return Conformance(report.conforms, len(data))


def _origins(knowledge: Knowledge) -> dict[str, Origin]:
    return {
        **{entity.id: entity.origin for entity in knowledge.entities.values()},
        **{document.entity_id: document.origin for document in knowledge.documents.values()},
        **{claim.entity_id: claim.origin for claim in knowledge.claims},
    }


def _origin(focus: str, origins: dict[str, Origin]) -> tuple[str, int]:
    """File and line of the record that owns the node: claim/D/3/evidence/1 belongs to claim/D/3."""
    name = focus.removeprefix(ID)
    while name and name not in origins:
        name = name.rpartition("/")[0]
    origin = origins.get(name, Origin("ontology/aifrontier.ttl", 1))
    return origin.file, origin.line
