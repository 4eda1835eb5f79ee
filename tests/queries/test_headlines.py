"""Answers in words: headlines in both languages, and what an answer says about itself."""

from __future__ import annotations

import re
from datetime import date

import pytest
from pyoxigraph import NamedNode

from graph.snapshot import Snapshot
from ontology.namespaces import AIF
from queries.answer import Answer, Source, ask
from queries.binding import bind
from queries.formats import as_delimited, as_json
from queries.registry import UnknownQuestionError, question
from queries.times import LOCALES
from queries.wording import fill, headline, time_words
from tests.queries.reading import EXAMPLES, answer_of, example_answer


@pytest.mark.parametrize("language", LOCALES)
@pytest.mark.parametrize("name", EXAMPLES)
def test_headlines_leave_no_pattern_behind(
    source: Source, briefing_source: Source, name: str, language: str
) -> None:
    for graph in (source, briefing_source):
        for said in (example_answer(graph, name).headline(language), _unanswered(graph, name, language)):
            assert said
            assert not re.search(r"[\[\]{}<>\ue000-\uf8ff]|\(\)|（）|  |: ;|：；| ,| ;", said)
            assert not re.search(r"[\u3400-\u9fff] +[\u3400-\u9fff]", said)


def _unanswered(source: Source, name: str, language: str) -> str:
    """The headline of a question where nothing is known."""
    nothing = Answer(bind(question(name), EXAMPLES[name], source.names), [], "", date.min, False, source.names)
    return nothing.headline(language)


@pytest.mark.parametrize(
    ("name", "english", "chinese"),
    [
        (
            "gap-claims",
            "Artificial Analysis: more than 1 year (until Q2 2025); "
            "Artificial Analysis: less than 3 months (Q2 2025); "
            "Artificial Analysis: less than 3 months (May 2025); "
            "Artificial Analysis: more than 1 year (2022 to Q2 2025); "
            "Epoch AI: a mean of 7 months (since 2023) on the Epoch Capabilities Index; 2 more",
            "Artificial Analysis：超過 1 年（至 2025 年第 2 季）；"
            "Artificial Analysis：不到 3 個月（2025 年第 2 季）；"
            "Artificial Analysis：不到 3 個月（2025 年 5 月）；"
            "Artificial Analysis：超過 1 年（2022 年至 2025 年第 2 季）；"
            "Epoch AI：平均 7 個月（2023 年起），依 Epoch 能力指數；另有 2 項",
        ),
        (
            "open-weights-takeover",
            "China first passed the United States in open weights (November 2024): "
            "QwQ 32B Preview ahead of Llama 3.1 405B, says Artificial Analysis",
            "中國首次在開放權重上超越美國（2024 年 11 月）："
            "QwQ 32B Preview 超越 Llama 3.1 405B，據 Artificial Analysis",
        ),
        ("evidence", "Anue cnyes, 14 August 2025, 180–200", "鉅亨網，2025 年 8 月 14 日，180–200"),
    ],
)
def test_the_headline_in_both_languages(source: Source, name: str, english: str, chinese: str) -> None:
    answer = example_answer(source, name)
    assert (answer.headline("en"), answer.headline("zh-Hant")) == (english, chinese)


@pytest.mark.parametrize(
    ("subject", "predicate", "english", "traditional", "simplified"),
    [
        (
            "org/alibaba",
            "marketCap",
            "Alibaba has a market capitalization of about US$300 billion",
            "阿里巴巴市值約 3,000 億美元",
            "阿里巴巴市值约 3,000 亿美元",
        ),
        (
            "app/talkie",
            "monthlyActiveUsers",
            "Talkie AI has about 35 million monthly active users",
            "Talkie AI 的月活躍用戶數約 3,500 萬",
            "Talkie AI 的月活跃用户数约 3,500 万",
        ),
        (
            "model/deepseek-r1",
            "parameterCount",
            "DeepSeek R1 has 671 billion parameters",
            "DeepSeek R1 有 6,710 億個參數",
            "DeepSeek R1 有 6,710 亿个参数",
        ),
    ],
)
def test_large_figures_stand_with_their_unit(
    source: Source, subject: str, predicate: str, english: str, traditional: str, simplified: str
) -> None:
    answer = answer_of(source, "claims-about", entity=subject)
    (row, *_) = [r for r in answer.rows if r["predicate"] == NamedNode(AIF + predicate)]
    told = [headline(answer.question, [row], answer.names, language) for language in LOCALES]
    assert told == [english, traditional, simplified]


