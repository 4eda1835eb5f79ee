"""The pool: budgets that hold, processes that come and go without a trace, callers in their order."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from queries.outside import crew as crew_module
from queries.outside import line as line_module
from queries.outside.dataset import DEFAULT_GRAPH, Dataset
from queries.outside.errors import (
    DeathCause,
    PoolBusy,
    PoolClosed,
    QueryCancelled,
    QuerySyntaxError,
    QueryTimedOut,
    RemoteAccessRefused,
    TicketRefused,
    UnknownGraph,
    UpdateRefused,
    WorkerDied,
    WorkerStartFailed,
)
from queries.outside.pool import WorkerPool
from tests.queries.outside.conftest import ITEMS
from tests.queries.outside.processes import children, has_ended, open_files, wait_until

JSON = "application/sparql-results+json"
CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n0 ?o"
RUNAWAYS = [
    f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}",
    f"SELECT * {{ {CROSS} }} ORDER BY ?a ?f ?k",
    f"ASK {{ {CROSS} FILTER(STRLEN(CONCAT(?c, ?f, ?i, ?l, ?o)) < 0) }}",
    f"CONSTRUCT {{ ?a ?b ?o }} {{ {CROSS} FILTER(STRLEN(CONCAT(?c, ?f, ?i, ?l, ?o)) < 0) }}",
]
RUNAWAY = RUNAWAYS[0]


def idle(pool: WorkerPool, count: int = 2) -> Callable[[], bool]:
    return lambda: pool.idle == count


@pytest.mark.parametrize("query", RUNAWAYS)
def test_a_runaway_query_ends_at_its_budget_and_the_next_is_answered(pool: WorkerPool, query: str) -> None:
    wait_until(idle(pool))
    before = children()
    media_type = "text/turtle" if query.startswith("CONSTRUCT") else JSON
    began = time.monotonic()
    with pytest.raises(QueryTimedOut) as error:
        pool.run(query, media_type, budget=0.3)
    assert (
        0.3 <= time.monotonic() - began < 5
    )  # by itself it would run for hours; bench/ measures how exactly it ends
    assert error.value.budget == 0.3
    wait_until(lambda: len(before & children()) == 1)  # the process of the query is gone, also as a zombie
    assert pool.run("ASK {}", JSON).body.endswith(b"true}")


def test_ten_runaway_queries_in_a_row_leave_nothing_behind(pool: WorkerPool) -> None:
    wait_until(idle(pool))
    before = len(children()), open_files()
    for _ in range(10):
        with pytest.raises(QueryTimedOut):
            pool.run(RUNAWAY, JSON, budget=0.1)
    wait_until(idle(pool))
    assert (len(children()), open_files()) == before


def test_nothing_is_started_before_the_first_query(store_path: Path) -> None:
    before = children(), open_files()
    pool = WorkerPool(store_path, 1)
    assert (children(), open_files()) == before
    with pytest.raises(RemoteAccessRefused):
        pool.run("ASK { SERVICE <http://e/> {} }", JSON)
    with pytest.raises(UpdateRefused):
        pool.run("CLEAR ALL", JSON)
    with pytest.raises(QuerySyntaxError):
        pool.run("ASK { ?s ?p '\ud800' }", JSON)
    assert (children(), open_files()) == before
    assert pool.run("ASK {}", JSON).rows == 1
    assert len(children() - before[0]) == 1
    pool.close()


def test_an_outcome_tells_rows_type_and_time(pool: WorkerPool) -> None:
    outcome = pool.run("SELECT * { ?s ?p ?o }", "text/csv")
    assert (outcome.media_type, outcome.rows, outcome.truncated) == ("text/csv", ITEMS, False)
    assert '"字節 ""7""\n第二行"' in outcome.body.decode()
    assert 0 < outcome.seconds < 5


def test_caps_and_budgets_can_be_lowered_but_not_raised(store_path: Path) -> None:
    with WorkerPool(store_path, 1, budget_seconds=0.3, row_cap=10) as pool:
        lowered = pool.run("SELECT * { ?s ?p ?o }", JSON, row_cap=3)
        raised = pool.run("SELECT * { ?s ?p ?o }", JSON, row_cap=1000)
        assert [(o.rows, o.truncated) for o in (lowered, raised)] == [(3, True), (10, True)]
        with pytest.raises(QueryTimedOut) as error:
            pool.run(RUNAWAY, JSON, budget=60)
        assert error.value.budget == 0.3


def test_turtle_is_written_with_the_prefixes_of_the_pool(store_path: Path) -> None:
    with WorkerPool(store_path, 1, prefixes={"ex": "http://example.org/"}) as pool:
        outcome = pool.run("DESCRIBE <http://example.org/item/1>", "text/turtle")
    assert b"ex:label" in outcome.body


def test_an_error_of_a_query_does_not_cost_a_process(pool: WorkerPool) -> None:
    wait_until(idle(pool))
    before = children()
    for _ in range(3):
        with pytest.raises(QuerySyntaxError):
            pool.run("SELEC", JSON)
    assert children() == before


def test_a_worker_that_is_killed_while_idle_is_replaced(pool: WorkerPool) -> None:
    wait_until(idle(pool))
    before = children()
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    wait_until(lambda: all(has_ended(pid) for pid in before))
    assert pool.run("ASK {}", JSON).rows == 1
    wait_until(idle(pool))
    assert len(children()) == len(before)
    assert not children() & before


def test_a_worker_that_is_killed_within_a_query_is_replaced(store_path: Path) -> None:
    with WorkerPool(store_path, 1, budget_seconds=5) as pool:
        wait_until(idle(pool, 1))
        (pid,) = (worker.pid for worker in pool._crew._idle)
        threading.Timer(0.1, os.kill, (pid, signal.SIGKILL)).start()
        with pytest.raises(WorkerDied) as error:
            pool.run(RUNAWAY, JSON)
        assert error.value.cause is DeathCause.KILLED
        assert pool.run("ASK {}", JSON).rows == 1


def test_a_pool_without_a_free_worker_says_when_to_come_back(store_path: Path) -> None:
    with WorkerPool(store_path, 1, budget_seconds=0.6, queue_bound=1, wait_seconds=0.2) as pool:
        wait_until(idle(pool, 1))
        with ThreadPoolExecutor(2) as threads:
            running = threads.submit(pool.run, RUNAWAY, JSON)
            wait_until(lambda: pool.running == 1)
            waiting = threads.submit(pool.run, "ASK {}", JSON)
            wait_until(lambda: pool.waiting == 1)
            with pytest.raises(PoolBusy) as error:  # the queue is full: nobody waits
                pool.run("ASK {}", JSON)
            assert not running.done()
            assert error.value.retry_after == 1
            with pytest.raises(PoolBusy):  # it waited its time
                waiting.result()
            with pytest.raises(QueryTimedOut):
                running.result()
        wait_until(idle(pool, 1))
        assert pool.run("ASK {}", JSON).rows == 1


def test_who_waits_longest_is_served_first(store_path: Path) -> None:
    with WorkerPool(store_path, 1, budget_seconds=5) as pool:
        wait_until(idle(pool, 1))
        served: list[int] = []

        def call(number: int) -> None:
            pool.run("ASK {}", JSON)
            served.append(number)

        with ThreadPoolExecutor(6) as threads:
            first = threads.submit(pool.run, RUNAWAY, JSON, 0.2)
            wait_until(lambda: pool.running == 1)
            for number in range(5):
                threads.submit(call, number)
                wait_until(lambda number=number: pool.waiting == number + 1)  # type: ignore[misc]
            assert isinstance(first.exception(), QueryTimedOut)
        assert served == [0, 1, 2, 3, 4]


def test_many_threads_share_few_workers(pool: WorkerPool) -> None:
    with ThreadPoolExecutor(8) as threads:
        queries = [f"SELECT ({number} AS ?x) {{}}" for number in range(60)]
        bodies = [outcome.body for outcome in threads.map(lambda query: pool.run(query, "text/csv"), queries)]
    assert bodies == [f"x\r\n{number}\r\n".encode() for number in range(60)]
    assert pool.running == pool.waiting == 0


def test_a_store_that_is_not_there_is_told_to_each_caller(tmp_path: Path) -> None:
    before = children(), open_files()
    with WorkerPool(tmp_path / "nowhere", 2) as pool:
        for _ in range(2):
            with pytest.raises(WorkerStartFailed, match="nowhere"):
                pool.run("ASK {}", JSON)
    assert (children(), open_files()) == before


def test_closing_ends_every_process_and_every_wait(store_path: Path) -> None:
    before = children(), open_files()
    pool = WorkerPool(store_path, 2, budget_seconds=60)
    with ThreadPoolExecutor(3) as threads:
        calls = [threads.submit(pool.run, RUNAWAY, JSON) for _ in range(3)]
        wait_until(lambda: (pool.running, pool.waiting) == (2, 1))
        began = time.monotonic()
        pool.close()
        pool.close()
        assert time.monotonic() - began < 30  # the budget is a minute
        assert [type(call.exception()) for call in calls] == [PoolClosed] * 3
    assert (children(), open_files()) == before
    for refused in (pool.start, lambda: pool.run("ASK {}", JSON)):
        with pytest.raises(PoolClosed):
            refused()


def test_an_interrupt_in_the_queue_loses_no_worker(store_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wait = line_module.Place.wait

    def wait_and_press_ctrl_c(place: line_module.Place, seconds: float) -> bool:
        assert wait(place, seconds)
        raise KeyboardInterrupt

    with WorkerPool(store_path, 1) as pool:
        with monkeypatch.context() as patch:
            patch.setattr(line_module.Place, "wait", wait_and_press_ctrl_c)
            with pytest.raises(KeyboardInterrupt):
                pool.run("ASK {}", JSON)
        assert (pool.running, pool.waiting) == (0, 0)
        assert pool.run("ASK {}", JSON).rows == 1


def test_closing_while_workers_start_leaves_none(store_path: Path) -> None:
    before = children(), open_files()
    pool = WorkerPool(store_path, 2)
    pool.start()
    pool.close()
    assert (children(), open_files()) == before


TICKET = "0c1f2d3e-ticket"


def test_a_query_that_runs_can_be_cancelled_and_its_worker_is_replaced(pool: WorkerPool) -> None:
    wait_until(idle(pool))
    before = children()
    with ThreadPoolExecutor(1) as threads:
        running = threads.submit(pool.run, RUNAWAY, JSON, ticket=TICKET + "1")
        wait_until(lambda: pool.running == 1)
        assert pool.cancel(TICKET + "1")
        assert isinstance(running.exception(), QueryCancelled)
    assert not pool.cancel(TICKET + "1")
    wait_until(idle(pool))
    assert (len(before & children()), len(children())) == (1, 2)
    assert pool.run("ASK {}", JSON, ticket=TICKET + "1").rows == 1  # once more is no trouble


def test_a_query_that_waits_can_be_cancelled_without_a_worker_lost(store_path: Path) -> None:
    with WorkerPool(store_path, 1, budget_seconds=60) as pool:
        wait_until(idle(pool, 1))
        before = children()
        with ThreadPoolExecutor(2) as threads:
            running = threads.submit(pool.run, RUNAWAY, JSON, ticket=TICKET + "1")
            wait_until(lambda: pool.running == 1)
            waiting = threads.submit(pool.run, "ASK {}", JSON, ticket=TICKET + "2")
            wait_until(lambda: pool.waiting == 1)
            assert pool.cancel(TICKET + "2")
            assert isinstance(waiting.exception(), QueryCancelled)
            assert (pool.waiting, pool.running, children()) == (0, 1, before)
            assert pool.cancel(TICKET + "1")
            assert isinstance(running.exception(), QueryCancelled)
        assert pool.run("ASK {}", JSON).rows == 1


def test_nobody_cancels_without_the_ticket(pool: WorkerPool) -> None:
    with ThreadPoolExecutor(1) as threads:
        running = threads.submit(pool.run, RUNAWAY, JSON, 1, ticket=TICKET + "1")
        wait_until(lambda: pool.running == 1)
        for ticket in ("", TICKET, TICKET + "2", "*", TICKET + "1\n"):
            assert not pool.cancel(ticket)
        with pytest.raises(TicketRefused, match="another query's"):
            pool.run("ASK {}", JSON, ticket=TICKET + "1")
        assert isinstance(running.exception(), QueryTimedOut)
    assert pool.run("ASK {}", JSON, ticket=TICKET + "1").rows == 1


@pytest.mark.parametrize("patience", [float("inf"), 0.0])
def test_a_free_worker_is_kept_for_a_sleeper_only_when_he_has_waited_for_long(
    store_path: Path, monkeypatch: pytest.MonkeyPatch, patience: float
) -> None:
    """Whose turn it is is held asleep while the only worker is free: does who comes later get it?"""
    monkeypatch.setattr(crew_module, "_PATIENCE", patience)
    called, awake = threading.Event(), threading.Event()
    wait = line_module.Place.wait

    def wait_and_sleep_on(place: line_module.Place, seconds: float) -> bool:
        was_called = wait(place, seconds)
        if place.client == "sleeper" and not called.is_set():
            called.set()
            assert awake.wait(20)
        return was_called

    with WorkerPool(store_path, 1, budget_seconds=60) as pool, ThreadPoolExecutor(3) as threads:
        wait_until(idle(pool, 1))
        monkeypatch.setattr(line_module.Place, "wait", wait_and_sleep_on)
        first = threads.submit(pool.run, RUNAWAY, JSON, ticket=TICKET + "1")
        wait_until(lambda: pool.running == 1)
        sleeper = threads.submit(pool.run, "ASK {}", JSON, client="sleeper")
        wait_until(lambda: pool.waiting == 1)
        assert pool.cancel(TICKET + "1")
        assert isinstance(first.exception(), QueryCancelled)
        assert called.wait(20)
        if patience:
            assert pool.run("ASK {}", JSON, client="later").rows == 1
            assert not sleeper.done()
            awake.set()
        else:
            assert (pool.running, pool.idle, pool.waiting) == (1, 0, 0)
            later = threads.submit(pool.run, "ASK {}", JSON, client="later")
            wait_until(lambda: pool.waiting == 1)
            awake.set()
            assert later.result(20).rows == 1
        assert sleeper.result(20).rows == 1


@pytest.mark.parametrize(
    "ticket", ["", "short", "x" * 129, "sixteen letters or more", "sixteen\nlettersandmore", "字" * 20]
)
def test_a_ticket_has_a_form(pool: WorkerPool, ticket: str) -> None:
    with pytest.raises(TicketRefused, match="another form"):
        pool.run("ASK {}", JSON, ticket=ticket)
    assert pool.running == 0


def test_a_flood_of_one_client_does_not_push_out_another(store_path: Path) -> None:
    with WorkerPool(store_path, 1, budget_seconds=60, queue_bound=4) as pool:
        wait_until(idle(pool, 1))
        served: list[str] = []

        def call(client: str) -> None:
            pool.run("ASK {}", JSON, client=client)
            served.append(client)

        with ThreadPoolExecutor(8) as threads:
            first = threads.submit(pool.run, RUNAWAY, JSON, ticket=TICKET + "1", client="many")
            wait_until(lambda: pool.running == 1)
            flood = []
            for number in range(4):
                flood.append(threads.submit(call, "many"))
                wait_until(lambda number=number: pool.waiting == number + 1)  # type: ignore[misc]
            with pytest.raises(PoolBusy):
                pool.run("ASK {}", JSON, client="many")
            other = threads.submit(call, "other")
            assert isinstance(flood[-1].exception(), PoolBusy)  # who came last of those who came too many
            assert pool.cancel(TICKET + "1")
            assert isinstance(first.exception(), QueryCancelled)
            assert other.exception() is None
            assert all(call.exception() is None for call in flood[:-1])
        assert served == ["many", "other", "many", "many"]


def test_a_worker_that_has_served_long_is_replaced_without_a_gap(store_path: Path) -> None:
    with WorkerPool(store_path, 1, most_served=5) as pool:
        wait_until(idle(pool, 1))
        seen = set(children())
        for _ in range(5):
            assert pool.run("ASK {}", JSON).rows == 1
        # It serves on until its successor has been started.
        assert pool.run("ASK {}", JSON).rows == 1
        wait_until(lambda: len(children()) == 1 and not children() & seen)
        assert pool.run("ASK {}", JSON).rows == 1
        assert (pool.idle, pool.running) == (1, 0)


def test_a_worker_that_has_grown_is_replaced(store_path: Path) -> None:
    with WorkerPool(store_path, 1, most_private=1) as pool:
        wait_until(idle(pool, 1))
        seen = set(children())
        for _ in range(256):
            pool.run("ASK {}", JSON)
        wait_until(lambda: len(children()) == 1 and not children() & seen)
        assert pool.run("ASK {}", JSON).rows == 1


def test_a_worn_worker_with_a_query_goes_when_it_is_done(store_path: Path) -> None:
    with WorkerPool(store_path, 1, most_served=1, budget_seconds=60) as pool:
        wait_until(idle(pool, 1))
        (old,) = children()
        pool.run("ASK {}", JSON)  # it is worn now, and its successor ordered
        wait_until(lambda: old not in children() and pool.idle == 1)
        assert len(children()) == 1


def test_the_pool_tells_what_its_workers_gave_up(store_path: Path) -> None:
    pool = WorkerPool(store_path, 1)
    assert pool.confinement is None
    pool.run("ASK {}", JSON)
    assert pool.confinement is not None
    assert pool.confinement.niceness > os.getpriority(os.PRIO_PROCESS, 0)
    pool.close()


def test_a_query_names_its_graphs_and_so_does_the_protocol(pool: WorkerPool) -> None:
    query = "SELECT * { ?s ?p ?o }"
    assert pool.run(query, JSON, dataset=Dataset(default=(DEFAULT_GRAPH,))).rows == ITEMS
    with pytest.raises(UnknownGraph) as error:
        pool.run(query, JSON, dataset=Dataset(named=("http://g/none",)))
    assert (error.value.graph, error.value.graphs) == ("http://g/none", ())
    with pytest.raises(UnknownGraph) as error:
        pool.run("SELECT * FROM <http://g/none> {}", JSON)
    assert (error.value.line, error.value.column) == (1, 15)
