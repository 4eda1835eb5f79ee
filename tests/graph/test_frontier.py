"""Records: each definition by a case of its own, then all of them at once against a brute force on random rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.frontier import (
    POLICIES,
    Entry,
    Policy,
    RegistryDays,
    counted_day,
    entries,
    record_lists,
    records,
)
from graph.observation import ScoreRow
from tests.graph.tables import release, score

NOTHING = RegistryDays({}, {})
DEFAULT = Policy()


def names(found: Sequence[Entry]) -> list[str]:
    return [entry.release for entry in found]


def recorded(*rows: ScoreRow, policy: Policy = DEFAULT, registry: RegistryDays = NOTHING) -> list[str]:
    """The names of the records among rows of one group on one instrument."""
    return names(records(entries(rows, policy, registry)))


def test_there_are_thirty_six_ways_of_counting_and_the_default_comes_first() -> None:
    assert len(POLICIES) == len(set(POLICIES)) == 36
    assert POLICIES[0] == Policy("release", "measured", "all", "own")


# Entries


def test_a_release_counts_once_by_its_best_variant() -> None:
    (entry,) = entries(
        [score("low", "40", "2025-01-01", release="A"), score("high", "50", "2025-03-01", release="A")],
        DEFAULT,
        NOTHING,
    )
    assert (entry.score, entry.day, entry.rows) == (Decimal(50), date(2025, 3, 1), ("high",))


def test_it_counts_from_the_earliest_day_of_a_variant_that_has_its_best_score() -> None:
    rows = [
        score("late", "50", "2025-03-01", release="A"),
        score("early", "50.0", "2025-02-01", release="A"),
        score("worse", "49.9999", "2025-01-01", release="A"),
    ]
    (entry,) = entries(rows, DEFAULT, NOTHING)
    assert (entry.day, set(entry.rows)) == (date(2025, 2, 1), {"late", "early"})


def test_by_variants_every_row_counts() -> None:
    rows = [score("one", "40", "2025-01-01", release="A"), score("two", "50", "2025-03-01", release="A")]
    found = entries(rows, Policy(unit="variant"), NOTHING)
    assert [entry.rows for entry in found] == [("one",), ("two",)]


@pytest.mark.parametrize(("values", "counted"), [("measured", ["seen"]), ("all", ["seen", "guess", "hand"])])
def test_estimates_and_rows_added_by_hand_count_on_request(values: str, counted: list[str]) -> None:
    rows = [
        score("seen", "1", "2025-01-01"),
        score("guess", "2", "2025-01-02", basis="estimated"),
        score("hand", "3", "2025-01-03", basis="hand-added"),
    ]
    assert names(entries(rows, Policy(values=values), NOTHING)) == counted


def test_an_estimate_does_not_lift_a_release_that_counts_by_what_was_measured() -> None:
    rows = [
        score("seen", "40", "2025-01-01", release="A"),
        score("guess", "60", "2025-01-01", release="A", basis="estimated"),
    ]
    assert [entry.score for entry in entries(rows, DEFAULT, NOTHING)] == [Decimal(40)]


@pytest.mark.parametrize(
    ("weights", "counted"),
    [
        ("all", ["open", "restricted", "non-commercial", "closed", "unreleased", "unsaid"]),
        ("open", ["open", "restricted", "non-commercial"]),
        ("unrestricted", ["open"]),
    ],
)
def test_what_counts_as_open(weights: str, counted: list[str]) -> None:
    marks = ["open", "restricted", "non-commercial", "closed", "unreleased", None]
    rows = [score(mark or "unsaid", str(k), f"2025-01-0{k}", weights=mark) for k, mark in enumerate(marks, start=1)]
    assert names(entries(rows, Policy(weights=weights), NOTHING)) == counted


def test_a_row_without_a_day_counts_nowhere() -> None:
    assert recorded(score("undated", "99")) == []


# Days


REGISTRY = RegistryDays.of(
    [
        ("days", release("second", "model/a", "2025-02-10")),
        ("days", release("first", "model/a", "2025-02-05")),
        ("days", release("told", "model/a", "2025-01-20", event="announced")),
        ("days", release("tried", "model/a", "2025-01-01", event="preview")),
    ]
)


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ("own", (date(2025, 2, 20), None)),
        ("registry", (date(2025, 2, 5), "days/first")),
        ("announced", (date(2025, 1, 20), "days/told")),
    ],
)
def test_whose_day_counts(dates: str, expected: tuple[date, str | None]) -> None:
    row = score("a", "1", "2025-02-20", announced="2025-02-01", model="model/a")
    assert counted_day(row, dates, REGISTRY) == expected


def test_the_registry_stands_back_where_it_has_no_day() -> None:
    assert counted_day(score("b", "1", "2025-02-20", model="model/b"), "registry", REGISTRY) == (
        date(2025, 2, 20),
        None,
    )
    assert counted_day(score("c", "1", "2025-02-20"), "registry", REGISTRY) == (date(2025, 2, 20), None)


def test_the_registry_dates_a_row_that_has_no_day_of_its_own() -> None:
    assert counted_day(score("a", "1", model="model/a"), "registry", REGISTRY) == (date(2025, 2, 5), "days/first")
    assert counted_day(score("a", "1", model="model/a"), "own", REGISTRY) is None


def test_an_announcement_after_the_day_of_use_changes_nothing() -> None:
    row = score("d", "1", "2025-02-20", announced="2025-03-01")
    assert counted_day(row, "announced", NOTHING) == (date(2025, 2, 20), None)


def test_a_preview_dates_nothing() -> None:
    tried = RegistryDays.of([("days", release("tried", "model/a", "2025-01-01", event="preview"))])
    assert tried == NOTHING


# Records


def test_a_record_is_above_all_earlier_days() -> None:
    rows = [
        score("a", "10", "2025-01-01"),
        score("b", "10", "2025-02-01"),
        score("c", "9", "2025-03-01"),
        score("d", "10.0001", "2025-04-01"),
    ]
    assert recorded(*rows) == ["a", "d"]


def test_several_of_one_day_can_all_be_records_in_any_order_of_the_file() -> None:
    rows = [score("a", "10", "2025-01-01"), score("b", "12", "2025-02-01"), score("c", "11", "2025-02-01")]
    assert set(recorded(*rows)) == set(recorded(*reversed(rows))) == {"a", "b", "c"}
    assert recorded(*rows, score("d", "11.5", "2025-03-01")) == recorded(*rows)


def test_negative_scores_and_near_ties_are_compared_in_full() -> None:
    rows = [
        score("a", "-5", "2025-01-01"),
        score("b", "-4.0000000001", "2025-02-01"),
        score("c", "-4", "2025-03-01"),
    ]
    assert recorded(*rows) == ["a", "b", "c"]


def test_every_instrument_and_group_has_lists_of_its_own() -> None:
    rows = [
        ("country/CN", score("a", "10", "2025-01-01", instrument="instrument/x")),
        ("country/CN", score("b", "5", "2025-02-01", instrument="instrument/y")),
        ("country/US", score("c", "1", "2025-03-01", instrument="instrument/x")),
    ]
    found = {(each.instrument, each.group): names(each.records) for each in record_lists(rows, NOTHING, [DEFAULT])}
    assert found == {
        ("instrument/x", "country/CN"): ["a"],
        ("instrument/y", "country/CN"): ["b"],
        ("instrument/x", "country/US"): ["c"],
    }


def test_a_list_says_from_how_many_it_was_chosen_and_an_empty_one_is_not_made() -> None:
    rows = [("country/CN", score("a", "10", "2025-01-01")), ("country/CN", score("b", "5", "2025-02-01"))]
    found = {each.policy: each for each in record_lists(rows, NOTHING)}
    assert found[DEFAULT].entries == 2
    assert Policy(weights="open") not in found


# Against a brute force

DAYS = st.none() | st.dates(date(2025, 1, 1), date(2025, 1, 12))
ROWS = st.lists(
    st.tuples(
        st.integers(-3, 9).map(lambda n: str(Decimal(n) / 2)),
        DAYS,
        DAYS,
        st.sampled_from("ABCDEF"),
        st.sampled_from(["measured", "measured", "estimated", "hand-added"]),
        st.sampled_from(["open", "restricted", "non-commercial", "closed", None]),
        st.sampled_from(["model/a", "model/b", None]),
    ),
    max_size=14,
)
RELEASES = st.lists(
    st.tuples(
        st.sampled_from(["model/a", "model/b"]),
        st.sampled_from(["available", "announced", "preview"]),
        st.dates(date(2025, 1, 1), date(2025, 1, 12)),
    ),
    max_size=5,
)


def brute(
    rows: list[ScoreRow], said: list[tuple[str, str, date]], policy: Policy
) -> set[tuple[str, date, Decimal]]:
    """The records by the letter of the definitions, with no order and no running maximum."""

    def day_of(row: ScoreRow) -> date | None:
        available = [day for model, event, day in said if model == row.model and event == "available"]
        announced = [day for model, event, day in said if model == row.model and event == "announced"]
        if policy.dates == "registry" and available:
            return min(available)
        if policy.dates == "announced":
            days = [*announced, *([row.announced_on] if row.announced_on else [])]
            days += [row.available_on] if row.available_on else []
            return min(days, default=None)
        return row.available_on

    open_marks = {"all": None, "open": {"open", "restricted", "non-commercial"}, "unrestricted": {"open"}}
    allowed = open_marks[policy.weights]
    kept = [
        (row.release if policy.unit == "release" else row.key, row.score, day)
        for row in rows
        if (policy.values == "all" or row.basis == "measured")
        and (allowed is None or row.weights in allowed)
        and (day := day_of(row)) is not None
    ]
    best = {name: max(s for n, s, _ in kept if n == name) for name, _, _ in kept}
    dated = {name: min(d for n, s, d in kept if n == name and s == top) for name, top in best.items()}
    return {
        (name, dated[name], top)
        for name, top in best.items()
        if all(top > best[other] for other in best if dated[other] < dated[name])
    }


@settings(max_examples=200, deadline=None)
@given(drawn=ROWS, said=RELEASES, policy=st.sampled_from(POLICIES), backwards=st.booleans())
def test_records_are_those_of_the_definition_whatever_the_order_of_the_file(
    drawn: list[tuple[str, date | None, date | None, str, str, str | None, str | None]],
    said: list[tuple[str, str, date]],
    policy: Policy,
    backwards: bool,
) -> None:
    rows = [
        score(
            f"row-{k}",
            value,
            day.isoformat() if day else None,
            announced=told.isoformat() if told else None,
            release=name,
            basis=basis,
            weights=weights,
            model=model,
        )
        for k, (value, day, told, name, basis, weights, model) in enumerate(drawn)
    ]
    registry = RegistryDays.of(
        ("days", release(f"day-{k}", model, day.isoformat(), event=event))
        for k, (model, event, day) in enumerate(said)
    )
    pairs = [("country/CN", row) for row in (reversed(rows) if backwards else rows)]
    lists = list(record_lists(pairs, registry, [policy]))
    found = {
        (entry.release if policy.unit == "release" else entry.rows[0], entry.day, entry.score)
        for each in lists
        for entry in each.records
    }
    assert found == brute(rows, said, policy)


def test_a_list_grows_by_records_alone_when_rows_come_later() -> None:
    first = [score(f"r{k}", str(k), (date(2025, 1, 1) + timedelta(k)).isoformat()) for k in range(5)]
    assert recorded(*first, score("below", "2", "2025-06-01")) == recorded(*first)
    assert recorded(*first, score("above", "7", "2025-06-01")) == [*recorded(*first), "above"]
