"""IRIs: where a thing lives, and how it is written for people."""

from __future__ import annotations

import pytest
from rdflib import Graph

from ontology.namespaces import AIF, ID, ID_PREFIXES, PREFIXES, compact, entity_id, term, thing
from ontology.vocabulary import ONTOLOGY


def test_an_entity_id_and_its_iri_are_two_ways_to_say_one_thing() -> None:
    assert thing("org/bytedance") == ID + "org/bytedance"
    assert entity_id(thing("org/bytedance")) == "org/bytedance"
    assert entity_id(term("developedBy")) is None


@pytest.mark.parametrize(
    ("iri", "expected"),
    [
        (ID + "org/bytedance", "org:bytedance"),
        (ID + "claim/cnyes-2025-08-14/16", ID + "claim/cnyes-2025-08-14/16"),
        (AIF + "developedBy", "aif:developedBy"),
        ("http://www.w3.org/2001/XMLSchema#date", "xsd:date"),
        ("http://example.org/x", "http://example.org/x"),
        (ID + "org/", ID + "org/"),
    ],
)
def test_an_iri_is_shortened_where_nothing_is_lost(iri: str, expected: str) -> None:
    assert compact(iri) == expected


def test_every_id_prefix_is_an_rdf_prefix() -> None:
    assert {PREFIXES[prefix] for prefix in ID_PREFIXES} == {f"{ID}{prefix}/" for prefix in ID_PREFIXES}


def test_the_prefixes_of_the_ontology_file_are_those_of_the_queries() -> None:
    written = {p: str(n) for p, n in Graph(bind_namespaces="none").parse(ONTOLOGY, format="turtle").namespaces()}
    shared = written.keys() & PREFIXES.keys()
    assert {"aif", "skos", "prov", "schema"} <= shared
    assert [p for p in shared if written[p] != PREFIXES[p]] == []
