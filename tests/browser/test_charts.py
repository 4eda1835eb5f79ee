"""Charts in a browser: their colours, their marks under the keyboard, and their place on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PATH = "/question/gap-claims?lang=zh-Hant"


def test_the_keyboard_walks_through_the_marks_and_hears_them(page: Page, public_site: str) -> None:
    page.goto(public_site + PATH)
    drawing = page.locator(".chart-scroll.is-wide .chart-drawing")
    assert drawing.get_attribute("role") == "group"
    marks = drawing.locator(".mark")
    assert [mark.get_attribute("tabindex") for mark in marks.all()].count("0") == 1
    marks.first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("End")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == marks.last.get_attribute(
        "aria-label"
    )
    tip = page.locator(".chart-tip:visible")
    assert tip.inner_text() == marks.last.get_attribute("aria-label")
    page.keyboard.press("Escape")
    assert page.locator(".chart-tip:visible").count() == 0


def test_a_phone_sees_the_narrow_drawing_and_the_page_does_not_move_sideways(page: Page, public_site: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(public_site + PATH)
    assert [page.locator(f".chart-scroll.is-{name}").is_visible() for name in ("wide", "narrow")] == [False, True]
    assert page.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.parametrize(("scheme", "ink"), [("light", "rgb(27, 31, 35)"), ("dark", "rgb(233, 231, 226)")])
def test_a_chart_has_the_ink_of_its_page(page: Page, public_site: str, scheme: str, ink: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(public_site + PATH)
    title = page.locator(".chart-scroll.is-wide .fill-ink").first
    assert title.evaluate("each => getComputedStyle(each).fill") == ink


def test_paper_is_light_and_has_the_wide_drawing(page: Page, public_site: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(public_site + PATH)
    page.emulate_media(media="print", color_scheme="dark")
    drawing = page.locator(".chart-scroll.is-wide")
    assert drawing.is_visible()
    title = drawing.locator(".fill-ink").first
    assert title.evaluate("each => getComputedStyle(each).fill") == "rgb(27, 31, 35)"
