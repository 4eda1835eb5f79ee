"""Names of countries and of developers, as sources write them, to ISO 3166 codes."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent


@cache
def _codes() -> dict[str, str]:
    return dict(_pairs("countries.csv", "name", "code"))


@cache
def _developers() -> dict[str, tuple[str, ...]]:
    return {name: tuple(codes.split()) for name, codes in _pairs("developers.csv", "name", "countries")}


def known_codes() -> frozenset[str]:
    """Every code that an importer may write; the registry has each of them."""
    return frozenset(_codes().values())


def codes_of(names: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The codes of some names, each once, in order; and the names that the list does not have."""
    codes: dict[str, None] = {}
    unknown: list[str] = []
    for name in names:
        if code := _codes().get(name.casefold()):
            codes[code] = None
        elif name:
            unknown.append(name)
    return tuple(codes), tuple(unknown)


def developer_countries(name: str) -> tuple[str, ...]:
    """The countries of a developer, where a source names nobody's country; () for one that is not in the list.

    developers.csv says for each name where its country stands.
    """
    return _developers().get(name.casefold(), ())


def _pairs(file: str, first: str, second: str) -> list[tuple[str, str]]:
    with (_FOLDER / file).open(encoding="utf-8", newline="") as stream:
        return [(row[first].casefold(), row[second]) for row in csv.DictReader(stream)]
