"""What belongs to the SPARQL page besides the endpoint: what its editor asks, the picture of a graph, idioms."""

from __future__ import annotations

from dataclasses import asdict, replace

from flask import Blueprint, Response, jsonify, render_template, request

from ontology.namespaces import AIF
from queries.idioms import idioms
from queries.outside.errors import OutsideQueryError
from webui.endpoint import results
from webui.endpoint.completion import suggestions
from webui.endpoint.formats import N_TRIPLES
from webui.endpoint.hints import notes
from webui.endpoint.page import address
from webui.endpoint.picture import picture_of
from webui.endpoint.problems import query_problem
from webui.endpoint.request import LONGEST_BODY, Asked, RequestRefusedError, body_within, read_request
from webui.endpoint.results import read_results
from webui.errors import problem
from webui.language import language, translate
from webui.pages.sparql import as_seen_from_elsewhere, whole
from webui.site import site
from webui.words.naming import plain_name, term_name

LONGEST_NAME = 200
"""Characters of a name that are looked at."""

blueprint = Blueprint("sparql_editor", __name__)
blueprint.before_request(as_seen_from_elsewhere)


@blueprint.route("/sparql/check", methods=["GET", "POST"])
def check() -> Response:
    """Whether the query can be read and run: {"ok": true}, or what is wrong, where, and the mend. It is not run.

    `notes` are remarks on names that the graph does not have, each with its place.
    """
    request.max_form_memory_size = LONGEST_BODY
    body_within(request.environ, LONGEST_BODY)
    query = request.values.get("query", "")
    found = site().reader().fault(query) if query.strip() else None
    if found is None:
        remarks = [{**asdict(note), "severity": "warning"} for note in notes(query, site())]
        return jsonify(ok=True, notes=remarks)
    told = query_problem(found.error, Asked(query).added_lines)
    return jsonify(
        ok=False,
        line=found.line,
        column=found.column,
        end=found.end,
        title=told.title,
        message=told.detail,
        spoken=told.spoken,
        mend=told.mend,
    )


@blueprint.get("/sparql/complete")
def complete() -> Response:
    """Names that begin with, or are called, what was typed: `prefix`, at a place of a triple (`at`, `of`)."""
    given = {name: request.args.get(name, "")[:LONGEST_NAME] for name in ("prefix", "at", "of")}
    found = suggestions(site(), given["prefix"], given["at"], given["of"], language())
    return jsonify([asdict(each) for each in found])


@blueprint.get("/sparql/graph.json")
def graph() -> Response:
    """The graph that a CONSTRUCT or DESCRIBE makes, as data for the explorer's module."""
    at, asked = site(), None
    try:
        asked = read_request(request.environ)
        if asked is None or asked.form not in ("CONSTRUCT", "DESCRIBE"):
            return _no_graph()
        kept = whole(replace(asked, format="html"))  # as the page has it, and so from the cache where it was shown
    except (OutsideQueryError, RequestRefusedError) as error:
        told = query_problem(error, asked.added_lines if asked else 0)
        return problem(told.status, told.kind, told.title, told.detail, told.mend, **told.more)
    if len(kept.body) > results.MOST_READ:
        return _too_large(len(kept.body))
    return jsonify(picture_of(read_results(kept.body, N_TRIPLES), at))


@blueprint.get("/sparql/edge.json")
def edge() -> Response:
    """A triple that stands in an answer and is no edge of the graph, in the form in which edges are told."""
    source, predicate, target = (request.args.get(name, "")[:2000] for name in ("source", "predicate", "target"))
    title = f"{_thing(source)} {_thing(predicate)} {_thing(target)}"
    note = translate("The query made this triple, or the graph states it without a claim.")
    return jsonify(title=title, note=note, claims=[], kind="answer", disputed=False, compare=None, shared=[])


@blueprint.get("/sparql/idioms")
def all_idioms() -> str:
    """Short queries that show how this graph is asked."""
    return render_template("sparql_idioms.html", idioms=idioms(), address=address)


def _no_graph() -> Response:
    return problem(
        400,
        "no-graph",
        translate("No picture of this"),
        translate("Only CONSTRUCT and DESCRIBE make a graph to draw."),
        translate("Send one as the parameter query=, in a form, or as the body."),
    )


def _too_large(size: int) -> Response:
    sizes = {"size": f"{size / (1 << 20):.1f}", "most": f"{results.MOST_READ / (1 << 20):.0f}"}
    said = translate("The result is too large for a picture (%(size)s MB of at most %(most)s MB).") % sizes
    title, mend = translate("The result is too large"), translate("Download it, or ask for less.")
    return problem(400, "result-too-large", title, said, mend, limit_bytes=results.MOST_READ)


def _thing(name: str) -> str:
    """What a thing of a picture is called in words."""
    return term_name(name.removeprefix(AIF)) if name.startswith(AIF) else plain_name(name)
