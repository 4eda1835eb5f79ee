"""An idiom: one .rq file whose header has a title and an explanation in every language, and a place in the list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from ontology.rq import QueryFile, QueryFileError, load_rq, with_prefixes

LANGUAGES = ("en", "zh-Hant", "zh-Hans")
_FOLDER = Path(__file__).parent
_KEYS = frozenset({"order", "title", "explanation"})


class IdiomError(ValueError):
    """Idioms whose headers will not do; the message names every file."""


@dataclass(frozen=True)
class Idiom:
    """One idiom; all words are by language tag. `query` is what the editor shows, without the header."""

    name: str
    order: int
    title: Mapping[str, str]
    explanation: Mapping[str, str]
    query: str

    @property
    def runnable(self) -> str:
        """The query with the prefixes that it uses in front."""
        return with_prefixes(self.query)


def load_idioms(folder: Path = _FOLDER) -> tuple[Idiom, ...]:
    """Every idiom of a folder in its order. Raises IdiomError that names all that will not do."""
    found, wrong = [], []
    for path in sorted(folder.glob("*.rq")):
        try:
            file = load_rq(path)
        except QueryFileError as error:
            wrong.append(str(error))
            continue
        lies = list(_lies(file))
        wrong += [f"queries/idioms/{path.name}: {lie}" for lie in lies]
        if not lies:
            found.append(_idiom(file))
    if wrong:
        raise IdiomError("\n".join(wrong))
    return tuple(sorted(found, key=lambda idiom: (idiom.order, idiom.name)))


@lru_cache
def idioms() -> tuple[Idiom, ...]:
    """The idioms that the package ships."""
    return load_idioms()


def _lies(file: QueryFile) -> Iterator[str]:
    header: Mapping[str, Any] = file.header
    if set(header) != _KEYS:
        yield f"the header has {', '.join(sorted(header)) or 'nothing'}, not {', '.join(sorted(_KEYS))}"
        return
    if not isinstance(header["order"], int):
        yield "order is no whole number"
    for key in ("title", "explanation"):
        if set(header[key]) != set(LANGUAGES) or not all(isinstance(t, str) and t for t in header[key].values()):
            yield f"{key} is not in {', '.join(LANGUAGES)}"


def _idiom(file: QueryFile) -> Idiom:
    header = file.header
    return Idiom(file.name, header["order"], header["title"], header["explanation"], file.text)
