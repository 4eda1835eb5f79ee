"""A sentence with the spans of claims as HTML: each span an underline of its own lane, linked to its claim."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup, escape

from graph.evidence.marks import Segment
from webui.addresses import page

LANES = 4
"""Underlines that can be told apart; spans beyond that share the last one."""


def marked_html(segments: Sequence[Segment], main: str = "") -> Markup:
    """The text of a sentence with its marks. Spans that nest or overlap keep a lane each, from end to end.

    In: the text cut at its spans (graph.evidence.marks); `main` is the claim that the page is about: its span is
    drawn filled and linked to nothing. A piece under several spans is linked to the claim of the shortest.
    """
    lanes = _lanes(segments, main)
    reach = _reach(segments)
    return Markup("").join(_piece(segment, lanes, reach, main) for segment in segments)


def _piece(segment: Segment, lanes: Mapping[str, int], reach: Mapping[str, int], main: str) -> Markup:
    text = escape(segment.text)
    others = [claim for claim in segment.claims if claim != main]
    over = sorted({lanes[claim] for claim in others}, reverse=True)
    if others:
        target = min(others, key=lambda claim: (reach[claim], segment.claims.index(claim)))
        numbers = ", ".join(f"#{claim.rpartition('/')[2]}" for claim in others)
        lane, href = lanes[target], escape(page(target))
        text = Markup(f'<a class="mark mark-{lane}" href="{href}" title="{escape(numbers)}">{text}</a>')
        over.remove(lane)
    for lane in over:
        text = Markup(f'<span class="mark mark-{lane}">{text}</span>')
    if main in segment.claims:
        text = Markup('<mark class="mark mark-main">{}</mark>').format(text)
    return text


def _reach(segments: Iterable[Segment]) -> dict[str, int]:
    """How much text each claim's spans cover here."""
    reach: dict[str, int] = {}
    for segment in segments:
        for claim in segment.claims:
            reach[claim] = reach.get(claim, 0) + len(segment.text)
    return reach


def _lanes(segments: Sequence[Segment], main: str) -> dict[str, int]:
    """A lane for each claim: spans of the same extent share one, spans that overlap never do while lanes last."""
    extents: dict[str, list[int]] = {}
    for index, segment in enumerate(segments):
        for claim in segment.claims:
            extents.setdefault(claim, []).append(index)
    taken: dict[tuple[int, ...], int] = {tuple(extents[main]): 1} if main in extents else {}
    for claim in extents:
        extent = tuple(extents[claim])
        if extent not in taken:
            used = {lane for other, lane in taken.items() if set(other) & set(extent)}
            free = (lane for lane in range(1, LANES) if lane not in used)
            taken[extent] = next(free, LANES)
    return {claim: taken[tuple(extent)] for claim, extent in extents.items()}
