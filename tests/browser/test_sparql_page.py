"""The SPARQL page in Chromium: typing, suggestions, running, errors at their place, cancelling, keys, no script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from queries.idioms import idioms
from tests.browser.conftest import watch
from tests.browser.screens import axe_faults, paint

pytestmark = pytest.mark.browser

APPS = "SELECT ?app WHERE { org:bytedance aif:operatesApp ?app }"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
IDIOMS = {idiom.name: idiom.query for idiom in idioms()}


def address(site: str, query: str, **more: str) -> str:
    return f"{site}/sparql?{urlencode({'query': query, **more})}"


def editor(page: Page) -> None:
    """Waits until the editor is there, and puts the cursor into it."""
    page.locator("aif-sparql-editor .cm-content").click()
    expect(page.locator("aif-sparql-editor .cm-editor.cm-focused")).to_be_visible()


def empty(page: Page) -> None:
    editor(page)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.press("Delete")


def written(page: Page) -> str:
    return str(page.locator("textarea[name=query]").evaluate("area => area.value"))


def choose(page: Page) -> None:
    """Takes the suggestion, once the list has been there long enough for its keys not to be meant for the text."""
    page.wait_for_timeout(200)
    page.keyboard.press("Enter")
    expect(page.locator(".cm-tooltip-autocomplete")).to_have_count(0)


def shown_query(page: Page) -> str:
    return parse_qs(urlsplit(page.url).query)["query"][0]


@pytest.fixture
def failing(context: BrowserContext) -> Iterator[Page]:
    """A page on which an answer with an announced mistake is none of the page's own."""
    opened = context.new_page()
    wrong = watch(opened)
    yield opened
    assert [said for said in wrong if "the server responded with a status of" not in said] == []


# Typing and suggestions


def test_a_query_is_typed_completed_and_run_without_leaving_the_page(public_site: str, page: Page) -> None:
    page.goto(f"{public_site}/sparql")
    page.evaluate("window.stayed = true")
    empty(page)
    page.keyboard.type("SELECT ?app WHERE { org:byted")
    expect(page.locator(".cm-tooltip-autocomplete li").first).to_contain_text("org:bytedance")
    choose(page)
    page.keyboard.type(" aif:operatesA")
    option = page.locator(".cm-tooltip-autocomplete li[aria-selected]")
    expect(option).to_contain_text("aif:operatesApp")
    expect(page.locator(".cm-completionInfo")).to_contain_text("property")
    choose(page)
    page.keyboard.type(" ?app ")
    assert written(page).startswith("SELECT ?app WHERE { org:bytedance aif:operatesApp ?app")
    page.keyboard.press("ControlOrMeta+Enter")
    expect(page.locator("#rows")).to_contain_text("Doubao")
    expect(page.locator("#run-state")).to_contain_text("1 row")
    assert page.evaluate("window.stayed")
    assert "operatesApp" in shown_query(page)


@pytest.mark.parametrize(
    ("typed", "found"), [("字節", "org:bytedance"), ("豆包", "app:doubao"), ("Byte", "org:bytedance")]
)
def test_things_are_suggested_by_any_name_in_any_script(
    public_site: str, page: Page, typed: str, found: str
) -> None:
    page.goto(f"{public_site}/sparql")
    empty(page)
    page.keyboard.insert_text("ASK { ?x aif:about ")
    page.keyboard.insert_text(typed)
    page.keyboard.press("Control+Space")
    expect(page.locator(".cm-tooltip-autocomplete li").filter(has_text=found).first).to_be_visible()


