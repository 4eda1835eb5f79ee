"""Spans: evidence by place and digest."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from graph.evidence.fold import fold
from graph.evidence.spans import (
    BrokenSpanError,
    Context,
    EmptyFoldError,
    NotUtf8Error,
    Span,
    find,
    from_yaml_mapping,
    make_span,
    record,
    to_yaml_mapping,
)
from graph.evidence.split import OutsideContextError, OutsideTextError, Range

TEXT = "The labs met.\n\nAster: its “Kite v1.5” scored 68, Crux 47.\nBryo： 約 3,000 億。很小。"
texts = st.text(st.sampled_from("ab一1.。：、-（） \n"), min_size=1, max_size=40)


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_a_span_is_its_place_its_digest_and_the_fold_around_it() -> None:
    start = TEXT.index("scored 68")
    folded = "aster" + "itskitev1.5scored68,crux47."
    assert make_span(TEXT, start, start + 9) == Span(
        start=start,
        end=start + 9,
        exact=sha("scored 68"),
        at=folded.index("scored"),
        size=8,
        context=Context(15, 57, len(folded), sha(folded)),
    )


@given(texts, st.data())
def test_the_folded_place_of_a_span_holds_its_fold(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    try:
        span = make_span(text, start, end)
    except (OutsideContextError, EmptyFoldError):
        assume(False)
        raise
    folded = fold(text[span.context.start : span.context.end])
    part = folded.offsets[span.at : span.at + span.size]
    inside = [raw for raw in folded.offsets if start <= raw + span.context.start < end]
    assert list(part) == inside != []


def test_white_space_and_punctuation_alone_are_no_evidence() -> None:
    at = TEXT.index("“")
    with pytest.raises(EmptyFoldError):
        make_span(TEXT, at, at + 1)
    with pytest.raises(OutsideTextError):
        make_span(TEXT, 0, len(TEXT) + 1)


def test_a_quote_is_found_as_it_stands_at_every_place() -> None:
    assert find("aa baa", "aa") == (Range(0, 2), Range(4, 6))
    assert find("aaa", "aa") == (Range(0, 2), Range(1, 3))


def test_a_quote_that_stands_nowhere_is_found_by_its_fold() -> None:
    (place,) = find(TEXT, 'ITS "Ｋｉｔｅ  v1.5"  Scored')
    assert TEXT[place.start : place.end] == "its “Kite v1.5” scored"
    assert find(TEXT, "scored 69") == ()


def test_a_quote_as_it_stands_hides_the_places_that_only_fold_alike() -> None:
    assert find("Kite kite KITE", "kite") == (Range(5, 9),)


def test_a_quote_of_punctuation_alone_is_refused_unless_it_stands_there() -> None:
    assert find("so 。", "。") == (Range(3, 4),)
    for quote in ("。", ""):
        with pytest.raises(EmptyFoldError):
            find("so", quote)


def test_the_text_of_record_is_utf8_without_mark_with_lf_in_nfc() -> None:
    assert record("\ufeff a\r\nb\rc e\u0301".encode()) == " a\nb\nc \u00e9"


def test_bytes_that_are_not_utf8_are_refused_with_their_place() -> None:
    with pytest.raises(NotUtf8Error, match="byte 3"):
        record(b"abc\xff")


spans = st.builds(
    lambda start, before, size, at, folded, more: Span(
        start,
        start + size,
        sha(str(start)),
        at,
        folded,
        Context(start - before, start + size, at + folded + more, sha("")),
    ),
    st.integers(50, 999),
    st.integers(0, 50),
    st.integers(1, 60),
    st.integers(0, 60),
    st.integers(1, 60),
    st.integers(0, 60),
)


@given(spans)
def test_an_evidence_block_reads_back_as_the_span(span: Span) -> None:
    mapping = to_yaml_mapping(span)
    assert from_yaml_mapping(mapping) == span
    # As the files are read: every scalar the text that stands there.
    written = yaml.safe_dump(mapping, sort_keys=False)
    assert from_yaml_mapping(yaml.load(written, yaml.BaseLoader)) == span


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"start": "-1"}, "start: a whole number"),
        ({"end": True}, "end: a whole number"),
        ({"size": None}, "size: a whole number"),
        ({"size": 0}, "at, size"),
        ({"at": 999}, "at, size"),
        ({"exact": "0" * 63}, "exact: 64 hex digits"),
        ({"exact": "A" * 64}, "exact: 64 hex digits"),
        ({"start": 0}, "start, end"),
        ({"end": 16}, "start, end"),
        ({"quote": "words"}, "quote: no key"),
        ({"context": "43-201"}, "context: start"),
    ],
)
def test_a_broken_evidence_block_is_refused_by_the_name_of_its_key(change: dict[str, Any], message: str) -> None:
    mapping = to_yaml_mapping(make_span(TEXT, 22, 40)) | change
    with pytest.raises(BrokenSpanError, match=message):
        from_yaml_mapping(mapping)


def test_a_broken_context_is_refused_by_the_name_of_its_key() -> None:
    mapping = to_yaml_mapping(make_span(TEXT, 22, 40))
    around = mapping["context"]
    assert isinstance(around, dict)
    with pytest.raises(BrokenSpanError, match=r"context\.length"):
        from_yaml_mapping(mapping | {"context": around | {"length": "x"}})
    with pytest.raises(BrokenSpanError, match=r"context\.words"):
        from_yaml_mapping(mapping | {"context": around | {"words": "x"}})
