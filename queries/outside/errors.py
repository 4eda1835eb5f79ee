"""What can go wrong with a query that a stranger wrote; each error says the mend."""

# ruff: noqa: N818  (what happened reads better than what class it has: QueryTimedOut, PoolBusy)
from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class OutsideQueryError(Exception):
    """A query from outside was not answered; `mend` says what would help."""

    mend = ""


class QueryRefused(OutsideQueryError):
    """The query was not run at all, because of what stands at `line` and `column` (both from 1)."""

    def __init__(self, line: int, column: int, keyword: str, mend: str) -> None:
        super().__init__(f"line {line}, column {column}: {keyword} is not allowed here; {mend}")
        self.line = line
        self.column = column
        self.keyword = keyword
        self.mend = mend


class RemoteAccessRefused(QueryRefused):
    """The query would make the server call another one (SERVICE, LOAD), or it can't be told that it won't."""


class UpdateRefused(QueryRefused):
    """The text is an update, not a query."""


class QuerySyntaxError(OutsideQueryError):
    """The engine can't read the query; `line` and `column` count from 1, in code points."""

    mend = "correct the query at the place named"

    def __init__(self, line: int, column: int, message: str) -> None:
        super().__init__(f"line {line}, column {column}: {message}")
        self.line = line
        self.column = column
        self.message = message


class UnknownGraph(OutsideQueryError):
    """The data set names a graph that is not in the snapshot.

    `line` and `column` (from 1) are where the query names it; None where the protocol does (default-graph-uri).
    `graphs` are those that there are.
    """

    def __init__(self, graph: str, line: int | None, column: int | None, graphs: Iterable[str]) -> None:
        where = f"line {line}, column {column}: " if line is not None else ""
        super().__init__(f"{where}there is no graph <{graph}>")
        self.graph = graph
        self.line = line
        self.column = column
        self.graphs = tuple(graphs)
        known = " ".join(f"<{name}>" for name in self.graphs)
        self.mend = f"there are {known}" if known else "there is no graph that has a name"


class QueryEvaluationError(OutsideQueryError):
    """The query is well formed, but the engine could not evaluate it or write its result."""

    mend = "use only standard functions, and a format that can hold the result"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class MediaTypeRefused(OutsideQueryError):
    """The result of this form of query can't be written in the media type asked for."""

    def __init__(self, media_type: str, offered: Iterable[str]) -> None:
        super().__init__(f"the result can't be written as {media_type}")
        self.media_type = media_type
        self.offered = tuple(offered)
        self.mend = f"ask for one of {', '.join(self.offered)}"


class QueryTimedOut(OutsideQueryError):
    """The query was still running at the end of its budget (seconds) and was ended."""

    mend = "narrow the query: more constants, fewer unconnected patterns, a LIMIT"

    def __init__(self, budget: float) -> None:
        super().__init__(f"the query was ended after its budget of {budget:g} s")
        self.budget = budget


class QueryCancelled(OutsideQueryError):
    """Whoever sent the query took it back (or another one who knew its ticket)."""

    mend = "send it again if it is still wanted"

    def __init__(self) -> None:
        super().__init__("the query was cancelled")


class TicketRefused(OutsideQueryError):
    """The ticket under which the query was to be cancelled will not do; `reason` says why."""

    mend = "make a new one for each query: 16 to 128 of A-Z a-z 0-9 . _ ~ -, such as a random UUID"

    def __init__(self, reason: str) -> None:
        super().__init__(f"the ticket {reason}")
        self.reason = reason


class ResultTooLarge(OutsideQueryError):
    """The serialised result would be larger than `limit` bytes."""

    mend = "ask for fewer rows or columns: a LIMIT, or fewer variables"

    def __init__(self, limit: int) -> None:
        super().__init__(f"the result is larger than {limit} bytes")
        self.limit = limit


class DeathCause(StrEnum):
    """Why a worker process ended within a query."""

    MEMORY = "memory"
    KILLED = "killed"
    CRASHED = "crashed"


_DEATHS = {
    DeathCause.MEMORY: ("the query needed more memory than it may have", "sort or group less, or add a LIMIT"),
    DeathCause.KILLED: ("the worker was killed from outside", "ask again"),
    DeathCause.CRASHED: ("the engine crashed on the query", "simplify the query, above all deep nesting"),
}


class WorkerDied(OutsideQueryError):
    """The process that ran the query ended before it answered."""

    def __init__(self, cause: DeathCause | str) -> None:
        self.cause = DeathCause(cause)
        message, self.mend = _DEATHS[self.cause]
        super().__init__(message)


class WorkerStartFailed(OutsideQueryError):
    """No worker could be started on the snapshot."""

    mend = "see that the snapshot's store is readable and that the memory limit leaves room to open it"

    def __init__(self, message: str) -> None:
        super().__init__(f"no worker started: {message}")
        self.message = message


class PoolBusy(OutsideQueryError):
    """No worker came free in time; `retry_after` is in whole seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__("too many queries are running or waiting")
        self.retry_after = retry_after
        self.mend = f"ask again in {retry_after} s"


class ClientAsleep(OutsideQueryError):
    """Nothing was taken from the result for too long, and others needed the room that it took."""

    mend = "take the result as it comes, or ask for less"

    def __init__(self) -> None:
        super().__init__("nothing was taken from the result for too long")


class PoolClosed(OutsideQueryError):
    """The pool was closed before the query was answered."""

    mend = "ask again when the server is up"

    def __init__(self) -> None:
        super().__init__("the server is shutting down")
