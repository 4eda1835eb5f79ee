"""What the registry says of a thing it says in three languages, each in its own script."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from graph.inputs import Inputs
from graph.model import Knowledge
from graph.reading import read
from ontology.vocabulary import load_vocabulary
from tests.ontology.chinese import SCRIPTS, foreign, half_width, is_chinese

LANGUAGES = {"en", "zh-Hant", "zh-Hans"}
ENDS = {"en": ".", "zh-Hant": "。", "zh-Hans": "。"}
# Years, days, versions and lengths: what a translation leaves as it stands.
FIGURE = re.compile(r"\d{4}(?:-\d\d-\d\d)?|\d+\.\d+")


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return read(Inputs(), load_vocabulary())


@pytest.fixture(scope="module")
def chinese(knowledge: Knowledge) -> list[tuple[str, str, str]]:
    """Entity id, language and words of every Chinese definition; there are some in both scripts."""
    found = [
        (entity.id, language, words)
        for entity in knowledge.entities.values()
        for language, words in entity.definitions.items()
        if language in SCRIPTS
    ]
    assert {language for _, language, _ in found} == set(SCRIPTS)
    return found


def test_a_definition_stands_in_three_languages(knowledge: Knowledge) -> None:
    defined = {e.id: set(e.definitions) for e in knowledge.entities.values() if e.definitions}
    assert defined
    assert {thing: found for thing, found in defined.items() if found != LANGUAGES} == {}


def test_a_definition_is_a_sentence(knowledge: Knowledge) -> None:
    for entity in knowledge.entities.values():
        for language, words in entity.definitions.items():
            assert words.endswith(ENDS[language]), (entity.id, language)


def test_a_definition_gives_the_same_figures_in_each_language(knowledge: Knowledge) -> None:
    for entity in knowledge.entities.values():
        figures = [sorted(FIGURE.findall(words)) for words in entity.definitions.values()]
        assert figures == figures[:1] * len(figures), entity.id


def test_a_chinese_definition_is_translated_and_takes_full_width_signs(
    chinese: list[tuple[str, str, str]],
) -> None:
    assert [thing for thing, _, words in chinese if half_width(words) or not is_chinese(words)] == []


def test_chinese_is_written_in_the_script_of_its_language(
    knowledge: Knowledge, chinese: list[tuple[str, str, str]]
) -> None:
    wrong = [
        (thing, language, found)
        for thing, language, words in (*chinese, *_labels(knowledge))
        if (found := foreign(words, language))
    ]
    assert wrong == []


def _labels(knowledge: Knowledge) -> Iterator[tuple[str, str, str]]:
    """Labels; an alias is left out, for it stands as its source writes it."""
    for entity in knowledge.entities.values():
        for name in entity.labels:
            if name.language in SCRIPTS:
                yield entity.id, name.language, name.text
