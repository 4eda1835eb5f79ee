"""Charts in lanes: a row or a name each on its own line, with bars of figures or spans of time across."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from queries.charts.axes import Scale, day_scale, lookup, number_scale, shortened, text_width
from queries.charts.look import TEXT, Look
from queries.charts.panels import Charted, Panel, Point
from queries.charts.plane import Drawn, rows_layer

_LANE = 24
_BAR = 14


def lanes(chart: Charted, language: str, look: Look) -> list[Drawn]:
    """The panels of a chart in lanes, in the order of the rows."""
    points = [point for panel in chart.panels for point in panel.points]
    most = 3 if look.is_narrow else 7
    names = [_name(chart, point) for point in points]
    room = int(min(max(text_width(name, TEXT) for name in names), 0.4 * look.width)) + 12
    width = look.width - room - 20
    days = [day for point in points for day in (point.x, point.until) if isinstance(day, date)]
    shared = day_scale(days, language, most) if chart.spec.kind == "timeline" else None
    drawn = []
    for panel in chart.panels:
        scale = shared or number_scale(_figures(panel), language, most, zero=True)
        drawn.append(_panel(chart, panel, scale, (width, room)))
    return drawn


def _figures(panel: Panel) -> list[Decimal]:
    return [n for p in panel.points for n in (p.y, p.low, p.high) if n is not None]


def _name(chart: Charted, point: Point) -> str:
    return (str(point.x) if chart.spec.kind == "bars" else point.label) or point.series


def _panel(chart: Charted, panel: Panel, scale: Scale, sizes: tuple[int, int]) -> Drawn:
    width, room = sizes
    keys = _keys(chart, panel)
    data = list(_data(chart, panel, keys, scale))
    words = {
        key: shortened(_name(chart, point), room - 8, TEXT) for key, point in zip(keys, panel.points, strict=True)
    }
    grouped = chart.spec.kind == "bars" and len(set(keys)) < len(keys)
    each = _LANE if not grouped else max(_LANE, 11 * len(chart.series) + 6)
    across = {"type": "temporal" if scale.timed else "quantitative", "scale": scale.vega()}
    encoding = {
        "y": {
            "field": "lane",
            "type": "ordinal",
            "sort": None,
            "axis": {
                "title": None,
                "ticks": False,
                "domain": False,
                "grid": False,
                "labelPadding": 6,
                "labelExpr": lookup(words, "datum.value"),
                "minExtent": room,
                "maxExtent": room,
            },
        },
        "x": {"field": "from", **across, "axis": {"title": None, **scale.axis(), "domain": False, "ticks": False}},
    }
    return width, each * len(words), encoding, list(_layers(chart, data, grouped=grouped))


def _keys(chart: Charted, panel: Panel) -> list[str]:
    """A lane for each row; rows of several series that name the same thing share one."""
    found: list[str] = []
    seen: dict[tuple[str, str], int] = {}
    for point in panel.points:
        if chart.spec.kind != "bars":
            found.append(f"{point.row}")
            continue
        name = (str(point.x), point.series)
        seen[name] = seen.get(name, 0) + 1
        found.append(f"{point.x} {seen[name]}")
    return found


def _data(chart: Charted, panel: Panel, keys: list[str], scale: Scale) -> Iterator[dict[str, Any]]:
    edges = (
        [(date(1970, 1, 1) + timedelta(milliseconds=end)) for end in (scale.low, scale.high)] if scale.timed else []
    )
    for key, point in zip(keys, panel.points, strict=True):
        datum: dict[str, Any] = {"row": point.row, "told": point.told, "series": point.series, "lane": key}
        if scale.timed:
            start = point.x if isinstance(point.x, date) else edges[0]
            datum |= {"from": start.isoformat(), "to": (point.until or edges[1]).isoformat()}
        else:
            datum |= {"from": 0, "to": float(point.y or 0)}
        if chart.spec.low and point.low is not None and point.high is not None:
            datum |= {"low": float(point.low), "high": float(point.high)}
        yield datum


def _layers(chart: Charted, data: list[dict[str, Any]], *, grouped: bool) -> Iterator[dict[str, Any]]:
    values = {"data": {"values": data}}
    beside: Mapping[str, Any] = {"yOffset": {"field": "series", "sort": None}} if grouped else {}
    size = {} if grouped else {"height": _BAR}
    ends = (
        {"x": {"field": "from"}, "x2": {"field": "to"}}
        if chart.spec.kind == "timeline"
        else {"x": {"field": "to", "type": "quantitative", "stack": None}}
    )
    if chart.spec.kind == "timeline":
        ends["x"]["type"] = "temporal"
    yield {**values, **rows_layer({"type": "bar", **size}, {**ends, **beside}), "channels": ("color",)}
    if chart.spec.low:
        band = {"x": {"field": "low", "type": "quantitative"}, "x2": {"field": "high"}, **beside}
        yield {
            **values,
            "name": "band",
            "mark": {"type": "rule", "strokeWidth": 1.5, "aria": False},
            "encoding": band,
        }
