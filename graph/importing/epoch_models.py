"""epoch-models: Epoch AI's files of AI models (notable, large-scale, frontier): days, sizes and weights."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.importing.csv_rows import columns_of, csv_rows
from graph.importing.epoch_words import weights_of
from graph.importing.importer import Head, Wishes
from graph.importing.rows import Item, LeftOut, Release
from graph.importing.source_file import SourceFile
from graph.importing.words import is_month
from graph.problems import Problem

COLUMNS = ("Model", "Publication date", "Parameters", "Model accessibility", "Organization")
NAMES = {
    "notable": ("notable models", "重要模型", "重要模型"),
    "large-scale": ("large-scale models", "大規模模型", "大规模模型"),
    "frontier": ("frontier models", "前沿模型", "前沿模型"),
}


class EpochModels:
    """The importer."""

    source = "epoch-models"
    several_benchmarks = False

    def recognises(self, head: str) -> bool:
        """By the columns that the three files share."""
        return set(COLUMNS) <= set(columns_of(head))

    def heads(self, file: SourceFile, wishes: Wishes) -> list[Head]:
        """One table a file; each of the three replaces its own earlier state only."""
        which = which_file(columns_of(file.head()))
        english, hant, hans = NAMES[which]
        return [
            Head(
                id=f"epoch-models-{which}",
                kind="releases",
                label={
                    "en": f"Epoch AI, {english}",
                    "zh-Hant": f"Epoch AI：{hant}",
                    "zh-Hans": f"Epoch AI：{hans}",
                },
                publisher="org/epoch-ai",
                address="https://epoch.ai/data/ai-models",
                licence="CC-BY-4.0",
                attribution="Epoch AI, Data on AI Models, epoch.ai, CC BY 4.0",
                observed_on=wishes.dates[0] if wishes.dates else "",
                said=("the file's publication dates are taken as days of announcement",),
            )
        ]

    def read(self, file: SourceFile, head: Head) -> Iterator[Item]:
        """One event a row. The column is named publication date: a paper, a post or the model; so `announced`."""
        for row in csv_rows(file, COLUMNS):
            if isinstance(row, Problem):
                yield row
                continue
            weights = weights_of(row["Model accessibility"])
            parameters = whole(row["Parameters"])
            if weights is None:
                message = f"Model accessibility: {row['Model accessibility']!r} is not known"
                yield Problem(file.name, row.line, message, "a word as the source publishes it")
            elif parameters is None:
                message = f"Parameters: {row['Parameters']!r} is not a number of parameters"
                yield Problem(file.name, row.line, message, "a number such as 671000000000.0, or nothing")
            elif not row["Publication date"]:
                yield LeftOut(row.line, "no-date", row["Model"])
            elif is_month(row["Publication date"]):
                yield LeftOut(row.line, "no-day", f"{row['Model']}: {row['Publication date']}")
            else:
                yield Release(
                    line=row.line,
                    name=row["Model"],
                    event="announced",
                    day=row["Publication date"],
                    source=head.id,
                    weights=weights,
                    parameters=parameters,
                )


def which_file(columns: tuple[str, ...]) -> str:
    """Which of the three files has these columns."""
    if "Notability criteria" not in columns:
        return "large-scale"
    return "frontier" if "Created By" in columns else "notable"


def whole(cell: str) -> str | None:
    """A count such as `671000000000.0` or `1.5e9` as digits; "" for nothing; None for what is no count.

    A fraction of a parameter (247000000.00000003 stands in a file) is an accident of floating point: it is dropped.
    """
    if not cell:
        return ""
    if not re.fullmatch(r"[0-9]{1,18}(\.[0-9]{1,20})?(e\+?[0-9]{1,2})?", cell, re.IGNORECASE):
        return None
    return str(round(float(cell)))
