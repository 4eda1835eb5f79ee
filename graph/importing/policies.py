"""Releases and records under every combination of the choices that move an answer (docs/numbers.md lists them).

Only the selection of what ships needs this in Python; the graph derives its records by SPARQL.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from graph.importing.table import group_of

UNITS = ("release", "variant")
VALUES = ("measured", "all")
WEIGHTS = ("all", "open", "unrestricted")
DATES = ("own", "registry", "announced")
_OPEN = frozenset({"open", "restricted", "non-commercial"})


@dataclass(frozen=True)
class Policy:
    """One choice of each kind."""

    unit: str
    values: str
    weights: str
    dates: str


POLICIES = tuple(Policy(*choice) for choice in product(UNITS, VALUES, WEIGHTS, DATES))


@dataclass(frozen=True)
class Figure:
    """A row of rows.csv, as far as a policy looks at it."""

    key: str
    release: str
    version: str
    model: str
    countries: tuple[str, ...]
    score: Decimal
    basis: str
    available_on: str
    announced_on: str
    weights: str

    @property
    def group(self) -> str:
        """CN, US, rest, several or none."""
        return group_of(self.countries)


@dataclass(frozen=True)
class Standing:
    """A release (or variant) under a policy: its best score, the day that counts, the rows with it on that day."""

    name: str
    day: str
    score: Decimal
    rows: tuple[str, ...]


Dates = Mapping[str, Mapping[str, str]]
"""event -> model -> its earliest day in the tables of releases."""


def standings(figures: Iterable[Figure], policy: Policy, dates: Dates) -> dict[str, list[Standing]]:
    """The releases of CN, US and rest with a day, under a policy."""
    found: dict[tuple[str, str], list[tuple[Figure, str]]] = {}
    for figure in figures:
        day = _day(figure, policy.dates, dates)
        if day and figure.group in ("CN", "US", "rest") and _counts(figure, policy):
            name = figure.release if policy.unit == "release" else figure.key
            found.setdefault((figure.group, name), []).append((figure, day))
    groups: dict[str, list[Standing]] = {"CN": [], "US": [], "rest": []}
    for (group, name), rows in sorted(found.items()):
        best = max(figure.score for figure, _ in rows)
        first = min(day for figure, day in rows if figure.score == best)
        keys = sorted(figure.key for figure, day in rows if figure.score == best and day == first)
        groups[group].append(Standing(name, first, best, tuple(keys)))
    return groups


def records(releases: Iterable[Standing]) -> list[Standing]:
    """Those above every score of earlier days; several of one day can all be records."""
    found: list[Standing] = []
    best: Decimal | None = None
    for _, day in _by_day(releases):
        found += [standing for standing in day if best is None or standing.score > best]
        top = max(standing.score for standing in day)
        best = top if best is None else max(best, top)
    return found


def runners_up(releases: Iterable[Standing], firsts: Iterable[Standing]) -> Iterator[Standing]:
    """Of each record the best other release by that day, where there is one."""
    everything = list(releases)
    for first in firsts:
        others = [s for s in everything if s.name != first.name and s.day <= first.day]
        if others:
            yield max(others, key=lambda s: (s.score, s.name))


def _by_day(releases: Iterable[Standing]) -> list[tuple[str, list[Standing]]]:
    days: dict[str, list[Standing]] = {}
    for standing in releases:
        days.setdefault(standing.day, []).append(standing)
    return sorted(days.items())


def _day(figure: Figure, choice: str, dates: Dates) -> str:
    own = figure.available_on
    if choice == "registry":
        return dates.get("available", {}).get(figure.model, "") or own
    if choice == "announced":
        said = (figure.announced_on, dates.get("announced", {}).get(figure.model, ""), own)
        return min((day for day in said if day), default="")
    return own


def _counts(figure: Figure, policy: Policy) -> bool:
    if policy.values == "measured" and figure.basis != "measured":
        return False
    allowed: Mapping[str, Callable[[str], bool]] = {
        "all": lambda weights: True,
        "open": lambda weights: weights in _OPEN,
        "unrestricted": lambda weights: weights == "open",
    }
    return allowed[policy.weights](figure.weights)
