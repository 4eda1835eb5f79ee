"""How far an answer moves under other choices, as a table for its page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from markupsafe import Markup

from graph.store import Row
from ontology.namespaces import ID
from queries.answer import Answer
from queries.codes import code_words
from queries.movement import Movement, Variation, movement
from queries.question import Column, Parameter
from queries.sentences import spoken
from webui.answers.tables import cell
from webui.keeping import kept
from webui.language import in_words, language, translate, translate_count
from webui.site import site
from webui.words import naming
from webui.words.telling import number


@dataclass(frozen=True)
class MovedRow:
    """One choice: its words, the address of the answer under it ("" for the answer as asked), cells, rows."""

    choice: Markup
    address: str
    cells: tuple[Markup, ...]
    count: int


@dataclass(frozen=True)
class Moved:
    """The table: `columns` as of the answer, `held` the row's name; `count` is the word for the number of rows."""

    columns: tuple[Column, ...]
    held: Markup
    rows: tuple[MovedRow, ...]
    count: str
    overturned: bool


def moved(answer: Answer) -> Moved | None:
    """The table of an answer; None where its question declares no choices, or nothing answers."""
    found = _movement(answer)
    if found is None:
        return None
    moves = found.moves
    named = next((column for column in answer.question.columns if column.name == moves.row), None)
    as_asked = MovedRow(
        Markup.escape(code_words("as-asked", spoken(language()))),
        "",
        tuple(cell(answer, found.row, column) for column in found.columns),
        found.count,
    )
    return Moved(
        columns=found.columns,
        held=cell(answer, found.row, named) if named else Markup(""),
        rows=(as_asked, *(_row(answer, found, variation) for variation in found.variations)),
        count=in_words(moves.count) if moves.count else "",
        overturned=found.overturned,
    )


def _movement(answer: Answer) -> Movement | None:
    """Kept by question, parameters and clocks: each asks a question some ten times."""
    given = tuple(sorted(answer.bound.given.items()))
    source = site().source
    return kept(source.store, ("movement", answer.question.name, given), lambda: movement(source, answer))


def _row(answer: Answer, found: Movement, variation: Variation) -> MovedRow:
    parameter = answer.question.parameter(variation.parameter)
    given = {**answer.bound.given, variation.parameter: variation.value}
    if variation.row is None:
        reason = code_words("no-record" if found.moves.row and variation.count else "no-answer", spoken(language()))
        absent = Markup('<span class="muted">{}</span>').format(reason)
        cells: tuple[Markup, ...] = (absent, *[Markup("")] * (len(found.columns) - 1))
    else:
        cells = tuple(_cell(answer, variation.row, column, variation.differences) for column in found.columns)
    return MovedRow(
        _choice(variation, parameter),
        f"/question/{answer.question.name}?{urlencode(given)}",
        cells,
        variation.count,
    )


def _choice(variation: Variation, parameter: Parameter | None) -> Markup:
    if parameter is not None and parameter.type == "iri":
        parts = {"what": in_words(parameter.label), "said": naming.name(variation.value.removeprefix(ID))}
        return Markup(translate("%(what)s: %(said)s")) % parts
    return Markup.escape(code_words(f"{variation.parameter}-{variation.value}", spoken(language())))


def _cell(answer: Answer, row: Row, column: Column, differences: Mapping[str, Decimal]) -> Markup:
    shown = cell(answer, row, column)
    difference = differences.get(column.name)
    if not difference:
        return shown
    words = ("+" if difference > 0 else "\N{MINUS SIGN}") + number(f"{abs(difference):f}")
    if column.kind == "date":
        words = translate_count("%(num)s day", "%(num)s days", int(abs(difference))) % {"num": words}
    return Markup('{} <span class="moved">{}</span>').format(
        shown, translate("(%(difference)s)") % {"difference": words}
    )
