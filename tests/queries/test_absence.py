"""Why an answer is empty: the fewest parameters and clocks without which there is one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hypothesis import given
from hypothesis import strategies as st

from queries.absence import without
from queries.answer import Source
from queries.registry import question
from tests.queries.reading import answer_of

NAMES = ("company", "as-of", "known-by")


def test_a_clock_set_before_the_first_word_is_named_with_what_there_is_later(source: Source) -> None:
    answer = answer_of(source, "gap-claims", known_by="2000-01-01")
    whole = answer_of(source, "gap-claims")
    assert answer.rows == []
    assert [(each.dropped, each.rows, each.given) for each in answer.without] == [
        (("known-by",), len(whole.rows), {})
    ]


def test_a_parameter_that_leaves_something_is_not_blamed(source: Source) -> None:
    # Of this gap there are claims: only the day leaves nothing, and the gap is not blamed.
    answer = answer_of(source, "gap-claims", gap="gap/cn-us-frontier-intelligence", known_by="2000-01-01")
    assert [each.dropped for each in answer.without] == [("known-by",)]


def test_where_there_is_an_answer_nothing_is_amiss(source: Source) -> None:
    assert answer_of(source, "gap-claims", known_by="2025-12-31").without == ()


def test_where_nothing_helps_nothing_is_blamed(source: Source) -> None:
    answer = answer_of(source, "company-portfolio", company="org/cnyes")
    assert answer.rows == []
    assert answer.without == ()


@given(blocking=st.sets(st.sampled_from(NAMES), min_size=1))
def test_the_sets_are_as_small_as_can_be(blocking: set[str]) -> None:
    asked: dict[str, str] = dict.fromkeys(NAMES, "x")

    def rows(kept: Mapping[str, str]) -> Sequence[int]:
        return [] if blocking & kept.keys() else [1, 2]

    found = without(question("coverage-holes"), asked, rows)
    assert [set(each.dropped) for each in found] == [blocking]
    assert all(each.rows == 2 and not blocking & each.given.keys() for each in found)


def test_what_a_question_needs_is_never_dropped() -> None:
    assert without(question("company-chain"), {"company": "org/x", "as-of": "2020-01-01"}, lambda kept: []) == ()
    tried: list[set[str]] = []

    def rows(kept: Mapping[str, str]) -> Sequence[int]:
        tried.append(set(kept))
        return []

    without(question("company-chain"), {"company": "org/x", "as-of": "2020-01-01"}, rows)
    assert tried == [{"company"}]
