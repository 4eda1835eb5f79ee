"""Raw entries, already checked, become the model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from graph.evidence.spans import from_yaml_mapping
from graph.model import (
    Claim,
    Document,
    Entity,
    Fact,
    Instrument,
    Knowledge,
    Link,
    Name,
    TextRecord,
    Voice,
)
from graph.observation import Table
from graph.period import parse_period
from graph.reading.files import Entry, Files


def knowledge(files: Files, tables: Sequence[Table] = ()) -> Knowledge:
    """Build the model from files in which no problem was found."""
    entities = {entity.id: entity for entity in map(_entity, files.entities)}
    documents = {document.id: document for document in (_document(meta) for _, meta in files.metas)}
    claims = sorted((_claim(folder, entry) for folder, entry in files.claims), key=lambda c: (c.document, c.id))
    links = tuple(
        Link(
            subject=row.cells["subject_id"].replace(":", "/", 1),
            predicate=row.cells["predicate_id"].removeprefix("skos:"),
            object=row.cells["object_id"],
            justification=row.cells["mapping_justification"],
            comment=row.cells["comment"],
            origin=row.origin,
        )
        for row in files.links
    )
    return Knowledge(entities, documents, tuple(claims), links, tuple(tables))


def _entity(entry: Entry) -> Entity:
    labels = [Name(v["text"], language, v["source"]) for language, v in entry.mapping("labels").items()]
    aliases = [Name(a["text"], a["language"], a["source"]) for a in entry.items("aliases")]
    facts = [
        Fact(f["predicate"], f["object"], f["source"], entry.file.origin(*entry.place, "facts", i))
        for i, f in enumerate(entry.items("facts"))
    ]
    return Entity(
        id=entry.data["id"],
        types=tuple(entry.items("types")),
        labels=tuple(labels),
        aliases=tuple(aliases),
        definitions=dict(entry.mapping("definition")),
        facts=tuple(facts),
        origin=entry.file.origin(*entry.place),
    )


def _document(meta: Entry) -> Document:
    text = meta.mapping("text")
    covers = meta.text("covers")
    voices = {name: Voice(who.get("asserted_by"), who.get("cites")) for name, who in meta.mapping("voices").items()}
    return Document(
        id=meta.data["id"],
        kind=meta.data["kind"],
        label=dict(meta.mapping("label")),
        title=dict(meta.mapping("title")),
        publisher=meta.text("publisher"),
        byline=meta.text("byline"),
        published=meta.data["published"],
        said_on=_said_on(meta.data["published"]),
        language=meta.text("language"),
        address=meta.text("address"),
        reports_on=meta.text("reports_on"),
        covers=parse_period(covers) if covers else None,
        completeness=meta.data["completeness"],
        rights=dict(meta.mapping("rights")),
        text=TextRecord(text["sha256"], int(text["characters"])) if text else None,
        voices=voices,
        origin=meta.file.origin(),
    )


def _said_on(published: str) -> date:
    """The day of a document; its last possible day where only a month or a year is known."""
    end = parse_period(published.split("T")[0]).end
    assert end is not None  # a single DATE has both ends
    return end


def _claim(folder: str, entry: Entry) -> Claim:
    data: Mapping[str, Any] = entry.data
    instrument = entry.mapping("instrument")
    return Claim(
        document=folder,
        id=int(data["id"]),
        subject=data["subject"],
        predicate=data["predicate"],
        object=entry.text("object"),
        value=entry.text("value"),
        voice=data["voice"],
        evidence=tuple(from_yaml_mapping(block) for block in entry.items("evidence")),
        origin=entry.file.origin(*entry.place),
        language=entry.text("language"),
        unit=entry.text("unit"),
        statistic=entry.text("statistic"),
        comparator=entry.text("comparator"),
        lower=entry.text("lower"),
        upper=entry.text("upper"),
        time=entry.text("time"),
        time_words=entry.text("time_words"),
        scope=tuple(entry.items("scope")),
        qualifiers=tuple(entry.items("qualifiers")),
        superlative=entry.text("superlative"),
        first=data.get("first") == "true",
        by_means_of=entry.text("by_means_of"),
        ahead_of=entry.text("ahead_of"),
        contrasted_with=entry.text("contrasted_with"),
        since=entry.text("since"),
        previous=int(data["previous"]) if "previous" in data else None,
        instrument=Instrument(instrument["id"], instrument["basis"]) if instrument else None,
        implicit=data.get("implicit") == "true",
        negated=data.get("negated") == "true",
        hypothetical=data.get("hypothetical") == "true",
        status=data.get("status", "accepted"),
    )
