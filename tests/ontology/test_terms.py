"""What ontology/aifrontier.ttl promises as a document: every term named, defined, declared, of one kind."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, Node, URIRef
from rdflib.collection import Collection

from ontology.namespaces import AIF, ID_PREFIXES
from ontology.vocabulary import ONTOLOGY, load_vocabulary

KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, OWL.NamedIndividual)
BUILT_IN = (str(OWL), str(RDF), str(RDFS), "http://www.w3.org/2001/XMLSchema#")
# The same characters in both scripts, for those that the labels use; what is the same in both is left out.
TRADITIONAL = (
    "為體機構報導產實準測試張類別較詞國區資據證綜數評驗語態觀組織發審狀範圍稱與來統計級隊題趨勢單敘權開內領躍"
    "參對約寫價憑藉轉歸緊趕敵屬蓋間說處變動專規後長續時歷極設圖隱優於過務並駕齊驅營運應隸採進駁適繼標訓練種書訊"
)
SIMPLIFIED = (
    "为体机构报导产实准测试张类别较词国区资据证综数评验语态观组织发审状范围称与来统计级队题趋势单叙权开内领跃"
    "参对约写价凭借转归紧赶敌属盖间说处变动专规后长续时历极设图隐优于过务并驾齐驱营运应隶采进驳适继标训练种书讯"
)
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


def test_every_term_has_one_label_in_each_language(ontology: Graph, terms: list[URIRef]) -> None:
    wanted = ["en", "zh-Hans", "zh-Hant"]
    wrong = [t for t in terms if sorted(str(x.language) for x in literals(ontology, t, RDFS.label)) != wanted]
    assert wrong == []


def test_every_term_has_one_english_definition(ontology: Graph, terms: list[URIRef]) -> None:
    wrong = [t for t in terms if [x.language for x in literals(ontology, t, SKOS.definition)] != ["en"]]
    assert wrong == []


def test_a_label_is_written_in_the_script_of_its_language(ontology: Graph, terms: list[URIRef]) -> None:
    labels = [label for term in terms for label in literals(ontology, term, RDFS.label)]
    assert [str(x) for x in labels if x.language == "zh-Hant" and set(str(x)) & set(SIMPLIFIED)] == []
    assert [str(x) for x in labels if x.language == "zh-Hans" and set(str(x)) & set(TRADITIONAL)] == []


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
