"""How far an answer moves: the same question under each other choice, one at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pyoxigraph import Literal, NamedNode

from graph.store import Row, Term
from ontology.namespaces import XSD
from queries.answer import Answer, Source, rows_of
from queries.binding import bind
from queries.question import Column, Moves, Parameter, Question

FAR = 30
"""Days by which an answer may move, with the values counted that were left out, and still be supported (design: the
rule of support)."""
_NUMBERS = (XSD + "integer", XSD + "decimal")


@dataclass(frozen=True)
class Variation:
    """The answer under one other choice; `row` is the counterpart of the row held on to, None where there is none.

    `differences`: column -> figure here minus figure as asked, in the unit of the column, in days for dates; only
    where both have one.
    """

    parameter: str
    value: str
    row: Row | None
    count: int
    differences: Mapping[str, Decimal]


@dataclass(frozen=True)
class Movement:
    """`row` as asked, the answer's number of rows, and the variations in the order of parameters and their values.

    `overturned`: with the values counted that were left out, a figure has the other sign, a day moves by more than
    30 days, or another thing stands there. Only where two groups are compared; never for questions that tell their
    own support (a column `verdict`).
    """

    moves: Moves
    columns: tuple[Column, ...]
    row: Row
    count: int
    variations: tuple[Variation, ...]
    overturned: bool


def movement(source: Source, answer: Answer) -> Movement | None:
    """What becomes of `answer` under each other choice; None where it has none, or there is no answer."""
    question = answer.question
    moves = question.moves
    if moves is None or not answer.rows:
        return None
    row = answer.rows[-1 if moves.pick == "last" else 0]
    columns = tuple(column for name in moves.of for column in question.columns if column.name == name)
    found = tuple(
        _variation(source, answer, moves, row, parameter.name, value)
        for parameter in question.parameters
        if parameter.name in moves.by
        for value in _others(parameter, question, answer.bound.given)
    )
    return Movement(moves, columns, row, len(answer.rows), found, _overturned(question, columns, row, found))


def _others(parameter: Parameter, question: Question, given: Mapping[str, str]) -> Iterator[str]:
    """The other values of a parameter; a group is not held against itself."""
    taken = {given.get(name) for name in ("leader", "follower")} if parameter.type == "iri" else set()
    yield from (v for v in parameter.values if v != given.get(parameter.name) and v not in taken)


def _variation(source: Source, answer: Answer, moves: Moves, row: Row, parameter: str, value: str) -> Variation:
    rows = rows_of(source, bind(answer.question, {**answer.bound.given, parameter: value}, source.names))
    there = _counterpart(rows, moves, row)
    differences = {} if there is None else dict(_differences(moves.of, row, there))
    return Variation(parameter, value, there, len(rows), differences)


def _counterpart(rows: Sequence[Row], moves: Moves, row: Row) -> Row | None:
    if moves.row is not None:
        rows = [other for other in rows if other.get(moves.row) == row.get(moves.row)]
    return (rows[-1] if moves.pick == "last" else rows[0]) if rows else None


def _differences(columns: Sequence[str], row: Row, there: Row) -> Iterator[tuple[str, Decimal]]:
    for name in columns:
        before, after = _figure(row.get(name)), _figure(there.get(name))
        if before is not None and after is not None:
            yield name, after - before


def _figure(term: Term | None) -> Decimal | None:
    """A number, or a day as the number of days."""
    if not isinstance(term, Literal):
        return None
    if term.datatype.value == XSD + "date":
        return Decimal(date.fromisoformat(term.value).toordinal())
    return Decimal(term.value) if term.datatype.value in _NUMBERS else None


def _overturned(question: Question, columns: Sequence[Column], row: Row, variations: Sequence[Variation]) -> bool:
    told = any(column.name == "verdict" for column in question.columns)
    if told or question.moves is None or "leader" not in question.moves.by:
        return False
    with_all = [v for v in variations if (v.parameter, v.value) == ("values", "all")]
    return any(
        _turned(column, row.get(column.name), variation.row, variation.differences)
        for variation in with_all
        for column in columns
    )


def _turned(column: Column, before: Term | None, there: Row | None, differences: Mapping[str, Decimal]) -> bool:
    after = None if there is None else there.get(column.name)
    if column.kind == "date":
        return abs(differences.get(column.name, Decimal(0))) > FAR or (before is None) != (after is None)
    if column.kind == "number":
        one, other = _figure(before), _figure(after)
        return one is not None and other is not None and one * other < 0
    return isinstance(before, NamedNode) and before != after
