"""A question: one .rq file whose header says in words and types what it asks, takes and answers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from ontology.rq import QueryFile
from queries.charts.spec import ChartSpec, chart_lies, chart_spec
from queries.codes import choice_code

CLOCKS: Mapping[str, str] = {"as-of": "asOf", "known-by": "knownBy"}
"""Clock -> the variable that it binds."""
THEMES = ("gap", "open-weights", "companies", "figures", "claims", "coverage")
"""What questions are about, in the order in which a reader is shown them."""
GRAPH = "graph"
"""`clocks-on: graph`: the clocks have no places in the query; the graph is brought to the day, then asked."""
_SELECT = re.compile(r"\bSELECT\b(.*?)\bWHERE\b", re.DOTALL)
_SCHEMA = Path(__file__).parent / "header.schema.json"


class QuestionError(ValueError):
    """A question file whose header and query do not agree."""


@dataclass(frozen=True)
class Parameter:
    """One parameter: `type` is iri, date, integer, decimal, string or choice; `kind` the class of an iri.

    `object_of`: a walkable predicate; a form offers only things that it leads to, any other may still be given.
    """

    name: str
    type: str
    label: Mapping[str, str]
    kind: str | None = None
    values: tuple[str, ...] = ()
    required: bool = False
    default: str | None = None
    example: str | None = None
    object_of: str | None = None


@dataclass(frozen=True)
class Column:
    """One column of the answer; `unit` names the column that holds a number's unit.

    `once`: it speaks of the whole answer, not of a row, and is told once beside the table.
    """

    name: str
    kind: str
    label: Mapping[str, str]
    unit: str | None = None
    once: bool = False


@dataclass(frozen=True)
class Key:
    """A place that is bound to a string of several parameters, by which the query finds something in one look-up.

    `parts` are names of parameters, or words with "=" in front; in `name|word` the word stands in place of "all".
    Where some are `varied`, the place is bound to one string more for each other value of one of these parameters.
    """

    parts: tuple[str, ...]
    varied: tuple[str, ...] = ()

    @property
    def parameters(self) -> frozenset[str]:
        """The names of the parameters that it is made of."""
        return frozenset(part.partition("|")[0] for part in self.parts if not part.startswith("="))


@dataclass(frozen=True)
class Moves:
    """How an answer is held against itself under other choices (movement.py).

    `by`: the parameters that are varied, one at a time; `of`: the columns that are shown. The row held on to is
    the `pick` (first or last) one; its counterpart has the same in the column `row`, where one is named. `count`
    is what the number of rows is called, by language; where it is empty, the number says nothing.
    """

    by: tuple[str, ...]
    of: tuple[str, ...]
    row: str | None = None
    pick: str = "first"
    count: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """A named question; all words are by language tag."""

    name: str
    title: Mapping[str, str]
    question: Mapping[str, str]
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    answer: Mapping[str, str]
    clocks: tuple[str, ...]
    needs: Mapping[str, str]
    query: QueryFile
    theme: str
    clocks_on_graph: bool = False
    chart: ChartSpec | None = None
    opening: Mapping[str, str] = field(default_factory=dict)
    """What a headline says once, before its rows, by the first of them."""
    keys: Mapping[str, Key] = field(default_factory=dict)
    moves: Moves | None = None
    chart_of: str | None = None
    """Another question whose chart, asked for the same, shows what this one answers."""

    def parameter(self, name: str) -> Parameter | None:
        """The parameter of this name."""
        return next((p for p in self.parameters if p.name == name), None)


def question_of(file: QueryFile) -> Question:
    """Make a question of a .rq file.

    Raises QuestionError, naming the file, for a header that is incomplete or lies about its query: other
    columns than the query selects, a parameter or clock without its marked place, a place that nobody declares,
    a chart of columns that there are not or of several instruments in one.
    """
    wrong = [*_form(file), *(_lies(file) if not any(_form(file)) else ())]
    if wrong:
        raise QuestionError(f"queries/{file.name}.rq: " + "; ".join(wrong))
    header = file.header
    return Question(
        name=file.name,
        title=header["title"],
        question=header["question"],
        parameters=tuple(_parameter(name, p) for name, p in header.get("parameters", {}).items()),
        columns=tuple(_column(name, c) for name, c in header["columns"].items()),
        answer=header["answer"],
        clocks=tuple(header["clocks"]),
        needs=header["needs"],
        query=file,
        clocks_on_graph=header.get("clocks-on") == GRAPH,
        theme=header["theme"],
        chart=chart_spec(header),
        opening=header.get("opening", {}),
        keys={
            name: Key(tuple(key["parts"]), tuple(key.get("varied", ())))
            for name, key in header.get("keys", {}).items()
        },
        moves=_moves(header["moves"]) if "moves" in header else None,
        chart_of=header.get("chart-of"),
    )


def _column(name: str, data: Mapping[str, Any]) -> Column:
    return Column(name, data["kind"], data["label"], data.get("unit"), bool(data.get("once", False)))


def _moves(data: Mapping[str, Any]) -> Moves:
    return Moves(
        by=tuple(data["by"]),
        of=tuple(data["of"]),
        row=data.get("row"),
        pick=data.get("pick", "first"),
        count=data.get("count", {}),
    )


def _parameter(name: str, data: Mapping[str, Any]) -> Parameter:
    return Parameter(
        name=name,
        type=data["type"],
        label=data["label"],
        kind=data.get("class"),
        values=tuple(data.get("values", ())),
        required=bool(data.get("required", False)),
        default=data.get("default"),
        example=data.get("example"),
        object_of=data.get("object-of"),
    )


@lru_cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(_SCHEMA.read_text(encoding="utf-8")))


def _form(file: QueryFile) -> Iterator[str]:
    for error in _validator().iter_errors(dict(file.header)):
        place = "/".join(str(part) for part in error.absolute_path) or "header"
        yield f"{place}: {error.message}"


def _lies(file: QueryFile) -> Iterator[str]:
    header = file.header
    match = _SELECT.search(file.text)
    selected = _projected(match[1]) if match else []
    declared = list(header["columns"])
    if selected != declared:
        yield f"the query selects {selected}, the header declares {declared}"
    places = set(file.places)
    clocks = () if header.get("clocks-on") == GRAPH else header["clocks"]
    parameters, keys = set(header.get("parameters", {})), header.get("keys", {})
    made = [Key(tuple(key["parts"]), tuple(key.get("varied", ()))) for key in keys.values()]
    in_keys = {name for key in made for name in key.parameters}
    for name in sorted((in_keys | {name for key in made for name in key.varied}) - parameters):
        yield f"a key of {name}, which is no parameter"
    wanted = (parameters - in_keys) | set(keys) | {CLOCKS[clock] for clock in clocks}
    for name in sorted(wanted - places):
        yield f"no marked place for ?{name}"
    for name in sorted(places - wanted - parameters):
        yield f"a marked place for ?{name}, which the header does not declare"
    for name, column in header["columns"].items():
        if (unit := column.get("unit")) is not None and unit not in declared:
            yield f"the unit column {unit} of {name} does not exist"
    yield from chart_lies(header)
    if "chart" in header and "chart-of" in header:
        yield "a chart of its own and that of another question"
    yield from _moves_lies(header)
    yield from _choice_lies(header)
    languages = set(header["title"])
    for key in ("question", "answer", "needs"):
        if set(header[key]) != languages:
            yield f"{key} is not in the languages of the title ({', '.join(sorted(languages))})"
    for language, pattern in [*header["answer"].items(), *header.get("opening", {}).items()]:
        for name in set(re.findall(r"{(\w+)(?:\|abs|\|amount|\|claim|=[\w-]+)?}", pattern)) - set(declared):
            yield f"the {language} answer names {{{name}}}, which is no column"


def _moves_lies(header: Mapping[str, Any]) -> Iterator[str]:
    moves = header.get("moves", {})
    for name in moves.get("by", ()):
        if not header.get("parameters", {}).get(name, {}).get("values"):
            yield f"moves by {name}, which is no parameter with values to choose from"
    for name in [*moves.get("of", ()), *([moves["row"]] if "row" in moves else [])]:
        if name not in header["columns"]:
            yield f"moves: {name} is no column"


def _choice_lies(header: Mapping[str, Any]) -> Iterator[str]:
    """Choices that a form would have to show as bare codes, because they have no words."""
    for name, parameter in header.get("parameters", {}).items():
        for value in parameter.get("values", ()) if parameter["type"] == "choice" else ():
            if choice_code(name, value) is None:
                yield f"the choice {value} of {name} has no words in codes.yaml"


def _projected(text: str) -> list[str]:
    """The variables that a SELECT clause projects, in order: `(expression AS ?name)` gives ?name."""
    names, depth, inner = [], 0, ""
    for token in re.findall(r"[()]|\?\w+|\S", text):
        if token == "(":
            depth += 1
        elif token == ")":
            depth -= 1
            if depth == 0:
                names.append(inner)
        elif token.startswith("?"):
            inner = token[1:]
            if depth == 0:
                names.append(inner)
    return names
