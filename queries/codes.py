"""Codes in answers (states, verdicts, ways of counting) in the reader's words."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import yaml

_FILE = Path(__file__).parent / "codes.yaml"


@lru_cache
def codes() -> Mapping[str, Mapping[str, str]]:
    """Every code with its words by language (en, zh-Hant, zh-Hans)."""
    found: Mapping[str, Mapping[str, str]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return found


def choice_code(parameter: str, value: str) -> str | None:
    """The code whose words tell a value of a parameter that is a choice; None where it has none."""
    return next((code for code in (f"{parameter}-{value}", value) if code in codes()), None)


def code_words(text: str, language: str) -> str:
    """Codes with spaces between them as a list of words; a word that is no code stays as it is."""
    words = (codes()[code][language] if code in codes() else code for code in text.split())
    return ("、" if language.startswith("zh") else ", ").join(words)
