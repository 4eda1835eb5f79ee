"""observations/ID/ -> tables: table.yaml with its rows; every wrong cell is told with its line, all at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from graph.importing.cells import unguarded
from graph.inputs import InputFile
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
from graph.reading.rows import Cells, Rows
from graph.reading.size import too_many
from graph.yamlfile import YamlFile

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
_SCORE = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,18})?")
_COUNTRY = re.compile(r"[A-Z]{2}")


def read_tables(files: Files) -> tuple[list[Table], list[Problem]]:
    """The tables whose form is right, with their rows, and everything that is wrong in them."""
    known = Known.of(files)
    tables: list[Table] = []
    problems: list[Problem] = []
    first: dict[str, str] = {}
    if problem := too_many(_beside(file, "rows.csv") for file, _ in files.tables):
        return [], [problem]
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
        scores = tuple(_score(row, known) for row in Rows(rows, SCORE_COLUMNS, problems))
    else:
        releases = tuple(_release(row, known) for row in Rows(rows, RELEASE_COLUMNS, problems))
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
        rule=_by_language(data.get("rule", {})),
        file=SourceFile(source["name"], source["sha256"], int(source["rows"])) if source else None,
        left_out={reason: int(count) for reason, count in data.get("left_out", {}).items()},
        population=tuple(_populations(file, yaml, problems)),
        scores=scores,
        releases=releases,
        origin=yaml.origin(),
        last_day=days["last_day"],
    )


def _by_language(words: str | Mapping[str, str]) -> Mapping[str, str]:
    """Words by language; a bare text is English."""
    return {"en": words} if isinstance(words, str) else dict(words)


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


def _score(row: Cells, known: Known) -> ScoreRow:
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


def _release(row: Cells, known: Known) -> ReleaseRow:
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
    for row in Rows(beside, POPULATION_COLUMNS, problems):
        group, basis = row.one_of("group", GROUPS), row.one_of("basis", BASES)
        dated = row.one_of("dated", ("yes", "no")) == "yes"
        if (count := row.whole("rows")) is None and not row.cells["rows"]:
            row.wrong("rows: a population is a number of rows", "digits only, such as 12")
        yield Population(group, basis, row.maybe("weights", WEIGHTS), dated, count or 0)
