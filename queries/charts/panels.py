"""What a chart draws of an answer: its rows as points, in panels that never hold two instruments or two units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from pyoxigraph import Literal, NamedNode

from graph.store import Row, Term
from ontology.namespaces import ID
from queries.answer import Answer
from queries.charts.spec import INSTRUMENT, ChartSpec
from queries.question import Column
from queries.wording import headline

NO_INSTRUMENT: Mapping[str, str] = {
    "en": "No instrument named",
    "zh-Hant": "未指明評測工具",
    "zh-Hans": "未指明评测工具",
}
NOT_SAID = "–"
"""The series of rows that name none."""
_INSTRUMENTS = f"{ID}instrument/"

Place = date | Decimal | str


@dataclass(frozen=True)
class Point:
    """One row on the chart: `row` is its number in the answer, from 0, `told` the row as a sentence."""

    row: int
    told: str
    x: Place | None
    until: date | None = None
    y: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    series: str = ""
    label: str = ""


@dataclass(frozen=True)
class Panel:
    """The points that share a scale: of one instrument (ids; two where each row compares two) and one unit."""

    title: str
    instruments: tuple[str, ...]
    unit: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Charted:
    """An answer as its chart shows it; `left_out` counts the rows without a place on it."""

    spec: ChartSpec
    panels: tuple[Panel, ...]
    series: tuple[str, ...]
    left_out: int


def charted(answer: Answer, language: str) -> Charted | None:
    """The answer's rows as points; None where the question has no chart or no row has a place on it."""
    spec = answer.question.chart
    if spec is None:
        return None
    reader = _Reader(answer, spec, language)
    panels: dict[tuple[str, tuple[str, ...], str], list[Point]] = {}
    for number, row in enumerate(answer.rows):
        if (point := reader.point(number, row)) is not None:
            panels.setdefault(reader.panel(row), []).append(point)
    if not panels:
        return None
    made = tuple(Panel(*key, points=tuple(points)) for key, points in panels.items())
    drawn = [point for panel in made for point in panel.points]
    series = tuple(dict.fromkeys(point.series for point in drawn)) if spec.series else ()
    return Charted(spec, made, series, len(answer.rows) - len(drawn))


@dataclass(frozen=True)
class _Reader:
    """Reads the cells of an answer's rows for its chart."""

    answer: Answer
    spec: ChartSpec
    language: str

    def point(self, number: int, row: Row) -> Point | None:
        """The row as a point; None for one without a place."""
        spec = self.spec
        x, until = self._place(row, spec.x), _day(_cell(row, spec.until))
        y = _number(_cell(row, spec.y))
        if (x is None and until is None) or (spec.y is not None and y is None):
            return None
        low, high = _number(_cell(row, spec.low)), _number(_cell(row, spec.high))
        told = headline(self.answer.question, [row], self.answer.names, self.language)
        series = self._words(row, spec.series) or NOT_SAID
        label = " ".join(filter(None, (self._words(row, name) for name in spec.label)))
        return Point(number, told, x, until, y, low, high, series, label)

    def panel(self, row: Row) -> tuple[str, tuple[str, ...], str]:
        """Title, instruments and unit of the panel that a row belongs to."""
        named = [row.get(column.name) for column in self.answer.question.columns]
        instruments = dict.fromkeys(
            term.value for term in named if isinstance(term, NamedNode) and term.value.startswith(_INSTRUMENTS)
        )
        words = [self.answer.names.name(iri, self.language).text for iri in instruments]
        facet = self._words(row, self.spec.facet)
        if self.spec.facet == INSTRUMENT and not facet:
            facet = NO_INSTRUMENT.get(self.language, NO_INSTRUMENT["en"])
        title = " / ".join(dict.fromkeys(filter(None, (facet, *words))))
        unit = next((c.unit for c in self.answer.question.columns if c.name == self.spec.y), None)
        return title, tuple(iri.removeprefix(ID) for iri in instruments), self._words(row, unit)

    def _place(self, row: Row, name: str) -> Place | None:
        column, term = self._column(name), row.get(name)
        if column.kind == "date":
            return _day(term)
        if column.kind in ("number", "value") and self.spec.kind != "bars":
            return _number(term)
        return self._words(row, name) or None

    def _words(self, row: Row, name: str | None) -> str:
        return self.answer.text(row, self._column(name), self.language) if name else ""

    def _column(self, name: str) -> Column:
        return next(column for column in self.answer.question.columns if column.name == name)


def _cell(row: Row, name: str | None) -> Term | None:
    return row.get(name) if name else None


def _day(term: Term | None) -> date | None:
    try:
        return date.fromisoformat(term.value[:10]) if isinstance(term, Literal) else None
    except ValueError:
        return None


def _number(term: Term | None) -> Decimal | None:
    try:
        number = Decimal(term.value) if isinstance(term, Literal) else None
    except InvalidOperation:
        return None
    return number if number is not None and number.is_finite() else None
