"""The data of things: RDF in four forms, of the public layer only, with a strong ETag."""

from __future__ import annotations

import pytest
from rdflib import Graph, URIRef

from graph.serialise import MEDIA_TYPES
from ontology.namespaces import AIF, ID, SKOS
from tests.webui.reading import Reader

# rdflib's own JSON-LD parser uses a class that rdflib calls old.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
PARSERS = {"ttl": "turtle", "jsonld": "json-ld", "nt": "nt", "rdf": "xml"}
SEED = URIRef(ID + "model/seed-thinking-v1.5")


def graph(reader: Reader, path: str) -> Graph:
    """The triples that an address gives."""
    answer = reader.get(path)
    assert answer.status_code == 200
    return Graph().parse(data=answer.get_data(as_text=True), format=PARSERS[path.rpartition(".")[2]])


@pytest.mark.parametrize(
    "thing", ["model/seed-thinking-v1.5", "claim/cnyes-2025-08-14/16", "document/thebeat-2026-epoch-gap"]
)
def test_the_four_forms_say_the_same(reader: Reader, thing: str) -> None:
    forms = {ending: set(graph(reader, f"/data/{thing}.{ending}")) for ending in MEDIA_TYPES}
    assert len(forms["nt"]) > 20
    assert all(triples == forms["nt"] for triples in forms.values())


@pytest.mark.parametrize("ending", MEDIA_TYPES)
def test_each_form_has_its_registered_type(reader: Reader, ending: str) -> None:
    answer = reader.get(f"/data/org/bytedance.{ending}")
    assert answer.mimetype == MEDIA_TYPES[ending]
    assert answer.headers["Link"] == f'<{ID}org/bytedance>; rel="describes"'


def test_a_thing_brings_its_names_with_sources_and_its_claims_with_places(reader: Reader) -> None:
    triples = graph(reader, "/data/model/seed-thinking-v1.5.ttl")
    claim = URIRef(ID + "claim/cnyes-2025-08-14/146")
    assert (claim, URIRef(AIF + "claimSubject"), SEED) in triples
    assert (URIRef(f"{claim}/evidence/1"), URIRef(AIF + "exactDigest"), None) in triples
    assert (SEED, URIRef(AIF + "developedBy"), URIRef(ID + "org/bytedance")) in triples
    assert list(triples.objects(SEED, URIRef(SKOS + "prefLabel")))
    assert (None, URIRef("http://purl.org/dc/terms/source"), URIRef(ID + "document/cnyes-2025-08-14")) in triples


def test_no_claim_of_the_graph_says_that_the_app_runs_the_model(reader: Reader) -> None:
    triples = graph(reader, "/data/app/doubao.ttl")
    assert not list(triples.triples((None, URIRef(AIF + "poweredBy"), None)))
    assert (URIRef(ID + "app/doubao"), URIRef(AIF + "namedTogether"), SEED) in triples


def test_the_data_is_the_public_layer_even_where_quotes_are_shown(
    reader: Reader, reader_with_texts: Reader
) -> None:
    for thing in ("document/cnyes-2025-08-14", "claim/cnyes-2025-08-14/16", "org/bytedance"):
        told = reader_with_texts.get(f"/data/{thing}.nt").get_data(as_text=True)
        assert AIF + "quote" not in told
        assert AIF + "contextText" not in told
        assert told == reader.get(f"/data/{thing}.nt").get_data(as_text=True)


def test_a_client_that_has_it_already_is_told_so(reader: Reader) -> None:
    first = reader.get("/data/org/bytedance.ttl")
    tag = first.headers["ETag"]
    assert not tag.startswith("W/")
    again = reader.get("/data/org/bytedance.ttl", **{"If-None-Match": tag})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    assert reader.get("/data/org/bytedance.ttl", **{"If-None-Match": '"another"'}).status_code == 200
    assert reader.get("/data/org/bytedance.nt").headers["ETag"] != tag


def test_the_head_costs_no_body(reader: Reader) -> None:
    answer = reader.app.test_client().head("/data/document/cnyes-2025-08-14.ttl")
    assert (answer.status_code, answer.mimetype) == (200, "text/turtle")
    assert answer.headers["ETag"] == reader.get("/data/org/bytedance.ttl").headers["ETag"]


@pytest.mark.parametrize(
    "name", ["org/nobody.ttl", "org/bytedance.exe", "org/bytedance", "claim/x/1/evidence/1.ttl", "x.ttl"]
)
def test_what_there_is_not_is_404(reader: Reader, name: str) -> None:
    assert reader.get(f"/data/{name}").status_code == 404
