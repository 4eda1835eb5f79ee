"""Question pages: form, answer, proof, query and downloads; what is missing and what is wrong is said."""

from __future__ import annotations

import csv
import io
import json
from urllib.parse import parse_qs, urlsplit

import pytest
from rdflib import Graph

from graph.snapshot import Snapshot
from queries.registry import questions
from tests.webui.reading import Reader


def test_every_question_is_listed_in_words(reader: Reader) -> None:
    for language in ("en", "zh-Hant"):
        page = reader.page("/question/", language)
        for name, question in questions().items():
            assert f"/question/{name}" in page.links()
            assert question.question[language] in page.text


def test_the_form_offers_things_of_the_right_class_by_name(reader: Reader) -> None:
    page = reader.page("/question/lab-trajectory", "zh-Hant")
    options = {e.attrs["value"]: e for e in page.by_id("p-lab").children}
    assert options["org/deepseek"].text() == "深度求索"
    assert options["org/openai"].attrs["lang"] == "en"
    assert not any(value.startswith("model/") for value in options)


@pytest.mark.parametrize("name", ["coverage-holes", "modality-matrix"])
def test_only_who_develops_is_offered_as_a_developer(reader: Reader, snapshot: Snapshot, name: str) -> None:
    def offered(query: str) -> set[str]:
        return {e.attrs["value"] for e in reader.page(f"/question/{name}{query}").by_id("p-company").children}

    developers = {edge["target"] for edge in snapshot.edges() if edge["predicate"] == "developedBy"}
    assert offered("") == developers | {""}
    assert {"org/bytedance", "org/openai"} <= developers
    assert "org/cnyes" not in developers
    # Who was asked for stays in the form.
    assert offered("?company=org/cnyes") == developers | {"", "org/cnyes"}


def test_choices_are_told_in_the_readers_words(reader: Reader) -> None:
    page = reader.page("/question/gap-computed?values=all", "zh-Hant")
    values = {e.attrs["value"]: e for e in page.by_id("p-values").children}
    assert values["measured"].text() == "只計實測值"
    assert "selected" in values["all"].attrs
    verdicts = reader.page("/question/gap-check", "zh-Hans").by_id("p-outcome").children
    assert "其他数据并非如此" in [e.text() for e in verdicts]


def test_what_was_asked_stays_in_the_form(reader: Reader) -> None:
    page = reader.page("/question/gap-claims?known-by=2025-12-31&gap=gap/cn-us-frontier-intelligence")
    assert page.by_id("p-known-by").attrs["value"] == "2025-12-31"
    chosen = [e.attrs["value"] for e in page.by_id("p-gap").children if "selected" in e.attrs]
    assert chosen == ["gap/cn-us-frontier-intelligence"]


def test_the_gap_is_told_with_every_voice(reader: Reader) -> None:
    page = reader.page("/question/gap-claims")
    lines = [" ".join(e.text().split()) for e in page.classed("lede")[0].children]
    assert any("more than 1 year" in line for line in lines)
    assert any("less than 3 months" in line for line in lines)
    assert any("7 months" in line for line in lines)
    assert {"voice-report", "voice-report-implied"} <= {
        name for badge in page.classed("badge") for name in badge.attrs["class"].split()
    }


def test_figures_stand_right_with_their_unit_and_empty_columns_are_gone(reader: Reader) -> None:
    table = reader.page("/question/gap-claims").one("table")
    heads = {e.text(): e for e in table.children[1].children[0].children}
    assert heads["Length"].attrs["class"] == "num"
    assert "Unit" not in heads
    assert "Gap" not in heads  # the same in every row: told once, above
    rows = table.children[2].children
    assert all(any(row.children[i].text() for row in rows) for i in range(len(heads)))
    assert any("months" in cell.text() for row in rows for cell in row.children)


def test_a_clock_takes_away_what_was_not_yet_said(reader: Reader) -> None:
    page = reader.page("/question/gap-claims?known-by=2025-12-31")
    assert "Epoch" not in page.one("table").text()
    assert "/page/claim/cnyes-2025-08-14/16?known-by=2025-12-31" in page.links()


def test_an_empty_answer_says_which_claim_it_would_need(reader: Reader) -> None:
    page = reader.page("/question/gap-claims?known-by=2020-01-01")
    assert "It would need a claim with the predicate gapDuration about this gap" in page.text
    assert not list(page.all("table"))


