"""A query can be taken back by whoever knows its ticket; its worker is free at once."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from graph.snapshot import Snapshot
from tests.webui.endpoint.asking import APPS, BROWSER, JSON, RUNAWAY, address, ask, kind_of, serving, site


@pytest.fixture
def patient(snapshot: Snapshot) -> Iterator[FlaskClient]:
    """One worker, which would run for a minute."""
    with serving(snapshot, query_seconds=60.0) as opened:
        assert ask(opened, APPS).status_code == 200
        yield opened


def until(holds: Callable[[], bool]) -> None:
    for _ in range(600):
        if holds():
            return
        time.sleep(0.05)
    raise AssertionError("it never came to that")


def sent(client: FlaskClient, threads: ThreadPoolExecutor, ticket: str, accept: str = JSON) -> Future[TestResponse]:
    """A query that runs away, on its way."""
    other = client.application.test_client()
    return threads.submit(other.get, address(RUNAWAY, ticket=ticket), headers={"Accept": accept})


def cancel(client: FlaskClient, ticket: str) -> TestResponse:
    return client.post("/sparql/cancel", data={"ticket": ticket}, headers={"Accept": "application/json"})


@pytest.mark.parametrize("accept", [JSON, BROWSER])
def test_a_cancelled_query_frees_its_worker(patient: FlaskClient, accept: str) -> None:
    pool, ticket = site(patient.application).workers(overlay=False), str(uuid4())
    with ThreadPoolExecutor(1) as threads:
        asked = sent(patient, threads, ticket, accept)
        until(lambda: pool.running == 1)
        assert json.loads(cancel(patient, ticket).data) == {"cancelled": True}
        answer = asked.result(30)
        assert answer.status_code == 409
        if accept == JSON:
            assert kind_of(answer) == "query-cancelled"
    assert ask(patient, f"{APPS} # next").status_code == 200


def test_a_query_in_the_queue_can_be_taken_back(patient: FlaskClient) -> None:
    pool, first, second = site(patient.application).workers(overlay=False), str(uuid4()), str(uuid4())
    with ThreadPoolExecutor(2) as threads:
        runs = sent(patient, threads, first)
        until(lambda: pool.running == 1)
        waits = sent(patient, threads, second)
        until(lambda: pool.waiting == 1)
        assert cancel(patient, second).status_code == 200
        assert waits.result(30).status_code == 409
        assert pool.running == 1, "the other one goes on"
        assert cancel(patient, first).status_code == 200
        assert runs.result(30).status_code == 409


def test_a_ticket_that_nobody_has_is_told(patient: FlaskClient) -> None:
    for ticket in (str(uuid4()), "", "x", "\0", "é" * 500):
        answer = cancel(patient, ticket)
        assert (answer.status_code, kind_of(answer)) == (404, "no-such-ticket")


def test_a_query_that_was_answered_can_no_longer_be_taken_back(patient: FlaskClient) -> None:
    ticket = str(uuid4())
    assert patient.get(address(f"{APPS} # done", ticket=ticket), headers={"Accept": JSON}).status_code == 200
    assert cancel(patient, ticket).status_code == 404


@pytest.mark.parametrize("ticket", ["short", "x" * 129, "with spaces in it ....", "quote'\"<script>!!!!"])
def test_a_ticket_that_could_be_guessed_or_is_none_is_refused(patient: FlaskClient, ticket: str) -> None:
    answer = patient.get(address(f"{APPS} # ticket", ticket=ticket), headers={"Accept": JSON})
    assert (answer.status_code, kind_of(answer)) == (400, "ticket")


def test_cancelling_is_no_get(patient: FlaskClient) -> None:
    answer = patient.get("/sparql/cancel?ticket=x", headers={"Accept": "application/json"})
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"POST", "OPTIONS"}
    preflight = patient.options("/sparql/cancel", headers={"Origin": "https://example.org"})
    assert (preflight.status_code, preflight.headers["Access-Control-Allow-Methods"]) == (204, "POST, OPTIONS")
