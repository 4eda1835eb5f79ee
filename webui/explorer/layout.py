"""Where things stand on the explorer's canvas: a pure function of what appeared, in which order, around what.

What stands once stays: later arrivals are placed around it, so that the same list of opened things gives the same
picture, and opening one more moves nothing. No two boxes (the cards with names) overlap. Each arrival takes the
best of a few hundred arrangements (a ring, or a fan, turned this way or that, nearer or farther): fewest lines
through other boxes first, then short lines. Units are those of the canvas, x to the right and y down.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from types import MappingProxyType

import networkx as nx
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Positions = MappingProxyType[str, tuple[int, int]]

GAP_X, GAP_Y = 26.0, 18.0
"""Free space between boxes."""
_STRETCH = 1.45  # names are wide and screens too: rings are ellipses
_RADII = (170.0, 210.0, 260.0, 330.0, 430.0)
_SPANS = (2 * np.pi, 1.25 * np.pi, 0.7 * np.pi)
_TURNS = 12
_MIRRORED = 36
"""Up to so many arrivals all turns are tried, and each the other way round as well."""
_CROSSING_LIMIT = 90
"""With more arrivals than this at once, lines through boxes are not looked for: nobody could follow them anyway."""
_OVERLAP_COST, _CROSSING_COST, _LENGTH_COST = 400.0, 120.0, 0.6
_PATH_STEP, _PATH_ROW, _PATH_SLOPE = 230.0, 160.0, 34.0


@dataclass(frozen=True)
class Placed:
    """One thing to place, with the size of its box."""

    thing: str
    width: float
    height: float


@dataclass(frozen=True)
class Group:
    """Things that appear together around one that stands already, or on paths (each with its column), or freely.

    `links` are lines to and among them (a thing of the group first), besides those to `around`.
    """

    things: tuple[Placed, ...]
    around: str | None = None
    columns: tuple[int, ...] = ()
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class _Canvas:
    """What stands so far: names, centres (n x 2) and boxes (n x 4: left, top, right, bottom)."""

    things: tuple[str, ...]
    centres: Floats
    boxes: Floats

    def index(self, thing: str) -> int:
        return self.things.index(thing)


def layout(groups: Sequence[Group]) -> Positions:
    """The centre of every thing of `groups`, in order.

    A thing must not appear twice, and `around` must have appeared before. Time grows with the square of the
    number of things: some milliseconds for fifty, about a second for a thousand.
    """
    canvas = _standing(tuple(groups))
    shown = {
        thing: (round(float(x)), round(float(y)))
        for thing, (x, y) in zip(canvas.things, canvas.centres, strict=True)
    }
    return MappingProxyType(shown)


@lru_cache(maxsize=128)
def _standing(groups: tuple[Group, ...]) -> _Canvas:
    """The canvas after all groups; each prefix is remembered, as a reader opens one thing after the other."""
    if not groups:
        return _Canvas((), np.empty((0, 2)), np.empty((0, 4)))
    canvas, group = _standing(groups[:-1]), groups[-1]
    ordered = _neighbourly(group) if group.around is not None else group.things
    if group.columns:
        centres = _in_columns(group, canvas)
    elif group.around is None and not canvas.things and len(group.things) == 1:
        centres = np.zeros((1, 2))
    else:
        centres = _arranged(ordered, group, canvas)
    centres = _apart(centres, ordered, canvas)
    return _Canvas(
        (*canvas.things, *(placed.thing for placed in ordered)),
        np.vstack((canvas.centres, centres)),
        np.vstack((canvas.boxes, _boxes(centres, ordered))),
    )


def _boxes(centres: Floats, things: Sequence[Placed]) -> Floats:
    """Left, top, right, bottom of each thing at its centre; centres may have leading dimensions."""
    half = np.array([(placed.width / 2, placed.height / 2) for placed in things])
    boxes: Floats = np.concatenate((centres - half, centres + half), axis=-1)
    return boxes


def _neighbourly(group: Group) -> tuple[Placed, ...]:
    """The things of a group so that those joined by a line stand side by side; otherwise in their own order."""
    by_name = {placed.thing: placed for placed in group.things}
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(by_name)
    graph.add_edges_from((one, other) for one, other in group.links if one in by_name and other in by_name)
    order: list[str] = []
    for thing in by_name:
        if thing not in order:
            component = nx.node_connected_component(graph, thing)
            # From a loose end, so that a chain of lines is not folded back on itself.
            first = min(component, key=lambda name: (graph.degree(name) > 1, list(by_name).index(name)))
            order += nx.dfs_preorder_nodes(graph, first, sort_neighbors=sorted)
    return tuple(by_name[thing] for thing in order)


def _in_columns(group: Group, canvas: _Canvas) -> Floats:
    """Paths from left to right: one column a step, the things of a column below each other, all of it centred."""
    columns: dict[int, list[int]] = {}
    for index, column in enumerate(group.columns):
        columns.setdefault(column, []).append(index)
    last = max(columns)
    centres = np.empty((len(group.things), 2))
    for column, members in columns.items():
        for row, index in enumerate(members):
            y = (row - (len(members) - 1) / 2) * _PATH_ROW
            # A small slope, so that a line that skips a column does not run through the things of it.
            centres[index] = (column - last / 2) * _PATH_STEP, y + (_PATH_SLOPE if column % 2 else -_PATH_SLOPE)
    if canvas.things:
        centres[:, 1] += canvas.boxes[:, 3].max() + _PATH_ROW
    return centres


def _arranged(things: Sequence[Placed], group: Group, canvas: _Canvas) -> Floats:
    """The cheapest arrangement around the middle: overlaps, then lines through boxes, then length of lines."""
    if group.around is not None:
        middle = canvas.centres[canvas.index(group.around)]
    else:
        middle = canvas.centres.mean(axis=0) if canvas.things else np.zeros(2)
    best, best_cost = np.zeros((len(things), 2)), np.inf
    width = GAP_X + sum(placed.width for placed in things) / len(things)
    for radius in _RADII:
        if _LENGTH_COST * radius * len(things) > best_cost:
            break  # the lines alone would cost more
        for span in _SPANS:
            fitting = max(1, math.ceil(len(things) * width / (span * radius * 1.25)))
            for rings in (fitting, fitting + 1):
                candidates = middle + _rings(len(things), radius, span, rings)
                cost = _cost(candidates, things, group, canvas)
                cheapest = int(cost.argmin())
                if cost[cheapest] < best_cost:
                    best, best_cost = candidates[cheapest], float(cost[cheapest])
    return best


def _rings(size: int, radius: float, span: float, rings: int) -> Floats:
    """Places for `size` things, at turns x size x 2: evenly over the span, by turns on the inner and outer rings.

    Neighbours in order stay neighbours, and a line to an outer ring runs between two boxes of the inner one.
    """
    full = span > 1.9 * np.pi
    angles = span * np.arange(size) / (size if full else max(1, size - 1)) - (np.pi / 2 if full else span / 2)
    radii = radius + 105.0 * (np.arange(size) % rings)
    turns = _TURNS if size <= _MIRRORED else 3
    turned = angles[None, :] + np.linspace(0, 2 * np.pi, turns, endpoint=False)[:, None]
    if size <= _MIRRORED:
        turned = np.concatenate((turned, turned[:, ::-1]))
    places: Floats = np.stack((np.cos(turned) * radii * _STRETCH, np.sin(turned) * radii), axis=-1)
    return places


def _cost(candidates: Floats, things: Sequence[Placed], group: Group, canvas: _Canvas) -> Floats:
    """What each candidate (c x n x 2) costs."""
    boxes = _boxes(candidates, things)
    cost: Floats = _OVERLAP_COST * _overlaps(boxes, canvas.boxes[None, :, :]).sum(axis=(1, 2)).astype(float)
    among = _overlaps(boxes, boxes)
    among[:, range(len(things)), range(len(things))] = False
    cost += _OVERLAP_COST / 2 * among.sum(axis=(1, 2))
    if len(things) > _CROSSING_LIMIT:
        return cost
    standing = np.broadcast_to(canvas.boxes, (len(candidates), *canvas.boxes.shape))
    every = np.concatenate((standing, boxes), axis=1)
    names = (*canvas.things, *(placed.thing for placed in things))
    places = np.concatenate(
        (np.broadcast_to(canvas.centres, (len(candidates), *canvas.centres.shape)), candidates), 1
    )
    lines = [(names.index(one), names.index(other)) for one, other in group.links]
    if group.around is not None:
        hub = canvas.index(group.around)
        lines += [(len(canvas.things) + k, hub) for k in range(len(things))]
    if not lines:
        return cost
    ends = np.array(lines)
    start, end = places[:, ends[:, 0]], places[:, ends[:, 1]]
    hit = _crosses(start, end, every)
    hit[:, np.arange(len(ends)), ends[:, 0]] = hit[:, np.arange(len(ends)), ends[:, 1]] = False
    length = np.hypot(end[..., 0] - start[..., 0], end[..., 1] - start[..., 1]).sum(axis=1)
    cost += _LENGTH_COST * length + _CROSSING_COST * hit.sum(axis=(1, 2))
    return cost


def _overlaps(one: Floats, other: Floats) -> NDArray[np.bool_]:
    """Whether boxes (c x n x 4 and c x m x 4) come nearer to each other than the gap: c x n x m."""
    left = one[:, :, None, 0] < other[:, None, :, 2] + GAP_X
    right = other[:, None, :, 0] < one[:, :, None, 2] + GAP_X
    above = one[:, :, None, 1] < other[:, None, :, 3] + GAP_Y
    below = other[:, None, :, 1] < one[:, :, None, 3] + GAP_Y
    return np.asarray(left & right & above & below)


def _crosses(start: Floats, end: Floats, boxes: Floats) -> NDArray[np.bool_]:
    """Whether lines (from and to: c x l x 2) run through boxes (c x n x 4), by the slab method: c x l x n."""
    run = end - start
    run = np.where(np.abs(run) < 1e-9, 1e-9, run)[:, :, None, :]
    first = (boxes[:, None, :, :2] - start[:, :, None, :]) / run
    second = (boxes[:, None, :, 2:] - start[:, :, None, :]) / run
    enters = np.minimum(first, second).max(axis=-1)
    leaves = np.maximum(first, second).min(axis=-1)
    return np.asarray((enters <= leaves) & (leaves >= 0) & (enters <= 1))


def _apart(centres: Floats, things: Sequence[Placed], canvas: _Canvas) -> Floats:
    """The same places, save that a thing whose box would overlap moves to the nearest free place."""
    boxes = canvas.boxes
    settled = []
    for centre, placed in zip(centres, things, strict=True):
        for candidates in _outward(centre):
            free = ~_overlaps(_boxes(candidates, [placed])[None, :, :], boxes[None, :, :]).any(axis=(0, 2))
            if free.any():
                centre = candidates[int(free.argmax())]
                break
        settled.append(centre)
        boxes = np.vstack((boxes, _boxes(centre[None, :], [placed])))
    return np.array(settled)


def _outward(centre: Floats) -> Iterator[Floats]:
    """Places ever farther from a centre, itself first, each batch with more of them."""
    yield centre[None, :]
    angles = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    ring = np.stack((np.cos(angles) * _STRETCH, np.sin(angles)), axis=-1)
    for radius in count(25.0, 25.0):
        yield centre + ring * radius
