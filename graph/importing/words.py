"""Words and numbers of a source as the cells of a table."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

FIRST_DAY, LAST_DAY = "1940-01-01", "2099-12-31"
"""Days beyond these are no days of a model."""
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONTH = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2]))?")
_BREAK = re.compile(r"\s*[\r\n\t]\s*")


def one_line(words: str) -> str:
    """Without the white space around, and with one space for a line break inside: one file breaks a name in two.

    >>> one_line(" Cosmos-1.0-\\nDiffusion ")
    'Cosmos-1.0- Diffusion'
    """
    stripped = words.strip()
    # Few cells have a break, and a million searches for one cost more than all else that is done with a cell.
    broken = "\n" in stripped or "\r" in stripped or "\t" in stripped
    return _BREAK.sub(" ", stripped) if broken else stripped


def is_day(words: str) -> bool:
    """Whether it is a day of the calendar, YYYY-MM-DD.

    >>> is_day("2024-02-29"), is_day("2025-02-29"), is_day("2025-2-1")
    (True, False, False)
    """
    try:
        return _DAY.fullmatch(words) is not None and bool(date.fromisoformat(words))
    except ValueError:
        return False


def is_month(words: str) -> bool:
    """Whether it is a year, or a month of a year, without a day: YYYY or YYYY-MM."""
    return _MONTH.fullmatch(words) is not None


def text(value: Any) -> str:
    """A string on one line, stripped of the white space around it; "" for anything else."""
    return one_line(value) if isinstance(value, str) else ""


def number(value: Any) -> str | None:
    """The digits of a number, without an exponent; "" for null; None for what is no number."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    if isinstance(value, int):
        return str(value)
    # An exponent of a billion is written in ten characters and has a billion digits.
    return format(value, "f") if -40 < value.adjusted() < 40 else None
