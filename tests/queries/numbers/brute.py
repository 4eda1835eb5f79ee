"""The definitions of gap and frontier in plain Python, day by day, to hold the questions against.

Nothing of the project's own computing is used: only the rows of tables. Days are ordinals.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

from graph.observation import ReleaseRow, ScoreRow

MONTH = Fraction("30.4375")
OPEN = {"open": {"open", "restricted", "non-commercial"}, "unrestricted": {"open"}}
GROUPS = {("CN",): "country/CN", ("US",): "country/US"}


@dataclass(frozen=True)
class Choice:
    """One way of counting, in the words of the questions' parameters."""

    unit: str = "release"
    values: str = "measured"
    weights: str = "all"
    dates: str = "own"
    precision: str = "given"


@dataclass(frozen=True)
class Point:
    """What counts once."""

    name: str
    release: str
    day: int
    score: Decimal


def rounded(number: Fraction, places: int = 1) -> Fraction:
    """A number with so many decimals, a half upwards."""
    scale = 10**places
    return Fraction(floor(number * scale + Fraction(1, 2)), scale)


def day_of(row: ScoreRow, dates: str, releases: Sequence[ReleaseRow]) -> int | None:
    own = [row.available_on.toordinal()] if row.available_on else []
    if dates == "own":
        return own[0] if own else None
    known = [r.day.toordinal() for r in releases if row.model and r.model == row.model and r.event == "available"]
    if dates == "registry":
        return min(known or own, default=None)
    told = [r.day.toordinal() for r in releases if row.model and r.model == row.model and r.event == "announced"]
    told += [row.announced_on.toordinal()] if row.announced_on else []
    return min([*own, *told], default=None)


def points(rows: Iterable[ScoreRow], group: str, choice: Choice, releases: Sequence[ReleaseRow]) -> list[Point]:
    """Everything of a group that counts, before any record is picked."""
    found: dict[str, list[tuple[Decimal, int, str]]] = {}
    for row in rows:
        theirs = GROUPS.get(row.countries, "group/rest") if len(row.countries) == 1 else None
        counts = choice.values == "all" or row.basis == "measured"
        counts = counts and (choice.weights == "all" or row.weights in OPEN[choice.weights])
        day = day_of(row, choice.dates, releases)
        if theirs == group and counts and day is not None:
            name = row.release if choice.unit == "release" else row.key
            found.setdefault(name, []).append((row.score, day, row.release))
    made = []
    for name, each in found.items():
        best = max(score for score, _, _ in each)
        first = min(day for score, day, _ in each if score == best)
        made.append(Point(name, each[0][2], first, _precise(best, choice.precision)))
    return made


def _precise(score: Decimal, precision: str) -> Decimal:
    return score if precision == "given" else Decimal(floor(Fraction(score) + Fraction(1, 2)))


def records(those: Sequence[Point]) -> list[Point]:
    """The points above every point of earlier days."""
    return [p for p in those if all(p.score > other.score for other in those if other.day < p.day)]


def last_day(rows: Iterable[ScoreRow], dates: str, releases: Sequence[ReleaseRow]) -> int:
    return max(day for row in rows if (day := day_of(row, dates, releases)) is not None)


def reached(score: Decimal, leader: Sequence[Point]) -> int | None:
    """The first day on which the leader had at least this score."""
    return min((p.day for p in leader if p.score >= score), default=None)


def reachers(score: Decimal, leader: Sequence[Point]) -> set[str]:
    first = reached(score, leader)
    return {p.release for p in leader if p.day == first and p.score >= score}


@dataclass(frozen=True)
class Lag:
    """The lag at a record."""

    release: str
    day: int
    state: str
    days: int | None
    by: frozenset[str]


def lags(follower: Sequence[Point], leader: Sequence[Point]) -> list[Lag]:
    """The lag at each record of the follower, by day; the leader has something."""
    start = min(p.day for p in leader)
    return [_lag(record, leader, start) for record in sorted(records(follower), key=lambda p: p.day)]


def _lag(record: Point, leader: Sequence[Point], start: int) -> Lag:
    first = reached(record.score, leader)
    if first is None:
        return Lag(record.release, record.day, "open", None, frozenset())
    days = record.day - first
    state = "left-censored" if first == start else "behind" if days > 0 else "first" if days < 0 else "level"
    return Lag(record.release, record.day, state, days, frozenset(reachers(record.score, leader)))


def mean_over_records(follower: Sequence[Point], leader: Sequence[Point]) -> tuple[Fraction | None, int, int, int]:
    """Mean lag in days of the best of each record day, how many, how many open, how many lower bounds."""
    best: dict[int, Point] = {}
    for record in records(follower):
        if record.day not in best or record.score > best[record.day].score:
            best[record.day] = record
    start = min(p.day for p in leader)
    told = [_lag(record, leader, start) for record in best.values()]
    counted = [lag.days for lag in told if lag.state not in ("open", "left-censored") and lag.days is not None]
    mean = Fraction(sum(counted), len(counted)) if counted else None
    states = [lag.state for lag in told]
    return mean, len(counted), states.count("open"), states.count("left-censored")


@dataclass(frozen=True)
class Daily:
    """Days by state, and the mean lag in days where it may be told."""

    behind: int
    level: int
    ahead: int
    empty: int
    mean: Fraction | None


def daily(
    follower: Sequence[Point], leader: Sequence[Point], since: int | None, till: int, hindsight: bool
) -> Daily:
    """Every day from `since` (the first on which both have data) to `till`, one after the other."""
    if since is None:
        since = max(min(p.day for p in follower), min(p.day for p in leader))
    counts = {"behind": 0, "level": 0, "ahead": 0, "empty": 0}
    told = []
    for day in range(since, till + 1):
        theirs = max((p.score for p in follower if p.day <= day), default=None)
        best = max((p.score for p in leader if p.day <= day), default=None)
        if theirs is None or best is None:
            counts["empty"] += 1
            continue
        state = "behind" if best > theirs else "level" if best == theirs else "ahead"
        counts[state] += 1
        first = reached(theirs, leader)
        if first is not None and (state == "behind" or (state == "ahead" and hindsight)):
            told.append(day - first)
    whole = sum(counts.values())
    mean = Fraction(sum(told), len(told)) if told and 2 * counts["behind"] >= whole else None
    return Daily(*counts.values(), mean)


def leads(one: tuple[str, Sequence[Point]], two: tuple[str, Sequence[Point]]) -> Iterator[tuple[int, str]]:
    """(day, group) of the start and of each change; a tie keeps the holder."""
    holder = None
    for day in sorted({p.day for _, those in (one, two) for p in those}):
        best = {name: max((p.score for p in those if p.day <= day), default=None) for name, those in (one, two)}
        ahead = max(best, key=lambda name: Decimal("-Infinity") if best[name] is None else best[name])
        if len(set(best.values())) == 2 and ahead != holder:
            holder = ahead
            yield day, ahead
