"""Every kind of page on phone, laptop and wide screen, light and dark, in every language: nothing is amiss."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import flask
import jinja2
import pytest
from playwright.sync_api import Browser, Page

from graph.snapshot import Snapshot
from tests.browser.conftest import watch
from tests.browser.screens import (
    HEIGHT,
    SCREENS,
    WIDTHS,
    Rules,
    ask,
    axe_faults,
    language_faults,
    layout_faults,
    paint,
)
from tests.webui.reading import reader_of
from webui.language import LANGUAGES

pytestmark = pytest.mark.browser

LOOKS: dict[str, tuple[tuple[Literal["light", "dark"], Rules], ...]] = {
    "en": (("light", "all"), ("dark", "colours")),
    "zh-Hant": (("light", "all but colours"),),
    "zh-Hans": (("dark", "all but colours"),),
}
"""What axe is asked about the pages of a language."""


@dataclass
class Window:
    """A page that is used again and again, and what went wrong on it."""

    page: Page
    wrong: list[str]

    def go(self, address: str) -> list[str]:
        """Open an address; gives what went wrong, an announced mistake not counted."""
        self.wrong.clear()
        answer = self.page.goto(address)
        if self.page.locator("aif-explorer").count():
            self.page.locator("aif-explorer canvas").first.wait_for()
        if self.page.locator("aif-sparql-editor").count():
            self.page.locator("aif-sparql-editor .cm-editor").wait_for()
        announced = answer is not None and answer.status in (400, 404)
        return [said for said in self.wrong if not (announced and f"a status of {answer.status}" in said)]  # type: ignore[union-attr]


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[Callable[[str], Window]]:
    """The window of a language."""
    windows: dict[str, Window] = {}

    def of(language: str) -> Window:
        if language not in windows:
            context = browser.new_context(
                viewport={"width": WIDTHS["laptop"], "height": HEIGHT},
                locale=language,
                reduced_motion="reduce",  # colours change at once
            )
            page = context.new_page()
            windows[language] = Window(page, watch(page))
        return windows[language]

    yield of
    for opened in windows.values():
        opened.page.context.close()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SCREENS)
def test_a_page_is_right_at_every_width_and_in_both_schemes(
    briefing_site: str, window: Callable[[str], Window], name: str, language: str
) -> None:
    used = window(language)
    page = used.page
    faults = used.go(briefing_site + SCREENS[name])
    assert page.locator("html").get_attribute("lang") == language
    faults += language_faults(ask(page, "words"), language)
    for where, width in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": HEIGHT})
        faults += [f"{where}: {fault}" for fault in layout_faults(page)]
    for scheme, rules in LOOKS[language]:
        width = WIDTHS["phone" if scheme == "dark" else "laptop"]
        page.set_viewport_size({"width": width, "height": HEIGHT})
        paint(page, scheme)
        faults += [f"{scheme}: {fault}" for fault in axe_faults(page, rules)]
    assert faults == []


def test_there_is_a_screen_of_every_template(briefing_snapshot: Snapshot, root: Path) -> None:
    reader = reader_of(briefing_snapshot, show_overlay=True)
    drawn: set[str] = set()

    def note(_: flask.Flask, template: jinja2.Template, **__: object) -> None:
        drawn.add(str(template.name))

    with flask.template_rendered.connected_to(note, reader.app):
        for address in SCREENS.values():
            reader.answer(address)
    reader.app.extensions["aifrontier"].close()
    folder = root / "webui" / "templates"
    pages = {path.name for path in folder.glob("*.html") if "{% extends" in path.read_text(encoding="utf-8")}
    assert drawn == pages
