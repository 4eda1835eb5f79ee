"""The SPARQL endpoint (SPARQL 1.1 Protocol, queries only) and its form for a browser."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request
from pyoxigraph import RdfFormat, parse, serialize

from ontology.namespaces import PREFIXES
from queries.binding import ParameterError, bind
from queries.outside.errors import OutsideQueryError
from queries.outside.guard import query_form
from queries.outside.pool import Outcome, WorkerPool
from queries.question import Question
from queries.registry import questions
from webui.endpoint.problems import QueryProblem, query_problem
from webui.endpoint.request import (
    FORMATS,
    LONGEST,
    N_TRIPLES,
    PAGE,
    QUERY,
    RDF_XML,
    TURTLE,
    Asked,
    RequestRefusedError,
    media_type,
    offered,
    read_request,
)
from webui.endpoint.results import MOST_SHOWN, ResultTable, result_table
from webui.errors import problem
from webui.language import language, translate
from webui.negotiation import choose
from webui.site import Site, site

ENDPOINT = "/sparql"
METHODS = ("GET", "HEAD", "POST", "OPTIONS")
TRUNCATED, PREFIXES_ADDED, VERSION = "X-Truncated", "X-Prefixes-Added", "X-Snapshot"
_DESCRIPTION = Path(__file__).parent.parent / "endpoint" / "service-description.ttl"
_DESCRIBED_IN = {TURTLE: RdfFormat.TURTLE, N_TRIPLES: RdfFormat.N_TRIPLES, RDF_XML: RdfFormat.RDF_XML}

blueprint = Blueprint("sparql", __name__)


@blueprint.after_request
def share(response: Response) -> Response:
    """Let pages of other sites read answers: there are no credentials, and nothing is written."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = f"{TRUNCATED}, {PREFIXES_ADDED}, {VERSION}"
    response.headers[VERSION] = site().snapshot.version
    response.vary.update(("Accept", "Origin"))
    return response


@blueprint.route(ENDPOINT, methods=["OPTIONS"], provide_automatic_options=False)
def options() -> Response:
    """What a page of another site may do (the preflight of CORS)."""
    response = Response(status=204)
    response.headers["Allow"] = ", ".join(METHODS)
    response.headers["Access-Control-Allow-Methods"] = ", ".join(METHODS)
    response.headers["Access-Control-Allow-Headers"] = "Accept, Content-Type"
    response.headers["Access-Control-Max-Age"] = "86400"
    return response


@blueprint.route(ENDPOINT, methods=["GET", "POST"], provide_automatic_options=False)
def sparql() -> Response:
    """Answer a query; without one, the form for a browser and the service description for a program."""
    # In a form each byte may take three characters.
    request.max_content_length = LONGEST if request.mimetype == QUERY else 3 * LONGEST
    request.max_form_memory_size = 3 * LONGEST
    asked = None
    try:
        asked = read_request(request)
        return _answer(asked) if asked else _without_query()
    except (OutsideQueryError, RequestRefusedError) as error:
        return _refusal(query_problem(error, len(asked.added) if asked else 0), asked)


def _answer(asked: Asked) -> Response:
    form = query_form(asked.query)
    found = media_type(asked, request.headers.get("Accept", ""), form)
    if found is None:
        detail = translate("A %(form)s query is answered in none of the forms asked for.") % {
            "form": form or "SELECT"
        }
        mend = translate("Ask for one of: %(forms)s") % {"forms": ", ".join(offered(form))}
        return _refusal(QueryProblem(406, "not-acceptable", translate("No such form"), detail, mend), asked)
    wanted, written = found
    settings = site().settings
    budget = min(asked.timeout or settings.query_seconds, settings.query_seconds)
    outcome = workers(site()).run(asked.prefixed, written, budget, settings.query_rows)
    if wanted == PAGE:
        table = result_table(outcome.body, written, site().names, language())
        response = _page(asked, table=table, outcome=outcome)
    else:
        response = Response(outcome.body, content_type=_with_charset(wanted))
        if asked.format:
            name = f"sparql-{site().snapshot.version[:16]}.{asked.format}"
            response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    if outcome.truncated:
        response.headers[TRUNCATED] = f"rows={outcome.rows}"
    if asked.added:
        response.headers[PREFIXES_ADDED] = ", ".join(asked.added)
    return response


def _with_charset(kind: str) -> str:
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


def _without_query() -> Response:
    """The form, the service description, or, for a client that takes neither, what is missing."""
    wanted = choose(request.headers.get("Accept", ""), (*_DESCRIBED_IN, PAGE))
    if request.method == "POST" or wanted is None:
        raise RequestRefusedError(
            400,
            "no-query",
            translate("There is no query."),
            translate("Send one as the parameter query=, in a form, or as the body."),
        )
    if wanted == PAGE:
        return _page(None)
    described = parse(path=_DESCRIPTION, format=RdfFormat.TURTLE, base_iri=request.base_url)
    prefixes = {"sd": "http://www.w3.org/ns/sparql-service-description#", "dct": PREFIXES["dct"]}
    body = serialize((quad.triple for quad in described), format=_DESCRIBED_IN[wanted], prefixes=prefixes)
    return Response(body, content_type=_with_charset(wanted))


def _refusal(found: QueryProblem, asked: Asked | None) -> Response:
    """A problem; for a browser on the form, so that the query is still there to be mended."""
    if choose(request.headers.get("Accept", ""), ("application/problem+json", PAGE)) == PAGE and not (
        asked and asked.format
    ):
        response = _page(asked, problem=found)
        response.status_code = found.status
    else:
        response = problem(found.status, found.kind, found.title, found.detail, found.mend, **found.more)
    if found.retry_after:
        response.headers["Retry-After"] = str(found.retry_after)
    return response


def _page(
    asked: Asked | None,
    *,
    table: ResultTable | None = None,
    outcome: Outcome | None = None,
    problem: QueryProblem | None = None,
) -> Response:
    at = site()
    query = asked.query if asked else ""
    downloads = {}
    if outcome is not None:
        kinds = offered(query_form(query))
        downloads = {
            name: _address(query, name) for name, kind in FORMATS.items() if kind in kinds and kind != PAGE
        }
    page = render_template(
        "sparql.html",
        query=query,
        asked=asked,
        table=table,
        outcome=outcome,
        problem=problem,
        most_shown=MOST_SHOWN,
        downloads=downloads,
        permalink=_address(query) if query else "",
        examples=[(question, _address(_example(question, at))) for question in questions().values()],
        budget=at.settings.query_seconds,
        row_cap=at.settings.query_rows,
        prefixes=PREFIXES,
    )
    return Response(page, content_type="text/html; charset=utf-8")


def _address(query: str, form: str = "") -> str:
    return f"{ENDPOINT}?{urlencode({'query': query, **({'format': form} if form else {})})}"


def _example(question: Question, at: Site) -> str:
    """A named question with the values of its own examples, or open where this graph has none of them."""
    given = {p.name: p.example for p in question.parameters if p.required and p.example}
    try:
        return bind(question, given, at.names).query
    except ParameterError:
        return question.query.bind({})


def workers(at: Site) -> WorkerPool:
    """The workers for this request: those that see the private layer only for who may see it.

    A page of another site reads answers through the visitor's browser, and so does not get to query the quotes that
    this server shows to the visitor alone.
    """
    origin = request.headers.get("Origin")
    ours = origin is None or origin == request.host_url.rstrip("/")
    return at.workers(overlay=at.overlay and ours)
