"""References across files: does every name stand for something, and does every value fit its predicate?

The checks work on the raw entries and never stop at a wrong one, so that a mistyped predicate, a missing
entity and a bad date in three files are three problems of one run.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from graph.problems import Problem
from graph.reading.claim_checks import ClaimChecks
from graph.reading.files import Entry, Files
from graph.reading.known import Known
from ontology.namespaces import ID_PREFIXES
from ontology.vocabulary import Vocabulary

LINK_PREDICATES = ("skos:exactMatch", "skos:closeMatch", "skos:broadMatch", "skos:narrowMatch")


def check(files: Files, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Every reference that leads nowhere and every value that does not fit."""
    known = Known.of(files)
    yield from _twice(files)
    for entry in files.entities:
        yield from _entity(entry, known, vocabulary)
    for folder, meta in files.metas:
        yield from _meta(folder, meta, known)
    yield from _links(files, known)
    yield from ClaimChecks(files, known, vocabulary).problems()


def _twice(files: Files) -> Iterator[Problem]:
    first: dict[str, str] = {}
    documents = [(entry, "document/" + (entry.text("id") or "?")) for _, entry in files.metas]
    for entry, name in [(e, e.text("id")) for e in files.entities] + documents:
        if name is None:
            continue
        here = f"{entry.file.name}:{entry.file.line(*entry.place)}"
        if name in first:
            yield entry.problem(f"{name} stands twice, first in {first[name]}", "keep one of them", "id")
        first.setdefault(name, here)


def _entity(entry: Entry, known: Known, vocabulary: Vocabulary) -> Iterator[Problem]:
    name = entry.text("id") or ""
    prefix = name.split("/")[0]
    wanted = ID_PREFIXES.get(prefix)
    if name and wanted is None:
        yield entry.problem(f"no things have ids below {prefix}/", f"one of {', '.join(ID_PREFIXES)}", "id")
    for i, kind in enumerate(entry.items("types")):
        if not isinstance(kind, str):
            continue
        if kind not in vocabulary.classes:
            yield entry.problem(f"{kind} is no class", known.like(kind, vocabulary.classes), "types", i)
        elif wanted is not None and not vocabulary.is_a(kind, wanted):
            yield entry.problem(f"{kind} has no place below {prefix}/", f"a kind of {wanted}", "types", i)
    for place, name_entry in _names(entry):
        source = name_entry.get("source")
        if isinstance(source, str) and source not in known.sources:
            yield entry.problem(f"no source {source}", known.like(source, known.sources), *place, "source")
    for i, fact in enumerate(entry.items("facts")):
        if isinstance(fact, dict):
            yield from _fact(entry, i, known, vocabulary)


def _names(entry: Entry) -> Iterator[tuple[tuple[str | int, ...], dict[str, object]]]:
    for language, label in entry.mapping("labels").items():
        if isinstance(label, dict):
            yield ("labels", language), label
    for key in ("aliases", "facts"):
        for i, item in enumerate(entry.items(key)):
            if isinstance(item, dict):
                yield (key, i), item


def _fact(entry: Entry, i: int, known: Known, vocabulary: Vocabulary) -> Iterator[Problem]:
    fact = entry.items("facts")[i]
    predicate, target = fact.get("predicate"), fact.get("object")
    found = vocabulary.predicates.get(predicate) if isinstance(predicate, str) else None
    if isinstance(predicate, str) and found is None:
        mend = known.like(predicate, vocabulary.predicates)
        yield entry.problem(f"no predicate {predicate}", mend, "facts", i, "predicate")
    elif found is not None and found.value_kind != "thing":
        mend = "state it as a claim with its source"
        yield entry.problem(f"{predicate} is not between things", mend, "facts", i, "predicate")
    if isinstance(target, str) and target not in known.types:
        yield entry.problem(f"no entity {target}", known.like(target, known.types), "facts", i, "object")


def _meta(folder: str, meta: Entry, known: Known) -> Iterator[Problem]:
    if (name := meta.text("id")) is not None and name != folder:
        yield meta.problem(f"the id {name} is not the folder's name", f"id: {folder}", "id")
    places: list[tuple[tuple[str, ...], object]] = [
        ((key,), meta.text(key)) for key in ("publisher", "byline", "reports_on")
    ]
    for voice, who in meta.mapping("voices").items():
        if isinstance(who, dict):
            places += [(("voices", voice, key), who.get(key)) for key in ("asserted_by", "cites")]
    for place, target in places:
        if isinstance(target, str) and target not in known.types:
            yield meta.problem(f"no entity {target}", known.like(target, known.types), *place)
    for key in ("published", "covers", "accessed"):
        text = meta.text(key)
        if text is not None and (why := known.not_a_date(text)) is not None:
            yield meta.problem(f"{key}: {why}", "a day of the calendar", key)


def _links(files: Files, known: Known) -> Iterator[Problem]:
    seen: set[tuple[str, str]] = set()
    for row in files.links:
        wrong = partial(Problem, row.origin.file, row.origin.line)
        subject = row.cells.get("subject_id", "").replace(":", "/", 1)
        if subject not in known.types:
            yield wrong(f"no entity {subject}", known.like(subject, known.types))
        predicate = row.cells.get("predicate_id", "")
        if predicate not in LINK_PREDICATES:
            yield wrong(f"{predicate} does not link things here", f"one of {', '.join(LINK_PREDICATES)}")
        target = row.cells.get("object_id", "")
        if not target.startswith(("https://", "http://")):
            yield wrong(f"{target!r} is not an IRI", "write it in full, with https:// or http://")
        if (subject, target) in seen:
            yield wrong(f"the link from {subject} to {target} stands twice", "keep one of them")
        seen.add((subject, target))
        if not row.cells.get("mapping_justification", "").startswith("semapv:"):
            yield wrong("a link needs its justification", "a term of semapv: in mapping_justification")
