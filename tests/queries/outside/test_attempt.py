"""A query in the hands of an event loop: answered there when it is small, else handed to a thread as it stands."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import pytest

from queries.outside import attempt as attempt_module
from queries.outside.attempt import Attempt, Attempts
from queries.outside.errors import OutsideQueryError, PoolBusy, QueryCancelled, QueryTimedOut, WorkerDied
from queries.outside.flow import Flow
from queries.outside.order import Order
from queries.outside.pool import WorkerPool
from tests import loops
from tests.queries.outside.conftest import ITEMS
from tests.queries.outside.processes import children, wait_until

JSON = "application/sparql-results+json"
ALL = "SELECT * { ?s ?p ?o }"
COUNT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c }"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n0 ?o }"
Found = TypeVar("Found")


@pytest.fixture
def one(store_path: Path) -> Any:
    """A pool of one worker, which is there."""
    with WorkerPool(store_path, 1, budget_seconds=60) as pool:
        wait_until(lambda: pool.idle == 1)
        yield pool


class Tried:
    """An order tried by a loop of its own, and what came of it."""

    def __init__(self, pool: WorkerPool, order: Order, attempts: Attempts) -> None:
        self.pool, self.order = pool, order
        self.found: asyncio.Future[Flow | None] = attempts.loop.create_future()
        self.attempt = Attempt(pool, order, attempts, self.found.set_result)
        self.attempt.start()


def in_loop(tried: Callable[[Attempts], Coroutine[Any, Any, Found]]) -> Found:
    async def run() -> Found:
        attempts = Attempts(asyncio.get_running_loop())
        try:
            return await tried(attempts)
        finally:
            attempts.close()

    return loops.run(run())


def try_once(pool: WorkerPool, query: str, media_type: str = JSON) -> tuple[Order, Flow | None]:
    order = pool.order(query, media_type)

    async def tried(attempts: Attempts) -> Flow | None:
        return await Tried(pool, order, attempts).found

    return order, in_loop(tried)


def test_a_small_result_comes_whole_and_frees_its_worker(one: WorkerPool) -> None:
    threads = threading.active_count()
    order, flow = try_once(one, COUNT, "text/csv")
    assert flow is not None
    assert (flow.first, flow.rows, flow.whole) == (f"n\r\n{ITEMS}\r\n".encode(), 1, True)
    assert (one.idle, one.running, one.waiting) == (1, 0, 0)
    assert order.place.worker is None
    assert threading.active_count() == threads


def test_it_says_what_a_thread_gets(one: WorkerPool) -> None:
    _, flow = try_once(one, ALL)
    assert flow is not None
    assert flow.first == one.run(ALL, JSON).body


@pytest.mark.parametrize("query", ["SELECT", "SELECT * FROM <urn:unknown> { ?s ?p ?o }", f"{ALL} # {'x' * 20_000}"])
def test_errors_and_long_queries_are_left_to_a_thread(one: WorkerPool, query: str) -> None:
    order, flow = try_once(one, query)
    assert flow is None
    found = told(lambda: one.flow(order).first)
    assert found == told(lambda: one.run(query, JSON).body)
    assert (one.idle, one.running) == (1, 0)


def told(ask: Callable[[], bytes]) -> bytes | str:
    try:
        return ask()
    except OutsideQueryError as error:
        return str(error)


def test_a_slow_query_goes_on_in_a_thread_with_the_worker_it_has(one: WorkerPool) -> None:
    (pid,) = children()
    os.kill(pid, signal.SIGSTOP)
    try:
        order, flow = try_once(one, COUNT, "text/csv")
        assert flow is None
        assert (order.sent, one.running) == (True, 1)
    finally:
        os.kill(pid, signal.SIGCONT)
    assert one.flow(order).first == f"n\r\n{ITEMS}\r\n".encode()
    assert children() == {pid}, "it was not asked twice, nor killed"


def test_a_budget_holds_from_when_the_loop_gave_it_to_the_worker(store_path: Path) -> None:
    with WorkerPool(store_path, 1, budget_seconds=0.3) as pool:
        wait_until(lambda: pool.idle == 1)
        order, flow = try_once(pool, RUNAWAY)
        assert flow is None
        with pytest.raises(QueryTimedOut):
            pool.flow(order)
        assert pool.run("ASK {}", JSON).body.endswith(b"true}")


def test_many_at_once_take_turns_at_the_workers(pool: WorkerPool) -> None:
    wait_until(lambda: pool.idle == 2)
    orders = [pool.order(f"SELECT ({number} AS ?x) {{}}", "text/csv") for number in range(15)]

    async def tried(attempts: Attempts) -> list[Flow | None]:
        return await asyncio.gather(*(Tried(pool, order, attempts).found for order in orders))

    bodies = [
        flow.first if flow is not None else pool.flow(order).first
        for order, flow in zip(orders, in_loop(tried), strict=True)
    ]
    assert bodies == [f"x\r\n{number}\r\n".encode() for number in range(15)]
    assert (pool.idle, pool.running, pool.waiting) == (2, 0, 0)


def test_one_that_stands_in_line_goes_on_there_in_a_thread(one: WorkerPool) -> None:
    (pid,) = children()
    os.kill(pid, signal.SIGSTOP)
    with ThreadPoolExecutor(2) as threads:
        try:
            running = threads.submit(one.run, COUNT, "text/csv")
            wait_until(lambda: one.running == 1)
            order, flow = try_once(one, ALL)
            assert flow is None
            assert (order.place.queued, one.waiting) == (True, 1)
            waiting = threads.submit(one.flow, order)
        finally:
            os.kill(pid, signal.SIGCONT)
        assert waiting.result(20).rows == ITEMS
        running.result(20)
    assert (one.idle, one.waiting) == (1, 0)


def test_a_thread_and_a_loop_share_a_worker(one: WorkerPool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempt_module, "SOON", 20.0)
    bodies: list[bytes] = []

    async def tried(attempts: Attempts) -> None:
        for number in range(100):
            flow = await Tried(one, one.order(f"SELECT ({number} AS ?x) {{}}", "text/csv"), attempts).found
            assert flow is not None
            bodies.append(flow.first)

    def by_thread() -> None:
        for _ in range(100):
            assert one.run("ASK {}", JSON).body.endswith(b"true}")

    with ThreadPoolExecutor(2) as threads:
        running = [threads.submit(by_thread) for _ in range(2)]
        in_loop(tried)
        for each in running:
            each.result(60)
    assert bodies == [f"x\r\n{number}\r\n".encode() for number in range(100)]


def test_a_full_queue_refuses_it_and_keeps_nothing(store_path: Path) -> None:
    with WorkerPool(store_path, 1, budget_seconds=60, queue_bound=0) as pool:
        wait_until(lambda: pool.idle == 1)
        (pid,) = children()
        os.kill(pid, signal.SIGSTOP)
        with ThreadPoolExecutor(1) as threads:
            try:
                running = threads.submit(pool.run, COUNT, "text/csv")
                wait_until(lambda: pool.running == 1)
                ticket = "t" * 20

                async def tried(attempts: Attempts) -> None:
                    with pytest.raises(PoolBusy):
                        Tried(pool, pool.order(ALL, JSON, ticket=ticket), attempts)

                in_loop(tried)
                assert (pool.waiting, pool.cancel(ticket)) == (0, False)
            finally:
                os.kill(pid, signal.SIGCONT)
            running.result(20)


def test_a_ticket_takes_it_back_wherever_it_is(one: WorkerPool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempt_module, "SOON", 20.0)
    first, second = one.order(RUNAWAY, JSON, ticket="a" * 20), one.order(ALL, JSON, ticket="b" * 20)

    async def tried(attempts: Attempts) -> None:
        runs, waits = Tried(one, first, attempts), Tried(one, second, attempts)
        assert (one.running, one.waiting) == (1, 1)
        assert one.cancel("b" * 20)
        assert await waits.found is None
        assert one.cancel("a" * 20)
        assert await runs.found is None

    in_loop(tried)
    for order in (second, first):
        with pytest.raises(QueryCancelled):
            one.flow(order)
    assert one.run("ASK {}", JSON).body.endswith(b"true}")


def test_a_worker_that_dies_is_told_by_the_thread(one: WorkerPool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempt_module, "SOON", 20.0)
    order = one.order(RUNAWAY, JSON)

    async def tried(attempts: Attempts) -> None:
        runs = Tried(one, order, attempts)
        (pid,) = children()
        os.kill(pid, signal.SIGKILL)
        assert await runs.found is None

    in_loop(tried)
    with pytest.raises(WorkerDied):
        one.flow(order)


def test_one_that_died_while_idle_is_replaced_without_a_word(one: WorkerPool) -> None:
    (pid,) = children()
    os.kill(pid, signal.SIGKILL)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    order, flow = try_once(one, COUNT, "text/csv")
    if flow is None:
        flow = one.flow(order)
    assert flow.rows == 1
    assert pid not in children()


def test_an_abandoned_one_is_given_back(one: WorkerPool) -> None:
    async def tried(attempts: Attempts) -> bool:
        runs = Tried(one, one.order(RUNAWAY, JSON), attempts)
        runs.attempt.abandon()
        await asyncio.sleep(attempt_module.SOON * 2)
        return runs.found.done()

    assert not in_loop(tried)
    assert one.run("ASK {}", JSON).body.endswith(b"true}")
    assert (one.running, one.waiting) == (0, 0)
