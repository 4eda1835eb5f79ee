"""A virtual environment for a server from PyPI: its own, so that it brings nothing into ours."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from bench.endpoint.servers.server import UnavailableError, run


@dataclass(frozen=True)
class Environment:
    """The environment `name` below the cache, with `packages` as pip takes them."""

    name: str
    packages: tuple[str, ...]

    def fetch(self, cache: Path) -> None:
        """Make it and install the packages; raises UnavailableError."""
        run([sys.executable, "-m", "venv", str(cache / self.name)], seconds=120)
        run([str(self.program(cache, "python")), "-m", "pip", "-q", "install", *self.packages], seconds=300)

    def program(self, cache: Path, name: str) -> Path:
        """A program of it; raises UnavailableError when it is not there."""
        found = cache / self.name / "bin" / name
        if not found.is_file():
            raise UnavailableError("not there; --fetch installs it from PyPI")
        return found

    def version(self, cache: Path, package: str) -> str:
        """The version of a package in it."""
        asked = f"from importlib.metadata import version; print(version({package!r}))"
        return run([str(self.program(cache, "python")), "-c", asked], seconds=30).strip()
