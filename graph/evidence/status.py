"""Where the spans of a document stand in the text at hand: verified, re-anchored, failed, not at hand.

Re-anchoring looks for the folded context at every place of the folded text (not by splitting the text again,
so a copy with other line breaks is no obstacle), and accepts it only where it cannot be part of something
longer: neither a word nor a number may go on beyond either end of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from graph.evidence.fold import Folded, fold, is_wordlike, touches_number
from graph.evidence.spans import Context, Span, digest, span_in
from graph.evidence.split import Range, SpanError, context_among, contexts


class Status(Enum):
    """How a span stands in the text at hand; the value is the word shown to people."""

    verified = "verified"
    reanchored = "re-anchored"
    failed = "failed"
    not_at_hand = "not at hand"


@dataclass(frozen=True)
class Located:
    """A span with its status, its place in the text at hand (None where it has none) and the reason."""

    span: Span
    status: Status
    start: int | None
    end: int | None
    reason: str


@dataclass(frozen=True)
class Mismatch:
    """A figure of a span that its own text of record contradicts.

    `index` counts the spans given, from 0; `field` is the key in the evidence block (`context.digest`);
    `right` is what the text of record gives, or why it gives nothing.
    """

    index: int
    field: str
    found: int | str
    right: int | str


def locate(text: str | None, spans: Iterable[Span]) -> tuple[Located, ...]:
    """The status of every span in a text, None when no text is at hand, in the order given.

    verified: the raw span at its place has its exact digest. re-anchored: the context's folded digest occurs
    exactly once in the folded text; the span is at its folded offset there. failed: it occurs twice or never,
    or goes on beyond its ends.
    """
    wanted = tuple(spans)
    if text is None:
        return tuple(Located(span, Status.not_at_hand, None, None, "no text at hand") for span in wanted)
    verified = [digest(text[span.start : span.end]) == span.exact for span in wanted]
    astray = {span.context for span, good in zip(wanted, verified, strict=True) if not good}
    search = _Search(text, astray)
    return tuple(
        Located(span, Status.verified, span.start, span.end, "exact digest at its place")
        if good
        else search.reanchor(span)
        for span, good in zip(wanted, verified, strict=True)
    )


def check_digests(text: str, spans: Iterable[Span]) -> tuple[Mismatch, ...]:
    """What is wrong in the data of spans, given their own text of record (its SHA-256 is the recorded one).

    Here nothing can have moved: every figure must be what `make_span` gives, and a difference is a mistake in
    the file, not a change of the text.
    """
    ranges = contexts(text)
    found: list[Mismatch] = []
    for index, span in enumerate(spans):
        try:
            around = context_among(ranges, text, span.start, span.end)
            right = span_in(text, span.start, span.end, around)
        except SpanError as error:
            found.append(Mismatch(index, "start", span.start, str(error)))
            continue
        found += (
            Mismatch(index, name, value, expected)
            for (name, value), (_, expected) in zip(_fields(span), _fields(right), strict=True)
            if value != expected
        )
    return tuple(found)


def _fields(span: Span) -> tuple[tuple[str, int | str], ...]:
    return (
        ("exact", span.exact),
        ("at", span.at),
        ("size", span.size),
        ("context.start", span.context.start),
        ("context.end", span.context.end),
        ("context.length", span.context.length),
        ("context.digest", span.context.digest),
    )


class _Search:
    """The text folded once, and every wanted context looked for in it once; both only when asked for."""

    def __init__(self, text: str, wanted: Collection[Context]) -> None:
        self.text = text
        self.wanted = wanted

    @cached_property
    def folded(self) -> Folded:
        return fold(self.text)

    @cached_property
    def places(self) -> Mapping[tuple[int, str], list[int]]:
        """Where each wanted (folded length, digest) begins in the folded text."""
        digests: dict[int, set[bytes]] = {}
        for context in self.wanted:
            digests.setdefault(context.length, set()).add(bytes.fromhex(context.digest))
        found: dict[tuple[int, str], list[int]] = {}
        # Bytes and the byte offset of each character: a window is a slice, not encoded anew.
        encoded = memoryview(self.folded.text.encode())
        offsets = [0]
        for char in self.folded.text:
            offsets.append(offsets[-1] + len(char.encode()))
        for length, sought in digests.items():
            for at in range(len(self.folded.text) - length + 1):
                window = hashlib.sha256(encoded[offsets[at] : offsets[at + length]]).digest()
                if window in sought:
                    found.setdefault((length, window.hex()), []).append(at)
        return found

    @cached_property
    def edges(self) -> tuple[frozenset[int], frozenset[int]]:
        """The folded places at which a context of this text begins, and those at which one ends."""
        begins, ends = set[int](), set[int]()
        for context in contexts(self.text):
            alone = fold(self.text[context.start : context.end])
            if alone.text:
                begin = self.folded.index(context.start + alone.offsets[0])
                begins.add(begin)
                ends.add(begin + len(alone.text))
        return frozenset(begins), frozenset(ends)

    def reanchor(self, span: Span) -> Located:
        context = span.context
        places = self.places.get((context.length, context.digest), [])
        if len(places) != 1:
            reason = (
                f"the context stands {len(places)} times in the text"
                if places
                else "the context is not in the text"
            )
            return Located(span, Status.failed, None, None, reason)
        first = places[0]
        if not (self._sound(first, self.edges[0]) and self._sound(first + context.length, self.edges[1])):
            reason = "the context is found only as part of a longer word or number"
            return Located(span, Status.failed, None, None, reason)
        found = self._raw_span(span, first + span.at)
        same = digest(self.text[found.start : found.end]) == span.exact
        reason = "moved" if same else "the same but for white space, punctuation, width or case"
        return Located(span, Status.reanchored, found.start, found.end, reason)

    def _raw_span(self, span: Span, first: int) -> Range:
        """The raw place of the span whose fold begins at `first`.

        A span may begin or end with punctuation that the fold drops: where the raw span stands as it was, that
        is taken back in; else the place is what the folded span came from, and no more.
        """
        offsets, size = self.folded.offsets, span.end - span.start
        narrow = Range(*self.folded.raw_range(first, first + span.size))
        earliest = offsets[first - 1] + 1 if first else 0
        after = first + span.size
        latest = offsets[after] if after < len(offsets) else len(self.text)
        for start in range(max(earliest, narrow.end - size), min(narrow.start, latest - size) + 1):
            if digest(self.text[start : start + size]) == span.exact:
                return Range(start, start + size)
        return narrow

    def _sound(self, place: int, edges: frozenset[int]) -> bool:
        """Whether a context may begin or end at this folded place: between words, away from numbers.

        Next to a number only the edge of a context of this text will do: "68" alone on a line is not
        found again in "68.5", "168" or "68 million".
        """
        if place in edges or place in (0, len(self.folded.text)):
            return True
        before, after = self.folded.text[place - 1], self.folded.text[place]
        if touches_number(before) or touches_number(after):
            return False
        apart = self.folded.offsets[place] - self.folded.offsets[place - 1] > 1
        return apart or not (is_wordlike(before) and is_wordlike(after))
