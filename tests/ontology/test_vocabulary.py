"""The ontology as Python sees it."""

from __future__ import annotations

import pytest
from pyoxigraph import BlankNode, Dataset

from ontology.namespaces import AIF
from ontology.vocabulary import Vocabulary, load_vocabulary, ontology_quads


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


def test_a_predicate_knows_what_it_joins(vocabulary: Vocabulary) -> None:
    based_in = vocabulary.predicates["basedIn"]
    assert (based_in.iri, based_in.value_kind) == (AIF + "basedIn", "thing")
    assert based_in.domain == {"Organization"}
    assert based_in.range == {"Country"}
    assert (based_in.walkable, based_in.single_valued, based_in.comparable) == (True, True, True)
    assert based_in.labels == {"en": "based in", "zh-Hant": "所在國家", "zh-Hans": "所在国家"}
    assert based_in.definitions["en"].startswith("The country")


def test_a_union_is_taken_apart(vocabulary: Vocabulary) -> None:
    assert vocabulary.predicates["activeIn"].range == {"Modality", "Topic"}
    assert vocabulary.predicates["monthlyActiveUsers"].domain == {"App", "Organization"}


def test_a_number_has_no_class_as_its_range(vocabulary: Vocabulary) -> None:
    assert vocabulary.predicates["parameterCount"].range == frozenset()
    assert not vocabulary.predicates["parameterCount"].walkable


def test_what_nobody_claims_is_no_predicate(vocabulary: Vocabulary) -> None:
    concluded = ("originCountry", "deploys", "ultimateDeveloper", "namedTogether", "claimSubject", "walkable")
    assert [name for name in concluded if name in vocabulary.predicates] == []


def test_every_predicate_says_what_it_takes(vocabulary: Vocabulary) -> None:
    kinds = {"thing", "class", "number", "period", "instant", "text", "string"}
    assert {p.value_kind for p in vocabulary.predicates.values()} == kinds


@pytest.mark.parametrize(
    ("kind", "wanted", "expected"),
    [
        ("ModelVersion", "Model", True),
        ("ModelVersion", "Artifact", True),
        ("Model", "Model", True),
        ("Model", "ModelVersion", False),
        ("Lab", "Agent", True),
        ("IndexVersion", "Index", False),
        ("Nonsense", "Nonsense", False),
        ("Model", "Nonsense", False),
    ],
)
def test_is_a_goes_up_only(vocabulary: Vocabulary, kind: str, wanted: str, expected: bool) -> None:
    assert vocabulary.is_a(kind, wanted) is expected


def test_closed_sets_have_their_members(vocabulary: Vocabulary) -> None:
    assert vocabulary.individuals["ReviewStatus"] == ("accepted", "proposed", "rejected", "withdrawn")
    assert set(vocabulary.individuals) == {
        *("Comparator", "DifferenceKind", "InstrumentBasis", "ReviewStatus", "Statistic", "Voice"),
        *("ReleaseEvent", "ValueBasis", "WeightsStatus"),
    }


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "developed by"),
        ("zh-Hant", "開發者"),
        ("zh-hans", "开发者"),
        ("zh-TW", "開發者"),
        ("fr", "developed by"),
    ],
)
def test_a_label_comes_in_the_nearest_language(vocabulary: Vocabulary, language: str, expected: str) -> None:
    assert vocabulary.label("developedBy", language) == expected
    assert vocabulary.label(AIF + "developedBy", language) == expected


def test_a_label_falls_back_step_by_step() -> None:
    labels = {"both": {"zh-Hans": "简", "en": "e"}, "any": {"mul": "m", "en": "e"}, "english": {"en": "e"}}
    vocabulary = Vocabulary({}, {}, {}, labels)
    shown = [vocabulary.label(name, "zh-Hant") for name in ("both", "any", "english", "none")]
    assert shown == ["简", "m", "e", "none"]


def test_a_term_of_another_vocabulary_shows_its_compact_iri(vocabulary: Vocabulary) -> None:
    assert vocabulary.label("http://www.w3.org/2004/02/skos/core#prefLabel", "en") == "skos:prefLabel"


def test_the_ontology_is_the_same_on_every_reading() -> None:
    quads = ontology_quads()
    blank = {node.value for quad in quads for node in (quad.subject, quad.object) if isinstance(node, BlankNode)}
    assert all(name.startswith("c14n") for name in blank)
    again = Dataset(quads)
    assert sorted(map(str, again)) == sorted(map(str, quads))
    assert len(quads) == len(set(quads))


def test_a_caller_cannot_spoil_the_quads_of_another() -> None:
    ontology_quads().clear()
    assert ontology_quads()
