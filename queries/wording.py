"""Cells and headlines in words, in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pyoxigraph import Literal, NamedNode

from graph.indexing import sorted_claims
from graph.names import Names
from graph.store import Row, Term
from ontology.namespaces import AIF, ID, compact, entity_id
from queries.codes import code_words
from queries.figures import figure_words, shortened
from queries.question import Column, Question
from queries.sentences import set_chinese, set_name, spoken, wordings
from queries.sides import side_words
from queries.times import period_words

SHOWN = 5
"""How many rows a headline tells before it counts the rest."""

_MORE: Mapping[str, str] = {"en": "{n} more", "zh-Hant": "另有 {n} 項", "zh-Hans": "另有 {n} 项"}
# Values that stand alone in a headline, without the article that they take in a sentence.
_ALONE = ("label", "policy")
# In place of a unit that is told with its figure or by another word; it goes with the space before it.
_SILENT = "\ue003"
_CODE = re.compile(r"{(\w+)=([\w-]+)}")
# Names may carry signs of private use around them (see sentences.py).
_CLOSED_UP = re.compile(
    rf"(?<=[\u3400-\u9fff])(\ue002?) ((?:\ue000[0-9a-f]+\ue001)?)(?=[\u3400-\u9fff])| ?{_SILENT}"
)
_NONE: Mapping[str, str] = {
    "en": "No answer: it would need {needs}.",
    "zh-Hant": "沒有答案：需要{needs}。",
    "zh-Hans": "没有答案：需要{needs}。",
}
_BOOLEANS: Mapping[str, tuple[str, str]] = {
    "en": ("yes", "no"),
    "zh-Hant": ("是", "否"),
    "zh-Hans": ("是", "否"),
}


def cell_text(term: Term | None, column: Column, names: Names, language: str) -> str:
    """One cell in words: labels for things, numbers by locale, yes or no; "" for an empty cell."""
    if term is None:
        return ""
    if isinstance(term, NamedNode):
        if column.kind == "address":
            return term.value
        return names.name(term.value, language).text
    if not isinstance(term, Literal):
        return str(term)
    if column.kind == "boolean":
        return _BOOLEANS.get(language, _BOOLEANS["en"])[0 if term.value == "true" else 1]
    if column.kind == "time":
        return time_words(term.value, language)
    if column.kind == "entities":
        # Local names of ontology terms, as a query strings them together.
        terms = (names.name(AIF + name, language).text for name in term.value.split())
        return ("、" if language.startswith("zh") else ", ").join(terms)
    if column.kind == "claims":
        claims = (names.name(ID + claim, language).text for claim in sorted_claims(term.value.split()))
        return ("、" if language.startswith("zh") else ", ").join(claims)
    if column.kind == "words":
        return code_words(term.value, spoken(language))
    if column.kind == "observations":
        return ("、" if language.startswith("zh") else ", ").join(sorted(term.value.split()))
    return number_text(term, language) if column.kind in ("number", "value") else term.value


def time_words(text: str, language: str) -> str:
    """A period expression in words: "../2025-Q2" is "until Q2 2025"; a source's own words by `spoken_times`."""
    own: Mapping[str, Mapping[str, str]] = wordings()["spoken_times"]
    tongue = spoken(language)
    return period_words(text, wordings()["times"], tongue) or own.get(text, {}).get(tongue, text)


def number_text(term: Literal, language: str, *, short: bool = False) -> str:
    """A number as people write it, its long tail cut off if `short`; any other literal as it is."""
    if compact(term.datatype.value) not in ("xsd:integer", "xsd:decimal"):
        return term.value
    return figure_words(shortened(term.value) if short else term.value, spoken(language))


def headline(question: Question, rows: Sequence[Row], names: Names, language: str, *, opened: bool = True) -> str:
    """The first rows by the question's sentence pattern; where there are none, what an answer would need.

    `opened`: with what the question says once before its rows.
    """
    tongue = language if language in question.answer else "en"
    if not rows:
        return _NONE.get(tongue, _NONE["en"]).format(needs=question.needs[tongue])
    before = opening(question, rows[0], names, tongue) if opened else ""

    def said(row: Row, *, begins: bool) -> str:
        return _said(question.answer[tongue], question, row, names, tongue, begins=begins)

    # Rows after the first do not begin a sentence: no capital letter.
    parts = list(dict.fromkeys(said(row, begins=False) for row in rows))
    parts, told = [said(rows[0], begins=not before), *parts[1:SHOWN]], parts
    if (rest := len(told) - SHOWN) > 0:
        parts.append(_MORE.get(tongue, _MORE["en"]).format(n=rest))
    if tongue.startswith("zh"):
        return before + "；".join(parts)
    return (before and f"{before} ") + "; ".join(parts)


def opening(question: Question, row: Row, names: Names, language: str) -> str:
    """What the headline says once, by the first row; "" for most questions."""
    tongue = language if language in question.answer else "en"
    return _said(question.opening[tongue], question, row, names, tongue) if question.opening else ""


