"""gap-check: each verdict follows from figures and claims, and moves with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from graph.clocks import History
from graph.deriving import conclude
from graph.model import Claim, Instrument, Knowledge, Voice
from graph.observation import ScoreRow, Table
from graph.quads import quads
from graph.store import EmbeddedStore
from ontology.vocabulary import ontology_quads
from queries.answer import Source
from tests.graph.told import claim, document
from tests.queries.numbers.tables import CN, US, day, names, registry, released, row, table
from tests.queries.reading import answer_of, rows

GAP, REPORT = "gap/cn-us-frontier-intelligence", "document/aa-china-2025q2"
AA, OPEN = "instrument/aa-ii-v2", "scope/open-weights-models"
R1, O1 = "model/deepseek-r1", "model/o1"
FIRST = replace(document("first", "2026-06-01"), voices={"article": Voice("org/artificial-analysis", REPORT)})
SIDES = (
    claim(1, subject=GAP, predicate="gapLeader", object=US),
    claim(2, subject=GAP, predicate="gapFollower", object=CN),
)
VERDICT = ("instrument", "verdict", "days", "support", "reason")
FIGURES = (
    row(US, "early", 0, "10"),
    row(US, "mid", 100, "50"),
    row(US, "late", 300, "90"),
    row(CN, "one", 60, "9"),
    row(CN, "two", 150, "50"),
    row(CN, "three", 280, "60"),
)


def graph_of(scores: Iterable[ScoreRow] | Table, *claims: Claim, more: tuple[Table, ...] = ()) -> Source:
    tables = (scores if isinstance(scores, Table) else table(*scores), *more)
    known = Knowledge(registry().entities, {"first": FIRST}, (*SIDES, *claims), (), tables)
    store = EmbeddedStore()
    store.add([*ontology_quads(), *quads(known)])
    conclude(store)
    return Source(store, names(), "0" * 64, date(2026, 12, 31), history=History(store))


def gap(value: str, comparator: str | None = None, **more: Any) -> Claim:
    given = {"unit": "unit/day", "time": "2024-05", **more}
    return claim(9, subject=GAP, predicate="gapDuration", value=value, comparator=comparator, **given)


def checked(source: Source, *columns: str, **given: str) -> list[tuple[str | None, ...]]:
    return rows(answer_of(source, "gap-check", **given), *(columns or VERDICT))


def by(source: Source, key: str, column: str, **given: str) -> dict[str | None, str | None]:
    return {cells[0]: cells[1] for cells in checked(source, key, column, **given)}


def on(instrument: str = "instrument/eci") -> Instrument:
    return Instrument(instrument, "namedBySource")


@pytest.mark.parametrize(
    ("value", "comparator", "verdict"),
    [
        ("50", None, "says-so"),
        ("54", None, "says-so"),
        ("56", None, "says-otherwise"),
        ("60", "lessThan", "says-so"),
        ("50", "lessThan", "says-otherwise"),
        ("50", "atMost", "says-so"),
        ("50", "moreThan", "says-otherwise"),
        ("49", "moreThan", "says-so"),
    ],
)
def test_a_gap_is_held_against_the_lag_of_the_last_record_of_its_time(
    value: str, comparator: str | None, verdict: str
) -> None:
    source = graph_of(FIGURES, gap(value, comparator))
    assert checked(source) == [("instrument/eci", verdict, "50", "supported", None)]
    assert checked(source, "record", "day", "reachedBy", "reachedOn", "rule") == [
        ("two", str(day(150)), "mid", str(day(100)), "lag-at-record")
    ]


def test_a_figure_moved_turns_the_verdict_and_so_does_the_tolerance() -> None:
    moved = [replace(each, available_on=day(90)) if each.release == "mid" else each for each in FIGURES]
    assert checked(graph_of(moved, gap("50")), "verdict", "days") == [("says-otherwise", "60")]
    assert checked(graph_of(FIGURES, gap("56")), "verdict", tolerance="0.2") == [("says-so",)]


def test_the_index_that_a_claim_names_is_its_own() -> None:
    assert checked(graph_of(FIGURES, gap("50", instrument=on())), "relation", "verdict", "reason") == [
        ("same", "agrees", "index-named")
    ]
    assert checked(graph_of(FIGURES, gap("80", instrument=on())), "verdict") == [("disagrees",)]


def test_the_index_of_another_claim_of_the_same_report_is_its_own() -> None:
    figure = claim(3, subject=O1, value="50", unit="unit/point", instrument=on(AA))
    source = graph_of(FIGURES, gap("50"), figure)
    assert checked(source, "instrument", "relation", "verdict", "reason") == [
        (AA, "same", "no-figures", "no-scores"),
        ("instrument/eci", "other", "says-so", None),
    ]
    own = graph_of([replace(each, instrument=AA) for each in FIGURES], gap("50"), figure)
    assert ("agrees", "index-of-report") in checked(own, "verdict", "reason", instrument=AA)


def test_without_figures_of_both_groups_nothing_is_decided() -> None:
    source = graph_of(FIGURES[:3], gap("50"))
    assert checked(source) == [(None, "no-figures", None, None, "no-scores")]
    assert checked(graph_of(FIGURES, gap("50", time="2023-12")), "verdict", "reason", "support") == [
        ("no-figures", "no-record-by-then", None)
    ]


def test_few_releases_are_thin_support() -> None:
    assert checked(graph_of(FIGURES[:-1], gap("50")), "verdict", "support") == [("says-so", "thin")]


def test_rows_left_out_that_move_the_lag_leave_it_unsupported() -> None:
    estimated = row(US, "guess", 10, "55", basis="estimated")
    source = graph_of([*FIGURES, estimated], gap("50"))
    assert checked(source, "verdict", "days", "support", "otherDays") == [("says-so", "50", "not-supported", "140")]
    harmless = replace(estimated, available_on=day(80))
    assert checked(graph_of([*FIGURES, harmless], gap("50")), "support", "otherDays") == [("supported", None)]


def test_a_lower_bound_agrees_within_contradicts_above_and_decides_nothing_below() -> None:
    # The figures of the group ahead begin with one that already reaches the record.
    bound = [*FIGURES[1:3], row(US, "last", 310, "95"), *FIGURES[3:]]
    assert checked(graph_of(bound, gap("60", "lessThan"))) == [
        ("instrument/eci", "says-so", "50", "thin", "left-censored")
    ]
    assert checked(graph_of(bound, gap("40", "lessThan")), "verdict") == [("says-otherwise",)]
    assert checked(graph_of(bound, gap("60", "moreThan")), "verdict", "reason") == [("no-figures", "left-censored")]


def test_one_who_was_first_is_not_behind() -> None:
    ahead = [*FIGURES, row(CN, "star", 145, "99")]
    assert checked(graph_of(ahead, gap("60", "lessThan")), "verdict", "days", "reason") == [
        ("says-otherwise", None, "open")
    ]


def test_an_earlier_state_ends_where_the_later_begins() -> None:
    later = replace(gap("50"), id=10, previous=9)
    earlier = gap("60", time="../2024-05")
    told = by(graph_of(FIGURES, earlier, later), "claim", "record")
    assert told == {"claim/first/9": "one", "claim/first/10": "two"}


BEHIND = (*FIGURES, row(US, "top", 160, "70"))


def test_means_and_ends_by_their_rules() -> None:
    mean = gap("50", statistic="mean", time="2024-03/2024-12")
    source = graph_of(BEHIND, mean)
    told = by(source, "rule", "days")
    assert set(told) == {"mean-over-days", "mean-over-records", "mean-with-bounds"}
    assert told == _means(date(2024, 3, 1), max(each.available_on for each in BEHIND if each.available_on))
    assert {rule for (rule,) in checked(graph_of(BEHIND, replace(mean, statistic="minimum")), "rule")} == {
        "shortest-lag"
    }
    for statistic, days in (("minimum", "50"), ("maximum", "120")):
        assert checked(graph_of(BEHIND, replace(mean, statistic=statistic)), "days") == [(days,)]


def test_a_mean_over_days_needs_half_of_them_behind() -> None:
    mean = gap("50", statistic="mean", time="2023/2024")
    assert ("mean-over-days", "no-figures", "too-few-days") in checked(
        graph_of(BEHIND, mean), "rule", "verdict", "reason"
    )
    told = by(graph_of(BEHIND, mean), "rule", "days", **{"from": "2024-03-01"})
    assert told["mean-over-days"] is not None


def _means(first: date, last: date) -> dict[str, str]:
    """The three means, day by day and record by record."""
    ours = [(e.available_on.toordinal(), e.score) for e in BEHIND if e.countries == ("CN",) and e.available_on]
    theirs = [(e.available_on.toordinal(), e.score) for e in BEHIND if e.countries == ("US",) and e.available_on]
    lags = []
    for now in range(first.toordinal(), last.toordinal() + 1):
        best = max((score for on_, score in ours if on_ <= now), default=None)
        top = max((score for on_, score in theirs if on_ <= now), default=None)
        if best is not None and top is not None and top > best:
            lags.append(now - min(on_ for on_, score in theirs if score >= best))
    since = [(on_, score) for on_, score in ours if on_ >= first.toordinal()]
    records = [(on_ - min(o for o, s in theirs if s >= score), score) for on_, score in since]
    start = min(on_ for on_, _ in theirs)
    sure = [lag for lag, score in records if min(o for o, s in theirs if s >= score) != start]
    told = {"mean-over-days": lags, "mean-over-records": sure, "mean-with-bounds": [lag for lag, _ in records]}
    return {rule: f"{round(sum(each) / len(each) + 1e-9, 1):g}" for rule, each in told.items()}


OVERTAKEN = claim(9, subject=CN, predicate="surpassed", object=US, first=True, scope=(OPEN,), time="2024-05")
LEAD = (
    row(US, "open-us", 10, "20"),
    row(US, "closed-us", 11, "99", weights="closed"),
    row(CN, "open-cn", 20, "15"),
    row(CN, "over", 140, "25"),
)


def test_an_overtaking_is_held_against_the_first_lead_in_open_weights() -> None:
    assert checked(graph_of(LEAD, OVERTAKEN), "verdict", "record", "day", "reachedBy", "rule") == [
        ("says-so", "over", str(day(140)), "open-us", "first-lead")
    ]
    earlier = [*LEAD, row(CN, "before", 60, "22")]
    assert checked(graph_of(earlier, OVERTAKEN), "verdict", "record") == [("says-otherwise", "before")]
    assert checked(graph_of(LEAD[:-1], OVERTAKEN), "verdict", "reason") == [("says-otherwise", "never")]
    assert checked(graph_of(LEAD[1:], OVERTAKEN), "verdict", "reason") == [("no-figures", "no-scores")]


def test_who_leads_is_held_against_the_best_score_of_that_time() -> None:
    leads = claim(9, subject=R1, predicate="leaderIn", object=OPEN, time="2024-05")
    figures = [row(CN, "R1", 100, "60", model=R1), row(US, "other", 90, "50")]
    assert checked(graph_of(figures, leads), "verdict", "record", "rule") == [("says-so", "R1", "best-open-model")]
    closed = [*figures, row(US, "closed", 95, "70", weights="closed"), row(US, "later", 200, "80")]
    assert checked(graph_of(closed, leads), "verdict") == [("says-so",)]
    assert checked(graph_of([*figures, row(US, "better", 95, "70")], leads), "verdict", "record") == [
        ("says-otherwise", "better")
    ]
    assert checked(graph_of(figures[1:], leads), "verdict", "reason") == [("no-figures", "not-measured")]
    lab = replace(leads, subject="org/deepseek")
    made = claim(5, subject=R1, predicate="developedBy", object="org/deepseek")
    assert checked(graph_of(figures, lab, made), "verdict") == [("says-so",)]
    of_country = replace(leads, object=CN)
    assert checked(graph_of(closed, of_country), "verdict", "rule") == [("says-so", "best-model")]


def test_a_cadence_is_at_most_what_the_known_release_days_say() -> None:
    models = (R1, "model/deepseek-v3", "model/deepseek-r1-0528")
    made = [claim(20 + n, subject=m, predicate="developedBy", object="org/deepseek") for n, m in enumerate(models)]
    days = table(*(), name="days", releases=[released(m, 100 * n) for n, m in enumerate(models)])
    said = claim(9, subject="org/deepseek", predicate="releaseCadence", value="100", unit="unit/day")

    def verdict(value: str) -> list[tuple[str | None, ...]]:
        return checked(graph_of(days, replace(said, value=value), *made), "verdict", "days", "rule")

    assert verdict("100") == [("says-so", "100", "cadence")]
    assert verdict("200") == [("says-otherwise", "100", "cadence")]
    # Models that no table has may lie between: a shorter interval is not contradicted.
    assert verdict("50") == [("no-figures", "100", "cadence")]


def test_a_first_that_scores_do_not_tell_says_so() -> None:
    first = claim(9, subject=R1, predicate="competesWith", object=O1, first=True)
    part = claim(10, subject=R1, predicate="leaderIn", object="scope/open-weights-reasoning-models")
    assert checked(graph_of(FIGURES, first, part), "claim", "verdict", "reason") == [
        ("claim/first/9", "no-figures", "no-rule"),
        ("claim/first/10", "no-figures", "part-not-marked"),
    ]


def test_the_shipped_claims(source: Source) -> None:
    def told(document: str, number: int, *columns: str, **given: str) -> list[tuple[str | None, ...]]:
        name = f"claim/{document}/{number}"
        found = rows(answer_of(source, "gap-check", **given), "claim", *columns)
        return [cells[1:] for cells in found if cells[0] == name]

    below = [
        ("instrument/aa-ii-v2", "agrees", "42", "thin", "DeepSeek R1-0528"),
        ("instrument/eci", "says-otherwise", "162", "supported", "DeepSeek-R1 (May 2025)"),
    ]
    accounts = (("cnyes-2025-08-14", 16), ("36kr-2025-aa-china-q2", 18), ("besthub-2025-aa-china-q2", 35))
    for account, number in accounts:
        assert told(account, number, "instrument", "verdict", "days", "support", "record") == below
    means = told("thebeat-2026-epoch-gap", 1, "instrument", "rule", "months", "verdict")
    assert means[:3] == [
        ("instrument/eci", "mean-over-days", "7.9", "disagrees"),
        ("instrument/eci", "mean-over-records", "6", "disagrees"),
        ("instrument/eci", "mean-with-bounds", "5.8", "no-figures"),
    ]
    later = told("thebeat-2026-epoch-gap", 1, "rule", "months", **{"from": "2023-07-01"})
    assert later[0] == ("mean-over-days", "8")
    lead = told("cnyes-2025-08-14", 39, "instrument", "verdict", "day", "record")
    assert lead[1] == ("instrument/eci", "says-otherwise", "2023-11-02", "Yi-34B")
