"""A case's data as the application serves it: a snapshot of that and nothing else, opened by create_app."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, Quad, RdfFormat

from graph.snapshot import PUBLIC, Snapshot
from tests.conformance.suite import ADDRESS, Data
from webui.app import create_app
from webui.settings import WebSettings

_QUADS = frozenset((RdfFormat.N_QUADS, RdfFormat.TRIG))


@contextmanager
def serving(data: Data, top: Path) -> Iterator[FlaskClient]:
    """A client of the real application over `data`, with one worker process. In: the folder w3c/sparql."""
    with tempfile.TemporaryDirectory(prefix="conformance-") as folder:
        app = create_app(write_snapshot(data, top, Path(folder)), WebSettings(query_workers=1))
        try:
            yield app.test_client()
        finally:
            app.extensions["aifrontier"].close()


def write_snapshot(data: Data, top: Path, folder: Path) -> Snapshot:
    """Write a snapshot (docs/architecture.md) whose public layer is `data`."""
    store = pyoxigraph.Store(str(folder / PUBLIC))
    store.bulk_extend(quads(data, top))
    for name in data.empty:
        store.add_graph(NamedNode(name))
    lines = "".join(sorted(f"{quad} .\n" for quad in store))
    store.flush()
    del store
    (folder / "public.nq").write_text(lines, encoding="utf-8", newline="\n")
    (folder / "rdf12.nq").touch()
    version = hashlib.sha256(f"{lines}\n{data.empty}".encode()).hexdigest()
    manifest = {"version": version, "last_day": "2013-03-21", "documents": [], "counts": {}, "inputs": {}}
    report: object = {"evidence": {}, "spans": {}}
    files: dict[str, object] = {"manifest": manifest, "report": report, "edges": [], "labels": []}
    for name, content in files.items():
        (folder / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
    return Snapshot(folder)


def quads(data: Data, top: Path) -> Iterator[Quad]:
    """What the store holds; every file's blank nodes are its own: two parses never share a label."""
    for path in data.default:
        yield from _parsed(path, top)
    for name, path in data.named:
        for quad in _parsed(path, top):
            yield Quad(quad.subject, quad.predicate, quad.object, NamedNode(name))


def _parsed(path: Path, top: Path) -> Iterator[Quad]:
    form = RdfFormat.from_extension(path.suffix[1:])
    if form is None:
        raise ValueError(f"{path}: no format of RDF")
    address = ADDRESS + path.relative_to(top).as_posix()
    return pyoxigraph.parse(path=str(path), format=form, base_iri=address, rename_blank_nodes=True)
