"""The page of a thing: its names, its relations, what is claimed about it, where its names come from."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, render_template
from werkzeug.wrappers import Response as BaseResponse

from graph.names import Said
from ontology.namespaces import AIF, SKOS
from queries.question import Parameter, Question
from queries.registry import questions
from webui.language import canonical
from webui.pages.unknown import unknown_thing
from webui.records.figures import of_model
from webui.records.relations import chain, relations
from webui.records.statements import statements
from webui.site import Site, site
from webui.views import ViewRow, holds, rows
from webui.words.definitions import definition
from webui.words.naming import said

SITES = (
    ("Wikidata", "wikidata.org/entity/"),
    ("DBpedia", "dbpedia.org/resource/"),
    ("Hugging Face", "huggingface.co/"),
    ("GitHub", "github.com/"),
)

blueprint = Blueprint("entity", __name__)


@dataclass(frozen=True)
class Match:
    """The same or a close thing in another data set: how it matches, whose it is, its id there, its address."""

    how: str
    site: str
    id: str
    iri: str


@blueprint.get("/page/<kind>/<slug>")
def entity(kind: str, slug: str) -> str | Response | BaseResponse:
    """The page of anything but a claim or a document."""
    thing = f"{kind}/{slug}"
    at = site()
    if thing not in at.names or not holds(at.store, "exists", thing=[thing]):
        return unknown_thing(thing)
    kinds = at.names.kinds(thing)
    joined, together = relations(at, thing)
    literals = rows(at.store, "thing-literals", thing=[thing])
    is_organization = any(at.vocabulary.is_a(own, "Organization") for own in kinds)
    return render_template(
        "entity.html",
        thing=thing,
        kinds=kinds,
        other_names=other_names(at, thing),
        definition=definition(literals),
        relations=joined,
        together=together,
        concluded=[
            (predicate_of(row), row.id("object")) for row in rows(at.store, "thing-concluded", thing=[thing])
        ],
        disputed=[
            (predicate_of(row), row.text("single") == "true")
            for row in rows(at.store, "thing-disputed", thing=[thing])
        ],
        chain=[reached for reached in chain(at, thing) if reached.onward] if is_organization else [],
        statements=statements(at, thing),
        asserts=rows(at.store, "assertions-by-document", thing=[thing]),
        facts=rows(at.store, "thing-facts", thing=[thing]),
        names=rows(at.store, "thing-names", thing=[thing]),
        matches=matches(literals),
        questions=fitting_questions(at, thing),
        walkable=thing in at.walk,
        tables=rows(at.store, "instrument-tables", instrument=[thing]) if kind == "instrument" else [],
        lists=rows(at.store, "instrument-lists", instrument=[thing]) if kind == "instrument" else [],
        figures=of_model(at, thing) if kind == "model" else ([], []),
    )


def predicate_of(row: ViewRow) -> str:
    """The local name of the predicate in a row."""
    return row.text("predicate").removeprefix(AIF)


def other_names(at: Site, thing: str) -> list[Said]:
    """The labels in other scripts and languages than the one in the title, each spelling once."""
    title = said(thing)
    order = {"zh-hant": 0, "en": 1, "zh-hans": 2}
    labels = sorted(at.names.all_labels(thing).items(), key=lambda item: (order.get(item[0], 9), item[0]))
    found: dict[str, Said] = {}
    for tag, text in labels:
        if text != title.text:
            found.setdefault(text, Said(text, canonical(tag)))
    return list(found.values())


def matches(literals: list[ViewRow]) -> list[Match]:
    """Identifiers in other data sets, as links/ has them."""
    found = []
    for row in literals:
        how = row.text("property").removeprefix(SKOS)
        if not how.endswith("Match"):
            continue
        iri = row.text("value")
        name, rest = next(((name, iri.partition(mark)[2]) for name, mark in SITES if mark in iri), ("", iri))
        found.append(Match(how, name, rest, iri))
    return found


def fitting_questions(at: Site, thing: str) -> list[tuple[Question, str]]:
    """Named questions that take a thing of this class, with the parameter that takes it."""
    found: list[tuple[Question, str]] = []
    for question in questions().values():
        for parameter in question.parameters:
            if parameter.type != "iri" or parameter.kind == "Claim":
                continue
            if any(other.required for other in question.parameters if other is not parameter):
                continue
            if _takes(at, parameter, thing):
                found.append((question, parameter.name))
                break
    return found


def _takes(at: Site, parameter: Parameter, thing: str) -> bool:
    if parameter.values:
        return thing in parameter.values
    if parameter.kind in (None, "Thing"):
        return True
    return any(at.vocabulary.is_a(own, str(parameter.kind)) for own in at.names.kinds(thing))
