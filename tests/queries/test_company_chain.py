"""company-chain on the shipped data: what a company reaches, and what is only named beside it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pyoxigraph import NamedNode, Quad

from graph.snapshot import Snapshot
from ontology.namespaces import AIF, ID, INFERRED
from queries.answer import Source
from tests.queries.reading import answer_of, rows, source_of

CNYES = "claim/cnyes-2025-08-14/"


def test_bytedance_reaches_app_and_model_each_by_its_claim(source: Source) -> None:
    answer = answer_of(source, "company-chain", company="org/bytedance")
    found = rows(answer, "step", "source", "predicate", "target", "asserted", "claims")
    assert ("1", "org/bytedance", "operatesApp", "app/doubao", "true", f"{CNYES}143") in found
    developed = ("developedBy", "org/bytedance", "true")
    assert ("1", "model/seed-thinking-v1.5", *developed, f"{CNYES}146") in found
    assert ("1", "model/seed-tts", *developed, f"{CNYES}231") in found
    assert ("1", "model/seaweed-7b", *developed, f"{CNYES}234") in found
    assert len(found) == 6


def test_what_is_named_together_is_marked_and_opens_to_the_list_item(source: Source) -> None:
    answer = answer_of(source, "company-chain", company="org/bytedance")
    together = {
        (row[0], row[2]): (row[1], row[3], set(str(row[4]).split()))
        for row in rows(answer, "source", "predicate", "target", "asserted", "claims")
        if row[1] == "namedTogether"
    }
    assert together == {
        ("app/doubao", "model/seed-thinking-v1.5"): (
            *("namedTogether", "false"),
            {f"{CNYES}{number}" for number in (143, 144, 145, 146, 147, 148)},
        ),
        ("model/seaweed-7b", "model/seed-tts"): (
            *("namedTogether", "false"),
            {f"{CNYES}{number}" for number in (231, 232, 233, 234, 235)},
        ),
    }


@pytest.mark.parametrize("company", ["org/bytedance", "org/minimax", "org/zhipu", "org/openai", "org/alibaba"])
def test_no_edge_says_that_an_app_runs_a_model(source: Source, company: str) -> None:
    answer = answer_of(source, "company-chain", company=company)
    assert answer.rows
    for one, predicate, other, asserted in rows(answer, "source", "predicate", "target", "asserted"):
        kinds = {str(one).partition("/")[0], str(other).partition("/")[0]}
        if kinds in ({"app", "model"}, {"app", "family"}):
            assert (predicate, asserted) == ("namedTogether", "false")


def test_alibaba_reaches_the_qwen_family_and_its_models(source: Source) -> None:
    answer = answer_of(source, "company-chain", company="org/alibaba")
    edges = rows(answer, "step", "source", "predicate", "target")
    assert ("1", "org/alibaba", "offers", "family/qwen") in edges
    assert ("1", "model/qwq-32b-preview", "developedBy", "org/alibaba") in edges


def test_an_edge_that_was_only_concluded_is_not_said_by_a_source(snapshot: Snapshot) -> None:
    source = source_of(snapshot)
    made, by, company = (NamedNode(iri) for iri in (f"{ID}model/seed-tts", f"{AIF}developedBy", f"{ID}org/meituan"))
    store = snapshot.open_in_memory(overlay=False)
    store.add([Quad(made, by, company), Quad(made, by, company, NamedNode(INFERRED))])
    answer = answer_of(replace(source, store=store), "company-chain", company="org/meituan")
    assert ("model/seed-tts", "false", "") in rows(answer, "source", "asserted", "claims")