def test_downloads_keep_every_digit(source: Source) -> None:
    answer = answer_of(source, "claims-about", entity="org/alibaba")
    assert "300000000000" in as_delimited(answer, ",")
    assert "300 billion" not in as_delimited(answer, ",")
    assert 300_000_000_000 in [row.get("value") for row in as_json(answer)["rows"]]


def test_a_long_answer_counts_what_its_headline_leaves_out(source: Source) -> None:
    answer = answer_of(source, "weights-by-country")
    assert answer.headline("en").endswith("; 9 more")
    assert answer.headline("zh-Hant").endswith("；另有 9 項")


@pytest.mark.parametrize(
    ("pattern", "cells", "said"),
    [
        ("{a}[ of {b}]", {"a": "1", "b": "2"}, "1 of 2"),
        ("{a}[ of {b}]", {"a": "1"}, "1"),
        ("{a}[ of {b}]", {"a": "1", "b": ""}, "1"),
        ("[{b}, ]{a}", {"a": "1"}, "1"),
        ("[{b} to {c}, ]{a}", {"a": "1", "b": "2"}, "1"),
        # What a cell holds is never read as a pattern.
        ("{a}[ of {b}]", {"a": "{b}", "b": "[x]"}, "{b} of [x]"),
    ],
)
def test_a_bracketed_part_goes_with_its_empty_cell(pattern: str, cells: dict[str, str], said: str) -> None:
    assert fill(pattern, cells) == said


def test_a_name_takes_its_article_only_within_the_sentence() -> None:
    cells, within = {"a": "United States", "b": "United States"}, dict.fromkeys("ab", "the United States")
    assert fill("{a}: {b}", cells, within) == "United States: the United States"


@pytest.mark.parametrize(
    ("text", "english", "chinese"),
    [
        ("2025-Q2", "Q2 2025", "2025 年第 2 季"),
        ("2024-11", "November 2024", "2024 年 11 月"),
        ("2025-05-28", "28 May 2025", "2025 年 5 月 28 日"),
        ("../2025-Q2", "until Q2 2025", "至 2025 年第 2 季"),
        ("2023/..", "since 2023", "2023 年起"),
        ("past two years", "past two years", "過去兩年"),
        ("a while ago", "a while ago", "a while ago"),
    ],
)
def test_periods_in_words(text: str, english: str, chinese: str) -> None:
    assert (time_words(text, "en"), time_words(text, "zh-Hant")) == (english, chinese)


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_an_empty_answer_says_which_claim_it_would_need(source: Source, language: str) -> None:
    answer = answer_of(source, "open-weights-takeover", winner="country/US")
    assert question("open-weights-takeover").needs[language] in answer.headline(language)
    assert answer.claims() == []


def test_an_answer_says_what_it_was_computed_from(source: Source, snapshot: Snapshot) -> None:
    answer = answer_of(source, "gap-claims")
    assert (answer.version, answer.last_day) == (snapshot.version, snapshot.last_day)
    assert source.store.select(answer.query) == answer.rows


def test_a_mistyped_question_is_told_the_nearest_one(source: Source) -> None:
    with pytest.raises(UnknownQuestionError, match=r"gap-claim'.*did you mean gap-claims"):
        ask(source, question("gap-claim"), {})


@pytest.mark.parametrize(
    ("name", "given", "language", "said"),
    [
        ("release-cadence", {"country": "country/CN"}, "en", "on 28 November 2024"),
        ("release-cadence", {"country": "country/CN"}, "zh-Hant", "，2024 年 11 月 28 日"),
        ("lab-figures", {"lab": "org/deepseek"}, "zh-Hans", "139.8766 分，2025 年 1 月 20 日起可用"),
        ("claims-about", {"entity": "app/talkie"}, "zh-Hant", "月活躍用戶數約 3,500 萬"),
    ],
)
def test_days_are_in_words_and_figures_without_tails(
    source: Source, name: str, given: dict[str, str], language: str, said: str
) -> None:
    assert said in answer_of(source, name, **given).headline(language)


MACHINE = re.compile(r"(?<![\w/-])\d{4}-\d{2}-\d{2}(?![\w/-])|\d\.\d{7}|[\u3400-\u9fff] [\u3400-\u9fff]")


@pytest.mark.parametrize("name", EXAMPLES)
def test_no_headline_shows_a_day_or_a_figure_as_a_machine_writes_it(source: Source, name: str) -> None:
    asked = question(name)
    given = {p.name: p.example for p in asked.parameters if p.required and p.example}
    for language in LOCALES:
        assert MACHINE.search(answer_of(source, name, **given).headline(language)) is None
