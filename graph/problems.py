"""What is wrong in the data: each problem names its file, its line and the mend; all are reported at once."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong: `file`, `line` (from 1), what (`message`) and what to do (`mend`)."""

    file: str
    line: int
    message: str
    mend: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message} ({self.mend})"


class DataError(Exception):
    """The data cannot be used; `problems` holds every problem found, in order of file and line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def closest(word: str, known: Iterable[str]) -> str:
    """The known word closest to `word`, or "" where none is close."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return close[0] if close else ""


def nearest(word: str, known: Iterable[str]) -> str:
    """ "did you mean X?" for the known word closest to `word`, or "" where none is close."""
    near = closest(word, known)
    return f"did you mean {near}?" if near else ""
