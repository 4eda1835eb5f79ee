"""Records, lags, means and leads in plain Python, straight from the definitions: what answers must equal.

Nothing here knows of the graph's own computation (graph/frontier.py) or of SPARQL.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from graph.observation import ScoreRow
from graph.quads.observations import group_of


@dataclass(frozen=True)
class Choice:
    """How to count; the words of the parameters."""

    unit: str = "release"
    values: str = "measured"
    weights: str = "all"
    dates: str = "own"
    precision: str = "given"


@dataclass(frozen=True)
class Counted:
    """What counts once: its name, the day from which it counts, its score."""

    name: str
    day: date
    score: Decimal


def counted(rows: Iterable[ScoreRow], group: str, choice: Choice, days: Mapping[str, date]) -> list[Counted]:
    """What counts of a group; `days` are the registry's days of models."""
    kept: dict[str, list[tuple[ScoreRow, date]]] = {}
    for row in rows:
        open_to = {"all": None, "open": {"open", "restricted", "non-commercial"}, "unrestricted": {"open"}}
        allowed = open_to[choice.weights]
        own = row.available_on
        day = days.get(row.model or "", own) if choice.dates == "registry" else own
        if group_of(row.countries) != group or day is None:
            continue
        if choice.values == "measured" and row.basis != "measured":
            continue
        if allowed is not None and row.weights not in allowed:
            continue
        kept.setdefault(row.release if choice.unit == "release" else row.key, []).append((row, day))
    found = []
    for name, members in kept.items():
        best = max(row.score for row, _ in members)
        day = min(day for row, day in members if row.score == best)
        found.append(Counted(name if choice.unit == "release" else members[0][0].release, day, best))
    if choice.precision == "integer":
        found = [Counted(each.name, each.day, rounded(each.score)) for each in found]
    return found


def rounded(score: Decimal) -> Decimal:
    """To the nearest integer, halves upward (XPath fn:round)."""
    low = score.to_integral_value(ROUND_FLOOR)
    return low if score - low < Decimal("0.5") else score.to_integral_value(ROUND_CEILING)


def records(all_of_it: list[Counted]) -> list[Counted]:
    """Above every score of earlier days."""
    return [one for one in all_of_it if all(one.score > other.score for other in all_of_it if other.day < one.day)]


def lag(one: Counted, leader: list[Counted]) -> tuple[str, int | None]:
    """The state of a record of the follower, and its lag in days."""
    reached = [other.day for other in leader if other.score >= one.score]
    if not reached:
        return "open", None
    first = min(reached)
    days = (one.day - first).days
    if first == min(other.day for other in leader):
        return "left-censored", days
    return ("behind" if days > 0 else "level" if days == 0 else "first"), days


def daily(
    follower: list[Counted], leader: list[Counted], since: date, till: date
) -> tuple[int, int, int, int, int]:
    """Days behind, level, ahead, without data; and the sum of the lags, by what existed at the end of each day."""
    behind = level = ahead = empty = total = 0
    day = since
    while day <= till:
        mine = [one.score for one in follower if one.day <= day]
        theirs = [one for one in leader if one.day <= day]
        if not mine or not theirs:
            empty += 1
        else:
            best, top = max(mine), max(one.score for one in theirs)
            if best == top:
                level += 1
            elif best > top:
                ahead += 1
            else:
                behind += 1
                total += (day - min(one.day for one in theirs if one.score >= best)).days
        day += timedelta(1)
    return behind, level, ahead, empty, total


def leads(one: list[Counted], other: list[Counted], names: tuple[str, str]) -> list[tuple[date, str]]:
    """The days on which the lead began or changed hands, with who held it then; a tie keeps the holder."""
    held, found = "", []
    for day in sorted({each.day for each in (*one, *other)}):
        best = [max((each.score for each in group if each.day <= day), default=None) for group in (one, other)]
        if best[0] is not None and (best[1] is None or best[0] > best[1]):
            now = names[0]
        elif best[1] is not None and (best[0] is None or best[1] > best[0]):
            now = names[1]
        else:
            now = held
        if now and now != held:
            held = now
            found.append((day, held))
    return found
