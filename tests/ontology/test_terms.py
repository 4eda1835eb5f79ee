"""What ontology/aifrontier.ttl promises as a document: every term named, defined, declared, of one kind."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, Node, URIRef
from rdflib.collection import Collection

from ontology.namespaces import AIF, ID_PREFIXES
from ontology.vocabulary import ONTOLOGY, load_vocabulary
from tests.ontology.chinese import foreign, half_width, is_chinese

KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, OWL.NamedIndividual)
BUILT_IN = (str(OWL), str(RDF), str(RDFS), "http://www.w3.org/2001/XMLSchema#")
LANGUAGES = ["en", "zh-Hans", "zh-Hant"]
# Names of terms and of standards, and numbers: what a translation leaves as it stands.
NAMED = re.compile(r"\b(?:aif|dct|rdf):\w+|SHA-256|UTF-8|\d+(?:\.\d+)*")
NEVER_WALKABLE = (
    "score", "parameterCount", "marketCap", "monthlyActiveUsers", "gapDuration", "gapLeader", "gapFollower",
    "gapTrend", "surpassed", "competesWith", "onParWith", "closelyFollows", "improvedOver", "closingGapWith",
    "assessment", "hasCategory", "tier", "leaderIn", "weightsPolicy", "activeIn", "classifiedAs", "describedAs",
)  # fmt: skip


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return Graph().parse(ONTOLOGY, format="turtle")


@pytest.fixture(scope="module")
def terms(ontology: Graph) -> list[URIRef]:
    found = {s for kind in KINDS for s in ontology.subjects(RDF.type, kind) if str(s).startswith(AIF)}
    return sorted(URIRef(str(term)) for term in found)


def listed(ontology: Graph, node: Node | None, role: URIRef) -> set[Node]:
    """The members of the list that a node points to."""
    head = ontology.value(node, role)
    assert head is not None
    return set(Collection(ontology, head))


def literals(ontology: Graph, term: URIRef, predicate: URIRef) -> list[Literal]:
    return [value for value in ontology.objects(term, predicate) if isinstance(value, Literal)]


@pytest.fixture(scope="module")
def chinese(ontology: Graph, terms: list[URIRef]) -> list[Literal]:
    """Labels and definitions of all terms in both scripts."""
    texts = (x for term in terms for role in (RDFS.label, SKOS.definition) for x in literals(ontology, term, role))
    return [text for text in texts if text.language != "en"]


@pytest.mark.parametrize("role", [RDFS.label, SKOS.definition], ids=["label", "definition"])
def test_every_term_has_one_label_and_one_definition_in_each_language(
    ontology: Graph, terms: list[URIRef], role: URIRef
) -> None:
    languages = {term: sorted(str(x.language) for x in literals(ontology, term, role)) for term in terms}
    assert {str(term): found for term, found in languages.items() if found != LANGUAGES} == {}


def test_no_two_classes_or_properties_of_a_kind_share_a_label(ontology: Graph) -> None:
    for kind in KINDS:
        named = [s for s in ontology.subjects(RDF.type, kind) if isinstance(s, URIRef) and s.startswith(AIF)]
        labels = Counter((x.language, str(x).casefold()) for s in named for x in literals(ontology, s, RDFS.label))
        assert [label for label, times in labels.items() if times > 1] == [], kind


def test_chinese_is_written_in_the_script_of_its_language(chinese: list[Literal]) -> None:
    found = {str(text): foreign(text, str(text.language)) for text in chinese}
    assert {text: characters for text, characters in found.items() if characters} == {}


def test_chinese_is_translated_and_takes_full_width_signs(chinese: list[Literal]) -> None:
    assert [str(text) for text in chinese if half_width(text) or not is_chinese(text)] == []


def test_a_definition_is_a_sentence(ontology: Graph, terms: list[URIRef]) -> None:
    ends = {"en": ".", "zh-Hant": "。", "zh-Hans": "。"}
    texts = [text for term in terms for text in literals(ontology, term, SKOS.definition)]
    assert [str(text) for text in texts if not text.endswith(ends[str(text.language)])] == []


def test_a_definition_names_the_same_terms_and_figures_in_each_language(
    ontology: Graph, terms: list[URIRef]
) -> None:
    for term in terms:
        named = [set(NAMED.findall(text)) for text in literals(ontology, term, SKOS.definition)]
        assert named == named[:1] * len(LANGUAGES), term


def test_every_name_of_the_architecture_is_a_term(root: Path, terms: list[URIRef]) -> None:
    text = (root / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = {AIF + name for name in re.findall(r"\baif:([A-Za-z]\w+)", text)}
    assert named - {str(term) for term in terms} == set()


def test_every_id_prefix_names_a_class() -> None:
    assert set(ID_PREFIXES.values()) - set(load_vocabulary().classes) == set()


def test_every_name_used_is_declared(ontology: Graph) -> None:
    used = {term for triple in ontology for term in triple if isinstance(term, URIRef)}
    declared = {s for kind in KINDS for s in ontology.subjects(RDF.type, kind)}
    header = set(ontology.subjects(RDF.type, OWL.Ontology)) | set(ontology.objects(None, OWL.versionIRI))
    licence = set(ontology.objects(None, URIRef("http://purl.org/dc/terms/license")))
    assert {t for t in used - declared - header - licence if not str(t).startswith(BUILT_IN)} == set()


def test_a_property_is_of_one_kind_only(ontology: Graph) -> None:
    properties = KINDS[1:4]
    kinds = [set(ontology.subjects(RDF.type, kind)) for kind in properties]
    assert kinds[0] & kinds[1] == kinds[0] & kinds[2] == kinds[1] & kinds[2] == set()


def test_a_property_above_another_is_of_the_same_kind(ontology: Graph) -> None:
    for below, above in ontology.subject_objects(RDFS.subPropertyOf):
        if above == RDFS.label:  # built in: an annotation property
            assert (below, RDF.type, OWL.AnnotationProperty) in ontology
            continue
        shared = set(ontology.objects(below, RDF.type)) & set(ontology.objects(above, RDF.type)) & set(KINDS)
        assert len(shared) == 1, f"{below} below {above}"


def test_no_datatype_outside_owl_2_is_a_range(ontology: Graph) -> None:
    allowed = {"decimal", "integer", "boolean", "string", "dateTime"}
    ranges = {str(r) for r in ontology.objects(None, RDFS.range)}
    datatypes = {r.rpartition("#")[2] for r in ranges if "XMLSchema" in r}
    assert datatypes <= allowed


def test_members_of_a_closed_set_differ_from_each_other(ontology: Graph) -> None:
    different = ontology.value(None, RDF.type, OWL.AllDifferent)
    assert listed(ontology, different, OWL.distinctMembers) == set(ontology.subjects(RDF.type, OWL.NamedIndividual))


def test_a_class_stands_apart_from_its_siblings(ontology: Graph) -> None:
    concept_classes = set(ontology.subjects(RDFS.subClassOf, SKOS.Concept))
    lists = [listed(ontology, node, OWL.members) for node in ontology.subjects(RDF.type, OWL.AllDisjointClasses)]
    assert concept_classes in lists
    company, lab = URIRef(AIF + "Company"), URIRef(AIF + "Lab")
    assert not any({company, lab} <= members for members in lists)


def test_only_relations_between_things_are_walkable() -> None:
    predicates = load_vocabulary().predicates
    assert {p.value_kind for p in predicates.values() if p.walkable} == {"thing"}
    assert [name for name in NEVER_WALKABLE if predicates[name].walkable] == []


def test_numbers_and_dates_can_be_compared() -> None:
    kinds = ("number", "period", "instant")
    figures = [p for p in load_vocabulary().predicates.values() if p.value_kind in kinds]
    assert [p.name for p in figures if not (p.comparable and p.single_valued)] == []


def test_steps_of_chains_are_predicates_that_can_be_said(ontology: Graph) -> None:
    predicates = load_vocabulary().predicates
    chains = list(ontology.objects(None, OWL.propertyChainAxiom))
    steps = {str(step).removeprefix(AIF) for chain in chains for step in Collection(ontology, chain)}
    assert steps == {"versionOf", "developedBy", "basedIn", "labOf", "operatesApp", "poweredBy"}
    assert all(predicates[step].walkable for step in steps)
