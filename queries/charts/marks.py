"""The rows of a panel as Vega-Lite's data: where each mark stands, moved apart where two would be one, labelled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from queries.charts.axes import Scale, milliseconds
from queries.charts.labels import Mark, placed
from queries.charts.look import MOST_MARKS
from queries.charts.panels import Panel, Place, Point
from queries.charts.spec import ChartSpec

HEIGHT = 210
_APART = {"timeline": 7, "points": 10}
"""Pixels between marks that would lie on one another: spans of time one above the other, points side by side."""

Datum = dict[str, Any]


@dataclass(frozen=True)
class Marks:
    """The marks of one panel on its two scales; `width` in pixels."""

    spec: ChartSpec
    panel: Panel
    x: Scale
    y: Scale
    width: int

    def data(self) -> list[Datum]:
        """The rows in order, with their words where these have room."""
        points = self.panel.points
        apart = self._apart() if self.spec.kind in _APART else [0.0] * len(points)
        data = [self._datum(point, moved) for point, moved in zip(points, apart, strict=True)]
        if self.spec.label and len(points) <= MOST_MARKS:
            marks = [self._mark(point, moved) for point, moved in zip(points, apart, strict=True)]
            places = placed(marks, self.width, HEIGHT)
            for point, datum, place in zip(points, data, places, strict=True):
                if place is not None:
                    dx, dy = place.x - self._across(self._at(point)), place.y - self._down(datum["y"])
                    align = {"start": "left", "end": "right", "middle": "center"}[place.anchor]
                    datum |= {"words": point.label, "align": align, "dx": round(dx, 1), "dy": round(dy, 1)}
        return data

    def _datum(self, point: Point, apart: float) -> Datum:
        start, end = self._ends(point)
        figure = point.y or Decimal(0)
        datum: Datum = {
            "row": point.row,
            "told": point.told,
            "series": point.series,
            "at": vega(self._at(point)),
            "y": float(figure),
            "apart": apart,
        }
        if self.spec.until:
            opened = [name for name, day in (("x", point.x), ("until", point.until)) if day is None]
            reach = {"x": vega(start), "until": vega(end)}
            datum |= reach | ({"open": opened} if self.spec.kind == "timeline" else {})
        if self.spec.low:
            low, high = (end if end is not None else figure for end in (point.low, point.high))
            datum |= {"low": float(low), "high": float(high)}
        return datum

    def _at(self, point: Point) -> Place:
        """The place that a point's words are measured from."""
        start, end = self._ends(point)
        return start if self.spec.kind == "timeline" else _middle(start, end)

    def _ends(self, point: Point) -> tuple[Place, Place]:
        """From where to where a point reaches; an open end of a timeline at the edge."""
        if self.spec.kind == "timeline":
            low, high = (date(1970, 1, 1) + timedelta(milliseconds=end) for end in (self.x.low, self.x.high))
            return point.x or low, point.until or high
        start = point.x if point.x is not None else point.until
        assert start is not None, "a row without a place is no point"
        return start, (point.until or start) if self.spec.until else start

    def _mark(self, point: Point, apart: float) -> Mark:
        start, end = (self._across(end) for end in self._ends(point))
        down = self._down(float(point.y or 0))
        if self.spec.kind == "timeline":
            return Mark(start, end, down + apart, point.label)
        middle = (start + end) / 2 + apart
        return Mark(min(start, middle), max(end, middle), down, point.label)

    def _across(self, place: Place) -> float:
        return self.x.place(across(place), self.width)

    def _down(self, figure: float) -> float:
        return HEIGHT - self.y.place(figure, HEIGHT)

    def _apart(self) -> list[float]:
        """How far each mark is moved, so that those of one figure that would cover each other stay apart."""
        lanes: list[int] = []
        taken: dict[Decimal | None, list[tuple[float, float, int]]] = {}
        for point in self.panel.points:
            left, right = (self._across(end) for end in self._ends(point))
            if self.spec.kind == "points":
                left = right = (left + right) / 2
            beside = taken.setdefault(point.y, [])
            used = {lane for a, b, lane in beside if a - 8 < right and left < b + 8}
            lane = next(lane for lane in range(len(used) + 1) if lane not in used)
            beside.append((left, right, lane))
            lanes.append(lane)
        most = {figure: max(lane for *_, lane in beside) for figure, beside in taken.items()}
        return [
            _APART[self.spec.kind] * (lane - most[point.y] / 2)
            for point, lane in zip(self.panel.points, lanes, strict=True)
        ]


def across(place: Place) -> float:
    """A place on a scale across: days in milliseconds."""
    return milliseconds(place) if isinstance(place, date) else float(place)


def vega(place: Place) -> Any:
    """A day as JavaScript reads it in UTC, a figure as a number."""
    if isinstance(place, date):
        return place.isoformat()
    return float(place) if isinstance(place, Decimal) else place


def _middle(start: Place, end: Place) -> Place:
    if isinstance(start, date) and isinstance(end, date):
        return start + (end - start) // 2
    return start
