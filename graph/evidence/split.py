"""Split v1: a text of record as contexts, the sentence or list item around a span.

The rule:

1. A line ends at LINE FEED. Its white space at both ends is no part of a context; a blank line is none.
2. A line is a list item, and one context whole, when it begins with
   a. a list marker: a Han numeral of up to three signs and 、 ("一、"), the same or digits in brackets ("（一）",
      "(1)"), up to three digits and . ) or 、 ("1." and white space; "1)", "1、"), a bullet (•, ·, ‧, ▪, ●, ○,
      ◦, ■), or -, *, – and white space; or
   b. a label: 1 to 24 code points without a sentence's end (。！？!?；; or a full stop and white space) and
      without a colon, then : or ： and white space or the line's end.
3. Any other line is split into sentences. A sentence ends after a run of 。｡！？!?, or after a full stop
   that white space follows and no single capital letter A to Z precedes (an initial: "J. Smith", "U.S. labs");
   quotes and brackets that close directly after belong to it. So does the end of the line.

A change of this rule is a new version.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

SPLIT = "split-v1"

_CLOSING = r"[\"'’”」』）)》〉】\]｣〕]*"
_MARKER = re.compile(
    r"[〇一二三四五六七八九十百]{1,3}、"
    r"|[（(](?:[〇一二三四五六七八九十百]{1,3}|[0-9]{1,3})[）)]"
    r"|[0-9]{1,3}(?:\.(?=\s)|[)）、])"
    r"|[•·‧▪●○◦■]"
    r"|[-*–](?=\s)"
)
_LABEL = re.compile(r"(?:(?!\.\s)[^:：。！？!?；;]){1,24}[:：](?=\s|$)")
_SENTENCE_END = re.compile(rf"[。｡！？!?]+{_CLOSING}|(?<!\b[A-Z])\.{_CLOSING}(?=\s)")


class SpanError(ValueError):
    """A span or quote that cannot stand as evidence in its text."""


class OutsideTextError(SpanError):
    """Start and end do not bound at least one code point of the text."""


class OutsideContextError(SpanError):
    """The span begins or ends in the white space between two contexts."""


@dataclass(frozen=True, order=True)
class Range:
    """A piece of a text: `start` and `end` in code points, the end not included."""

    start: int
    end: int


def contexts(text: str) -> tuple[Range, ...]:
    """All contexts of a text, in order: they do not overlap, and together hold all that is not white space."""
    found: list[Range] = []
    start = 0
    for line in text.split("\n"):
        found += (
            trimmed
            for piece in _pieces(line)
            if (trimmed := _trimmed(text, start + piece.start, start + piece.end)) is not None
        )
        start += len(line) + 1
    return tuple(found)


def context_of(text: str, start: int, end: int) -> Range:
    """The context around a span: from the one that holds its first code point to the one that holds its last.

    Raises OutsideTextError when the span is empty or leaves the text, OutsideContextError when it begins or ends in
    the white space between contexts.
    """
    return context_among(contexts(text), text, start, end)


def context_among(ranges: tuple[Range, ...], text: str, start: int, end: int) -> Range:
    """`context_of` for a caller that has the contexts of the text already; raises what that raises."""
    if not 0 <= start < end <= len(text):
        raise OutsideTextError(f"{start}-{end} is no span of a text of {len(text)} code points")
    first, last = _holding(ranges, start), _holding(ranges, end - 1)
    return Range(first.start, last.end)


def _holding(ranges: tuple[Range, ...], place: int) -> Range:
    at = bisect_right(ranges, place, key=lambda context: context.start) - 1
    if at < 0 or place >= ranges[at].end:
        raise OutsideContextError(f"code point {place} is white space between two contexts")
    return ranges[at]


def _pieces(line: str) -> Iterator[Range]:
    """The line as one piece when it is a list item, else as sentences; white space not yet trimmed."""
    indent = len(line) - len(line.lstrip())
    start = 0
    if not (_MARKER.match(line, indent) or _LABEL.match(line, indent)):
        for match in _SENTENCE_END.finditer(line):
            yield Range(start, match.end())
            start = match.end()
    if start < len(line):
        yield Range(start, len(line))


def _trimmed(text: str, start: int, end: int) -> Range | None:
    piece = text[start:end]
    body = piece.strip()
    if not body:
        return None
    start += len(piece) - len(piece.lstrip())
    return Range(start, start + len(body))
