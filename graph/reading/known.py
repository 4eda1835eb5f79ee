"""What the files define: entity ids with their types, and the sources that labels and facts may name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.period import parse_period
from graph.problems import nearest
from graph.reading.files import Files

KIND_CLASSES = {"article": "Article", "report": "Report"}


@dataclass(frozen=True)
class Known:
    """`types`: entity id -> its classes (documents included); `sources`: words that may stand as a source."""

    types: Mapping[str, tuple[str, ...]]
    sources: frozenset[str]

    @classmethod
    def of(cls, files: Files) -> Known:
        """Collect what is defined, right or wrong in other ways: an entity with a bad label still exists."""
        types: dict[str, tuple[str, ...]] = {}
        for entry in files.entities:
            if (name := entry.text("id")) is not None:
                types[name] = tuple(kind for kind in entry.items("types") if isinstance(kind, str))
        sources = {name.split("/", 1)[1] for name in types if name.startswith("source/")}
        for folder, meta in files.metas:
            types[f"document/{folder}"] = (KIND_CLASSES.get(meta.text("kind") or "", "Document"),)
            sources.add(folder)
        for file, _ in files.tables:
            types[f"dataset/{file.path.parent.name}"] = ("Dataset",)
        return cls(types, frozenset(sources))

    @staticmethod
    def like(word: str, known: Iterable[str]) -> str:
        """The mend for an unknown word."""
        return nearest(word, known) or "define it in the registry or correct the name"

    @staticmethod
    def not_a_date(text: str) -> str | None:
        """Why `text` (a period, or a date with a time) is no date, or None where it is one."""
        try:
            parse_period(text.split("T")[0])
        except ValueError as error:
            return str(error)
        return None
