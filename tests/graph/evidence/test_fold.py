"""Fold v1: what may differ between two copies, and what never may."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.evidence.fold import fold
from graph.evidence.split import contexts

# Everything that the rule treats apart: figures of all kinds, marks, other punctuation, space, two scripts.
SIGNS = (
    "0123459.,-–—−+/%‰$~#½²②Ⅳ()!'’·:;\"“”「」，。、：．％３５ \n\u00a0\u3000\u200b\u202e\u0301abAzé中三十億one two"
)
texts = st.text(st.sampled_from(sorted(set(SIGNS))), max_size=40) | st.text(max_size=40)
# A text as its words and the white space between them.
spaces = st.text(st.sampled_from(" \t\n\u00a0\u2003\u3000"), min_size=1, max_size=3)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The lab Aster, with  7 models", "the lab aster with 7 models"),
        ("模型「甲」，很快。", "模型甲很快"),
        ("Ｍｏｄｅｌ ３５ 分", "model 35 分"),
        ("３，５００ 萬", "3,500 萬"),
        ("5 %", "５％"),
        ("Kite\u00a0v1.5", "kite v1.5"),
        ("R1\u20110528", "R1-0528"),
        ("約 3,000 億", "約3,000億"),
        ("straße", "STRASSE"),
    ],
)
def test_copies_that_differ_in_dress_fold_alike(one: str, other: str) -> None:
    assert fold(one).text == fold(other).text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("10²", "102"),
        ("10⁻²", "10-2"),
        ("10ⁿ", "10n"),
        ("10 m²", "10 m 2"),
        ("3½", "31/2"),
        ("3、½", "3½"),
        ("②", "2"),
        ("10 ㎡", "10 m2"),
        ("7 14", "714"),
        ("7\u200b14", "714"),
        ("4–14", "414"),
        ("4–14", "4、14"),
        ("4:14", "4–14"),
        ("-5", "5"),
        ("–5", "5"),
        ("\u22125", "5"),
        ("− 5", "5"),
        ("- 5", "5"),
        ("about \u22125", "about\u22125"),
        ("-$5", "$5"),
        ("lost -US$5", "lost US$5"),
        ("a (-US$5)", "a (US$5)"),
        ("-.5", ".5"),
        ("about -5", "about-5"),
        ("a “-5”", "a-5"),
        ("GPT -4", "GPT-4"),
        ("well. 5 labs", "well .5 labs"),
        ("No.5", "No .5"),
        ("3, 5", "3,5"),
        ("3. 5", "3.5"),
        ("3.5", "3,5"),
        ("3·5", "35"),
        ("3'500", "3 500"),
        ("3,500", "3500"),
        ("在 2024，5 家", "在 2024,5 家"),
        ("5%", "5"),
        ("5 %", "5"),
        ("三%", "三"),
        ("5‰", "5%"),
        ("5‰", "5"),
        ("5٪", "5"),
        ("(5)", "5"),
        ("5!", "5"),
        ("5'", "5"),
        ("1/2", "12"),
        ("三十、五", "三十五"),
        ("三十 五", "三十五"),
        ("twenty, five", "twenty-five"),
        ("sixty seven", "sixty, seven"),
        ("5\ufe0f、6", "5\ufe0f6"),
        ("\u202e14\u202c", "14"),
        ("5、\u200e6", "5\u200e6"),
    ],
)
def test_a_changed_number_never_passes(one: str, other: str) -> None:
    assert fold(one).text != fold(other).text


NUMBER = re.compile(
    r"(?P<sign>(?<![0-9½三a%.,、–-])[-–](?=[.]?[0-9½]))?"
    r"(?P<number>(?:[0-9]+(?:[.,、–-][0-9]+)*|(?<![0-9a%½三.,])[.][0-9]+)½?|½|三(?:、三)*)"
    r"(?P<percent>\s*%)?"
)


@pytest.mark.parametrize(("signs", "length"), [("12.-% ½三、a", 4), ("1,–% a、", 5), ("1-. a", 6)])
def test_texts_that_fold_alike_read_as_the_same_numbers(signs: str, length: int) -> None:
    """Every short text over the signs, read by a plain pattern that knows nothing of the fold."""
    readings: defaultdict[str, set[tuple[tuple[str, str, bool], ...]]] = defaultdict(set)
    for size in range(1, length + 1):
        for text in map("".join, itertools.product(signs, repeat=size)):
            found = NUMBER.finditer(text)
            numbers = tuple((m["sign"] or "", m["number"], bool(m["percent"])) for m in found)
            readings[fold(text).text].add(numbers)
    assert {folded: read for folded, read in readings.items() if len(read) > 1} == {}


@given(texts, st.data())
def test_another_digit_anywhere_changes_the_fold(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    old, new = data.draw(st.permutations("0123456789"))[:2]
    assert fold(text[:at] + old + text[at:]).text != fold(text[:at] + new + text[at:]).text
    assert fold(text[:at] + old + text[at:]).text != fold(text).text


@given(texts)
def test_offsets_never_fall_and_point_at_what_was_folded(text: str) -> None:
    folded = fold(text)
    assert len(folded.offsets) == len(folded.text)
    assert list(folded.offsets) == sorted(folded.offsets)
    for char, raw in zip(folded.text, folded.offsets, strict=True):
        if char != " ":
            form = unicodedata.normalize("NFKC", text[raw]).casefold()
            again = unicodedata.normalize("NFKC", form).casefold()
            assert char in text[raw].casefold() + again + "-"


@given(texts)
def test_folding_again_changes_nothing(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once


@given(st.lists(st.tuples(st.text(st.sampled_from("ab1.,-%三、“"), max_size=6), spaces, spaces), max_size=8))
def test_it_does_not_matter_which_white_space_stands_between_words(words: list[tuple[str, str, str]]) -> None:
    one = "".join(word + space for word, space, _ in words)
    other = "".join(word + space for word, _, space in words)
    assert fold(one).text == fold(other).text


@given(st.text(st.sampled_from("abAz 1.9,-(%)三。、\n"), max_size=30))
def test_width_and_case_do_not_matter(text: str) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) if "0" <= c <= "z" else c for c in text)
    assert fold(wide).text == fold(text).text
    assert fold(text.upper()).text == fold(text).text


@given(texts)
def test_a_context_folds_the_same_alone_and_within_its_text(text: str) -> None:
    whole = fold(text)
    for context in contexts(text):
        alone = fold(text[context.start : context.end])
        if alone.text:
            begin = whole.index(context.start + alone.offsets[0])
            assert whole.text[begin : begin + len(alone.text)] == alone.text


@given(texts, st.data())
def test_raw_range_and_index_are_inverse(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    if folded.text:
        start = data.draw(st.integers(0, len(folded.text) - 1))
        end = data.draw(st.integers(start + 1, len(folded.text)))
        raw_start, raw_end = folded.raw_range(start, end)
        assert 0 <= raw_start < raw_end <= len(text)
        assert folded.index(raw_start) <= start
        assert folded.index(raw_end) >= end
