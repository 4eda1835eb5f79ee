"""What every page reads from: one snapshot, opened once, with its names, edges and search index."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock
from typing import cast

from flask import current_app

from graph.analysis import Walk
from graph.names import Names
from graph.search import SearchIndex
from graph.snapshot import Snapshot
from graph.store import EmbeddedStore
from ontology.namespaces import PREFIXES
from ontology.vocabulary import Vocabulary, load_vocabulary
from queries.answer import Source
from queries.outside.pool import WorkerPool
from webui.settings import WebSettings


@dataclass
class Site:
    """The opened snapshot. `overlay` tells whether quotes of the private layer may be shown and are there."""

    snapshot: Snapshot
    settings: WebSettings
    store: EmbeddedStore
    names: Names
    walk: Walk
    search: SearchIndex
    vocabulary: Vocabulary
    overlay: bool
    _pools: dict[bool, WorkerPool] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    @classmethod
    def open(cls, snapshot: Snapshot, settings: WebSettings) -> Site:
        """Open a snapshot for serving."""
        overlay = settings.show_overlay and snapshot.has_overlay
        labels, vocabulary = snapshot.labels(), load_vocabulary()
        return cls(
            snapshot=snapshot,
            settings=settings,
            store=snapshot.open_in_memory(overlay=overlay),
            names=Names(labels, vocabulary),
            walk=Walk(snapshot.edges()),
            search=SearchIndex(labels),
            vocabulary=vocabulary,
            overlay=overlay,
        )

    @property
    def source(self) -> Source:
        """What named questions are answered from."""
        return Source(self.store, self.names, self.snapshot.version, self.snapshot.last_day, self.overlay)

    def workers(self, *, overlay: bool) -> WorkerPool:
        """The processes that run visitors' queries, with or without the private layer; started when one comes."""
        with self._lock:
            if overlay not in self._pools:
                self._pools[overlay] = WorkerPool(
                    self.snapshot.store_path(overlay=overlay),
                    self.settings.workers,
                    budget_seconds=self.settings.query_seconds,
                    row_cap=self.settings.query_rows,
                    prefixes=PREFIXES,
                )
            return self._pools[overlay]

    def close(self) -> None:
        """End the worker processes, if any were started."""
        with self._lock:
            while self._pools:
                self._pools.popitem()[1].close()


def site() -> Site:
    """The site of the application that handles this request."""
    return cast(Site, current_app.extensions["aifrontier"])
