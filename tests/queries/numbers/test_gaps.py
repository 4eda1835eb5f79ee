"""Gaps, means, points and leads as the questions answer them: equal to a plain computation of any figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.observation import ScoreRow
from queries.answer import Answer, Source
from tests.queries.numbers.plainly import Choice, Counted, counted, daily, lag, leads, records
from tests.queries.numbers.tables import CN, REST, US, day, released, row, source_of, table
from tests.queries.reading import answer_of, rows

GROUPS = (CN, US, REST)
CHOICES = st.builds(
    Choice,
    unit=st.sampled_from(("release", "variant")),
    values=st.sampled_from(("measured", "all")),
    weights=st.sampled_from(("all", "open", "unrestricted")),
    dates=st.sampled_from(("own", "registry")),
    precision=st.sampled_from(("given", "integer")),
)
SCORES = st.sampled_from(("1.0", "1.5", "2", "2.25", "2.4", "3", "3.49", "3.5", "4.2", "5"))
MODELS = (None, "model/o1", "model/o3")
REGISTRY = {"model/o1": 11, "model/o3": 25}
TABLES = st.lists(
    st.tuples(
        st.sampled_from((*GROUPS, "several")),
        st.sampled_from("abcdef"),
        st.none() | st.integers(0, 40),
        SCORES,
        st.sampled_from(("measured", "measured", "estimated")),
        st.sampled_from(("open", "restricted", "closed", None)),
        st.sampled_from(MODELS),
    ),
    min_size=1,
    max_size=14,
)
Drawn = list[tuple[str, str, int | None, str, str, str | None, str | None]]
FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def made(drawn: Drawn) -> list[ScoreRow]:
    """Rows with names of their own group: a release has one developer."""
    return [
        row(group, f"{release}-{group[-2:]}", on, score, version=str(n), basis=basis, weights=weights, model=model)
        for n, (group, release, on, score, basis, weights, model) in enumerate(drawn)
    ]


def asked(scores: Iterable[ScoreRow]) -> Source:
    """A graph of these rows and of the registry's days."""
    days = table(name="days", releases=[released(model, on) for model, on in REGISTRY.items()])
    return source_of(table(*scores), days)


def plain(scores: list[ScoreRow], choice: Choice) -> dict[str, list[Counted]]:
    days = {model: day(on) for model, on in REGISTRY.items()}
    return {group: counted(scores, group, choice, days) for group in GROUPS}


def number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


@FEW
@given(TABLES, CHOICES, st.permutations(GROUPS))
def test_lags_are_those_of_the_definition(drawn: Drawn, choice: Choice, groups: list[str]) -> None:
    follower, leader = groups[:2]
    scores = made(drawn)
    answer = answer_of(asked(scores), "gap-computed", follower=follower, leader=leader, **asdict(choice))
    of = plain(scores, choice)
    expected = []
    if of[leader]:
        for one in records(of[follower]):
            state, days = lag(one, of[leader])
            expected.append((one.name, one.day.isoformat(), state, None if days is None else str(days)))
    told = rows(answer, "release", "day", "state", "lag")
    assert sorted(told, key=str) == sorted(expected, key=str)


@FEW
@given(TABLES, CHOICES, st.permutations(GROUPS))
def test_the_mean_over_records_takes_the_best_of_each_record_day(
    drawn: Drawn, choice: Choice, groups: list[str]
) -> None:
    follower, leader = groups[:2]
    scores = made(drawn)
    of = plain(scores, choice)
    answer = answer_of(asked(scores), "gap-computed", follower=follower, leader=leader, **asdict(choice))
    if not answer.rows:
        return
    best: dict[date, Counted] = {}
    for one in records(of[follower]):
        if one.day not in best or one.score > best[one.day].score:
            best[one.day] = one
    lags = [lag(one, of[leader]) for one in best.values()]
    known = [days for state, days in lags if state not in ("open", "left-censored") and days is not None]
    told = rows(answer, "meanOver", "openDays", "censoredDays")[0]
    counts = (len(known), *(sum(state == name for state, _ in lags) for name in ("open", "left-censored")))
    assert tuple(int(each or 0) for each in told) == counts
    mean = number(rows(answer, "meanMonths")[0][0])
    if known:
        assert mean is not None
        assert abs(mean - Decimal(sum(known)) / len(known) / Decimal("30.4375")) <= Decimal("0.06")
    else:
        assert mean is None


