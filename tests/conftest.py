"""Fixtures that every test folder shares: the top folder, the source texts, and snapshots built once a session."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from graph.build import build
from graph.inputs import Inputs
from graph.snapshot import Snapshot

ROOT = Path(__file__).resolve().parent.parent

# Thousands of examples for each property: pytest --hypothesis-profile=nightly
settings.register_profile("nightly", max_examples=5000, deadline=None)


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository's top folder."""
    return ROOT


@pytest.fixture(scope="session")
def sources() -> Path:
    """The folder of source texts and reference data; skips, saying why, where it is absent."""
    folder = Path(os.environ.get("AIFRONTIER_SOURCES", ROOT.parent / "shared"))
    if not (folder / "documents").is_dir():
        pytest.skip(f"no source texts at {folder}: set AIFRONTIER_SOURCES to their folder")
    return folder.resolve()


@pytest.fixture(scope="session")
def briefing(root: Path) -> Inputs:
    """The example workspace with its own texts, on top of the shipped data."""
    example = root / "examples" / "briefing"
    return Inputs(workspace=example, texts=example / "texts")


@pytest.fixture(scope="session")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The shipped data, built without any text."""
    return build(Inputs(), tmp_path_factory.mktemp("public")).snapshot


@pytest.fixture(scope="session")
def snapshot_with_texts(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The shipped data, built with the source texts at hand."""
    return build(Inputs(texts=sources / "documents"), tmp_path_factory.mktemp("texts")).snapshot


@pytest.fixture(scope="session")
def briefing_snapshot(briefing: Inputs, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The shipped data with the example workspace and its texts."""
    return build(briefing, tmp_path_factory.mktemp("briefing")).snapshot
