"""What can be set side by side: every thing and predicate on which more than one claim speaks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ontology.namespaces import AIF
from queries.claim_rows import claim_rows
from webui.comparing.comparison import Difference, predicate_of
from webui.comparing.disputes import comparison_address
from webui.site import Site
from webui.views import ViewRow, rows


@dataclass(frozen=True)
class Point:
    """A thing (id) and a predicate (local name) with how much is said there, and how the claims there differ."""

    subject: str
    predicate: str
    claims: int
    documents: int
    voices: int
    kinds: tuple[str, ...]

    @property
    def address(self) -> str:
        """Where its claims stand side by side."""
        return comparison_address(self.subject, self.predicate)


def points(site: Site, found: Iterable[Difference]) -> list[Point]:
    """All points of the graph, those that most documents speak to first."""
    kinds = _kinds(site, tuple(found))
    counted = rows(site.store, "compare-points")
    made = [_point(row, kinds) for row in counted if row.id("subject") in site.names]
    return sorted(made, key=lambda at: (-at.documents, -at.voices, -at.claims, at.subject, at.predicate))


_Kinds = dict[tuple[str, str], dict[str, None]]


def _kinds(site: Site, found: tuple[Difference, ...]) -> _Kinds:
    claims = claim_rows(site.store, (claim for difference in found for claim in difference.claims))
    kinds: _Kinds = {}
    for difference in found:
        for row in (claims[claim] for claim in difference.claims):
            point = (row.thing("claimSubject") or "", predicate_of(row))
            kinds.setdefault(point, {}).update(dict.fromkeys(difference.kinds))
    return kinds


def _point(row: ViewRow, kinds: _Kinds) -> Point:
    subject, predicate = row.id("subject"), row.text("predicate").removeprefix(AIF)
    differ = tuple(kinds.get((subject, predicate), ()))
    return Point(subject, predicate, row.whole("claims"), row.whole("documents"), row.whole("voices"), differ)
