"""What /health tells of safeguards, workers and cache."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient

from graph.snapshot import Snapshot
from tests.webui.endpoint.asking import APPS, ask, serving, site


def told(client: FlaskClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/health").json or {}
    return found


def test_before_the_first_query_the_network_of_workers_is_not_known(snapshot: Snapshot) -> None:
    with serving(snapshot) as fresh:
        assert told(fresh)["safeguards"] == {"remote_access_refused": True, "network_taken": None}
        assert told(fresh)["workers"] == []


def test_health_tells_what_the_workers_have_given_up(client: FlaskClient) -> None:
    ask(client, APPS)
    confinement = site(client.application).workers(overlay=False).confinement
    assert confinement is not None
    assert told(client)["safeguards"]["network_taken"] is confinement.network_taken
    assert told(client)["workers"] == [{"overlay": False, "size": 1, "running": 0, "waiting": 0}]


def test_health_counts_hits_and_bytes(client: FlaskClient) -> None:
    query = f"{APPS} # health"
    before = told(client)["cache"]
    ask(client, query)
    missed = told(client)["cache"]
    assert missed["misses"] == before["misses"] + 1
    assert missed["bytes"] > before["bytes"]
    for _ in range(3):
        ask(client, query)
    assert told(client)["cache"]["hits"] == missed["hits"] + 3
    assert missed["limit"] == 64 << 20
