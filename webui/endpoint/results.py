"""Results of a visitor's query for a page: rows of cells, IRIs with their names beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
from webui.endpoint.request import N_TRIPLES
from webui.language import canonical

MOST_SHOWN = 500
"""Rows that a page shows; the downloads hold all of them."""

_PLAIN = (XSD + "string", RDF + "langString")


@dataclass(frozen=True)
class Cell:
    """One term: `text` is read first, `detail` is the compact IRI or datatype, `language` that of the text."""

    text: str
    detail: str = ""
    href: str = ""
    language: str = ""
    external: bool = False


@dataclass(frozen=True)
class ResultTable:
    """Columns and the first rows; `count` rows in all. A boolean result has `answer` and no columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell | None, ...], ...]
    count: int
    answer: bool | None = None


def result_table(body: bytes, media_type: str, names: Names, language: str) -> ResultTable:
    """The result that the engine wrote as JSON (SELECT, ASK) or N-Triples (CONSTRUCT, DESCRIBE), for reading."""
    if media_type == N_TRIPLES:
        found = [(quad.subject, quad.predicate, quad.object) for quad in parse(body, RdfFormat.N_TRIPLES)]
        return _table(("subject", "predicate", "object"), found, names, language)
    results = parse_query_results(body, QueryResultsFormat.JSON)
    if isinstance(results, QueryBoolean):
        return ResultTable((), (), 1, bool(results))
    assert isinstance(results, QuerySolutions)
    columns = tuple(variable.value for variable in results.variables)
    return _table(columns, [tuple(solution[name] for name in columns) for solution in results], names, language)


def _table(
    columns: tuple[str, ...], found: Sequence[Sequence[Term | None]], names: Names, language: str
) -> ResultTable:
    rows = tuple(
        tuple(cell(term, names, language) if term is not None else None for term in row)
        for row in found[:MOST_SHOWN]
    )
    return ResultTable(columns, rows, len(found))


def cell(term: Term, names: Names, language: str) -> Cell:
    """One term for reading: the name of a thing, its page, its compact IRI; the words of a literal, its type."""
    if isinstance(term, NamedNode):
        return _iri(term.value, names, language)
    if isinstance(term, Literal):
        if term.language:
            return Cell(term.value, language=canonical(term.language), detail=f"@{canonical(term.language)}")
        kind = term.datatype.value
        return Cell(term.value, detail="" if kind in _PLAIN else compact(kind))
    if isinstance(term, BlankNode):
        return Cell(f"_:{term.value}")
    assert isinstance(term, Triple)
    inner = (cell(part, names, language) for part in (term.subject, term.predicate, term.object))
    return Cell("⟪ " + " ".join(part.detail or part.text for part in inner) + " ⟫")


def _iri(iri: str, names: Names, language: str) -> Cell:
    short = compact(iri)
    if iri.startswith(ID):
        said = names.name(iri, language)
        short = iri.removeprefix(ID) if short == iri else short
        return Cell(said.text, short, page(iri), canonical(said.language) if said.language else "")
    if iri.startswith(AIF):
        return Cell(names.name(iri, language).text, short)
    on_web = urlsplit(iri).scheme in ("http", "https")
    return Cell(short, "" if short == iri else iri, iri if on_web else "", external=on_web)
