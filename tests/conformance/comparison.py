"""Whether two answers are the same: as bags or in order, up to the names of blank nodes, exactly or by value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from tests.conformance.answers import Answer, Graph, Table, Term, terms

_XSD = "http://www.w3.org/2001/XMLSchema#"
_INTEGERS = frozenset(
    _XSD + name
    for name in (
        *("integer", "long", "int", "short", "byte"),
        *("nonPositiveInteger", "negativeInteger", "nonNegativeInteger", "positiveInteger"),
        *("unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"),
    )
)
_FLOATS = frozenset((_XSD + "double", _XSD + "float"))

Row = tuple[Term, ...]


class Likeness(StrEnum):
    """How two answers compare."""

    EXACT = "exact"
    VALUE = "by value"
    DIFFERENT = "different"


def likeness(expected: Answer, got: Answer, *, ordered: bool) -> Likeness:
    """Compare two answers.

    By value: some term is written otherwise but denotes the same: 20.0 and 20, an xsd:int and the xsd:integer that
    it is, a language tag in other letters. An integer is never a decimal, nor a float a double: SPARQL tells their
    types apart.
    """
    if isinstance(expected, bool) or isinstance(got, bool):
        return Likeness.EXACT if expected is got else Likeness.DIFFERENT
    if type(expected) is not type(got):
        return Likeness.DIFFERENT
    if isinstance(expected, Table) and isinstance(got, Table) and set(expected.variables) != set(got.variables):
        return Likeness.DIFFERENT
    ours, theirs = list(terms(got)), list(terms(expected))
    if same_rows(theirs, ours, ordered=ordered):
        return Likeness.EXACT
    # A graph is a set: two spellings of one value are one triple.
    keep = (lambda rows: list(set(rows))) if isinstance(expected, Graph) else list
    if same_rows(keep(map(_row_value, theirs)), keep(map(_row_value, ours)), ordered=ordered):
        return Likeness.VALUE
    return Likeness.DIFFERENT


def value(term: Term) -> Term:
    """The term in one spelling per value; what is no number, boolean or tagged text stays as it is."""
    if isinstance(term, Triple):
        return Triple(value(term.subject), value(term.predicate), value(term.object))  # type: ignore[arg-type]
    if not isinstance(term, Literal):
        return term
    if term.language:
        return Literal(term.value, language=term.language.lower(), direction=term.direction)
    kind, text = term.datatype.value, term.value.strip()
    try:
        if kind in _INTEGERS:
            return Literal(str(int(text)), datatype=NamedNode(_XSD + "integer"))
        if kind == _XSD + "decimal":
            return Literal(f"{Decimal(text).normalize():f}", datatype=term.datatype)
        if kind in _FLOATS:
            return Literal(repr(float(text)), datatype=term.datatype)
    except (ValueError, InvalidOperation):  # ill-typed: it has no value but itself
        return term
    if kind == _XSD + "boolean" and text in ("0", "1"):
        return Literal("true" if text == "1" else "false", datatype=term.datatype)
    return term


def _row_value(row: Row) -> Row:
    return tuple(value(term) for term in row)


def same_rows(left: Sequence[Row], right: Sequence[Row], *, ordered: bool = False) -> bool:
    """Whether one renaming of blank nodes, one to one, makes the rows of the left those of the right."""
    if len(left) != len(right):
        return False
    if ordered:
        return _in_order(left, right)
    if Counter(map(_shape, left)) != Counter(map(_shape, right)):
        return False
    # Rows without blank nodes are settled by their shapes; the rarest shapes come first, they leave least to try.
    rare = Counter(map(_shape, left))
    open_rows = sorted((row for row in left if _blanks(row)), key=lambda row: (rare[_shape(row)], str(_shape(row))))
    return _match(open_rows, [row for row in right if _blanks(row)], {})


def _in_order(left: Sequence[Row], right: Sequence[Row]) -> bool:
    names: Mapping[str, str] = {}
    for one, other in zip(left, right, strict=True):
        joined = _joined(one, other, names)
        if joined is None:
            return False
        names = joined
    return True


def _match(left: list[Row], right: list[Row], names: Mapping[str, str]) -> bool:
    """Search with backtracking; the files of the suite are small."""
    if not left:
        return True
    first, *rest = left
    for index, candidate in enumerate(right):
        joined = _joined(first, candidate, names)
        if joined is not None and _match(rest, right[:index] + right[index + 1 :], joined):
            return True
    return False


def _joined(one: Row, other: Row, names: Mapping[str, str]) -> Mapping[str, str] | None:
    """The renaming, extended so that one row becomes the other; None where that cannot be."""
    if len(one) != len(other):
        return None
    known = dict(names)
    taken = set(known.values())
    for ours, theirs in zip(_flat(one), _flat(other), strict=False):
        if not (isinstance(ours, BlankNode) and isinstance(theirs, BlankNode)):
            if ours != theirs:
                return None
        elif ours.value in known:
            if known[ours.value] != theirs.value:
                return None
        elif theirs.value in taken:
            return None
        else:
            known[ours.value] = theirs.value
            taken.add(theirs.value)
    return known if len(_flat(one)) == len(_flat(other)) else None


def _flat(row: Row) -> list[Term | str]:
    """The terms of a row with triple terms opened; a mark keeps their brackets."""
    flat: list[Term | str] = []
    for term in row:
        if isinstance(term, Triple):
            flat += ["<<", *_flat((term.subject, term.predicate, term.object)), ">>"]
        else:
            flat.append(term)
    return flat


def _shape(row: Row) -> tuple[str, ...]:
    """The row with every blank node nameless."""
    return tuple("_" if isinstance(term, BlankNode) else str(term) for term in _flat(row))


def _blanks(row: Row) -> bool:
    return any(isinstance(term, BlankNode) for term in _flat(row))
