"""What is wrong with a parameter is told in each language: wordings, their parts, every one in use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import queries
import webui
from queries.answer import Source
from queries.binding import ParameterError, bind
from queries.refusals import refusals, wording
from queries.registry import questions
from queries.times import LOCALES
from tests.ontology.chinese import foreign, half_width, is_chinese

PLACES = re.compile(r"{(\w+)}")


def used() -> Iterator[str]:
    """The keys that the code asks for."""
    for package in (queries, webui):
        for path in Path(str(package.__file__)).parent.rglob("*.py"):
            yield from re.findall(r'wording\(\s*"([\w-]+)"', path.read_text(encoding="utf-8"))


def test_every_wording_is_used_and_none_is_missing() -> None:
    assert {*used(), "line", "hint"} == set(refusals())


@pytest.mark.parametrize("key", refusals())
def test_a_wording_stands_in_three_languages_each_in_its_script(key: str) -> None:
    words = refusals()[key]
    assert set(words) == set(LOCALES)
    assert len({frozenset(PLACES.findall(text)) for text in words.values()}) == 1
    for language in ("zh-Hant", "zh-Hans"):
        said = PLACES.sub("", words[language])
        assert foreign(said, language) == ""
        assert half_width(said) == []
        assert is_chinese(said) or not re.search("[A-Za-z]", said)


@pytest.mark.parametrize("language", ["zh-Hant", "zh-Hans"])
@pytest.mark.parametrize("name", questions())
def test_no_question_refuses_a_chinese_reader_in_english(source: Source, name: str, language: str) -> None:
    question = questions()[name]
    wrong = {"stray": "?", "as-of": "?", "known-by": "?", **{p.name: "\ud800?" for p in question.parameters}}
    with pytest.raises(ParameterError) as refused:
        bind(question, wrong, source.names)
    for refusal in refused.value.refused:
        said = refusal.hint(language)
        assert is_chinese(said)
        assert half_width(said) == []
        said.encode()
        assert refusal.hint("en") != said


@given(st.text())
def test_what_was_given_is_told_on_one_line_whatever_it_holds(text: str) -> None:
    for language in LOCALES:
        said = wording("not-in-graph", text=text).said(language)
        assert said.isprintable()
        said.encode()
