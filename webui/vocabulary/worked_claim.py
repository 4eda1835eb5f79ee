"""How a claim is built, shown on one of the graph: its nodes with every property, and the same as Turtle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup, escape
from pyoxigraph import Literal, NamedNode, Triple

from graph.serialise import turtle
from graph.store import Term
from ontology.namespaces import AIF, ID, compact
from queries.claim_rows import ClaimRow, claim_rows
from webui.addresses import page
from webui.answers.tables import claim_link
from webui.language import translate
from webui.pages.data import thing_triples
from webui.site import Site
from webui.views import rows
from webui.vocabulary.conclusions import term_link
from webui.vocabulary.terms import CLAIM_PARTS
from webui.words.naming import in_language, link
from webui.words.telling import day, number

Field = tuple[str, tuple[Markup, ...]]
"""A property (local name, or compact IRI of another vocabulary) with its values."""
EVIDENCE_FIELDS = ("oa:hasSource", "oa:start", "oa:end", "exactDigest", "foldedOffset", "foldedSize")
CONTEXT_FIELDS = ("contextOf", "oa:start", "oa:end", "foldedLength", "foldedDigest")


@dataclass(frozen=True)
class Part:
    """A part of the claim: its name (of CLAIM_PARTS, or evidence, context) and its properties with their values."""

    name: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class WorkedClaim:
    """A claim, taken apart."""

    row: ClaimRow
    parts: tuple[Part, ...]
    turtle: str


def worked_claim(at: Site) -> WorkedClaim | None:
    """The claim of the graph that shows most, taken apart; None where no claim has a number and a time."""
    chosen = next((row.id("claim") for row in rows(at.store, "fullest-claim")), None)
    if chosen is None:
        return None
    row = claim_rows(at.store, [chosen])[chosen]
    triples = thing_triples(at, chosen)
    parts = [Part(name, _told(row.fields, names)) for name, names in CLAIM_PARTS.items()]
    main = row.iri("mainEvidence") or ""
    about = _of(triples, main)
    position, context = _first(about, "oa:hasSelector"), _first(about, "inContext")
    parts += [
        Part("evidence", _told({**about, **_of(triples, position)}, EVIDENCE_FIELDS)),
        Part("context", _told(_of(triples, context), CONTEXT_FIELDS)),
    ]
    return WorkedClaim(row, tuple(part for part in parts if part.fields), _turtle(tuple(triples)))


@lru_cache(maxsize=4)
def _turtle(triples: tuple[Triple, ...]) -> str:
    return turtle(triples)


def _of(triples: Iterable[Triple], subject: str) -> dict[str, tuple[Term, ...]]:
    """What the triples say of a subject: property (local name, or compact IRI) -> values."""
    found: dict[str, tuple[Term, ...]] = {}
    for triple in triples:
        if isinstance(triple.subject, NamedNode) and triple.subject.value == subject:
            iri = triple.predicate.value
            name = iri.removeprefix(AIF) if iri.startswith(AIF) else compact(iri)
            found[name] = (*found.get(name, ()), triple.object)
    return found


def _first(about: Mapping[str, tuple[Term, ...]], name: str) -> str:
    return next((term.value for term in about.get(name, ()) if isinstance(term, NamedNode)), "")


def _told(about: Mapping[str, tuple[Term, ...]], names: Iterable[str]) -> tuple[Field, ...]:
    return tuple((name, tuple(told(term) for term in about[name])) for name in names if about.get(name))


def told(term: Term) -> Markup:
    """A value as the page tells it: things and terms linked, figures and days in words, the rest as it stands."""
    if isinstance(term, NamedNode):
        if term.value.startswith(AIF):
            return term_link(term.value.removeprefix(AIF))
        name = term.value.removeprefix(ID)
        if "/evidence/" in name or "/context/" in name:
            short = "/".join(name.split("/")[-2:])
            return Markup('<a href="{}"><code>{}</code></a>').format(page(name), short)
        return claim_link(name) if name.startswith("claim/") else link(term.value)
    if not isinstance(term, Literal):
        return escape(str(term))
    kind = compact(term.datatype.value)
    if kind == "xsd:boolean":
        return escape(translate("yes") if term.value == "true" else translate("no"))
    if kind in ("xsd:integer", "xsd:decimal"):
        return escape(number(term.value))
    if kind == "xsd:date":
        return day(term.value)
    return in_language(term.value, term.language) if term.language else Markup("<code>{}</code>").format(term.value)
