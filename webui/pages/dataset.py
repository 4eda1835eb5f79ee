"""The page of a table of figures: where it comes from, under which terms, what was left out, and its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from graph.names import Said
from webui.language import language
from webui.pages.entity import entity, fitting_questions, other_names
from webui.records.figures import SORTS, page_of, reason_words
from webui.records.statements import statements
from webui.site import Site, site
from webui.views import ViewRow, rows

blueprint = Blueprint("dataset", __name__)


@dataclass(frozen=True)
class Lists:
    """The records of one group on one instrument, counted the plain way, and how many entries they are among.

    `last_day`: until when the table, or the whole file that it was chosen from, speaks on the instrument.
    """

    id: str
    instrument: str
    group: str
    entries: int
    records: int
    last_day: str


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
        rule=_rule(heads),
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


def _rule(heads: Sequence[ViewRow]) -> Said | None:
    """How the rows were chosen: in the reader's language, else in that of the code."""
    told = [literal for head in heads if (literal := head.literal("rule")) is not None]
    own = sorted(told, key=lambda literal: (literal.language or "").lower() != language().lower())
    return Said(own[0].value, own[0].language or "") if own else None


def _number() -> int:
    text = request.args.get("page", "1")
    return int(text) if text.isdecimal() and len(text) < 8 else 1


def _sorts(by_day_only: bool) -> list[str]:
    return [name for name in SORTS if not by_day_only or name in ("date", "name")]


def _lists(at: Site, thing: str, instruments: tuple[str, ...]) -> list[Lists]:
    def told(row: ViewRow, instrument: str) -> Lists:
        number, among = row.whole("records"), row.whole("entries")
        return Lists(row.id("list"), instrument, row.id("group"), among, number, row.text("lastDay"))

    return [
        told(row, instrument)
        for instrument in instruments
        for row in rows(at.store, "instrument-lists", instrument=[instrument])
        if row.id("table") == thing
    ]
