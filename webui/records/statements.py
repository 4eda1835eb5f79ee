"""Claims about a thing, grouped for its page: those of which it is the subject, the object, or a part."""

from __future__ import annotations

from dataclasses import dataclass

from ontology.namespaces import AIF
from queries.claim_rows import ClaimRow, claim_rows
from webui.site import Site
from webui.views import rows

MOST = 300
"""Claims that one page lists; the rest are counted, and the data has them all."""


@dataclass(frozen=True)
class Group:
    """Claims that say the same kind of thing. `role` is what the thing is in them (claimSubject, scope, ...)."""

    role: str
    predicate: str
    claims: tuple[ClaimRow, ...]


@dataclass(frozen=True)
class Statements:
    """The groups of a thing, and how many claims there are in all (more than are listed, perhaps)."""

    groups: tuple[Group, ...]
    total: int

    @property
    def listed(self) -> int:
        """How many claims stand in the groups."""
        return sum(len(group.claims) for group in self.groups)

    def of(self, *roles: str) -> list[Group]:
        """The groups in which the thing has one of these roles."""
        return [group for group in self.groups if group.role in roles]

    def others(self, *roles: str) -> list[Group]:
        """The groups in which it has another role."""
        return [group for group in self.groups if group.role not in roles]


def statements(site: Site, thing: str) -> Statements:
    """The accepted claims in which a thing has a part: each once, under its foremost role; in order of claims."""
    found: dict[str, list[str]] = {}
    for row in rows(site.store, "claims-with-thing", thing=[thing]):
        found.setdefault(row.id("claim"), []).append(row.text("role").removeprefix(AIF))
    roles = {claim: min(names, key=_rank) for claim, names in found.items()}
    kept = sorted(roles, key=lambda claim: (_rank(roles[claim]), claim_order(claim)))[:MOST]
    grouped: dict[tuple[str, str], list[ClaimRow]] = {}
    for claim, fields in claim_rows(site.store, kept).items():
        predicate = (fields.iri("claimPredicate") or "").removeprefix(AIF)
        # As subject or object a thing has relations; elsewhere it only matters as what it is named.
        key = (roles[claim], predicate if _rank(roles[claim]) < len(_FIRST) else "")
        grouped.setdefault(key, []).append(fields)
    groups = (Group(role, predicate, tuple(claims)) for (role, predicate), claims in grouped.items())
    return Statements(tuple(groups), len(found))


_FIRST = ("claimSubject", "claimObject")


def _rank(role: str) -> int:
    return _FIRST.index(role) if role in _FIRST else len(_FIRST)


def claim_order(claim: str) -> tuple[str, int]:
    """Claims by document, then by number."""
    document, _, number = claim.rpartition("/")
    return document, int(number)
