"""Who contradicts whom: which pairs of claims are listed, with which kinds of difference, and which are not."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from graph.build import build
from graph.inputs import Inputs
from queries.answer import Answer, Source
from queries.formats import as_delimited
from tests.graph import workspaces
from tests.queries.copied import built_with
from tests.queries.reading import answer_of, rows, source_of

CNYES = "claim/cnyes-2025-08-14"
BESTHUB = "claim/besthub-2025-aa-china-q2"
KR36 = "claim/36kr-2025-aa-china-q2"
THEBEAT = "claim/thebeat-2026-epoch-gap"
MINE = "claim/example-2025"
Pairs = dict[tuple[str | None, str | None], set[str]]


def pairs(answer: Answer) -> Pairs:
    """The two claims of each row, with the kinds of their difference."""
    return {
        (first, second): set(str(kinds).split())
        for first, second, kinds in rows(answer, "first", "second", "kinds")
    }


# On the shipped data


def test_under_three_months_stands_against_seven_on_average(source: Source) -> None:
    answer = answer_of(source, "conflicts", subject="gap/cn-us-frontier-intelligence")
    columns = ("Comparator", "Statistic", "Value", "Unit", "Time", "Instrument", "By", "Document")
    (found,) = [
        row
        for row in rows(answer, "first", "second", *(f"{side}{c}" for side in ("first", "second") for c in columns))
        if row[:2] == (f"{CNYES}/16", f"{THEBEAT}/1")
    ]
    assert found[2:] == (
        *("lessThan", None, "3", "unit/month", "2025-Q2", None),
        *("org/artificial-analysis", "document/cnyes-2025-08-14"),
        *(None, "mean", "7", "unit/month", "2023/..", "instrument/eci"),
        *("org/epoch-ai", "document/thebeat-2026-epoch-gap"),
    )
    assert pairs(answer)[f"{CNYES}/16", f"{THEBEAT}/1"] == {"otherInstrument", "otherDefinition"}


def test_years_and_months_are_measured_alike(source: Source) -> None:
    found = pairs(answer_of(source, "conflicts"))
    # More than a year: not seven months, but perhaps fourteen.
    assert (f"{CNYES}/15", f"{THEBEAT}/1") in found
    assert (f"{CNYES}/15", f"{THEBEAT}/3") not in found


def test_slightly_ahead_stands_against_68_to_47(source: Source) -> None:
    answer = answer_of(source, "conflicts", subject="model/deepseek-r1-0528")
    found = rows(
        answer,
        *("firstPredicate", "firstComparator", "firstValue", "first"),
        *("secondPredicate", "secondValue", "against", "second", "third"),
    )
    word = ("outperforms", "qualifier/slightly", "model/qwen3-235b-a22b", f"{BESTHUB}/70")
    assert found == [
        (*word, "score", "68", "47", f"{CNYES}/82", f"{KR36}/25"),
        (*word, "score", "68", "47", f"{KR36}/24", f"{KR36}/25"),
    ]
    assert set(map(frozenset, pairs(answer).values())) == {frozenset({"wordAgainstFigures", "twoAccounts"})}
    assert answer_of(source, "conflicts", subject="model/deepseek-r1-0528", points="21.5").rows == []


def test_a_gap_called_very_small_on_one_index_is_significant_on_another(source: Source) -> None:
    found = pairs(answer_of(source, "conflicts", subject="gap/cn-us-frontier-intelligence"))
    assert found[f"{KR36}/33", f"{THEBEAT}/7"] == {"otherInstrument"}
    # One account tells of both words: the gap was significant and became very small.
    assert (f"{KR36}/17", f"{KR36}/33") not in found


def test_a_giant_is_no_start_up(source: Source) -> None:
    answer = answer_of(source, "conflicts", subject="org/deepseek")
    found = rows(
        answer, "firstPredicate", "firstValue", "first", "secondPredicate", "secondValue", "second", "kinds"
    )
    assert found == [
        (
            *("describedAs", "label/giant", f"{CNYES}/33"),
            *("hasCategory", "category/startup", f"{CNYES}/167", "contradiction"),
        )
    ]
    # Alibaba is called a giant as well, but nobody calls it a start-up.
    assert answer_of(source, "conflicts", subject="org/alibaba").rows == []


def test_retellings_that_agree_and_claims_in_other_scopes_are_not_listed(source: Source) -> None:
    found = pairs(answer_of(source, "conflicts"))
    told = {claim for pair in found for claim in pair}
    assert (f"{CNYES}/16", f"{KR36}/18") not in found
    assert (f"{CNYES}/16", f"{BESTHUB}/35") not in found
    # The smartest model of one country, the smartest with open weights, the top one of a country.
    assert not told & {f"{CNYES}/61", f"{CNYES}/111", f"{BESTHUB}/39", f"{BESTHUB}/59", f"{KR36}/44"}


def test_a_gap_that_narrowed_is_a_change_and_no_disagreement(source: Source) -> None:
    found = pairs(answer_of(source, "conflicts"))
    before, after = (f"{CNYES}/15", f"{BESTHUB}/34"), (f"{CNYES}/16", f"{BESTHUB}/35", f"{KR36}/18")
    assert not [pair for pair in found if set(pair) & set(before) and set(pair) & set(after)]


def test_mean_least_and_most_of_one_account_are_one_description(source: Source) -> None:
    own = {f"{THEBEAT}/{n}" for n in (1, 2, 3)}
    assert not [pair for pair in pairs(answer_of(source, "conflicts")) if set(pair) <= own]


@pytest.mark.parametrize("account", [f"{CNYES}/16", f"{KR36}/18", f"{BESTHUB}/35"])
def test_under_three_months_is_below_the_least_value_but_within_the_greatest(source: Source, account: str) -> None:
    found = pairs(answer_of(source, "conflicts"))
    assert (account, f"{THEBEAT}/2") in found
    assert (account, f"{THEBEAT}/3") not in found


@pytest.mark.parametrize("account", [f"{CNYES}/15", f"{BESTHUB}/34"])
def test_more_than_a_year_does_not_contradict_a_least_value_of_four_months(source: Source, account: str) -> None:
    assert (account, f"{THEBEAT}/2") not in pairs(answer_of(source, "conflicts"))


def test_both_claims_must_have_been_said_and_must_hold(source: Source) -> None:
    def subjects(**clocks: str) -> set[tuple[str | None, ...]]:
        return set(rows(answer_of(source, "conflicts", **clocks), "subject"))

    gap, model, lab = ("gap/cn-us-frontier-intelligence",), ("model/deepseek-r1-0528",), ("org/deepseek",)
    assert subjects(known_by="2025-08-14") == {lab}
    assert subjects(known_by="2025-12-31") == {lab, model}
    assert subjects(known_by="2026-01-31") == {lab, model, gap}
    assert subjects(as_of="2022-06-30") == set()
    assert subjects(as_of="2025-05-01") == {lab, model, gap}


# In a copy of the data in which values agree


@pytest.fixture(scope="module")
def agreeing(tmp_path_factory: pytest.TempPathFactory) -> Pairs:
    changes = (
        (f"{THEBEAT}/1", "value: 7", "value: 2"),
        (f"{KR36}/25", "value: 47", "value: 62"),
        (f"{CNYES}/167", "object: category/startup", "object: category/big-tech"),
    )
    return pairs(answer_of(source_of(built_with(tmp_path_factory.mktemp("agreeing"), changes)), "conflicts"))


@pytest.mark.parametrize(
    "pair",
    [
        (f"{CNYES}/16", f"{THEBEAT}/1"),
        (f"{BESTHUB}/35", f"{THEBEAT}/1"),
        (f"{BESTHUB}/70", f"{KR36}/24"),
        (f"{CNYES}/33", f"{CNYES}/167"),
    ],
)
def test_the_row_of_two_values_made_to_agree_is_gone(
    source: Source, agreeing: Pairs, pair: tuple[str, str]
) -> None:
    assert pair in pairs(answer_of(source, "conflicts"))
    assert pair not in agreeing


def test_the_other_rows_stay(agreeing: Pairs) -> None:
    assert (f"{CNYES}/16", f"{THEBEAT}/2") in agreeing
    # Two months on average contradict more than a year as much as seven did.
    assert (f"{CNYES}/15", f"{THEBEAT}/1") in agreeing


# In a workspace made up for it


def claim(number: int, predicate: str, value: str, **more: Any) -> dict[str, Any]:
    """A claim of the example document about its app, or about what `subject` names."""
    evidence = workspaces.claims()["claims"][0]["evidence"]
    said = {"subject": "app/alphachat", "predicate": predicate, "voice": "article", "evidence": evidence}
    return {"id": number, **said, "value": value, **more}


def score(number: int, value: str, instrument: str) -> dict[str, Any]:
    on = {"id": f"instrument/{instrument}", "basis": "namedBySource"}
    return claim(number, "score", value, subject="model/alpha-1", unit="unit/point", instrument=on)


def users(number: int, value: str, **more: Any) -> dict[str, Any]:
    return claim(number, "monthlyActiveUsers", value, unit="unit/user", **more)


def gap(number: int, value: str, **more: Any) -> dict[str, Any]:
    subject = "gap/cn-us-frontier-intelligence"
    return claim(number, "gapDuration", value, subject=subject, unit="unit/month", **more)


def size(number: int, value: str) -> dict[str, Any]:
    return claim(number, "parameterCount", value, subject="model/alpha-1", unit="unit/parameter")


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Source:
    eci = {"id": "instrument/eci", "basis": "namedBySource"}
    said = [
        *(score(1, "60", "aa-ii-v2"), score(2, "50", "aa-ii-v4.0"), score(3, "70", "gpqa-diamond")),
        *(size(4, "7000000000"), size(5, "7200000000"), size(6, "8000000000")),
        *(users(10, "100", comparator="approximately"), users(11, "109"), users(12, "90", scope=["scope/global"])),
        *(users(13, "500", negated=True), users(14, "600", hypothetical=True)),
        *(gap(20, "1", statistic="mean", time="2020", instrument=eci), gap(21, "3", time="2025-Q2")),
        gap(22, "20", time="2024"),
        claim(30, "releasedOn", "2024"),
        *(claim(31, "releasedOn", "2024-05"), claim(32, "releasedOn", "2023-12")),
    ]
    folder = workspaces.write(
        tmp_path_factory.mktemp("made-up"), claims={"document": "example-2025", "claims": said}
    )
    built = build(Inputs(workspace=folder), tmp_path_factory.mktemp("made-up-out"))
    return source_of(built.snapshot)


@pytest.mark.parametrize(
    ("one", "other", "kinds"),
    [
        (1, 2, {"otherInstrumentVersion"}),
        (4, 5, {"rounding"}),
        (4, 6, {"contradiction"}),
        (5, 6, {"contradiction"}),
        # "2024" leaves open which month; December 2023 is not in it.
        (30, 32, {"contradiction"}),
        (31, 32, {"contradiction"}),
    ],
)
def test_the_kind_of_a_difference(made_up: Source, one: int, other: int, kinds: set[str]) -> None:
    assert pairs(answer_of(made_up, "conflicts"))[f"{MINE}/{one}", f"{MINE}/{other}"] == kinds


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, 3),  # points on two instruments that have nothing to do with each other
        (10, 11),  # 109 is about 100
        (10, 12),  # another scope
        (10, 13),  # denied
        (10, 14),  # supposed
        (30, 31),  # a month of the year
    ],
)
def test_what_is_no_difference(made_up: Source, one: int, other: int) -> None:
    assert (f"{MINE}/{one}", f"{MINE}/{other}") not in pairs(answer_of(made_up, "conflicts"))


def test_how_far_about_reaches_is_for_the_asker_to_say(made_up: Source) -> None:
    pair = (f"{MINE}/10", f"{MINE}/11")
    assert pairs(answer_of(made_up, "conflicts", tolerance="0.05"))[pair] == {"contradiction"}
    assert pair not in pairs(answer_of(made_up, "conflicts", tolerance="0.09"))


def test_what_lies_beyond_the_greatest_value_differs_from_it(made_up: Source) -> None:
    found = pairs(answer_of(made_up, "conflicts"))
    assert found[f"{MINE}/22", f"{THEBEAT}/3"] == {"otherInstrument", "otherDefinition"}
    assert (f"{MINE}/22", f"{THEBEAT}/2") not in found


def test_times_that_do_not_meet_are_a_reason(made_up: Source) -> None:
    found = pairs(answer_of(made_up, "conflicts"))
    assert found[f"{MINE}/20", f"{THEBEAT}/1"] == {"otherDate"}
    assert found[f"{MINE}/20", f"{THEBEAT}/2"] == {"otherDate", "otherDefinition"}


def test_three_months_are_not_under_three_months(made_up: Source) -> None:
    assert pairs(answer_of(made_up, "conflicts"))[f"{MINE}/21", f"{CNYES}/16"] == {"contradiction"}


def test_both_sides_are_told_as_sentences_and_one_predicate_once(source: Source) -> None:
    slight = answer_of(source, "conflicts", subject="model/deepseek-r1-0528")
    assert slight.headline("en").startswith(
        "DeepSeek R1-0528 slightly outperforms Qwen3-235B-A22B, says Artificial Analysis; "
        "DeepSeek R1-0528 scores 68 points against 47 points, says Artificial Analysis ("
    )
    assert "DeepSeek R1-0528 略微優於 Qwen3-235B-A22B，據" in slight.headline("zh-Hant")
    assert "得 68 分，对方得 47 分，据" in slight.headline("zh-Hans")
    gap = answer_of(source, "conflicts", subject="gap/cn-us-frontier-intelligence")
    assert gap.headline("en").startswith(
        "The China–US gap in frontier model intelligence amounts to more than 1 year, says Artificial Analysis; "
        "a mean of 7 months, says Epoch AI (other instrument, other definition); the China–US gap"
    )


def test_the_kinds_are_told_in_the_reader_s_language(source: Source) -> None:
    answer = answer_of(source, "conflicts", subject="org/deepseek")
    assert answer.headline("en") == (
        "DeepSeek is described as a giant, says Artificial Analysis; "
        "DeepSeek is placed in the category “AI start-up”, says Artificial Analysis (true contradiction)"
    )
    assert "真正的矛盾" in answer.headline("zh-Hant")
    rows_told = list(csv.DictReader(io.StringIO(as_delimited(answer, ",", "zh-Hans"))))
    assert [(row["kinds"], row["kinds_label"]) for row in rows_told] == [("contradiction", "真正的矛盾")]


# In two documents of two voices made up for it


def founded(number: int, value: str) -> dict[str, Any]:
    return claim(number, "foundedOn", value, subject="org/example-labs")


def of_lab(number: int, predicate: str, thing: str, **more: Any) -> dict[str, Any]:
    said = {key: value for key, value in claim(number, predicate, "").items() if key != "value"}
    return {**said, "subject": "org/example-labs", "object": thing, **more}


def category(number: int, name: str) -> dict[str, Any]:
    return of_lab(number, "hasCategory", f"category/{name}")


def based(number: int, code: str, **more: Any) -> dict[str, Any]:
    return of_lab(number, "basedIn", f"country/{code}", **more)


@pytest.fixture(scope="module")
def two_voices(tmp_path_factory: pytest.TempPathFactory) -> Source:
    one = [
        *(users(1, "100"), users(2, "100", scope=["scope/global"], time="2025-05"), score(3, "60", "aa-ii-v2")),
        *(founded(4, "2023-05"), category(5, "big-tech"), users(6, "9", comparator="lessThan", scope=["scope/ai"])),
        *(based(7, "CN"), users(8, "30", scope=["scope/coding"])),
    ]
    other = [
        *(users(1, "200"), users(2, "200", scope=["scope/global"], time="2026-01"), score(3, "70", "aa-ii-v4.0")),
        *(founded(4, "2023-07"), category(5, "startup")),
        users(6, "9", comparator="lessThan", scope=["scope/ai"], negated=True, time="2026-01"),
        *(based(7, "CN", negated=True), users(8, "31", scope=["scope/coding"], negated=True)),
    ]
    folder = workspaces.write(tmp_path_factory.mktemp("voices"), claims={"document": "example-2025", "claims": one})
    workspaces.add_document(folder, "later-2026", "2026-02-01", "org/cnyes", other)
    return source_of(build(Inputs(workspace=folder), tmp_path_factory.mktemp("voices-out")).snapshot)


@pytest.mark.parametrize(
    ("number", "kinds"),
    [
        # Users come and go: of which month each of the two speaks, nobody says.
        (1, {"timeNotStated"}),
        (2, {"otherDate"}),
        # What explains the difference already needs no more.
        (3, {"otherInstrumentVersion"}),
        # The day of founding stays what it is, whenever it is told.
        (4, {"contradiction"}),
        # No company is of two categories of one scheme.
        (5, {"timeNotStated"}),
        # What one says, another denies.
        (6, {"timeNotStated"}),
        (7, {"contradiction"}),
    ],
)
def test_what_changes_with_time_may_differ_for_it(two_voices: Source, number: int, kinds: set[str]) -> None:
    found = pairs(answer_of(two_voices, "conflicts"))
    assert found[f"{MINE}/{number}", f"claim/later-2026/{number}"] == kinds


def test_who_denies_another_value_contradicts_nobody(two_voices: Source) -> None:
    found = pairs(answer_of(two_voices, "conflicts"))
    assert (f"{MINE}/8", "claim/later-2026/8") not in found


def test_a_denial_says_so(two_voices: Source) -> None:
    answer = answer_of(two_voices, "conflicts", subject="org/example-labs")
    denial = (
        "Example Labs is based in China, says Example Labs; Example Labs is not based in China, says Anue cnyes"
    )
    assert denial in answer.headline("en")
    assert "；Example Labs 並非位於中國，據" in answer.headline("zh-Hant")
    assert "；Example Labs 并不位于中国，据" in answer.headline("zh-Hans")
    denied = rows(answer, "second", "firstStanding", "secondStanding")
    assert ("claim/later-2026/7", None, "negated") in denied
