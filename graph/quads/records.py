"""Record lists as triples: each record once, with the figures that it came from; each list with its choices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode

from graph.frontier import Entry, RecordList, RegistryDays, record_lists
from graph.observation import ScoreRow, Table
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
    told: set[str] = set()
    for found in record_lists(rows, registry):
        node = thing(list_id(table, found))
        policy = found.policy
        yield node, TYPE, aif("RecordList")
        yield node, aif("inDataset"), thing(table.entity_id)
        yield node, aif("onInstrument"), thing(found.instrument)
        yield node, aif("ofGroup"), thing(found.group)
        yield node, aif("unitChoice"), Literal(policy.unit)
        yield node, aif("valuesChoice"), Literal(policy.values)
        yield node, aif("weightsChoice"), Literal(policy.weights)
        yield node, aif("datesChoice"), Literal(policy.dates)
        yield node, aif("rowCount"), whole(found.entries)
        for entry in found.records:
            name = record_id(table, found, entry)
            yield node, aif("hasRecord"), thing(name)
            if name not in told:
                told.add(name)
                yield from _record(thing(name), table, entry)


def list_id(table: Table, found: RecordList) -> str:
    """records/TABLE/INSTRUMENT/GROUP/UNIT-VALUES-WEIGHTS-DATES."""
    instrument, group = (name.partition("/")[2] for name in (found.instrument, found.group))
    policy = found.policy
    choices = f"{policy.unit}-{policy.values}-{policy.weights}-{policy.dates}"
    return f"records/{table.id}/{instrument}/{group}/{choices}"


def record_id(table: Table, found: RecordList, entry: Entry) -> str:
    """A record is the same in every list in which one row (the first that has the score) counts from one day."""
    unit = found.policy.unit
    return f"observation/{table.id}/{entry.rows[0]}/record/{unit}-{entry.day.isoformat()}"


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
