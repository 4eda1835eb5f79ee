"""`aifrontier evidence`: the evidence block for claims.yaml."""

from __future__ import annotations

import sys
from pathlib import Path

import click
import yaml

from aifrontier.commands.terminal import json_option, refuse_call, say_json, settings, texts_option
from graph.evidence.spans import find, make_span, record, to_yaml_mapping


@click.command(epilog='Example: aifrontier evidence cnyes-2025-08-14 "QwQ 32B Preview" --texts ~/texts')
@click.argument("document")
@click.argument("quote")
@click.option("--nth", type=click.IntRange(1), help="Which place, when the words stand at several.")
@texts_option
@json_option
def evidence(document: str, quote: str, nth: int | None, texts: Path | None, as_json: bool) -> None:
    """Find QUOTE in the text of DOCUMENT and print its evidence block (places and digests, never the words).

    When the words stand at several places, all are listed and the exit code is 1: say which with --nth.
    """
    made = settings(texts=texts)
    raw = made.inputs.text(document)
    if raw is None:
        where = made.texts or Path("texts")
        refuse_call(
            f"no text of {document}: put it at {where}/{document}/text.txt, or name its folder with --texts"
        )
    try:
        text = record(raw)
    except ValueError as error:
        click.echo(f"aifrontier: {document}: {error}", err=True)
        sys.exit(1)
    places = find(text, quote)
    if not places:
        click.echo("aifrontier: these words stand nowhere in the text", err=True)
        sys.exit(1)
    if nth is not None and nth > len(places):
        refuse_call(f"--nth {nth}: the words stand at {len(places)} places")
    if len(places) > 1 and nth is None:
        if as_json:
            say_json({"places": [{"nth": n, "start": p.start, "end": p.end} for n, p in enumerate(places, 1)]})
        for n, place in enumerate(places, 1):
            click.echo(f"--nth {n}: {place.start}-{place.end}", err=as_json)
        sys.exit(1)
    place = places[(nth or 1) - 1]
    block = to_yaml_mapping(make_span(text, place.start, place.end))
    if as_json:
        say_json(block)
    else:
        click.echo(yaml.safe_dump([block], sort_keys=False, allow_unicode=True, default_flow_style=None), nl=False)
