"""Answers as JSON, CSV, TSV, Turtle and a table: whole, and unharmed by what labels hold."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest
import rdflib
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode
from rich.console import Console

from graph.names import Names
from graph.snapshot import Snapshot
from ontology.namespaces import AIF, ID
from ontology.vocabulary import load_vocabulary
from queries.answer import Answer, Source
from queries.formats import as_delimited, as_json, as_turtle
from queries.printing import print_table
from tests.queries.reading import EXAMPLES, UNANSWERED, UNCLAIMED, answer_of, example_answer, rows

_LINKED = ("entity", "entities", "claim", "evidence")


def delimited_rows(text: str, delimiter: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def with_label(snapshot: Snapshot, source: Source, thing: str, label: str) -> Source:
    """The same data, in which a thing has another English label."""
    labels = [{**row, "text": label} if row["thing"] == thing else row for row in snapshot.labels()]
    return replace(source, names=Names(labels, load_vocabulary()))


# JSON


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
@pytest.mark.parametrize("name", EXAMPLES)
def test_json_holds_the_whole_answer(source: Source, name: str, language: str) -> None:
    answer = example_answer(source, name)
    data = json.loads(json.dumps(as_json(answer, language), ensure_ascii=False))
    defaults = {p.name: p.default for p in answer.question.parameters if p.default is not None}
    assert (data["question"], data["parameters"]) == (name, {**defaults, **EXAMPLES[name]})
    assert data["snapshot"] == {"version": answer.version, "last_day": "2026-07-02"}
    assert data["headline"] == answer.headline(language)
    assert data["claims"] == answer.claims()
    assert bool(answer.claims()) is (name not in UNCLAIMED)
    assert data["query"] == answer.query
    assert [column["label"] for column in data["columns"]] == [c.label[language] for c in answer.question.columns]
    assert len(data["rows"]) == len(answer.rows)
    for plain, row in zip(data["rows"], answer.rows, strict=True):
        assert set(plain) == set(row)


def test_json_gives_each_kind_of_value_as_itself(source: Source) -> None:
    first = as_json(answer_of(source, "gap-claims"))["rows"][0]
    assert (first["value"], first["time"], first["validTo"]) == (1, "../2025-Q2", "2025-06-30")
    assert first["claim"] == {
        "id": "claim/cnyes-2025-08-14/15",
        "iri": f"{ID}claim/cnyes-2025-08-14/15",
        "label": "cnyes-2025-08-14 #15",
    }
    assert first["comparator"] == {"id": "aif:moreThan", "iri": f"{AIF}moreThan", "label": "more than"}
    edges = as_json(example_answer(source, "company-chain"))["rows"]
    assert {edge["asserted"] for edge in edges} == {True, False}
    assert edges[0]["claims"] == ["claim/cnyes-2025-08-14/234"]


def test_json_tells_decimals_as_numbers(briefing_source: Source) -> None:
    told = as_json(answer_of(briefing_source, "lab-trajectory", lab="org/deepseek"))["rows"]
    assert {row["score"] for row in told if "score" in row} == {20, 68, 139.9, 142.2}


def test_json_marks_words_of_the_private_layer(briefing_source: Source) -> None:
    quoted = answer_of(briefing_source, "evidence", claim="claim/aif-briefing-en/3")
    assert as_json(quoted)["private_layer"] is True
    assert as_json(answer_of(briefing_source, "gap-claims"))["private_layer"] is False


# CSV and TSV


@pytest.mark.parametrize("delimiter", [",", "\t"])
@pytest.mark.parametrize("name", EXAMPLES)
def test_delimited_rows_hold_every_cell_and_the_labels_beside(source: Source, name: str, delimiter: str) -> None:
    answer = example_answer(source, name)
    head, *body = delimited_rows(as_delimited(answer, delimiter), delimiter)
    assert len(body) == len(answer.rows)
    assert bool(body) is (name not in UNANSWERED)
    for cells, row in zip(body, answer.rows, strict=True):
        found = dict(zip(head, cells, strict=True))
        for column in answer.question.columns:
            term = row.get(column.name)
            held = "" if term is None else getattr(term, "value", "")
            assert sorted(found[column.name].split(" ")) == sorted(held.split(" "))
            if column.kind in _LINKED:
                assert found[f"{column.name}_label"] == answer.text(row, column, "en")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(label='"} UNION {', delimiter=",")
@example(label="<img src=x onerror=alert(1)>", delimiter="\t")
@example(label='a "b", c;\t\r\nd\n"', delimiter="\t")
@example(label="豆包, \u2028", delimiter=",")
@given(label=st.text(st.characters(exclude_characters="\r"), min_size=1), delimiter=st.sampled_from([",", "\t"]))
def test_any_label_survives_csv_and_tsv(snapshot: Snapshot, source: Source, label: str, delimiter: str) -> None:
    answer = answer_of(with_label(snapshot, source, "app/doubao", label), "company-chain", company="org/bytedance")
    head, *body = delimited_rows(as_delimited(answer, delimiter), delimiter)
    labelled = {row[head.index("target")]: row[head.index("target_label")] for row in body}
    assert labelled[f"{ID}app/doubao"] == label
    assert {len(row) for row in body} == {len(head)}


# Turtle


def claims_in(graph: rdflib.Graph) -> set[str]:
    return {
        str(node).removeprefix(ID)
        for node in graph.subjects(rdflib.RDF.type, rdflib.URIRef(f"{AIF}Claim"), unique=True)
    }


@pytest.mark.parametrize("name", EXAMPLES)
def test_turtle_holds_exactly_the_claims_that_were_used(source: Source, name: str) -> None:
    answer = example_answer(source, name)
    graph = rdflib.Graph().parse(data=as_turtle(answer, source.store), format="turtle")
    assert claims_in(graph) == set(answer.claims())
    assert bool(answer.claims()) is (name not in UNCLAIMED)


@pytest.mark.parametrize("name", EXAMPLES)
def test_turtle_holds_the_place_of_every_claim_and_no_word_of_a_text(briefing_source: Source, name: str) -> None:
    answer = example_answer(briefing_source, name)
    assert briefing_source.overlay
    graph = rdflib.Graph().parse(data=as_turtle(answer, briefing_source.store), format="turtle")
    has = {term: rdflib.URIRef(f"{AIF}{term}") for term in ("hasEvidence", "exactDigest", "quote", "contextText")}
    for claim in claims_in(graph):
        spans = list(graph.objects(rdflib.URIRef(ID + claim), has["hasEvidence"]))
        assert spans
        assert all((span, has["exactDigest"], None) in graph for span in spans)
    assert (None, has["quote"], None) not in graph
    assert (None, has["contextText"], None) not in graph


def test_turtle_of_an_empty_answer_is_empty(source: Source) -> None:
    answer = answer_of(source, "open-weights-takeover", winner="country/US")
    assert len(rdflib.Graph().parse(data=as_turtle(answer, source.store), format="turtle")) == 0


# A table for the terminal


def printed(answer: Answer, language: str = "en") -> str:
    out = io.StringIO()
    print_table(answer, Console(file=out, width=400), language)
    return out.getvalue()


def test_a_table_ends_with_what_the_answer_rests_on(source: Source) -> None:
    answer = answer_of(source, "company-chain", company="org/bytedance")
    last = printed(answer).rstrip().splitlines()[-1]
    assert f"6 rows from {len(answer.claims())} claims · company=org/bytedance" in last
    assert f"snapshot {answer.version[:16]} to 2026-07-02" in last


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "1 row from 2 claims · no parameters · snapshot"),
        ("zh-Hant", "1 列，依據 2 則主張；無參數；快照 "),
        ("zh-Hans", "1 行，依据 2 条主张；无参数；快照 "),
    ],
)
def test_a_table_says_so_in_the_language_of_the_reader(source: Source, language: str, told: str) -> None:
    answer = answer_of(source, "open-weights-takeover")
    assert printed(answer, language).rstrip().splitlines()[-1].startswith(told)


def test_a_table_leaves_empty_columns_out(source: Source) -> None:
    assert "Range from" not in printed(answer_of(source, "gap-claims"))


@pytest.mark.parametrize("label", ["[bold]x[/bold]", "[link=http://127.0.0.1/]x[/link]", "[/]", "[red"])
def test_a_label_is_no_markup_for_the_table(snapshot: Snapshot, source: Source, label: str) -> None:
    answer = answer_of(with_label(snapshot, source, "app/doubao", label), "company-chain", company="org/bytedance")
    head, *body = printed(answer).splitlines()
    assert f"ByteDance operates app {label}" in head
    assert any(label in line for line in body)


def test_the_claims_of_an_answer_stand_in_order_of_appearance(source: Source) -> None:
    answer = answer_of(source, "open-weights-takeover")
    ((claim, model_claim),) = rows(answer, "claim", "modelClaim")
    assert answer.claims() == [claim, model_claim]
    assert all(isinstance(row["claim"], NamedNode) for row in answer.rows)


def test_what_is_too_wide_for_a_table_is_told_row_by_row(source: Source) -> None:
    answer = answer_of(source, "gap-claims")
    out = io.StringIO()
    print_table(answer, Console(file=out, width=80))
    lines = out.getvalue().splitlines()
    assert [line.partition(".")[0] for line in lines if line[0].isdigit()][:-1] == [
        str(n) for n in range(1, len(answer.rows) + 1)
    ]
    assert max(map(len, lines[:-1])) <= 80
    # No cell is lost: every claim stands in it.
    told = " ".join(out.getvalue().split())
    for claim in answer.claims():
        _, document, number = claim.split("/")
        assert f"{document} #{number}" in told


def test_units_in_a_terminal_are_counted_and_meet_han_without_a_space(source: Source) -> None:
    answer = example_answer(source, "conflicts")
    english, chinese = (_told(answer, language, 80) for language in ("en", "zh-Hant"))
    assert "One value: 3 months" in english
    assert "One value: 1 year ·" in english
    assert "3 month " not in english
    assert "3 個月" in chinese


def _told(answer: Answer, language: str, width: int) -> str:
    """What a terminal of so many columns shows, without its line ends."""
    out = io.StringIO()
    print_table(answer, Console(file=out, width=width), language)
    return " ".join(out.getvalue().split())
