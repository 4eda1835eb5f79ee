"""The IRIs of things dereference: 303 to page or data, 404 with what is near, 406 where no form is taken."""

from __future__ import annotations

import json
import re

import pytest

from queries.registry import questions
from tests.webui.reading import BROWSER, Reader

CLAIM = "claim/cnyes-2025-08-14/16"
KEY = "deepseek-r1-0528"
ROW = f"observation/eci-2026-04/{KEY}"
LIST = "records/eci-2026-04/eci/CN/release-measured-all-own"


@pytest.mark.parametrize(
    ("accept", "location"),
    [
        (BROWSER, "/page/org/bytedance"),
        ("*/*", "/page/org/bytedance"),
        ("text/turtle", "/data/org/bytedance.ttl"),
        ("application/ld+json", "/data/org/bytedance.jsonld"),
        ("application/n-triples", "/data/org/bytedance.nt"),
        ("application/rdf+xml", "/data/org/bytedance.rdf"),
        ("text/turtle;q=0.5, application/rdf+xml;q=0.9", "/data/org/bytedance.rdf"),
        ("text/html;q=0.4, text/turtle;q=0.6", "/data/org/bytedance.ttl"),
    ],
)
def test_a_thing_leads_to_what_is_accepted(reader: Reader, accept: str, location: str) -> None:
    answer = reader.get("/id/org/bytedance", Accept=accept)
    assert (answer.status_code, answer.headers["Location"]) == (303, location)
    assert "Accept" in answer.headers["Vary"]


@pytest.mark.parametrize(
    ("name", "page", "data"),
    [
        (CLAIM, f"/page/{CLAIM}", f"/data/{CLAIM}.ttl"),
        (f"{CLAIM}/evidence/1", f"/page/{CLAIM}#evidence-1", f"/data/{CLAIM}.ttl"),
        (f"{CLAIM}/evidence/1/position", f"/page/{CLAIM}#evidence-1", f"/data/{CLAIM}.ttl"),
        (
            "document/cnyes-2025-08-14/context/43-201",
            "/page/document/cnyes-2025-08-14#c-43-201",
            "/data/document/cnyes-2025-08-14.ttl",
        ),
        ("org/bytedance/label/1", "/page/org/bytedance#label-1", "/data/org/bytedance.ttl"),
        ("model/gemini-2.5-pro/fact/1", "/page/model/gemini-2.5-pro#fact-1", "/data/model/gemini-2.5-pro.ttl"),
        ("country/CN", "/page/country/CN", "/data/country/CN.ttl"),
        (ROW, f"/page/dataset/eci-2026-04?row={KEY}#o-{KEY}", f"/data/{ROW}.ttl"),
        (f"{ROW}/record/variant-2025-05-28", f"/page/dataset/eci-2026-04?row={KEY}#o-{KEY}", f"/data/{ROW}.ttl"),
        (
            "observation/release-dates/deepseek-llm-67b-available",
            "/page/dataset/release-dates?row=deepseek-llm-67b-available#o-deepseek-llm-67b-available",
            "/data/observation/release-dates/deepseek-llm-67b-available.ttl",
        ),
        ("dataset/eci-2026-04", "/page/dataset/eci-2026-04", "/data/dataset/eci-2026-04.ttl"),
        (
            "dataset/eci-2026-04/left-out/no-score",
            "/page/dataset/eci-2026-04#left-out",
            "/data/dataset/eci-2026-04.ttl",
        ),
        (
            "dataset/eci-2026-04/population/3",
            "/page/dataset/eci-2026-04#population",
            "/data/dataset/eci-2026-04.ttl",
        ),
    ],
)
def test_each_kind_of_iri_leads_to_its_place(reader: Reader, name: str, page: str, data: str) -> None:
    assert reader.get(f"/id/{name}").headers["Location"] == page
    assert reader.get(f"/id/{name}", Accept="text/turtle").headers["Location"] == data
    there = reader.page(page.partition("#")[0])
    if "#" in page:
        assert there.by_id(page.partition("#")[2])


def test_a_list_of_records_leads_to_the_question_that_tells_it_or_to_its_table(reader: Reader) -> None:
    page = reader.get(f"/id/{LIST}").headers["Location"]
    if "frontier" in questions():
        assert page.startswith("/question/frontier?")
        assert "known-by=2026-04-08" in page
        shown = reader.page(page).one("main").text()
        assert "DeepSeek" in shown
    else:
        assert page == "/page/dataset/eci-2026-04#lists"
    assert reader.get(f"/id/{LIST}", Accept="text/turtle").headers["Location"] == f"/data/{LIST}.ttl"


