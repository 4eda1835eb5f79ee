"""Answers that are kept, over HTTP: hits are as the misses were, tags hold, codings are the client's choice."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results
from werkzeug.test import TestResponse

from graph.snapshot import Snapshot
from tests.webui.endpoint.asking import APPS, BROWSER, JSON, MODELS, XML, address, ask, endpoint, serving, site
from webui.site import Site

HIT, MISS = "aifrontier; hit", "aifrontier; fwd=miss; stored"
LONG = "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 1500"


@pytest.fixture
def asleep(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No worker answers: what comes was kept."""

    def refuse(self: Site, *, overlay: bool) -> None:
        raise AssertionError("a worker was asked")

    monkeypatch.setattr(Site, "workers", refuse)
    return


def told(answer: TestResponse) -> dict[str, str]:
    """The headers that a hit shares with its miss."""
    return {name: value for name, value in answer.headers.items() if name != "Cache-Status"}


@pytest.mark.parametrize("accept", [JSON, XML, "text/csv", "text/tab-separated-values", "application/json"])
def test_a_hit_is_what_the_miss_was(client: FlaskClient, accept: str) -> None:
    query = f"{APPS} # {accept}"
    miss, hit, short = (ask(client, query, accept) for _ in range(3))
    assert miss.headers["Cache-Status"].startswith("aifrontier; fwd=miss") or accept == "application/json"
    for answer in (hit, short):
        assert answer.headers["Cache-Status"] == HIT
        assert answer.data == miss.data
        assert told(answer) == told(miss)
    assert miss.headers["Vary"] == "Accept, Accept-Encoding, Origin"
    assert "Set-Cookie" not in miss.headers


def test_a_kept_answer_needs_no_worker(client: FlaskClient, request: pytest.FixtureRequest) -> None:
    query = f"{APPS} # kept"
    first = ask(client, query)
    assert first.headers["Cache-Status"] == MISS
    request.getfixturevalue("asleep")
    assert ask(client, query).data == first.data
    assert client.post("/sparql", data={"query": query}).data == first.data
    head = client.head(address(query), headers={"Accept": JSON})
    assert (head.data, head.headers["Content-Length"]) == (b"", str(len(first.data)))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"query": MODELS}, {"query": MODELS + " "}),
        ({"query": MODELS}, {"query": MODELS, "default-graph-uri": "https://w3id.org/aifrontier/graph/inferred"}),
    ],
)
def test_what_makes_another_answer_makes_another_key(
    snapshot: Snapshot, first: dict[str, str], second: dict[str, str]
) -> None:
    with serving(snapshot) as fresh:
        for parameters in (first, second):
            answer = fresh.get("/sparql", query_string=parameters, headers={"Accept": JSON})
            assert answer.headers["Cache-Status"] == MISS


def test_a_budget_is_no_part_of_the_answer(client: FlaskClient) -> None:
    query = f"{APPS} # budget"
    assert ask(client, query).headers["Cache-Status"] == MISS
    assert client.get(address(query, timeout="3"), headers={"Accept": JSON}).headers["Cache-Status"] == HIT


def test_the_page_and_the_program_share_an_answer(client: FlaskClient) -> None:
    query = f"{APPS} # shared"
    assert client.get(address(query), headers={"Accept": BROWSER}).status_code == 200
    assert ask(client, query).headers["Cache-Status"] == HIT


def test_errors_are_not_kept(client: FlaskClient) -> None:
    for _ in range(2):
        answer = ask(client, "SELECT nonsense")
        assert answer.status_code == 400
        assert answer.headers["Cache-Control"] == "no-store"
        assert "ETag" not in answer.headers


def test_what_asks_for_the_time_is_run_each_time(client: FlaskClient) -> None:
    answers = [ask(client, "SELECT (STRUUID() AS ?x) {}") for _ in range(2)]
    assert answers[0].data != answers[1].data
    for answer in answers:
        assert answer.headers["Cache-Status"] == "aifrontier; fwd=bypass"
        assert answer.headers["Cache-Control"] == "no-store"
        assert "ETag" not in answer.headers


def test_a_cache_of_no_bytes_keeps_nothing(snapshot: Snapshot) -> None:
    with serving(snapshot, query_cache=0) as bare:
        for _ in range(2):
            assert ask(bare, APPS).headers["Cache-Status"] == "aifrontier; fwd=miss"


# Tags


def test_a_client_that_has_it_is_told_so(client: FlaskClient, request: pytest.FixtureRequest) -> None:
    query = f"{APPS} # tag"
    first = ask(client, query)
    tag = first.headers["ETag"]
    assert tag.startswith('"'), "strong"
    request.getfixturevalue("asleep")
    for given in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        answer = ask(client, query, JSON, If_None_Match=given)
        assert (answer.status_code, answer.data) == (304, b""), given
        assert answer.headers["ETag"] == tag
        assert answer.headers["X-Snapshot"] == first.headers["X-Snapshot"]
        assert "Content-Length" not in answer.headers
        assert answer.headers["Content-Security-Policy"] == first.headers["Content-Security-Policy"]
    assert ask(client, query, JSON, If_None_Match='"other"').status_code == 200


