"""A source's rows -> one table in a folder of its own, with its report. Nothing in the workspace is touched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graph.importing.checking import Check, ReleaseRow, ScoreRow
from graph.importing.importer import Head, Importer
from graph.importing.report import EXAMPLES, Change, OpenName, TableReport
from graph.importing.rows import Item, LeftOut, Release, Score
from graph.importing.source_file import SourceFile, UnreadableError
from graph.importing.staging import SEPARATOR, Staged, Staging, slug
from graph.importing.table import (
    RELEASE_COLUMNS,
    SCORE_COLUMNS,
    Kind,
    group_of,
    read_csv,
    write_csv,
    write_population,
    write_yaml,
)
from graph.problems import DataError, Problem
from graph.reading.size import MOST_ROWS

MOST_PROBLEMS = 1_000
"""Problems that are kept to be told; beyond them the file is still read, and the rest is counted."""
OPEN_NAMES = 1_000
"""Open names that are listed with candidates; the number is of all."""
Tell = Callable[[str], None]


@dataclass
class Making:
    """One table in the making: `folder` is where it is written, `earlier` what stands in the workspace."""

    importer: Importer
    file: SourceFile
    head: Head
    check: Check
    folder: Path
    earlier: Path
    tell: Tell
    beside: int = 0
    """Rows of the other tables: a build takes so many of all together."""
    report: TableReport = field(init=False)
    _problems: list[Problem] = field(init=False, default_factory=list)
    _beyond: int = field(init=False, default=0)
    _latest: str = field(init=False, default="")
    _kinds: Counter[Kind] = field(init=False, default_factory=Counter)

    def __post_init__(self) -> None:
        self.report = TableReport(self.head.id, f"observations/{self.head.id}", said=self.head.said)

    def make(self, digest: str) -> TableReport:
        """Read, check and write the table. Raises DataError with every problem of the file."""
        self.folder.mkdir(parents=True)
        staging = Staging(self.folder / "staging.sqlite")
        try:
            self._stage(staging)
            self._refuse_or_go_on()
            self._write(staging)
        finally:
            staging.close()
            (self.folder / "staging.sqlite").unlink(missing_ok=True)
        write_yaml(self.folder / "table.yaml", self._metadata(digest))
        return self.report

    def _stage(self, staging: Staging) -> None:
        last_line = 0
        try:
            for item in self.importer.read(self.file, self.head):
                # A row of a wide table gives several items: rows are counted by the values in them.
                self.report.read += 1
                self._take(item, staging)
                last_line = item.line
                if staging.different + self.beside > MOST_ROWS:
                    break
                if self.report.read % 20_000 == 0:
                    self.tell(f"{self.head.id}: {self.report.read:,} rows read")
        except UnreadableError as error:
            self._problem(error.problem)
        staging.seal()
        if staging.different + self.beside > MOST_ROWS:
            self._problems.append(self._too_many(last_line))
        if not self.report.read and not self._problems:
            self._problem(Problem(self.file.name, max(1, last_line), "no row in it", "is it the right file?"))

    def _take(self, item: Item, staging: Staging) -> None:
        if isinstance(item, Problem):
            self._problem(item)
        elif isinstance(item, LeftOut):
            self.report.leave_out(item.reason, item.line, item.what)
        else:
            day = item.available_on if isinstance(item, Score) else item.day
            self._latest = max(self._latest, day)
            checked = self.check.score(item) if isinstance(item, Score) else self.check.release(item)
            if isinstance(checked, LeftOut):
                self.report.leave_out(checked.reason, checked.line, checked.what)
                if isinstance(item, Release) and checked.reason == "unknown-model":
                    self._open(item.name, item.version, staging)
            elif isinstance(checked, ScoreRow):
                self._stage_score(checked, staging)
            elif isinstance(checked, ReleaseRow):
                self._stage_release(checked, staging)
            else:
                for problem in checked:
                    self._problem(problem)

    def _stage_score(self, row: ScoreRow, staging: Staging) -> None:
        base = slug(row.version)
        if self.importer.several_benchmarks:
            base = f"{base}-{row.instrument.partition('/')[2]}"
        cells = (
            row.release, row.version, row.model, " ".join(row.countries), row.instrument, row.score, row.basis,
            row.available_on, row.announced_on, row.weights,
        )  # fmt: skip
        staging.add(row.line, (row.version, row.instrument), base, value_of(cells), cells, row.doubts)
        if not row.model and not self.check.identity.is_settled(row.release, row.version):
            self._open(row.release, row.version, staging)

    def _stage_release(self, row: ReleaseRow, staging: Staging) -> None:
        cells = (row.model, row.event, row.date, row.weights, row.parameters, row.active_parameters, row.source)
        base = f"{row.model.partition('/')[2]}-{row.event}"
        staging.add(row.line, cells, base, "", cells, ())

    def _open(self, release: str, version: str, staging: Staging) -> None:
        if not self.check.identity.is_settled(release, version):
            staging.add_open_name(release, version)

    def _problem(self, problem: Problem) -> None:
        if len(self._problems) < MOST_PROBLEMS:
            self._problems.append(problem)
        else:
            self._beyond += 1

    def _too_many(self, line: int) -> Problem:
        others = f" beside the {self.beside:,} of other tables" if self.beside else ""
        message = f"more than {max(0, MOST_ROWS - self.beside):,} rows to take{others}: it was read to here"
        mend = f"a build takes {MOST_ROWS:,} rows of all tables together: import a part, or take other tables away"
        return Problem(self.file.name, line, message, mend)

    def _refuse_or_go_on(self) -> None:
        if self._beyond:
            message = f"and {self._beyond:,} more problems, which are not listed"
            self._problems.append(Problem(self.file.name, 10**9, message, "mend those above first"))
        if self._problems:
            raise DataError(self._problems)

    def _write(self, staging: Staging) -> None:
        columns = SCORE_COLUMNS if self.head.kind == "scores" else RELEASE_COLUMNS
        before = self.earlier / "rows.csv"
        if before.is_file():
            self.report.replaced = True
            staging.add_old(_old_rows(before, columns))
        self.tell(f"{self.head.id}: looking for doubles")
        staging.keep_keys()
        for line, identity in staging.contradictions():
            self.report.leave_out("contradictory", line, _shown(identity))
        for line, identity in staging.doubles():
            self.report.leave_out("duplicate", line, _shown(identity))
        self.tell(f"{self.head.id}: writing")
        self.report.taken = write_csv(self.folder / "rows.csv", columns, self._counted(staging.rows(), columns))
        if not self.report.taken:
            why = ", ".join(f"{count} {reason}" for reason, count in self.report.left_out.items())
            message = f"no row of it can be taken ({why})"
            raise DataError(
                [Problem(self.file.name, 1, message, "a newer registry, or DIR/identity.tsv, DIR/instruments.csv")]
            )
        if self.head.kind == "scores":
            write_population(self.folder / "population.csv", self._kinds)
        self._tell_changes(staging)
        self.report.open_names, shown = staging.open_names(OPEN_NAMES)
        self.report.open_examples = [
            OpenName(release, version, rows, self.check.identity.candidates(release, version))
            for release, version, rows in shown
        ]

    def _counted(self, rows: Iterator[Staged], columns: Sequence[str]) -> Iterator[tuple[str, ...]]:
        for row in rows:
            self.report.doubts.update(row.doubts)
            named = dict(zip(columns[1:], row.cells, strict=True))
            self.report.named += bool(named["model"])
            if self.head.kind == "scores":
                dated = "yes" if named["available_on"] else "no"
                group = group_of(named["countries"].split())
                self._kinds[group, named["basis"], named["weights"], dated] += 1
            yield (row.key, *row.cells)

    def _tell_changes(self, staging: Staging) -> None:
        if not self.report.replaced:
            return
        for kind, identity, before, after in staging.changes():
            self.report.changes[kind] += 1
            if len(self.report.change_examples) < EXAMPLES:
                self.report.change_examples.append(Change(kind, _shown(identity), _shown(before), _shown(after)))

    def _metadata(self, digest: str) -> dict[str, Any]:
        head, report = self.head, self.report
        report.observed_on = head.observed_on or self._latest
        left_out = report.left_out + report.doubts
        said: dict[str, Any] = {"id": head.id, "kind": head.kind, "label": dict(head.label)}
        if head.publisher:
            said["publisher"] = head.publisher
        said |= {"address": head.address, "licence": head.licence, "attribution": head.attribution}
        said |= {"pass_on": "true" if head.pass_on else "false", "observed_on": report.observed_on}
        said["file"] = {"name": self.file.name, "sha256": digest, "rows": str(report.read)}
        if left_out:
            said["left_out"] = {reason: str(count) for reason, count in sorted(left_out.items())}
        if head.kind == "scores":
            said["population"] = "population.csv"
        return said


def value_of(cells: Sequence[str]) -> str:
    """What a score row says, by which two rows of one version and instrument are the same or not."""
    release, _, model, countries, _, score, basis, available, announced, weights = cells
    return SEPARATOR.join((score, basis, available, announced, weights, countries, release, model))


def _old_rows(path: Path, columns: Sequence[str]) -> Iterator[tuple[tuple[str, ...], str, str]]:
    for row in read_csv(path, columns):
        cells = tuple(row[column] for column in columns[1:])
        if columns is SCORE_COLUMNS:
            yield (row["version"], row["instrument"]), row["key"], value_of(cells)
        else:
            yield cells, row["key"], ""


def _shown(joined: str) -> str:
    return ", ".join(part for part in joined.split(SEPARATOR) if part)
