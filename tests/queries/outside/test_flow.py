"""Results on their way: whole or in chunks, to quick and to slow clients, and what becomes of the worker."""

from __future__ import annotations

import gc
import json
import math
import os
import signal
import threading
import time
from pathlib import Path

import pytest

from queries.outside import flow as flow_module
from queries.outside.errors import (
    ClientAsleep,
    MediaTypeRefused,
    PoolBusy,
    PoolClosed,
    QueryCancelled,
    QuerySyntaxError,
    QueryTimedOut,
    ResultTooLarge,
    WorkerDied,
)
from queries.outside.flow import Allowance, Flow
from queries.outside.frames import WHOLE
from queries.outside.pool import WorkerPool
from tests.queries.outside.conftest import ITEMS
from tests.queries.outside.processes import children, open_files, wait_until

JSON = "application/sparql-results+json"
PAIRS = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
"""22,500 rows, some 10 MB in JSON: more than a pipe holds."""
ENDLESS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
MILLIONS = 10**9
TICKET = "a-ticket-of-the-tests"


def long_pool(store_path: Path, **limits: float) -> WorkerPool:
    """One worker, without a row cap to speak of."""
    given = {"budget_seconds": 60, "row_cap": MILLIONS, "byte_cap": 1 << 40} | limits
    return WorkerPool(store_path, 1, **given)  # type: ignore[arg-type]


def test_a_short_result_is_whole_at_once_and_its_worker_free(pool: WorkerPool) -> None:
    with pool.stream("SELECT * { ?s ?p ?o }", JSON) as flow:
        assert pool.running == 0
        assert (flow.whole, flow.media_type, flow.rows, flow.truncated) == (True, JSON, ITEMS, False)
        assert flow.first == pool.run("SELECT * { ?s ?p ?o }", JSON).body
        assert list(flow) == []
        assert flow.seconds is not None
        assert flow.seconds > 0


@pytest.mark.parametrize("media_type", [JSON, "application/sparql-results+xml", "text/csv"])
def test_a_long_result_comes_in_chunks_that_are_the_whole(store_path: Path, media_type: str) -> None:
    with long_pool(store_path) as pool, pool.stream(PAIRS, media_type) as flow:
        assert not flow.whole
        assert len(flow.first) > WHOLE
        assert (flow.rows, flow.truncated, flow.seconds) == (None, None, None)
        body = flow.first + b"".join(flow)
        assert (flow.rows, flow.truncated) == (ITEMS**2, False)
        assert flow.seconds is not None
        outcome = pool.run(PAIRS, media_type)
        assert body == outcome.body
        assert outcome.rows == ITEMS**2


def test_a_long_graph_comes_in_chunks(store_path: Path) -> None:
    with long_pool(store_path) as pool:
        query = "CONSTRUCT { ?a ?e ?f . ?d ?b ?c } { ?a ?b ?c . ?d ?e ?f }"
        with pool.stream(query, "application/n-triples") as flow:
            assert not flow.whole
            body = flow.first + b"".join(flow)
        assert body.count(b"\n") == flow.rows
        with pool.stream(query, "text/turtle") as turtle:
            assert (turtle.first + b"".join(turtle)).count(b" .\n") > 0
        assert turtle.rows == flow.rows


def test_a_row_cap_cuts_a_flow_and_is_told_at_its_end(store_path: Path) -> None:
    with long_pool(store_path, row_cap=10_000) as pool, pool.stream(PAIRS, JSON) as flow:
        assert flow.truncated is None
        read = json.loads(flow.first + b"".join(flow))
    assert (flow.rows, flow.truncated) == (10_000, True)
    assert len(read["results"]["bindings"]) == 10_000


def test_what_fails_before_the_first_bytes_is_raised_at_once(pool: WorkerPool) -> None:
    with pytest.raises(QuerySyntaxError):
        pool.stream("SELEC", JSON)
    with pytest.raises(MediaTypeRefused):
        pool.stream("ASK {}", "text/turtle")
    assert pool.running == 0


