"""How most queries begin: a prologue and a keyword that can be told without cutting anything into tokens."""

from __future__ import annotations

import re

# What this fits the tokeniser reads the same; it may fit less (a test holds one against the other).
_GAP = r"(?:[ \t\r\n]+|#[^\r\n]*)"
_PLAIN_IRI = r"<[^<>\"{}|^`\\\x00-\x20]*>"
_PLAIN_PREFIX = rf"PREFIX{_GAP}++(?:[A-Z](?:[\w.\-]*[\w\-])?)?:{_GAP}*+{_PLAIN_IRI}"
_PLAIN_BEGINNING = re.compile(
    rf"{_GAP}*+(?:(?:{_PLAIN_PREFIX}|BASE{_GAP}*+{_PLAIN_IRI}){_GAP}*+)*+(SELECT|ASK|CONSTRUCT|DESCRIBE)(?=[\s{{(*?$<#])",
    re.IGNORECASE | re.ASCII,
)


def plain_beginning(query: str) -> re.Match[str] | None:
    """The prologue and the keyword behind it (group 1), where no tokens are needed to tell them; else None."""
    return _PLAIN_BEGINNING.match(query)
