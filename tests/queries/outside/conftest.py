"""A small store, and a pool of workers on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from queries.outside.pool import WorkerPool
from tests.queries.outside import processes

ITEMS = 150


def build_store(folder: Path, items: int = ITEMS) -> Path:
    """A store of so many triples, each with a label in Chinese and in quotation marks."""
    store = Store(str(folder))
    store.bulk_extend(
        Quad(
            NamedNode(f"http://example.org/item/{number}"),
            NamedNode("http://example.org/label"),
            Literal(f'字節 "{number}"\n第二行', language="zh-Hant"),
        )
        for number in range(items)
    )
    store.flush()
    return folder


@pytest.fixture(scope="session")
def store_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_store(tmp_path_factory.mktemp("outside") / "store")


@pytest.fixture
def pool(store_path: Path) -> Iterator[WorkerPool]:
    with WorkerPool(store_path, 2, budget_seconds=5) as opened:
        yield opened


@pytest.fixture(autouse=True)
def strangers() -> None:
    """What other tests of the same run left running is none of this test's children."""
    processes.STRANGERS.clear()
    processes.STRANGERS.update(processes.children())
