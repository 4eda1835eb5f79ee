"""Written and read again by another library, triples are the same: in every format, language tags and all."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Triple
from rdflib import Graph
from rdflib.compare import isomorphic

from graph.serialise import MEDIA_TYPES, rdflib_graph, write
from graph.snapshot import Snapshot
from ontology.namespaces import ID, SKOS

READERS = {"ttl": "turtle", "jsonld": "json-ld", "nt": "nt", "rdf": "xml"}


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize("ending", MEDIA_TYPES)
def test_what_is_written_reads_the_same(snapshot: Snapshot, ending: str) -> None:
    claim = "DESCRIBE <https://w3id.org/aifrontier/id/claim/cnyes-2025-08-14/10>"
    triples = [
        *snapshot.open_in_memory(overlay=False).construct(claim),
        Triple(NamedNode(ID + "org/x"), NamedNode(SKOS + "prefLabel"), Literal("字節跳動", language="zh-Hant")),
        Triple(NamedNode(ID + "org/x"), NamedNode(SKOS + "altLabel"), Literal('<b>&"\n</b>', language="en")),
    ]
    read = Graph().parse(data=write(triples, ending), format=READERS[ending])
    assert len(read) == len(set(triples)) > 10
    assert isomorphic(read, rdflib_graph(triples))


def test_turtle_declares_only_the_prefixes_that_it_uses() -> None:
    text = write([Triple(NamedNode(ID + "org/x"), NamedNode(SKOS + "broader"), NamedNode(ID + "org/y"))], "ttl")
    assert [line.split()[1] for line in text.splitlines() if line.startswith("@prefix")] == ["org:", "skos:"]
