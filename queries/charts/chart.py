"""A chart as a Vega-Lite specification: pure, whole in itself, with nothing to fetch."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from queries.answer import Answer
from queries.charts.axes import lookup, shortened, text_width
from queries.charts.lanes import lanes
from queries.charts.look import SMALL, TEXT, Look, config, dash, shape
from queries.charts.panels import Charted, charted
from queries.charts.plane import plane
from queries.sentences import spoken

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
"""Which language this is: a name, never fetched."""
VERSION = "6.4"
"""Of Vega-Lite, as the renderer numbers it."""
# Renderers write XML, which has no place for these; one that is handed them ends the whole process.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

Spec = dict[str, Any]


def vega_lite(answer: Answer, language: str, look: Look | None = None) -> Spec | None:
    """The chart of an answer in the reader's language; None where there is nothing to draw.

    Each panel holds one instrument and one unit (see queries/chart_panels.py); panels of days share their days.
    """
    chart, look = charted(answer, spoken(language)), look or Look()
    if chart is None:
        return None
    tongue, question = spoken(language), answer.question
    title = question.title.get(tongue, question.title["en"])
    asked = question.question.get(tongue, question.question["en"])
    panels = list(_panels(chart, answer, tongue, look))
    room = look.width - 20 - panels[0]["width"]
    spec = {
        "$schema": SCHEMA,
        "description": f"{title}{'：' if tongue.startswith('zh') else ': '}{asked}",
        "usermeta": {
            "question": question.name,
            "parameters": dict(answer.bound.given),
            "snapshot": answer.version,
            "source": list(look.source),
        },
        "background": look.theme.paper if look.is_alone else None,
        "padding": {"left": 4, "right": 14, "top": 6, "bottom": 4},
        "config": config(look.theme, tongue),
        "title": {"text": list(look.title), "frame": "bounds", "fontSize": TEXT + 4, "offset": 14}
        if look.title
        else None,
        "spacing": 22,
        "vconcat": [*panels, *_source(look, room)],
    }
    return {key: _writable(value) for key, value in spec.items()}


def _writable(value: Any) -> Any:
    """A value without characters that no drawing can hold."""
    if isinstance(value, str):
        return _UNWRITABLE.sub("", value)
    if isinstance(value, dict):
        return {_writable(key): _writable(each) for key, each in value.items()}
    return [_writable(each) for each in value] if isinstance(value, list | tuple) else value


def _in_lanes(chart: Charted) -> bool:
    """Whether each row has a line of its own, for want of a figure or of a day to stand at."""
    named = all(isinstance(point.x, str) for panel in chart.panels for point in panel.points)
    return chart.spec.y is None or (chart.spec.kind == "bars" and named)


def _panels(chart: Charted, answer: Answer, language: str, look: Look) -> Iterator[Spec]:
    in_lanes = _in_lanes(chart)
    drawn = list(lanes(chart, language, look) if in_lanes else plane(chart, language, look))
    # Names stand before the lanes; a legend has the room above the lanes alone, under its title.
    colours = _colours(chart, answer, language, look, drawn[0][0] + 20 if in_lanes else 0)
    spec = chart.spec
    for number, (panel, (width, height, encoding, layers)) in enumerate(zip(chart.panels, drawn, strict=True)):
        measure = _measure(answer, spec.y, panel.unit, language)
        yield {
            "name": f"panel{number}",
            "title": _panel_title(panel.title, measure if spec.y else "", look.width - 40, whole=in_lanes),
            "width": width,
            "height": height,
            "encoding": encoding,
            "layer": [_coloured(layer, number, colours, chart.series) for layer in layers],
            "resolve": {"legend": dict.fromkeys(("color", "shape", "strokeDash"), "independent")},
        }


def _panel_title(title: str, measure: str, width: float, *, whole: bool) -> Spec | None:
    """The instrument, with the measure below it; `whole`: from the left edge, over the names before the lanes."""
    words = [shortened(text, width, TEXT + 1) for text in (title, measure) if text]
    if not words:
        return None
    below = {"subtitle": words[1]} if words[1:] else {}
    return {"text": words[0], **below, **({"frame": "bounds"} if whole else {})}


def _measure(answer: Answer, name: str | None, unit: str, language: str) -> str:
    """What the figures are: the column's label, with their unit."""
    labels = {column.name: column.label for column in answer.question.columns}
    label = labels[name].get(language, labels[name]["en"]) if name else ""
    if not unit:
        return label
    return f"{label} ({unit})" if language == "en" else f"{label}（{unit}）"


