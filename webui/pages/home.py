"""The first page: what this is, the headline answers with their voices, how fresh it is, where to go."""

from __future__ import annotations

from flask import Blueprint, render_template

from graph.analysis import Edge
from queries.answer import ask
from queries.registry import by_theme, question
from webui.answers.sentences import told
from webui.clocks import applying
from webui.site import Site, site
from webui.views import rows

HEADLINES = ("gap-claims", "open-weights-takeover", "open-weights-leaders")
STORY = ("org/bytedance", "app/doubao", "model/seed-thinking-v1.5")
"""Three things that one list item names together, and what joins them: the way into the explorer."""

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
def home() -> str:
    """The page."""
    at = site()
    headlines = [question(name) for name in HEADLINES]
    answers = [ask(at.source, each, applying(each)) for each in headlines]
    return render_template(
        "home.html",
        cards=[(answer.question, told(answer)) for answer in answers],
        counts=at.counts,
        evidence=at.evidence,
        story=_story(at),
        documents=rows(at.store, "documents"),
        tables=rows(at.store, "tables"),
        themes=by_theme(),
    )


def _story(at: Site) -> list[Edge]:
    """The edges among the things of the story; none where a part of it is missing."""
    return at.walk.between(STORY) if all(thing in at.walk for thing in STORY) else []
