"""This project's own server, as its users start it: `aifrontier serve` over a snapshot of the generated graph."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

import granian
import pyoxigraph

from bench.endpoint.servers.server import Data, Running, free_port
from graph.inputs import Inputs
from graph.model import Knowledge
from graph.proof import Proof
from graph.snapshot import current, is_fresh, program_version, publish
from graph.store import EmbeddedStore


class Ours:
    """Settings are the defaults, but for those given: their cap of 10,000 rows lets every workload through."""

    name = "aifrontier"
    sizes = ("82k", "811k")
    path = "/sparql"

    def __init__(self, settings: Mapping[str, str] | None = None) -> None:
        self._settings = dict(settings or {})

    def fetch(self, cache: Path) -> None:
        """It is here."""

    def version(self, cache: Path) -> str:
        """Its version and those of what it stands on."""
        return f"{program_version()} (pyoxigraph {pyoxigraph.__version__}, granian {granian.__version__})"

    def start(self, cache: Path, data: Data) -> Running:
        """Publish the graph as a snapshot that `serve` takes for that of the data, and serve it."""
        folder = data.folder / self.name
        folder.mkdir(parents=True, exist_ok=True)
        snapshot = current(folder / "out")
        # A snapshot with documents is not of the generated graph: `serve` has built the data of the package.
        if snapshot is None or not is_fresh(snapshot, Inputs()) or snapshot.manifest["documents"]:
            shutil.rmtree(folder / "out", ignore_errors=True)
            store = EmbeddedStore()
            store.engine.bulk_load(path=str(data.file), format=pyoxigraph.RdfFormat.N_TRIPLES)
            publish(store, Knowledge({}, {}, (), ()), Proof((), {}, {}), Inputs(), folder / "out")
        temporary = folder / "tmp"
        temporary.mkdir(exist_ok=True)
        port = free_port()
        return Running(
            [sys.executable, "-m", "aifrontier", "serve", "--port", str(port), "--out", str(folder / "out")],
            port=port,
            path=self.path,
            folder=folder,
            seconds=120,
            environment={f"AIFRONTIER_{name}": value for name, value in self._settings.items()}
            | {"TMPDIR": str(temporary)},
        )
