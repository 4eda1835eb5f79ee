"""Answers move with their cause: in a copy of the data claims go, change or come, and so do exactly their rows."""

from __future__ import annotations

import pytest

from queries.answer import Source, ask
from queries.registry import question
from tests.queries.reading import EXAMPLES, answer_of, rows
from tests.queries.shipped import CNYES, MOVING, Statement, changed

Cells = set[tuple[str | None, ...]]

ARTICLE = f"claim/{CNYES}/"
DOCUMENT = f"document/{CNYES}"
GONE = {
    "61",  # the only claim of an unnamed third party
    "143",  # ByteDance operates Doubao
    "167",  # DeepSeek is counted to the start-ups
    "232",  # Seed-TTS works with speech
    "233",  # Seaweed-7B works with video
}
FEWEST = 5
"""How often a query is timed; the shortest time counts, because the machine does other work as well."""


def claims(there: list[Statement]) -> list[Statement]:
    kept = [claim for claim in there if claim["id"] not in GONE]
    assert len(there) - len(kept) == len(GONE)
    found = {claim["id"]: claim for claim in kept}
    # The gap of under three months no longer names the state before it; a lead gets a time; the score
    # of DeepSeek LLM 67B becomes its weights.
    assert found["16"].pop("previous") == "15"
    found["92"]["time"] = "2025-Q2"
    assert found["82"].pop("previous") == "78"
    score = found["78"]
    for key in ("value", "unit", "instrument"):
        del score[key]
    score |= {"predicate": "weightsAccess", "object": "access/open-weights"}
    return kept


def links(text: str) -> str:
    assert "\napp:chatgpt\t" in text
    return text.replace("\napp:chatgpt\tChatGPT\t", "\napp:doubao\tDoubao\t")


@pytest.fixture(scope="module")
def after(tmp_path_factory: pytest.TempPathFactory) -> Source:
    return changed(tmp_path_factory.mktemp("changed"), claims=claims, links=links)


def both(before: Source, after: Source, name: str, *columns: str, **given: str) -> tuple[Cells, Cells]:
    """The rows that went and the rows that came."""
    there, here = (set(rows(answer_of(source, name, **given), *columns)) for source in (before, after))
    return there - here, here - there


def test_a_change_goes_when_a_claim_no_longer_names_the_state_before_it(source: Source, after: Source) -> None:
    gone, come = both(source, after, "gap-change", "earlierClaim", "claim")
    assert gone == {(f"{ARTICLE}15", f"{ARTICLE}16"), (f"{ARTICLE}78", f"{ARTICLE}82")}
    assert come == set()


def test_a_company_leaves_its_category_with_the_claim(source: Source, after: Source) -> None:
    gone, come = both(source, after, "categories", "company", "category", "claim")
    assert gone == {("org/deepseek", "category/startup", f"{ARTICLE}167")}
    assert come == set()


def test_a_cell_becomes_a_hole_with_its_claim(source: Source, after: Source) -> None:
    gone, come = both(source, after, "modality-matrix", "company", "modality", "model", "claimed")
    assert gone == {
        ("org/bytedance", "modality/speech", "model/seed-tts", None),
        ("org/bytedance", "modality/video", "model/seaweed-7b", None),
    }
    assert come == {
        ("org/bytedance", "modality/speech", None, "false"),
        ("org/bytedance", "modality/video", None, "false"),
    }


def test_an_app_leaves_the_portfolio_and_a_model_loses_its_modality(source: Source, after: Source) -> None:
    gone, come = both(source, after, "company-portfolio", "thing", "modality", "claims", company="org/bytedance")
    assert gone == {
        ("app/doubao", None, ""),
        ("model/seed-tts", "modality/speech", f"{ARTICLE}232"),
        ("model/seaweed-7b", "modality/video", f"{ARTICLE}233"),
    }
    assert come == {("model/seed-tts", None, ""), ("model/seaweed-7b", None, "")}


def test_a_voice_falls_silent_with_its_only_claim(source: Source, after: Source) -> None:
    gone, come = both(source, after, "voices", "voice", "count", document=DOCUMENT)
    assert ("voiceThirdParty", "1") in gone
    assert {row[0] for row in come} == {"voiceReport", "voiceReportImplied"}
    untouched, _ = both(source, after, "voices", "voice", "count", document="document/thebeat-2026-epoch-gap")
    assert untouched == set()


def test_a_claim_that_gets_a_time_is_undated_no_more(source: Source, after: Source) -> None:
    gone, come = both(source, after, "undated", "predicate", "count", document=DOCUMENT)
    assert ("leaderIn", "1") in gone
    assert "leaderIn" not in {row[0] for row in come}
    assert f"{ARTICLE}92" not in answer_of(after, "undated", document=DOCUMENT).claims()


def test_a_hole_moves_to_what_is_no_longer_claimed(source: Source, after: Source) -> None:
    gone, come = both(source, after, "coverage-holes", "model", "weights", "score", "released")
    assert gone == {("model/deepseek-llm-67b", "false", "true", "false")}
    assert come == {("model/deepseek-llm-67b", "true", "false", "false")}


def test_a_thing_is_listed_until_it_has_a_link(source: Source, after: Source) -> None:
    gone, come = both(source, after, "unlinked", "thing")
    assert gone == {("app/doubao",)}
    assert come == {("app/chatgpt",)}


@pytest.mark.parametrize("name", MOVING)
def test_nothing_was_known_before_it_was_said(source: Source, name: str) -> None:
    asked = question(name)
    assert "known-by" in asked.clocks
    assert ask(source, asked, {**EXAMPLES[name], "known-by": "2024-12-31"}).rows == []
    later = ask(source, asked, {**EXAMPLES[name], "known-by": "2025-08-14"})
    assert later.rows
    assert not any("2026" in claim for claim in later.claims())
