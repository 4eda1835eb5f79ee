"""The reviewed tables that tie the words of the reading to the terms of the graph."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ontology.namespaces import AIF, ID

HERE = Path(__file__).parent
Row = Mapping[str, str]


@dataclass(frozen=True)
class Tables:
    """The tables by the reading's word; a qualifier's words may have several rows."""

    names: Mapping[str, str]
    predicates: Mapping[str, str]
    qualifiers: Mapping[str, tuple[Row, ...]]
    times: Mapping[str, Row]
    units: Mapping[str, Row]
    voices: Mapping[str, Row]


def load_tables() -> Tables:
    """Read the tables beside this file."""
    qualifiers: dict[str, tuple[Row, ...]] = {}
    for row in _rows("qualifiers"):
        qualifiers[row["words"]] = (*qualifiers.get(row["words"], ()), row)
    return Tables(
        names={row["gold"]: iri(row["thing"]) for row in _rows("names")},
        predicates={row["gold"]: AIF + row["term"] for row in _rows("predicates")},
        qualifiers=qualifiers,
        times={row["gold"]: row for row in _rows("times")},
        units={row["gold"]: row for row in _rows("units")},
        voices={row["gold"]: row for row in _rows("voices")},
    )


def iri(word: str) -> str:
    """The IRI of an entity id (org/bytedance) or of an ontology term (aif:App)."""
    return AIF + word.removeprefix("aif:") if word.startswith("aif:") else ID + word


def _rows(name: str) -> list[Row]:
    text = (HERE / f"{name}.tsv").read_text(encoding="utf-8")
    head, *lines = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    return [dict(zip(head, cells, strict=True)) for cells in lines]
