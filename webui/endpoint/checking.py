"""Whether a query can be read, told without running it, with the place of what is wrong."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import Literal, Store, Variable

from ontology.rq import with_prefixes
from queries.outside.errors import OutsideQueryError, QueryRefused, QuerySyntaxError
from queries.outside.guard import refuse_remote, refuse_unencodable
from queries.outside.syntax import PADDING, explain
from queries.outside.tokens import Token, significant

# The engine refuses to substitute a variable that a query does not project, once it has read the query and before
# it evaluates anything: so a store without triples answers every query that can be read with the same complaint.
_NOWHERE = Variable("aif_no_query_projects_this")


@dataclass(frozen=True)
class Fault:
    """What keeps a query from being run; line, column and the column behind it count from 1, in code points."""

    error: OutsideQueryError
    line: int
    column: int
    end: int


def fault(query: str) -> Fault | None:
    """What is wrong with a query as a client would send it; None where it can be run. Nothing is evaluated."""
    sent = with_prefixes(query)
    added = sent[: len(sent) - len(query)].count("\n")
    try:
        refuse_unencodable(sent)
        refuse_remote(sent)
        _read(sent)
    except (QuerySyntaxError, QueryRefused) as error:
        line = max(1, error.line - added)
        return Fault(error, line, error.column, _end(query, line, error.column))
    return None


def added_lines(query: str) -> int:
    """How many lines with prefixes are put in front of a query."""
    return with_prefixes(query).count("\n") - query.count("\n")


def _read(query: str) -> None:
    try:
        Store().query(query + PADDING, substitutions={_NOWHERE: Literal("")})
    except SyntaxError as complaint:
        found = explain(str(complaint), query)
        raise QuerySyntaxError(found.line, found.column, found.message) from complaint
    except (OSError, RuntimeError, ValueError):
        return


def _end(query: str, line: int, column: int) -> int:
    """The column behind the token that begins at a place; that behind the place itself where none does."""
    offset = offset_of(query, line, column)
    found = token_at(significant(query), offset)
    length = found.end - offset if found is not None and "\n" not in found.text else 1
    return column + max(1, length)


def offset_of(query: str, line: int, column: int) -> int:
    """The offset of a line and column, both from 1."""
    start = 0
    for _ in range(line - 1):
        start = query.find("\n", start) + 1
    return start + column - 1


def token_at(tokens: tuple[Token, ...], offset: int) -> Token | None:
    """The token in which an offset lies."""
    return next((token for token in tokens if token.start <= offset < token.end), None)
