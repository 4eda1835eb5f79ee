"""Words that try to be more than words: in every string field of every file they are text on every page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import serving
from tests.graph.workspaces import META, REGISTRY, claims, write

pytestmark = pytest.mark.browser
IMAGE = "<img src=x onerror=alert(1)>"
BREAKER = '"} UNION {'
WORDS = f"{IMAGE} {BREAKER}"


def hostile(value: Any, key: str = "") -> Any:
    """The same data with WORDS behind every free text (a label, an alias, a title, a definition, rights)."""
    if isinstance(value, dict):
        return {k: hostile(v, k if k == "text" else key if key in _FREE else k) for k, v in value.items()}
    if isinstance(value, list):
        return [hostile(item, key) for item in value]
    return f"{value} {WORDS}" if key in (*_FREE, "text") else value


_FREE = ("definition", "label", "title", "rights")


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site whose workspace has hostile words in every free field, an address and a value included."""
    said = claims()
    said["claims"].append(
        {
            **json.loads(json.dumps(said["claims"][0])),
            "id": 4,
            "subject": "document/example-2025",
            "predicate": "title",
            "object": None,
            "value": WORDS,
            "language": "en",
        }
    )
    del said["claims"][3]["object"]
    for claim in said["claims"][1:2]:
        claim["time_words"] = "<b>x</b>"
    folder = write(
        tmp_path_factory.mktemp("hostile"),
        registry=hostile(REGISTRY),
        meta={**hostile(META), "reports_on": "document/aa-china-2025q2"},
        claims=said,
    )
    with serving(tmp_path_factory.mktemp("out"), "--data", str(folder), "--texts", str(folder / "texts")) as url:
        yield url


PATHS = (
    "/",
    "/page/org/example-labs",
    "/page/model/alpha-1",
    "/page/claim/example-2025/1",
    "/page/claim/example-2025/2",
    "/page/claim/example-2025/4",
    "/page/document/example-2025",
    "/question/claims-about?entity=model/alpha-1",
    "/question/company-chain?company=org/example-labs",
    "/explore?focus=org/example-labs&open=org/example-labs",
    "/explore/path?from=model/alpha-1&to=org/example-labs",
    "/search?q=Alpha",
    f"/search?q={IMAGE}",
    f"/search?q={BREAKER}",
    "/sparql?query=SELECT%20*%20%7B%20?s%20skos:prefLabel%20?label%20FILTER(CONTAINS(?label,%20%22onerror%22))%20%7D",
)


@pytest.mark.parametrize("path", PATHS)
def test_hostile_words_are_text(hostile_site: str, page: Page, path: str) -> None:
    answer = page.goto(hostile_site + path)
    assert answer is not None
    assert answer.status == 200
    page.wait_for_timeout(150)
    assert page.locator("img[src='x']").count() == 0
    assert page.locator("main b").filter(has_text="x").count() == 0
    if "page/" in path or "search" in path:
        expect(page.locator("body")).to_contain_text(IMAGE if "BREAKER" not in path else BREAKER)


def test_hostile_words_come_through_downloads_as_they_are(hostile_site: str, page: Page) -> None:
    for ending in ("ttl", "jsonld", "nt"):
        answer = page.request.get(f"{hostile_site}/data/org/example-labs.{ending}")
        assert answer.status == 200
        assert "onerror=alert(1)" in answer.text()
    data = page.request.get(f"{hostile_site}/question/claims-about.json?entity=model/alpha-1").json()
    assert any(WORDS in row["subject"]["label"] for row in data["rows"])
