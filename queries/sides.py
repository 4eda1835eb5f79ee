"""What one of the claims of a row says, told from the row's own columns: for sentence patterns of questions.

In a pattern {value|amount} is the value with its comparator, statistic, range and unit, {value|claim} the claim as
a sentence. The columns of a side share a beginning: earlierValue, earlierUnit, earlierComparator; or value, unit.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from pyoxigraph import Literal, NamedNode

from graph.names import Names
from graph.store import Row, Term
from ontology.namespaces import AIF
from queries.claim_rows import ClaimRow
from queries.figures import shortened
from queries.sentences import bare_sentence, bare_value

_TOLD = re.compile(r"{(\w+)\|(claim|amount)}")
# What may stand before a sentence that begins the pattern: places that are empty then.
_BEFORE = re.compile(r"{[^}]*}|[\[\]\s]")
_XSD = "http://www.w3.org/2001/XMLSchema#"
_TRUE = Literal("true", datatype=NamedNode(f"{_XSD}boolean"))
# A single value is the plain case and goes without saying.
_SILENT = NamedNode(f"{AIF}single")


def side_words(pattern: str, row: Row, names: Names, language: str, *, begins: bool) -> Mapping[str, str]:
    """The words of each {NAME|claim} and {NAME|amount} of a pattern, by "NAME|claim" and "NAME|amount".

    `begins`: the pattern begins a sentence.

    A claim with subject and predicate of one before it is told by its value alone, unless one of them is denied.
    """
    found: dict[str, str] = {}
    before: tuple[str | None, ...] | None = None
    for place in _TOLD.finditer(pattern):
        name, how = place[1], place[2]
        if row.get(name) is None:
            continue
        first = begins and not found and not _BEFORE.sub("", pattern[: place.start()])
        claim = _claim(name, row)
        same = (claim.iri("claimSubject"), claim.iri("claimPredicate"))
        plain = not (claim.flag("negated") or claim.flag("hypothetical"))
        if how == "amount" or (plain and same == before):
            found[f"{name}|{how}"] = bare_value(claim, names, language)
        else:
            found[f"{name}|{how}"] = bare_sentence(claim, names, language, begins=first)
        before = same if plain else None
    return found


def _claim(name: str, row: Row) -> ClaimRow:
    """The fields of a claim from the columns beside the one that holds its value."""
    side = name.removesuffix("Value") if name.endswith("Value") else ""

    def term(column: str) -> Term | None:
        return row.get(side + (column[0].upper() + column[1:] if side else column))

    value, comparator, standing = row[name], term("comparator"), term("standing")
    fields: dict[str, Term | None] = {
        "claimSubject": term("subject") or row.get("subject"),
        "claimPredicate": term("predicate") or row.get("predicate"),
        "unit": term("unit"),
        "statistic": None if term("statistic") == _SILENT else term("statistic"),
    }
    if isinstance(value, Literal):
        fields |= {"claimValue": value, "asReported": _figure(value)}
        fields |= {bound: _figure(term(end)) for bound, end in (("lowerBound", "lower"), ("upperBound", "upper"))}
    else:
        fields["claimObject"] = value
    is_word = isinstance(comparator, NamedNode) and not comparator.value.startswith(AIF)
    fields["qualifiedBy" if is_word else "comparator"] = comparator
    if isinstance(standing, NamedNode):
        fields[standing.value.removeprefix(AIF)] = _TRUE
    return ClaimRow("", {field: (held,) for field, held in fields.items() if held is not None})


def _figure(term: Term | None) -> Term | None:
    """A figure without a long tail, as headlines give it."""
    is_number = isinstance(term, Literal) and term.datatype.value in (f"{_XSD}decimal", f"{_XSD}integer")
    return Literal(shortened(term.value)) if is_number and isinstance(term, Literal) else term
