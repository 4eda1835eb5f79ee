"""What a table holds on one instrument: how many scored rows of each kind an answer can use or must leave out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date

from pyoxigraph import NamedNode

from graph.frontier import RegistryDays, counted_day
from graph.observation import Population, ScoreRow, Table
from graph.quads.observations import group_of, population_triples
from graph.quads.terms import TYPE, Triples, aif, day, thing

_CODES = {"country/CN": "CN", "country/US": "US"}


def coverage_triples(table: Table) -> Triples:
    """A node for each instrument of a table, with counts by kind of row.

    A table that counts the whole file it was chosen from gives the counts itself; where it has several instruments
    its counts are of all of them together and tell nothing of one, so that its rows are counted.
    """
    by_instrument: dict[str, list[ScoreRow]] = defaultdict(list)
    for row in table.scores:
        by_instrument[row.instrument].append(row)
    for instrument, rows in sorted(by_instrument.items()):
        node = thing(coverage_id(table, instrument))
        yield node, TYPE, aif("Coverage")
        yield node, aif("inDataset"), thing(table.entity_id)
        yield node, aif("covers"), thing(instrument)
        yield node, aif("coveredOn"), day(table.observed_on)
        if table.population and len(by_instrument) == 1:
            for k in range(1, len(table.population) + 1):
                yield node, aif("hasPopulation"), thing(f"{table.entity_id}/population/{k}")
        else:
            for k, counted in enumerate(populations(rows), 1):
                population = NamedNode(f"{node.value}/{k}")
                yield node, aif("hasPopulation"), population
                yield from population_triples(population, thing(table.entity_id), counted)


def coverage_id(table: Table, instrument: str) -> str:
    """dataset/TABLE/coverage/INSTRUMENT."""
    return f"{table.entity_id}/coverage/{instrument.partition('/')[2]}"


def populations(rows: Sequence[ScoreRow]) -> list[Population]:
    """How many of some rows are of each kind, as a table's own counts would tell it."""
    found = Counter(
        (_group(row.countries), row.basis, row.weights or "", bool(row.available_on or row.announced_on))
        for row in rows
    )
    return [
        Population(group, basis, weights or None, dated, count)
        for (group, basis, weights, dated), count in sorted(found.items())
    ]


def _group(countries: tuple[str, ...]) -> str:
    group = group_of(countries)
    if group is None:
        return "several" if countries else "none"
    return _CODES.get(group, "rest")


def last_days(table: Table, registry: RegistryDays, dates: Sequence[str]) -> dict[tuple[str, str], date]:
    """Instrument and whose dates count -> the latest day of any row, whether an answer uses the row or not.

    A selection tells the last day of the whole file; with several instruments that is none's in particular.
    """
    last: dict[tuple[str, str], date] = {}
    for row in table.scores:
        for whose in dates:
            if (counted := counted_day(row, whose, registry)) is not None:
                key = (row.instrument, whose)
                last[key] = max(counted[0], last.get(key, counted[0]))
    if table.last_day is not None and len({instrument for instrument, _ in last}) == 1:
        last = {key: max(found, table.last_day) for key, found in last.items()}
    return last
