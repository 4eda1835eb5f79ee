"""What was made of a store that does not change any more: kept while it is asked for, gone when the store goes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar, cast
from weakref import WeakKeyDictionary

from graph.store import EmbeddedStore

MOST_KEPT = 300
"""Things that are kept for one store."""

Made = TypeVar("Made")

_kept: WeakKeyDictionary[EmbeddedStore, OrderedDict[Hashable, Any]] = WeakKeyDictionary()
_lock = Lock()


def kept(store: EmbeddedStore, key: Hashable, make: Callable[[], Made]) -> Made:
    """What was made for a store before, else made now; it goes when the store does, so that no snapshot stays."""
    with _lock:
        made = _kept.setdefault(store, OrderedDict())
        if key in made:
            made.move_to_end(key)
            return cast(Made, made[key])
    fresh = make()
    with _lock:
        made[key] = fresh
        while len(made) > MOST_KEPT:
            made.popitem(last=False)
    return fresh
