"""What is wrong with a parameter and what would mend it, in the language of whoever asks (refusals.yaml)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import yaml

from graph.problems import closest
from queries.sentences import spoken

_FILE = Path(__file__).with_suffix(".yaml")


@lru_cache
def refusals() -> Mapping[str, Mapping[str, str]]:
    """Every wording by its key, with its words by language (en, zh-Hant, zh-Hans)."""
    found: Mapping[str, Mapping[str, str]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return found


Part = str | tuple[str, ...] | Mapping[str, str]
"""What is filled in: a text, several that stand in a list, or words by language."""


@dataclass(frozen=True)
class Wording:
    """A wording of refusals.yaml with what is filled in."""

    key: str
    parts: Mapping[str, Part] = field(default_factory=dict)

    def said(self, language: str) -> str:
        """The words in a language (a tag of BCP 47, see `spoken`)."""
        tag = spoken(language)
        return refusals()[self.key][tag].format(**{name: _filled(part, tag) for name, part in self.parts.items()})


def _filled(part: Part, tag: str) -> str:
    if isinstance(part, str):
        # Whatever was given is shown on one line, and half a character can be neither sent nor printed.
        return repr(part)[1:-1]
    return part[tag] if isinstance(part, Mapping) else ("、" if tag.startswith("zh") else ", ").join(part)


def wording(key: str, **parts: str | Iterable[str] | Mapping[str, str]) -> Wording:
    """A wording with what is filled in."""
    return Wording(key, {name: p if isinstance(p, str | Mapping) else tuple(p) for name, p in parts.items()})


def meant(word: str, known: Iterable[str], otherwise: Wording) -> Wording:
    """ "did you mean X?" for the known word closest to `word`; `otherwise` where none is close."""
    near = closest(word, known)
    return wording("did-you-mean", near=near) if near else otherwise


@dataclass(frozen=True)
class Refusal:
    """A parameter (or clock) that will not do: what is wrong, and the mend."""

    name: str
    wrong: Wording
    mend: Wording

    def told(self, language: str) -> tuple[str, str, str]:
        """Name, what is wrong, the mend."""
        return self.name, self.wrong.said(language), self.mend.said(language)

    def line(self, language: str) -> str:
        """All of it in one line."""
        name, wrong, mend = self.told(language)
        return refusals()["line"][spoken(language)].format(name=name, wrong=wrong, mend=mend)

    def hint(self, language: str) -> str:
        """What stands beside the parameter's own field."""
        _, wrong, mend = self.told(language)
        return refusals()["hint"][spoken(language)].format(wrong=wrong, mend=mend)
