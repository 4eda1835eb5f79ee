"""The classes on the page of the ontology: nested as it says, each once, closed sets with their members."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, Quad
from rdflib import RDFS, Graph

from ontology.namespaces import AIF
from ontology.vocabulary import ONTOLOGY, load_vocabulary, ontology_quads, read_vocabulary
from tests.webui.markup import Element, Markup
from tests.webui.reading import Reader
from webui.site import Site
from webui.vocabulary.terms import class_tree, things_by_class

VOCABULARY = load_vocabulary()


@pytest.fixture
def at(reader: Reader) -> Site:
    """What the pages of the site read from."""
    found: Site = reader.app.extensions["aifrontier"]
    return found


def hierarchy(page: Markup) -> set[tuple[str, str]]:
    """Class and the class that it stands below, "" for none, as the lists of the page are nested."""
    return {(element.attrs["id"], around(element)) for element in page.classed("class")}


def around(element: Element) -> str:
    above = element.parent
    while above is not None and "class" not in above.attrs.get("class", "").split():
        above = above.parent
    return above.attrs["id"] if above else ""


def test_the_classes_are_nested_as_the_ontology_says(reader: Reader) -> None:
    written = Graph().parse(ONTOLOGY, format="turtle")
    said = {
        (str(lower).removeprefix(AIF), str(upper).removeprefix(AIF))
        for lower, upper in written.subject_objects(RDFS.subClassOf)
        if str(lower).startswith(AIF) and str(upper).startswith(AIF)
    }
    below = {lower for lower, _ in said}
    roots = {(name, "") for name in VOCABULARY.classes if name not in below}
    assert hierarchy(reader.page("/ontology")) == said | roots


def test_a_class_moves_when_the_ontology_moves_it(
    reader: Reader, at: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    lab, old, new = NamedNode(AIF + "Lab"), NamedNode(AIF + "Organization"), NamedNode(AIF + "Group")
    above = NamedNode(str(RDFS.subClassOf))
    quads = [quad for quad in ontology_quads() if quad != Quad(lab, above, old)]
    assert len(quads) == len(ontology_quads()) - 1
    monkeypatch.setattr(at, "vocabulary", read_vocabulary([*quads, Quad(lab, above, new)]))
    found = hierarchy(Markup(reader.get("/ontology").get_data(as_text=True)))
    assert ("Lab", "Group") in found
    assert ("Lab", "Organization") not in found


def test_a_class_below_two_stands_once_and_names_the_other() -> None:
    lab, group = NamedNode(AIF + "Lab"), NamedNode(AIF + "Group")
    changed = read_vocabulary([*ontology_quads(), Quad(lab, NamedNode(str(RDFS.subClassOf)), group)])
    (agent,) = (node for node in class_tree(changed) if node.name == "Agent")
    (below,) = (node for node in agent.below if node.name == "Group")
    assert [(node.name, node.also) for node in below.below] == [("Lab", ("Organization",))]
    (organization,) = (node for node in agent.below if node.name == "Organization")
    assert "Lab" not in {node.name for node in organization.below}


def test_the_members_of_a_closed_set_stand_with_it(reader: Reader) -> None:
    page = reader.page("/ontology")
    wrong = [
        (member, name)
        for name, members in VOCABULARY.individuals.items()
        for member in members
        if around(page.by_id(member)) != name
    ]
    assert wrong == []


def test_a_class_names_things_of_the_graph_that_are_such(reader: Reader, at: Site) -> None:
    page, things = reader.page("/ontology"), things_by_class(at)
    for name in VOCABULARY.classes:
        assert things[name] == at.names.of_kind(name), name
        own = [e for e in page.by_id(name).below() if around(e) == name and e.tag == "a"]
        shown = [e.attrs["href"].removeprefix("/page/") for e in own if e.attrs["href"].startswith("/page/")]
        assert shown == things[name][:3], name
    assert len(things["Model"]) > len(things["ModelVersion"]) > 0
