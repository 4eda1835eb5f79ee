"""The shipped data as its files hold it, read without the graph; and copies of it in which something is changed."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml

from graph.build import build
from graph.inputs import PACKAGE, Inputs
from queries.answer import Source
from tests.queries.reading import source_of

CNYES = "cnyes-2025-08-14"
Statement = dict[str, Any]
NUMBERS = ("release-cadence", "lab-figures", "score-conflicts", "incomparable-scores")
NUMBERS += (
    "gap-check",
    "gap-computed",
    "gap-daily",
    "gap-points",
    "frontier",
    "lead-changes",
    "open-weights-lead",
    "sensitivity",
)
"""Questions on figures, held against tables written for the purpose (tests/queries/numbers)."""
MOVING = ("gap-change", "categories", "modality-matrix", "company-portfolio")
MOVING += ("voices", "undated", "coverage-holes", "unlinked")
"""Questions that are held against a changed copy of the shipped data (test_moving.py)."""


def statements(document: str) -> list[Statement]:
    """The claims of a document as they stand in its file, every scalar as text, with their full ids."""
    path = PACKAGE / "documents" / document / "claims.yaml"
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return [{**claim, "id": f"claim/{document}/{claim['id']}", "document": document} for claim in data["claims"]]


def all_statements() -> Iterator[Statement]:
    """The claims of every document."""
    for path in sorted(PACKAGE.glob("documents/*/claims.yaml")):
        yield from statements(path.parent.name)


def entities() -> dict[str, list[str]]:
    """Every thing of the registry with its classes."""
    found: dict[str, list[str]] = {}
    for path in PACKAGE.glob("registry/*.yaml"):
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        found |= {entity["id"]: entity["types"] for entity in data["entities"]}
    return found


def linked() -> set[str]:
    """The things that links/ leads away from."""
    lines = (PACKAGE / "links" / "entities.sssom.tsv").read_text(encoding="utf-8").splitlines()
    return {line.partition("\t")[0].replace(":", "/", 1) for line in lines if not line.startswith(("#", "subject"))}


def changed(
    folder: Path, *, claims: Callable[[list[Statement]], list[Statement]], links: Callable[[str], str]
) -> Source:
    """The shipped data built anew: the article's claims and the lines of links/ go through the functions given."""
    copy = folder / "package"
    for part in ("registry", "documents", "links"):
        shutil.copytree(PACKAGE / part, copy / part)
    path = copy / "documents" / CNYES / "claims.yaml"
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    text = yaml.safe_dump({**data, "claims": claims(data["claims"])}, sort_keys=False, allow_unicode=True)
    path.write_text(text, encoding="utf-8")
    path = copy / "links" / "entities.sssom.tsv"
    path.write_text(links(path.read_text(encoding="utf-8")), encoding="utf-8")
    return source_of(build(Inputs(package=copy), folder / "out").snapshot)
