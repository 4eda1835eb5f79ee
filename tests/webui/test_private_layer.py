"""Quotes of source texts: shown where the operator serves them, in no answer where he does not."""

from __future__ import annotations

import html
import re

import pytest
from pyoxigraph import Literal, RdfFormat, parse

from graph.snapshot import Snapshot
from ontology.namespaces import AIF
from tests.webui.reading import KINDS, Reader

MORE = (
    "/question/evidence.json?claim=claim/cnyes-2025-08-14/16",
    "/question/evidence.csv?claim=claim/cnyes-2025-08-14/16",
    "/data/document/cnyes-2025-08-14.nt",
    "/data/claim/cnyes-2025-08-14/16.ttl",
    "/search/suggest?q=deep",
)


@pytest.fixture(scope="module")
def sentences(snapshot_with_texts: Snapshot) -> list[str]:
    """Every sentence that the private layer holds, of a length that no name has."""
    quads = parse(path=str(snapshot_with_texts.path / "overlay.nq"), format=RdfFormat.N_QUADS)
    words = [
        q.object.value for q in quads if q.predicate.value == AIF + "contextText" and isinstance(q.object, Literal)
    ]
    return [text for text in words if len(text) > 40]


def bare(text: str) -> str:
    """The text without tags and white space."""
    return re.sub(r"\s", "", html.unescape(re.sub(r"<[^>]+>", "", text)))


@pytest.mark.parametrize("path", [*KINDS, *MORE])
def test_a_site_that_does_not_serve_them_shows_no_sentence(
    guarded_reader: Reader, sentences: list[str], path: str
) -> None:
    shown = bare(guarded_reader.answer(path).get_data(as_text=True))
    assert [text for text in sentences if bare(text) in shown] == []


def test_its_pages_are_those_of_a_site_without_texts_but_for_the_status(
    guarded_reader: Reader, reader: Reader
) -> None:
    path = "/page/claim/cnyes-2025-08-14/16"
    guarded, public = (site.answer(path).get_data(as_text=True) for site in (guarded_reader, reader))
    assert "verified" in guarded
    assert "blockquote" not in guarded + public
    assert "texts/cnyes-2025-08-14/text.txt" in guarded


def test_a_site_that_serves_them_shows_every_sentence(reader_with_texts: Reader, sentences: list[str]) -> None:
    documents = (
        *("36kr-2025-aa-china-q2", "aihola-2026-aa-index-v4", "besthub-2025-aa-china-q2"),
        *("cnyes-2025-08-14", "thebeat-2026-epoch-gap"),
    )
    paths = [f"/page/document/{document}" for document in documents]
    shown = "".join(bare(reader_with_texts.answer(path).get_data(as_text=True)) for path in paths)
    assert len(sentences) > 20
    assert [text for text in sentences if bare(text) not in shown] == []
    assert "quotes of source texts" in reader_with_texts.page("/").text


def test_an_answer_that_used_it_says_so(reader_with_texts: Reader, guarded_reader: Reader) -> None:
    path = "/question/evidence?claim=claim/cnyes-2025-08-14/16"
    assert "private layer" in reader_with_texts.page(path).one("main").text()
    assert "figures of the private layer" not in guarded_reader.page(path).one("main").text()
