"""The questions on the shipped data, against answers that were worked out by hand from the articles."""

from __future__ import annotations

import pytest

from graph.snapshot import Snapshot
from queries.answer import Source
from queries.registry import questions
from tests.queries.reading import EXAMPLES, answer_of, rows, source_of

CNYES = "claim/cnyes-2025-08-14/"
BESTHUB = "claim/besthub-2025-aa-china-q2/"
KR36 = "claim/36kr-2025-aa-china-q2/"
THEBEAT = "claim/thebeat-2026-epoch-gap/"


def test_the_questions_are_those_with_an_example() -> None:
    assert set(questions()) == set(EXAMPLES)


# gap-claims


def test_the_gap_is_claimed_eight_times_each_in_its_own_words(source: Source) -> None:
    found = rows(
        answer_of(source, "gap-claims"),
        *("statistic", "comparator", "value", "unit", "months", "time", "instrument", "previous", "claim"),
    )
    eci = "instrument/eci"
    assert found == [
        (None, "moreThan", "1", "unit/year", "12", "../2025-Q2", None, None, f"{CNYES}15"),
        (None, "lessThan", "3", "unit/month", "3", "2025-Q2", None, f"{CNYES}15", f"{CNYES}16"),
        (None, "lessThan", "3", "unit/month", "3", "2025-05", None, None, f"{KR36}18"),
        (None, "moreThan", "1", "unit/year", "12", "2022/2025-Q2", None, None, f"{BESTHUB}34"),
        (None, "lessThan", "3", "unit/month", "3", "2025-Q2", None, f"{BESTHUB}34", f"{BESTHUB}35"),
        ("mean", None, "7", "unit/month", "7", "2023/..", eci, None, f"{THEBEAT}1"),
        ("minimum", None, "4", "unit/month", "4", "2023/..", eci, None, f"{THEBEAT}2"),
        ("maximum", None, "14", "unit/month", "14", "2023/..", eci, None, f"{THEBEAT}3"),
    ]


def test_each_gap_claim_says_who_says_so_in_which_voice_and_when(source: Source) -> None:
    answer = answer_of(source, "gap-claims", gap="gap/cn-us-frontier-intelligence")
    aa = ("org/artificial-analysis", "voiceReport", "document/cnyes-2025-08-14", "2025-08-14")
    kr = ("org/artificial-analysis", "voiceReportImplied", "document/36kr-2025-aa-china-q2", "2025-12-31")
    hub = ("org/artificial-analysis", "voiceReportImplied", "document/besthub-2025-aa-china-q2", "2025-12-31")
    epoch = ("org/epoch-ai", "voiceReportImplied", "document/thebeat-2026-epoch-gap", "2026-01-31")
    assert rows(answer, "assertedBy", "voice", "document", "saidOn") == [aa, aa, kr, hub, hub, epoch, epoch, epoch]


def test_a_bound_that_only_repeats_the_figure_is_no_range(source: Source) -> None:
    assert set(rows(answer_of(source, "gap-claims"), "lower", "upper")) == {(None, None)}


@pytest.mark.parametrize(
    ("day", "claims"),
    [
        ("2025-08-13", []),
        ("2025-08-14", ["15", "16"]),
        ("2025-12-30", ["15", "16"]),
        # Of two accounts only the year is known: they count from its last day.
        ("2025-12-31", ["15", "16", "18", "34", "35"]),
        ("2026-01-30", ["15", "16", "18", "34", "35"]),
        ("2026-01-31", ["15", "16", "18", "34", "35", "1", "2", "3"]),
    ],
)
def test_known_by_keeps_what_had_been_said(source: Source, day: str, claims: list[str]) -> None:
    answer = answer_of(source, "gap-claims", known_by=day)
    assert [str(claim).rpartition("/")[2] for (claim,) in rows(answer, "claim")] == claims


@pytest.mark.parametrize(
    ("day", "claims"),
    [
        ("2021-12-31", {"15"}),
        ("2022-12-31", {"15", "34"}),
        ("2025-03-31", {"15", "34", "1", "2", "3"}),
        ("2025-04-01", {"15", "16", "34", "35", "1", "2", "3"}),
        ("2025-05-01", {"15", "16", "18", "34", "35", "1", "2", "3"}),
        ("2025-07-01", {"1", "2", "3"}),
    ],
)
def test_as_of_keeps_what_held(source: Source, day: str, claims: set[str]) -> None:
    answer = answer_of(source, "gap-claims", as_of=day)
    assert {str(claim).rpartition("/")[2] for (claim,) in rows(answer, "claim")} == claims


def test_both_clocks_together_keep_what_was_known_of_that_day(source: Source) -> None:
    answer = answer_of(source, "gap-claims", as_of="2025-03-31", known_by="2025-12-31")
    assert rows(answer, "claim") == [(f"{CNYES}15",), (f"{BESTHUB}34",)]


# open-weights-takeover and open-weights-leaders


