"""Tables of figures as people write them: what is read, and every wrong cell told at once with line and mend."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.importing.cells import guarded
from graph.inputs import Inputs
from graph.observation import Table
from graph.problems import Problem
from graph.reading import size
from graph.reading.files import load_files
from graph.reading.size import rows_in
from graph.reading.tables import SCORE_COLUMNS, read_tables
from tests.graph.tables import DAY, ROW, write_table

Rewrite = Callable[[str], str]
HEAD = ",".join(SCORE_COLUMNS)
FILE = "data/observations/example/rows.csv"


REGISTRY = {
    "entities": [
        {"id": name, "types": [kind]}
        for name, kind in (
            ("model/o1", "ModelVersion"),
            ("model/deepseek-r1-0528", "Model"),
            ("org/openai", "Lab"),
            ("org/epoch-ai", "AnalysisOrganization"),
            ("instrument/eci", "Index"),
            ("source/editorial", "Source"),
        )
    ]
}


@pytest.fixture(autouse=True)
def package(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small registry in place of the shipped one, with a table of its own."""
    folder = tmp_path_factory.mktemp("package")
    (folder / "registry").mkdir()
    (folder / "registry" / "small.yaml").write_text(yaml.safe_dump(REGISTRY), encoding="utf-8")
    write_table(folder, "release-dates", [DAY], kind="releases")
    monkeypatch.setattr(f"{__name__}.PACKAGE", folder, raising=False)


PACKAGE = Path()


def tables_of(workspace: Path) -> tuple[list[Table], list[Problem]]:
    """What a build would read of the tables of a workspace; problems in order of file and line."""
    files = load_files(Inputs(package=PACKAGE, workspace=workspace))
    tables, problems = read_tables(files)
    told = [problem for _, yaml_file in files.tables for problem in yaml_file.problems]
    return tables, sorted([*told, *problems], key=lambda problem: (problem.file, problem.line, problem.message))


def read_one(workspace: Path) -> Table:
    """The table that a workspace has, with nothing wrong in it."""
    tables, problems = tables_of(workspace)
    assert problems == []
    (found,) = (table for table in tables if table.id == "example")
    return found


def problems_of(workspace: Path) -> list[Problem]:
    """All that is wrong in a workspace."""
    _, problems = tables_of(workspace)
    assert problems
    return problems


def write_text(workspace: Path, text: str, encoding: str = "utf-8") -> None:
    """A table whose rows.csv is exactly this."""
    (write_table(workspace) / "rows.csv").write_bytes(text.encode(encoding))


def told(problems: list[Problem]) -> list[tuple[str, int, str]]:
    return [(problem.file, problem.line, problem.message) for problem in problems]


def test_a_row_is_read_cell_by_cell(tmp_path: Path) -> None:
    row = {**ROW, "model": "model/o1", "countries": "CN US", "announced_on": "2025-04-30", "score": "-0.5000"}
    write_table(tmp_path, rows=[row], left_out={"no-score": 285}, accessed="2026-11-26")
    found = read_one(tmp_path)
    (read_row,) = found.scores
    assert read_row.score == Decimal("-0.5")
    assert read_row.reported == "-0.5000"
    assert read_row.countries == ("CN", "US")
    assert (read_row.available_on, read_row.announced_on) == (date(2025, 5, 1), date(2025, 4, 30))
    assert (read_row.model, read_row.weights, read_row.basis) == ("model/o1", "open", "measured")
    assert (read_row.origin.file, read_row.origin.line) == (FILE, 2)
    assert (found.left_out, found.pass_on) == ({"no-score": 285}, True)
    assert (found.observed_on, found.accessed) == (date(2026, 4, 8), date(2026, 11, 26))


def test_cells_that_may_be_empty_are_nothing(tmp_path: Path) -> None:
    empty = dict.fromkeys(("version", "model", "countries", "available_on", "announced_on", "weights"), "")
    write_table(tmp_path, rows=[{**ROW, **empty}])
    (row,) = read_one(tmp_path).scores
    assert (row.version, row.model, row.countries) == ("", None, ())
    assert (row.available_on, row.announced_on, row.weights) == (None, None, None)


