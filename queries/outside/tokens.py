"""The tokens of a SPARQL query.

Terminals: SPARQL 1.1 Query, section 19.8, with the additions of SPARQL 1.2 (triple terms, base direction).
Nothing is ever lost or rejected: what fits no terminal becomes a STRAY token of one character, so the texts
of the tokens always give the query back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from typing import NamedTuple


class Kind(StrEnum):
    """What a token is."""

    SPACE = "space"
    COMMENT = "comment"
    STRING = "string"
    IRI = "iri"
    VARIABLE = "variable"
    BLANK_NODE = "blank_node"
    NUMBER = "number"
    LANGUAGE = "language"
    NAME = "name"
    """A prefixed name, the prefix alone included: ex:thing, ex:, :"""
    WORD = "word"
    """A keyword, the name of a built-in function, `a`, `true`, `false`; or a word that SPARQL does not know."""
    PUNCTUATION = "punctuation"
    STRAY = "stray"


class Token(NamedTuple):
    """A piece of the query; `start` is its offset in code points."""

    kind: Kind
    text: str
    start: int

    @property
    def end(self) -> int:
        """The offset behind the last character."""
        return self.start + len(self.text)


_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_VARIABLE_CHARS = _BASE + "_0-9\u00b7\u0300-\u036f\u203f\u2040"
_NAME_CHARS = _VARIABLE_CHARS + r"\-"
_CODE_POINT = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_STRING_ESCAPE = rf"(?:\\[tbnrf\\\"']|{_CODE_POINT})"
_LOCAL_ESCAPE = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_LOCAL = (
    rf"(?:[{_BASE}_0-9:]|{_LOCAL_ESCAPE})"
    rf"(?:(?:[{_NAME_CHARS}.:]|{_LOCAL_ESCAPE})*(?:[{_NAME_CHARS}:]|{_LOCAL_ESCAPE}))?"
)
# What stands in a string, its closing marks left out, by its opening marks. Possessive: each is matched once.
_STRINGS = {
    "'''": rf"'''[^'\\]*+(?:(?:{_STRING_ESCAPE}|'(?!''))[^'\\]*+)*+",
    '"""': rf'"""[^"\\]*+(?:(?:{_STRING_ESCAPE}|"(?!""))[^"\\]*+)*+',
    "'": rf"'[^'\\\n\r]*+(?:{_STRING_ESCAPE}[^'\\\n\r]*+)*+",
    '"': rf'"[^"\\\n\r]*+(?:{_STRING_ESCAPE}[^"\\\n\r]*+)*+',
}
_QUOTATION_MARKS = ("'", '"')

_TERMINALS: dict[Kind, str] = {
    Kind.SPACE: r"[ \t\r\n]+",
    Kind.COMMENT: r"#[^\r\n]*",
    Kind.IRI: rf"<(?:[^<>\"{{}}|^`\\\x00-\x20]|{_CODE_POINT})*>",
    Kind.VARIABLE: rf"[?$][{_BASE}_0-9][{_VARIABLE_CHARS}]*",
    Kind.BLANK_NODE: rf"_:[{_BASE}_0-9](?:[{_NAME_CHARS}.]*[{_NAME_CHARS}])?",
    Kind.NUMBER: r"(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)[eE][+\-]?[0-9]+|[0-9]*\.[0-9]+|[0-9]+",
    Kind.LANGUAGE: r"@[A-Za-z]+(?:-[A-Za-z0-9]+)*(?:--[A-Za-z]+)?",
    Kind.NAME: rf"(?:[{_BASE}](?:[{_NAME_CHARS}.]*[{_NAME_CHARS}])?)?:(?:{_LOCAL})?",
    Kind.WORD: rf"[{_BASE}_][{_VARIABLE_CHARS}]*",
    Kind.PUNCTUATION: r"<<\(|\)>>|<<|>>|\{\||\|\}|\^\^|<=|>=|!=|&&|\|\||[{}()\[\].,;*/|^?+\-=<>!~]",
    Kind.STRAY: r"[\s\S]",
}


_BY_NAME = {kind.value: kind for kind in Kind}


@cache
def _terminals(*, names: bool) -> re.Pattern[str]:
    """All terminals but strings as one expression, with or without prefixed names.

    Compiled when first needed: that takes some 30 ms, and a worker needs it for syntax errors only.
    """
    kinds = (kind for kind in _TERMINALS if names or kind is not Kind.NAME)
    return re.compile("|".join(f"(?P<{kind.value}>{_TERMINALS[kind]})" for kind in kinds))


@cache
def _strings() -> dict[str, re.Pattern[str]]:
    return {marks: re.compile(expression) for marks, expression in _STRINGS.items()}


@cache
def _run() -> re.Pattern[str]:
    return re.compile(rf"[{_NAME_CHARS}.]*")


def tokenise(query: str) -> Iterator[Token]:
    """Cut a query into tokens, longest match first, in time proportional to its length.

    In: any text. Out: tokens whose texts, joined, are the text. A text that is no SPARQL gives STRAY tokens
    where no terminal begins (an unclosed string gives one for its quotation mark).

    >>> [str(token.kind) for token in tokenise("ASK { ?s ex:SERVICE 'SERVICE' } # SERVICE") if token.text.strip()]
    ['word', 'punctuation', 'variable', 'name', 'string', 'punctuation', 'comment']
    """
    position = 0
    strings = _StringEnds(query)
    # Where a run of name characters has no colon behind it, no prefixed name begins anywhere in the run.
    # Without this memory a.a.a.a... would be scanned to its end from each letter.
    nameless_until = 0
    while position < len(query):
        if query[position] in _QUOTATION_MARKS and (end := strings.end(position)) is not None:
            yield Token(Kind.STRING, query[position:end], position)
            position = end
            continue
        found = _terminals(names=position >= nameless_until).match(query, position)
        if found is None or found.lastgroup is None:  # STRAY takes any character
            raise AssertionError(f"no terminal fits at offset {position}")
        kind = _BY_NAME[found.lastgroup]
        if kind is Kind.WORD and position >= nameless_until:
            run = _run().match(query, position)
            nameless_until = run.end() if run else position
        yield Token(kind, found.group(), position)
        position = found.end()


class _StringEnds:
    r"""Where the strings of a query end.

    Where one is never closed, no string with the same marks begins in what was read of it: each such mark stands
    there escaped, and what is behind it would be read as before. Without this memory "\"\"\"... would be read to
    its end from each mark.
    """

    def __init__(self, query: str) -> None:
        self._query = query
        self._unclosed_until = dict.fromkeys(_STRINGS, 0)

    def end(self, start: int) -> int | None:
        """The offset behind the string that begins at a quotation mark; None where none does."""
        for marks in (self._query[start] * 3, self._query[start]):
            if start < self._unclosed_until[marks] or (body := _strings()[marks].match(self._query, start)) is None:
                continue
            if self._query.startswith(marks, body.end()):
                return body.end() + len(marks)
            self._unclosed_until[marks] = body.end()
        return None


def significant(query: str) -> tuple[Token, ...]:
    """The tokens of a query without white space and comments."""
    return tuple(meaningful(query))


def meaningful(query: str) -> Iterator[Token]:
    """What `significant` gives, cut as it is asked for: whoever needs only the beginning pays for no more."""
    return (token for token in tokenise(query) if token.kind is not Kind.SPACE and token.kind is not Kind.COMMENT)


def place(text: str, offset: int) -> tuple[int, int]:
    """The line and column of an offset, both from 1 and in code points; lines end at LF, as the engine counts."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
