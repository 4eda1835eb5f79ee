"""What every page reads from: one snapshot, opened once, with its names, edges and search index."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from threading import Lock
from typing import cast

from flask import current_app, g
from pyoxigraph import NamedNode

from graph.analysis import Walk
from graph.clocks import Clocks, History, Standing
from graph.indexing import edge_rows
from graph.names import Names
from graph.search import SearchIndex
from graph.snapshot import Snapshot
from graph.store import EmbeddedStore
from ontology.namespaces import PREFIXES
from ontology.vocabulary import Vocabulary, load_vocabulary
from queries.answer import Source
from queries.outside.pool import WorkerPool
from webui.clocks import clocks
from webui.endpoint.checking import Reader
from webui.settings import WebSettings

TIMES = 8
"""Graphs of other days that are kept in memory (some 10 MB each, with five documents)."""


@dataclass
class Site:
    """The opened snapshot, whole or as it stood under some clocks.

    `overlay` tells whether quotes of the private layer may be shown and are there; `source` and the workers answer
    from the whole snapshot, whatever the clocks. `silent` are the documents and tables (ids) that had not spoken by
    then: they have names, and are neither found nor offered.
    """

    snapshot: Snapshot
    settings: WebSettings
    store: EmbeddedStore
    names: Names
    walk: Walk
    search: SearchIndex
    vocabulary: Vocabulary
    overlay: bool
    history: History
    standing: Standing | None = None
    silent: frozenset[str] = frozenset()
    _times: OrderedDict[Standing, Site] = field(default_factory=OrderedDict)
    _pools: dict[bool, WorkerPool] = field(default_factory=dict)
    _readers: list[Reader] = field(default_factory=list)
    _public: list[Site] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)
    _reading: Lock = field(default_factory=Lock)

    @classmethod
    def open(cls, snapshot: Snapshot, settings: WebSettings) -> Site:
        """Open a snapshot for serving."""
        overlay = settings.show_overlay and snapshot.has_overlay
        labels, vocabulary = snapshot.labels(overlay=overlay), load_vocabulary()
        store = snapshot.open_in_memory(overlay=overlay)
        return cls(
            snapshot=snapshot,
            settings=settings,
            store=store,
            names=Names(labels, vocabulary),
            walk=Walk(snapshot.edges()),
            search=SearchIndex(labels),
            vocabulary=vocabulary,
            overlay=overlay,
            history=History(store, TIMES),
        )

    def at(self, clocks: Clocks) -> Site:
        """This site as it stood under `clocks`: pages read from it what had been said and held, and no more."""
        if not clocks.are_set or (store := self.history.at(clocks)) is self.store:
            return self
        standing = self.history.standing(clocks)
        with self._lock:
            if standing not in self._times:
                silent = self.history.silent(standing)
                self._times[standing] = replace(
                    self,
                    store=store,
                    walk=Walk(edge_rows(store)),
                    search=self.search.without(silent),
                    standing=standing,
                    silent=silent,
                )
            self._times.move_to_end(standing)
            while len(self._times) > TIMES:
                self._times.popitem(last=False)
            return self._times[standing]

    def public(self) -> Site:
        """This site without its private layer; it has the same workers. Opened when somebody needs it."""
        if not self.overlay:
            return self
        with self._lock:
            if not self._public:
                labels = self.snapshot.labels(overlay=False)
                store = self.snapshot.open_in_memory(overlay=False)
                open_to_all = replace(
                    self,
                    store=store,
                    names=Names(labels, self.vocabulary),
                    search=SearchIndex(labels),
                    walk=Walk(self.snapshot.edges()),
                    overlay=False,
                    history=History(store, TIMES),
                    standing=None,
                    silent=frozenset(),
                    _times=OrderedDict(),
                )
                self._public.append(open_to_all)
            return self._public[0]

    @property
    def whole(self) -> EmbeddedStore:
        """The graph under no clock."""
        return self.history.whole

    @cached_property
    def graphs(self) -> Mapping[str, int]:
        """How many triples each graph of the whole snapshot has, by its name; that of the default graph is ""."""
        engine = self.whole.engine
        named = [graph for graph in engine.named_graphs() if isinstance(graph, NamedNode)]
        sizes = {g.value: sum(1 for _ in engine.quads_for_pattern(None, None, None, g)) for g in named}
        return {"": len(engine) - sum(sizes.values())} | sizes

    @property
    def counts(self) -> Mapping[str, int]:
        """How many claims, documents and things there are, as far as they stand."""
        counts: dict[str, int] = dict(self.snapshot.manifest["counts"])
        if self.standing:
            spoken = {claim.rpartition("/")[0] for claim in self.standing.claims}
            counts |= {"claims": len(self.standing.claims), "documents": len(spoken)}
        return counts

    @property
    def evidence(self) -> Mapping[str, int]:
        """How many spans of the claims that stand fared how, by status."""
        report = self.snapshot.report
        if not self.standing:
            return dict(report["evidence"])
        fared = dict.fromkeys(report["evidence"], 0)
        for evidence, told in report["spans"].items():
            if evidence.partition("/evidence/")[0] in self.standing.claims:
                fared[told["status"]] += 1
        return fared

    @property
    def source(self) -> Source:
        """What named questions are answered from."""
        at = self.snapshot
        return Source(self.whole, self.names, at.version, at.last_day, self.overlay, self.history)

    def workers(self, *, overlay: bool) -> WorkerPool:
        """The processes that run visitors' queries, with or without the private layer; started when one comes."""
        with self._lock:
            if overlay not in self._pools:
                self._pools[overlay] = WorkerPool(
                    self.snapshot.store_path(overlay=overlay),
                    self.settings.workers,
                    budget_seconds=self.settings.query_seconds,
                    row_cap=self.settings.query_rows,
                    byte_cap=self.settings.query_bytes,
                    prefixes=PREFIXES,
                )
            return self._pools[overlay]

    def open_pools(self) -> Mapping[bool, WorkerPool]:
        """The pools that were started, by whether they see the private layer."""
        with self._lock:
            return dict(self._pools)

    def reader(self) -> Reader:
        """The process that tells whether a query can be read; started when one comes."""
        with self._reading:  # not the workers' lock: to open its store takes a moment
            if not self._readers:
                graphs = (graph.value for graph in self.whole.engine.named_graphs() if isinstance(graph, NamedNode))
                self._readers.append(Reader(graphs))
            return self._readers[0]

    def close(self) -> None:
        """End the worker processes, if any were started."""
        with self._reading:
            while self._readers:
                self._readers.pop().close()
        with self._lock:
            while self._pools:
                self._pools.popitem()[1].close()


def site() -> Site:
    """The site of the application that handles this request, under the clocks of the request.

    It stays the same for a whole request, also when a newer snapshot is taken up in the meantime.
    """
    if "site" not in g:
        g.site = current_app.extensions["aifrontier"]
    return cast(Site, g.site).at(clocks())