def test_a_slow_client_keeps_no_worker_while_there_is_room(store_path: Path) -> None:
    with long_pool(store_path) as pool:
        flow = pool.stream(PAIRS, JSON)
        wait_until(lambda: pool.running == 0, 30)  # nothing has been taken from the flow
        assert pool.run("ASK {}", JSON).rows == 1
        assert flow.first + b"".join(flow) == pool.run(PAIRS, JSON).body
        assert flow.truncated is False


def test_beyond_the_room_a_slow_client_costs_the_worker_no_more_than_its_budget(store_path: Path) -> None:
    with long_pool(store_path, budget_seconds=1, kept_bytes=1 << 20) as pool:
        flow = pool.stream(ENDLESS, JSON)
        wait_until(lambda: pool.running == 0, 30)
        assert pool.run("ASK {}", JSON).rows == 1
        with pytest.raises(QueryTimedOut) as error:
            b"".join(flow)
        assert error.value.budget == 1
        flow.close()
        assert pool._kept.left == 1 << 20


def test_a_flow_past_its_budget_ends_with_an_error(store_path: Path) -> None:
    with long_pool(store_path, budget_seconds=1) as pool, pool.stream(ENDLESS, JSON) as flow:
        with pytest.raises(QueryTimedOut):
            for _ in flow:
                pass
        assert flow.truncated is None


def test_a_result_beyond_the_bytes_ends_with_an_error_and_not_with_the_worker(store_path: Path) -> None:
    with long_pool(store_path, byte_cap=WHOLE + (1 << 19)) as pool:
        wait_until(lambda: pool.idle == 1)
        before = children()
        flow = pool.stream(ENDLESS, JSON)
        with pytest.raises(ResultTooLarge):
            b"".join(flow)
        with pytest.raises(ResultTooLarge):
            pool.run(ENDLESS, JSON)
        assert pool.run("ASK {}", JSON).rows == 1
        assert children() == before


@pytest.mark.parametrize("way", ["close", "with", "lose"])
def test_a_flow_that_nobody_wants_frees_its_worker(store_path: Path, way: str) -> None:
    with long_pool(store_path) as pool:
        wait_until(lambda: pool.idle == 1)
        before, files = children(), open_files()
        flow = pool.stream(ENDLESS, JSON, ticket=TICKET)
        next(iter(flow))
        if way == "close":
            flow.close()
            flow.close()
            assert list(flow) == []
        elif way == "with":
            with flow:
                pass
        else:
            del flow
            gc.collect()
        wait_until(lambda: pool.idle == 1)
        assert not before & children()
        assert (len(children()), open_files()) == (1, files)
        assert not pool.cancel(TICKET)
        assert pool.run("ASK {}", JSON).rows == 1
        wait_until(lambda: pool._kept.left == 128 << 20)


def test_a_flow_can_be_cancelled(store_path: Path) -> None:
    with long_pool(store_path, kept_bytes=1 << 20) as pool:
        flow = pool.stream(ENDLESS, JSON, ticket=TICKET)
        assert pool.cancel(TICKET)
        with pytest.raises(QueryCancelled):
            b"".join(flow)
        assert pool.run("ASK {}", JSON).rows == 1


def test_a_flow_whose_worker_dies_ends_with_an_error(store_path: Path) -> None:
    with long_pool(store_path) as pool:
        wait_until(lambda: pool.idle == 1)
        (pid,) = children()
        flow = pool.stream(ENDLESS, JSON)
        os.kill(pid, signal.SIGKILL)
        with pytest.raises(WorkerDied):
            b"".join(flow)


def test_closing_the_pool_ends_a_flow(store_path: Path) -> None:
    pool = long_pool(store_path)
    flow = pool.stream(ENDLESS, JSON)
    pool.close()
    with pytest.raises(PoolClosed):
        b"".join(flow)


