"""What a reader yields: a score or a release as the source's file states it, or a row that is left out and why.

A row that is wrong is a graph.problems.Problem; a file with one is refused as a whole.
"""

from __future__ import annotations

from dataclasses import dataclass

from graph.problems import Problem


@dataclass(frozen=True)
class Score:
    """One score as the file states it. `names_there` is the source's name of the benchmark; `score` its digits."""

    line: int
    release: str
    version: str
    names_there: str
    score: str
    basis: str = "measured"
    countries: tuple[str, ...] = ()
    available_on: str = ""
    announced_on: str = ""
    weights: str = ""
    doubts: tuple[str, ...] = ()
    """Reasons for which a row that is taken says less than it could, such as `unknown-country`."""


@dataclass(frozen=True)
class Release:
    """One release event as the file states it; `source` is the slug of a registry source.

    `version` is the source's id beside the name, where it has one: a display name alone is no key.
    """

    line: int
    name: str
    event: str
    day: str
    source: str
    weights: str = ""
    parameters: str = ""
    active_parameters: str = ""
    version: str = ""


@dataclass(frozen=True)
class LeftOut:
    """A row, or a value of a row, that enters no table: `reason` is a slug that is counted."""

    line: int
    reason: str
    what: str


Item = Score | Release | LeftOut | Problem
