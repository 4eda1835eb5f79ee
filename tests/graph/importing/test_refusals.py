"""A file with an error is refused as a whole, with every error at once, and the workspace stays as it was."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from graph.importing import importing, json_walk, llm_stats, making, staging
from graph.importing.importer import Wishes
from graph.importing.importing import import_file
from graph.importing.source_file import LONGEST_LINE
from graph.inputs import PACKAGE
from graph.problems import DataError, Problem
from graph.reading.size import rows_in
from tests.graph.importing import files
from tests.graph.importing.files import bytes_below, in_memory


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace with an earlier import in it."""
    import_file("epoch-eci", in_memory("eci.csv", files.ECI), tmp_path)
    return tmp_path


def problems(source: str, content: Any, workspace: Path, name: str = "file.csv") -> list[Problem]:
    """What the file is refused for; the workspace is compared before and after."""
    before = bytes_below(workspace)
    with pytest.raises(DataError) as caught:
        import_file(source, in_memory(name, content), workspace)
    assert bytes_below(workspace) == before
    return list(caught.value.problems)


def eci_row(score: str = "130.5", day: str = "2025-01-10", version: str = "alpha", country: str = "China") -> str:
    return f"{version},{score},{day},Alpha,{country},,,Confident,Alpha,,\n"


HEAD = files.ECI.split("\n", 1)[0] + "\n"


@pytest.mark.parametrize(
    ("score", "said"),
    [
        ("n/a", "is not a number"),
        ("1e3", "is not a number"),
        ("NaN", "is not a number"),
        ("١٣٠", "is not a number"),
        ("130,5".replace(",", ";"), "is not a number"),
        ("-3.5", "beyond the range"),
        ("401", "beyond the range"),
        ("9" * 400, "beyond the range"),
        ("1.1234567890123456789", "more digits"),
    ],
)
def test_a_score_that_cannot_be_one_is_told_with_its_line(workspace: Path, score: str, said: str) -> None:
    [problem] = problems("epoch-eci", HEAD + eci_row() + eci_row(score, version="beta"), workspace)
    assert (problem.file, problem.line) == ("file.csv", 3)
    assert said in problem.message
    assert problem.mend


@pytest.mark.parametrize("day", ["2025-02-30", "2025-13-01", "20250101", "2025-1-1", "yesterday", "0001-01-01"])
def test_a_day_that_no_calendar_has_is_told(workspace: Path, day: str) -> None:
    [problem] = problems("epoch-eci", HEAD + eci_row(day=day), workspace)
    assert "release date" in problem.message


def test_every_error_of_a_file_is_told_at_once(workspace: Path) -> None:
    content = (
        HEAD + eci_row("x") + eci_row(version="ok") + eci_row(day="2025-02-30") + eci_row(version="") + "a,b\n"
    )
    found = problems("epoch-eci", content, workspace)
    assert [problem.line for problem in found] == [2, 4, 5, 6]


def test_more_errors_than_anybody_reads_are_counted(workspace: Path) -> None:
    found = problems("epoch-eci", HEAD + eci_row("x") * 1_200, workspace)
    assert len(found) == 1_001
    assert "200 more problems" in found[-1].message


@pytest.mark.parametrize("cut", [1, 30, 300])
def test_a_csv_file_that_is_cut_off_is_refused(workspace: Path, cut: int) -> None:
    assert problems("epoch-eci", files.ECI[:-cut], workspace)


@pytest.mark.parametrize("cut", [1, 2, 40, 900])
@pytest.mark.parametrize("source", ["llm-stats", "models-dev", "artificial-analysis"])
def test_json_that_is_cut_off_is_refused(workspace: Path, source: str, cut: int) -> None:
    whole = {
        "llm-stats": files.llm_stats(),
        "models-dev": files.models_dev(),
        "artificial-analysis": files.aa_new(),
    }
    text = json.dumps(whole[source], indent=1)
    assert problems(source, text[:-cut], workspace, "file_2026-07-02.json")


def test_a_quotation_mark_that_is_never_closed_is_told_where_it_opens(workspace: Path) -> None:
    content = HEAD + eci_row() + '"beta,130,2025-01-01,A,China,,,C,B,,\n' + eci_row() * 3
    [problem] = problems("epoch-eci", content, workspace)
    assert problem.line == 3
    assert "quotation mark" in problem.mend


