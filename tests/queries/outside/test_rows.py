"""Rows are counted in the bytes that the engine writes: for any terms, in pieces of any size, exactly."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyoxigraph import (
    Literal,
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
    Store,
    Triple,
)

from queries.outside.rows import CsvLines, JsonRows, Lines, Rows, XmlRows

FORMATS: list[tuple[QueryResultsFormat, Callable[[int], Rows]]] = [
    (QueryResultsFormat.JSON, JsonRows),
    (QueryResultsFormat.XML, XmlRows),
    (QueryResultsFormat.CSV, CsvLines),
    (QueryResultsFormat.TSV, Lines),
]
# What the rules look for, and what might be taken for it.
TRAPS = st.lists(
    st.sampled_from(
        [
            *("},{", "}},{", "{}", "{", "}", ",", '"', "\\", "\n", "\r", "\r\n", "</result>", "<result>", "]}}"),
            *("[]}}", "},{}", '"},{"', "&", "a", "字", "\t", "results", ":", "</results></sparql>"),
        ]
    ),
    max_size=6,
).map("".join)
TEXTS = st.one_of(TRAPS, st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=3))
PLAIN = st.one_of(
    TEXTS.map(Literal),
    TEXTS.map(lambda text: Literal(text, language="zh-hant")),
    TEXTS.map(lambda text: Literal(text, datatype=NamedNode("http://e/t"))),
    st.just(NamedNode("http://e/,")),
    st.none(),
)
QUOTED = TEXTS.map(lambda text: Triple(NamedNode("http://e/s"), NamedNode("http://e/p"), Literal(text)))
TABLES = st.integers(0, 3).flatmap(
    lambda width: st.lists(st.lists(st.one_of(PLAIN, QUOTED), min_size=width, max_size=width), max_size=6)
)


def solutions(table: list[list[object]]) -> QuerySolutions:
    """A result with these rows, as the engine would give it."""
    names = [f"?v{number}" for number in range(len(table[0]) if table else 2)]
    rows = " ".join(f"({' '.join(map(spelt, row))})" for row in table)
    found = Store().query(f"SELECT {' '.join(names) or '*'} {{ VALUES ({' '.join(names)}) {{ {rows} }} }}")
    assert isinstance(found, QuerySolutions)
    return found


def spelt(term: object) -> str:
    if isinstance(term, Triple):
        return f"<<( {term.subject} {term.predicate} {term.object} )>>"
    return "UNDEF" if term is None else str(term)


def written(table: list[list[object]], form: QueryResultsFormat) -> bytes:
    return solutions(table).serialize(format=form) or b""


def cut(body: bytes, rows: Rows, size: int) -> bytes:
    """The body as it comes out when it goes in by pieces of this size."""
    passed = []
    for start in range(0, len(body), size):
        passed.append(rows.pass_on(body[start : start + size]))
        if rows.truncated:
            return b"".join((*passed, rows.closing()))
    return b"".join((*passed, rows.end()))


def told(body: bytes, form: QueryResultsFormat) -> bytes:
    """A document without what it says of having been cut, with bare carriage returns: as the engine writes it."""
    if form is QueryResultsFormat.XML:
        return body.partition(b"</sparql><!-- cut: only")[0].removesuffix(b"</sparql>").replace(b"&#13;", b"\r") + (
            b"</sparql>"
        )
    return body


@settings(max_examples=max(300, settings.default.max_examples))  # type: ignore[union-attr]
@given(TABLES, st.sampled_from(FORMATS), st.integers(1, 7), st.integers(1, 90))
@example([[None]] * 3, FORMATS[0], 2, 1)
@example([[None], [Literal("},{}")], [None]], FORMATS[0], 3, 5)
@example([[Literal("\\\\\\")], [Literal('}},{\\"')]], FORMATS[0], 7, 3)
def test_any_result_is_cut_behind_its_row(
    table: list[list[object]], kind: tuple[QueryResultsFormat, Callable[[int], Rows]], cap: int, size: int
) -> None:
    form, counted_by = kind
    rows = counted_by(cap)
    passed = cut(written(table, form), rows, size)
    assert (rows.rows, rows.truncated) == (min(len(table), cap), len(table) > cap)
    expected = written(table[:cap], form) if table[:cap] else written(table, form)
    assert told(passed, form) == told(expected, form)


def test_a_cut_document_is_well_formed() -> None:
    table: list[list[object]] = [[Literal("a\rb"), None], [None, Literal("},{")], [Literal("<"), Literal("{}")]]
    read = json.loads(cut(written(table, QueryResultsFormat.JSON), JsonRows(2), 8))
    assert len(read["results"]["bindings"]) == 2
    assert list(read) == ["head", "results"]  # readers refuse other members
    text = cut(written(table, QueryResultsFormat.XML), XmlRows(2), 8)
    root = ElementTree.fromstring(text)
    assert len(root[1]) == 2
    assert root[1][0][0][0].text == "a\rb"  # as it was: a bare one would be read as a line feed
    assert b"first 2 rows" in text
    lines = cut(written(table, QueryResultsFormat.CSV), CsvLines(2), 8).decode()
    assert list(csv.reader(io.StringIO(lines, newline=""))) == [["v0", "v1"], ["a\rb", ""], ["", "},{"]]


@pytest.mark.parametrize(("form", "counted_by"), FORMATS)
def test_long_literals_and_pieces_of_the_engine_s_own_size(
    form: QueryResultsFormat, counted_by: Callable[[int], Rows]
) -> None:
    table: list[list[object]] = [[Literal('\\"},{}\n' * 3000)], [Literal("\\" * 20_001)], [Literal("x")]] * 4
    body = written(table, form)
    for cap in (1, 7, 11, 12):
        rows = counted_by(cap)
        assert told(cut(body, rows, 8192), form) == written(table[:cap], form)
        assert rows.truncated == (cap < 12)


def test_lines_without_a_heading() -> None:
    rows = Lines(2, heading=0, notice=b"# more\n")
    assert cut(b"a\nb\nc\n", rows, 1) == b"a\nb\n# more\n"
    assert (rows.rows, rows.truncated) == (2, True)


def test_a_cap_of_no_rows_is_refused() -> None:
    with pytest.raises(ValueError, match="a cap of 0 rows"):
        JsonRows(0)
