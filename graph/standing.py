"""How the records of one group stand to another group: reached and passed by when, and who had the lead from when.

Definitions: docs/numbers.md. Pure functions over two lists of records; days are ordinals.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import groupby

from graph.frontier import Entry

NEVER = 9_999_999
"""Stands for a day that has not come."""


@dataclass(frozen=True)
class Standing:
    """One record beside another group, whose records are told by their place in their list.

    `until`: the first day on which it is no longer the best of its group, or of which the list does not speak; 0
    for one that another of its day surpasses. `reached_among_all`: by the other group with all its values;
    `of_all`: day, and day reached, of the record that the release has among all values, where they are others.
    `lead`: its group took the lead with it, as the start (0) or the n-th change; `over`: what the other had.
    """

    record: int
    reached: int
    by: tuple[int, ...]
    passed: int
    until: int
    reached_among_all: int
    of_all: tuple[int, int] | None
    lead: int | None
    over: tuple[int, ...]


class Steps:
    """A list of records, and the last day of which it speaks, as a staircase: the best score from each day on."""

    def __init__(self, records: tuple[Entry, ...], last: int) -> None:
        self.records, self.last = records, last
        self.days: list[int] = []
        self.scores: list[Decimal] = []
        self.places: list[tuple[int, ...]] = []
        """The places of the records of each day, the best first."""
        for day, of_day in groupby(enumerate(records), key=lambda each: each[1].day.toordinal()):
            same = list(of_day)
            self.days.append(day)
            self.scores.append(same[0][1].score)
            self.places.append(tuple(place for place, _ in same))

    @cached_property
    def by_release(self) -> Mapping[str, Entry]:
        """The record of each release."""
        return {entry.release: entry for entry in self.records}

    def reached(self, score: Decimal) -> int:
        """The first day with at least this score."""
        step = bisect_left(self.scores, score)
        return self.days[step] if step < len(self.days) else NEVER

    def passed(self, score: Decimal) -> int:
        """The first day with more than this score."""
        step = bisect_right(self.scores, score)
        return self.days[step] if step < len(self.days) else NEVER

    def reachers(self, score: Decimal) -> tuple[int, ...]:
        """The records of the first day with at least this score that have it."""
        step = bisect_left(self.scores, score)
        places = self.places[step] if step < len(self.days) else ()
        return tuple(place for place in places if self.records[place].score >= score)

    def until(self, step: int) -> int:
        """The day on which the next step begins; after the last one, the day behind the last of the list."""
        return self.days[step + 1] if step + 1 < len(self.days) else self.last + 1

    def best_of(self, step: int) -> tuple[int, ...]:
        """The records that share the best score of a step."""
        return tuple(p for p in self.places[step] if self.records[p].score == self.scores[step])


Turn = tuple[int, tuple[int, ...]]
"""Which change of the lead it is (0: the start), and what the other group had then."""


def turns(one: Steps, two: Steps) -> tuple[dict[int, Turn], dict[int, Turn]]:
    """For each group the steps with which it took the lead; a tie keeps the holder, the first to lead is turn 0."""
    sides, found = (one, two), ({}, {})  # type: tuple[Steps, Steps], tuple[dict[int, Turn], dict[int, Turn]]
    at, holder, count = [-1, -1], -1, 0
    for day in sorted({*one.days, *two.days}):
        for side in (0, 1):
            days = sides[side].days
            if at[side] + 1 < len(days) and days[at[side] + 1] == day:
                at[side] += 1
        ahead = _ahead(sides, at)
        if ahead is not None and ahead != holder:
            other = 1 - ahead
            over = sides[other].best_of(at[other]) if at[other] >= 0 else ()
            found[ahead][at[ahead]] = (count, over)
            holder, count = ahead, count + 1
    return found


def _ahead(sides: tuple[Steps, Steps], at: list[int]) -> int | None:
    """Which of the two is ahead on the steps that they stand on (-1: nothing yet); None: level."""
    if min(at) < 0:
        return 0 if at[0] > at[1] else 1
    mine, theirs = sides[0].scores[at[0]], sides[1].scores[at[1]]
    return None if mine == theirs else 0 if mine > theirs else 1


def first_lead(own: Steps, other: Steps) -> tuple[int, int, int] | None:
    """The first day, of those on which both have records, with `own` above; the step of each. None: never."""
    for step, score in enumerate(own.scores):
        day = max(own.days[step], other.days[0])
        if day < own.until(step) and day < other.reached(score):
            return day, step, bisect_right(other.days, day) - 1
    return None


def standings(
    own: Steps, other: Steps, own_all: Steps, other_all: Steps, led: Mapping[int, Turn], unit: str
) -> list[Standing]:
    """How each record of `own` stands to `other`; `..._all` count all values, `led` are the turns of `own`."""
    found = []
    for step, places in enumerate(own.places):
        for place in places:
            entry = own.records[place]
            turn, over = led.get(step, (None, ())) if entry.score == own.scores[step] else (None, ())
            plain = (own.days[step], other_all.reached(entry.score))
            again = own_all.by_release.get(entry.release) if unit == "release" else None
            of_all = (again.day.toordinal(), other_all.reached(again.score)) if again else plain
            found.append(
                Standing(
                    record=place,
                    reached=other.reached(entry.score),
                    by=other.reachers(entry.score),
                    passed=other.passed(entry.score),
                    until=own.until(step) if place == places[0] else 0,
                    reached_among_all=plain[1],
                    of_all=of_all if of_all != plain else None,
                    lead=turn,
                    over=over,
                )
            )
    return found
