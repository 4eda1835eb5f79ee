"""The checks of claims: predicates and their values, things named, times, evidence positions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from graph.period import parse_period
from graph.problems import Problem
from graph.reading.files import Entry, Files
from graph.reading.known import Known
from ontology.vocabulary import Predicate, Vocabulary

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_THINGS = ("unit", "superlative", "by_means_of", "ahead_of", "contrasted_with", "since")
_THING_LISTS = ("scope", "qualifiers")


class ClaimChecks:
    """Checks every claim of all files against what is known."""

    def __init__(self, files: Files, known: Known, vocabulary: Vocabulary) -> None:
        self._files, self._known, self._vocabulary = files, known, vocabulary
        self._voices = {folder: set(meta.mapping("voices")) for folder, meta in files.metas}
        self._ids: dict[tuple[str, str], Entry] = {}
        self._digests: dict[tuple[object, ...], tuple[object, str]] = {}

    def problems(self) -> Iterator[Problem]:
        """Everything that is wrong in claims, file by file."""
        for folder, top in self._files.claim_files:
            name = top.text("document")
            if name is not None and name != folder:
                yield top.problem(
                    f"the document {name} is not the folder's name", f"document: {folder}", "document"
                )
            if folder not in self._voices:
                yield top.problem(f"{folder} has claims but no meta.yaml", "write its meta.yaml")
        for folder, claim in self._files.claims:
            yield from self._identity(folder, claim)
        for folder, claim in self._files.claims:
            yield from self._things(claim)
            yield from self._value(claim)
            yield from self._context(folder, claim)
            yield from self._evidence(folder, claim)

    def _identity(self, folder: str, claim: Entry) -> Iterator[Problem]:
        number = claim.text("id")
        if number is None:
            return
        first = self._ids.setdefault((folder, number), claim)
        if first is not claim:
            where = f"{first.file.name}:{first.file.line(*first.place)}"
            yield claim.problem(f"the claim {number} stands twice, first in {where}", "give it a new number", "id")

    def _things(self, claim: Entry) -> Iterator[Problem]:
        places: list[tuple[tuple[str | int, ...], object]] = [
            ((key,), claim.text(key)) for key in ("subject", *_THINGS)
        ]
        places += [((key, i), item) for key in _THING_LISTS for i, item in enumerate(claim.items(key))]
        places.append((("instrument", "id"), claim.mapping("instrument").get("id")))
        for place, name in places:
            if isinstance(name, str) and name not in self._known.types:
                yield claim.problem(f"no entity {name}", self._known.like(name, self._known.types), *place)

    def _value(self, claim: Entry) -> Iterator[Problem]:
        name = claim.text("predicate")
        if name is None:
            return
        predicate = self._vocabulary.predicates.get(name)
        if predicate is None:
            mend = self._known.like(name, self._vocabulary.predicates)
            yield claim.problem(f"no predicate {name}", mend, "predicate")
            return
        subject = claim.text("subject") or ""
        if subject in self._known.types and not self._fits(subject, predicate.domain):
            wanted = " or ".join(sorted(predicate.domain))
            yield claim.problem(f"{name} is not said of {subject}", f"its subject belongs to {wanted}", "subject")
        yield from self._target(claim, predicate)

    def _target(self, claim: Entry, predicate: Predicate) -> Iterator[Problem]:
        target, value, kind = claim.text("object"), claim.text("value"), predicate.value_kind
        if kind != "number":
            for key in ("unit", "comparator", "lower", "upper", "statistic"):
                if key in claim.data:
                    yield claim.problem(f"{key} goes with numbers only", "leave it out", key)
        if kind in ("thing", "class"):
            if value is not None:
                yield claim.problem(f"{predicate.name} takes an object", "object: instead of value:", "value")
            elif target is not None:
                yield from self._object(claim, target, predicate)
            return
        if target is not None:
            yield claim.problem(f"{predicate.name} takes a value", "value: instead of object:", "object")
        elif value is not None and (why := _misfit(value, kind)) is not None:
            yield claim.problem(f"value: {why}", f"{predicate.name} takes a {kind}", "value")
        if kind == "number" and value is not None and claim.text("unit") is None:
            yield claim.problem("a number needs its unit", "add unit: unit/...")
        if (kind == "text") != ("language" in claim.data):
            mend = "add language:" if kind == "text" else "leave language out"
            yield claim.problem(f"{predicate.name} takes a {kind}", mend)
        if predicate.name == "score" and not claim.mapping("instrument"):
            yield claim.problem(
                "a score means nothing without its instrument", "add instrument: {id: ..., basis: ...}"
            )

    def _object(self, claim: Entry, target: str, predicate: Predicate) -> Iterator[Problem]:
        if predicate.value_kind == "class":
            if target not in self._vocabulary.classes:
                mend = self._known.like(target, self._vocabulary.classes)
                yield claim.problem(f"no class {target}", mend, "object")
        elif target not in self._known.types:
            yield claim.problem(f"no entity {target}", self._known.like(target, self._known.types), "object")
        elif not self._fits(target, predicate.range):
            wanted = " or ".join(sorted(predicate.range))
            yield claim.problem(
                f"{target} is no object of {predicate.name}", f"its object belongs to {wanted}", "object"
            )

    def _fits(self, name: str, wanted: frozenset[str]) -> bool:
        is_a = self._vocabulary.is_a
        return not wanted or any(is_a(kind, want) for kind in self._known.types[name] for want in wanted)

    def _context(self, folder: str, claim: Entry) -> Iterator[Problem]:
        time = claim.text("time")
        if time is not None:
            try:
                parse_period(time)
            except ValueError as error:
                yield claim.problem(f"time: {error}", "DATE, DATE/DATE, ../DATE or DATE/..", "time")
        voice = claim.text("voice")
        if voice is not None and folder in self._voices and voice not in self._voices[folder]:
            yield claim.problem(f"meta.yaml of {folder} has no voice {voice}", "add it to voices:", "voice")
        previous = claim.text("previous")
        if previous is not None and ((folder, previous) not in self._ids or previous == claim.text("id")):
            yield claim.problem(f"no earlier claim {previous}", "the id of another claim here", "previous")

    def _evidence(self, folder: str, claim: Entry) -> Iterator[Problem]:
        for i, block in enumerate(claim.items("evidence")):
            context = block.get("context") if isinstance(block, dict) else None
            if not isinstance(context, dict):
                continue
            try:
                start, end = int(block["start"]), int(block["end"])
                left, right = int(context["start"]), int(context["end"])
            except (KeyError, TypeError, ValueError):
                continue  # the schema has said so
            if not left <= start < end <= right:
                yield claim.problem(
                    f"the span {start}-{end} does not lie in its context {left}-{right}",
                    "write the block again with aifrontier evidence",
                    "evidence",
                    i,
                )
            # The same place has one digest: a slip in one of them shows without the text.
            yield from self._same(claim, i, (folder, "span", start, end), block.get("exact"))
            digest = (context.get("length"), context.get("digest"))
            yield from self._same(claim, i, (folder, "context", left, right), digest)

    def _same(self, claim: Entry, i: int, place: tuple[object, ...], digest: object) -> Iterator[Problem]:
        here = f"{claim.file.name}:{claim.file.line(*claim.place, 'evidence', i)}"
        first, where = self._digests.setdefault(place, (digest, here))
        if first != digest:
            yield claim.problem(
                f"another digest for {place[1]} {place[2]}-{place[3]} stands at {where}",
                "write both blocks again with aifrontier evidence",
                "evidence",
                i,
            )


def _misfit(value: str, kind: str) -> str | None:
    """Why a value as written does not fit its kind, or None."""
    if kind == "number" and not _NUMBER.fullmatch(value):
        return f"{value!r} is not a number"
    try:
        if kind == "period":
            parse_period(value)
        if kind == "instant":
            datetime.fromisoformat(value)
    except ValueError as error:
        return str(error)
    return None
