"""What follows from the triples, and what does not."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, serialize

from ontology import closure
from ontology.closure import close
from ontology.consistency import classify, java_available
from ontology.namespaces import AIF, ID, INFERRED, RDF, RDFS, SKOS
from ontology.rq import load_folder

Triple = tuple[str, str, str]
MakeStore = Callable[[Iterable[Triple]], Store]
Said = Callable[[Store], set[Triple]]

SAMPLE: tuple[Triple, ...] = (
    ("model/r1", "a", "Model"),
    ("model/r1-0528", "versionOf", "model/r1"),
    ("model/r1", "developedBy", "org/lab"),
    ("model/r1", "succeeds", "model/v3"),
    ("model/v3", "succeeds", "model/v2"),
    ("org/lab", "basedIn", "country/CN"),
    ("org/lab", "labOf", "org/parent"),
    ("org/parent", "operatesApp", "app/chat"),
    ("org/parent", "activeIn", "topic/ai"),
    ("app/chat", "poweredBy", "model/r1"),
    ("org/parent", "namedTogether", "app/chat"),
    ("instrument/index-2", "editionOf", "instrument/index"),
    ("instrument/index-2", "usesBenchmark", "instrument/quiz"),
    ("category/big-tech", "inSchemeOf", "document/survey"),
    ("document/survey", "publisher", "org/parent"),
    ("model/r1", "weightsAccess", "access/open-weights"),
)


def inferred(store: Store) -> set[tuple[object, object, object]]:
    quads = store.quads_for_pattern(None, None, None, NamedNode(INFERRED))
    return {(quad.subject, quad.predicate, quad.object) for quad in quads}


def plain(store: Store) -> set[tuple[object, object, object]]:
    quads = store.quads_for_pattern(None, None, None, DefaultGraph())
    return {(quad.subject, quad.predicate, quad.object) for quad in quads}


@pytest.mark.parametrize(
    ("premises", "conclusion"),
    [
        pytest.param(
            [("model/a-1", "versionOf", "model/a"), ("model/a", "developedBy", "org/x")],
            ("model/a-1", "developedBy", "org/x"),
            id="a version has the developer of its model",
        ),
        pytest.param(
            [("model/a", "developedBy", "org/x"), ("org/x", "basedIn", "country/CN")],
            ("model/a", "originCountry", "country/CN"),
            id="the country of the developer",
        ),
        pytest.param(
            [
                ("model/a-1", "versionOf", "model/a"),
                ("model/a", "developedBy", "org/x"),
                ("org/x", "basedIn", "country/CN"),
            ],
            ("model/a-1", "originCountry", "country/CN"),
            id="the country of the developer of the model of a version",
        ),
        pytest.param(
            [("model/a", "developedBy", "org/lab"), ("org/lab", "labOf", "org/x")],
            ("model/a", "ultimateDeveloper", "org/x"),
            id="the parent of the lab",
        ),
        pytest.param(
            [("org/x", "operatesApp", "app/y"), ("app/y", "poweredBy", "model/a")],
            ("org/x", "deploys", "model/a"),
            id="what runs in the app is deployed by its operator",
        ),
        pytest.param(
            [("model/a", "developedBy", "org/x")], ("org/x", "develops", "model/a"), id="an inverse, there"
        ),
        pytest.param(
            [("org/x", "develops", "model/a")], ("model/a", "developedBy", "org/x"), id="an inverse, and back"
        ),
        pytest.param([("org/x", "labOf", "org/y")], ("org/x", "partOf", "org/y"), id="the property above"),
        pytest.param(
            [("org/x", "namedTogether", "model/a")], ("model/a", "namedTogether", "org/x"), id="both ways"
        ),
        pytest.param(
            [("model/c", "succeeds", "model/b"), ("model/b", "succeeds", "model/a")],
            ("model/c", "succeeds", "model/a"),
            id="as far as the steps reach",
        ),
        pytest.param([("org/x", "a", "Lab")], ("org/x", "a", "Agent"), id="every class above"),
        pytest.param([("model/a-1", "versionOf", "model/a")], ("model/a-1", "a", "ModelVersion"), id="a domain"),
        pytest.param([("org/x", "basedIn", "country/CN")], ("country/CN", "a", "Country"), id="a range"),
    ],
)
def test_a_conclusion_follows_and_vanishes_with_any_premise(
    make_store: MakeStore, said: Said, premises: list[Triple], conclusion: Triple
) -> None:
    whole = make_store(premises)
    close(whole)
    assert conclusion in said(whole)
    for gone in premises:
        store = make_store([premise for premise in premises if premise != gone])
        close(store)
        assert conclusion not in said(store)


@pytest.mark.parametrize(
    ("below", "relation", "above"),
    [
        (AIF + "Lab", RDFS + "subClassOf", AIF + "Agent"),
        (AIF + "labOf", RDFS + "subPropertyOf", "https://schema.org/parentOrganization"),
    ],
)
def test_the_hierarchy_itself_is_closed(make_store: MakeStore, below: str, relation: str, above: str) -> None:
    store = make_store([])
    triple = (NamedNode(below), NamedNode(relation), NamedNode(above))
    assert triple not in plain(store)
    close(store)
    assert triple in plain(store)


def test_an_app_named_beside_a_model_does_not_run_it(make_store: MakeStore, said: Said) -> None:
    store = make_store([("org/x", "operatesApp", "app/y"), ("model/a", "namedTogether", "app/y")])
    close(store)
    assert not {triple for triple in said(store) if triple[1] in ("deploys", "poweredBy")}


def test_a_union_of_classes_concludes_nothing(make_store: MakeStore, said: Said) -> None:
    store = make_store([("thing/1", "weightsAccess", "access/open")])
    close(store)
    assert {triple for triple in said(store) if triple[0] == "thing/1"} == {
        ("thing/1", "weightsAccess", "access/open")
    }


def test_a_second_run_adds_nothing(make_store: MakeStore) -> None:
    store = make_store(SAMPLE)
    assert close(store) > 0
    before = plain(store)
    assert close(store) == 0
    assert plain(store) == before


def test_what_was_said_is_no_conclusion(make_store: MakeStore) -> None:
    store = make_store(SAMPLE)
    before = plain(store)
    count = close(store)
    assert inferred(store) == plain(store) - before
    assert len(inferred(store)) == count


def test_nothing_follows_about_blank_nodes_or_literals_or_everything(make_store: MakeStore) -> None:
    store = make_store(SAMPLE)
    label, thing = NamedNode(SKOS + "prefLabel"), NamedNode(ID + "org/lab")
    store.add(Quad(thing, label, Literal("Lab", language="en"), DefaultGraph()))
    store.add(Quad(BlankNode("b"), NamedNode(AIF + "basedIn"), BlankNode("c"), DefaultGraph()))
    close(store)
    assert all(isinstance(subject, NamedNode) for subject, _, _ in inferred(store))
    assert not {o for _, _, o in inferred(store) if o == NamedNode("http://www.w3.org/2002/07/owl#Thing")}


def test_names_are_found_by_a_plain_query_for_labels(make_store: MakeStore) -> None:
    store = make_store([("org/lab", "a", "Lab")])
    lab, name = NamedNode(ID + "org/lab"), Literal("Lab", language="en")
    store.add(Quad(lab, NamedNode(SKOS + "prefLabel"), name, DefaultGraph()))
    store.add(Quad(lab, NamedNode(SKOS + "altLabel"), Literal("L", language="en"), DefaultGraph()))
    close(store)
    found = [quad.object for quad in store.quads_for_pattern(lab, NamedNode(RDFS + "label"), None, DefaultGraph())]
    assert found == [name]


def test_triples_in_named_graphs_are_not_premises(make_store: MakeStore, said: Said) -> None:
    store = make_store([])
    store.add(
        Quad(
            NamedNode(ID + "org/x"),
            NamedNode(RDF + "type"),
            NamedNode(AIF + "Lab"),
            NamedNode("https://w3id.org/aifrontier/graph/withdrawn"),
        )
    )
    close(store)
    assert said(store) == set()


@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_more_premises_never_take_a_conclusion_away(make_store: MakeStore, said: Said, data: st.DataObject) -> None:
    fewer = data.draw(st.lists(st.sampled_from(SAMPLE), unique=True))
    part, whole = make_store(fewer), make_store(SAMPLE)
    close(part)
    close(whole)
    assert said(part) <= said(whole)


def test_the_order_of_triples_does_not_matter(make_store: MakeStore) -> None:
    shuffled = list(SAMPLE)
    random.Random(7).shuffle(shuffled)
    one, other = make_store(SAMPLE), make_store(shuffled)
    close(one)
    close(other)
    assert sorted(map(str, plain(one))) == sorted(map(str, plain(other)))


@pytest.mark.java
@pytest.mark.skipif(not java_available(), reason="HermiT needs a Java runtime")
def test_the_rules_find_what_the_complete_reasoner_finds(
    make_store: MakeStore, make_quads: Callable[[Iterable[Triple]], list[Quad]], said: Said
) -> None:
    lines = serialize((quad.triple for quad in make_quads(SAMPLE)), format=RdfFormat.N_TRIPLES)
    assert lines is not None
    hermit = classify(lines.decode())
    store = make_store(SAMPLE)
    close(store)

    def short(iri: str) -> str:
        return iri.removeprefix(ID).removeprefix(AIF)

    types = {(short(thing), "a", short(kind)) for thing, kind in hermit.types if thing.startswith(ID)}
    values = {(short(s), short(p), short(o)) for s, p, o in hermit.values if s.startswith(ID)}
    assert types | values == {triple for triple in said(store) if "/" not in triple[1]}


def test_each_rule_is_named_after_the_rule_of_the_standard() -> None:
    rules = load_folder(closure.RULES)
    assert len(rules) == 11
    for rule in rules:
        comment = re.match(r"# OWL 2 RL/RDF ([a-z0-9-]+)\b", rule.text)
        assert comment, f"{rule.name}.rq says of no rule of the standard that it is it"
        assert comment[1] == rule.name
