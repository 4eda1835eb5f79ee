"""Each shape refuses what it should, and its message tells the mend."""

from __future__ import annotations

from dataclasses import dataclass

import pyshacl
import pytest
from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Store, Triple, parse
from rdflib import RDFS, SH, SKOS, Graph, URIRef
from rdflib.collection import Collection

from ontology.closure import close
from ontology.namespaces import AIF, DCT, ID, OA, RDF, SKOSXL
from ontology.validation import SHAPES, TARGETS, Finding, validate
from ontology.vocabulary import ONTOLOGY, load_vocabulary, ontology_quads

PREFIXES = """
@base <https://w3id.org/aifrontier/id/> .
@prefix aif: <https://w3id.org/aifrontier/ontology#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
GAP, SCORE, DATED = "claim/journal-1/1", "claim/journal-1/2", "claim/journal-1/3"
EVIDENCE, POSITION = "claim/journal-1/1/evidence/1", "claim/journal-1/1/evidence/1/position"
CONTEXT, ARTICLE, REPORT = "document/journal-1/context/10-40", "document/journal-1", "document/survey-1"
LABEL, FACT, MODEL = "model/m-1/label/1", "model/m-1/fact/1", "model/m-1"
SHORT = f'"{"a" * 63}"'
RDF_TYPE = URIRef(RDF + "type")
BAD_DATE = '"2025-Q2"^^xsd:string'


@dataclass(frozen=True)
class Break:
    """One way to spoil the example: what to take from a node (`without`), what to say of it instead (`say`).

    `mend` is a part of the message; `focus` is the node that it is said of, where that is another one.
    """

    node: str
    without: str
    say: str
    mend: str
    focus: str = ""

    def __str__(self) -> str:
        return f"{self.node} without {self.without or 'nothing'}, {self.say or 'nothing'} said"


BREAKS = (
    Break(GAP, "aif:claimSubject", "", "give it exactly one subject"),
    Break(GAP, "", "aif:claimSubject <org/surveyor>", "give it exactly one subject"),
    Break(GAP, "aif:claimPredicate", "", "give it exactly one predicate"),
    Break(GAP, "aif:claimValue", "", "give exactly one of the two"),
    Break(GAP, "", "aif:claimObject <org/surveyor>", "give exactly one of the two"),
    Break(GAP, "aif:foundIn", "", "give exactly one foundIn"),
    Break(GAP, "aif:saidOn", "", "give exactly one saidOn"),
    Break(GAP, "aif:saidOn", f"aif:saidOn {BAD_DATE}", "give exactly one saidOn"),
    Break(GAP, "aif:voice", "", "give exactly one of report"),
    Break(GAP, "aif:voice", "aif:voice aif:exactly", "give exactly one of report"),
    Break(GAP, "aif:reviewStatus", "", "proposed, accepted, rejected or withdrawn"),
    Break(GAP, "aif:hasEvidence", "", "add at least one evidence span"),
    Break(GAP, "aif:mainEvidence", "", "exactly one of its evidence spans"),
    Break(GAP, "aif:foundIn", f"aif:foundIn <{REPORT}>", "correct foundIn or the evidence"),
    Break(GAP, "aif:assertedBy", "", "give asserted_by for it"),
    Break(DATED, "aif:assertedBy", "", "give asserted_by for it"),
    Break(GAP, "aif:validFrom", f"aif:validFrom {BAD_DATE}", "validFrom is one day"),
    Break(GAP, "aif:validTo", f"aif:validTo {BAD_DATE}", "validTo is one day"),
    Break(GAP, "aif:validTo", 'aif:validTo "2025-03-31"^^xsd:date', "The time ends before it starts"),
    Break(DATED, "aif:valueFrom", f"aif:valueFrom {BAD_DATE}", "valueFrom is one day"),
    Break(DATED, "aif:valueTo", f"aif:valueTo {BAD_DATE}", "valueTo is one day"),
    Break(DATED, "aif:valueTo", 'aif:valueTo "2025-04-30"^^xsd:date', "The period ends before it starts"),
    Break(GAP, "aif:comparator", "aif:comparator aif:single", "Give one comparator"),
    Break(GAP, "aif:statistic", "aif:statistic aif:exactly", "Give one statistic"),
    Break(GAP, "aif:lowerBound", "aif:lowerBound 4", "The lower bound is above the upper bound"),
    Break(GAP, "", "aif:upperBound 5", "split the claim"),
    Break(SCORE, "", "aif:lowerBound 1300.0", "leave out lower"),
    Break(SCORE, "", "aif:upperBound 1500.0", "leave out upper"),
    Break(SCORE, "aif:onInstrument", "", "add the index version or benchmark"),
    Break(SCORE, "aif:instrumentBasis", "", "namedBySource or inferredFromDate"),
    Break(SCORE, "a", "a aif:Claim", "add the type"),
    Break(GAP, "aif:unit", "", "add unit/month or unit/year"),
    Break(GAP, "aif:claimValue", "aif:claimValue -3", "without a sign"),
    Break(EVIDENCE, "oa:hasSource", "", "give exactly one oa:hasSource"),
    Break(EVIDENCE, "oa:hasSelector", "", "give exactly one position"),
    Break(EVIDENCE, "aif:exactDigest", "", "exact is the SHA-256"),
    Break(EVIDENCE, "aif:exactDigest", f"aif:exactDigest {SHORT}", "exact is the SHA-256"),
    Break(EVIDENCE, "aif:exactDigest", f'aif:exactDigest "{"A" * 64}"', "exact is the SHA-256"),
    Break(EVIDENCE, "aif:foldedOffset", "aif:foldedOffset -1", "at is the place"),
    Break(EVIDENCE, "aif:foldedSize", "aif:foldedSize 0", "size is the length"),
    Break(EVIDENCE, "aif:inContext", "", "give exactly one context"),
    Break(CONTEXT, "aif:contextOf", f"aif:contextOf <{REPORT}>", "lies in the document of the span", EVIDENCE),
    Break(POSITION, "oa:start", "oa:start -1", "counted in code points from 0"),
    Break(POSITION, "oa:start", "oa:start 12.5", "counted in code points from 0"),
    Break(POSITION, "oa:end", "", "end is a position"),
    Break(POSITION, "oa:end", "oa:end 12", "start must be before end"),
    Break(CONTEXT, "oa:end", "oa:end 9", "start must be before end"),
    Break(CONTEXT, "aif:contextOf", "", "give exactly one contextOf"),
    Break(CONTEXT, "aif:foldedLength", "aif:foldedLength 0", "length is that of the folded context"),
    Break(CONTEXT, "aif:foldedDigest", f"aif:foldedDigest {SHORT}", "digest is the SHA-256 of the folded"),
    Break(ARTICLE, "dct:rights", "", "add rights to its meta.yaml"),
    Break(ARTICLE, "aif:saidOn", "", "A document needs a date"),
    Break(ARTICLE, "aif:saidOn", f"aif:saidOn {BAD_DATE}", "give at most one saidOn"),
    Break(REPORT, "aif:periodFrom", 'aif:periodFrom "2025-07-01"^^xsd:date', "has one first day"),
    Break(REPORT, "aif:periodTo", f"aif:periodTo {BAD_DATE}", "has one last day"),
    Break(ARTICLE, "aif:completeness", 'aif:completeness "most"', "whole, excerpt or none"),
    Break(ARTICLE, "aif:textDigest", f"aif:textDigest {SHORT}", "sha256 of a text of record"),
    Break(MODEL, "skos:prefLabel", "", "add a label in at least one language"),
    Break("unit/month", "skos:prefLabel", "", "add a label in at least one language"),
    Break(MODEL, "", 'skos:prefLabel "Model M 1"@en', "make the others aliases"),
    Break(LABEL, "skosxl:literalForm", "", "A label has one spelling"),
    Break(LABEL, "dct:source", "", "A label stands with its source"),
    Break(FACT, "aif:factSubject", "", "is about one thing"),
    Break(FACT, "aif:factPredicate", "", "says one thing: give exactly one predicate"),
    Break(FACT, "aif:factObject", "", "relates its subject to one thing"),
    Break(FACT, "dct:source", "", "A background fact stands with its source"),
)


def spoil(graph: Graph, way: Break) -> None:
    names = {"aif": AIF, "oa": OA, "dct": DCT, "skos": str(SKOS), "skosxl": SKOSXL}
    node = URIRef(ID + way.node)
    if way.without:
        prefix, _, name = way.without.partition(":")
        predicate = URIRef(RDF + "type" if prefix == "a" else names[prefix] + name)
        assert (node, predicate, None) in graph, f"the example has no {way.without}"
        graph.remove((node, predicate, None))
    if way.say:
        graph.parse(data=f"{PREFIXES}<{way.node}> {way.say} .", format="turtle")


def findings(graph: Graph) -> tuple[Finding, ...]:
    report = validate(graph)
    assert report.conforms is not bool(report.results)
    return report.results


def test_the_example_conforms(example: Graph) -> None:
    assert findings(example) == ()


@pytest.mark.parametrize("way", BREAKS, ids=str)
def test_what_is_broken_is_found_and_the_mend_told(example: Graph, way: Break) -> None:
    spoil(example, way)
    found = [finding for finding in findings(example) if way.mend in finding.message]
    assert found, f"nobody says {way.mend!r}"
    assert {finding.focus for finding in found} == {ID + (way.focus or way.node)}
    assert {finding.severity for finding in found} == {"Violation"}


def test_every_message_has_an_example_that_it_is_said_of() -> None:
    shapes = Graph().parse(SHAPES, format="turtle")
    messages = {str(message) for message in shapes.objects(None, SH.message)}
    assert [m for m in messages if not any(way.mend in m for way in BREAKS)] == []


def test_every_constraint_says_what_to_do() -> None:
    shapes = Graph().parse(SHAPES, format="turtle")
    constraints = (SH.minCount, SH.maxCount, SH.datatype, SH["in"], SH.pattern, SH.equals, SH["class"], SH.lessThan)
    silent = {s for c in constraints for s in shapes.subjects(c) if (s, SH.message, None) not in shapes}
    assert silent == set()


def test_a_node_shape_holds_only_targets_and_property_shapes() -> None:
    # validation.py gives the targets to the property shapes, which is the same only then.
    shapes = Graph().parse(SHAPES, format="turtle")
    allowed = {RDF_TYPE, SH.property, *TARGETS}
    assert {p for node in shapes.subjects(RDF_TYPE, SH.NodeShape) for p in shapes.predicates(node)} <= allowed
    assert not set(shapes.subject_objects(SH.node))


def test_the_shapes_find_the_same_as_they_are_written(example: Graph) -> None:
    for way in (BREAKS[0], BREAKS[14], BREAKS[30], BREAKS[33], BREAKS[-1]):
        spoil(example, way)
    hierarchy = Graph().parse(ONTOLOGY, format="turtle").triples((None, RDFS.subClassOf, None))
    for triple in hierarchy:
        example.add(triple)
    _, results, _ = pyshacl.validate(example, shacl_graph=Graph().parse(SHAPES, format="turtle"))
    told = {
        (str(results.value(result, SH.focusNode)), str(results.value(result, SH.resultMessage)))
        for result in results.subjects(RDF_TYPE, SH.ValidationResult)
    }
    assert len(told) >= 5
    assert {(finding.focus, finding.message) for finding in findings(example)} == told


def test_a_finding_names_thing_path_value_and_shape(example: Graph) -> None:
    spoil(example, Break(GAP, "aif:validTo", 'aif:validTo "2025-03-31"^^xsd:date', ""))
    (finding,) = findings(example)
    assert finding.focus == ID + GAP
    assert finding.path == "aif:validFrom"
    assert finding.value == "2025-04-01"
    assert finding.shape == "ClaimTime"


def test_paths_are_written_as_in_sparql(example: Graph) -> None:
    spoil(example, Break(GAP, "aif:claimValue", "", ""))
    spoil(example, Break(SCORE, "a", "a aif:Claim", ""))
    spoil(example, Break(CONTEXT, "aif:contextOf", f"aif:contextOf <{REPORT}>", ""))
    paths = {finding.path for finding in findings(example)}
    assert paths == {"aif:claimObject|aif:claimValue", "rdf:type", "aif:inContext/aif:contextOf"}


def test_a_score_beyond_100_and_a_third_party_without_a_name_are_fine(example: Graph) -> None:
    values = set(example.objects(URIRef(ID + SCORE), URIRef(AIF + "claimValue")))
    assert max(float(str(value)) for value in values) > 100
    assert (URIRef(ID + SCORE), URIRef(AIF + "assertedBy"), None) not in example
    assert findings(example) == ()


def test_a_build_without_texts_conforms(example: Graph) -> None:
    assert (None, URIRef(OA + "exact"), None) not in example
    assert (None, URIRef(AIF + "quote"), None) not in example
    assert findings(example) == ()


def quads_of(graph: Graph) -> list[Quad]:
    return list(parse(graph.serialize(format="nt"), format=RdfFormat.N_TRIPLES))


def test_quads_are_judged_like_a_graph(example: Graph) -> None:
    assert validate(quads_of(example)) == validate(example)
    spoil(example, Break(LABEL, "dct:source", "", ""))
    assert validate(quads_of(example)) == validate(example)
    assert not validate(quads_of(example)).conforms


def test_the_ontology_its_closure_and_rdf_1_2_may_stand_in_the_data(example: Graph) -> None:
    store = Store()
    store.extend([*ontology_quads(), *quads_of(example)])
    close(store)
    claim, reifies = NamedNode(ID + GAP), NamedNode(RDF + "reifies")
    stated = Triple(claim, reifies, BlankNode("x"))
    store.add(Quad(claim, reifies, stated))
    assert validate(list(store)).results == ()
    assert validate(example + Graph().parse(ONTOLOGY, format="turtle")).results == ()


def test_a_list_of_choices_is_the_closed_set_of_the_ontology() -> None:
    shapes = Graph().parse(SHAPES, format="turtle")
    members = load_vocabulary().individuals
    sets = {frozenset(names): kind for kind, names in members.items()}
    seen = set()
    for head in shapes.objects(None, SH["in"]):
        choices = [str(choice) for choice in Collection(shapes, head)]
        if all(choice.startswith(AIF) for choice in choices):
            names = frozenset(choice.removeprefix(AIF) for choice in choices)
            assert names in sets, f"{sorted(names)} is no closed set of the ontology"
            seen.add(sets[names])
    # How two claims differ is computed: no claim may say it. Tables are checked cell by cell when they are read.
    assert seen == set(members) - {"DifferenceKind", "ReleaseEvent", "ValueBasis", "WeightsStatus"}


def test_every_term_of_the_shapes_is_in_the_ontology() -> None:
    shapes = Graph().parse(SHAPES, format="turtle")
    used = {str(term) for triple in shapes for term in triple if str(term).startswith(AIF)}
    assert {name.removeprefix(AIF) for name in used} - set(load_vocabulary().labels) == set()
