"""How to cite a claim or an answer: as a footnote in plain text and Markdown, as BibTeX, as CSL-JSON."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

GRAPH = "AI Frontier Graph"
_BIBTEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "{}&%$#_"},
}


@dataclass(frozen=True)
class Citation:
    """What a footnote needs.

    statement: what is cited, in words; source, publisher, published (as exactly as known), source_address: the
    document that says it, "" where there is none; address: the IRI of the claim or the address of the answer;
    key: for BibTeX; version: of the snapshot; accessed: the day on which the reader looked.
    """

    statement: str
    address: str
    key: str
    version: str
    accessed: date
    source: str = ""
    publisher: str = ""
    published: str = ""
    source_address: str = ""

    def footnote(self) -> str:
        """Plain text, one line."""
        told = [_ended(self.statement)]
        if self.source:
            told.append(_ended(", ".join(filter(None, (self.source, self.publisher, self.published)))))
        if self.source_address:
            told.append(f"{self.source_address}.")
        told.append(f"{GRAPH}, snapshot {self.version[:16]}, {self.address} (accessed {self.accessed}).")
        return _one_line(" ".join(told))

    def markdown(self) -> str:
        """Markdown: every sign that would be markup is escaped, addresses stand as links."""
        told = [_ended(_markdown(self.statement))]
        if self.source:
            title = _markdown(self.source)
            if self.source_address:
                title = f"[{title}](<{_address(self.source_address)}>)"
            rest = [_markdown(part) for part in (self.publisher, self.published) if part]
            told.append(_ended(", ".join((title, *rest))))
        told.append(
            f"[{GRAPH}](<{_address(self.address)}>), snapshot `{self.version[:16]}` (accessed {self.accessed})."
        )
        return _one_line(" ".join(told))

    def bibtex(self) -> str:
        """A @misc entry."""
        source = ", ".join(filter(None, (self.source, self.publisher, self.published, self.source_address)))
        note = f"Snapshot {self.version[:16]}" + (f". Source: {source}" if source else "")
        fields = {
            "title": f"{{{_bibtex(self.statement)}}}",
            "author": f"{{{GRAPH}}}",
            "howpublished": f"\\url{{{_address(self.address)}}}",
            "note": _bibtex(note),
            "year": str(self.accessed.year),
            "urldate": self.accessed.isoformat(),
        }
        inner = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
        return f"@misc{{{re.sub(r'[^A-Za-z0-9.-]+', '-', self.key)},\n{inner}}}\n"

    def csl(self) -> str:
        """CSL-JSON, as reference managers read it."""
        item: dict[str, Any] = {
            "id": self.key,
            "type": "dataset",
            "title": self.statement,
            "author": [{"literal": GRAPH}],
            "version": self.version,
            "URL": self.address,
            "accessed": {"date-parts": [[self.accessed.year, self.accessed.month, self.accessed.day]]},
        }
        if self.source:
            item["references"] = ", ".join(
                filter(None, (self.source, self.publisher, self.published, self.source_address))
            )
        return json.dumps([item], ensure_ascii=False, indent=2) + "\n"


def _ended(text: str) -> str:
    return text if text.endswith((".", "。", "！", "!", "?", "？")) else f"{text}."


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _markdown(text: str) -> str:
    """Signs that are markup anywhere are escaped; those that begin a list only at the beginning."""
    escaped = re.sub(r"([\\`*_{}\[\]<>#!|~])", r"\\\1", text)
    return re.sub(r"^(\s*\d*)([-+.)])", r"\1\\\2", escaped)


def _bibtex(text: str) -> str:
    return "".join(_BIBTEX.get(sign, sign) for sign in _one_line(text))


def _address(text: str) -> str:
    """An address without a sign that could end the place it is written into."""
    return quote(text, safe="/:?#[]@!$&'()*+,;=%-._~")
