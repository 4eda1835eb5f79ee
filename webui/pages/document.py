"""The page of a document: what it is, its report card, and its claims in the order of their places."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from graph.names import Said
from ontology.namespaces import AIF, DCT, SCHEMA
from queries.claim_rows import claim_rows
from queries.codes import code_words
from queries.registry import questions
from queries.sentences import spoken
from webui.comparing.disputes import disputes
from webui.language import canonical, language
from webui.pages.unknown import unknown_thing
from webui.records import evidence
from webui.records.held import held_against_figures
from webui.records.relations import touching
from webui.records.report_card import Selection, report_card
from webui.records.statements import statements
from webui.site import Site, site
from webui.views import ViewRow, holds, rows
from webui.words.naming import external

blueprint = Blueprint("document", __name__)


@dataclass(frozen=True)
class Record:
    """What is on record of a document. `language` is that of its text, "" where it is not known."""

    id: str
    titles: tuple[Said, ...]
    publisher: str
    creator: str
    reports_on: str
    published: str
    said_on: str
    language: str
    address: str
    completeness: str
    rights: Said | None
    digest: str
    length: int
    covers: tuple[str, str] | None


def record(at: Site, document: str) -> Record:
    """Read the record of a document (an id such as document/cnyes-2025-08-14)."""
    found: dict[str, list[ViewRow]] = {}
    for row in rows(at.store, "thing-literals", thing=[document]):
        found.setdefault(row.text("property"), []).append(row)

    def one(name: str) -> str:
        return found[name][0].text("value") if name in found else ""

    titles = [literal for row in found.get(DCT + "title", ()) if (literal := row.literal("value")) is not None]
    text_language = canonical(one(DCT + "language")) if one(DCT + "language") else ""
    told = [literal for row in found.get(DCT + "rights", ()) if (literal := row.literal("value")) is not None]
    rights = [Said(each.value, each.language or "") for each in told]
    ends = (one(AIF + "periodFrom"), one(AIF + "periodTo"))
    return Record(
        id=document,
        # In the language of the text first: that is what the title page says.
        titles=tuple(
            sorted((Said(t.value, t.language or "") for t in titles), key=lambda said: _near(said, text_language))
        ),
        publisher=_end(at, document, "publisher"),
        creator=_end(at, document, "creator"),
        reports_on=_end(at, document, "reportsOn"),
        published=one(AIF + "publishedText"),
        said_on=one(AIF + "saidOn"),
        language=text_language,
        address=external(one(SCHEMA + "url")),
        completeness=one(AIF + "completeness"),
        rights=min(rights, key=lambda said: _near(said, ""), default=None),
        digest=one(AIF + "textDigest"),
        length=int(one(AIF + "textLength") or 0),
        covers=ends if all(ends) else None,
    )


def _near(said: Said, text_language: str) -> tuple[bool, bool, str]:
    own = said.language.lower()
    return own != text_language.lower(), own != language().lower(), own


def _end(at: Site, document: str, predicate: str) -> str:
    """The thing that an edge of a document leads to; "" where there is none."""
    edges = (e.target for e in touching(at, document) if e.source == document and e.predicate == predicate)
    return next(edges, "")


@blueprint.get("/page/document/<slug>")
def document(slug: str) -> str | Response:
    """The page."""
    at, document = site(), f"document/{slug}"
    if document not in at.names or not holds(at.store, "exists", thing=[document]):
        return unknown_thing(document)
    sentences = evidence.of_document(at, document)
    claims = claim_rows(at.store, [claim for sentence in sentences for claim in sentence.claims()])
    card, selection = report_card(document, sentences, claims, disputes(at)), Selection.of(request.args)
    report = at.snapshot.report
    return render_template(
        "document.html",
        kinds=at.names.kinds(document),
        record=record(at, document),
        sentences=sentences,
        claims=claims,
        voices=rows(at.store, "voices", document=[document]),
        card=card,
        held=[(code_words(code, spoken(language())), n) for code, n in held_against_figures(at, document).items()],
        selection=selection,
        selected=card.select(selection),
        asked=questions(),
        ontology=AIF,
        at_hand=slug in report["text_files"],
        of_record=report["texts"].get(slug, {}).get("of_record"),
        passed_on=rows(at.store, "passed-on-by", report=[document]),
        statements=statements(at, document),
        walkable=document in at.walk,
    )


@blueprint.get("/document/<slug>")
def short_address(slug: str) -> BaseResponse:
    """The short address of a document."""
    query = request.query_string.decode("ascii", "replace")
    return redirect(f"/page/document/{quote(slug)}" + (f"?{query}" if query else ""), 308)