def _said(pattern: str, question: Question, row: Row, names: Names, language: str, *, begins: bool = True) -> str:
    """One row by a sentence pattern, which `begins` a sentence or not."""
    cells = {c.name: cell_text(row.get(c.name), c, names, language) for c in question.columns}
    days = (column.name for column in question.columns if column.kind == "date")
    cells |= {name: time_words(cells[name], language) for name in days if cells[name]}
    figures = ((c.name, row.get(c.name)) for c in question.columns if c.kind in ("number", "value"))
    cells |= {name: number_text(term, language, short=True) for name, term in figures if isinstance(term, Literal)}
    within = {
        **_within_sentence(question, row, cells, names, language),
        **side_words(pattern, row, names, language, begins=begins),
    }
    codes = {name: term.value for name, term in row.items() if isinstance(term, Literal)}
    said = _CLOSED_UP.sub(r"\1\2", fill(pattern, cells, within, codes))
    return set_chinese(said) if language.startswith("zh") else said


def fill(
    pattern: str,
    cells: Mapping[str, str],
    within: Mapping[str, str] | None = None,
    codes: Mapping[str, str] | None = None,
) -> str:
    """A sentence pattern with its {cells}; a part in [brackets] goes when one of its cells is empty.

    {cell|abs} is a figure without its sign; a part with {cell=word} in it stays only where `codes` has that word;
    {cell|claim} and {cell|amount} are in `within` (sides.py).

    `within`: what stands in place of a cell that does not begin the sentence ("the United States").
    """

    def part(match: re.Match[str]) -> str:
        wanted = re.findall(r"{(\w+)(?:\|\w+)?}", match[1])
        fits = all((codes or {}).get(name) == code for name, code in _CODE.findall(match[1]))
        return _CODE.sub("", match[1]) if fits and all(cells.get(name) for name in wanted) else ""

    def cell(match: re.Match[str]) -> str:
        plain = cells.get(match[1], "")
        if match[2] == "|abs":
            return plain.lstrip("-\N{MINUS SIGN}")
        if match[2]:
            return (within or {})[f"{match[1]}{match[2]}"]
        return within.get(match[1], plain) if within and match.start() else plain

    kept = re.sub(r"\[([^\[\]]*)\]", part, pattern)
    return re.sub(r"{(\w+)(\|\w+)?}", cell, kept).strip()


def _within_sentence(
    question: Question, row: Row, cells: Mapping[str, str], names: Names, language: str
) -> Mapping[str, str]:
    """Names with their article, comparators as they stand before a figure, units as they stand with theirs."""
    found: dict[str, str] = {}
    figures: Mapping[str, Mapping[str, str]] = wordings()["figures"]
    if any(_thing(row.get(c.unit)) in wordings()["units_of_time"] for c in question.columns if c.unit):
        figures = {**figures, **wordings()["figures_of_time"]}
    standings: Mapping[str, Mapping[str, str]] = wordings()["standings"]
    for column in question.columns:
        term = row.get(column.name)
        standing = standings.get(term.value.removeprefix(AIF)) if isinstance(term, NamedNode) else None
        if standing and column.name.lower().endswith("standing"):
            found[column.name] = standing[language]
        elif isinstance(term, NamedNode) and (wording := figures.get(term.value.removeprefix(AIF))):
            found[column.name] = wording[language].format(n="").strip()
        elif (thing := _thing(term)) and column.kind == "entity" and thing.partition("/")[0] not in _ALONE:
            found[column.name] = set_name(ID + thing, names, language)
    for column in question.columns:
        if column.unit and isinstance(row.get(column.name), Literal) and cells.get(column.unit):
            found.update(_amount(column.name, column.unit, row, cells, language))
    return found


def counted(unit: str, noun: str, figure: str) -> str:
    """The English noun of a unit (an id) for so many: "month", "months"."""
    if figure.lstrip("-\N{MINUS SIGN}") == "1":
        return noun
    # Workspaces bring units of their own; a code such as USD has no plural.
    return str(wordings()["plurals"].get(unit, f"{noun}s" if noun.islower() else noun))


def _amount(value: str, unit: str, row: Row, cells: Mapping[str, str], language: str) -> Mapping[str, str]:
    """The cells of a figure and its unit within a sentence: "US$300 billion", "3 months"."""
    thing, noun = _thing(row.get(unit)), cells[unit]
    if pattern := wordings()["amounts"].get(thing, {}).get(language):
        return {value: pattern.format(n=cells[value]), unit: _SILENT}
    if language != "en":
        return {}
    noun = counted(thing, noun, cells[value])
    # "monthly active users: 35 million users": the predicate has named the unit.
    is_told = any(name != unit and f" {cell}".endswith(f" {noun}") for name, cell in cells.items())
    return {unit: _SILENT if is_told else noun}


def _thing(term: Term | None) -> str:
    """The id of the thing that a cell names; "" for anything else."""
    return (entity_id(term.value) or "") if isinstance(term, NamedNode) else ""
