"""Split v1: the sentence or list item around a span."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.evidence.split import (
    OutsideContextError,
    OutsideTextError,
    Range,
    context_of,
    contexts,
)

texts = st.text(st.sampled_from("ab一二1.。！？!?：:、-•（）)」” \n\u3000"), max_size=60) | st.text(max_size=60)


def pieces(text: str) -> list[str]:
    return [text[context.start : context.end] for context in contexts(text)]


@pytest.mark.parametrize(
    "line",
    [
        "甲社： 第一句。第二句。",
        "甲社：",
        "Aster: it has a model. It sells it.",
        "0.9.Lab、Bryo、Crux： 三家。都小。",
        "一、大的：一句。兩句。",
        "十二、大的。小的。",
        "（一）大的。小的。",
        "(2) Big. Small.",
        "1. Big. Small.",
        "1)Big. Small.",
        "12、大的。小的。",
        "- Big. Small.",
        "• Big. Small.",
        "  ・ no marker, one sentence",
    ],
)
def test_a_list_item_is_one_context(line: str) -> None:
    assert pieces(f"before\n{line}\nafter") == ["before", line.strip(), "after"]


@pytest.mark.parametrize(
    ("line", "sentences"),
    [
        ("甲很大。乙很小！丙呢？", ["甲很大。", "乙很小！", "丙呢？"]),
        ("他說「很好。」然後走了。", ["他說「很好。」", "然後走了。"]),
        ("真的！？不。", ["真的！？", "不。"]),
        ('It is 1.5 big. "So small." Yes', ["It is 1.5 big.", '"So small."', "Yes"]),
        ("By J. Smith of the U.S. lab. Next.", ["By J. Smith of the U.S. lab.", "Next."]),
        ("Model A22B. Model 405B. Next", ["Model A22B.", "Model 405B.", "Next"]),
        ("At 16:20 it rose. It fell.", ["At 16:20 it rose.", "It fell."]),
        ("-5 is cold. 5 is not.", ["-5 is cold.", "5 is not."]),
        ("1.5 is one. 2.5 is two.", ["1.5 is one.", "2.5 is two."]),
        ("說道：很大。很小。", ["說道：很大。", "很小。"]),
        (
            "A label longer than that is no label: one. Two.",
            ["A label longer than that is no label: one.", "Two."],
        ),
        ("Really? Yes: one. Two.", ["Really?", "Yes: one.", "Two."]),
        ("http://a.example/b is one. Two.", ["http://a.example/b is one.", "Two."]),
    ],
)
def test_other_lines_are_split_into_sentences(line: str, sentences: list[str]) -> None:
    assert pieces(line) == sentences


@given(texts)
def test_contexts_are_ordered_trimmed_and_hold_everything_but_white_space(text: str) -> None:
    found = contexts(text)
    covered = [False] * len(text)
    for context in found:
        piece = text[context.start : context.end]
        assert piece == piece.strip() != ""
        assert "\n" not in piece
        covered[context.start : context.end] = [True] * len(piece)
    assert [c.start for c in found] == sorted(c.start for c in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(inside or char.isspace() for inside, char in zip(covered, text, strict=True))


@given(texts)
def test_a_context_is_the_context_of_each_of_its_parts(text: str) -> None:
    for context in contexts(text):
        assert context_of(text, context.start, context.end) == context
        assert context_of(text, context.end - 1, context.end) == context


def test_a_span_over_several_contexts_has_them_all_around_it() -> None:
    text = "One is here. Two is there.\nThree is gone."
    assert context_of(text, 4, 19) == Range(0, 26)
    assert context_of(text, 17, 30) == Range(13, 41)


def test_a_span_outside_the_text_is_refused() -> None:
    for start, end in [(0, 0), (2, 1), (-1, 2), (0, 5)]:
        with pytest.raises(OutsideTextError):
            context_of("four", start, end)


def test_a_span_that_begins_between_contexts_is_refused() -> None:
    with pytest.raises(OutsideContextError, match="code point 5"):
        context_of("here.\nthere", 5, 9)


def test_the_items_and_sentences_of_the_article_are_contexts(article: str) -> None:
    found = contexts(article)
    # ByteDance's item; Alibaba's, which has two sentences; the sentence of the headline figure.
    assert {Range(1418, 1471), Range(1325, 1416), Range(43, 201)} <= set(found)
    assert len(found) == 37
