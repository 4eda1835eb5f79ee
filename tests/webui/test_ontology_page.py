"""The page of the ontology: every term once, in the reader's language, with a true example."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import urlsplit

import pyoxigraph
import pytest
from pyoxigraph import Literal, NamedNode, Quad
from rdflib import OWL, Graph, URIRef
from rdflib.collection import Collection

from graph.store import EmbeddedStore
from ontology.namespaces import AIF, ID, PREFIXES, RDF
from ontology.vocabulary import ONTOLOGY, load_vocabulary
from tests.webui.markup import Markup
from tests.webui.reading import Reader
from webui.addresses import page as page_of
from webui.language import LANGUAGES
from webui.site import Site
from webui.vocabulary.terms import CLAIM_PARTS, predicates_by_section, properties_by_section, usages

IN_EACH = pytest.mark.parametrize("language", LANGUAGES)
VOCABULARY = load_vocabulary()


@pytest.fixture(scope="module")
def written() -> Graph:
    """The ontology as another library reads it."""
    return Graph().parse(ONTOLOGY, format="turtle")


@pytest.fixture
def at(reader: Reader) -> Site:
    """What the pages of the site read from."""
    found: Site = reader.app.extensions["aifrontier"]
    return found


def local(term: object) -> str:
    return str(term).removeprefix(AIF)


def now(reader: Reader, language: str = "en") -> Markup:
    """The page as it is at this moment, not as it was kept."""
    return Markup(reader.get("/ontology", language).get_data(as_text=True))


# Terms


@IN_EACH
def test_every_term_has_its_place_exactly_once(reader: Reader, written: Graph, language: str) -> None:
    terms = {local(s) for s in written.subjects() if isinstance(s, URIRef) and str(s).startswith(AIF)}
    ids = Counter(e.attrs["id"] for e in reader.page("/ontology", language).elements if "id" in e.attrs)
    assert len(terms) > 200
    assert {term: ids[term] for term in terms if ids[term] != 1} == {}


@IN_EACH
def test_every_term_is_named_and_defined_in_the_language_of_the_page(reader: Reader, language: str) -> None:
    page = reader.page("/ontology", language)
    missing = []
    for name in VOCABULARY.labels:
        words = page.by_id(name).text()
        definition = VOCABULARY.definitions[name][language]
        # The terms that a definition names are links, with text of their own.
        wanted = [VOCABULARY.labels[name][language], *re.split(r"\baif:[A-Za-z]\w*", definition)]
        missing += [(name, piece) for piece in wanted if piece.strip() not in words]
    assert missing == []


def test_the_iri_of_a_term_leads_to_its_place(reader: Reader) -> None:
    path, _, anchor = page_of(AIF + "gapDuration").partition("#")
    assert (path, anchor) == ("/ontology", "gapDuration")
    assert "length of the gap" in reader.page(path).by_id(anchor).text()


def test_every_link_of_the_page_leads_somewhere(reader: Reader) -> None:
    page = reader.page("/ontology")
    ids = {element.attrs.get("id") for element in page.elements}
    here = {href[1:] for href in page.links() if href.startswith("#")}
    assert here - ids == set()
    assert here >= VOCABULARY.labels.keys()
    away = {href for href in page.links() if href.startswith("/") and "lang=" not in href}
    assert len(away) > 100
    assert [href for href in sorted(away) if not leads(reader, href)] == []


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_the_page_leads_to_the_same_in_every_language(reader: Reader, language: str) -> None:
    links, english = (Counter(reader.page("/ontology", tag).links()) for tag in (language, "en"))
    assert links == english


def leads(reader: Reader, href: str) -> bool:
    """Whether there is such a page, and such a place on it; of a claim, whether its IRI leads to it."""
    path, fragment = urlsplit(href).path, urlsplit(href).fragment
    if path.startswith("/page/claim/") and not fragment:
        return reader.get(path.replace("/page/", "/id/")).headers.get("Location") == href
    answer = reader.answer(href)
    if answer.status_code != 200 or not fragment:
        return answer.status_code == 200
    return f'id="{fragment}"' in answer.get_data(as_text=True)


# Predicates and properties


def test_every_predicate_and_property_stands_in_one_section() -> None:
    for told, there in (
        (predicates_by_section(VOCABULARY), VOCABULARY.predicates),
        (properties_by_section(VOCABULARY), VOCABULARY.properties),
    ):
        names = [one.name for found in told.values() for one in found]
        assert len(names) == len(set(names))
        assert set(names) == set(there)


def test_every_property_of_a_claim_has_its_part(written: Graph) -> None:
    own = {name for name, one in VOCABULARY.properties.items() if "Claim" in one.domain}
    parts = [name for names in CLAIM_PARTS.values() for name in names]
    assert own - set(parts) == set()
    assert set(parts) <= VOCABULARY.properties.keys()
    assert len(parts) == len(set(parts))


@IN_EACH
def test_the_badges_of_a_predicate_are_what_the_ontology_says(reader: Reader, language: str) -> None:
    page = reader.page("/ontology", language)
    for name, predicate in VOCABULARY.predicates.items():
        entry = page.by_id(name).below()
        badges = {e.attrs["href"]: e.text() for e in entry if "badge" in e.attrs.get("class", "").split()}
        said = {
            "walkable": predicate.walkable,
            "singleValued": predicate.single_valued,
            "comparable": predicate.comparable,
            "changesWithTime": predicate.changes_with_time,
        }
        wanted = {f"#{term}": VOCABULARY.label(term, language) for term, holds in said.items() if holds}
        assert badges == wanted, name


def using(at: Site, name: str) -> set[str]:
    """The accepted claims with a predicate, looked up triple by triple."""
    engine, default = at.store.engine, pyoxigraph.DefaultGraph()
    found = engine.quads_for_pattern(None, NamedNode(AIF + "claimPredicate"), NamedNode(AIF + name), default)
    accepted = NamedNode(AIF + "reviewStatus"), NamedNode(AIF + "accepted")
    return {
        quad.subject.value.removeprefix(ID)
        for quad in found
        if isinstance(quad.subject, NamedNode) and Quad(quad.subject, *accepted) in engine
    }


def examples(page: Markup) -> dict[str, str]:
    """Predicate -> the claim that the page shows as its example."""
    return {
        name: link.attrs["href"].removeprefix("/page/")
        for name in VOCABULARY.predicates
        for link in page.by_id(name).below()
        if "claim-link" in link.attrs.get("class", "").split()
    }


def test_a_predicate_is_told_with_the_number_of_its_claims_and_one_of_them(reader: Reader, at: Site) -> None:
    shown, counted = examples(reader.page("/ontology")), usages(at)
    for name in VOCABULARY.predicates:
        claims = using(at, name)
        assert counted[name].claims == len(claims), name
        assert (shown.get(name) in claims) if claims else (name not in shown), name
    assert len(shown) > 60


@pytest.mark.parametrize(("name", "left"), [("gapDuration", True), ("gapExtremum", False)])
def test_the_example_changes_when_its_claim_is_gone(
    reader: Reader, at: Site, monkeypatch: pytest.MonkeyPatch, name: str, left: bool
) -> None:
    before = examples(now(reader))[name]
    assert (len(using(at, name)) > 1) is left
    gone = NamedNode(ID + before)
    engine = pyoxigraph.Store()
    engine.extend(quad for quad in at.store if quad.subject != gone)
    monkeypatch.setattr(at, "store", EmbeddedStore(engine))
    after = examples(now(reader))
    assert after.get(name) != before
    assert (name in after) is left


def test_an_example_is_rather_not_one_that_is_denied_or_supposed(at: Site) -> None:
    for name, usage in usages(at).items():
        if usage.example and (usage.example.flag("negated") or usage.example.flag("hypothetical")):
            sure = [c for c in using(at, name) if not denied(at, c)]
            assert sure == [], name


def denied(at: Site, claim: str) -> bool:
    subject, true = NamedNode(ID + claim), Literal(True)
    flags = (Quad(subject, NamedNode(AIF + flag), true) for flag in ("negated", "hypothetical"))
    return any(flag in at.store.engine for flag in flags)


# What follows


def test_the_rules_are_those_that_the_ontology_states(written: Graph) -> None:
    chains = {
        local(name): tuple(local(step) for step in Collection(written, steps))
        for name, steps in written.subject_objects(OWL.propertyChainAxiom)
    }
    assert {name: one.chain for name, one in VOCABULARY.axioms.items() if one.chain} == chains
    for one, other in written.subject_objects(OWL.inverseOf):
        assert VOCABULARY.axioms[local(one)].inverse == local(other)
        assert VOCABULARY.axioms[local(other)].inverse == local(one)


def test_a_case_of_a_chain_holds_step_by_step(reader: Reader, at: Site) -> None:
    with reader.app.test_request_context("/ontology"):
        from webui.vocabulary.conclusions import case_words, chains

        found = {chain.name: chain for chain in chains(at)}
        words = case_words(found["originCountry"])
    chain = found["originCountry"]
    assert chain.steps == ("developedBy", "basedIn")
    things = [NamedNode(ID + thing) for thing in chain.case]
    walked = [Quad(a, NamedNode(AIF + s), b) for a, s, b in zip(things, chain.steps, things[1:], strict=False)]
    assert all(
        quad in at.store.engine for quad in (*walked, Quad(things[0], NamedNode(AIF + chain.name), things[-1]))
    )
    concluded = at.store.engine.quads_for_pattern(
        None, NamedNode(AIF + "originCountry"), None, pyoxigraph.DefaultGraph()
    )
    assert chain.cases == len({(quad.subject, quad.object) for quad in concluded})
    assert all(f'href="/page/{thing}"' in words for thing in chain.case)
    assert words in reader.answer("/ontology").get_data(as_text=True)


# How a claim is built


def test_the_worked_claim_is_one_of_the_graph_and_its_turtle_says_what_its_page_says(
    reader: Reader, at: Site
) -> None:
    page = reader.page("/ontology")
    turtle = page.by_id("worked-turtle").text()
    triples = Graph().parse(data=turtle, format="turtle")
    (claim,) = triples.subjects(URIRef(RDF + "type"), URIRef(AIF + "Claim"))
    there = Graph().parse(
        data=reader.get(f"/data/{str(claim).removeprefix(ID)}.nt").get_data(as_text=True), format="nt"
    )
    assert set(triples) == set(there)
    told = {
        e.attrs["href"][1:]
        for part in page.classed("anatomy-part")
        for dt in part.below()
        if dt.tag == "dt"
        for e in dt.below()
        if e.tag == "a"
    }
    own = {local(predicate) for predicate in triples.predicates(claim) if str(predicate).startswith(AIF)}
    assert told >= own
    assert {"exactDigest", "foldedDigest"} <= told


def test_without_a_fitting_claim_the_page_stands_without_the_example(
    reader: Reader, at: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(at, "store", EmbeddedStore())
    page = now(reader)
    assert "a-claim" not in {element.attrs.get("id") for element in page.elements}
    assert examples(page) == {}
    assert page.by_id("gapDuration").text()


def test_the_page_asks_the_store_a_few_times_and_not_once_a_term(
    reader: Reader, at: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    class Counting(EmbeddedStore):
        def select(self, query: str) -> list[dict[str, object]]:  # type: ignore[override]
            asked.append(query)
            return super().select(query)  # type: ignore[return-value]

    monkeypatch.setattr(at, "store", Counting(at.store.engine))
    assert now(reader).by_id("gapDuration")
    assert 0 < len(asked) <= 6


def test_the_prefixes_are_those_of_the_graph(reader: Reader) -> None:
    (table,) = reader.page("/ontology").all("table")
    rows = [[cell.text() for cell in row.below() if cell.tag == "code"] for row in table.below() if row.tag == "tr"]
    assert {row[0].rstrip(":"): row[1] for row in rows if row} == PREFIXES


def test_under_a_clock_only_claims_that_stand_are_counted(reader: Reader) -> None:
    page = reader.page("/ontology?known-by=2020-01-01")
    assert examples(page) == {}
    assert "No claim uses it." in page.by_id("gapDuration").text()
    assert len(examples(reader.page("/ontology?known-by=2025-08-31"))) < len(examples(reader.page("/ontology")))
