"""The rows of a CSV file that a person or an importer wrote, cell by column; what is wrong, with its line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date

from graph.inputs import InputFile
from graph.model import Origin
from graph.problems import Problem
from graph.reading.known import Known
from ontology.vocabulary import load_vocabulary

_KEY = re.compile(r"[a-z0-9][a-z0-9.-]*")
_WHOLE = re.compile(r"[0-9]{1,18}")


@dataclass
class Cells:
    """The cells of one row; what is wrong in one is collected with the mend, and the row goes on."""

    cells: Mapping[str, str]
    origin: Origin
    problems: list[Problem]

    def wrong(self, message: str, mend: str) -> None:
        """Keep a problem of this row."""
        self.problems.append(Problem(self.origin.file, self.origin.line, message, mend))

    def one_of(self, column: str, values: tuple[str, ...]) -> str:
        """A cell that holds one of some words."""
        text = self.cells[column]
        if text not in values:
            self.wrong(f"{column}: {text!r} will not do", f"one of {', '.join(values)}")
        return text

    def maybe(self, column: str, values: tuple[str, ...]) -> str | None:
        """The same, or nothing."""
        return self.one_of(column, values) if self.cells[column] else None

    def day(self, column: str, *, needed: bool = False) -> date | None:
        """A day of the calendar; None for an empty cell."""
        text = self.cells[column]
        if not text and not needed:
            return None
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            with suppress(ValueError):
                return date.fromisoformat(text)
        self.wrong(f"{column}: {text!r} is not a day", "YYYY-MM-DD, a day of the calendar")
        return None

    def whole(self, column: str) -> int | None:
        """A whole number; None for an empty cell."""
        text = self.cells[column]
        if text and not _WHOLE.fullmatch(text):
            self.wrong(f"{column}: {text!r} is not a whole number", "digits only, such as 671000000000")
            return None
        return int(text) if text else None

    def thing(self, column: str, kind: str, known: Known, *, needed: bool = True) -> str | None:
        """The id of a thing of a class that the registry has; None for an empty cell."""
        text = self.cells[column]
        if not text and not needed:
            return None
        if text not in known.types:
            self.wrong(f"{column}: no entity {text}", Known.like(text, known.types))
        elif not any(load_vocabulary().is_a(own, kind) for own in known.types[text]):
            self.wrong(f"{column}: {text} is no {kind}", f"the id of a thing of the class {kind}")
        return text


@dataclass
class Rows:
    """The rows of one CSV file with their lines; keys that stand twice are told."""

    file: InputFile
    columns: tuple[str, ...]
    problems: list[Problem]
    _keys: dict[str, int] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Cells]:
        try:
            # Spreadsheets put a mark at the start; it belongs to no name.
            text = self.file.path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            self._wrong(1, f"not UTF-8 (byte {error.start})", "save the file as UTF-8")
            return
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        try:
            head = next(reader, [])
            if tuple(head) != self.columns:
                self._wrong(1, f"the head line is {','.join(head)}", ",".join(self.columns))
                return
            before = reader.line_num
            for cells in reader:
                line, before = before + 1, reader.line_num
                if len(cells) != len(self.columns):
                    wanted = f"{len(self.columns)} cells, separated by commas"
                    self._wrong(line, f"{len(cells)} cells", wanted)
                    continue
                row = Cells(
                    dict(zip(self.columns, cells, strict=True)), Origin(self.file.name, line), self.problems
                )
                self._check_key(row)
                yield row
        except csv.Error as error:
            self._wrong(
                reader.line_num, f"not a table: {error}", "close the quotation mark, or save it as CSV again"
            )

    def _check_key(self, row: Cells) -> None:
        if (key := row.cells.get("key")) is None:
            return
        if not _KEY.fullmatch(key):
            row.wrong(f"key: {key!r} will not do", "small letters, digits, . and -")
        elif key in self._keys:
            row.wrong(f"the key {key} stands twice, first in line {self._keys[key]}", "give each row its own")
        self._keys.setdefault(key, row.origin.line)

    def _wrong(self, line: int, message: str, mend: str) -> None:
        self.problems.append(Problem(self.file.name, line, message, mend))
