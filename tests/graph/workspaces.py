"""Small workspaces written for a test: a registry, a document with its text, claims with true evidence."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from graph.evidence.spans import make_span, to_yaml_mapping

TEXT = """Example Labs of Utopia released Alpha-1 in May 2025.

Alpha-1： 7 billion parameters, run by the app Alphachat and by nobody else.
"""

REGISTRY: dict[str, Any] = {
    "entities": [
        {
            "id": "org/example-labs",
            "types": ["Lab"],
            "labels": {"en": {"text": "Example Labs", "source": "example-2025"}},
            "aliases": [{"text": "EL", "language": "en", "source": "example-2025"}],
            "definition": {"en": "A lab made up for a test."},
        },
        {
            "id": "model/alpha-1",
            "types": ["Model"],
            "labels": {"en": {"text": "Alpha-1", "source": "example-2025"}},
        },
        {
            "id": "app/alphachat",
            "types": ["App"],
            "labels": {"en": {"text": "Alphachat", "source": "example-2025"}},
        },
    ]
}

META: dict[str, Any] = {
    "id": "example-2025",
    "kind": "article",
    "label": {"en": "An example of 2025"},
    "title": {"en": "Alpha is here"},
    "published": "2025-06-01",
    "language": "en",
    "completeness": "whole",
    "rights": {"en": "written for a test"},
    "voices": {"article": {"asserted_by": "org/example-labs"}},
}


def claims() -> dict[str, Any]:
    """Three claims of the example, with evidence that is true of TEXT."""

    def evidence(quote: str) -> list[dict[str, object]]:
        start = TEXT.index(quote)
        return [to_yaml_mapping(make_span(TEXT, start, start + len(quote)))]

    common = {"voice": "article"}
    return {
        "document": "example-2025",
        "claims": [
            {
                "id": 1,
                "subject": "model/alpha-1",
                "predicate": "developedBy",
                "object": "org/example-labs",
                **common,
                "evidence": evidence("Example Labs of Utopia released Alpha-1"),
            },
            {
                "id": 2,
                "subject": "model/alpha-1",
                "predicate": "parameterCount",
                "value": "7000000000",
                "unit": "unit/parameter",
                "time": "2025-05",
                **common,
                "evidence": evidence("7 billion parameters"),
            },
            {
                "id": 3,
                "subject": "app/alphachat",
                "predicate": "classifiedAs",
                "object": "App",
                **common,
                "evidence": evidence("the app Alphachat"),
            },
        ],
    }


def write(
    folder: Path,
    *,
    registry: Mapping[str, Any] = REGISTRY,
    meta: Mapping[str, Any] = META,
    claims: Mapping[str, Any],
    text: str = TEXT,
) -> Path:
    """Write a workspace (with texts/ beside its data) below `folder`; returns it."""
    document = folder / "documents" / "example-2025"
    document.mkdir(parents=True)
    (folder / "registry").mkdir()
    (folder / "texts" / "example-2025").mkdir(parents=True)
    (folder / "texts" / "example-2025" / "text.txt").write_text(text, encoding="utf-8")
    record = {"sha256": hashlib.sha256(TEXT.encode()).hexdigest(), "characters": len(TEXT)}
    _dump(folder / "registry" / "example.yaml", registry)
    _dump(document / "meta.yaml", {**meta, "text": record})
    _dump(document / "claims.yaml", claims)
    return folder


def add_document(folder: Path, name: str, published: str, author: str, claims: list[dict[str, Any]]) -> None:
    """Write a second document, by `author`, with the text of the first, into a workspace that `write` made."""
    first, other = folder / "documents" / META["id"], folder / "documents" / name
    other.mkdir()
    meta = yaml.safe_load((first / "meta.yaml").read_text(encoding="utf-8"))
    _dump(
        other / "meta.yaml",
        {**meta, "id": name, "published": published, "voices": {"article": {"asserted_by": author}}},
    )
    _dump(other / "claims.yaml", {"document": name, "claims": claims})


def _dump(path: Path, data: Mapping[str, Any]) -> None:
    path.write_text(yaml.safe_dump(dict(data), sort_keys=False, allow_unicode=True), encoding="utf-8")
