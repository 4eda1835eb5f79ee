"""One query on one store, within caps: the result as bytes.

The engine writes every result itself, and it writes lazily: an exception from the place it writes to ends the
evaluation. It offers no cap on rows, so solutions are first written as TSV, where a line feed ends a row and
nothing else, cut there, and read back and written in the format asked for, both by the engine (+20 %).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    parse_query_results,
    serialize,
)

from queries.outside.errors import MediaTypeRefused, QueryEvaluationError, QuerySyntaxError, ResultTooLarge
from queries.outside.frames import Answer, Request
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
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
}
"""Formats of CONSTRUCT and DESCRIBE by media type."""


class _EnoughRows(Exception):  # noqa: N818
    """The row cap is reached: thrown through the engine to end the evaluation."""


class _CappedBytes(io.BytesIO):
    """A place to write to that holds at most `limit` bytes and, if told, stops behind `most_lines` lines."""

    def __init__(self, limit: int, most_lines: int | None = None) -> None:
        super().__init__()
        self._limit = limit
        self._most_lines = most_lines
        self.lines = 0

    def write(self, chunk: Buffer) -> int:
        content = bytes(chunk)
        if self.tell() + len(content) > self._limit:
            raise ResultTooLarge(self._limit)
        written = super().write(content)
        if self._most_lines is not None:
            self.lines += content.count(b"\n")
            if self.lines > self._most_lines:
                raise _EnoughRows
        return written


def evaluate(store: Store, request: Request) -> Answer:
    """Run a query and write its result in the media type asked for.

    Raises QuerySyntaxError, QueryEvaluationError, MediaTypeRefused, ResultTooLarge. Never looks whether the
    query reaches out: that is the guard's.
    """
    try:
        result = store.query(request.query + PADDING)
        if isinstance(result, QuerySolutions):
            return _solutions(result, request)
        if isinstance(result, QueryTriples):
            return _triples(result, request)
        return _boolean(result, request)
    except SyntaxError as complaint:
        fault = explain(str(complaint), request.query)
        raise QuerySyntaxError(fault.line, fault.column, fault.message) from complaint
    except (OSError, RuntimeError, ValueError) as complaint:
        raise QueryEvaluationError(str(complaint)) from complaint


def _results_format(media_type: str) -> QueryResultsFormat:
    if media_type not in RESULTS:
        raise MediaTypeRefused(media_type, tuple(RESULTS))
    return RESULTS[media_type]


def _boolean(answer: QueryBoolean, request: Request) -> Answer:
    written = answer.serialize(format=_results_format(request.media_type))
    return Answer(request.media_type, written or b"", 1, False)


def _solutions(solutions: QuerySolutions, request: Request) -> Answer:
    form = _results_format(request.media_type)
    capped = _CappedBytes(request.byte_cap, request.row_cap + 1)  # the first line names the columns
    truncated = False
    try:
        solutions.serialize(capped, QueryResultsFormat.TSV)
    except _EnoughRows:
        truncated = True
    table = capped.getvalue()
    if truncated:
        table = b"".join(line + b"\n" for line in table.split(b"\n", request.row_cap + 1)[: request.row_cap + 1])
    if form is not QueryResultsFormat.TSV:
        output = _CappedBytes(request.byte_cap)
        parse_query_results(table, QueryResultsFormat.TSV).serialize(output, form)
        table = output.getvalue()
    return Answer(request.media_type, table, request.row_cap if truncated else capped.lines - 1, truncated)


class _CappedTriples:
    """The first `cap` triples; counts them, and knows afterwards whether there were more."""

    def __init__(self, triples: Iterator[Triple], cap: int) -> None:
        self._triples = triples
        self._cap = cap
        self.count = 0
        self.truncated = False

    def __iter__(self) -> Iterator[Triple]:
        for triple in self._triples:
            if self.count == self._cap:
                self.truncated = True
                return
            self.count += 1
            yield triple


def _triples(triples: QueryTriples, request: Request) -> Answer:
    form = GRAPHS.get(request.media_type)
    if form is None:
        raise MediaTypeRefused(request.media_type, tuple(GRAPHS))
    capped = _CappedTriples(iter(triples), request.row_cap)
    output = _CappedBytes(request.byte_cap)
    serialize(capped, output, form, prefixes=dict(request.prefixes))
    return Answer(request.media_type, output.getvalue(), capped.count, capped.truncated)
