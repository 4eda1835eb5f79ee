"""What a claim says of its subject, where claims stand side by side: as HTML, and as text in a drawing."""

from __future__ import annotations

from markupsafe import Markup, escape

from graph.names import Said
from queries.claim_rows import ClaimRow
from queries.sentences import value_words
from webui.language import language
from webui.site import site
from webui.words import naming
from webui.words.marked_names import MarkedNames

MOST_UNITS = 54
"""Width of words in a drawing, in Latin letters; a Han character takes two. As much as a narrow screen shows."""
_WIDE = "\u1100"


def told_value(row: ClaimRow, *, links: bool = True) -> Markup:
    """The value of a claim in words, with what narrows it; names carry their language and lead to their pages."""
    names = MarkedNames(site().names)
    literal = row.literal("claimValue")
    quoted = [Said(literal.value, literal.language)] if literal is not None and literal.language else []
    return names.markup(value_words(row, names, language()), links=links, quoted=quoted)


def drawn_value(row: ClaimRow) -> Markup:
    """The value as text of a drawing, cut where it would run out of it: the table has the whole."""
    words = value_words(row, site().names, language())
    short = cut(words)
    return drawn(told_value(row, links=False)) if short == words else drawn(naming.typed(short))


def drawn_name(thing: str) -> Markup:
    """The name of a thing as text of a drawing."""
    name = naming.said(thing)
    return drawn(naming.in_language(cut(name.text), name.language))


def drawn(html: Markup) -> Markup:
    """Words of a page as text of SVG, which knows no <span>; escaped text has none of its own."""
    return Markup(str(escape(html)).replace("<span", "<tspan").replace("</span>", "</tspan>"))


def cut(words: str) -> str:
    """Words that fit into a drawing, an ellipsis in place of what does not."""
    room = MOST_UNITS
    for place, character in enumerate(words):
        room -= 2 if character >= _WIDE else 1
        if room < 0:
            return words[: place - 1].rstrip() + "…"
    return words
