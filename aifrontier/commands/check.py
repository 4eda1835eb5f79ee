"""`aifrontier check`: everything that can be checked, without publishing anything."""

from __future__ import annotations

import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

import click
from pyoxigraph import NamedNode, RdfFormat, serialize

from aifrontier.commands.terminal import (
    data_errors,
    data_option,
    json_option,
    progress,
    say_json,
    settings,
    texts_option,
)
from graph.build import Build, build
from ontology.consistency import check_consistency
from ontology.namespaces import AIF


@dataclass(frozen=True)
class Finding:
    """The outcome of one check: passed, failed or skipped, and why."""

    check: str
    outcome: str
    detail: str


@click.command(epilog="Example: aifrontier check --texts ~/texts")
@data_option
@texts_option
@json_option
def check(data: Path | None, texts: Path | None, as_json: bool) -> None:
    """Check consistency (HermiT), closure, SHACL, evidence and links; exit code 1 when something fails."""
    made = settings(data=data, texts=texts)
    with tempfile.TemporaryDirectory() as folder, data_errors(as_json), progress() as tell:
        built = build(made.inputs, Path(folder), tell)
        tell("reason")
        findings = [_consistency(built), *_findings(built)]
    if as_json:
        say_json({"ok": not _failed(findings), "checks": [asdict(finding) for finding in findings]})
    else:
        for finding in findings:
            click.echo(f"{finding.outcome:<8} {finding.check:<12} {finding.detail}")
    sys.exit(1 if _failed(findings) else 0)


def _failed(findings: list[Finding]) -> bool:
    return any(finding.outcome == "failed" for finding in findings)


def _consistency(built: Build) -> Finding:
    """HermiT over the ontology with all that the default graph says of things."""
    store = built.snapshot.open_in_memory(overlay=False)
    said = (
        quad.triple
        for quad in store.default_graph()
        if isinstance(quad.subject, NamedNode) and not quad.subject.value.startswith(AIF)
    )
    data = serialize(said, format=RdfFormat.N_TRIPLES)
    report = check_consistency(data.decode() if data else "")
    outcome = "skipped" if report.consistent is None else "passed" if report.passed else "failed"
    return Finding("consistency", outcome, f"{report.message} (HermiT)")


def _findings(built: Build) -> list[Finding]:
    counts = built.proof.counts()
    detail = ", ".join(f"{count} {status}" for status, count in counts.items())
    evidence = "failed" if counts["failed"] else "passed" if built.proof.texts else "skipped"
    total = built.snapshot.manifest["counts"]
    return [
        Finding("closure", "passed", f"{total['quads']} quads at the fixpoint"),
        Finding("SHACL", "passed", f"{built.conformance.triples} triples conform"),
        Finding("evidence", evidence, detail),
        Finding("links", "passed", f"{total['links']} links, every subject known"),
    ]
