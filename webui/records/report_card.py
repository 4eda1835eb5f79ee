"""The report card of a document: how many of its claims are of which kind, and which of them its page lists.

A selection narrows the page to some of the claims and stands in its address, so that every number is a link.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from urllib.parse import quote, urlencode

from graph.evidence.status import Status
from ontology.namespaces import AIF
from queries.claim_rows import ClaimRow
from webui.records.evidence import Sentence

_WORST_FIRST = (Status.failed, Status.not_at_hand, Status.reanchored, Status.verified)
"""A claim stands as its worst span does: one span that failed is enough."""


@dataclass(frozen=True)
class Statement:
    """What the card knows of one claim: `voice` is a local name, `status` that of its worst span."""

    claim: str
    voice: str
    kind: str
    time: str
    status: str
    disputed: str


@dataclass(frozen=True)
class Selection:
    """Which statements: those that have every value given; an empty one asks for nothing.

    `voice`: local name of the voice; `kind`: explicit or implicit; `time`: stated or none; `status`: of evidence;
    `disputed`: yes or no.
    """

    voice: str = ""
    kind: str = ""
    time: str = ""
    status: str = ""
    disputed: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Selection:
        """The selection that the parameters of an address make; other parameters are the page's affair."""
        return cls(**{field.name: given.get(field.name, "") for field in fields(cls)})

    @property
    def values(self) -> dict[str, str]:
        """What is asked for, by name."""
        return {field.name: value for field in fields(self) if (value := getattr(self, field.name))}

    def holds(self, statement: Statement) -> bool:
        """Whether a statement is among those selected."""
        return all(getattr(statement, name) == value for name, value in self.values.items())


@dataclass(frozen=True)
class Count:
    """A number of statements and the address that lists exactly these; "" where there are none."""

    number: int
    address: str


@dataclass(frozen=True)
class ReportCard:
    """The statements of one document (an id), in the order of their places."""

    document: str
    statements: Sequence[Statement]

    def count(self, **selected: str) -> Count:
        """How many statements a selection has, and where they are listed."""
        selection = Selection(**selected)
        number = len(self.select(selection))
        query = f"?{urlencode(selection.values)}" if selection.values else ""
        return Count(number, f"/page/{quote(self.document)}{query}#claims" if number else "")

    def select(self, selection: Selection) -> frozenset[str]:
        """The ids of the claims that a selection has."""
        return frozenset(statement.claim for statement in self.statements if selection.holds(statement))

    def statuses(self) -> list[str]:
        """The status that evidence of this document has, the best first."""
        there = {statement.status for statement in self.statements}
        return [status.value for status in reversed(_WORST_FIRST) if status.value in there]


def report_card(
    document: str,
    sentences: Iterable[Sentence],
    claims: Mapping[str, ClaimRow],
    disputed: Container[str] = frozenset(),
) -> ReportCard:
    """The card of a document from the sentences that bear its claims, the claims by id, and the disputed ones."""
    standing: dict[str, set[str]] = {}
    for sentence in sentences:
        for place in sentence.places:
            standing.setdefault(place.claim, set()).add(place.status)
    made = (_statement(row, standing.get(claim, set()), claim in disputed) for claim, row in claims.items())
    return ReportCard(document, tuple(made))


def worst_status(statuses: Collection[str]) -> str:
    """How a claim stands whose spans stand so: as the worst of them; not at hand where there is none."""
    return next((status for status in _WORST_FIRST if status.value in statuses), Status.not_at_hand).value


def _statement(row: ClaimRow, statuses: set[str], is_disputed: bool) -> Statement:
    return Statement(
        claim=row.id,
        voice=(row.iri("voice") or "").removeprefix(AIF),
        kind="implicit" if row.flag("implicit") else "explicit",
        time="stated" if row.flag("timeStated") else "none",
        status=worst_status(statuses),
        disputed="yes" if is_disputed else "no",
    )
