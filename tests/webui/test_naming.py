"""Names in sentences: linked, in their language, with the space that Chinese setting wants; all else is text."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from graph.names import Said
from ontology.namespaces import ID
from tests.webui.reading import Reader
from webui.words.marked_names import MarkedNames
from webui.words.naming import name, typed

MODEL, COMPANY = ID + "model/seed-thinking-v1.5", ID + "org/bytedance"


@pytest.fixture
def chinese(reader: Reader) -> Iterator[MarkedNames]:
    """Marked names within a request of a Chinese reader."""
    with reader.app.test_request_context("/", headers={"Accept-Language": "zh-TW"}):
        yield MarkedNames(reader.app.extensions["aifrontier"].names)


def test_a_latin_name_in_a_chinese_sentence_is_marked_and_set_apart(chinese: MarkedNames) -> None:
    sentence = f"{chinese.name(COMPANY, 'zh-Hant').text}開發了{chinese.name(MODEL, 'zh-Hant').text}模型"
    assert chinese.markup(sentence) == (
        '<a href="/page/org/bytedance">字節跳動</a>開發了 '
        '<a href="/page/model/seed-thinking-v1.5" lang="en">Seed-Thinking-v1.5</a> 模型'
    )


def test_the_thing_of_the_page_and_concepts_are_no_links(chinese: MarkedNames) -> None:
    sentence = f"{chinese.name(COMPANY, 'zh-Hant').text}：{chinese.name(ID + 'unit/month', 'zh-Hant').text}"
    assert chinese.markup(sentence, "org/bytedance") == "字節跳動：個月"


def test_a_word_added_to_a_name_stays(chinese: MarkedNames) -> None:
    marked = chinese.name(ID + "unit/month", "en").text
    assert chinese.markup(f"3 {marked}s") == '3 <span lang="en">month</span>s'


def test_a_quoted_text_gets_its_language(chinese: MarkedNames) -> None:
    told = chinese.markup("標題為「State of AI」", quoted=[Said("State of AI", "en")])
    assert told == '標題為「<span lang="en">State of AI</span>」'


@given(st.text())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_other_text_is_text(chinese: MarkedNames, words: str) -> None:
    html = chinese.markup(words)
    signs = re.sub("[\ue000-\ue002]", "", words)
    assert Markup(html).unescape() == signs
    assert "<" not in html


def test_nobody_can_write_a_mark(chinese: MarkedNames) -> None:
    chinese.name(COMPANY, "zh-Hant")
    for forged in (
        "\ue0000\ue001x\ue002",
        "\ue00000000000000000000\ue001x\ue002",
        "\ue000" + "f" * 16 + "99\ue001x\ue002",
    ):
        assert "<" not in chinese.markup(forged)


def test_without_a_page_there_is_no_link(reader: Reader) -> None:
    with reader.app.test_request_context("/"):
        assert name("https://w3id.org/aifrontier/ontology#voiceReport") == "report, said so"


@pytest.mark.parametrize(
    ("language", "words", "html"),
    [
        ("en", "豆包 app", '<span lang="zh">豆包 app</span>'),
        ("en", "doubao", "doubao"),
        ("zh-TW", "豆包", "豆包"),
        ("en", "<豆>", '<span lang="zh">&lt;豆&gt;</span>'),
    ],
)
def test_typed_words_are_marked_as_chinese_where_they_are(
    reader: Reader, language: str, words: str, html: str
) -> None:
    with reader.app.test_request_context("/", headers={"Accept-Language": language}):
        assert typed(words) == html
