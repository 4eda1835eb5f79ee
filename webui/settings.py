"""What the web layer is told: one frozen class, composed by `aifrontier`."""

from __future__ import annotations

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class WebSettings:
    """Settings of the site.

    show_overlay: the private layer (quotes, figures not passed on) may be shown; query_seconds: budget of a
    visitor's query (seconds); query_workers: processes for such queries (0: one a core); query_rows: rows they may
    return; query_bytes: size of what they may return; query_cache: bytes of answers that are kept (0: none);
    hosts: names under which the site may be asked for (empty: any). A server that shows quotes on loopback answers
    to loopback names only, or a page elsewhere could read them by a name of its own (DNS rebinding).
    """

    show_overlay: bool = False
    query_seconds: float = 10.0
    query_workers: int = 0
    query_rows: int = 10_000
    query_bytes: int = 64 << 20
    query_cache: int = 64 << 20
    hosts: tuple[str, ...] = ()

    @property
    def workers(self) -> int:
        """The number of worker processes."""
        return self.query_workers or os.cpu_count() or 1
