"""Marks: spans that overlap and nest as a flat sequence."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from graph.evidence.marks import Segment, segments
from graph.evidence.split import Range

TEXT = "abcdefghij" * 3
ranges = st.tuples(st.integers(0, 30), st.integers(0, 30)).map(lambda pair: Range(min(pair), max(pair)))
marks = st.lists(st.tuples(st.sampled_from("pqrstu"), ranges), max_size=8)
contexts = ranges.filter(lambda context: context.start < context.end)


def test_nested_and_overlapping_spans_are_cut_where_one_begins_or_ends() -> None:
    found = segments("one two three", Range(0, 13), [("1", Range(0, 7)), ("2", Range(4, 7)), ("3", Range(6, 13))])
    assert found == (
        Segment("one ", ("1",)),
        Segment("tw", ("1", "2")),
        Segment("o", ("1", "3", "2")),
        Segment(" three", ("3",)),
    )


def test_a_context_without_spans_is_one_plain_segment() -> None:
    assert segments("one two", Range(4, 7), [("1", Range(0, 3))]) == (Segment("two", ()),)


@given(contexts, marks)
def test_the_segments_together_are_the_context(context: Range, drawn: list[tuple[str, Range]]) -> None:
    found = segments(TEXT, context, drawn)
    assert "".join(segment.text for segment in found) == TEXT[context.start : context.end]
    assert all(segment.text for segment in found)


@given(contexts, marks)
def test_each_segment_has_exactly_the_spans_over_it(context: Range, drawn: list[tuple[str, Range]]) -> None:
    place = context.start
    for segment in segments(TEXT, context, drawn):
        for _ in segment.text:
            over = {key for key, mark in drawn if mark.start <= place < mark.end}
            assert set(segment.claims) == over
            assert len(segment.claims) == len(over)
            place += 1


@given(contexts, marks)
def test_no_two_neighbours_have_the_same_spans(context: Range, drawn: list[tuple[str, Range]]) -> None:
    found = segments(TEXT, context, drawn)
    assert all(set(one.claims) != set(other.claims) for one, other in pairwise(found))
