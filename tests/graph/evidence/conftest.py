"""The article and its exhaustive reading, for the tests of evidence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph.evidence.spans import Span, make_span, record

ARTICLE = "cnyes-2025-08-14"


@pytest.fixture(scope="session")
def article(sources: Path) -> str:
    """The text of record of the article."""
    return record((sources / "documents" / ARTICLE / "text.txt").read_bytes())


@pytest.fixture(scope="session")
def places(sources: Path) -> tuple[tuple[int, int], ...]:
    """Start and end of every span of the reading, main and support."""
    lines = (sources / "gold" / f"{ARTICLE}.jsonl").read_text(encoding="utf-8").splitlines()
    statements = [json.loads(line) for line in lines]
    assert len(statements) == 226
    spans = [span for statement in statements for span in (statement, *statement.get("support", ()))]
    return tuple((span["start"], span["end"]) for span in spans)


@pytest.fixture(scope="session")
def evidence(article: str, places: tuple[tuple[int, int], ...]) -> tuple[Span, ...]:
    """The spans of the reading, in its order."""
    return tuple(make_span(article, start, end) for start, end in places)
