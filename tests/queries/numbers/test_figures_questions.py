"""Questions on figures: each answer moves with its cause, on tables and claims written for the purpose."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.clocks import History
from graph.deriving import conclude
from graph.model import Claim, Instrument, Knowledge
from graph.observation import Table
from graph.overlay import lay_over, private_figures
from graph.quads import quads
from graph.store import EmbeddedStore
from ontology.vocabulary import ontology_quads
from queries.answer import Answer, Source
from queries.formats import as_json
from tests.graph.tables import release, score, table
from tests.graph.told import claim, document
from tests.queries.numbers.tables import names, registry
from tests.queries.reading import answer_of, rows

DEEPSEEK, OPENAI, ALIBABA = "org/deepseek", "org/openai", "org/alibaba"
R1, R1_0528, V3, O3 = "model/deepseek-r1", "model/deepseek-r1-0528", "model/deepseek-v3", "model/o3"
QWEN = "model/qwen3-235b-a22b"
ECI, AA2, AA4 = "instrument/eci", "instrument/aa-ii-v2", "instrument/aa-ii-v4.0"
DOCUMENTS = (document("first", "2025-08-14"), document("second", "2026-01-31"))


def developed(number: int, model: str, lab: str = DEEPSEEK, source: str = "first") -> Claim:
    return claim(number, source, subject=model, predicate="developedBy", object=lab)


def scored(number: int, model: str, value: str, instrument: str = ECI, source: str = "first", **more: Any) -> Claim:
    on = Instrument(instrument, "namedBySource")
    return claim(number, source, subject=model, value=value, unit="unit/point", instrument=on, **more)


def graph_of(tables: Iterable[Table] = (), claims: Iterable[Claim] = ()) -> Source:
    """The graph of tables and claims with all that follows, to be asked under clocks too."""
    known = Knowledge(registry().entities, {each.id: each for each in DOCUMENTS}, tuple(claims), (), tuple(tables))
    store = EmbeddedStore()
    store.add([*ontology_quads(), *quads(known)])
    conclude(store)
    return Source(store, names(), "0" * 64, date(2026, 12, 31), history=History(store))


MAKERS = (developed(1, R1), developed(2, R1_0528), developed(3, V3), developed(4, O3, OPENAI))
MAKERS += (developed(5, QWEN, ALIBABA),)


# release-cadence


def cadence(number: int, value: str = "3", source: str = "first", **more: str) -> Claim:
    given = {"subject": DEEPSEEK, "predicate": "releaseCadence", "value": value, "unit": "unit/month", **more}
    return claim(number, source, **given)


DAYS = table(
    "days",
    releases=[
        release("v3", V3, "2024-12-26"),
        release("r1", R1, "2025-01-20"),
        release("r1-told", R1, "2024-11-20", event="announced"),
        release("r1-later", R1, "2025-02-01"),
        release("r1-0528", R1_0528, "2025-05-28"),
        release("o3", O3, "2025-04-16"),
        release("qwen", QWEN, "2025-04-29"),
    ],
)


def test_the_gaps_between_the_release_days_of_a_lab() -> None:
    answer = answer_of(graph_of([DAYS], MAKERS), "release-cadence", lab=DEEPSEEK)
    assert rows(answer, "model", "day", "since", "gap", "mean", "gaps") == [
        (V3, "2024-12-26", None, None, None, None),
        (R1, "2025-01-20", "2024-12-26", "25", "25", "1"),
        (R1_0528, "2025-05-28", "2025-01-20", "128", "76.5", "2"),
    ]
    assert {by for (by,) in rows(answer, "table")} == {"dataset/days"}
    assert "claim/first/2" in answer.claims()


def test_a_country_counts_the_days_of_all_its_labs_together() -> None:
    based = [
        claim(20 + k, subject=lab, predicate="basedIn", object="country/CN")
        for k, lab in enumerate((DEEPSEEK, ALIBABA))
    ]
    answer = answer_of(graph_of([DAYS], [*MAKERS, *based]), "release-cadence", country="country/CN")
    assert rows(answer, "who", "model", "gap") == [
        ("country/CN", V3, None),
        ("country/CN", R1, "25"),
        ("country/CN", QWEN, "99"),
        ("country/CN", R1_0528, "29"),
    ]


def test_without_a_choice_every_lab_stands_by_itself() -> None:
    answer = answer_of(graph_of([DAYS], MAKERS), "release-cadence")
    assert rows(answer, "who", "model", "gap") == [
        (ALIBABA, QWEN, None),
        (DEEPSEEK, V3, None),
        (DEEPSEEK, R1, "25"),
        (DEEPSEEK, R1_0528, "128"),
        (OPENAI, O3, None),
    ]


def test_models_of_one_day_are_equally_far_from_the_day_before() -> None:
    same = table("days", releases=[*DAYS.releases[:2], release("same", R1_0528, "2025-01-20")])
    answer = answer_of(graph_of([same], MAKERS), "release-cadence", lab=DEEPSEEK)
    assert rows(answer, "model", "gap") == [(V3, None), (R1, "25"), (R1_0528, "25")]


def test_the_claimed_interval_stands_beside_each_gap() -> None:
    claims = [*MAKERS, cadence(10), cadence(11, source="second", time="2025-Q1/2025-Q2")]
    answer = answer_of(graph_of([DAYS], claims), "release-cadence", lab=DEEPSEEK)
    # Three months are 91.3 days. One figure in two documents is one; the time is that of the one that states it.
    assert rows(answer, "claimed", "claimedUnit", "longer", "within") == [
        ("3", "unit/month", None, "false"),
        ("3", "unit/month", "-66", "true"),
        ("3", "unit/month", "37", "true"),
    ]
    assert {"claim/first/10", "claim/second/11"} <= set(answer.claims())


def test_two_claimed_intervals_are_told_both() -> None:
    answer = answer_of(graph_of([DAYS], [*MAKERS, cadence(10), cadence(11, "6")]), "release-cadence", lab=DEEPSEEK)
    assert rows(answer, "gap", "claimed") == [
        *((None, "3"), (None, "6"), ("25", "3"), ("25", "6"), ("128", "3"), ("128", "6"))
    ]


def test_days_and_claims_count_from_when_they_were_there() -> None:
    late = table("late", releases=[release("v3", V3, "2025-03-01")], observed_on="2026-05-01")
    claims = [*MAKERS[:1], developed(3, V3, source="second")]
    source = graph_of([DAYS, late], claims)
    assert rows(answer_of(source, "release-cadence", known_by="2026-01-30"), "model") == []
    after = answer_of(graph_of([DAYS, late], claims), "release-cadence", known_by="2026-04-08")
    assert rows(after, "model", "gap") == [(V3, None), (R1, "25")]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.dates(date(2024, 1, 1), date(2025, 12, 31)), min_size=3, max_size=3))
def test_gaps_are_those_of_the_days_in_order(days: list[date]) -> None:
    models = (V3, R1, R1_0528)
    made = table("days", releases=[release(f"d{k}", models[k], day.isoformat()) for k, day in enumerate(days)])
    answer = answer_of(graph_of([made], MAKERS), "release-cadence", lab=DEEPSEEK)
    expected = []
    for day in sorted(days):
        before = [other for other in set(days) if other < day]
        expected.append(str((day - max(before)).days) if before else None)
    assert [gap for (gap,) in rows(answer, "gap")] == expected


# lab-figures


OLD = table("old", scores=[score("r1-old", "130", "2025-01-20", model=R1, country="CN")], observed_on="2025-06-30")
NEW = table(
    "new",
    scores=[
        score("r1", "139.9", "2025-01-20", model=R1, country="CN", weights="open"),
        score("r1-0528", "142.2", "2025-05-28", model=R1_0528, country="CN"),
        score("o3", "147.2", "2025-04-16", model=O3),
        score("nobody", "150", "2025-07-01"),
    ],
)


def test_scores_of_the_newest_table_stand_beside_the_claims_one_instrument_a_row() -> None:
    claims = [*MAKERS, scored(10, R1_0528, "68", AA2)]
    answer = answer_of(graph_of([OLD, NEW, DAYS], claims), "lab-figures", lab=DEEPSEEK)
    found = rows(answer, "instrument", "model", "day", "score", "saidBy", "figure", "scoreClaim")
    assert found == [
        (AA2, R1_0528, "2025-05-28", "68", "document/first", None, "claim/first/10"),
        (ECI, R1, "2025-01-20", "139.9", "dataset/new", "observation/new/r1", None),
        (ECI, R1_0528, "2025-05-28", "142.2", "dataset/new", "observation/new/r1-0528", None),
    ]
    assert answer.tables() == ["dataset/new"]


def test_an_older_table_answers_where_the_newer_one_was_not_there_yet() -> None:
    source = graph_of([OLD, NEW], MAKERS)
    before = answer_of(source, "lab-figures", lab=DEEPSEEK, known_by="2026-04-07")
    assert rows(before, "score", "saidBy") == [("130", "dataset/old")]


def test_of_two_tables_of_one_day_the_first_counts() -> None:
    again = table("again", scores=[score("r1-b", "139.5", "2025-01-20", model=R1, country="CN")])
    answer = answer_of(graph_of([NEW, again], MAKERS), "lab-figures", lab=DEEPSEEK)
    assert rows(answer, "saidBy", "score") == [("dataset/again", "139.5")]


def test_one_instrument_may_be_asked_for() -> None:
    claims = [*MAKERS, scored(10, R1_0528, "68", AA2)]
    source = graph_of([NEW], claims)
    assert {of for (of,) in rows(answer_of(source, "lab-figures", lab=DEEPSEEK, instrument=AA2), "instrument")} == {
        AA2
    }
    assert {of for (of,) in rows(answer_of(source, "lab-figures", lab=DEEPSEEK, instrument=ECI), "instrument")} == {
        ECI
    }


def test_a_score_that_is_denied_or_only_supposed_is_none() -> None:
    denied = scored(10, R1_0528, "68", AA2, negated=True)
    supposed = scored(11, R1_0528, "69", AA2, hypothetical=True)
    answer = answer_of(graph_of([], [*MAKERS, denied, supposed]), "lab-figures", lab=DEEPSEEK)
    assert answer.rows == []


# score-conflicts


def conflicts(tables: Iterable[Table], claims: Iterable[Claim] = (), **given: str) -> Answer:
    return answer_of(graph_of(tables, claims), "score-conflicts", **given)


def one(name: str, key: str, value: str, model: str = R1, day: str = "2026-04-08", on: str = ECI) -> Table:
    row = score(key, value, "2025-01-20", model=model, country="CN", instrument=on)
    return table(name, scores=[row], observed_on=day)


def test_two_tables_with_two_scores_for_one_model() -> None:
    answer = conflicts([one("a", "r1", "139.9"), one("b", "r1-x", "141")])
    assert rows(
        answer, "model", "instrument", "kinds", "firstScore", "firstBy", "secondScore", "secondBy", "apart"
    ) == [(R1, ECI, "contradiction", "139.9", "dataset/a", "141", "dataset/b", "1.1")]
    assert answer.tables() == ["dataset/a", "dataset/b"]


@pytest.mark.parametrize(
    ("other", "kinds"),
    [
        (one("b", "r1-x", "139.9"), []),
        (one("b", "r1-x", "139.90"), []),
        (one("b", "r1-x", "140"), ["rounding"]),
        (one("b", "r1-x", "138"), ["contradiction"]),
        (one("b", "r1-x", "138", day="2026-05-01"), ["otherDate"]),
        (one("b", "r1-x", "138", model=R1_0528), []),
        (one("b", "r1-x", "68", on=AA2), []),
    ],
)
def test_what_is_a_disagreement_and_of_which_kind(other: Table, kinds: list[str]) -> None:
    assert [kind for (kind,) in rows(conflicts([one("a", "r1", "139.9"), other]), "kinds")] == kinds


def test_variants_are_held_against_each_other_by_name_alone() -> None:
    def variants(name: str, low: str, high: str) -> Table:
        pairs = (("o3-low", low), ("o3-high", high))
        return table(name, scores=[score(key, value, "2025-04-16", model=O3) for key, value in pairs])

    answer = conflicts([variants("a", "140", "147"), variants("b", "141", "147")])
    assert rows(answer, "variant", "firstScore", "secondScore") == [("o3-low", "140", "141")]


def test_a_later_table_of_the_same_publisher_is_a_change() -> None:
    early, late = one("a", "r1", "139.9"), one("b", "r1", "141", day="2026-05-01")
    assert len(conflicts([early, late]).rows) == 1
    of_one = [replace(each, publisher="org/epoch-ai") for each in (early, late)]
    assert conflicts(of_one).rows == []


def test_a_claim_stands_against_the_row_that_comes_closest() -> None:
    rows_of_o3 = [score(f"o3-{k}", value, "2025-04-16", model=O3) for k, value in enumerate(("140", "147.2"))]
    answer = conflicts([table("a", scores=rows_of_o3)], [scored(10, O3, "150")])
    assert rows(answer, "firstScore", "secondScore", "secondBy", "claim", "kinds") == [
        ("147.2", "150", "document/first", "claim/first/10", "otherDate")
    ]
    assert answer.claims() == ["claim/first/10"]


@pytest.mark.parametrize(("value", "there"), [("147.2", False), ("147", False), ("140", False), ("146", True)])
def test_a_claim_that_rounds_a_row_of_the_table_agrees(value: str, there: bool) -> None:
    rows_of_o3 = [score(f"o3-{k}", found, "2025-04-16", model=O3) for k, found in enumerate(("140", "147.2"))]
    assert bool(conflicts([table("a", scores=rows_of_o3)], [scored(10, O3, value)]).rows) is there


@pytest.mark.parametrize("comparator", ["lessThan", "atLeast"])
def test_a_bound_is_no_figure_to_disagree_with(comparator: str) -> None:
    assert conflicts([one("a", "r1", "139.9")], [scored(10, R1, "150", comparator=comparator)]).rows == []


def test_what_a_document_prints_is_no_table_against_itself() -> None:
    assert conflicts([], [scored(10, R1, "68", AA2), scored(11, R1, "67", AA2, "second")]).rows == []


def test_a_model_or_an_instrument_may_be_asked_for() -> None:
    tables = [
        one("a", "r1", "139.9"),
        one("b", "r1-x", "141"),
        one("c", "o", "1", O3, on=AA2),
        one("d", "o", "2", O3, on=AA2),
    ]
    assert len(conflicts(tables).rows) == 2
    assert rows(conflicts(tables, model=O3), "model") == [(O3,)]
    assert rows(conflicts(tables, instrument=ECI), "model") == [(R1,)]


@settings(max_examples=25, deadline=None)
@given(a=st.integers(0, 3000), b=st.integers(0, 3000))
def test_two_figures_disagree_when_they_differ(a: int, b: int) -> None:
    first, second = (str(Decimal(n) / 10) for n in (a, b))
    found = rows(conflicts([one("a", "r1", first), one("b", "r1", second)]), "apart")
    expected = [] if a == b else [(abs(Decimal(first) - Decimal(second)),)]
    assert [(Decimal(str(apart)),) for (apart,) in found] == expected


# incomparable-scores


def test_scores_on_two_versions_of_an_index_must_not_be_compared() -> None:
    claims = [scored(10, R1, "68", AA2), scored(11, R1, "40", AA4, "second")]
    answer = answer_of(graph_of([NEW], claims), "incomparable-scores", model=R1)
    assert rows(answer, "kinds", "firstInstrument", "firstScore", "secondInstrument", "secondScore") == [
        ("otherInstrumentVersion", AA2, "68", AA4, "40"),
        ("otherInstrument", AA2, "68", ECI, "139.9"),
        ("otherInstrument", AA4, "40", ECI, "139.9"),
    ]
    assert answer.claims() == ["claim/first/10", "claim/second/11"]
    assert answer.tables() == ["dataset/new"]


def test_on_one_instrument_nothing_is_incomparable() -> None:
    assert answer_of(graph_of([NEW], [scored(10, R1, "139")]), "incomparable-scores", model=R1).rows == []


def test_variants_give_the_best_and_the_least() -> None:
    rows_of_o3 = [score(f"o3-{k}", found, "2025-04-16", model=O3) for k, found in enumerate(("140", "147.2"))]
    claims = [scored(10, O3, "68", AA2)]
    answer = answer_of(graph_of([table("a", scores=rows_of_o3)], claims), "incomparable-scores", model=O3)
    assert rows(answer, "secondScore", "secondLeast", "firstScore", "firstLeast") == [("147.2", "140", "68", None)]


def test_scores_of_a_later_day_are_not_there_yet() -> None:
    claims = [scored(10, R1, "68", AA2)]
    source = graph_of([NEW], claims)
    assert answer_of(source, "incomparable-scores", model=R1, known_by="2026-04-07").rows == []
    assert len(answer_of(source, "incomparable-scores", model=R1, known_by="2026-04-08").rows) == 1


# The private layer


@pytest.mark.parametrize("pass_on", [True, False])
def test_an_answer_that_rests_on_a_private_row_says_so(pass_on: bool) -> None:
    private = replace(NEW, pass_on=pass_on)
    source = graph_of([private], MAKERS)
    if not pass_on:
        assert answer_of(source, "lab-figures", lab=OPENAI).rows == []
        known = Knowledge(registry().entities, {}, (), (), (private,))
        source.store.add(private_figures(known))
        lay_over(source.store.engine)
    opened = replace(source, overlay=True, history=None)
    assert as_json(answer_of(opened, "lab-figures", lab=OPENAI))["private_layer"] is not pass_on
    assert as_json(answer_of(opened, "claims-about", entity=OPENAI))["private_layer"] is False
