"""A chart of a result that has a day and a number: drawn as for named questions, on columns found by their terms.

Figures of different instruments or units never share a panel. A result may leave out the column that would keep
them apart, and then the chart has to say that nobody looked.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup
from pyoxigraph import Literal, NamedNode

from graph.clocks import Clocks
from graph.store import Row, Term
from ontology.namespaces import ID, XSD
from ontology.rq import QueryFile
from queries.answer import Answer
from queries.binding import Bound
from queries.charts.chart import vega_lite
from queries.charts.look import MOST_MARKS, NARROW, WIDE, Look
from queries.charts.panels import charted
from queries.charts.spec import ChartSpec
from queries.question import Column, Question
from webui.charts.drawn import Figure, drawn, source
from webui.charts.svg import clean
from webui.endpoint.results import Results, number
from webui.language import LANGUAGES, language
from webui.site import Site

MOST_ROWS = 2000
"""Rows that a chart can show; of more there is none, rather than one of some of them."""
MOST_PANELS = 12
_MOST_SERIES = 6
_NAME = "sparql"
_TITLE: Mapping[str, str] = {"en": "Result of a query", "zh-Hant": "查詢結果", "zh-Hans": "查询结果"}
_COLONS: Mapping[str, str] = {"en": ": ", "zh-Hant": "：", "zh-Hans": "："}
_DAYS = (XSD + "date", XSD + "dateTime")


@dataclass(frozen=True)
class ResultChart:
    """The chart, which columns it shows, and which of instrument and unit no column of the result names."""

    figure: Figure
    x: str
    y: str
    unchecked: tuple[str, ...]


@dataclass(frozen=True)
class _Columns:
    """Which column of a result goes where, by its place in the row."""

    x: int
    y: int
    instruments: tuple[int, ...]
    unit: int | None
    series: int | None
    label: int | None


def result_chart(results: Results, query: str, at: Site) -> ResultChart | None:
    """The chart of a result; None for one without a day or a number, or with more rows than a chart can show."""
    if results.graph or results.answer is not None or not 1 < len(results.rows) <= MOST_ROWS:
        return None
    places = _places(results)
    if places is None:
        return None
    answer = _answer(results, places, query, at)
    found = charted(answer, language())
    if found is None or len(found.panels) > MOST_PANELS:
        return None
    marks = sum(len(panel.points) for panel in found.panels)
    narrow = _inline(answer, "narrow", NARROW) if marks <= MOST_MARKS else None
    made = Figure(_inline(answer, "wide", WIDE), narrow, source(answer, found), found.left_out)
    unchecked = [("instrument", not places.instruments), ("unit", places.unit is None)]
    missing = tuple(name for name, is_missing in unchecked if is_missing)
    return ResultChart(made, results.columns[places.x], results.columns[places.y], missing)


def _inline(answer: Answer, name: str, width: int) -> Markup:
    look = Look(width=width)
    spec = vega_lite(answer, language(), look)
    assert spec is not None
    prefix = f"{_NAME}-{name}-"
    return clean(drawn(json.dumps(spec)), prefix=prefix, label=spec["description"], theme=look.theme)


def _places(results: Results) -> _Columns | None:
    columns = [[row[i] for row in results.rows if row[i] is not None] for i in range(len(results.columns))]
    days = [i for i, terms in enumerate(columns) if terms and all(_is_day(term) for term in terms)]
    figures = [i for i, terms in enumerate(columns) if terms and all(number(t) is not None for t in terms)]
    if not days or not figures:
        return None
    instruments = tuple(i for i, terms in enumerate(columns) if terms and _all_of(terms, "instrument/"))
    units = [i for i, terms in enumerate(columns) if terms and _all_of(terms, "unit/")]
    taken = {days[0], figures[0], *instruments, *units}
    worded = [i for i, terms in enumerate(columns) if i not in taken and terms and all(map(_is_word, terms))]
    series = next((i for i in worded if 1 < len(set(columns[i])) <= min(_MOST_SERIES, len(columns[i]) // 2)), None)
    label = next((i for i in worded if i != series and len(set(columns[i])) > 1), None)
    return _Columns(days[0], figures[0], instruments, units[0] if units else None, series, label)


def _is_day(term: Term | None) -> bool:
    if not isinstance(term, Literal) or term.datatype.value not in _DAYS:
        return False
    try:
        date.fromisoformat(term.value[:10])
    except ValueError:
        return False
    return True


def _all_of(terms: Sequence[Term | None], begins: str) -> bool:
    return all(isinstance(term, NamedNode) and term.value.startswith(ID + begins) for term in terms)


def _is_word(term: Term | None) -> bool:
    return isinstance(term, NamedNode) or (isinstance(term, Literal) and number(term) is None and not _is_day(term))


def _answer(results: Results, places: _Columns, query: str, at: Site) -> Answer:
    """The result as the answer of a question made for it, with columns named by what they are."""
    named = {"day": places.x, "figure": places.y}
    named |= {"unit": places.unit} if places.unit is not None else {}
    named |= {f"instrument{n or ''}": i for n, i in enumerate(places.instruments)}
    named |= {"series": places.series} if places.series is not None else {}
    named |= {"label": places.label} if places.label is not None else {}
    rows: list[Row] = [
        {name: term for name, i in named.items() if (term := row[i]) is not None} for row in results.rows
    ]
    asked = _question(named, results.columns, query)
    bound = Bound(asked, {}, {}, Clocks())
    snapshot = at.snapshot
    return Answer(bound, rows, snapshot.version, snapshot.last_day, at.overlay, at.names)


def _question(named: Mapping[str, int], columns: Sequence[str], query: str) -> Question:
    kinds = {"day": "date", "figure": "value"}
    spec = ChartSpec(
        kind="points",
        x="day",
        y="figure",
        series="series" if "series" in named else None,
        label=("label",) if "label" in named else (),
        facet="instrument" if "instrument" in named else None,
    )
    told = {tag: f"[{{series}} ][{{label}} ]{{day}}{colon}{{figure}}[ {{unit}}]" for tag, colon in _COLONS.items()}
    measure = f"?{columns[named['figure']]} / ?{columns[named['day']]}"
    return Question(
        name=_NAME,
        title=_TITLE,
        question=dict.fromkeys(LANGUAGES, measure),
        parameters=(),
        columns=tuple(
            Column(
                name,
                kinds.get(name, "entity"),
                dict.fromkeys(LANGUAGES, f"?{columns[i]}"),
                "unit" if name == "figure" and "unit" in named else None,
            )
            for name, i in named.items()
        ),
        answer=told,
        clocks=(),
        needs=dict.fromkeys(LANGUAGES, ""),
        query=QueryFile(_NAME, query),
        theme="figures",
        chart=spec,
    )
