"""A rendered chart as SVG that the site's policy lets through: shapes and words, no style, script or address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from markupsafe import Markup

from queries.charts.look import Theme

SVG = "http://www.w3.org/2000/svg"
_SHAPES = ("path", "line", "rect", "circle", "polyline", "polygon")
TAGS = frozenset(["svg", "g", "text", "tspan", "defs", "clipPath", *_SHAPES])
_PLACES = ("d", "x", "y", "x1", "y1", "x2", "y2", "dx", "dy", "r", "cx", "cy", "points", "width", "height")
_PAINT = ("fill", "fill-opacity", "opacity", "stroke", "stroke-opacity", "stroke-width", "stroke-dasharray")
_LINES = ("stroke-linecap", "stroke-linejoin", "stroke-miterlimit")
_TEXT = ("text-anchor", "font-family", "font-size", "font-weight")
ATTRIBUTES = frozenset(["id", "viewBox", "transform", "clip-path", *_PLACES, *_PAINT, *_LINES, *_TEXT])
"""What passes; all else is dropped, whatever a later renderer may write."""
_LONG = re.compile(r"(-?\d+\.\d{2})\d+")
_CLIP = re.compile(r"url\(#([\w-]+)\)")
_GROUP = re.compile(r"\brole-mark\b")
_COLOURED = ("fill", "stroke")


def clean(svg: str, *, prefix: str, label: str, theme: Theme) -> Markup:
    """The drawing with `label` as its name, every id begun by `prefix`, and the theme's colours as classes.

    The colours stay as attributes too, so that the drawing needs no style sheet; a style sheet that has the classes
    `fill-NAME` and `stroke-NAME` decides instead (see assets/charts.css). A mark that speaks to a screen reader has
    the class `mark`.
    """
    root = ElementTree.fromstring(svg)
    names = {theme.ink: "ink", theme.muted: "muted", theme.rule: "rule", theme.paper: "paper"}
    names |= {colour: name for name, colour in theme.hues.items()}
    drawn = _element(root, _Reading(prefix, names), in_marks=False)
    assert drawn is not None, "the renderer draws SVG"
    drawn.attrib |= {"xmlns": SVG, "class": "chart-drawing", "role": "img", "aria-label": label}
    return Markup(ElementTree.tostring(drawn, encoding="unicode"))


class _Reading:
    """What one drawing is read with."""

    def __init__(self, prefix: str, names: dict[str, str]) -> None:
        self.prefix, self.names = prefix, names

    def attributes(self, found: ElementTree.Element) -> Iterator[tuple[str, str]]:
        """The attributes that pass."""
        for name, value in found.attrib.items():
            if name not in ATTRIBUTES or (name == "opacity" and value == "1"):
                continue
            if name == "id":
                yield name, self.prefix + value
            elif name == "clip-path":
                if target := _CLIP.fullmatch(value):
                    yield name, f"url(#{self.prefix}{target[1]})"
            elif "url(" not in value:
                yield name, _LONG.sub(r"\1", value) if name in ("transform", *_PLACES) else value

    def classes(self, found: ElementTree.Element) -> list[str]:
        """The classes for the theme's colours."""
        said = ((name, self.names.get(found.get(name, "").lower())) for name in _COLOURED)
        return [f"{name}-{colour}" for name, colour in said if colour]


def _element(found: ElementTree.Element, reading: _Reading, *, in_marks: bool) -> ElementTree.Element | None:
    """An element with what may pass of it; None for one that may not, or that draws nothing."""
    tag = found.tag.removeprefix(f"{{{SVG}}}")
    if tag not in TAGS or found.get("display") == "none" or _is_empty(found, tag):
        return None
    made = ElementTree.Element(tag, dict(reading.attributes(found)))
    classes = reading.classes(found)
    if in_marks and tag != "g" and (told := found.get("aria-label")) and found.get("aria-hidden") != "true":
        made.attrib |= {"role": "img", "aria-label": told}
        classes.append("mark")
    if classes:
        made.set("class", " ".join(classes))
    made.text = found.text
    inside = in_marks or bool(_GROUP.search(found.get("class", "")))
    children = (_element(child, reading, in_marks=inside) for child in found)
    made.extend(child for child in children if child is not None)
    return made if tag != "g" or len(made) else None


def _is_empty(found: ElementTree.Element, tag: str) -> bool:
    """Whether it is one of the unpainted frames that Vega draws around everything."""
    return tag == "path" and found.get("class") in ("background", "foreground") and found.get("fill") is None
