"""Evidence held against the texts at hand: the status of every span, and the quotes for the private overlay."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from graph.evidence.spans import record
from graph.evidence.split import context_of
from graph.evidence.status import Located, Status, check_digests, locate
from graph.inputs import Inputs
from graph.model import Claim, Document, Knowledge
from graph.problems import DataError, Problem
from graph.quads.claims import context_node
from graph.quads.terms import aif, thing
from ontology.namespaces import OVERLAY


@dataclass(frozen=True)
class Piece:
    """One span of one claim and where it was found."""

    claim: Claim
    number: int
    located: Located

    @property
    def entity_id(self) -> str:
        """The evidence as a thing of the graph."""
        return f"{self.claim.entity_id}/evidence/{self.number}"


@dataclass(frozen=True)
class Proof:
    """Every piece of evidence with its status; `texts` are the texts of record at hand, by document id."""

    pieces: tuple[Piece, ...]
    texts: Mapping[str, str]
    digests: Mapping[str, str]

    def counts(self) -> dict[str, int]:
        """How many spans have which status; every status is named."""
        found = Counter(piece.located.status for piece in self.pieces)
        return {status.value: found[status] for status in Status}

    def overlay(self) -> Iterator[Quad]:
        """The private layer: the words of each span that was found, and of the sentence around it."""
        graph = NamedNode(OVERLAY)
        for piece in self.pieces:
            located = piece.located
            if located.start is None or located.end is None:
                continue
            text = self.texts[piece.claim.document]
            quote = Literal(text[located.start : located.end])
            yield Quad(thing(piece.entity_id), aif("quote"), quote, graph)
            around = context_of(text, located.start, located.end)
            words = Literal(text[around.start : around.end])
            yield Quad(context_node(piece.claim.document, located.span), aif("contextText"), words, graph)


def prove(knowledge: Knowledge, inputs: Inputs) -> Proof:
    """Look every span up in its text, where that is at hand.

    Raises DataError when a text is the text of record and a digest in claims.yaml does not match it (then the
    claim is wrong, not the text), or when a text is not UTF-8.
    """
    pieces: list[Piece] = []
    texts: dict[str, str] = {}
    digests: dict[str, str] = {}
    problems: list[Problem] = []
    for document in knowledge.documents.values():
        claims = [claim for claim in knowledge.claims if claim.document == document.id]
        raw = inputs.text(document.id)
        text: str | None = None
        if raw is not None:
            try:
                text = texts[document.id] = record(raw)
            except ValueError as error:
                shown = f"texts/{document.id}/text.txt"
                problems.append(Problem(shown, 1, str(error), "save the text as UTF-8"))
        if text is not None:
            digests[document.id] = hashlib.sha256(text.encode()).hexdigest()
            if document.text and document.text.sha256 == digests[document.id]:
                problems.extend(_wrong_digests(document, claims, text))
        keys = [(claim, k, span) for claim in claims for k, span in enumerate(claim.evidence, 1)]
        for (claim, k, _), located in zip(keys, locate(text, [span for *_, span in keys]), strict=True):
            pieces.append(Piece(claim, k, located))
    if problems:
        raise DataError(problems)
    return Proof(tuple(pieces), texts, digests)


def _wrong_digests(document: Document, claims: list[Claim], text: str) -> Iterator[Problem]:
    for claim in claims:
        for found in check_digests(text, claim.evidence):
            yield Problem(
                claim.origin.file,
                claim.origin.line,
                f"claim {claim.id}, evidence {found.index + 1}: {found.field} is {found.found}, "
                f"the text of record gives {found.right}",
                "write the block again with aifrontier evidence",
            )
