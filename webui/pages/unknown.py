"""What is said when a thing is not in the graph: 404 with the nearest that are, 410 for a claim taken back."""

from __future__ import annotations

from flask import Response

from ontology.namespaces import ID
from webui.addresses import address, page
from webui.clocks import clocks
from webui.errors import problem
from webui.language import translate
from webui.site import site
from webui.suggestions import nearest_things
from webui.views import holds
from webui.words.naming import differing, plain_name, said
from webui.words.telling import day_words


def unknown_thing(name: str) -> Response:
    """The answer for an id that the graph says nothing of."""
    at, found = site(), address(name)
    if found and found.thing.startswith("claim/") and holds(at.store, "withdrawn", claim=[found.thing]):
        return problem(
            410,
            "withdrawn",
            translate("This claim was withdrawn"),
            translate("%(name)s was accepted once and taken back. No answer uses it any more.") % {"name": name},
            translate("It is kept in the named graph %(graph)s.") % {"graph": "graph/withdrawn"},
        )
    if found and at.standing and holds(at.whole, "exists", thing=[found.thing]):
        return not_yet(found.thing)
    near = nearest_things(at, name)
    if name.startswith("claim/"):
        document = "document/" + name.split("/")[1]
        near = [document, *near][:5] if document in at.names else near
    return problem(
        404,
        "unknown-thing",
        translate("Nothing here of that name"),
        translate("This graph says nothing of %(name)s.") % {"name": name},
        translate("Search for it by any of its names."),
        suggestions=[suggestion(thing) for thing in near],
    )


def not_yet(name: str) -> Response:
    """The answer for what is in the graph, but not under the clocks of this request."""
    at = site()
    moment = at.history.moments.get(name)
    said_on = moment.said_on if moment else at.history.published.get(name) or at.history.observed.get(name)
    by = clocks().known_by
    if said_on is not None and by is not None and by < said_on:
        detail = translate("%(name)s was said on %(day)s, after the day that you go by.")
    elif said_on is not None:
        detail = translate("%(name)s, said on %(day)s, did not hold on the day that you go by.")
    else:
        detail = translate("Nothing had been said of %(name)s by the day that you go by.")
    return problem(
        404,
        "not-standing",
        translate("Not there on that day"),
        detail % {"name": plain_name(name), "day": day_words(said_on) if said_on else ""},
        translate("Choose another day, or leave the clocks."),
    )


def suggestion(thing: str) -> dict[str, str]:
    """A thing that may have been meant, for the JSON and the page."""
    name = said(thing)
    return {
        "id": thing,
        "iri": ID + thing,
        "url": page(thing),
        "label": name.text,
        "lang": differing(name.language),
    }
