"""The answer to a question: rows of RDF terms, the claims they rest on, the snapshot they come from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from graph.clocks import Clocks, History
from graph.indexing import sorted_claims
from graph.names import Names
from graph.store import EmbeddedStore, Row, Store
from ontology.namespaces import ID
from ontology.rq import load_rq
from queries.absence import Without, without
from queries.binding import Bound, bind
from queries.question import Column, Question
from queries.wording import cell_text, headline

_PRIVATE_TABLES = Path(__file__).parent / "views" / "private-tables.rq"
_FIGURES = ("dataset", "observation", "records")
"""The first segments of the ids of tables and of what stands in them; the second names the table."""


@dataclass(frozen=True)
class Source:
    """What an answer was computed from; `history` brings the store to a day, for questions that need that."""

    store: EmbeddedStore
    names: Names
    version: str
    last_day: date
    overlay: bool = False
    history: History | None = None

    def at(self, clocks: Clocks) -> Store:
        """The graph as it was under `clocks`."""
        return (self.history or History(self.store)).at(clocks) if clocks.are_set else self.store


@dataclass(frozen=True)
class Answer:
    """Rows in order; `query` re-run on snapshot `version` gives the same.

    Where there are none, `without` tells which of what was given leaves nothing.
    """

    bound: Bound
    rows: Sequence[Row]
    version: str
    last_day: date
    overlay: bool
    names: Names
    without: Sequence[Without] = ()
    private_tables: frozenset[str] = frozenset()
    """The tables (ids) that may not be passed on, where the private layer is open."""

    @property
    def question(self) -> Question:
        """The question that was asked."""
        return self.bound.question

    @property
    def query(self) -> str:
        """The SPARQL as it was run."""
        return self.bound.query

    @property
    def used_overlay(self) -> bool:
        """Whether words or figures of the private layer stand in the answer."""
        return self.overlay and (
            any("quote" in row for row in self.rows) or not self.private_tables.isdisjoint(self.tables())
        )

    def tables(self) -> list[str]:
        """The ids of the tables of figures that the rows name, themselves or by a figure that stands in them."""
        cells = (term.value for row in self.rows for term in row.values() if isinstance(term, NamedNode | Literal))
        return list(dict.fromkeys(table for cell in cells for name in cell.split() for table in _table(name)))

    def claims(self) -> list[str]:
        """The ids of the claims that the answer rests on, in order of appearance."""
        found: dict[str, None] = {}
        for row in self.rows:
            for column in self.question.columns:
                for claim in claims_in(column, row):
                    found.setdefault(claim)
        return list(found)

    def text(self, row: Row, column: Column, language: str) -> str:
        """One cell in words."""
        return cell_text(row.get(column.name), column, self.names, language)

    def headline(self, language: str) -> str:
        """The answer in a sentence; where there is none, which claim would be needed."""
        return headline(self.question, self.rows, self.names, language)


def ask(source: Source, question: Question, given: Mapping[str, str]) -> Answer:
    """Answer `question` with the parameters and clocks `given` as text.

    Raises ParameterError (see binding) when something given will not do.
    """
    bound = bind(question, given, source.names)
    rows = rows_of(source, bound)

    def asked(fewer: Mapping[str, str]) -> Sequence[Row]:
        return rows_of(source, bind(question, fewer, source.names))

    absent = () if rows else without(question, bound.given, asked)
    return Answer(
        bound, rows, source.version, source.last_day, source.overlay, source.names, absent, _private(source)
    )


def _private(source: Source) -> frozenset[str]:
    """The tables (ids) of a source that may not be passed on."""
    if not source.overlay:
        return frozenset()
    found = (row["table"] for row in source.store.select(load_rq(_PRIVATE_TABLES).bind()))
    return frozenset(term.value.removeprefix(ID) for term in found if isinstance(term, NamedNode))


def _table(name: str) -> tuple[str, ...]:
    """The table that a name (an id or an IRI) speaks of, if any."""
    kind, _, rest = name.removeprefix(ID).partition("/")
    return (f"dataset/{rest.partition('/')[0]}",) if kind in _FIGURES and rest else ()


def rows_of(source: Source, bound: Bound) -> Sequence[Row]:
    """The rows alone, for who needs no more of an answer."""
    store = source.at(bound.clocks) if bound.question.clocks_on_graph else source.store
    return store.select(bound.query)


def claims_in(column: Column, row: Row) -> list[str]:
    """The ids of the claims that one cell names."""
    term = row.get(column.name)
    if column.kind == "claim" and isinstance(term, NamedNode):
        return [term.value.removeprefix(ID)]
    if column.kind == "claims" and isinstance(term, Literal):
        return sorted_claims(term.value.split())
    if column.kind == "evidence" and isinstance(term, NamedNode):
        return [term.value.removeprefix(ID).split("/evidence/")[0]]
    return []
