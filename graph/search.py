"""Search over labels and aliases in all scripts: exact, prefix, then substring, over folded text."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from typing import Any

from graph.evidence.fold import fold

MOST = 50


@dataclass(frozen=True)
class Hit:
    """One thing that was found: its id, classes, the name that matched with its language, and how well (0 best)."""

    thing: str
    kinds: tuple[str, ...]
    text: str
    language: str
    rank: int


@dataclass(frozen=True)
class _Name:
    thing: str
    text: str
    language: str
    folded: str
    is_alias: bool


class SearchIndex:
    """All names of a snapshot, folded once."""

    def __init__(self, rows: Iterable[Mapping[str, Any]]) -> None:
        names: dict[tuple[str, str, str], _Name] = {}
        self._kinds: dict[str, tuple[str, ...]] = {}
        for row in rows:
            thing, text, language = row["thing"], row["text"], row["language"]
            kinds = self._kinds.get(thing, ())
            if row["kind"] not in kinds:
                self._kinds[thing] = (*kinds, row["kind"])
            alias = row["role"] != "label"
            names[thing, text, language] = _Name(thing, text, language, fold(text).text, alias)
        self._names = tuple(names.values())

    def without(self, things: Container[str]) -> SearchIndex:
        """This index without some things (ids)."""
        other = copy(self)
        other._names = tuple(name for name in self._names if name.thing not in things)
        return other

    def find(self, words: str, most: int = MOST) -> list[Hit]:
        """Things with a name that holds `words`, best first: one hit a thing, by its best name."""
        wanted = fold(words).text
        if not wanted:
            return []
        best: dict[str, tuple[int, int, str, _Name]] = {}
        for name in self._names:
            place = name.folded.find(wanted)
            if place < 0:
                continue
            how = 0 if name.folded == wanted else 1 if place == 0 else 2
            key = (2 * how + name.is_alias, len(name.folded), name.thing, name)
            if name.thing not in best or key[:3] < best[name.thing][:3]:
                best[name.thing] = key
        found = sorted(best.values(), key=lambda key: key[:3])[:most]
        return [
            Hit(name.thing, self._kinds[name.thing], name.text, name.language, rank) for rank, _, _, name in found
        ]
