"""What a query from outside would do, told from its tokens before it runs.

The embedded engine follows SERVICE over the network and offers neither a switch nor a syntax tree, so this
is the first lock (the second: workers without a network). The engine reads without a tokeniser of its own:
it takes SERVICE wherever a graph pattern may begin, glued to what follows or precedes (`SERVICE:x {`,
`1SERVICE <x> {`), and it reads `?a<?b#>` as a comparison and a comment where SPARQL's terminals read an IRI.
Whatever it might read differently from us is therefore refused if "service" stands in the text behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from queries.outside.beginning import plain_beginning
from queries.outside.errors import QueryRefused, QuerySyntaxError, RemoteAccessRefused, UpdateRefused
from queries.outside.tokens import Kind, Token, meaningful, place, significant

__all__ = [
    "FromClause",
    "QueryRefused",
    "RemoteAccessRefused",
    "UpdateRefused",
    "dataset_clauses",
    "declared_prefixes",
    "prologue",
    "query_form",
    "refuse_remote",
    "refuse_unencodable",
]

FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"})

_SERVICE = re.compile("service", re.IGNORECASE | re.ASCII)
_REMOTE = re.compile("service|load", re.IGNORECASE | re.ASCII)
_CODE_POINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U(0010[0-9A-Fa-f]{4}|000[0-9A-Fa-f]{5})")
_WITH_AUTHORITY = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*://")
_PROLOGUE = {"BASE": 2, "PREFIX": 3, "VERSION": 2}
# Texts whose verdict is remembered: some 8 MB at most.
_REMEMBERED, _LONGEST_REMEMBERED = 512, 4096
# Keywords behind which a prefixed name and then { may stand without SERVICE being meant.
_BEFORE_NAME = frozenset({"GRAPH", "FROM", "NAMED", "DESCRIBE"})
_OPERANDS = frozenset({Kind.VARIABLE, Kind.STRING, Kind.LANGUAGE, Kind.NUMBER, Kind.NAME, Kind.IRI})

_MEND_SERVICE = "this endpoint calls no other one: leave SERVICE out and join the answers on your side"
_MEND_LOAD = "facts enter through documents: leave LOAD out"
_MEND_UPDATE = "facts enter through documents"
_MEND_NAME = (
    "a prefix that contains `service` before { reads as SERVICE: end the triple with a dot or rename the prefix"
)
_MEND_DOT = "a name with `.service` in it may be read as SERVICE: write the whole IRI in <...>"
_MEND_COMPARISON = "this reads as an IRI or as a comparison: write spaces around < and >, or the whole IRI"
_MEND_STRAY = "no term of SPARQL begins here, so it can't be told whether SERVICE follows: correct this place first"


@dataclass(frozen=True, slots=True)
class FromClause:
    """A FROM or FROM NAMED clause.

    `iri` is as written, unresolved: the text between < and >, or (`prefixed`) a prefixed name.
    `line` and `column` are those of the IRI, from 1.
    """

    iri: str
    named: bool
    line: int
    column: int
    prefixed: bool = False


@dataclass(frozen=True, slots=True)
class _Exposure:
    """A place from which the query may reach out: offset, keyword and mend."""

    offset: int
    keyword: str
    mend: str


def refuse_remote(query: str) -> None:
    """Refuse a query that could make the engine call another server, and any update.

    SPARQL 1.1 (19.2) replaces \\uXXXX everywhere before it reads, the engine only within strings and IRIs:
    the query is refused if either reading holds SERVICE or LOAD.
    Raises RemoteAccessRefused, or UpdateRefused, with the place in the query as given.
    """
    if _is_harmless(query):
        return
    if len(query) <= _LONGEST_REMEMBERED:
        _remembered(query)
    else:
        _refuse_remote(query)


@lru_cache(_REMEMBERED)
def _remembered(query: str) -> None:
    """As _refuse_remote; what has passed once passes again (a refusal is an error, and those are not kept)."""
    _refuse_remote(query)


def _is_harmless(query: str) -> bool:
    """Whether a query needs no closer look: it begins as one, and holds neither keyword nor what could spell one.

    Both keywords are ASCII, so that lower() finds each of their spellings (and what is none, which is looked at).
    """
    lowered = query.lower()
    if "service" in lowered or "load" in lowered or "\\u" in lowered:
        return False
    return plain_beginning(query) is not None


def _refuse_remote(query: str) -> None:
    for text, origins in _readings(query):
        exposure = _exposure(text)
        if exposure is not None:
            line, column = place(query, origins[exposure.offset])
            raise RemoteAccessRefused(line, column, exposure.keyword, exposure.mend)
    operation = _operation(query)
    if operation is not None and operation.text.upper() in UPDATES:
        line, column = place(query, operation.start)
        raise UpdateRefused(line, column, operation.text.upper(), _MEND_UPDATE)


def refuse_unencodable(query: str) -> None:
    """Refuse half a surrogate pair, which is no character: no file and no protocol can carry it.

    Raises QuerySyntaxError with its place.
    """
    try:
        query.encode()
    except UnicodeEncodeError as error:
        raise QuerySyntaxError(*place(query, error.start), "half a surrogate pair is no character") from None


def query_form(query: str) -> str | None:
    """SELECT, ASK, CONSTRUCT or DESCRIBE by the first keyword behind the prologue; None for anything else."""
    if (plain := plain_beginning(query)) is not None:
        return plain[1].upper()
    operation = _operation(query)
    form = operation.text.upper() if operation is not None else ""
    return form if form in FORMS else None


def declared_prefixes(query: str) -> dict[str, str]:
    """The prefixes that the prologue declares, as prefix -> IRI as written (without < and >, unresolved)."""
    prefixes = {}
    for head, *rest in _declarations(query):
        if head.text.upper() == "PREFIX" and [token.kind for token in rest] == [Kind.NAME, Kind.IRI]:
            prefixes[rest[0].text.removesuffix(":")] = rest[1].text[1:-1]
    return prefixes


def prologue(query: str) -> str:
    """The text up to the first token behind the prologue, comments and white space included."""
    token = _behind_prologue(query)
    return query if token is None else query[: token.start]


def dataset_clauses(query: str) -> tuple[FromClause, ...]:
    """The FROM and FROM NAMED clauses in their order; nothing is resolved or looked up."""
    tokens = significant(query)
    clauses = []
    depth = 0
    for index, token in enumerate(tokens):
        depth += _bracket_step(token)
        if depth or not _is_word(token, "FROM"):
            continue
        named = index + 1 < len(tokens) and _is_word(tokens[index + 1], "NAMED")
        source = tokens[index + 1 + named : index + 2 + named]
        if source and source[0].kind in (Kind.IRI, Kind.NAME):
            prefixed = source[0].kind is Kind.NAME
            written = source[0].text if prefixed else source[0].text[1:-1]
            clauses.append(FromClause(written, named, *place(query, source[0].start), prefixed))
    return tuple(clauses)


def _readings(query: str) -> Iterator[tuple[str, range | list[int]]]:
    """The query as it stands and, where that differs, with its code-point escapes replaced.

    With each text comes, for each of its offsets, the offset in the query.
    """
    yield query, range(len(query) + 1)
    if _CODE_POINT.search(query) is None:
        return
    text: list[str] = []
    origins: list[int] = []
    position = 0
    for escape in _CODE_POINT.finditer(query):
        text += (query[position : escape.start()], chr(int(escape[1] or escape[2], 16)))
        origins += range(position, escape.start() + 1)
        position = escape.end()
    yield "".join((*text, query[position:])), [*origins, *range(position, len(query) + 1)]


def _exposure(text: str) -> _Exposure | None:
    if _REMOTE.search(text) is None:  # neither keyword can be spelt otherwise
        return None
    last_service = max((found.start() for found in _SERVICE.finditer(text)), default=-1)
    tokens = significant(text)
    brackets: list[str] = []
    for index, token in enumerate(tokens):
        before = tokens[index - 1] if index else None
        after = tokens[index + 1] if index + 1 < len(tokens) else None
        exposure = _keyword(token) or _keyword_in_name(token, before, after) or _doubt(token, before, brackets)
        if exposure is not None and (exposure.keyword == "LOAD" or token.start <= last_service):
            return exposure
        if _bracket_step(token) > 0:
            brackets.append(token.text)
        elif _bracket_step(token) < 0 and brackets:
            brackets.pop()
    return None


def _keyword(token: Token) -> _Exposure | None:
    if token.kind is not Kind.WORD:
        return None
    if _SERVICE.search(token.text):  # also glued: trueSERVICE, SERVICESILENT
        return _Exposure(token.start, "SERVICE", _MEND_SERVICE)
    return _Exposure(token.start, "LOAD", _MEND_LOAD) if _is_word(token, "LOAD") else None


def _keyword_in_name(token: Token, before: Token | None, after: Token | None) -> _Exposure | None:
    if token.kind not in (Kind.NAME, Kind.BLANK_NODE):
        return None
    if ".service" in token.text.lower():  # the engine's local names allow one group of dots, SPARQL's many
        return _Exposure(token.start, "SERVICE", _MEND_DOT)
    allowed = before is not None and before.kind is Kind.WORD and before.text.upper() in _BEFORE_NAME
    opens_group = after is not None and after.text == "{"
    if opens_group and not allowed and _SERVICE.search(token.text.partition(":")[0]):
        return _Exposure(token.start, "SERVICE", _MEND_NAME)
    return None


def _doubt(token: Token, before: Token | None, brackets: list[str]) -> _Exposure | None:
    if token.kind is Kind.STRAY:
        return _Exposure(token.start, "SERVICE", _MEND_STRAY)
    # As a comparison the text between < and > could open a comment or a string that reaches past >. That needs
    # an expression (always within round brackets), an operand in front, and an operand behind <: never scheme://.
    if (
        token.kind is Kind.IRI
        and ("#" in token.text or "'" in token.text)
        and brackets
        and brackets[-1].endswith("(")
        and before is not None
        and (before.kind in _OPERANDS or before.text.lower() in (")", ")>>", "true", "false"))
        and _WITH_AUTHORITY.match(token.text) is None
    ):
        return _Exposure(token.start, "SERVICE", _MEND_COMPARISON)
    return None


def _bracket_step(token: Token) -> int:
    if token.kind is not Kind.PUNCTUATION:
        return 0
    if token.text in ("(", "[", "{", "{|", "<<("):
        return 1
    return -1 if token.text in (")", "]", "}", "|}", ")>>") else 0


def _is_word(token: Token, word: str) -> bool:
    return token.kind is Kind.WORD and token.text.upper() == word


def _declaration_length(token: Token) -> int:
    """How many tokens the declaration has that begins with this one; 0 where none begins."""
    return _PROLOGUE.get(token.text.upper(), 0) if token.kind is Kind.WORD else 0


def _declarations(query: str) -> Iterator[tuple[Token, ...]]:
    tokens = meaningful(query)
    for token in tokens:
        if not (length := _declaration_length(token)):
            return
        yield (token, *islice(tokens, length - 1))


def _behind_prologue(query: str) -> Token | None:
    """The first token behind the prologue, or None where nothing stands there; cuts no more than it needs."""
    tokens = meaningful(query)
    for token in tokens:
        if not (length := _declaration_length(token)):
            return token
        next(islice(tokens, length - 1, length - 1), None)  # passes over the rest of the declaration
    return None


def _operation(query: str) -> Token | None:
    """The first word behind the prologue, or None where none stands there."""
    token = _behind_prologue(query)
    return token if token is not None and token.kind is Kind.WORD else None
