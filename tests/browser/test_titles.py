"""Chinese titles on a phone break between words, never within one."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

_LINES_OF_WORDS = """title => {
    const words = new Intl.Segmenter(document.documentElement.lang, { granularity: 'word' })
    const range = document.createRange()
    const walker = document.createTreeWalker(title, NodeFilter.SHOW_TEXT)
    const at = []
    while (walker.nextNode()) {
        const node = walker.currentNode
        for (let k = 0; k < node.data.length; k++) {
            range.setStart(node, k)
            range.setEnd(node, k + 1)
            at.push(Math.round(range.getBoundingClientRect().top))
        }
    }
    const lines = ({ index, segment }) => new Set(at.slice(index, index + segment.length)).size
    const broken = [...words.segment(title.textContent)].filter((word) => word.isWordLike && lines(word) > 1)
    return { lines: new Set(at).size, broken: broken.map((word) => word.segment) }
}"""


@pytest.mark.parametrize("language", ["zh-Hant", "zh-Hans"])
@pytest.mark.parametrize("address", ["/", "/question/gap-claims", "/question/weights-by-country"])
def test_no_word_of_a_title_is_broken_on_a_phone(public_site: str, page: Page, address: str, language: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{public_site}{address}?lang={language}")
    page.locator("h1.is-in-words").wait_for()
    told = page.locator("h1").evaluate(_LINES_OF_WORDS)
    assert told["lines"] > 1
    assert told["broken"] == []


def test_a_title_keeps_its_words_and_breaks_at_its_signs_where_there_is_room(public_site: str, page: Page) -> None:
    address = f"{public_site}/question/gap-claims?lang=zh-Hant"
    page.goto(address)
    title = page.locator("h1.is-in-words")
    title.wait_for()
    assert f"<h1>{title.evaluate('node => node.textContent')}</h1>" in page.request.get(address).text()
    marks = title.locator("wbr").evaluate_all("all => all.map((mark) => getComputedStyle(mark).display)")
    assert set(marks) == {"none"}
