"""Sentences with links: names carry marks while a sentence is put together, and become HTML afterwards."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from functools import partial

from markupsafe import Markup, escape

from graph.names import Names, Said
from ontology.namespaces import ID
from webui.words.naming import in_language, linked, once

# Private-use signs that mark where a name begins and ends in text that others put together.
_BEGIN, _TEXT, _END = "\ue000", "\ue001", "\ue002"
_MARKED = re.compile(f"{_BEGIN}([0-9a-f]{{16}})([0-9]+){_TEXT}([^{_BEGIN}{_END}]*){_END}")
_SIGNS = dict.fromkeys(map(ord, (_BEGIN, _TEXT, _END)))
_MEETING = re.compile(r"[\u3400-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u3400-\u9fff]")
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

    def kinds(self, entity_id: str) -> tuple[str, ...]:
        """The classes of the thing, by which a sentence chooses its article."""
        return self._names.kinds(entity_id)

    def markup(self, text: str, plain: str = "", *, links: bool = True, quoted: Sequence[Said] = ()) -> Markup:
        """The text as HTML: each marked name with its language, all else escaped.

        Names of who and what are links, save that of the thing `plain` (an id); names of concepts (units, scopes,
        ratings) stay words, so that a sentence remains a sentence. `quoted` are texts of sources that may stand in
        it, with their language.
        """
        pieces: list[tuple[str, Markup]] = []
        after = 0
        for match in _MARKED.finditer(text):
            if match[1] != self._nonce:
                continue
            pieces.append((text[after : match.start()], _words(text[after : match.start()], quoted)))
            iri, found = self._found[int(match[2])]
            # The words come from the text, not from what was found: somebody may have added to them.
            own = Said(match[3], found.language)
            thing = iri.removeprefix(ID)
            is_link = links and thing != plain and thing.partition("/")[0] in LINKED
            key = f"{iri} {own.text}"
            html = once("link", key, partial(linked, iri, own)) if is_link else in_language(own.text, own.language)
            pieces.append((own.text, html))
            after = match.end()
        pieces.append((text[after:], _words(text[after:], quoted)))
        return _joined([piece for piece in pieces if piece[0]])


def _joined(pieces: Sequence[tuple[str, Markup]]) -> Markup:
    """Pieces of a sentence (as text and as HTML) in a row; Han and Latin script get a space where they meet."""
    told = Markup("")
    before = ""
    for text, html in pieces:
        told += (" " if _MEETING.fullmatch(before[-1:] + text[:1]) else "") + html
        before = text
    return told


def _words(text: str, quoted: Sequence[Said]) -> Markup:
    """Words between names; a quoted text among them gets its language."""
    for own in quoted:
        before, found, after = text.partition(own.text)
        if found:
            return (
                _words(before, quoted) + in_language(found.translate(_SIGNS), own.language) + _words(after, quoted)
            )
    return escape(text.translate(_SIGNS))
