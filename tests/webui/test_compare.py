"""Claims side by side: what stands on the axis and in the table, how they differ, and what moves that."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from ontology.namespaces import AIF, ID, XSD
from queries.claim_rows import ClaimRow
from tests.queries.copied import built_with
from tests.webui.markup import Element, Markup
from tests.webui.reading import Reader, reader_of
from webui.comparing.axis import axis
from webui.comparing.comparison import Difference, disagreements, lanes, voices
from webui.comparing.strips import strips
from webui.comparing.words import MOST_UNITS, cut
from webui.language import LANGUAGES

CNYES, KR36, BESTHUB = "claim/cnyes-2025-08-14", "claim/36kr-2025-aa-china-q2", "claim/besthub-2025-aa-china-q2"
THEBEAT = "claim/thebeat-2026-epoch-gap"
GAP = "/compare?subject=gap/cn-us-frontier-intelligence&predicate=gapDuration"
ALL_OF_GAP = {
    *(f"{CNYES}/15", f"{CNYES}/16", f"{KR36}/18", f"{BESTHUB}/34", f"{BESTHUB}/35"),
    *(f"{THEBEAT}/{number}" for number in (1, 2, 3)),
}


def table(page: Markup) -> dict[str, list[str]]:
    """The cells of each row of the table of claims, by the claim."""
    found = {}
    for row in page.all("tr"):
        if row.attrs.get("id", "").startswith("claim-"):
            (link,) = (e for e in row.children[0].below() if e.tag == "a")
            found[link.attrs["href"].partition("?")[0].removeprefix("/page/")] = [
                cell.text() for cell in row.children
            ]
    return found


def drawn(page: Markup, claim: str) -> list[Element]:
    """The lines by which a claim stands on the axis of time."""
    (axis_of_time,) = (e for e in page.classed("axis") if e.attrs["aria-labelledby"].startswith("axis-"))
    links = [e for e in axis_of_time.below() if e.tag == "a" and e.attrs.get("href") == f"/page/{claim}"]
    return [line for link in links for line in link.below() if "axis-bar" in line.attrs.get("class", "")]


def kinds(page: Markup) -> set[str]:
    """The kinds of difference that the page explains."""
    names = (element.attrs.get("id", "") for element in page.all("dt"))
    return {name.removeprefix("kind-") for name in names if name.startswith("kind-")}


def sides(page: Markup) -> list[set[str]]:
    """The claims of each disagreement."""
    return [
        {e.attrs["href"].removeprefix("/page/") for e in pair.below() if "claim-link" in e.attrs.get("class", "")}
        for pair in page.classed("against")
    ]


def told_text(page: Markup) -> str:
    """The words of a page's main part in the order in which they stand."""
    found: list[str] = []

    def collect(element: Element) -> None:
        found.extend(element.texts)
        for child in element.children:
            collect(child)

    collect(page.one("main"))
    return " ".join(" ".join(found).split())


# The page of a point


def test_every_claim_on_the_point_stands_in_the_table_and_on_the_axis(reader: Reader) -> None:
    page = reader.page(GAP)
    assert set(table(page)) == ALL_OF_GAP
    assert all(len(drawn(page, claim)) == 1 for claim in ALL_OF_GAP)
    row = table(page)[f"{CNYES}/16"]
    assert row[1:9] == [
        *("less than 3 months", "report, said so", "Artificial Analysis", "State of AI: China, Q2 2025"),
        *("Anue cnyes, 14 August 2025", "none named", "Q2 2025", "14 August 2025"),
    ]
    assert "Epoch Capabilities Index" in table(page)[f"{THEBEAT}/1"][6]


def test_a_report_passed_on_by_three_is_one_voice(reader: Reader) -> None:
    assert "2 voices in 4 documents" in reader.page(GAP).text
    score = reader.page("/compare?subject=model/deepseek-r1-0528&predicate=score")
    assert "1 voice in 2 documents" in score.text


