"""Results of a visitor's query for a page: rows of cells in order, IRIs with their names beside them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from urllib.parse import urlsplit

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

from graph.names import Names
from graph.store import Term
from ontology.namespaces import AIF, ID, RDF, XSD, compact
from webui.addresses import page
from webui.endpoint.formats import N_TRIPLES
from webui.language import canonical

MOST_SHOWN = 200
"""Rows of one page of a result; the downloads hold all of them."""

MOST_READ = 8 << 20
"""Bytes of a result that are read into a table or a picture: read, they take many times as much."""

DEEPEST = 10
"""Triple terms within each other that are drawn as such."""

_PLAIN = (XSD + "string", RDF + "langString", RDF + "dirLangString")
_NUMBERS = frozenset(
    XSD + name
    for name in (
        *("integer", "decimal", "double", "float", "long", "int", "short", "byte", "nonNegativeInteger"),
        *("positiveInteger", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"),
        *("nonPositiveInteger", "negativeInteger"),
    )
)


@dataclass(frozen=True)
class Cell:
    """One term: `text` is read first, `detail` is the compact IRI or datatype, `language` that of the text.

    A triple term has its three `parts` and no text.
    """

    text: str
    detail: str = ""
    href: str = ""
    language: str = ""
    external: bool = False
    parts: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class Column:
    """A column; `kind` is the compact datatype of all its literals, `numeric` whether all cells are numbers."""

    name: str
    kind: str = ""
    numeric: bool = False


@dataclass(frozen=True)
class Results:
    """A result as the engine wrote it, whole; a boolean one has `answer` and no columns, `graph`: it is triples."""

    columns: tuple[str, ...]
    rows: Sequence[Sequence[Term | None]]
    answer: bool | None = None
    graph: bool = False


@dataclass(frozen=True)
class View:
    """Which part is shown: the page from 1, the column it is sorted by ("" for the query's own order)."""

    page: int = 1
    sort: str = ""
    descending: bool = False


@dataclass(frozen=True)
class ResultTable:
    """One page of the rows: `first` to `last` of `count`, page `view.page` of `pages`; `terms`: what they show."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell | None, ...], ...]
    terms: Sequence[Sequence[Term | None]]
    count: int
    first: int
    last: int
    pages: int
    view: View
    answer: bool | None = None
    graph: bool = False


def read_results(body: bytes, media_type: str) -> Results:
    """The result that the engine wrote as JSON (SELECT, ASK) or N-Triples (CONSTRUCT, DESCRIBE)."""
    if media_type == N_TRIPLES:
        found = [(quad.subject, quad.predicate, quad.object) for quad in parse(body, RdfFormat.N_TRIPLES)]
        return Results(("subject", "predicate", "object"), found, graph=True)
    results = parse_query_results(body, QueryResultsFormat.JSON)
    if isinstance(results, QueryBoolean):
        return Results((), (), bool(results))
    assert isinstance(results, QuerySolutions)
    columns = tuple(variable.value for variable in results.variables)
    return Results(columns, [tuple(solution[name] for name in columns) for solution in results])


def table_of(results: Results, view: View, names: Names, language: str) -> ResultTable:
    """One page of a result; a page beyond the last is the last, an unknown column leaves the order as it is."""
    rows = _sorted(results, view, names, language)
    pages = max(1, math.ceil(len(rows) / MOST_SHOWN))
    number = min(max(1, view.page), pages)
    start = (number - 1) * MOST_SHOWN
    part = rows[start : start + MOST_SHOWN]
    columns = tuple(_column(name, [row[i] for row in results.rows]) for i, name in enumerate(results.columns))
    return ResultTable(
        columns=columns,
        rows=tuple(tuple(_in_column(term, columns[i], names, language) for i, term in enumerate(r)) for r in part),
        terms=part,
        count=len(rows),
        first=start + 1,
        last=start + len(part),
        pages=pages,
        view=View(number, view.sort if view.sort in results.columns else "", view.descending),
        answer=results.answer,
        graph=results.graph,
    )


def cell(term: Term, names: Names, language: str, depth: int = 0) -> Cell:
    """One term for reading: the name of a thing, its page, its compact IRI; the words of a literal, its type.

    Triples within triples (`depth` counts them) are drawn as such only so far, and deeper ones as the engine writes
    them.
    """
    if isinstance(term, NamedNode):
        return _iri(term.value, names, language)
    if isinstance(term, Literal):
        if term.language:
            tag = canonical(term.language)
            return Cell(term.value, language=tag, detail=f"@{tag}")
        kind = term.datatype.value
        return Cell(term.value, detail="" if kind in _PLAIN else compact(kind))
    if isinstance(term, BlankNode):
        return Cell(f"_:{term.value}")
    assert isinstance(term, Triple)
    if depth >= DEEPEST:
        return Cell(str(term))
    inner = (cell(part, names, language, depth + 1) for part in (term.subject, term.predicate, term.object))
    return Cell("", parts=tuple(inner))


def number(term: Term | None) -> Decimal | None:
    """The number that a literal is; None for any other term, and for what is no finite number."""
    if not isinstance(term, Literal) or term.datatype.value not in _NUMBERS:
        return None
    try:
        found = Decimal(term.value)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _column(name: str, terms: Sequence[Term | None]) -> Column:
    there = [term for term in terms if term is not None]
    kinds = {t.datatype.value if isinstance(t, Literal) and not t.language else "" for t in there}
    only = kinds.pop() if len(kinds) == 1 else ""
    numeric = bool(there) and all(isinstance(t, Literal) and t.datatype.value in _NUMBERS for t in there)
    return Column(name, compact(only) if only and only not in _PLAIN else "", numeric)


def _in_column(term: Term | None, column: Column, names: Names, language: str) -> Cell | None:
    """A cell; what its column says of all cells is not said again."""
    if term is None:
        return None
    made = cell(term, names, language)
    return Cell(made.text) if column.kind and made.detail == column.kind else made


def _sorted(results: Results, view: View, names: Names, language: str) -> Sequence[Sequence[Term | None]]:
    if view.sort not in results.columns:
        return results.rows
    at = results.columns.index(view.sort)
    bound = [row for row in results.rows if row[at] is not None]
    bound.sort(key=lambda row: _order(row[at], names, language), reverse=view.descending)
    return [*bound, *(row for row in results.rows if row[at] is None)]


def _order(term: Term | None, names: Names, language: str) -> tuple[int, Decimal, str]:
    """Numbers by their value, then everything else by the words that a reader sees."""
    if (found := number(term)) is not None:
        return 0, found, ""
    shown = cell(term, names, language) if term is not None else Cell("")
    return 1, Decimal(0), (_flat(shown) or shown.detail).casefold()


def _flat(shown: Cell) -> str:
    return shown.text or " ".join(_flat(part) for part in shown.parts)


def _iri(iri: str, names: Names, language: str) -> Cell:
    short = compact(iri)
    if iri.startswith(ID):
        said = names.name(iri, language)
        short = iri.removeprefix(ID) if short == iri else short
        return Cell(said.text, short, page(iri), canonical(said.language) if said.language else "")
    if iri.startswith(AIF):
        return Cell(names.name(iri, language).text, short, page(iri))
    on_web = urlsplit(iri).scheme in ("http", "https")
    return Cell(short, "" if short == iri else iri, iri if on_web else "", external=on_web)
