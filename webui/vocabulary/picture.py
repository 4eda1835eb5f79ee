"""The picture of the ontology: its main classes as boxes, the relations between them as arrows.

What is drawn comes from the vocabulary alone; only where a box stands is chosen here, and a class that the
vocabulary does not have is not drawn. A relation joins the boxes of its domain and range, each class standing in
for those below it. A relation that leads to no other box is a line in its own.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sized
from dataclasses import dataclass
from itertools import product
from math import hypot

from ontology.vocabulary import Vocabulary

PLACES: Mapping[str, tuple[int, int]] = {
    "Dataset": (0, 0),
    "Country": (1, 0),
    "Artifact": (2, 0),
    "Architecture": (3, 0),
    "Document": (0, 1),
    "Organization": (1, 1),
    "App": (2, 1),
    "Model": (3, 1),
    "Instrument": (0, 2),
    "Lab": (1, 2),
    "ModelFamily": (2, 2),
    "ModelVersion": (3, 2),
}
"""The classes that are drawn, with column and row."""
SIZE, LINE, PADDING, MARGIN, HEAD, WIDE = 13, 18, 12, 6, 9, 1100
"""Size of the letters, height of a line, room in a box, room around all, length of an arrow's head, least width of
all (so that short words are not drawn large): in units of the picture, which are pixels where it is not scaled."""
KIND, RELATION = "kind", "relation"
"""What a line in a box tells: a class below, or a relation that leads to no other box."""


@dataclass(frozen=True)
class Line:
    """A line in a box: a term with the place where its text begins (left, on the base line)."""

    name: str
    role: str
    x: float
    y: float


@dataclass(frozen=True)
class Box:
    """A class: its place (left, top), its size, and the lines below its name."""

    name: str
    x: float
    y: float
    width: float
    height: float
    lines: tuple[Line, ...]

    @property
    def centre(self) -> tuple[float, float]:
        """Its middle."""
        return self.x + self.width / 2, self.y + self.height / 2


@dataclass(frozen=True)
class Word:
    """A relation beside its arrow: where the middle of its text stands, on the base line."""

    name: str
    concluded: bool
    x: float
    y: float


@dataclass(frozen=True)
class Arrow:
    """Relations from one box to another. `concluded`: no claim says any of them, they follow from others."""

    source: str
    target: str
    concluded: bool
    line: str
    head: str
    words: tuple[Word, ...]


@dataclass(frozen=True)
class Picture:
    """All of it, ready to be written as SVG."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


@dataclass(frozen=True)
class Relation:
    """A relation between the boxes of two classes; `target` is "" where it leads to no other box."""

    name: str
    source: str
    target: str
    concluded: bool


def relations(vocabulary: Vocabulary) -> list[Relation]:
    """What the picture tells: walkable predicates, and what chains of them give, between classes that are drawn."""
    found = [
        *((one.name, one.domain, one.range, False) for one in vocabulary.predicates.values() if one.walkable),
        *(
            (one.name, one.domain, one.range, True)
            for one in vocabulary.properties.values()
            if vocabulary.axioms[one.name].chain and one.range
        ),
    ]
    told: dict[Relation, None] = {}
    for name, domain, target, concluded in sorted(found, key=lambda one: (one[3], one[0])):
        for source, end in product(sorted(domain), sorted(target)):
            here, there = standing_for(vocabulary, source), standing_for(vocabulary, end)
            if here:
                told[Relation(name, here, there if there != here else "", concluded)] = None
    return list(told)


def standing_for(vocabulary: Vocabulary, name: str) -> str:
    """The class that is drawn for a class: itself, else the nearest above it that is; "" where there is none."""
    waiting = [name]
    while waiting:
        here = waiting.pop(0)
        if here in PLACES and here in vocabulary.classes:
            return here
        waiting += vocabulary.classes[here].parents if here in vocabulary.classes else ()
    return ""


def picture(vocabulary: Vocabulary, label: Callable[[str], str]) -> Picture:
    """Draw the vocabulary with the names that `label` gives its terms."""
    told = relations(vocabulary)
    drawn = [name for name in PLACES if name in vocabulary.classes]
    lines = {name: _lines(vocabulary, name, told) for name in drawn}
    boxes = _boxes(lines, told, label)
    arrows = [_arrow(boxes, pair, told) for pair in dict.fromkeys((r.source, r.target) for r in told if r.target)]
    return Picture(
        width=max((box.x + box.width for box in boxes.values()), default=0) + MARGIN,
        height=max((box.y + box.height for box in boxes.values()), default=0) + MARGIN,
        boxes=tuple(boxes.values()),
        arrows=tuple(arrows),
    )


def _lines(vocabulary: Vocabulary, name: str, told: Iterable[Relation]) -> list[tuple[str, str]]:
    """What stands below the name of a class: the classes below it that have no box, what it leads to besides."""
    kinds = [
        (other, KIND)
        for other, found in sorted(vocabulary.classes.items())
        if name in found.parents and other not in PLACES
    ]
    own = [(relation.name, RELATION) for relation in told if relation.source == name and not relation.target]
    return [*kinds, *own]


