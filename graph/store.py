"""The store: one interface for the embedded engine (and, one day, a remote SPARQL 1.1 endpoint)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

import pyoxigraph
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

Term = NamedNode | BlankNode | Literal | Triple
Row = Mapping[str, Term]


class Store(Protocol):
    """What questions and pages need of a store."""

    def select(self, query: str) -> Sequence[Row]:
        """The solutions of a SELECT, in order; an unbound variable is absent from its row."""

    def construct(self, query: str) -> Sequence[Triple]:
        """The triples of a CONSTRUCT or DESCRIBE."""

    def ask(self, query: str) -> bool:
        """The answer of an ASK."""


class EmbeddedStore:
    """Oxigraph in this process. Only for queries that the project itself wrote: it cannot be interrupted."""

    def __init__(self, engine: pyoxigraph.Store | None = None) -> None:
        self.engine = engine if engine is not None else pyoxigraph.Store()

    def add(self, quads: Iterable[Quad]) -> None:
        """Put quads in; one that is there already stays once."""
        self.engine.extend(quads)

    def select(self, query: str) -> list[Row]:
        """See Store."""
        solutions = self.engine.query(query)
        if not isinstance(solutions, pyoxigraph.QuerySolutions):
            raise TypeError("select() wants a SELECT query")
        names = [variable.value for variable in solutions.variables]
        return [{name: term for name in names if (term := solution[name]) is not None} for solution in solutions]

    def construct(self, query: str) -> list[Triple]:
        """See Store."""
        triples = self.engine.query(query)
        if not isinstance(triples, pyoxigraph.QueryTriples):
            raise TypeError("construct() wants a CONSTRUCT or DESCRIBE query")
        return list(triples)

    def ask(self, query: str) -> bool:
        """See Store."""
        answer = self.engine.query(query)
        if not isinstance(answer, pyoxigraph.QueryBoolean):
            raise TypeError("ask() wants an ASK query")
        return bool(answer)

    def __iter__(self) -> Iterator[Quad]:
        return iter(self.engine)

    def __len__(self) -> int:
        return len(self.engine)

    def default_graph(self) -> Iterator[Quad]:
        """The quads of the default graph."""
        return self.engine.quads_for_pattern(None, None, None, pyoxigraph.DefaultGraph())
