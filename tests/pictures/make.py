"""Makes the pictures of the docs in a real browser: `python -m tests.pictures.make`.

They show the shipped graph without any text, or with the example briefing, whose text is our own: so no sentence
of a source can get into them. Each picture carries the visible words of its page (see png.py).
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Browser, sync_playwright

from graph.build import build
from graph.inputs import Inputs
from queries.idioms import idioms
from tests.browser.conftest import launch_options, serving
from tests.pictures.png import embed_words

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "briefing"


@dataclass(frozen=True)
class Picture:
    """One picture: file name, path on the site, colour scheme, size of the window in CSS pixels; of the example?"""

    name: str
    path: str
    scheme: str = "light"
    width: int = 1280
    height: int = 800
    example: bool = False


_QUERY = next(idiom.query for idiom in idioms() if idiom.name == "one-instrument").rstrip()

PICTURES = (
    Picture("explore.png", "/explore", height=860),
    Picture("home.png", "/"),
    Picture("claim.png", "/page/claim/aif-briefing-en/7", example=True),
    Picture("sparql.png", f"/sparql?{urlencode({'query': _QUERY})}", height=1160),
    Picture("question-zh.png", "/question/gap-claims?lang=zh-Hant", scheme="dark"),
)


def make(browser: Browser, site: str, picture: Picture) -> bytes:
    """One picture with the words of its page inside."""
    window = browser.new_context(
        viewport={"width": picture.width, "height": picture.height},
        color_scheme="dark" if picture.scheme == "dark" else "light",
    )
    page = window.new_page()
    page.goto(site + picture.path)
    page.wait_for_timeout(800)
    words = page.locator("body").inner_text()
    shot = page.screenshot()
    window.close()
    return embed_words(shot, words)


def main() -> None:
    """Make all pictures into docs/pictures/."""
    folder = ROOT / "docs" / "pictures"
    folder.mkdir(exist_ok=True)
    texts = EXAMPLE / "texts"
    with sync_playwright() as play:
        browser = play.chromium.launch(**launch_options())
        for example in (False, True):
            inputs = Inputs(workspace=EXAMPLE, texts=texts) if example else Inputs()
            more = ("--data", str(EXAMPLE), "--texts", str(texts)) if example else ()
            with tempfile.TemporaryDirectory() as name:
                build(inputs, Path(name))
                with serving(Path(name), *more) as site:
                    for picture in (each for each in PICTURES if each.example is example):
                        (folder / picture.name).write_bytes(make(browser, site, picture))
        browser.close()


if __name__ == "__main__":
    main()
