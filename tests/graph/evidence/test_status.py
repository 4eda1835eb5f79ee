"""Status: verified, re-anchored, failed, not at hand; and a wrong figure told apart from a changed text."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.evidence.spans import Span, find, make_span
from graph.evidence.status import Located, Mismatch, Status, check_digests, locate

TEXT = (
    "Labs of the north\n\n"
    "Aster has two labs. Its “Kite v1.5” model scored 68, Crux one of 47 (in 2024).\n\n"
    "北方的實驗室很多。甲社自 2023 年 5 月起，約有 3,000 億參數的模型，很快。\n"
    "乙社： 模型「小鳥」很好，又快。也便宜。\n"
)


def span_of(quote: str, text: str = TEXT) -> Span:
    (place,) = find(text, quote)
    return make_span(text, place.start, place.end)


def located(text: str | None, quote: str) -> Located:
    (found,) = locate(text, [span_of(quote)])
    return found


def test_a_span_at_its_place_is_verified() -> None:
    found = located(TEXT, "scored 68")
    assert (found.status, found.start, found.end) == (Status.verified, 61, 70)
    assert TEXT[61:70] == "scored 68"


def test_without_a_text_no_span_is_at_hand() -> None:
    found = located(None, "scored 68")
    assert (found.status, found.start, found.end) == (Status.not_at_hand, None, None)


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("Labs of the north\n\n", "", "scored 68"),
        ("Labs of", "A new paragraph.\n\nLabs of", "scored 68"),
        ("Its “Kite", "Its\n  Kite", "scored 68"),
        ("scored 68", "SCORED\n ６８", "SCORED\n ６８"),
        ("“Kite v1.5”", "«kite v1.5»", "scored 68"),
        (". Its", ". ITS", "scored 68"),
    ],
)
def test_other_white_space_punctuation_width_or_case_is_re_anchored(old: str, new: str, shown: str) -> None:
    text = TEXT.replace(old, new)
    assert text != TEXT
    text = "\n" + text
    found = located(text, "scored 68")
    assert found.status is Status.reanchored
    assert text[found.start : found.end] == shown


def test_a_re_anchored_span_that_stands_as_it_was_keeps_its_punctuation() -> None:
    found = located("\n" + TEXT, "「小鳥」")
    assert found.status is Status.reanchored
    assert found.reason == "moved"
    assert ("\n" + TEXT)[found.start : found.end] == "「小鳥」"


def test_the_place_is_right_though_other_punctuation_was_dropped_before_it() -> None:
    text = "\n" + TEXT.replace("模型「小鳥」很好，又快", "模型小鳥很好又快")
    found = located(text, "又快")
    assert found.status is Status.reanchored
    assert text[found.start : found.end] == "又快"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("scored 68", "scored 69"),
        ("scored 68", "scored 6.8"),
        ("scored 68", "scored -68"),
        ("scored 68", "scored –68"),
        ("scored 68", "scored 68%"),
        ("scored 68", "scored 6⁸"),
        ("68, Crux one of 47", "68, Crux one of 4,7"),
    ],
)
def test_a_changed_number_or_word_fails(old: str, new: str) -> None:
    text = "\n" + TEXT.replace(old, new)
    assert text != "\n" + TEXT
    found = located(text, "scored 68")
    assert (found.status, found.start, found.end) == (Status.failed, None, None)
    assert found.reason == "the context is not in the text"


def test_a_context_that_stands_twice_fails() -> None:
    found = located("\n" + TEXT + TEXT, "scored 68")
    assert found.status is Status.failed
    assert found.reason == "the context stands 2 times in the text"


@pytest.mark.parametrize(
    ("line", "new"),
    [
        ("Users 68", "Users 68.5 or so"),
        ("Users 68", "Users 685 or so"),
        ("Users 68", "Users 68 million"),
        ("Users 68", "Users 68%"),
        ("Users 68", "Users 68B"),
        ("Users 68", "Users 68 億"),
        ("68 users", "168 users"),
        ("68 users", "1.68 users"),
        ("68 users", "-68 users"),
        ("68 users", "− 68 users"),
        ("68 users", "1 68 users"),
        ("68 users", "o68 users"),
        ("million users", "5 million users"),
        ("five users", "twenty-five users"),
        ("AI users", "xAI users"),
        ("AI users", "AI userships"),
    ],
)
def test_a_context_is_not_found_within_a_longer_word_or_number(line: str, new: str) -> None:
    whole = make_span(line, 0, len(line))
    (found,) = locate(f"So. {new}", [whole])
    assert found.status is Status.failed
    (kept,) = locate(f"New here\n{line}\nAnd here", [whole])
    assert kept.status is Status.reanchored


def test_a_context_that_begins_and_ends_with_words_is_found_within_a_line() -> None:
    heading = make_span("Labs of the north", 0, 17)
    (found,) = locate("So it was: labs of the North went on", [heading])
    assert (found.status, found.start, found.end) == (Status.reanchored, 11, 28)


@given(st.integers(0, len(TEXT) - 1), st.sampled_from("x9 。"))
def test_one_changed_character_takes_the_status_of_exactly_the_spans_over_it(at: int, new: str) -> None:
    spans = [span_of(quote) for quote in ("scored 68", "Crux", "3,000 億", "甲社自 2023 年 5 月", "「小鳥」")]
    text = TEXT[:at] + new + TEXT[at + 1 :]
    for span, found in zip(spans, locate(text, spans), strict=True):
        changed = span.start <= at < span.end and new != TEXT[at]
        assert (found.status is not Status.verified) == changed


def test_every_span_of_the_article_is_verified(article: str, evidence: tuple[Span, ...]) -> None:
    assert {found.status for found in locate(article, evidence)} == {Status.verified}
    assert check_digests(article, evidence) == ()


def test_a_new_first_paragraph_re_anchors_every_span_of_the_article(
    article: str, evidence: tuple[Span, ...]
) -> None:
    new = "新的一段，放在前面。\n\n"
    for span, found in zip(evidence, locate(new + article, evidence), strict=True):
        assert found.status is Status.reanchored
        assert (found.start, found.end) == (span.start + len(new), span.end + len(new))


def test_the_article_in_another_dress_re_anchors_every_span(article: str, evidence: tuple[Span, ...]) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) if "A" <= c.upper() <= "Z" else c for c in article.upper())
    text = "A\n" * 50 + wide.replace("。", " ！").replace(" ", "\u3000").replace("「", "“").replace("\n\n", "\n")
    found = locate(text, evidence)
    assert {place.status for place in found} == {Status.reanchored}
    for span, place in zip(evidence, found, strict=True):
        assert find(text, article[span.start : span.end]), span
        assert (
            make_span(article, span.start, span.end).size == make_span(text, place.start or 0, place.end or 0).size
        )


@settings(deadline=None)
@given(st.data())
def test_one_changed_character_of_the_article_takes_exactly_the_spans_over_it(
    article: str, evidence: tuple[Span, ...], data: st.DataObject
) -> None:
    edges = sorted({edge for span in evidence for edge in (span.start - 1, span.start, span.end - 1, span.end)})
    at = data.draw(st.sampled_from(edges[:-1]) | st.integers(0, len(article) - 1))
    text = article[:at] + "※" + article[at + 1 :]
    changed = {span for span in evidence if span.start <= at < span.end}
    assert {span.span for span in locate(text, evidence) if span.status is not Status.verified} == changed


def test_a_moved_text_of_many_spans_is_searched_in_a_moment(article: str, evidence: tuple[Span, ...]) -> None:
    started = time.perf_counter()
    locate("\n" + article, evidence)
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("exact", {"exact": "0" * 64}),
        ("at", {"at": 3}),
        ("size", {"size": 2}),
        ("context.start", {"context.start": 38}),
        ("context.end", {"context.end": 80}),
        ("context.length", {"context.length": 9}),
        ("context.digest", {"context.digest": "0" * 64}),
    ],
)
def test_a_wrong_figure_is_named_with_the_right_one(field: str, change: dict[str, int | str]) -> None:
    right = span_of("scored 68")
    (value,) = change.values()
    owner, _, key = field.rpartition(".")
    wrong = (
        replace(right, context=replace(right.context, **{key: value}))  # type: ignore[arg-type]
        if owner
        else replace(right, **{key: value})  # type: ignore[arg-type]
    )
    expected = getattr(right.context if owner else right, key)
    assert check_digests(TEXT, [right, wrong]) == (Mismatch(1, field, value, expected),)


def test_a_span_that_leaves_its_text_is_a_wrong_figure() -> None:
    (found,) = check_digests("short", [span_of("scored 68")])
    assert (found.field, found.found) == ("start", 61)
    assert "no span of a text of 5 code points" in str(found.right)
