"""What a snapshot keeps ready besides the store: the edge list and the names of things."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode

from graph.store import EmbeddedStore, Row
from ontology.namespaces import AIF, ID
from ontology.rq import load_rq

_INDEXES = Path(__file__).parent / "indexes"


def edge_rows(store: EmbeddedStore) -> list[Mapping[str, Any]]:
    """The edges that people walk, sorted: source, target (entity ids), predicate (local name), claims, kind.

    kind: claim (claims state it), registry (the registry or a document's own data gives it), namedTogether (the
    claims are those about either thing in the sentence or list item that names both).
    """
    claims: dict[tuple[str, str, str], list[str]] = {}
    for row in store.select(load_rq(_INDEXES / "edges.rq").bind()):
        key = (_iri(row, "source", ID), _iri(row, "predicate", AIF), _iri(row, "target", ID))
        found = claims.setdefault(key, [])
        if "claim" in row and (claim := _iri(row, "claim", ID)) not in found:
            found.append(claim)
    return [
        {
            "source": source,
            "predicate": predicate,
            "target": target,
            "claims": sorted_claims(found),
            "kind": "namedTogether" if predicate == "namedTogether" else "claim" if found else "registry",
        }
        for (source, predicate, target), found in sorted(claims.items())
    ]


def label_rows(store: EmbeddedStore) -> list[Mapping[str, Any]]:
    """Every name of every thing, sorted: thing (entity id), kind (class), text, language, role."""
    rows = []
    for row in store.select(load_rq(_INDEXES / "labels.rq").bind()):
        text, role = row["text"], row["role"]
        assert isinstance(text, Literal)
        assert isinstance(role, Literal)
        rows.append(
            {
                "thing": _iri(row, "thing", ID),
                "kind": _iri(row, "kind", AIF),
                "text": text.value,
                "language": text.language or "",
                "role": role.value,
            }
        )
    return sorted(rows, key=lambda r: tuple(r.values()))


def _iri(row: Row, name: str, base: str) -> str:
    term = row[name]
    assert isinstance(term, NamedNode)
    return term.value.removeprefix(base)


def sorted_claims(claims: Iterable[str]) -> list[str]:
    """Claim ids by document and number (9 before 15)."""
    return sorted(claims, key=lambda claim: (claim.rpartition("/")[0], int(claim.rpartition("/")[2])))
