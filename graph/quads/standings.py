"""Pairs of lists as triples: how each record of a group stands to another group, for every way of counting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from hashlib import blake2b
from itertools import combinations

from pyoxigraph import Literal, NamedNode

from graph.frontier import Policy, RecordList
from graph.observation import Table
from graph.quads.terms import TYPE, Term, Triples, aif, thing, whole
from graph.standing import Standing, Steps, standings, turns

_Facts = list[tuple[NamedNode, Term]]


@dataclass(frozen=True)
class Listed:
    """A list as it was told: its id, its precision, the day until which it speaks, the id of each record."""

    id: str
    found: RecordList
    precision: str
    last: date
    records: tuple[str, ...]

    @cached_property
    def steps(self) -> Steps:
        """Its records as a staircase."""
        return Steps(self.found.records, self.last.toordinal())


def pair_triples(table: Table, lists: Iterable[Listed]) -> Triples:
    """Every list beside those of other groups under the same choices. Pairs share standings that are equal."""
    beside: dict[tuple[str, Policy, str], list[Listed]] = {}
    for each in lists:
        beside.setdefault((each.found.instrument, each.found.policy, each.precision), []).append(each)
    told: set[str] = set()
    for (instrument, policy, precision), found in beside.items():
        whole_lists = {
            each.found.group: each for each in beside[instrument, replace(policy, values="all"), precision]
        }
        for one, two in combinations(found, 2):
            for own, other, led in zip((one, two), (two, one), turns(one.steps, two.steps), strict=True):
                own_all, other_all = (whole_lists[each.found.group].steps for each in (own, other))
                stands = standings(own.steps, other.steps, own_all, other_all, led, policy.unit)
                yield from _pair(table, own, other, stands, told)


def _pair(table: Table, own: Listed, other: Listed, stands: Iterable[Standing], told: set[str]) -> Triples:
    against = f"against/{other.found.group.partition('/')[2]}"
    node = thing(f"{own.id}/{against}")
    yield node, TYPE, aif("ListPair")
    yield node, aif("inDataset"), thing(table.entity_id)
    yield node, aif("pairKey"), Literal(pair_key(own, other))
    yield node, aif("ofList"), thing(own.id)
    yield node, aif("againstList"), thing(other.id)
    shared = f"{own.id.rpartition('/')[0]}/{against}"
    for standing in stands:
        facts = list(_facts(standing, own, other))
        name = f"{shared}/{_digest(facts)}"
        yield node, aif("hasStanding"), thing(name)
        if name not in told:
            told.add(name)
            yield thing(name), TYPE, aif("Standing")
            for predicate, term in facts:
                yield thing(name), predicate, term


def pair_key(own: Listed, other: Listed) -> str:
    """INSTRUMENT GROUP OTHER UNIT VALUES WEIGHTS DATES PRECISION; a question finds a pair by it."""
    policy = own.found.policy
    choices = (policy.unit, policy.values, policy.weights, policy.dates, own.precision)
    return " ".join((own.found.instrument, own.found.group, other.found.group, *choices))


def _facts(standing: Standing, own: Listed, other: Listed) -> Iterator[tuple[NamedNode, Term]]:
    yield aif("ofRecord"), thing(own.records[standing.record])
    yield aif("reachedNumber"), whole(standing.reached)
    yield aif("passedNumber"), whole(standing.passed)
    yield aif("untilNumber"), whole(standing.until)
    yield aif("reachedAmongAllNumber"), whole(standing.reached_among_all)
    if standing.of_all:
        yield aif("allDayNumber"), whole(standing.of_all[0])
        yield aif("allReachedNumber"), whole(standing.of_all[1])
    for place in standing.by:
        yield aif("reachedBy"), thing(other.records[place])
    if standing.lead is not None:
        yield aif("leadNumber"), whole(standing.lead)
    for place in standing.over:
        yield aif("overRecord"), thing(other.records[place])


def _digest(facts: _Facts) -> str:
    return blake2b("\n".join(f"{p.value} {term.value}" for p, term in facts).encode(), digest_size=8).hexdigest()