def test_the_pairs_that_differ_are_told_once_for_all_accounts_with_an_explanation(reader: Reader) -> None:
    page = reader.page(GAP)
    assert kinds(page) == {"otherInstrument", "otherDefinition"}
    accounts = {f"{CNYES}/16", f"{KR36}/18", f"{BESTHUB}/35"}
    assert {*accounts, f"{THEBEAT}/1"} in sides(page)
    assert {*accounts, f"{THEBEAT}/2"} in sides(page)
    # Less than three months do not contradict a greatest value of fourteen.
    assert not [pair for pair in sides(page) if f"{THEBEAT}/3" in pair]


def test_what_another_predicate_says_stands_beside_it(reader: Reader) -> None:
    page = reader.page("/compare?subject=org/deepseek&predicate=hasCategory")
    assert {f"{CNYES}/167", f"{CNYES}/33"} <= set(table(page))
    assert kinds(page) == {"contradiction"}
    figures = reader.page("/compare?subject=model/deepseek-r1-0528&predicate=score")
    assert sides(figures) == [{f"{BESTHUB}/70", f"{CNYES}/82", f"{KR36}/24", f"{KR36}/25"}]
    assert kinds(figures) == {"wordAgainstFigures", "twoAccounts"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_kind_is_explained_in_the_reader_s_language(reader: Reader, language: str) -> None:
    vocabulary = reader.app.extensions["aifrontier"].vocabulary
    text = reader.page(GAP, language).text
    for kind in ("otherInstrument", "otherDefinition"):
        assert vocabulary.label(AIF + kind, language) in text
        assert vocabulary.definition(kind, language) in text


def test_a_time_that_is_not_stated_is_drawn_differently(reader: Reader) -> None:
    page = reader.page("/compare?subject=model/deepseek-r1-0528&predicate=score")
    assert all("is-unstated" in line.attrs["class"] for line in drawn(page, f"{CNYES}/82"))
    assert not any("is-unstated" in line.attrs["class"] for line in drawn(page, f"{BESTHUB}/70"))


def test_figures_of_two_instruments_share_no_scale(reader: Reader) -> None:
    page = reader.page(GAP)
    scales = [e for e in page.classed("axis") if e.attrs["aria-labelledby"].startswith("strip-")]
    told = [{e.attrs["href"].removeprefix("/page/") for e in scale.below() if e.tag == "a"} for scale in scales]
    epoch = {claim for claim in ALL_OF_GAP if claim.startswith(THEBEAT)}
    assert sorted(told, key=len) == [epoch, ALL_OF_GAP - epoch]


def test_drawings_have_a_title_and_a_description_and_no_style(reader: Reader) -> None:
    page = reader.page(GAP)
    for drawing in page.classed("axis"):
        names = [page.by_id(name) for name in drawing.attrs["aria-labelledby"].split()]
        assert [name.tag for name in names] == ["title", "desc"]
        assert all(name.text() for name in names)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/compare?subject=app/chatgpt&predicate=releasedOn", "None of them differs from another"),
        ("/compare?subject=document/aa-china-2025q2&predicate=title", "can have several values of this predicate"),
    ],
)
def test_where_no_pair_differs_the_page_says_why(reader: Reader, path: str, words: str) -> None:
    page = reader.page(path)
    assert kinds(page) == set()
    assert words in told_text(page)


# The ways in


def test_what_can_be_compared_begins_with_what_differs(reader: Reader) -> None:
    page = reader.page("/compare")
    links = [href for href in page.links() if href.startswith("/compare?subject=")]
    assert links[0] == GAP
    differing = [e.attrs["href"] for t in list(page.all("table"))[:1] for e in t.below() if e.tag == "a"]
    assert "/compare?subject=org/deepseek&predicate=describedAs" in differing
    assert "/compare?subject=app/chatgpt&predicate=releasedOn" in set(links) - set(differing)
    assert len(links) == len(set(links))


