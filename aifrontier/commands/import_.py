"""`aifrontier import`: a source's file of figures into the workspace, whole or not at all."""

from __future__ import annotations

from pathlib import Path

import click

from aifrontier.commands.terminal import data_option, json_option, progress, refuse_call, say_json, settings
from graph.importing.importer import RefusedError, Wishes
from graph.importing.importing import import_file
from graph.importing.models_dev import installed
from graph.importing.report import Report, TableReport
from graph.importing.source_file import SourceFile
from graph.importing.sources import IMPORTERS
from graph.problems import DataError

SHOWN = 10


@click.command(
    name="import", epilog="Example: aifrontier import epoch-eci epoch_capabilities_index.csv --data ~/mine"
)
@click.argument("source", type=click.Choice(sorted(IMPORTERS)))
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@data_option
@click.option(
    "--date",
    "dates",
    multiple=True,
    help="The day on which the table stood so; of lmarena's history, the dates to import.",
)
@click.option("--index-version", default="", help="artificial-analysis: the version of the index, such as 4.1.")
@click.option("--installed", "from_package", is_flag=True, help="models-dev: read the installed package, no FILE.")
@json_option
def import_(
    source: str,
    file: Path | None,
    data: Path | None,
    dates: tuple[str, ...],
    index_version: str,
    from_package: bool,
    as_json: bool,
) -> None:
    """Import FILE, a file of figures as SOURCE publishes it, into the workspace of --data.

    Tells what was read, taken and left out and why, which names are no models of the registry, and what changed
    since the last import. A file with an error is refused as a whole: every error with its line, nothing imported.
    """
    workspace = settings(data=data).data
    if workspace is None:
        refuse_call("where to? Name a folder of yours with --data DIR, or set AIFRONTIER_DATA")
    try:
        read = _source_file(source, file, from_package)
    except RefusedError as error:
        refuse_call(f"{error.message} ({error.mend})")
    try:
        with progress() as tell:
            report = import_file(source, read, workspace, Wishes(tuple(dict.fromkeys(dates)), index_version), tell)
    except DataError as error:
        _refused(error, as_json)
    except OSError as error:
        click.echo(f"aifrontier: {error}; nothing was imported.", err=True)
        raise SystemExit(1) from error
    except KeyboardInterrupt:
        click.echo("aifrontier: stopped; nothing was imported.", err=True)
        raise SystemExit(1) from None
    if as_json:
        say_json(report.as_data())
    else:
        _say(report)


def _source_file(source: str, file: Path | None, from_package: bool) -> SourceFile:
    if from_package:
        if source != "models-dev" or file is not None:
            refuse_call("--installed is for models-dev, without a FILE")
        return installed()
    if file is None:
        refuse_call("which FILE? A file of figures as the source publishes it")
    return SourceFile.at(file)


def _refused(error: DataError, as_json: bool) -> None:
    if as_json:
        say_json({"ok": False, "problems": [vars(problem) for problem in error.problems]})
    for problem in error.problems:
        click.echo(str(problem), err=True)
    count = len(error.problems)
    click.echo(f"{count} problem{'s' if count != 1 else ''}; nothing was imported.", err=True)
    raise SystemExit(1)


def _say(report: Report) -> None:
    for table in report.tables:
        _say_table(table)
    if report.unchanged:
        click.echo("Nothing changed: every table stood there already, byte for byte.")


def _say_table(table: TableReport) -> None:
    click.echo(f"{table.folder}  observed on {table.observed_on}")
    click.echo(f"  {table.read:,} read, {table.taken:,} taken, {sum(table.left_out.values()):,} left out")
    for reason, count in sorted(table.left_out.items()):
        click.echo(f"    left out: {reason} {count:,}  ({_few(table.examples[reason])})")
    for reason, count in sorted(table.doubts.items()):
        click.echo(f"    taken, but: {reason} {count:,}")
    for sentence in table.said:
        click.echo(f"  {sentence}")
    click.echo(f"  {_are(table.named, 'row')} of a model of the registry; {_are(table.open_names, 'name')} open")
    alike = {name.release: name.candidates for name in table.open_examples if name.candidates}
    for release, candidates in list(alike.items())[:SHOWN]:
        click.echo(f"    {release}: {' or '.join(candidates)}?")
    if alike:
        click.echo(
            "    settle them in identity.tsv of the workspace: source, name, entity or -, note; tabs between"
        )
    if table.replaced and not table.unchanged:
        changes = ", ".join(f"{table.changes[kind]:,} {kind}" for kind in ("added", "removed", "changed"))
        click.echo(f"  replaces the earlier rows: {changes}")
        for change in table.change_examples[:SHOWN]:
            click.echo(f"    {change.kind} {change.row}: {change.before or '-'} -> {change.after or '-'}")


def _are(count: int, what: str) -> str:
    return f"{count:,} {what} is" if count == 1 else f"{count:,} {what}s are"


def _few(examples: list[str]) -> str:
    return "; ".join(examples[:3]) + ("; ..." if len(examples) > 3 else "")
