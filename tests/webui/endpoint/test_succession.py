"""A newer snapshot is taken up while the site runs, and no request is dropped or answered from two of them."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from graph.snapshot import Snapshot
from tests.webui.endpoint.asking import RUNAWAY, ask, serving, site, succession

DOCUMENTS = "SELECT (COUNT(DISTINCT ?d) AS ?n) { ?c aif:foundIn ?d }"


@dataclass
class Published:
    """What `current` names."""

    snapshot: Snapshot | None

    def __call__(self) -> Snapshot | None:
        return self.snapshot


@pytest.fixture
def published(snapshot: Snapshot) -> Published:
    return Published(snapshot)


@pytest.fixture
def client(snapshot: Snapshot, published: Published) -> Iterator[FlaskClient]:
    with serving(snapshot, newest=published, query_workers=2) as opened:
        yield opened


def take_up(client: FlaskClient) -> None:
    """Look now, and wait for what that starts to be served."""
    thread = succession(client.application).look()
    assert thread is not None
    for _ in range(600):
        if not thread.is_alive() or site(client.application).snapshot.path != client.first:  # type: ignore[attr-defined]
            return
        time.sleep(0.05)


def count(client: FlaskClient, note: str = "") -> tuple[str, int]:
    """The snapshot that an answer says it is from, and what it counted."""
    answer = ask(client, f"{DOCUMENTS} # {note}")
    assert answer.status_code == 200, answer.text
    return answer.headers["X-Snapshot"], int(json.loads(answer.data)["results"]["bindings"][0]["n"]["value"])


def test_a_newer_snapshot_is_served_without_a_restart(
    client: FlaskClient, published: Published, snapshot: Snapshot, briefing_snapshot: Snapshot
) -> None:
    client.first = snapshot.path  # type: ignore[attr-defined]
    before = count(client)
    assert before[0] == snapshot.version
    assert count(client) == before, "kept"
    published.snapshot = briefing_snapshot
    take_up(client)
    after = count(client)
    assert after == (briefing_snapshot.version, before[1] + 2)
    page = client.get("/", headers={"Accept": "text/html"})
    assert briefing_snapshot.version[:8] in page.text
    assert json.loads(client.get("/health").data)["version"] == briefing_snapshot.version


def test_it_is_found_by_requests_alone(
    client: FlaskClient,
    published: Published,
    briefing_snapshot: Snapshot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("webui.succession.LOOK_SECONDS", 0.0)
    published.snapshot = briefing_snapshot
    for _ in range(600):
        if json.loads(client.get("/health").data)["version"] == briefing_snapshot.version:
            return
        time.sleep(0.05)
    raise AssertionError("it was not taken up")


def test_no_request_is_dropped_and_none_mixes_two(
    client: FlaskClient, published: Published, snapshot: Snapshot, briefing_snapshot: Snapshot
) -> None:
    client.first = snapshot.path  # type: ignore[attr-defined]
    answers: set[tuple[str, int]] = set()
    done = threading.Event()

    def keep_asking(who: int) -> None:
        own = client.application.test_client()
        turn = 0
        while not done.is_set():
            turn += 1
            answers.add(count(own, f"{who} {turn % 7}"))

    with ThreadPoolExecutor(4) as threads:
        asking = [threads.submit(keep_asking, who) for who in range(4)]
        count(client)
        published.snapshot = briefing_snapshot
        take_up(client)
        last = count(client, "last")
        done.set()
        for each in asking:
            each.result(60)
    assert last[0] == briefing_snapshot.version
    by_version = dict(answers)
    assert len(by_version) == len(answers) == 2, answers
    assert by_version[briefing_snapshot.version] == by_version[snapshot.version] + 2


def test_a_query_that_runs_ends_on_the_snapshot_it_began_on(
    client: FlaskClient, published: Published, snapshot: Snapshot, briefing_snapshot: Snapshot
) -> None:
    client.first = snapshot.path  # type: ignore[attr-defined]
    old = site(client.application)
    pool = old.workers(overlay=False)
    ticket = "a-ticket-of-sixteen-or-more"
    with ThreadPoolExecutor(1) as threads:
        own = client.application.test_client()
        asked = threads.submit(own.get, "/sparql", query_string={"query": RUNAWAY, "ticket": ticket})
        while pool.running != 1:
            time.sleep(0.05)
        published.snapshot = briefing_snapshot
        take_up(client)
        assert count(client)[0] == briefing_snapshot.version
        assert pool.running == 1, "it goes on"
        assert client.post("/sparql/cancel", data={"ticket": ticket}).status_code == 200
        assert asked.result(60).status_code == 409


def test_a_snapshot_that_cannot_be_opened_changes_nothing(
    client: FlaskClient, published: Published, snapshot: Snapshot, tmp_path: Path
) -> None:
    published.snapshot = Snapshot(tmp_path / "nothing")
    thread = succession(client.application).look()
    assert thread is not None
    thread.join(60)
    assert count(client)[0] == snapshot.version
    assert succession(client.application).look() is None, "and it is not tried again and again"


def test_the_same_snapshot_is_not_opened_anew(client: FlaskClient) -> None:
    assert succession(client.application).look() is None


def test_a_folder_that_cannot_be_read_changes_nothing(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> Snapshot | None:
        raise PermissionError("no")

    monkeypatch.setattr(succession(client.application), "_newest", fail)
    assert succession(client.application).look() is None
    assert ask(client, DOCUMENTS).status_code == 200
