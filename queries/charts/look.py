"""How charts look: sizes, colours on light and dark paper, fonts; as Vega-Lite's configuration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

WIDE, NARROW = 760, 340
"""Pixels: for a page and for a phone."""
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
DASHES = ((1, 0), (6, 3), (2, 3), (9, 3, 2, 3), (12, 4), (4, 2))
TEXT, SMALL = 12, 11
MOST_MARKS = 240
"""Rows that a line shows as marks of their own; of more it shows the line, and the table has the rows."""


@dataclass(frozen=True)
class Theme:
    """Colours by their part; `hues` are those of the series. The site's style sheets have the same (tokens.css)."""

    name: str
    paper: str
    ink: str
    muted: str
    rule: str
    hues: Mapping[str, str]

    def series(self, number: int) -> str:
        """The colour of a series; they come again after the last, with another shape."""
        return list(self.hues.values())[number % len(self.hues)]


LIGHT = Theme(
    "light",
    paper="#fbfaf7",
    ink="#1b1f23",
    muted="#575e66",
    rule="#e3e0d8",
    hues={
        "petrol": "#0b5d74",
        "ochre": "#8c5a0b",
        "plum": "#77397c",
        "moss": "#41682a",
        "brick": "#9a3f2c",
        "slate": "#4e5a66",
    },
)
DARK = Theme(
    "dark",
    paper="#14171a",
    ink="#e9e7e2",
    muted="#a4acb4",
    rule="#2c3237",
    hues={
        "petrol": "#74c5dc",
        "ochre": "#dfb46a",
        "plum": "#d6a2da",
        "moss": "#a8cd8c",
        "brick": "#eba08c",
        "slate": "#a9b6c2",
    },
)
THEMES: Mapping[str, Theme] = {theme.name: theme for theme in (LIGHT, DARK)}
FONTS: Mapping[str, str] = {
    "en": "Noto Sans CJK TC, Noto Sans TC, PingFang TC, Microsoft JhengHei, sans-serif",
    "zh-Hant": "Noto Sans CJK TC, Noto Sans TC, PingFang TC, Microsoft JhengHei, sans-serif",
    "zh-Hans": "Noto Sans CJK SC, Noto Sans SC, PingFang SC, Microsoft YaHei, sans-serif",
}
"""Language -> font family: named, so that Han characters are never drawn in the shapes of another country."""


@dataclass(frozen=True)
class Look:
    """One drawing: its width in pixels, its theme, and what stands above and below when it travels alone."""

    width: int = WIDE
    theme: Theme = LIGHT
    title: tuple[str, ...] = ()
    source: tuple[str, ...] = ()

    @property
    def is_alone(self) -> bool:
        """Whether it is drawn to travel, with its title, its source and its paper."""
        return bool(self.title or self.source)

    @property
    def is_narrow(self) -> bool:
        """Whether it is for a phone."""
        return self.width < 500


def shape(number: int) -> str:
    """The shape of a series; when the colours come again it is another one."""
    return SHAPES[(number + number // len(SHAPES)) % len(SHAPES)]


def dash(number: int) -> tuple[int, ...]:
    """The line of a series."""
    return DASHES[number % len(DASHES)]


def config(theme: Theme, language: str) -> dict[str, Any]:
    """The configuration: nothing but the marks of rows speaks to a screen reader (the table has the rest)."""
    silent = {"aria": False}
    label = {"labelLimit": 0, "labelColor": theme.muted, "labelFontSize": TEXT, "labelFontWeight": "normal"}
    title = {"titleColor": theme.muted, "titleFontSize": TEXT, "titleFontWeight": "normal"}
    return {
        "font": FONTS.get(language, FONTS["en"]),
        "view": {"stroke": None},
        "axis": {
            **silent,
            **label,
            **title,
            "domainColor": theme.muted,
            "gridColor": theme.rule,
            "tickColor": theme.rule,
            "labelOverlap": True,
        },
        # A label at the end of the axis may reach into the padding, not beyond the drawing.
        "axisX": {"labelBound": 12},
        "legend": {**silent, **label, **title, "symbolSize": 70},
        "title": {
            **silent,
            "anchor": "start",
            "frame": "group",
            "color": theme.ink,
            "fontSize": TEXT + 1,
            "fontWeight": 600,
            "subtitleColor": theme.muted,
            "subtitleFontSize": TEXT,
            "offset": 10,
        },
    }
