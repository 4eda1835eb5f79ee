"""What differs, was taken back, moved or failed: the pages say so."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from graph.build import build
from graph.evidence.spans import make_span, to_yaml_mapping
from graph.inputs import Inputs
from tests.graph.workspaces import TEXT, claims, write
from tests.webui.reading import Reader, reader_of

CHANGED = TEXT.replace("released Alpha-1", "released  Alpha-1").replace("7 billion", "8 billion")
"""Another copy of the text: a space more in the first sentence, another number in the second."""


def told() -> dict[str, Any]:
    """The example's claims, two that exclude each other, one taken back, one denied."""
    found: dict[str, Any] = json.loads(json.dumps(claims()))
    start = TEXT.index("Example Labs of Utopia")
    span = [to_yaml_mapping(make_span(TEXT, start, start + len("Example Labs of Utopia")))]
    based = {"subject": "org/example-labs", "predicate": "basedIn", "voice": "article", "evidence": span}
    found["claims"] += [
        {"id": 5, "object": "country/CN", **json.loads(json.dumps(based))},
        {"id": 6, "object": "country/US", **json.loads(json.dumps(based))},
        {"id": 7, "object": "country/US", **json.loads(json.dumps(based)), "status": "withdrawn"},
        {"id": 8, "object": "country/US", **json.loads(json.dumps(based)), "negated": True},
        {**json.loads(json.dumps(found["claims"][0])), "id": 9, "negated": True},
    ]
    return found


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """A site over this workspace, with the changed copy of the text."""
    folder = write(tmp_path_factory.mktemp("states"), claims=told(), text=CHANGED)
    made = build(Inputs(workspace=folder, texts=folder / "texts"), tmp_path_factory.mktemp("out"))
    reader = reader_of(made.snapshot, show_overlay=True)
    yield reader
    reader.app.extensions["aifrontier"].close()


def test_a_thing_on_which_claims_differ_is_disputed_and_shows_both(states: Reader) -> None:
    page = states.page("/page/org/example-labs")
    assert "Disputed: sources differ on “based in”" in page.text
    assert {"/page/claim/example-2025/5", "/page/claim/example-2025/6"} <= set(page.links())
    relations = [e for e in page.all("section") if e.attrs.get("aria-labelledby") == "relations"]
    assert "Based in" not in relations[0].text()


def test_what_another_claim_denies_is_disputed_and_stays_where_there_may_be_many(states: Reader) -> None:
    page = states.page("/page/model/alpha-1")
    assert "Disputed: under “developed by” one source denies what another says" in page.text
    assert "No plain triple" not in page.text
    relations = [e for e in page.all("section") if e.attrs.get("aria-labelledby") == "relations"]
    assert "Developed by" in relations[0].text()


def test_a_claim_taken_back_is_gone_and_says_so(states: Reader) -> None:
    for path in ("/page/claim/example-2025/7", "/id/claim/example-2025/7"):
        answer = states.answer(path)
        assert answer.status_code == 410
        assert "withdrawn" in states.page(path).one("h1").text()
    assert "/page/claim/example-2025/7" not in states.page("/page/org/example-labs").links()


def test_a_denied_claim_is_never_told_as_if_it_were_made(states: Reader) -> None:
    assert "is not based in the United States" in states.page("/page/claim/example-2025/8").one("h1").text()
    lane = states.page("/compare?subject=org/example-labs&predicate=basedIn").text
    assert "not the United States" in lane
    assert "The source denies it." in states.page("/page/claim/example-2025/8").text


def test_a_span_that_moved_says_where_it_is_now(states: Reader) -> None:
    place = states.page("/page/claim/example-2025/1").by_id("evidence-1").text()
    assert "re-anchored" in place
    assert "in the text at hand" in place
    quote = states.page("/page/claim/example-2025/1").one("blockquote")
    assert "released  Alpha-1" in "".join(text for element in quote.below() for text in element.texts)


def test_a_span_whose_number_changed_failed_and_shows_no_words(states: Reader) -> None:
    page = states.page("/page/claim/example-2025/2")
    assert "failed" in page.by_id("evidence-1").text()
    assert "8 billion" not in page.text
    assert not list(page.all("blockquote"))
    assert "this copy does not bear the claim out" in page.text


def test_the_documents_page_says_that_the_copy_is_another(states: Reader) -> None:
    text = states.page("/page/document/example-2025").text
    assert "yes, in another copy than the text of record" in text
    assert "re-anchored" in text
    assert "failed" in text