@FEW
@given(TABLES, CHOICES, st.permutations(GROUPS), st.integers(0, 20), st.integers(20, 60))
def test_the_mean_over_days_is_that_of_every_single_day(
    drawn: Drawn, choice: Choice, groups: list[str], since: int, till: int
) -> None:
    follower, leader = groups[:2]
    scores = made(drawn)
    of = plain(scores, choice)
    given_days = {"from": day(since).isoformat(), "to": day(till).isoformat()}
    answer = answer_of(asked(scores), "gap-daily", follower=follower, leader=leader, **asdict(choice), **given_days)
    if not of[follower] or not of[leader]:
        assert answer.rows == []
        return
    if not answer.rows:
        return
    first, last = (date.fromisoformat(str(each)) for each in rows(answer, "since", "till")[0])
    behind, level, ahead, empty, total = daily(of[follower], of[leader], first, last)
    told = rows(answer, "behindDays", "levelDays", "aheadDays", "emptyDays")[0]
    assert tuple(int(each or 0) for each in told) == (behind, level, ahead, empty)
    mean = number(rows(answer, "meanDays")[0][0])
    if behind and 2 * behind >= behind + level + ahead + empty:
        assert mean is not None
        assert abs(mean - Decimal(total) / behind) <= Decimal("0.06")
    else:
        assert mean is None


@FEW
@given(TABLES, CHOICES, st.permutations(GROUPS), st.integers(0, 45))
def test_the_gap_in_points_is_best_less_best(drawn: Drawn, choice: Choice, groups: list[str], on: int) -> None:
    follower, leader = groups[:2]
    scores = made(drawn)
    until = [[one.score for one in plain(scores, choice)[g] if one.day <= day(on)] for g in (leader, follower)]
    source = asked(scores)
    parameters = {"follower": follower, "leader": leader, **asdict(choice), "as_of": day(on).isoformat()}
    told = rows(answer_of(source, "gap-points", **parameters), "points")
    if all(until):
        assert {number(points) for (points,) in told} == {max(until[0]) - max(until[1])}
    else:
        assert told == []


@FEW
@given(TABLES, CHOICES, st.permutations(GROUPS))
def test_leads_change_hands_when_one_best_passes_the_other(drawn: Drawn, choice: Choice, groups: list[str]) -> None:
    one, other = groups[:2]
    scores = made(drawn)
    of = plain(scores, choice)
    answer = answer_of(asked(scores), "lead-changes", follower=one, leader=other, **asdict(choice))
    expected = leads(of[one], of[other], (one, other)) if of[one] and of[other] else []
    told = list(dict.fromkeys(rows(answer, "day", "holder")))
    assert told == [(on.isoformat(), holder) for on, holder in expected]
    kinds = list(dict.fromkeys(rows(answer, "day", "kind")))
    assert [kind for _, kind in kinds] == ["start", *["change"] * (len(expected) - 1)][: len(expected)]


@FEW
@given(TABLES, CHOICES)
def test_the_frontier_lists_the_records(drawn: Drawn, choice: Choice) -> None:
    scores = made(drawn)
    of = plain(scores, choice)
    answer = answer_of(asked(scores), "frontier", follower=CN, leader=REST, **asdict(choice))
    expected = [(g, o.name, o.day.isoformat()) for g in (CN, REST) for o in records(of[g])]
    assert sorted(rows(answer, "group", "release", "day"), key=str) == sorted(expected, key=str)


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
    assert {number(told) for (told,) in rows(daily_mean, "meanMonths")} == {Decimal(8)}


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
