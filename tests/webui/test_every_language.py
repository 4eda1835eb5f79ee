"""Every kind of page reads as if written in its language: no English is left on a Chinese page, or hidden."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from ontology.namespaces import AIF, DCT, SKOS, SKOSXL
from queries.registry import questions
from tests.ontology.chinese import half_width, is_chinese
from tests.webui.blocks import OTHER, blocks, setting_faults
from tests.webui.markup import Markup
from tests.webui.reading import KINDS, Reader
from webui.language import LANGUAGES, set_apart

WRONG = "&".join(("as-of=soon", "known-by=soon", "stray=1"))
ASKED = [f"/question/{name}" for name in questions()]
MISTAKES = [
    *(
        f"/question/{q.name}?{'&'.join(f'{p.name}=nonsense' for p in q.parameters)}&{WRONG}"
        for q in questions().values()
    ),
    "/explore?slack=99",
    "/search?as-of=soon",
    "/question/gap-claims.svg?theme=pink",
    "/question/nothing",
    "/compare?subject=org/nobody",
]
PAGES = list(dict.fromkeys([*KINDS, *ASKED, *MISTAKES, "/explore", "/sparql/idioms"]))
NAMING = tuple(
    f"<{iri}>"
    for iri in (f"{SKOS}altLabel", f"{DCT}title", f"{AIF}claimValue", f"{AIF}attribution", f"{SKOSXL}literalForm")
)
IN_CHINESE = pytest.mark.parametrize("language", LANGUAGES[1:])


def english(page: Markup) -> Iterator[tuple[str, str]]:
    """What a page marks as English: tag and text."""
    for element in page.one("body").below():
        if element.language.lower() == "en" and not element.within("textarea", "code", "pre"):
            yield from ((element.tag, text.strip()) for text in element.texts if text.strip())


def names_of(app: Flask) -> set[str]:
    """Names in the graph (of things, with aliases and titles), and what is called so by everybody."""
    site = app.extensions["aifrontier"]
    found = {label for thing in site.names.ids() for label in site.names.all_labels(thing).values()}
    literals = site.store.select(
        f"SELECT DISTINCT ?text {{ VALUES ?p {{ {' '.join(NAMING)} }} ?s ?p ?text FILTER(ISLITERAL(?text)) }}"
    )
    return found | {row["text"].value for row in literals} | {"AI Frontier Graph", "English", "SPARQL"}


@pytest.mark.parametrize("path", PAGES)
@IN_CHINESE
def test_what_a_chinese_page_marks_as_english_is_a_name(reader: Reader, path: str, language: str) -> None:
    names = names_of(reader.app)
    assert [(tag, text) for tag, text in english(reader.page(path, language)) if text not in names] == []


@pytest.mark.parametrize("path", PAGES)
@IN_CHINESE
def test_chinese_is_set_as_chinese(reader: Reader, path: str, language: str) -> None:
    for text in blocks(reader.answer(path, language).get_data(as_text=True)):
        # A hint says how a day is to be given.
        if is_chinese(text) and "例如 " not in text:
            assert (setting_faults(text), half_width(text.replace(OTHER, "")), text) == ([], [], text)


@pytest.mark.parametrize(
    ("planted", "finds"),
    [
        ('<p lang="en">no such parameter</p>', lambda page: ("p", "no such parameter") in english(Markup(page))),
        ("<p>關於<a>DeepSeek</a>的說法</p>", lambda page: setting_faults(blocks(page)[0])),
        ("<p>例如： 豆包</p>", lambda page: setting_faults(blocks(page)[0])),
        ("<p>截至 2025-12-31 的數字</p>", lambda page: setting_faults(blocks(page)[0])),
        ("<p>可以對照的主張: 日期</p>", lambda page: half_width(blocks(page)[0])),
    ],
)
def test_what_is_planted_is_found(planted: str, finds: Callable[[str], object]) -> None:
    assert finds(f'<html lang="zh-Hant"><body>{planted}</body></html>')


@pytest.mark.parametrize(
    ("told", "set_well"),
    [
        ("關於<a>DeepSeek R1</a>的說法", "關於 <a>DeepSeek R1</a> 的說法"),
        ("從<time datetime='2025'>2025 年</time>起", "從 <time datetime='2025'>2025 年</time>起"),
        ("<b>甲</b><i>A1</i>乙", "<b>甲</b> <i>A1</i> 乙"),
        ("據<b>Epoch AI</b>，見<i>深度求索</i>", "據 <b>Epoch AI</b>，見<i>深度求索</i>"),
        ('<a title="中A">全是中文</a>', '<a title="中A">全是中文</a>'),
        ("", ""),
    ],
)
def test_a_message_is_set_once_names_stand_in_it(told: str, set_well: str) -> None:
    assert set_apart(told) == set_well


def test_what_a_program_is_told_is_in_its_language_as_well(reader: Reader) -> None:
    path = "/question/lab-trajectory.json?lab=org/nobody"
    for language in LANGUAGES[1:]:
        told = reader.get(path, language, Accept="application/json").get_json()
        assert is_chinese(told["detail"])
        assert is_chinese(told["mend"])
    assert "in this graph" in reader.get(path, "en", Accept="application/json").get_json()["detail"]
