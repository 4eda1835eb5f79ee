"""Small tables of figures for tests: as objects, and as folders that are read."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from graph.model import Origin
from graph.observation import Population, ReleaseRow, ScoreRow, Table
from graph.reading.tables import RELEASE_COLUMNS, SCORE_COLUMNS

ORIGIN = Origin("data/observations/example/rows.csv", 2)


def score(
    key: str,
    value: str,
    day: str | None = None,
    *,
    release: str = "",
    country: str = "US",
    instrument: str = "instrument/eci",
    basis: str = "measured",
    weights: str | None = None,
    announced: str | None = None,
    model: str | None = None,
    claims: tuple[str, ...] = (),
) -> ScoreRow:
    """One score; its release is named like its key unless said."""
    return ScoreRow(
        key=key,
        release=release or key,
        version=key,
        model=model,
        countries=tuple(country.split()),
        instrument=instrument,
        score=Decimal(value),
        reported=value,
        basis=basis,
        available_on=date.fromisoformat(day) if day else None,
        announced_on=date.fromisoformat(announced) if announced else None,
        weights=weights,
        origin=ORIGIN,
        claims=claims,
    )


def release(
    key: str,
    model: str,
    day: str,
    *,
    event: str = "available",
    weights: str | None = None,
    source: str = "editorial",
) -> ReleaseRow:
    """One release day."""
    return ReleaseRow(key, model, event, date.fromisoformat(day), weights, None, None, source, ORIGIN)


def table(
    name: str,
    *,
    scores: Iterable[ScoreRow] = (),
    releases: Iterable[ReleaseRow] = (),
    observed_on: str = "2026-04-08",
    pass_on: bool = True,
    population: Iterable[Population] = (),
    left_out: Mapping[str, int] | None = None,
) -> Table:
    """A table of scores, or of releases where it has some."""
    days = tuple(releases)
    return Table(
        id=name,
        kind="releases" if days else "scores",
        label={"en": f"The table {name}"},
        publisher=None,
        address=None,
        licence="CC-BY-4.0" if pass_on else "personal-use",
        attribution=None,
        pass_on=pass_on,
        observed_on=date.fromisoformat(observed_on),
        accessed=None,
        rule={},
        file=None,
        left_out=dict(left_out or {}),
        population=tuple(population),
        scores=tuple(scores),
        releases=days,
        origin=Origin(f"data/observations/{name}/table.yaml", 1),
    )


ROW: Mapping[str, str] = {
    "key": "alpha-1",
    "release": "Alpha-1",
    "version": "alpha-1",
    "model": "",
    "countries": "US",
    "instrument": "instrument/eci",
    "score": "142.5",
    "basis": "measured",
    "available_on": "2025-05-01",
    "announced_on": "",
    "weights": "open",
}
"""A row of scores in which nothing is wrong."""
DAY: Mapping[str, str] = {
    "key": "o1-available",
    "model": "model/o1",
    "event": "available",
    "date": "2024-12-17",
    "weights": "closed",
    "parameters": "",
    "active_parameters": "",
    "source": "editorial",
}
"""A row of release days in which nothing is wrong."""


def write_table(
    workspace: Path, name: str = "example", rows: Iterable[Mapping[str, str]] = (ROW,), **head: Any
) -> Path:
    """Write a table below workspace/observations; returns its folder."""
    folder = workspace / "observations" / name
    folder.mkdir(parents=True, exist_ok=True)
    data = {
        "id": name,
        "kind": "scores",
        "label": {"en": f"The table {name}"},
        "licence": "CC-BY-4.0",
        "pass_on": True,
        "observed_on": "2026-04-08",
        **head,
    }
    columns = SCORE_COLUMNS if data["kind"] == "scores" else RELEASE_COLUMNS
    text = yaml.safe_dump(data, sort_keys=False, allow_unicode=True).replace("'", "")
    (folder / "table.yaml").write_text(text, encoding="utf-8")
    with (folder / "rows.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return folder
