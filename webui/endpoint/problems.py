"""What goes wrong with a visitor's query, as a status, a kind, and words with the place and the mend."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from queries.outside import errors
from webui.endpoint.formats import FORMATS, offered
from webui.endpoint.request import FORM, QUERY, RequestRefusedError
from webui.language import translate

NO_QUERY = "no-query"


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

    `added_lines`: lines that were put in front of it. A query that ran into its budget is answered 503, as other
    SPARQL servers do: it may well succeed when the same server has more time to give.
    """
    if isinstance(error, RequestRefusedError):
        return _request_refused(error)
    if isinstance(error, errors.QueryRefused):
        return _refused(error, added_lines)
    if isinstance(error, errors.QuerySyntaxError):
        place = {"line": max(1, error.line - added_lines), "column": error.column}
        detail = translate("Line %(line)s, column %(column)s: %(message)s") % {**place, "message": error.message}
        title = translate("The query cannot be read")
        mend = translate("Correct the query at this place.")
        return QueryProblem(400, "query-syntax", title, detail, mend, place, spoken=error.message)
    if isinstance(error, errors.UnknownGraph):
        return _unknown_graph(error, added_lines)
    return _at_its_limit(error) or _taken_back(error) or _unanswered(error)


def no_query() -> QueryProblem:
    """A request without a query, from a client that takes neither the form nor the service description."""
    return _request_refused(RequestRefusedError(400, NO_QUERY))


def _request_refused(error: RequestRefusedError) -> QueryProblem:
    said, kind = error.said, error.kind
    title = translate("The request will not do")
    if kind == "update-refused":
        title = detail = translate("This endpoint takes no updates.")
        mend = translate("Facts enter through documents; send a query.")
    elif kind == "not-acceptable":
        kinds = offered(said)
        title = translate("No such form")
        detail = translate("A query with %(form)s is answered in none of the forms asked for.") % {"form": said}
        mend = translate("Ask for one of: %(forms)s") % {"forms": ", ".join(kinds)}
        return QueryProblem(error.status, kind, title, detail, mend, {"offered": list(kinds)})
    elif kind == "unsupported-body":
        detail = translate("This endpoint does not read a body of type %(type)s.") % {"type": said}
        mend = translate("Send the query as %(form)s or as %(direct)s.") % {"form": FORM, "direct": QUERY}
    elif kind == "data-set-parameter":
        detail = translate("This endpoint does not take the parameter %(name)s.") % {"name": said}
        mend = translate("It is for updates; a query takes default-graph-uri and named-graph-uri.")
    elif kind == "format":
        detail = translate("%(text)s is no format of this endpoint.") % {"text": said}
        mend = translate("One of: %(known)s") % {"known": ", ".join(FORMATS)}
    elif kind == "timeout":
        detail = translate("%(text)s is no time budget.") % {"text": said}
        mend = translate("Give seconds, such as timeout=5.")
    else:
        detail, mend = _WORDS_OF_REFUSALS[kind]()
    return QueryProblem(error.status, kind, title, detail, mend)


_WORDS_OF_REFUSALS = {
    NO_QUERY: lambda: (
        translate("There is no query."),
        translate("Send one as the parameter query=, in a form, or as the body."),
    ),
    "several-queries": lambda: (translate("There is more than one query."), translate("Send one query.")),
    "not-utf-8": lambda: (translate("The query is not UTF-8."), translate("Send it as UTF-8.")),
    "too-many-parameters": lambda: (translate("There are too many parameters."), translate("Send fewer.")),
    "no-such-ticket": lambda: (
        translate("No query with this ticket runs or waits here."),
        translate("Send the ticket that the query was sent with; it may have been answered already."),
    ),
}
"""What is wrong and the mend, for refusals that have nothing to name."""


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


def _unknown_graph(error: errors.UnknownGraph, added_lines: int) -> QueryProblem:
    more: dict[str, Any] = {"graph": error.graph, "graphs": list(error.graphs)}
    detail = translate("There is no graph <%(graph)s> here.") % {"graph": error.graph}
    if error.line is not None:
        more |= {"line": max(1, error.line - added_lines), "column": error.column}
        detail = translate("Line %(line)s, column %(column)s: %(message)s") % {**more, "message": detail}
    mend = translate("The graphs that there are: %(graphs)s") % {"graphs": " ".join(f"<{g}>" for g in error.graphs)}
    return QueryProblem(400, "unknown-graph", translate("No such graph"), detail, mend, more)


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


def _taken_back(error: errors.OutsideQueryError) -> QueryProblem | None:
    """A query whose sender took it back, or one that cannot be taken back as asked.

    409: another request, that of the cancel, stands against this one. Not 503, which has programs send the same
    again, and which monitoring takes for trouble on this side; 499, as proxies log it, is registered nowhere.
    """
    if isinstance(error, errors.QueryCancelled):
        title = translate("The query was cancelled")
        detail = translate("Whoever sent it, or knows its ticket, took it back.")
        return QueryProblem(
            409, "query-cancelled", title, detail, translate("Send it again if it is still wanted.")
        )
    if isinstance(error, errors.TicketRefused):
        title = translate("The ticket will not do")
        mend = translate("Make a new one for each query: 16 to 128 of A-Z a-z 0-9 . _ ~ -, such as a random UUID.")
        return QueryProblem(400, "ticket", title, str(error), mend, spoken=str(error))
    return None


def _unanswered(error: errors.OutsideQueryError) -> QueryProblem:
    """A query that could not be answered for another reason; the engine's own words tell it."""
    if isinstance(error, errors.MediaTypeRefused):
        more = {"offered": list(error.offered)}
        return QueryProblem(406, "not-acceptable", translate("No such form"), str(error), error.mend, more)
    if isinstance(error, errors.QueryEvaluationError):
        title = translate("The query cannot be answered")
        mend = translate("Use only standard functions, and a form that can hold the result.")
        return QueryProblem(400, "query-evaluation", title, str(error), mend)
    title = translate("No worker could answer the query")
    # A query that crashes the engine will do so again; any other may be answered by the next worker.
    crashed = isinstance(error, errors.WorkerDied) and error.cause is errors.DeathCause.CRASHED
    return QueryProblem(503, "worker", title, str(error), error.mend, retry_after=0 if crashed else 1)
