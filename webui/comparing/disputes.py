"""Which claims are disputed, and by which others: the question `conflicts`, asked once.

What differs for a reason that lets both be right is listed by the question and on /compare, and is no dispute.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType
from urllib.parse import quote, urlencode

from ontology.namespaces import AIF
from queries.answer import Source, ask
from queries.claim_rows import ClaimRow
from queries.registry import question
from webui.comparing.comparison import Difference, differences
from webui.site import Site

ASKED = "conflicts"
EXPLAINED = frozenset({"otherDate", "otherInstrumentVersion", "rounding"})
"""Kinds that leave no dispute: a change, points that are never compared, one figure told twice."""


@dataclass(frozen=True)
class Dispute:
    """Another claim (id) that a claim differs from, and how (local names of kinds of difference)."""

    other: str
    kinds: tuple[str, ...]


Disputes = Mapping[str, tuple[Dispute, ...]]
"""Claim id -> what stands against it; a claim that nothing differs from is missing."""


def disputes(site: Site) -> Disputes:
    """The disputes of the graph that a site reads from, by the defaults of the question; computed once a graph."""
    return _of_source(replace(site.source, store=site.store))


@lru_cache(maxsize=16)
def _of_source(source: Source) -> Disputes:
    return by_claim(contested(differences(ask(source, question(ASKED), {}).rows)))


def contested(found: Iterable[Difference]) -> tuple[Difference, ...]:
    """The differences that are not explained by kinds under which both sides may be right."""
    return tuple(difference for difference in found if not EXPLAINED.issuperset(difference.kinds))


def by_claim(found: Iterable[Difference]) -> Disputes:
    """What stands against each claim. A word stands against both figures, and each of the figures against it."""
    told: dict[str, dict[str, tuple[str, ...]]] = {}
    for difference in found:
        for other in difference.claims[1:]:
            told.setdefault(difference.first, {}).setdefault(other, difference.kinds)
            told.setdefault(other, {}).setdefault(difference.first, difference.kinds)
    return MappingProxyType(
        {claim: tuple(Dispute(other, kinds) for other, kinds in others.items()) for claim, others in told.items()}
    )


def comparison_address(subject: str, predicate: str = "") -> str:
    """Where the claims about a thing (id) with a predicate (local name; "": any) stand side by side."""
    query = {"subject": subject, **({"predicate": predicate} if predicate else {})}
    return f"/compare?{urlencode(query, safe='/', quote_via=quote)}"


def comparison_of(row: ClaimRow) -> str:
    """Where a claim stands beside the others on its point."""
    return comparison_address(
        row.thing("claimSubject") or row.iri("claimSubject") or "",
        (row.iri("claimPredicate") or "").removeprefix(AIF),
    )
