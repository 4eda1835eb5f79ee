"""The JSON-LD context: readable, complete, and nothing is lost on the way there and back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from rdflib import OWL, RDF, Graph, URIRef
from rdflib.compare import to_isomorphic

import ontology
from ontology.namespaces import AIF, ID
from ontology.vocabulary import ONTOLOGY, load_vocabulary


@pytest.fixture(scope="module")
def context() -> dict[str, Any]:
    file = Path(ontology.__file__).parent / "context.jsonld"
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))["@context"]
    return found


def written(graph: Graph, context: dict[str, Any]) -> str:
    return graph.serialize(format="json-ld", context=context, sort_keys=True)


def node(text: str, iri: str) -> dict[str, Any]:
    nodes: list[dict[str, Any]] = json.loads(text)["@graph"]
    return next(found for found in nodes if found["@id"] == iri)


# rdflib's own JSON-LD parser makes a graph of a kind that rdflib has deprecated.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_a_graph_survives_the_way_there_and_back(example: Graph, context: dict[str, Any]) -> None:
    back = Graph().parse(data=written(example, context), format="json-ld")
    assert to_isomorphic(back) == to_isomorphic(example)


def test_a_claim_reads_like_a_record(example: Graph, context: dict[str, Any]) -> None:
    claim = node(written(example, context), ID + "claim/journal-1/1")
    assert claim["claimPredicate"] == "gapDuration"
    assert claim["claimValue"] == 3
    assert claim["comparator"] == "lessThan"
    assert claim["validFrom"] == "2025-04-01"
    assert claim["voice"] == "voiceReport"
    assert claim["foundIn"] == ID + "document/journal-1"
    assert claim["negated"] is False


def test_names_are_maps_by_language(example: Graph, context: dict[str, Any]) -> None:
    text = written(example, context)
    assert node(text, ID + "document/journal-1")["label"] == {"en": "Journal, first issue", "zh-Hant": "期刊第一期"}
    alias = node(text, ID + "model/m-1")["alias"]
    assert sorted(alias["en"]) == ["M", "M one"]
    assert alias["zh-Hant"] == "模型一"


def test_every_relation_is_known_to_the_context(context: dict[str, Any]) -> None:
    graph = Graph().parse(ONTOLOGY, format="turtle")
    relations = {str(p) for p in graph.subjects(RDF.type, OWL.ObjectProperty) if str(p).startswith(AIF)}
    coerced = {
        entry["@id"].replace("aif:", AIF)
        for entry in context.values()
        if isinstance(entry, dict) and entry.get("@type") in ("@id", "@vocab")
    }
    assert relations - coerced == set()


def test_every_date_is_known_to_the_context(example: Graph, context: dict[str, Any]) -> None:
    dated = {
        str(p)
        for p, o in example.predicate_objects()
        if getattr(o, "datatype", None) == URIRef("http://www.w3.org/2001/XMLSchema#date")
    }
    assert {context[name.removeprefix(AIF)]["@type"] for name in dated} == {"xsd:date"}


def test_the_context_names_no_term_that_the_ontology_lacks(context: dict[str, Any]) -> None:
    named = {entry["@id"] for entry in context.values() if isinstance(entry, dict)}
    ours = {name.removeprefix("aif:") for name in named if name.startswith("aif:")}
    assert ours - set(load_vocabulary().labels) == set()


def test_no_prefix_shadows_a_term(context: dict[str, Any]) -> None:
    prefixes = {name for name, entry in context.items() if isinstance(entry, str)}
    assert prefixes & set(load_vocabulary().labels) == set()
