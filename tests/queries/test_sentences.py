"""Claims read as sentences: neutral, in the reader's language, from their fields alone."""

from __future__ import annotations

import re

import pytest

from graph.names import Names
from graph.snapshot import Snapshot
from graph.store import EmbeddedStore
from ontology.vocabulary import load_vocabulary
from queries.claim_rows import ClaimRow, claim_rows
from queries.sentences import claim_sentence, set_chinese, spoken, wordings
from queries.times import LOCALES, date_words, period_words, when_words
from tests.ontology.chinese import foreign

CLAIM = "claim/cnyes-2025-08-14/"


@pytest.fixture(scope="module")
def store(snapshot: Snapshot) -> EmbeddedStore:
    return snapshot.open_in_memory(overlay=False)


@pytest.fixture(scope="module")
def names(snapshot: Snapshot) -> Names:
    return Names(snapshot.labels(), load_vocabulary())


@pytest.fixture(scope="module")
def every_claim(store: EmbeddedStore) -> dict[str, ClaimRow]:
    found = store.select("SELECT ?claim { ?claim a <https://w3id.org/aifrontier/ontology#Claim> } ORDER BY ?claim")
    return claim_rows(store, [str(row["claim"])[1:-1].partition("/id/")[2] for row in found])


@pytest.mark.parametrize(
    ("number", "english", "traditional", "simplified"),
    [
        (143, "ByteDance operates the app Doubao", "字節跳動經營應用程式豆包", "字节跳动运营应用豆包"),
        (
            193,
            "Talkie AI: monthly active users about 35,000,000",
            "Talkie AI：月活躍用戶約 35,000,000",
            "Talkie AI：月活跃用户数约 35,000,000",
        ),
        (
            16,
            "China–US gap in frontier model intelligence: less than 3 months (Q2 2025)",
            "中美前沿模型智慧差距：不到 3 個月（2025 年第 2 季）",
            "中美前沿模型智能差距：不到 3 个月（2025 年第 2 季度）",
        ),
        (
            15,
            "China–US gap in frontier model intelligence: more than 1 year (until Q2 2025)",
            "中美前沿模型智慧差距：超過 1 年（至 2025 年第 2 季）",
            "中美前沿模型智能差距：超过 1 年（至 2025 年第 2 季度）",
        ),
        (36, "OpenAI is based in the United States", "OpenAI 位於美國", "OpenAI 位于美国"),
        (
            58,
            "DeepSeek R1-0528 was released in May 2025",
            "DeepSeek R1-0528 發布於 2025 年 5 月",
            "DeepSeek R1-0528 发布于 2025 年 5 月",
        ),
        (
            82,
            "DeepSeek R1-0528 scores 68 points (rapidly; on Artificial Analysis Intelligence Index v2, "
            "inferred from the date)",
            "DeepSeek R1-0528 得 68 分（快速；依 Artificial Analysis 智慧指數第 2 版，由日期推定）",
            "DeepSeek R1-0528 得 68 分（快速；依据 Artificial Analysis 智能指数第 2 版，由日期推定）",
        ),
    ],
)
def test_a_claim_reads_in_each_language(
    store: EmbeddedStore, names: Names, number: int, english: str, traditional: str, simplified: str
) -> None:
    row = claim_rows(store, [f"{CLAIM}{number}"])[f"{CLAIM}{number}"]
    assert claim_sentence(row, names, "en") == english
    assert claim_sentence(row, names, "zh-Hant") == traditional
    assert claim_sentence(row, names, "zh-Hans") == simplified


def test_every_claim_names_its_subject_and_what_it_gives(every_claim: dict[str, ClaimRow], names: Names) -> None:
    assert len(every_claim) > 200
    for row in every_claim.values():
        for language in LOCALES:
            said = claim_sentence(row, names, language)
            assert names.name(row.iri("claimSubject") or "", language).text.casefold() in said.casefold()
            if row.iri("claimObject"):
                assert names.name(row.iri("claimObject") or "", language).text in said, said
            assert not re.search(r"[{}]|\(\)|（）|  ", said), said


def test_two_claims_that_differ_in_a_limit_do_not_read_the_same(
    every_claim: dict[str, ClaimRow], names: Names
) -> None:
    """What tells claims apart must be heard: only a claim in another voice may repeat the words of one."""
    heard: dict[tuple[str, str], ClaimRow] = {}
    silent = (
        "voice",
        "assertedBy",
        "citesSource",
        "implicit",
        "holdsFrom",
        "mainEvidence",
        "hasEvidence",
        "comparedWith",
    )
    for row in every_claim.values():
        said = (row.iri("foundIn") or "", claim_sentence(row, names, "en"))
        other = heard.setdefault(said, row)
        if other is not row:
            differing = {f for f in {*row.fields, *other.fields} if row.all(f) != other.all(f)}
            assert differing <= set(silent), (row.id, other.id, differing)


def test_every_predicate_has_a_pattern_in_each_language_and_no_pattern_is_left_over() -> None:
    patterns = wordings()["patterns"]
    predicates = load_vocabulary().predicates
    assert set(patterns) == set(predicates)
    for name, pattern in patterns.items():
        assert set(pattern) == set(LOCALES), name
        kind = predicates[name].value_kind
        needed = {"thing": ("object",), "class": ("object",), "number": ("value", "figure")}.get(
            kind, ("words", "when")
        )
        for words in pattern.values():
            assert any(f"{{{part}}}" in words for part in needed), name


