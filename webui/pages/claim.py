"""The page of a claim: what is said, by whom, when it held, where it stands, how to cite it."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, Response, render_template
from pyoxigraph import NamedNode
from werkzeug.wrappers import Response as BaseResponse

from graph.names import Said
from graph.serialise import turtle
from ontology.namespaces import ID
from queries.claim_rows import ClaimRow, claim_rows
from webui.addresses import address
from webui.answers.citation import Citation
from webui.comparing.disputes import comparison_of, disputes
from webui.pages.data import thing_triples
from webui.pages.document import record
from webui.pages.unknown import unknown_thing
from webui.records import evidence
from webui.site import Site, site
from webui.views import rows
from webui.words.definitions import definition
from webui.words.naming import plain_name
from webui.words.telling import plain_sentence

blueprint = Blueprint("claim", __name__)


@blueprint.get("/page/claim/<document>/<number>")
def claim(document: str, number: str) -> str | Response | BaseResponse:
    """The page."""
    at, name = site(), f"claim/{document}/{number}"
    found = address(name)
    row = claim_rows(at.store, [name]).get(name) if found and found.thing == name else None
    if row is None:
        return unknown_thing(name)
    order = [each.id("claim") for each in rows(at.store, "claim-order", document=[f"document/{document}"])]
    place = order.index(name)
    sentences = evidence.of_claim(at, name)
    return render_template(
        "claim.html",
        row=row,
        record=record(at, f"document/{document}"),
        sentences=sentences,
        at_hand=document in at.snapshot.report["text_files"],
        beside=beside(at, name, sentences),
        against=against(at, name),
        compared=comparison_of(row),
        definitions=definitions(at, row),
        before=order[place - 1] if place > 0 else None,
        after=order[place + 1] if place + 1 < len(order) else None,
        place=place + 1,
        total=len(order),
        citation=citation(at, row),
        limits=LIMITS,
        turtle=turtle(thing_triples(at, name)),
    )


LIMITS = ("scope", "qualifiedBy", "superlative", "byMeansOf", "aheadOf", "contrastedWith", "sinceReleaseOf")
"""Fields of a claim that limit what it says."""


def definitions(at: Site, row: ClaimRow) -> dict[str, Said]:
    """What the things mean that limit a claim, by their IRI, where the registry says so."""
    limiting = {term.value for field in LIMITS for term in row.all(field) if isinstance(term, NamedNode)}
    told = {iri: definition(rows(at.store, "thing-literals", thing=[iri])) for iri in sorted(limiting)}
    return {iri: words for iri, words in told.items() if words is not None}


def beside(at: Site, name: str, sentences: list[evidence.Sentence]) -> dict[str, ClaimRow]:
    """The other claims that have a span in the same sentences."""
    others = {place.claim for sentence in sentences for place in sentence.places} - {name}
    return claim_rows(at.store, sorted(others, key=lambda claim: int(claim.rpartition("/")[2])))


def against(at: Site, name: str) -> list[tuple[ClaimRow, tuple[str, ...]]]:
    """The claims that differ from this one, each with the kinds of difference."""
    found = disputes(at).get(name, ())
    told = claim_rows(at.store, [dispute.other for dispute in found])
    return [(told[dispute.other], dispute.kinds) for dispute in found]


def citation(at: Site, row: ClaimRow) -> Citation:
    """How to cite a claim: what it says, the document that says so, its IRI, the snapshot."""
    document = row.thing("foundIn") or ""
    source = record(at, document)
    title = source.titles[0].text if source.titles else plain_name(document)
    publisher = plain_name(source.publisher) if source.publisher else ""
    return Citation(
        statement=plain_sentence(row),
        address=ID + row.id,
        key=row.id.replace("claim/", "aifrontier-").replace("/", "-"),
        version=at.snapshot.version,
        accessed=datetime.now(UTC).date(),
        source=title,
        # A label such as "Anue cnyes, 14 August 2025" names the publisher already.
        publisher="" if publisher in title else publisher,
        published=source.published[:10],
        source_address=source.address,
    )
