"""One row of a source -> one row of a table, or why it refuses the file, or why it is left out.

What cannot be right refuses the whole file: a score that is text, negative or beyond its instrument's range, a day
that no calendar has, a name that is empty or has control characters in it. What the source merely does not say
(no score, no date, no country, no instrument for it, no model of the registry) leaves a row out, or takes it with a
doubt that is counted. So nothing wrong gets in, and nothing is lost without a number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from graph.importing.identity import Identity
from graph.importing.instruments import Scale, Scales
from graph.importing.rows import LeftOut, Release, Score
from graph.importing.words import FIRST_DAY, LAST_DAY, is_day
from graph.problems import Problem

LONGEST_NAME = 500
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_FORM = re.compile(r"[0-9]{1,12}(\.[0-9]{1,18})?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
EVENTS = ("available", "announced", "preview")
WEIGHTS = ("open", "restricted", "non-commercial", "closed", "unreleased", "")


@dataclass(frozen=True)
class ScoreRow:
    """A row of rows.csv of kind scores, but for its key. `doubts`: why some computation cannot use it."""

    line: int
    release: str
    version: str
    model: str
    countries: tuple[str, ...]
    instrument: str
    score: str
    basis: str
    available_on: str
    announced_on: str
    weights: str
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReleaseRow:
    """A row of rows.csv of kind releases, but for its key."""

    line: int
    model: str
    event: str
    date: str
    weights: str
    parameters: str
    active_parameters: str
    source: str


@dataclass
class Check:
    """Checks the rows of one file. `unnamed` collects benchmarks without an instrument."""

    file: str
    source: str
    scales: Scales
    identity: Identity
    countries: frozenset[str]
    _wrong: list[Problem] = field(default_factory=list)
    _whose: str = ""

    def score(self, row: Score) -> ScoreRow | LeftOut | list[Problem]:
        """A score on its instrument's scale."""
        self._begin(row.version or row.release)
        self._name(row.line, "the model's name", row.release)
        self._name(row.line, "the model version", row.version)
        for column, day in (("release date", row.available_on), ("announcement date", row.announced_on)):
            self._day(row.line, column, day)
        scale = self.scales.get((self.source, row.names_there))
        digits = self._digits(row, scale)
        if self._wrong:
            return self._wrong
        if scale is None:
            return LeftOut(row.line, "no-instrument", row.names_there)
        known = tuple(code for code in row.countries if code in self.countries)
        return ScoreRow(
            line=row.line,
            release=row.release,
            version=row.version,
            model=self.identity.resolve(row.release, row.version),
            countries=known,
            instrument=scale.instrument,
            score=digits,
            basis=row.basis,
            available_on=row.available_on,
            announced_on=row.announced_on,
            weights=row.weights,
            doubts=_doubts(row, known),
        )

    def release(self, row: Release) -> ReleaseRow | LeftOut | list[Problem]:
        """A release event. A build or a setting of a model is no release of the model: only whole names count."""
        self._begin(row.name)
        self._name(row.line, "the model's name", row.name)
        self._day(row.line, "date", row.day)
        if not row.day:
            self._refuse(row.line, "date: empty", "YYYY-MM-DD")
        if self._wrong:
            return self._wrong
        model = self.identity.exact(row.name, row.version)
        if not model:
            return LeftOut(row.line, "unknown-model", row.name)
        return ReleaseRow(
            row.line, model, row.event, row.day, row.weights, row.parameters, row.active_parameters, row.source
        )

    def _digits(self, row: Score, scale: Scale | None) -> str:
        given = row.score
        if not _NUMBER.fullmatch(given):
            self._refuse(row.line, f"score: {given!r:.60} is not a number", "digits with a point, such as 142.2")
            return ""
        if scale is None:
            return ""
        value = scale.score(given) if len(given) <= 60 else Decimal("Infinity")
        if not scale.lowest <= value <= scale.highest:
            low, high = (_plain(bound / scale.factor) for bound in (scale.lowest, scale.highest))
            message = f"score: {given:.60} is beyond the range of {scale.instrument}"
            self._refuse(row.line, message, f"{low} to {high}")
            return ""
        # A score on the source's own scale keeps every digit that the source prints, 130.0 as well as 130.
        digits = given if scale.factor == 1 else _plain(value)
        if not _FORM.fullmatch(digits):
            self._refuse(
                row.line, f"score: {given:.60} has more digits than anybody measures", "at most 18 decimals"
            )
        return digits

    def _day(self, line: int, column: str, day: str) -> None:
        if not day:
            return
        if not is_day(day):
            self._refuse(line, f"{column}: {day!r:.60} is not a day", "YYYY-MM-DD, a day of the calendar")
        elif not FIRST_DAY <= day <= LAST_DAY:
            self._refuse(line, f"{column}: {day} is absurd", f"a day from {FIRST_DAY} to {LAST_DAY}")

    def _name(self, line: int, what: str, name: str) -> None:
        if not name:
            self._refuse(line, f"{what} is empty", "the source's file as it came")
        elif len(name) > LONGEST_NAME:
            self._refuse(line, f"{what} has {len(name)} characters", f"at most {LONGEST_NAME}")
        elif _CONTROL.search(name):
            self._refuse(
                line, f"{what} has a control character in it: {name!r:.60}", "the source's file as it came"
            )

    def _begin(self, name: str) -> None:
        self._wrong = []
        self._whose = "" if _CONTROL.search(name) else name[:60]

    def _refuse(self, line: int, message: str, mend: str) -> None:
        # All of a JSON file may stand in one line: the name says which row it is.
        said = f"{self._whose}: {message}" if self._whose else message
        self._wrong.append(Problem(self.file, line, said, mend))


def _doubts(row: Score, countries: tuple[str, ...]) -> tuple[str, ...]:
    found = list(row.doubts)
    if not row.available_on:
        found.append("no-date")
    if not countries and "unknown-country" not in found:
        found.append("unknown-country" if row.countries else "no-country")
    if len(countries) > 1:
        found.append("several-countries")
    if row.basis != "measured":
        found.append(row.basis)
    return tuple(found)


def _plain(value: Decimal) -> str:
    """Digits without an exponent and without zeros at the end."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
