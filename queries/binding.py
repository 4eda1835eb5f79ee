"""What a caller gives for parameters and clocks, as RDF terms for the marked places of a query."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from pyoxigraph import Literal, NamedNode

from graph.clocks import Clocks
from graph.names import Names
from graph.problems import nearest
from ontology.namespaces import ID, XSD
from queries.question import CLOCKS, Key, Parameter, Question

Term = NamedNode | Literal
_CLAIM = re.compile(r"claim/[a-z0-9][a-z0-9.-]*/[1-9][0-9]*")


class ParameterError(ValueError):
    """One or more parameters will not do; `problems` are (parameter, what is wrong, the mend)."""

    def __init__(self, problems: list[tuple[str, str, str]]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{name}: {wrong} ({mend})" for name, wrong, mend in problems))


@dataclass(frozen=True)
class Bound:
    """A question with its parameters as given (words) and as terms, and its clocks."""

    question: Question
    given: Mapping[str, str]
    terms: Mapping[str, tuple[Term, ...]]
    clocks: Clocks

    @property
    def query(self) -> str:
        """The SPARQL that is run: the file's text with the terms at their places."""
        return self.question.query.bind(self.terms)


def bind(question: Question, given: Mapping[str, str], names: Names) -> Bound:
    """Read parameters and clocks (keys: parameter names, "as-of", "known-by").

    Raises ParameterError with everything that is wrong, at once.
    """
    problems: list[tuple[str, str, str]] = []
    values = {name: text for name, text in given.items() if text != ""}
    known = {p.name for p in question.parameters} | set(question.clocks)
    for name in sorted(set(values) - known):
        if name in CLOCKS:
            problems.append((name, "this question has no such clock", "leave it out"))
        else:
            mend = nearest(name, known) or f"known: {', '.join(sorted(known)) or 'none'}"
            problems.append((name, "no such parameter", mend))
    terms: dict[str, tuple[Term, ...]] = {}
    for parameter in question.parameters:
        text = values.get(parameter.name, parameter.default)
        if text is None:
            if parameter.required:
                mend = f"{parameter.name}={parameter.example}" if parameter.example else "give it"
                problems.append((parameter.name, "is needed", mend))
            continue
        for wrong, mend in _wrong(parameter, text, names):
            problems.append((parameter.name, wrong, mend))
        values[parameter.name] = text
        terms[parameter.name] = (_term(parameter, text),)
    terms |= {name: tuple(_keys(key, question, values)) for name, key in question.keys.items()}
    terms = {name: bound for name, bound in terms.items() if name in question.query.places and bound}
    clocks = _clocks({clock: values[clock] for clock in question.clocks if clock in values}, problems)
    if not question.clocks_on_graph:
        days = {"as-of": clocks.as_of, "known-by": clocks.known_by}
        terms |= {CLOCKS[name]: (_day(day),) for name, day in days.items() if day is not None}
    if problems:
        raise ParameterError(problems)
    return Bound(question, {k: v for k, v in values.items() if k in known}, terms, clocks)


def read_clocks(given: Mapping[str, str]) -> Clocks:
    """The clocks among what a caller gives. Raises ParameterError for what is no day."""
    problems: list[tuple[str, str, str]] = []
    clocks = _clocks({name: text for name in CLOCKS if (text := given.get(name, "").strip())}, problems)
    if problems:
        raise ParameterError(problems)
    return clocks


def _clocks(given: Mapping[str, str], problems: list[tuple[str, str, str]]) -> Clocks:
    days = {name: read_day(text) for name, text in given.items()}
    problems.extend(
        (name, f"{given[name]!r} is not a day", "such as 2025-06-30") for name in days if not days[name]
    )
    return Clocks(days.get("as-of"), days.get("known-by"))


def _day(day: date) -> Literal:
    return Literal(day.isoformat(), datatype=NamedNode(XSD + "date"))


def _term(parameter: Parameter, text: str) -> Term:
    if parameter.type == "iri":
        return NamedNode(ID + _entity_id(text)) if _is_id(_entity_id(text)) else NamedNode(ID)
    if parameter.type in ("string", "choice"):
        return Literal(text)
    return Literal(text, datatype=NamedNode(XSD + parameter.type))


def _keys(key: Key, question: Question, values: Mapping[str, str]) -> Iterator[Literal]:
    """The strings of a key: what was given, then one for each other value of a varied part; none where it lacks."""

    def told(given: Mapping[str, str]) -> Literal:
        return Literal(" ".join(_key_part(part, given) for part in key.parts))

    if key.parameters - values.keys():
        return
    found = {told(values): None}
    for name in key.varied:
        parameter = question.parameter(name)
        for other in parameter.values if parameter else ():
            found[told({**values, name: other})] = None
    yield from found


def _key_part(part: str, given: Mapping[str, str]) -> str:
    if part.startswith("="):
        return part[1:]
    name, _, instead = part.partition("|")
    text = _entity_id(given[name])
    return instead if instead and text == "all" else text


def _entity_id(text: str) -> str:
    """A full IRI of ours may be given where an id is wanted."""
    return text.removeprefix(ID)


def _is_id(text: str) -> bool:
    return re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9./+-]*", text) is not None


def _wrong(parameter: Parameter, text: str, names: Names) -> Iterator[tuple[str, str]]:
    if parameter.values and _entity_id(text) not in parameter.values:
        yield (
            f"{text!r} is not one of its values",
            nearest(text, parameter.values) or ", ".join(parameter.values),
        )
    elif parameter.type == "iri":
        yield from _wrong_thing(parameter, _entity_id(text), names)
    elif parameter.type in ("string", "choice") and re.search("[\ud800-\udfff]", text):
        yield "holds half a character (a lone surrogate)", "leave it out"
    elif parameter.type == "date" and read_day(text) is None:
        yield f"{text!r} is not a day", "such as 2025-06-30"
    elif parameter.type == "integer" and not re.fullmatch(r"[+-]?[0-9]{1,18}", text):
        yield f"{text!r} is not a whole number", "such as 7"
    elif parameter.type == "decimal" and not re.fullmatch(r"[+-]?[0-9]{1,18}(\.[0-9]{1,18})?", text):
        yield f"{text!r} is not a number", "such as 5.3"


def _wrong_thing(parameter: Parameter, name: str, names: Names) -> Iterator[tuple[str, str]]:
    if parameter.kind == "Claim":
        if not _CLAIM.fullmatch(name):
            yield f"{name!r} is not a claim", f"such as {parameter.example}"
        return
    anything = parameter.kind in (None, "Thing")
    if name not in names:
        known = names.ids() if anything else names.of_kind(str(parameter.kind))
        mend = nearest(name, known) or (f"such as {parameter.example}" if parameter.example else "search for it")
        yield f"no {name!r} in this graph", mend
    elif not anything and name not in names.of_kind(str(parameter.kind)):
        yield f"{name} is no {parameter.kind}", f"such as {parameter.example}"


def read_day(text: str) -> date | None:
    """The day that YYYY-MM-DD names; None for any other text and for a day that no calendar has."""
    try:
        return date.fromisoformat(text) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else None
    except ValueError:
        return None
