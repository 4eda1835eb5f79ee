"""A text as the guard compares it: its folded letters and digits, names masked, each with its line.

A copied run can be dressed up: other case, width, spacing and punctuation fall to Fold v1, escapes and mark-up
to `views`. Names are masked by one sign on both sides, so that a list of names is no copied text while a copied
sentence is found though names stand in it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote

from graph.evidence.fold import fold

# A private-use character: no letter or digit, so none of a text's own can stand for it.
MASK = "\ue000"
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,300}>|<!--|-->")
_ESCAPE = re.compile(r"\\u\{?([0-9A-Fa-f]{4,6})\}?|\\U([0-9A-Fa-f]{8})|\\x([0-9A-Fa-f]{2})")
_BREAK = re.compile(r"\\[nrtfv]")
_WRITTEN = re.compile(r"[<&%\\]")


@dataclass(frozen=True)
class Letters:
    """Folded letters with masks; `offsets[i]` is the raw place of letter i in `raw`."""

    text: str
    offsets: tuple[int, ...]
    raw: str

    def line(self, at: int) -> int:
        """The line, from 1, on which letter `at` stands."""
        return self.raw.count("\n", 0, self.offsets[at]) + 1


class Masks:
    """Names to be masked, ready for many texts."""

    def __init__(self, names: Iterable[str]) -> None:
        folded = {name for text in names if (name := _alone(text))}
        self._by_start: dict[str, list[str]] = {}
        for name in sorted(folded, key=len, reverse=True):
            self._by_start.setdefault(name[:2], []).append(name)

    def letters(self, raw: str) -> Letters:
        """The letters of a text; a name is masked only where it is no part of a longer Latin word."""
        folded = fold(raw)
        kept = [i for i, char in enumerate(folded.text) if char.isalnum()]
        text = "".join(folded.text[i] for i in kept)
        places = [folded.offsets[i] for i in kept]
        glued = [_glued(text, places, i) for i in range(len(text) + 1)]
        out: list[str] = []
        offsets: list[int] = []
        i = 0
        while i < len(text):
            length = 0 if glued[i] else self._name_at(text, glued, i)
            if not length:
                out.append(text[i])
                offsets.append(places[i])
            elif not (out and out[-1] == MASK):
                out.append(MASK)
                offsets.append(places[i])
            i += length or 1
        return Letters("".join(out), tuple(offsets), raw)

    def _name_at(self, text: str, glued: list[bool], at: int) -> int:
        for length in (2, 1):
            for name in self._by_start.get(text[at : at + length], ()):
                if text.startswith(name, at) and not glued[at + len(name)]:
                    return len(name)
        return 0


def views(raw: str) -> tuple[str, ...]:
    """The text as it stands and, where it has any, without mark-up and with its escapes read; lines stay."""
    if not _WRITTEN.search(raw):
        return (raw,)
    plain = _TAG.sub(lambda tag: "\n" * tag[0].count("\n"), raw)
    plain = "\n".join(_unescaped(line) for line in plain.split("\n"))
    return (raw, plain) if plain != raw else (raw,)


def _unescaped(line: str) -> str:
    if not _WRITTEN.search(line):
        return line
    line = _ESCAPE.sub(_character, line)
    line = _BREAK.sub(" ", line)
    return unquote(html.unescape(line), errors="replace").replace("\n", " ")


def _character(escape: re.Match[str]) -> str:
    code = int(escape[1] or escape[2] or escape[3], 16)
    return chr(code) if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else " "


def _alone(name: str) -> str:
    return "".join(char for char in fold(name).text if char.isalnum())


def _glued(text: str, places: list[int], at: int) -> bool:
    """Whether letter `at` goes on a Latin word or number that letter `at` - 1 belongs to."""
    if not 0 < at < len(text) or places[at] - places[at - 1] > 1:
        return False
    return text[at].isascii() and text[at - 1].isascii()
