"""Dates and periods as sources give them: DATE, DATE/DATE, ../DATE, DATE/.. .

DATE is a year (2023), a quarter (2025-Q2), a month (2024-11) or a day (2025-08-14). A period is kept as the
pair of its first and last day, because a bare year compared with a date is an error in one engine and false
in another.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

_DATE = re.compile(r"(\d{4})(?:-Q([1-4])|-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True)
class Period:
    """First and last day, both included; None where the source leaves that side open."""

    start: date | None
    end: date | None


def parse_period(text: str) -> Period:
    """Read a period expression.

    Raises ValueError, saying which part is wrong, for anything else (2025-02-30, an end before its start).
    """
    if "/" not in text:
        return _parse_date(text)
    first, second = text.split("/", 1)
    start = None if first == ".." else _parse_date(first).start
    end = None if second == ".." else _parse_date(second).end
    if start is None and end is None:
        raise ValueError(f"{text!r} is open on both sides")
    if start and end and end < start:
        raise ValueError(f"{text!r} ends before it starts")
    return Period(start, end)


def _parse_date(text: str) -> Period:
    match = _DATE.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not a year, quarter (2025-Q2), month (2024-11) or day (2025-08-14)")
    year = int(match[1])
    try:
        if match[4]:
            day = date(year, int(match[3]), int(match[4]))
            return Period(day, day)
        first_month, last_month = 1, 12
        if match[2]:
            first_month, last_month = 3 * int(match[2]) - 2, 3 * int(match[2])
        elif match[3]:
            first_month = last_month = int(match[3])
        start = date(year, first_month, 1)
        return Period(start, date(year, last_month, calendar.monthrange(year, last_month)[1]))
    except (ValueError, calendar.IllegalMonthError):
        raise ValueError(f"{text!r} is not a day of the calendar") from None