def test_a_tag_holds_also_when_the_answer_had_to_go(client: FlaskClient, request: pytest.FixtureRequest) -> None:
    query = f"{APPS} # gone"
    tag = ask(client, query).headers["ETag"]
    cache = endpoint(client.application).cache
    with cache._lock:
        for kept in list(cache._kept):
            cache._drop(kept)
    request.getfixturevalue("asleep")
    assert ask(client, query, JSON, If_None_Match=tag).status_code == 304


def test_each_representation_has_its_tag(client: FlaskClient) -> None:
    tags = {
        ask(client, LONG, accept, Accept_Encoding=coding).headers["ETag"]
        for accept in (JSON, "application/json", "text/csv")
        for coding in ("identity", "gzip")
    }
    assert len(tags) == 6


def test_a_tag_of_one_representation_is_none_of_another(client: FlaskClient) -> None:
    tag = ask(client, LONG, JSON).headers["ETag"]
    assert ask(client, LONG, "text/csv", If_None_Match=tag).status_code == 200
    assert ask(client, LONG, JSON, If_None_Match=tag).status_code == 304


# Codings


@pytest.mark.parametrize(
    ("accept_encoding", "coding"),
    [
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "gzip"),
        ("br;q=1.0, gzip;q=0.8, *;q=0.1", "gzip"),
        ("x-gzip", "gzip"),
        ("*", "gzip"),
        ("gzip;q=0", None),
        ("identity", None),
        ("identity, gzip;q=0.5", None),
        ("identity;q=0.5, gzip;q=1.0", "gzip"),
        ("gzip;q=0, *", None),
        ("br", None),
        ("identity;q=0", None),
        ("gzip;q=nonsense", None),
        ("", None),
    ],
)
def test_a_large_body_is_coded_as_the_client_likes(
    client: FlaskClient, accept_encoding: str, coding: str | None
) -> None:
    plain = ask(client, LONG)
    assert "Content-Encoding" not in plain.headers
    answer = ask(client, LONG, JSON, Accept_Encoding=accept_encoding)
    assert answer.headers.get("Content-Encoding") == coding
    assert (gzip.decompress(answer.data) if coding else answer.data) == plain.data
    assert answer.headers["Content-Length"] == str(len(answer.data))
    if coding:
        assert len(answer.data) < len(plain.data) / 4


def test_a_small_body_goes_as_it_is(client: FlaskClient) -> None:
    assert "Content-Encoding" not in ask(client, APPS, JSON, Accept_Encoding="gzip").headers


# Who may keep it


def test_the_public_layer_may_be_kept_by_anybody(client: FlaskClient) -> None:
    assert ask(client, APPS).headers["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_the_private_layer_is_kept_apart(snapshot_with_texts: Snapshot) -> None:
    quotes = "SELECT (COUNT(*) AS ?n) { GRAPH g:overlay { ?evidence aif:quote ?quote } }"
    with serving(snapshot_with_texts, show_overlay=True) as own:
        assert site(own.application).overlay
        for _ in range(2):
            mine = ask(own, quotes)
            theirs = ask(own, quotes, JSON, Origin="https://example.org")
            counted = [int(json.loads(a.data)["results"]["bindings"][0]["n"]["value"]) for a in (mine, theirs)]
            assert counted[0] > 300
            assert counted[1] == 0
        assert mine.headers["Cache-Control"].startswith("private")
        assert mine.headers["ETag"] != theirs.headers["ETag"]
        tagged = ask(own, quotes, JSON, Origin="https://example.org", If_None_Match=mine.headers["ETag"])
        assert tagged.status_code == 200


# Cuts


def test_a_cut_says_so_in_head_and_body_and_the_caps_are_told(snapshot: Snapshot) -> None:
    with serving(snapshot, query_rows=5) as strict:
        for _ in range(2):  # run, then kept
            answer = ask(strict, MODELS)
            assert answer.headers["X-Caps"] == "rows=5, bytes=67108864, seconds=20"
            assert (answer.headers["X-Rows"], answer.headers["X-Truncated"]) == ("5", "rows=5")
            assert json.loads(answer.data)["head"]["link"] == ["https://w3id.org/aifrontier/problem/result-cut"]
            read = parse_query_results(answer.data, QueryResultsFormat.JSON)
            assert isinstance(read, QuerySolutions)
            assert len(list(read)) == 5
        whole = ask(strict, f"{MODELS} LIMIT 5")
        assert whole.headers["X-Rows"] == "5"
        assert "X-Truncated" not in whole.headers
        assert "link" not in json.loads(whole.data)["head"]


@pytest.mark.parametrize("accept", [XML, "text/turtle", "application/n-triples", "application/rdf+xml"])
def test_a_cut_says_so_where_the_form_has_comments(snapshot: Snapshot, accept: str) -> None:
    query = MODELS if accept == XML else "CONSTRUCT WHERE { ?m a aif:Model }"
    with serving(snapshot, query_rows=5) as strict:
        assert b"cut: only the first 5" in ask(strict, query, accept).data


def test_a_result_beyond_the_bytes_is_a_problem(snapshot: Snapshot) -> None:
    with serving(snapshot, query_bytes=2000) as strict:
        answer = ask(strict, MODELS)
        assert answer.status_code == 400
        assert json.loads(answer.data)["limit_bytes"] == 2000