def test_days_of_release_are_read(tmp_path: Path) -> None:
    write_table(tmp_path, rows=[{**DAY, "parameters": "671000000000"}], kind="releases")
    (row,) = read_one(tmp_path).releases
    assert (row.model, row.event, row.day) == ("model/o1", "available", date(2024, 12, 17))
    assert (row.weights, row.parameters, row.active_parameters) == ("closed", 671_000_000_000, None)


@pytest.mark.parametrize(
    ("column", "cell", "message", "mend"),
    [
        ("score", "n/a", "score: 'n/a' is not a number", "142.2"),
        ("score", "", "score: '' is not a number", "142.2"),
        ("score", "1e3", "score: '1e3' is not a number", "142.2"),
        ("score", "NaN", "score: 'NaN' is not a number", "142.2"),
        ("score", "1,5", "score: '1,5' is not a number", "142.2"),
        ("score", "9" * 40, "is not a number", "142.2"),
        ("score", "١٢", "is not a number", "142.2"),
        ("available_on", "2025-02-30", "available_on: '2025-02-30' is not a day", "YYYY-MM-DD"),
        ("available_on", "2025-02", "available_on: '2025-02' is not a day", "YYYY-MM-DD"),
        ("announced_on", "20250228", "announced_on: '20250228' is not a day", "YYYY-MM-DD"),
        ("basis", "guessed", "basis: 'guessed' will not do", "measured, estimated, hand-added"),
        ("basis", "", "basis: '' will not do", "measured, estimated, hand-added"),
        ("weights", "libre", "weights: 'libre' will not do", "open, restricted, non-commercial, closed"),
        ("instrument", "instrument/ecy", "instrument: no entity instrument/ecy", "instrument/eci"),
        ("instrument", "", "instrument: no entity ", "define it"),
        ("model", "model/deepseek-r1-0529", "model: no entity model/deepseek-r1-0529", "model/deepseek-r1-0528"),
        ("countries", "China", "countries: 'China' is no code of a country", "two letters"),
        ("release", "", "release: a row needs the source's name", "write the name"),
        ("key", "Alpha 1", "key: 'Alpha 1' will not do", "small letters"),
        ("key", "../up", "key: '../up' will not do", "small letters"),
        ("key", "", "key: '' will not do", "small letters"),
    ],
)
def test_a_wrong_cell_is_told_with_file_line_and_mend(
    tmp_path: Path, column: str, cell: str, message: str, mend: str
) -> None:
    other = {**ROW, "key": "beta-1"}
    write_table(tmp_path, rows=[other, {**ROW, column: cell}])
    (problem,) = problems_of(tmp_path)
    assert (problem.file, problem.line) == (FILE, 3)
    assert message in problem.message
    assert mend in problem.mend


@pytest.mark.parametrize(
    ("column", "cell", "message"),
    [
        ("model", "", "model: no entity "),
        ("model", "org/openai", "model: org/openai is no Model"),
        ("event", "leaked", "event: 'leaked' will not do"),
        ("date", "", "date: '' is not a day"),
        ("date", "2025-02-30", "date: '2025-02-30' is not a day"),
        ("parameters", "7B", "parameters: '7B' is not a whole number"),
        ("source", "nobody", "source: no source nobody"),
    ],
)
def test_a_wrong_cell_of_a_release_is_told(tmp_path: Path, column: str, cell: str, message: str) -> None:
    write_table(tmp_path, rows=[{**DAY, column: cell}], kind="releases")
    assert told(problems_of(tmp_path)) == [(FILE, 2, message)]


@pytest.mark.parametrize(
    ("column", "cell", "message"),
    [
        ("model", "org/openai", "model: org/openai is no Model"),
        ("instrument", "model/o1", "instrument: model/o1 is no Instrument"),
    ],
)
def test_a_thing_of_another_kind_is_told(tmp_path: Path, column: str, cell: str, message: str) -> None:
    write_table(tmp_path, rows=[{**ROW, column: cell}])
    assert told(problems_of(tmp_path)) == [(FILE, 2, message)]


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    rows = [
        {**ROW, "score": "n/a", "available_on": "2025-02-30"},
        {**ROW, "basis": "guessed"},
        {**ROW, "key": "beta-1", "instrument": "instrument/nothing"},
    ]
    write_table(tmp_path, rows=rows, publisher="org/nobody")
    write_table(tmp_path, "second", [{**DAY, "date": "yesterday"}], kind="releases")
    found = {(problem.file.rpartition("observations/")[2], problem.line) for problem in problems_of(tmp_path)}
    assert found >= {("example/rows.csv", 2), ("example/rows.csv", 3), ("example/rows.csv", 4)}
    assert ("second/rows.csv", 2) in found
    assert any(file == "example/table.yaml" for file, _ in found)
    assert len(problems_of(tmp_path)) == 7


