"""One query on one store, within caps: the result as bytes, told piece by piece as the engine writes it.

The engine writes every result itself, and it writes lazily: an exception from the place it writes to ends the
evaluation. Rows are counted in what it writes (rows.py); triples, where lines do not tell them, as they pass.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, cast

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    serialize,
)

from queries.outside.dataset import Selection, selection
from queries.outside.errors import (
    MediaTypeRefused,
    QueryEvaluationError,
    QuerySyntaxError,
    ResultTooLarge,
    UnknownGraph,
)
from queries.outside.frames import Request
from queries.outside.rows import CsvLines, JsonRows, Lines, Rows, XmlRows, cut_notice
from queries.outside.syntax import PADDING, explain

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

RESULTS = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "text/csv": QueryResultsFormat.CSV,
    "text/tab-separated-values": QueryResultsFormat.TSV,
}
"""Formats of SELECT and ASK by media type."""

GRAPHS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/n-quads": RdfFormat.N_QUADS,
    "application/trig": RdfFormat.TRIG,
    "text/n3": RdfFormat.N3,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
}
"""Formats of CONSTRUCT and DESCRIBE by media type."""

WITHOUT_TRIPLE_TERMS = frozenset({"text/n3", "application/ld+json"})
"""Those of GRAPHS that cannot hold a triple term: N3 has none, and the engine writes none in JSON-LD yet."""

PREFIXED = frozenset({"text/turtle", "application/trig", "text/n3", "application/rdf+xml"})
"""Those of GRAPHS that are written with prefixes."""

_COUNTED_IN: dict[QueryResultsFormat, Callable[[int], Rows]] = {
    QueryResultsFormat.JSON: JsonRows,
    QueryResultsFormat.XML: XmlRows,
    QueryResultsFormat.CSV: CsvLines,
    QueryResultsFormat.TSV: Lines,
}
_LINES = frozenset({RdfFormat.N_TRIPLES, RdfFormat.N_QUADS})
_COMMENTED = frozenset({RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.N3})

Output = Callable[[bytes], None]
"""Takes the next piece of a result."""


@dataclass(frozen=True, slots=True)
class Written:
    """What is known of a result once it is written: solutions or triples (1 for ASK); whether the cap cut it."""

    rows: int
    truncated: bool


class _EnoughRows(Exception):  # noqa: N818
    """The row cap is reached: thrown through the engine to end the evaluation."""


class _Pen:
    """What the engine writes to: passes pieces on to `output`, at most `limit` bytes, cut where `rows` says."""

    def __init__(self, output: Output, limit: int, rows: Rows | None = None) -> None:
        self._output = output
        self._left = limit
        self._limit = limit
        self._rows = rows

    def write(self, chunk: Buffer) -> int:
        content = bytes(chunk)
        if self._rows is None:
            self.put(content)
            return len(content)
        if not self._rows.truncated:  # once refused, the engine may try once more
            self.put(self._rows.pass_on(content))
        if self._rows.truncated:
            raise _EnoughRows
        return len(content)

    def flush(self) -> None:
        """Nothing is kept back; the engine asks at the end."""

    def put(self, content: bytes) -> None:
        """Pass on as it is."""
        self._left -= len(content)
        if self._left < 0:
            raise ResultTooLarge(self._limit)
        if content:
            self._output(content)


def evaluate(store: Store, request: Request, output: Output) -> Written:
    """Run a query and write its result in the media type asked for.

    Raises QuerySyntaxError, UnknownGraph, QueryEvaluationError, MediaTypeRefused, ResultTooLarge, the last three
    also when part of the result is written. Never looks whether the query reaches out: that is the guard's.
    """
    try:
        chosen = _selection(store, request)
        if chosen is None:
            result = store.query(request.query + PADDING)
        else:
            default, named = chosen.default, chosen.named
            result = store.query(request.query + PADDING, default_graph=default, named_graphs=named)
        if isinstance(result, QuerySolutions):
            return _solutions(result, request, output)
        if isinstance(result, QueryTriples):
            return _triples(result, request, output)
        return _boolean(result, request, output)
    except SyntaxError as complaint:
        fault = explain(str(complaint), request.query)
        raise QuerySyntaxError(fault.line, fault.column, fault.message) from complaint
    except (OSError, RuntimeError, ValueError) as complaint:
        raise QueryEvaluationError(str(complaint)) from complaint


def _selection(store: Store, request: Request) -> Selection | None:
    try:
        return selection(store, request.query, request.dataset)
    except UnknownGraph:
        Store().query(request.query + PADDING)  # a mistake in writing is told first
        raise


def _results_format(media_type: str) -> QueryResultsFormat:
    if media_type not in RESULTS:
        raise MediaTypeRefused(media_type, tuple(RESULTS))
    return RESULTS[media_type]


def _boolean(answer: QueryBoolean, request: Request, output: Output) -> Written:
    output(answer.serialize(format=_results_format(request.media_type)) or b"")
    return Written(1, truncated=False)


def _solutions(solutions: QuerySolutions, request: Request, output: Output) -> Written:
    form = _results_format(request.media_type)
    rows = _COUNTED_IN[form](request.row_cap)
    pen = _Pen(output, request.byte_cap, rows)
    return _counted(lambda to: solutions.serialize(to, form), rows, pen)


def _counted(write: Callable[[IO[bytes]], object], rows: Rows, pen: _Pen) -> Written:
    try:
        write(cast("IO[bytes]", pen))
        pen.put(rows.end())
    except _EnoughRows:
        pen.put(rows.closing())
    return Written(rows.rows, rows.truncated)


class _CappedTriples:
    """The first `cap` triples; counts them, and knows afterwards whether there were more."""

    def __init__(self, triples: Iterator[Triple], cap: int, *, terms: bool) -> None:
        self._triples = triples
        self._cap = cap
        self._terms = terms
        self.count = 0
        self.truncated = False

    def __iter__(self) -> Iterator[Triple]:
        for triple in self._triples:
            if self.count == self._cap:
                self.truncated = True
                return
            if not self._terms and isinstance(triple.object, Triple):
                raise _TripleTerm
            self.count += 1
            yield triple


class _TripleTerm(Exception):  # noqa: N818
    """A triple term stands in a result whose format has none."""


def _triples(triples: QueryTriples, request: Request, output: Output) -> Written:
    form = GRAPHS.get(request.media_type)
    if form is None:
        raise MediaTypeRefused(request.media_type, tuple(GRAPHS))
    if form in _LINES:
        notice = b"# " + cut_notice(request.row_cap, "triples") + b"\n"
        rows = Lines(request.row_cap, heading=0, notice=notice)
        pen = _Pen(output, request.byte_cap, rows)
        return _counted(lambda to: triples.serialize(to, form), rows, pen)
    capped = _CappedTriples(iter(triples), request.row_cap, terms=request.media_type not in WITHOUT_TRIPLE_TERMS)
    pen = _Pen(output, request.byte_cap)
    try:
        serialize(capped, cast("IO[bytes]", pen), form, prefixes=dict(request.prefixes))
    except _TripleTerm:
        offered = tuple(kind for kind in GRAPHS if kind not in WITHOUT_TRIPLE_TERMS)
        raise MediaTypeRefused(request.media_type, offered) from None
    if capped.truncated:
        notice = cut_notice(request.row_cap, "triples")
        if form in _COMMENTED:
            pen.put(b"# " + notice + b"\n")
        elif form is RdfFormat.RDF_XML:
            pen.put(b"\n<!-- " + notice + b" -->")
    return Written(capped.count, capped.truncated)
