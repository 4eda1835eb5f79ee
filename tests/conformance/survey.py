"""The whole suite run once, and the misses that are known, by name and with a reason each."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tests.conformance import protocol, running, suite
from tests.conformance.running import Ran

TESTS: Mapping[str, int] = {"sparql11": 349, "sparql12": 246}
"""How many query, syntax and result-format tests each suite has; one that is not run counts as missed."""

FLOOR: Mapping[str, int] = {"sparql11": 335, "sparql12": 241}
"""How many of them pass at least: as many as the engine does alone."""

PROTOCOL_TESTS, PROTOCOL_UPDATES = 20, 14
"""Protocol tests that concern queries, all of which pass, and those that concern updates, which are left out."""

UPDATES: Mapping[str, int] = {"sparql11": 149, "sparql12": 23}
"""Update tests that are left out, those of the protocol aside."""

MISSES = Path(__file__).parent / "misses.tsv"


class Cause(StrEnum):
    """Whose miss it is."""

    ENGINE = "engine"
    CHOICE = "choice"
    """The endpoint refuses what the test wants, on purpose."""


@dataclass(frozen=True)
class Miss:
    """A known miss: the test's name, whose it is, and why."""

    name: str
    cause: Cause
    reason: str


@dataclass(frozen=True)
class Survey:
    """How every test fared; `protocol`: what went wrong, by name, empty where nothing did."""

    ran: Sequence[Ran]
    protocol: Mapping[str, str]
    protocol_updates: int
    left_out: Counter[tuple[str, str, str]]


def survey(top: Path) -> Survey:
    """Run everything. In: the folder w3c/sparql."""
    exchanges = protocol.exchanges(top)
    on_queries = [exchange for exchange in exchanges if not exchange.is_update]
    return Survey(
        running.run(suite.cases(top), top),
        protocol.run(on_queries, top),
        len(exchanges) - len(on_queries),
        suite.left_out(top),
    )


def misses(path: Path = MISSES) -> dict[str, Miss]:
    """The known misses, by name."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        found = [Miss(row["test"], Cause(row["cause"]), row["reason"]) for row in rows]
    return {miss.name: miss for miss in found}
