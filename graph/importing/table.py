"""observations/ID/ as files: written into a folder of their own, then put in place whole or not at all."""

from __future__ import annotations

import csv
import filecmp
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import yaml

from graph.importing.cells import guarded, unguarded

SCORE_COLUMNS = (
    "key", "release", "version", "model", "countries", "instrument", "score", "basis", "available_on",
    "announced_on", "weights",
)  # fmt: skip
RELEASE_COLUMNS = ("key", "model", "event", "date", "weights", "parameters", "active_parameters", "source")
POPULATION_COLUMNS = ("group", "basis", "weights", "dated", "rows")
NAMES = ("release", "version")
"""Columns that hold a source's words."""
REPLACED = ".replaced"
"""Behind the name of a table that an import has taken out of its place."""
Kind = tuple[str, str, str, str]
"""Group, basis, weights, dated."""


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    """Rows with their head line, UTF-8, LF; names guarded against spreadsheets. Returns how many rows there are."""
    count = 0
    names = [number for number, column in enumerate(columns) if column in NAMES]
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns)
        for row in rows:
            cells = list(row)
            for number in names:
                cells[number] = guarded(cells[number])
            writer.writerow(cells)
            count += 1
    return count


def read_csv(path: Path, columns: Sequence[str]) -> Iterator[dict[str, str]]:
    """The rows of a table that was written so, names as they were given; nothing where the head line is another."""
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.reader(stream)
        if tuple(next(reader, ())) != tuple(columns):
            return
        for cells in reader:
            row = dict(zip(columns, cells, strict=False))
            yield {column: unguarded(cell) if column in NAMES else cell for column, cell in row.items()}


def group_of(countries: Sequence[str]) -> str:
    """CN, US, rest (exactly one other), several or none."""
    if len(countries) != 1:
        return "several" if countries else "none"
    return countries[0] if countries[0] in ("CN", "US") else "rest"


def write_population(path: Path, kinds: Counter[Kind]) -> None:
    """How many scored rows are of which kind."""
    write_csv(path, POPULATION_COLUMNS, ((*kind, str(count)) for kind, count in sorted(kinds.items())))


def write_yaml(path: Path, data: Mapping[str, Any]) -> None:
    """table.yaml; every scalar is text."""
    path.write_text(
        yaml.safe_dump(dict(data), sort_keys=False, allow_unicode=True, width=100_000),
        encoding="utf-8",
        newline="\n",
    )


def same(one: Path, other: Path) -> bool:
    """Whether two folders hold the same table, byte for byte."""
    if not (one.is_dir() and other.is_dir()):
        return False
    names = {path.name for path in one.iterdir()}
    if names != {path.name for path in other.iterdir()}:
        return False
    _, mismatch, errors = filecmp.cmpfiles(one, other, sorted(names), shallow=False)
    return not mismatch and not errors


def publish(made: Sequence[Path], observations: Path, aside: Path) -> None:
    """Put every folder of `made` at observations/NAME in place of what stands there, all of them or none.

    `aside` is a folder on the same file system for what is replaced; the caller removes it. Where a move fails, all
    moves are undone and the error goes on.
    """
    created = not observations.exists()
    observations.mkdir(exist_ok=True)
    moved: list[tuple[Path, Path]] = []
    try:
        for folder in made:
            place, old = observations / folder.name, aside / f"{folder.name}{REPLACED}"
            if place.exists():
                _move(place, old, moved)
            _move(folder, place, moved)
    except BaseException:
        for start, goal in reversed(moved):
            goal.replace(start)
        if created:
            with suppress(OSError):
                observations.rmdir()
        raise


def _move(start: Path, goal: Path, moved: list[tuple[Path, Path]]) -> None:
    start.replace(goal)
    moved.append((start, goal))
