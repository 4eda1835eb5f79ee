"""The graph of a day: what had been said and held by then, and what follows from that alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, NamedNode

from graph.build import build
from graph.clocks import Clocks, History, Moment
from graph.indexing import edge_rows
from graph.inputs import Inputs
from graph.snapshot import Snapshot
from graph.store import EmbeddedStore
from ontology.namespaces import AIF, ID, INFERRED
from tests.graph.tables import ROW, write_table

DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@pytest.fixture(scope="module")
def whole(snapshot: Snapshot) -> EmbeddedStore:
    return snapshot.open_in_memory(overlay=False)


@pytest.fixture(scope="module")
def history(whole: EmbeddedStore) -> History:
    return History(whole)


def claims(store: EmbeddedStore) -> set[str]:
    quads = store.engine.quads_for_pattern(None, NamedNode(AIF + "claimSubject"), None, DefaultGraph())
    return {quad.subject.value.removeprefix(ID) for quad in quads if isinstance(quad.subject, NamedNode)}


def test_concluding_anew_from_what_was_said_gives_the_very_graph(whole: EmbeddedStore, history: History) -> None:
    everything = history.standing(Clocks())
    assert set(history._conclude(everything)) == set(whole)


def test_days_that_take_nothing_away_give_the_whole_graph(whole: EmbeddedStore, history: History) -> None:
    last = max(*(moment.said_on for moment in history.moments.values()), *history.observed.values())
    assert history.at(Clocks(known_by=last)) is whole
    assert history.at(Clocks(known_by=last - timedelta(1))) is not whole


def test_nothing_is_there_that_was_said_later(history: History) -> None:
    day = date(2025, 12, 31)
    kept = claims(history.at(Clocks(known_by=day)))
    later = {name for name, moment in history.moments.items() if moment.said_on > day}
    assert later
    assert kept == history.moments.keys() - later
    for quad in history.at(Clocks(known_by=day)):
        assert not any(f"{ID}{name}>" in str(quad) or f"{ID}{name}/" in str(quad) for name in later)


def test_before_the_first_word_there_is_no_claim_and_no_document(history: History) -> None:
    graph = history.at(Clocks(known_by=date(2000, 1, 1)))
    assert claims(graph) == set()
    assert [row for row in edge_rows(graph) if row["kind"] != "registry"] == []
    said_on = NamedNode(AIF + "saidOn")
    assert list(graph.engine.quads_for_pattern(None, said_on, None, None)) == []


def test_a_conclusion_goes_with_the_last_claim_that_carries_it(history: History) -> None:
    # Seed-Thinking is ByteDance's, ByteDance is of China: so the model is of China. The article says both.
    made, country = NamedNode(ID + "model/seed-thinking-v1.5"), NamedNode(AIF + "originCountry")
    before, after = date(2025, 8, 13), date(2025, 8, 14)
    for day, there in ((before, False), (after, True)):
        quads = history.at(Clocks(known_by=day)).engine.quads_for_pattern(made, country, None, NamedNode(INFERRED))
        assert bool(list(quads)) is there, day


def test_graphs_of_days_between_which_nothing_was_said_are_one(history: History) -> None:
    assert history.at(Clocks(known_by=date(2025, 9, 1))) is history.at(Clocks(known_by=date(2025, 10, 1)))


def test_no_more_graphs_are_kept_than_asked_for(whole: EmbeddedStore) -> None:
    few = History(whole, kept=2)
    days = [date(2025, 6, 30), date(2025, 8, 14), date(2026, 1, 10), date(2000, 1, 1)]
    for day in days:
        few.at(Clocks(known_by=day))
    assert len(few._made) == 2


@given(said=DAYS, start=st.none() | DAYS, length=st.none() | st.integers(0, 900), as_of=DAYS, known_by=DAYS)
def test_a_claim_stands_from_its_first_to_its_last_day_and_from_the_day_it_was_said(
    said: date, start: date | None, length: int | None, as_of: date, known_by: date
) -> None:
    end = None if length is None else (start or said) + timedelta(length)
    moment = Moment(said, start, end)
    held = (start is None or start <= as_of) and (end is None or as_of <= end)
    assert moment.stands(Clocks(as_of=as_of)) is held
    assert moment.stands(Clocks(known_by=known_by)) is (said <= known_by)
    assert moment.stands(Clocks(as_of, known_by)) is (held and said <= known_by)
    assert moment.stands(Clocks())


def figures_of(store: EmbeddedStore, table: str) -> set[str]:
    """Everything in the graph that is the table or stands in it."""
    parts = tuple(f"{ID}{kind}/{table}" for kind in ("dataset", "observation", "records"))
    return {
        term.value
        for quad in store
        for term in (quad.subject, quad.object)
        if isinstance(term, NamedNode) and term.value.startswith(parts)
    }


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The shipped data with three tables: two days, and one that may not be passed on."""
    data = tmp_path_factory.mktemp("tables")
    other = {**ROW, "key": "beta-1", "release": "Beta-1", "score": "150", "countries": "CN"}
    write_table(data, "early", [ROW, other], observed_on="2026-04-08", left_out={"no-score": 3})
    write_table(data, "late", [ROW, other], observed_on="2026-05-01")
    write_table(data, "private", [ROW, other], observed_on="2026-05-01", pass_on=False, licence="personal-use")
    return build(Inputs(workspace=data), data / "out").snapshot


@pytest.mark.parametrize("overlay", [False, True])
def test_with_figures_as_well_concluding_anew_gives_the_very_graph(tables: Snapshot, overlay: bool) -> None:
    whole = tables.open_in_memory(overlay=overlay)
    history = History(whole)
    assert set(history._conclude(history.standing(Clocks()))) == set(whole)
    assert bool(figures_of(whole, "private")) is overlay


@pytest.mark.parametrize(
    ("day", "there"),
    [
        ("2026-04-07", ()),
        ("2026-04-08", ("early",)),
        ("2026-04-30", ("early",)),
        ("2026-05-01", ("early", "late", "private")),
    ],
)
def test_a_table_is_there_from_the_day_for_which_it_speaks_with_all_that_stands_in_it(
    tables: Snapshot, day: str, there: tuple[str, ...]
) -> None:
    whole = tables.open_in_memory(overlay=True)
    then = History(whole).at(Clocks(known_by=date.fromisoformat(day)))
    for table in ("early", "late", "private"):
        assert figures_of(then, table) == (figures_of(whole, table) if table in there else set()), table


def test_figures_have_no_time_at_which_they_held(tables: Snapshot) -> None:
    whole = tables.open_in_memory(overlay=False)
    then = History(whole).at(Clocks(as_of=date(2021, 1, 1)))
    assert then is not whole
    assert figures_of(then, "early") == figures_of(whole, "early") != set()
