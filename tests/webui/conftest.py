"""Sites over the shared snapshots."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.snapshot import Snapshot
from tests.webui.reading import Reader, reader_of


@pytest.fixture(scope="session")
def reader(snapshot: Snapshot) -> Iterator[Reader]:
    """The site as the public has it: built without texts."""
    made = reader_of(snapshot, show_overlay=True)
    yield made
    made.app.extensions["aifrontier"].close()


@pytest.fixture(scope="session")
def reader_with_texts(snapshot_with_texts: Snapshot) -> Iterator[Reader]:
    """The site on a machine that has the texts, and shows their words."""
    made = reader_of(snapshot_with_texts, show_overlay=True)
    yield made
    made.app.extensions["aifrontier"].close()


@pytest.fixture(scope="session")
def guarded_reader(snapshot_with_texts: Snapshot) -> Iterator[Reader]:
    """The site over a snapshot with texts that serves only the public layer."""
    made = reader_of(snapshot_with_texts, show_overlay=False)
    yield made
    made.app.extensions["aifrontier"].close()


@pytest.fixture(scope="session")
def sources_text(sources: Path) -> str:
    """The text of record of the article."""
    return (sources / "documents" / "cnyes-2025-08-14" / "text.txt").read_text(encoding="utf-8")
