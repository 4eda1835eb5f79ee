"""artificial-analysis: the user's own answer of the publisher's data API, in both of its forms.

The terms do not allow passing the figures on: the table is marked so and stays in the private layer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from graph.importing.countries import codes_of, developer_countries
from graph.importing.importer import Head, RefusedError, Wishes
from graph.importing.json_walk import Piece, json_pieces
from graph.importing.rows import Item, LeftOut, Score
from graph.importing.source_file import SourceFile
from graph.importing.words import number, text
from graph.problems import Problem

_LISTS = frozenset({"data"})
INDEX = "artificial_analysis_intelligence_index"
EVALUATIONS = ("mmlu_pro", "gpqa", "hle", "livecodebench", "scicode", "math_500", "aime")
ESTIMATED = (f"{INDEX}_is_estimated", "intelligence_index_is_estimated")
IN_FORCE = (
    ("2025-03-01", "2025-07-31", "2"),
    ("2025-10-01", "2026-01-05", "3.0"),
    ("2026-01-06", "2026-06-15", "4.0"),
    ("2026-06-16", "2026-08-31", "4.1"),
)
"""First and last day for which the version is certain. Of February, August and September 2025 only the month of the
change is known, and two versions came in autumn 2026."""


class ArtificialAnalysis:
    """The importer."""

    source = "artificial-analysis"
    several_benchmarks = True

    def recognises(self, head: str) -> bool:
        """By names that both forms have."""
        return head.lstrip().startswith("{") and all(
            re.search(rf'"{name}"\s*:', head) for name in ("data", "model_creator", "slug")
        )

    def heads(self, file: SourceFile, wishes: Wishes) -> list[Head]:
        """One table a version. The version is the answer's, else the user's, else that of the day; it is told."""
        answer = _Answer.of(file)
        day = wishes.dates[0] if wishes.dates else file.day_in_name()
        said: list[str] = []
        if not day:
            day = answer.latest
            said.append(f"the answer carries no day; its latest release, {day}, is taken: --date sets another")
        version, why = _version(answer, wishes, day)
        return [
            Head(
                id=f"artificial-analysis-v{version}",
                kind="scores",
                label={
                    "en": f"Artificial Analysis Intelligence Index v{version}",
                    "zh-Hant": f"Artificial Analysis 智慧指數第 {version} 版",
                    "zh-Hans": f"Artificial Analysis 智能指数第 {version} 版",
                },
                publisher="org/artificial-analysis",
                address="https://artificialanalysis.ai",
                licence="personal-use",
                attribution="Artificial Analysis, artificialanalysis.ai",
                pass_on=False,
                observed_on=day,
                said=(*said, why),
            )
        ]

    def read(self, file: SourceFile, head: Head) -> Iterator[Item]:
        """The index of the head's version, and the evaluations where the answer has them."""
        version = head.id.rpartition("-v")[2]
        for piece in json_pieces(file, _LISTS):
            if piece.member != "data":
                continue
            if not isinstance(piece.value, dict):
                yield Problem(file.name, piece.line, "an item of data is no object", "the answer as it came")
            else:
                yield from _scores(piece, version, file.name)


class _Answer:
    """What the answer says besides its models: version, pages, the latest day."""

    def __init__(self) -> None:
        self.versions: set[str] = set()
        self.pages: list[int] = []
        self.total = 1
        self.latest = ""

    @classmethod
    def of(cls, file: SourceFile) -> _Answer:
        """Read the file once for it. Raises RefusedError for an answer of which pages are missing."""
        answer = cls()
        for piece in json_pieces(file, _LISTS):
            answer._take(piece)
        if answer.pages and sorted(answer.pages) != list(range(1, answer.total + 1)):
            there = ", ".join(map(str, answer.pages))
            mend = "join all pages in one file, one after the other: cat page-*.json > all.json"
            raise RefusedError(f"page {there} of {answer.total}: pages are missing or doubled", mend)
        return answer

    def _take(self, piece: Piece) -> None:
        value = piece.value
        if piece.member == "data" and isinstance(value, dict):
            day = text(value.get("release_date"))
            if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", day):
                self.latest = max(self.latest, day)
        elif piece.member == "intelligence_index_version":
            self.versions.add(str(value).removeprefix("v"))
        elif piece.member == "pagination" and isinstance(value, dict):
            pages = value.get("page"), value.get("total_pages")
            if isinstance(pages[0], int) and isinstance(pages[1], int):
                self.pages.append(pages[0])
                self.total = max(self.total, pages[1])


def _version(answer: _Answer, wishes: Wishes, day: str) -> tuple[str, str]:
    """The version, and in words where it is from."""
    asked = wishes.index_version.removeprefix("v")
    if len(answer.versions) > 1:
        raise RefusedError(
            f"pages of several index versions: {', '.join(sorted(answer.versions))}", "one version a file"
        )
    if answer.versions:
        [said] = answer.versions
        if asked and asked != said:
            raise RefusedError(f"the answer is of index version {said}, not {asked}", "leave --index-version out")
        return said, f"index version {said}: the answer says so"
    if asked:
        return asked, f"index version {asked}: as asked"
    for first, last, version in IN_FORCE:
        if first <= day <= last:
            return version, f"index version {version}: derived from the day {day}, the answer does not say it"
    raise RefusedError(
        f"the answer does not say its index version, and the day {day or '(none)'} does not settle it",
        "--index-version 4.1, or --date with the day of the answer",
    )


def _scores(piece: Piece, version: str, file: str) -> Iterator[Item]:
    row: Mapping[str, Any] = piece.value
    evaluations = row.get("evaluations")
    values = evaluations if isinstance(evaluations, dict) else {}
    name = text(row.get("name"))
    found = False
    for benchmark in (INDEX, *EVALUATIONS):
        score = number(values.get(benchmark, row.get(benchmark)))
        if score is None:
            yield Problem(file, piece.line, f"{name}: {benchmark} is no number", "the answer as it came")
        elif score:
            found = True
            yield _score(piece, name, f"{INDEX} v{version}" if benchmark == INDEX else benchmark, score)
    if not found:
        yield LeftOut(piece.line, "no-score", name)


def _score(piece: Piece, name: str, benchmark: str, score: str) -> Score:
    row = piece.value
    creator = row.get("model_creator") if isinstance(row.get("model_creator"), dict) else {}
    said, _ = codes_of([text(creator.get("country"))])
    licensing = row.get("licensing") if isinstance(row.get("licensing"), dict) else {}
    values = row.get("evaluations") if isinstance(row.get("evaluations"), dict) else {}
    estimated = any(holder.get(flag) is True for holder in (row, values) for flag in ESTIMATED)
    return Score(
        line=piece.line,
        release=name,
        version=text(row.get("id")) or name,
        names_there=benchmark,
        score=score,
        basis="estimated" if estimated and benchmark.startswith(INDEX) else "measured",
        countries=said or developer_countries(text(creator.get("name"))),
        available_on=text(row.get("release_date")),
        weights="closed" if licensing.get("is_open_weights") is False else "",
    )
