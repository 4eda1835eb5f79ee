"""The built graph says what the reading of the article says: 226 claims, every field, nothing more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from ontology.namespaces import AIF, ID, OA, SKOS, XSD
from tests.graph.gold.decode import Statement, decode, number_of, read_statements
from tests.graph.gold.record import ClaimRecord, Place, Value, differences, leaves
from tests.graph.gold.stored import BESIDES, MalformedClaimError, stored_record, stored_records
from tests.graph.gold.tables import Tables, load_tables

DOCUMENT = "cnyes-2025-08-14"
CLAIM = f"{ID}claim/{DOCUMENT}/"
FOLDED = {AIF + name for name in ("inContext", "foldedOffset", "foldedSize")}
Records = Mapping[int, ClaimRecord]


@pytest.fixture(scope="module")
def tables() -> Tables:
    return load_tables()


@pytest.fixture(scope="module")
def statements(sources: Path) -> list[Statement]:
    return read_statements(sources / "gold" / f"{DOCUMENT}.jsonl")


@pytest.fixture(scope="module")
def expected(statements: list[Statement], tables: Tables) -> Records:
    return decode(statements, tables)


@pytest.fixture(scope="module")
def found(built_store: Store) -> Records:
    return stored_records(built_store, DOCUMENT)


def test_the_graph_holds_the_226_statements_of_the_reading_and_no_other(expected: Records, found: Records) -> None:
    assert differences(expected, found) == []
    assert len(found) == 226


def test_a_change_in_any_field_of_any_claim_is_a_difference(expected: Records) -> None:
    for number, record in expected.items():
        for path, value in leaves(record):
            changed = _with(record, path, _another(value))
            said = differences({number: record}, {number: changed})
            assert len(said) == 1, (number, path)
            assert said[0].startswith(f"claim {number}, {'.'.join(path)}: ")


def test_a_claim_too_few_and_a_claim_too_many_are_differences(expected: Records) -> None:
    fewer = {number: record for number, record in expected.items() if number != 16}
    assert differences(expected, fewer) == ["claim 16 is missing"]
    assert differences(fewer, expected) == ["claim 16 is not in the reading"]


def test_no_word_of_the_reading_is_passed_over(statements: list[Statement], tables: Tables) -> None:
    # A statement of a change is read together with the other ones.
    changes = [s for s in statements if number_of(s) in (15, 16, 78, 82)]
    for statement in statements:
        others = [s for s in changes if s is not statement] if statement in changes else []
        right = decode([statement, *others], tables)
        for what, changed in _changed_statements(statement):
            try:
                wrong = decode([changed, *others], tables)
            except (KeyError, ValueError):
                continue
            assert differences(right, wrong), (statement["id"], what)


def test_a_change_in_any_quad_of_a_claim_is_a_difference(built_store: Store, expected: Records) -> None:
    for number, record in expected.items():
        node = NamedNode(f"{CLAIM}{number}")
        quads = list(_quads_of(built_store, node))
        after = NamedNode(AIF + "previousClaim")
        copy = Store()
        copy.extend([*quads, *built_store.quads_for_pattern(None, after, node, DefaultGraph())])
        assert stored_record(copy, node) == record
        for quad in filter(_counts, quads):
            for what, gone, new in _changed_quads(quad):
                copy.extend(new)
                if gone:
                    copy.remove(quad)
                assert _differs(copy, node, record), (number, what, quad)
                for added in new:
                    copy.remove(added)
                copy.add(quad)
        assert stored_record(copy, node) == record


def test_every_row_of_the_tables_is_used(statements: list[Statement], tables: Tables) -> None:
    def used(column: str) -> set[str]:
        return {s[column] for s in statements if s[column]}

    words = {part for qualifier in used("qualifier") for part in qualifier.split("; ")}
    assert tables.names.keys() == used("subject") | used("object")
    assert tables.predicates.keys() == used("predicate")
    assert tables.qualifiers.keys() == words
    assert tables.units.keys() == used("unit")
    assert tables.voices.keys() == used("attribution")
    dates = {s["value"] for s in statements if s["unit"] and s["unit"].startswith(("xsd:g", "xsd:d", "time:"))}
    assert tables.times.keys() == used("time") | dates


def test_every_thing_that_a_claim_names_has_a_label(built_store: Store, tables: Tables) -> None:
    terms = {row["term"] for rows in tables.qualifiers.values() for row in rows if "/" in row["term"]}
    terms |= {row[key] for row in tables.units.values() for key in ("unit", "instrument") if row[key]}
    things = {name for name in tables.names.values() if name.startswith(ID)} | {ID + term for term in terms}
    label = NamedNode(SKOS + "prefLabel")
    bare = {t for t in things if not any(built_store.quads_for_pattern(NamedNode(t), label, None))}
    assert bare == set()


def _with(record: Any, path: tuple[str, ...], value: object) -> Any:
    """The record with one field below it changed."""
    name, *rest = path
    inner = _with(getattr(record, name), tuple(rest), value) if rest else value
    return replace(record, **{name: inner})


def _another(value: object) -> object:
    """A value of the same kind that is not this one."""
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case str():
            return f"{value}x"
        case Value():
            return value._replace(words=f"{value.words}0")
        case tuple():
            return (*value, Place(ID, 0, 1, "0"))
        case frozenset():
            return value | {"x"}
        case _:
            return "x"


def _changed_statements(statement: Statement) -> Iterator[tuple[str, Statement]]:
    """The statement with one of its words dropped or changed, each in turn."""
    changes: dict[str, Any] = {
        "quote": f"{statement['quote']}x",
        "start": statement["start"] + 1,
        "end": statement["end"] + 1,
        "subject": "country:US" if statement["subject"] != "country:US" else "country:CN",
        "predicate": "surpassed" if statement["predicate"] != "surpassed" else "leaderIn",
        "attribution": "report" if statement["attribution"] != "report" else "article",
        "kind": "implicit" if statement["kind"] == "explicit" else "explicit",
        "time": "2025-01" if statement["time"] != "2025-01" else None,
    }
    if statement["object"]:
        changes["object"] = "country:US" if statement["object"] != "country:US" else "country:CN"
    if statement["value"]:
        changes["value"] = "2023" if statement["value"] != "2023" else "2022"
        changes["unit"] = "user" if statement["unit"] != "user" else "USD"
    for key, value in changes.items():
        yield key, {**statement, key: value}
    parts = statement["qualifier"].split("; ") if statement["qualifier"] else []
    for part in parts:
        yield part, {**statement, "qualifier": "; ".join(p for p in parts if p != part) or None}
    support = statement.get("support", [])
    for k in range(len(support)):
        yield f"support {k}", {**statement, "support": support[:k] + support[k + 1 :]}


def _counts(quad: Quad) -> bool:
    """Whether the quad belongs to a record; contexts and folds are not in the reading."""
    predicate = quad.predicate.value
    return predicate.startswith((AIF, OA)) and predicate not in BESIDES | FOLDED


def _quads_of(store: Store, claim: NamedNode) -> Iterator[Quad]:
    """All that makes up a claim: its own statements, its evidence and their positions."""
    yield from store.quads_for_pattern(claim, None, None, DefaultGraph())
    for evidence in store.quads_for_pattern(claim, NamedNode(AIF + "hasEvidence"), None, DefaultGraph()):
        assert isinstance(evidence.object, NamedNode)
        yield from store.quads_for_pattern(evidence.object, None, None, DefaultGraph())
        position = NamedNode(f"{evidence.object.value}/position")
        yield from store.quads_for_pattern(position, None, None, DefaultGraph())


def _changed_quads(quad: Quad) -> Iterator[tuple[str, bool, list[Quad]]]:
    """What is done, whether the quad goes, and what comes instead."""
    yield "removed", True, []
    for term in _other_terms(quad.object):
        other = Quad(quad.subject, quad.predicate, term, quad.graph_name)
        yield "replaced", True, [other]
        yield "doubled", False, [other]


def _other_terms(term: object) -> list[NamedNode | Literal]:
    """Another term of the same kind, and for a literal the same words as another kind."""
    match term:
        case NamedNode():
            return [NamedNode(f"{term.value}0")]
        case Literal() if term.language:
            return [Literal(f"{term.value}x", language=term.language), Literal(term.value, language="fr")]
        case Literal():
            words = {"true": "false", "false": "true"}.get(term.value, f"{term.value}0")
            if term.datatype.value == f"{XSD}date":
                words = "1999-01-01"
            return [Literal(words, datatype=term.datatype), Literal(term.value, language="en")]
    raise AssertionError(f"no other term for {term}")


def _differs(store: Store, claim: NamedNode, expected: ClaimRecord) -> bool:
    try:
        return stored_record(store, claim) != expected
    except MalformedClaimError:
        return True
