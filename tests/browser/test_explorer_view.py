"""What of the explorer's picture is in view: all of it, where it can be read, in windows of any shape."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.browser

PHONE, TURNED, LAPTOP = (390, 844), (844, 390), (1280, 900)
_AT_THE_EDGE = """() => {
    const canvas = document.querySelector('aif-explorer canvas')
    const ink = (x, y, width, height) => {
        const { data } = canvas.getContext('2d').getImageData(x, y, width, height)
        return data.filter((_, at) => at % 4 === 3).reduce((sum, opacity) => sum + (opacity > 0 ? 1 : 0), 0)
    }
    const { width, height } = canvas
    const across = ink(0, 0, width, 4) + ink(0, height - 4, width, 4)
    const down = ink(0, 0, 4, height) + ink(width - 4, 0, 4, height)
    return { edges: across + down, all: ink(0, 0, width, height) }
}"""


def at_rest(page: Page) -> dict[str, Any]:
    """How much is drawn along the four edges of the canvas, and in all, once nothing moves any more."""
    page.locator("aif-explorer canvas").first.wait_for()
    before: dict[str, Any] = {}
    while (now := page.evaluate(_AT_THE_EDGE)) != before or not now["all"]:
        before = now
        page.wait_for_timeout(250)
    return before


@pytest.fixture
def still(context: BrowserContext) -> Page:
    """A window for a reader who wants nothing to move."""
    page = context.new_page()
    page.emulate_media(reduced_motion="reduce")
    return page


def resize(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})


@pytest.mark.parametrize("language", ["en", "zh-Hant", "zh-Hans"])
@pytest.mark.parametrize("size", [PHONE, TURNED, LAPTOP])
def test_the_first_picture_is_in_view_as_a_whole(
    public_site: str, still: Page, size: tuple[int, int], language: str
) -> None:
    resize(still, size)
    still.goto(f"{public_site}/explore?lang={language}")
    assert at_rest(still)["edges"] == 0


def test_it_stays_so_when_the_phone_is_turned(public_site: str, still: Page) -> None:
    resize(still, PHONE)
    still.goto(f"{public_site}/explore")
    at_rest(still)
    for size in (TURNED, PHONE, LAPTOP, PHONE):
        resize(still, size)
        assert at_rest(still)["edges"] == 0


def test_a_reader_who_has_moved_in_it_is_left_there(public_site: str, still: Page) -> None:
    resize(still, PHONE)
    still.goto(f"{public_site}/explore")
    at_rest(still)
    for _ in range(3):
        still.get_by_role("button", name="Zoom in").click()
    assert at_rest(still)["edges"] > 0
    resize(still, TURNED)
    assert at_rest(still)["edges"] > 0
    still.get_by_role("button", name="Show all").click()
    assert at_rest(still)["edges"] == 0
