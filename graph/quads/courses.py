"""Courses as triples: who held the best score from when to when, under the choices under which claims are checked.

A course is of one group beside another, or of the best of a group or of all groups. A question finds it by one
string, and each step of it says in words what an answer prints. Definitions: docs/numbers.md, "Held against the
claims".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import permutations

from pyoxigraph import Literal, NamedNode

from graph.frontier import Entry
from graph.observation import Table
from graph.quads.standings import Listed
from graph.quads.terms import TYPE, Triples, aif, day, flag, thing, whole
from graph.standing import NEVER, Steps, first_lead
from ontology.namespaces import XSD

ANY = "any"
"""Stands for all groups together."""
_LISTED = Mapping[str, Listed]


@dataclass(frozen=True)
class Step:
    """From when to when some records held; when another group had reached and passed them, with what.

    `bound`: that group's records begin with one that had; `day`: of the first of them, where one drew level.
    """

    start: int
    until: int
    held: tuple[Entry, ...]
    reached: int = NEVER
    passed: int = NEVER
    by: tuple[Entry, ...] = ()
    bound: bool = False
    day: int | None = None


def course_triples(table: Table, lists: Iterable[Listed]) -> Triples:
    """The courses of a table, of measured values, each with that of all values; weights as they count."""
    found: dict[tuple[str, str, str], dict[str, Listed]] = {}
    for each in lists:
        policy = each.found.policy
        if (policy.unit, policy.dates, each.precision) == ("release", "own", "given"):
            found.setdefault((each.found.instrument, policy.weights, policy.values), {})[each.found.group] = each
    for (instrument, weights, values), measured in found.items():
        if values == "measured":
            whole_lists = found[instrument, weights, "all"]
            if weights != "unrestricted":
                yield from _pairs(table, f"{instrument} {weights}", measured, whole_lists)
            yield from _bests(table, f"{instrument} {weights}", measured, whole_lists)


def _pairs(table: Table, under: str, measured: _LISTED, whole_lists: _LISTED) -> Triples:
    for own, other in permutations(measured, 2):
        mine, theirs = measured[own], measured[other]
        course = _Course(table, under, f"{own} {other}")
        yield from course.told((mine, theirs), min(mine.found.entries, theirs.found.entries))
        for lists, values in ((measured, "measured"), (whole_lists, "all")):
            ours, beside = lists[own].steps, lists[other].steps
            yield from course.steps(stood(ours, beside), values)
            lead = first_lead(ours, beside)
            if lead is not None:
                ahead, own_step, other_step = lead
                over = tuple(beside.records[place] for place in beside.best_of(other_step))
                held = tuple(ours.records[place] for place in ours.best_of(own_step))
                led = Step(ahead, ours.until(own_step), held, reached=beside.days[other_step], by=over)
                yield from course.lead(led, values)


def _bests(table: Table, under: str, measured: _LISTED, whole_lists: _LISTED) -> Triples:
    fewest = min(measured[g].found.entries if g in measured else 0 for g in ("country/CN", "country/US"))
    for group in [ANY, *measured]:
        of = list(measured) if group == ANY else [group]
        course = _Course(table, under, group)
        yield from course.told(
            [measured[each] for each in of], fewest if group == ANY else measured[group].found.entries
        )
        yield from course.steps(bests([measured[each].steps for each in of]), "measured")
        every = list(whole_lists) if group == ANY else of
        yield from course.steps(bests([whole_lists[each].steps for each in every]), "all")


def stood(own: Steps, other: Steps) -> Iterator[Step]:
    """The steps of a group beside another: when that had reached and passed it."""
    for step, start in enumerate(own.days):
        score = own.scores[step]
        reached = other.reached(score)
        held = tuple(own.records[place] for place in own.best_of(step))
        by = tuple(other.records[place] for place in other.reachers(score))
        yield Step(start, own.until(step), held, reached, other.passed(score), by, reached == other.days[0])


def bests(groups: Iterable[Steps]) -> Iterator[Step]:
    """The best of several groups: who has it from when to when; one that draws level stands beside it."""
    told = list(groups)
    entries = sorted((e for steps in told for e in steps.records), key=lambda each: each.day)
    turned: list[tuple[int, list[Entry]]] = []
    for entry in entries:
        start, held = entry.day.toordinal(), turned[-1][1] if turned else []
        if held and entry.score < held[0].score:
            continue
        now = [*held, entry] if held and entry.score == held[0].score else [entry]
        if turned and turned[-1][0] == start:
            turned.pop()
        turned.append((start, now))
    ends = [start for start, _ in turned[1:]] + [NEVER]
    for (start, held), until in zip(turned, ends, strict=True):
        yield Step(start, until, tuple(held), day=held[0].day.toordinal())


@dataclass(frozen=True)
class _Course:
    """Where a course is told: its table, INSTRUMENT WEIGHTS, its group or groups."""

    table: Table
    under: str
    groups: str

    @property
    def id(self) -> str:
        instrument, weights = self.under.split()
        parts = [name.rpartition("/")[2] for name in (instrument, *self.groups.split(), weights)]
        return f"records/{self.table.id}/{parts[0]}/course/{'-'.join(parts[1:])}"

    def told(self, lists: Iterable[Listed], fewest: int) -> Triples:
        """What it says of itself, with the figures of all its records."""
        node, those = thing(self.id), list(lists)
        instrument, weights = self.under.split()
        yield node, TYPE, aif("Course")
        yield node, aif("inDataset"), thing(self.table.entity_id)
        yield node, aif("onInstrument"), thing(instrument)
        yield node, aif("courseOf"), Literal(f"{self.groups} {weights}")
        yield node, aif("fewestReleases"), whole(fewest)
        yield node, aif("startNumber"), whole(max(each.steps.days[0] for each in those))
        yield node, aif("lastNumber"), whole(those[0].last.toordinal())
        records = [entry for each in those for entry in each.found.records]
        yield node, aif("figureNames"), self._figures(records)

    def steps(self, steps: Iterable[Step], values: str) -> Triples:
        """Its steps, or those among all values."""
        link = "hasStep" if values == "measured" else "hasStepAmongAll"
        for step in steps:
            node = thing(f"{self.id}/step/{values}-{date.fromordinal(step.start).isoformat()}")
            yield thing(self.id), aif(link), node
            yield from self._step(node, step, values)

    def lead(self, step: Step, values: str) -> Triples:
        """The first day ahead: the step then, beside what the other group had; among all values the day alone."""
        if values == "all":
            yield thing(self.id), aif("firstLeadAmongAllNumber"), whole(step.start)
            return
        node = thing(f"{self.id}/step/lead")
        yield thing(self.id), aif("firstLead"), node
        yield from self._step(node, step, values)

    def _step(self, node: NamedNode, step: Step, values: str) -> Triples:
        yield node, TYPE, aif("Step")
        yield node, aif("inDataset"), thing(self.table.entity_id)
        yield node, aif("fromNumber"), whole(step.start)
        yield node, aif("untilNumber"), whole(step.until)
        yield node, aif("reachedNumber"), whole(step.reached)
        yield node, aif("passedNumber"), whole(step.passed)
        yield node, aif("isBound"), flag(step.bound)
        yield node, aif("recordScore"), _decimal(step.held[0].score)
        if values == "measured":
            yield node, aif("recordDay"), day(date.fromordinal(step.day or step.start))
            yield node, aif("holderNames"), _names(step.held)
            if step.by:
                yield node, aif("besideNames"), _names(step.by)
                yield node, aif("besideDay"), day(date.fromordinal(step.reached))
            yield node, aif("figureNames"), self._figures([*step.held, *step.by])

    def _figures(self, entries: Iterable[Entry]) -> Literal:
        """The ids of figures, and of release days of other tables, without repetition."""
        found = dict.fromkeys(
            name
            for entry in entries
            for name in (
                *(f"observation/{self.table.id}/{key}" for key in entry.rows),
                *([f"observation/{entry.dated_by}"] if entry.dated_by else []),
            )
        )
        return Literal(" ".join(found))


def _names(entries: Iterable[Entry]) -> Literal:
    return Literal(" / ".join(dict.fromkeys(entry.release for entry in entries)))


def _decimal(score: Decimal) -> Literal:
    return Literal(str(score), datatype=NamedNode(XSD + "decimal"))
