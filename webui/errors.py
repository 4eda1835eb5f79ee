"""Errors as application/problem+json (RFC 9457), or as a page for a browser: what was wrong, and the mend."""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, render_template, request
from werkzeug.exceptions import HTTPException

from ontology.namespaces import BASE
from queries.binding import ParameterError
from queries.registry import UnknownQuestionError, questions
from webui.language import LANGUAGES, in_words, language, set_apart, translate
from webui.negotiation import choose

FORMS = ("application/problem+json", "application/json", "text/html")


def problem(
    status: int, kind: str, title: str, detail: str, mend: str = "", *, spoken: str = "", **more: Any
) -> Response:
    """One error: `kind` ends its type IRI; `mend` says what to do; `more` are further members of the JSON.

    `spoken` is the language of detail and mend where they are not in the reader's.
    """
    if language() != LANGUAGES[0] and not spoken:
        detail, mend = set_apart(detail), set_apart(mend)
    body = {"type": f"{BASE}problem/{kind}", "title": title, "status": status, "detail": detail, **more}
    if mend:
        body["mend"] = mend
    if choose(request.headers.get("Accept", ""), FORMS) == "text/html":
        own = spoken if spoken != language() else ""
        page = render_template("problem.html", problem=body, mend=mend, spoken=own)
        response = Response(page, status, content_type="text/html; charset=utf-8")
    else:
        response = Response(json.dumps(body, ensure_ascii=False), status, content_type=FORMS[0])
    response.vary.add("Accept")
    return response


def init_errors(app: Flask) -> None:
    """Turn the exceptions that a visitor can cause into problems; anything else is a 500 without a traceback."""
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(ParameterError, _parameter_error)
    app.register_error_handler(UnknownQuestionError, _unknown_question)


def _http_error(error: HTTPException) -> Response:
    code = error.code or 500
    if code < 400:
        made = error.get_response()
        return Response(made.get_data(), code, made.headers)
    if code == 404:
        detail = translate("This site has nothing at %(path)s.") % {"path": request.path}
        return problem(404, "not-found", translate("No such page"), detail)
    kind = (error.name or "error").lower().replace(" ", "-")
    if code == 500:
        detail = translate(
            "The page could not be made. The mistake is this site's, not yours;"
            " ask again, and tell whoever runs it if it stays."
        )
        return problem(500, kind, translate("Something went wrong on this side"), detail)
    title, detail = translate("The request will not do"), ""
    if code == 405:
        title = translate("This page is not asked for in that way")
        detail = translate("The method %(method)s is not for this address.") % {"method": request.method}
    elif code == 408:
        detail = translate("The body of the request did not come in time.")
    elif code == 413:
        detail = translate("The request is longer than this site reads.")
    told = problem(code, kind, title, detail or error.description or "", spoken="" if detail else LANGUAGES[0])
    # What the exception itself has to say to programs: Allow, Retry-After.
    for name, value in error.get_headers():
        if name.lower() not in ("content-type", "content-length"):
            told.headers[name] = value
    return told


def _parameter_error(error: ParameterError) -> Response:
    wrong: list[Mapping[str, str]] = [
        dict(zip(("parameter", "wrong", "mend"), refusal.told(language()), strict=True))
        for refusal in error.refused
    ]
    title = translate("A parameter will not do")
    return problem(400, "parameter", title, error.line(language()), wrong[0]["mend"], problems=wrong)


def _unknown_question(error: UnknownQuestionError) -> Response:
    known = questions()
    near = difflib.get_close_matches(error.name, known, n=3) or list(known)
    return problem(
        404,
        "unknown-question",
        translate("No such question"),
        translate("There is no question named %(name)s.") % {"name": error.name},
        translate("Choose one of those below."),
        suggestions=[{"id": n, "url": f"/question/{n}", "label": in_words(known[n].title)} for n in near],
    )
