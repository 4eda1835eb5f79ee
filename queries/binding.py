"""What a caller gives for parameters and clocks, as RDF terms for the marked places of a query."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from pyoxigraph import Literal, NamedNode

from graph.clocks import Clocks
from graph.names import Names
from ontology.namespaces import AIF, ID, XSD
from queries.question import CLOCKS, Key, Parameter, Question
from queries.refusals import Refusal, Wording, meant, wording
from queries.times import LOCALES

Term = NamedNode | Literal
_A_DAY = wording("such-as", example="2025-06-30")
_CLAIM = re.compile(r"claim/[a-z0-9][a-z0-9.-]*/[1-9][0-9]*")


class ParameterError(ValueError):
    """One or more parameters will not do; as a string, and in `problems`, it is told in English."""

    def __init__(self, refused: Iterable[Refusal]) -> None:
        self.refused = tuple(refused)
        super().__init__(self.line("en"))

    @property
    def problems(self) -> tuple[tuple[str, str, str], ...]:
        """(Parameter, what is wrong, the mend) in English."""
        return tuple(refusal.told("en") for refusal in self.refused)

    def line(self, language: str) -> str:
        """Everything that is wrong, in one line."""
        return wording("between").said(language).join(refusal.line(language) for refusal in self.refused)


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
    problems: list[Refusal] = []
    values = {name: text for name, text in given.items() if text != ""}
    known = {p.name for p in question.parameters} | set(question.clocks)
    for name in sorted(set(values) - known):
        if name in CLOCKS:
            problems.append(Refusal(name, wording("no-such-clock"), wording("leave-out")))
        else:
            others = wording("known", names=sorted(known)) if known else wording("none-known")
            problems.append(Refusal(name, wording("no-such-parameter"), meant(name, known, others)))
    terms: dict[str, tuple[Term, ...]] = {}
    for parameter in question.parameters:
        text = values.get(parameter.name, parameter.default)
        if text is None:
            if parameter.required:
                problems.append(Refusal(parameter.name, wording("needed"), _given_so(parameter)))
            continue
        wrong = [Refusal(parameter.name, what, mend) for what, mend in _wrong(parameter, text, names)]
        problems += wrong
        values[parameter.name] = text
        if not wrong:
            terms[parameter.name] = (_term(parameter, text),)
    clocks = _clocks({clock: values[clock] for clock in question.clocks if clock in values}, problems)
    if problems:
        raise ParameterError(problems)
    terms |= {name: tuple(_keys(key, question, values)) for name, key in question.keys.items()}
    terms = {name: bound for name, bound in terms.items() if name in question.query.places and bound}
    if not question.clocks_on_graph:
        days = {"as-of": clocks.as_of, "known-by": clocks.known_by}
        terms |= {CLOCKS[name]: (_day(day),) for name, day in days.items() if day is not None}
    return Bound(question, {k: v for k, v in values.items() if k in known}, terms, clocks)


def read_clocks(given: Mapping[str, str]) -> Clocks:
    """The clocks among what a caller gives. Raises ParameterError for what is no day."""
    problems: list[Refusal] = []
    clocks = _clocks({name: text for name in CLOCKS if (text := given.get(name, "").strip())}, problems)
    if problems:
        raise ParameterError(problems)
    return clocks


def _clocks(given: Mapping[str, str], problems: list[Refusal]) -> Clocks:
    days = {name: read_day(text) for name, text in given.items()}
    problems.extend(Refusal(name, wording("no-day", text=given[name]), _A_DAY) for name in days if not days[name])
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


def _given_so(parameter: Parameter) -> Wording:
    """How a parameter that is missing would be given."""
    if not parameter.example:
        return wording("give-it")
    return wording("give-such-as", given=f"{parameter.name}={parameter.example}")


def _such_as(parameter: Parameter) -> Wording:
    return wording("such-as", example=parameter.example) if parameter.example else wording("search")


def _wrong(parameter: Parameter, text: str, names: Names) -> Iterator[tuple[Wording, Wording]]:
    if parameter.values and _entity_id(text) not in parameter.values:
        choices = wording("values", names=parameter.values)
        yield wording("not-a-value", text=text), meant(text, parameter.values, choices)
    elif parameter.type == "iri":
        yield from _wrong_thing(parameter, _entity_id(text), names)
    elif parameter.type in ("string", "choice") and re.search("[\ud800-\udfff]", text):
        yield wording("half-a-character"), wording("leave-out")
    elif parameter.type == "date" and read_day(text) is None:
        yield wording("no-day", text=text), _A_DAY
    elif parameter.type == "integer" and not re.fullmatch(r"[+-]?[0-9]{1,18}", text):
        yield wording("no-whole-number", text=text), wording("such-as", example="7")
    elif parameter.type == "decimal" and not re.fullmatch(r"[+-]?[0-9]{1,18}(\.[0-9]{1,18})?", text):
        yield wording("no-number", text=text), wording("such-as", example="5.3")


def _wrong_thing(parameter: Parameter, name: str, names: Names) -> Iterator[tuple[Wording, Wording]]:
    if parameter.kind == "Claim":
        if not _CLAIM.fullmatch(name):
            yield wording("no-claim", text=name), _such_as(parameter)
        return
    anything = parameter.kind in (None, "Thing")
    if name not in names:
        known = names.ids() if anything else names.of_kind(str(parameter.kind))
        yield wording("not-in-graph", text=name), meant(name, known, _such_as(parameter))
    elif not anything and name not in names.of_kind(str(parameter.kind)):
        yield wording("wrong-kind", thing=name, kind=_class(str(parameter.kind), names)), _such_as(parameter)


def _class(kind: str, names: Names) -> Mapping[str, str]:
    return {tag: names.name(AIF + kind, tag).text for tag in LOCALES}


def read_day(text: str) -> date | None:
    """The day that YYYY-MM-DD names; None for any other text and for a day that no calendar has."""
    try:
        return date.fromisoformat(text) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else None
    except ValueError:
        return None
