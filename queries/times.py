"""Dates and periods of claims in words: "Q2 2025", "until May 2025"; "2025 年第 2 季", "至 2025 年 5 月"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime

from babel.dates import format_date, format_datetime

from graph.period import parse_period

LOCALES: Mapping[str, str] = {"en": "en", "zh-Hant": "zh_Hant_TW", "zh-Hans": "zh_Hans_CN"}
"""Language tags that words are given in, with the locale of their numbers and dates."""
_QUARTER = re.compile(r"(\d{4})-Q([1-4])")
_FORMS = ((re.compile(r"\d{4}"), "year"), (re.compile(r"\d{4}-\d{2}"), "month"), (_QUARTER, "quarter"))

Wordings = Mapping[str, Mapping[str, str]]
"""Name of a wording -> language -> pattern."""


def period_words(text: str, wordings: Wordings, language: str) -> str | None:
    """A period expression (see graph/period.py) in words; None for text that is none, such as "past two years"."""
    try:
        parse_period(text)
    except ValueError:
        return None
    start, slash, end = text.partition("/")
    if not slash:
        return date_words(text, wordings, language)
    if start == "..":
        return wordings["until"][language].format(end=date_words(end, wordings, language))
    first = date_words(start, wordings, language)
    if end == "..":
        return wordings["since"][language].format(start=first)
    last = date_words(end, wordings, language)
    if start[:4] == end[:4] and (form := _form(start)) == _form(end) and form != "year":
        short = "shortest_day" if form == "day" and start[:7] == end[:7] else f"short_{form}"
        # English gives the year at the end of the span, Chinese at its beginning.
        if language == "en":
            first = _in_form(start, short, wordings, language)
        else:
            last = _in_form(end, short, wordings, language)
    if language != "en" and last[0].isdigit():
        last = f" {last}"
    return wordings["span"][language].format(start=first, end=last)


def date_words(text: str, wordings: Wordings, language: str) -> str:
    """A year, quarter, month or day in words.

    Raises ValueError for anything else.
    """
    return _in_form(text, _form(text), wordings, language)


def _form(text: str) -> str:
    return next((name for shape, name in _FORMS if shape.fullmatch(text)), "day")


def _in_form(text: str, form: str, wordings: Wordings, language: str) -> str:
    if quarter := _QUARTER.fullmatch(text):
        return wordings[form][language].format(year=quarter[1], quarter=quarter[2])
    first = parse_period(text).start
    assert first is not None
    return str(format_date(first, wordings[form][language], locale=LOCALES[language]))


def when_words(text: str, wordings: Wordings, language: str) -> str:
    """A date or instant with its preposition: "in May 2025", "on 28 May 2025"; other text as it is."""
    try:
        if "T" in text:
            moment = datetime.fromisoformat(text)
            said = format_datetime(moment, wordings["instant"][language], locale=LOCALES[language])
            return wordings["on_day"][language].format(date=said)
        said = date_words(text, wordings, language)
    except ValueError:
        return text
    return wordings["on_day" if _is_day(text) else "in_period"][language].format(date=said)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text) is not None and len(text) == len("2025-05-28")
    except ValueError:
        return False
