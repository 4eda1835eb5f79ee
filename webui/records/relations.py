"""The walkable relations of a thing, for its page: by predicate and direction, and what lies one step further."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph.analysis import Edge
from ontology.namespaces import AIF
from webui.site import Site
from webui.views import rows

REACHED = ("App", "Model", "ModelFamily")
"""Kinds of things that an organisation's chain goes on from."""


@dataclass(frozen=True)
class Relation:
    """Edges with one predicate in one direction. `inverse` is the predicate that says it from here, if any."""

    predicate: str
    outgoing: bool
    inverse: str
    edges: tuple[Edge, ...]

    def other(self, edge: Edge) -> str:
        """The thing at the other end."""
        return edge.target if self.outgoing else edge.source


@dataclass(frozen=True)
class Reached:
    """One thing that an organisation's chain comes to: the edge to it, the edges on from it."""

    thing: str
    edge: Edge
    onward: tuple[Edge, ...]


def relations(site: Site, thing: str) -> tuple[list[Relation], list[Edge]]:
    """The relations of a thing as said or recorded, and apart from them what it is named together with."""
    inverse = {
        row.text("predicate").removeprefix(AIF): row.text("inverse").removeprefix(AIF)
        for row in rows(site.store, "inverses")
    }
    together: list[Edge] = []
    grouped: dict[tuple[bool, str], list[Edge]] = {}
    for edge in touching(site, thing):
        if edge.kind == "namedTogether":
            together.append(edge)
        else:
            grouped.setdefault((edge.source == thing, edge.predicate), []).append(edge)
    found = [
        Relation(predicate, outgoing, "" if outgoing else inverse.get(predicate, ""), tuple(edges))
        for (outgoing, predicate), edges in sorted(grouped.items(), key=lambda item: (not item[0][0], item[0][1]))
    ]
    return found, together


def chain(site: Site, organization: str) -> list[Reached]:
    """What edges join to an organisation (apps, models, families), each with the edges that lead on from it."""
    found: dict[str, Reached] = {}
    for edge in touching(site, organization):
        other = edge.target if edge.source == organization else edge.source
        if edge.kind != "namedTogether" and _is_one(site, other, REACHED):
            found.setdefault(other, Reached(other, edge, ()))
    chained: list[Reached] = []
    told: set[str] = set()
    for name, reached in sorted(found.items()):
        # A dotted edge lies between two things that are both reached: it is told at the first of them.
        onward = [edge for edge in _onward(site, name, organization, found) if edge.key not in told]
        told.update(edge.key for edge in onward)
        chained.append(Reached(name, reached.edge, tuple(onward)))
    return chained


def _onward(site: Site, name: str, organization: str, reached: Iterable[str]) -> list[Edge]:
    kept = set(reached)
    return [
        edge
        for edge in touching(site, name)
        if organization not in (edge.source, edge.target)
        and (
            (edge.kind == "namedTogether" and {edge.source, edge.target} <= kept)
            or (
                edge.kind != "namedTogether"
                and edge.source == name
                and _is_one(site, edge.target, (*REACHED, "Architecture"))
            )
        )
    ]


def touching(site: Site, thing: str) -> list[Edge]:
    """Every edge at a thing, in the order of the edge list."""
    return [edge for edge in site.walk.edges if thing in (edge.source, edge.target)]


def _is_one(site: Site, thing: str, kinds: Iterable[str]) -> bool:
    return any(site.vocabulary.is_a(own, kind) for own in site.names.kinds(thing) for kind in kinds)
