"""Where claims stand on an axis of time. Geometry only; a template draws it.

Across, places are percentages of the drawing's width, so that it fits any screen with its text at full size; down,
they are pixels.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from queries.claim_rows import ClaimRow
from webui.comparing.comparison import Lane, When, when

HEAD, TRACK, GAP, FOOT = 44, 40, 16, 30
"""Pixels: the two lines of a lane's name, one claim below it, the room between lanes, the words below the ticks."""
TOP = 8
_EDGE = Decimal(3)
"""Percent of the width kept free on both sides, where open ends run to."""
MOST_TICKS = 5
_STEPS = (1, 3, 12, 24, 60, 120, 240, 600, 1200)
"""Months from one tick of time to the next: the smallest that gives few enough."""


@dataclass(frozen=True)
class Tick:
    """A place on a scale and what stands below it: a period (2024, 2024-Q1, 2024-05) or a figure."""

    x: Decimal
    words: str

    @property
    def anchor(self) -> str:
        """To which side its words run: away from the edge."""
        return "start" if self.x < 8 else "end" if self.x > 92 else "middle"


@dataclass(frozen=True)
class Track:
    """One claim: from where to where it reaches, which ends are open, and the marks on it."""

    row: ClaimRow
    y: int
    start: Decimal
    end: Decimal
    open_start: bool
    open_end: bool
    stated: bool = True
    mark: Decimal | None = None


@dataclass(frozen=True)
class DrawnLane:
    """A lane with the height at which its name stands, and its claims."""

    lane: Lane
    y: int
    tracks: tuple[Track, ...]


@dataclass(frozen=True)
class Axis:
    """The axis of time with its lanes."""

    height: int
    ticks: tuple[Tick, ...]
    lanes: tuple[DrawnLane, ...]

    @property
    def bottom(self) -> int:
        """Where the lines of the ticks end and their words begin."""
        return self.height - FOOT


def axis(lanes: Sequence[Lane]) -> Axis | None:
    """The axis of the lanes; None where no claim has a day."""
    days = [day for lane in lanes for row in lane.claims for day in when(row).days]
    if not days:
        return None
    scale = Scale(*_widened(min(days), max(days)))
    y, drawn = TOP, []
    for lane in lanes:
        tracks = tuple(
            _time_track(row, when(row), y + HEAD + number * TRACK, scale) for number, row in enumerate(lane.claims)
        )
        drawn.append(DrawnLane(lane, y, tracks))
        y += HEAD + len(tracks) * TRACK + GAP
    return Axis(y + FOOT, tuple(_time_ticks(scale)), tuple(drawn))


class Scale:
    """Places of numbers between two ends, in percent."""

    def __init__(self, low: Decimal, high: Decimal) -> None:
        self.low, self.high = low, high

    def __call__(self, value: Decimal) -> Decimal:
        share = (value - self.low) / (self.high - self.low)
        return (_EDGE + (100 - 2 * _EDGE) * share).quantize(Decimal("0.01"))


def _widened(first: date, last: date) -> tuple[Decimal, Decimal]:
    """Days as numbers; at least a quarter of a year, so that one day has a place among others."""
    low, high = Decimal(first.toordinal()), Decimal(last.toordinal())
    more = max(Decimal(0), (90 - (high - low)) / 2)
    return low - more, high + more


def _time_track(row: ClaimRow, told: When, y: int, scale: Scale) -> Track:
    def place(day: date | None, open_at: int) -> Decimal:
        return Decimal(open_at) if day is None else scale(Decimal(day.toordinal()))

    said = None if told.said_on is None else place(told.said_on, 0)
    start, end = place(told.start, 0), place(told.end, 100)
    return Track(row, y, start, end, told.start is None, told.end is None, told.stated, said)


def _time_ticks(scale: Scale) -> Iterator[Tick]:
    first, last = (date.fromordinal(int(end)) for end in (scale.low, scale.high))
    months = (first.year * 12 + first.month - 1, last.year * 12 + last.month - 1)
    step = next((step for step in _STEPS if (months[1] - months[0]) // step < MOST_TICKS), _STEPS[-1])
    for month in range(-(-months[0] // step) * step, months[1] + 1, step):
        day = date(month // 12, month % 12 + 1, 1)
        if first <= day <= last:
            words = f"{day.year}" if step >= 12 else f"{day:%Y-%m}" if step == 1 else _quarter(day)
            yield Tick(scale(Decimal(day.toordinal())), words)


def _quarter(day: date) -> str:
    return f"{day.year}-Q{(day.month + 2) // 3}"
