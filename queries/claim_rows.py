"""The fields of claims as terms: what sentences, pages and the explorer are made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from graph.store import Store, Term
from ontology.namespaces import AIF, ID
from ontology.rq import load_rq

_VIEW = Path(__file__).parent / "views" / "claims.rq"


@dataclass(frozen=True)
class ClaimRow:
    """One claim: its id, and its fields by the local name of their property ("claimSubject", "scope", ...)."""

    id: str
    fields: Mapping[str, tuple[Term, ...]]

    def all(self, field: str) -> tuple[Term, ...]:
        """Every value of a field, in the order of their text; empty where the claim has none."""
        return self.fields.get(field, ())

    def iri(self, field: str) -> str | None:
        """The IRI that a field holds."""
        return next((term.value for term in self.all(field) if isinstance(term, NamedNode)), None)

    def thing(self, field: str) -> str | None:
        """The id of the thing that a field holds ("org/bytedance"); None for a class or an ontology term."""
        iri = self.iri(field)
        return iri.removeprefix(ID) if iri is not None and iri.startswith(ID) else None

    def text(self, field: str) -> str | None:
        """The words of the literal that a field holds."""
        literal = self.literal(field)
        return literal.value if literal is not None else None

    def literal(self, field: str) -> Literal | None:
        """The literal that a field holds."""
        return next((term for term in self.all(field) if isinstance(term, Literal)), None)

    def flag(self, field: str) -> bool:
        """Whether a field says true."""
        return self.text(field) == "true"


def claim_rows(store: Store, claims: Iterable[str]) -> dict[str, ClaimRow]:
    """The claims with these ids, in the order given; an id that is no claim of the store is left out."""
    wanted = list(dict.fromkeys(claims))
    if not wanted:
        return {}
    fields: dict[str, dict[str, list[Term]]] = {claim: {} for claim in wanted}
    for row in store.select(load_rq(_VIEW).bind({"claim": [NamedNode(ID + claim) for claim in wanted]})):
        claim, field = row["claim"], row["field"]
        if isinstance(claim, NamedNode) and isinstance(field, NamedNode):
            found = fields[claim.value.removeprefix(ID)]
            found.setdefault(field.value.removeprefix(AIF), []).append(row["value"])
    return {
        claim: ClaimRow(claim, {name: tuple(sorted(terms, key=str)) for name, terms in found.items()})
        for claim, found in fields.items()
        if found
    }
