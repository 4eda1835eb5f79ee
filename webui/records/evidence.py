"""Evidence for pages: where the spans of claims stand, how they fared, and the sentence with its spans marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from graph.evidence.marks import Segment, segments
from graph.evidence.split import Range
from graph.evidence.status import Status
from webui.site import Site
from webui.views import ViewRow, rows


@dataclass(frozen=True)
class Place:
    """One span of one claim: start and end in code points of the text of record, and how the build found it.

    `found` is where it stands in the text at hand when that is elsewhere; `quote` its words, where they are served.
    """

    claim: str
    number: int
    main: bool
    start: int
    end: int
    digest: str
    status: str
    reason: str
    found: tuple[int, int] | None
    quote: str | None


@dataclass(frozen=True)
class Sentence:
    """A sentence or list item with the spans in it; `marked` is its text cut at the spans, where it is served."""

    id: str
    document: str
    start: int
    end: int
    digest: str
    places: tuple[Place, ...]
    marked: tuple[Segment, ...] | None

    @property
    def anchor(self) -> str:
        """The place on the document's page."""
        return f"c-{self.start}-{self.end}"

    def of(self, claim: str) -> tuple[Place, ...]:
        """The spans of one claim in this sentence, by their number."""
        return tuple(sorted((p for p in self.places if p.claim == claim), key=lambda place: place.number))

    def claims(self) -> list[str]:
        """Ids of the claims whose main span is here, in the order of their spans."""
        return list(dict.fromkeys(place.claim for place in self.places if place.main))

    def supported(self) -> list[str]:
        """Ids of the claims that only have a further span here."""
        main = set(self.claims())
        return list(dict.fromkeys(place.claim for place in self.places if place.claim not in main))


def of_claim(site: Site, claim: str) -> list[Sentence]:
    """The sentences in which a claim has its spans, that of the main span first, with every claim's spans."""
    own = sorted(rows(site.store, "evidence-places", claim=[claim]), key=_number)
    if not own:
        return []
    order = list(dict.fromkeys(row.id("context") for row in own))
    found = _sentences(site, rows(site.store, "evidence-places", context=order))
    return sorted(found, key=lambda sentence: order.index(sentence.id))


def of_document(site: Site, document: str) -> list[Sentence]:
    """Every sentence of a document that bears a claim, in order."""
    return _sentences(site, rows(site.store, "evidence-places", document=[document]))


def _sentences(site: Site, found: Iterable[ViewRow]) -> list[Sentence]:
    grouped: dict[str, list[ViewRow]] = {}
    for row in found:
        grouped.setdefault(row.id("context"), []).append(row)
    words = _Words(site, [row.id("evidence") for inside in grouped.values() for row in inside])
    sentences = [_sentence(inside, words, site.snapshot.report["spans"]) for inside in grouped.values()]
    return sorted(sentences, key=lambda sentence: (sentence.document, sentence.start, sentence.end))


def _sentence(inside: list[ViewRow], words: _Words, told: Mapping[str, Mapping[str, Any]]) -> Sentence:
    first = inside[0]
    places = sorted(
        (_place(row, told.get(row.id("evidence"), {}), words) for row in inside),
        key=lambda place: (place.start, -place.end, not place.main, int(place.claim.rpartition("/")[2])),
    )
    return Sentence(
        id=first.id("context"),
        document=first.id("document"),
        start=first.whole("contextStart"),
        end=first.whole("contextEnd"),
        digest=first.text("contextDigest"),
        places=tuple(places),
        marked=_marked(words.texts.get(first.id("context"), ()), first.whole("contextStart"), places),
    )


def _place(row: ViewRow, told: Mapping[str, Any], words: _Words) -> Place:
    start, end = row.whole("start"), row.whole("end")
    return Place(
        claim=row.id("claim"),
        number=_number(row),
        main=row.text("main") == "true",
        start=start,
        end=end,
        digest=row.text("digest"),
        status=told.get("status", Status.not_at_hand.value),
        reason=told.get("reason", ""),
        found=_moved(told, start, end),
        quote=words.quotes.get(row.id("evidence")),
    )


def _moved(told: Mapping[str, Any], start: int, end: int) -> tuple[int, int] | None:
    """Where the span stands in the text at hand, if that is another place."""
    if told.get("start") is None or told.get("end") is None or (told["start"], told["end"]) == (start, end):
        return None
    return int(told["start"]), int(told["end"])


def _number(row: ViewRow) -> int:
    return int(row.id("evidence").rpartition("/")[2])


class _Words:
    """Quotes by evidence and texts by context, from the private layer; nothing where that is not served."""

    def __init__(self, site: Site, evidence: list[str]) -> None:
        self.quotes: dict[str, str] = {}
        self.texts: dict[str, list[str]] = {}
        if not site.overlay or not evidence:
            return
        for row in rows(site.store, "quotes", evidence=evidence):
            self.quotes[row.id("evidence")] = row.text("quote")
            known = self.texts.setdefault(row.id("context"), [])
            if row.text("text") not in known:
                known.append(row.text("text"))


def _marked(texts: Iterable[str], start: int, places: Iterable[Place]) -> tuple[Segment, ...] | None:
    """The context's text cut at its spans. Where spans moved apart there are several: the one that fits most."""
    best: tuple[str, list[tuple[str, Range]]] | None = None
    for text in texts:
        marks = [(p.claim, mark) for p in places if (mark := _mark(text, p, p.start - start)) is not None]
        if best is None or len(marks) > len(best[1]):
            best = (text, marks)
    return segments(best[0], Range(0, len(best[0])), best[1]) if best else None


def _mark(text: str, place: Place, expected: int) -> Range | None:
    """Where the words of a span stand in its context: at their place, else at the nearest one that has them."""
    if not place.quote:
        return None
    if text.startswith(place.quote, expected):
        return Range(expected, expected + len(place.quote))
    found = [at for at in range(len(text)) if text.startswith(place.quote, at)]
    if not found:
        return None
    at = min(found, key=lambda candidate: abs(candidate - expected))
    return Range(at, at + len(place.quote))
