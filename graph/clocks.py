"""Two clocks: what had been said by a day, what held on a day, and the graph as it follows from that alone.

Definitions: docs/asking.md. A claim had been said by the day of its document; it held as said, else from the start
of the cited report's period or from the day it was said (graph/derive/clocks.rq).
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from threading import Lock

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from graph.deriving import DERIVE, conclude, constructed
from graph.overlay import lay_over, without_private
from graph.store import EmbeddedStore, Row
from ontology.namespaces import ID, INFERRED, RDF12
from ontology.rq import load_folder, load_rq

_MOMENTS = Path(__file__).parent / "moments"
_PART_OF_CLAIM = re.compile(re.escape(ID) + r"(claim/[^/]+/[0-9]+)(?:/.*)?")
_PART_OF_DOCUMENT = re.compile(re.escape(ID) + r"(document/[^/]+)(?:/.*)?")
_PART_OF_TABLE = re.compile(re.escape(ID) + r"(?:dataset|observation|records)/([^/]+)(?:/.*)?")


@dataclass(frozen=True)
class Clocks:
    """The day on which things held and the day by which they had been said; None: that clock is not set."""

    as_of: date | None = None
    known_by: date | None = None

    @property
    def are_set(self) -> bool:
        """Whether there is a day to go by."""
        return self.as_of is not None or self.known_by is not None


@dataclass(frozen=True)
class Moment:
    """When a claim was said, from when to when it held (None: open), and which source it cites ("": none)."""

    said_on: date
    holds_from: date | None
    holds_to: date | None
    cites: str = ""

    def stands(self, clocks: Clocks) -> bool:
        """Whether the claim had been said by the one day and held on the other; both ends belong to a period."""
        if clocks.known_by is not None and self.said_on > clocks.known_by:
            return False
        if clocks.as_of is None:
            return True
        return (self.holds_from is None or self.holds_from <= clocks.as_of) and (
            self.holds_to is None or clocks.as_of <= self.holds_to
        )


@dataclass(frozen=True)
class Standing:
    """The claims (ids) that stand under some clocks, and the documents and tables (ids) that had spoken by then."""

    claims: frozenset[str]
    documents: frozenset[str]
    tables: frozenset[str] = frozenset()


class History:
    """A graph that can be brought to a day.

    `at` takes away the claims that do not stand, with their evidence, documents that had not been published and
    tables that speak for a later day, with all their figures, and concludes everything anew from the rest: a
    conclusion stands only on claims that stand. Different days under which the same claims and figures stand share
    one graph; `kept` graphs are kept. Figures have no time at which they held: as-of takes none away.
    """

    def __init__(self, store: EmbeddedStore, kept: int = 8) -> None:
        self._store = store
        self._kept = kept
        self._made: OrderedDict[Standing, EmbeddedStore] = OrderedDict()
        self._lock = Lock()

    @property
    def whole(self) -> EmbeddedStore:
        """The graph under no clock."""
        return self._store

    @cached_property
    def moments(self) -> Mapping[str, Moment]:
        """When each claim (id) was said and held."""
        return {
            _id(row, "claim"): Moment(
                _day(row, "saidOn") or date.max,
                _day(row, "holdsFrom"),
                _day(row, "holdsTo"),
                _id(row, "cites") if "cites" in row else "",
            )
            for row in self._store.select(load_rq(_MOMENTS / "claims.rq").bind())
        }

    @cached_property
    def published(self) -> Mapping[str, date]:
        """When each document (id) was published."""
        rows = self._store.select(load_rq(_MOMENTS / "documents.rq").bind())
        return {_id(row, "document"): _day(row, "saidOn") or date.max for row in rows}

    @cached_property
    def observed(self) -> Mapping[str, date]:
        """The latest day for which each table (id) of figures speaks."""
        rows = self._store.select(load_rq(_MOMENTS / "tables.rq").bind())
        return {_id(row, "table"): _day(row, "observedOn") or date.max for row in rows}

    def standing(self, clocks: Clocks) -> Standing:
        """What stands under `clocks`. A source that a standing claim passes on was there, whatever its own date."""
        claims = frozenset(name for name, moment in self.moments.items() if moment.stands(clocks))
        spoken = {name for name, day in self.published.items() if clocks.known_by is None or day <= clocks.known_by}
        cited = {self.moments[name].cites for name in claims} - {""}
        tables = {name for name, day in self.observed.items() if clocks.known_by is None or day <= clocks.known_by}
        return Standing(claims, frozenset(spoken | cited), frozenset(tables))

    def silent(self, standing: Standing) -> frozenset[str]:
        """The documents and tables (ids) that had not spoken: their names stay known, but nothing leads to them."""
        unpublished, unseen = self.published.keys() - standing.documents, self.observed.keys() - standing.tables
        return frozenset(unpublished | unseen)

    def at(self, clocks: Clocks) -> EmbeddedStore:
        """The graph under `clocks`; the whole one where they take nothing away."""
        wanted = self.standing(clocks)
        if wanted == Standing(*map(frozenset, (self.moments, self.published, self.observed))):
            return self._store
        with self._lock:
            if wanted not in self._made:
                self._made[wanted] = self._conclude(wanted)
            self._made.move_to_end(wanted)
            while len(self._made) > self._kept:
                self._made.popitem(last=False)
            return self._made[wanted]

    def _conclude(self, wanted: Standing) -> EmbeddedStore:
        store = EmbeddedStore()
        said, private = without_private([quad for quad in self._said if self._stands(quad, wanted)])
        store.add(said)
        conclude(store)
        # What follows is told of the public layer alone, as in the build.
        store.add(private)
        lay_over(store.engine)
        return store

    @cached_property
    def _said(self) -> tuple[Quad, ...]:
        """The graph without its conclusions."""
        return tuple(_without_conclusions(self._store))

    def _stands(self, quad: Quad, wanted: Standing) -> bool:
        named = [term.value for term in (quad.subject, quad.object) if isinstance(term, NamedNode)]
        claims = {found[1] for iri in named if (found := _PART_OF_CLAIM.fullmatch(iri))}
        documents = {found[1] for iri in named if (found := _PART_OF_DOCUMENT.fullmatch(iri))}
        tables = {f"dataset/{found[1]}" for iri in named if (found := _PART_OF_TABLE.fullmatch(iri))}
        # What is withdrawn has no moment, and a source that only labels name is no document that spoke.
        return (
            (claims & self.moments.keys()) <= wanted.claims
            and (documents & self.published.keys()) <= wanted.documents
            and (tables & self.observed.keys()) <= wanted.tables
        )


def _without_conclusions(store: EmbeddedStore) -> Iterator[Quad]:
    """What was put in: by the ontology, the registry, the documents and their claims, and private words."""
    concluded = {
        Quad(quad.subject, quad.predicate, quad.object, DefaultGraph())
        for quad in store.engine.quads_for_pattern(None, None, None, NamedNode(INFERRED))
    }
    for rule in load_folder(DERIVE):
        concluded.update(constructed(store, rule))
    # A triple that a claim carries may stand in the registry or in a document's own record as well.
    recorded = load_rq(_MOMENTS / "recorded.rq").bind()
    concluded.difference_update(
        Quad(t.subject, t.predicate, t.object, DefaultGraph()) for t in store.construct(recorded)
    )
    apart = {NamedNode(INFERRED), NamedNode(RDF12)}
    return (quad for quad in store if quad not in concluded and quad.graph_name not in apart)


def _id(row: Row, name: str) -> str:
    term = row[name]
    assert isinstance(term, NamedNode)
    return term.value.removeprefix(ID)


def _day(row: Row, name: str) -> date | None:
    term = row.get(name)
    return date.fromisoformat(term.value) if isinstance(term, Literal) else None
