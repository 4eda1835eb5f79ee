"""Snapshots opened for questions, as the command line and the site open them."""

from __future__ import annotations

import pytest

from graph.snapshot import Snapshot
from queries.answer import Source
from tests.queries.reading import source_of


@pytest.fixture(scope="session")
def source(snapshot: Snapshot) -> Source:
    """The shipped data."""
    return source_of(snapshot)


@pytest.fixture(scope="session")
def briefing_source(briefing_snapshot: Snapshot) -> Source:
    """The shipped data and the example workspace with its texts."""
    return source_of(briefing_snapshot)
