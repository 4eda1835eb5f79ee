"""One claim, typed: what the reading of the article and the built graph must agree on, field by field.

Things and terms are IRIs, days are ISO dates; what is absent is None, False or empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import NamedTuple


class Place(NamedTuple):
    """A span of a document's text: first and last code point (end excluded), SHA-256 of what stands there."""

    document: str
    start: int
    end: int
    digest: str


class Value(NamedTuple):
    """A literal: its words, its datatype (local name) and its language tag in lower case, or ""."""

    words: str
    datatype: str
    language: str = ""


@dataclass(frozen=True)
class Said:
    """What is said of what: an object, or a figure, date or words with all that makes them comparable."""

    subject: str
    predicate: str
    object: str | None
    reported: str | None
    value: Value | None
    value_from: str | None
    value_to: str | None
    unit: str | None
    statistic: str | None
    comparator: str | None
    lower: Value | None
    upper: Value | None
    instrument: str | None
    basis: str | None
    is_score: bool


@dataclass(frozen=True)
class Time:
    """When it holds, as said, and when it was said."""

    valid_from: str | None
    valid_to: str | None
    text: str | None
    said_on: str


@dataclass(frozen=True)
class Voice:
    """Who says it and how."""

    voice: str
    asserted_by: str | None
    cites: str | None
    implicit: bool
    negated: bool
    hypothetical: bool
    review_status: str


@dataclass(frozen=True)
class Limits:
    """What limits or colours it."""

    scopes: frozenset[str]
    qualifiers: frozenset[str]
    superlative: str | None
    is_first: bool
    by_means_of: str | None
    ahead_of: str | None
    contrasted_with: str | None
    since_release_of: str | None


@dataclass(frozen=True)
class ClaimRecord:
    """One claim; `places` begins with its main span, `previous` and `followed_by` are numbers of claims."""

    said: Said
    time: Time
    voice: Voice
    limits: Limits
    places: tuple[Place, ...]
    previous: int | None
    followed_by: frozenset[int]


def leaves(record: object, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], object]]:
    """Every single field below a record, as its path and its value."""
    if is_dataclass(record):
        for field in fields(record):
            yield from leaves(getattr(record, field.name), (*path, field.name))
    else:
        yield path, record


def differences(expected: Mapping[int, ClaimRecord], found: Mapping[int, ClaimRecord]) -> list[str]:
    """Every claim that is missing or too many and every field that differs; empty when all agree."""
    said = [f"claim {number} is missing" for number in sorted(expected.keys() - found.keys())]
    said += [f"claim {number} is not in the reading" for number in sorted(found.keys() - expected.keys())]
    for number in sorted(expected.keys() & found.keys()):
        got = dict(leaves(found[number]))
        for path, wanted in leaves(expected[number]):
            if got[path] != wanted:
                said.append(f"claim {number}, {'.'.join(path)}: {got[path]!r} instead of {wanted!r}")
    return said