def test_the_proof_lists_the_claims_and_repeats_the_call(reader: Reader) -> None:
    page = reader.page("/question/company-chain?company=org/bytedance")
    version = reader.app.extensions["aifrontier"].snapshot.version[:16]
    assert version in page.text
    assert "aifrontier ask company-chain --param company=org/bytedance" in page.text
    told = {a.attrs["href"] for a in page.classed("claim-link")}
    assert {"/page/claim/cnyes-2025-08-14/143", "/page/claim/cnyes-2025-08-14/146"} <= told


def test_the_query_opens_in_the_editor_as_it_was_run(reader: Reader) -> None:
    page = reader.page("/question/company-chain?company=org/bytedance")
    shown = page.by_id("query").texts[0]
    assert "<https://w3id.org/aifrontier/id/org/bytedance>" in shown
    (link,) = (href for href in page.links() if href.startswith("/sparql?"))
    assert parse_qs(urlsplit(link).query)["query"][0].strip() == shown.strip()


def test_downloads_answer_the_same_question(reader: Reader) -> None:
    page = reader.page("/question/gap-claims?known-by=2025-12-31")
    links = {
        href.partition("?")[0].partition(".")[2]: href for href in page.links() if "/question/gap-claims." in href
    }
    assert set(links) == {"json", "csv", "tsv", "ttl", "png", "svg", "vl.json"}
    told = json.loads(reader.get(links["json"]).data)
    assert told["parameters"] == {"known-by": "2025-12-31"}
    rows = list(csv.reader(io.StringIO(reader.get(links["csv"]).get_data(as_text=True))))
    assert len(rows) - 1 == len(told["rows"]) == 5
    assert len(reader.get(links["tsv"]).get_data(as_text=True).splitlines()) == 6
    graph = Graph().parse(data=reader.get(links["ttl"]).get_data(as_text=True), format="turtle")
    assert len(graph) > 40


@pytest.mark.parametrize(
    ("ending", "kind"),
    [
        ("json", "application/json"),
        ("csv", "text/csv"),
        ("tsv", "text/tab-separated-values"),
        ("ttl", "text/turtle"),
    ],
)
def test_downloads_have_their_types(reader: Reader, ending: str, kind: str) -> None:
    answer = reader.get(f"/question/open-weights-takeover.{ending}")
    assert (answer.status_code, answer.mimetype) == (200, kind)


def test_a_question_only_opened_is_no_mistake(reader: Reader) -> None:
    answer = reader.answer("/question/lab-trajectory")
    assert answer.status_code == 200
    assert not reader.page("/question/lab-trajectory").classed("is-error")


@pytest.mark.parametrize(
    ("query", "field"),
    [("lab=org/nobody", "lab"), ("lab=model/deepseek-r1", "lab"), ("lab=org/deepseek&known-by=soon", "known-by")],
)
def test_what_is_wrong_stands_beside_its_field(reader: Reader, query: str, field: str) -> None:
    answer = reader.answer(f"/question/lab-trajectory?{query}")
    assert answer.status_code == 400
    page = reader.page(f"/question/lab-trajectory?{query}")
    assert page.by_id(f"p-{field}").attrs["aria-describedby"] == f"e-{field}"
    assert page.by_id(f"e-{field}").text()


def test_a_parameter_that_there_is_not_is_named(reader: Reader) -> None:
    answer = reader.answer("/question/gap-claims?gapp=gap/cn-us-frontier-intelligence")
    assert answer.status_code == 400
    assert "gapp" in reader.page("/question/gap-claims?gapp=gap/cn-us-frontier-intelligence").text


def test_programs_get_mistakes_as_problems(reader: Reader) -> None:
    answer = reader.get("/question/lab-trajectory.json?lab=org/nobody", Accept="application/json")
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert answer.get_json(force=True)["problems"][0]["parameter"] == "lab"
    unknown = reader.get("/question/gap-claim", Accept="application/json")
    assert unknown.status_code == 404
    assert unknown.get_json(force=True)["suggestions"][0]["id"] == "gap-claims"


def test_an_answer_can_be_cited_with_its_snapshot(reader: Reader) -> None:
    page = reader.page("/question/gap-claims?known-by=2025-12-31")
    version = reader.app.extensions["aifrontier"].snapshot.version[:16]
    for name in ("cite-plain", "cite-bibtex"):
        text = page.by_id(name).text()
        assert "/question/gap-claims?known-by=2025-12-31" in text.replace("\\", "")
        assert version in text
