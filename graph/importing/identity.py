"""Whose score it is: a source's names -> one model of the registry, or nobody and the candidates, never a guess.

A name is taken apart first: build date, effort, quantisation and mode stand in `version` of a row and are no part
of the model's name. What is left must be a label or an alias of one model, up to letter case and the sign between
words. Where two would fit, or a part that may be another model is left over, the name stays open.
"""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

SHORTEST_ALIAS = 3
"""Letters and digits. An article may call a model "V3" or "R1" for short; other models are called so, too."""
WHOLE_SHORT_NAMES = frozenset({"o1", "o3"})
"""Shorter aliases that are the models' whole names."""
_HARMLESS = frozenset({"instruct", "chat", "base", "it", "hf"})
_EFFORTS = r"(?:none|minimal|low|medium|high|xhigh|max|unknown|[0-9]{1,4}k)"
_BUILD = re.compile(r"[-_ @](20[0-9]{2}-[0-9]{2}-[0-9]{2}|20[0-9]{6})$")
_EFFORT = re.compile(
    rf"(?:_{_EFFORTS}|-(?:minimal|low|high|xhigh)| ?\({_EFFORTS}(?: thinking| effort)?\))$", re.IGNORECASE
)
_MODE = re.compile(
    r"(?:_(?:non-?)?(?:thinking|reasoning)| ?\((?:non-?|no )?(?:thinking|reasoning)\)| ?\(extended thinking\))$",
    re.IGNORECASE,
)
_QUANTISATION = re.compile(
    r"[-_ ]\(?(?:bf16|fp16|fp8|fp4|int8|int4|nvfp4|awq|gptq|gguf|[48]-?bit)\)?$", re.IGNORECASE
)
_HOST = re.compile(r"^[a-z0-9.-]+/", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+|\+")
_OPAQUE = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)


@dataclass(frozen=True)
class Parts:
    """A name taken apart; what is not there is ""."""

    base: str
    build: str = ""
    effort: str = ""
    quantisation: str = ""
    mode: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether nothing was split off."""
        return not (self.build or self.effort or self.quantisation or self.mode)


def take_apart(name: str) -> Parts:
    """Split build date, effort, quantisation and mode off the end of a name, in whatever order they stand.

    >>> take_apart("gpt-5.4-2026-03-05_xhigh")
    Parts(base='gpt-5.4', build='2026-03-05', effort='xhigh', quantisation='', mode='')

    A short build (0528, 2507) is not split off: it names another release of other weights, as R1-0528 is not R1. A
    bare last word "thinking" is not split off either: Kimi K2 Thinking is a model of its own.
    """
    found: dict[str, str] = {}
    patterns = {"build": _BUILD, "effort": _EFFORT, "quantisation": _QUANTISATION, "mode": _MODE}
    base = name.strip()
    while True:
        for part, pattern in patterns.items():
            if part not in found and (match := pattern.search(base)) and match.start() > 0:
                found[part] = match.group().strip(" -_@()")
                base = base[: match.start()].rstrip()
                break
        else:
            return Parts(base, **found)


def fold(name: str) -> str:
    """A name without letter case and with one sign between its words.

    >>> fold("Claude Opus 4.5") == fold("claude-opus-4-5")
    True
    """
    return "-".join(_WORD.findall(name.casefold()))


@dataclass(frozen=True)
class RegistryName:
    """A label or alias of a model of the registry."""

    entity: str
    text: str
    is_alias: bool


@dataclass(frozen=True)
class Settled:
    """A person's word on a name: the entity's id, or "-" for none of the registry."""

    entity: str
    line: int


@dataclass
class Identity:
    """Resolves names against the registry and what a person has settled for this source."""

    names: Iterable[RegistryName]
    settled: Mapping[str, Settled] = field(default_factory=dict)
    _known: dict[str, set[str]] = field(init=False, default_factory=lambda: defaultdict(set))
    _texts: dict[str, str] = field(init=False, default_factory=dict)
    _cache: dict[tuple[str, str], str] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        for name in self.names:
            if (
                not name.is_alias
                or len(re.sub(r"\W", "", name.text)) >= SHORTEST_ALIAS
                or name.text in WHOLE_SHORT_NAMES
            ):
                self._known[fold(name.text)].add(name.entity)
                self._texts[fold(name.text)] = name.entity

    def resolve(self, release: str, version: str = "") -> str:
        """The id of the model, "" where it is open or settled as none.

        A person's word comes first. The version is looked at before the release, because a source may put several
        models under one name (R1-0528 under R1, the preview of QwQ under QwQ).
        """
        key = (release, version)
        if key not in self._cache:
            if len(self._cache) > 50_000:
                self._cache.clear()
            self._cache[key] = self._resolve(release, version)
        return self._cache[key]

    def is_settled(self, release: str, version: str = "") -> bool:
        """Whether a person has spoken on this name."""
        return version in self.settled or release in self.settled

    def exact(self, name: str, version: str = "") -> str:
        """The model that is called so, nothing split off the name; "" where none or several are.

        Where the source has an id beside the name, it must mean the same model: lists print "DeepSeek R1" over the
        id of R1-0528.
        """
        for word in (version, name):
            if word and word in self.settled:
                return self.settled[word].entity.removeprefix("-")
        found, bare = self._one(name), _HOST.sub("", version)
        if bare and found not in (self._one(bare), self._one(take_apart(bare).base)):
            return ""
        return found

    def candidates(self, release: str, version: str = "") -> tuple[str, ...]:
        """Up to three models whose names are like this one, for a person to choose from."""
        found: dict[str, None] = {}
        for name in dict.fromkeys((version, release)):
            folded = fold(take_apart(_HOST.sub("", name)).base)
            for entity in sorted(self._known.get(folded, ())):
                found[entity] = None
            for close in difflib.get_close_matches(folded, self._texts, n=3, cutoff=0.75):
                found[self._texts[close]] = None
        return tuple(found)[:3]

    def _resolve(self, release: str, version: str) -> str:
        for name in (version, release):
            if name and name in self.settled:
                return self.settled[name].entity.removeprefix("-")
        if version and not _OPAQUE.fullmatch(version):
            bare = _HOST.sub("", version)
            base = take_apart(bare).base
            return self._one(bare) or self._one(base) or self._by_release(release, base)
        return self._one(release) or self._one(take_apart(release).base)

    def _by_release(self, release: str, base: str) -> str:
        """The model that the release's name means, where the version adds nothing that may be another model."""
        found = self._one(release)
        if not found:
            return ""
        words, wanted = fold(base).split("-"), fold(release).split("-")
        same = words[: len(wanted)] == wanted and set(words[len(wanted) :]) <= _HARMLESS
        return found if same else ""

    def _one(self, name: str) -> str:
        found = self._known.get(fold(name), ())
        return next(iter(found)) if len(found) == 1 else ""