def test_qwq_took_the_lead_in_open_weights_in_november_2024(source: Source) -> None:
    answer = answer_of(source, "open-weights-takeover")
    found = rows(
        answer, "winner", "loser", "time", "validFrom", "validTo", "model", "aheadOf", "assertedBy", "voice"
    )
    assert found == [
        (
            *("country/CN", "country/US", "2024-11", "2024-11-01", "2024-11-30"),
            *("model/qwq-32b-preview", "model/llama-3.1-405b"),
            *("org/artificial-analysis", "voiceReportImplied"),
        )
    ]
    assert answer.claims() == [f"{CNYES}39", f"{CNYES}45"]


@pytest.mark.parametrize(
    ("given", "count"),
    [
        ({"winner": "country/CN"}, 1),
        ({"winner": "country/US"}, 0),
        ({"as_of": "2024-10-31"}, 0),
        ({"as_of": "2024-11-01"}, 1),
        ({"known_by": "2025-08-13"}, 0),
        ({"known_by": "2025-08-14"}, 1),
    ],
)
def test_the_takeover_by_winner_and_by_day(source: Source, given: dict[str, str], count: int) -> None:
    assert len(answer_of(source, "open-weights-takeover", **given).rows) == count


def test_who_is_said_to_lead_in_open_weights(source: Source) -> None:
    found = rows(
        answer_of(source, "open-weights-leaders"),
        *("leader", "scope", "within", "word", "time", "timeStated", "assertedBy", "claim"),
    )
    aa, models = "org/artificial-analysis", "scope/open-weights-models"
    assert found == [
        (
            *("model/deepseek-r1-0528", models, None, "superlative/smartest", "2025-Q2", "true"),
            *(aa, f"{BESTHUB}59"),
        ),
        (
            *("model/deepseek-r1-0528", models, None, "superlative/smartest", "2025-Q2", "true"),
            *(None, f"{CNYES}61"),
        ),
        (
            *("model/deepseek-r1", "scope/open-weights-reasoning-models", None, None, "2025-Q2", "true"),
            *(aa, f"{CNYES}171"),
        ),
        ("model/llama-3.1-405b", models, "country/US", None, "../2024-11", "true", aa, f"{CNYES}48"),
        ("org/deepseek", models, None, "qualifier/undisputed", None, "false", aa, f"{CNYES}92"),
    ]


def test_an_unnamed_third_party_is_shown_as_a_voice_without_a_name(source: Source) -> None:
    answer = answer_of(source, "open-weights-leaders")
    assert [voice for who, voice in rows(answer, "assertedBy", "voice") if who is None] == ["voiceThirdParty"]


@pytest.mark.parametrize(
    ("given", "numbers"),
    [
        ({"scope": "scope/open-weights-reasoning-models"}, ["171"]),
        ({"scope": "scope/open-weights-models"}, ["59", "61", "48", "92"]),
        ({"as_of": "2024-10-31"}, ["48"]),
        # A claim without a time of its own counts from the start of its report's period.
        ({"as_of": "2025-05-01"}, ["59", "61", "171", "92"]),
        ({"as_of": "2025-07-01"}, ["92"]),
        ({"known_by": "2025-08-13"}, []),
    ],
)
def test_leaders_by_scope_and_by_day(source: Source, given: dict[str, str], numbers: list[str]) -> None:
    answer = answer_of(source, "open-weights-leaders", **given)
    assert [str(claim).rpartition("/")[2] for (claim,) in rows(answer, "claim")] == numbers


# weights-by-country

CHINA = [
    ("group/china-labs", "policy/open", "false", f"{BESTHUB}62"),
    ("group/china-labs", "policy/open", "true", f"{THEBEAT}9"),
    ("group/china-top-labs", "policy/open", "false", f"{KR36}52"),
    ("group/china-top-labs", "policy/open", "false", f"{CNYES}63"),
    ("org/alibaba", "policy/open", "false", f"{BESTHUB}78"),
    ("org/deepseek", "policy/open", "false", f"{BESTHUB}77"),
    ("family/qwen", "access/open-source", "false", f"{CNYES}131"),
    ("model/deepseek-r1-0528", "access/open-source", "false", f"{KR36}45"),
    ("model/deepseek-r1", "access/open-weights", "false", f"{BESTHUB}57"),
    ("model/deepseek-r1", "access/open-weights", "false", f"{CNYES}54"),
    ("model/deepseek-r1-0528", "access/open-weights", "false", f"{BESTHUB}60"),
    ("model/deepseek-r1-0528", "access/open-weights", "false", f"{CNYES}62"),
    ("model/qwq-32b-preview", "access/open-weights", "true", f"{BESTHUB}50"),
    ("model/qwq-32b-preview", "access/open-weights", "true", f"{CNYES}43"),
]
UNITED_STATES = [
    ("group/us-labs", "policy/closed", "false", f"{BESTHUB}63"),
    ("group/us-labs", "policy/closed", "false", f"{CNYES}64"),
    ("group/us-labs", "policy/closed", "true", f"{THEBEAT}10"),
    ("org/anthropic", "policy/closed", "false", f"{CNYES}66"),
    ("org/google", "policy/closed", "false", f"{CNYES}67"),
    ("org/openai", "policy/closed", "false", f"{CNYES}65"),
    ("model/llama-3.1-405b", "access/open-weights", "true", f"{BESTHUB}51"),
    ("model/llama-3.1-405b", "access/open-weights", "true", f"{CNYES}47"),
]