def test_a_screen_reader_is_told_of_the_editor_and_its_suggestions(public_site: str, page: Page) -> None:
    page.goto(f"{public_site}/sparql")
    box = page.get_by_role("textbox", name="Query")
    expect(box).to_have_attribute("aria-description", re.compile("Escape and then Tab"))
    empty(page)
    page.keyboard.type("SELECT * { ?x a Mod")
    expect(page.get_by_role("listbox", name="Suggestions")).to_be_visible()
    active = box.get_attribute("aria-activedescendant")
    assert active
    chosen = page.locator("aif-sparql-editor").evaluate(
        "(e, id) => e.shadowRoot.getElementById(id).textContent", active
    )
    assert "aif:Model" in chosen


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_suggestions_and_marks_can_be_seen_and_read_by_everybody(
    public_site: str, page: Page, scheme: Literal["light", "dark"]
) -> None:
    page.goto(f"{public_site}/sparql")
    paint(page, scheme)
    empty(page)
    page.keyboard.type("SELECT * { ?x a Mod")
    expect(page.locator(".cm-completionInfo")).to_be_visible()
    expect(page.locator(".cm-lint-marker-error")).to_be_visible()
    assert axe_faults(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("ControlOrMeta+Shift+M")
    expect(page.locator(".cm-panel-lint")).to_be_visible()
    assert axe_faults(page) == []


def test_within_a_comment_nothing_is_suggested(public_site: str, page: Page) -> None:
    page.goto(f"{public_site}/sparql")
    empty(page)
    with page.expect_response("**/sparql/check"):
        page.keyboard.type("# deepseek")
    expect(page.locator(".cm-tooltip-autocomplete")).to_have_count(0)


def test_typing_over_a_selection_replaces_it_and_a_bracket_goes_around_it(public_site: str, page: Page) -> None:
    page.goto(f"{public_site}/sparql")
    editor(page)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text("# one\nASK { ?s ?p ?o }")
    assert written(page) == "# one\nASK { ?s ?p ?o }"
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("x")
    assert written(page) == "x"
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("{")
    assert written(page) == "{x}"
    page.keyboard.press("ControlOrMeta+z")
    assert written(page) == "x"


# What is wrong, at its place


def test_what_cannot_be_read_is_marked_while_one_types_and_said_under_the_pointer(
    public_site: str, page: Page
) -> None:
    page.goto(f"{public_site}/sparql")
    empty(page)
    page.keyboard.insert_text("SELECT * {\n  ?s aif:developedBy }")
    mark = page.locator(".cm-lintRange-error")
    expect(mark).to_have_text("}")
    mark.hover()
    expect(page.locator(".cm-tooltip-lint, .cm-tooltip-hover").first).to_contain_text("Line 2, column 22")
    page.keyboard.press("Backspace")
    page.keyboard.insert_text("?o }")
    expect(mark).to_have_count(0)


def test_sparql_1_2_is_no_mistake(public_site: str, page: Page) -> None:
    page.goto(f"{public_site}/sparql")
    empty(page)
    with page.expect_response("**/sparql/check") as checked:
        page.keyboard.insert_text("SELECT * { GRAPH g:rdf12 { ?c rdf:reifies <<( ?s ?p ?o )>> } }")
    assert checked.value.json()["ok"]
    expect(page.locator(".cm-lintRange-error")).to_have_count(0)


def test_a_name_that_the_graph_does_not_have_is_underlined(public_site: str, page: Page) -> None:
    page.goto(address(public_site, "SELECT ?x { ?x aif:developdBy ?y }"))
    expect(page.locator(".cm-lintRange-warning")).to_have_text("aif:developdBy")
    expect(page.locator("#outcome")).to_contain_text("Perhaps aif:developedBy is meant.")
    page.locator("#outcome a[data-goto]").first.click()
    expect(page.locator("aif-sparql-editor .cm-editor.cm-focused")).to_be_visible()


def test_a_query_that_cannot_be_run_puts_the_cursor_at_the_place(public_site: str, failing: Page) -> None:
    failing.goto(f"{public_site}/sparql")
    empty(failing)
    failing.keyboard.insert_text("SELECT * {\n  ?s aif:developedBy }")
    failing.keyboard.press("ControlOrMeta+Home")
    failing.keyboard.press("ControlOrMeta+Enter")
    expect(failing.get_by_role("alert")).to_contain_text("Line 2, column 22")
    expect(failing.locator(".cm-activeLine")).to_contain_text("aif:developedBy }")
    failing.keyboard.insert_text("?o ")
    failing.keyboard.press("ControlOrMeta+Enter")
    expect(failing.locator("#rows")).to_be_visible()
    expect(failing.get_by_role("alert")).to_have_count(0)


# Running and cancelling


def test_a_running_query_shows_its_time_and_can_be_cancelled(public_site: str, failing: Page) -> None:
    failing.goto(f"{public_site}/sparql")
    empty(failing)
    failing.keyboard.insert_text(RUNAWAY)
    failing.keyboard.press("ControlOrMeta+Enter")
    cancel = failing.get_by_role("button", name="Cancel")
    expect(cancel).to_be_visible()
    expect(failing.locator("#run-clock")).to_contain_text(re.compile(r"0\.[1-9] s"))
    with failing.expect_response("**/sparql/cancel") as answer:
        cancel.click()
    assert answer.value.status == 200
    expect(cancel).to_be_hidden()
    expect(failing.locator("#run-state")).to_have_text("Cancelled.")
    expect(failing.get_by_role("button", name="Run")).to_be_focused()
    empty(failing)
    failing.keyboard.insert_text(APPS)
    failing.keyboard.press("ControlOrMeta+Enter")
    expect(failing.locator("#rows")).to_contain_text("Doubao")


def test_the_address_holds_the_state_and_back_brings_the_query_before(public_site: str, page: Page) -> None:
    page.goto(address(public_site, APPS))
    empty(page)
    page.keyboard.insert_text("SELECT ?n { VALUES ?n { 3 1 2 } }")
    page.keyboard.press("ControlOrMeta+Enter")
    expect(page.locator("#rows tbody tr")).to_have_count(3)
    page.locator("#sort-1").click()
    expect(page.locator("#rows td").first).to_have_text("1")
    assert "sort=n" in page.url
    expect(page.locator("#sort-1")).to_be_focused()
    page.reload()
    expect(page.locator("#rows td").first).to_have_text("1")
    page.go_back()
    expect(page.locator("#rows td").first).to_have_text("3")
    page.go_back()
    expect(page.locator("#rows")).to_contain_text("Doubao")
    assert written(page) == APPS
    language = page.locator('.languages a[lang="zh-Hant"]').get_attribute("href")
    assert language is not None
    assert parse_qs(urlsplit(language).query)["query"] == [APPS]


def test_a_query_too_long_for_an_address_is_sent_as_a_form(public_site: str, page: Page) -> None:
    page.goto(f"{public_site}/sparql")
    empty(page)
    page.keyboard.insert_text(f"{APPS}\n# {'x' * 40_000}")
    page.keyboard.press("ControlOrMeta+Enter")
    expect(page.locator("#rows")).to_contain_text("Doubao")
    assert urlsplit(page.url).query == ""


# Charts and pictures


def test_a_chart_that_came_with_an_answer_speaks_to_the_keys(public_site: str, page: Page) -> None:
    page.goto(f"{public_site}/sparql")
    empty(page)
    page.keyboard.insert_text(IDIOMS["one-instrument"])
    page.keyboard.press("ControlOrMeta+Enter")
    mark = page.locator(".chart-scroll.is-wide .mark[tabindex='0']")
    mark.focus()
    expect(page.locator(".chart-tip:not([hidden])")).to_contain_text("14 August 2025")


def test_a_graph_that_came_with_an_answer_is_drawn_and_its_rows_open_edges(public_site: str, page: Page) -> None:
    page.goto(f"{public_site}/sparql")
    empty(page)
    page.keyboard.insert_text(IDIOMS["picture"])
    page.keyboard.press("ControlOrMeta+Enter")
    expect(page.locator("aif-explorer canvas").first).to_be_visible()
    row = page.locator("#rows tr[data-edge]").filter(has_text="Seed-Thinking").first
    row.locator("[data-edge-link]").click()
    expect(page.locator("#rows tr.is-selected")).to_have_count(1)
    expect(page.locator(".explorer-panel")).to_contain_text("Seed-Thinking")
    assert "edge=" in page.url


# Keys, phone, languages, no script


def test_everything_is_done_with_the_keys_alone(public_site: str, page: Page) -> None:
    page.goto(f"{public_site}/sparql")
    expect(page.locator("aif-sparql-editor .cm-editor")).to_be_visible()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.locator("aif-sparql-editor .cm-editor.cm-focused").count():
            break
    empty_keys = ("ControlOrMeta+a", "Delete")
    for key in empty_keys:
        page.keyboard.press(key)
    page.keyboard.press("Tab")
    assert written(page) == "  "
    page.keyboard.type(APPS)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Run")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.locator("aif-sparql-editor .cm-editor.cm-focused")).to_be_visible()
    page.keyboard.press("ControlOrMeta+Enter")
    expect(page.locator("#rows")).to_contain_text("Doubao")


def test_the_label_leads_into_the_editor(public_site: str, page: Page) -> None:
    page.goto(f"{public_site}/sparql")
    expect(page.locator("aif-sparql-editor .cm-editor")).to_be_visible()
    page.locator("label[for=query]").click()
    expect(page.locator("aif-sparql-editor .cm-editor.cm-focused")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_the_page_is_no_wider_than_the_window(public_site: str, browser: Browser, scheme: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    for query in (APPS, IDIOMS["triple-terms"], IDIOMS["picture"], IDIOMS["figures"], "SELECT ?x { ?x aif:no ?y }"):
        page.goto(address(public_site, query))
        expect(page.locator("aif-sparql-editor .cm-editor")).to_be_visible()
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, query
    context.close()


def test_the_page_speaks_traditional_chinese_in_the_editor_too(public_site: str, page: Page) -> None:
    page.goto(f"{public_site}/sparql?lang=zh-Hant")
    expect(page.get_by_role("textbox", name="查詢")).to_be_visible()
    empty(page)
    page.keyboard.insert_text("ASK { ?x aif:developedB")
    page.keyboard.press("Control+Space")
    expect(page.locator(".cm-tooltip-autocomplete li").first).to_contain_text("開發")
    expect(page.locator(".cm-completionInfo")).to_contain_text("屬性")
    page.keyboard.press("Escape")
    page.keyboard.insert_text("y org:deepseek }")
    page.keyboard.press("ControlOrMeta+Enter")
    expect(page.locator("#outcome")).to_contain_text("是")


def test_without_a_script_the_form_asks_shows_and_explains(public_site: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{public_site}/sparql")
    page.locator("textarea[name=query]").fill("SELECT * { ?s aif:developedBy }")
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("alert")).to_contain_text("Line 1, column 31")
    assert page.locator("textarea[name=query]").input_value() == "SELECT * { ?s aif:developedBy }"
    page.locator("textarea[name=query]").fill(APPS)
    page.get_by_role("button", name="Run").click()
    expect(page.locator("#rows")).to_contain_text("Doubao")
    expect(page.get_by_role("button", name="Cancel")).to_be_hidden()
    page.goto(f"{public_site}/sparql/idioms")
    page.get_by_role("link", name="Open in the editor").first.click()
    expect(page.locator("#rows")).to_be_visible()
    context.close()
