"""Figures that documents print, as tables: which claims become rows, and where the rest of a row comes from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model import Claim, Entity, Fact, Instrument, Knowledge, Name
from graph.observation import ReleaseRow, ScoreRow, Table
from graph.printed import printed_tables
from tests.graph.tables import release, table
from tests.graph.told import HERE, claim, document

SCORE = {"predicate": "score", "value": "68", "instrument": Instrument("instrument/x", "namedBySource")}


def entity(name: str, *facts: tuple[str, str]) -> Entity:
    told = tuple(Fact(predicate, other, "editorial", HERE) for predicate, other in facts)
    return Entity(name, ("Model",), (Name(name.title(), "en", "editorial"),), (), {}, told, HERE)


ENTITIES = (
    entity("model/a", ("developedBy", "org/maker")),
    entity("model/a-high", ("versionOf", "model/a")),
    entity("org/maker", ("basedIn", "country/CN")),
)
DOCUMENTS = (document("first", "2025-08-14"), document("second", "2025-12-31"))


def knowledge(*claims: Claim, entities: Iterable[Entity] = ENTITIES, tables: Iterable[Table] = ()) -> Knowledge:
    return Knowledge(
        entities={each.id: each for each in entities},
        documents={each.id: each for each in DOCUMENTS},
        claims=claims,
        links=(),
        tables=tuple(tables),
    )


def only_row(known: Knowledge) -> ScoreRow:
    (made,) = printed_tables(known)
    (row,) = made.scores
    return row


def test_a_claimed_score_is_a_row_that_names_its_claim() -> None:
    row = only_row(knowledge(claim(7, **SCORE)))
    assert (row.model, row.instrument, row.reported) == ("model/a", "instrument/x", "68")
    assert row.claims == ("claim/first/7",)
    assert (row.release, row.basis) == ("Model/A", "measured")


@pytest.mark.parametrize(
    "change",
    [
        {"instrument": None},
        {"value": None},
        {"comparator": "lessThan"},
        {"comparator": "atLeast"},
        {"statistic": "mean"},
        {"statistic": "maximum"},
        {"negated": True},
        {"hypothetical": True},
        {"status": "proposed"},
        {"status": "withdrawn"},
        {"predicate": "scoreLevel"},
    ],
)
def test_what_is_no_score_of_one_model_on_one_instrument_is_no_row(change: dict[str, Any]) -> None:
    assert printed_tables(knowledge(claim(1, **{**SCORE, **change}))) == []


@pytest.mark.parametrize("comparator", [None, "exactly", "approximately"])
def test_a_figure_said_plainly_or_about_is_one(comparator: str | None) -> None:
    assert only_row(knowledge(claim(1, **SCORE, comparator=comparator))).reported == "68"


def test_each_day_on_which_figures_were_added_has_a_table_of_all_until_then() -> None:
    other = {**SCORE, "value": "67", "subject": "model/a-high"}
    known = knowledge(claim(1, **SCORE), claim(2, "second", **other))
    first, second = printed_tables(known)
    assert (first.id, first.observed_on) == ("printed-2025-08-14", date(2025, 8, 14))
    assert [row.reported for row in first.scores] == ["68"]
    assert {row.reported for row in second.scores} == {"67", "68"}
    assert all(made.pass_on for made in (first, second))


def test_one_figure_in_two_documents_is_one_row_from_both() -> None:
    known = knowledge(claim(1, **SCORE), claim(2, "second", **{**SCORE, "value": "68.0"}))
    first, second = printed_tables(known)
    assert first.scores[0].claims == ("claim/first/1",)
    (row,) = second.scores
    assert row.claims == ("claim/first/1", "claim/second/2")


def test_two_figures_for_one_model_are_two_rows_with_keys_of_their_own() -> None:
    (made,) = printed_tables(knowledge(claim(1, **SCORE), claim(2, **{**SCORE, "value": "67.5"})))
    assert [row.reported for row in made.scores] == ["67.5", "68"]
    assert len({row.key for row in made.scores}) == 2
    assert len({row.release for row in made.scores}) == 1


def test_a_version_is_of_the_country_of_the_model_that_it_is_a_version_of() -> None:
    assert only_row(knowledge(claim(1, **SCORE))).countries == ("CN",)
    assert only_row(knowledge(claim(1, **{**SCORE, "subject": "model/a-high"}))).countries == ("CN",)
    assert only_row(knowledge(claim(1, **SCORE), entities=())).countries == ()


def test_developer_and_country_can_be_claims_but_only_once_they_were_said() -> None:
    bare = (entity("model/a"), entity("org/maker"))
    said = {"value": None, "object": "org/maker", "predicate": "developedBy"}
    based = {**said, "subject": "org/maker", "predicate": "basedIn", "object": "country/US"}
    known = knowledge(
        claim(1, **SCORE), claim(2, **said), claim(3, "second", **based), claim(4, "second", **SCORE), entities=bare
    )
    first, second = printed_tables(known)
    assert first.scores[0].countries == ()
    assert second.scores[0].countries == ("US",)


DAYS = (
    release("late", "model/a", "2025-03-01", weights="open"),
    release("early", "model/a", "2025-02-01", weights="open"),
    release("told", "model/a", "2025-01-01", event="announced"),
    release("tried", "model/a", "2024-01-01", event="preview"),
)


def test_days_and_weights_are_the_registrys() -> None:
    row = only_row(knowledge(claim(1, **SCORE), tables=[table("days", releases=DAYS)]))
    assert (row.available_on, row.announced_on) == (date(2025, 2, 1), date(2025, 1, 1))
    assert row.weights == "open"


def test_where_its_rows_differ_on_weights_none_is_told() -> None:
    days = (*DAYS, replace(DAYS[0], key="other", weights="restricted"))
    assert only_row(knowledge(claim(1, **SCORE), tables=[table("days", releases=days)])).weights is None


def test_days_that_may_not_be_passed_on_do_not_show_in_what_may() -> None:
    private = table("days", releases=DAYS, pass_on=False)
    assert only_row(knowledge(claim(1, **SCORE), tables=[private])) == only_row(knowledge(claim(1, **SCORE)))


def day_rows(days: list[date]) -> list[ReleaseRow]:
    return [release(f"d{k}", "model/a", day.isoformat()) for k, day in enumerate(days)]


@given(
    days=st.lists(st.dates(date(2024, 1, 1), date(2026, 1, 1)), max_size=4),
    values=st.lists(st.decimals(0, 100, places=2), min_size=1, max_size=6),
)
def test_each_figure_is_one_row_and_the_earliest_day_counts(days: list[date], values: list[Any]) -> None:
    claims = [claim(k, **{**SCORE, "value": str(value)}) for k, value in enumerate(values, start=1)]
    (made,) = printed_tables(knowledge(*claims, tables=[table("days", releases=day_rows(days))]))
    assert {row.score for row in made.scores} == set(values)
    assert len(made.scores) == len(set(values)) == len({row.key for row in made.scores})
    assert sorted(name for row in made.scores for name in row.claims) == sorted(c.entity_id for c in claims)
    assert {row.available_on for row in made.scores} == {min(days, default=None)}
