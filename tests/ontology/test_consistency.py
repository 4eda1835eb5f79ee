"""HermiT: the ontology holds together, and a broken one is found out."""

from __future__ import annotations

import shutil

import pytest

from ontology import consistency
from ontology.consistency import (
    Classification,
    JavaMissingError,
    Rdf12Error,
    check_consistency,
    classify,
    java_available,
    ontology_ntriples,
)
from ontology.namespaces import AIF, ID, RDF, RDFS, XSD


def triple(subject: str, predicate: str, target: str) -> str:
    return f"<{subject}> <{predicate}> <{target}> .\n"


@pytest.mark.java
@pytest.mark.skipif(not java_available(), reason="HermiT needs a Java runtime")
class TestWithJava:
    """What only the reasoner can say."""

    def test_the_ontology_is_consistent_and_every_class_can_have_members(
        self, capfd: pytest.CaptureFixture[str]
    ) -> None:
        found = classify()
        assert found.unsatisfiable == ()
        assert capfd.readouterr() == ("", "")  # owlready2 is talkative
        assert not any(thing.startswith(ID) for thing, _ in found.types)  # nothing left of another call

    def test_a_thing_of_two_kinds_that_exclude_each_other_is_found(self) -> None:
        chat = ID + "app/chat"
        broken = triple(chat, RDF + "type", AIF + "App") + triple(chat, RDF + "type", AIF + "Model")
        found = check_consistency(broken)
        assert (found.consistent, found.passed) == (False, False)
        assert "contradiction" in found.message

    def test_a_broken_copy_of_the_ontology_is_found(self) -> None:
        # A version of an index as a kind of index, as one might write by mistake.
        broken = ontology_ntriples() + triple(AIF + "IndexVersion", RDFS + "subClassOf", AIF + "Index")
        found = check_consistency(ontology=broken)
        assert found.unsatisfiable == (AIF + "IndexVersion",)
        assert not found.passed
        assert "IndexVersion" in found.message

    def test_a_claim_may_name_a_predicate_and_a_class(self) -> None:
        claim = ID + "claim/d/1"
        data = (
            triple(claim, AIF + "claimPredicate", AIF + "classifiedAs")
            + triple(claim, AIF + "claimObject", AIF + "App")
            + triple(claim, AIF + "claimSubject", ID + "app/chat")
            + triple(ID + "app/chat", AIF + "disputedIn", AIF + "developedBy")
            + triple(ID + "app/chat", AIF + "developedBy", ID + "org/x")
            + f'<{claim}> <{AIF}saidOn> "2025-08-14"^^<{XSD}date> .\n'
        )
        found = classify(data)
        assert (claim, AIF + "Claim") in found.types
        assert (claim, AIF + "claimPredicate", AIF + "classifiedAs") in found.values
        assert (ID + "org/x", AIF + "develops", ID + "app/chat") in found.values


def test_a_passed_check_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = Classification(frozenset(), frozenset(), ())
    monkeypatch.setattr(consistency, "classify", lambda data, ontology: nothing)
    found = check_consistency()
    assert (found.consistent, found.unsatisfiable, found.passed) == (True, (), True)
    assert found.message.startswith("consistent")


def test_without_java_the_check_is_skipped_with_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert not java_available()
    with pytest.raises(JavaMissingError):
        classify()
    found = check_consistency()
    assert (found.consistent, found.passed) == (None, True)
    assert found.message.startswith("skipped: no Java")


def test_rdf_1_2_never_reaches_the_reasoner(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consistency, "java_available", lambda: True)
    monkeypatch.setattr(consistency, "_reason", lambda triples: pytest.fail("it got through"))
    reified = f"<{ID}claim/d/1> <{RDF}reifies> <<( <{ID}org/x> <{AIF}basedIn> <{ID}country/CN> )>> .\n"
    with pytest.raises(Rdf12Error, match="reifies"):
        classify(reified)
