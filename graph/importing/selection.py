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
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from graph.frontier import POLICIES, Entry, Policy, RegistryDays, counted_day, entries, records
from graph.importing.importing import import_file
from graph.importing.report import TableReport
from graph.importing.source_file import SourceFile
from graph.importing.table import RELEASE_COLUMNS, SCORE_COLUMNS, group_of, read_csv, write_csv, write_yaml
from graph.inputs import PACKAGE
from graph.model import Origin
from graph.observation import ReleaseRow, ScoreRow
from graph.problems import DataError

ID = "eci-2026-04"
TRANSCRIBED = "2026-11-26"
GROUPS = ("CN", "US", "rest")
RULE = {
    "en": (
        "For China, the United States and all other countries together: every record under each "
        "combination of unit, values, weights and dates, with the best other release of the group by "
        "that day, and the rows that stand for each of these releases under the other combinations. "
        "Selected and transcribed; the whole file is counted in population.csv."
    ),
    "zh-Hant": (
        "中國、美國與其他各國（合計）三組，各取計算單位、數值、權重與日期的每種組合下的全部紀錄、"
        "該組當日的次佳發布，以及這些發布在其他組合下所用的列。經挑選後抄錄；整份檔案的計數見 p"
        "opulation.csv。"
    ),
    "zh-Hans": (
        "中国、美国和其他各国（合计）三组，各取计算单位、数值、权重和日期的每种组合下的全部纪录、"
        "该组当日的次佳发布，以及这些发布在其他组合下所用的行。经挑选后抄录；整份文件的计数见 p"
        "opulation.csv。"
    ),
}


def rows_of(table: Path) -> list[ScoreRow]:
    """The rows of a table of scores, numbered by their place."""
    return [
        ScoreRow(
            key=row["key"],
            release=row["release"],
            version=row["version"],
            model=row["model"] or None,
            countries=tuple(row["countries"].split()),
            instrument=row["instrument"],
            score=Decimal(row["score"]),
            reported=row["score"],
            basis=row["basis"],
            available_on=_day(row["available_on"]),
            announced_on=_day(row["announced_on"]),
            weights=row["weights"] or None,
            origin=Origin(table.name, number),
        )
        for number, row in enumerate(read_csv(table / "rows.csv", SCORE_COLUMNS), 2)
    ]


def days_of(table: Path) -> RegistryDays:
    """The days that a table of releases gives."""
    return RegistryDays.of(
        (
            table.name,
            ReleaseRow(
                key=row["key"],
                model=row["model"],
                event=row["event"],
                day=date.fromisoformat(row["date"]),
                weights=row["weights"] or None,
                parameters=None,
                active_parameters=None,
                source=row["source"],
                origin=Origin(table.name, number),
            ),
        )
        for number, row in enumerate(read_csv(table / "rows.csv", RELEASE_COLUMNS), 2)
    )


def select(rows: list[ScoreRow], days: RegistryDays) -> set[str]:
    """The keys of the rows to ship."""
    by_key = {row.key: row for row in rows}
    chosen: set[str] = set()
    for group in GROUPS:
        members = [row for row in rows if group_of(row.countries) == group]
        touched: set[str] = set()
        for policy in POLICIES:
            counted = entries(members, policy, days)
            firsts = records(counted)
            touched |= {entry.release for entry in (*firsts, *_runners_up(counted, firsts))}
            chosen |= {_stands(entry, policy, days, by_key) for entry in (*firsts, *_runners_up(counted, firsts))}
        for policy in POLICIES:
            if policy.unit == "release":
                counted = entries(members, policy, days)
                chosen |= {_stands(entry, policy, days, by_key) for entry in counted if entry.release in touched}
    return chosen


def _runners_up(counted: list[Entry], firsts: list[Entry]) -> Iterator[Entry]:
    """Of each record the best other entry by its day, where there is one."""
    for first in firsts:
        others = [entry for entry in counted if entry != first and entry.day <= first.day]
        if others:
            yield max(others, key=lambda entry: (entry.score, entry.release))


def _stands(entry: Entry, policy: Policy, days: RegistryDays, by_key: Mapping[str, ScoreRow]) -> str:
    """One row of an entry that has its score from its day on."""
    on_day = [
        key
        for key in entry.rows
        if (counted := counted_day(by_key[key], policy.dates, days)) and counted[0] == entry.day
    ]
    return min(on_day)


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None


def make(file: SourceFile, folder: Path, days: RegistryDays) -> tuple[TableReport, int]:
    """Write the selection into `folder`; returns the report of the whole file and the number of selected rows."""
    with tempfile.TemporaryDirectory() as workspace:
        report = import_file("epoch-eci", file, Path(workspace)).tables[0]
        whole = Path(workspace) / report.folder
        everything = rows_of(whole)
        chosen = select(everything, days)
        folder.mkdir(parents=True, exist_ok=True)
        rows = read_csv(whole / "rows.csv", SCORE_COLUMNS)
        count = write_csv(
            folder / "rows.csv", SCORE_COLUMNS, (tuple(row.values()) for row in rows if row["key"] in chosen)
        )
        (folder / "population.csv").write_bytes((whole / "population.csv").read_bytes())
    _describe(folder, file, report, max(row.available_on for row in everything if row.available_on))
    return report, count


def _describe(folder: Path, file: SourceFile, report: TableReport, last: date) -> None:
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
            "last_day": last.isoformat(),
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
        _, count = make(SourceFile.at(Path(given[0])), folder, days_of(PACKAGE / "observations" / "release-dates"))
    except DataError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{count} rows in {folder}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
