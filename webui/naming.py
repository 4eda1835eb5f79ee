"""Names as HTML: in the reader's language, with a lang attribute where their own differs, linked to their page."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Sequence
from functools import partial
from urllib.parse import urlsplit

from flask import g
from markupsafe import Markup, escape

from graph.names import Names, Said
from ontology.namespaces import AIF, ID
from webui.addresses import page
from webui.language import canonical, language, translate
from webui.site import site

# Private-use signs that mark where a name begins and ends in text that others put together.
_BEGIN, _TEXT, _END = "\ue000", "\ue001", "\ue002"
_MARKED = re.compile(f"{_BEGIN}([0-9a-f]{{16}})([0-9]+){_TEXT}([^{_BEGIN}{_END}]*){_END}")
VOICES = {
    "voiceReport": "report",
    "voiceReportImplied": "report-implied",
    "voiceArticle": "article",
    "voiceMetadata": "metadata",
    "voiceThirdParty": "third-party",
}
"""Voice (local name) -> the class of its badge."""
LINKED = frozenset(
    (
        "org",
        "group",
        "country",
        "model",
        "family",
        "app",
        "architecture",
        "instrument",
        "dataset",
        "document",
        "gap",
    )
)
"""Things that a sentence links to: who and what, not the concepts by which they are described."""
_HAN = re.compile(r"[\u3400-\u9fff]")
_SIGNS = dict.fromkeys(map(ord, (_BEGIN, _TEXT, _END)))


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


def link(thing: str) -> Markup:
    """The name of a thing, linked to its page where it has one."""
    return _once("link", thing, lambda: _linked(thing, said(thing)))


def _once(kind: str, key: str, make: Callable[[], Markup]) -> Markup:
    """What was made before in this request, else made now: a page of claims names the same few a thousand times."""
    made: dict[tuple[str, str], Markup] = g.setdefault("names_as_html", {})
    if (kind, key) not in made:
        made[kind, key] = make()
    return made[kind, key]


class MarkedNames(Names):
    """Names whose texts carry marks, so that a sentence made of them can be turned into links afterwards."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._found: list[tuple[str, Said]] = []
        # Nobody who writes such signs into the data can know it, so that they stay what they are.
        self._nonce = f"{secrets.randbits(64):016x}"

    def name(self, iri: str, language: str = "en") -> Said:
        """The name between marks that tell which one it is."""
        found = self._names.name(iri, language)
        self._found.append((iri, found))
        text = found.text.translate(_SIGNS)
        return Said(f"{_BEGIN}{self._nonce}{len(self._found) - 1}{_TEXT}{text}{_END}", found.language)

    def markup(self, text: str, plain: str = "", *, links: bool = True, quoted: Sequence[Said] = ()) -> Markup:
        """The text as HTML: each marked name with its language, all else escaped.

        Names of who and what are links, save that of the thing `plain` (an id); names of concepts (units, scopes,
        ratings) stay words, so that a sentence remains a sentence. `quoted` are texts of sources that may stand in
        it, with their language.
        """
        parts: list[Markup] = []
        after = 0
        for match in _MARKED.finditer(text):
            if match[1] != self._nonce:
                continue
            parts.append(_words(text[after : match.start()], quoted))
            iri, found = self._found[int(match[2])]
            # The words come from the text, not from what was found: somebody may have added to them.
            own = Said(match[3], found.language)
            thing = iri.removeprefix(ID)
            if links and thing != plain and thing.partition("/")[0] in LINKED:
                parts.append(_once("link", f"{iri} {own.text}", partial(_linked, iri, own)))
            else:
                parts.append(in_language(own.text, own.language))
            after = match.end()
        parts.append(_words(text[after:], quoted))
        return Markup("").join(parts)


def _words(text: str, quoted: Sequence[Said]) -> Markup:
    """Words between names; a quoted text among them gets its language."""
    for own in quoted:
        before, found, after = text.partition(own.text)
        if found:
            return (
                _words(before, quoted) + in_language(found.translate(_SIGNS), own.language) + _words(after, quoted)
            )
    return escape(text.translate(_SIGNS))


def _linked(thing: str, words: Said) -> Markup:
    href = page(thing) if iri_of(thing).startswith((ID, AIF)) else ""
    if not href:
        return in_language(words.text, words.language)
    own = differing(words.language)
    language_of_it = f' lang="{escape(own)}"' if own else ""
    return Markup(f'<a href="{escape(href)}"{language_of_it}>{escape(words.text)}</a>')


def voice_badge(iri: str) -> Markup:
    """A voice (an IRI) as a badge, which tells by its form and its words whose word it is."""
    return _once("voice", iri, lambda: _voice_badge(iri))


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