def test_a_thing_alone_gives_its_predicates_and_a_predicate_alone_its_things(reader: Reader) -> None:
    of_thing = [h for h in reader.page("/compare?subject=org/deepseek").links() if "predicate=" in h]
    assert of_thing[0] == "/compare?subject=org/deepseek&predicate=describedAs"
    assert all(href.startswith("/compare?subject=org/deepseek&") for href in of_thing)
    of_predicate = [h for h in reader.page("/compare?predicate=releasedOn").links() if "subject=" in h]
    assert "/compare?subject=app/chatgpt&predicate=releasedOn" in of_predicate
    assert all(href.endswith("predicate=releasedOn") for href in of_predicate)


@pytest.mark.parametrize(
    ("path", "status", "near"),
    [
        ("/compare?subject=org/deepseak&predicate=describedAs", 404, "org/deepseek"),
        ("/compare?subject=org/deepseek&predicate=descibedAs", 404, "describedAs"),
        ("/compare?subject=org/deepseek&predicate=Length+of+the+gab", 404, "gapDuration"),
        ("/compare?subject=org/deepseek&predicate=describedAs&tolerance=much", 400, "such as 5.3"),
        ("/compare?subject=org/deepseek&predicate=describedAs&as-of=yesterday", 400, "such as 2025-06-30"),
        ("/compare?subject=org/deepseek&predicate=describedAs&known-by=2025-13-01", 400, "such as 2025-06-30"),
        ("/compare?as-of=soon", 400, "such as 2025-06-30"),
    ],
)
def test_what_will_not_do_is_told_with_the_mend(reader: Reader, path: str, status: int, near: str) -> None:
    answer = reader.get(path, Accept="application/json")
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
    told = json.loads(answer.text)
    assert near in [each["id"] for each in told.get("suggestions", ())] + [told["mend"]]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (
            "/compare?subject=app/talkie&predicate=score",
            "No claim says this. A comparison would need two claims that say “score” of Talkie",
        ),
        (
            "/compare?subject=app/talkie&predicate=monthlyActiveUsers",
            "A comparison would need another one that says “monthly active users” of Talkie",
        ),
        (f"{GAP}&known-by=2020-01-01", "No claim says this."),
        ("/compare?subject=unit/month", "No claim has month as its subject."),
    ],
)
def test_an_empty_comparison_says_which_claim_it_would_need(reader: Reader, path: str, words: str) -> None:
    assert reader.answer(path).status_code == 200
    assert words in told_text(reader.page(path))


# What moves it


def test_the_clocks_keep_what_had_been_said_and_what_held(reader: Reader) -> None:
    assert set(table(reader.page(f"{GAP}&known-by=2025-08-14"))) == {f"{CNYES}/15", f"{CNYES}/16"}
    before = reader.page(f"{GAP}&known-by=2025-12-31")
    assert set(table(before)) == {claim for claim in ALL_OF_GAP if not claim.startswith(THEBEAT)}
    assert kinds(before) == set()
    assert set(table(reader.page(f"{GAP}&as-of=2022-06-30"))) == {f"{CNYES}/15", f"{BESTHUB}/34"}


def test_the_asker_says_how_many_points_are_slight(reader: Reader) -> None:
    path = "/compare?subject=model/deepseek-r1-0528&predicate=score"
    assert kinds(reader.page(f"{path}&points=21.5")) == set()
    assert f"{BESTHUB}/70" not in table(reader.page(f"{path}&points=21.5"))


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """The site over a copy: Epoch's mean agrees, its least value is of a time long past, one time is another."""
    changes = (
        (f"{THEBEAT}/1", "value: 7", "value: 2"),
        (f"{THEBEAT}/2", "time: 2023/..", "time: 2019"),
        (f"{BESTHUB}/70", "time: 2025-05", "time: 2025-06"),
    )
    made = reader_of(built_with(tmp_path_factory.mktemp("moved"), changes), show_overlay=True)
    yield made
    made.app.extensions["aifrontier"].close()


