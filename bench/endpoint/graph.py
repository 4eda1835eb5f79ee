"""The generated graph that all servers answer from: of the shape of ours, of a stated size, the same for a seed.

Companies, labs, models, instruments, scopes and gaps with labels in three languages, each with its source; then
documents of a hundred claims with their evidence, until the size is reached. Everything stands in the default
graph, in N-Triples, because every server loads that.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ontology.namespaces import AIF, DCT, ID, OA, RDF, SKOS, SKOSXL, XSD

SIZES = {"82k": 82_000, "811k": 811_000}
SEED = 20_261_126
_LANGUAGES = ("en", "zh-hant", "zh-hans")
_NAMES = {"en": "Thing", "zh-hant": "名稱", "zh-hans": "名称"}
_SCOPES = ("scope/open-weights-models", "scope/open-weights-reasoning-models")
_VOICES = ("voiceReport", "voiceReportImplied", "voiceArticle", "voiceThirdParty")
_CLAIMS_PER_DOCUMENT = 100


@dataclass(frozen=True)
class Things:
    """The things of a graph by kind, as entity ids; their number grows with the graph."""

    companies: tuple[str, ...]
    labs: tuple[str, ...]
    models: tuple[str, ...]
    instruments: tuple[str, ...]
    scopes: tuple[str, ...]
    gaps: tuple[str, ...]

    def with_class(self) -> Iterator[tuple[str, str]]:
        """Every thing with the local name of its class."""
        kinds = ("Company", "Lab", "Model", "Benchmark", "Scope", "FrontierGap")
        lists = (self.companies, self.labs, self.models, self.instruments, self.scopes, self.gaps)
        for kind, things in zip(kinds, lists, strict=True):
            yield from ((thing, kind) for thing in things)


def things(size: int) -> Things:
    """The things of the graph of `size` triples."""

    def numbered(prefix: str, count: int) -> tuple[str, ...]:
        return tuple(f"{prefix}-{n}" for n in range(max(count, 2)))

    return Things(
        companies=numbered("org/company", size // 2000),
        labs=numbered("org/lab", size // 2000),
        models=numbered("model/model", size // 150),
        instruments=numbered("instrument/benchmark", 24),
        scopes=(*_SCOPES, *numbered("scope/scope", size // 4000)),
        gaps=numbered("gap/gap", size // 4000),
    )


def triples(size: int, seed: int = SEED) -> Iterator[str]:
    """Lines of N-Triples, each triple once: at least `size`, and fewer than one document's head and claim more."""
    chance = random.Random(seed)
    known = things(size)
    count = 0
    for thing, kind in known.with_class():
        for line in (*_labelled(thing, kind, chance), *_facts(thing, kind, known, chance)):
            count += 1
            yield line
    number = 0
    while count < size:
        document = f"document/report-{number // _CLAIMS_PER_DOCUMENT}"
        lines = [] if number % _CLAIMS_PER_DOCUMENT else list(_document(document, chance))
        lines += _claim(document, number % _CLAIMS_PER_DOCUMENT + 1, known, chance)
        number += 1
        count += len(lines)
        yield from lines


def write(path: Path, size: int, seed: int = SEED) -> int:
    """Write the graph as one file; gives the number of its triples."""
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for line in triples(size, seed):
            out.write(line)
            count += 1
    return count


def iri(thing: str) -> str:
    """The IRI of a thing by its entity id."""
    return ID + thing


def _labelled(thing: str, kind: str, chance: random.Random) -> Iterator[str]:
    yield _line(thing, RDF + "type", _term(kind))
    for n, language in enumerate(_LANGUAGES, 1):
        text = f'"{_NAMES[language]} {thing.rpartition("/")[2]} {chance.randrange(10**6)}"@{language}'
        label = f"{thing}/label/{n}"
        yield _line(thing, SKOS + "prefLabel", text)
        yield _line(thing, SKOSXL + "prefLabel", _thing(label))
        yield _line(label, RDF + "type", f"<{SKOSXL}Label>")
        yield _line(label, SKOSXL + "literalForm", text)
        yield _line(label, DCT + "source", _thing("document/report-0"))


def _facts(thing: str, kind: str, known: Things, chance: random.Random) -> Iterator[str]:
    if kind == "Model":
        yield _line(thing, AIF + "developedBy", _thing(chance.choice(known.labs)))
        yield _line(thing, AIF + "weightsPolicy", _thing(chance.choice(("policy/open", "policy/closed"))))
    elif kind == "Lab":
        yield _line(thing, AIF + "subsidiaryOf", _thing(chance.choice(known.companies)))
    elif kind == "Company":
        yield _line(thing, AIF + "basedIn", _thing(chance.choice(("country/CN", "country/US", "country/FR"))))


