"""What gap-check should say of a claim, computed day by day from the rows of one table, by the definitions.

Nothing of the project's own computing is used; docs/numbers.md has the rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from graph.model import Claim
from graph.observation import ScoreRow
from tests.queries.numbers import brute
from tests.queries.numbers.brute import Choice, Point
from tests.queries.numbers.tables import CN, REST, US
from tests.queries.numbers.test_gap_check import OPEN, R1

SAID = date(2026, 6, 1).toordinal()
TIMES = {
    "2024-01": (date(2024, 1, 1), date(2024, 1, 31)),
    "2024-02": (date(2024, 2, 1), date(2024, 2, 29)),
    "2024-03": (date(2024, 3, 1), date(2024, 3, 31)),
    "2024-01/2024-03": (date(2024, 1, 1), date(2024, 3, 31)),
    "2024-02/2024-12": (date(2024, 2, 1), date(2024, 12, 31)),
    None: (None, None),
}
RULES = {
    "single": ["lag-at-record"],
    "minimum": ["shortest-lag"],
    "maximum": ["longest-lag"],
    "mean": ["mean-over-days", "mean-over-records", "mean-with-bounds"],
}
COLUMNS = ("claim", "rule", "verdict", "days", "support", "reason", "otherDays", "record", "reachedBy")
Expected = tuple[str | None, ...]


@dataclass(frozen=True)
class Told:
    """What a rule gives: the figure, a word where there is none or only a bound, the releases."""

    lag: Fraction | None
    state: str
    day: int | None = None
    record: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()


def best(those: Sequence[Point], day: int) -> list[Point]:
    """What shares the best score by a day; its first day counts."""
    there = [p for p in those if p.day <= day]
    top = [p for p in there if p.score == max(q.score for q in there)]
    return [p for p in top if p.day == min(q.day for q in top)]


def names(those: Sequence[Point]) -> frozenset[str]:
    return frozenset(p.release for p in those)


def tops(follower: Sequence[Point]) -> list[Point]:
    """The best record of each record day."""
    days = {p.day for p in brute.records(follower)}
    return [best(follower, day)[0] for day in sorted(days)]


def lag_at(record: Point, follower: Sequence[Point], leader: Sequence[Point]) -> Told:
    first = brute.reached(record.score, leader)
    mine = names(best(follower, record.day))
    if first is None:
        return Told(None, "open", record.day, mine)
    bound = "left-censored" if first == min(p.day for p in leader) else ""
    by = frozenset(brute.reachers(record.score, leader))
    return Told(Fraction(record.day - first), bound, record.day, mine, by)


def told(rule: str, follower: Sequence[Point], leader: Sequence[Point], start: int, end: int, last: int) -> Told:
    """What a rule gives for two groups, from a day to a day, the last of which the table speaks."""
    if rule == "first-lead":
        return first_lead(follower, leader, last)
    if rule == "lag-at-record":
        until = [p for p in tops(follower) if p.day <= min(end, last)]
        return lag_at(until[-1], follower, leader) if until else Told(None, "no-record-by-then")
    if rule == "mean-over-days":
        return over_days(follower, leader, start, min(end, last))
    lags = [lag_at(p, follower, leader) for p in tops(follower) if start <= p.day <= end]
    sure = [each for each in lags if each.lag is not None and (rule == "mean-with-bounds" or not each.state)]
    if not sure:
        return Told(None, "no-record-by-then")
    if rule in ("shortest-lag", "longest-lag"):
        return sorted(sure, key=lambda each: (each.lag, each.day))[0 if rule == "shortest-lag" else -1]
    return Told(_mean([each.lag for each in sure]), "left-censored" if rule == "mean-with-bounds" else "")


def _mean(lags: Sequence[Fraction | int | None]) -> Fraction:
    return sum((Fraction(lag or 0) for lag in lags), Fraction(0)) / len(lags)


def over_days(follower: Sequence[Point], leader: Sequence[Point], start: int, till: int) -> Told:
    """The mean over the days behind, and `too-few-days` beside it where they are fewer than half."""
    if not start:
        start = max(min(p.day for p in those) for those in (follower, leader))
    lags = []
    for day in range(start, till + 1):
        mine, theirs = best(follower, day), best(leader, day)
        if mine and theirs and theirs[0].score > mine[0].score:
            lags.append(day - (brute.reached(mine[0].score, leader) or 0))
    state = "too-few-days" if 2 * len(lags) < till - start + 1 else "" if lags else "no-record-by-then"
    return Told(_mean(lags) if lags else None, state)


def first_lead(follower: Sequence[Point], leader: Sequence[Point], last: int) -> Told:
    for day in range(min(p.day for p in (*follower, *leader)), last + 1):
        mine, theirs = best(follower, day), best(leader, day)
        if mine and theirs and mine[0].score > theirs[0].score:
            return Told(None, "", day, names(mine), names(theirs))
    return Told(None, "never")


def reaches(said: Claim, lag: Fraction) -> tuple[bool, bool]:
    """Whether a lag is not too short and not too long for what is said."""
    value = Fraction(said.value or 0)
    low, high = {
        None: (lag >= value * Fraction(9, 10), lag <= value * Fraction(11, 10)),
        "lessThan": (lag >= 0, lag < value),
        "atMost": (lag >= 0, lag <= value),
        "moreThan": (lag > value, True),
        "atLeast": (lag >= value, True),
    }[said.comparator]
    return low, high


def between(said: Claim) -> tuple[int, int]:
    """From when to when a claim holds, for its rule."""
    first, last = TIMES[said.time]
    end = SAID if said.predicate != "gapDuration" or said.statistic == "single" else date.max.toordinal()
    return (first.toordinal() if first else 0), (last.toordinal() if last else end)


def gaps(said: Claim, rows: Sequence[ScoreRow]) -> Iterator[Expected]:
    """The rows that a claim of a gap or of an overtaking should get."""
    weights = "open" if OPEN in said.scope else "all"
    choices = [Choice(values=values, weights=weights) for values in ("measured", "all")]
    measured, whole = ([brute.points(rows, group, each, ()) for group in (CN, US)] for each in choices)
    if not all(measured):
        yield answer(said, None, "no-figures", reason="no-scores")
        return
    start, end = between(said)
    last = brute.last_day(rows, "own", ())
    thin = min(len(those) for those in measured) < 3
    for rule in RULES[said.statistic or "single"] if said.predicate == "gapDuration" else ["first-lead"]:
        found, other = (told(rule, ours, theirs, start, end, last) for ours, theirs in (measured, whole))
        if rule == "first-lead":
            yield _first(said, found, abs((found.day or 0) - (other.day or 0)) > 30, thin)
        else:
            yield _lag(said, rule, found, other, thin)


def _first(said: Claim, found: Told, moves: bool, thin: bool) -> Expected:
    first, until = TIMES[said.time]
    fits = found.day is not None
    if found.day is not None and first and until:
        fits = first.toordinal() <= found.day <= until.toordinal()
    support = "not-supported" if moves else "thin" if thin else "supported"
    return answer(said, "first-lead", verdict(said, fits), support=support, found=found, reason=found.state)


def _lag(said: Claim, rule: str, found: Told, other: Told, thin: bool) -> Expected:
    # Where too few days are behind there is no mean, and nothing to hold it against.
    lag, whole = (None if found.state == "too-few-days" else each.lag for each in (found, other))
    moves = (lag is None) != (whole is None)
    if lag is not None and whole is not None:
        moves = abs(lag - whole) > 30 or (lag < 0) != (whole < 0)
    low, high = reaches(said, lag) if lag is not None else (False, False)
    undecided = found.state in ("no-record-by-then", "too-few-days") or (found.state == "left-censored" and not low)
    support: str | None = "thin" if thin or found.state == "left-censored" else "supported"
    support = None if undecided and lag is None else "not-supported" if moves else support
    what = "no-figures" if undecided else verdict(said, low and high)
    return answer(said, rule, what, lag=lag, support=support, reason=found.state, other=whole, found=found)


def leaders(said: Claim, rows: Sequence[ScoreRow]) -> Iterator[Expected]:
    """The row that a claim of who is best should get."""
    weights = "open" if OPEN in (*said.scope, said.object) else "all"
    groups = (CN,) if said.object == CN else (CN, US, REST)
    measured, whole = (
        {group: brute.points(rows, group, Choice(values=values, weights=weights), ()) for group in groups}
        for values in ("measured", "all")
    )
    if not any(measured.values()):
        yield answer(said, None, "no-figures", reason="no-scores")
        return
    _, end = between(said)
    top, top_of_all = (max((p.score for p in by(found, end)), default=None) for found in (measured, whole))
    own, own_of_all = (_own(rows, weights, values, end) for values in ("measured", "all"))
    leads = top is not None and own is not None and own >= top
    leads_of_all = top_of_all is not None and own_of_all is not None and own_of_all >= top_of_all
    state = "no-record-by-then" if top is None else "not-measured" if own is None else ""
    thin = min(len(measured[group]) for group in groups[:2]) < 3
    support = "not-supported" if leads != leads_of_all else "thin" if thin else "supported"
    found = Told(None, state, None, names([p for p in by(measured, end) if p.score == top]))
    yield answer(
        said,
        "best-model" if weights == "all" else "best-open-model",
        "no-figures" if state else verdict(said, leads),
        support=None if state else support,
        reason=state,
        found=found,
    )


def by(found: Mapping[str, Sequence[Point]], end: int) -> list[Point]:
    """The records of all groups by a day."""
    return [p for those in found.values() for p in brute.records(those) if p.day <= end]


def _own(rows: Sequence[ScoreRow], weights: str, values: str, end: int) -> Decimal | None:
    """The best score of the model itself by a day."""
    return max(
        (
            r.score
            for r in rows
            if (r.model == R1 and r.available_on and r.available_on.toordinal() <= end)
            and (values == "all" or r.basis == "measured")
            and (weights == "all" or r.weights in brute.OPEN["open"])
        ),
        default=None,
    )


def verdict(said: Claim, fits: bool) -> str:
    return ("agrees" if fits else "disagrees") if said.instrument else ("says-so" if fits else "says-otherwise")


def answer(
    said: Claim,
    rule: str | None,
    what: str,
    *,
    lag: Fraction | None = None,
    support: str | None = None,
    reason: str = "",
    other: Fraction | None = None,
    found: Told | None = None,
) -> Expected:
    """A row in the words of COLUMNS."""
    named = "index-named" if said.instrument and rule else None
    return (
        f"claim/first/{said.id}",
        rule,
        what,
        _days(lag),
        support,
        reason or named,
        _days(other) if support == "not-supported" else None,
        " / ".join(sorted(found.record)) if found and found.record else None,
        " / ".join(sorted(found.beside)) if found and found.beside else None,
    )


def _days(lag: Fraction | None) -> str | None:
    return None if lag is None else f"{float(brute.rounded(lag)):g}"
