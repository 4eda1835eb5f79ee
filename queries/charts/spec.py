"""The chart of a question as its header declares it: the kind of marks, and which column goes where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

INSTRUMENT = "instrument"
"""The column that keeps figures of different instruments apart: a chart with it has a panel for each."""
_NUMBERS = ("number", "value")
_TIMED = ("line", "step", "timeline")
_KINDS: Mapping[str, tuple[str, ...]] = {
    "y": _NUMBERS,
    "until": ("date",),
    "low": _NUMBERS,
    "high": _NUMBERS,
}
"""Place in a chart -> the kinds of column that can stand there; in the others any can."""


@dataclass(frozen=True)
class ChartSpec:
    """What a chart shows; all but `kind` and `zero` are names of columns, `label` of those whose words it joins.

    `kind` is line, step, points, bars or timeline. A timeline's marks reach from `x` to `until`; a point with an
    `until` is known no better than that. `low` and `high` are the ends of the band around `y`; `zero` draws the
    line at nought and keeps it in view.
    """

    kind: str
    x: str
    y: str | None = None
    until: str | None = None
    series: str | None = None
    label: tuple[str, ...] = ()
    facet: str | None = None
    low: str | None = None
    high: str | None = None
    zero: bool = False


def chart_spec(header: Mapping[str, Any]) -> ChartSpec | None:
    """The chart of a header that has one and holds (see chart_lies)."""
    if (chart := header.get("chart")) is None:
        return None
    places = _places(chart)
    kind, x, label = str(chart["kind"]), places.pop("x"), tuple(chart.get("label", ()))
    return ChartSpec(kind=kind, x=x, label=label, zero=bool(chart.get("zero", False)), **places)


def _places(chart: Mapping[str, Any]) -> dict[str, str]:
    """Place -> column, but for the label's."""
    places = {name: column for name, column in chart.items() if name not in ("kind", "zero", "band", "label")}
    return places | dict(chart.get("band", {}))


def chart_lies(header: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with the chart of a header whose form holds: columns that are none or of no use there."""
    if (chart := header.get("chart")) is None:
        return
    columns, places, kind = header["columns"], _places(chart), chart["kind"]
    labels = [("label", name) for name in chart.get("label", ())]
    for place, name in (*places.items(), *labels):
        if name not in columns:
            yield f"the chart's {place} names {name}, which is no column"
        elif (found := columns[name]["kind"]) not in (wanted := _wanted(place, kind)) and wanted:
            yield f"the chart's {place} is {name}, whose kind is {found}, not {' or '.join(wanted)}"
    if INSTRUMENT in columns and places.get("facet") != INSTRUMENT:
        yield f"the chart mixes instruments: its facet has to be {INSTRUMENT}"
    if INSTRUMENT in header.get("parameters", {}) and INSTRUMENT not in columns:
        yield f"the chart needs the column {INSTRUMENT}, by which its figures are kept apart"


def _wanted(place: str, kind: str) -> tuple[str, ...]:
    if place != "x":
        return _KINDS.get(place, ())
    return ("date",) if kind in _TIMED else ("date", *_NUMBERS) if kind == "points" else ()
