"""An answer as JSON, CSV, TSV or Turtle."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode

from graph.indexing import sorted_claims
from graph.serialise import turtle
from graph.store import Store, Term
from ontology.namespaces import AIF, ID, compact
from ontology.rq import load_rq
from queries.answer import Answer

FORMATS = ("table", "json", "csv", "tsv", "ttl")
_VIEWS = Path(__file__).parent / "views"
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
