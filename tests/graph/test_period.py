"""Dates and periods: what each grain of a date stands for, and what is refused."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.period import Period, parse_period


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2023", date(2023, 1, 1), date(2023, 12, 31)),
        ("2025-Q2", date(2025, 4, 1), date(2025, 6, 30)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025-08-14", date(2025, 8, 14), date(2025, 8, 14)),
        ("2023-Q2/2025-Q2", date(2023, 4, 1), date(2025, 6, 30)),
        ("../2025-Q2", None, date(2025, 6, 30)),
        ("2022/..", date(2022, 1, 1), None),
    ],
)
def test_a_date_stands_for_its_first_and_last_day(text: str, start: date | None, end: date | None) -> None:
    assert parse_period(text) == Period(start, end)


@pytest.mark.parametrize(
    "text",
    ["", "2025-02-30", "2025-13", "2025-Q5", "../..", "2025/2024", "now", "25", "2025-6", "2025-Q2/", "0000"],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        parse_period(text)


@given(st.dates())
def test_every_day_stands_for_itself(day: date) -> None:
    assert parse_period(day.isoformat()) == Period(day, day)


@given(st.text(max_size=24))
def test_no_text_makes_anything_but_a_period_or_a_refusal(text: str) -> None:
    try:
        period = parse_period(text)
    except ValueError:
        return
    assert period.start or period.end
