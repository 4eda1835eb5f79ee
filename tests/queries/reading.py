"""Answers read the way a test states them: short names instead of IRIs, one tuple a row."""

from __future__ import annotations

from collections.abc import Mapping

from pyoxigraph import Literal, NamedNode

from graph.names import Names
from graph.snapshot import Snapshot
from graph.store import Term
from ontology.namespaces import AIF, ID
from ontology.vocabulary import load_vocabulary
from queries.answer import Answer, Source, ask
from queries.registry import question

EXAMPLES: Mapping[str, Mapping[str, str]] = {
    "categories": {},
    "claims-about": {"entity": "app/talkie"},
    "company-chain": {"company": "org/bytedance"},
    "company-portfolio": {"company": "org/bytedance"},
    "conflicts": {},
    "coverage-holes": {},
    "evidence": {"claim": "claim/cnyes-2025-08-14/16"},
    "frontier": {},
    "gap-change": {},
    "gap-check": {},
    "gap-claims": {},
    "gap-computed": {},
    "gap-daily": {},
    "gap-points": {},
    "incomparable-scores": {"model": "model/deepseek-r1-0528"},
    "lab-figures": {"lab": "org/deepseek"},
    "lab-trajectory": {"lab": "org/deepseek"},
    "lead-changes": {},
    "modality-matrix": {},
    "open-weights-lead": {},
    "open-weights-leaders": {},
    "open-weights-takeover": {},
    "release-cadence": {"lab": "org/deepseek"},
    "score-conflicts": {},
    "sensitivity": {},
    "undated": {"document": "document/cnyes-2025-08-14"},
    "unlinked": {},
    "voices": {"document": "document/cnyes-2025-08-14"},
    "weights-by-country": {},
}
"""Every question with parameters to which the shipped data has an answer, but for UNANSWERED."""
UNANSWERED = frozenset({"score-conflicts"})
"""Questions to which the shipped data has no answer, because no two of its sources disagree there."""
UNCLAIMED = UNANSWERED | {
    *("frontier", "gap-computed", "gap-daily", "gap-points", "lead-changes", "open-weights-lead"),
    "sensitivity",
}
"""Questions whose example rests on no claim, but on figures."""


def source_of(snapshot: Snapshot) -> Source:
    """A snapshot in memory, with its private layer where it has one."""
    store = snapshot.open_in_memory(overlay=True)
    names = Names(snapshot.labels(overlay=True), load_vocabulary())
    return Source(store, names, snapshot.version, snapshot.last_day, snapshot.has_overlay)


def answer_of(source: Source, name: str, **given: str) -> Answer:
    """The answer to a named question; clocks are given as as_of and known_by."""
    return ask(source, question(name), {key.replace("_", "-"): text for key, text in given.items()})


def example_answer(source: Source, name: str) -> Answer:
    """The answer to a named question with the parameters of EXAMPLES."""
    return ask(source, question(name), EXAMPLES[name])


def short(term: Term | None) -> str | None:
    """A cell in short: the id of a thing, the local name of an ontology term, the text of a literal."""
    if isinstance(term, NamedNode):
        return term.value.removeprefix(ID).removeprefix(AIF)
    return term.value if isinstance(term, Literal) else None


def rows(answer: Answer, *columns: str) -> list[tuple[str | None, ...]]:
    """The answer's rows with these columns only, in order."""
    assert {*columns} <= {column.name for column in answer.question.columns}
    return [tuple(short(row.get(column)) for column in columns) for row in answer.rows]
