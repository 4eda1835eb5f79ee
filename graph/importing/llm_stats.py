"""llm-stats: the JSON of LLM Stats, benchmark scores with a source on each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from graph.importing.importer import Head, Wishes
from graph.importing.json_walk import Piece, json_pieces
from graph.importing.licences import weights_of_licence
from graph.importing.rows import Item, LeftOut, Score
from graph.importing.source_file import SourceFile, UnreadableError
from graph.importing.words import number, text
from graph.problems import Problem

MOST_MODELS = 100_000
"""They are held in memory, for their scores stand elsewhere in the file; it has some hundreds."""
_LISTS = frozenset({"models", "scores", "organizations", "benchmarks"})


class LlmStats:
    """The importer."""

    source = "llm-stats"
    several_benchmarks = True

    def recognises(self, head: str) -> bool:
        """By names that stand in its first model."""
        return head.lstrip().startswith("{") and all(
            re.search(rf'"{name}"\s*:', head) for name in ("model_id", "organization_id")
        )

    def heads(self, file: SourceFile, wishes: Wishes) -> list[Head]:
        """One table. The file carries no day of its own: the one in its name, else the latest day in it."""
        return [
            Head(
                id="llm-stats",
                kind="scores",
                label={"en": "LLM Stats", "zh-Hant": "LLM Stats 得分", "zh-Hans": "LLM Stats 得分"},
                address="https://llm-stats.com",
                licence="CC-BY-4.0",
                attribution="LLM Stats, llm-stats.com, CC BY 4.0",
                observed_on=wishes.dates[0] if wishes.dates else file.day_in_name(),
            )
        ]

    def read(self, file: SourceFile, head: Head) -> Iterator[Item]:
        """The scores; models and organizations, which are few, are looked up, wherever they stand in the file."""
        models: dict[str, Mapping[str, Any]] = {}
        countries: dict[str, str] = {}
        for piece in json_pieces(file, _LISTS):
            if piece.member == "models" and isinstance(piece.value, dict):
                if len(models) >= MOST_MODELS:
                    message = f"more than {MOST_MODELS:,} models"
                    raise UnreadableError(Problem(file.name, piece.line, message, "is it the right file?"))
                models[text(piece.value.get("model_id"))] = piece.value
            elif piece.member == "organizations" and isinstance(piece.value, dict):
                countries[text(piece.value.get("organization_id"))] = text(piece.value.get("country"))
        for piece in json_pieces(file, _LISTS):
            if piece.member in ("models", "organizations", "scores") and not isinstance(piece.value, dict):
                yield Problem(file.name, piece.line, f"an item of {piece.member} is no object", "{...}")
            elif piece.member == "scores":
                yield _score(piece, models, countries, file.name)


def _score(piece: Piece, models: Mapping[str, Mapping[str, Any]], countries: Mapping[str, str], file: str) -> Item:
    row = piece.value
    version = text(row.get("model_id"))
    if (model := models.get(version)) is None:
        return Problem(file, piece.line, f"a score of {version!r}, which is not among the models", "the whole file")
    benchmark = text(row.get("benchmark_id"))
    score = number(row.get("score"))
    if score is None:
        message = f"{version}: score of {benchmark}: {row.get('score')!r:.60} is not a number"
        return Problem(file, piece.line, message, "a number such as 0.81")
    if not score:
        return LeftOut(piece.line, "no-score", f"{version}, {benchmark}")
    code = countries.get(text(model.get("organization_id")), "")
    return Score(
        line=piece.line,
        release=text(model.get("name")) or version,
        version=version,
        names_there=benchmark,
        score=score,
        countries=(code,) if code else (),
        available_on=text(model.get("release_date")),
        announced_on=text(model.get("announcement_date")),
        weights=weights_of_licence(text(model.get("license_id"))),
    )
