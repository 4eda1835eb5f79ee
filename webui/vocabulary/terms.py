"""The terms of the ontology as its page tells them: classes as a tree, predicates by subject, the rest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

from ontology.namespaces import AIF
from ontology.vocabulary import Predicate, Property, Vocabulary
from queries.claim_rows import ClaimRow, claim_rows
from webui.language import language
from webui.site import Site, site
from webui.views import rows

_TERM = re.compile(r"\baif:([A-Za-z]\w*)")

PREDICATE_SECTIONS: Mapping[str, tuple[str, ...]] = {
    "organizations": ("Agent",),
    "apps": ("App",),
    "models": ("Artifact",),
    "gaps": ("Country", "FrontierGap"),
    "instruments": ("Instrument",),
    "documents": ("Document", "CompanyCategory"),
}
"""Section -> the classes that its predicates speak of; a predicate stands in the first that holds its domain."""
SEVERAL = "several"
"""The section of predicates that speak of things of several sections, or of anything."""
CLAIM_PARTS: Mapping[str, tuple[str, ...]] = {
    "said": (
        *("claimSubject", "claimPredicate", "claimObject", "claimValue", "asReported", "comparator", "unit"),
        *("statistic", "lowerBound", "upperBound", "valueFrom", "valueTo"),
    ),
    "respect": (
        *("scope", "qualifiedBy", "superlative", "isFirst", "byMeansOf", "aheadOf", "contrastedWith"),
        *("onInstrument", "instrumentBasis"),
    ),
    "time": ("timeText", "validFrom", "validTo", "sinceReleaseOf", "timeStated", "holdsFrom", "holdsTo"),
    "source": (
        *("voice", "assertedBy", "citesSource", "foundIn", "saidOn", "implicit", "negated", "hypothetical"),
        "reviewStatus",
    ),
    "place": ("hasEvidence", "mainEvidence"),
    "beside": ("previousClaim", "followedBy", "comparedWith"),
    "checked": ("checkedBy", "checkedUnder", "checkedFrom", "checkedTo", "ownInstrument", "notChecked"),
}
"""The anatomy of a claim: part -> its properties, in the order in which they are told."""
PROPERTY_SECTIONS: Mapping[str, tuple[str, ...]] = {
    "said": ("Claim",),
    "evidence": ("Evidence", "Context"),
    "registry": ("Document", "BackgroundFact"),
}
"""Section -> the classes that its properties speak of; those of a claim that no part names stand in the first."""
CONCLUDED, BEHAVIOUR = "concluded", "behaviour"
"""Sections of properties without such a domain: what follows from claims, and what is said of predicates."""


@dataclass(frozen=True)
class ClassNode:
    """A class with the classes below it and, where it is a closed set, its members.

    `also` are what it is a kind of besides the class that it stands below: further classes of ours by name, classes
    of other vocabularies as compact IRIs.
    """

    name: str
    below: tuple[ClassNode, ...]
    members: tuple[str, ...]
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Usage:
    """A predicate with the number of claims that use it and one of them; None where there is none."""

    predicate: Predicate
    claims: int
    example: ClaimRow | None


def class_tree(vocabulary: Vocabulary) -> tuple[ClassNode, ...]:
    """The classes that stand under none, each with what is below it; each class once, under its first parent."""
    below: dict[str, list[str]] = {}
    for name, found in sorted(vocabulary.classes.items()):
        below.setdefault(found.parents[0] if found.parents else "", []).append(name)

    def node(name: str) -> ClassNode:
        found = vocabulary.classes[name]
        return ClassNode(
            name=name,
            below=tuple(node(child) for child in below.get(name, ())),
            members=vocabulary.individuals.get(name, ()),
            also=(*found.parents[1:], *found.borrowed),
        )

    return tuple(node(name) for name in below.get("", ()))


def predicates_by_section(vocabulary: Vocabulary) -> dict[str, list[Predicate]]:
    """Every predicate in one section, by local name; the section of several kinds comes first."""
    found: dict[str, list[Predicate]] = {name: [] for name in (SEVERAL, *PREDICATE_SECTIONS)}
    for predicate in sorted(vocabulary.predicates.values(), key=lambda one: one.name):
        found[_section(vocabulary, predicate.domain, PREDICATE_SECTIONS) or SEVERAL].append(predicate)
    return found


def properties_by_section(vocabulary: Vocabulary) -> dict[str, list[Property]]:
    """Every property that no claim may use, in one section: a claim's as it is told, others by local name."""
    sections = (*CLAIM_PARTS, *PROPERTY_SECTIONS, CONCLUDED, BEHAVIOUR)
    found: dict[str, list[Property]] = {name: [] for name in sections}
    parts = {name: part for part, names in CLAIM_PARTS.items() for name in names}
    order = {name: place for place, name in enumerate(parts)}
    for name, one in sorted(vocabulary.properties.items(), key=lambda item: (order.get(item[0], 999), item[0])):
        other = BEHAVIOUR if one.annotation else CONCLUDED
        section = parts.get(name) or _section(vocabulary, one.domain, PROPERTY_SECTIONS) or other
        found[section].append(one)
    return found


