"""epoch-eci: the Epoch Capabilities Index, one row a model version."""

from __future__ import annotations

from collections.abc import Iterator

from graph.importing.csv_rows import Row, columns_of, csv_rows
from graph.importing.epoch_words import countries_of, weights_of
from graph.importing.importer import Head, Wishes
from graph.importing.rows import Item, LeftOut, Score
from graph.importing.source_file import SourceFile
from graph.problems import Problem

COLUMNS = (
    "Model version", "ECI Score", "Release date", "Organization", "Country", "Model accessibility", "Confidence",
    "Model name",
)  # fmt: skip
INDEX = "Epoch Capabilities Index"
HAND_ADDED = frozenset({"claude-mythos-2026-04-07", "muse-spark-2026-04-08"})
"""Versions of the file of April 2026 that are known to be added by hand."""


class EpochEci:
    """The importer."""

    source = "epoch-eci"
    several_benchmarks = False

    def recognises(self, head: str) -> bool:
        """By the column that no other file has."""
        return {"ECI Score", "Model version"} <= set(columns_of(head))

    def heads(self, file: SourceFile, wishes: Wishes) -> list[Head]:
        """One table; it speaks for the latest day in it."""
        return [
            Head(
                id="epoch-eci",
                kind="scores",
                label={
                    "en": "Epoch Capabilities Index",
                    "zh-Hant": "Epoch 能力指數",
                    "zh-Hans": "Epoch 能力指数",
                },
                publisher="org/epoch-ai",
                address="https://epoch.ai/benchmarks",
                licence="CC-BY-4.0",
                attribution="Epoch AI, Epoch Capabilities Index, epoch.ai, CC BY 4.0",
                observed_on=wishes.dates[0] if wishes.dates else "",
            )
        ]

    def read(self, file: SourceFile, head: Head) -> Iterator[Item]:
        """A row without a score is left out: the file lists models that it has no score for."""
        for row in csv_rows(file, COLUMNS):
            if isinstance(row, Problem):
                yield row
            elif not row["ECI Score"]:
                yield LeftOut(row.line, "no-score", row["Model version"])
            else:
                yield _score(row, file.name)


def _score(row: Row, file: str) -> Item:
    weights = weights_of(row["Model accessibility"])
    if weights is None:
        message = f"Model accessibility: {row['Model accessibility']!r} is not known"
        return Problem(
            file, row.line, message, "a word as the source publishes it; else tell the makers of the importer"
        )
    countries, unknown = countries_of(row["Country"])
    return Score(
        line=row.line,
        release=row["Model name"] or row["Model version"],
        version=row["Model version"],
        names_there=INDEX,
        score=row["ECI Score"],
        basis="hand-added" if added_by_hand(row) else "measured",
        countries=countries,
        available_on=row["Release date"],
        # A score of an unreleased model says that nobody gets its weights.
        weights="closed" if weights == "unreleased" else weights,
        doubts=("unknown-country",) if unknown else (),
    )


def added_by_hand(row: Row) -> bool:
    """Whether a person typed the value in.

    The index is computed, and a computed value is printed with a decimal point, whole ones (130.0, 150.0) too. So a
    value without one, on a row whose confidence is "Unverified", was typed. Neither sign alone is enough: most
    unverified rows are computed.
    """
    typed = row["Confidence"] == "Unverified" and "." not in row["ECI Score"]
    return typed or row["Model version"] in HAND_ADDED
