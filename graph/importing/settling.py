"""What a person and the registry say of names: labels and aliases of models, and DIR/identity.tsv."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from graph.importing.identity import RegistryName, Settled
from graph.inputs import Inputs
from graph.problems import DataError, Problem, nearest
from graph.yamlfile import load_yaml

FILE = "identity.tsv"
COLUMNS = ("source", "name", "entity", "note")


def registry_names(inputs: Inputs) -> list[RegistryName]:
    """Labels and aliases of every model; the rest of the data is not read, a table may be large."""
    return [
        name for entity, data in _entities(inputs) for name in _names(entity, data) if entity.startswith("model/")
    ]


def registry_ids(inputs: Inputs) -> frozenset[str]:
    """The id of every thing of the registry."""
    return frozenset(entity for entity, _ in _entities(inputs))


def settled_names(workspace: Path | None, source: str, models: frozenset[str]) -> dict[str, Settled]:
    """A person's word on the names of one source, by name.

    The file's columns, between tabs: source, name (a release or a version as the source writes it), entity (an id
    such as model/o1, or - for none of the registry), note. Raises DataError with every line that will not do.
    """
    path = workspace / FILE if workspace else None
    if path is None or not path.is_file():
        return {}
    problems: list[Problem] = []
    found: dict[str, Settled] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        cells = line.split("\t")
        if (number == 1 and tuple(cells) == COLUMNS) or not line.strip() or line.startswith("#"):
            continue
        if len(cells) not in (3, 4):
            mend = "source, name, entity and note, one tab between them"
            problems.append(Problem(f"data/{FILE}", number, f"{len(cells)} cells", mend))
            continue
        there, name, entity = (cell.strip() for cell in cells[:3])
        if entity != "-" and entity not in models:
            mend = nearest(entity, models) or "an id of the registry, or - for none"
            problems.append(Problem(f"data/{FILE}", number, f"no model {entity!r}", mend))
        elif there == source and name in found and found[name].entity != entity:
            message = f"{name} is settled twice, first in line {found[name].line}"
            problems.append(Problem(f"data/{FILE}", number, message, "keep one of the two"))
        elif there == source:
            found[name] = Settled(entity, number)
    if problems:
        raise DataError(problems)
    return found


def _entities(inputs: Inputs) -> Iterator[tuple[str, dict[str, object]]]:
    for file in inputs.files("registry/*.yaml"):
        data = load_yaml(file.path, file.name, "registry").data
        entities = data.get("entities") if isinstance(data, dict) else None
        for entity in entities if isinstance(entities, list) else ():
            if isinstance(entity, dict) and isinstance(entity.get("id"), str):
                yield entity["id"], entity


def _names(entity: str, data: dict[str, object]) -> Iterator[RegistryName]:
    labels, aliases = data.get("labels"), data.get("aliases")
    for label in labels.values() if isinstance(labels, dict) else ():
        if isinstance(label, dict) and isinstance(label.get("text"), str):
            yield RegistryName(entity, label["text"], is_alias=False)
    for alias in aliases if isinstance(aliases, list) else ():
        if isinstance(alias, dict) and isinstance(alias.get("text"), str):
            yield RegistryName(entity, alias["text"], is_alias=True)
