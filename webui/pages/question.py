"""Named questions: the list in words, each with its form, its answer, its proof and its downloads."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, jsonify, make_response, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from queries import formats
from queries.answer import Answer, ask
from queries.binding import ParameterError
from queries.claim_rows import claim_rows
from queries.question import Question
from queries.registry import by_theme, question
from queries.wording import SHOWN
from webui.answers.citation import Citation
from webui.answers.forms import fields
from webui.answers.moved import moved
from webui.answers.sentences import opened, told
from webui.answers.tables import table
from webui.charts import drawn as charts
from webui.clocks import clocks, parameters
from webui.language import in_words, language
from webui.site import site

ENDINGS = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "ttl": "text/turtle; charset=utf-8",
}
PROOF = 40
"""Claims of the proof that are told as sentences; the rest are listed by number."""

blueprint = Blueprint("question", __name__)


@blueprint.get("/question/")
def all_questions() -> str:
    """What may be asked, in words."""
    return render_template("questions.html", themes=by_theme())


@blueprint.get("/question/<name>")
def one_question(name: str) -> str | Response | BaseResponse:
    """A question with its answer; with an ending (.json, .csv, .tsv, .ttl) the answer alone.

    Its chart alone is .svg, .png and .vl.json.
    """
    stem, _, ending = name.partition(".")
    if ending in ENDINGS:
        return _download(question(stem), ending)
    if ending in charts.ENDINGS:
        return _chart(question(stem), ending)
    asked = question(name)
    given, idle = _given(), idle_clocks(asked)
    given = {name: value for name, value in given.items() if name not in idle}
    try:
        answer = ask(site().source, asked, given)
    except ParameterError as error:
        return _form_again(asked, given, error)
    charted = _charted(answer)
    return render_template(
        "question.html",
        question=asked,
        answer=answer,
        charted=charted,
        charted_by=urlencode(charted.bound.given),
        fields=fields(asked, answer.bound.given, {}),
        opening=opened(answer),
        lines=told(answer),
        shown=SHOWN,
        table=table(answer),
        figure=charts.figure(charted),
        moved=moved(answer),
        claims=claim_rows(site().store, answer.claims()[:PROOF]),
        parameters=urlencode(answer.bound.given),
        citation=citation(answer),
        endings=list(ENDINGS),
        idle=idle,
    )


def _given() -> dict[str, str]:
    """Parameters and clocks from the address; language and theme are the page's affair."""
    return {name: value for name, value in request.args.items() if name not in ("lang", "theme")}


def idle_clocks(asked: Question) -> dict[str, str]:
    """The clocks of this request that the question does not go by: they came along on a link and change nothing."""
    return {name: day for name, day in parameters(clocks()).items() if name not in asked.clocks}


def _form_again(asked: Question, given: Mapping[str, str], error: ParameterError) -> Response:
    """The form with what is wrong; a question that was only opened, not asked, is no mistake."""
    opened = not any(given.values())
    problems = {} if opened else {each.name: each.hint(language()) for each in error.refused}
    known = {p.name for p in asked.parameters} | set(asked.clocks)
    response = make_response(
        render_template(
            "question.html",
            question=asked,
            answer=None,
            fields=fields(asked, given, problems),
            idle=idle_clocks(asked),
            strays={name: told for name, told in problems.items() if name not in known},
        )
    )
    response.status_code = 200 if opened else 400
    return response


def _download(asked: Question, ending: str) -> Response:
    answer = ask(site().source, asked, _given())
    if ending == "json":
        response = jsonify(formats.as_json(answer, language()))
    elif ending == "ttl":
        response = make_response(formats.as_turtle(answer, site().store))
    else:
        response = make_response(formats.as_delimited(answer, {"csv": ",", "tsv": "\t"}[ending], language()))
    response.content_type = ENDINGS[ending]
    response.headers["Content-Disposition"] = f'inline; filename="{asked.name}.{ending}"'
    response.headers["Aifrontier-Snapshot"] = answer.version
    return response


def _chart(asked: Question, ending: str) -> Response:
    """The chart of an answer as a file; 404 where the question has none, or nothing to draw."""
    answer = _charted(ask(site().source, asked, _given()))
    drawn = charts.download(answer, ending)
    if drawn is None:
        abort(404)
    response = Response(drawn, content_type=charts.ENDINGS[ending])
    response.headers["Content-Disposition"] = f'inline; filename="{asked.name}.{ending}"'
    response.headers["Aifrontier-Snapshot"] = answer.version
    return response


def _charted(answer: Answer) -> Answer:
    """The answer whose chart belongs beside this one: its own, or that of another question asked for the same."""
    if answer.question.chart_of is None:
        return answer
    other = question(answer.question.chart_of)
    known = {parameter.name for parameter in other.parameters} | set(other.clocks)
    return ask(site().source, other, {name: v for name, v in answer.bound.given.items() if name in known})


def citation(answer: Answer) -> Citation:
    """How to cite an answer: the question as asked, its address, the snapshot."""
    given = urlencode(answer.bound.given)
    shown = ", ".join(f"{name}={value}" for name, value in answer.bound.given.items())
    title = in_words(answer.question.question)
    return Citation(
        statement=f"{title} ({shown})" if shown else title,
        address=request.url_root + f"question/{answer.question.name}" + (f"?{given}" if given else ""),
        key=f"aifrontier-{answer.question.name}",
        version=answer.version,
        accessed=datetime.now(UTC).date(),
    )
