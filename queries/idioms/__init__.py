"""Idioms: short queries, tried on every build, that show how to ask this graph for something."""

from __future__ import annotations

from queries.idioms.idiom import Idiom, IdiomError, idioms, load_idioms

__all__ = ["Idiom", "IdiomError", "idioms", "load_idioms"]
