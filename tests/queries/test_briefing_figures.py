"""The figures of the example workspace, against the table of Epoch AI that they are taken from."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from graph.inputs import Inputs
from graph.model import Claim, Knowledge
from graph.reading import read
from ontology.vocabulary import load_vocabulary


@pytest.fixture(scope="module")
def knowledge(briefing: Inputs) -> Knowledge:
    return read(briefing, load_vocabulary())


def claim(knowledge: Knowledge, number: int) -> Claim:
    return next(c for c in knowledge.claims if (c.document, c.id) == ("aif-briefing-en", number))


@dataclass(frozen=True)
class Scored:
    """A row of the table: day, score, country, model version, whether its weights are open."""

    day: date
    score: float
    country: str
    version: str
    open: bool


# Named by hand in the table's own note; no row of the briefing may rest on them.
ESTIMATED = {"claude-mythos-2026-04-07", "muse-spark-2026-04-08"}


@pytest.fixture(scope="module")
def table(sources: Path) -> list[Scored]:
    with (sources / "data" / "epoch_capabilities_index.csv").open(encoding="utf-8", newline="") as file:
        lines = [{key: (cell or "").strip() for key, cell in row.items()} for row in csv.DictReader(file)]
    return [
        Scored(
            date.fromisoformat(line["Release date"]),
            float(line["ECI Score"]),
            line["Country"],
            line["Model version"],
            line["Model accessibility"].startswith("Open weights"),
        )
        for line in lines
        if line["ECI Score"] and line["Release date"] and line["Model version"] not in ESTIMATED
    ]


def the_one(table: Iterable[Scored], version: str) -> Scored:
    return next(row for row in table if row.version == version)


def reached(table: Iterable[Scored], score: float) -> date:
    """The day on which the United States first had as many points."""
    return min(row.day for row in table if row.country.startswith("United States") and row.score >= score)


MODELS = {"DeepSeek-R1": (4, 5, 18), "DeepSeek-R1-0528": (6, 7, 22), "kimi-k2.5": (11, 12, None)}


@pytest.mark.parametrize(("version", "numbers"), MODELS.items())
def test_dates_lags_and_scores_are_those_of_the_table(
    knowledge: Knowledge, table: list[Scored], version: str, numbers: tuple[int, int, int | None]
) -> None:
    row = the_one(table, version)
    day, lag, score = (claim(knowledge, number).value if number else None for number in numbers)
    assert day == row.day.isoformat()
    assert lag == str((row.day - reached(table, row.score)).days)
    assert score in (None, f"{row.score:.1f}")


def test_the_other_lags_follow_from_the_table(knowledge: Knowledge, table: list[Scored]) -> None:
    o1, r1, k2 = (the_one(table, v) for v in ("o1-2024-12-17_high", "DeepSeek-R1-0528", "kimi-k2.5"))
    assert (claim(knowledge, 8).value, claim(knowledge, 25).value) == (o1.day.isoformat(), f"{o1.score:.1f}")
    assert claim(knowledge, 9).value == f"{(r1.day - o1.day).days / 30.4375:.1f}"
    assert claim(knowledge, 10).value == str((r1.day - date(2024, 12, 5)).days)
    day = date.fromisoformat(str(claim(knowledge, 14).time))
    assert k2 == max((r for r in table if r.country == "China" and r.day <= day), key=lambda r: r.score)
    months = (day - reached(table, k2.score)).days / 30.4375
    assert int(str(claim(knowledge, 14).value)) <= months < int(str(claim(knowledge, 14).value)) + 1


def test_the_lead_in_open_weights_changed_when_the_briefing_says(knowledge: Knowledge, table: list[Scored]) -> None:
    best = {"China": 0.0, "United States of America": 0.0}
    holder, changes = "United States of America", []
    for day in sorted({row.day for row in table}):
        for row in table:
            if row.day == day and row.open and row.country in best:
                best[row.country] = max(best[row.country], row.score)
        ahead = max(best, key=lambda country: (best[country], country == holder))
        if ahead != holder:
            holder = ahead
            changes.append((day, ahead))
    assert changes[0] == (date.fromisoformat(str(claim(knowledge, 26).time)), "China")
    assert changes[-1] == (date.fromisoformat(str(claim(knowledge, 33).time)), "China")
    assert len(changes) == 1 + 6


def test_the_named_leaders_led(knowledge: Knowledge, table: list[Scored]) -> None:
    first = date.fromisoformat(str(claim(knowledge, 26).time))
    before = [r for r in table if r.open and r.country.startswith("United States") and r.day < first]
    assert max(before, key=lambda row: row.score).version.startswith("Llama-2-70b")
    assert (
        max((row for row in table if row.open), key=lambda row: row.score).score
        == the_one(table, "kimi-k2.5").score
    )
    assert str(claim(knowledge, 35).time) == f"{the_one(table, 'kimi-k2.5').day}/.."