@pytest.mark.parametrize(
    ("given", "expected"),
    [({}, CHINA + UNITED_STATES), ({"country": "country/CN"}, CHINA), ({"country": "country/US"}, UNITED_STATES)],
)
def test_who_shares_weights(source: Source, given: dict[str, str], expected: list[tuple[str, ...]]) -> None:
    answer = answer_of(source, "weights-by-country", **given)
    assert rows(answer, "subject", "object", "implicit", "claim") == expected


# lab-trajectory


def test_deepseek_rose_from_20_to_68(source: Source) -> None:
    found = rows(
        answer_of(source, "lab-trajectory", lab="org/deepseek"),
        *("model", "released", "score", "gain", "instrument", "basis"),
        *("releaseClaim", "scoreClaim", "developerClaim"),
    )
    index = ("instrument/aa-ii-v2", "inferredFromDate")
    assert found == [
        ("model/deepseek-llm-67b", None, "20", None, *index, None, f"{CNYES}78", f"{CNYES}80"),
        # Each account tells its own: a date or a score is not lent from one document to another.
        (
            *("model/deepseek-r1", "2025-01", None, None, None, None),
            *(f"{BESTHUB}55", None, f"{BESTHUB}54"),
        ),
        (
            *("model/deepseek-r1-0528", "2025-05", None, None, None, None),
            *(f"{BESTHUB}38", None, f"{BESTHUB}71"),
        ),
        (
            *("model/deepseek-r1-0528", "2025-05", "68", None, *index),
            *(f"{KR36}43", f"{KR36}24", f"{KR36}39"),
        ),
        (
            *("model/deepseek-r1-0528", "2025-05", "68", "48", *index),
            *(f"{CNYES}58", f"{CNYES}82", f"{CNYES}98"),
        ),
        ("model/deepseek-r1", None, None, None, None, None, None, None, f"{CNYES}51"),
    ]


def test_a_lab_had_no_trajectory_before_anybody_told_of_it(source: Source) -> None:
    assert answer_of(source, "lab-trajectory", lab="org/deepseek", known_by="2025-08-13").rows == []


# claims-about and evidence


def test_what_is_said_about_talkie(source: Source) -> None:
    answer = answer_of(source, "claims-about", entity="app/talkie")
    found = rows(answer, "subject", "predicate", "object", "comparator", "value", "unit", "standing", "claim")
    assert found == [
        ("org/minimax", "operatesApp", "app/talkie", None, None, None, None, f"{CNYES}191"),
        ("app/talkie", "classifiedAs", "App", None, None, None, None, f"{CNYES}192"),
        (
            *("app/talkie", "monthlyActiveUsers", None, "approximately", "35000000", "unit/user"),
            *(None, f"{CNYES}193"),
        ),
    ]


def test_a_thing_is_found_in_every_part_that_it_has_in_a_claim(source: Source) -> None:
    answer = answer_of(source, "claims-about", entity="model/qwq-32b-preview")
    assert {f"{CNYES}39", f"{CNYES}42", f"{CNYES}45"} <= set(answer.claims())


def test_the_evidence_of_a_claim_is_a_place_and_digests(source: Source) -> None:
    answer = answer_of(source, "evidence", claim=f"{CNYES}16")
    found = rows(answer, "evidence", "main", "start", "end", "exact", "contextStart", "contextEnd", "quote")
    digest = "01c7a58f41dd53c01672b7b2e913cd59a6653b054bffb08ac93e6b02142fc632"
    assert found == [(f"{CNYES}16/evidence/1", "true", "180", "200", digest, "43", "201", None)]
    assert rows(answer, "address", "contextDigest") == [
        (
            "https://news.cnyes.com/news/id/6110824",
            "f803c2298b571bdc9fa0fa8d53f4fbd0af6096ab5ed7cb380c5ee3259c48674d",
        )
    ]
    assert not answer.used_overlay


def test_the_main_span_comes_first_and_the_others_by_place(source: Source) -> None:
    answer = answer_of(source, "evidence", claim=f"{THEBEAT}1")
    assert rows(answer, "main", "start", "end") == [
        ("true", "401", "486"),
        ("false", "71", "159"),
        ("false", "231", "330"),
        ("false", "332", "381"),
    ]


def test_with_the_text_at_hand_the_words_stand_beside_their_place(snapshot_with_texts: Snapshot) -> None:
    answer = answer_of(source_of(snapshot_with_texts), "evidence", claim=f"{CNYES}16")
    ((quote, start, end),) = rows(answer, "quote", "start", "end")
    assert len(str(quote)) == int(str(end)) - int(str(start))
    assert answer.used_overlay
