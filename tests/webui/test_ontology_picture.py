"""The picture of the ontology: it names what the vocabulary says, in each language, and nothing covers another."""

from __future__ import annotations

from itertools import combinations

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from ontology.namespaces import AIF
from ontology.vocabulary import Vocabulary, load_vocabulary, ontology_quads, read_vocabulary
from tests.webui.reading import Reader
from webui.language import LANGUAGES
from webui.vocabulary.picture import KIND, PLACES, RELATION, SIZE, Picture, extent, picture, relations

IN_EACH = pytest.mark.parametrize("language", LANGUAGES)
VOCABULARY = load_vocabulary()


def drawn(language: str = "en", vocabulary: Vocabulary = VOCABULARY) -> Picture:
    return picture(vocabulary, lambda name: vocabulary.label(name, language))


def joined(found: Picture) -> set[tuple[str, str, str]]:
    """Every relation that is an arrow: from, name, to."""
    return {(arrow.source, word.name, arrow.target) for arrow in found.arrows for word in arrow.words}


def lines(found: Picture, role: str) -> set[tuple[str, str]]:
    return {(box.name, line.name) for box in found.boxes for line in box.lines if line.role == role}


def touches(kind: str, box: str) -> bool:
    """Whether a class is drawn as this box, or within it."""
    return VOCABULARY.is_a(kind, box)


def test_an_arrow_joins_what_the_domain_and_the_range_say() -> None:
    for source, name, target in joined(drawn()):
        one = VOCABULARY.predicates.get(name) or VOCABULARY.properties[name]
        assert any(touches(kind, source) for kind in one.domain), name
        assert any(touches(kind, target) for kind in one.range), name
        if name in VOCABULARY.predicates:
            assert VOCABULARY.predicates[name].walkable, name
        else:
            assert VOCABULARY.axioms[name].chain, name


def test_every_walkable_predicate_of_a_class_that_is_drawn_is_told() -> None:
    found = drawn()
    told = {name for _, name, _ in joined(found)} | {name for _, name in lines(found, RELATION)}
    for name, predicate in VOCABULARY.predicates.items():
        about = any(touches(kind, box) for kind in predicate.domain for box in PLACES)
        assert (name in told) == (predicate.walkable and about), name


def test_the_main_relations_are_arrows() -> None:
    assert {
        ("Artifact", "developedBy", "Organization"),
        ("Organization", "basedIn", "Country"),
        ("Organization", "operatesApp", "App"),
        ("App", "poweredBy", "Model"),
        ("ModelVersion", "versionOf", "Model"),
        ("Artifact", "originCountry", "Country"),
    } <= joined(drawn())


def test_only_what_nobody_claims_is_dashed() -> None:
    found = drawn()
    assert {arrow.target for arrow in found.arrows if arrow.concluded} == {"Country"}
    concluded = {word.name for arrow in found.arrows for word in arrow.words if word.concluded}
    assert concluded == {"originCountry", "ultimateDeveloper"}
    assert not concluded & VOCABULARY.predicates.keys()


def test_the_classes_below_a_box_stand_in_it() -> None:
    found = lines(drawn(), KIND)
    assert {("Organization", "Company"), ("Document", "Report"), ("Instrument", "Benchmark")} <= found
    assert all(box in VOCABULARY.classes[kind].parents for box, kind in found)


def test_it_changes_with_the_vocabulary() -> None:
    based, walkable = NamedNode(AIF + "basedIn"), NamedNode(AIF + "walkable")
    kept = [quad for quad in ontology_quads() if (quad.subject, quad.predicate) != (based, walkable)]
    assert "basedIn" not in {name for _, name, _ in joined(drawn(vocabulary=read_vocabulary(kept)))}
    score = Quad(NamedNode(AIF + "outperforms"), walkable, Literal(True))
    more = drawn(vocabulary=read_vocabulary([*ontology_quads(), score]))
    assert ("Model", "outperforms") in lines(more, RELATION)


