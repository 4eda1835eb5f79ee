"""Evidence by reference: a span of a text of record as offsets and digests, without its words.

A span is known by its place (`start`, `end`), its own digest (`exact`), the folded digest of the context around
it, and its place in that folded context (`at`, `size`): the last two say where the span is in a copy of the
context that differs in white space, punctuation, width or case, and cannot be had from the other figures.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from graph.evidence.fold import Folded, fold
from graph.evidence.split import Range, SpanError, context_of

_DIGEST = re.compile(r"[0-9a-f]{64}")


class NotUtf8Error(SpanError):
    """The bytes of a text are not UTF-8."""


class EmptyFoldError(SpanError):
    """A span or quote of white space and punctuation alone: it could never be found again."""


class BrokenSpanError(SpanError):
    """A mapping that is no evidence block, or whose figures contradict each other."""


@dataclass(frozen=True)
class Context:
    """A context: its place in code points, and length and SHA-256 (hex, of UTF-8) of its fold."""

    start: int
    end: int
    length: int
    digest: str


@dataclass(frozen=True)
class Span:
    """A span: place in code points, SHA-256 of the raw span, offset and size in its folded context, context."""

    start: int
    end: int
    exact: str
    at: int
    size: int
    context: Context


def record(raw: bytes) -> str:
    """The text of record of a file: UTF-8 without byte order mark, lines ended by LF, NFC.

    Raises NotUtf8Error, with the place of the first wrong byte.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotUtf8Error(f"byte {error.start} is not UTF-8: save the text as UTF-8") from None
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def digest(text: str) -> str:
    """SHA-256 of a text in UTF-8, as 64 hex digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def make_span(text: str, start: int, end: int) -> Span:
    """The span from `start` to `end` (code points) of a text of record, with its context by Split v1.

    Raises OutsideTextError, OutsideContextError, or EmptyFoldError when its fold is empty.
    """
    return span_in(text, start, end, context_of(text, start, end))


def span_in(text: str, start: int, end: int, around: Range) -> Span:
    """`make_span` for a caller that knows the context already; raises EmptyFoldError."""
    folded = fold(text[around.start : around.end])
    at = folded.index(start - around.start)
    size = folded.index(end - around.start) - at
    if not size:
        raise EmptyFoldError(f"the span {start}-{end} is white space and punctuation alone")
    context = Context(around.start, around.end, len(folded.text), digest(folded.text))
    return Span(start, end, digest(text[start:end]), at, size, context)


def find(text: str, quote: str) -> tuple[Range, ...]:
    """All places of a quote in a text, in order: as it stands; only where there is none, by its fold.

    Raises EmptyFoldError for a quote of white space and punctuation (or none) that does not stand there as it is.
    """
    exact = tuple(Range(at, at + len(quote)) for at in _places(text, quote))
    if exact:
        return exact
    wanted = fold(quote).text
    if not wanted:
        raise EmptyFoldError("the quote is empty, or white space and punctuation alone")
    folded = fold(text)
    return tuple(_raw_range(folded, at, len(wanted)) for at in _places(folded.text, wanted))


def _places(text: str, part: str) -> list[int]:
    found: list[int] = []
    at = text.find(part) if part else -1
    while at >= 0:
        found.append(at)
        at = text.find(part, at + 1)
    return found


def _raw_range(folded: Folded, at: int, size: int) -> Range:
    return Range(*folded.raw_range(at, at + size))


def to_yaml_mapping(span: Span) -> dict[str, object]:
    """The evidence block of a span as claims.yaml holds it; `from_yaml_mapping` reads it back."""
    context = span.context
    return {
        "start": span.start,
        "end": span.end,
        "exact": span.exact,
        "at": span.at,
        "size": span.size,
        "context": {
            "start": context.start,
            "end": context.end,
            "length": context.length,
            "digest": context.digest,
        },
    }


def from_yaml_mapping(mapping: Mapping[str, object]) -> Span:
    """The span of an evidence block; whole numbers may stand as numbers or as their decimal digits.

    Raises BrokenSpanError, naming the key, when one is missing, unknown or of the wrong kind, or when the span does
    not lie in its context.
    """
    around = mapping.get("context")
    if not isinstance(around, Mapping):
        raise BrokenSpanError("context: start, end, length and digest of the context are needed")
    _no_others(mapping, {"start", "end", "exact", "at", "size", "context"}, "")
    _no_others(around, {"start", "end", "length", "digest"}, "context.")
    context = Context(
        _count(around, "start", "context."),
        _count(around, "end", "context."),
        _count(around, "length", "context."),
        _hex(around, "digest", "context."),
    )
    span = Span(
        _count(mapping, "start"),
        _count(mapping, "end"),
        _hex(mapping, "exact"),
        _count(mapping, "at"),
        _count(mapping, "size"),
        context,
    )
    if not context.start <= span.start < span.end <= context.end:
        raise BrokenSpanError(f"start, end: {span.start}-{span.end} is not in {context.start}-{context.end}")
    if not (span.size and span.at + span.size <= context.length):
        raise BrokenSpanError(f"at, size: {span.at}+{span.size} is not in a fold of {context.length}")
    return span


def _no_others(mapping: Mapping[str, object], known: set[str], prefix: str) -> None:
    for key in mapping:
        if key not in known:
            raise BrokenSpanError(f"{prefix}{key}: no key of an evidence block")


def _count(mapping: Mapping[str, object], key: str, prefix: str = "") -> int:
    value = mapping.get(key)
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    if isinstance(value, str) and value.isascii() and value.isdecimal():
        return int(value)
    raise BrokenSpanError(f"{prefix}{key}: a whole number from 0 is needed")


def _hex(mapping: Mapping[str, object], key: str, prefix: str = "") -> str:
    value = mapping.get(key)
    if isinstance(value, str) and _DIGEST.fullmatch(value):
        return value
    raise BrokenSpanError(f"{prefix}{key}: 64 hex digits in lower case are needed")
