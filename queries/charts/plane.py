"""Charts on a plane: days (or figures) across, figures upwards; points, lines, steps, spans, upright bars."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from queries.charts.axes import Scale, day_scale, number_scale, text_width
from queries.charts.labels import SIZE
from queries.charts.look import MOST_MARKS, TEXT, Look
from queries.charts.marks import HEIGHT, Datum, Marks, across
from queries.charts.panels import Charted, Panel, Point

Drawn = tuple[int, int, dict[str, Any], list[dict[str, Any]]]
"""Width, height, encoding and layers of a panel; a layer's `channels` are those that its series decide."""


def plane(chart: Charted, language: str, look: Look) -> list[Drawn]:
    """The panels of a chart on a plane, all on one scale of days, each on its own scale of figures."""
    upright = [_upright(panel, chart, language) for panel in chart.panels]
    room = int(max(text_width(words, TEXT) for scale in upright for _, words in scale.ticks)) + 14
    width = look.width - room - 20
    most = 4 if look.is_narrow else 8
    days = [day for panel in chart.panels for point in panel.points for day in _days(point)]
    shared = day_scale(days, language, most) if days else None
    drawn = []
    for panel, y in zip(chart.panels, upright, strict=True):
        x = shared or number_scale(
            [p.x for p in panel.points if isinstance(p.x, Decimal)], language, most, zero=False
        )
        drawn.append(_Plane(chart, panel, x, y, width, room, look).drawn())
    return drawn


def _upright(panel: Panel, chart: Charted, language: str) -> Scale:
    found = [n for p in panel.points for n in (p.y, p.low, p.high) if n is not None]
    return number_scale(found, language, 5, zero=chart.spec.zero or chart.spec.kind == "bars")


def _days(point: Point) -> Iterator[date]:
    yield from (day for day in (point.x, point.until) if isinstance(day, date))


