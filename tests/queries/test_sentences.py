"""Claims read as sentences: neutral, in the reader's language, from their fields alone."""

from __future__ import annotations

import re

import pytest

from graph.names import Names
from graph.snapshot import Snapshot
from graph.store import EmbeddedStore
from ontology.vocabulary import load_vocabulary
from queries.claim_rows import ClaimRow, claim_rows
from queries.sentences import claim_sentence, set_chinese, spoken, value_words, wordings
from queries.times import LOCALES, date_words, period_words, when_words
from tests.ontology.chinese import foreign, half_width

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
        (143, "ByteDance operates the app Doubao", "字節跳動營運豆包應用程式", "字节跳动运营豆包应用"),
        (
            193,
            "Talkie AI has about 35 million monthly active users",
            "Talkie AI 的月活躍用戶數約 3,500 萬",
            "Talkie AI 的月活跃用户数约 3,500 万",
        ),
        (
            129,
            "Alibaba has a market capitalization of about US$300 billion",
            "阿里巴巴市值約 3,000 億美元",
            "阿里巴巴市值约 3,000 亿美元",
        ),
        (
            46,
            "Meta developed Llama 3.1 405B",
            "Meta 開發了 Llama 3.1 405B",
            "Meta 开发了 Llama 3.1 405B",
        ),
        (
            102,
            "DeepSeek R1-0528 has 671 billion parameters",
            "DeepSeek R1-0528 有 6,710 億個參數",
            "DeepSeek R1-0528 有 6,710 亿个参数",
        ),
        (
            144,
            "Doubao is classified as an app",
            "豆包被歸類為應用程式",
            "豆包被归类为应用",
        ),
        (
            63,
            "Top Chinese AI labs follow an open-weights strategy (flagship models; top labs)",
            "中國頂尖 AI 實驗室採取開放權重策略（旗艦模型；頂尖實驗室）",
            "中国顶尖 AI 实验室采取开放权重策略（旗舰模型；顶尖实验室）",
        ),
        (
            11,
            "“State of AI: China, Q2 2025” covers Q2 2025",
            "《2025 年 Q2 中國人工智慧現況分析報告》涵蓋 2025 年第 2 季",
            "《2025 年第二季度中国人工智能现状报告》涵盖 2025 年第 2 季度",
        ),
        (
            30,
            "The China–US gap in frontier model intelligence is the smallest in history "
            "(advanced language models; Q2 2025)",
            "中美前沿模型智慧差距為史上最小（先進語言模型；2025 年第 2 季）",
            "中美前沿模型智能差距为历史最小（先进语言模型；2025 年第 2 季度）",
        ),
        (
            111,
            "OpenAI o3 leads in the United States (intelligence; smartest; still; as of May 2025)",
            "OpenAI o3 在美國領先（智慧；最聰明；仍然；截至 2025 年 5 月）",
            "OpenAI o3 在美国领先（智能；最聪明；仍然；截至 2025 年 5 月）",
        ),
        (
            16,
            "The China–US gap in frontier model intelligence amounts to less than 3 months (Q2 2025)",
            "中美前沿模型智慧差距不到 3 個月（2025 年第 2 季）",
            "中美前沿模型智能差距不到 3 个月（2025 年第 2 季度）",
        ),
        (
            15,
            "The China–US gap in frontier model intelligence amounts to more than 1 year (until Q2 2025)",
            "中美前沿模型智慧差距超過 1 年（至 2025 年第 2 季）",
            "中美前沿模型智能差距超过 1 年（至 2025 年第 2 季度）",
        ),
        (
            61,
            "DeepSeek R1-0528 leads among open-weights models (intelligence; smartest; Q2 2025)",
            "DeepSeek R1-0528 在開放權重模型中領先（智慧；最聰明；2025 年第 2 季）",
            "DeepSeek R1-0528 在开放权重模型中领先（智能；最聪明；2025 年第 2 季度）",
        ),
        (
            224,
            "Chinese companies are active in the image modality (content generation; fully; Q2 2025)",
            "中國企業投入圖像領域（內容生成；全面；2025 年第 2 季）",
            "中国企业涉足图像领域（内容生成；全面；2025 年第 2 季度）",
        ),
        (
            17,
            "The China–US gap in frontier model intelligence is narrowing (until Q2 2025)",
            "中美前沿模型智慧差距呈縮小趨勢（至 2025 年第 2 季）",
            "中美前沿模型智能差距呈缩小趋势（至 2025 年第 2 季度）",
        ),
        (
            93,
            "DeepSeek releases new models at intervals of 3 months "
            "(almost every time; 1 April 2023 to 30 June 2025)",
            "深度求索每隔 3 個月發布新模型（幾乎每次；2023 年 4 月 1 日至 2025 年 6 月 30 日）",
            "深度求索每隔 3 个月发布新模型（几乎每次；2023 年 4 月 1 日至 2025 年 6 月 30 日）",
        ),
        (
            167,
            "DeepSeek is placed in the category “AI start-up”",
            "深度求索屬於「AI 新創公司」一類",
            "深度求索属于“AI 初创公司”一类",
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
            "DeepSeek R1-0528 scores 68 points (rapidly; on the Artificial Analysis Intelligence Index v2, "
            "inferred from the date)",
            "DeepSeek R1-0528 得 68 分（快速；依 Artificial Analysis 智慧指數第 2 版，由日期推定）",
            "DeepSeek R1-0528 得 68 分（快速；按 Artificial Analysis 智能指数第 2 版，由日期推定）",
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
                assert names.name(row.iri("claimObject") or "", language).text.casefold() in said.casefold(), said
            assert not re.search(r"[{}]|\(\)|（）|  ", said), said


def test_no_sentence_shows_the_seams_of_its_pattern(every_claim: dict[str, ClaimRow], names: Names) -> None:
    """What an editor would strike out: signs of the wrong width, gaps between Han characters, a small beginning."""
    for row in every_claim.values():
        things = [names.name(row.iri(field) or "", "en").text for field in ("claimSubject", "claimObject")]
        english = claim_sentence(row, names, "en")
        # xAI begins with a small letter wherever it stands.
        assert english.startswith(tuple(filter(None, things))) or not english[0].islower(), english
        assert not re.search(r"\b(\w+) \1\b|\ba [aeio]|\ban [^aeio]| [,;)]|\( |[<>|]", english), english
        for language in ("zh-Hant", "zh-Hans"):
            said = claim_sentence(row, names, language)
            # Names of models bring their own brackets; texts of sources stay as they are.
            own = re.sub(r"[「“《][^」”》]*[」”》]|\([^)]*\)", "", said)
            assert half_width(own) == [], said
            assert not re.search(
                r"[\u3400-\u9fff] +[\u3400-\u9fff]|[，；：（）、] | [，；：（）、]|的的|[<>|]", own
            ), said
            assert not re.search(r"[\u3400-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u3400-\u9fff]", own), said


@pytest.mark.parametrize("language", ["zh-Hant", "zh-Hans"])
def test_a_sentence_is_in_one_script_save_for_what_it_quotes(
    every_claim: dict[str, ClaimRow], names: Names, language: str
) -> None:
    for claim, row in every_claim.items():
        said = claim_sentence(row, names, language)
        value = row.literal("claimValue")
        own = said.replace(value.value, "") if value is not None and value.language else said
        assert foreign(own, language) == "", (claim, said)


def test_the_ends_of_a_length_of_time_are_no_bounds(store: EmbeddedStore, names: Names) -> None:
    shortest, longest = claim_rows(store, [f"claim/thebeat-2026-epoch-gap/{n}" for n in (2, 3)]).values()
    assert "amounts to 4 months at its shortest" in claim_sentence(shortest, names, "en")
    assert "amounts to 14 months at its longest" in claim_sentence(longest, names, "en")


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


def test_every_pattern_has_a_denial_that_says_the_opposite_of_the_same() -> None:
    said, denials = wordings(), wordings()["denials"]
    pairs = [(said["patterns"][name], denials["patterns"].get(name)) for name in said["patterns"]]
    assert set(denials["patterns"]) == set(said["patterns"])
    for name, special in said["by_object"].items():
        assert set(special) == set(denials["by_object"][name]), name
        pairs += [(special[key], denials["by_object"][name][key]) for key in special]
    sign = {"en": r"\bnot\b", "zh-Hant": "[不非未無沒]", "zh-Hans": "[不非未无没]"}
    for pattern, denial in pairs:
        for language in LOCALES:
            fields = [sorted(re.findall(r"{\w+}", words[language])) for words in (pattern, denial)]
            assert fields[0] == fields[1], denial
            assert re.search(sign[language], denial[language]), denial


def test_a_word_of_small_degree_stands_beside_its_verb(store: EmbeddedStore, names: Names) -> None:
    (row,) = claim_rows(store, ["claim/besthub-2025-aa-china-q2/70"]).values()
    told = [claim_sentence(row, names, language) for language in LOCALES]
    assert told[0].startswith("DeepSeek R1-0528 slightly outperforms Qwen3-235B-A22B (")
    assert told[1].startswith("DeepSeek R1-0528 略微優於 Qwen3-235B-A22B（")
    assert told[2].startswith("DeepSeek R1-0528 略微优于 Qwen3-235B-A22B（")
    assert [words.count(word) for words, word in zip(told, ("slightly", "略微", "略微"), strict=True)] == [1, 1, 1]
    true = claim_rows(store, [f"{CLAIM}39"])[f"{CLAIM}39"].all("isFirst")
    denied = claim_sentence(ClaimRow(row.id, {**row.fields, "negated": true}), names, "en")
    assert denied.startswith("DeepSeek R1-0528 does not outperform Qwen3-235B-A22B (")
    assert "slightly" in denied
    supposed = ClaimRow(row.id, {**row.fields, "qualifiedBy": (), "hypothetical": true})
    assert claim_sentence(supposed, names, "zh-Hant").startswith("DeepSeek R1-0528 表現可能優於 Qwen3-235B-A22B（")


def test_a_figure_with_its_other_end_is_told_as_a_range(store: EmbeddedStore, names: Names) -> None:
    (row,) = claim_rows(store, ["claim/aihola-2026-aa-index-v4/7"]).values()
    assert "models score between 70 and 79 points (top models; until" in claim_sentence(row, names, "en")
    assert "得分 70 至 79 分（" in claim_sentence(row, names, "zh-Hant")
    assert value_words(row, names, "zh-Hans").startswith("70 至 79 分")
    open_above = ClaimRow(row.id, {**row.fields, "upperBound": ()})
    assert "models score at least 70 points (top models; until" in claim_sentence(open_above, names, "en")


def test_a_predicate_without_a_pattern_still_reads(
    store: EmbeddedStore, names: Names, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(wordings()["patterns"], "operatesApp", None)
    monkeypatch.setitem(wordings()["patterns"], "monthlyActiveUsers", None)
    rows = claim_rows(store, [f"{CLAIM}143", f"{CLAIM}193"])
    assert claim_sentence(rows[f"{CLAIM}143"], names, "en") == "ByteDance: operates app Doubao"
    assert claim_sentence(rows[f"{CLAIM}193"], names, "en") == (
        "Talkie AI: monthly active users about 35 million users"
    )


def test_what_a_source_denies_or_supposes_is_never_told_as_said(store: EmbeddedStore, names: Names) -> None:
    row = claim_rows(store, [f"{CLAIM}143"])[f"{CLAIM}143"]
    true = claim_rows(store, [f"{CLAIM}39"])[f"{CLAIM}39"].all("isFirst")
    denied = ClaimRow(row.id, {**row.fields, "negated": true})
    supposed = ClaimRow(row.id, {**row.fields, "hypothetical": true})
    assert claim_sentence(denied, names, "en") == "ByteDance does not operate the app Doubao"
    assert claim_sentence(denied, names, "zh-Hant") == "字節跳動並未營運豆包應用程式"
    assert value_words(denied, names, "en") == "not Doubao"
    assert claim_sentence(supposed, names, "zh-Hant") == "字節跳動可能營運豆包應用程式"
    assert claim_sentence(supposed, names, "zh-CN") == "字节跳动可能运营豆包应用"
    assert claim_sentence(supposed, names, "en") == "It may be that ByteDance operates the app Doubao"
    both = ClaimRow(row.id, {**denied.fields, "hypothetical": true})
    assert claim_sentence(both, names, "zh-Hans") == "字节跳动可能并未运营豆包应用"
    assert claim_sentence(both, names, "en") == "It may be that ByteDance does not operate the app Doubao"


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
        ("2025-Q1/2025-Q2", "Q1 to Q2 2025", "2025 年第 1 季至第 2 季", "2025 年第 1 季度至第 2 季度"),
        ("2025-01/2025-03", "January to March 2025", "2025 年 1 月至 3 月", "2025 年 1 月至 3 月"),
        (
            "2025-04-01/2025-06-30",
            "1 April to 30 June 2025",
            "2025 年 4 月 1 日至 6 月 30 日",
            "2025 年 4 月 1 日至 6 月 30 日",
        ),
        ("2026-01-01/2026-01-31", "1 to 31 January 2026", "2026 年 1 月 1 日至 31 日", "2026 年 1 月 1 日至 31 日"),
        ("2022/2025-05", "2022 to May 2025", "2022 年至 2025 年 5 月", "2022 年至 2025 年 5 月"),
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
        # Where a language sets a name as it stands, that name has no article.
        given = {language: wording.get(language, "{name}") for language in LOCALES}
        assert set(wording) == set(LOCALES) or wording in wordings()["articles"].values(), wording
        parts = [set(re.findall(r"{\w+}", text)) for text in given.values()]
        assert parts == parts[:1] * len(parts), wording
        for language in ("zh-Hant", "zh-Hans"):
            assert foreign(given[language], language) == "", wording


def test_the_number_of_the_subject_shows_in_english_alone() -> None:
    for name, pattern in wordings()["patterns"].items():
        assert re.fullmatch(r"[^<>|]*(<\w+\|\w+>)?[^<>|]*", pattern["en"]), name
        assert not set("<>|") & set(pattern["zh-Hant"] + pattern["zh-Hans"]), name


@pytest.mark.parametrize("opened", ["\ue0000123456789abcdef7\ue001", ""])
def test_signs_that_become_links_change_neither_capitals_nor_spaces(opened: str) -> None:
    closed = "\ue002" if opened else ""
    assert set_chinese(f"由{opened}OpenAI{closed}推動") == f"由 {opened}OpenAI{closed} 推動"


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
