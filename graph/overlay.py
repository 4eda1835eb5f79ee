"""Figures that may not be passed on: a named graph of the private layer, laid over the public one when opened."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph
from pyoxigraph import DefaultGraph, NamedNode, Quad

from graph.model import Knowledge
from graph.quads import figures
from ontology.namespaces import FIGURES

_GRAPH = NamedNode(FIGURES)


def private_figures(knowledge: Knowledge) -> Iterator[Quad]:
    """The tables that may not be passed on, with the records that follow, in their named graph."""
    return (Quad(s, p, o, _GRAPH) for s, p, o in figures(knowledge, pass_on=False))


def lay_over(engine: pyoxigraph.Store) -> None:
    """Say in the default graph as well what the private figures say: questions and pages ask it of one graph."""
    private = list(engine.quads_for_pattern(None, None, None, _GRAPH))
    engine.extend(Quad(quad.subject, quad.predicate, quad.object, DefaultGraph()) for quad in private)


def without_private(quads: list[Quad]) -> tuple[list[Quad], list[Quad]]:
    """Quads without the private figures that lie over them, and these as their named graph has them."""
    private = [quad for quad in quads if quad.graph_name == _GRAPH]
    over = {Quad(quad.subject, quad.predicate, quad.object, DefaultGraph()) for quad in private}
    return [quad for quad in quads if quad.graph_name != _GRAPH and quad not in over], private
