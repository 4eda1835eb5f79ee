"""Claims about one thing side by side: who says what, as of when, on which instrument, and how they differ."""

from __future__ import annotations

import difflib
from dataclasses import replace

from flask import Blueprint, Response, render_template, request
from pyoxigraph import NamedNode

from ontology.namespaces import AIF, ID
from queries.answer import Answer, ask
from queries.claim_rows import ClaimRow, claim_rows
from queries.registry import question
from queries.wording import time_words
from webui.clocks import applying
from webui.comparing.axis import axis
from webui.comparing.comparable import points
from webui.comparing.comparison import differences, disagreements, lanes, touching, voices
from webui.comparing.disputes import ASKED, by_claim, comparison_address
from webui.comparing.strips import strips
from webui.comparing.words import drawn_name, drawn_value, told_value
from webui.errors import problem
from webui.language import language, translate
from webui.pages.unknown import unknown_thing
from webui.records.report_card import worst_status
from webui.site import Site, site
from webui.views import rows
from webui.words.naming import term_name
from webui.words.telling import number

MOST_DRAWN = 40
"""Claims that the drawings show; the table has them all."""
PARAMETERS = ("tolerance", "points")

blueprint = Blueprint("compare", __name__)
for _filter in (told_value, drawn_value, drawn_name):
    blueprint.add_app_template_filter(_filter)


@blueprint.get("/compare")
def compare() -> str | Response:
    """The claims on one point; without a predicate or a thing the points to choose from."""
    at = site()
    subject = request.args.get("subject", "").strip().removeprefix(ID)
    predicate = request.args.get("predicate", "").strip().removeprefix(AIF).removeprefix("aif:")
    if subject and subject not in at.names:
        return unknown_thing(subject)
    if predicate and predicate not in at.vocabulary.predicates:
        return unknown_predicate(at, subject, predicate)
    asked = question(ASKED)
    given = {name: text for name in PARAMETERS if (text := request.args.get(name, "").strip())}
    answer = ask(replace(at.source, store=at.store), asked, given | applying(asked))
    if not (subject and predicate):
        return _points_page(at, subject, predicate, answer)
    return _point_page(at, subject, predicate, answer)


def unknown_predicate(at: Site, subject: str, predicate: str) -> Response:
    """404 with the predicates that are near, by name or by label."""
    labels = {term_name(name).casefold(): name for name in at.vocabulary.predicates}
    by_name = {name.casefold(): name for name in at.vocabulary.predicates}
    near = [by_name[name] for name in difflib.get_close_matches(predicate.casefold(), by_name, n=5)]
    near += [labels[label] for label in difflib.get_close_matches(predicate.casefold(), labels, n=5)]
    return problem(
        404,
        "unknown-predicate",
        translate("No such predicate"),
        translate("This graph has no predicate named %(name)s.") % {"name": predicate},
        translate("The ontology lists all predicates."),
        suggestions=[
            {"id": name, "url": _address(subject, name), "label": term_name(name)} for name in dict.fromkeys(near)
        ],
    )


def _address(subject: str, predicate: str) -> str:
    return comparison_address(subject, predicate) if subject else f"/compare?predicate={predicate}"


def _points_page(at: Site, subject: str, predicate: str, answer: Answer) -> str:
    found = [
        point
        for point in points(at, differences(answer.rows))
        if point.subject == (subject or point.subject) and point.predicate == (predicate or point.predicate)
    ]
    return render_template(
        "compare_points.html",
        subject=subject,
        predicate=predicate,
        differing=[point for point in found if point.kinds],
        others=[point for point in found if not point.kinds and (point.claims > 1 or subject)],
    )


def _point_page(at: Site, subject: str, predicate: str, answer: Answer) -> str:
    there = [
        row.id("claim") for row in rows(at.store, "claims-on-point", subject=[subject], predicate=[AIF + predicate])
    ]
    own = claim_rows(at.store, there)
    found = touching(differences(answer.rows), own)
    against = claim_rows(at.store, (claim for one in found for claim in one.claims if claim not in own))
    told = own | against
    drawn = [*list(own.values())[:MOST_DRAWN], *against.values()]
    return render_template(
        "compare.html",
        subject=subject,
        predicate=predicate,
        own=own,
        claims=told,
        against=by_claim(found),
        disagreements=disagreements(found, told),
        single_valued=at.vocabulary.predicates[predicate].single_valued,
        kinds=list(dict.fromkeys(kind for difference in found for kind in difference.kinds)),
        definition=lambda kind: at.vocabulary.definition(kind, language()),
        voices=len(voices(own.values())),
        documents=len({row.thing("foundIn") for row in own.values()}),
        axis=axis(lanes(drawn)),
        strips=strips(drawn),
        left_out=len(told) - len(drawn),
        statuses={claim: status_of(at, row) for claim, row in told.items()},
        parameters={name: answer.bound.given[name] for name in PARAMETERS},
        asked_parameters=[one for one in answer.question.parameters if one.name in PARAMETERS],
        asked={**answer.bound.given, "subject": subject},
        number_words=number,
        tick_words=lambda words: time_words(words, language()),
    )


def status_of(at: Site, row: ClaimRow) -> str:
    """How the evidence of a claim stands in the texts at hand: as its worst span."""
    spans = at.snapshot.report["spans"]
    evidence = (term.value.removeprefix(ID) for term in row.all("hasEvidence") if isinstance(term, NamedNode))
    return worst_status({spans[span]["status"] for span in evidence if span in spans})
