"""The engine's complaint about a query, made readable and put in its place.

The engine says "error at LINE:COLUMN: expected one of ...". It compares a keyword by taking as many characters
as the keyword has, so a keyword that is missing is reported that many characters *behind* the true place:
`{ x:y ?p ?o }` with x: undeclared is "expected OPTIONAL" eight characters late. The true place is the last
token that lies at the right distance from some keyword of the list, or the reported place itself when the list
holds anything but keywords. At the end of the text keywords no longer fit and vanish from the list, hence
PADDING.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from queries.outside.tokens import Kind, Token, place, significant, tokenise

PADDING = " " * 16
"""White space to put behind a query before it is parsed; longer than the longest keyword, ENCODE_FOR_URI."""

_REPORT = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_EXPECTATION = re.compile(
    r"""(?P<literal>"(?:[^"\\]|\\.)*")|(?P<characters>\[(?:'(?:\\.[^']*|[^'\\])'|[^\]'])*\])|(?P<phrase>[^,"\[]+)""",
    re.DOTALL,
)
_KEYWORD = re.compile(r"(?:is|has|lang|hasLANG)?[A-Z][A-Z0-9_]*")
_NOTHING_SAID = frozenset({"<unreported>", "[_]"})
_MEANINGS = {
    '"$"': "a variable",
    '"?"': "a variable",
    '"<"': "an IRI",
    '":"': "a prefixed name",
    '"_:"': "a blank node",
    '"false"': "true or false",
    '"true"': "true or false",
    '"+"': "a number",
    '"-"': "a number",
}
_PHRASES = {"IRI parsing failed": "this is no absolute IRI", "Prefix not found": "this prefix is not declared"}
# The longest keyword that fits a place hides the others: what it stands for.
_FAMILIES = {
    "CONSTRUCT": "SELECT, ASK, CONSTRUCT or DESCRIBE",
    "OPTIONAL": "a whole triple pattern, a keyword such as FILTER, or a bracket",
    "ENCODE_FOR_URI": "an expression",
    "UNDEF": "a value or UNDEF",
    "DISTINCT": "",
}
_LONGEST_LIST = 6


@dataclass(frozen=True, slots=True)
class SyntaxFault:
    """Where a query can't be read (line and column from 1, in code points) and what was expected there."""

    line: int
    column: int
    message: str


@dataclass(frozen=True, slots=True)
class _Expected:
    """The engine's list, by kind: keywords; phrases (whole sentences); anything else, in readable words."""

    keywords: tuple[str, ...]
    phrases: tuple[str, ...]
    terms: tuple[str, ...]


def explain(complaint: str, query: str) -> SyntaxFault:
    """Put the engine's complaint about `query` (parsed with PADDING behind it) into words.

    In: the text of the engine's SyntaxError, and the query without the padding.
    Out: place and message. A complaint of another shape is passed on whole, at the query's start.
    """
    report = _REPORT.fullmatch(complaint)
    if report is None:
        return SyntaxFault(1, 1, complaint)
    expected = _expected(report[3])
    reported = _offset(query, int(report[1]), int(report[2]))
    tokens = significant(query)
    unclosed = _unclosed_string(query, reported)
    if unclosed is not None:
        return SyntaxFault(*place(query, unclosed.start), "this string is not closed, or holds a wrong escape")
    if expected.phrases:
        said = "; ".join(_PHRASES.get(phrase, phrase) for phrase in expected.phrases)
        return SyntaxFault(*place(query, _start_of_what_ends(query, reported, tokens)), said)
    offset = _true_offset(expected, reported, tokens)
    found = next((token for token in tokens if offset < token.end), None)
    missing = _undeclared_prefix(found, tokens)
    if missing is not None:
        return SyntaxFault(*place(query, offset), f"the prefix {missing} is not declared")
    wanted = _in_words(expected, reported - offset)
    what = f"not understood from {found.text} on" if found is not None else "the query ends too early"
    return SyntaxFault(*place(query, offset), f"{what}; expected {wanted}" if wanted else what)


def _expected(listed: str) -> _Expected:
    keywords, phrases, terms = [], [], []
    for found in _EXPECTATION.finditer(listed):
        text = found.group().strip()
        if not text or text in _NOTHING_SAID:
            continue
        if found.lastgroup == "phrase" and _KEYWORD.fullmatch(text):
            keywords.append(text)
        elif found.lastgroup == "phrase":
            phrases.append(text)
        else:
            terms.append(_term(text))
    return _Expected(tuple(keywords), tuple(phrases), tuple(dict.fromkeys(terms)))


def _term(text: str) -> str:
    if text.startswith("["):
        digits_only = re.fullmatch(r"\['0' ?\.\. ?=? ?'9'\]", text)
        return "a digit" if digits_only else "a further character of the name"
    if text.strip('"').replace("\\", "").strip("\"'") == "":
        return "a string"
    return _MEANINGS.get(text, text)


def _offset(query: str, line: int, column: int) -> int:
    start = 0
    for _ in range(line - 1):
        start = query.find("\n", start) + 1
    return start + column - 1


def _true_offset(expected: _Expected, reported: int, tokens: tuple[Token, ...]) -> int:
    end = tokens[-1].end if tokens else 0
    if expected.terms or not expected.keywords:
        return min(reported, end)
    starts = {token.start for token in tokens}
    distances = {len(keyword) for keyword in expected.keywords}
    places = [min(reported - distance, end) for distance in distances]
    return max((offset for offset in places if offset in starts or offset == end), default=min(reported, end))


def _in_words(expected: _Expected, distance: int) -> str:
    fitting = tuple(keyword for keyword in expected.keywords if len(keyword) == distance)
    if not expected.terms and len(fitting) == 1:
        return _FAMILIES.get(fitting[0], fitting[0])
    wanted = (*expected.terms, *fitting)
    if len(wanted) > _LONGEST_LIST:
        return ", ".join(wanted[:_LONGEST_LIST]) + " or other"
    return " or ".join(filter(None, (", ".join(wanted[:-1]), *wanted[-1:])))


def _start_of_what_ends(query: str, reported: int, tokens: tuple[Token, ...]) -> int:
    """Where the term begins that the engine rejected as a whole, having read it to `reported`."""
    opened = query.rfind("<", 0, reported)
    if query[reported - 1 : reported] == ">" and opened >= 0:
        return opened
    return next((token.start for token in tokens if token.start < reported <= token.end), min(reported, len(query)))


def _unclosed_string(query: str, reported: int) -> Token | None:
    stray = next((token for token in tokenise(query) if token.kind is Kind.STRAY), None)
    return stray if stray is not None and stray.text in "'\"" and stray.start <= reported else None


def _undeclared_prefix(found: Token | None, tokens: tuple[Token, ...]) -> str | None:
    if found is None or found.kind is not Kind.NAME:
        return None
    prefix = found.text.partition(":")[0] + ":"
    declared = {name.text for word, name in pairwise(tokens) if word.text.upper() == "PREFIX"}
    return None if prefix in declared else prefix
