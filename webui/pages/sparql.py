"""The SPARQL endpoint's page, problems and description; results for programs are webui.endpoint.service's."""

from __future__ import annotations

from dataclasses import asdict
from typing import cast

from flask import Blueprint, Response, current_app, g, jsonify, request
from werkzeug.exceptions import HTTPException, NotFound

from queries.outside.errors import OutsideQueryError
from webui.endpoint import replies
from webui.endpoint.cache import Kept
from webui.endpoint.description import DESCRIBED_IN, service_description
from webui.endpoint.formats import PAGE, content_type
from webui.endpoint.hints import slow_parts
from webui.endpoint.page import sparql_page
from webui.endpoint.problems import QueryProblem, no_query, query_problem
from webui.endpoint.request import Asked, RequestRefusedError, body_within
from webui.endpoint.service import READ, Endpoint, Read, caps, negotiated, sees_overlay
from webui.errors import problem
from webui.negotiation import choose
from webui.site import site
from webui.succession import Succession

ENDPOINT = "/sparql"
METHODS = ("GET", "HEAD", "POST", "OPTIONS")
SLOW = ("query-timeout", "query-memory")
"""Kinds of problems that a faster form of the query may help."""
ALLOWED_HEADERS = "Accept, Accept-Language, Content-Type, If-None-Match"

blueprint = Blueprint("sparql", __name__)


def as_seen_from_elsewhere() -> None:
    """What a page of another site asks for is made of the public layer alone, names and hints included."""
    at = site()
    if at.overlay and not sees_overlay(request.environ, at):
        g.site = at.public()


blueprint.before_request(as_seen_from_elsewhere)


@blueprint.after_app_request
def share(response: Response) -> Response:
    """Let pages of other sites read answers: there are no credentials, and nothing is written.

    Of the whole application, for a method that nobody knows is refused by the router. The HTML page is for people.
    """
    if request.path.rstrip("/") not in (ENDPOINT, f"{ENDPOINT}/cancel"):
        return response
    at = site()
    told = dict(replies.shared(at.snapshot.version, caps(at)))
    if response.mimetype == PAGE:
        told = {name: value for name, value in told.items() if not name.startswith("Access-Control-")}
    response.headers.update(told)
    response.headers.setdefault("Cache-Control", "no-store")
    response.vary.update(("Accept", "Origin"))
    return response


@blueprint.route(ENDPOINT, methods=["OPTIONS"], provide_automatic_options=False)
def options() -> Response:
    """What a page of another site may do (the preflight of CORS)."""
    return _preflight(METHODS)


@blueprint.route(f"{ENDPOINT}/cancel", methods=["OPTIONS"], provide_automatic_options=False)
def cancel_options() -> Response:
    """As for the endpoint itself."""
    return _preflight(("POST", "OPTIONS"))


@blueprint.route(ENDPOINT, methods=["GET", "POST"], provide_automatic_options=False)
def sparql() -> Response:
    """The page of a query; without one, the form for a browser and the service description for a program.

    What was asked is in the environment: the request was read by the endpoint in front of the pages.
    """
    read: Read | None = request.environ.get(READ)
    if read is None:  # the router takes for this address what the endpoint does not: nobody has read the query
        raise NotFound
    if isinstance(read.error, HTTPException):
        raise read.error
    try:
        if read.error is not None:
            raise read.error
        return _answer(read.asked) if read.asked else _without_query()
    except (OutsideQueryError, RequestRefusedError) as error:
        return _refusal(query_problem(error, read.asked.added_lines if read.asked else 0), read.asked)


@blueprint.route(f"{ENDPOINT}/cancel", methods=["POST"], provide_automatic_options=False)
def cancel() -> Response:
    """End the query that was sent with `ticket`; 404 where none runs or waits.

    A page of another site cannot forge this: it would have to know the ticket, which only the query's sender does.
    """
    succession = cast(Succession, current_app.extensions["aifrontier.succession"])
    request.max_form_memory_size = 10_000
    body_within(request.environ, 10_000)
    if not succession.cancel(request.values.get("ticket", "")):
        return _refusal(query_problem(RequestRefusedError(404, "no-such-ticket"), 0), None)
    return jsonify(cancelled=True)


def _preflight(methods: tuple[str, ...]) -> Response:
    response = Response(status=204)
    del response.headers["Content-Type"]  # there is none
    response.headers["Allow"] = response.headers["Access-Control-Allow-Methods"] = ", ".join(methods)
    response.headers["Access-Control-Allow-Headers"] = ALLOWED_HEADERS
    response.headers["Access-Control-Max-Age"] = "86400"
    return response


def _answer(asked: Asked) -> Response:
    kept = whole(asked)
    response = _page(asked, outcome=kept)
    for name, value in replies.rows_told(kept.rows, kept.truncated):
        response.headers[name] = value
    if asked.added:
        response.headers[replies.PREFIXES_ADDED] = ", ".join(asked.added)
    return response


def _without_query() -> Response:
    """The form, the service description, or, for a client that takes neither, what is missing."""
    wanted = choose(request.headers.get("Accept", ""), (*DESCRIBED_IN, PAGE))
    if request.method == "POST" or wanted is None:
        return _refusal(no_query(), None)
    if wanted == PAGE:
        return _page(None)
    at = site()
    overlay = sees_overlay(request.environ, at)
    return Response(
        service_description(at, request.base_url.rstrip("/"), wanted, overlay=overlay),
        content_type=content_type(wanted),
    )


def _refusal(found: QueryProblem, asked: Asked | None) -> Response:
    """A problem; for a browser on the form, so that the query is still there to be mended."""
    if choose(request.headers.get("Accept", ""), ("application/problem+json", PAGE)) == PAGE and not (
        asked and asked.format
    ):
        response = _page(asked, problem=found)
        response.status_code = found.status
    else:
        faster = [asdict(note) for note in slow_parts(asked.query)] if asked and found.kind in SLOW else []
        mend = f"{faster[0]['message']} {faster[0]['mend']}" if faster else found.mend
        more = {**found.more, "hints": faster} if faster else found.more
        response = problem(found.status, found.kind, found.title, found.detail, mend, **more)
    if found.retry_after:
        response.headers["Retry-After"] = str(found.retry_after)
    return response


def whole(asked: Asked) -> Kept:
    """The answer to a query of this request, with the private layer only for who may see it; kept or run now."""
    at, endpoint = site(), cast(Endpoint, current_app.extensions["aifrontier.endpoint"])
    return endpoint.whole(negotiated(asked, request.environ, at, sees_overlay(request.environ, at)))


def _page(asked: Asked | None, *, outcome: Kept | None = None, problem: QueryProblem | None = None) -> Response:
    page = sparql_page(asked, outcome=outcome, written=outcome.media_type if outcome else "", problem=problem)
    return Response(page, content_type=content_type(PAGE))
