"""Record lists as triples: each record once, with the figures that it came from; each list with its choices."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import ROUND_FLOOR, Decimal

from pyoxigraph import Literal, NamedNode

from graph.frontier import DATES, Entry, RecordList, RegistryDays, record_lists, records
from graph.observation import ScoreRow, Table
from graph.quads.coverage import last_days
from graph.quads.observations import group_of
from graph.quads.terms import TYPE, Triples, aif, day, thing, whole
from ontology.namespaces import PROV, XSD

_FROM = NamedNode(PROV + "wasDerivedFrom")


def registry_days(tables: Iterable[Table]) -> RegistryDays:
    """The days that the release tables give."""
    return RegistryDays.of((table.id, row) for table in tables for row in table.releases)


def record_triples(table: Table, registry: RegistryDays) -> Triples:
    """The records of one table. Lists under different choices share the records that they have in common."""
    rows: Iterator[tuple[str, ScoreRow]] = (
        (group, row) for row in table.scores if (group := group_of(row.countries)) is not None
    )
    last = last_days(table, registry, DATES)
    told: set[str] = set()
    for found in record_lists(rows, registry):
        node = thing(list_id(table, found))
        policy = found.policy
        yield node, TYPE, aif("RecordList")
        yield node, aif("unitChoice"), Literal(policy.unit)
        yield node, aif("valuesChoice"), Literal(policy.values)
        yield node, aif("weightsChoice"), Literal(policy.weights)
        yield node, aif("datesChoice"), Literal(policy.dates)
        last_day = day(last[found.instrument, policy.dates])
        yield from _list(node, table, found, "given", last_day, told)
        node = thing(f"{list_id(table, found)}-integer")
        yield node, TYPE, aif("RoundedList")
        yield from _list(node, table, rounded(found), "integer", last_day, told)


def _list(
    node: NamedNode, table: Table, found: RecordList, precision: str, last_day: Literal, told: set[str]
) -> Triples:
    """What both kinds of list say of themselves, with the records that were not told before."""
    yield node, aif("inDataset"), thing(table.entity_id)
    yield node, aif("onInstrument"), thing(found.instrument)
    yield node, aif("ofGroup"), thing(found.group)
    yield node, aif("listKey"), Literal(f"{list_key(found)} {precision}")
    yield node, aif("rowCount"), whole(found.entries)
    yield node, aif("lastDay"), last_day
    for _, of_day in itertools.groupby(found.records, key=lambda entry: entry.day):
        named = {record_id(table, found, precision, entry): entry for entry in of_day}
        for name, entry in named.items():
            yield node, aif("hasRecord"), thing(name)
            if name not in told:
                told.add(name)
                yield from _record(thing(name), table, entry)
        yield node, aif("hasDayBest"), thing(max(named, key=lambda name: named[name].score))


def rounded(found: RecordList) -> RecordList:
    """The list with scores rounded to integers, a half upwards: its records are among those of the list."""
    whole_scores = [replace(entry, score=_integer(entry.score)) for entry in found.records]
    return replace(found, records=tuple(records(whole_scores)))


def _integer(score: Decimal) -> Decimal:
    return (score + Decimal("0.5")).to_integral_value(ROUND_FLOOR)


def list_id(table: Table, found: RecordList) -> str:
    """records/TABLE/INSTRUMENT/GROUP/UNIT-VALUES-WEIGHTS-DATES."""
    instrument, group = (name.partition("/")[2] for name in (found.instrument, found.group))
    policy = found.policy
    choices = f"{policy.unit}-{policy.values}-{policy.weights}-{policy.dates}"
    return f"records/{table.id}/{instrument}/{group}/{choices}"


def list_key(found: RecordList) -> str:
    """INSTRUMENT GROUP UNIT VALUES WEIGHTS DATES; with the precision behind it, a question finds a list by it."""
    policy = found.policy
    return " ".join((found.instrument, found.group, policy.unit, policy.values, policy.weights, policy.dates))


def record_id(table: Table, found: RecordList, precision: str, entry: Entry) -> str:
    """A record is the same in every list in which one row (the first that has the score) counts from one day."""
    name = f"observation/{table.id}/{entry.rows[0]}/record/{found.policy.unit}-{entry.day.isoformat()}"
    return name if precision == "given" else f"{name}-{precision}"


def _record(node: NamedNode, table: Table, entry: Entry) -> Triples:
    yield node, TYPE, aif("Record")
    yield node, aif("inDataset"), thing(table.entity_id)
    yield node, aif("releaseName"), Literal(entry.release)
    yield node, aif("recordDay"), day(entry.day)
    yield node, aif("dayNumber"), whole(entry.day.toordinal())
    yield node, aif("recordScore"), Literal(str(entry.score), datatype=NamedNode(XSD + "decimal"))
    for key in entry.rows:
        yield node, _FROM, thing(f"observation/{table.id}/{key}")
    if entry.dated_by:
        yield node, _FROM, thing(f"observation/{entry.dated_by}")
