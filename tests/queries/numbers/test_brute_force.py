"""Questions over records say what the definitions say, on random tables, under every way of counting."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal

from graph.frontier import DATES, UNITS, VALUES, WEIGHTS
from graph.observation import ReleaseRow, ScoreRow
from graph.store import Row
from queries.answer import Answer, Source
from tests.queries.numbers import brute
from tests.queries.numbers.brute import Choice
from tests.queries.numbers.tables import CN, REST, US, day, released, row, source_of, table
from tests.queries.reading import answer_of

MODELS = ("model/o1", "model/deepseek-r1", "model/qwq-32b-preview")

SCORE = st.one_of(
    st.integers(100, 112).map(str),
    st.decimals(100, 112, places=1).map(str),
    st.sampled_from(["104.2099", "104.1980", "104.5", "103.5", "-3.5", "-2.5"]),
)
ROWS = st.lists(
    st.builds(
        row,
        st.sampled_from([CN, CN, US, US, REST, "several", "none"]),
        st.sampled_from(["A", "B", "C", "D", "E", "F", "G", "H"]),
        st.one_of(st.none(), st.integers(0, 60), st.integers(0, 60)),
        SCORE,
        basis=st.sampled_from(["measured", "measured", "measured", "estimated", "hand-added"]),
        weights=st.sampled_from(["open", "restricted", "non-commercial", "closed", None]),
        model=st.one_of(st.none(), st.sampled_from(MODELS)),
        announced=st.one_of(st.none(), st.integers(0, 60)),
    ),
    min_size=1,
    max_size=22,
)
RELEASES = st.lists(
    st.builds(released, st.sampled_from(MODELS), st.integers(0, 60), st.sampled_from(["available", "announced"])),
    max_size=3,
)
CHOICES = st.builds(
    Choice,
    unit=st.sampled_from(UNITS),
    values=st.sampled_from(VALUES),
    weights=st.sampled_from(WEIGHTS),
    dates=st.sampled_from(DATES),
    precision=st.sampled_from(["given", "integer"]),
)
DAY = st.one_of(st.none(), st.integers(0, 70))
PAIR = st.sampled_from([(CN, US), (US, CN), (CN, REST), (REST, US)])
PROPERTY = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
EXAMPLE = [row(US, "A", 0, "100"), row(CN, "B", 5, "104"), row(US, "C", 9, "104.5"), row(CN, "D", 9, "106")]


def graph(rows: list[ScoreRow], releases: list[ReleaseRow]) -> Source:
    return source_of(table(*rows), *([table(name="days", releases=releases)] if releases else []))


def sides(
    rows: list[ScoreRow], releases: list[ReleaseRow], choice: Choice, pair: tuple[str, str], until: int | None
) -> list[list[brute.Point]]:
    """What each group has by a day."""
    found = (brute.points(rows, group, choice, releases) for group in pair)
    return [[p for p in those if until is None or p.day <= day(until).toordinal()] for those in found]


def cell(of: Row, name: str) -> str | None:
    term = of.get(name)
    return term.value if isinstance(term, Literal) else None


def number(of: Row, name: str) -> Fraction | None:
    text = cell(of, name)
    return None if text is None else Fraction(text)


def ordinal(text: str | None) -> int:
    assert text is not None
    return date.fromisoformat(text).toordinal()


@PROPERTY
@given(ROWS, RELEASES, CHOICES, PAIR, DAY)
@example(EXAMPLE, [], Choice(), (CN, US), None)
def test_records(
    rows: list[ScoreRow], releases: list[ReleaseRow], choice: Choice, pair: tuple[str, str], until: int | None
) -> None:
    answer = _ask("frontier", rows, releases, choice, pair, until)
    found = {
        (
            str(r["group"]).rpartition("/id/")[2].rstrip(">"),
            cell(r, "release"),
            ordinal(cell(r, "day")),
            number(r, "score"),
        )
        for r in answer.rows
    }
    assert found == {
        (group, p.release, p.day, Fraction(p.score))
        for group, those in zip(pair, sides(rows, releases, choice, pair, until), strict=True)
        for p in brute.records(those)
    }


@PROPERTY
@given(ROWS, RELEASES, CHOICES, PAIR, DAY)
@example(EXAMPLE, [], Choice(), (CN, US), None)
def test_lags(
    rows: list[ScoreRow], releases: list[ReleaseRow], choice: Choice, pair: tuple[str, str], until: int | None
) -> None:
    answer = _ask("gap-computed", rows, releases, choice, pair, until)
    follower, leader = sides(rows, releases, choice, pair, until)
    if not follower or not leader:
        assert answer.rows == []
        return
    assert {_lag(r) for r in answer.rows} == set(brute.lags(follower, leader))
    mean, counted, unreached, bounds = brute.mean_over_records(follower, leader)
    first = answer.rows[0]
    assert [number(first, name) for name in ("meanOver", "openDays", "censoredDays")] == [
        counted,
        unreached,
        bounds,
    ]
    assert number(first, "meanMonths") == (None if mean is None else brute.rounded(mean / brute.MONTH))
    _supports(answer, rows, releases, choice, pair, until)


def _supports(
    answer: Answer,
    rows: list[ScoreRow],
    releases: list[ReleaseRow],
    choice: Choice,
    pair: tuple[str, str],
    until: int | None,
) -> None:
    """The verdict of each row against the lag that its release has with the rows left out."""
    whole = Choice(**{**vars(choice), "values": "all"})
    others, leader = sides(rows, releases, whole, pair, until)
    follower, measured = (brute.points(rows, group, choice, releases) for group in pair)
    thin = min(len(follower), len(measured)) < 3
    at = {p.release: p for p in brute.records(others)} if choice.unit == "release" else {}
    for r in answer.rows:
        release, score = cell(r, "release"), cell(r, "score")
        assert release is not None
        assert score is not None
        point = at.get(release) or brute.Point("", release, ordinal(cell(r, "day")), Decimal(score))
        first = brute.reached(point.score, leader)
        other = None if first is None else point.day - first
        lag = number(r, "lag")
        moves = (lag is None) != (other is None)
        if lag is not None and other is not None:
            moves = abs(lag - other) > 30 or lag * other < 0
        assert number(r, "otherLag") == other
        assert cell(r, "verdict") == ("not-supported" if moves else "thin" if thin else "supported")


def _lag(r: Row) -> brute.Lag:
    lag, by = cell(r, "lag"), cell(r, "reachedBy")
    release, state = cell(r, "release"), cell(r, "state")
    assert release is not None
    assert state is not None
    reached = frozenset(by.split(" / ")) if by else frozenset()
    return brute.Lag(release, ordinal(cell(r, "day")), state, None if lag is None else int(lag), reached)


@PROPERTY
@given(ROWS, RELEASES, CHOICES, PAIR, DAY, DAY, DAY, st.booleans())
@example(EXAMPLE, [], Choice(), (CN, US), None, None, None, True)
def test_daily_means(
    rows: list[ScoreRow],
    releases: list[ReleaseRow],
    choice: Choice,
    pair: tuple[str, str],
    until: int | None,
    since: int | None,
    to: int | None,
    hindsight: bool,
) -> None:
    more = {"hindsight": "yes" if hindsight else "no"}
    more |= {"from": str(day(since))} if since is not None else {}
    more |= {"to": str(day(to))} if to is not None else {}
    answer = _ask("gap-daily", rows, releases, choice, pair, until, **more)
    follower, leader = sides(rows, releases, choice, pair, until)
    if not follower or not leader:
        assert answer.rows == []
        return
    ends = [day(n).toordinal() for n in (until, to) if n is not None]
    till = min([brute.last_day(rows, choice.dates, releases), *ends])
    start = None if since is None else day(since).toordinal()
    told = brute.daily(follower, leader, start, till, hindsight)
    if told.behind + told.level + told.ahead == 0:
        assert answer.rows == []
        return
    (first, *_) = answer.rows
    names = ("behindDays", "levelDays", "aheadDays", "emptyDays")
    assert [number(first, name) for name in names] == [told.behind, told.level, told.ahead, told.empty]
    assert number(first, "meanDays") == (None if told.mean is None else brute.rounded(told.mean))
    assert sum(number(r, "days") or 0 for r in answer.rows) == told.behind + told.level + told.ahead


@PROPERTY
@given(ROWS, RELEASES, CHOICES, PAIR, DAY)
@example(EXAMPLE, [], Choice(), (CN, US), None)
def test_points_between_them(
    rows: list[ScoreRow], releases: list[ReleaseRow], choice: Choice, pair: tuple[str, str], until: int | None
) -> None:
    answer = _ask("gap-points", rows, releases, choice, pair, until)
    follower, leader = sides(rows, releases, choice, pair, until)
    if not follower or not leader:
        assert answer.rows == []
        return
    best, theirs = (max(p.score for p in those) for those in (leader, follower))
    (only,) = answer.rows
    assert number(only, "points") == brute.rounded(Fraction(best - theirs), 3)
    named = cell(only, "leaderRelease")
    assert named is not None
    assert set(named.split(" / ")) == {p.release for p in brute.records(leader) if p.score == best}


@PROPERTY
@given(ROWS, RELEASES, CHOICES, PAIR, DAY)
@example(EXAMPLE, [], Choice(), (CN, US), None)
def test_leads(
    rows: list[ScoreRow], releases: list[ReleaseRow], choice: Choice, pair: tuple[str, str], until: int | None
) -> None:
    answer = _ask("lead-changes", rows, releases, choice, pair, until)
    both = sides(rows, releases, choice, pair, None)
    if not both[0] or not both[1]:
        assert answer.rows == []
        return
    follower, leader = sides(rows, releases, choice, pair, until)
    told = list(brute.leads((pair[0], follower), (pair[1], leader)))
    found = [(ordinal(cell(r, "day")), str(r["holder"]).rpartition("/id/")[2].rstrip(">")) for r in answer.rows]
    assert found == told
    assert [cell(r, "kind") for r in answer.rows] == ["start", *("change" for _ in told[1:])][: len(told)]
    if choice.weights == "all":
        return
    last = _ask("open-weights-lead", rows, releases, choice, pair, until).rows
    assert len(last) == min(len(told), 1)
    for r in last:
        assert (ordinal(cell(r, "since")), number(r, "changes")) == (told[-1][0], len(told) - 1)
        first = next((when for when, group in told[1:] if group == pair[0]), None)
        assert (cell(r, "firstLead") is None) == (first is None)
        assert first is None or ordinal(cell(r, "firstLead")) == first


MOVES = {
    "unit": UNITS,
    "values": VALUES,
    "weights": WEIGHTS,
    "dates": DATES,
    "precision": ("given", "integer"),
}


@settings(PROPERTY, max_examples=15)
@given(ROWS, RELEASES, CHOICES, PAIR, DAY)
@example(EXAMPLE, [], Choice(), (CN, US), None)
def test_sensitivity(
    rows: list[ScoreRow], releases: list[ReleaseRow], choice: Choice, pair: tuple[str, str], until: int | None
) -> None:
    answer = _ask("sensitivity", rows, releases, choice, pair, until)
    told = {
        (cell(r, "measure"), cell(r, "choice"), str(r["ahead"]).rpartition("/id/")[2].rstrip(">")): r
        for r in answer.rows
    }
    follower, _ = sides(rows, releases, choice, pair, until)
    if not follower or not told:
        return
    latest = max(brute.records(follower), key=lambda p: (p.day, p.score, [-ord(c) for c in p.release]))
    choices = [("as-asked", choice, pair[1])]
    choices += [
        (f"{part}-{word}", replace(choice, **{part: word}), pair[1])
        for part, words in MOVES.items()
        for word in words
        if getattr(choice, part) != word
    ]
    choices += [("other-leader", choice, group) for group in (CN, US, REST) if group not in pair]
    was = brute_lag(rows, releases, choice, pair, until, latest, choice)
    for name, other, ahead in choices:
        r = told.get(("lag", name, ahead), {})
        lag = brute_lag(rows, releases, other, (pair[0], ahead), until, latest, choice)
        assert number(r, "value") == (lag if isinstance(lag, int) else None), name
        if name != "as-asked" and isinstance(lag, int) and isinstance(was, int):
            assert number(r, "difference") == lag - was
        if name == "values-all" and r:
            moves = isinstance(lag, int) != isinstance(was, int)
            if isinstance(lag, int) and isinstance(was, int):
                moves = abs(lag - was) > 30 or lag * was < 0
            assert cell(r, "verdict") == ("not-supported" if moves else "supported")
        one, two = sides(rows, releases, other, (pair[0], ahead), until)
        mean = None
        if one and two:
            ends = [
                brute.last_day(rows, other.dates, releases),
                *([] if until is None else [day(until).toordinal()]),
            ]
            mean = brute.daily(one, two, None, min(ends), False).mean
        there = number(told.get(("mean", name, ahead), {}), "value")
        assert there == (None if mean is None else brute.rounded(mean)), name
        if name in ("weights-all", "weights-open"):
            continue
        opened = replace(other, weights="open") if other.weights == "all" else other
        one, two = sides(rows, releases, opened, (pair[0], ahead), until)
        both = all(brute.points(rows, group, opened, releases) for group in (pair[0], ahead))
        changes = list(brute.leads((pair[0], one), (ahead, two)))[1:] if both else []
        first = next((when for when, group in changes if group == pair[0]), None)
        on = cell(told.get(("first-lead", name, ahead), {}), "day")
        assert (None if on is None else ordinal(on)) == first, name


def brute_lag(
    rows: list[ScoreRow],
    releases: list[ReleaseRow],
    choice: Choice,
    pair: tuple[str, str],
    until: int | None,
    asked: brute.Point,
    before: Choice,
) -> int | str:
    """The lag of a release under a choice; with all values by its record there, else by the point as asked."""
    follower, leader = sides(rows, releases, choice, pair, until)
    there = [p for p in brute.records(follower) if p.release == asked.release]
    point = max(there, key=lambda p: (p.score, -p.day), default=None)
    held = sides(rows, releases, before, pair, until)[1]
    moved = choice == replace(before, values="all") and choice != before
    # Where the group ahead has nothing as asked, there is nothing of that record to hold against it.
    if moved and held and (point is None or choice.unit == "variant"):
        there = [
            p for p in brute.records(sides(rows, releases, before, pair, until)[0]) if p.release == asked.release
        ]
        point = max(there, key=lambda p: (p.score, -p.day))
    if point is None or not leader:
        return "none"
    first = brute.reached(point.score, leader)
    return "open" if first is None else point.day - first


def _ask(
    name: str,
    rows: list[ScoreRow],
    releases: list[ReleaseRow],
    choice: Choice,
    pair: tuple[str, str],
    until: int | None,
    **more: str,
) -> Answer:
    given = {"follower": pair[0], "leader": pair[1], **vars(choice), **more}
    return answer_of(graph(rows, releases), name, **given, **({} if until is None else {"as_of": str(day(until))}))
