"""What an import did: counts, what is open, what changed. Plain data, the same for a person and for a program."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

EXAMPLES = 20
"""How many names, rows or changes of a kind are shown; the counts are of all."""


@dataclass(frozen=True)
class OpenName:
    """A name that is no model of the registry: how many rows have it, and which models are named alike."""

    release: str
    version: str
    rows: int
    candidates: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """A row that is new, gone or other than before: `kind` is added, removed or changed."""

    kind: str
    row: str
    before: str
    after: str


@dataclass
class TableReport:
    """One table. `left_out`: what is not in rows.csv; `doubts`: rows there that some computation cannot use."""

    id: str
    folder: str
    observed_on: str = ""
    read: int = 0
    taken: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    doubts: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)
    named: int = 0
    open_names: int = 0
    open_examples: list[OpenName] = field(default_factory=list)
    replaced: bool = False
    unchanged: bool = False
    changes: Counter[str] = field(default_factory=Counter)
    change_examples: list[Change] = field(default_factory=list)
    said: tuple[str, ...] = ()

    def leave_out(self, reason: str, line: int, what: str) -> None:
        """Count a row that is left out, and keep the first few to show."""
        self.left_out[reason] += 1
        shown = self.examples.setdefault(reason, [])
        if len(shown) < EXAMPLES:
            shown.append(f"line {line}: {what}")

    def as_data(self) -> dict[str, Any]:
        """The report for JSON."""
        # Not asdict on the whole: it would make each pair of a Counter a thing that is counted.
        data: dict[str, Any] = dict(vars(self))
        for name in ("left_out", "doubts", "changes"):
            data[name] = dict(sorted(data[name].items()))
        for name in ("open_examples", "change_examples"):
            data[name] = [asdict(example) for example in data[name]]
        return data


@dataclass(frozen=True)
class Report:
    """One import: the source, its file, and each table that it made."""

    source: str
    file: str
    tables: tuple[TableReport, ...]

    @property
    def unchanged(self) -> bool:
        """Whether everything stood there already, byte for byte."""
        return all(table.unchanged for table in self.tables)

    def as_data(self) -> dict[str, Any]:
        """The report for JSON."""
        tables = [table.as_data() for table in self.tables]
        return {"ok": True, "source": self.source, "file": self.file, "unchanged": self.unchanged, "tables": tables}
