"""Figures that documents print, as tables: what could be computed from the claims of scores alone, day by day.

A score that a document gives is a claim first. So that gaps can be computed on an instrument whose own table is not
at hand, the printed figures are also tables: one for each day on which a document added some, with all that had
been printed by then. Country, release day and weights come from the registry, each row from its claims.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from graph.model import Claim, Knowledge, Origin
from graph.observation import ReleaseRow, ScoreRow, Table

_HELD = "accepted"


@dataclass(frozen=True)
class _Known:
    """What is known of models besides their scores: countries of the developers, first day of use, weights."""

    developers: Mapping[str, frozenset[str]]
    countries: Mapping[str, frozenset[str]]
    parents: Mapping[str, frozenset[str]]
    releases: Mapping[str, tuple[ReleaseRow, ...]]

    def codes(self, model: str) -> tuple[str, ...]:
        """Codes of the countries of the developers of a model, or of the one that it is a version of."""
        makers = self.developers.get(model) or frozenset(
            maker for parent in self.parents.get(model, ()) for maker in self.developers.get(parent, ())
        )
        found = {country for maker in makers for country in self.countries.get(maker, ())}
        return tuple(sorted(country.removeprefix("country/") for country in found))

    def available(self, model: str) -> date | None:
        """The earliest day on which the registry has it available."""
        return min((row.day for row in self.releases.get(model, ()) if row.event == "available"), default=None)

    def announced(self, model: str) -> date | None:
        """The earliest day on which the registry has it announced."""
        return min((row.day for row in self.releases.get(model, ()) if row.event == "announced"), default=None)

    def weights(self, model: str) -> str | None:
        """How the registry marks its weights; None where its rows differ or say nothing."""
        marks = {row.weights for row in self.releases.get(model, ()) if row.weights}
        return marks.pop() if len(marks) == 1 else None


def printed_tables(knowledge: Knowledge) -> list[Table]:
    """One table for each day on which a document added figures: all that had been printed by the end of it."""
    said = [(knowledge.documents[claim.document].said_on, claim) for claim in _scores(knowledge)]
    return [
        _table(day, [claim for on, claim in said if on <= day], knowledge, _known(knowledge, day))
        for day in sorted({on for on, _ in said})
    ]


def _scores(knowledge: Knowledge) -> Iterator[Claim]:
    for claim in knowledge.claims:
        # "Under 50" is no figure to compute with, and a mean is not the score of one model.
        told = claim.comparator in (None, "exactly", "approximately") and claim.statistic in (None, "single")
        if claim.predicate == "score" and claim.instrument and claim.value and told and _holds(claim):
            yield claim


def _holds(claim: Claim) -> bool:
    return claim.status == _HELD and not claim.negated and not claim.hypothetical


def _known(knowledge: Knowledge, day: date) -> _Known:
    """What the registry knows, and what had been said by the end of a day."""
    pairs: dict[str, dict[str, set[str]]] = {
        name: defaultdict(set) for name in ("developedBy", "basedIn", "versionOf")
    }
    for claim in knowledge.claims:
        if claim.predicate not in pairs or not claim.object or not _holds(claim):
            continue
        if knowledge.documents[claim.document].said_on <= day:
            pairs[claim.predicate][claim.subject].add(claim.object)
    for entity in knowledge.entities.values():
        for fact in entity.facts:
            if fact.predicate in pairs:
                pairs[fact.predicate][entity.id].add(fact.object)
    releases: dict[str, list[ReleaseRow]] = defaultdict(list)
    for table in knowledge.tables:
        # Printed figures are public: days and weights that may not be passed on must not show in them.
        for row in table.releases if table.pass_on else ():
            releases[row.model].append(row)
    frozen = {name: {key: frozenset(found) for key, found in each.items()} for name, each in pairs.items()}
    rows = {model: tuple(found) for model, found in releases.items()}
    return _Known(frozen["developedBy"], frozen["basedIn"], frozen["versionOf"], rows)


def _table(day: date, claims: Iterable[Claim], knowledge: Knowledge, known: _Known) -> Table:
    grouped: dict[tuple[str, str, Decimal], list[Claim]] = defaultdict(list)
    for claim in claims:
        assert claim.instrument
        assert claim.value
        grouped[claim.instrument.id, claim.subject, Decimal(claim.value)].append(claim)
    rows = [_row(key, found, knowledge, known) for key, found in sorted(grouped.items())]
    return Table(
        id=f"printed-{day.isoformat()}",
        kind="scores",
        label={
            "en": f"Figures printed by {day.day} {day:%B} {day.year}",
            "zh-Hant": f"截至 {day.year} 年 {day.month} 月 {day.day} 日已刊載的數字",
            "zh-Hans": f"截至 {day.year} 年 {day.month} 月 {day.day} 日已刊载的数字",
        },
        publisher=None,
        address=None,
        licence="CC-BY-4.0",
        attribution=None,
        pass_on=True,
        observed_on=day,
        accessed=None,
        rule={
            "en": "Every score that an accepted claim gives on an instrument by that day; the rest comes from the "
            "registry.",
            "zh-Hant": "截至該日，已接受的主張在評測工具上給出的每項得分；其餘取自登錄資料。",
            "zh-Hans": "截至该日，已接受的主张在评测工具上给出的每项得分；其余取自登记数据。",
        },
        file=None,
        left_out={},
        population=(),
        scores=tuple(rows),
        releases=(),
        origin=Origin("graph/documents", 1),
    )


def _row(key: tuple[str, str, Decimal], claims: list[Claim], knowledge: Knowledge, known: _Known) -> ScoreRow:
    instrument, model, score = key
    entity = knowledge.entities.get(model)
    labels = {name.language: name.text for name in entity.labels} if entity else {}
    slug = model.partition("/")[2]
    assert claims[0].value
    return ScoreRow(
        key=f"{slug}-on-{instrument.partition('/')[2]}-{claims[0].value}",
        release=labels.get("en") or next(iter(labels.values()), slug),
        version=slug,
        model=model,
        countries=known.codes(model),
        instrument=instrument,
        score=score,
        reported=claims[0].value,
        basis="measured",
        available_on=known.available(model),
        announced_on=known.announced(model),
        weights=known.weights(model),
        origin=claims[0].origin,
        claims=tuple(claim.entity_id for claim in claims),
    )
