"""Gaps, means, points and leads: each answer moves with its cause, and the figures that ship give what is known."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from queries.answer import Answer, Source
from tests.queries.numbers.tables import CN, US, day, row, source_of, table
from tests.queries.reading import answer_of, rows

# One cause at a time

ROWS = (
    row(US, "Able", 0, "10"),
    row(US, "Baker", 30, "20"),
    row(US, "Charlie", 90, "30"),
    row(CN, "Jia", 10, "9"),
    row(CN, "Yi", 60, "18"),
    row(CN, "Bing", 200, "40"),
)


def states(answer: Answer) -> dict[str | None, tuple[str | None, str | None]]:
    return {name: (state, days) for name, state, days in rows(answer, "release", "state", "lag")}


def test_each_state_has_its_word() -> None:
    assert states(answer_of(source_of(table(*ROWS)), "gap-computed")) == {
        "Jia": ("left-censored", "10"),
        "Yi": ("behind", "30"),
        "Bing": ("open", None),
    }
    later = (*ROWS, row(US, "Dog", 250, "41"))
    assert states(answer_of(source_of(table(*later)), "gap-computed"))["Bing"] == ("first", "-50")


def test_a_figure_moved_moves_the_lag() -> None:
    higher = [
        replace(each, score=Decimal("20.1"), reported="20.1") if each.release == "Yi" else each for each in ROWS
    ]
    assert states(answer_of(source_of(table(*higher)), "gap-computed"))["Yi"] == ("first", "-30")


def test_scores_that_all_but_meet_are_compared_in_full() -> None:
    near = (row(US, "Able", 0, "1"), row(US, "Baker", 5, "142.2099"), row(CN, "Jia", 50, "142.1980"))
    above = (row(US, "Able", 0, "1"), row(US, "Baker", 5, "142.1980"), row(CN, "Jia", 50, "142.2099"))
    assert states(answer_of(source_of(table(*near)), "gap-computed"))["Jia"] == ("behind", "45")
    assert states(answer_of(source_of(table(*above)), "gap-computed"))["Jia"] == ("open", None)
    assert states(answer_of(source_of(table(*above)), "gap-computed", precision="integer"))["Jia"] == (
        "behind",
        "45",
    )


def test_two_leaders_of_one_day_are_both_named() -> None:
    tie = (
        row(US, "Able", 0, "1"),
        row(US, "Baker", 5, "30"),
        row(US, "Charlie", 5, "31"),
        row(CN, "Jia", 50, "30"),
    )
    (reached,) = rows(answer_of(source_of(table(*tie)), "gap-computed"), "reachedBy")[0]
    assert reached is not None
    assert "Baker" in reached
    assert "Charlie" in reached


def test_what_is_left_out_can_turn_the_answer_which_is_then_not_supported() -> None:
    far = (*ROWS, row(US, "Early", 5, "39", basis="estimated"), row(CN, "Ding", 250, "5"))
    told = dict(rows(answer_of(source_of(table(*far)), "gap-computed"), "release", "verdict"))
    # With the estimate Yi was reached on day 5: 55 days instead of 30 is within the bound; Bing stays open.
    assert told["Yi"] == "supported"
    very_far = (*ROWS, row(US, "Dog", 199, "41"), row(US, "Early", 5, "40", basis="estimated"))
    told = dict(rows(answer_of(source_of(table(*very_far)), "gap-computed"), "release", "verdict"))
    assert told["Bing"] == "not-supported"


def test_few_releases_are_thin_support() -> None:
    few = (row(US, "Able", 0, "1"), row(US, "Baker", 5, "30"), row(CN, "Jia", 50, "30"))
    assert {told for (told,) in rows(answer_of(source_of(table(*few)), "gap-computed"), "verdict")} == {"thin"}


def test_a_day_of_asking_sees_only_what_there_was() -> None:
    source = source_of(table(*ROWS))
    assert "Bing" not in states(answer_of(source, "gap-computed", as_of=day(199).isoformat()))
    assert "Bing" in states(answer_of(source, "gap-computed", as_of=day(200).isoformat()))


def test_the_latest_table_seen_by_then_answers() -> None:
    newer = table(*ROWS, row(US, "Ahead", 1, "99"), name="newer", observed=1200)
    source = source_of(table(*ROWS), newer)
    now = rows(answer_of(source, "gap-computed"), "dataset", "observedOn")
    then = rows(answer_of(source, "gap-computed", known_by=day(1100).isoformat()), "dataset", "observedOn")
    assert set(now) == {("dataset/newer", day(1200).isoformat())}
    assert set(then) == {("dataset/figures", day(1000).isoformat())}
    assert answer_of(source, "gap-computed", known_by=day(900).isoformat()).rows == []


def test_an_empty_answer_says_what_it_needs() -> None:
    answer = answer_of(source_of(table(row(US, "Able", 0, "10"))), "gap-computed")
    assert answer.rows == []
    assert "dated scores of both groups" in answer.headline("en")


# The figures that ship


@pytest.mark.parametrize(("dates", "days"), [("own", "162"), ("registry", "174")])
def test_the_lag_of_r1_0528_on_the_epoch_index(source: Source, dates: str, days: str) -> None:
    told = rows(answer_of(source, "gap-computed", dates=dates), "release", "lag", "reachedBy")
    assert ("DeepSeek-R1 (May 2025)", days, "o1") in told


def test_the_mean_lag_on_the_epoch_index(source: Source) -> None:
    daily_mean = answer_of(source, "gap-daily", **{"from": "2023-07-01"})
    assert {told for (told,) in rows(daily_mean, "meanMonths")} == {"8"}


def test_who_led_in_open_weights_on_the_epoch_index(source: Source) -> None:
    told = list(dict.fromkeys(rows(answer_of(source, "lead-changes"), "day", "holder", "kind")))
    assert told[1:] == [
        ("2023-11-02", "country/CN", "change"),
        ("2024-04-18", "country/US", "change"),
        ("2024-06-07", "country/CN", "change"),
        ("2024-07-23", "country/US", "change"),
        ("2024-09-19", "country/CN", "change"),
        ("2024-12-12", "country/US", "change"),
        ("2024-12-26", "country/CN", "change"),
    ]


def test_printed_figures_of_the_reports_own_index_give_42_days_on_thin_support(source: Source) -> None:
    told = rows(answer_of(source, "gap-computed", instrument="instrument/aa-ii-v2"), "release", "lag", "verdict")
    assert ("DeepSeek R1-0528", "42", "thin") in told
