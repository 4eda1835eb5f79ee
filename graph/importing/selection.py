"""The figures of the Epoch Capabilities Index that ship, selected from a person's own copy of the file.

    python -m graph.importing.selection epoch_capabilities_index.csv [FOLDER]

Selected are, for China, the United States and the rest, the records under every policy and the best other release
by the day of each record; and of every release so touched the rows that stand for it under any other policy, so
that no release looks older or weaker in the selection than in the file. Records, lags and leads are therefore the
same as those of the whole file: a first release that reaches a score is always a record of its group.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

from graph.importing.importing import import_file
from graph.importing.policies import POLICIES, Dates, Figure, records, runners_up, standings
from graph.importing.report import TableReport
from graph.importing.source_file import SourceFile
from graph.importing.table import RELEASE_COLUMNS, SCORE_COLUMNS, read_csv, write_csv, write_yaml
from graph.inputs import PACKAGE
from graph.problems import DataError

ID = "eci-2026-04"
TRANSCRIBED = "2026-11-26"
RULE = (
    "For China, the United States and all other countries together: every record under each combination of unit, "
    "values, weights and dates, with the best other release of the group by that day, and the rows that stand for "
    "each of these releases under the other combinations. Selected and transcribed; the whole file is counted in "
    "population.csv."
)


def figures_of(table: Path) -> list[Figure]:
    """The rows of a table of scores."""
    return [
        Figure(
            key=row["key"],
            release=row["release"],
            version=row["version"],
            model=row["model"],
            countries=tuple(row["countries"].split()),
            score=Decimal(row["score"]),
            basis=row["basis"],
            available_on=row["available_on"],
            announced_on=row["announced_on"],
            weights=row["weights"],
        )
        for row in read_csv(table / "rows.csv", SCORE_COLUMNS)
    ]


def dates_of(table: Path) -> Dates:
    """The earliest day of each event and model in a table of releases."""
    found: dict[str, dict[str, str]] = {}
    for row in read_csv(table / "rows.csv", RELEASE_COLUMNS):
        days = found.setdefault(row["event"], {})
        days[row["model"]] = min(row["date"], days.get(row["model"], row["date"]))
    return found


def select(figures: list[Figure], dates: Dates) -> set[str]:
    """The keys of the rows to ship."""
    chosen: set[str] = set()
    for policy in POLICIES:
        for group in standings(figures, policy, dates).values():
            firsts = records(group)
            chosen |= {key for standing in (*firsts, *runners_up(group, firsts)) for key in standing.rows[:1]}
    return chosen | _standing_for(figures, chosen, dates)


def _standing_for(figures: list[Figure], chosen: set[str], dates: Dates) -> set[str]:
    """The rows that stand for the releases of the chosen ones under any policy."""
    releases = {(figure.group, figure.release) for figure in figures if figure.key in chosen}
    found: set[str] = set()
    for policy in POLICIES:
        if policy.unit == "release":
            for group, members in standings(figures, policy, dates).items():
                found |= {key for s in members if (group, s.name) in releases for key in s.rows[:1]}
    return found


def make(file: SourceFile, folder: Path, dates: Dates) -> tuple[TableReport, int]:
    """Write the selection into `folder`; returns the report of the whole file and the number of selected rows."""
    with tempfile.TemporaryDirectory() as workspace:
        report = import_file("epoch-eci", file, Path(workspace)).tables[0]
        whole = Path(workspace) / report.folder
        chosen = select(figures_of(whole), dates)
        folder.mkdir(parents=True, exist_ok=True)
        rows = read_csv(whole / "rows.csv", SCORE_COLUMNS)
        count = write_csv(
            folder / "rows.csv", SCORE_COLUMNS, (tuple(row.values()) for row in rows if row["key"] in chosen)
        )
        (folder / "population.csv").write_bytes((whole / "population.csv").read_bytes())
    _describe(folder, file, report)
    return report, count


def _describe(folder: Path, file: SourceFile, report: TableReport) -> None:
    left_out = report.left_out + report.doubts
    write_yaml(
        folder / "table.yaml",
        {
            "id": ID,
            "kind": "scores",
            "label": {
                "en": "Epoch Capabilities Index, April 2026",
                "zh-Hant": "Epoch 能力指數（2026 年 4 月）",
                "zh-Hans": "Epoch 能力指数（2026 年 4 月）",
            },
            "publisher": "org/epoch-ai",
            "address": "https://epoch.ai/benchmarks",
            "licence": "CC-BY-4.0",
            "attribution": "Epoch AI, Epoch Capabilities Index, epoch.ai, CC BY 4.0",
            "pass_on": "true",
            "observed_on": report.observed_on,
            "accessed": TRANSCRIBED,
            "rule": RULE,
            "file": {"name": file.name, "sha256": file.sha256(), "rows": str(report.read)},
            "left_out": {reason: str(count) for reason, count in sorted(left_out.items())},
            "population": "population.csv",
        },
    )


def main(arguments: Iterable[str]) -> int:
    """The command; the exit code."""
    given = list(arguments)
    if len(given) not in (1, 2):
        sys.stderr.write("python -m graph.importing.selection FILE [FOLDER]\n")
        return 2
    folder = Path(given[1]) if len(given) == 2 else PACKAGE / "observations" / ID
    try:
        _, count = make(SourceFile.at(Path(given[0])), folder, dates_of(PACKAGE / "observations" / "release-dates"))
    except DataError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{count} rows in {folder}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
