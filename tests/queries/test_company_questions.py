"""Questions about companies on the shipped data: their categories, modalities and portfolios, checked by hand."""

from __future__ import annotations

import pytest

from queries.answer import Source
from tests.queries.reading import answer_of, rows
from tests.queries.shipped import CNYES, all_statements, entities

ARTICLE = f"claim/{CNYES}/"
REPORT = "document/aa-china-2025q2"

# categories: the article's list of players, group by group, with the number of the claim.
BIG_TECH = {"alibaba": 127, "bytedance": 141, "huawei": 149, "tencent": 155, "baidu": 161}
START_UPS = {"deepseek": 167, "moonshot": 174, "zhipu": 181, "minimax": 189}
START_UPS |= {"01ai": 197, "baichuan": 200, "stepfun": 203}
OTHERS = {"kunlun": 206, "360": 209, "iflytek": 212, "meituan": 215, "xiaomi": 218}
SCHEME = {"big-tech": (BIG_TECH, 124), "startup": (START_UPS, 125), "other": (OTHERS, 126)}


def in_article(found: list[tuple[str | None, ...]]) -> list[tuple[str | None, ...]]:
    """The rows whose last cell is a claim of the article."""
    return [row for row in found if str(row[-1]).startswith(ARTICLE)]


def test_the_report_sorts_seventeen_companies_into_three_categories(source: Source) -> None:
    found = rows(
        answer_of(source, "categories", report=REPORT),
        *("company", "category", "scheme", "schemeClaims", "assertedBy", "document", "claim"),
    )
    assert set(in_article(found)) == {
        (
            *(f"org/{company}", f"category/{category}", REPORT, f"{ARTICLE}{scheme}"),
            *("org/artificial-analysis", f"document/{CNYES}", f"{ARTICLE}{number}"),
        )
        for category, (companies, scheme) in SCHEME.items()
        for company, number in companies.items()
    }


def test_a_category_without_a_time_counts_from_the_period_of_its_report(source: Source) -> None:
    answer = answer_of(source, "categories", report=REPORT)
    assert {row[0] for row in in_article(rows(answer, "timeStated", "claim"))} == {"false"}
    assert answer_of(source, "categories", as_of="2025-03-31").rows == []
    assert len(in_article(rows(answer_of(source, "categories", as_of="2025-04-01"), "claim"))) == 17


def test_a_report_that_has_no_scheme_has_no_categories(source: Source) -> None:
    answer = answer_of(source, "categories", report="document/epoch-us-china-gap")
    assert answer.rows == []
    assert "hasCategory" in answer.headline("en")


# modality-matrix

CELLS = {
    ("org/alibaba", "modality/image"): ("model/lhm", {f"{ARTICLE}227", f"{ARTICLE}228"}),
    ("org/alibaba", "modality/video"): ("model/wan-2.1", {f"{ARTICLE}229", f"{ARTICLE}230"}),
    ("org/bytedance", "modality/speech"): ("model/seed-tts", {f"{ARTICLE}231", f"{ARTICLE}232"}),
    ("org/bytedance", "modality/video"): ("model/seaweed-7b", {f"{ARTICLE}233", f"{ARTICLE}234"}),
}


def test_the_matrix_has_a_row_for_every_cell_and_says_which_are_holes(source: Source) -> None:
    makers = {claim["object"] for claim in all_statements() if claim["predicate"] == "developedBy"}
    modalities = {name for name, kinds in entities().items() if "Modality" in kinds}
    found = rows(answer_of(source, "modality-matrix"), "company", "modality", "model", "claimed", "claims")
    assert {(row[0], row[1]) for row in found} == {(maker, each) for maker in makers for each in modalities}
    cells = {(row[0], row[1]): (row[2], set(str(row[4]).split())) for row in found if row[2] is not None}
    assert cells == CELLS
    assert all((row[3], row[4]) == ("false", None) for row in found if (row[0], row[1]) not in CELLS)


def test_a_hole_is_told_as_no_claim(source: Source) -> None:
    answer = answer_of(source, "modality-matrix", company="org/bytedance")
    assert answer.headline("en") == (
        "ByteDance, 3D: no claim; ByteDance, image: no claim; ByteDance, language: no claim; "
        "ByteDance, speech: Seed-TTS; ByteDance, video: Seaweed-7B"
    )
    assert "字節跳動，圖像（是否有主張：否）；" in answer.headline("zh-Hant")


def test_one_column_of_the_matrix(source: Source) -> None:
    answer = answer_of(source, "modality-matrix", modality="modality/video")
    models = {row[0]: row[1] for row in rows(answer, "company", "model")}
    assert {company: model for company, model in models.items() if model} == {
        "org/alibaba": "model/wan-2.1",
        "org/bytedance": "model/seaweed-7b",
    }
    assert len(models) == len(answer.rows) > 10


# company-portfolio


def test_the_portfolio_of_bytedance(source: Source) -> None:
    found = rows(
        answer_of(source, "company-portfolio", company="org/bytedance"),
        *("kind", "thing", "relation", "modality", "mode", "weights", "released", "makerClaims", "claims"),
    )
    nothing = (None, None)
    assert found == [
        ("App", "app/doubao", "operatesApp", None, None, *nothing, f"{ARTICLE}143", ""),
        (
            *("Model", "model/seaweed-7b", "developedBy", "modality/video", None, *nothing),
            *(f"{ARTICLE}234", f"{ARTICLE}233"),
        ),
        (
            *("Model", "model/seed-thinking-v1.5", "developedBy", None, "mode/reasoning", *nothing),
            *(f"{ARTICLE}146", f"{ARTICLE}147"),
        ),
        (
            *("Model", "model/seed-tts", "developedBy", "modality/speech", None, *nothing),
            *(f"{ARTICLE}231", f"{ARTICLE}232"),
        ),
    ]


def test_a_model_that_reasons_and_does_not_has_a_row_for_each(source: Source) -> None:
    answer = answer_of(source, "company-portfolio", company="org/alibaba")
    modes = {row[1] for row in rows(answer, "thing", "mode") if row[0] == "model/qwen3-235b-a22b"}
    assert modes == {"mode/reasoning", "mode/non-reasoning"}
    kinds = {(row[0], row[1], row[2]) for row in rows(answer, "kind", "thing", "relation")}
    assert ("ModelFamily", "family/qwen", "offers") in kinds
    assert ("Organization", "org/alibaba-cloud", "offers") in kinds


def test_weights_and_dates_stand_with_their_claims(source: Source) -> None:
    answer = answer_of(source, "company-portfolio", company="org/deepseek", known_by="2025-08-14")
    found = rows(answer, "thing", "weights", "released", "releasedFrom", "releasedTo", "claims")
    row = next(row for row in found if row[:2] == ("model/deepseek-r1-0528", "access/open-weights"))
    assert row[2:5] == ("2025-05", "2025-05-01", "2025-05-31")
    assert {f"{ARTICLE}58", f"{ARTICLE}62"} <= set(str(row[5]).split())


@pytest.mark.parametrize("company", ["org/artificial-analysis", "org/cnyes"])
def test_who_makes_nothing_has_an_empty_portfolio_that_says_what_it_needs(source: Source, company: str) -> None:
    answer = answer_of(source, "company-portfolio", company=company)
    assert answer.rows == []
    assert "operatesApp" in answer.headline("en")
