"""The engine alone on a case, without the application: what the way through HTTP is held against."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pyoxigraph import NamedNode, QueryResultsFormat, QueryTriples, RdfFormat, Store

from queries.outside.errors import RemoteAccessRefused, UpdateRefused
from queries.outside.guard import refuse_remote
from tests.conformance import answers
from tests.conformance.answers import read_answer
from tests.conformance.comparison import Likeness, likeness
from tests.conformance.expectation import expected, is_ordered
from tests.conformance.served import quads
from tests.conformance.suite import Case, Data, Sort

_RESULTS: Mapping[str, QueryResultsFormat] = {
    answers.JSON: QueryResultsFormat.JSON,
    answers.XML: QueryResultsFormat.XML,
    answers.CSV: QueryResultsFormat.CSV,
    answers.TSV: QueryResultsFormat.TSV,
}
_GRAPHS: Mapping[str, RdfFormat] = {answers.TURTLE: RdfFormat.TURTLE, answers.N_TRIPLES: RdfFormat.N_TRIPLES}


def opened(data: Data, top: Path) -> Store:
    """The data in memory. In: the folder w3c/sparql."""
    store = Store()
    store.bulk_extend(quads(data, top))
    for name in data.empty:
        store.add_graph(NamedNode(name))
    return store


def passes(case: Case, store: Store, top: Path) -> bool | None:
    """Whether the engine passes; None where the query would make it call another server, and so is not run."""
    try:
        refuse_remote(case.query)
    except RemoteAccessRefused:
        return None
    except UpdateRefused:  # the engine will see for itself that it is no query
        pass
    try:
        result = store.query(case.query, base_iri=case.address)
    except SyntaxError:
        return case.sort is Sort.NEGATIVE
    except (OSError, RuntimeError, ValueError):
        return case.sort is Sort.POSITIVE
    if case.sort is not Sort.EVALUATION:
        return case.sort is Sort.POSITIVE
    wanted, media_type = expected(case, top)
    form = _GRAPHS[media_type] if isinstance(result, QueryTriples) else _RESULTS[media_type]
    body = result.serialize(format=form)  # type: ignore[arg-type]
    got = read_answer(body or b"", media_type)
    return likeness(wanted, got, ordered=is_ordered(case, wanted)) is not Likeness.DIFFERENT
