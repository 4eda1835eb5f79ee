"""Records: which releases of a group were ahead of all that it had before, under each way of counting.

Definitions: docs/numbers.md. Pure functions over the rows of a table; the graph keeps the short lists.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from graph.observation import ReleaseRow, ScoreRow

UNITS = ("release", "variant")
VALUES = ("measured", "all")
WEIGHTS = ("all", "open", "unrestricted")
DATES = ("own", "registry", "announced")
_OPEN = {"open": ("open", "restricted", "non-commercial"), "unrestricted": ("open",)}


@dataclass(frozen=True, order=True)
class Policy:
    """One way of counting; the fields are words of UNITS, VALUES, WEIGHTS and DATES, the defaults first."""

    unit: str = "release"
    values: str = "measured"
    weights: str = "all"
    dates: str = "own"

    def counts(self, row: ScoreRow) -> bool:
        """Whether a row counts by its value and its weights."""
        return (self.values == "all" or row.basis == "measured") and (
            self.weights == "all" or row.weights in _OPEN[self.weights]
        )


POLICIES = tuple(Policy(*choice) for choice in itertools.product(UNITS, VALUES, WEIGHTS, DATES))


@dataclass(frozen=True)
class Entry:
    """What counts once: a release (or a variant) with its best score, the day from which it counts, its rows."""

    release: str
    day: date
    score: Decimal
    rows: tuple[str, ...]
    dated_by: str | None = None


@dataclass(frozen=True)
class RegistryDays:
    """The earliest day on which each model was available, and announced, with the row (TABLE/KEY) that says so."""

    available: Mapping[str, tuple[date, str]]
    announced: Mapping[str, tuple[date, str]]

    @classmethod
    def of(cls, releases: Iterable[tuple[str, ReleaseRow]]) -> RegistryDays:
        """Gather the rows of release tables, each with the id of its table."""
        days: dict[str, dict[str, tuple[date, str]]] = {"available": {}, "announced": {}}
        for table, row in releases:
            if row.event in days:
                said = (row.day, f"{table}/{row.key}")
                days[row.event][row.model] = min(said, days[row.event].get(row.model, said))
        return cls(days["available"], days["announced"])


def counted_day(row: ScoreRow, dates: str, registry: RegistryDays) -> tuple[date, str | None] | None:
    """The day from which a row counts, with the release row that gives it (None: its own); None where it has none.

    own: the row's own; registry: the registry's earliest, else its own; announced: the earliest of the two and of
    what was announced.
    """
    own = (row.available_on, None) if row.available_on else None
    known = registry.available.get(row.model or "")
    if dates == "own":
        return own
    if dates == "registry":
        return known or own
    told = registry.announced.get(row.model or "")
    announced = (row.announced_on, None) if row.announced_on else None
    found = [each for each in (own, announced, told) if each is not None]
    return min(found, key=lambda each: each[0]) if found else None


def entries(rows: Iterable[ScoreRow], policy: Policy, registry: RegistryDays) -> list[Entry]:
    """What counts under a policy, in order of day; rows of one group on one instrument.

    A release counts by its best score, from the earliest day of a row that has it.
    """
    best: dict[str, Entry] = {}
    for row in rows:
        if not policy.counts(row) or (counted := counted_day(row, policy.dates, registry)) is None:
            continue
        day, dated_by = counted
        name = row.release if policy.unit == "release" else row.key
        before = best.get(name)
        if before is None or row.score > before.score:
            best[name] = Entry(row.release, day, row.score, (row.key,), dated_by)
        elif row.score == before.score:
            first = day < before.day
            best[name] = Entry(
                before.release,
                day if first else before.day,
                before.score,
                (*before.rows, row.key),
                dated_by if first else before.dated_by,
            )
    return sorted(best.values(), key=lambda entry: (entry.day, -entry.score, entry.release))


def records(counted: Sequence[Entry]) -> list[Entry]:
    """The entries whose score is above every score of earlier days; several of one day can all be records.

    In: entries in order of day.
    """
    found: list[Entry] = []
    bar: Decimal | None = None
    for _, of_day in itertools.groupby(counted, key=lambda entry: entry.day):
        same = list(of_day)
        found += [entry for entry in same if bar is None or entry.score > bar]
        top = max(entry.score for entry in same)
        bar = top if bar is None else max(bar, top)
    return found


@dataclass(frozen=True)
class RecordList:
    """The records of one group on one instrument under one policy, and how many entries they were chosen from."""

    instrument: str
    group: str
    policy: Policy
    records: tuple[Entry, ...]
    entries: int


def record_lists(
    rows: Iterable[tuple[str, ScoreRow]], registry: RegistryDays, policies: Sequence[Policy] = POLICIES
) -> Iterator[RecordList]:
    """Every list with at least one record; `rows` are pairs of group (an id) and row, of one table."""
    grouped: dict[tuple[str, str], list[ScoreRow]] = defaultdict(list)
    for group, row in rows:
        grouped[row.instrument, group].append(row)
    for (instrument, group), members in sorted(grouped.items(), key=lambda item: item[0]):
        for policy in policies:
            counted = entries(members, policy, registry)
            if counted:
                yield RecordList(instrument, group, policy, tuple(records(counted)), len(counted))
