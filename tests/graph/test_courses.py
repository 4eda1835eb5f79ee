"""Courses of the best: by cases of their own, then day by day on random steps."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given

from graph.quads.courses import bests, stood
from graph.standing import NEVER, first_lead
from tests.graph.test_standing import ENTRIES, LAST, ordinal, steps


def told(*groups: Sequence[tuple[int, int]]) -> list[tuple[int, int, set[str]]]:
    """Day from which and until which, and who, for groups named A, B, ..."""
    named = [steps(*entries, name="ABC"[k]) for k, entries in enumerate(groups)]
    return [(s.start, s.until, {entry.release[0] for entry in s.held}) for s in bests(named)]


def test_one_that_draws_level_stands_beside_the_holder_whose_day_is_kept() -> None:
    assert told([(1, 5)], [(4, 5), (7, 6)]) == [
        (ordinal(1), ordinal(4), {"A"}),
        (ordinal(4), ordinal(7), {"A", "B"}),
        (ordinal(7), NEVER, {"B"}),
    ]
    level = list(bests([steps((1, 5)), steps((4, 5))]))[-1]
    assert level.day == ordinal(1)


def test_what_the_first_record_of_the_other_group_had_reached_is_a_bound() -> None:
    found = list(stood(steps((3, 4), (9, 6)), steps((1, 5), (7, 8))))
    assert [(each.reached, each.bound) for each in found] == [(ordinal(1), True), (ordinal(7), False)]


def test_the_first_lead_waits_for_the_other_group_to_have_records() -> None:
    assert first_lead(steps((1, 5)), steps((4, 3))) == (ordinal(4), 0, 0)
    assert first_lead(steps((1, 5)), steps((4, 5))) is None


@given(ENTRIES, ENTRIES)
def test_leads_and_holders_are_those_of_the_calendar(
    one: list[tuple[int, int]], two: list[tuple[int, int]]
) -> None:
    own, other = steps(*one), steps(*two)
    ahead = None
    for n in range(LAST + 1):
        best = [max((score for day, score in entries if day <= n), default=0) for entries in (one, two)]
        if ahead is None and best[0] > best[1] > 0:
            ahead = ordinal(n)
        held = [step for step in bests([own, other]) if step.start <= ordinal(n) < step.until]
        assert [step.held[0].score for step in held] == [max(best)] * (max(best) > 0)
    assert (first_lead(own, other) or (None,))[0] == ahead
