"""What goes wrong with a visitor's query, as a status, a kind, and words with the place and the mend."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from queries.outside import errors
from webui.language import translate
from webui.sparql_request import RequestRefusedError


@dataclass(frozen=True)
class QueryProblem:
    """One problem; `more` are further members of its JSON, `retry_after` whole seconds (0: do not say)."""

    status: int
    kind: str
    title: str
    detail: str
    mend: str
    more: dict[str, Any] = field(default_factory=dict)
    retry_after: int = 0


def query_problem(error: errors.OutsideQueryError | RequestRefusedError, added_lines: int) -> QueryProblem:
    """The problem that an error is, its line counted in the query as the client sent it.

    `added_lines`: lines with prefixes that were put in front of it. A query that ran into its budget is answered
    503, as other SPARQL servers do: it may well succeed when the same server has more time to give.
    """
    if isinstance(error, RequestRefusedError):
        title = translate("The request will not do")
        return QueryProblem(error.status, error.kind, title, str(error), error.mend)
    if isinstance(error, errors.QueryRefused):
        return _refused(error, added_lines)
    if isinstance(error, errors.QuerySyntaxError):
        line = max(1, error.line - added_lines)
        place = {"line": line, "column": error.column}
        detail = translate("Line %(line)s, column %(column)s: %(message)s") % {**place, "message": error.message}
        title = translate("The query cannot be read")
        return QueryProblem(
            400, "query-syntax", title, detail, translate("Correct the query at this place."), place
        )
    return _failed(error)


def _refused(error: errors.QueryRefused, added_lines: int) -> QueryProblem:
    place = {"line": max(1, error.line - added_lines), "column": error.column, "keyword": error.keyword}
    detail = translate("Line %(line)s, column %(column)s: %(keyword)s is not allowed here.") % place
    if isinstance(error, errors.UpdateRefused):
        title = translate("This endpoint takes no updates.")
        return QueryProblem(403, "update-refused", title, detail, translate(error.mend), place)
    title = translate("This endpoint calls no other one")
    return QueryProblem(403, "remote-access-refused", title, detail, translate(error.mend), place)


def _failed(error: errors.OutsideQueryError) -> QueryProblem:
    """What became of a query that was let in."""
    if isinstance(error, errors.QueryTimedOut):
        title = translate("The query took too long")
        mend = translate("Narrow it: more constants, fewer unconnected patterns, a LIMIT.")
        detail = translate("It was ended after its budget of %(seconds)s s.") % {"seconds": f"{error.budget:g}"}
        return QueryProblem(503, "query-timeout", title, detail, mend, {"budget_seconds": error.budget})
    if isinstance(error, errors.ResultTooLarge):
        title = translate("The result is too large")
        return QueryProblem(
            400, "result-too-large", title, str(error), translate(error.mend), {"limit_bytes": error.limit}
        )
    if isinstance(error, errors.PoolBusy):
        title = translate("Too many queries at once")
        return QueryProblem(503, "busy", title, str(error), translate(error.mend), retry_after=error.retry_after)
    if isinstance(error, errors.MediaTypeRefused):
        title = translate("No such form")
        return QueryProblem(406, "not-acceptable", title, str(error), translate(error.mend))
    if isinstance(error, errors.WorkerDied) and error.cause is errors.DeathCause.MEMORY:
        title = translate("The query needs too much memory")
        return QueryProblem(503, "query-memory", title, str(error), translate(error.mend))
    if isinstance(error, errors.QueryEvaluationError):
        title = translate("The query cannot be answered")
        return QueryProblem(400, "query-evaluation", title, str(error), translate(error.mend))
    unavailable = isinstance(error, errors.PoolClosed | errors.WorkerStartFailed)
    title = translate("No worker could answer the query")
    return QueryProblem(503 if unavailable else 500, "worker", title, str(error), translate(error.mend))
