"""The form of a question, made from its typed header."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ontology.namespaces import ID
from queries.codes import choice_code, code_words
from queries.question import CLOCKS, Parameter, Question
from queries.sentences import spoken
from webui.language import in_words, language
from webui.site import Site, site
from webui.words import naming

MOST_OPTIONS = 400
"""With more things than this to choose from, a form has a field to type in instead of a list."""

Options = tuple[tuple[str, str, str], ...]
"""Value, label, and the label's language where that is not the page's."""


@dataclass(frozen=True)
class Field:
    """One field. `kind` is select, text, number, date or clock; `options` are empty for a field to type in."""

    name: str
    label: str
    kind: str
    value: str
    required: bool
    example: str
    options: Options
    problem: str


def fields(question: Question, given: Mapping[str, str], problems: Mapping[str, str]) -> list[Field]:
    """The form of a question, filled with what was given, each problem beside its field."""
    made = [_field(parameter, given, problems) for parameter in question.parameters]
    return made + [
        Field(clock, clock, "clock", given.get(clock, ""), False, "", (), problems.get(clock, ""))
        for clock in CLOCKS
        if clock in question.clocks
    ]


def _field(parameter: Parameter, given: Mapping[str, str], problems: Mapping[str, str]) -> Field:
    options = _options(site(), parameter, given.get(parameter.name, "").removeprefix(ID))
    kinds = {"date": "date", "integer": "number", "decimal": "number"}
    return Field(
        name=parameter.name,
        label=in_words(parameter.label),
        kind="select" if options else kinds.get(parameter.type, "text"),
        value=given.get(parameter.name, parameter.default or "").removeprefix(ID),
        required=parameter.required,
        example=parameter.example or "",
        options=options,
        problem=problems.get(parameter.name, ""),
    )


def _options(at: Site, parameter: Parameter, given: str) -> Options:
    """The values to choose from: those that the header lists, else the things of the parameter's class.

    What was `given` stays among them, so that the form shows what was asked.
    """
    if parameter.type != "iri":
        return tuple((value, _choice(parameter.name, value), "") for value in parameter.values)
    if parameter.values:
        things = list(parameter.values)
    elif parameter.kind in (None, "Thing", "Claim"):
        return ()
    else:
        things = [thing for thing in at.names.of_kind(str(parameter.kind)) if thing not in at.silent]
    if parameter.object_of:
        reached = {edge.target for edge in at.walk.edges if edge.predicate == parameter.object_of}
        things = [thing for thing in things if thing in reached or thing == given]
    if len(things) > MOST_OPTIONS:
        return ()
    words = sorted(((thing, naming.said(thing)) for thing in things), key=lambda item: item[1].text.casefold())
    return tuple((thing, said.text, naming.differing(said.language)) for thing, said in words)


def _choice(parameter: str, value: str) -> str:
    """The value of a choice in words, where it has any."""
    code = choice_code(parameter, value)
    return code_words(code, spoken(language())) if code else value
