"""One import: a source's file into a workspace, whole or not at all."""

from __future__ import annotations

from pathlib import Path

from graph.importing.checking import Check
from graph.importing.countries import known_codes
from graph.importing.identity import Identity
from graph.importing.importer import Head, Importer, RefusedError, Wishes
from graph.importing.instruments import load_scales
from graph.importing.making import Making, Tell
from graph.importing.report import Report, TableReport
from graph.importing.settling import registry_ids, registry_names, settled_names
from graph.importing.source_file import SourceFile, UnreadableError
from graph.importing.sources import IMPORTERS, looks_like
from graph.importing.table import publish, same
from graph.importing.words import is_day
from graph.importing.work import work_folder
from graph.inputs import Inputs
from graph.problems import DataError, Problem
from graph.reading.size import rows_in

NO_WISHES = Wishes()


def import_file(
    source: str, file: SourceFile, workspace: Path, wishes: Wishes = NO_WISHES, tell: Tell = lambda stage: None
) -> Report:
    """Read `file` as one of `source` and write its tables into workspace/observations/.

    Raises DataError with every problem; the workspace is then as it was, byte for byte. A table that stands there
    with the same bytes is left alone.
    """
    importer = IMPORTERS[source]
    try:
        heads = _heads(importer, file, wishes)
    except UnreadableError as error:
        raise DataError([error.problem]) from error
    except RefusedError as error:
        raise DataError([Problem(file.name, error.line, error.message, error.mend)]) from error
    check = _check(importer, file, workspace)
    digest = file.sha256()
    with work_folder(workspace) as work:
        reports, made = _make(importer, file, heads, check, digest, workspace, work, tell)
        if made:
            publish(made, workspace / "observations", work)
    return Report(source, file.name, tuple(reports))


def _heads(importer: Importer, file: SourceFile, wishes: Wishes) -> list[Head]:
    for day in wishes.dates:
        if not is_day(day):
            raise RefusedError(f"{day!r} is not a day", "--date 2025-08-06, a day of the calendar")
    head = file.head()
    if not importer.recognises(head):
        others = looks_like(head)
        if others:
            message = f"not a file of {importer.source}: it looks like one of {' or '.join(others)}"
            raise RefusedError(message, f"aifrontier import {others[0]} {file.name}")
        message = f"not a file of {importer.source}, nor of another source: {file.beginning()}"
        raise RefusedError(message, "the file as its source gives it, unpacked, its head line unchanged")
    heads = importer.heads(file, wishes)
    if len(wishes.dates) > max(1, len(heads)):
        raise RefusedError("several dates for one table", "--date once")
    return heads


def _check(importer: Importer, file: SourceFile, workspace: Path | None) -> Check:
    inputs = Inputs(workspace=workspace)
    names, ids = registry_names(inputs), registry_ids(inputs)
    settled = settled_names(workspace, importer.source, frozenset(i for i in ids if i.startswith("model/")))
    scales = load_scales(workspace)
    missing = sorted({s.instrument for (source, _), s in scales.items() if source == importer.source} - ids)
    if missing:
        mend = "add it to a file of registry/ in the workspace"
        raise DataError([Problem("data/instruments.csv", 1, f"no entity {name}", mend) for name in missing])
    countries = known_codes() & {i.removeprefix("country/") for i in ids if i.startswith("country/")}
    return Check(file.name, importer.source, scales, Identity(names, settled), countries)


def _make(
    importer: Importer,
    file: SourceFile,
    heads: list[Head],
    check: Check,
    digest: str,
    workspace: Path,
    work: Path,
    tell: Tell,
) -> tuple[list[TableReport], list[Path]]:
    """Every table in `work`; the folders of those that are other than what stands in the workspace."""
    reports: list[TableReport] = []
    made: list[Path] = []
    ids = {head.id for head in heads}
    tables = [file.path for file in Inputs(workspace=workspace).files("observations/*/rows.csv")]
    beside = sum(rows_in(path) for path in tables if path.parent.name not in ids)
    for head in heads:
        folder, earlier = work / head.id, workspace / "observations" / head.id
        report = Making(importer, file, head, check, folder, earlier, tell, beside).make(digest)
        beside += report.taken
        report.unchanged = same(folder, earlier)
        reports.append(report)
        if not report.unchanged:
            made.append(folder)
    return reports, made