def test_values_made_to_agree_are_no_pair_and_another_time_is_another_kind(reader: Reader, moved: Reader) -> None:
    accounts = {f"{CNYES}/16", f"{KR36}/18", f"{BESTHUB}/35"}
    assert {*accounts, f"{THEBEAT}/1"} in sides(reader.page(GAP))
    assert {*accounts, f"{THEBEAT}/1"} not in sides(moved.page(GAP))
    assert "otherDate" not in kinds(reader.page(GAP))
    assert "otherDate" in kinds(moved.page(GAP))


def test_a_claim_moves_along_the_axis_with_its_time(reader: Reader, moved: Reader) -> None:
    path = "/compare?subject=model/deepseek-r1-0528&predicate=score"
    (before,), (after,) = (drawn(each.page(path), f"{BESTHUB}/70") for each in (reader, moved))
    assert Decimal(before.attrs["x1"].rstrip("%")) < Decimal(after.attrs["x1"].rstrip("%"))


# The core


def row(number: int, value: str = "1", document: str = "d", **fields: Any) -> ClaimRow:
    """A claim about a thing of the example with one number as its value."""
    day = NamedNode(f"{XSD}date")
    terms: dict[str, Any] = {
        "claimValue": Literal(value, datatype=NamedNode(f"{XSD}decimal")),
        "asReported": Literal(value),
        "saidOn": Literal("2025-06-01", datatype=day),
        "foundIn": NamedNode(f"{ID}document/{document}"),
        "assertedBy": NamedNode(f"{ID}org/a"),
        "unit": NamedNode(f"{ID}unit/point"),
        "timeStated": Literal("true"),
    }
    for name, text in fields.items():
        if text is None:
            terms.pop(name, None)
        elif name in ("holdsFrom", "holdsTo", "saidOn"):
            terms[name] = Literal(text, datatype=day)
        elif name in ("lowerBound", "upperBound"):
            terms[name] = Literal(text, datatype=NamedNode(f"{XSD}decimal"))
        else:
            terms[name] = NamedNode((AIF if name == "comparator" else ID) + text)
    return ClaimRow(f"claim/{document}/{number}", {name: (term,) for name, term in terms.items()})


def test_a_voice_is_who_asserts_it_and_the_source_cited() -> None:
    told = [row(1, document="a"), row(2, document="b"), row(3, citesSource="document/r")]
    assert len(voices(told)) == 2
    # Nobody is named: each document has its own.
    assert len(voices([row(1, document="a", assertedBy=None), row(2, document="b", assertedBy=None)])) == 2


def test_a_lane_for_each_voice_and_document_those_who_spoke_first_before_the_others() -> None:
    told = [row(2, document="b", saidOn="2025-07-01"), row(10, document="a"), row(9, document="a")]
    assert [(lane.document, [c.id for c in lane.claims]) for lane in lanes(told)] == [
        ("document/a", ["claim/a/9", "claim/a/10"]),
        ("document/b", ["claim/b/2"]),
    ]


def test_pairs_of_the_same_voices_that_say_the_same_are_one_disagreement() -> None:
    told = {c.id: c for c in (row(1, document="a"), row(1, document="b"), row(9, "5", document="z"))}
    pairs = [Difference(f"claim/{one}/1", "claim/z/9", "", ("contradiction",)) for one in "ab"]
    (found,) = disagreements(pairs, told)
    assert [len(side.claims) for side in (found.first, found.second)] == [2, 1]
    assert found.first.documents == 2
    apart = {**told, "claim/b/1": row(1, "2", document="b")}
    assert len(disagreements(pairs, apart)) == 2


days = st.dates(date(1990, 1, 1), date(2040, 1, 1))