class _Plane:
    """One panel."""

    def __init__(self, chart: Charted, panel: Panel, x: Scale, y: Scale, width: int, room: int, look: Look) -> None:
        self.chart, self.spec, self.panel, self.look = chart, chart.spec, panel, look
        self.x, self.y, self.width, self.room = x, y, width, room

    def drawn(self) -> Drawn:
        """The panel's size, encoding and layers."""
        kind = {"type": "temporal" if self.x.timed else "quantitative"}
        silent = {"title": None}
        encoding = {
            "x": {
                "field": "at",
                **kind,
                "scale": self.x.vega(),
                "axis": {**silent, **self.x.axis(), "grid": False},
            },
            "y": {
                "field": "y",
                "type": "quantitative",
                "scale": self.y.vega(),
                "axis": {
                    **silent,
                    **self.y.axis(),
                    "domain": False,
                    "ticks": False,
                    "minExtent": self.room,
                    "maxExtent": self.room,
                },
            },
        }
        return self.width, HEIGHT, encoding, list(self._layers(kind))

    def _layers(self, kind: Mapping[str, str]) -> Iterator[dict[str, Any]]:
        data = Marks(self.spec, self.panel, self.x, self.y, self.width).data()
        values = {"data": {"values": data}}
        if self.spec.zero:
            rule = {"type": "rule", "color": self.look.theme.muted, "aria": False}
            yield {
                "name": "zero",
                "data": {"values": [{"y": 0}]},
                "mark": rule,
                "encoding": {"x": {"value": 0}, "x2": {"value": self.width}},
            }
        yield from self._band(values)
        drawing = getattr(self, f"_{self.spec.kind}")
        yield from drawing(values)
        if any(datum.get("words") for datum in data):
            yield self._words([datum for datum in data if datum.get("words")])

    def _band(self, values: dict[str, Any]) -> Iterator[dict[str, Any]]:
        if self.spec.low is None:
            return
        ends = {"y": {"field": "low", "type": "quantitative"}, "y2": {"field": "high"}}
        lined = self.spec.kind in ("line", "step")
        mark: dict[str, Any] = {"type": "area", "opacity": 0.15} if lined else {"type": "rule", "strokeWidth": 1.5}
        if self.spec.kind == "step":
            mark["interpolate"] = "step-after"
        yield {**values, "name": "band", "mark": {**mark, "aria": False}, "encoding": ends, "channels": ("color",)}

    def _line(self, values: dict[str, Any]) -> Iterator[dict[str, Any]]:
        marked = sum(len(panel.points) for panel in self.chart.panels) <= MOST_MARKS
        line: dict[str, Any] = {"type": "line", "strokeWidth": 1.75, "aria": not marked}
        if self.spec.kind == "step":
            line["interpolate"] = "step-after"
        told = {} if marked else {"encoding": {"description": {"field": "series", "type": "nominal"}}}
        yield {
            **values,
            "name": "line",
            "mark": line,
            "channels": ("color", "strokeDash"),
            "legend": not marked,
            **told,
        }
        if marked:
            yield from self._points(values)

    _step = _line

    def _points(self, values: dict[str, Any]) -> Iterator[dict[str, Any]]:
        offset = {"xOffset": {"expr": "datum.apart"}}
        if self.spec.until and self.spec.kind == "points":
            # What is known to a month only is drawn as a month.
            reach = {"x": {"field": "x", "type": "temporal"}, "x2": {"field": "until"}}
            mark = {"type": "rule", "strokeWidth": 1.5, "aria": False}
            yield {**values, "name": "reach", "mark": mark, "encoding": reach, "channels": ("color",)}
        mark = {"type": "point", "filled": True, "size": 62, "opacity": 1, "stroke": self.look.theme.paper}
        yield {**values, **rows_layer({**mark, **offset, "strokeWidth": 0.75}), "channels": ("color", "shape")}

    def _bars(self, values: dict[str, Any]) -> Iterator[dict[str, Any]]:
        places = sorted({self.x.place(across(point.x), self.width) for point in self.panel.points if point.x})
        wide = max(3, min(18, int(0.8 * min((b - a for a, b in pairwise(places)), default=18))))
        ends = {"y": {"field": "y", "type": "quantitative", "stack": None}}
        yield {**values, **rows_layer({"type": "bar", "width": wide}, ends), "channels": ("color",)}

    def _timeline(self, values: dict[str, Any]) -> Iterator[dict[str, Any]]:
        offset = {"expr": "datum.apart"}
        ends = {"x": {"field": "x", "type": "temporal"}, "x2": {"field": "until"}}
        mark = {"type": "rule", "strokeWidth": 5, "yOffset": offset, "y2Offset": offset}
        yield {**values, **rows_layer(mark, ends), "channels": ("color", "strokeDash")}
        for end, turned in (("x", -90), ("until", 90)):
            opened = [datum for datum in values["data"]["values"] if end in datum["open"]]
            if opened:
                arrow = {"type": "point", "shape": "triangle-up", "filled": True, "angle": turned, "size": 70}
                yield {
                    "name": f"open-{end}",
                    "data": {"values": opened},
                    "mark": {**arrow, "opacity": 1, "yOffset": offset, "aria": False},
                    "encoding": {"x": {"field": end, "type": "temporal"}},
                    "channels": ("color",),
                }

    def _words(self, data: list[Datum]) -> dict[str, Any]:
        """The words beside the marks."""
        moved = {name: {"expr": f"datum.{name}"} for name in ("align", "dx", "dy")}
        mark = {
            "type": "text",
            "fontSize": SIZE,
            "color": self.look.theme.muted,
            "baseline": "middle",
            "aria": False,
        }
        return {
            "name": "words",
            "data": {"values": data},
            "mark": {**mark, **moved},
            "encoding": {"text": {"field": "words", "type": "nominal"}},
        }


def rows_layer(mark: Mapping[str, Any], encoding: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The layer whose marks are the rows, one each, with the row in words for who does not see it."""
    told = {"description": {"field": "told", "type": "nominal"}}
    return {"name": "rows", "mark": dict(mark), "encoding": {**(encoding or {}), **told}, "legend": True}
