"""lmarena: the text leaderboard of a day, and the table of ratings by date.

A rating means something beside the ratings of its own date only. So every date is a table of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.importing.countries import developer_countries
from graph.importing.csv_rows import columns_of, csv_rows
from graph.importing.importer import Head, RefusedError, Wishes
from graph.importing.licences import weights_of_licence
from graph.importing.rows import Item, LeftOut, Score
from graph.importing.source_file import SourceFile
from graph.importing.words import is_day
from graph.problems import Problem

COLUMNS = ("model", "arena_score", "votes", "organization", "license")
FIRST_DAY_OF_SECOND_SCALE = "2024-06-29"
"""Between the dates 2024-06-21 and 2024-06-29 of the history the median rating rises by 94 points (computed)."""
LAST_DAY_OF_SECOND_SCALE = "2025-02-27"
"""The last date of the history; by 2025-08-06 the ratings of the same models are 20 points higher (computed)."""


class LmArena:
    """The importer."""

    source = "lmarena"
    several_benchmarks = False

    def recognises(self, head: str) -> bool:
        """A leaderboard by its columns; a history by a head line that begins with an empty cell, then days."""
        return _is_leaderboard(head) or _is_history(head)

    def heads(self, file: SourceFile, wishes: Wishes) -> list[Head]:
        """One table for each date that is asked for: the history's last date where none is named."""
        if _is_leaderboard(file.head()):
            day = wishes.dates[0] if wishes.dates else file.day_in_name()
            if not day or len(wishes.dates) > 1:
                mend = "--date 2025-08-06, the one day on which the leaderboard stood so"
                raise RefusedError("its name has no day in it, and it does not say its day", mend)
            return [_head(day)]
        there = list(_days(file))
        if not there:
            raise RefusedError("no date in the file", "the table of ratings by date, as the source gives it")
        missing = sorted(set(wishes.dates) - set(there))
        if missing:
            raise RefusedError(
                f"no ratings of {', '.join(missing)}", f"a date from {there[0]} to {there[-1]} that is in the file"
            )
        days = sorted(set(wishes.dates)) or [max(there)]
        others = len(set(there)) - len(days)
        said = (f"{others} other dates of the file are not imported; name them with --date",) if others else ()
        return [_head(day, said) for day in days]

    def read(self, file: SourceFile, head: Head) -> Iterator[Item]:
        """The rows of one date."""
        if _is_leaderboard(file.head()):
            yield from _leaderboard(file, head.observed_on)
        else:
            yield from _history(file, head.observed_on)


def edition(day: str) -> str:
    """The scale on which the ratings of a day stand, as graph/importing/instruments.csv names it."""
    if day < FIRST_DAY_OF_SECOND_SCALE:
        return "text, first scale"
    return "text, second scale" if day <= LAST_DAY_OF_SECOND_SCALE else "text, third scale"


def _head(day: str, said: tuple[str, ...] = ()) -> Head:
    return Head(
        id=f"lmarena-text-{day}",
        kind="scores",
        label={
            "en": f"LMArena, text, {day}",
            "zh-Hant": f"LMArena 文字排行榜（{day}）",
            "zh-Hans": f"LMArena 文本排行榜（{day}）",
        },
        address="https://lmarena.ai/leaderboard/text",
        licence="CC-BY-4.0",
        attribution="LMArena, text leaderboard, lmarena.ai, CC BY 4.0",
        observed_on=day,
        said=said,
    )


def _is_leaderboard(head: str) -> bool:
    return set(COLUMNS) <= set(columns_of(head))


def _is_history(head: str) -> bool:
    lines = head.split("\n", 2)
    return len(lines) > 1 and lines[0].startswith(",") and re.match(r"[0-9]{8},", lines[1]) is not None


def _leaderboard(file: SourceFile, day: str) -> Iterator[Item]:
    for row in csv_rows(file, COLUMNS):
        if isinstance(row, Problem):
            yield row
        elif not row["arena_score"]:
            yield LeftOut(row.line, "no-score", row["model"])
        else:
            yield Score(
                line=row.line,
                release=row["model"],
                version=row["model"],
                names_there=edition(day),
                score=row["arena_score"],
                countries=developer_countries(row["organization"]),
                weights=weights_of_licence(row["license"]),
            )


def _days(file: SourceFile) -> Iterator[str]:
    for row in csv_rows(file):
        if not isinstance(row, Problem) and (day := _day(row[""])):
            yield day


def _day(cell: str) -> str:
    day = f"{cell[:4]}-{cell[4:6]}-{cell[6:]}"
    return day if len(cell) == 8 and is_day(day) else ""


def _history(file: SourceFile, day: str) -> Iterator[Item]:
    for row in csv_rows(file):
        if isinstance(row, Problem):
            yield row
            continue
        if not _day(row[""]):
            yield Problem(file.name, row.line, f"{row['']!r} is not a day", "eight digits, such as 20250227")
        if _day(row[""]) != day:
            continue
        for model, rating in row.cells.items():
            if not model:
                continue
            if rating in ("", "0.0"):
                yield LeftOut(row.line, "not-present", model)
            else:
                yield Score(row.line, model, model, edition(day), rating)
