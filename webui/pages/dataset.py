"""The page of a table of figures: where it comes from, under which terms, what was left out, and its rows."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from webui.pages.entity import entity, fitting_questions, other_names
from webui.records.figures import SORTS, page_of, reason_words
from webui.records.statements import statements
from webui.site import Site, site
from webui.views import ViewRow, rows

blueprint = Blueprint("dataset", __name__)


@dataclass(frozen=True)
class Lists:
    """The records of one group on one instrument, counted the plain way, and how many entries they are among."""

    id: str
    instrument: str
    group: str
    entries: int
    records: int


@blueprint.get("/page/dataset/<slug>")
def dataset(slug: str) -> str | Response | BaseResponse:
    """The page of a table; a data set that is only spoken of has the page of a thing."""
    at, thing = site(), f"dataset/{slug}"
    heads = rows(at.store, "table", table=[thing])
    if not heads:
        return entity("dataset", slug)
    page = page_of(at, thing, request.args.get("sort", ""), _number(), request.args.get("row", ""))
    return render_template(
        "dataset.html",
        thing=thing,
        head=heads[0],
        other_names=other_names(at, thing),
        left_out=[
            (reason_words(row.text("reason")), row.whole("count"))
            for row in rows(at.store, "table-left-out", table=[thing])
        ],
        population=rows(at.store, "table-population", table=[thing]),
        reason=reason_words,
        page=page,
        sorts=_sorts(page.figures == ()),
        lists=_lists(at, thing, page.instruments),
        statements=statements(at, thing),
        questions=fitting_questions(at, thing),
        private=heads[0].text("passOn") == "false",
    )


def _number() -> int:
    text = request.args.get("page", "1")
    return int(text) if text.isdecimal() and len(text) < 8 else 1


def _sorts(by_day_only: bool) -> list[str]:
    return [name for name in SORTS if not by_day_only or name in ("date", "name")]


def _lists(at: Site, thing: str, instruments: tuple[str, ...]) -> list[Lists]:
    def told(row: ViewRow, instrument: str) -> Lists:
        return Lists(row.id("list"), instrument, row.id("group"), row.whole("entries"), row.whole("records"))

    return [
        told(row, instrument)
        for instrument in instruments
        for row in rows(at.store, "instrument-lists", instrument=[instrument])
        if row.id("table") == thing
    ]
