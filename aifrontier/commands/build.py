"""`aifrontier build`: inputs -> a new snapshot."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from aifrontier.commands.terminal import (
    data_errors,
    data_option,
    json_option,
    out_option,
    progress,
    say_json,
    settings,
    texts_option,
)
from graph.build import Build
from graph.build import build as build_snapshot


@click.command(epilog="Example: aifrontier build --texts ~/texts --json")
@data_option
@texts_option
@out_option
@json_option
def build(data: Path | None, texts: Path | None, out: Path | None, as_json: bool) -> None:
    """Build a snapshot from the shipped data and yours.

    Tells its version, counts, evidence by status and the SHACL result. When the data is wrong, every problem is
    listed with file and line, nothing is published, and the snapshot before it goes on serving.
    """
    made = settings(data=data, texts=texts, out=out)
    with data_errors(as_json), progress() as tell:
        built = build_snapshot(made.inputs, made.out, tell)
    if as_json:
        say_json(summary(built))
        return
    counts, evidence = built.snapshot.manifest["counts"], built.proof.counts()
    click.echo(f"snapshot {built.snapshot.path}")
    click.echo("  " + ", ".join(f"{count} {name}" for name, count in counts.items()))
    click.echo("  evidence: " + ", ".join(f"{count} {status}" for status, count in evidence.items()))
    click.echo(f"  SHACL: conforms ({built.conformance.triples} triples looked at)")
    click.echo(f"  {sum(built.seconds.values()):.1f} s")


def summary(built: Build) -> dict[str, Any]:
    """The build as plain data."""
    report = built.snapshot.report
    return {
        "ok": True,
        "version": built.snapshot.version,
        "snapshot": str(built.snapshot.path),
        "counts": built.snapshot.manifest["counts"],
        "evidence": built.proof.counts(),
        "not_verified": {
            name: span
            for name, span in report["spans"].items()
            if span["status"] not in ("verified", "not at hand")
        },
        "texts": report["texts"],
        "shacl": {"conforms": built.conformance.conforms, "triples": built.conformance.triples},
        "seconds": built.seconds,
    }
