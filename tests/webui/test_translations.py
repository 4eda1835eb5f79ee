"""Every message of code and templates stands in Traditional Chinese, with its placeholders; nothing else does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import webui
from webui.language import LANGUAGES, LOCALES, canonical

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


def test_chinese_is_set_with_full_width_punctuation() -> None:
    for message in translated("zh-Hant"):
        for said in forms(message.string) if message.id else ():
            assert not re.search(r"[\u3400-\u9fff][,;:?!(]|[,;:?!)][\u3400-\u9fff]", said), said


def test_chinese_is_traditional() -> None:
    simplified = set("这们为说来时对发过还进样问间实经数据图边类关连应")
    told = "".join(said for message in translated("zh-Hant") if message.id for said in forms(message.string))
    assert set(told) & simplified == set()


@pytest.mark.parametrize(
    ("tag", "written"), [("zh-hant", "zh-Hant"), ("EN", "en"), ("zh-hant-tw", "zh-Hant-TW"), ("pt-br", "pt-BR")]
)
def test_tags_are_written_as_bcp_47_has_them(tag: str, written: str) -> None:
    assert canonical(tag) == written
