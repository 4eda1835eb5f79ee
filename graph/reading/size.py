"""How many rows of figures a build takes: it holds all of them in memory, about 30 KiB a row."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from graph.inputs import InputFile
from graph.problems import Problem

MOST_ROWS = 100_000
"""Of all tables together. The sources' own files have some thousands."""


def rows_in(path: Path) -> int:
    """The rows of a rows.csv by its line breaks, without its head line; the file is not held in memory."""
    breaks, last = 0, b"\n"
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            breaks += block.count(b"\n")
            last = block[-1:]
    return max(0, breaks + (last != b"\n") - 1)


def too_many(tables: Iterable[InputFile]) -> Problem | None:
    """What is wrong when the rows.csv of all tables have more rows than a build takes: the largest is named."""
    counted = [(rows_in(file.path), file.name) for file in tables if file.path.is_file()]
    together = sum(count for count, _ in counted)
    if together <= MOST_ROWS:
        return None
    count, name = max(counted)
    message = f"{together:,} rows in all tables, {count:,} of them here: a build takes {MOST_ROWS:,}"
    return Problem(name, 1, message, "take tables away, or choose the rows that matter")