def used_by_class(vocabulary: Vocabulary) -> dict[str, tuple[list[str], list[str]]]:
    """Class -> the predicates that claims about such a thing may use, and those that may lead to one."""
    found: dict[str, tuple[list[str], list[str]]] = {name: ([], []) for name in vocabulary.classes}
    for name, predicate in sorted(vocabulary.predicates.items()):
        for place, kinds in enumerate((predicate.domain, predicate.range)):
            for kind in kinds & found.keys():
                found[kind][place].append(name)
    return found


def ends(vocabulary: Vocabulary, one: Predicate | Property) -> tuple[frozenset[str], frozenset[str]]:
    """The classes that a predicate or property joins; those of its inverse, turned round, where it states none."""
    other = vocabulary.axioms[one.name].inverse
    back = vocabulary.predicates.get(other) or vocabulary.properties.get(other)
    if back is None:
        return one.domain, one.range
    return one.domain or back.range, one.range or back.domain


def things_by_class(at: Site) -> dict[str, list[str]]:
    """Class -> the ids of the graph's named things that are such, sorted; those of the classes below it too."""
    found: dict[str, list[str]] = {name: [] for name in at.vocabulary.classes}
    for thing in sorted(set(at.names.ids()) - at.silent):
        kinds = {kind for kind in at.names.kinds(thing) if kind in found}
        for kind in kinds.union(*(at.vocabulary.classes[kind].superclasses for kind in kinds)):
            found[kind].append(thing)
    return found


def _section(vocabulary: Vocabulary, domain: Iterable[str], sections: Mapping[str, tuple[str, ...]]) -> str:
    kinds = tuple(domain)
    for name, classes in sections.items():
        if kinds and all(any(vocabulary.is_a(kind, wanted) for wanted in classes) for kind in kinds):
            return name
    return ""


def usages(at: Site) -> dict[str, Usage]:
    """How the claims of the graph use each predicate, by its local name."""
    counted = {row.text("predicate").removeprefix(AIF): row for row in rows(at.store, "predicates-in-use")}
    examples = {name: row.text("example").partition(" ")[2] for name, row in counted.items()}
    claims = claim_rows(at.store, list(examples.values()))
    return {
        name: Usage(
            predicate,
            counted[name].whole("claims") if name in counted else 0,
            claims.get(examples.get(name, "")),
        )
        for name, predicate in at.vocabulary.predicates.items()
    }


def term_definition(name: str) -> Markup:
    """The definition of a term in the reader's language; the terms that it names lead to theirs."""
    vocabulary = site().vocabulary
    parts: list[Markup] = []
    after = 0
    text = vocabulary.definition(name, language())
    for match in _TERM.finditer(text):
        if match[1] in vocabulary.labels:
            parts.append(escape(text[after : match.start()]))
            parts.append(Markup('<a href="#{}"><code>{}</code></a>').format(match[1], match[0]))
            after = match.end()
    return Markup("").join((*parts, escape(text[after:])))
