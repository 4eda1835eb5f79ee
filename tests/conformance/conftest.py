"""The W3C tests, run once for all that is said about them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conformance.survey import Survey
from tests.conformance.survey import survey as run_all


@pytest.fixture(scope="session")
def suite_folder(sources: Path) -> Path:
    """The folder w3c/sparql; skips, saying why, where it is absent."""
    folder = sources / "w3c" / "sparql"
    if not folder.is_dir():
        pytest.skip(f"no W3C tests at {folder}")
    return folder


@pytest.fixture(scope="session")
def survey(suite_folder: Path) -> Survey:
    """How every test of the suite fared."""
    return run_all(suite_folder)
