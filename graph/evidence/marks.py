"""Marks on a context: spans that overlap and nest, as a flat sequence of segments that a page can draw."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from graph.evidence.split import Range


@dataclass(frozen=True)
class Segment:
    """A piece of text and the keys of all spans over it, the longest first; no key where nothing is marked."""

    text: str
    claims: tuple[str, ...]


def segments(text: str, around: Range, marks: Iterable[tuple[str, Range]]) -> tuple[Segment, ...]:
    """Cut a context into the longest pieces over which the same spans lie.

    In: the text of record (or the text at hand), the context to draw, and spans with their keys (a claim's id,
    say), all as code points of that text; a span is drawn as far as it lies in the context. Out: segments that
    together are the context's text, none of them empty.
    """
    clipped = [(key, Range(max(mark.start, around.start), min(mark.end, around.end))) for key, mark in marks]
    drawn = sorted(
        {(key, mark) for key, mark in clipped if mark.start < mark.end},
        key=lambda item: (item[1].start - item[1].end, item[1].start, item[0]),
    )
    cuts = sorted({around.start, around.end} | {edge for _, mark in drawn for edge in (mark.start, mark.end)})
    found: list[Segment] = []
    for start, end in pairwise(cuts):
        over = [key for key, mark in drawn if mark.start <= start and end <= mark.end]
        segment = Segment(text[start:end], tuple(dict.fromkeys(over)))
        if found and set(found[-1].claims) == set(segment.claims):
            segment = Segment(found[-1].text + segment.text, found.pop().claims)
        found.append(segment)
    return tuple(found)
