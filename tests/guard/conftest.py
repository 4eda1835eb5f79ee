"""The source texts, ready to be compared with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.guard.letters import Masks
from tests.guard.names import names_of, terms_of
from tests.guard.runs import Sources


@pytest.fixture(scope="session")
def source_texts(sources: Path) -> list[str]:
    """Every source text, and every quote of the readings."""
    texts = [file.read_text(encoding="utf-8") for file in sorted(sources.glob("documents/*/text.txt"))]
    for file in sorted(sources.glob("gold/*.jsonl")):
        statements = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        texts += [span["quote"] for said in statements for span in (said, *said.get("support", ()))]
    return texts


@pytest.fixture(scope="session")
def masks(root: Path) -> Masks:
    """The names of the tree and the reviewed terms."""
    return Masks(names_of(root) | set(terms_of(Path(__file__).parent / "terms.txt")))


@pytest.fixture(scope="session")
def guard(source_texts: list[str], masks: Masks) -> Sources:
    """All sources, with the names that texts may share with them."""
    return Sources(source_texts, masks)
