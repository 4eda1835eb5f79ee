"""observations/ID/ -> tables: table.yaml with its rows; every wrong cell is told with its line, all at once."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from graph.importing.cells import unguarded
from graph.inputs import InputFile
from graph.model import Origin
from graph.observation import (
    BASES,
    EVENTS,
    GROUPS,
    WEIGHTS,
    Population,
    ReleaseRow,
    ScoreRow,
    SourceFile,
    Table,
)
from graph.problems import Problem
from graph.reading.files import Files
from graph.reading.known import Known
from graph.yamlfile import YamlFile
from ontology.vocabulary import load_vocabulary

SCORE_COLUMNS = (
    "key",
    "release",
    "version",
    "model",
    "countries",
    "instrument",
    "score",
    "basis",
    "available_on",
    "announced_on",
    "weights",
)
RELEASE_COLUMNS = ("key", "model", "event", "date", "weights", "parameters", "active_parameters", "source")
POPULATION_COLUMNS = ("group", "basis", "weights", "dated", "rows")
_KEY = re.compile(r"[a-z0-9][a-z0-9.-]*")
_SCORE = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,18})?")
_COUNTRY = re.compile(r"[A-Z]{2}")
_WHOLE = re.compile(r"[0-9]{1,18}")


@dataclass
class _Cells:
    """The cells of one row; what is wrong in one is collected with the mend, and the row goes on."""

    cells: Mapping[str, str]
    origin: Origin
    problems: list[Problem]

    def wrong(self, message: str, mend: str) -> None:
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
class _Rows:
    """The rows of one CSV file with their lines; keys that stand twice are told."""

    file: InputFile
    columns: tuple[str, ...]
    problems: list[Problem]
    _keys: dict[str, int] = field(default_factory=dict)

    def __iter__(self) -> Iterator[_Cells]:
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
                row = _Cells(
                    dict(zip(self.columns, cells, strict=True)), Origin(self.file.name, line), self.problems
                )
                self._check_key(row)
                yield row
        except csv.Error as error:
            self._wrong(
                reader.line_num, f"not a table: {error}", "close the quotation mark, or save it as CSV again"
            )

    def _check_key(self, row: _Cells) -> None:
        if (key := row.cells.get("key")) is None:
            return
        if not _KEY.fullmatch(key):
            row.wrong(f"key: {key!r} will not do", "small letters, digits, . and -")
        elif key in self._keys:
            row.wrong(f"the key {key} stands twice, first in line {self._keys[key]}", "give each row its own")
        self._keys.setdefault(key, row.origin.line)

    def _wrong(self, line: int, message: str, mend: str) -> None:
        self.problems.append(Problem(self.file.name, line, message, mend))


def read_tables(files: Files) -> tuple[list[Table], list[Problem]]:
    """The tables whose form is right, with their rows, and everything that is wrong in them."""
    known = Known.of(files)
    tables: list[Table] = []
    problems: list[Problem] = []
    first: dict[str, str] = {}
    for file, yaml in files.tables:
        if (before := first.setdefault(file.path.parent.name, file.name)) != file.name:
            problems.append(yaml.problem(f"this table stands in {before} already", "give its folder another name"))
        elif isinstance(yaml.data, dict) and not yaml.problems:
            tables.append(_table(file, yaml, known, problems))
    return tables, problems


def _table(file: InputFile, yaml: YamlFile, known: Known, problems: list[Problem]) -> Table:
    data: dict[str, Any] = yaml.data
    folder = file.path.parent
    if data["id"] != folder.name:
        problems.append(yaml.problem(f"the id {data['id']} is not the folder's name", f"id: {folder.name}", "id"))
    if (who := data.get("publisher")) is not None and who not in known.types:
        problems.append(yaml.problem(f"no entity {who}", Known.like(who, known.types), "publisher"))
    days = {key: _day(yaml, key, problems) for key in ("observed_on", "accessed", "last_day")}
    rows = _beside(file, "rows.csv")
    scores: tuple[ScoreRow, ...] = ()
    releases: tuple[ReleaseRow, ...] = ()
    if not rows.path.is_file():
        problems.append(yaml.problem("there is no rows.csv beside it", "put the rows there"))
    elif data["kind"] == "scores":
        scores = tuple(_score(row, known) for row in _Rows(rows, SCORE_COLUMNS, problems))
    else:
        releases = tuple(_release(row, known) for row in _Rows(rows, RELEASE_COLUMNS, problems))
    _check_last_day(yaml, days, scores, releases, problems)
    source = data.get("file")
    return Table(
        id=data["id"],
        kind=data["kind"],
        label=dict(data["label"]),
        publisher=who,
        address=data.get("address"),
        licence=data["licence"],
        attribution=data.get("attribution"),
        pass_on=data["pass_on"] == "true",
        observed_on=days["observed_on"] or date.min,
        accessed=days["accessed"],
        rule=data.get("rule"),
        file=SourceFile(source["name"], source["sha256"], int(source["rows"])) if source else None,
        left_out={reason: int(count) for reason, count in data.get("left_out", {}).items()},
        population=tuple(_populations(file, yaml, problems)),
        scores=scores,
        releases=releases,
        origin=yaml.origin(),
        last_day=days["last_day"],
    )


def _check_last_day(
    yaml: YamlFile,
    days: Mapping[str, date | None],
    scores: Iterable[ScoreRow],
    releases: Iterable[ReleaseRow],
    problems: list[Problem],
) -> None:
    """The whole file's last day is no earlier than the rows chosen from it, and no later than the table's day."""
    if (last := days["last_day"]) is None:
        return
    dated = [row.available_on or row.announced_on or date.min for row in scores]
    latest = max([*dated, *(row.day for row in releases)], default=date.min)
    if latest > last:
        mend = f"{latest} or later: the latest day of any row of the whole file"
        problems.append(yaml.problem(f"last_day: {last} is earlier than a row of {latest}", mend, "last_day"))
    if (observed := days["observed_on"]) is not None and last > observed:
        mend = f"a day up to observed_on, {observed}"
        problems.append(yaml.problem(f"last_day: {last} is later than the day of the table", mend, "last_day"))


def _beside(file: InputFile, name: str) -> InputFile:
    return InputFile(file.path.parent / name, str(Path(file.name).parent / name))


def _day(yaml: YamlFile, key: str, problems: list[Problem]) -> date | None:
    text = yaml.data.get(key)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        problems.append(yaml.problem(f"{key}: {text!r} is not a day", "a day of the calendar", key))
        return None


def _score(row: _Cells, known: Known) -> ScoreRow:
    text = row.cells["score"]
    if not _SCORE.fullmatch(text):
        row.wrong(f"score: {text!r} is not a number", "digits with a point, such as 142.2")
    codes = tuple(row.cells["countries"].split())
    for code in codes:
        if not _COUNTRY.fullmatch(code):
            row.wrong(f"countries: {code!r} is no code of a country", "ISO 3166 with two letters, such as CN")
    if not row.cells["release"]:
        row.wrong("release: a row needs the source's name of the model", "write the name")
    return ScoreRow(
        key=row.cells["key"],
        release=unguarded(row.cells["release"]),
        version=unguarded(row.cells["version"]),
        model=row.thing("model", "Model", known, needed=False),
        countries=codes,
        instrument=row.thing("instrument", "Instrument", known) or "",
        score=Decimal(text) if _SCORE.fullmatch(text) else Decimal(0),
        reported=text,
        basis=row.one_of("basis", BASES),
        available_on=row.day("available_on"),
        announced_on=row.day("announced_on"),
        weights=row.maybe("weights", WEIGHTS),
        origin=row.origin,
    )


def _release(row: _Cells, known: Known) -> ReleaseRow:
    source = row.cells["source"]
    if source not in known.sources:
        row.wrong(f"source: no source {source}", Known.like(source, known.sources))
    return ReleaseRow(
        key=row.cells["key"],
        model=row.thing("model", "Model", known) or "",
        event=row.one_of("event", EVENTS),
        day=row.day("date", needed=True) or date.min,
        weights=row.maybe("weights", WEIGHTS),
        parameters=row.whole("parameters"),
        active_parameters=row.whole("active_parameters"),
        source=source,
        origin=row.origin,
    )


def _populations(file: InputFile, yaml: YamlFile, problems: list[Problem]) -> Iterator[Population]:
    if "population" not in yaml.data:
        return
    beside = _beside(file, yaml.data["population"])
    if not beside.path.is_file():
        problems.append(yaml.problem("there is no population.csv beside it", "put it there", "population"))
        return
    for row in _Rows(beside, POPULATION_COLUMNS, problems):
        group, basis = row.one_of("group", GROUPS), row.one_of("basis", BASES)
        dated = row.one_of("dated", ("yes", "no")) == "yes"
        if (count := row.whole("rows")) is None and not row.cells["rows"]:
            row.wrong("rows: a population is a number of rows", "digits only, such as 12")
        yield Population(group, basis, row.maybe("weights", WEIGHTS), dated, count or 0)
