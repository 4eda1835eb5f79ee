"""Runs of letters that a text shares with a source: 8 that are mostly CJK, or 24 of any kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

from tests.guard.letters import MASK, Letters, Masks, views
from tests.guard.names import is_cjk

CJK_RUN = 8
OTHER_RUN = 24
# More than half.
_CJK_OF_RUN = CJK_RUN // 2 + 1
SHOWN = 12


@dataclass(frozen=True)
class Run:
    """A shared run: line of its first letter, letters in it (masks not counted), and its first few letters."""

    line: int
    length: int
    shown: str


class Sources:
    """All source texts, with the names that texts may share with them, ready for many comparisons."""

    def __init__(self, texts: Iterable[str], masks: Masks) -> None:
        self._masks = masks
        self._windows: dict[int, set[str]] = {CJK_RUN: set(), OTHER_RUN: set()}
        for text in texts:
            letters = masks.letters(text)
            for _, _, size, window in _windows(letters):
                self._windows[size].add(window)

    def runs_in(self, text: str) -> list[Run]:
        """Every longest run that a text shares with a source, in order of line; each line once a view."""
        found: dict[int, Run] = {}
        for view in views(text):
            for run in self._runs(self._masks.letters(view)):
                if run.line not in found or found[run.line].length < run.length:
                    found[run.line] = run
        return [found[line] for line in sorted(found)]

    def _runs(self, letters: Letters) -> Iterator[Run]:
        """Overlapping shared windows, joined."""
        start = end = -1
        for first, last, size, window in _windows(letters):
            if window not in self._windows[size]:
                continue
            if first >= end:
                if end > 0:
                    yield _run(letters, start, end)
                start = first
            end = max(end, last)
        if end > 0:
            yield _run(letters, start, end)


def _windows(letters: Letters) -> Iterator[tuple[int, int, int, str]]:
    """Start, end, size and letters of every window that would count as copied, in order of start."""
    text = letters.text
    places = [i for i, char in enumerate(text) if char != MASK]
    cjk = [0, *accumulate(is_cjk(text[i]) for i in places)]
    some = cjk[-1] >= _CJK_OF_RUN
    for i, first in enumerate(places):
        if some and i + CJK_RUN <= len(places) and cjk[i + CJK_RUN] - cjk[i] >= _CJK_OF_RUN:
            last = places[i + CJK_RUN - 1] + 1
            yield first, last, CJK_RUN, text[first:last]
        if i + OTHER_RUN <= len(places):
            last = places[i + OTHER_RUN - 1] + 1
            yield first, last, OTHER_RUN, text[first:last]


def _run(letters: Letters, start: int, end: int) -> Run:
    letters_of = letters.text[start:end].replace(MASK, "")
    return Run(letters.line(start), len(letters_of), letters_of[:SHOWN])