def _document(document: str, chance: random.Random) -> Iterator[str]:
    yield from _labelled(document, "Report", chance)
    yield _line(document, AIF + "saidOn", _date(2025, chance))
    yield _line(document, DCT + "language", '"en"')
    yield _line(document, AIF + "publishedBy", _thing("org/company-0"))


def _claim(document: str, number: int, known: Things, chance: random.Random) -> list[str]:
    claim = f"claim/{document.removeprefix('document/')}/{number}"
    said = [_line(claim, AIF + name, value) for name, value in _stated(document, known, chance)]
    said += [_line(claim, RDF + "type", _term("Claim"))]
    return said + list(_evidence(claim, document, chance))


def _stated(document: str, known: Things, chance: random.Random) -> Iterator[tuple[str, str]]:
    yield from _what(known, chance)
    for name in ("implicit", "negated", "hypothetical"):
        yield name, _typed("false", "boolean")
    yield "voice", _term(chance.choice(_VOICES))
    yield "assertedBy", _thing(chance.choice(known.companies))
    yield "foundIn", _thing(document)
    yield "reviewStatus", _term("accepted")
    yield "saidOn", _date(2025, chance)
    yield "timeText", f'"{2024 + chance.randrange(2)}-Q{1 + chance.randrange(4)}"'
    begin = _date(2024, chance)
    yield "validFrom", begin
    yield "holdsFrom", begin
    if chance.random() < 0.5:
        end = _date(2025, chance)
        yield "validTo", end
        yield "holdsTo", end
    yield "timeStated", _typed("true", "boolean")


def _what(known: Things, chance: random.Random) -> Iterator[tuple[str, str]]:
    kind = chance.choices(("score", "gapDuration", "leaderIn", "developedBy"), (60, 10, 10, 20))[0]
    yield "claimPredicate", _term(kind)
    if kind in ("leaderIn", "developedBy"):
        objects = known.scopes if kind == "leaderIn" else known.labs
        yield "claimSubject", _thing(chance.choice(known.models))
        yield "claimObject", _thing(chance.choice(objects))
        return
    value = chance.randrange(1, 90)
    subjects = known.models if kind == "score" else known.gaps
    yield "claimSubject", _thing(chance.choice(subjects))
    yield "claimValue", _typed(str(value), "integer")
    yield "asReported", f'"{value}"'
    yield "unit", _thing("unit/point" if kind == "score" else "unit/month")
    yield "statistic", _term(chance.choice(("single", "mean")))
    yield "onInstrument", _thing(chance.choice(known.instruments))
    if chance.random() < 0.4:
        yield "comparator", _term("lessThan")
        yield "upperBound", _typed(str(value), "integer")


def _evidence(claim: str, document: str, chance: random.Random) -> Iterator[str]:
    evidence, start = f"{claim}/evidence/1", chance.randrange(100_000)
    digest = hashlib.sha256(claim.encode()).hexdigest()
    yield _line(claim, AIF + "mainEvidence", _thing(evidence))
    yield _line(claim, AIF + "hasEvidence", _thing(evidence))
    yield _line(evidence, RDF + "type", _term("Evidence"))
    yield _line(evidence, OA + "hasSource", _thing(document))
    yield _line(evidence, AIF + "exactDigest", f'"{digest}"')
    yield _line(evidence, AIF + "foldedOffset", _typed(str(start % 400), "integer"))
    yield _line(evidence, AIF + "foldedSize", _typed("20", "integer"))
    yield _line(evidence, OA + "hasSelector", _thing(f"{evidence}/position"))
    yield _line(f"{evidence}/position", RDF + "type", f"<{OA}TextPositionSelector>")
    yield _line(f"{evidence}/position", OA + "start", _typed(str(start), "integer"))
    yield _line(f"{evidence}/position", OA + "end", _typed(str(start + 20), "integer"))


def _line(subject: str, predicate: str, value: str) -> str:
    return f"<{ID}{subject}> <{predicate}> {value} .\n"


def _thing(entity_id: str) -> str:
    return f"<{ID}{entity_id}>"


def _term(name: str) -> str:
    return f"<{AIF}{name}>"


def _typed(text: str, kind: str) -> str:
    return f'"{text}"^^<{XSD}{kind}>'


def _date(year: int, chance: random.Random) -> str:
    return _typed(f"{year}-{1 + chance.randrange(12):02}-{1 + chance.randrange(28):02}", "date")
