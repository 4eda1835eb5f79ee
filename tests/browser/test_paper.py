"""What a page is on paper: no controls, nothing cut off, the day it speaks of, never dark."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.screens import SCREENS, ask, layout_faults
from webui.language import LANGUAGES

pytestmark = pytest.mark.browser

PAPER = {"width": 718, "height": 1000}
"""A4 within margins of 1 cm, at 96 dots an inch."""


@pytest.fixture(scope="module")
def sheet(browser: Browser) -> Iterator[Page]:
    """A window as wide as a sheet, for a reader whose screen is dark."""
    context = browser.new_context(viewport=PAPER, locale="en", color_scheme="dark")  # type: ignore[arg-type]
    page = context.new_page()
    page.emulate_media(media="print")
    yield page
    context.close()


@pytest.mark.parametrize("name", SCREENS)
def test_nothing_is_cut_off_and_paper_is_white(briefing_site: str, sheet: Page, name: str) -> None:
    sheet.goto(briefing_site + SCREENS[name])
    if sheet.locator("aif-explorer").count():
        sheet.locator("aif-explorer canvas").first.wait_for()
    assert layout_faults(sheet) == []
    ground = "getComputedStyle(document.documentElement)"
    assert sheet.evaluate(f"[{ground}.backgroundColor, {ground}.color]") == [
        "rgb(255, 255, 255)",
        "rgb(27, 31, 35)",
    ]
    assert sheet.locator(":is(nav, button, .button, input, select):visible").count() == 0
    # What stays closed would be a heading over nothing.
    assert sheet.locator("details:not([open], :has(> .claims)):visible").count() == 0


WIDE = [
    "/question/conflicts",
    "/question/gap-check",
    "/question/gap-change",
    "/question/gap-claims",
    "/question/gap-computed",
    "/question/release-cadence",
    "/question/open-weights-leaders",
    "/compare?subject=gap/cn-us-frontier-intelligence&predicate=gapDuration",
    "/page/dataset/eci-2026-04",
]
"""Pages with the tables that have the most columns."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", WIDE)
def test_no_table_is_so_wide_that_its_words_fall_into_pieces(
    public_site: str, sheet: Page, address: str, language: str
) -> None:
    sheet.goto(f"{public_site}{address}{'&' if '?' in address else '?'}lang={language}")
    assert sheet.locator("td").count()
    assert ask(sheet, "narrowCells") == []


def test_a_row_that_is_wider_than_a_sheet_is_told_with_the_labels_of_its_columns(
    public_site: str, sheet: Page
) -> None:
    sheet.goto(f"{public_site}/question/conflicts?lang=en")
    labels = sheet.locator("#answer ~ .table-wrap thead th").evaluate_all(
        "heads => heads.map((h) => h.textContent)"
    )
    told = (
        sheet.locator("#answer ~ .table-wrap tbody tr")
        .first.locator("td")
        .evaluate_all("cells => cells.map((cell) => getComputedStyle(cell, '::before').content)")
    )
    assert told == [f'"{label}"' for label in labels]
    assert not sheet.locator("#answer ~ .table-wrap thead").is_visible()


def test_the_day_that_the_page_goes_by_is_printed_and_how_to_change_it_is_not(
    public_site: str, sheet: Page
) -> None:
    sheet.goto(f"{public_site}/question/open-weights-leaders?as-of=2025-05-01")
    band = sheet.locator("section.clocks.is-set")
    assert band.is_visible()
    assert "1 May 2025" in band.inner_text()
    assert "Change the day" not in band.inner_text()
    assert sheet.locator("form:visible").count() == 0
    sheet.goto(f"{public_site}/question/open-weights-leaders")
    assert not sheet.locator("section.clocks").is_visible()


def test_the_claims_behind_an_answer_are_printed_though_they_were_closed(public_site: str, sheet: Page) -> None:
    sheet.goto(f"{public_site}/question/voices")
    claims = sheet.locator("details:not([open]) > .claims")
    assert claims.count() == 1
    assert claims.evaluate(
        "node => node.checkVisibility({ contentVisibilityAuto: true }) && node.offsetHeight > 1000"
    )


def test_an_address_follows_a_link_that_leads_out_once(public_site: str, sheet: Page) -> None:
    behind = "node => getComputedStyle(node, '::after').content"
    sheet.goto(f"{public_site}/page/document/cnyes-2025-08-14")
    assert sheet.locator("dd a[rel=external]").first.evaluate(behind) in ("none", "normal")
    sheet.goto(f"{public_site}/page/org/bytedance")
    out = sheet.locator("aside a[rel=external]").first
    assert str(out.get_attribute("href")) in out.evaluate(behind)


@pytest.mark.parametrize("name", ["answer", "graph", "claim with its words"])
def test_a_page_becomes_a_pdf(briefing_site: str, sheet: Page, name: str) -> None:
    sheet.goto(briefing_site + SCREENS[name])
    made = sheet.pdf(format="A4")
    assert made.startswith(b"%PDF")
    assert len(made) > 20_000
