"""What the verbs share: options, progress, JSON, and how wrong data and wrong calls are told."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import click
from rich.console import Console

from aifrontier.settings import Settings, compose
from graph.names import Names
from graph.problems import DataError
from graph.snapshot import Snapshot, current
from graph.store import EmbeddedStore
from ontology.vocabulary import load_vocabulary
from queries.answer import Source

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

folder = click.Path(exists=True, file_okay=False, path_type=Path)
data_option: Decorator = click.option(
    "--data", type=folder, help="A folder of your own registry/, documents/ and links/."
)
texts_option: Decorator = click.option(
    "--texts", type=folder, help="A folder with DOCUMENT/text.txt for the texts that you have."
)
out_option: Decorator = click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), help="Where snapshots lie (.aifrontier)."
)
json_option: Decorator = click.option("--json", "as_json", is_flag=True, help="JSON for a program to read.")


def settings(**flags: Any) -> Settings:
    """Settings from the environment and the flags given; ./texts is used where it is there and none is named."""
    made = compose(flags)
    if made.texts is None and Path("texts").is_dir():
        made = compose({**flags, "texts": Path("texts")})
    return made


def say_json(data: Any) -> None:
    """Print JSON to stdout."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2, default=str))


def refuse_call(message: str) -> NoReturn:
    """End with exit code 2: the call is wrong."""
    click.echo(f"aifrontier: {message}", err=True)
    sys.exit(2)


@contextmanager
def data_errors(as_json: bool) -> Iterator[None]:
    """Tell wrong data in full (file, line, mend for each problem) and end with exit code 1."""
    try:
        yield
    except DataError as error:
        if as_json:
            problems = [vars(problem) for problem in error.problems]
            say_json({"ok": False, "problems": problems})
        for problem in error.problems:
            click.echo(str(problem), err=True)
        count = len(error.problems)
        click.echo(f"{count} problem{'s' if count != 1 else ''}; nothing was published.", err=True)
        sys.exit(1)


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """On a terminal, the stage that is running; elsewhere silence."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda stage: None
        return
    with console.status("starting") as status:
        yield lambda stage: status.update(stage)


def open_snapshot(made: Settings) -> Snapshot:
    """The current snapshot; without one the call is wrong."""
    snapshot = current(made.out)
    if snapshot is None:
        refuse_call(f"no snapshot below {made.out}: run `aifrontier build` first")
    return snapshot


def open_source(snapshot: Snapshot) -> Source:
    """The snapshot in memory for questions, with the private layer: this is the user's own machine."""
    store: EmbeddedStore = snapshot.open_in_memory(overlay=True)
    names = Names(snapshot.labels(overlay=True), load_vocabulary())
    return Source(store, names, snapshot.version, snapshot.last_day, snapshot.has_overlay)