def test_a_predicate_without_a_pattern_still_reads(
    store: EmbeddedStore, names: Names, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(wordings()["patterns"], "operatesApp", None)
    monkeypatch.setitem(wordings()["patterns"], "monthlyActiveUsers", None)
    rows = claim_rows(store, [f"{CLAIM}143", f"{CLAIM}193"])
    assert claim_sentence(rows[f"{CLAIM}143"], names, "en") == "ByteDance: operates app Doubao"
    assert claim_sentence(rows[f"{CLAIM}193"], names, "en") == (
        "Talkie AI: monthly active users about 35,000,000 users"
    )


def test_what_a_source_denies_or_supposes_is_never_told_as_said(store: EmbeddedStore, names: Names) -> None:
    row = claim_rows(store, [f"{CLAIM}143"])[f"{CLAIM}143"]
    true = claim_rows(store, [f"{CLAIM}39"])[f"{CLAIM}39"].all("isFirst")
    denied = ClaimRow(row.id, {**row.fields, "negated": true})
    supposed = ClaimRow(row.id, {**row.fields, "hypothetical": true})
    assert claim_sentence(denied, names, "en") == "It is denied that: ByteDance operates the app Doubao"
    assert claim_sentence(supposed, names, "zh-Hant") == "可能：字節跳動經營應用程式豆包"
    assert claim_sentence(supposed, names, "zh-CN") == "可能：字节跳动运营应用豆包"


def test_claims_come_in_the_order_asked_for_and_unknown_ones_are_left_out(store: EmbeddedStore) -> None:
    asked = [f"{CLAIM}146", f"{CLAIM}99999", f"{CLAIM}143", "org/bytedance"]
    assert list(claim_rows(store, asked)) == [f"{CLAIM}146", f"{CLAIM}143"]
    assert claim_rows(store, []) == {}


@pytest.mark.parametrize(
    ("text", "english", "traditional", "simplified"),
    [
        ("2023", "2023", "2023 年", "2023 年"),
        ("2025-Q2", "Q2 2025", "2025 年第 2 季", "2025 年第 2 季度"),
        ("2024-11", "November 2024", "2024 年 11 月", "2024 年 11 月"),
        ("2025-08-14", "14 August 2025", "2025 年 8 月 14 日", "2025 年 8 月 14 日"),
        ("../2025-Q2", "until Q2 2025", "至 2025 年第 2 季", "至 2025 年第 2 季度"),
        ("2022/..", "since 2022", "2022 年起", "2022 年起"),
        (
            "2023-Q2/2025-Q2",
            "Q2 2023 to Q2 2025",
            "2023 年第 2 季至 2025 年第 2 季",
            "2023 年第 2 季度至 2025 年第 2 季度",
        ),
    ],
)
def test_periods_read_as_exactly_as_they_are_known(
    text: str, english: str, traditional: str, simplified: str
) -> None:
    assert period_words(text, wordings()["times"], "en") == english
    assert period_words(text, wordings()["times"], "zh-Hant") == traditional
    assert period_words(text, wordings()["times"], "zh-Hans") == simplified


def test_text_that_is_no_date_stays_as_it_is() -> None:
    times = wordings()["times"]
    assert period_words("past two years", times, "en") is None
    assert when_words("past two years", times, "en") == "past two years"
    with pytest.raises(ValueError, match="past"):
        date_words("past two years", times, "en")
    assert when_words("2025-08-14T16:20:00", times, "en") == "on 14 August 2025, 16:20"
    assert when_words("2025-08-14", times, "en") == "on 14 August 2025"


def worded(patterns: object) -> list[dict[str, str]]:
    """Every wording of the patterns: language -> pattern."""
    if not isinstance(patterns, dict):
        return []
    if "zh-Hant" in patterns or "zh-Hans" in patterns:
        return [patterns]
    return [found for inner in patterns.values() for found in worded(inner)]


def test_every_wording_stands_in_each_language_in_its_script() -> None:
    found = worded(wordings())
    assert len(found) > 110
    for wording in found:
        assert set(wording) == set(LOCALES), wording
        parts = [set(re.findall(r"{\w+}", text)) for text in wording.values()]
        assert parts == parts[:1] * len(parts), wording
        for language in ("zh-Hant", "zh-Hans"):
            assert foreign(wording[language], language) == "", wording


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("en-GB", "en"),
        ("fr", "en"),
        ("zh", "zh-Hant"),
        ("zh-TW", "zh-Hant"),
        ("zh-hant-cn", "zh-Hant"),
        ("zh-CN", "zh-Hans"),
        ("zh-hans", "zh-Hans"),
        ("zh-SG", "zh-Hans"),
    ],
)
def test_a_reader_is_spoken_to_in_the_nearest_language(tag: str, language: str) -> None:
    assert spoken(tag) == language


def test_quoted_words_are_not_spaced() -> None:
    assert set_chinese("标题为“AI实验室”的R1报告") == "标题为“AI实验室”的 R1 报告"
    assert set_chinese("標題為「AI實驗室」的R1報告") == "標題為「AI實驗室」的 R1 報告"