def test_where_no_thread_can_be_started_the_pool_is_busy_and_loses_no_worker(
    store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    with long_pool(store_path) as pool:
        wait_until(lambda: pool.idle == 1)
        with monkeypatch.context() as patch:
            patch.setattr(flow_module.threading.Thread, "start", refuse)
            with pytest.raises(PoolBusy):
                pool.stream(ENDLESS, JSON)
        assert pool.run("ASK {}", JSON).rows == 1


def test_a_flow_may_be_lost_while_the_pool_is_at_work(store_path: Path) -> None:
    """As when the collector of garbage comes upon it there: the lock that the pool holds is its own."""
    with long_pool(store_path) as pool:
        flow = pool.stream(ENDLESS, JSON)
        done = threading.Event()

        def lose() -> None:
            with pool._crew._lock:
                flow.close()
            done.set()

        threading.Thread(target=lose, daemon=True).start()
        assert done.wait(30)
        assert pool.run("ASK {}", JSON).rows == 1


def collected(flow: Flow) -> bytes:
    return flow.first + b"".join(flow)


def test_flows_side_by_side_do_not_mix(store_path: Path) -> None:
    with WorkerPool(store_path, 2, row_cap=MILLIONS, budget_seconds=60) as pool:
        one, two = pool.stream(PAIRS, "text/csv"), pool.stream(PAIRS, JSON)
        again = collected(two), collected(one)
        assert again == (pool.run(PAIRS, JSON).body, pool.run(PAIRS, "text/csv").body)


class Sleeper:
    """Keeps bytes of an allowance until it is told to give them up."""

    def __init__(self, allowance: Allowance, kept: int, idle_since: float) -> None:
        self.idle_since = idle_since
        self.given_up = 0
        self._allowance, self._kept = allowance, kept
        assert allowance.take(kept, 0, lambda: False)
        allowance.join(self)

    def give_up(self) -> None:
        self.given_up += 1
        self.idle_since = math.inf
        self._allowance.give_back(self._kept)


def test_who_sleeps_longest_gives_way_to_one_who_waits() -> None:
    now = [100.0]
    allowance = Allowance(10, 30.0, lambda: now[0])
    awake, waiting, asleep, longest = (Sleeper(allowance, 2, at) for at in (90.0, math.inf, 69.0, 68.0))
    assert allowance.take(2, 0, lambda: False), "there was room"
    assert [each.given_up for each in (awake, waiting, asleep, longest)] == [0, 0, 0, 0]
    assert allowance.take(2, time.monotonic() + 60, lambda: False)
    assert [each.given_up for each in (awake, waiting, asleep, longest)] == [0, 0, 0, 1]
    assert allowance.take(2, time.monotonic() + 60, lambda: False)
    assert [each.given_up for each in (awake, waiting, asleep, longest)] == [0, 0, 1, 1]
    assert not allowance.take(2, 0, lambda: False), "nobody else sleeps yet"
    now[0] = 120.0
    assert allowance.take(2, time.monotonic() + 60, lambda: False)
    assert [each.given_up for each in (awake, waiting, asleep, longest)] == [1, 0, 1, 1]


def test_a_client_that_sleeps_does_not_keep_the_room_from_others(store_path: Path) -> None:
    now = [0.0]
    with long_pool(store_path, kept_bytes=1 << 20, idle_seconds=30) as pool:
        pool._kept._clock = lambda: now[0]
        sleeping = pool.stream(ENDLESS, JSON)
        wait_until(lambda: pool._kept.left < 1 << 20, 30)
        now[0] = 31.0
        assert collected(pool.stream(PAIRS, JSON))
        with pytest.raises(ClientAsleep):
            b"".join(sleeping)
        wait_until(lambda: pool._kept.left == 1 << 20, 30)


def test_an_allowance_is_waited_for_until_the_deadline() -> None:
    allowance = Allowance(10)
    assert allowance.take(10, time.monotonic(), lambda: False)
    assert not allowance.take(1, time.monotonic() + 0.01, lambda: False)
    assert not allowance.take(1, time.monotonic() + 60, lambda: True)
    taken = threading.Event()

    def take() -> None:
        if allowance.take(5, time.monotonic() + 60, lambda: False):
            taken.set()

    thread = threading.Thread(target=take)
    thread.start()
    allowance.give_back(5)
    thread.join(30)
    assert taken.is_set()
    assert allowance.left == 0
