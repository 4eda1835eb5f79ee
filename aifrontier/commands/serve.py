"""`aifrontier serve`: the site and the endpoint, from the current snapshot."""

from __future__ import annotations

import multiprocessing
import os
import sys
from pathlib import Path

import click
from granian.constants import HTTPModes, Interfaces, RuntimeModes
from granian.server import Server

from aifrontier.commands.terminal import data_option, out_option, progress, settings, texts_option
from aifrontier.settings import Settings, environment_of, refuse_few_threads
from graph.snapshot import Snapshot, current, is_fresh


@click.command(epilog="Example: aifrontier serve --port 8080 --texts ~/texts")
@click.option("--host", help="The address to serve on (127.0.0.1).")
@click.option("--port", type=click.IntRange(1, 65535), help="The port to serve on (8000).")
@data_option
@texts_option
@out_option
def serve(host: str | None, port: int | None, data: Path | None, texts: Path | None, out: Path | None) -> None:
    """Serve the site; builds first where there is no snapshot or the data has changed.

    When changed data is wrong, its problems are listed and the snapshot before it goes on serving.
    """
    made = settings(host=host, port=port, data=data, texts=texts, out=out)
    refuse_few_threads(made)
    if fresh_snapshot(made) is None:
        sys.exit(1)
    os.environ.update(environment_of(made))
    # Not forked: a build in this process has started threads of the store, for which a fork would wait in vain.
    multiprocessing.set_start_method("spawn", force=True)
    click.echo(f"Serving on http://{made.host}:{made.port} (Ctrl-C ends it)")
    server = Server(
        "aifrontier.rsgi:app",
        address=made.host,
        port=made.port,
        interface=Interfaces.RSGI,
        http=HTTPModes.http1,  # a result that breaks off can be told from a whole one only there
        workers=1,
        runtime_mode=RuntimeModes.st,  # its one thread hands requests on, and waits for nothing else
        log_enabled=True,
        log_access=False,
    )
    server.serve()


def fresh_snapshot(made: Settings) -> Snapshot | None:
    """The snapshot of the data as it is now; where that is wrong, the one before, or None without any."""
    snapshot = current(made.out)
    if snapshot is not None and is_fresh(snapshot, made.inputs):
        return snapshot
    # Only here: the build brings SHACL's libraries along, and a warm start does without.
    from graph.build import build
    from graph.problems import DataError

    click.echo("Building the graph …")
    try:
        with progress() as tell:
            return build(made.inputs, made.out, tell).snapshot
    except DataError as error:
        for problem in error.problems:
            click.echo(str(problem), err=True)
        still = "the snapshot before it goes on serving" if snapshot else "there is nothing to serve"
        click.echo(f"The data is wrong; {still}.", err=True)
        return snapshot
