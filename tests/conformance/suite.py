"""The W3C test suite as its manifests describe it: one case a test, with the files it needs.

Vocabulary of the manifests: https://www.w3.org/2001/sw/DataAccess/tests/README. Files are read where they lie.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, RdfFormat, Store

from queries.outside.guard import dataset_clauses
from queries.outside.tokens import Kind, significant

ADDRESS = "https://w3c.github.io/rdf-tests/sparql/"
"""Where the suite is published: the base of the IRIs in its files."""

_MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
_QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_SCHEME = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*:")

SUITES = ("sparql11", "sparql12")
NOT_ASKED = ("entailment", "service", "service-description", "graph-store-protocol", "http-rdf-update", "protocol")
"""Folders of other specifications than query, syntax and result formats; `protocol` is run by itself."""


class Sort(StrEnum):
    """What a case tests."""

    EVALUATION = "evaluation"
    POSITIVE = "positive syntax"
    NEGATIVE = "negative syntax"


_SORTS = {
    "QueryEvaluationTest": Sort.EVALUATION,
    "CSVResultFormatTest": Sort.EVALUATION,
    "PositiveSyntaxTest": Sort.POSITIVE,
    "PositiveSyntaxTest11": Sort.POSITIVE,
    "NegativeSyntaxTest": Sort.NEGATIVE,
    "NegativeSyntaxTest11": Sort.NEGATIVE,
}


@dataclass(frozen=True)
class Data:
    """What a store holds for a case: files of the default graph, files by graph name, graphs that are empty."""

    default: tuple[Path, ...] = ()
    named: tuple[tuple[str, Path], ...] = ()
    empty: tuple[str, ...] = ()


@dataclass(frozen=True)
class Case:
    """One test: `name` is suite/folder/id, `address` that of its query, `result` the file with what is expected."""

    name: str
    sort: Sort
    query: str = field(repr=False)
    address: str
    data: Data = Data()
    result: Path | None = None

    @property
    def suite(self) -> str:
        """sparql11 or sparql12."""
        return self.name.split("/")[0]

    @property
    def folder(self) -> str:
        """The folder within the suite."""
        return self.name.split("/")[1]

    @property
    def is_update(self) -> bool:
        """Whether the text is an update, whatever the manifest calls the test."""
        return self.address.endswith(".ru")

    @property
    def sent(self) -> str:
        """The query as a client sends it: where it holds relative IRIs, its address is told with BASE."""
        return f"BASE <{self.address}>\n{self.query}" if has_relative_iri(self.query) else self.query


def has_relative_iri(query: str) -> bool:
    """Whether the query names something by an IRI that needs a base, and gives none itself."""
    tokens = significant(query)
    declares = any(token.kind is Kind.WORD and token.text.upper() == "BASE" for token in tokens)
    return not declares and any(
        token.kind is Kind.IRI and token.text != "<>" and not _SCHEME.match(token.text) for token in tokens
    )


def cases(top: Path) -> list[Case]:
    """Every query, syntax and result-format test, by folder and manifest. In: the folder w3c/sparql."""
    return [
        case for folder in _folders(top) if folder.name not in NOT_ASKED for case in _Manifest(top, folder).cases()
    ]


def left_out(top: Path) -> Counter[tuple[str, str, str]]:
    """How many tests are not run: by suite, folder and the kind that the manifest gives."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for folder in _folders(top):
        for kind in _Manifest(top, folder).kinds():
            if folder.name != "protocol" and (folder.name in NOT_ASKED or kind not in _SORTS):
                counts[folder.parent.name, folder.name, kind] += 1
    return counts


def _folders(top: Path) -> list[Path]:
    return [path.parent for suite in SUITES for path in sorted((top / suite).glob("*/manifest.ttl"))]


class _Manifest:
    """One manifest.ttl."""

    def __init__(self, top: Path, folder: Path) -> None:
        self._top = top
        self._folder = folder
        self._store = Store()
        path = folder / "manifest.ttl"
        self._store.load(path=str(path), format=RdfFormat.TURTLE, base_iri=self._address(path))

    def cases(self) -> Iterator[Case]:
        for entry in self._entries():
            sort = _SORTS.get(self._kind(entry))
            if sort is not None:
                yield self._case(entry, sort)

    def kinds(self) -> Iterator[str]:
        for entry in self._entries():
            yield self._kind(entry)

    def _case(self, entry: NamedNode, sort: Sort) -> Case:
        name = f"{self._folder.parent.name}/{self._folder.name}/{entry.value.rpartition('#')[2]}"
        action = self._objects(entry, _MF + "action")[0]
        if isinstance(action, NamedNode):
            query, default, named = action, [], []
        else:
            query = self._objects(action, _QT + "query")[0]
            default = self._objects(action, _QT + "data")
            named = self._objects(action, _QT + "graphData")
        text = self._path(query.value).read_text(encoding="utf-8")
        result = self._objects(entry, _MF + "result")
        return Case(
            name,
            sort,
            text,
            query.value,
            self._data(text, query.value, [node.value for node in default], [node.value for node in named]),
            self._path(result[0].value) if result else None,
        )

    def _data(self, query: str, address: str, default: list[str], named: list[str]) -> Data:
        """A file that the query names with FROM stands under its name, where FROM finds it; without data, empty."""
        base = address.rpartition("/")[0] + "/"
        chosen = {
            clause.iri if ":" in clause.iri else base + clause.iri
            for clause in dataset_clauses(query)
            if not clause.prefixed
        }
        by_name = sorted({*named, *(iri for iri in default if iri in chosen)})
        return Data(
            tuple(self._path(iri) for iri in sorted(default) if iri not in chosen),
            tuple((iri, self._path(iri)) for iri in by_name),
            tuple(sorted(chosen - set(by_name))),
        )

    def _entries(self) -> Iterator[NamedNode]:
        for quad in self._store.quads_for_pattern(None, NamedNode(_MF + "entries"), None):
            rest = quad.object
            while rest != NamedNode(_RDF + "nil"):
                yield self._objects(rest, _RDF + "first")[0]
                rest = self._objects(rest, _RDF + "rest")[0]

    def _kind(self, entry: NamedNode) -> str:
        return str(self._objects(entry, _RDF + "type")[0].value).rpartition("#")[2]

    def _objects(self, subject: Any, predicate: str) -> list[Any]:
        return [quad.object for quad in self._store.quads_for_pattern(subject, NamedNode(predicate), None)]

    def _address(self, path: Path) -> str:
        return ADDRESS + path.relative_to(self._top).as_posix()

    def _path(self, iri: str) -> Path:
        return self._top / iri.removeprefix(ADDRESS)
