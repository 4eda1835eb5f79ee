"""The folder that a build publishes: immutable, named by its content, taken up atomically.

`docs/architecture.md` lists its files. Nothing in manifest.json and the .nq files depends on when or where the
build ran, or on which texts were at hand: that is report.json's and the overlay's business.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from importlib.metadata import version as distribution_version
from pathlib import Path
from typing import Any

import pyoxigraph
from pyoxigraph import NamedNode, Quad, RdfFormat

from graph.indexing import edge_rows, label_rows
from graph.inputs import PACKAGE, Inputs
from graph.model import Knowledge
from graph.overlay import lay_over, private_figures
from graph.proof import Proof
from graph.store import EmbeddedStore
from ontology.namespaces import FIGURES, RDF12

PUBLIC, PRIVATE = "store", "private"


@dataclass(frozen=True)
class Snapshot:
    """One published build, for reading."""

    path: Path

    @cached_property
    def manifest(self) -> Mapping[str, Any]:
        """What it was made from and what it holds: the same for every build of the same inputs."""
        manifest: Mapping[str, Any] = _read_json(self.path / "manifest.json")
        return manifest

    @cached_property
    def report(self) -> Mapping[str, Any]:
        """What differs from run to run: when, which texts, status of every span."""
        report: Mapping[str, Any] = _read_json(self.path / "report.json")
        return report

    @cached_property
    def name(self) -> str:
        """The name of its folder, which tells it and its private layer from any other."""
        return self.path.name

    @cached_property
    def version(self) -> str:
        """SHA-256 (hex) of the public layer."""
        return str(self.manifest["version"])

    @property
    def last_day(self) -> date:
        """The latest day of which something public speaks: that of a document with claims, or of a table."""
        return date.fromisoformat(self.manifest["last_day"])

    @property
    def has_overlay(self) -> bool:
        """Whether there is a private layer: quotes of the texts at hand, figures that may not be passed on."""
        return (self.path / "overlay.nq").is_file()

    def edges(self) -> list[Mapping[str, Any]]:
        """The edge list: source, predicate, target (ids and local names), claims (ids), kind."""
        rows: list[Mapping[str, Any]] = _read_json(self.path / "edges.json")
        return rows

    def labels(self, *, overlay: bool = False) -> list[Mapping[str, Any]]:
        """The search index: thing, kind, text, language, role; with the private layer its tables too."""
        rows: list[Mapping[str, Any]] = _read_json(self.path / "labels.json")
        return [*rows, *label_rows(self._private_figures())] if overlay and self.has_overlay else rows

    def _private_figures(self) -> EmbeddedStore:
        store = EmbeddedStore()
        quads = pyoxigraph.parse(path=str(self.path / "overlay.nq"), format=RdfFormat.N_QUADS)
        store.add(quad for quad in quads if quad.graph_name == NamedNode(FIGURES))
        lay_over(store.engine)
        return store

    def open_in_memory(self, *, overlay: bool) -> EmbeddedStore:
        """The snapshot in memory, with or without the private layer."""
        store = EmbeddedStore()
        names = ["public.nq", "rdf12.nq", *(["overlay.nq"] if overlay and self.has_overlay else [])]
        for name in names:
            store.engine.bulk_load(path=str(self.path / name), format=RdfFormat.N_QUADS)
        lay_over(store.engine)
        return store

    def store_path(self, *, overlay: bool) -> Path:
        """The store on disk that read-only workers open."""
        return self.path / (PRIVATE if overlay and self.has_overlay else PUBLIC)


def current(out: Path) -> Snapshot | None:
    """The snapshot that is served, or None where nothing has been built."""
    pointer = out / "current"
    if not pointer.is_file():
        return None
    path = out / "snapshots" / pointer.read_text(encoding="utf-8").strip()
    return Snapshot(path) if (path / "manifest.json").is_file() else None


def is_fresh(snapshot: Snapshot, inputs: Inputs) -> bool:
    """Whether a build of `inputs` by this program would give this very snapshot, texts included."""
    manifest, report = snapshot.manifest, snapshot.report
    return bool(
        {**manifest["inputs"], **report.get("private_inputs", {})} == inputs.digests()
        and manifest["rules"] == rule_digests()
        and manifest["program"] == program_version()
        and report["text_files"] == _text_files(inputs, manifest["documents"])
    )


def publish(store: EmbeddedStore, knowledge: Knowledge, proof: Proof, inputs: Inputs, out: Path) -> Snapshot:
    """Write the snapshot beside its final place, then rename it there and let `out/current` name it."""
    public, rdf12 = _layers(store)
    overlay = _lines([*proof.overlay(), *private_figures(knowledge)])
    version = _digest("".join([*public, *rdf12]))
    name = version[:16] + (f"+{_digest(''.join(overlay))[:8]}" if overlay else "")
    folder = out / "snapshots"
    folder.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".new-", dir=folder))
    try:
        _write_layers(work, public, rdf12, overlay)
        _write_json(work / "edges.json", edge_rows(store))
        _write_json(work / "labels.json", label_rows(store))
        _write_json(work / "manifest.json", _manifest(version, store, public, rdf12, knowledge, inputs))
        _write_json(work / "report.json", _report(proof, inputs, knowledge))
        final = folder / name
        if final.exists():
            # Same content: the stores stay, for a reader may have them open; what tells of this run is new, such as
            # the digest of an input in which a comment has changed.
            for told in work.glob("*.json"):
                told.replace(final / told.name)
        else:
            work.rename(final)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    _point(out, name)
    return Snapshot(folder / name)


def _layers(store: EmbeddedStore) -> tuple[list[str], list[str]]:
    rdf12 = NamedNode(RDF12)
    public = [quad for quad in store if quad.graph_name != rdf12]
    return _lines(public), _lines(quad for quad in store if quad.graph_name == rdf12)


def _lines(quads: Iterable[Quad]) -> list[str]:
    """Sorted canonical N-Quads lines: the engine writes one form per term, and each quad is there once."""
    return sorted({f"{quad} .\n" for quad in quads})


def _write_layers(work: Path, public: list[str], rdf12: list[str], overlay: list[str]) -> None:
    layers = {"public.nq": public, "rdf12.nq": rdf12, **({"overlay.nq": overlay} if overlay else {})}
    for name, lines in layers.items():
        (work / name).write_text("".join(lines), encoding="utf-8", newline="\n")
    stores = {PUBLIC: ["public.nq", "rdf12.nq"], **({PRIVATE: list(layers)} if overlay else {})}
    for folder, names in stores.items():
        store = pyoxigraph.Store(str(work / folder))
        for name in names:
            store.bulk_load(path=str(work / name), format=RdfFormat.N_QUADS)
        lay_over(store)
        store.flush()
        del store


def _manifest(
    version: str,
    store: EmbeddedStore,
    public: list[str],
    rdf12: list[str],
    knowledge: Knowledge,
    inputs: Inputs,
) -> Mapping[str, Any]:
    documents = {claim.document for claim in knowledge.claims}
    said = [knowledge.documents[name].said_on for name in documents]
    said += [table.observed_on for table in knowledge.tables if table.pass_on]  # a private one dates nothing public
    return {
        "version": version,
        "program": program_version(),
        "last_day": max(said, default=date(1970, 1, 1)).isoformat(),
        "documents": sorted(knowledge.documents),
        "counts": {
            "claims": len(knowledge.claims),
            "spans": sum(len(claim.evidence) for claim in knowledge.claims),
            "documents": len(documents),
            "entities": len(knowledge.entities),
            "links": len(knowledge.links),
            "quads": len(public) + len(rdf12),
        },
        "layers": {"public": _digest("".join(public)), "rdf12": _digest("".join(rdf12))},
        "inputs": {name: digest for name, digest in inputs.digests().items() if not _is_private(name, knowledge)},
        "rules": rule_digests(),
    }


def _report(proof: Proof, inputs: Inputs, knowledge: Knowledge) -> Mapping[str, Any]:
    return {
        "built": datetime.now(UTC).isoformat(timespec="seconds"),
        "texts": {
            name: {"sha256": digest, "of_record": _is_of_record(knowledge, name, digest)}
            for name, digest in sorted(proof.digests.items())
        },
        "text_files": _text_files(inputs, knowledge.documents),
        "private_inputs": {
            name: digest for name, digest in inputs.digests().items() if _is_private(name, knowledge)
        },
        "evidence": proof.counts(),
        "spans": {
            piece.entity_id: {
                "status": piece.located.status.value,
                "start": piece.located.start,
                "end": piece.located.end,
                "reason": piece.located.reason,
            }
            for piece in proof.pieces
        },
    }


def _is_private(name: str, knowledge: Knowledge) -> bool:
    """Whether an input belongs to a table that may not be passed on: not even its name is public."""
    private = (table.origin.file.rpartition("/")[0] for table in knowledge.tables if not table.pass_on)
    return any(name.startswith(f"{folder}/") for folder in private)


def _is_of_record(knowledge: Knowledge, name: str, digest: str) -> bool:
    text = knowledge.documents[name].text
    return text is not None and text.sha256 == digest


def _text_files(inputs: Inputs, documents: Iterable[str]) -> dict[str, str]:
    found = {name: inputs.text(name) for name in documents}
    return {name: hashlib.sha256(raw).hexdigest() for name, raw in sorted(found.items()) if raw is not None}


def rule_digests() -> dict[str, str]:
    """SHA-256 (hex) of every file that decides what is derived from the inputs."""
    ontology = PACKAGE.parent / "ontology"
    files = [
        *ontology.glob("*.ttl"),
        *ontology.glob("rules/*.rq"),
        *PACKAGE.glob("derive/*.rq"),
        *PACKAGE.glob("indexes/*.rq"),
    ]
    return {
        path.relative_to(PACKAGE.parent).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(files)
    }


def program_version() -> str:
    """The version of the program that builds."""
    return distribution_version("aifrontier")


def _point(out: Path, name: str) -> None:
    pointer = out / "current"
    fresh = pointer.with_suffix(".new")
    fresh.write_text(name + "\n", encoding="utf-8")
    fresh.replace(pointer)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _write_json(path: Path, data: object) -> None:
    text = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def _read_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