def test_a_pair_of_lists_leads_to_its_table_and_its_data_have_its_standings(reader: Reader) -> None:
    pair = f"{LIST}/against/US"
    assert reader.get(f"/id/{pair}").headers["Location"] == "/page/dataset/eci-2026-04#lists"
    data = reader.get(f"/data/{pair}.ttl").text
    assert data.count("aif:Standing") == data.count("aif:reachedNumber") > 5


def test_a_course_and_its_steps_lead_to_their_table_and_its_data_have_the_steps(reader: Reader) -> None:
    course = "records/eci-2026-04/eci/course/CN-US-all"
    data = reader.get(f"/data/{course}.ttl").text
    assert data.count("aif:Step") == data.count("aif:fromNumber") > 5
    (step, *_) = re.findall(rf"{course}/step/measured-[0-9-]+", data)
    for name in (course, step):
        assert reader.get(f"/id/{name}").headers["Location"] == "/page/dataset/eci-2026-04#lists"


def test_the_language_goes_along_to_a_row_too(reader: Reader) -> None:
    answer = reader.get(f"/id/{ROW}?lang=zh-Hant")
    assert answer.headers["Location"] == f"/page/dataset/eci-2026-04?row={KEY}&lang=zh-Hant#o-{KEY}"


def test_the_language_asked_for_goes_along(reader: Reader) -> None:
    answer = reader.get("/id/claim/cnyes-2025-08-14/16/evidence/1?lang=zh-Hant")
    assert answer.headers["Location"] == f"/page/{CLAIM}?lang=zh-Hant#evidence-1"


@pytest.mark.parametrize(
    "name",
    [
        "org/nobody",
        "claim/cnyes-2025-08-14/9999",
        "claim/cnyes-2025-08-14/16/evidence/9",
        "claim/cnyes-2025-08-14/0016",
        "document/cnyes-2025-08-14/context/1-2",
        "org/bytedance/label/99",
        "org",
        "org/bytedance/more",
        "observation/eci-2026-04/no-such-row",
        "observation/eci-2026-04",
        f"{ROW}/record/release-1999-01-01",
        "dataset/eci-2026-04/left-out/no-such-reason",
        "records/eci-2026-04/eci/CN/release",
        "org/<img src=x>",
        'org/"} UNION {',
        "org/a b",
        "org/%E8%B1%86",
    ],
)
def test_an_unknown_iri_is_404_for_every_client(reader: Reader, name: str) -> None:
    for accept in (BROWSER, "text/turtle", "application/json"):
        answer = reader.get(f"/id/{name}", Accept=accept)
        assert answer.status_code == 404
        assert answer.mimetype == ("text/html" if accept == BROWSER else "application/problem+json")


def test_a_404_names_the_nearest_things(reader: Reader) -> None:
    told = json.loads(reader.get("/id/org/bytedanse", Accept="application/json").data)
    assert told["status"] == 404
    assert told["type"].endswith("/problem/unknown-thing")
    assert "org/bytedance" in [near["id"] for near in told["suggestions"]]
    page = reader.page("/page/org/bytedanse")
    assert "/page/org/bytedance" in page.links()


def test_an_unknown_claim_leads_to_its_document(reader: Reader) -> None:
    assert "/page/document/cnyes-2025-08-14" in reader.page("/page/claim/cnyes-2025-08-14/9999").links()


@pytest.mark.parametrize("accept", ["application/pdf", "image/png, text/csv", "text/html;q=0"])
def test_a_form_that_there_is_not_is_406_and_says_which_there_are(reader: Reader, accept: str) -> None:
    answer = reader.get("/id/org/bytedance", Accept=accept)
    assert (answer.status_code, answer.mimetype) == (406, "application/problem+json")
    assert "text/turtle" in answer.get_json(force=True)["mend"]


def test_other_mistakes_are_problems_too(reader: Reader) -> None:
    client = reader.app.test_client()
    refused = client.post("/page/org/bytedance", headers={"Accept": "application/json"})
    assert (refused.status_code, refused.mimetype) == (405, "application/problem+json")
    assert "GET" in refused.headers["Allow"]
    assert client.get("/nowhere", headers={"Accept": BROWSER}).mimetype == "text/html"


def test_the_short_address_of_a_document_leads_to_its_page(reader: Reader) -> None:
    answer = reader.get("/document/cnyes-2025-08-14?lang=zh-Hant")
    assert (answer.status_code, answer.headers["Location"]) == (308, "/page/document/cnyes-2025-08-14?lang=zh-Hant")
