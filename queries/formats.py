"""An answer as JSON, CSV, TSV, Turtle or a table for the terminal."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode
from rich.console import Console
from rich.table import Table
from rich.text import Text

from graph.indexing import sorted_claims
from graph.serialise import turtle
from graph.store import Store, Term
from ontology.namespaces import AIF, ID, compact
from ontology.rq import load_rq
from queries.answer import Answer

FORMATS = ("table", "json", "csv", "tsv", "ttl")
_VIEWS = Path(__file__).parent / "views"
_WITHOUT = {
    "en": "Rows without {given}: {n}",
    "zh-Hant": "不加 {given} 時的列數：{n}",
    "zh-Hans": "不加 {given} 时的行数：{n}",
}
# What a table rests on: rows and claims, what was given, the snapshot, the private layer.
_FOOTER: Mapping[str, tuple[str, str, str, str, str]] = {
    "en": (
        "{rows} from {claims}",
        "no parameters",
        "snapshot {version} to {day}",
        "with words of the private layer",
        " · ",
    ),
    "zh-Hant": ("{rows}，依據 {claims}", "無參數", "快照 {version}，資料截至 {day}", "含私有層的字句", "；"),
    "zh-Hans": ("{rows}，依据 {claims}", "无参数", "快照 {version}，数据截至 {day}", "含私有层的字句", "；"),
}
_COUNTED: Mapping[str, tuple[str, str]] = {
    "zh-Hant": ("{n} 列", "{n} 則主張"),
    "zh-Hans": ("{n} 行", "{n} 条主张"),
}
_LINKED = ("entity", "entities", "claim", "evidence")


def as_json(answer: Answer, language: str = "en") -> dict[str, Any]:
    """The answer as plain data: question, parameters, snapshot, headline, columns, rows, claims, query."""
    question = answer.question
    return {
        "question": question.name,
        "title": question.title.get(language, question.title["en"]),
        "parameters": dict(answer.bound.given),
        "snapshot": {"version": answer.version, "last_day": answer.last_day.isoformat()},
        "private_layer": answer.used_overlay,
        "headline": answer.headline(language),
        "columns": [
            {"name": c.name, "kind": c.kind, "label": c.label.get(language, c.label["en"])}
            for c in question.columns
        ],
        "rows": [
            {c.name: _value(row.get(c.name), c.kind, answer, language) for c in question.columns if c.name in row}
            for row in answer.rows
        ],
        "claims": answer.claims(),
        "without": [{"parameters": list(each.dropped), "rows": each.rows} for each in answer.without],
        "query": answer.query,
    }


def _value(term: Term | None, kind: str, answer: Answer, language: str) -> Any:
    if isinstance(term, NamedNode):
        if kind == "address":
            return term.value
        label = answer.names.name(term.value, language).text
        short = term.value.removeprefix(ID) if term.value.startswith(ID) else compact(term.value)
        return {"id": short, "iri": term.value, "label": label}
    if isinstance(term, Literal):
        if kind == "claims":
            return sorted_claims(term.value.split())
        if kind == "entities":
            iris = [AIF + name for name in term.value.split()]
            return [
                {"id": compact(iri), "iri": iri, "label": answer.names.name(iri, language).text} for iri in iris
            ]
        return plain(term)
    return None if term is None else str(term)


def plain(term: Literal) -> bool | int | float | str:
    """A literal as the nearest JSON value; decimals that are whole stay whole."""
    kind = compact(term.datatype.value)
    if kind == "xsd:boolean":
        return term.value == "true"
    if kind in ("xsd:integer", "xsd:decimal"):
        number = Decimal(term.value)
        return int(number) if number == number.to_integral_value() else float(number)
    return term.value


def as_delimited(answer: Answer, delimiter: str, language: str = "en") -> str:
    """CSV (",") or TSV ("\\t"): a column of IRIs or terms has a column of labels beside it."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    head: list[str] = []
    for column in answer.question.columns:
        head += [column.name, f"{column.name}_label"] if column.kind in _LINKED else [column.name]
    writer.writerow(head)
    for row in answer.rows:
        cells: list[str] = []
        for column in answer.question.columns:
            term = row.get(column.name)
            cells.append(_cell(term, column.kind))
            if column.kind in _LINKED:
                cells.append(answer.text(row, column, language))
        writer.writerow(cells)
    return out.getvalue()


def _cell(term: Term | None, kind: str) -> str:
    if not isinstance(term, NamedNode | Literal):
        return ""
    return " ".join(sorted_claims(term.value.split())) if kind == "claims" else term.value


def as_turtle(answer: Answer, store: Store) -> str:
    """The claims that the answer rests on, with their evidence, as Turtle."""
    claims = answer.claims()
    if not claims:
        return turtle([])
    query = load_rq(_VIEWS / "claims-graph.rq").bind({"claim": [NamedNode(ID + claim) for claim in claims]})
    return turtle(store.construct(query))


def print_table(answer: Answer, console: Console, language: str = "en") -> None:
    """The answer for a terminal: headline, rows, and what it was computed from. Empty columns are left out."""
    console.print(answer.headline(language), style="bold", markup=False, highlight=False, emoji=False)
    filled = [c for c in answer.question.columns if any(c.name in row for row in answer.rows)]
    if answer.rows:
        table = Table(show_edge=False, header_style="bold")
        for column in filled:
            table.add_column(column.label.get(language, column.label["en"]), overflow="fold")
        for row in answer.rows:
            table.add_row(*(Text(answer.text(row, column, language)) for column in filled))
        console.print(table)
    for line in _without(answer, language):
        console.print(line, markup=False, highlight=False)
    console.print(_footer(answer, language), markup=False, highlight=False, soft_wrap=True)


def _without(answer: Answer, language: str) -> Iterator[str]:
    """What there would be without some of what was given, a line each."""
    for each in answer.without:
        given = ", ".join(f"{name}={answer.bound.given[name]}" for name in each.dropped)
        yield _WITHOUT.get(language, _WITHOUT["en"]).format(given=given, n=each.rows)


def _footer(answer: Answer, language: str) -> str:
    counts, nothing, snapshot, private, between = _FOOTER.get(language, _FOOTER["en"])
    rows, claims = len(answer.rows), len(answer.claims())
    counted = _COUNTED.get(language, (f"{{n}} row{'s'[: rows != 1]}", f"{{n}} claim{'s'[: claims != 1]}"))
    told = [
        counts.format(rows=counted[0].format(n=rows), claims=counted[1].format(n=claims)),
        " ".join(f"{name}={value}" for name, value in answer.bound.given.items()) or nothing,
        snapshot.format(version=answer.version[:16], day=answer.last_day),
        *([private] if answer.used_overlay else []),
    ]
    return between.join(told)
