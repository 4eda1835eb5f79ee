"""Figures, days and claims in the words of the reader's language, for templates."""

from __future__ import annotations

import re
from datetime import date, datetime

from babel.dates import format_date
from markupsafe import Markup, escape
from pyoxigraph import Literal

from graph.names import Said
from queries.claim_rows import ClaimRow
from queries.figures import figure_words, separated
from queries.sentences import claim_sentence, spoken, wordings
from queries.times import LOCALES, period_words, when_words
from webui.language import language, translate
from webui.site import site
from webui.words import naming
from webui.words.marked_names import MarkedNames

# A figure with its unit, a number with its 第, a short name with what it names: "3,000 億", "第 2 版", "AI 競賽".
_HAN = r"[\u3400-\u9fff]"
_TOGETHER = re.compile(rf"(?<=[0-9]) (?={_HAN})|(?<=[年月第]) (?=[0-9])|(?<=\b[A-Z]{{2}}) (?={_HAN})")


def unbroken(words: str) -> Markup:
    """A title whose figures stay on one line with their units; only Chinese sets a space there that could break."""
    pieces = re.split(r"(<[^>]*>)", str(escape(words)))
    return Markup("").join(
        Markup(p if p.startswith("<") else _TOGETHER.sub("\N{NO-BREAK SPACE}", p)) for p in pieces
    )


def number(value: object) -> str:
    """A number with its locale's separators, every digit kept; other text as it is."""
    try:
        return separated(str(value), _spoken())
    except ValueError:
        return str(value)


def day(value: date | str) -> Markup:
    """A day in words inside <time>; text that is no day as it is."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value).date()
        except ValueError:
            return escape(value)
    return Markup('<time datetime="{}">{}</time>').format(value.isoformat(), day_words(value))


def day_words(value: date) -> str:
    """A day in words, as plain text."""
    pattern = wordings()["times"]["day"][spoken(language())]
    return str(format_date(value, pattern, locale=LOCALES[language()]))


def period(start: str | None, end: str | None, text: str | None) -> Markup:
    """A period in words, with its days as a title; "time not stated" where there is nothing.

    In: first and last day (ISO, None for an open side) and the expression that the file holds, if any.
    """
    if start is None and end is None:
        return Markup('<span class="muted">{}</span>').format(translate("time not stated"))
    days = start if start == end else f"{start or '..'}/{end or '..'}"
    words = next(filter(None, (_period(text or ""), _period(days or ""))), text or days)
    exact = start if start == end else f"{start or '…'} – {end or '…'}"
    return Markup('<span title="{}">{}</span>').format(exact, words)


def published(text: str) -> Markup:
    """A date of publication as exactly as it is known: a month, a day, a day with its time."""
    try:
        moment = datetime.fromisoformat(text) if "T" in text else None
    except ValueError:
        return escape(text)
    if moment is None:
        return Markup('<time datetime="{}">{}</time>').format(text, _period(text) or text)
    return Markup('<time datetime="{}">{} {:%H:%M}</time>').format(text, day_words(moment.date()), moment)


def reported(row: ClaimRow) -> Markup:
    """The value of a claim: in words where that is more than the bare text, and exactly as reported."""
    text, value = row.text("asReported") or "", row.literal("claimValue")
    if value is not None and value.language:
        return naming.in_language(text, value.language)
    words = (
        figure_words(text, _spoken())
        if _is_number(value)
        else (_period(text) or when_words(text, _times(), _spoken()))
    )
    plain = Markup("<code>{}</code>").format(text)
    return plain if words == text else Markup('{} <span class="small muted">{}</span>').format(words, plain)


def sentence(row: ClaimRow, plain: str = "", *, links: bool = True) -> Markup:
    """What a claim says, its things linked (if `links`); the thing `plain` (an id) is named without a link."""
    names = MarkedNames(site().names)
    value = row.literal("claimValue")
    quoted = [Said(value.value, value.language)] if value is not None and value.language and value.value else []
    return names.markup(claim_sentence(row, names, language()), plain, links=links, quoted=quoted)


def plain_sentence(row: ClaimRow) -> str:
    """What a claim says, as plain text."""
    return claim_sentence(row, site().names, language())


def worded(literal: Literal) -> Markup:
    """A literal with the language it is in."""
    return naming.in_language(literal.value, literal.language or "")


def _is_number(value: Literal | None) -> bool:
    return value is not None and value.datatype.value.rpartition("#")[2] in ("integer", "decimal")


def _period(text: str) -> str | None:
    return period_words(text, _times(), _spoken())


def _times() -> dict[str, dict[str, str]]:
    times: dict[str, dict[str, str]] = wordings()["times"]
    return times


def _spoken() -> str:
    return spoken(language())
