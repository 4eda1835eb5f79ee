"""rdflib-endpoint from PyPI, in an environment of its own. Only the small graph: it is held in Python objects."""

from __future__ import annotations

from pathlib import Path

from bench.endpoint.servers.environment import Environment
from bench.endpoint.servers.server import HOST, Data, Running, free_port

_ENVIRONMENT = Environment("rdflib-endpoint", ("rdflib-endpoint[cli]==0.6.3",))


class RdflibEndpoint:
    """Served as its command line serves a file."""

    name = "rdflib-endpoint"
    sizes = ("82k",)
    path = "/"

    def fetch(self, cache: Path) -> None:
        """Install it."""
        _ENVIRONMENT.fetch(cache)

    def version(self, cache: Path) -> str:
        """Its version and rdflib's."""
        return f"{_ENVIRONMENT.version(cache, 'rdflib-endpoint')} (rdflib {_ENVIRONMENT.version(cache, 'rdflib')})"

    def start(self, cache: Path, data: Data) -> Running:
        """Start it on the file, which it reads first."""
        folder = data.folder / self.name
        folder.mkdir(parents=True, exist_ok=True)
        port = free_port()
        program = str(_ENVIRONMENT.program(cache, "rdflib-endpoint"))
        command = [program, "serve", "--host", HOST, "--port", str(port), str(data.file)]
        return Running(command, port=port, path=self.path, folder=folder, seconds=180)
