"""`aifrontier path`: how two things are connected, with the claims of each edge."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from aifrontier.commands.terminal import json_option, open_snapshot, out_option, refuse_call, say_json, settings
from graph.analysis import Edge, UnknownNodeError, Walk
from graph.names import Names
from graph.problems import nearest
from ontology.namespaces import AIF, ID
from ontology.vocabulary import load_vocabulary


@click.command(epilog="Example: aifrontier path app/doubao family/qwen --slack 1")
@click.argument("start", metavar="FROM")
@click.argument("goal", metavar="TO")
@click.option("--slack", type=click.IntRange(0, 3), default=0, help="Also paths up to this many steps longer.")
@out_option
@json_option
def path(start: str, goal: str, slack: int, out: Path | None, as_json: bool) -> None:
    """Show every shortest path between two things (org/bytedance, app/doubao, ...), each edge with its claims."""
    snapshot = open_snapshot(settings(out=out))
    names = Names(snapshot.labels(), load_vocabulary())
    walk = Walk(snapshot.edges())
    ends = (start.removeprefix(ID), goal.removeprefix(ID))
    for end in ends:
        if end not in names:
            refuse_call(f"no {end!r} in this graph ({nearest(end, names.ids()) or 'see the search page'})")
    try:
        paths = walk.paths(*ends, slack=slack)
    except UnknownNodeError as error:
        paths = []
        click.echo(str(error), err=True)
    if as_json:
        say_json({"from": ends[0], "to": ends[1], "paths": [[_step(step) for step in p] for p in paths]})
        return
    if not paths:
        click.echo("no path: no source joins the two")
    for number, found in enumerate(paths, 1):
        click.echo(f"path {number} ({len(found)} step{'s' if len(found) != 1 else ''})")
        for step in found:
            for edge in step:
                click.echo("  " + _line(edge, names))


def _step(step: list[Edge]) -> list[dict[str, Any]]:
    return [
        {"source": e.source, "predicate": e.predicate, "target": e.target, "kind": e.kind, "claims": list(e.claims)}
        for e in step
    ]


def _line(edge: Edge, names: Names) -> str:
    source, target = (names.name(ID + node).text for node in (edge.source, edge.target))
    verb = names.name(AIF + edge.predicate).text
    if edge.kind == "namedTogether":
        return f"{source} ··· {verb} ··· {target}  [no source says how they are related]"
    carried = ", ".join(edge.claims) if edge.claims else "registry"
    return f"{source} —{verb}→ {target}  [{carried}]"
