"""Walking the graph (networkx): neighbourhoods and paths over a snapshot's edge list, each edge with its claims."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import networkx as nx

MOST_PATHS = 50
"""How many short paths are listed at the most; more than that no one reads, and there can be thousands."""


@dataclass(frozen=True)
class Edge:
    """One edge as it was said: source -predicate-> target, with the claims that carry it (ids) and its kind."""

    source: str
    predicate: str
    target: str
    claims: tuple[str, ...]
    kind: str

    @property
    def key(self) -> str:
        """A name for the edge that is the same in every snapshot that has it."""
        return f"{self.source} {self.predicate} {self.target}"


class UnknownNodeError(KeyError):
    """The graph has no edge at this thing."""

    def __init__(self, node: str) -> None:
        super().__init__(node)
        self.node = node

    def __str__(self) -> str:
        return f"no edge of this graph touches {self.node!r}"


class Walk:
    """The graph of edges. Paths may go along an edge either way; namedTogether is walked only when asked for."""

    def __init__(self, rows: Iterable[Mapping[str, Any]]) -> None:
        self.edges = tuple(
            Edge(r["source"], r["predicate"], r["target"], tuple(r["claims"]), r["kind"]) for r in rows
        )
        self._all: nx.MultiGraph[str] = nx.MultiGraph()
        self._said: nx.MultiGraph[str] = nx.MultiGraph()
        for edge in self.edges:
            for graph in (self._all, *(() if edge.kind == "namedTogether" else (self._said,))):
                graph.add_edge(edge.source, edge.target, key=edge.key, edge=edge)

    def __contains__(self, node: str) -> bool:
        return node in self._all

    def degree(self, node: str) -> int:
        """How many different things an edge joins to `node`."""
        return len(self._all[node]) if node in self._all else 0

    def neighbourhood(self, nodes: Iterable[str]) -> tuple[list[str], list[Edge]]:
        """`nodes` with all their neighbours, and every edge among those."""
        kept: dict[str, None] = {}
        for node in nodes:
            if node not in self._all:
                raise UnknownNodeError(node)
            kept.setdefault(node)
            for neighbour in sorted(self._all[node]):
                kept.setdefault(neighbour)
        return list(kept), self.between(kept)

    def between(self, nodes: Iterable[str]) -> list[Edge]:
        """Every edge among `nodes`, in the order of the edge list."""
        kept = set(nodes)
        return [edge for edge in self.edges if edge.source in kept and edge.target in kept]

    def edge(self, source: str, predicate: str, target: str) -> Edge | None:
        """One edge by its parts."""
        data = self._all.get_edge_data(source, target, key=f"{source} {predicate} {target}")
        return data["edge"] if data else None

    def paths(self, start: str, goal: str, *, slack: int = 0) -> list[list[list[Edge]]]:
        """The shortest paths (and those up to `slack` steps longer) from start to goal, at most MOST_PATHS.

        A path is a list of steps, a step the list of all parallel edges between two things. Edges that a source
        asserts are tried first; only where they do not join the two is namedTogether walked as well.
        Raises UnknownNodeError when an end has no edge at all.
        """
        for node in (start, goal):
            if node not in self._all:
                raise UnknownNodeError(node)
        for graph in (self._said, self._all):
            if start in graph and goal in graph and nx.has_path(graph, start, goal):
                return [self._steps(graph, nodes) for nodes in _short_paths(graph, start, goal, slack)]
        return []

    @staticmethod
    def _steps(graph: nx.MultiGraph[str], nodes: list[str]) -> list[list[Edge]]:
        return [
            sorted((data["edge"] for data in graph[one][other].values()), key=lambda edge: edge.key)
            for one, other in itertools.pairwise(nodes)
        ]


def _short_paths(graph: nx.MultiGraph[str], start: str, goal: str, slack: int) -> Iterator[list[str]]:
    if start == goal:
        return
    simple: nx.Graph[str] = nx.Graph(graph)
    shortest = nx.shortest_path_length(simple, start, goal)
    # Yen's algorithm gives the paths in order of length, so that the bound cuts off the longest.
    for nodes in itertools.islice(nx.shortest_simple_paths(simple, start, goal), MOST_PATHS):
        if len(nodes) - 1 > shortest + slack:
            return
        yield nodes
