"""Bodies that come by halves and results that nobody reads are bounded, and the pages go on."""

from __future__ import annotations

import threading
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient

from graph.snapshot import Snapshot
from queries.outside.errors import PoolBusy
from tests.webui.endpoint.asking import EVERYTHING, JSON, ask, endpoint, kind_of, serving
from webui.endpoint.places import Places


def test_a_place_is_had_again_when_it_has_been_given_back() -> None:
    places = Places(1)
    with places.held(), pytest.raises(PoolBusy):
        places.take()
    places.take()
    assert places.free == 0


class Half(BytesIO):
    """A body whose second half comes when it is let."""

    def __init__(self) -> None:
        super().__init__(b"ASK {}")
        self.asked_for, self.let = threading.Event(), threading.Event()

    def readinto(self, buffer: Any, /) -> int:
        self.asked_for.set()
        assert self.let.wait(30)
        return super().readinto(buffer)


def test_half_bodies_leave_the_others_their_threads(client: FlaskClient) -> None:
    at = endpoint(client.application)
    at.bodies = Places(1)
    body, answers = Half(), []

    def post() -> None:
        sent: dict[str, Any] = {
            "input_stream": body,
            "content_length": 6,
            "content_type": "application/sparql-query",
        }
        other = client.application.test_client()
        answers.append(other.post("/sparql", headers={"Accept": JSON}, **sent).status_code)

    thread = threading.Thread(target=post)
    thread.start()
    try:
        assert body.asked_for.wait(30)
        refused = client.post("/sparql", data={"query": "ASK {}"}, headers={"Accept": JSON})
        assert (refused.status_code, kind_of(refused)) == (503, "busy")
        assert int(refused.headers["Retry-After"]) > 0
        assert ask(client, "ASK {}").status_code == 200
        assert client.get("/health").status_code == 200
    finally:
        body.let.set()
        thread.join(30)
    assert answers == [200]
    assert at.bodies.free == 1


def test_results_that_nobody_reads_leave_the_others_their_threads(snapshot: Snapshot) -> None:
    with serving(snapshot, query_rows=1_000_000) as client:
        at = endpoint(client.application)
        at.streams = Places(1)
        sent: dict[str, Any] = {"query_string": {"query": EVERYTHING}, "headers": {"Accept": "text/csv"}}
        unread = client.get("/sparql", buffered=False, **sent)
        refused = ask(client, f"{EVERYTHING} # another", "text/csv")
        assert (refused.status_code, kind_of(refused)) == (503, "busy")
        assert ask(client, "ASK {}").status_code == 200
        assert client.head("/sparql", **sent).status_code == 200
        unread.close()
        unread.close()
        assert at.streams.free == 1
        with ask(client, f"{EVERYTHING} # another", "text/csv") as answer:
            assert answer.status_code == 200
        assert at.streams.free == 1
