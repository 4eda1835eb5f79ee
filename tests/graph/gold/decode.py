"""The reading of the article -> the records that a right graph must hold.

This side knows nothing of graph/: it takes the reading's own words through the reviewed tables beside it, so
that a fault in the files, in their reader or in the writer of quads cannot repeat itself here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ontology.namespaces import AIF
from tests.graph.gold.record import ClaimRecord, Limits, Place, Said, Time, Value, Voice
from tests.graph.gold.tables import Row, Tables, iri

Statement = Mapping[str, Any]
Details = Mapping[str, list[str]]

DOCUMENT = "document/cnyes-2025-08-14"
SAID_ON = "2025-08-14"
MEANT = {"id", "quote", "start", "end", "subject", "predicate", "object", "value", "unit", "time", "qualifier"}
MEANT |= {"attribution", "kind", "support"}
REMARKS = {"note"}


def read_statements(path: Path) -> list[Statement]:
    """The lines of the reading."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def number_of(statement: Statement) -> int:
    """S016 -> 16."""
    return int(statement["id"].removeprefix("S"))


def decode(statements: Iterable[Statement], tables: Tables) -> dict[int, ClaimRecord]:
    """The expected records by number.

    Raises KeyError or ValueError for a column or word that the tables do not know: nothing is passed over.
    """
    statements = list(statements)
    records = {number_of(statement): _record(statement, tables) for statement in statements}
    for statement in statements:
        for earlier, later in _changes(number_of(statement), _details(statement, tables)):
            followers = records[earlier].followed_by | {later}
            records[earlier] = replace(records[earlier], followed_by=followers)
            records[later] = replace(records[later], previous=earlier)
    return records


def _record(statement: Statement, tables: Tables) -> ClaimRecord:
    """The record of one statement, but for the claims before and after it."""
    if unknown := statement.keys() - MEANT - REMARKS:
        raise ValueError(f"unknown columns: {sorted(unknown)}")
    details = _details(statement, tables)
    return ClaimRecord(
        said=_said(statement, details, tables),
        time=_time(statement, details, tables),
        voice=_voice(statement, tables),
        limits=_limits(details),
        places=tuple(_place(span) for span in (statement, *statement.get("support", ()))),
        previous=None,
        followed_by=frozenset(),
    )


def _said(statement: Statement, details: Details, tables: Tables) -> Said:
    target, words = statement["object"], statement["value"]
    if (target is None) == (words is None):
        raise ValueError("a statement has an object or a value")
    unit: Row = tables.units[statement["unit"]] if words is not None or statement["unit"] else {}
    value = _value(words, unit) if words is not None else None
    dated: Row = tables.times[words] if unit.get("datatype") in ("period", "dateTime") else {}
    comparator, basis = _one(details, "comparator"), unit.get("basis")
    return Said(
        subject=tables.names[statement["subject"]],
        predicate=tables.predicates[statement["predicate"]],
        object=tables.names[target] if target else None,
        reported=words,
        value=value,
        value_from=dated.get("first") or None,
        value_to=dated.get("last") or None,
        unit=_thing(unit.get("unit") or _one(details, "unit")),
        statistic=AIF + "single" if value and value.datatype == "integer" else None,
        comparator=AIF + comparator if comparator else None,
        lower=value if comparator == "moreThan" else None,
        upper=value if comparator == "lessThan" else None,
        instrument=_thing(unit.get("instrument")),
        basis=AIF + basis if basis else None,
        is_score=statement["predicate"] == "score",
    )


def _time(statement: Statement, details: Details, tables: Tables) -> Time:
    valid: Row = tables.times[statement["time"]] if statement["time"] else {}
    return Time(
        valid_from=valid.get("first") or None,
        valid_to=valid.get("last") or None,
        text=_one(details, "time_text") or statement["time"],
        said_on=SAID_ON,
    )


def _voice(statement: Statement, tables: Tables) -> Voice:
    who = tables.voices[statement["attribution"]]
    return Voice(
        voice=AIF + who["voice"],
        asserted_by=_thing(who["asserted_by"]),
        cites=_thing(who["cites"]),
        implicit={"implicit": True, "explicit": False}[statement["kind"]],
        negated=False,
        hypothetical=False,
        review_status=AIF + "accepted",
    )


def _limits(details: Details) -> Limits:
    return Limits(
        scopes=frozenset(iri(term) for term in details.get("scopes", ())),
        qualifiers=frozenset(iri(term) for term in details.get("qualifiers", ())),
        superlative=_thing(_one(details, "superlative")),
        is_first=_one(details, "is_first") == "true",
        by_means_of=_thing(_one(details, "by_means_of")),
        ahead_of=None,
        contrasted_with=_thing(_one(details, "contrasted_with")),
        since_release_of=_thing(_one(details, "since_release_of")),
    )


def _details(statement: Statement, tables: Tables) -> dict[str, list[str]]:
    """The terms of a statement's qualifier, by field."""
    found: dict[str, list[str]] = {}
    for words in statement["qualifier"].split("; ") if statement["qualifier"] else ():
        for row in tables.qualifiers[words]:
            found.setdefault(row["field"], []).append(row["term"])
    return found


def _one(details: Details, field: str) -> str | None:
    terms = details.get(field, [])
    if len(terms) > 1:
        raise ValueError(f"more than one {field}: {terms}")
    return terms[0] if terms else None


def _changes(number: int, details: Details) -> list[tuple[int, int]]:
    """(earlier, later) for a statement's words of a change."""
    after = [(int(other), number) for other in details.get("follows", ())]
    return after + [(number, int(other)) for other in details.get("precedes", ())]


def _value(words: str, unit: Row) -> Value:
    datatype = "string" if unit["datatype"] == "period" else unit["datatype"]
    return Value(words, datatype, unit["language"].lower())


def _place(span: Mapping[str, Any]) -> Place:
    digest = hashlib.sha256(span["quote"].encode()).hexdigest()
    return Place(iri(DOCUMENT), span["start"], span["end"], digest)


def _thing(word: str | None) -> str | None:
    return iri(word) if word else None
