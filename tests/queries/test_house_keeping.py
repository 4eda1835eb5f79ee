"""voices, undated, coverage-holes and unlinked: what the graph says about itself, against its own files."""

from __future__ import annotations

from collections import Counter

import pytest

from ontology.vocabulary import load_vocabulary
from queries.answer import Source
from tests.queries.reading import answer_of, rows
from tests.queries.shipped import CNYES, all_statements, entities, linked, statements

DOCUMENT = f"document/{CNYES}"
DOCUMENTS = sorted({claim["document"] for claim in all_statements()})
REPORT = ("org/artificial-analysis", "document/aa-china-2025q2")


# voices


def test_the_article_passes_the_report_on_in_188_of_its_226_claims(source: Source) -> None:
    answer = answer_of(source, "voices", document=DOCUMENT)
    assert rows(answer, "voice", "assertedBy", "citesSource", "count") == [
        ("voiceReportImplied", *REPORT, "135"),
        ("voiceReport", *REPORT, "53"),
        ("voiceArticle", "org/cnyes-news-center", None, "33"),
        ("voiceMetadata", "org/cnyes", None, "4"),
        ("voiceThirdParty", None, None, "1"),
    ]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_claim_has_its_place_among_the_voices(source: Source, document: str) -> None:
    there = statements(document)
    answer = answer_of(source, "voices", document=f"document/{document}")
    names = {"report": "voiceReport", "report-implied": "voiceReportImplied", "article": "voiceArticle"}
    names |= {"metadata": "voiceMetadata", "third-party": "voiceThirdParty"}
    for voice, count, implicit, claims in rows(answer, "voice", "count", "implicitCount", "claims"):
        mine = [claim for claim in there if names[claim["voice"]] == voice]
        assert set(str(claims).split()) == {claim["id"] for claim in mine}
        assert int(str(count)) == len(mine)
        assert int(str(implicit)) == sum(claim.get("implicit") == "true" for claim in mine)
    assert set(answer.claims()) == {claim["id"] for claim in there}


# undated


def test_196_claims_of_the_article_state_no_time(source: Source) -> None:
    found = rows(answer_of(source, "undated", document=DOCUMENT), "predicate", "count", "claims")
    assert sum(int(str(count)) for _, count, _ in found) == 196
    assert found[0][:2] == ("basedIn", "23")


@pytest.mark.parametrize("document", DOCUMENTS)
def test_undated_are_exactly_the_claims_without_a_time(source: Source, document: str) -> None:
    wanted: dict[str, set[str]] = {}
    for claim in statements(document):
        if "time" not in claim:
            wanted.setdefault(claim["predicate"], set()).add(claim["id"])
    answer = answer_of(source, "undated", document=f"document/{document}")
    found = rows(answer, "document", "predicate", "count", "claims")
    assert {str(row[1]): set(str(row[3]).split()) for row in found} == wanted
    assert {row[0] for row in found} <= {f"document/{document}"}
    assert all(int(str(row[2])) == len(str(row[3]).split()) for row in found)


# coverage-holes

COLUMNS = {"weightsAccess": "weights", "score": "score", "releasedOn": "released"}


def is_a(kind: str, *kinds: str) -> bool:
    return any(load_vocabulary().is_a(kind, wanted) for wanted in kinds)


def test_holes_are_what_no_claim_tells_of_a_model(source: Source) -> None:
    told = Counter((c["subject"], COLUMNS[c["predicate"]]) for c in all_statements() if c["predicate"] in COLUMNS)
    models = [name for name, kinds in entities().items() if any(is_a(kind, "Model") for kind in kinds)]
    wanted = {name: tuple(str((name, column) in told).lower() for column in COLUMNS.values()) for name in models}
    found = rows(answer_of(source, "coverage-holes"), "model", "weights", "score", "released", "missing")
    assert {row[0]: row[1:4] for row in found} == {
        name: there for name, there in wanted.items() if "false" in there
    }
    assert all(int(str(row[4])) == row[1:4].count("false") > 0 for row in found)


def test_what_the_article_left_open_when_it_alone_was_known(source: Source) -> None:
    answer = answer_of(source, "coverage-holes", known_by="2025-08-14", company="org/deepseek")
    article = {row[0]: row[1:] for row in rows(answer, "model", "weights", "score", "released")}
    assert article["model/deepseek-llm-67b"] == ("false", "true", "false")
    # Weights, score and release date of R1-0528 are all told: no hole.
    assert "model/deepseek-r1-0528" not in article


# unlinked

KINDS = ("Organization", "Country", "Model", "ModelFamily", "App", "Architecture", "Dataset", "Instrument")


def test_unlinked_is_every_thing_without_a_line_in_the_links(source: Source) -> None:
    wanted = {name for name, kinds in entities().items() if any(is_a(kind, *KINDS) for kind in kinds)} - linked()
    answer = answer_of(source, "unlinked")
    found = [row[0] for row in rows(answer, "thing")]
    assert len(found) == len(set(found))
    assert set(found) == wanted
    assert {"app/doubao", "org/artificial-analysis", "country/CN"} <= wanted
    assert not {"org/openai", "country/US", "model/deepseek-r1"} & wanted


def test_what_most_claims_speak_of_comes_first_among_the_unlinked(source: Source) -> None:
    counts = [int(str(count)) for (count,) in rows(answer_of(source, "unlinked"), "count")]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > counts[-1]


def test_only_what_the_document_speaks_of_is_listed_for_it(source: Source) -> None:
    found = rows(answer_of(source, "unlinked", document=DOCUMENT), "kind", "thing", "count", "claims")
    there = {row[1]: row for row in found}
    doubao = [claim["id"] for claim in statements(CNYES) if "app/doubao" in (claim["subject"], claim.get("object"))]
    assert there["app/doubao"][0] == "App"
    assert set(str(there["app/doubao"][3]).split()) == set(doubao)
    assert there["app/doubao"][2] == str(len(doubao))
    assert "org/epoch-ai" not in there
    assert {claim.split("/")[1] for row in found for claim in str(row[3]).split()} == {CNYES}
