"""Marks on a sentence: the text stays whole, spans keep a lane from end to end, overlapping ones differ."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from graph.evidence.marks import segments
from graph.evidence.split import Range
from tests.webui.markup import Markup as Page
from webui.words.marking import LANES, marked_html

TEXT = "abcdefghij<&>klmnopqrst"


def spans(draw: list[tuple[int, int]]) -> list[tuple[str, Range]]:
    return [(f"claim/example/{n}", Range(start, end)) for n, (start, end) in enumerate(draw, 1)]


pairs = st.lists(
    st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT))).filter(lambda p: p[0] < p[1]), max_size=8
)


@given(pairs, st.integers(0, 8))
def test_the_text_is_all_there_and_well_formed(drawn: list[tuple[int, int]], focus: int) -> None:
    marks = spans(drawn)
    html = marked_html(segments(TEXT, Range(0, len(TEXT)), marks), f"claim/example/{focus}")
    assert Markup(re.sub(r"<[^>]+>", "", html)).unescape() == TEXT
    assert Page(f"<div>{html}</div>").wrong == []


@given(pairs)
def test_overlapping_spans_are_in_different_lanes_while_there_are_any(drawn: list[tuple[int, int]]) -> None:
    marks = spans(drawn)
    html = str(marked_html(segments(TEXT, Range(0, len(TEXT)), marks)))
    for link in re.findall(r'<a class="mark mark-(\d)" href="[^"]*" title="([^"]*)">', html):
        over = {tuple(marks[int(number.strip("#")) - 1][1].__dict__.values()) for number in link[1].split(", ")}
        if len(over) == 1:
            assert 1 <= int(link[0]) <= LANES


def test_nested_spans_and_the_claim_in_focus() -> None:
    marks = [("claim/example/1", Range(0, 10)), ("claim/example/2", Range(3, 6))]
    cut = segments(TEXT, Range(0, len(TEXT)), marks)
    assert str(marked_html(cut)) == (
        '<a class="mark mark-1" href="/page/claim/example/1" title="#1">abc</a>'
        '<span class="mark mark-1">'
        '<a class="mark mark-2" href="/page/claim/example/2" title="#1, #2">def</a></span>'
        '<a class="mark mark-1" href="/page/claim/example/1" title="#1">ghij</a>&lt;&amp;&gt;klmnopqrst'
    )
    assert str(marked_html(cut, "claim/example/1")) == (
        '<mark class="mark mark-main">abc</mark>'
        '<mark class="mark mark-main"><a class="mark mark-2" href="/page/claim/example/2" title="#2">def</a></mark>'
        '<mark class="mark mark-main">ghij</mark>&lt;&amp;&gt;klmnopqrst'
    )
