"""The built graph for tests that look at its triples."""

from __future__ import annotations

import pyoxigraph
import pytest

from graph.snapshot import Snapshot


@pytest.fixture(scope="session")
def built_store(snapshot: Snapshot) -> pyoxigraph.Store:
    """The public layer of the shipped data, in memory. Do not change it: every test sees the same one."""
    return snapshot.open_in_memory(overlay=False).engine
