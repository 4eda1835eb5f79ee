"""Records, lags and leads by brute force over the rows of a table: the rule as it is written, and nothing clever.

What computes them elsewhere is held against this. Rows are those of rows.csv, as csv.DictReader gives them.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import product
from pathlib import Path

GROUPS = ("CN", "US", "rest")
CHOICES = tuple(
    product(
        ("release", "variant"),
        ("measured", "all"),
        ("all", "open", "unrestricted"),
        ("own", "registry", "announced"),
        ("given", "integer"),
    )
)
OPEN = {"open", "restricted", "non-commercial"}
Row = dict[str, str]
Dates = dict[tuple[str, str], date]


@dataclass(frozen=True, order=True)
class Release:
    """One release of a group: the day that counts, its score, its name."""

    day: date
    score: Decimal
    name: str


@dataclass(frozen=True)
class Lag:
    """How far a record of the follower is behind: `days` None where the leader never was there."""

    record: Release
    days: int | None
    behind: tuple[str, ...]
    censored: bool


def rows_of(path: Path) -> list[Row]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def earliest(rows: Iterable[Row]) -> Dates:
    """The earliest day by model and event, from the rows of a table of releases."""
    found: Dates = {}
    for row in rows:
        key, day = (row["model"], row["event"]), date.fromisoformat(row["date"])
        found[key] = min(day, found.get(key, day))
    return found


def group(row: Row) -> str | None:
    """CN, US or rest; None for none or several countries."""
    codes = row["countries"].split()
    if len(codes) != 1:
        return None
    return codes[0] if codes[0] in GROUPS else "rest"


def releases(rows: Iterable[Row], dates: Dates, wanted: str, choice: tuple[str, ...]) -> list[Release]:
    """The releases of one group under one choice of each kind."""
    unit, values, weights, whose, precision = choice
    found: dict[str, list[tuple[Decimal, date]]] = {}
    for row in rows:
        if group(row) != wanted or (values == "measured" and row["basis"] != "measured"):
            continue
        if (weights == "open" and row["weights"] not in OPEN) or (
            weights == "unrestricted" and row["weights"] != "open"
        ):
            continue
        days = [date.fromisoformat(row["available_on"])] if row["available_on"] else []
        if whose == "registry":
            days = [dates[row["model"], "available"]] if (row["model"], "available") in dates else days
        elif whose == "announced":
            days += [date.fromisoformat(row["announced_on"])] if row["announced_on"] else []
            days += [dates[row["model"], "announced"]] if (row["model"], "announced") in dates else []
        if not days:
            continue
        score = Decimal(row["score"])
        if precision == "integer":
            score = score.quantize(Decimal(1), ROUND_HALF_UP)
        name = row["release"] if unit == "release" else row["version"]
        found.setdefault(name, []).append((score, min(days)))
    made = []
    for name, scores in found.items():
        best = max(score for score, _ in scores)
        made.append(Release(min(day for score, day in scores if score == best), best, name))
    return sorted(made)


def records(group_releases: list[Release]) -> list[Release]:
    """Every release above all releases of earlier days."""
    return [
        one
        for one in group_releases
        if all(one.score > other.score for other in group_releases if other.day < one.day)
    ]


def lags(follower: list[Release], leader: list[Release]) -> list[Lag]:
    """At each record of the follower, how long ago a release of the leader first had that score."""
    found = []
    for record in records(follower):
        reached = [one for one in leader if one.score >= record.score]
        if not reached:
            found.append(Lag(record, None, (), False))
            continue
        day = min(one.day for one in reached)
        names = tuple(sorted(one.name for one in reached if one.day == day))
        found.append(Lag(record, (record.day - day).days, names, day == min(one.day for one in leader)))
    return found


def leads(one: list[Release], other: list[Release], names: tuple[str, str]) -> list[tuple[date, str]]:
    """Who is ahead from when on; a tie keeps the holder. The first entry is a start."""
    found: list[tuple[date, str]] = []
    for day in sorted({release.day for release in (*one, *other)}):
        best = [max((r.score for r in side if r.day <= day), default=Decimal(-1)) for side in (one, other)]
        if best[0] != best[1]:
            holder = names[0] if best[0] > best[1] else names[1]
            if not found or found[-1][1] != holder:
                found.append((day, holder))
    return found
