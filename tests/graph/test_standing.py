"""How records stand to another group: by cases of their own, then day by day on random steps."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from graph.frontier import Entry, records
from graph.standing import NEVER, Standing, Steps, standings, turns

_FROM = date(2025, 1, 1)
LAST = 40
ENTRIES = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 12)), min_size=1, max_size=10)


def ordinal(n: int) -> int:
    return (_FROM + timedelta(n)).toordinal()


def steps(*entries: tuple[int, int], name: str = "") -> Steps:
    """The records among (day, score)."""
    made = [Entry(f"{name}{k}", _FROM + timedelta(n), Decimal(s), (str(k),)) for k, (n, s) in enumerate(entries)]
    return Steps(tuple(records(sorted(made, key=lambda e: (e.day, -e.score, e.release)))), ordinal(LAST))


def stands(
    own: Steps, other: Steps, own_all: Steps | None = None, other_all: Steps | None = None
) -> list[Standing]:
    return standings(own, other, own_all or own, other_all or other, turns(own, other)[0], "release")


def test_it_is_reached_by_all_that_have_its_score_on_the_first_day_of_one() -> None:
    own, other = steps((9, 5)), steps((2, 4), (5, 6), (5, 5), (5, 7), (7, 9))
    (found,) = stands(own, other)
    assert found.reached == found.passed == ordinal(5)
    assert [other.records[place].score for place in found.by] == [7, 6, 5]


def test_level_is_reached_and_not_yet_passed() -> None:
    (found,) = stands(steps((9, 5)), steps((2, 5), (7, 6)))
    assert (found.reached, found.passed) == (ordinal(2), ordinal(7))


def test_what_was_never_reached_says_so() -> None:
    (found,) = stands(steps((9, 5)), steps((2, 4)))
    assert (found.reached, found.passed, found.by) == (NEVER, NEVER, ())


def test_only_the_best_of_a_day_holds_until_the_next_and_the_last_to_the_end_of_the_list() -> None:
    found = stands(steps((1, 3), (1, 2), (6, 4)), steps((0, 1)))
    assert [each.until for each in found] == [ordinal(6), 0, ordinal(LAST) + 1]


def test_with_all_values_the_release_counts_by_the_record_that_it_has_then() -> None:
    own, other = steps((9, 5), name="m"), steps((2, 5))
    own_all, other_all = steps((12, 8), name="m"), steps((1, 6), (3, 8))
    (found,) = stands(own, other, own_all, other_all)
    assert (found.reached_among_all, found.of_all) == (ordinal(1), (ordinal(12), ordinal(3)))
    (alone,) = stands(own, other, steps((12, 8), name="x"), other_all)
    assert alone.of_all is None
    (same,) = stands(own, other)
    assert same.of_all is None


def test_a_tie_keeps_the_lead_and_the_first_to_have_it_is_the_start() -> None:
    one, two = steps((1, 3), (6, 5)), steps((2, 3), (4, 4))
    ours, theirs = turns(one, two)
    assert ours == {0: (0, ()), 1: (2, (1,))}
    assert theirs == {1: (1, (0,))}


@given(ENTRIES, ENTRIES)
def test_days_and_leads_are_those_of_the_calendar(
    mine: list[tuple[int, int]], theirs: list[tuple[int, int]]
) -> None:
    own, other = steps(*mine), steps(*theirs)
    for each in stands(own, other):
        score = own.records[each.record].score
        assert each.reached == min((ordinal(n) for n, s in theirs if s >= score), default=NEVER)
        assert each.passed == min((ordinal(n) for n, s in theirs if s > score), default=NEVER)
        assert {other.records[p].score for p in each.by} == {
            s for n, s in theirs if ordinal(n) == each.reached and s >= score
        }
    holder, told = "", []
    for n in range(31):
        best, top = (max((s for d, s in those if d <= n), default=-1) for those in (mine, theirs))
        ahead = "own" if best > top else "other" if top > best else holder
        if ahead != holder:
            holder = ahead
            told.append((ordinal(n), ahead))
    found = [
        (turn, side.days[step], name)
        for side, led, name in zip((own, other), turns(own, other), ("own", "other"), strict=True)
        for step, (turn, _) in led.items()
    ]
    assert [(day, name) for _, day, name in sorted(found)] == told
    assert [turn for turn, _, _ in sorted(found)] == list(range(len(told)))
