"""`aifrontier check`: everything that can be checked, without publishing anything."""

from __future__ import annotations

import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

import click

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
from graph.inputs import Inputs
from ontology.consistency import check_consistency, java_available


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
        findings = [_consistency(), *_findings(built, made.inputs)]
    if as_json:
        say_json({"ok": not _failed(findings), "checks": [asdict(finding) for finding in findings]})
    else:
        for finding in findings:
            click.echo(f"{finding.outcome:<8} {finding.check:<12} {finding.detail}")
    sys.exit(1 if _failed(findings) else 0)


def _failed(findings: list[Finding]) -> bool:
    return any(finding.outcome == "failed" for finding in findings)


def _consistency() -> Finding:
    if not java_available():
        return Finding("consistency", "skipped", "HermiT needs a Java runtime, and there is none")
    report = check_consistency()
    if not report.consistent:
        return Finding("consistency", "failed", "the ontology contradicts itself (HermiT)")
    if report.unsatisfiable:
        return Finding("consistency", "failed", f"nothing can be a {', '.join(report.unsatisfiable)} (HermiT)")
    return Finding("consistency", "passed", "the ontology is consistent, every class can have members (HermiT)")


def _findings(built: Build, inputs: Inputs) -> list[Finding]:
    counts = built.proof.counts()
    detail = ", ".join(f"{count} {status}" for status, count in counts.items())
    evidence = "failed" if counts["failed"] else "passed" if built.proof.texts else "skipped"
    links = sum(1 for file in inputs.files("links/*.sssom.tsv") for _ in file.path.open(encoding="utf-8"))
    return [
        Finding("closure", "passed", f"{built.snapshot.manifest['counts']['quads']} quads at the fixpoint"),
        Finding("SHACL", "passed", f"{built.conformance.triples} triples conform"),
        Finding("evidence", evidence, detail),
        Finding("links", "passed", f"{links} lines of SSSOM, every subject known"),
    ]