@pytest.mark.parametrize(
    ("source", "content", "other"),
    [
        ("epoch-eci", files.LEADERBOARD, "lmarena"),
        ("lmarena", files.ECI, "epoch-eci"),
        ("epoch-models", files.HISTORY, "lmarena"),
        ("llm-stats", files.models_dev(), "models-dev"),
        ("models-dev", files.aa_old(), "artificial-analysis"),
        ("artificial-analysis", files.llm_stats(), "llm-stats"),
    ],
)
def test_a_file_of_another_source_is_named(workspace: Path, source: str, content: Any, other: str) -> None:
    [problem] = problems(source, content, workspace)
    assert f"looks like one of {other}" in problem.message
    assert f"aifrontier import {other}" in problem.mend


@pytest.mark.parametrize("content", ["", "\x00\xff\x00", "a,b\n1,2\n", "{}", "[]", HEAD.replace("ECI Score", "x")])
def test_a_file_of_nobody_is_refused(workspace: Path, content: str) -> None:
    [problem] = problems("epoch-eci", content, workspace)
    assert "nor of another source" in problem.message


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "it is empty"),
        (gzip.compress(files.ECI.encode()), "it is packed"),
        (files.ECI.encode("utf-16"), "it is no UTF-8 text"),
        (b"<!DOCTYPE html>\n<html>", "it begins with '<!DOCTYPE html>'"),
        (files.ECI.replace("ECI Score", "Score").encode(), "it begins with 'Model version,Score,Release date"),
    ],
)
def test_what_a_file_of_nobody_begins_with_is_told(workspace: Path, content: bytes, said: str) -> None:
    [problem] = problems("epoch-eci", content, workspace)
    assert said in problem.message


def test_a_wrong_item_of_json_is_named_even_where_all_is_one_line(workspace: Path) -> None:
    content = files.llm_stats()
    content["models"][0]["release_date"] = "2025-02-30"
    found = problems("llm-stats", json.dumps(content), workspace, "file_2025-10-16.json")
    assert {problem.message for problem in found} == {"alpha-1: release date: '2025-02-30' is not a day"}


def test_a_leaderboard_with_a_day_in_its_name_that_no_calendar_has_is_refused(workspace: Path) -> None:
    [problem] = problems("lmarena", files.LEADERBOARD, workspace, "board_2025-02-30.csv")
    assert "no day in it" in problem.message


@pytest.mark.parametrize("day", ["20250230", "2025", "2025-03-01", "x"])
def test_a_day_of_ratings_that_no_calendar_has_is_told(workspace: Path, day: str) -> None:
    [problem] = problems("lmarena", f"{files.HISTORY}{day},1100.5,1200.5\n", workspace)
    assert (problem.line, "is not a day" in problem.message) == (5, True)


def test_a_file_without_a_row_does_not_replace_what_is_there(workspace: Path) -> None:
    [problem] = problems("epoch-eci", HEAD, workspace)
    assert "no row" in problem.message


def test_a_file_with_nothing_to_take_does_not_replace_what_is_there(workspace: Path) -> None:
    [problem] = problems("epoch-eci", HEAD + eci_row(score=""), workspace)
    assert "1 no-score" in problem.message


def test_bytes_that_are_not_utf_8_are_told_with_their_line(workspace: Path) -> None:
    [problem] = problems("epoch-eci", (HEAD + eci_row()).encode() + b"\xff" + eci_row().encode(), workspace)
    assert (problem.line, problem.message.startswith("not UTF-8")) == (3, True)


def test_a_line_without_an_end_is_not_read_to_it(workspace: Path) -> None:
    [problem] = problems("epoch-eci", HEAD + "x" * (LONGEST_LINE + 10), workspace)
    assert problem.line == 2


@pytest.mark.parametrize("name", ["a\x00b", "a\x07b", "a\u2028b", "n" * 501])
def test_a_name_that_no_table_can_hold_is_told(workspace: Path, name: str) -> None:
    [problem] = problems("epoch-eci", HEAD + eci_row(version=name), workspace)
    assert "model version" in problem.message


@pytest.mark.parametrize("value", ['"0.5"', "true", "[1]", "1e999999999", "NaN", "-0.5", "1.5"])
def test_a_json_score_that_is_no_number_in_range_is_told_with_its_line(workspace: Path, value: str) -> None:
    text = json.dumps(files.llm_stats(), indent=1).replace("0.8125", value)
    [problem] = problems("llm-stats", text, workspace, "file_2025-10-16.json")
    line = next(number for number, words in enumerate(text.splitlines(), 1) if f'"score": {value}' in words)
    assert problem.line == line - 3  # where the item begins


def test_a_score_of_a_model_that_the_file_does_not_have_is_told(workspace: Path) -> None:
    content = files.llm_stats()
    content["models"].pop()
    found = problems("llm-stats", content, workspace, "file_2025-10-16.json")
    assert all("not among the models" in problem.message for problem in found)


