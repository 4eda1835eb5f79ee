"""YAML that people write: every scalar as the text that stands there, every value with its line.

YAML's own guesses (a date, a yes that becomes true, 0x10) are switched off: a file's words are typed by its
JSON Schema in graph/schemas/, whose `mend` entries say how to put a wrong value right.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from graph.model import Origin
from graph.problems import Problem, nearest

SCHEMAS = Path(__file__).parent / "schemas"
Place = tuple[str | int, ...]


@dataclass(frozen=True)
class YamlFile:
    """One file: its `data` (dicts, lists, strings), the line of each place, and what is wrong with its form."""

    name: str
    data: Any
    lines: Mapping[Place, int]
    problems: tuple[Problem, ...]

    def line(self, *place: str | int) -> int:
        """The line (from 1) of the value at `place`, or of the nearest thing around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def origin(self, *place: str | int) -> Origin:
        """The same as an Origin."""
        return Origin(self.name, self.line(*place))

    def problem(self, message: str, mend: str, *place: str | int) -> Problem:
        """A problem at `place` of this file."""
        return Problem(self.name, self.line(*place), message, mend)


def load_yaml(path: Path, name: str, schema: str) -> YamlFile:
    """Read `path` (shown to people as `name`) and check it against graph/schemas/`schema`.schema.json.

    Never raises for bad content: all problems of form are collected, and entries that are wrong stay in `data`,
    so that the caller can go on and find the rest.
    """
    try:
        # Line ends as they are: a CR in a quoted scalar must not move the line count.
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except UnicodeDecodeError as error:
        return _unreadable(name, 1, f"not UTF-8 (byte {error.start})", "save the file as UTF-8")
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        return _unreadable(name, line, f"not YAML: {error.problem}", "mind indentation, colons and quotes")
    except yaml.YAMLError as error:
        return _unreadable(name, 1, f"not YAML: {str(error).splitlines()[0]}", "remove the odd character")
    lines: dict[Place, int] = {}
    problems: list[Problem] = []
    data = _plain(node, (), name, lines, problems, set()) if node else None
    lines.setdefault((), 1)
    loaded = YamlFile(name, data, lines, ())
    problems.extend(_schema_problems(loaded, schema))
    return YamlFile(name, data, lines, tuple(problems))


def _unreadable(name: str, line: int, message: str, mend: str) -> YamlFile:
    return YamlFile(name, None, {(): 1}, (Problem(name, line, message, mend),))


def _plain(
    node: yaml.Node,
    place: Place,
    name: str,
    lines: dict[Place, int],
    problems: list[Problem],
    seen: set[int],
) -> Any:
    line = lines[place] = node.start_mark.line + 1
    if isinstance(node, yaml.ScalarNode):
        return None if node.style is None and node.value in ("", "null", "~") else node.value
    if id(node) in seen:
        problems.append(Problem(name, line, "an alias (*name) repeats a part", "write the part out"))
        return None
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        return [_plain(n, (*place, i), name, lines, problems, seen) for i, n in enumerate(node.value)]
    found: dict[str, Any] = {}
    for key, value in node.value:
        word = key.value if isinstance(key, yaml.ScalarNode) else ""
        if word in found or not word:
            where = key.start_mark.line + 1
            message = f"the key {word!r} stands twice" if word else "a key must be one word"
            problems.append(Problem(name, where, message, "keep one of them" if word else "name it"))
            continue
        found[word] = _plain(value, (*place, word), name, lines, problems, seen)
        if isinstance(value, yaml.ScalarNode) and not value.value:
            lines[(*place, word)] = key.start_mark.line + 1
    return found


@lru_cache
def _validator(schema: str) -> Draft202012Validator:
    text = (SCHEMAS / f"{schema}.schema.json").read_text(encoding="utf-8")
    return Draft202012Validator(json.loads(text))


def _schema_problems(file: YamlFile, schema: str) -> Iterator[Problem]:
    for error in _validator(schema).iter_errors(file.data):
        yield from _explain(file, error)


def _explain(file: YamlFile, error: Any) -> Iterator[Problem]:
    place: Place = tuple(error.absolute_path)  # error: a jsonschema ValidationError, whose fields may be unset
    key = next((str(part) for part in reversed(place) if isinstance(part, str)), "the file")
    what, subschema = error.validator, error.schema
    mend = str(subschema.get("mend", "")) if isinstance(subschema, dict) else ""
    if what == "required":
        missing = [name for name in error.validator_value if name not in error.instance]
        for name in missing:
            yield file.problem(f"{name!r} is missing", mend or f"add {name}:", *place)
    elif what == "additionalProperties":
        known = error.schema.get("properties", {})
        for name in set(error.instance) - set(known):
            yield file.problem(
                f"unknown key {name!r}", nearest(name, known) or f"known: {', '.join(known)}", *place, name
            )
    elif what == "enum":
        known = [str(word) for word in error.validator_value]
        said = nearest(str(error.instance), known) or f"one of {', '.join(known)}"
        yield file.problem(f"{key}: {_short(error.instance)} is not known", said, *place)
    elif what == "oneOf":
        names = [name for branch in error.validator_value for name in branch["required"]]
        said = "neither" if not any(name in error.instance for name in names) else "more than one"
        yield file.problem(f"{said} of {', '.join(names)} is given", "write exactly one of them", *place)
    else:
        shown = "empty" if error.instance is None else f"{_short(error.instance)} will not do"
        yield file.problem(f"{key}: {shown}", mend or error.message, *place)


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
