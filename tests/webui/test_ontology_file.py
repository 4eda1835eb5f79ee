"""The ontology as a file: in four forms, at the address of the page, by what the client accepts."""

from __future__ import annotations

import pytest
from rdflib import OWL, Graph, URIRef

from graph.serialise import MEDIA_TYPES
from ontology.namespaces import AIF
from ontology.vocabulary import ONTOLOGY
from tests.webui.reading import Reader

# rdflib's own JSON-LD parser uses a class that rdflib calls old.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
PARSERS = {"ttl": "turtle", "jsonld": "json-ld", "nt": "nt", "rdf": "xml"}


@pytest.fixture(scope="module")
def written() -> Graph:
    """The ontology as another library reads it."""
    return Graph().parse(ONTOLOGY, format="turtle")


@pytest.mark.parametrize(("ending", "kind"), MEDIA_TYPES.items())
def test_a_program_gets_the_file_in_the_form_that_it_asks_for(
    reader: Reader, written: Graph, ending: str, kind: str
) -> None:
    answer = reader.get("/ontology", Accept=kind)
    assert (answer.status_code, answer.mimetype) == (200, kind)
    assert answer.headers["Content-Location"] == f"/ontology.{ending}"
    assert "Accept" in answer.headers["Vary"]
    assert answer.data == reader.get(f"/ontology.{ending}").data
    read = Graph().parse(data=answer.get_data(as_text=True), format=PARSERS[ending])
    assert len(read) == len(written)
    assert (URIRef(AIF + "gapDuration"), URIRef(AIF + "valueKind"), None) in read


def test_the_page_offers_every_form(reader: Reader) -> None:
    page = reader.page("/ontology")
    offered = {f"/ontology.{ending}" for ending in MEDIA_TYPES}
    assert offered <= set(page.links())
    assert offered == {e.attrs["href"] for e in page.all("link") if "/ontology." in e.attrs["href"]}


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("", "text/html"),
        ("*/*", "text/html"),
        ("text/turtle;q=0.9, text/html;q=0.5", "text/turtle"),
        ("application/ld+json, */*;q=0.1", "application/ld+json"),
    ],
)
def test_the_client_chooses(reader: Reader, accept: str, kind: str) -> None:
    assert reader.get("/ontology", Accept=accept).mimetype == kind


def test_a_form_that_there_is_not_is_refused_with_those_that_there_are(reader: Reader) -> None:
    answer = reader.get("/ontology", Accept="image/png")
    assert answer.status_code == 406
    assert all(kind in answer.get_data(as_text=True) for kind in ("text/html", *MEDIA_TYPES.values()))
    assert "Accept" in answer.headers["Vary"]


def test_who_has_the_file_already_is_told_so(reader: Reader) -> None:
    first = reader.get("/ontology.ttl")
    assert reader.get("/ontology.ttl", **{"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_the_version_that_the_file_names_has_an_address(reader: Reader) -> None:
    written = Graph().parse(data=ONTOLOGY.read_text(encoding="utf-8"), format="turtle")
    (version,) = written.objects(URIRef(AIF.rstrip("#")), OWL.versionIRI)
    path = str(version).removeprefix("https://w3id.org/aifrontier")
    assert reader.get(path, Accept="text/turtle").data == ONTOLOGY.read_bytes()
    assert reader.page(path).by_id("Claim")
    assert path in reader.page("/ontology").links()


def test_another_version_is_not_here(reader: Reader) -> None:
    answer = reader.get("/ontology/0.0.9", Accept="application/json")
    assert answer.status_code == 404
    assert "0.0.9" in answer.get_json()["detail"]
