"""The first page with its headline answers and freshness, search in all scripts, and the health of the site."""

from __future__ import annotations

import json

import pytest

from graph.snapshot import Snapshot
from tests.webui.reading import Reader


def test_the_headline_answers_stand_there_with_voice_and_claim(reader: Reader) -> None:
    page = reader.page("/")
    told = [" ".join(card.text().split()) for card in page.classed("headline")]
    assert len(told) == 3
    assert "less than 3 months" in told[0]
    assert "more than 1 year" in told[0]
    assert "7 months" in told[0]
    assert "November 2024" in told[1]
    assert "QwQ 32B Preview" in told[1]
    assert "DeepSeek R1-0528" in told[2]
    for card in page.classed("headline"):
        inside = {name for element in card.below() for name in element.attrs.get("class", "").split()}
        assert {"claim-link", "badge"} <= inside


def test_what_two_accounts_say_alike_is_told_once_with_both_and_their_voices(reader: Reader) -> None:
    lines = [line for line in reader.page("/").all("li") if "less than 3 months (Q2 2025)" in line.text()]
    assert lines
    for line in lines:
        assert "Anue cnyes, 14 August 2025" in line.text()
        assert "besthub.dev on China's AI labs, 2025" in line.text()
        assert "report, said so" in line.text()
        assert "report, not said so" in line.text()


def test_it_says_how_fresh_it_is(reader: Reader, reader_with_texts: Reader, snapshot: Snapshot) -> None:
    text = reader.page("/").text
    assert snapshot.version[:16] in text
    assert "2 July 2026" in text
    assert "447" in text
    assert "not at hand" in text
    assert "verified" in reader_with_texts.page("/").text


def test_the_story_leads_into_the_explorer(reader: Reader) -> None:
    page = reader.page("/")
    (card,) = page.classed("card")
    told = card.text()
    for name in ("ByteDance", "Doubao", "Seed-Thinking-v1.5", "No source here says that the app runs the model"):
        assert name in told
    assert "/explore?focus=org/bytedance" in page.links()


def test_documents_and_questions_are_listed(reader: Reader) -> None:
    links = reader.page("/").links()
    assert {"/page/document/cnyes-2025-08-14", "/page/document/aa-china-2025q2", "/question/lab-trajectory"} <= set(
        links
    )


@pytest.mark.parametrize("words", ["ByteDance", "字節跳動", "字节跳动", "字节", "ｂｙｔｅｄａｎｃｅ", "byte dance"])
def test_a_company_is_found_by_each_of_its_names(reader: Reader, words: str) -> None:
    page = reader.page(f"/search?q={words}")
    assert "/page/org/bytedance" in page.links()
    assert page.by_id("q").attrs["value"] == words


def test_nothing_found_says_so(reader: Reader) -> None:
    page = reader.page("/search?q=nothing-of-that-kind")
    assert "Nothing in this graph has such a name" in page.text
    assert reader.answer("/search?q=nothing-of-that-kind").status_code == 200


def test_suggestions_come_as_a_list_with_name_language_and_type(reader: Reader) -> None:
    found = json.loads(reader.get("/search/suggest?q=豆").data)
    assert {"id": "app/doubao", "url": "/page/app/doubao", "label": "豆包", "type": "App"}.items() <= found[
        0
    ].items()
    assert found[0]["lang"] in ("zh-Hant", "zh-Hans")
    assert json.loads(reader.get("/search/suggest?q=").data) == []


def test_a_very_long_query_is_cut(reader: Reader) -> None:
    assert reader.get("/search?q=" + "a" * 5000).status_code == 200


def test_health_tells_the_snapshot(reader: Reader, guarded_reader: Reader, snapshot: Snapshot) -> None:
    told = json.loads(reader.get("/health").data)
    assert {name: told[name] for name in ("ok", "version", "last_day", "overlay", "claims")} == {
        "ok": True,
        "version": snapshot.version,
        "last_day": "2026-07-02",
        "overlay": False,
        "claims": 447,
    }
    assert json.loads(guarded_reader.get("/health").data)["overlay"] is False


def test_a_browser_that_asks_for_the_old_icon_gets_the_icon(reader: Reader) -> None:
    client = reader.app.test_client()
    with client.get("/favicon.ico") as icon, client.get("/static/icon.svg") as known:
        assert (icon.status_code, icon.mimetype, icon.data) == (200, "image/svg+xml", known.data)
