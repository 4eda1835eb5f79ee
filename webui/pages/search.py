"""Search over labels and aliases in all scripts: a page, and suggestions while one types."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, render_template, request

from graph.search import MOST, Hit
from webui.addresses import page
from webui.clocks import carried
from webui.language import canonical
from webui.site import site
from webui.words.naming import term_name

SUGGESTED = 8
LONGEST = 200
"""Characters of a query that are looked at: names are shorter."""

blueprint = Blueprint("search", __name__)


@blueprint.get("/search")
def search() -> str:
    """The page of results."""
    words = _words()
    hits = site().search.find(words, MOST + 1)
    return render_template("search.html", words=words, hits=hits[:MOST], cut=len(hits) > MOST)


@blueprint.get("/search/suggest")
def suggest() -> Response:
    """The best few as JSON: a list of {"id", "url", "label", "lang", "type"}; label is the name that matched."""
    return jsonify([_suggestion(hit) for hit in site().search.find(_words(), SUGGESTED)])


def _words() -> str:
    return request.args.get("q", "").strip()[:LONGEST]


def _suggestion(hit: Hit) -> dict[str, str]:
    return {
        "id": hit.thing,
        "url": carried(page(hit.thing)),
        "label": hit.text,
        "lang": canonical(hit.language),
        "type": ", ".join(term_name(kind) for kind in hit.kinds),
    }
