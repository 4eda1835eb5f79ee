"""Small answers for charts: a question with a chart, and the rows of a test in place of a store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode

from graph.names import Names
from graph.store import Row, Term
from ontology.namespaces import ID
from ontology.rq import load_rq
from ontology.vocabulary import load_vocabulary
from queries.answer import Answer
from queries.binding import bind
from queries.question import Question, question_of

XSD = "http://www.w3.org/2001/XMLSchema#"
QUERY = """\
#: theme: claims
#: title: {en: Scores, zh-Hant: 分數, zh-Hans: 分数}
#: question: {en: "Which scores?", zh-Hant: "幾分？", zh-Hans: "几分？"}
#: clocks: []
#: chart: CHART
#: columns:
#:   model: {kind: text, label: {en: Model, zh-Hant: 模型, zh-Hans: 模型}}
#:   day: {kind: date, label: {en: Day, zh-Hant: 日期, zh-Hans: 日期}}
#:   until: {kind: date, label: {en: Until, zh-Hant: 迄, zh-Hans: 截止}}
#:   score: {kind: number, unit: unit, label: {en: Score, zh-Hant: 分數, zh-Hans: 分数}}
#:   unit: {kind: entity, label: {en: Unit, zh-Hant: 單位, zh-Hans: 单位}}
#:   low: {kind: number, label: {en: Low, zh-Hant: 低, zh-Hans: 低}}
#:   high: {kind: number, label: {en: High, zh-Hant: 高, zh-Hans: 高}}
#:   group: {kind: text, label: {en: Group, zh-Hant: 群組, zh-Hans: 群组}}
#:   instrument: {kind: entity, label: {en: Instrument, zh-Hant: 評測工具, zh-Hans: 评测工具}}
#:   other: {kind: entity, label: {en: Other, zh-Hant: 其他, zh-Hans: 其他}}
#: answer: {en: "{model}: {score}", zh-Hant: "{model}：{score}", zh-Hans: "{model}：{score}"}
#: needs: {en: a score, zh-Hant: 分數, zh-Hans: 分数}
SELECT ?model ?day ?until ?score ?unit ?low ?high ?group ?instrument ?other WHERE { }
"""
CHARTS: Mapping[str, str] = {
    "points": "{kind: points, x: day, y: score, series: group, label: [model], facet: instrument}",
    "months": "{kind: points, x: day, until: until, y: score, label: [model], facet: instrument}",
    "line": "{kind: line, x: day, y: score, series: group, facet: instrument, zero: true}",
    "step": "{kind: step, x: day, y: score, series: group, facet: instrument, band: {low: low, high: high}}",
    "bars": "{kind: bars, x: model, y: score, series: group, facet: instrument}",
    "upright": "{kind: bars, x: day, y: score, facet: instrument, band: {low: low, high: high}}",
    "timeline": "{kind: timeline, x: day, until: until, y: score, series: group, facet: instrument}",
    "lanes": "{kind: timeline, x: day, until: until, label: [model], series: group, facet: instrument}",
}
"""A chart of each shape, by name."""


def question_with(folder: Path, chart: str) -> Question:
    """The question with this chart in its header."""
    path = folder / "scores.rq"
    path.write_text(QUERY.replace("CHART", chart), encoding="utf-8")
    return question_of(load_rq(path))


def answer_with(folder: Path, chart: str, rows: Sequence[Row]) -> Answer:
    """The question's answer with these rows."""
    names = Names([], load_vocabulary())
    return Answer(bind(question_with(folder, chart), {}, names), rows, "0" * 64, date(2026, 1, 31), False, names)


def row(**cells: Any) -> Row:
    """A row: days and numbers become literals, `instrument`, `other` and `unit` things, the rest text."""
    return {name: _term(name, value) for name, value in cells.items()}


def _term(name: str, value: Any) -> Term:
    if name in ("instrument", "other", "unit"):
        return NamedNode(ID + value)
    if name in ("day", "until"):
        return Literal(str(value), datatype=NamedNode(XSD + "date"))
    if name in ("score", "low", "high"):
        return Literal(str(value), datatype=NamedNode(XSD + "decimal"))
    return Literal(value)


_ONE, _TWO = {"instrument": "instrument/one"}, {"instrument": "instrument/two"}
SCORES: Sequence[Row] = (
    row(model="A", day="2025-01-05", until="2025-02-01", score="61.5", low=60, high=62, group="CN", **_ONE),
    row(model="B", day="2025-03-05", until="2025-04-01", score="64", low=63, high=66, group="US", **_ONE),
    row(model="C", day="2025-02-11", until="2025-04-05", score="1410", low=1400, high=1420, group="CN", **_TWO),
    row(model="D", day="2025-05-30", until="2025-06-01", score="-3", low=-4, high=-1, group="CN"),
)
"""Rows on two instruments, and one on none."""
