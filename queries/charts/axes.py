"""Scales of charts: where they begin and end, and the ticks on them with their words in the reader's language."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from babel.dates import format_date

from queries.figures import figure_words
from queries.times import LOCALES

DAY = 86_400_000
"""Milliseconds, in which Vega counts."""
_LEAST_SPAN = 90
"""Days that an axis of time shows at least, so that one day has a place among others."""
_MARGIN = Decimal("0.04")
_MONTHS = (1, 3, 6, 12, 24, 60, 120, 240, 600, 1200)
"""Months from one tick to the next: the smallest that gives few enough."""
_MONTH: Mapping[str, str] = {"en": "MMM y", "zh-Hant": "y 年 M 月", "zh-Hans": "y 年 M 月"}
_YEAR: Mapping[str, str] = {"en": "y", "zh-Hant": "y 年", "zh-Hans": "y 年"}


@dataclass(frozen=True)
class Scale:
    """A scale from `low` to `high` (numbers, or milliseconds of UTC) with its ticks and their words."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]
    timed: bool = False

    def place(self, value: float, pixels: int) -> float:
        """How many pixels from its beginning a value stands."""
        return (value - self.low) / (self.high - self.low) * pixels

    def vega(self) -> Mapping[str, Any]:
        """The scale for Vega-Lite."""
        kind = {"type": "utc"} if self.timed else {"zero": False}
        return {**kind, "domainMin": self.low, "domainMax": self.high, "nice": False}

    def axis(self) -> Mapping[str, Any]:
        """The ticks for Vega-Lite."""
        words = {plain(value): told for value, told in self.ticks}
        return {"values": [value for value, _ in self.ticks], "labelExpr": lookup(words, "+datum.value")}


def milliseconds(day: date) -> int:
    """A day's beginning in UTC."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) * 1000


def day_scale(days: Iterable[date], language: str, most: int) -> Scale:
    """The scale of some days, with a margin, and at most `most` ticks at the beginnings of months or years."""
    known = sorted(days)
    first, last = known[0], known[-1]
    room = max((_LEAST_SPAN - (last - first).days) / 2, float(_MARGIN) * (last - first).days)
    low, high = first - timedelta(days=room), last + timedelta(days=room)
    begin, end = (day.year * 12 + day.month - 1 for day in (low, high))
    step = next((step for step in _MONTHS if (end - begin) // step < most), _MONTHS[-1])
    months = (date(m // 12, m % 12 + 1, 1) for m in range(-(-begin // step) * step, end + 1, step))
    words = _YEAR if step >= 12 else _MONTH
    ticks = tuple(
        (float(milliseconds(day)), format_date(day, words[language], locale=LOCALES[language]))
        for day in months
        if low <= day <= high
    )
    return Scale(milliseconds(low), milliseconds(high), ticks, timed=True)


def number_scale(numbers: Sequence[Decimal], language: str, most: int, *, zero: bool) -> Scale:
    """The scale of some figures, from tick to tick; `zero` keeps nought on it."""
    low, high = min(numbers), max(numbers)
    if zero:
        low, high = min(low, Decimal(0)), max(high, Decimal(0))
    if low == high:
        room = abs(low) / 10 or Decimal(1)
        low, high = low - room, high + room
    step = _step((high - low) / most)
    first, last = (low / step).to_integral_value("ROUND_FLOOR"), (high / step).to_integral_value("ROUND_CEILING")
    ticks = tuple(step * number for number in range(int(first), int(last) + 1))
    return Scale(
        float(ticks[0]),
        float(ticks[-1]),
        tuple((float(tick), figure_words(tick.normalize() + 0, language)) for tick in ticks),
    )


def _step(least: Decimal) -> Decimal:
    """The smallest of 1, 2, 5, 10 … that is no smaller."""
    power = Decimal(1).scaleb(least.adjusted())
    return next(power * times for times in (1, 2, 5, 10) if power * times >= least)


def text_width(text: str, size: float) -> float:
    """About how many pixels a text is wide: a Han character is as wide as it is high, others about half of that."""
    return sum(size if unicodedata.east_asian_width(each) in "WF" else 0.58 * size for each in text)


def shortened(text: str, width: float, size: float) -> str:
    """A text that fits: cut and marked so where it is too long.

    Vega would cut it too, but in the middle of a character that is two for JavaScript, at which the renderer fails.
    """
    if text_width(text, size) <= width:
        return text
    kept = next((n for n in range(len(text), 0, -1) if text_width(text[:n], size) <= width - size), 0)
    return f"{text[:kept].rstrip()}…"


def plain(value: float) -> str:
    """A number as JavaScript names it as a key."""
    return str(int(value)) if value == int(value) else repr(value)


def lookup(words: Mapping[str, str], key: str) -> str:
    """A Vega expression: the words for a key; what Vega would write where there are none.

    JSON is a literal of that language, in which no text can end itself.
    """
    return f"({json.dumps(words)})[{key}] || datum.label"
