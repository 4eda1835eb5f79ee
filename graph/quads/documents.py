"""Documents as triples: what a source is, when it speaks, which text is its text of record."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode

from graph.model import Document
from graph.quads.terms import TYPE, Triples, aif, day, dct, schema, skos, thing, whole
from graph.reading.known import KIND_CLASSES


def document_triples(document: Document) -> Triples:
    """What meta.yaml says of one document; who published what is a matter of claims where it has any."""
    node = thing(document.entity_id)
    yield node, TYPE, aif(KIND_CLASSES[document.kind])
    for language, words in document.label.items():
        yield node, skos("prefLabel"), Literal(words, language=language)
    for language, words in document.title.items():
        yield node, dct("title"), Literal(words, language=language)
    yield node, aif("saidOn"), day(document.said_on)
    yield node, aif("publishedText"), Literal(document.published)
    yield node, aif("completeness"), Literal(document.completeness)
    if document.publisher:
        yield node, aif("publisher"), thing(document.publisher)
    if document.byline:
        yield node, aif("creator"), thing(document.byline)
    if document.reports_on:
        yield node, aif("reportsOn"), thing(document.reports_on)
    if document.language:
        yield node, dct("language"), Literal(document.language)
    if document.address:
        yield node, schema("url"), NamedNode(document.address)
    for language, words in document.rights.items():
        yield node, dct("rights"), Literal(words, language=language)
    if document.text:
        yield node, aif("textDigest"), Literal(document.text.sha256)
        yield node, aif("textLength"), whole(document.text.characters)
    if document.covers and document.covers.start and document.covers.end:
        yield node, aif("periodFrom"), day(document.covers.start)
        yield node, aif("periodTo"), day(document.covers.end)
