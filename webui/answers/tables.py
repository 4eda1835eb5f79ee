"""The rows of an answer as a table for a page: what is worth a column, and each cell as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape
from pyoxigraph import Literal, NamedNode

from graph.indexing import sorted_claims
from graph.store import Row
from ontology.namespaces import AIF, ID
from queries.answer import Answer, claims_in
from queries.figures import figure_words, shortened
from queries.formats import plain
from queries.question import Column
from queries.sentences import spoken, wordings
from queries.wording import cell_text
from webui.addresses import page
from webui.language import language
from webui.words import naming
from webui.words.telling import day, number, period

CLAIMS_SHOWN = 3
"""Claims of one cell that are listed; the rest are counted."""
_WIDEST_ROW = 8
"""Columns of a single row that are read across; more are read one below the other."""
_ENDS = ("validFrom", "validTo")


@dataclass(frozen=True)
class Table:
    """Columns with their cells; `numbers` are set flush right, `shared` is the same in every row."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Markup, ...], ...]
    numbers: frozenset[str]
    shared: tuple[tuple[Column, Markup], ...]


def table(answer: Answer) -> Table:
    """The table of an answer.

    Left out: columns without a value; units, which stand behind their figures; the days of a period that is told
    in words (they are its title). What speaks of the whole answer, and what is the same word in every row, is told
    once; so is all of a single row that is wider than a page.
    """
    told = {column.unit for column in answer.question.columns}
    if all("time" in row for row in answer.rows if any(end in row for end in _ENDS)):
        told.update(_ENDS)
    columns = [c for c in answer.question.columns if c.name not in told and any(c.name in r for r in answer.rows)]
    alone = len(answer.rows) == 1 and len(columns) > _WIDEST_ROW
    shared = [column for column in columns if alone or _is_shared(column, answer.rows)]
    kept = tuple(column for column in columns if column not in shared)
    return Table(
        columns=kept,
        rows=tuple(tuple(cell(answer, row, column) for column in kept) for row in answer.rows),
        numbers=frozenset(column.name for column in kept if _is_number(column, answer.rows)),
        shared=tuple((column, cell(answer, answer.rows[0], column)) for column in shared),
    )


def _is_shared(column: Column, rows: Sequence[Row]) -> bool:
    if len({str(row.get(column.name)) for row in rows}) > 1:
        return False
    return column.once or (len(rows) > 1 and column.kind in ("entity", "boolean", "time", "date", "words"))


def _is_number(column: Column, rows: Sequence[Row]) -> bool:
    terms = [row[column.name] for row in rows if column.name in row]
    return column.kind in ("number", "value") and all(
        isinstance(term, Literal) and not isinstance(plain(term), str) for term in terms
    )


def cell(answer: Answer, row: Row, column: Column) -> Markup:
    """One cell: things and claims as links, figures with their unit, days and periods by locale."""
    term = row.get(column.name)
    if isinstance(term, NamedNode):
        return _thing_cell(row, column, term.value)
    if not isinstance(term, Literal):
        return Markup("")
    if column.kind == "observations":
        return observation_links(term.value.split())
    if column.kind == "claims":
        return claim_links(sorted_claims(term.value.split()))
    if column.kind == "date":
        return day(term.value)
    if column.name == "time" and any(end in row for end in _ENDS):
        return period(_text(row, "validFrom"), _text(row, "validTo"), term.value)
    if column.kind in ("number", "value") and not isinstance(plain(term), str):
        return _figure(row, column, term.value)
    if term.language:
        return naming.in_language(term.value, term.language)
    return escape(cell_text(term, column, answer.names, language()))


def _thing_cell(row: Row, column: Column, iri: str) -> Markup:
    if column.kind == "address":
        href = naming.external(iri)
        return Markup('<a href="{}" rel="external">{}</a>').format(href, iri) if href else escape(iri)
    if column.kind in ("claim", "evidence"):
        return claim_link(claims_in(column, row)[0], iri.removeprefix(ID))
    if iri.removeprefix(AIF) in naming.VOICES:
        return naming.voice_badge(iri)
    return naming.link(iri)


def _figure(row: Row, column: Column, value: str) -> Markup:
    """A figure as people write it, every digit as its title, and its unit."""
    words = figure_words(shortened(value), spoken(language()))
    unit = row.get(column.unit) if column.unit else None
    thing = unit.value.removeprefix(ID) if isinstance(unit, NamedNode) else ""
    pattern = wordings()["amounts"].get(thing, {}).get(spoken(language()))
    figure = _exactly(value, pattern.format(n=words) if pattern else words)
    if pattern or not isinstance(unit, NamedNode):
        return figure
    plurals = wordings()["plurals"] if language() == "en" and value not in ("1", "-1") else {}
    noun = plurals.get(thing) or naming.name(unit.value)
    return Markup('{} <span class="muted">{}</span>').format(figure, noun)


def score(value: str) -> Markup:
    """A score as it was given, but for a tail that nobody reads, which is its title."""
    return _exactly(value, shortened(value))


def _exactly(value: str, words: str) -> Markup:
    """Words with their number for machines, and with all its digits for a reader, where the words are shorter."""
    digits = number(value)
    if digits in words:
        return escape(words)
    return Markup('<data value="{}" title="{}">{}</data>').format(value, digits, words)


def claim_link(claim: str, target: str = "") -> Markup:
    """A short link to a claim: its number, with the document as its title."""
    _, document, digits = claim.split("/")
    href, title = escape(page(target or claim)), escape(naming.plain_name(f"document/{document}"))
    return Markup(f'<a class="claim-link" href="{href}" title="{title}">#{escape(digits)}</a>')


def claim_links(claims: Sequence[str], most: int = CLAIMS_SHOWN) -> Markup:
    """Short links to the first `most` claims; the rest are counted."""
    shown = Markup(" ").join(claim_link(claim) for claim in claims[:most])
    rest = len(claims) - most
    return shown + Markup(' <span class="muted">+{}</span>').format(rest) if rest > 0 else shown


def observation_links(observations: Sequence[str], most: int = CLAIMS_SHOWN) -> Markup:
    """Links to the rows of tables that hold the first `most` figures (ids), by number; the rest are counted."""
    shown = Markup(" ").join(
        Markup('<a class="claim-link" href="{}" title="{}">{}</a>').format(page(each), each.rpartition("/")[2], k)
        for k, each in enumerate(observations[:most], 1)
    )
    rest = len(observations) - most
    return shown + Markup(' <span class="muted">+{}</span>').format(rest) if rest > 0 else shown


def _text(row: Row, name: str) -> str | None:
    term = row.get(name)
    return term.value if isinstance(term, Literal) else None
