"""One module a kind of page, each with its blueprint."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from flask import Blueprint

_NAMES = (
    "home",
    "search",
    "urls",
    "data",
    "entity",
    "claim",
    "document",
    "question",
    "health",
    "explore",
    "sparql",
)
BLUEPRINTS: tuple[Blueprint, ...] = tuple(
    import_module(f"webui.pages.{name}").blueprint for name in _NAMES if find_spec(f"webui.pages.{name}")
)
