"""The terms that a snapshot uses, counted once: properties and classes by graph, and the named graphs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from graph.store import EmbeddedStore
from webui.keeping import kept
from webui.views import rows

DEFAULT = ""
"""Stands for the default graph."""


@dataclass(frozen=True)
class TermsInUse:
    """IRI -> graph -> how often; graphs are IRIs, "" for the default one."""

    properties: Mapping[str, Mapping[str, int]]
    classes: Mapping[str, Mapping[str, int]]

    @property
    def graphs(self) -> list[str]:
        """The named graphs that hold something."""
        return sorted({graph for uses in self.properties.values() for graph in uses if graph != DEFAULT})


def terms_in_use(store: EmbeddedStore) -> TermsInUse:
    """The terms of a store that does not change any more; counted when first asked for."""
    return kept(store, "terms in use", lambda: _terms_in_use(store))


def values_of(store: EmbeddedStore, iri: str) -> tuple[str, ...]:
    """The things (IRIs) that stand most often as values of a property, the most frequent first."""
    return kept(
        store, ("values", iri), lambda: tuple(r.text("value") for r in rows(store, "values-of", property=[iri]))
    )


def _terms_in_use(store: EmbeddedStore) -> TermsInUse:
    found: dict[str, dict[str, dict[str, int]]] = {"property": {}, "class": {}}
    for row in rows(store, "terms-in-use"):
        uses = found[row.text("role")].setdefault(row.text("term"), {})
        uses[row.text("graph")] = row.whole("uses")
    return TermsInUse(MappingProxyType(found["property"]), MappingProxyType(found["class"]))
