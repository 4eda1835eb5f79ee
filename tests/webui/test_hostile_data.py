"""Words that try to be markup or SPARQL stay words: in every field of a workspace, on every kind of page."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from rdflib import Graph, Literal

from graph.build import build
from graph.inputs import Inputs
from tests.graph.workspaces import META, REGISTRY, claims, write
from tests.webui.reading import BROWSER, Reader, reader_of
from webui.language import LANGUAGES
from webui.words.naming import external

IMAGE = "<img src=x onerror=alert(1)>"
BREAKER = '"} UNION {'
WORDS = f"{IMAGE} {BREAKER} \ue0000\ue001x\ue002 \ue0000123456789abcdef99\ue001y\ue002 {{{{7*7}}}} %(s)s"
DOCUMENT = "example-2025"


def registry() -> dict[str, Any]:
    """The example's things with hostile labels, aliases and definitions, and concepts of the same kind."""
    entities = json.loads(json.dumps(REGISTRY["entities"]))
    for kind, name in (("scope", "Scope"), ("qualifier", "Qualifier"), ("superlative", "Superlative")):
        entities.append(
            {"id": f"{kind}/hostile", "types": [name], "labels": {"en": {"text": kind, "source": DOCUMENT}}}
        )
    for entity in entities:
        for language in ("en", "zh-Hant", "zh-Hans"):
            entity["labels"][language] = {"text": f"{entity['id']} {language} {WORDS}", "source": DOCUMENT}
        entity["aliases"] = [{"text": f"alias {WORDS}", "language": "en", "source": DOCUMENT}]
        entity["definition"] = {"en": f"defined {WORDS}"}
    return {"entities": entities}


def meta() -> dict[str, Any]:
    """The example's document with hostile label, title and rights."""
    return {
        **META,
        "label": {"en": f"document {WORDS}"},
        "title": {"en": f"title {WORDS}"},
        "rights": {"en": f"rights {WORDS}"},
        "address": "https://example.org/?q=" + quote(WORDS),
    }


def hostile_claims() -> dict[str, Any]:
    """The example's claims with hostile concepts, and one whose value is hostile."""
    told: dict[str, Any] = json.loads(json.dumps(claims()))
    first = told["claims"][0]
    first |= {"scope": ["scope/hostile"], "qualifiers": ["qualifier/hostile"], "superlative": "superlative/hostile"}
    told["claims"][1]["time_words"] = "<b>May</b>"
    title = json.loads(json.dumps({k: first[k] for k in ("voice", "evidence")}))
    title |= {"id": 4, "subject": f"document/{DOCUMENT}", "predicate": "title", "value": f"value {WORDS}"}
    told["claims"].append({**title, "language": "en"})
    return told


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """A site over the hostile workspace, with its texts."""
    folder = write(tmp_path_factory.mktemp("hostile"), registry=registry(), meta=meta(), claims=hostile_claims())
    made = build(Inputs(workspace=folder, texts=folder / "texts"), tmp_path_factory.mktemp("out"))
    reader = reader_of(made.snapshot, show_overlay=True)
    yield reader
    reader.app.extensions["aifrontier"].close()


PAGES = (
    "/",
    "/question/",
    "/question/claims-about?entity=model/alpha-1",
    f"/question/claims-about?entity=document/{DOCUMENT}",
    "/question/company-chain?company=org/example-labs",
    "/question/lab-trajectory?lab=org/example-labs",
    f"/question/evidence?claim=claim/{DOCUMENT}/1",
    "/page/org/example-labs",
    "/page/model/alpha-1",
    "/page/app/alphachat",
    "/page/scope/hostile",
    "/page/qualifier/hostile",
    "/page/superlative/hostile",
    f"/page/claim/{DOCUMENT}/1",
    f"/page/claim/{DOCUMENT}/2",
    f"/page/claim/{DOCUMENT}/4",
    f"/page/document/{DOCUMENT}",
    "/search?q=alias",
    "/search?q=" + quote(IMAGE),
    "/search?q=" + quote(BREAKER),
    "/page/org/example-lab",
    "/page/org/" + quote(IMAGE, safe=""),
    "/question/" + quote(IMAGE, safe=""),
    "/question/claims-about?entity=" + quote(BREAKER),
    "/question/gap-claims?" + quote(IMAGE) + "=1",
    "/" + quote(IMAGE),
    "/explore?focus=org/example-labs",
)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_has_them_as_text(hostile: Reader, path: str, language: str) -> None:
    answer = hostile.answer(path, language)
    assert answer.status_code in (200, 400, 404)
    page = hostile.page(path, language)
    assert page.wrong == []
    assert [e.attrs for e in page.all("img", "b")] == []
    assert [name for e in page.elements for name in e.attrs if name.startswith("on")] == []


@pytest.mark.parametrize(
    "path", [p for p in PAGES[2:20] if "search?q=%" not in p] + ["/question/claims-about?entity=org/example-labs"]
)
def test_the_words_are_there_unchanged(hostile: Reader, path: str) -> None:
    told = hostile.answer(path).get_data(as_text=True)
    assert "&lt;img src=x onerror=alert(1)&gt; &#34;} UNION {" in told
    assert "{{7*7}}" in told
    assert "%(s)s" in told


def test_downloads_give_the_words_back(hostile: Reader) -> None:
    query = f"entity=document/{DOCUMENT}"
    told = json.loads(hostile.get(f"/question/claims-about.json?{query}").data)
    assert f"value {WORDS}" in [row.get("value") for row in told["rows"]]
    table = hostile.get(f"/question/claims-about.csv?{query}").get_data(as_text=True)
    assert f"value {WORDS}" in [cell for row in csv.reader(io.StringIO(table)) for cell in row]
    graph = Graph().parse(data=hostile.get("/data/org/example-labs.ttl").get_data(as_text=True), format="turtle")
    assert f"alias {WORDS}" in {str(term) for term in graph.objects() if isinstance(term, Literal)}


@pytest.mark.parametrize("payload", [IMAGE, BREAKER, "org/x> ?p ?o } #", "\x00", "org/\U0001f600", "../../etc"])
def test_parameters_are_terms_or_mistakes(hostile: Reader, payload: str) -> None:
    for name in ("claims-about", "company-chain", "evidence"):
        field = {"claims-about": "entity", "company-chain": "company", "evidence": "claim"}[name]
        client = hostile.app.test_client()
        answer = client.get(f"/question/{name}", query_string={field: payload}, headers={"Accept": BROWSER})
        assert answer.status_code == 400
        assert IMAGE not in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("https://example.org/", "https://example.org/"),
        ("javascript:alert(1)", ""),
        ("JavaScript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("//example.org", ""),
    ],
)
def test_only_addresses_of_the_web_are_linked(address: str, link: str) -> None:
    assert external(address) == link
