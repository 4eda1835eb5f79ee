"""Composes the web application from settings: opens the snapshot, starts the workers for visitors' queries."""

from __future__ import annotations

from flask import Flask

from aifrontier.settings import LOOPBACK, Settings, refuse_few_threads
from graph.snapshot import current
from webui.app import create_app
from webui.settings import WebSettings


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
