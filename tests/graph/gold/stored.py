"""The built graph -> the records that it holds.

Reads the RDF of claims as docs/architecture.md writes it down. Refuses a claim that has a property twice, that
lacks one it must have, or that says more than the fields of a record hold.
"""

from __future__ import annotations

from typing import TypeVar

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from ontology.namespaces import AIF, ID, OA, RDF, XSD
from tests.graph.gold.record import ClaimRecord, Limits, Place, Said, Time, Value, Voice

Term = NamedNode | Literal
Found = TypeVar("Found")

# What a claim has besides its record: the document that selects it, and what the build works out from the rest.
BESIDES = frozenset(
    AIF + name
    for name in (
        *("comparedWith", "foundIn", "followedBy", "holdsFrom", "holdsTo", "timeStated"),
        *("checkedBy", "checkedFrom", "checkedTo", "checkedUnder", "notChecked", "ownInstrument"),
    )
)


class MalformedClaimError(Exception):
    """A claim of the store that cannot be read as one record."""


class _Properties:
    """The properties of one node, each asked for once."""

    def __init__(self, store: Store, node: NamedNode) -> None:
        self.node = node
        self._terms: dict[str, list[Term]] = {}
        for quad in store.quads_for_pattern(node, None, None, DefaultGraph()):
            if isinstance(quad.object, NamedNode | Literal):
                self._terms.setdefault(quad.predicate.value, []).append(quad.object)

    def one(self, predicate: str) -> Term | None:
        terms = self._terms.pop(predicate, [])
        if len(terms) > 1:
            raise MalformedClaimError(f"{self.node.value} has more than one {predicate}")
        return terms[0] if terms else None

    def thing(self, predicate: str) -> str | None:
        term = self.one(predicate)
        if isinstance(term, Literal):
            raise MalformedClaimError(f"{self.node.value} has words for {predicate}")
        return term.value if term else None

    def string(self, predicate: str) -> str | None:
        return self._literal(predicate, "string")

    def day(self, predicate: str) -> str | None:
        return self._literal(predicate, "date")

    def whole(self, predicate: str) -> int:
        return int(_needed(self._literal(predicate, "integer"), predicate))

    def flag(self, predicate: str) -> bool | None:
        words = self._literal(predicate, "boolean")
        return None if words is None else words == "true"

    def value(self, predicate: str) -> Value | None:
        term = self.one(predicate)
        if isinstance(term, NamedNode):
            raise MalformedClaimError(f"{self.node.value} has a thing for {predicate}")
        return _value(term) if term else None

    def _literal(self, predicate: str, datatype: str) -> str | None:
        value = self.value(predicate)
        if value is not None and value.datatype != datatype:
            raise MalformedClaimError(f"{self.node.value} has a {value.datatype} for {predicate}")
        return value.words if value else None

    def things(self, predicate: str) -> frozenset[str]:
        return frozenset(term.value for term in self._terms.pop(predicate, []))

    def refuse_others(self) -> None:
        others = [p for p in self._terms if p.startswith(AIF) and p not in BESIDES]
        if others:
            raise MalformedClaimError(f"{self.node.value} says more than is read: {others}")


def stored_records(store: Store, document: str) -> dict[int, ClaimRecord]:
    """The records of all claims of a document, by number. Raises MalformedClaimError."""
    claims = store.quads_for_pattern(
        None, NamedNode(AIF + "foundIn"), NamedNode(f"{ID}document/{document}"), DefaultGraph()
    )
    return {
        _number(quad.subject): stored_record(store, quad.subject)
        for quad in claims
        if isinstance(quad.subject, NamedNode)
    }


def stored_record(store: Store, claim: NamedNode) -> ClaimRecord:
    """The record of one claim. Raises MalformedClaimError."""
    node = _Properties(store, claim)
    previous = node.one(AIF + "previousClaim")
    record = ClaimRecord(
        said=_said(node),
        time=_time(node),
        voice=_voice(node),
        limits=_limits(node),
        places=_places(store, node),
        previous=_number(previous) if previous else None,
        followed_by=_followers(store, claim),
    )
    node.refuse_others()
    return record


