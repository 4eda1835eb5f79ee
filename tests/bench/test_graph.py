"""The generated graph: as large as stated, the same for a seed, in the shape of ours."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest

from bench.endpoint import graph
from bench.endpoint.workloads import ITEM, workloads

SIZE = 9_000


@pytest.mark.parametrize("size", [2_500, SIZE])
def test_it_has_the_stated_size_and_no_triple_twice(size: int) -> None:
    lines = list(graph.triples(size))
    assert size <= len(lines) < size + 60
    assert len(set(lines)) == len(lines)


def test_a_seed_gives_the_same_graph_and_another_seed_another() -> None:
    assert list(graph.triples(SIZE, 7)) == list(graph.triples(SIZE, 7))
    assert list(graph.triples(SIZE, 7)) != list(graph.triples(SIZE, 8))


def test_write_counts_what_it_writes(tmp_path: Path) -> None:
    file = tmp_path / "graph.nt"
    assert graph.write(file, SIZE) == len(file.read_text(encoding="utf-8").splitlines())


def test_every_workload_finds_something_and_the_engine_keeps_every_triple(tmp_path: Path) -> None:
    file = tmp_path / "graph.nt"
    count = graph.write(file, SIZE)
    store = pyoxigraph.Store()
    store.bulk_load(path=str(file), format=pyoxigraph.RdfFormat.N_TRIPLES)
    assert len(store) == count
    found = {}
    for workload in workloads(graph.things(SIZE)):
        for item in workload.items[:5] or ("",):
            solutions = store.query(workload.query.replace(ITEM, graph.iri(item)))
            assert isinstance(solutions, pyoxigraph.QuerySolutions)
            found.setdefault(workload.name, []).append(len(list(solutions)))
    assert set(found["point"]) == {3}, "a label in each of three languages"
    assert min(found["entity"]) > 10
    assert sum(found["question"]) > 0
