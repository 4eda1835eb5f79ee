"""Figures, days and periods in the words of the reader's language."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from markupsafe import Markup

from tests.webui.reading import Reader
from webui.words.telling import day, number, period, published, unbroken


@contextmanager
def reading(reader: Reader, language: str) -> Iterator[None]:
    """A request of a reader of this language."""
    with reader.app.test_request_context("/", headers={"Accept-Language": language}):
        yield


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("1234567", "1,234,567"),
        ("7.50", "7.5"),
        (0, "0"),
        ("-3", "\N{MINUS SIGN}3"),
        ("142.2099", "142.2099"),
        ("seven", "seven"),
    ],
)
def test_numbers_keep_every_digit(reader: Reader, value: object, words: str) -> None:
    with reading(reader, "en"):
        assert number(value) == words


@pytest.mark.parametrize(("language", "words"), [("en", "14 August 2025"), ("zh-TW", "2025 年 8 月 14 日")])
def test_days_are_written_out_with_the_date_for_machines(reader: Reader, language: str, words: str) -> None:
    with reading(reader, language):
        assert day("2025-08-14") == f'<time datetime="2025-08-14">{words}</time>'
        assert day("soon <b>") == "soon &lt;b&gt;"


@pytest.mark.parametrize(
    ("language", "start", "end", "text", "words", "title"),
    [
        ("en", "2025-04-01", "2025-06-30", "2025-Q2", "Q2 2025", "2025-04-01 – 2025-06-30"),
        ("zh-TW", "2025-04-01", "2025-06-30", "2025-Q2", "2025 年第 2 季", "2025-04-01 – 2025-06-30"),
        ("en", None, "2024-11-30", "../2024-11", "until November 2024", "… – 2024-11-30"),
        ("en", "2023-01-01", None, "2023/..", "since 2023", "2023-01-01 – …"),
        ("en", "2025-05-28", "2025-05-28", None, "28 May 2025", "2025-05-28"),
        ("en", "2023-04-01", "2025-06-30", "two years", "1 April 2023 to 30 June 2025", "2023-04-01 – 2025-06-30"),
    ],
)
def test_periods_are_told_in_words_with_their_days(
    reader: Reader, language: str, start: str | None, end: str | None, text: str | None, words: str, title: str
) -> None:
    with reading(reader, language):
        assert period(start, end, text) == f'<span title="{title}">{words}</span>'


def test_no_time_is_said_to_be_none(reader: Reader) -> None:
    with reading(reader, "en"):
        assert "time not stated" in period(None, None, None)


@pytest.mark.parametrize(
    ("text", "words"),
    [("2026-01", "January 2026"), ("2025", "2025"), ("2025-08-14T16:20+08:00", "14 August 2025 16:20")],
)
def test_a_date_of_publication_is_as_exact_as_it_is_known(reader: Reader, text: str, words: str) -> None:
    with reading(reader, "en"):
        assert published(text) == f'<time datetime="{text}">{words}</time>'


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("市值約 3,000 億美元", "市值約 3,000\u00a0億美元"),
        ("指數第 2 版", "指數第\u00a02\u00a0版"),
        ("怎麼說 AI 競賽", "怎麼說 AI\u00a0競賽"),
        ("鉅亨網，2025 年 8 月", "鉅亨網，2025\u00a0年\u00a08\u00a0月"),
        ("DeepSeek 開發了 R1", "DeepSeek 開發了 R1"),
        ("Q2 2025 <b>", "Q2 2025 &lt;b&gt;"),
        (Markup('<a title="2025 年">2025 年</a>'), '<a title="2025 年">2025\u00a0年</a>'),
    ],
)
def test_a_figure_in_a_title_stays_with_its_unit(words: str, told: str) -> None:
    assert unbroken(words) == told
