"""Which pattern of sentences.yaml or denials.yaml a claim is told by: as said, as denied, as supposed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pyoxigraph import Literal, NamedNode

from graph.names import Names
from ontology.namespaces import AIF, compact, entity_id
from queries.claim_rows import ClaimRow

_NUMBERED = re.compile(r"<([^|<>]*)\|([^|<>]*)>")
# A Chinese pattern in which a verb follows its first name, so that an adverb may stand between.
_VERB_NEXT = re.compile(r"^({(?:subject|object)}(?:表現|表现)?)(?![的中：])")
_SMALL = "SmallDegree"


def pattern_of(row: ClaimRow, names: Names, words: Mapping[str, Any], language: str) -> str:
    """The pattern that a claim is told by. In: its fields, names, the wordings, one of the three languages."""
    if row.flag("negated"):
        pattern = _denial(row, words, language)
    elif degree(row, names, words):
        pattern = words["by_degree"][_predicate(row)][language]
    else:
        pattern = _plain(row, words, language)
    return _supposed(pattern, words, language) if row.flag("hypothetical") else pattern


def degree(row: ClaimRow, names: Names, words: Mapping[str, Any]) -> str:
    """The word of small degree (IRI) that has a place beside the verb; "" where there is none."""
    if row.flag("negated") or _predicate(row) not in words["by_degree"]:
        return ""
    qualifiers = (term.value for term in row.all("qualifiedBy") if isinstance(term, NamedNode))
    return next((iri for iri in qualifiers if _SMALL in names.kinds(entity_id(iri) or "")), "")


def range_ends(row: ClaimRow) -> tuple[str, str] | None:
    """Both ends of a range of which the figure is one: "at least 70", and 79 as the most."""
    value = row.text("asReported") or ""
    lower, upper = row.text("lowerBound"), row.text("upperBound")
    how = (row.iri("comparator") or "").removeprefix(AIF)
    if how == "atLeast" and upper and upper != value and (lower or value) == value:
        return value, upper
    if how == "atMost" and lower and lower != value and (upper or value) == value:
        return lower, value
    return None


def is_number(row: ClaimRow) -> bool:
    """Whether a claim gives a figure."""
    literal = row.literal("claimValue")
    return isinstance(literal, Literal) and compact(literal.datatype.value) in ("xsd:integer", "xsd:decimal")


def _plain(row: ClaimRow, words: Mapping[str, Any], language: str) -> str:
    if pattern := _listed(row, words, words["several"], language):
        return pattern
    kind = "object" if row.iri("claimObject") else "number" if is_number(row) else "words"
    return str(words["other"][kind][language])


def _denial(row: ClaimRow, words: Mapping[str, Any], language: str) -> str:
    denials = words["denials"]
    if pattern := _listed(row, denials, words["several"], language):
        return pattern
    return str(denials["other"][language]).replace("{sentence}", _plain(row, words, language))


def _listed(row: ClaimRow, words: Mapping[str, Any], several: list[str], language: str) -> str:
    """The pattern of the predicate, that for its object first; "" where there is none."""
    predicate, thing = _predicate(row), row.thing("claimObject") or ""
    special = words["by_object"].get(predicate, {})
    keys = (key for key in (thing, thing.partition("/")[0]) if key in special)
    pattern = special[key] if (key := next(keys, "")) else words["patterns"].get(predicate)
    is_several = (row.thing("claimSubject") or "").partition("/")[0] in several
    return _NUMBERED.sub(r"\2" if is_several else r"\1", pattern[language]) if pattern else ""


def _supposed(pattern: str, words: Mapping[str, Any], language: str) -> str:
    supposed = words["supposed"]
    adverb = supposed["verb"][language]
    if adverb and _VERB_NEXT.match(pattern):
        return _VERB_NEXT.sub(rf"\1{adverb}", pattern)
    return str(supposed["sentence"][language]).replace("{sentence}", pattern)


def _predicate(row: ClaimRow) -> str:
    return (row.iri("claimPredicate") or "").removeprefix(AIF)