def test_a_key_that_stands_twice_is_told_with_its_first_line(tmp_path: Path) -> None:
    write_table(tmp_path, rows=[ROW, {**ROW, "key": "other"}, ROW])
    assert told(problems_of(tmp_path)) == [(FILE, 4, "the key alpha-1 stands twice, first in line 2")]


def test_a_table_that_stands_twice_is_told(tmp_path: Path) -> None:
    write_table(tmp_path, "release-dates", [DAY], kind="releases")
    (problem,) = problems_of(tmp_path)
    assert problem.file == "data/observations/release-dates/table.yaml"
    assert "graph/observations/release-dates/table.yaml" in problem.message


@pytest.mark.parametrize(
    ("head", "line"),
    [
        (HEAD.replace("score", "points"), 1),
        (HEAD.removesuffix(",weights"), 1),
        ("Model version,ECI Score,Release date", 1),
        ("", 1),
    ],
)
def test_another_head_line_is_told_once_and_no_row_is_read(tmp_path: Path, head: str, line: int) -> None:
    write_text(tmp_path, f"{head}\n{','.join(ROW.values())}\n")
    (problem,) = problems_of(tmp_path)
    assert (problem.line, problem.mend) == (line, HEAD)
    assert "head line" in problem.message


def test_line_ends_of_windows_and_a_mark_at_the_start_are_taken(tmp_path: Path) -> None:
    write_text(tmp_path, f"\ufeff{HEAD}\r\n{','.join(ROW.values())}\r\n")
    (row,) = read_one(tmp_path).scores
    assert (row.key, row.weights) == ("alpha-1", "open")


def test_a_line_break_in_quotes_belongs_to_the_name_and_lines_are_counted_on(tmp_path: Path) -> None:
    first = ",".join({**ROW, "release": '"Alpha\n1"'}.values())
    second = ",".join({**ROW, "key": "beta-1", "score": "many"}.values())
    write_text(tmp_path, f"{HEAD}\n{first}\n{second}\n")
    assert told(problems_of(tmp_path)) == [(FILE, 4, "score: 'many' is not a number")]


def test_commas_and_quotes_in_names_are_kept(tmp_path: Path) -> None:
    write_table(tmp_path, rows=[{**ROW, "release": 'Alpha, "the first"', "version": "=1+1"}])
    (row,) = read_one(tmp_path).scores
    assert (row.release, row.version) == ('Alpha, "the first"', "=1+1")


