"""The story of the project as a visitor lives it: ByteDance, its app, its model, and what no source says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser


def test_the_explorer_opens_on_bytedance_with_doubao_and_seed_thinking(public_site: str, page: Page) -> None:
    page.goto(f"{public_site}/explore")
    expect(page.locator("aif-explorer canvas").first).to_be_visible()
    table = page.locator("table").filter(has_text="Seed-Thinking-v1.5")
    expect(table).to_contain_text("Doubao")
    expect(table).to_contain_text("ByteDance")


def test_the_dotted_edge_opens_to_the_list_item_and_says_what_no_source_says(quoting_site: str, page: Page) -> None:
    page.goto(f"{quoting_site}/explore")
    row = (
        page.locator("tr")
        .filter(has_text="named together")
        .filter(has_text="Doubao")
        .filter(has_text="Seed-Thinking")
    )
    row.locator("a[href*='edge=']").first.click()
    expect(page.locator("body")).to_contain_text("no source says that the app runs the model", ignore_case=True)
    # The words of the source, marked: only where the text is at hand.
    expect(page.locator("mark").filter(has_text="Doubao").first).to_be_visible()


def test_expanding_a_thing_says_the_count_first_and_puts_the_state_into_the_address(
    public_site: str, page: Page
) -> None:
    page.goto(f"{public_site}/explore?focus=org/bytedance&open=org/bytedance")
    link = page.get_by_role("link", name=re.compile(r"\d+ more")).first
    before = page.locator("table tbody tr").count()
    link.click()
    expect(page.locator("table tbody tr")).not_to_have_count(before)
    more = page.locator("table tbody tr").count()
    assert more > before
    state = page.url
    assert "open=" in state
    page.goto("about:blank")
    page.goto(state)
    expect(page.locator("table tbody tr")).to_have_count(more)


def test_from_the_home_page_to_the_sentence_behind_a_number(quoting_site: str, page: Page) -> None:
    page.goto(quoting_site)
    expect(page.locator("main")).to_contain_text("less than 3 months")
    page.goto(f"{quoting_site}/question/gap-claims")
    page.locator("a[href*='/claim/cnyes-2025-08-14/16']").first.click()
    expect(page.locator("mark").first).to_be_visible()
    expect(page.locator("main")).to_contain_text("verified")
    expect(page.locator("main")).to_contain_text("180")


def test_a_site_without_texts_shows_place_and_digest_instead_of_words(public_site: str, page: Page) -> None:
    page.goto(f"{public_site}/page/claim/cnyes-2025-08-14/16")
    expect(page.locator("main")).to_contain_text("not at hand")
    assert page.locator("mark").count() == 0


def test_the_site_reads_in_traditional_chinese(public_site: str, page: Page) -> None:
    page.goto(f"{public_site}/page/org/bytedance?lang=zh-Hant")
    assert page.locator("html").get_attribute("lang") == "zh-Hant"
    expect(page.locator("h1")).to_contain_text("字節跳動")
    family = page.locator("h1").evaluate("node => getComputedStyle(node).fontFamily")
    assert "TC" in family
    # The choice holds on the next page.
    page.goto(f"{public_site}/question/gap-claims")
    expect(page.locator("main")).to_contain_text("不到 3 個月")


def test_search_finds_across_scripts_and_suggests_while_typing(public_site: str, page: Page) -> None:
    page.goto(public_site)
    box = page.locator("header input[type=search], input[name=q]").first
    box.fill("字節")
    expect(page.locator("[role=listbox]").first).to_contain_text("字節跳動")
    box.press("Enter")
    expect(page.locator("main")).to_contain_text("ByteDance")


def test_pages_work_without_javascript(public_site: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for path in ("/", "/explore", "/question/company-chain?company=org/bytedance", "/sparql", "/search?q=Doubao"):
        answer = page.goto(public_site + path)
        assert answer is not None
        assert answer.status == 200, path
        expect(page.locator("main")).to_be_visible()
    page.goto(f"{public_site}/explore?focus=org/bytedance&open=org/bytedance")
    page.get_by_role("link", name=re.compile(r"\d+ more")).first.click()
    assert "open=" in page.url
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_is_wider_than_its_window(public_site: str, browser: Browser, scheme: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    for path in (
        "/",
        "/page/org/deepseek",
        "/page/claim/cnyes-2025-08-14/16",
        "/page/document/cnyes-2025-08-14",
        "/question/gap-claims",
        "/explore",
        "/sparql",
        "/search?q=R1",
    ):
        page.goto(public_site + path)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{path} is {wide} px too wide"
    context.close()


def test_a_screenshot_of_the_story_shows_more_than_one_colour(public_site: str, page: Page, tmp_path: Path) -> None:
    page.goto(f"{public_site}/explore")
    canvas = page.locator("aif-explorer canvas").first
    expect(canvas).to_be_visible()
    page.wait_for_timeout(500)
    pixels = canvas.evaluate(
        """node => { const data = node.getContext('2d').getImageData(0, 0, node.width, node.height).data;
        const found = new Set(); for (let i = 0; i < data.length; i += 64)
        found.add(data[i] + ',' + data[i + 1] + ',' + data[i + 2]); return found.size; }"""
    )
    assert pixels > 8
    page.screenshot(path=tmp_path / "story.png", full_page=True)
    assert (tmp_path / "story.png").stat().st_size > 20_000


def test_what_stands_beside_the_picture_follows_it_after_an_expansion(public_site: str, page: Page) -> None:
    page.goto(f"{public_site}/explore?focus=org/bytedance&open=org/bytedance")
    things = page.locator("#things-shown li")
    before, csv = things.count(), page.locator("#downloads a").first.get_attribute("href")
    page.locator("#things-shown [data-expand]").first.click()
    expect(things).not_to_have_count(before)
    assert page.locator("#downloads a").first.get_attribute("href") != csv
