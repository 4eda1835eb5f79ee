"""Composes the web application from settings: opens the snapshot, starts the workers for visitors' queries."""

from __future__ import annotations

import gc
from typing import cast

from flask import Flask

from aifrontier.settings import LOOPBACK, Settings, refuse_few_threads
from graph.snapshot import current
from webui.app import create_app
from webui.endpoint.service import Endpoint
from webui.rsgi.application import RsgiApplication
from webui.settings import WebSettings
from webui.succession import Succession

_THRESHOLDS = (50_000, 20, 100)


class NothingBuiltError(RuntimeError):
    """There is no snapshot to serve."""


def make_site(settings: Settings) -> Flask:
    """The application over the current snapshot below `settings.out`.

    Raises NothingBuiltError when nothing has been built there, and SettingError for too few threads.
    """
    refuse_few_threads(settings)
    snapshot = current(settings.out)
    if snapshot is None:
        raise NothingBuiltError(f"no snapshot below {settings.out}: run `aifrontier build` first")
    web = WebSettings(
        show_overlay=settings.serves_overlay,
        query_seconds=settings.query_seconds,
        query_workers=settings.query_workers,
        query_rows=settings.query_rows,
        query_bytes=settings.query_bytes,
        query_cache=settings.query_cache,
        hosts=LOOPBACK if settings.is_loopback else (),
    )
    return create_app(snapshot, web, newest=lambda: current(settings.out))


def make_rsgi(settings: Settings) -> RsgiApplication:
    """The same for a server that speaks RSGI, with the threads that were set; raises what make_site() does."""
    site = make_site(settings)
    endpoint = cast(Endpoint, site.extensions["aifrontier.endpoint"])
    succession = cast(Succession, site.extensions["aifrontier.succession"])
    queries = settings.threads_for_queries
    pages = settings.answering - queries
    return RsgiApplication(site, endpoint, for_queries=queries, for_pages=pages, close=succession.close)


def settled() -> None:
    """Tell the collector of garbage that what is there now stays, once all of it is there.

    It need not walk the graph's names and indexes again and again. What requests make is mostly freed without it,
    and answers that are kept are no garbage: it looks for cycles less often.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)
