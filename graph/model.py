"""What the files say, as frozen dataclasses: entities, documents, claims, links.

Everything here is what a person wrote; nothing is computed. `Origin` remembers file and line, so that a
problem found late (by SHACL, say) can still name the place to mend.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from graph.evidence.spans import Span
from graph.period import Period

if TYPE_CHECKING:
    from graph.observation import Table


@dataclass(frozen=True, order=True)
class Origin:
    """Where a record was written: file (as shown to people) and line, from 1."""

    file: str
    line: int


@dataclass(frozen=True)
class Name:
    """A label or alias with its language tag and the source in which the spelling stands."""

    text: str
    language: str
    source: str


@dataclass(frozen=True)
class Fact:
    """A background fact of the registry: predicate (local name), object (entity id), source."""

    predicate: str
    object: str
    source: str
    origin: Origin


@dataclass(frozen=True)
class Entity:
    """A thing of the registry."""

    id: str
    types: tuple[str, ...]
    labels: tuple[Name, ...]
    aliases: tuple[Name, ...]
    definitions: Mapping[str, str]
    facts: tuple[Fact, ...]
    origin: Origin


@dataclass(frozen=True)
class TextRecord:
    """Identity of a text of record: SHA-256 of its UTF-8 bytes (hex) and its length in code points."""

    sha256: str
    characters: int


@dataclass(frozen=True)
class Voice:
    """Who speaks in one voice of a document: entity ids of who asserts and of the document cited."""

    asserted_by: str | None
    cites: str | None


@dataclass(frozen=True)
class Document:
    """A source: an article or a report. `said_on` is its date, by the last day of what is known."""

    id: str
    kind: str
    label: Mapping[str, str]
    title: Mapping[str, str]
    publisher: str | None
    byline: str | None
    published: str
    said_on: date
    language: str | None
    address: str | None
    reports_on: str | None
    covers: Period | None
    completeness: str
    rights: Mapping[str, str]
    text: TextRecord | None
    voices: Mapping[str, Voice]
    origin: Origin

    @property
    def entity_id(self) -> str:
        """The document as a thing of the graph."""
        return f"document/{self.id}"


@dataclass(frozen=True)
class Instrument:
    """The instrument of a figure and how it is known: namedBySource or inferredFromDate."""

    id: str
    basis: str


@dataclass(frozen=True)
class Claim:
    """One statement of a document: `object` is an entity id or class, `value` the figure or words as reported."""

    document: str
    id: int
    subject: str
    predicate: str
    object: str | None
    value: str | None
    voice: str
    evidence: tuple[Span, ...]
    origin: Origin
    language: str | None = None
    unit: str | None = None
    statistic: str | None = None
    comparator: str | None = None
    lower: str | None = None
    upper: str | None = None
    time: str | None = None
    time_words: str | None = None
    scope: tuple[str, ...] = ()
    qualifiers: tuple[str, ...] = ()
    superlative: str | None = None
    first: bool = False
    by_means_of: str | None = None
    ahead_of: str | None = None
    contrasted_with: str | None = None
    since: str | None = None
    previous: int | None = None
    instrument: Instrument | None = None
    implicit: bool = False
    negated: bool = False
    hypothetical: bool = False
    status: str = "accepted"

    @property
    def entity_id(self) -> str:
        """The claim as a thing of the graph: claim/DOCUMENT/N."""
        return f"claim/{self.document}/{self.id}"


@dataclass(frozen=True)
class Link:
    """A mapping to another data set (SSSOM): entity id, SKOS property (local name), IRI there, and why."""

    subject: str
    predicate: str
    object: str
    justification: str
    comment: str
    origin: Origin


@dataclass(frozen=True)
class Knowledge:
    """All that was read, checked for references: entities and documents by id."""

    entities: Mapping[str, Entity]
    documents: Mapping[str, Document]
    claims: tuple[Claim, ...]
    links: tuple[Link, ...]
    tables: tuple[Table, ...] = ()
