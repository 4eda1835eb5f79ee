"""Walking: neighbourhoods and paths, every edge with the claims that carry it."""

from __future__ import annotations

import pytest

from graph.analysis import MOST_PATHS, UnknownNodeError, Walk
from graph.snapshot import Snapshot


def row(source: str, target: str, kind: str = "claim", predicate: str = "developedBy") -> dict[str, object]:
    claims = [f"claim/d/{len(source)}"] if kind == "claim" else []
    return {"source": source, "predicate": predicate, "target": target, "claims": claims, "kind": kind}


def nodes(path: list[list[object]]) -> int:
    return len(path)


def test_the_path_from_app_to_model_runs_over_the_company_with_its_claims(snapshot: Snapshot) -> None:
    walk = Walk(snapshot.edges())
    (path,) = walk.paths("app/doubao", "model/seed-thinking-v1.5")
    edges = [edge for step in path for edge in step]
    assert [(e.source, e.predicate, e.target) for e in edges] == [
        ("org/bytedance", "operatesApp", "app/doubao"),
        ("model/seed-thinking-v1.5", "developedBy", "org/bytedance"),
    ]
    assert [e.claims for e in edges] == [("claim/cnyes-2025-08-14/143",), ("claim/cnyes-2025-08-14/146",)]


def test_named_together_is_walked_only_where_nothing_else_joins_the_two() -> None:
    walk = Walk([row("a", "b", "namedTogether"), row("a", "c"), row("c", "b"), row("d", "b", "namedTogether")])
    assert [len(path) for path in walk.paths("a", "b")] == [2]
    (dotted,) = walk.paths("d", "b")
    assert dotted[0][0].kind == "namedTogether"


def test_paths_go_along_an_edge_either_way_and_keep_its_direction() -> None:
    walk = Walk([row("b", "a"), row("b", "c")])
    (path,) = walk.paths("a", "c")
    assert [(step[0].source, step[0].target) for step in path] == [("b", "a"), ("b", "c")]


def test_slack_adds_longer_paths_and_only_those() -> None:
    walk = Walk([row("a", "b"), row("a", "x"), row("x", "b"), row("a", "y"), row("y", "z"), row("z", "b")])
    assert [len(p) for p in walk.paths("a", "b")] == [1]
    assert [len(p) for p in walk.paths("a", "b", slack=1)] == [1, 2]
    assert [len(p) for p in walk.paths("a", "b", slack=2)] == [1, 2, 3]


def test_parallel_edges_are_one_step() -> None:
    walk = Walk([row("a", "b"), row("a", "b", predicate="offers")])
    ((step,),) = walk.paths("a", "b")
    assert sorted(edge.predicate for edge in step) == ["developedBy", "offers"]


def test_what_is_not_joined_has_no_path_and_what_is_not_there_is_told() -> None:
    walk = Walk([row("a", "b"), row("c", "d")])
    assert walk.paths("a", "d") == []
    with pytest.raises(UnknownNodeError, match="nowhere"):
        walk.paths("a", "nowhere")


def test_the_number_of_paths_is_bounded() -> None:
    middle = [f"m{i}" for i in range(3 * MOST_PATHS)]
    walk = Walk([*(row("a", m) for m in middle), *(row(m, "b") for m in middle)])
    assert len(walk.paths("a", "b")) == MOST_PATHS


def test_a_neighbourhood_is_the_neighbours_and_every_edge_among_them(snapshot: Snapshot) -> None:
    walk = Walk(snapshot.edges())
    things, edges = walk.neighbourhood(["org/bytedance"])
    assert things[0] == "org/bytedance"
    assert len(things) - 1 == walk.degree("org/bytedance")
    assert {"app/doubao", "model/seed-thinking-v1.5", "model/seed-tts", "model/seaweed-7b"} <= set(things)
    kinds = {(e.source, e.target): e.kind for e in edges}
    assert kinds["app/doubao", "model/seed-thinking-v1.5"] == "namedTogether"
    assert all(e.source in things and e.target in things for e in edges)


def test_every_claim_edge_names_its_claims(snapshot: Snapshot) -> None:
    for edge in snapshot.edges():
        assert (edge["kind"] == "registry") == (not edge["claims"]), edge
