"""What the explorer shows of the graph in one state: things, the edges among them, and how many more there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from types import MappingProxyType

from graph.analysis import Edge, UnknownNodeError, Walk
from webui.explorer.state import FOLLOWED, HIDDEN, Exploration

MOST_THINGS = 300
"""More than this no picture can show legibly; what is left out is counted and said."""

DOTTED = "namedTogether"

GraphPath = tuple[tuple[Edge, ...], ...]
"""Steps from one thing to another, each with all parallel edges."""


@dataclass(frozen=True)
class Arrival:
    """The things that appear together: around a thing that was opened, along a path, or by themselves."""

    around: str | None
    things: tuple[str, ...]
    path: bool = False


@dataclass(frozen=True)
class Subgraph:
    """What is shown: `arrivals` in the order in which things came, `more` neighbours of each that are not shown."""

    arrivals: tuple[Arrival, ...]
    edges: tuple[Edge, ...]
    more: Mapping[str, int]
    left_out: int
    paths: tuple[GraphPath, ...] = ()

    @property
    def things(self) -> tuple[str, ...]:
        """All things shown, in order of appearance."""
        return tuple(thing for arrival in self.arrivals for thing in arrival.things)


def visible(walk: Walk, state: Exploration, most: int = MOST_THINGS) -> Subgraph:
    """The part of the graph that `state` shows, at most `most` things.

    Opening a thing brings all its neighbours: the things that an edge of a source or of the registry joins to it,
    and with dotted=2 also those only named together with it.
    """
    near = neighbours(walk, state.dotted == FOLLOWED)
    paths = find_paths(walk, state)
    stage = _Stage(most, (*state.focus, *state.opened))
    for path in paths:
        stage.enter(None, _along(state.start, path), path=True)
    stage.enter(None, state.focus)
    for thing in state.opened:
        stage.enter(None, (thing,))
        stage.enter(thing, near.get(thing, ()))
    shown = stage.shown
    on_path = {edge.key for path in paths for step in path for edge in step}
    edges = tuple(
        edge for edge in walk.between(shown) if edge.kind != DOTTED or state.dotted != HIDDEN or edge.key in on_path
    )
    more = {thing: sum(name not in shown for name in near.get(thing, ())) for thing in shown}
    return Subgraph(tuple(stage.arrivals), edges, MappingProxyType(more), len(stage.wanted - shown.keys()), paths)


class _Stage:
    """Things enter in order while there is room; what the state names has its place kept free."""

    def __init__(self, most: int, named: Iterable[str]) -> None:
        self._most = most
        self._named = dict.fromkeys(named)
        self.shown: dict[str, None] = {}
        self.wanted: set[str] = set()
        self.arrivals: list[Arrival] = []

    def enter(self, around: str | None, things: Iterable[str], path: bool = False) -> None:
        coming = [thing for thing in dict.fromkeys(things) if thing not in self.shown]
        self.wanted.update(coming)
        expected = sum(thing not in self.shown for thing in self._named)
        room = max(0, self._most - len(self.shown) - expected)
        # Order stays as it is: a place on the canvas must not depend on what is opened later.
        entering = set([thing for thing in coming if thing not in self._named][:room])
        kept = tuple(thing for thing in coming if thing in self._named or thing in entering)
        if len(self.shown) + len(kept) > self._most:
            kept = kept[: self._most - len(self.shown)]
        self.shown.update(dict.fromkeys(kept))
        if kept:
            self.arrivals.append(Arrival(around, kept, path))


def find_paths(walk: Walk, state: Exploration) -> tuple[GraphPath, ...]:
    """The short paths that a state asks for; none where no edge touches one of the two ends."""
    if not state.has_path or state.start == state.goal:
        return ()
    try:
        found = walk.paths(state.start, state.goal, slack=state.slack)
    except UnknownNodeError:
        return ()
    return tuple(tuple(tuple(step) for step in path) for path in found)


def _along(start: str, path: GraphPath) -> list[str]:
    """The things along a path, in its order."""
    things = [start]
    for step in path:
        things.append(step[0].target if step[0].source == things[-1] else step[0].source)
    return things


@lru_cache(maxsize=4)
def neighbours(walk: Walk, along_dotted: bool) -> Mapping[str, tuple[str, ...]]:
    """What opening brings, for every thing: its neighbours, by the kind of edge and then by id."""
    found: dict[str, dict[str, None]] = {}
    ordered = sorted(walk.edges, key=lambda edge: (edge.kind == DOTTED, edge.predicate, edge.source, edge.target))
    for edge in ordered:
        if edge.kind != DOTTED or along_dotted:
            found.setdefault(edge.source, {})[edge.target] = None
            found.setdefault(edge.target, {})[edge.source] = None
    return MappingProxyType({thing: tuple(others) for thing, others in found.items()})


def path_distance(paths: tuple[GraphPath, ...], start: str) -> Mapping[str, int]:
    """How many steps each thing of the paths lies from the start, at least."""
    distance: dict[str, int] = {start: 0}
    for path in paths:
        for here, there in pairwise(_along(start, path)):
            distance[there] = min(distance.get(there, len(path)), distance[here] + 1)
    return distance
