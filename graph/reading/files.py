"""All input files in memory, with their lines: YAML by kind, and the rows of SSSOM tables."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graph.inputs import InputFile, Inputs
from graph.model import Origin
from graph.problems import Problem
from graph.yamlfile import YamlFile, load_yaml

LINK_COLUMNS = ("subject_id", "predicate_id", "object_id", "mapping_justification", "comment")


@dataclass(frozen=True)
class LinkRow:
    """One row of an SSSOM table, by column."""

    cells: Mapping[str, str]
    origin: Origin


@dataclass(frozen=True)
class Entry:
    """One entry of a list in a YAML file: the raw mapping and its place."""

    data: Mapping[str, Any]
    file: YamlFile
    place: tuple[str | int, ...]

    def text(self, key: str) -> str | None:
        """The value of `key` where it is text."""
        value = self.data.get(key)
        return value if isinstance(value, str) else None

    def items(self, key: str) -> list[Any]:
        """The value of `key` where it is a list, else an empty list."""
        value = self.data.get(key)
        return value if isinstance(value, list) else []

    def mapping(self, key: str) -> Mapping[str, Any]:
        """The value of `key` where it is a mapping, else an empty one."""
        value = self.data.get(key)
        return value if isinstance(value, dict) else {}

    def problem(self, message: str, mend: str, *inside: str | int) -> Problem:
        """A problem at `inside` this entry."""
        return self.file.problem(message, mend, *self.place, *inside)


@dataclass(frozen=True)
class Files:
    """Everything that was read; `claims` pairs the folder's name with the entry."""

    entities: tuple[Entry, ...]
    metas: tuple[tuple[str, Entry], ...]
    claims: tuple[tuple[str, Entry], ...]
    claim_files: tuple[tuple[str, Entry], ...]
    links: tuple[LinkRow, ...]
    tables: tuple[tuple[InputFile, YamlFile], ...]
    problems: tuple[Problem, ...]


def load_files(inputs: Inputs) -> Files:
    """Load every input file; problems of form are collected, never raised."""
    problems: list[Problem] = []

    def yaml_files(pattern: str, schema: str) -> Iterator[tuple[str, YamlFile]]:
        for file in inputs.files(pattern):
            loaded = load_yaml(file.path, file.name, schema)
            problems.extend(loaded.problems)
            if isinstance(loaded.data, dict):
                yield file.path.parent.name, loaded

    entities = [
        entry for _, file in yaml_files("registry/*.yaml", "registry") for entry in _entries(file, "entities")
    ]
    metas = [(folder, Entry(f.data, f, ())) for folder, f in yaml_files("documents/*/meta.yaml", "meta")]
    claim_files = [(folder, Entry(f.data, f, ())) for folder, f in yaml_files("documents/*/claims.yaml", "claims")]
    claims = [(folder, entry) for folder, top in claim_files for entry in _entries(top.file, "claims")]
    links = [row for file in inputs.files("links/*.sssom.tsv") for row in _link_rows(file, problems)]
    found = inputs.files("observations/*/table.yaml")
    tables = [(file, load_yaml(file.path, file.name, "table")) for file in found]
    problems.extend(problem for _, loaded in tables for problem in loaded.problems)
    return Files(
        entities=tuple(entities),
        metas=tuple(metas),
        claims=tuple(claims),
        claim_files=tuple(claim_files),
        links=tuple(links),
        tables=tuple(tables),
        problems=tuple(problems),
    )


def _entries(file: YamlFile, key: str) -> Iterator[Entry]:
    found = file.data.get(key)
    for i, data in enumerate(found if isinstance(found, list) else []):
        if isinstance(data, dict):
            yield Entry(data, file, (key, i))


def _link_rows(file: InputFile, problems: list[Problem]) -> Iterator[LinkRow]:
    header: list[str] | None = None
    for number, line in enumerate(file.path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("#") or not line.strip():
            continue
        cells = next(csv.reader([line], delimiter="\t", quoting=csv.QUOTE_NONE))
        if header is None:
            header = cells
            for column in LINK_COLUMNS:
                if column not in header:
                    message = f"the column {column} is missing"
                    problems.append(Problem(file.name, number, message, "add it to the head line"))
            continue
        if len(cells) != len(header):
            message = f"{len(cells)} cells where the head line has {len(header)}"
            problems.append(Problem(file.name, number, message, "separate cells by one tab each"))
            continue
        yield LinkRow(dict(zip(header, cells, strict=True)), Origin(file.name, number))
