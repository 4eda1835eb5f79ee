"""One frozen settings class, composed from the environment and the command line's flags.

Every setting is a row of the class: its name, type, default and meaning. The environment variable of a setting
is its name in upper case behind `AIFRONTIER_`. docs/settings.md lists them; a test finds the one it leaves out.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from graph.inputs import Inputs
from queries.outside.limits import QUEUE_BOUND
from webui.endpoint.places import BODIES, STREAMS

PREFIX = "AIFRONTIER_"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
THREADS_FOR_PAGES = 8
"""Threads that are left when all that may run, wait, be read or be sent does so."""
_THREADS = 64


@dataclass(frozen=True)
class Settings:
    """Where data comes from, where snapshots go, and how the site is served."""

    data: Path | None = field(
        default=None, metadata={"meaning": "a folder of your own registry/, documents/ and links/"}
    )
    texts: Path | None = field(
        default=None, metadata={"meaning": "a folder with DOCUMENT/text.txt for the texts that you have"}
    )
    out: Path = field(default=Path(".aifrontier"), metadata={"meaning": "where snapshots are published"})
    host: str = field(default="127.0.0.1", metadata={"meaning": "the address to serve on"})
    port: int = field(default=8000, metadata={"meaning": "the port to serve on"})
    threads: int = field(
        default=0,
        metadata={
            "meaning": "threads for what the server cannot answer at once (pages, slow queries); "
            "0 means 64, or as many more as cores need"
        },
    )
    query_seconds: float = field(
        default=10.0, metadata={"meaning": "time budget of a SPARQL query that a visitor writes"}
    )
    query_workers: int = field(default=0, metadata={"meaning": "processes for such queries; 0 means one a core"})
    query_rows: int = field(default=10_000, metadata={"meaning": "rows that such a query may return"})
    query_bytes: int = field(default=67_108_864, metadata={"meaning": "bytes of such a query's result"})
    query_cache: int = field(
        default=67_108_864, metadata={"meaning": "bytes of answers to such queries that are kept; 0 keeps none"}
    )
    show_overlay: bool = field(
        default=False,
        metadata={
            "meaning": "serve the private layer (quotes of source texts, figures that may not be passed on) "
            "beyond this machine as well"
        },
    )

    @property
    def inputs(self) -> Inputs:
        """The folders to build from."""
        return Inputs(workspace=self.data, texts=self.texts)

    @property
    def threads_for_queries(self) -> int:
        """So many that all queries which may run, wait, be read or be sent have one each."""
        return (self.query_workers or os.cpu_count() or 1) + QUEUE_BOUND + BODIES + STREAMS

    @property
    def fewest_threads(self) -> int:
        """So many that some are left for the pages."""
        return self.threads_for_queries + THREADS_FOR_PAGES

    @property
    def answering(self) -> int:
        """The number of threads that answer requests."""
        return self.threads or max(_THREADS, self.fewest_threads)

    @property
    def serves_overlay(self) -> bool:
        """The private layer is shown on loopback, elsewhere only when the operator says so."""
        return self.show_overlay or self.is_loopback

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can ask."""
        return self.host in LOOPBACK


class SettingError(ValueError):
    """A setting whose value will not do."""


def compose(flags: Mapping[str, Any] | None = None, environment: Mapping[str, str] | None = None) -> Settings:
    """Settings from defaults, then `environment` (os.environ), then `flags` that are not None.

    Raises SettingError that names the variable for a value of the wrong kind.
    """
    environment = os.environ if environment is None else environment
    values: dict[str, Any] = {}
    for setting in fields(Settings):
        variable = PREFIX + setting.name.upper()
        if (text := environment.get(variable)) not in (None, ""):
            values[setting.name] = _read(variable, str(text), setting.type)
    values.update({name: value for name, value in (flags or {}).items() if value is not None})
    return Settings(**values)


def refuse_few_threads(settings: Settings) -> None:
    """Raise SettingError where queries that wait could keep every thread, so that nobody gets a page or a 503."""
    if settings.answering < settings.fewest_threads:
        raise SettingError(
            f"AIFRONTIER_THREADS={settings.threads}: queries that run or wait would take them all; set it to "
            f"{settings.fewest_threads} or more, or to 0, or lower AIFRONTIER_QUERY_WORKERS"
        )


def environment_of(settings: Settings) -> dict[str, str]:
    """The settings as environment variables, for a server process that composes them again."""
    shown = {f.name: getattr(settings, f.name) for f in fields(Settings)}
    return {PREFIX + name.upper(): str(value) for name, value in shown.items() if value is not None}


def _read(variable: str, text: str, kind: Any) -> Any:
    try:
        if kind == "bool":
            return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}[text.lower()]
        if kind == "int":
            return int(text)
        if kind == "float":
            return float(text)
    except (ValueError, KeyError):
        raise SettingError(f"{variable}={text!r}: a {kind} is wanted") from None
    return Path(text) if "Path" in str(kind) else text