def _boxes(
    lines: Mapping[str, list[tuple[str, str]]], told: Iterable[Relation], label: Callable[[str], str]
) -> dict[str, Box]:
    widths: dict[int, float] = {}
    heights: dict[int, float] = {}
    for name, below in lines.items():
        column, row = PLACES[name]
        texts = [extent(label(name)) * 1.1, *(extent(label(one)) + SIZE for one, _ in below)]
        widths[column] = max(widths.get(column, 0), max(texts) + 2 * PADDING)
        heights[row] = max(heights.get(row, 0), _height(below))
    across, down = _gaps(told, label)
    room = WIDE - sum(widths.values()) - sum(across.get(column, 4 * HEAD) for column in sorted(widths)[:-1])
    spare = max(0.0, room) / max(1, len(widths) - 1)
    lefts = _starts(widths, {column: across.get(column, 4 * HEAD) + spare for column in widths})
    tops = _starts(heights, down)
    boxes = {}
    for name, below in lines.items():
        column, row = PLACES[name]
        height = _height(below)
        x, y = lefts[column], tops[row] + (heights[row] - height) / 2
        placed = tuple(
            Line(one, role, x + PADDING, y + PADDING / 2 + LINE * (place + 2))
            for place, (one, role) in enumerate(below)
        )
        boxes[name] = Box(name, round(x, 1), round(y, 1), round(widths[column], 1), round(height, 1), placed)
    return boxes


def _height(below: Sized) -> float:
    """Of a box with these lines below its name."""
    return (1 + len(below)) * LINE + (1.75 if below else 1.25) * PADDING


def _gaps(told: Iterable[Relation], label: Callable[[str], str]) -> tuple[dict[int, float], dict[int, float]]:
    """The room behind each column and below each row that its arrows and their words need."""
    across: dict[int, float] = {}
    down: dict[int, float] = {}
    beside: dict[tuple[str, str], int] = {}
    for relation in told:
        if not relation.target:
            continue
        (column, row), (other, below) = PLACES[relation.source], PLACES[relation.target]
        pair = (relation.source, relation.target)
        beside[pair] = beside.get(pair, 0) + 1
        if column != other:
            left = min(column, other)
            across[left] = max(across.get(left, 0), extent(label(relation.name)) + 3 * HEAD)
        if row != below:
            upper = min(row, below)
            down[upper] = max(down.get(upper, 0), (beside[pair] + 2) * LINE)
    return across, down


def _starts(sizes: Mapping[int, float], gaps: Mapping[int, float]) -> dict[int, float]:
    starts, at = {}, float(MARGIN)
    for place in sorted(sizes):
        starts[place] = at
        at += sizes[place] + gaps.get(place, 4 * HEAD)
    return starts


def _arrow(boxes: Mapping[str, Box], pair: tuple[str, str], told: Iterable[Relation]) -> Arrow:
    source, target = boxes[pair[0]], boxes[pair[1]]
    named = [relation for relation in told if (relation.source, relation.target) == pair]
    (x1, y1), (x2, y2) = _border(source, target.centre), _border(target, source.centre)
    length = hypot(x2 - x1, y2 - y1) or 1.0
    dx, dy = (x2 - x1) / length, (y2 - y1) / length
    base_x, base_y = x2 - dx * HEAD, y2 - dy * HEAD
    side_x, side_y = -dy * HEAD * 0.45, dx * HEAD * 0.45
    corners = ((x2, y2), (base_x + side_x, base_y + side_y), (base_x - side_x, base_y - side_y))
    middle_x, middle_y = (x1 + base_x) / 2, (y1 + base_y) / 2
    first = middle_y - (len(named) - 1) * LINE / 2 + SIZE * 0.35
    return Arrow(
        source=pair[0],
        target=pair[1],
        concluded=all(relation.concluded for relation in named),
        line=f"M{x1:.1f} {y1:.1f}L{base_x:.1f} {base_y:.1f}",
        head="M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in corners) + "Z",
        words=tuple(
            Word(relation.name, relation.concluded, round(middle_x, 1), round(first + place * LINE, 1))
            for place, relation in enumerate(named)
        ),
    )


def _border(box: Box, towards: tuple[float, float]) -> tuple[float, float]:
    """Where the line from the middle of a box towards a point leaves it."""
    x, y = box.centre
    dx, dy = towards[0] - x, towards[1] - y
    scale = min(
        box.width / 2 / abs(dx) if dx else float("inf"),
        box.height / 2 / abs(dy) if dy else float("inf"),
        1.0,
    )
    return x + dx * scale, y + dy * scale


def extent(text: str) -> float:
    """About how wide a text is, in units of the picture: a Han character is as wide as the letters are high."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return SIZE * (wide + 0.56 * (len(text) - wide))
