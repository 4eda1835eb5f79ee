"""Names of things, predicates, claims and documents in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ontology.namespaces import AIF, ID, compact
from ontology.vocabulary import Vocabulary

FALLBACK = ("zh-hant", "zh-hans", "zh", "mul", "en")


@dataclass(frozen=True)
class Said:
    """Words with the language they are in ("" where unknown), for the lang attribute."""

    text: str
    language: str


class Names:
    """Looks up the best label of an IRI for a language."""

    def __init__(self, rows: Iterable[Mapping[str, Any]], vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._labels: dict[str, dict[str, str]] = {}
        self._kinds: dict[str, list[str]] = {}
        for row in rows:
            if row["role"] == "label":
                self._labels.setdefault(row["thing"], {})[row["language"].lower()] = row["text"]
            kinds = self._kinds.setdefault(row["thing"], [])
            if row["kind"] not in kinds:
                kinds.append(row["kind"])

    def __contains__(self, entity_id: str) -> bool:
        return entity_id in self._labels

    def ids(self) -> list[str]:
        """The ids of everything that has a label."""
        return list(self._labels)

    def kinds(self, entity_id: str) -> tuple[str, ...]:
        """The classes (local names) that the thing was given."""
        return tuple(self._kinds.get(entity_id, ()))

    def of_kind(self, kind: str) -> list[str]:
        """The ids of all things of a class or of a subclass of it, sorted."""
        is_a = self._vocabulary.is_a
        return sorted(name for name, kinds in self._kinds.items() if any(is_a(found, kind) for found in kinds))

    def all_labels(self, entity_id: str) -> Mapping[str, str]:
        """Every label of a thing by language tag (lower case)."""
        return self._labels.get(entity_id, {})

    def name(self, iri: str, language: str = "en") -> Said:
        """The label of a thing, ontology term or claim; a compact IRI where there is none."""
        if iri.startswith(ID):
            return self._thing(iri.removeprefix(ID), language)
        if iri.startswith(AIF):
            label = self._vocabulary.label(iri, language)
            return Said(label, language)
        return Said(compact(iri), "")

    def _thing(self, entity_id: str, language: str) -> Said:
        labels = self._labels.get(entity_id)
        if labels:
            for tag in (language.lower(), *(("en",) if language == "en" else ()), *FALLBACK):
                if tag in labels:
                    return Said(labels[tag], tag)
            return Said(*next((text, tag) for tag, text in sorted(labels.items())))
        if entity_id.startswith("claim/"):
            document, _, number = entity_id.removeprefix("claim/").partition("/")
            return Said(f"{document} #{number}", "")
        return Said(entity_id, "")
