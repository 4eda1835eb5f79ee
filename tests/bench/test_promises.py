"""Ratios and verdicts follow the figures."""

from __future__ import annotations

import pytest

from bench.endpoint.promises import HELD, NOT_HELD, NOT_MEASURED, PROMISES, Promise, judge, ratio

PROMISE = Promise("ours", "peer", "point", 0.25)


def test_a_ratio_sets_each_repeat_against_the_one_beside_it() -> None:
    found = ratio([10, 40, 90], [10, 20, 30])
    assert found is not None
    assert (found.median, found.least, found.most) == (2, 1, 3)


@pytest.mark.parametrize(("ours", "peer"), [([], [1.0]), ([1.0], []), ([1.0], [0.0])])
def test_there_is_no_ratio_without_two_rates(ours: list[float], peer: list[float]) -> None:
    assert ratio(ours, peer) is None


@pytest.mark.parametrize(("ours", "state"), [(24.9, NOT_HELD), (25.0, HELD), (80.0, HELD)])
def test_the_verdict_turns_at_the_bound(ours: float, state: str) -> None:
    verdict = judge(PROMISE, {("ours", "point"): [ours] * 3, ("peer", "point"): [100.0] * 3})
    assert verdict.state == state


def test_the_middle_repeat_decides() -> None:
    rates = {("ours", "point"): [10.0, 30.0, 30.0], ("peer", "point"): [100.0] * 3}
    assert judge(PROMISE, rates).state == HELD
    rates["ours", "point"] = [10.0, 10.0, 900.0]
    assert judge(PROMISE, rates).state == NOT_HELD


def test_another_workload_or_server_does_not_stand_in() -> None:
    rates = {("ours", "point"): [100.0], ("peer", "entity"): [1.0], ("other", "point"): [1.0]}
    assert judge(PROMISE, rates).state == NOT_MEASURED


def test_the_promises_are_those_of_the_table() -> None:
    promised = {(p.peer, p.workload, p.ours.endswith("cached")): p.at_least for p in PROMISES if not p.aim}
    assert promised == {
        ("rdflib-endpoint", "point", False): 3,
        ("rdflib-endpoint", "entity", False): 3,
        ("rdflib-endpoint", "rows-json", False): 5,
        ("rdflib-endpoint", "rows-csv", False): 5,
        ("oxigraph serve", "point", False): 0.25,
        ("oxigraph serve", "entity", True): 1.2,
        ("oxigraph serve", "rows-json", True): 50,
        ("oxigraph serve", "rows-json-gzip", True): 50,
        ("oxigraph serve", "rows-csv", True): 50,
        ("Virtuoso", "point", False): 1,
        ("Virtuoso", "entity", False): 1.4,
    }
