"""Claims about one thing side by side: who says what, as of when, and which of them differ, and how.

The kinds of difference are those of the question `conflicts`: one rule, in one place. Here stands what the page
needs besides: voices, lanes, what belongs together. No store, no Flask.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from pyoxigraph import Literal, NamedNode

from graph.store import Row
from ontology.namespaces import AIF, ID
from queries.claim_rows import ClaimRow


@dataclass(frozen=True)
class Voice:
    """Whose word it is: who asserts a claim and the source that it cites (ids).

    Two documents that pass on one report are one voice. Where nobody is named, `document` tells the voices apart;
    else it is "".
    """

    asserted_by: str
    cites: str
    document: str = ""


@dataclass(frozen=True)
class Difference:
    """One row of `conflicts`: the ids of its claims (`third` only for a word against two figures) and its kinds."""

    first: str
    second: str
    third: str
    kinds: tuple[str, ...]

    @property
    def claims(self) -> tuple[str, ...]:
        """The claims that stand in this difference."""
        return tuple(claim for claim in (self.first, self.second, self.third) if claim)


@dataclass(frozen=True)
class Side:
    """What one voice says, with the claims that say so, and the claims that give the figure beside it."""

    voice: Voice
    claims: tuple[ClaimRow, ...]
    beside: tuple[ClaimRow, ...] = ()

    @property
    def documents(self) -> int:
        """In how many documents this stands."""
        return len({row.thing("foundIn") for row in self.claims})


@dataclass(frozen=True)
class Disagreement:
    """Two sides that differ in the same way, however many documents pass each of them on."""

    kinds: tuple[str, ...]
    first: Side
    second: Side


@dataclass(frozen=True)
class Lane:
    """What one voice says in one document, in the order of its claims."""

    voice: Voice
    document: str
    claims: tuple[ClaimRow, ...]


def voice_of(row: ClaimRow) -> Voice:
    """Whose word a claim is."""
    asserted_by, cites = row.thing("assertedBy") or "", row.thing("citesSource") or ""
    return Voice(asserted_by, cites, "" if asserted_by else row.thing("foundIn") or "")


def differences(rows: Iterable[Row]) -> tuple[Difference, ...]:
    """The rows of an answer to `conflicts`."""
    return tuple(
        Difference(_claim(row, "first"), _claim(row, "second"), _claim(row, "third"), _kinds(row)) for row in rows
    )


def _claim(row: Row, name: str) -> str:
    term = row.get(name)
    return term.value.removeprefix(ID) if isinstance(term, NamedNode) else ""


def _kinds(row: Row) -> tuple[str, ...]:
    term = row.get("kinds")
    return tuple(term.value.split()) if isinstance(term, Literal) else ()


def touching(found: Iterable[Difference], claims: Collection[str]) -> tuple[Difference, ...]:
    """The differences in which one of these claims (ids) stands."""
    return tuple(difference for difference in found if any(claim in claims for claim in difference.claims))


def voices(rows: Iterable[ClaimRow]) -> frozenset[Voice]:
    """The voices that speak in some claims."""
    return frozenset(map(voice_of, rows))


def lanes(rows: Iterable[ClaimRow]) -> tuple[Lane, ...]:
    """One lane a voice and document, those who spoke first before the others."""
    found: dict[tuple[Voice, str], list[ClaimRow]] = {}
    for row in sorted(rows, key=_order):
        found.setdefault((voice_of(row), row.thing("foundIn") or ""), []).append(row)
    return tuple(Lane(voice, document, tuple(claims)) for (voice, document), claims in found.items())


def _order(row: ClaimRow) -> tuple[str, str, int]:
    document, _, number = row.id.rpartition("/")
    return row.text("saidOn") or "", document, int(number)


def disagreements(found: Iterable[Difference], rows: Mapping[str, ClaimRow]) -> tuple[Disagreement, ...]:
    """Differences, told once where the same voices say the same in several documents; `rows` has their claims."""
    grouped: dict[tuple[object, ...], list[Difference]] = {}
    for difference in found:
        one, other = rows[difference.first], rows[difference.second]
        third = rows.get(difference.third)
        key = (difference.kinds, _said(one), _said(other), _said(third) if third else None)
        grouped.setdefault(key, []).append(difference)
    return tuple(_disagreement(same, rows) for same in grouped.values())


def _disagreement(same: list[Difference], rows: Mapping[str, ClaimRow]) -> Disagreement:
    def each(of: Callable[[Difference], str]) -> tuple[ClaimRow, ...]:
        return tuple(sorted((rows[claim] for claim in {of(one) for one in same} if claim), key=_order))

    first, second = each(lambda one: one.first), each(lambda one: one.second)
    third = each(lambda one: one.third)
    return Disagreement(
        same[0].kinds, Side(voice_of(first[0]), first), Side(voice_of(second[0]), second, beside=third)
    )


_SAID = ("claimSubject", "claimPredicate", "claimObject", "asReported", "unit", "comparator", "statistic", "scope")


def _said(row: ClaimRow) -> tuple[object, ...]:
    """What makes two claims of one voice say the same: subject, value, scope; not where and when it is said."""
    return voice_of(row), *(row.all(field) for field in _SAID)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@dataclass(frozen=True)
class When:
    """When a claim is said to hold (None: an open end), whether it says so itself, and when it was said."""

    start: date | None
    end: date | None
    stated: bool
    said_on: date | None

    @property
    def days(self) -> Iterator[date]:
        """Every day that it names."""
        return (day for day in (self.start, self.end, self.said_on) if day is not None)


def when(row: ClaimRow) -> When:
    """The times of a claim; one that states none counts from its report's period or from the day it was said."""
    start, end, said = (_day(row.text(field)) for field in ("holdsFrom", "holdsTo", "saidOn"))
    return When(start, end, row.flag("timeStated"), said)


def predicate_of(row: ClaimRow) -> str:
    """The local name of a claim's predicate."""
    return (row.iri("claimPredicate") or "").removeprefix(AIF)
