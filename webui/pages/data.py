"""The data of a thing as RDF: what the public layer says of it, its claims with their evidence by reference."""

from __future__ import annotations

from flask import Blueprint, Response, request
from pyoxigraph import Triple
from werkzeug.wrappers import Response as BaseResponse

from graph.serialise import MEDIA_TYPES, write
from graph.snapshot import program_version
from ontology.namespaces import ID
from webui.addresses import address
from webui.clocks import clocks, parameters
from webui.errors import problem
from webui.language import translate
from webui.pages.unknown import unknown_thing
from webui.records.figures import is_private
from webui.site import Site, site
from webui.views import holds, rows, triples

blueprint = Blueprint("data", __name__)


@blueprint.get("/data/<path:name>")
def data(name: str) -> BaseResponse:
    """/data/TYPE/SLUG.ENDING; a client that has this version already is told so (304)."""
    thing, _, ending = name.rpartition(".")
    at, found = site(), address(thing)
    if ending not in MEDIA_TYPES:
        return unknown_thing(name)
    if found is None or found.thing != thing or not holds(at.store, "exists", thing=[thing]):
        return unknown_thing(thing)
    if is_private(at, thing):
        return not_passed_on()
    # The public layer, the program and the clocks decide every byte.
    days = "".join(f"-{name}={day}" for name, day in parameters(clocks()).items())
    tag = f"{at.snapshot.version[:32]}-{program_version()}-{ending}{days}"
    if request.if_none_match.contains(tag):
        response = Response(status=304)
    else:
        # Who asks only for the head need not wait for the body.
        head_only = request.method == "HEAD"
        response = Response("" if head_only else write(thing_triples(at, thing), ending))
        if head_only:
            response.headers.pop("Content-Length", None)
        response.content_type = f"{MEDIA_TYPES[ending]}; charset=utf-8"
    response.set_etag(tag)
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Link"] = f'<{ID}{thing}>; rel="describes"'
    return response


def not_passed_on() -> BaseResponse:
    """The answer for figures that this copy shows and that may not be handed on as data."""
    return problem(
        403,
        "not-passed-on",
        translate("Not passed on"),
        translate("These figures may not be passed on. This copy shows them; there is no data of them to fetch."),
        translate("Get them from their source; its address stands on the page of the table."),
    )


def thing_triples(at: Site, thing: str) -> list[Triple]:
    """What the public layer says of a thing: of a claim its evidence too, of others their names and claims."""
    if thing.startswith("claim/"):
        return triples(at.store, "claims-graph", claim=[thing])
    if thing.startswith(("observation/", "records/")):
        return sorted(triples(at.store, "figure-graph", thing=[thing]), key=str)
    found = set(triples(at.store, "thing-graph", thing=[thing]))
    if thing.startswith("dataset/"):
        found.update(triples(at.store, "figure-graph", thing=[thing]))
    claims = {row.id("claim") for row in rows(at.store, "claims-with-thing", thing=[thing])}
    if thing.startswith("document/"):
        claims |= {row.id("claim") for row in rows(at.store, "claim-order", document=[thing])}
    if claims:
        found.update(triples(at.store, "claims-graph", claim=sorted(claims)))
    return sorted(found, key=str)
