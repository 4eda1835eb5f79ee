"""The reader's language: ?lang=, then what was chosen before, then Accept-Language; messages through gettext.

Messages are English in the code and the templates; webui/translations/TAG.po holds the other languages and is
read at start, so that nothing has to be compiled.
"""

from __future__ import annotations

import gettext
import io
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, Response, g, request
from jinja2 import pass_context
from jinja2.runtime import Context

from queries.sentences import spoken
from queries.times import LOCALES

LANGUAGES = ("en", "zh-Hant", "zh-Hans")
"""Language tags of the interface; the first is the language of the messages in the code."""

NAMES = {"en": "English", "zh-Hant": "繁體中文", "zh-Hans": "简体中文"}
COOKIE = "lang"
_FOLDER = Path(__file__).parent / "translations"
_TAG = re.compile(r"(<[^>]*>)")
_MEETING = re.compile("(?<=[\u3400-\u9fff])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[\u3400-\u9fff])")


@lru_cache
def translations(language: str) -> gettext.NullTranslations:
    """The messages of a language; those of the code itself for English."""
    path = _FOLDER / f"{language}.po"
    if language == LANGUAGES[0] or not path.is_file():
        return gettext.NullTranslations()
    with path.open("rb") as file:
        catalogue = read_po(file, locale=LOCALES[language])
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def language() -> str:
    """The language of this request."""
    if "language" not in g:
        g.language = _chosen()
    return str(g.language)


def _chosen() -> str:
    for said in (request.args.get("lang"), request.cookies.get(COOKIE)):
        if said in LANGUAGES:
            return str(said)
    # A browser may name a region or no more than zh; the articles that most of this rests on are in Traditional.
    for tag, _ in request.accept_languages:
        if tag.lower().partition("-")[0] in ("zh", "en"):
            return spoken(tag)
    return LANGUAGES[0]


def canonical(tag: str) -> str:
    """A language tag as BCP 47 writes it (zh-Hant); the engine keeps tags in lower case."""
    first, *subtags = tag.split("-")
    return "-".join((first.lower(), *(s.title() if len(s) == 4 else s.upper() for s in subtags)))


def in_words(words: Mapping[str, str]) -> str:
    """What stands there by language tag, in the language of this request; in that of the code where it has none."""
    return words.get(language()) or words[LANGUAGES[0]]


def translate(message: str) -> str:
    """`message` in the language of this request."""
    return translations(language()).gettext(message)


def translate_count(one: str, many: str, count: int) -> str:
    """The message for `count` in the language of this request."""
    return translations(language()).ngettext(one, many, count)


def set_apart(words: str) -> str:
    """Chinese HTML with a space where Han characters meet Latin letters or digits, tags between them or not.

    The space stands behind what is closed and before what is opened, so that no link is wider than its words.
    """
    pieces = _TAG.split(words)
    last = 0
    for place in range(0, len(pieces), 2):
        text = _MEETING.sub(" ", pieces[place])
        if not text:
            continue
        if _MEETING.search(pieces[last][-1:] + text[:1]) and last < place:
            opened = next((at for at in range(last + 1, place, 2) if not pieces[at].startswith("</")), None)
            if opened is None:
                text = f" {text}"
            else:
                pieces[opened] = f" {pieces[opened]}"
        pieces[place], last = text, place
    return "".join(pieces)


def apart() -> str:
    """What stands between a sentence (or a colon) and what follows it: a space, in Chinese none."""
    return " " if language() == LANGUAGES[0] else ""


def _setting(message: Callable[..., str]) -> Callable[..., str]:
    """Jinja's function for a message, its Chinese set as Chinese is once names and figures stand in it."""

    @pass_context
    def said(context: Context, *words: Any, **parts: Any) -> str:
        told = message(context, *words, **parts)
        return type(told)(set_apart(told)) if parts and language() != LANGUAGES[0] else told

    return said


def init_language(app: Flask) -> None:
    """Give templates gettext, and remember a language that was chosen by ?lang= (a cookie of this site only)."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(translate, translate_count, newstyle=True)  # type: ignore[attr-defined]
    messages: dict[str, Any] = app.jinja_env.globals
    messages |= {name: _setting(messages[name]) for name in ("gettext", "ngettext")}
    app.jinja_env.globals.update(language=language, apart=apart, LANGUAGES=LANGUAGES, LANGUAGE_NAMES=NAMES)

    @app.after_request
    def remember(response: Response) -> Response:
        if request.args.get("lang") in LANGUAGES:
            response.set_cookie(COOKIE, request.args["lang"], max_age=31_536_000, samesite="Lax")
        response.headers.setdefault("Content-Language", language())
        response.vary.update(("Accept-Language", "Cookie"))
        return response
