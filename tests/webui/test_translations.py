"""Every message of code and templates stands in both scripts of Chinese, with its placeholders; no other does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import webui
from queries.times import LOCALES
from tests.ontology.chinese import foreign, half_width
from webui.language import LANGUAGES, NAMES, canonical

FOLDER = Path(webui.__file__).parent
KEYWORDS = {"_": None, "gettext": None, "translate": None, "ngettext": (1, 2), "translate_count": (1, 2)}
OTHERS = LANGUAGES[1:]


@pytest.fixture(scope="module")
def messages() -> Catalog:
    """The messages of code and templates."""
    found = Catalog()
    for file, line, message, _, context in extract_from_dir(
        str(FOLDER),
        method_map=[("**.py", "python"), ("templates/**.html", "jinja2")],
        options_map={
            "templates/**.html": {"extensions": "jinja2.ext.i18n", "newstyle_gettext": "true", "silent": "false"}
        },
        keywords=KEYWORDS,
    ):
        found.add(message, None, [(file, line)], context=context)
    assert len(found) > 150
    return found


def translated(language: str) -> Catalog:
    with (FOLDER / "translations" / f"{language}.po").open("rb") as file:
        return read_po(file, locale=LOCALES[language], abort_invalid=True)


def forms(words: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    """The singular and plural forms of a message, or its one form."""
    return (words or "",) if isinstance(words, str | None) else tuple(words)


@pytest.mark.parametrize("language", OTHERS)
def test_no_message_is_missing_and_none_is_obsolete(messages: Catalog, language: str) -> None:
    there = translated(language)
    wanted = {forms(message.id) for message in messages if message.id}
    given = {forms(message.id) for message in there if message.id and all(forms(message.string))}
    assert wanted - given == set()
    assert given - wanted == set()
    assert not any(message.fuzzy for message in there if message.id)


@pytest.mark.parametrize("language", OTHERS)
def test_placeholders_survive(language: str) -> None:
    for message in translated(language):
        if message.id:
            for said in forms(message.string):
                assert placeholders(said) == placeholders(forms(message.id)[-1]), said


def placeholders(text: str) -> set[str]:
    """%(name)s and {name}."""
    return set(re.findall(r"%\(\w+\)[sd]|{\w+}", text))


@pytest.mark.parametrize("language", OTHERS)
def test_chinese_is_set_with_full_width_punctuation(language: str) -> None:
    for message in translated(language):
        for said in forms(message.string) if message.id else ():
            assert half_width(said) == [], said


@pytest.mark.parametrize("language", OTHERS)
def test_chinese_is_written_in_the_script_of_its_language(language: str) -> None:
    told = [said for message in translated(language) if message.id for said in forms(message.string)]
    assert {said: foreign(said, language) for said in told if foreign(said, language)} == {}


def test_every_language_names_itself_and_has_a_locale() -> None:
    assert set(NAMES) == set(LOCALES) == set(LANGUAGES)
    assert foreign(NAMES["zh-Hans"], "zh-Hans") == foreign(NAMES["zh-Hant"], "zh-Hant") == ""


def test_simplified_words_are_those_of_the_mainland() -> None:
    island = [
        "资料",
        "资讯",
        "影片",
        "软体",
        "预设",
        "连结",
        "程式",
        "伺服器",
        "网路",
        "滑鼠",
        "搜寻",
        "透过",
        "查核",
    ]
    told = [said for message in translated("zh-Hans") if message.id for said in forms(message.string)]
    assert [said for said in told for word in island if word in said] == []


@pytest.mark.parametrize(
    ("tag", "written"), [("zh-hant", "zh-Hant"), ("EN", "en"), ("zh-hant-tw", "zh-Hant-TW"), ("pt-br", "pt-BR")]
)
def test_tags_are_written_as_bcp_47_has_them(tag: str, written: str) -> None:
    assert canonical(tag) == written
