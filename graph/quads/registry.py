"""Entities and links as triples: types, names with their sources, background facts, mappings."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode

from graph.model import Entity, Knowledge, Link
from graph.quads.terms import TYPE, Triples, aif, dct, skos, skosxl, thing


def entity_triples(entity: Entity, knowledge: Knowledge) -> Triples:
    """What the registry says of one thing."""
    node = thing(entity.id)
    for kind in entity.types:
        yield node, TYPE, aif(kind)
    names = [("prefLabel", n) for n in entity.labels] + [("altLabel", n) for n in entity.aliases]
    for k, (role, name) in enumerate(names, 1):
        text = Literal(name.text, language=name.language)
        label = thing(f"{entity.id}/label/{k}")
        yield node, skos(role), text
        yield node, skosxl(role), label
        yield label, TYPE, skosxl("Label")
        yield label, skosxl("literalForm"), text
        yield label, dct("source"), source_node(name.source, knowledge)
    for language, words in entity.definitions.items():
        yield node, skos("definition"), Literal(words, language=language)
    for k, fact in enumerate(entity.facts, 1):
        statement = thing(f"{entity.id}/fact/{k}")
        yield node, aif(fact.predicate), thing(fact.object)
        yield statement, TYPE, aif("BackgroundFact")
        yield statement, aif("factSubject"), node
        yield statement, aif("factPredicate"), aif(fact.predicate)
        yield statement, aif("factObject"), thing(fact.object)
        yield statement, dct("source"), source_node(fact.source, knowledge)


def source_node(source: str, knowledge: Knowledge) -> NamedNode:
    """The document or source/... entity that a `source` word stands for."""
    return thing(f"document/{source}" if source in knowledge.documents else f"source/{source}")


def link_triples(link: Link) -> Triples:
    """One mapping; its justification stays in the SSSOM file, where tools look for it."""
    yield thing(link.subject), skos(link.predicate), NamedNode(link.object)
