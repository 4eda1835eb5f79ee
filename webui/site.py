"""What every page reads from: one snapshot, opened once, with its names, edges and search index."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import cast

from flask import current_app

from graph.analysis import Walk
from graph.names import Names
from graph.search import SearchIndex
from graph.snapshot import Snapshot
from graph.store import EmbeddedStore
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

    @cached_property
    def workers(self) -> WorkerPool:
        """The processes that run visitors' queries; started when the first one comes."""
        return WorkerPool(
            self.snapshot.store_path(overlay=self.overlay),
            size=self.settings.workers,
            budget_seconds=self.settings.query_seconds,
        )

    def close(self) -> None:
        """End the worker processes, if any were started."""
        if "workers" in self.__dict__:
            self.workers.close()


def site() -> Site:
    """The site of the application that handles this request."""
    return cast(Site, current_app.extensions["aifrontier"])
