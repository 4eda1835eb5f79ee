"""What a text may share with a source: the names of things, titles of documents, terms of the field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

LONGEST_NAME = 40
LONGEST_TITLE = 120
# Longer runs of Chinese are phrases: a firm's full name aside, no name of a source has more.
MOST_CJK = 12
_SENTENCE = frozenset("。！？；，;!?")

# Labels of concepts (ratings, scopes, topics) are phrases, checked like any other text.
_NAMED = frozenset(
    {
        "app",
        "architecture",
        "country",
        "dataset",
        "document",
        "family",
        "group",
        "instrument",
        "model",
        "org",
        "source",
    }
)


def names_of(root: Path) -> frozenset[str]:
    """All names and titles that the YAML files of a tree declare, without those too long to be one."""
    found: set[str] = set()
    for file in _yaml(root, "registry/*.yaml"):
        for entity in _mapping(file).get("entities") or ():
            if str(entity.get("id", "")).split("/")[0] in _NAMED:
                found.update(filter(is_name, _labels(entity)))
    for file in _yaml(root, "documents/*/meta.yaml"):
        meta = _mapping(file)
        found.update(filter(is_name, _texts(meta.get("label"))))
        found.update(filter(is_title, _texts(meta.get("title"))))
    # A title that one document gives of another is a bibliographic datum too.
    for file in _yaml(root, "documents/*/claims.yaml"):
        titles = [claim for claim in _mapping(file).get("claims") or () if claim.get("predicate") == "title"]
        found.update(filter(is_title, (str(claim.get("value")) for claim in titles)))
    return frozenset(found)


def terms_of(file: Path) -> dict[str, str]:
    """The reviewed list: one term a line, then # and why it must be free; term -> why."""
    found: dict[str, str] = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            term, _, why = line.partition("#")
            found[term.strip()] = why.strip()
    return found


def is_cjk(char: str) -> bool:
    """Whether a character is a Han character, kana or Hangul."""
    return "\u2e80" <= char <= "\u9fff" or "\uac00" <= char <= "\ufaff" or "\U00020000" <= char <= "\U0003ffff"


def is_name(text: str) -> bool:
    """Whether a label counts as a name: short, of one piece, and not a phrase of Chinese."""
    return len(text) <= LONGEST_NAME and sum(map(is_cjk, text)) <= MOST_CJK and not _SENTENCE & set(text)


def is_title(text: str) -> bool:
    """Whether a document's title counts as one: no more than one line of a bibliography."""
    return len(text) <= LONGEST_TITLE and "。" not in text


def _yaml(root: Path, pattern: str) -> Iterator[Path]:
    for folder in (root / "graph", *sorted((root / "examples").glob("*"))):
        yield from sorted(folder.glob(pattern))


def _mapping(file: Path) -> dict[str, Any]:
    content = yaml.load(file.read_text(encoding="utf-8"), yaml.CBaseLoader)
    return content if isinstance(content, dict) else {}


def _labels(entity: dict[str, Any]) -> Iterator[str]:
    labels = entity.get("labels")
    names = list(labels.values()) if isinstance(labels, dict) else []
    for name in [*names, *(entity.get("aliases") or ())]:
        yield from _texts(name.get("text") if isinstance(name, dict) else name)


def _texts(value: object) -> Iterable[str]:
    if isinstance(value, dict):
        return [text for text in value.values() if isinstance(text, str)]
    return [value] if isinstance(value, str) else []
