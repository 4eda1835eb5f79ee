"""The two clocks of a request: `as-of` and `known-by` in the address move every page, and go along on every link.

Links, forms and data addresses of a page get the clocks when the page is done, so that no template can forget one:
a link that forgets the clock leads to what the reader chose not to see.
"""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from flask import Flask, Response, g, has_request_context, request
from markupsafe import escape

from graph.clocks import Clocks
from queries.binding import ParameterError, read_clocks
from queries.question import CLOCKS, Question

UNCLOCKED = ("/static/", "/sparql", "/dump/", "/health")
"""Paths that do not go by the clocks: queries that visitors write see the whole snapshot."""

_OPENING = re.compile(r"<(?:a|link|form|aif-explorer)\b[^>]*>")
_ADDRESS = re.compile(r'\b(href|data-src|data-suggest)="(/[^"]*)"')
_FORM = re.compile(r"<form\b[^>]*>(?P<fields>.*?)</form>", re.DOTALL)


def clocks() -> Clocks:
    """The clocks of this request; not set outside of one, and on pages that do not go by them."""
    if not has_request_context() or request.path.startswith(UNCLOCKED):
        return Clocks()
    if "clocks" not in g:
        # Set before reading: the page that tells of a wrong day asks again.
        g.clocks = Clocks()
        g.clocks = read_clocks(request.args)
    found: Clocks = g.clocks
    return found


def parameters(found: Clocks) -> dict[str, str]:
    """Clocks as the parameters of an address."""
    days = {"as-of": found.as_of, "known-by": found.known_by}
    return {name: day.isoformat() for name, day in days.items() if day is not None}


def applying(question: Question) -> dict[str, str]:
    """The clocks of this request that a question goes by, as its parameters."""
    return {name: day for name, day in parameters(clocks()).items() if name in question.clocks}


def carried(path: str) -> str:
    """An address of this site with the clocks of this request, unless it has its own."""
    wanted = parameters(clocks())
    if not wanted or not path.startswith("/") or path.startswith(("//", *UNCLOCKED)):
        return path
    plain, sign, anchor = path.partition("#")
    parts = urlsplit(plain)
    there = dict(parse_qsl(parts.query, keep_blank_values=True))
    added = urlencode({name: day for name, day in wanted.items() if name not in there})
    return plain + (("&" if parts.query else "?") + added if added else "") + sign + anchor


def without_clocks() -> str:
    """The address of this page as it is when no clock is set."""
    query = {name: value for name, value in request.args.items() if name not in CLOCKS}
    return quote(request.path) + (f"?{urlencode(query)}" if query else "")


def other_parameters() -> dict[str, str]:
    """What the address of this page says besides the clocks: a form that sets them keeps it."""
    return {name: value for name, value in request.args.items() if name not in CLOCKS}


def carry(page: str) -> str:
    """A page of ours with the clocks on its links, data addresses and forms; attributes are escaped and quoted."""
    carried_links = _OPENING.sub(_carry_tag, page)
    return _FORM.sub(_carry_form, carried_links)


def _carry_tag(tag: re.Match[str]) -> str:
    if " data-unclocked" in tag[0]:
        return tag[0]
    return _ADDRESS.sub(lambda found: f'{found[1]}="{_escaped(found[2])}"', tag[0])


def _escaped(address: str) -> str:
    return str(escape(carried(unescape(address))))


def _carry_form(form: re.Match[str]) -> str:
    wanted = parameters(clocks())
    opening = form[0][: form.start("fields") - form.start()]
    if "action=" in opening and any(f'action="{path}' in opening for path in UNCLOCKED):
        return form[0]
    hidden = "".join(
        f'<input type="hidden" name="{name}" value="{day}">'
        for name, day in wanted.items()
        if f'name="{name}"' not in form["fields"]
    )
    return form[0].replace(opening, opening + hidden, 1)


def init_clocks(app: Flask) -> None:
    """Read the clocks before a page is made (a wrong day is told of at once), and carry them on from it."""
    app.before_request(_check)
    app.after_request(_carry_on)
    app.jinja_env.globals.update(
        goes_by_clocks=lambda: not request.path.startswith(UNCLOCKED),
        clocks=clocks,
        without_clocks=without_clocks,
        other_parameters=other_parameters,
        clock_parameters=parameters,
    )


def _check() -> None:
    try:
        clocks()
    except ParameterError:
        # A question has a form, which tells of a wrong day beside its field.
        if request.endpoint != "question.one_question":
            raise


def _carry_on(response: Response) -> Response:
    if not clocks().are_set:
        return response
    if response.location and response.location.startswith("/"):
        response.location = carried(response.location)
    if response.mimetype == "text/html" and not response.is_streamed:
        response.set_data(carry(response.get_data(as_text=True)))
    return response
