"""Names as HTML: in the reader's language, with a lang attribute where their own differs, linked to their page."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from flask import g
from markupsafe import Markup, escape

from graph.names import Said
from ontology.namespaces import AIF, ID
from queries.sentences import set_name
from webui.addresses import page
from webui.language import canonical, language, translate
from webui.site import site

VOICES = {
    "voiceReport": "report",
    "voiceReportImplied": "report-implied",
    "voiceArticle": "article",
    "voiceMetadata": "metadata",
    "voiceThirdParty": "third-party",
}
"""Voice (local name) -> the class of its badge."""
_HAN = re.compile(r"[\u3400-\u9fff]")


def iri_of(thing: str) -> str:
    """The IRI of an entity id; an IRI stays as it is."""
    return thing if "://" in thing else ID + thing


def said(thing: str) -> Said:
    """The name of a thing (id or IRI) in the language of this request."""
    return site().names.name(iri_of(thing), language())


def plain_name(thing: str) -> str:
    """The name as plain text, for titles, options and attributes."""
    return said(thing).text


def term_name(name: str) -> str:
    """The label of an ontology term, given by its local name."""
    return site().vocabulary.label(AIF + name, language())


def term_heading(name: str) -> str:
    """The label of an ontology term as it stands at the head of a line: with a capital."""
    label = term_name(name)
    return label[:1].upper() + label[1:]


def in_language(text: str, tag: str) -> Markup:
    """Text in a language: with a lang attribute where that is not the page's."""
    own = differing(tag)
    # Markup.format would do the same, ten times slower; a page has hundreds of names.
    return Markup(f'<span lang="{escape(own)}">{escape(text)}</span>') if own else escape(text)


def typed(text: str) -> Markup:
    """Words that a reader typed: with Han characters, on a page in another language, marked as Chinese."""
    return in_language(text, "zh" if _HAN.search(text) and not language().startswith("zh") else "")


def name(thing: str) -> Markup:
    """The name of a thing, not linked."""
    found = said(thing)
    return in_language(found.text, found.language)


def set_within(thing: str) -> Markup:
    """The name of a thing as it stands within a sentence ("the United States"), not linked."""
    words = set_name(iri_of(thing), site().names, language())
    return in_language(words, said(thing).language)


def link_within(thing: str) -> Markup:
    """The name of a thing as it stands within a sentence, linked to its page where it has one."""
    return linked(thing, Said(set_name(iri_of(thing), site().names, language()), said(thing).language))


def link(thing: str) -> Markup:
    """The name of a thing, linked to its page where it has one."""
    return once("link", thing, lambda: linked(thing, said(thing)))


def once(kind: str, key: str, make: Callable[[], Markup]) -> Markup:
    """What was made before in this request, else made now: a page of claims names the same few a thousand times."""
    made: dict[tuple[str, str], Markup] = g.setdefault("names_as_html", {})
    if (kind, key) not in made:
        made[kind, key] = make()
    return made[kind, key]


def linked(thing: str, words: Said) -> Markup:
    """Words that name a thing (id or IRI), linked to its page where it has one."""
    href = page(thing) if iri_of(thing).startswith((ID, AIF)) else ""
    if not href:
        return in_language(words.text, words.language)
    own = differing(words.language)
    language_of_it = f' lang="{escape(own)}"' if own else ""
    return Markup(f'<a href="{escape(href)}"{language_of_it}>{escape(words.text)}</a>')


def voice_badge(iri: str) -> Markup:
    """A voice (an IRI) as a badge, which tells by its form and its words whose word it is."""
    return once("voice", iri, lambda: _voice_badge(iri))


def _voice_badge(iri: str) -> Markup:
    kind = VOICES.get(iri.removeprefix(AIF), "other")
    title = translate("Voice: whose word it is")
    return Markup('<span class="badge voice-{}" title="{}">{}</span>').format(kind, title, name(iri))


def external(iri: str) -> str:
    """An address to link to outside this site; "" for one that is not on the web (javascript:, say)."""
    return iri if urlsplit(iri).scheme in ("http", "https") else ""


def differing(tag: str) -> str:
    """For a lang attribute: the tag as BCP 47 writes it, "" where it is the page's language or none."""
    return "" if not tag or tag == "mul" or tag.lower() == language().lower() else canonical(tag)
