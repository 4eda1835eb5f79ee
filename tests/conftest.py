"""Fixtures that every test folder shares."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


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