@given(st.lists(st.tuples(st.none() | days, st.none() | days, days), min_size=1, max_size=6))
def test_places_on_the_axis_keep_the_order_of_days_and_stay_inside(times: list[tuple[Any, Any, date]]) -> None:
    told = [
        row(n, holdsFrom=start and start.isoformat(), holdsTo=end and end.isoformat(), saidOn=said.isoformat())
        for n, (start, end, said) in enumerate(times, start=1)
    ]
    made = axis(lanes(told))
    assert made is not None
    tracks = [track for lane in made.lanes for track in lane.tracks]
    places = {row.text("saidOn") or "": track.mark for track in tracks for row in (track.row,)}
    in_order = [places[day] for day in sorted(places)]
    assert in_order == sorted(in_order, key=lambda place: place or 0)
    assert all(0 <= place <= 100 for t in tracks for place in (t.start, t.end, t.mark) if place is not None)
    assert len({track.y for track in tracks}) == len(told)
    ticks = [tick.x for tick in made.ticks]
    assert 1 <= len(ticks) <= 6
    assert ticks == sorted(ticks)


def test_claims_without_any_day_have_no_axis() -> None:
    assert axis(lanes([row(1, saidOn=None)])) is None


def test_a_strip_holds_one_unit_on_one_instrument_or_of_one_voice() -> None:
    on = {"onInstrument": "instrument/x"}
    other = {"onInstrument": "instrument/y"}
    told = [row(1, **on), row(2, "2", **on), row(3, **other), row(4), row(5), row(6, assertedBy="org/b")]
    found = [(strip.instrument, [t.row.id for t in strip.tracks]) for strip in strips(told)]
    assert found == [("instrument/x", ["claim/d/1", "claim/d/2"]), ("", ["claim/d/4", "claim/d/5"])]


def test_less_and_more_reach_to_the_side_that_they_mean() -> None:
    told = [
        row(1, "3", comparator="lessThan", upperBound="3", unit="unit/month"),
        row(2, "1", comparator="moreThan", lowerBound="1", unit="unit/year"),
        row(3, "7", unit="unit/month"),
    ]
    (strip,) = strips(told)
    less, more, exact = strip.tracks
    assert (less.open_start, less.open_end, less.end) == (True, False, less.mark)
    assert (more.open_start, more.open_end, more.start) == (False, True, more.mark)
    assert exact.start == exact.end == exact.mark
    # A year is further along than seven months.
    assert (less.mark or 0) < (exact.mark or 0) < (more.mark or 0)
    assert strip.in_months


@given(st.lists(st.decimals(-(10**12), 10**12, allow_nan=False, places=3), min_size=2, max_size=6))
def test_a_scale_holds_its_figures_between_its_ticks(values: list[Decimal]) -> None:
    (strip,) = strips([row(n, str(value)) for n, value in enumerate(values, start=1)])
    assert 2 <= len(strip.ticks) <= 8
    first, last = strip.ticks[0].x, strip.ticks[-1].x
    assert all(track.mark is not None and first <= track.mark <= last for track in strip.tracks)


@given(st.text(max_size=90))
def test_words_in_a_drawing_are_whole_or_end_in_an_ellipsis(words: str) -> None:
    short = cut(words)
    assert short == words or (short.endswith("…") and words.startswith(short[:-1]) and len(short) <= MOST_UNITS)


@pytest.mark.parametrize(
    ("language", "heading"),
    [
        ("en", "What is said of the China–US gap in frontier model intelligence: length of the gap"),
        ("zh-Hant", "關於中美前沿模型智慧差距的說法：差距時長"),
    ],
)
def test_the_heading_names_its_thing_as_a_sentence_does(reader: Reader, language: str, heading: str) -> None:
    path = "/compare?subject=gap/cn-us-frontier-intelligence&predicate=gapDuration"
    assert reader.page(path, language).one("h1").text().strip() == heading
