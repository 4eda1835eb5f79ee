"""`oxigraph serve-read-only`, the engine's own server in Rust, from PyPI."""

from __future__ import annotations

from pathlib import Path

from bench.endpoint.servers.environment import Environment
from bench.endpoint.servers.server import HOST, Data, Running, free_port, run

_ENVIRONMENT = Environment("oxigraph", ("oxigraph==0.5.13",))


class Oxigraph:
    """The same engine as ours, on disk, without what stands around it."""

    name = "oxigraph serve"
    sizes = ("82k", "811k")
    path = "/query"

    def fetch(self, cache: Path) -> None:
        """Install it."""
        _ENVIRONMENT.fetch(cache)

    def version(self, cache: Path) -> str:
        """Its version."""
        return _ENVIRONMENT.version(cache, "oxigraph")

    def start(self, cache: Path, data: Data) -> Running:
        """Load the graph into a store on disk once, and serve that."""
        program, folder = str(_ENVIRONMENT.program(cache, "oxigraph")), data.folder / "oxigraph"
        store = folder / "store"
        if not store.exists():
            folder.mkdir(parents=True, exist_ok=True)
            run([program, "load", "--location", str(store), "--file", str(data.file)], seconds=300)
        port = free_port()
        command = [program, "serve-read-only", "--location", str(store), "--bind", f"{HOST}:{port}"]
        return Running(command, port=port, path=self.path, folder=folder, seconds=60)
