"""The figures that ship say the same as the whole file, whatever is chosen; and what they say is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from graph.frontier import DATES
from graph.importing.importing import import_file
from graph.importing.selection import days_of, make
from graph.importing.source_file import SourceFile
from graph.inputs import PACKAGE, Inputs
from graph.observation import Table
from graph.quads import figures
from graph.quads.coverage import last_days
from graph.quads.records import registry_days
from graph.quads.terms import aif
from graph.reading import read
from ontology.vocabulary import load_vocabulary
from tests.graph.importing import brute

SHIPPED = PACKAGE / "observations" / "eci-2026-04"
RELEASES = PACKAGE / "observations" / "release-dates"
DEFAULT = ("release", "measured", "all", "own", "given")


@pytest.fixture(scope="module")
def dates() -> brute.Dates:
    return brute.earliest(brute.rows_of(RELEASES / "rows.csv"))


@pytest.fixture(scope="module")
def selected() -> list[brute.Row]:
    return brute.rows_of(SHIPPED / "rows.csv")


@pytest.fixture(scope="module")
def whole(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> list[brute.Row]:
    workspace = tmp_path_factory.mktemp("whole")
    import_file("epoch-eci", SourceFile.at(sources / "data" / "epoch_capabilities_index.csv"), workspace)
    return brute.rows_of(workspace / "observations" / "epoch-eci" / "rows.csv")


@pytest.mark.parametrize("choice", brute.CHOICES, ids=" ".join)
def test_selection_and_whole_file_give_the_same(
    choice: tuple[str, ...], whole: list[brute.Row], selected: list[brute.Row], dates: brute.Dates
) -> None:
    of_whole, of_selection = (
        {group: brute.releases(rows, dates, group, choice) for group in brute.GROUPS} for rows in (whole, selected)
    )
    for group in brute.GROUPS:
        found = brute.records(of_whole[group])
        assert found
        assert brute.records(of_selection[group]) == found
    for one, other in permutations(brute.GROUPS, 2):
        lags = brute.lags(of_whole[one], of_whole[other])
        assert brute.lags(of_selection[one], of_selection[other]) == lags
        leads = brute.leads(of_whole[one], of_whole[other], (one, other))
        assert brute.leads(of_selection[one], of_selection[other], (one, other)) == leads


def test_the_best_other_release_by_the_day_of_a_record_ships(
    whole: list[brute.Row], selected: list[brute.Row], dates: brute.Dates
) -> None:
    for group in brute.GROUPS:
        everything = brute.releases(whole, dates, group, DEFAULT)
        ours = set(brute.releases(selected, dates, group, DEFAULT))
        for record in brute.records(everything):
            others = [one for one in everything if one.day <= record.day and one.name != record.name]
            if others:
                best = max(one.score for one in others)
                assert any(one in ours for one in others if one.score == best), record


def test_the_selection_is_small_and_its_rows_are_the_files(
    whole: list[brute.Row], selected: list[brute.Row]
) -> None:
    by_key = {row["key"]: row for row in whole}
    assert 80 <= len(selected) <= 130
    assert all(row == by_key[row["key"]] for row in selected)


def test_the_script_makes_what_ships(sources: Path, tmp_path: Path) -> None:
    file = SourceFile.at(sources / "data" / "epoch_capabilities_index.csv")
    make(file, tmp_path / "made", days_of(RELEASES))
    assert {path.name for path in SHIPPED.iterdir()} == {"table.yaml", "rows.csv", "population.csv"}
    for path in SHIPPED.iterdir():
        assert (tmp_path / "made" / path.name).read_bytes() == path.read_bytes(), path.name


def test_lists_of_the_selection_speak_to_the_last_day_of_the_whole_file(sources: Path, tmp_path: Path) -> None:
    import_file("epoch-eci", SourceFile.at(sources / "data" / "epoch_capabilities_index.csv"), tmp_path)
    known = read(Inputs(workspace=tmp_path), load_vocabulary())
    tables = {table.id: table for table in known.tables}
    registry = registry_days([tables["release-dates"]])

    def told(table: Table) -> list[date]:
        return list(last_days(table, registry, DATES).values())

    whole, shipped = tables["epoch-eci"], tables["eci-2026-04"]
    assert told(whole) == told(shipped) == [date(2026, 4, 8)] * 3
    assert told(replace(shipped, last_day=None)) != told(shipped)
    only = replace(known, tables=(shipped,), claims=())
    in_graph = {getattr(o, "value", "") for _, p, o in figures(only, pass_on=True) if p == aif("lastDay")}
    assert in_graph == {"2026-04-08"}


def lag_of_r1_0528(selected: list[brute.Row], dates: brute.Dates, whose: str) -> brute.Lag:
    choice = ("release", "measured", "all", whose, "given")
    china, states = (brute.releases(selected, dates, group, choice) for group in ("CN", "US"))
    [lag] = [lag for lag in brute.lags(china, states) if lag.record.name == "DeepSeek-R1 (May 2025)"]
    return lag


def test_r1_0528_is_162_days_behind_o1(selected: list[brute.Row], dates: brute.Dates) -> None:
    lag = lag_of_r1_0528(selected, dates, "own")
    assert (lag.days, lag.behind, lag.record.day) == (162, ("o1",), date(2025, 5, 28))


def test_with_the_registrys_date_of_o1_it_is_174_days(selected: list[brute.Row], dates: brute.Dates) -> None:
    lag = lag_of_r1_0528(selected, dates, "registry")
    assert (lag.days, lag.behind) == (174, ("o1",))


def test_integers_tie_what_full_scores_tell_apart(selected: list[brute.Row], dates: brute.Dates) -> None:
    days = {}
    for precision in ("given", "integer"):
        china, states = (
            brute.releases(selected, dates, group, ("release", "measured", "all", "own", precision))
            for group in ("CN", "US")
        )
        [lag] = [x for x in brute.lags(china, states) if x.record.name == "Qwen3-Coder-480B-A35B"]
        days[precision] = lag.days
    assert days == {"given": 128, "integer": 226}


def test_open_weights_leads_are_known(selected: list[brute.Row], dates: brute.Dates) -> None:
    china, states = (
        brute.releases(selected, dates, group, ("release", "measured", "open", "own", "given"))
        for group in ("CN", "US")
    )
    found = [(str(day), holder) for day, holder in brute.leads(china, states, ("CN", "US"))]
    assert found == [
        ("2023-02-24", "US"),  # the start, not a change
        ("2023-11-02", "CN"),
        ("2024-04-18", "US"),
        ("2024-06-07", "CN"),
        ("2024-07-23", "US"),
        ("2024-09-19", "CN"),
        ("2024-12-12", "US"),
        ("2024-12-26", "CN"),
    ]