def _colours(chart: Charted, answer: Answer, language: str, look: Look, room: int) -> Mapping[str, Spec]:
    """Channel -> encoding: of each series its own colour, shape and line, so that no colour speaks alone.

    `room`: pixels that the legend has with its title above it; 0 where it has the whole width, the title before it.
    """
    if not chart.series:
        return {"color": {"value": look.theme.series(0)}}
    columns = {column.name: column.label for column in answer.question.columns}
    label = columns[chart.spec.series or ""]
    spanned = chart.spec.kind == "timeline" and not _in_lanes(chart)
    words = label.get(language, label["en"])
    free = room or look.width - text_width(words, TEXT) - 40
    names = {name: shortened(name, free - 40, TEXT) for name in chart.series}
    wide = max(text_width(name, TEXT) for name in names.values()) + (54 if spanned else 34)
    legend: Spec = {
        "orient": "top",
        "title": words,
        "columns": max(1, int((free - 20) / wide)),
        "labelExpr": lookup(names, "datum.value"),
        "titleOrient": "top" if room else "left",
    }
    if spanned:
        legend |= {"symbolType": "stroke", "symbolSize": 300, "symbolStrokeWidth": 4}
    every = range(len(chart.series))
    ranges: Mapping[str, list[Any]] = {
        "color": [look.theme.series(n) for n in every],
        "shape": [shape(n) for n in every],
        "strokeDash": [[(2 if spanned else 1) * part for part in dash(n)] for n in every],
    }
    return {
        channel: {
            "field": "series",
            "type": "nominal",
            "scale": {"domain": list(chart.series), "range": values},
            "legend": legend,
        }
        for channel, values in ranges.items()
    }


def _coloured(layer: Spec, number: int, colours: Mapping[str, Spec], series: tuple[str, ...]) -> Spec:
    """A layer of a panel whose `channels` are encoded by series; the first panel's rows carry the legend of all.

    Its name is told apart by the panel's number: Vega-Lite mixes the data of views that share a name.
    """
    speaks = layer.pop("legend", False) and number == 0
    channels = layer.pop("channels", ())
    encoding = {channel: dict(colours[channel]) for channel in channels if channel in colours}
    if series:
        for told in encoding.values():
            told["legend"] = told["legend"] if speaks else None
    return {**layer, "name": f"{layer['name']}{number}", "encoding": {**layer.get("encoding", {}), **encoding}}


def _source(look: Look, room: int) -> Iterator[Spec]:
    """The source below, in lines that fit, from the left edge: `room` pixels before the panels begin."""
    width = look.width - 20
    lines = [line for words in look.source for line in _lines(words, width)]
    if lines:
        text = {"type": "text", "align": "left", "baseline": "top", "fontSize": SMALL, "color": look.theme.muted}
        yield {
            "name": "source",
            "width": width - room,
            "height": 15 * len(lines),
            "data": {"values": [{"line": line, "y": 15 * number} for number, line in enumerate(lines)]},
            "mark": {**text, "aria": False},
            "encoding": {
                "text": {"field": "line", "type": "nominal"},
                "x": {"value": -room},
                "y": {"field": "y", "type": "quantitative", "scale": None, "axis": None},
            },
        }


def _lines(words: str, width: float) -> Iterator[str]:
    """Words broken into lines at spaces, or anywhere where there are none."""
    line = ""
    for piece in words.split(" "):
        if line and text_width(f"{line} {piece}", SMALL) > width:
            yield line
            line = ""
        line = f"{line} {piece}".strip()
        while text_width(line, SMALL) > width:
            cut = next(n for n in range(len(line), 0, -1) if text_width(line[:n], SMALL) <= width)
            yield line[:cut]
            line = line[cut:]
    if line:
        yield line
