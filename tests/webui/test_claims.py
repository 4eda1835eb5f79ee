"""The page of a claim: what is said, whose word it is, where it stands, how to cite it."""

from __future__ import annotations

import re

import pytest

from graph.evidence.split import Range
from tests.webui.reading import Reader

GAP = "/page/claim/cnyes-2025-08-14/16"


def facts(reader: Reader, path: str, language: str = "en") -> dict[str, str]:
    """The parts of a claim as its page lists them; of several values the last."""
    page = reader.page(path, language)
    (parts,) = (e for e in page.all("section") if e.attrs.get("aria-labelledby") == "parts")
    told, term = {}, ""
    for child in parts.children[1].children:
        if child.tag == "dt":
            term = child.text()
        told[term] = " ".join(child.text().split())
    return told


def test_the_headline_is_the_claim_in_words(reader: Reader) -> None:
    assert reader.page(GAP).one("h1").text().endswith("less than 3 months (Q2 2025)")
    title = reader.page(GAP, "zh-Hant").one("h1").text()
    assert title.replace("\N{NO-BREAK SPACE}", " ").endswith("不到 3 個月（2025 年第 2 季）")


def test_its_parts_are_told_one_by_one(reader: Reader) -> None:
    told = facts(reader, GAP)
    assert told["Value as reported"] == "3"
    assert told["Unit"] == "month"
    assert told["Comparator"] == "less than"
    assert told["Bounds"] == "… – 3"
    assert told["When it held"] == "Q2 2025"
    assert told["Said on"] == "14 August 2025"
    assert told["Earlier state"] == "#15"


def test_a_score_names_its_instrument_and_how_it_is_known(reader: Reader) -> None:
    told = facts(reader, "/page/claim/cnyes-2025-08-14/82")
    assert "Artificial Analysis Intelligence Index v2" in told["Instrument"]
    assert "inferred from the date" in told["Instrument"]
    assert told["When it held"].startswith("time not stated (counts from")


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (
            16,
            "Artificial Analysis asserts it in “State of AI: China, Q2 2025”; “Anue cnyes, 14 August 2025” passes",
        ),
        (39, "without saying so at this place"),
        (63, "speaks for itself here; its author is the cnyes newsroom"),
        (2, "It stands in the lines around the text of “Anue cnyes, 14 August 2025”"),
        (61, "passes on the word of somebody whom it does not name"),
    ],
)
def test_each_voice_is_told_in_a_sentence(reader: Reader, number: int, sentence: str) -> None:
    page = reader.page(f"/page/claim/cnyes-2025-08-14/{number}")
    html = reader.answer(f"/page/claim/cnyes-2025-08-14/{number}").get_data(as_text=True)
    plain = " ".join(re.sub(r"<[^>]+>", "", html).split())
    assert sentence in plain
    assert page.classed("badge")


def test_the_place_and_status_of_every_span_are_shown(reader: Reader, reader_with_texts: Reader) -> None:
    for site, status in ((reader, "not at hand"), (reader_with_texts, "verified")):
        place = site.page(GAP).by_id("evidence-1")
        assert "180–200" in place.text()
        assert status in place.text()
        assert "/page/document/cnyes-2025-08-14#c-43-201" in [
            a.attrs["href"] for a in site.page(GAP).all("a") if a.within("section")
        ]


def test_a_claim_with_several_spans_shows_all(reader: Reader) -> None:
    page = reader.page("/page/claim/thebeat-2026-epoch-gap/1")
    assert [page.by_id(f"evidence-{k}").tag for k in (1, 2, 3, 4)] == ["li"] * 4


def test_without_the_text_the_page_says_how_to_add_it(reader: Reader) -> None:
    page = reader.page(GAP)
    assert not list(page.all("blockquote"))
    assert "texts/cnyes-2025-08-14/text.txt" in page.text
    assert "https://news.cnyes.com/news/id/6110824" in page.links()


def test_with_the_text_the_sentence_stands_there_with_the_span_filled(
    reader_with_texts: Reader, sources_text: str
) -> None:
    page = reader_with_texts.page(GAP)
    quote = page.one("blockquote")
    assert quote.language == "zh-Hant"
    html = reader_with_texts.answer(GAP).get_data(as_text=True)
    inner = re.search(r"<blockquote[^>]*>(.*?)</blockquote>", html, re.DOTALL)
    assert inner is not None
    span = Range(180, 200)
    assert re.sub(r"<[^>]+>", "", inner[1]) == sources_text[43:201]
    filled = "".join(re.findall(r'<mark class="mark mark-main">(.*?)</mark>', inner[1]))
    assert re.sub(r"<[^>]+>", "", filled) == sources_text[span.start : span.end]


def test_the_claims_beside_it_are_listed_and_linked(reader: Reader) -> None:
    links = reader.page(GAP).links()
    assert "/page/claim/cnyes-2025-08-14/15" in links
    assert "/page/claim/cnyes-2025-08-14/84" in links  # only supported at this place


def test_one_can_read_on_in_the_order_of_the_text(reader: Reader) -> None:
    begin = "/page/claim/thebeat-2026-epoch-gap/1"
    before, after = (_read_on(reader, begin, way) for way in ("prev", "next"))
    listed = {a.attrs["href"] for a in reader.page("/document/thebeat-2026-epoch-gap").all("a")}
    claims = {path for path in listed if path.startswith("/page/claim/thebeat-2026-epoch-gap/")}
    assert len(before) > 0
    assert sorted([*before, begin, *after]) == sorted(claims)
    assert _read_on(reader, before[-1], "next") == [*reversed(before[:-1]), begin, *after]


def _read_on(reader: Reader, path: str, way: str) -> list[str]:
    """The claims behind (or before) one, as its links lead on."""
    seen: list[str] = []
    while path := next((a.attrs["href"] for a in reader.page(path).all("a") if a.attrs.get("rel") == way), ""):
        seen.append(path)
    return seen


def test_a_citation_stands_ready_in_four_forms(reader: Reader) -> None:
    page = reader.page(GAP)
    version = reader.app.extensions["aifrontier"].snapshot.version[:16]
    for name in ("cite-plain", "cite-markdown", "cite-bibtex", "cite-csl"):
        text = page.by_id(name).text()
        assert "https://w3id.org/aifrontier/id/claim/cnyes-2025-08-14/16" in text
        assert version in text
        buttons = [e for e in page.all("button") if e.attrs.get("data-copy-from") == f"#{name}"]
        assert len(buttons) == 1
        assert "hidden" in buttons[0].attrs  # a script shows it: without one it could do nothing


def test_the_turtle_on_the_page_is_the_turtle_of_the_data(reader: Reader) -> None:
    shown = reader.page(GAP).by_id("turtle").texts[0]
    assert shown.strip() == reader.get("/data/claim/cnyes-2025-08-14/16.ttl").get_data(as_text=True).strip()
