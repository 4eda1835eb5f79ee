"""`aifrontier export`: a dump of the public layer with its manifest."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from aifrontier.commands.terminal import open_snapshot, out_option, settings

FILES = {"aifrontier.nq": "public.nq", "aifrontier-rdf12.nq": "rdf12.nq", "manifest.json": "manifest.json"}
"""Name in the dump -> name in the snapshot. RDF 1.1 and the triple terms of RDF 1.2 are two files."""


@click.command(epilog="Example: aifrontier export --format nq dump/")
@click.option("--format", "form", type=click.Choice(["nq"]), default="nq", show_default=True)
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@out_option
def export(form: str, folder: Path, out: Path | None) -> None:
    """Write the public layer of the current snapshot to DIR as sorted canonical N-Quads.

    The same inputs give the same bytes, with or without texts, in any folder: no quote is ever in a dump.
    """
    snapshot = open_snapshot(settings(out=out))
    folder.mkdir(parents=True, exist_ok=True)
    for name, source in FILES.items():
        shutil.copyfile(snapshot.path / source, folder / name)
    click.echo(f"{folder}: {', '.join(FILES)} (version {snapshot.version})")
