"""The IRIs of things: /id/TYPE/SLUG leads to the page or to the data, by what the client accepts."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from graph.serialise import MEDIA_TYPES
from webui.addresses import address
from webui.errors import problem
from webui.language import LANGUAGES, translate
from webui.negotiation import choose
from webui.pages.unknown import unknown_thing
from webui.records.figures import records_page
from webui.site import site
from webui.views import holds

PAGE = "text/html"

blueprint = Blueprint("urls", __name__)


@blueprint.get("/id/<path:name>")
def dereference(name: str) -> BaseResponse:
    """303 to what tells of a thing, 404 for what is none, 406 where the client takes no form that there is."""
    at, found = site(), address(name)
    if found is None or not holds(at.store, "exists", thing=[name]):
        return varying(unknown_thing(name))
    wanted = choose(request.headers.get("Accept", ""), (PAGE, *MEDIA_TYPES.values()))
    if wanted is None:
        return varying(
            problem(
                406,
                "not-acceptable",
                translate("No such form"),
                translate("This thing is told of as a page and as RDF, in none of the forms asked for."),
                translate("Ask for one of: %(forms)s") % {"forms": ", ".join((PAGE, *MEDIA_TYPES.values()))},
            )
        )
    if wanted == PAGE:
        # The records of a group are told by a question, which says how they were counted.
        return varying(redirect(_with_language(records_page(at, found.thing) or found.page), 303))
    ending = next(ending for ending, kind in MEDIA_TYPES.items() if kind == wanted)
    return varying(redirect(found.data(ending), 303))


def _with_language(path: str) -> str:
    """The address with the language that this request asks for, before the anchor."""
    if request.args.get("lang") not in LANGUAGES:
        return path
    path, sign, anchor = path.partition("#")
    return f"{path}{'&' if '?' in path else '?'}{urlencode({'lang': request.args['lang']})}{sign}{anchor}"


def varying(response: BaseResponse) -> BaseResponse:
    """Tell caches that the answer depends on Accept."""
    response.vary.add("Accept")
    return response