@pytest.mark.parametrize(
    ("rewrite", "line", "message"),
    [
        (lambda text: text + '"never closed,1\n', 3, "not a table"),
        (lambda text: text + "beta-1,Beta\n", 3, "2 cells"),
        (lambda text: text[: len(text) // 2 + 40], 2, "cells"),
        (lambda text: text + "\n", 3, "0 cells"),
    ],
)
def test_a_broken_or_cut_off_file_is_told_with_its_line(
    tmp_path: Path, rewrite: Rewrite, line: int, message: str
) -> None:
    path = write_table(tmp_path) / "rows.csv"
    path.write_text(rewrite(path.read_text(encoding="utf-8")), encoding="utf-8")
    (problem,) = problems_of(tmp_path)
    assert (problem.file, problem.line) == (FILE, line)
    assert message in problem.message


def test_a_file_that_is_not_utf_8_is_told(tmp_path: Path) -> None:
    write_text(tmp_path, f"{HEAD}\n{','.join({**ROW, 'release': '豆包'}.values())}\n", "big5")
    (problem,) = problems_of(tmp_path)
    assert "not UTF-8" in problem.message


def test_a_table_without_rows_is_told(tmp_path: Path) -> None:
    (write_table(tmp_path) / "rows.csv").unlink()
    assert told(problems_of(tmp_path)) == [
        ("data/observations/example/table.yaml", 1, "there is no rows.csv beside it")
    ]


@pytest.mark.parametrize(
    ("head", "message"),
    [
        ({"observed_on": "2026-02-30"}, "observed_on: '2026-02-30' is not a day"),
        ({"publisher": "org/epoch"}, "no entity org/epoch"),
        ({"population": "population.csv"}, "there is no population.csv beside it"),
        ({"id": "another"}, "the id another is not the folder's name"),
        ({"kind": "prices"}, "prices"),
        ({"pass_on": "perhaps"}, "perhaps"),
        ({"left_out": {"no-score": "some"}}, "some"),
        ({"last_day": "2026-02-30"}, "last_day: '2026-02-30' is not a day"),
        ({"last_day": "2025-04-30"}, "last_day: 2025-04-30 is earlier than a row of 2025-05-01"),
        ({"last_day": "2026-04-09"}, "last_day: 2026-04-09 is later than the day of the table"),
    ],
)
def test_a_wrong_head_is_told(tmp_path: Path, head: dict[str, object], message: str) -> None:
    path = write_table(tmp_path) / "table.yaml"
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    path.write_text(yaml.safe_dump({**data, **head}, sort_keys=False).replace("'", ""), encoding="utf-8")
    assert any(message in problem.message for problem in problems_of(tmp_path))


def test_more_rows_than_a_build_takes_are_told_before_they_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(size, "MOST_ROWS", 4)
    write_table(tmp_path, rows=[{**ROW, "key": f"alpha-{n}"} for n in range(3)])
    assert len(read_one(tmp_path).scores) == 3  # with the one of the shipped table 4
    write_table(tmp_path, "another", rows=[{**ROW, "score": "wrong"}])
    (problem,) = problems_of(tmp_path)
    assert (problem.file, problem.line) == (FILE, 1)
    assert problem.message == "5 rows in all tables, 3 of them here: a build takes 4"


@pytest.mark.parametrize(("text", "rows"), [("", 0), ("key\n", 0), ("key\na\nb\n", 2), ("key\na\nb", 2)])
def test_rows_are_counted_without_the_head_line(tmp_path: Path, text: str, rows: int) -> None:
    (tmp_path / "rows.csv").write_text(text)
    assert rows_in(tmp_path / "rows.csv") == rows


def test_a_selection_tells_the_last_day_of_the_whole_file(tmp_path: Path) -> None:
    write_table(tmp_path, last_day="2026-04-02")
    assert read_one(tmp_path).last_day == date(2026, 4, 2)
    write_table(tmp_path)
    assert read_one(tmp_path).last_day is None


def test_a_population_is_read_and_its_wrong_cells_are_told(tmp_path: Path) -> None:
    folder = write_table(tmp_path, population="population.csv")
    path = folder / "population.csv"
    path.write_text("group,basis,weights,dated,rows\nCN,measured,open,yes,12\nnone,estimated,,no,3\n", "utf-8")
    first, second = read_one(tmp_path).population
    assert (first.group, first.weights, first.dated, first.rows) == ("CN", "open", True, 12)
    assert (second.group, second.weights, second.dated, second.rows) == ("none", None, False, 3)
    path.write_text("group,basis,weights,dated,rows\nEU,measured,open,perhaps,-1\nCN,measured,,yes,\n", "utf-8")
    messages = [(problem.line, problem.message.partition(":")[0]) for problem in problems_of(tmp_path)]
    assert messages == [(2, "dated"), (2, "group"), (2, "rows"), (3, "rows")]


@settings(max_examples=60, deadline=None)
@given(
    text=st.sampled_from(["=1+1", "'=1", "'", "-o1"])
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), max_size=20),
    points=st.decimals(-1000, 1000, places=6),
)
def test_any_name_and_any_figure_come_back_as_written(
    tmp_path_factory: pytest.TempPathFactory, text: str, points: Decimal
) -> None:
    folder = tmp_path_factory.mktemp("names")
    # A name that a spreadsheet would run stands behind an apostrophe, which is no part of it.
    write_table(folder, rows=[{**ROW, "version": guarded(text), "score": str(points)}])
    (row,) = read_one(folder).scores
    assert (row.version, row.score, row.reported) == (text, points, str(points))
    assert replace(row, version="") != row or text == ""
