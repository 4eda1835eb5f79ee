"""Record lists as triples: each record once, with the figures that it came from; each list with its choices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from hashlib import blake2b

from pyoxigraph import Literal, NamedNode

from graph.frontier import DATES, Entry, RecordList, RegistryDays, record_lists, records
from graph.observation import ScoreRow, Table
from graph.quads.courses import course_triples
from graph.quads.coverage import last_days
from graph.quads.observations import group_of
from graph.quads.standings import Listed, pair_triples
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
    lists: list[Listed] = []
    for found in record_lists(rows, registry):
        node, last_day = thing(list_id(table, found)), last[found.instrument, found.policy.dates]
        policy = found.policy
        yield node, TYPE, aif("RecordList")
        yield node, aif("unitChoice"), Literal(policy.unit)
        yield node, aif("valuesChoice"), Literal(policy.values)
        yield node, aif("weightsChoice"), Literal(policy.weights)
        yield node, aif("datesChoice"), Literal(policy.dates)
        yield thing(f"{list_id(table, found)}-integer"), TYPE, aif("RoundedList")
        for each, precision in ((found, "given"), (rounded(found), "integer")):
            listed = _listed(table, each, precision, last_day)
            yield from _list(table, listed, told)
            lists.append(listed)
    yield from pair_triples(table, lists)
    yield from course_triples(table, lists)


def _listed(table: Table, found: RecordList, precision: str, last: date) -> Listed:
    name = list_id(table, found) if precision == "given" else f"{list_id(table, found)}-{precision}"
    told = tuple(record_id(table, found, precision, entry) for entry in found.records)
    return Listed(name, found, precision, last, told)


def _list(table: Table, listed: Listed, told: set[str]) -> Triples:
    """What both kinds of list say of themselves, with the records that were not told before."""
    node, found = thing(listed.id), listed.found
    yield node, aif("inDataset"), thing(table.entity_id)
    yield node, aif("onInstrument"), thing(found.instrument)
    yield node, aif("ofGroup"), thing(found.group)
    yield node, aif("listKey"), Literal(f"{list_key(found)} {listed.precision}")
    yield node, aif("rowCount"), whole(found.entries)
    yield node, aif("startNumber"), whole(listed.steps.days[0])
    yield node, aif("lastDay"), day(listed.last)
    for name, entry in zip(listed.records, found.records, strict=True):
        yield node, aif("hasRecord"), thing(name)
        if name not in told:
            told.add(name)
            yield from _record(thing(name), table, entry)


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
    """A record is the same in every list in which the same rows count from one day.

    The first row names it. Where there are others, or another table gives the day, their digest stands behind, for
    under another choice the same score can come from other figures.
    """
    name = f"observation/{table.id}/{entry.rows[0]}/record/{found.policy.unit}-{entry.day.isoformat()}"
    others = [*sorted(entry.rows[1:]), *([entry.dated_by] if entry.dated_by else [])]
    if others:
        name += f"-{blake2b(' '.join(others).encode(), digest_size=4).hexdigest()}"
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
