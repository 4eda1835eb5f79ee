"""`aifrontier sparql`: a query of your own, under a time budget, in a process that can be ended."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TextIO

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from aifrontier.commands.terminal import open_snapshot, out_option, refuse_call, settings
from graph.snapshot import Snapshot
from ontology.namespaces import PREFIXES, compact
from ontology.rq import with_prefixes
from queries.outside.errors import OutsideQueryError
from queries.outside.guard import query_form
from queries.outside.order import Outcome
from queries.outside.pool import WorkerPool

_RESULTS = {
    "table": "text/tab-separated-values",
    "json": "application/sparql-results+json",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "xml": "application/sparql-results+xml",
}
_TRIPLES = {"table": "text/turtle", "ttl": "text/turtle", "nt": "application/n-triples"}


@click.command(epilog="Example: aifrontier sparql --format csv my-query.rq")
@click.argument("file", type=click.File(encoding="utf-8"))
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "csv", "tsv", "xml", "ttl", "nt"]), default="table"
)
@click.option("--timeout", type=click.FloatRange(0.1, 3600), help="Seconds that the query may take (10).")
@out_option
def sparql(file: TextIO, form: str, timeout: float | None, out: Path | None) -> None:
    """Run the SPARQL query in FILE (- for standard input) on the public layer of the current snapshot.

    The project's prefixes are known without being declared. SERVICE, LOAD and updates are refused.
    """
    made = settings(out=out, query_seconds=timeout)
    query = with_prefixes(file.read())
    offered = _RESULTS if query_form(query) in ("SELECT", "ASK") else _TRIPLES
    if form not in offered:
        refuse_call(f"--format {form}: this query gives {', '.join(offered)}")
    try:
        outcome = _run(open_snapshot(made), query, offered[form], made.query_seconds)
    except OutsideQueryError as error:
        refuse_call(str(error))
    text = outcome.body.decode()
    if form == "table" and offered is _RESULTS:
        _print_table(text)
    else:
        click.echo(text, nl=not text.endswith("\n"))
    if outcome.truncated:
        click.echo(f"cut after {outcome.rows} rows", err=True)
        sys.exit(1)


def _run(snapshot: Snapshot, query: str, media_type: str, seconds: float) -> Outcome:
    path = snapshot.store_path(overlay=False)
    with WorkerPool(path, size=1, budget_seconds=seconds, prefixes=PREFIXES) as pool:
        return pool.run(query, media_type)


def _print_table(text: str) -> None:
    head, *rows = [line.split("\t") for line in text.splitlines()] or [[]]
    table = Table(*(name.removeprefix("?") for name in head), show_edge=False, header_style="bold")
    for row in rows:
        table.add_row(*(Text(_shown(cell)) for cell in row))
    Console().print(table)


def _shown(cell: str) -> str:
    """An IRI as a prefixed name where there is a prefix; everything else as the engine writes it."""
    return compact(cell[1:-1]) if cell.startswith("<") and cell.endswith(">") else cell