@pytest.mark.parametrize("dates", [("2025-02-30",), ("x",), ("2025-01-01", "2025-01-02")])
def test_a_wish_that_cannot_be_met_is_told(workspace: Path, dates: tuple[str, ...]) -> None:
    before = bytes_below(workspace)
    with pytest.raises(DataError):
        import_file("epoch-eci", in_memory("eci.csv", files.ECI), workspace, Wishes(dates))
    assert bytes_below(workspace) == before


def test_more_rows_than_a_build_takes_are_refused_where_reading_came_to(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "MOST_ROWS", 200)
    monkeypatch.setattr(staging, "BATCH", 10)
    content = HEAD + "".join(eci_row(version=f"model-{n}") for n in range(900))
    [problem] = problems("epoch-eci", content, workspace)
    beside = sum(rows_in(path) for path in (PACKAGE / "observations").glob("*/rows.csv"))
    assert f"more than {200 - beside} rows to take beside the {beside} of other tables" in problem.message
    assert 200 - beside < problem.line <= 200 - beside + 11


@pytest.mark.parametrize(
    ("source", "module", "bound", "content", "said"),
    [
        ("llm-stats", llm_stats, "MOST_MODELS", files.llm_stats(), "more than 1 models"),
        ("models-dev", json_walk, "MOST_NAMES", files.models_dev(), "more than 2 names in one object"),
    ],
)
def test_what_must_be_held_in_memory_has_a_bound(
    workspace: Path,
    monkeypatch: pytest.MonkeyPatch,
    source: str,
    module: ModuleType,
    bound: str,
    content: Any,
    said: str,
) -> None:
    monkeypatch.setattr(module, bound, int(said.split()[2]))
    [problem] = problems(source, content, workspace, "file_2025-10-16.json")
    assert said in problem.message


def test_rows_that_repeat_others_do_not_count_as_too_many(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    beside = sum(rows_in(path) for path in (PACKAGE / "observations").glob("*/rows.csv"))
    monkeypatch.setattr(making, "MOST_ROWS", beside + 3)
    monkeypatch.setattr(staging, "BATCH", 10)
    content = HEAD + "".join(eci_row(version=f"model-{n % 3}") for n in range(900))
    [table] = import_file("epoch-eci", in_memory("eci.csv", content), workspace).tables
    assert (table.taken, table.left_out) == (3, {"duplicate": 897})


def test_tables_of_one_file_count_together(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    others = list((PACKAGE / "observations").glob("*/rows.csv")) + list(workspace.rglob("rows.csv"))
    monkeypatch.setattr(making, "MOST_ROWS", sum(rows_in(path) for path in others) + 2)
    before = bytes_below(workspace)
    days = ("2024-01-01", "2024-07-01")
    with pytest.raises(DataError, match="more than 1 rows to take"):
        import_file("lmarena", in_memory("h.csv", files.HISTORY), workspace, Wishes(days))
    assert bytes_below(workspace) == before


def test_when_putting_in_place_fails_everything_is_put_back(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = in_memory("history.csv", files.HISTORY)
    import_file("lmarena", file, workspace, Wishes(("2024-01-01",)))
    before = bytes_below(workspace)
    move = Path.replace
    moves = []

    def fails_at_the_third(start: Path, goal: Path) -> Path:
        moves.append(start)
        if len(moves) == 3:
            raise OSError("the disk is full")
        return move(start, goal)

    changed = in_memory("history.csv", files.HISTORY.replace("1000.5", "1001.5"))
    monkeypatch.setattr(Path, "replace", fails_at_the_third)
    with pytest.raises(OSError, match="the disk is full"):
        import_file("lmarena", changed, workspace, Wishes(("2024-01-01", "2024-07-01")))
    assert len(moves) > 3
    assert bytes_below(workspace) == before


def test_when_reading_is_broken_off_nothing_is_left_behind(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = bytes_below(workspace)

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(importing, "publish", interrupted)
    changed = files.ECI.replace("128.25", "129.25")
    with pytest.raises(KeyboardInterrupt):
        import_file("epoch-eci", in_memory("eci.csv", changed), workspace)
    assert bytes_below(workspace) == before


def test_what_a_killed_import_took_away_is_brought_back_by_the_next(workspace: Path) -> None:
    before = bytes_below(workspace)
    left = workspace / ".importing-killed"
    left.mkdir()
    (workspace / "observations" / "epoch-eci").replace(left / "epoch-eci.replaced")
    assert problems_after_recovery(workspace)
    assert bytes_below(workspace) == before


def problems_after_recovery(workspace: Path) -> list[Problem]:
    with pytest.raises(DataError) as caught:
        import_file("epoch-eci", in_memory("file.csv", HEAD + eci_row("x")), workspace)
    return list(caught.value.problems)
