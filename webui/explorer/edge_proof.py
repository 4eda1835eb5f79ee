"""What stands behind an edge of the explorer: its claims and their sentences, or what names two things together."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from graph.analysis import Edge
from graph.evidence.marks import Segment
from graph.names import Names
from ontology.namespaces import AIF, DCT
from queries.claim_rows import ClaimRow, claim_rows
from queries.sentences import claim_sentence
from webui.addresses import page
from webui.clocks import carried
from webui.comparing.disputes import Disputes, comparison_of, disputes
from webui.explorer.subgraph import DOTTED
from webui.language import canonical, language, translate
from webui.records.evidence import Place, Sentence, of_claim
from webui.site import Site
from webui.views import rows
from webui.words.naming import plain_name, term_name
from webui.words.telling import number

_RUN, _RUNNABLE = "App", ("Model", "ModelFamily")


@dataclass(frozen=True)
class ToldClaim:
    """A claim behind an edge, the place of its main span and the sentence around that."""

    row: ClaimRow
    place: Place
    sentence: Sentence
    text_language: str


@dataclass(frozen=True)
class EdgeProof:
    """An edge and what stands behind it. `shared` are the sentences that name both ends of a dotted edge."""

    edge: Edge
    claims: tuple[ToldClaim, ...]
    shared: tuple[Sentence, ...]
    sources: tuple[str, ...]

    @property
    def title(self) -> str:
        """The edge in words: from, what, to."""
        return f"{plain_name(self.edge.source)} – {term_name(self.edge.predicate)} – {plain_name(self.edge.target)}"


def edge_proof(site: Site, edge: Edge) -> EdgeProof:
    """The claims of an edge in order; of a dotted edge those about its ends in the sentences that name both."""
    told = [_told(site, row) for row in claim_rows(site.store, edge.claims).values()]
    claims = tuple(claim for claim in told if claim is not None)
    shared = {claim.sentence.id: claim.sentence for claim in claims} if edge.kind == DOTTED else {}
    return EdgeProof(edge, claims, tuple(shared.values()), _sources(site, edge))


def _told(site: Site, row: ClaimRow) -> ToldClaim | None:
    for sentence in of_claim(site, row.id):
        for place in sentence.of(row.id):
            if place.main:
                return ToldClaim(row, place, sentence, text_language(site, sentence.document))
    return None


def text_language(site: Site, document: str) -> str:
    """The language of a document's text, "" where it is not known."""
    found = rows(site.store, "thing-literals", thing=[document])
    return next((canonical(row.text("value")) for row in found if row.text("property") == f"{DCT}language"), "")


def _sources(site: Site, edge: Edge) -> tuple[str, ...]:
    """Where the registry has a background fact from."""
    if edge.kind != "registry":
        return ()
    facts = rows(site.store, "thing-facts", thing=[edge.source])
    return tuple(
        fact.id("source")
        for fact in facts
        if (fact.id("subject"), fact.id("predicate").removeprefix(AIF), fact.id("object"))
        == (edge.source, edge.predicate, edge.target)
    )


def note(edge: Edge, names: Names, sources: Sequence[str]) -> str:
    """What must be said of an edge besides its claims; "" where they say all."""
    if edge.kind == DOTTED:
        said = [translate("One sentence or list item names both. No source says how they are related.")]
        if _app_and_model(names.kinds(edge.source), names.kinds(edge.target)):
            said.append(translate("No source says that the app runs the model."))
        return (" " if language() == "en" else "").join(said)
    if edge.kind == "registry" and sources:
        return translate("Background from the registry, not from a claim. Source: %(sources)s") % {
            "sources": ", ".join(plain_name(source) for source in sources)
        }
    if edge.kind == "registry":
        return translate("From the record of the document itself, not from a claim.")
    return ""


def _app_and_model(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether the ends are an app and something that an app can run."""
    return any(
        _RUN in app and any(kind in _RUNNABLE or kind == "ModelVersion" for kind in model)
        for app, model in ((one, other), (other, one))
    )


def proof_json(site: Site, proof: EdgeProof) -> dict[str, Any]:
    """An edge and its claims as plain data, in the language of this request."""
    edge, disputed = proof.edge, disputes(site)
    told = [_claim_json(site, claim, disputed) for claim in proof.claims]
    compared = [claim["compare"] for claim in told if claim["disputed"]]
    return {
        "title": proof.title,
        "note": note(edge, site.names, proof.sources),
        "source": edge.source,
        "predicate": edge.predicate,
        "target": edge.target,
        "kind": edge.kind,
        "disputed": bool(compared),
        "compare": compared[0] if compared else None,
        "claims": told,
        "shared": [_sentence_json(sentence) for sentence in proof.shared],
    }


def _claim_json(site: Site, claim: ToldClaim, disputed: Disputes) -> dict[str, Any]:
    row = claim.row
    marked = claim.sentence.marked
    return {
        "id": row.id,
        "url": carried(page(row.id)),
        "sentence": claim_sentence(row, site.names, language()),
        "context": _pieces(marked, row.id) if marked else None,
        "lang": claim.text_language,
        "status": claim.place.status,
        "statusLabel": status_words(claim.place.status),
        "voice": voice_slug(row.iri("voice") or ""),
        "voiceLabel": plain_name(row.iri("voice") or ""),
        "document": plain_name(claim.sentence.document),
        "document_url": carried(f"{page(claim.sentence.document)}#{claim.sentence.anchor}"),
        "where": place_words(claim.place),
        "disputed": row.id in disputed,
        "compare": carried(comparison_of(row)) if row.id in disputed else None,
    }


def _pieces(marked: Sequence[Segment], claim: str) -> list[dict[str, Any]]:
    """The sentence in as few pieces as the spans of one claim cut it."""
    return [
        {"text": "".join(part.text for part in parts), "marked": own}
        for own, parts in itertools.groupby(marked, key=lambda part: claim in part.claims)
    ]


def _sentence_json(sentence: Sentence) -> dict[str, Any]:
    return {
        "document": plain_name(sentence.document),
        "url": carried(f"{page(sentence.document)}#{sentence.anchor}"),
        "where": _code_points(sentence.start, sentence.end),
        "digest": sentence.digest,
        "text": "".join(part.text for part in sentence.marked) if sentence.marked else None,
    }


def voice_slug(iri: str) -> str:
    """The name of a voice as files and style sheets have it: report-implied for aif:voiceReportImplied."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", iri.removeprefix(f"{AIF}voice")).lower()


def status_words(status: str) -> str:
    """The status of a span in words."""
    words = {
        "verified": translate("verified"),
        "re-anchored": translate("re-anchored"),
        "failed": translate("failed"),
        "not at hand": translate("not at hand"),
    }
    return words.get(status, status)


def place_words(place: Place) -> str:
    """Where a span stands and by which digest it can be checked."""
    return f"{_code_points(place.start, place.end)} · SHA-256 {place.digest[:16]}…"


def _code_points(start: int, end: int) -> str:
    return translate("code points %(start)s–%(end)s") % {"start": number(start), "end": number(end)}