def _said(node: _Properties) -> Said:
    types = node.things(RDF + "type")
    if AIF + "Claim" not in types:
        raise MalformedClaimError("a claim is not typed as one")
    return Said(
        subject=_needed(node.thing(AIF + "claimSubject"), "subject"),
        predicate=_needed(node.thing(AIF + "claimPredicate"), "predicate"),
        object=node.thing(AIF + "claimObject"),
        reported=node.string(AIF + "asReported"),
        value=node.value(AIF + "claimValue"),
        value_from=node.day(AIF + "valueFrom"),
        value_to=node.day(AIF + "valueTo"),
        unit=node.thing(AIF + "unit"),
        statistic=node.thing(AIF + "statistic"),
        comparator=node.thing(AIF + "comparator"),
        lower=node.value(AIF + "lowerBound"),
        upper=node.value(AIF + "upperBound"),
        instrument=node.thing(AIF + "onInstrument"),
        basis=node.thing(AIF + "instrumentBasis"),
        is_score=AIF + "ScoreClaim" in types,
    )


def _time(node: _Properties) -> Time:
    return Time(
        valid_from=node.day(AIF + "validFrom"),
        valid_to=node.day(AIF + "validTo"),
        text=node.string(AIF + "timeText"),
        said_on=_needed(node.day(AIF + "saidOn"), "day"),
    )


def _voice(node: _Properties) -> Voice:
    return Voice(
        voice=_needed(node.thing(AIF + "voice"), "voice"),
        asserted_by=node.thing(AIF + "assertedBy"),
        cites=node.thing(AIF + "citesSource"),
        implicit=_needed(node.flag(AIF + "implicit"), "implicit"),
        negated=_needed(node.flag(AIF + "negated"), "negated"),
        hypothetical=_needed(node.flag(AIF + "hypothetical"), "hypothetical"),
        review_status=_needed(node.thing(AIF + "reviewStatus"), "review status"),
    )


def _limits(node: _Properties) -> Limits:
    return Limits(
        scopes=node.things(AIF + "scope"),
        qualifiers=node.things(AIF + "qualifiedBy"),
        superlative=node.thing(AIF + "superlative"),
        is_first=node.flag(AIF + "isFirst") or False,
        by_means_of=node.thing(AIF + "byMeansOf"),
        ahead_of=node.thing(AIF + "aheadOf"),
        contrasted_with=node.thing(AIF + "contrastedWith"),
        since_release_of=node.thing(AIF + "sinceReleaseOf"),
    )


def _needed(found: Found | None, what: str) -> Found:
    if found is None:
        raise MalformedClaimError(f"{what} is missing")
    return found


def _value(literal: Literal) -> Value:
    datatype = literal.datatype.value.removeprefix(XSD).removeprefix(RDF)
    return Value(literal.value, datatype, (literal.language or "").lower())


def _number(node: object) -> int:
    last = node.value.rsplit("/", 1)[-1] if isinstance(node, NamedNode) else ""
    if not last.isdecimal():
        raise MalformedClaimError(f"{node} is not numbered")
    return int(last)


def _followers(store: Store, claim: NamedNode) -> frozenset[int]:
    quads = store.quads_for_pattern(None, NamedNode(AIF + "previousClaim"), claim, DefaultGraph())
    return frozenset(_number(quad.subject) for quad in quads)


def _places(store: Store, claim: _Properties) -> tuple[Place, ...]:
    """The spans of a claim by their number in the IRI, which begins with the main one."""
    main = _needed(claim.thing(AIF + "mainEvidence"), "main evidence")
    by_number = {_number(NamedNode(iri)): NamedNode(iri) for iri in claim.things(AIF + "hasEvidence")}
    if sorted(by_number) != [*range(1, len(by_number) + 1)] or main != by_number.get(1, claim.node).value:
        raise MalformedClaimError(f"the evidence is not numbered from the main span on: {sorted(by_number)}")
    return tuple(_place(store, by_number[k]) for k in sorted(by_number))


def _place(store: Store, evidence: NamedNode) -> Place:
    span = _Properties(store, evidence)
    position = _Properties(store, NamedNode(_needed(span.thing(OA + "hasSelector"), "selector")))
    return Place(
        document=_needed(span.thing(OA + "hasSource"), "source"),
        start=position.whole(OA + "start"),
        end=position.whole(OA + "end"),
        digest=_needed(span.string(AIF + "exactDigest"), "digest"),
    )
