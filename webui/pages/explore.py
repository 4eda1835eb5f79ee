"""The explorer: a picture of a part of the graph, the same edges as a table, the claims of an edge, paths."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request

from graph.analysis import Edge
from queries.claim_rows import ClaimRow, claim_rows
from queries.sentences import set_chinese
from webui.addresses import page
from webui.clocks import carried
from webui.comparing.disputes import disputes
from webui.errors import problem
from webui.explorer.edge_proof import edge_proof, note, proof_json
from webui.explorer.network import Teller, ordered, picture
from webui.explorer.state import (
    DRAWN,
    FOLLOWED,
    HIDDEN,
    MOST_SLACK,
    Exploration,
    UnknownThingError,
    read_exploration,
)
from webui.explorer.subgraph import GraphPath, Subgraph, neighbours, visible
from webui.explorer.words import explorer_words, kind_words
from webui.language import language, translate
from webui.site import Site, site
from webui.suggestions import nearest_things
from webui.words.naming import plain_name, term_name
from webui.words.telling import plain_sentence

MOST_CHOICES = 500
"""With more things than this the path form suggests nothing while one types: the search page does."""

blueprint = Blueprint("explore", __name__)


@dataclass(frozen=True)
class View:
    """One state with what it shows."""

    state: Exploration
    shown: Subgraph

    def address(self, state: Exploration | None = None) -> str:
        """The address of a state (this one); the language goes along where the address gives it now."""
        return f"/explore?{(state or self.state).query(request.args.get('lang', ''))}"

    def data(self, path: str) -> str:
        """The address of something made from this state, in the language of this request."""
        return f"{path}?{self.state.query(language())}"

    def table(self) -> list[Edge]:
        """The edges shown, in the order of the picture's data."""
        return ordered(self.shown.edges, Teller(site().names, language()))

    @property
    def selected(self) -> Edge | None:
        """The edge whose claims are shown; it need not be among those drawn."""
        return find_edge(site(), self.state.edge.split(" "))


@blueprint.errorhandler(UnknownThingError)
def unknown(error: UnknownThingError) -> Response:
    """404 with the nearest things."""
    return problem(
        404,
        "unknown-thing",
        translate("Nothing here of that name"),
        translate("This graph knows nothing called %(name)s, or more than one thing.") % {"name": error.given},
        error.mend.said(language()),
        suggestions=[
            {"id": thing, "url": page(thing), "label": plain_name(thing)}
            for thing in nearest_things(site(), error.given)
        ],
    )


@blueprint.get("/explore")
def explore() -> str:
    """The page."""
    return _page(_view(site()))


@blueprint.get("/explore/path")
def path() -> str | Response:
    """The page with the short paths between two things."""
    view = _view(site())
    return _page(view) if view.state.has_path else _ends_missing()


@blueprint.get("/explore/graph.json")
def graph() -> Response:
    """The picture as data for vis-network."""
    at = site()
    view = _view(at)
    return jsonify(picture(view.shown, view.state, Teller(at.names, language()), explorer_words(), disputes(at)))


@blueprint.get("/explore/edge.json")
def edge() -> Response:
    """One edge with its claims."""
    at = site()
    parts = [request.args.get(name, "") for name in ("source", "predicate", "target")]
    found = find_edge(at, parts)
    if found is None:
        return problem(
            404,
            "unknown-edge",
            translate("No such edge"),
            translate("No edge of this graph is called %(edge)s.") % {"edge": " ".join(parts)},
            translate("Follow the links of %(address)s.") % {"address": "/explore/graph.json"},
        )
    return jsonify(proof_json(at, edge_proof(at, found)))


@blueprint.get("/explore/path.json")
def path_data() -> Response:
    """The short paths between two things, with the claims of each edge."""
    at = site()
    view = _view(at)
    state, paths = view.state, view.shown.paths
    if not state.has_path:
        return _ends_missing()
    told = _claims_along(at, paths)
    return jsonify(
        {
            "from": state.start,
            "to": state.goal,
            "slack": state.slack,
            "paths": [[[_edge_json(each, told) for each in step] for step in way] for way in paths],
            "why": no_path(at, state),
            "explore": carried(view.address()),
        }
    )


