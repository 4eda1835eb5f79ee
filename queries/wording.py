"""Cells and headlines in words, in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from babel.numbers import format_decimal
from pyoxigraph import Literal, NamedNode

from graph.indexing import sorted_claims
from graph.names import Names
from graph.store import Row, Term
from ontology.namespaces import AIF, ID, compact
from queries.question import Column, Question
from queries.sentences import spoken, wordings
from queries.times import LOCALES, period_words

SHOWN = 5
"""How many rows a headline tells before it counts the rest."""

_MORE: Mapping[str, str] = {"en": "{n} more", "zh-Hant": "另有 {n} 項", "zh-Hans": "另有 {n} 项"}
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
        return ", ".join(names.name(ID + claim, language).text for claim in sorted_claims(term.value.split()))
    return number_text(term, language) if column.kind in ("number", "value") else term.value


def time_words(text: str, language: str) -> str:
    """A period expression in words: "../2025-Q2" is "until Q2 2025"; any other text as it is."""
    return period_words(text, wordings()["times"], spoken(language)) or text


def number_text(term: Literal, language: str) -> str:
    """A number with its locale's separators; any other literal as it is."""
    if compact(term.datatype.value) not in ("xsd:integer", "xsd:decimal"):
        return term.value
    return str(format_decimal(term.value, locale=LOCALES.get(language, "en"), decimal_quantization=False))


def headline(question: Question, rows: Sequence[Row], names: Names, language: str) -> str:
    """The first rows by the question's sentence pattern; where there are none, what an answer would need."""
    tongue = language if language in question.answer else "en"
    if not rows:
        return _NONE.get(tongue, _NONE["en"]).format(needs=question.needs[tongue])
    told: dict[str, None] = {}
    for row in rows:
        cells = {c.name: cell_text(row.get(c.name), c, names, tongue) for c in question.columns}
        within = _within_sentence(question, row, cells) if tongue == "en" else {}
        told.setdefault(fill(question.answer[tongue], cells, within))
    parts = list(told)[:SHOWN]
    if (rest := len(told) - SHOWN) > 0:
        parts.append(_MORE.get(tongue, _MORE["en"]).format(n=rest))
    return ("；" if tongue.startswith("zh") else "; ").join(parts)


def fill(pattern: str, cells: Mapping[str, str], within: Mapping[str, str] | None = None) -> str:
    """A sentence pattern with its {cells}; a part in [brackets] goes when one of its cells is empty.

    `within`: what stands in place of a cell that does not begin the sentence ("the United States").
    """

    def part(match: re.Match[str]) -> str:
        wanted = re.findall(r"{(\w+)}", match[1])
        return match[1] if all(cells.get(name) for name in wanted) else ""

    def cell(match: re.Match[str]) -> str:
        plain = cells.get(match[1], "")
        return within.get(match[1], plain) if within and match.start() else plain

    kept = re.sub(r"\[([^\[\]]*)\]", part, pattern)
    return re.sub(r"{(\w+)}", cell, kept).strip()


def _within_sentence(question: Question, row: Row, cells: Mapping[str, str]) -> Mapping[str, str]:
    """English names with their article; units in the plural where their number is not 1."""
    found: dict[str, str] = {}
    articles, plurals = wordings()["articles"], wordings()["plurals"]
    for column in question.columns:
        if article := articles.get(_thing(row.get(column.name))):
            found[column.name] = article["en"].format(name=cells[column.name])
        value, unit = row.get(column.name), column.unit or ""
        if isinstance(value, Literal) and value.value != "1" and (noun := cells.get(unit)):
            # Workspaces bring units of their own; a code such as USD has no plural.
            regular = f"{noun}s" if noun.islower() else noun
            found[unit] = plurals.get(_thing(row.get(unit)), regular)
    return found


def _thing(term: Term | None) -> str:
    """The id of the thing that a cell names; "" for anything else."""
    return term.value.removeprefix(ID) if isinstance(term, NamedNode) else ""
