"""The eye that looks at every screen sees a fault that is planted: what it does not see, it could not report."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import watch
from tests.browser.screens import ask, axe_faults, language_faults, layout_faults, paint

pytestmark = pytest.mark.browser

SOUND = """<!doctype html><html lang="{language}"><meta charset="utf-8"><title>Sound</title>
<meta name="viewport" content="width=device-width">
<style>html {{ background: light-dark(#fff, #111); color-scheme: light dark }} {style}</style>
<body><main><h1>{title}</h1>{body}</main></body></html>"""


def show(page: Page, body: str, style: str = "", language: str = "en") -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.set_content(
        SOUND.format(body=body, style=style, language=language, title="AI" * (language != "en") or "A")
    )


@pytest.mark.parametrize(
    ("body", "style"),
    [
        ("<p>All is well.</p>", ""),
        (
            "<div class='frame'><p>Words that a reader can scroll to</p></div>",
            ".frame { overflow-x: auto } p { width: 900px }",
        ),
        (
            "<p class='visually-hidden'>for a reader who listens</p>",
            ".visually-hidden { position: absolute; width: 1px; overflow: hidden; white-space: nowrap }",
        ),
        ("<details><summary>More</summary><p>closed</p></details>", "details p { width: 2000px }"),
        ("<table><tr><td>開發者</td><td>旗下應用程式</td></tr></table>", ""),
    ],
)
def test_a_sound_page_has_no_fault(page: Page, body: str, style: str) -> None:
    show(page, body, style)
    assert layout_faults(page) == []


@pytest.mark.parametrize(
    ("body", "style", "said"),
    [
        ("<p>wide</p>", "p { width: 900px }", "too wide"),
        ("<p>Unbreakablewordsthatrunon</p>", "p { width: 60px }", "runs out of <p"),
        (
            "<div><p>Words that are cut off</p></div>",
            "div { width: 50px; overflow: hidden } p { width: 200px }",
            "is cut off",
        ),
        ("<p>One<br>two<br>three</p>", "p { height: 20px; overflow: hidden }", "is cut off"),
        (
            "<p><span class='badge'>a badge too long for it</span></p>",
            "p { width: 60px } .badge { display: inline-flex; white-space: nowrap }",
            "runs out of <p",
        ),
        ("<p>旗下應用程式</p>", "p { width: 1em }", "single characters"),
        (
            "<p>哪些模型？</p>",
            "p { width: 4.1em; word-break: keep-all; overflow-wrap: break-word }",
            "a line that begins with ？",
        ),
    ],
)
def test_a_fault_of_the_layout_is_seen(page: Page, body: str, style: str, said: str) -> None:
    show(page, body, style)
    assert [fault for fault in layout_faults(page) if said in fault] != []


@pytest.mark.parametrize(
    ("words", "style", "said"),
    [
        ("intelligence", "td { max-width: 3em; overflow-wrap: anywhere }", "intelligence is broken"),
        ("前沿模型智慧差距", "td { max-width: 1.5em }", "前沿模型智慧差距 stands in a column"),
        ("frontier intelligence 前沿模型智慧", "td { max-width: 6em }", ""),
    ],
)
def test_a_cell_whose_words_fall_into_pieces_is_seen(page: Page, words: str, style: str, said: str) -> None:
    show(page, f"<table><tr><td>{words}</td></tr></table>", style)
    faults = ask(page, "narrowCells")
    assert all(fault.startswith(said) for fault in faults)
    assert bool(faults) is bool(said)


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("en", "<p>A name: <span lang='zh-Hant'>豆包，字節跳動</span></p>"),
        ("zh-Hant", "<p>由 <span lang='en'>the company</span> 發布（<code>the_code: x</code>）：3 項</p>"),
        ("zh-Hans", "<p>以 format= 选择；thing（事物）；见 besthub.dev</p>"),
        ("zh-Hant", "<blockquote>來源自己的話, 照原樣</blockquote>"),
    ],
)
def test_names_codes_and_quotes_are_no_fault_of_the_language(page: Page, language: str, body: str) -> None:
    show(page, body, language=language)
    assert language_faults(ask(page, "words"), language) == []


@pytest.mark.parametrize(
    ("language", "body", "said"),
    [
        ("zh-Hant", "<p>Publisher</p>", "not translated"),
        ("zh-Hans", "<p>此处有 claim 一条</p>", "English words ['claim']"),
        ("zh-Hant", "<button aria-label='Publisher'>✕</button>", "not translated"),
        ("zh-Hant", "<p>鉅亨網: 3 則</p>", "half-width"),
        ("zh-Hans", "<p><span lang='en'>Doubao</span>, 豆包</p>", "half-width"),
        ("zh-Hans", "<details><summary>更多</summary><p>出处(原文)</p></details>", "half-width"),
        ("en", "<p>A list： one, two</p>", "full-width"),
    ],
)
def test_a_fault_of_the_language_is_seen(page: Page, language: str, body: str, said: str) -> None:
    show(page, body, language=language)
    assert [fault for fault in language_faults(ask(page, "words"), language) if said in fault] != []


@pytest.mark.parametrize(
    ("body", "style", "said"),
    [
        ("<p>pale</p>", "p { color: light-dark(#ddd, #eee) }", "color-contrast"),
        ("<input>", "", "label"),
        ("<a href='/x'></a>", "", "link-name"),
        ("<h4>too deep</h4>", "", "heading-order"),
    ],
)
def test_axe_sees_what_keeps_people_out(page: Page, body: str, style: str, said: str) -> None:
    show(page, body, style)
    paint(page, "light")
    assert [fault for fault in axe_faults(page) if fault.startswith(f"{said}:")] != []


def test_axe_looks_at_the_dark_page_when_it_is_dark(page: Page) -> None:
    show(page, "<p>dim</p>", "p { color: light-dark(#000, #333) }")
    paint(page, "light")
    assert axe_faults(page) == []
    paint(page, "dark")
    assert [fault for fault in axe_faults(page) if fault.startswith("color-contrast:")] != []


def test_what_the_policy_refuses_and_what_a_script_breaks_is_heard(public_site: str, browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    wrong = watch(page)
    page.goto(public_site)
    assert wrong == []
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    page.evaluate("setTimeout(() => { throw new Error('broken') })")
    page.wait_for_timeout(100)
    context.close()
    assert [said for said in wrong if "Content Security Policy" in said] != []
    assert [said for said in wrong if "broken" in said] != []
