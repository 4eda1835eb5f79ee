"""The browser bundle that Vite built: which files a page has to link for an entry such as `site.js`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "static" / "build"
BASE = "/static/build/"
SOURCES = "webui/assets/"


class BundleMissingError(RuntimeError):
    """There is no bundle, or a half-written one: the message names the folder and the mend."""


class UnknownEntryError(LookupError):
    """The bundle has no entry of that name: the message lists those that it has."""


@dataclass(frozen=True)
class Asset:
    """URLs for one entry: its module, the style sheets in their order, and the modules it imports (to preload)."""

    script: str
    styles: tuple[str, ...]
    preloads: tuple[str, ...]


@dataclass(frozen=True)
class Bundle:
    """Vite's manifest: source file -> {file, css, imports, isEntry}."""

    chunks: Mapping[str, Mapping[str, Any]]

    def asset(self, name: str, base: str = BASE) -> Asset:
        """URLs for the entry `name` (a file of webui/assets such as `explorer.js`), each below `base`.

        Style sheets of imported chunks come before the entry's own, as the manifest's rules want it
        (https://vite.dev/guide/backend-integration). Raises UnknownEntryError.
        """
        entry = self.chunks.get(SOURCES + name)
        if entry is None or not entry.get("isEntry"):
            raise UnknownEntryError(f"no entry {name!r} in the browser bundle, only: {', '.join(self.entries())}")
        chunks = [self.chunks[imported] for imported in self._imports(entry)]
        styles = [style for chunk in (*chunks, entry) for style in chunk.get("css", ())]
        return Asset(
            script=base + entry["file"],
            styles=tuple(base + style for style in dict.fromkeys(styles)),
            preloads=tuple(base + chunk["file"] for chunk in chunks),
        )

    def entries(self) -> list[str]:
        """Names of all entries."""
        return sorted(key.removeprefix(SOURCES) for key, chunk in self.chunks.items() if chunk.get("isEntry"))

    def _imports(self, chunk: Mapping[str, Any]) -> list[str]:
        """Keys of the chunks that `chunk` imports, the deepest first, each once."""
        found: dict[str, None] = {}
        for name in chunk.get("imports", ()):
            for key in (*self._imports(self.chunks[name]), name):
                found.setdefault(key)
        return list(found)


def load_bundle(folder: Path = FOLDER) -> Bundle:
    """The bundle in `folder`. Raises BundleMissingError where there is none."""
    path = folder / "manifest.json"
    try:
        return Bundle(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise BundleMissingError(
            f"no browser bundle at {folder} ({error}): run `python3 dev.py serve`, which builds it"
        ) from error


@lru_cache
def shipped_bundle() -> Bundle:
    """The bundle that this installation carries, read once. Raises BundleMissingError."""
    return load_bundle()


def asset(name: str, base: str = BASE) -> Asset:
    """URLs for an entry of the shipped bundle; for templates. Raises BundleMissingError, UnknownEntryError."""
    return shipped_bundle().asset(name, base)
