"""Where the words beside the marks of a chart go: to a side where nothing stands, else nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from queries.charts.axes import text_width

SIZE = 11
_AWAY = 7


@dataclass(frozen=True)
class Mark:
    """A mark on the plane, in pixels from the upper left corner: from `left` to `right`, with its words."""

    left: float
    right: float
    y: float
    words: str


@dataclass(frozen=True)
class Placed:
    """Where words stand: their anchor (start, middle or end) and place, in pixels."""

    anchor: str
    x: float
    y: float


Box = tuple[float, float, float, float]


def placed(marks: Sequence[Mark], width: float, height: float) -> list[Placed | None]:
    """A place for the words of each mark, in order; None where they would cover a mark or other words."""
    taken = [(mark.left - 5, mark.y - 4, mark.right + 5, mark.y + 4) for mark in marks]
    found: list[Placed | None] = []
    for mark in marks:
        place = None
        for candidate, box in _candidates(mark) if mark.words else ():
            inside = box[0] >= 0 and box[2] <= width and box[1] >= -_AWAY and box[3] <= height
            if inside and not any(_meet(box, other) for other in taken):
                place = candidate
                taken.append(box)
                break
        found.append(place)
    return found


def _candidates(mark: Mark) -> Iterator[tuple[Placed, Box]]:
    """Places in order of liking: behind the mark, before it, above it, below it."""
    wide, half = text_width(mark.words, SIZE), SIZE / 2 + 1
    middle = (mark.left + mark.right) / 2
    x, y = mark.right + _AWAY, mark.y
    yield Placed("start", x, y), (x, y - half, x + wide, y + half)
    x = mark.left - _AWAY
    yield Placed("end", x, y), (x - wide, y - half, x, y + half)
    for away in (-2 * _AWAY + 1, 2 * _AWAY - 1):
        y = mark.y + away
        yield Placed("middle", middle, y), (middle - wide / 2, y - half, middle + wide / 2, y + half)


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
