"""The running text of a page, block by block, as a reader sees it: what stands in one line is one text."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from tests.ontology.chinese import HAN
from tests.webui.markup import BLOCKS, VOID

OTHER = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands for what is in another language, and for codes."""
_BLOCKS = (
    BLOCKS
    | frozenset(["li", "dt", "dd", "tr", "td", "th", "caption", "figcaption", "summary", "body", "br"])
    | frozenset(["option", "label", "button", "title", "text", "tspan"])
)
_SILENT = frozenset(["script", "style", "pre", "textarea", "blockquote", "desc"])
_CODES = frozenset(["code", "kbd", "samp", "data"])
# Lines that the style sheet sets below each other, steps with an arrow between, and links of a row with a gap.
_APART = frozenset(["chart-line", "crumbs", "inline", "cluster", "names"])
_MEETING = re.compile(rf"[{HAN}][A-Za-z0-9]|[A-Za-z0-9][{HAN}]")
_SPACED = re.compile(r"[，。；：！？（「《、“] +(?=[^ ])|(?<=[^ ]) +[，。；：！？）」》、”]")
# What was given as a parameter stands in brackets, as it was given; ids hold days as well.
_DAY = re.compile(r"(?<![（、\w/-])\d{4}-\d{2}-\d{2}(?![\w/-])")


class _Blocks(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.told: list[str] = [""]
        self.language = ""
        self.open: list[tuple[str, str, bool]] = [("", "", False)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        _, language, apart = self.open[-1]
        self.language = self.language or given.get("lang") or ""
        own = bool(_APART & set((given.get("class") or "").split()))
        if tag in _BLOCKS or apart or own:
            self.told.append("")
        if tag not in VOID:
            self.open.append((tag, given.get("lang") or language, own))

    def handle_endtag(self, tag: str) -> None:
        while len(self.open) > 1:
            closed, _, apart = self.open.pop()
            if apart:
                self.told.append("")
            if closed == tag:
                break
        if tag in _BLOCKS or self.open[-1][2]:
            self.told.append("")

    def handle_data(self, data: str) -> None:
        tags = {tag for tag, _, _ in self.open}
        if tags & _SILENT:
            return
        own = self.open[-1][1] == self.language and not tags & _CODES
        self.told[-1] += re.sub(r"\s+", " ", data) if own or not data.strip() else OTHER


def blocks(html: str) -> list[str]:
    """Every block of text in the language of the page, U+FFFC in place of names and codes that are not."""
    page = _Blocks()
    page.feed(html)
    page.close()
    return [text.strip() for text in page.told if text.strip()]


def setting_faults(text: str) -> list[str]:
    """Han against Latin without a space, a space at a full-width sign, days that are not in words."""
    return [match[0] for shape in (_MEETING, _SPACED, _DAY) for match in shape.finditer(text)]