def test_without_one_of_its_classes_the_rest_is_drawn() -> None:
    app = NamedNode(AIF + "App")
    kept = [quad for quad in ontology_quads() if quad.subject != app]
    found = drawn(vocabulary=read_vocabulary(kept))
    assert {box.name for box in found.boxes} == PLACES.keys() - {"App"}
    assert all("App" not in (source, target) for source, _, target in joined(found))


@IN_EACH
def test_boxes_lie_apart_and_within_the_picture(language: str) -> None:
    found = drawn(language)
    for box in found.boxes:
        assert box.x >= 0
        assert box.y >= 0
        assert box.x + box.width <= found.width
        assert box.y + box.height <= found.height
    for one, other in combinations(found.boxes, 2):
        beside = one.x + one.width < other.x or other.x + other.width < one.x
        above = one.y + one.height < other.y or other.y + other.height < one.y
        assert beside or above, (one.name, other.name)


@IN_EACH
def test_words_stay_in_their_box_and_off_the_others(language: str) -> None:
    found = drawn(language)
    for box in found.boxes:
        for line in box.lines:
            assert line.x + extent(VOCABULARY.label(line.name, language)) < box.x + box.width, line.name
            assert box.y < line.y < box.y + box.height, line.name
    words = [(word, extent(VOCABULARY.label(word.name, language))) for a in found.arrows for word in a.words]
    for word, width in words:
        for box in found.boxes:
            beside = word.x + width / 2 < box.x or word.x - width / 2 > box.x + box.width
            above = word.y < box.y or word.y - SIZE > box.y + box.height
            assert beside or above, (word.name, box.name)
    for (one, wide), (other, broad) in combinations(words, 2):
        assert abs(one.x - other.x) > (wide + broad) / 2 or abs(one.y - other.y) >= SIZE, (one.name, other.name)


@IN_EACH
def test_an_arrow_crosses_no_box_on_its_way(language: str) -> None:
    found = drawn(language)
    for arrow in found.arrows:
        (x1, y1), (x2, y2) = (map(float, end.split()) for end in arrow.line.removeprefix("M").split("L"))
        for box in found.boxes:
            if box.name not in (arrow.source, arrow.target):
                points = ((x1 + (x2 - x1) * step / 50, y1 + (y2 - y1) * step / 50) for step in range(51))
                inside = [
                    (x, y)
                    for x, y in points
                    if box.x <= x <= box.x + box.width and box.y <= y <= box.y + box.height
                ]
                assert inside == [], (arrow.source, arrow.target, box.name)


def test_relations_are_told_once() -> None:
    told = relations(VOCABULARY)
    assert len(told) == len(set(told)) > 20


@IN_EACH
def test_the_page_shows_it_as_text_that_leads_to_the_terms(reader: Reader, language: str) -> None:
    page = reader.page("/ontology", language)
    (svg,) = (element for element in page.all("svg") if "picture" in element.attrs["class"].split())
    shown = {
        (link.attrs["href"], text.texts[-1])
        for link in svg.below()
        if link.tag == "a"
        for text in link.below()
        if text.tag == "text"
    }
    found = drawn(language)
    names = {box.name for box in found.boxes} | {line.name for box in found.boxes for line in box.lines}
    names |= {name for _, name, _ in joined(found)}
    assert shown == {(f"#{name}", VOCABULARY.label(name, language)) for name in names}
    title, description = (page.by_id(svg.attrs[a]) for a in ("aria-labelledby", "aria-describedby"))
    assert (title.tag, description.tag) == ("title", "desc")
    assert title.text()
    for source, name, target in joined(found):
        first, word, last = (VOCABULARY.label(term, language) for term in (source, name, target))
        assert f"{first} – {word} → {last}" in description.text()
    assert [e.tag for e in svg.below() if "style" in e.attrs] == []
