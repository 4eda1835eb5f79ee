"""gap-check says what its rules say: held against a computation day by day, on random tables and claims."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from graph.model import Claim
from graph.observation import ScoreRow
from tests.graph.told import claim
from tests.queries.numbers.brute_check import COLUMNS, RULES, TIMES, gaps, leaders
from tests.queries.numbers.tables import CN, REST, US, row
from tests.queries.numbers.test_gap_check import GAP, OPEN, R1, checked, graph_of, on

ROWS = st.lists(
    st.builds(
        row,
        st.sampled_from([CN, CN, CN, CN, US, US, US, US, REST, "several"]),
        st.sampled_from("ABCDEFGHIJKLMNOP"),
        st.one_of(st.none(), *[st.integers(0, 90)] * 5),
        st.integers(1, 14).map(lambda n: str(100 + n / 2)),
        basis=st.sampled_from(["measured", "measured", "measured", "estimated"]),
        weights=st.sampled_from(["open", "open", "restricted", "closed", None]),
        model=st.sampled_from([None, None, R1]),
    ),
    min_size=8,
    max_size=26,
)
TIME = st.sampled_from(list(TIMES))
NAMED = st.sampled_from([None, on()])
GAPS = st.builds(
    lambda value, comparator, statistic, time, named: claim(
        9,
        subject=GAP,
        predicate="gapDuration",
        value=value,
        unit="unit/day",
        comparator=comparator,
        statistic=statistic,
        time=time,
        instrument=named,
    ),
    st.integers(1, 60).map(str),
    st.sampled_from([None, "lessThan", "atMost", "moreThan", "atLeast"]),
    st.sampled_from(list(RULES)),
    TIME,
    NAMED,
)
SCOPE = st.sampled_from([(), (OPEN,)])
LEADS = st.one_of(
    st.builds(
        lambda scope, time, named: claim(
            10, subject=CN, predicate="surpassed", object=US, scope=scope, time=time, instrument=named
        ),
        SCOPE,
        TIME,
        NAMED,
    ),
    st.builds(
        lambda where, scope, time, named: claim(
            11, subject=R1, predicate="leaderIn", object=where, scope=scope, time=time, instrument=named
        ),
        st.sampled_from([CN, OPEN]),
        SCOPE,
        TIME,
        NAMED,
    ),
)


def in_order(cells: tuple[str | None, ...]) -> tuple[str | None, ...]:
    return (*cells[:-2], *(each and " / ".join(sorted(each.split(" / "))) for each in cells[-2:]))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ROWS, GAPS, LEADS)
def test_verdicts_are_those_of_the_rules(rows: list[ScoreRow], gap: Claim, lead: Claim) -> None:
    expected = [*gaps(gap, rows), *(gaps if lead.predicate == "surpassed" else leaders)(lead, rows)]
    found = [in_order(cells) for cells in checked(graph_of(rows, gap, lead), *COLUMNS)]
    for cells in expected:
        event(f"{cells[2]}, {cells[4]}")
    assert sorted(found, key=str) == sorted(expected, key=str)


def test_each_verdict_and_each_support_appears() -> None:
    rows = [
        row(US, "early", 0, "10"),
        row(US, "mid", 40, "50"),
        row(US, "late", 80, "90"),
        row(CN, "one", 20, "9"),
        row(CN, "two", 60, "50"),
        row(CN, "three", 70, "60"),
    ]
    at = claim(
        9, subject=GAP, predicate="gapDuration", value="20", unit="unit/day", statistic="single", time="2024-03"
    )
    guess = row(US, "guess", 1, "60", basis="estimated")
    seen = set()
    for figures, value, named in (
        (rows[:-1], "20", None),
        (rows[:-1], "20", on()),
        (rows[:-1], "90", None),
        (rows[:-1], "90", on()),
        (rows[:3], "20", None),
        ([*rows[:-1], row(CN, "small", 21, "1"), guess], "20", None),
        ([*rows[:-1], row(CN, "small", 21, "1")], "20", None),
    ):
        said = replace(at, value=value, instrument=named)
        expected = list(gaps(said, figures))
        assert [in_order(cells) for cells in checked(graph_of(figures, said), *COLUMNS)] == expected
        seen |= {cell for cells in expected for cell in (cells[2], cells[4])}
    assert seen >= {
        "agrees",
        "disagrees",
        "says-so",
        "says-otherwise",
        "no-figures",
        "supported",
        "thin",
        "not-supported",
    }
