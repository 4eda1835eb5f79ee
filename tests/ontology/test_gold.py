"""The words of the exhaustive reading of the article: each has a term, and each statement fits its term."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest

from ontology.consistency import classify, java_available
from ontology.namespaces import AIF, ID
from ontology.vocabulary import Predicate, load_vocabulary

# Prefix of the reading's own names -> class; org and bench are looked up in the table of entities.
CLASSES = {
    "access": "WeightsAccess", "app": "App", "architecture": "Architecture", "article": "Article",
    "category": "CompanyCategory", "country": "Country", "family": "ModelFamily", "gap": "FrontierGap",
    "group": "Group", "kind": "UpdateKind", "label": "Label", "method": "Method", "modality": "Modality",
    "mode": "ReasoningMode", "model": "Model", "policy": "WeightsPolicy", "report": "Report", "scope": "Scope",
    "source": "Dataset", "tier": "Tier", "topic": "Topic", "trend": "Trend",
}  # fmt: skip
VERSIONS = {"model:deepseek-r1-0528"}
RENAMED = {"type": "classifiedAs"}

pytestmark = pytest.mark.sources
Statement = dict[str, Any]


@pytest.fixture(scope="module")
def statements(sources: Path) -> list[Statement]:
    text = (sources / "gold" / "cnyes-2025-08-14.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture(scope="module")
def entity_types(sources: Path) -> dict[str, str]:
    with (sources / "reference" / "entities.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: row["type"] for row in csv.DictReader(file)}


def class_of(name: str, entity_types: dict[str, str]) -> str:
    prefix, slug = name.split(":", 1)
    if prefix in ("org", "bench"):
        return entity_types[f"{prefix}/{slug}"]
    return "ModelVersion" if name in VERSIONS else CLASSES[prefix]


def predicate_of(statement: Statement) -> Predicate:
    name: str = statement["predicate"]
    return load_vocabulary().predicates[RENAMED.get(name, name)]


def test_every_predicate_of_the_table_has_a_term(sources: Path) -> None:
    table = (sources / "gold" / "PREDICATES.md").read_text(encoding="utf-8")
    names = [row[0] for row in re.findall(r"^\| (\w+) \|(.*)\|$", table, re.MULTILINE) if row[0] != "predicate"]
    assert len(names) == 58
    assert {RENAMED.get(name, name) for name in names} - set(load_vocabulary().predicates) == set()


def test_every_statement_gives_what_its_predicate_takes(statements: list[Statement]) -> None:
    for statement in statements:
        takes_object = predicate_of(statement).value_kind in ("thing", "class")
        assert (statement["object"] is not None) == takes_object, statement["id"]


def test_every_statement_is_said_of_the_right_things(
    statements: list[Statement], entity_types: dict[str, str]
) -> None:
    is_a = load_vocabulary().is_a
    for statement in statements:
        predicate = predicate_of(statement)
        subject = class_of(statement["subject"], entity_types)
        assert not predicate.domain or any(is_a(subject, c) for c in predicate.domain), statement["id"]
        if predicate.value_kind == "class":
            assert statement["object"].removeprefix("class:") in load_vocabulary().classes
        elif statement["object"] is not None:
            target = class_of(statement["object"], entity_types)
            assert not predicate.range or any(is_a(target, c) for c in predicate.range), statement["id"]


@pytest.mark.java
@pytest.mark.skipif(not java_available(), reason="HermiT needs a Java runtime")
def test_all_statements_together_contradict_nothing(
    statements: list[Statement], entity_types: dict[str, str]
) -> None:
    def iri(name: str) -> str:
        return ID + name.replace(":", "/", 1).replace(":", "-")

    lines = []
    for statement in statements:
        predicate = predicate_of(statement)
        things = [statement["subject"]]
        if predicate.value_kind == "thing":
            things.append(statement["object"])
            lines.append(f"<{iri(things[0])}> <{predicate.iri}> <{iri(things[1])}> .")
        for name in things:
            kind = AIF + class_of(name, entity_types)
            lines.append(f"<{iri(name)}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{kind}> .")
    found = classify("\n".join(lines))  # raises InconsistentError where it does
    assert (ID + "model/deepseek-r1-0528", AIF + "originCountry", ID + "country/CN") in found.values
