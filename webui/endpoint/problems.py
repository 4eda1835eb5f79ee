"""What goes wrong with a visitor's query, as a status, a kind, and words with the place and the mend."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from queries.outside import errors
from webui.endpoint.request import RequestRefusedError
from webui.language import translate


@dataclass(frozen=True)
class QueryProblem:
    """One problem; `more` are further members of its JSON, `retry_after` whole seconds (0: do not say).

    `spoken` is the part of the detail that is in the language of the code whatever the reader's is.
    """

    status: int
    kind: str
    title: str
    detail: str
    mend: str
    more: dict[str, Any] = field(default_factory=dict)
    retry_after: int = 0
    spoken: str = ""


def query_problem(error: errors.OutsideQueryError | RequestRefusedError, added_lines: int) -> QueryProblem:
    """The problem that an error is, its line counted in the query as the client sent it.

    `added_lines`: lines with prefixes that were put in front of it. A query that ran into its budget is answered
    503, as other SPARQL servers do: it may well succeed when the same server has more time to give.
    """
    if isinstance(error, RequestRefusedError):
        title = translate("The request will not do")
        return QueryProblem(error.status, error.kind, title, str(error), error.mend, spoken=str(error))
    if isinstance(error, errors.QueryRefused):
        return _refused(error, added_lines)
    if isinstance(error, errors.QuerySyntaxError):
        place = {"line": max(1, error.line - added_lines), "column": error.column}
        detail = translate("Line %(line)s, column %(column)s: %(message)s") % {**place, "message": error.message}
        title = translate("The query cannot be read")
        mend = translate("Correct the query at this place.")
        return QueryProblem(400, "query-syntax", title, detail, mend, place, spoken=error.message)
    return _at_its_limit(error) or _unanswered(error)


def _refused(error: errors.QueryRefused, added_lines: int) -> QueryProblem:
    place = {"line": max(1, error.line - added_lines), "column": error.column, "keyword": error.keyword}
    detail = translate("Line %(line)s, column %(column)s: %(keyword)s is not allowed here.") % place
    documents = translate("Facts enter through documents; send a query.")
    if isinstance(error, errors.UpdateRefused):
        title = translate("This endpoint takes no updates.")
        return QueryProblem(403, "update-refused", title, detail, documents, place)
    mend = error.mend  # of a doubtful place: it says which words to write otherwise
    if error.keyword == "LOAD":
        mend = documents
    elif "leave SERVICE out" in mend:
        mend = translate("Leave SERVICE out and join the answers on your side.")
    title = translate("This endpoint calls no other one")
    return QueryProblem(403, "remote-access-refused", title, detail, mend, place)


def _at_its_limit(error: errors.OutsideQueryError) -> QueryProblem | None:
    """A query that wanted more than one gets."""
    if isinstance(error, errors.QueryTimedOut):
        title = translate("The query took too long")
        detail = translate("It was ended after its budget of %(seconds)s s.") % {"seconds": f"{error.budget:g}"}
        mend = translate("Narrow it: more constants, fewer unconnected patterns, a LIMIT.")
        return QueryProblem(503, "query-timeout", title, detail, mend, {"budget_seconds": error.budget})
    if isinstance(error, errors.ResultTooLarge):
        title = translate("The result is too large")
        detail = translate("It would be larger than %(bytes)s bytes.") % {"bytes": error.limit}
        mend = translate("Ask for fewer rows or columns: a LIMIT, or fewer variables.")
        return QueryProblem(400, "result-too-large", title, detail, mend, {"limit_bytes": error.limit})
    if isinstance(error, errors.PoolBusy):
        title = translate("Too many queries at once")
        detail = translate("Others are being answered, and the queue is full.")
        mend = translate("Ask again in %(seconds)s s.") % {"seconds": error.retry_after}
        return QueryProblem(503, "busy", title, detail, mend, retry_after=error.retry_after)
    if isinstance(error, errors.WorkerDied) and error.cause is errors.DeathCause.MEMORY:
        title = translate("The query needs too much memory")
        mend = translate("Sort or group less, or add a LIMIT.")
        return QueryProblem(503, "query-memory", title, str(error), mend)
    return None


def _unanswered(error: errors.OutsideQueryError) -> QueryProblem:
    """A query that could not be answered for another reason; the engine's own words tell it."""
    if isinstance(error, errors.MediaTypeRefused):
        return QueryProblem(406, "not-acceptable", translate("No such form"), str(error), error.mend)
    if isinstance(error, errors.QueryEvaluationError):
        title = translate("The query cannot be answered")
        mend = translate("Use only standard functions, and a form that can hold the result.")
        return QueryProblem(400, "query-evaluation", title, str(error), mend)
    unavailable = isinstance(error, errors.PoolClosed | errors.WorkerStartFailed)
    title = translate("No worker could answer the query")
    return QueryProblem(503 if unavailable else 500, "worker", title, str(error), error.mend)
