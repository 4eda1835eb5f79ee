"""Charts of answers for pages: drawn on the server, kept while they are asked for, with their source below."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

import vl_convert
from flask import request
from markupsafe import Markup
from pyoxigraph import NamedNode

from ontology.namespaces import ID
from queries.answer import Answer
from queries.binding import ParameterError
from queries.charts.chart import VERSION, vega_lite
from queries.charts.look import MOST_MARKS, NARROW, THEMES, WIDE, Look, Theme
from queries.charts.panels import Charted, charted
from queries.refusals import Refusal, wording
from queries.wording import time_words
from webui.charts.svg import clean
from webui.language import in_words, language, translate, translate_count
from webui.site import site
from webui.views import rows
from webui.words.naming import plain_name

ENDINGS = {"svg": "image/svg+xml", "png": "image/png", "vl.json": "application/json"}
"""Ending of a question's address -> media type of its chart."""
KEPT = 128
"""Drawings that are kept; the same specification is the same drawing, whoever asks."""
_SHARP = 2
"""Pixels of a shared picture to one of the drawing."""
_PERSONAL = "personal-use"
_AND = {"en": "; ", "zh-Hant": "；", "zh-Hans": "；"}


@dataclass(frozen=True)
class Figure:
    """A chart on a page: for a wide and for a narrow screen, its source, and how many rows it has no place for.

    One of very many marks is drawn once only, and a narrow screen moves it in its box.
    """

    wide: Markup
    narrow: Markup | None
    source: tuple[str, ...]
    left_out: int


_figures: OrderedDict[tuple[object, ...], Figure | None] = OrderedDict()
_lock = Lock()


def figure(answer: Answer) -> Figure | None:
    """The chart of an answer; None where its question has none or nothing can be drawn.

    Kept by question, parameters with clocks, language and snapshot, which decide the answer and its words.
    """
    given = tuple(sorted(answer.bound.given.items()))
    key = (answer.question.name, given, language(), site().snapshot.path.name, answer.overlay)
    with _lock:
        if key in _figures:
            _figures.move_to_end(key)
            return _figures[key]
    made = _figure(answer)
    with _lock:
        _figures[key] = made
        while len(_figures) > KEPT:
            _figures.popitem(last=False)
    return made


def _figure(answer: Answer) -> Figure | None:
    found = charted(answer, language())
    if found is None:
        return None
    marks = sum(len(panel.points) for panel in found.panels)
    narrow = _inline(answer, "narrow", NARROW) if marks <= MOST_MARKS else None
    return Figure(_inline(answer, "wide", WIDE), narrow, source(answer, found), found.left_out)


def download(answer: Answer, ending: str) -> bytes | None:
    """The chart as a file that says whence it comes; in the colours of `?theme=`, light unless told otherwise."""
    theme, found = chosen_theme(), charted(answer, language())
    if found is None:
        return None
    look = Look(theme=theme, title=(in_words(answer.question.title),), source=source(answer, found))
    spec = vega_lite(answer, language(), look)
    assert spec is not None
    if ending == "vl.json":
        return json.dumps(spec, ensure_ascii=False, indent=2).encode()
    svg = drawn(json.dumps(spec))
    if ending == "png":
        return png(svg)
    return str(clean(svg, prefix="", label=spec["description"], theme=theme)).encode()


def chosen_theme() -> Theme:
    """The theme that this request asks for. Raises ParameterError for one that there is not."""
    name = request.args.get("theme", "light")
    if name not in THEMES:
        raise ParameterError(
            [Refusal("theme", wording("no-such-theme", text=name), wording("one-of", names=tuple(THEMES)))]
        )
    return THEMES[name]


def _inline(answer: Answer, name: str, width: int) -> Markup:
    look = Look(width=width)
    spec = vega_lite(answer, language(), look)
    assert spec is not None
    prefix = f"{answer.question.name}-{name}-"
    return clean(drawn(json.dumps(spec)), prefix=prefix, label=spec["description"], theme=look.theme)


@lru_cache(maxsize=KEPT)
def drawn(spec: str) -> str:
    """The SVG of a specification (JSON). No address is allowed to be fetched, and none is in it.

    The text of the specification holds all that decides the drawing: the answer's figures, the reader's language,
    the theme and the width. So it is the key, and a new snapshot can't be answered with an old drawing.
    """
    return str(vl_convert.vegalite_to_svg(spec, vl_version=VERSION, allowed_base_urls=[]))


@lru_cache(maxsize=KEPT // 4)
def png(svg: str) -> bytes:
    """The picture of a drawing, at twice its size."""
    return bytes(vl_convert.svg_to_png(svg, scale=_SHARP))


def source(answer: Answer, found: Charted) -> tuple[str, ...]:
    """Whence the figures come: instruments, snapshot and its last day; the terms of the tables that rows name."""
    instruments = dict.fromkeys(name for panel in found.panels for name in panel.instruments)
    last_day = time_words(answer.last_day.isoformat(), language())
    lines = []
    if instruments:
        names = _AND[language()].join(plain_name(name) for name in instruments)
        told = translate_count("Instrument: %(names)s", "Instruments: %(names)s", len(instruments))
        lines.append(told % {"names": names})
    lines += list(_terms(answer))
    told = translate("AI Frontier Graph, snapshot %(version)s, data to %(last_day)s")
    return (*lines, told % {"version": answer.version[:16], "last_day": last_day})


def _terms(answer: Answer) -> Iterator[str]:
    """The terms of each table whose figures are in the rows."""
    tables = sorted({table for row in answer.rows for term in row.values() if (table := _table(term))})
    if not tables:
        return
    for row in rows(site().store, "dataset-terms", dataset=tables):
        licence = row.text("licence").rpartition("/")[2]
        told = [row.text("attribution") or plain_name(row.id("dataset"))]
        if licence and licence != _PERSONAL and licence.replace("-", " ") not in told[0].replace("-", " "):
            told.append(licence)
        if row.text("passOn") == "false" or licence == _PERSONAL:
            told.append(translate("for personal use, not to be passed on"))
        yield translate(", ").join(told)


def _table(term: object) -> str | None:
    """The id of the table that a cell names, itself or by one of its figures."""
    name = term.value.removeprefix(ID) if isinstance(term, NamedNode) else ""
    kind, _, rest = name.partition("/")
    return f"dataset/{rest.partition('/')[0]}" if kind in ("dataset", "observation") and rest else None
