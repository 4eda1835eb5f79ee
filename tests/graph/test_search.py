"""Search: labels and aliases in all scripts, the best match first."""

from __future__ import annotations

import pytest

from graph.search import SearchIndex
from graph.snapshot import Snapshot


@pytest.fixture(scope="module")
def index(snapshot: Snapshot) -> SearchIndex:
    return SearchIndex(snapshot.labels())


@pytest.mark.parametrize(
    ("words", "thing"),
    [
        ("ByteDance", "org/bytedance"),
        ("bytedance", "org/bytedance"),
        ("字節跳動", "org/bytedance"),
        ("字节跳动", "org/bytedance"),
        ("ＢｙｔｅＤａｎｃｅ", "org/bytedance"),
        ("QwQ", "model/qwq-32b-preview"),
        ("qwq 32b", "model/qwq-32b-preview"),
        ("鉅亨", "org/cnyes"),
        ("R1-0528", "model/deepseek-r1-0528"),
        ("Z.ai", "org/zhipu"),
    ],
)
def test_a_name_in_any_script_width_or_case_finds_its_thing_first(
    index: SearchIndex, words: str, thing: str
) -> None:
    assert index.find(words)[0].thing == thing


def test_an_exact_name_comes_before_one_that_only_begins_with_it(index: SearchIndex) -> None:
    found = [hit.thing for hit in index.find("DeepSeek")]
    assert found[0] == "org/deepseek"
    assert "model/deepseek-r1" in found[1:]


def test_a_thing_is_found_once_with_the_name_that_matched(index: SearchIndex) -> None:
    hits = index.find("字節")
    assert len({hit.thing for hit in hits}) == len(hits)
    assert hits[0].text == "字節跳動"
    assert hits[0].language.lower() == "zh-hant"


@pytest.mark.parametrize("words", ["", "   ", "？！", "no such name anywhere"])
def test_nothing_finds_nothing(index: SearchIndex, words: str) -> None:
    assert index.find(words) == []


def test_the_number_of_hits_is_bounded(index: SearchIndex) -> None:
    assert len(index.find("a", most=3)) == 3
