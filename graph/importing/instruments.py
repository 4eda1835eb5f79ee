"""Which instrument a source's benchmark name means: instruments.csv, and the workspace's own instruments.csv."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from graph.problems import DataError, Problem

_SHIPPED = Path(__file__).parent / "instruments.csv"
COLUMNS = ("source", "name", "instrument", "unit", "lowest", "highest", "factor")


@dataclass(frozen=True)
class Scale:
    """An instrument with the range of its scores in `unit`; a source's score times `factor` is in that unit."""

    instrument: str
    unit: str
    lowest: Decimal
    highest: Decimal
    factor: Decimal

    def score(self, digits: str) -> Decimal:
        """A source's digits on this scale, no digit lost."""
        return Decimal(digits) if self.factor == 1 else Decimal(digits) * self.factor


Scales = Mapping[tuple[str, str], Scale]
"""By source and the source's name of the benchmark."""


def load_scales(workspace: Path | None) -> Scales:
    """What ships, and DIR/instruments.csv of the same form on top, where a workspace has one.

    Raises DataError with every row that will not do.
    """
    problems: list[Problem] = []
    scales = dict(_rows(_SHIPPED, "graph/importing/instruments.csv", problems))
    own = workspace / "instruments.csv" if workspace else None
    if own and own.is_file():
        scales |= dict(_rows(own, "data/instruments.csv", problems))
    if problems:
        raise DataError(problems)
    return scales


def _rows(path: Path, name: str, problems: list[Problem]) -> Iterable[tuple[tuple[str, str], Scale]]:
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            problems.append(Problem(name, 1, "another head line than expected", ",".join(COLUMNS)))
            return
        for row in reader:
            try:
                low, high, factor = (Decimal(row[column]) for column in COLUMNS[4:])
            except (InvalidOperation, TypeError):
                message = "lowest, highest and factor must be numbers"
                problems.append(Problem(name, reader.line_num, message, "such as 0, 100, 1"))
                continue
            yield (row["source"], row["name"]), Scale(row["instrument"], row["unit"], low, high, factor)
