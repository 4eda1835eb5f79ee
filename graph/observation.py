"""Tables of figures as frozen dataclasses: scores on an instrument, and days on which models were released.

A table is what a person selected or an importer wrote: observations/ID/table.yaml and rows.csv. The form of both
stands in docs/numbers.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from graph.model import Origin

BASES = ("measured", "estimated", "hand-added")
WEIGHTS = ("open", "restricted", "non-commercial", "closed", "unreleased")
EVENTS = ("available", "announced", "preview")
GROUPS = ("CN", "US", "rest", "several", "none")
"""Countries of developers, as a population counts them: exactly one (one of two, or another), several, not said."""


@dataclass(frozen=True)
class ScoreRow:
    """One score of one model variant. `release` and `version` are the source's own names."""

    key: str
    release: str
    version: str
    model: str | None
    countries: tuple[str, ...]
    instrument: str
    score: Decimal
    reported: str
    basis: str
    available_on: date | None
    announced_on: date | None
    weights: str | None
    origin: Origin
    claims: tuple[str, ...] = ()
    """The claims (ids) that a printed figure comes from."""


@dataclass(frozen=True)
class ReleaseRow:
    """One day on which a model was released in one way, and what the same source says of it besides."""

    key: str
    model: str
    event: str
    day: date
    weights: str | None
    parameters: int | None
    active_parameters: int | None
    source: str
    origin: Origin


@dataclass(frozen=True)
class Population:
    """How many scored rows of a whole file are of one kind; `weights` None: not said."""

    group: str
    basis: str
    weights: str | None
    dated: bool
    rows: int


@dataclass(frozen=True)
class SourceFile:
    """The file that a table was made from: its name, SHA-256 (hex) and number of rows."""

    name: str
    sha256: str
    rows: int


@dataclass(frozen=True)
class Table:
    """One table with its source, licence and rows. `pass_on` false keeps it in the private layer.

    `last_day`: of a selection the latest day of the whole file, until which the file speaks; else None.
    """

    id: str
    kind: str
    label: Mapping[str, str]
    publisher: str | None
    address: str | None
    licence: str
    attribution: str | None
    pass_on: bool
    observed_on: date
    accessed: date | None
    rule: Mapping[str, str]
    file: SourceFile | None
    left_out: Mapping[str, int]
    population: tuple[Population, ...]
    scores: tuple[ScoreRow, ...]
    releases: tuple[ReleaseRow, ...]
    origin: Origin
    last_day: date | None = None

    @property
    def entity_id(self) -> str:
        """The table as a thing of the graph."""
        return f"dataset/{self.id}"
