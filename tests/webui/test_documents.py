"""The page of a document: its record, its voices, and its claims place by place."""

from __future__ import annotations

import json
import re
from html import unescape
from urllib.parse import parse_qs

import pytest

from graph.snapshot import Snapshot
from tests.webui.reading import Reader

ARTICLE = "/page/document/cnyes-2025-08-14"
REPORT = "/page/document/aa-china-2025q2"


def test_every_claim_stands_on_it_once_in_the_order_of_the_places(reader: Reader, snapshot: Snapshot) -> None:
    page = reader.page(ARTICLE)
    told = [e.attrs["id"] for e in page.all("li") if e.attrs.get("id", "").startswith("claim-")]
    assert len(told) == len(set(told)) == 226
    places = [e.attrs["id"] for e in page.classed("context")]
    starts = [int(re.sub(r"c-(\d+)-\d+", r"\1", place)) for place in places]
    assert starts == sorted(starts)


def test_voices_are_counted(reader: Reader) -> None:
    page = reader.page(ARTICLE)
    (table,) = (t for t in page.all("table") if "Claims by voice" in t.text())
    counts = {row.children[0].text(): int(row.children[2].text()) for row in table.children[2].children}
    assert sum(counts.values()) == 226
    assert counts["report, said so"] == 53
    assert counts["unnamed third party"] == 1


def test_its_record_says_what_there_is_of_it(reader: Reader, reader_with_texts: Reader) -> None:
    page = reader.page(ARTICLE)
    assert "2,090 code points" in page.text or "2090 code points" in page.text
    assert "no; nothing could be checked against it" in page.text
    assert "yes, the text of record" in reader_with_texts.page(ARTICLE).text
    assert "https://news.cnyes.com/news/id/6110824" in page.links()


def test_a_report_whose_text_nobody_has_says_who_passes_it_on(reader: Reader) -> None:
    page = reader.page(REPORT)
    assert "No claim was read from this document itself" in page.text
    assert ARTICLE in page.links()
    assert "188 claims" in page.text
    assert not page.classed("context")
    # What others say of it stands there all the same.
    assert "combines exactly 7 benchmarks" in page.text


def test_a_month_counts_by_its_last_day(reader: Reader) -> None:
    text = " ".join(reader.page("/page/document/thebeat-2026-epoch-gap").text.split())
    assert "counts as said on" in text
    assert "31 January 2026" in text


def test_without_the_text_places_stand_for_the_words(reader: Reader) -> None:
    page = reader.page(ARTICLE)
    assert not list(page.all("blockquote"))
    assert "code points 43–201" in page.by_id("c-43-201").text()
    assert "texts/cnyes-2025-08-14/text.txt" in page.text


def test_with_the_text_each_sentence_stands_there_word_for_word(
    reader_with_texts: Reader, sources_text: str
) -> None:
    html = reader_with_texts.answer(ARTICLE).get_data(as_text=True)
    found = re.findall(r'id="c-(\d+)-(\d+)".*?<blockquote[^>]*>(.*?)</blockquote>', html, re.DOTALL)
    assert len(found) > 30
    for start, end, inner in found:
        shown = re.sub(r"<[^>]+>", "", inner)
        shown = shown.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").replace("&#34;", '"')
        assert shown == sources_text[int(start) : int(end)]


def test_every_mark_leads_to_a_claim_that_lies_over_it(reader_with_texts: Reader) -> None:
    page = reader_with_texts.page(ARTICLE)
    marks = [a for a in page.all("a") if "mark" in a.attrs.get("class", "").split()]
    assert len(marks) > 100
    for mark in marks:
        assert mark.attrs["href"].startswith("/page/claim/cnyes-2025-08-14/")
        assert "#" + mark.attrs["href"].rpartition("/")[2] in mark.attrs["title"].split(", ")


def test_nested_spans_are_drawn_in_lanes_of_their_own(reader_with_texts: Reader) -> None:
    (quote,) = list(reader_with_texts.page(ARTICLE).by_id("c-43-201").children[0].children)[:1]
    lanes = {name for mark in quote.below() for name in mark.attrs.get("class", "").split() if "-" in name}
    assert {"mark-1", "mark-2"} <= lanes


@pytest.mark.parametrize(
    ("clock", "verdicts"),
    [
        ("", {"agrees", "says-so", "says-otherwise", "no-figures"}),
        ("?as-of=2025-05-15", {"agrees", "says-so", "says-otherwise", "no-figures"}),
        ("?as-of=2024-06-30", {"says-so", "says-otherwise", "no-figures"}),
    ],
)
def test_the_report_card_counts_verdicts_of_figures_and_leads_to_exactly_these(
    reader: Reader, clock: str, verdicts: set[str]
) -> None:
    page = reader.page(ARTICLE + clock)
    counted = {
        link.attrs["href"]: int(link.text())
        for link in page.all("a")
        if link.attrs.get("href", "").startswith("/question/gap-check?document=document/cnyes-2025-08-14&outcome=")
    }
    assert {parse_qs(address.partition("?")[2])["outcome"][0] for address in counted} == verdicts
    for address, number in counted.items():
        path, _, query = address.partition("?")
        rows = json.loads(reader.get(f"{path}.json?{query}").data)["rows"]
        assert len(rows) == number, address


SELECTED = re.compile(r'<a class="num" href="(/page/document/[^"]+)">(\d+)</a>')


@pytest.mark.parametrize("clock", ["", "as-of=2025-05-15", "as-of=2024-06-30", "known-by=2025-12-31"])
@pytest.mark.parametrize("document", ["cnyes-2025-08-14", "36kr-2025-aa-china-q2", "besthub-2025-aa-china-q2"])
def test_each_number_of_the_report_card_leads_to_as_many_claims(reader: Reader, document: str, clock: str) -> None:
    answer = reader.get(f"/page/document/{document}" + (f"?{clock}" if clock else ""))
    counted = {
        unescape(address): int(number) for address, number in SELECTED.findall(answer.get_data(as_text=True))
    }
    assert len(counted) > 3
    for address, number in counted.items():
        page = reader.page(address.partition("#")[0])
        listed = [e for e in page.all("li") if e.attrs.get("id", "").startswith("claim-")]
        assert len(listed) == number, address
