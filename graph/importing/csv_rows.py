"""The rows of a source's CSV file, one at a time, each with the line on which it begins."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.importing.source_file import SourceFile, UnreadableError
from graph.importing.words import one_line
from graph.problems import Problem


@dataclass(frozen=True)
class Row:
    """Cells by column, each on one line and stripped; and the line (from 1) on which the row begins."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


def columns_of(head: str) -> tuple[str, ...]:
    """The column names of a CSV file by its first characters; () where they are no CSV."""
    try:
        return tuple(cell.strip() for cell in next(csv.reader(head.splitlines(keepends=True)[:50]), []))
    except csv.Error:
        return ()


def csv_rows(file: SourceFile, needed: Sequence[str] = ()) -> Iterator[Row | Problem]:
    """Every row; a row with another number of cells than the head line is a Problem, and reading goes on.

    Raises UnreadableError where nothing more can be read: a quotation mark that is never closed, a column of
    `needed` that is missing, a column that stands twice, and all that SourceFile.lines refuses.
    """
    reader = csv.reader(file.lines(), strict=True)
    before = 0
    try:
        names = tuple(cell.strip() for cell in next(reader, []))
        _check_columns(file, names, needed)
        before = reader.line_num
        for cells in reader:
            line, before = before + 1, reader.line_num
            if not cells:
                continue
            if len(cells) != len(names):
                message = f"{len(cells)} cells where the head line has {len(names)}"
                yield Problem(file.name, line, message, "get the file again: it is cut off or was edited")
                continue
            yield Row(line, {name: one_line(cell) for name, cell in zip(names, cells, strict=True)})
    except csv.Error as error:
        message = f"not a CSV table from here on: {error}"
        mend = "get the file again: it is cut off, or a quotation mark is not closed"
        raise UnreadableError(Problem(file.name, before + 1, message, mend)) from error


def _check_columns(file: SourceFile, names: Sequence[str], needed: Sequence[str]) -> None:
    missing = [name for name in needed if name not in names]
    if missing:
        message = f"without the column{'s' if len(missing) > 1 else ''} {', '.join(missing)}"
        raise UnreadableError(Problem(file.name, 1, message, "a file as the source publishes it"))
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise UnreadableError(
            Problem(
                file.name, 1, f"the column {', '.join(twice)} stands twice", "a file as the source publishes it"
            )
        )
