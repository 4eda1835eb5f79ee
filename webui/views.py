"""What pages read besides questions: the queries of queries/views, bound, their rows as plain values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

import queries
from graph.store import Row, Store, Term
from ontology.namespaces import ID
from ontology.rq import QueryFile, load_rq

_FOLDER = Path(queries.__file__).parent / "views"


@dataclass(frozen=True)
class ViewRow:
    """One solution. Of an IRI of ours the id is given, of any other IRI the whole."""

    terms: Row

    def __contains__(self, name: str) -> bool:
        return name in self.terms

    def id(self, name: str) -> str:
        """The id (or foreign IRI) that a variable is bound to; raises TypeError where it is bound to no IRI."""
        term = self.terms.get(name)
        if not isinstance(term, NamedNode):
            raise TypeError(f"?{name} is no IRI: {term}")
        return term.value.removeprefix(ID)

    def text(self, name: str) -> str:
        """The words of the literal that a variable is bound to, or the IRI; "" where it is unbound."""
        term = self.terms.get(name)
        return term.value if isinstance(term, Literal | NamedNode) else ""

    def whole(self, name: str) -> int:
        """The whole number that a variable is bound to."""
        return int(self.text(name))

    def literal(self, name: str) -> Literal | None:
        """The literal that a variable is bound to."""
        term: Term | None = self.terms.get(name)
        return term if isinstance(term, Literal) else None


@lru_cache
def view(name: str) -> QueryFile:
    """The query queries/views/NAME.rq."""
    return load_rq(_FOLDER / f"{name}.rq")


def _bound(name: str, bound: dict[str, Iterable[str]]) -> str:
    terms = {
        variable: [NamedNode(thing if "://" in thing else ID + thing) for thing in things]
        for variable, things in bound.items()
    }
    return view(name).bind(terms)


def rows(store: Store, name: str, **bound: Iterable[str]) -> list[ViewRow]:
    """The solutions of a view with variables bound to things (ids or IRIs)."""
    return [ViewRow(row) for row in store.select(_bound(name, bound))]


def holds(store: Store, name: str, **bound: Iterable[str]) -> bool:
    """The answer of a view that is an ASK."""
    return store.ask(_bound(name, bound))


def triples(store: Store, name: str, **bound: Iterable[str]) -> list[Triple]:
    """The triples of a view that is a CONSTRUCT."""
    return list(store.construct(_bound(name, bound)))
