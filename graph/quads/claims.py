"""One claim as triples: the statement, its voice, its times, its evidence by reference."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from pyoxigraph import Literal, NamedNode

from graph.evidence.spans import Span
from graph.model import Claim, Document
from graph.period import parse_period
from graph.quads.terms import TYPE, Term, Triples, aif, day, flag, number, oa, thing, whole
from ontology.namespaces import XSD
from ontology.vocabulary import load_vocabulary

VOICES = {
    "report": "voiceReport",
    "report-implied": "voiceReportImplied",
    "article": "voiceArticle",
    "metadata": "voiceMetadata",
    "third-party": "voiceThirdParty",
}
_UPPER, _LOWER = ("lessThan", "atMost"), ("moreThan", "atLeast")


def claim_triples(claim: Claim, document: Document) -> Triples:
    """All that is said of one claim."""
    node = thing(claim.entity_id)
    yield node, TYPE, aif("Claim")
    if claim.predicate == "score":
        yield node, TYPE, aif("ScoreClaim")
    yield node, aif("claimSubject"), thing(claim.subject)
    yield node, aif("claimPredicate"), aif(claim.predicate)
    for predicate, term in (*_value(claim), *_said(claim), *_voice(claim, document), *_context(claim)):
        yield node, predicate, term
    for k, span in enumerate(claim.evidence, 1):
        evidence = thing(f"{claim.entity_id}/evidence/{k}")
        yield node, aif("hasEvidence"), evidence
        if k == 1:
            yield node, aif("mainEvidence"), evidence
        yield from _evidence(evidence, span, document)


def _value(claim: Claim) -> Iterator[tuple[NamedNode, Term]]:
    if claim.object is not None:
        target = thing(claim.object) if "/" in claim.object else aif(claim.object)
        yield aif("claimObject"), target
    if claim.value is None:
        return
    yield aif("asReported"), Literal(claim.value)
    kind = load_vocabulary().predicates[claim.predicate].value_kind
    if kind == "number":
        yield aif("claimValue"), number(claim.value)
        yield aif("statistic"), aif(claim.statistic or "single")
    elif kind == "period":
        yield aif("claimValue"), Literal(claim.value)
        period = parse_period(claim.value)
        if period.start:
            yield aif("valueFrom"), day(period.start)
        if period.end:
            yield aif("valueTo"), day(period.end)
    elif kind == "instant":
        yield aif("claimValue"), Literal(claim.value, datatype=NamedNode(XSD + "dateTime"))
        said = datetime.fromisoformat(claim.value).date()
        yield aif("valueFrom"), day(said)
        yield aif("valueTo"), day(said)
    else:
        yield aif("claimValue"), Literal(claim.value, language=claim.language)


def _said(claim: Claim) -> Iterator[tuple[NamedNode, Term]]:
    """Unit, comparator and bounds. A bound stands only where the words give one (design: only as said)."""
    upper = claim.upper or (claim.value if claim.comparator in _UPPER else None)
    lower = claim.lower or (claim.value if claim.comparator in _LOWER else None)
    if claim.unit:
        yield aif("unit"), thing(claim.unit)
    if claim.comparator:
        yield aif("comparator"), aif(claim.comparator)
    if lower:
        yield aif("lowerBound"), number(lower)
    if upper:
        yield aif("upperBound"), number(upper)
    if claim.time:
        period = parse_period(claim.time)
        yield aif("timeText"), Literal(claim.time_words or claim.time)
        if period.start:
            yield aif("validFrom"), day(period.start)
        if period.end:
            yield aif("validTo"), day(period.end)


def _voice(claim: Claim, document: Document) -> Iterator[tuple[NamedNode, Term]]:
    voice = document.voices[claim.voice]
    yield aif("voice"), aif(VOICES[claim.voice])
    if voice.asserted_by:
        yield aif("assertedBy"), thing(voice.asserted_by)
    if voice.cites:
        yield aif("citesSource"), thing(voice.cites)
    yield aif("foundIn"), thing(document.entity_id)
    yield aif("saidOn"), day(document.said_on)
    yield aif("implicit"), flag(claim.implicit)
    yield aif("negated"), flag(claim.negated)
    yield aif("hypothetical"), flag(claim.hypothetical)
    yield aif("reviewStatus"), aif(claim.status)


def _context(claim: Claim) -> Iterator[tuple[NamedNode, Term]]:
    for scope in claim.scope:
        yield aif("scope"), thing(scope)
    for qualifier in claim.qualifiers:
        yield aif("qualifiedBy"), thing(qualifier)
    if claim.first:
        yield aif("isFirst"), flag(True)
    for name, target in (
        ("superlative", claim.superlative),
        ("byMeansOf", claim.by_means_of),
        ("aheadOf", claim.ahead_of),
        ("contrastedWith", claim.contrasted_with),
        ("sinceReleaseOf", claim.since),
    ):
        if target:
            yield aif(name), thing(target)
    if claim.previous is not None:
        yield aif("previousClaim"), thing(f"claim/{claim.document}/{claim.previous}")
    if claim.instrument:
        yield aif("onInstrument"), thing(claim.instrument.id)
        yield aif("instrumentBasis"), aif(claim.instrument.basis)


def _evidence(evidence: NamedNode, span: Span, document: Document) -> Triples:
    position = NamedNode(f"{evidence.value}/position")
    context = context_node(document.id, span)
    yield evidence, TYPE, aif("Evidence")
    yield evidence, oa("hasSource"), thing(document.entity_id)
    yield evidence, oa("hasSelector"), position
    yield evidence, aif("exactDigest"), Literal(span.exact)
    yield evidence, aif("foldedOffset"), whole(span.at)
    yield evidence, aif("foldedSize"), whole(span.size)
    yield evidence, aif("inContext"), context
    yield position, TYPE, oa("TextPositionSelector")
    yield position, oa("start"), whole(span.start)
    yield position, oa("end"), whole(span.end)
    yield context, TYPE, aif("Context")
    yield context, aif("contextOf"), thing(document.entity_id)
    yield context, oa("start"), whole(span.context.start)
    yield context, oa("end"), whole(span.context.end)
    yield context, aif("foldedLength"), whole(span.context.length)
    yield context, aif("foldedDigest"), Literal(span.context.digest)


def context_node(document_id: str, span: Span) -> NamedNode:
    """The sentence or list item around a span: document/ID/context/START-END."""
    return thing(f"document/{document_id}/context/{span.context.start}-{span.context.end}")