@blueprint.get("/explore/edges.<any(csv, json):form>")
def edges(form: str) -> Response:
    """The edges that a state shows, as a table to keep."""
    at = site()
    ends = ("source", "source_label", "predicate", "predicate_label", "target", "target_label")
    head = (*ends, "kind", "claims", "disputed")
    differing = disputes(at)
    body = [
        (
            *(each.source, plain_name(each.source), each.predicate, term_name(each.predicate)),
            *(each.target, plain_name(each.target), each.kind, " ".join(each.claims)),
            any(claim in differing for claim in each.claims),
        )
        for each in _view(at).table()
    ]
    if form == "json":
        listed = [dict(zip(head, row, strict=True)) for row in body]
        response = jsonify({"snapshot": at.snapshot.version, "edges": listed})
    else:
        out = io.StringIO()
        csv.writer(out).writerows([head, *((*row, str(apart).lower()) for *row, apart in body)])
        response = Response(out.getvalue(), content_type="text/csv; charset=utf-8")
    name = f"edges-{at.snapshot.version[:16]}.{form}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _view(at: Site) -> View:
    state = read_exploration(request.args.to_dict(), at.walk, at.names, at.search)
    return View(state, visible(at.walk, state))


def find_edge(at: Site, parts: list[str]) -> Edge | None:
    """The edge with this source, predicate and target; None where there is none."""
    known = len(parts) == 3 and parts[0] in at.walk and parts[2] in at.walk
    return at.walk.edge(*parts) if known else None


def _claims_along(at: Site, paths: tuple[GraphPath, ...]) -> dict[str, ClaimRow]:
    return claim_rows(at.store, (c for way in paths for step in way for each in step for c in each.claims))


def _edge_json(each: Edge, told: dict[str, ClaimRow]) -> dict[str, Any]:
    claims = [
        {"id": name, "url": carried(page(name)), "sentence": plain_sentence(told[name])}
        for name in each.claims
        if name in told
    ]
    ends = {"source": each.source, "predicate": each.predicate, "target": each.target}
    return {**ends, "kind": each.kind, "claims": claims}


def _ends_missing() -> Response:
    return problem(
        400,
        "path-ends",
        translate("A path needs two ends"),
        translate("Give from= and to=, each the id or the name of a thing."),
        "/explore/path?from=app/doubao&to=family/qwen",
    )


def no_path(at: Site, state: Exploration) -> str | None:
    """Why nothing joins the two ends of a path; None where something does, or where no path was asked for."""
    if not state.has_path:
        return None
    lone = [thing for thing in (state.start, state.goal) if thing not in at.walk]
    if state.start == state.goal:
        return translate("Both ends are the same thing.")
    if lone:
        names = ", ".join(plain_name(thing) for thing in lone)
        said = translate("No edge touches %(names)s: what is said of it is no relation to walk along.")
        return said % {"names": names}
    if not at.walk.paths(state.start, state.goal):
        return translate("No chain of edges leads from one to the other: no source joins them.")
    return None


def heading(state: Exploration) -> str:
    """What the page is headed: the ends of a path, else what is in focus."""
    if state.has_path:
        said = translate("From %(start)s to %(goal)s") % {
            "start": plain_name(state.start),
            "goal": plain_name(state.goal),
        }
    elif state.focus:
        things = ", ".join(plain_name(thing) for thing in state.focus)
        said = translate("Around %(things)s") % {"things": things}
    else:
        return translate("Explorer")
    return set_chinese(said) if language().startswith("zh") else said


def _page(view: View) -> str:
    at, state, shown = site(), view.state, view.shown
    selected = view.selected
    proof = edge_proof(at, selected) if selected else None
    choices = sorted(neighbours(at.walk, True), key=lambda thing: (plain_name(thing).casefold(), thing))
    return render_template(
        "explore.html",
        heading=heading(state),
        view=view,
        state=state,
        shown=shown,
        proof=proof,
        note=note(proof.edge, at.names, proof.sources) if proof else "",
        why_no_path=no_path(at, state),
        path_claims=_claims_along(at, shown.paths),
        kinds=kind_words(),
        disputed=disputes(at),
        words=explorer_words(),
        names=at.names,
        choices=choices if len(choices) <= MOST_CHOICES else [],
        dotted_choices=(
            (HIDDEN, translate("hide them")),
            (DRAWN, translate("draw them between things shown")),
            (FOLLOWED, translate("follow them as well")),
        ),
        slacks=range(MOST_SLACK + 1),
    )
