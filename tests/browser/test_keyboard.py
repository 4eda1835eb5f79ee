"""Everything can be done with the keys alone, and the focus can always be seen."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser.screens import ask

pytestmark = pytest.mark.browser
GRAPH = re.compile(r"/explore/graph\.json")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/question/open-weights-leaders?as-of=2025-05-01",
        "/explore?focus=org/bytedance&edge=org/bytedance%20operatesApp%20app/doubao",
        "/sparql?query=SELECT * WHERE { ?app a aif:App } LIMIT 5",
        "/page/claim/aif-briefing-zh-hant/1",
        "/search?q=nothing-of-that-kind",
    ],
)
def test_tab_reaches_every_control_once_in_the_order_of_the_page_with_its_focus_seen(
    briefing_site: str, page: Page, path: str
) -> None:
    page.goto(briefing_site + path)
    if "explore" in path:
        expect(page.locator(".explorer-panel h2")).to_be_visible()
    there = ask(page, "countControls")
    stops: list[dict[str, Any]] = []
    while len(stops) < there:
        if stops and "aif-sparql-editor" in stops[-1]["what"]:
            page.keyboard.press("Escape")  # within the editor Tab indents
        page.keyboard.press("Tab")
        stop = ask(page, "focused")
        # A field for a day has stops inside, which the browser itself marks.
        if not (stops and stop["place"] == stops[-1]["place"] and 'type="date"' in stop["what"]):
            stops.append(stop)
    assert [stop["what"] for stop in stops if not stop["seen"]] == []
    assert [stop["place"] for stop in stops] == list(range(there)), [stop["what"] for stop in stops]


def test_the_first_key_offers_to_skip_to_the_content(public_site: str, page: Page) -> None:
    page.goto(public_site)
    link = page.locator(".skip-link")
    page.keyboard.press("Tab")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_suggestions_are_walked_with_the_arrows_and_closed_with_escape(public_site: str, page: Page) -> None:
    page.goto(public_site)
    box = page.locator("#q")
    box.focus()
    page.keyboard.type("deepseek")
    options = page.locator("[role=option]")
    expect(options.nth(1)).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", str(options.nth(1).get_attribute("id")))
    page.keyboard.press("Escape")
    expect(page.locator("[role=listbox]")).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")
    assert box.input_value() == "deepseek"
    page.keyboard.type(" r1")
    expect(options.first).to_contain_text("R1")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/page/model/deepseek-r1*")


def test_a_question_is_chosen_and_asked_by_keys(public_site: str, page: Page) -> None:
    page.goto(f"{public_site}/question/lab-trajectory")
    page.locator("main select").first.focus()
    page.keyboard.type("DeepSeek")
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.localName") != "button":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("lab=org(/|%2F)deepseek"))
    expect(page.locator("main table")).to_be_visible()


def test_the_clocks_open_are_set_and_left_by_keys(public_site: str, page: Page) -> None:
    page.goto(f"{public_site}/page/org/deepseek")
    summary = page.locator(".clocks summary")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#clock-as-of")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator("#clock-as-of")).to_be_focused()
    page.keyboard.type("05012025")
    page.keyboard.press("Enter")
    page.wait_for_url("**as-of=2025-05-01**")
    leave = page.locator(".clocks [data-unclocked]")
    leave.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/page/org/deepseek\??$"))


def test_the_graph_is_walked_with_the_arrows_and_escape_lets_go(public_site: str, page: Page) -> None:
    page.goto(f"{public_site}/explore?focus=org/bytedance")
    canvas = page.locator(".explorer-canvas")
    canvas.focus()
    heading = page.locator(".explorer-panel h2")
    page.keyboard.press("ArrowRight")
    expect(heading).to_be_visible()
    first = heading.inner_text()
    for key in ("ArrowLeft", "ArrowUp", "ArrowDown", "ArrowRight"):
        page.keyboard.press(key)
        if heading.inner_text() != first:
            break
    assert heading.inner_text() != first
    page.keyboard.press("Escape")
    expect(heading).to_have_count(0)
    expect(canvas).to_be_focused()


def test_the_table_beside_the_graph_opens_an_edge_and_its_cross_closes_it(public_site: str, page: Page) -> None:
    page.goto(f"{public_site}/explore?focus=org/bytedance")
    page.locator(".explorer-canvas").wait_for()
    page.locator("#edges [data-edge-link]").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".explorer-panel h2")).to_be_visible()
    expect(page.locator("#edges tr.is-selected")).to_have_count(1)
    expect(page.locator(".explorer-panel")).to_be_focused()
    expect(page.locator(".explorer-panel")).to_be_in_viewport()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#edges tr.is-selected")).to_have_count(0)
    expect(page.locator(".explorer-panel")).to_be_focused()


def test_a_thing_that_is_opened_by_keys_keeps_the_keyboard(public_site: str, page: Page) -> None:
    page.goto(f"{public_site}/explore?focus=org/bytedance")
    page.locator(".explorer-canvas").wait_for()
    page.locator("#things-shown [data-expand]").first.focus()
    thing = page.evaluate("document.activeElement.dataset.expand")
    page.keyboard.press("Enter")
    expect(page.locator(f"#things-shown [data-fold-in='{thing}']")).to_be_focused()
    expand = page.locator(".explorer-panel").get_by_role("button", name=re.compile("Fold in|Expand"))
    expand.focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"#things-shown [data-expand='{thing}']")).to_be_visible()
    expect(page.locator(".explorer-panel")).to_be_focused()


@pytest.mark.parametrize(
    ("lang", "said"),
    [("en", "no answer came from the server"), ("zh-Hant", "伺服器沒有回應"), ("zh-Hans", "服务器没有响应")],
)
def test_a_server_that_is_gone_in_the_middle_is_told_in_the_reader_s_language(
    public_site: str, context: BrowserContext, lang: str, said: str
) -> None:
    page = context.new_page()
    page.goto(f"{public_site}/explore?focus=org/bytedance&lang={lang}")
    page.locator(".explorer-canvas").wait_for()
    context.set_offline(True)
    page.locator("#edges [data-edge-link]").first.click()
    expect(page.locator(".explorer-panel .is-error")).to_contain_text(said)
    page.locator("#things-shown [data-expand]").first.click()
    expect(page.locator(".explorer-panel .is-error")).to_contain_text(said)
    context.set_offline(False)
    page.locator(".explorer-panel button").click()
    expect(page.locator(".explorer-panel .is-error")).to_have_count(0)
    page.goto(f"{public_site}/sparql?lang={lang}")
    page.locator("aif-sparql-editor .cm-editor").wait_for()
    context.set_offline(True)
    page.locator("[data-sparql] [type=submit]").click()
    expect(page.locator("#run-state.is-wrong")).to_contain_text(said)
    context.set_offline(False)


def test_a_closed_part_opens_and_closes_by_keys(public_site: str, page: Page) -> None:
    page.goto(f"{public_site}/question/gap-claims")
    part = page.locator("details").filter(has=page.locator("#query"))
    part.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#query")).to_be_visible()
    page.keyboard.press("Space")
    expect(page.locator("#query")).to_be_hidden()


@pytest.mark.parametrize(
    ("lang", "loading"), [("en", "Loading the graph"), ("zh-Hant", "正在載入"), ("zh-Hans", "正在加载")]
)
def test_a_graph_on_its_way_says_so_and_one_that_does_not_come_can_be_asked_for_again(
    public_site: str, page: Page, lang: str, loading: str
) -> None:
    waiting: list[Route] = []
    page.route(GRAPH, lambda route: waiting.append(route))
    page.goto(f"{public_site}/explore?focus=org/bytedance&lang={lang}")
    told = page.locator(".explorer-wait")
    expect(told).to_contain_text(loading)
    waiting.pop().fulfill(status=200, body="{half", content_type="application/json")
    expect(told.locator("button")).to_be_visible()
    expect(told).not_to_contain_text(loading)
    told.locator("button").focus()
    page.unroute(GRAPH)
    page.keyboard.press("Enter")
    expect(told).to_have_count(0)
    expect(page.locator("aif-explorer canvas").first).to_be_visible()
