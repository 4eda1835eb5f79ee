"""The clocks of the site: what every page shows of a day, and that links, forms and data go by the same day."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.webui.reading import KINDS, Reader
from webui.clocks import UNCLOCKED, carried

DAY = "known-by=2025-12-31"
PLAIN = [path for path in KINDS if "?" not in path and not path.startswith(("/no/", "/page/org/bytedanse"))]
OF_2026 = ("thebeat-2026-epoch-gap", "aihola-2026-aa-index-v4")


def at(path: str, clock: str) -> str:
    return path + ("&" if "?" in path else "?") + clock


def links(page: str) -> list[str]:
    """Addresses on this site that a reader can go on to; what leaves the clocks says so."""
    tags = re.findall(r"<(?:a|link|form)\b[^>]*>", page)
    wanted = [tag for tag in tags if "data-unclocked" not in tag and 'rel="stylesheet"' not in tag]
    found = [href for tag in wanted for href in re.findall(r'\bhref="(/[^"]*)"', tag)]
    return [href.replace("&amp;", "&") for href in found if not href.startswith(UNCLOCKED)]


@pytest.mark.parametrize("path", KINDS)
def test_no_claim_of_later_stands_on_a_page(reader: Reader, path: str) -> None:
    if "known-by" in path or any(name in path for name in OF_2026):
        pytest.skip("the address itself names a day or a document of 2026")
    page = reader.answer(at(path, DAY)).get_data(as_text=True)
    assert of_later(page) == []


def of_later(page: str) -> list[str]:
    return [href for href in links(page) if any(f"/page/claim/{name}" in href for name in OF_2026)]


def test_without_a_day_claims_of_later_do_stand_on_pages(reader: Reader) -> None:
    for path in ("/", "/question/gap-claims", "/page/gap/cn-us-frontier-intelligence"):
        assert of_later(reader.answer(path).get_data(as_text=True)), path


@pytest.mark.parametrize("path", ["/page/claim/thebeat-2026-epoch-gap/1", "/page/document/thebeat-2026-epoch-gap"])
def test_what_was_said_later_is_told_to_be_later(reader: Reader, path: str) -> None:
    assert reader.get(path).status_code == 200
    answer = reader.get(at(path, DAY))
    assert answer.status_code == 404
    assert "after the day that you go by" in answer.get_data(as_text=True)
    assert reader.get(at(path, "known-by=2026-02-01")).status_code == 200


@pytest.mark.parametrize("path", PLAIN)
def test_every_link_form_and_source_of_data_goes_by_the_same_day(reader: Reader, path: str) -> None:
    page = reader.get(at(path, DAY)).get_data(as_text=True)
    followed = links(page)
    assert followed
    for href in followed:
        assert parse_qs(urlsplit(href).query).get("known-by") == ["2025-12-31"], href
    for form in re.findall(r"<form\b.*?</form>", page, re.DOTALL):
        if not re.match(rf'<form[^>]*action="(?:{"|".join(UNCLOCKED)})', form):
            assert form.count('name="known-by"') == 1, form[:200]
            assert 'value="2025-12-31"' in form
    for source in re.findall(r'data-src="([^"]*)"', page):
        assert "known-by=2025-12-31" in source


def test_a_link_with_a_day_of_its_own_keeps_it_and_anchors_stay_last(reader: Reader) -> None:
    with reader.app.test_request_context("/?known-by=2025-12-31"):
        assert carried("/page/org/deepseek#relations") == "/page/org/deepseek?known-by=2025-12-31#relations"
        assert carried("/question/voices?known-by=2020-01-01") == "/question/voices?known-by=2020-01-01"
        assert (
            carried("/explore?focus=a&as-of=2025-01-01") == "/explore?focus=a&as-of=2025-01-01&known-by=2025-12-31"
        )
        assert carried("/static/icon.svg") == "/static/icon.svg"
        assert carried("https://example.org/") == "https://example.org/"
        assert carried("//example.org/") == "//example.org/"


def test_the_band_says_what_the_page_goes_by_and_leads_out(reader: Reader) -> None:
    page = reader.page(at("/page/org/deepseek", DAY))
    band = page.classed("clocks")[0].text()
    assert "31 December 2025" in band
    raw = reader.get(at("/page/org/deepseek", DAY)).get_data(as_text=True)
    assert re.search(r'<a href="/page/org/deepseek"[^>]* data-unclocked>', raw)


def test_the_numbers_of_the_first_page_go_by_the_clock(reader: Reader) -> None:
    whole, then = (reader.get(path).get_data(as_text=True) for path in ("/", "/?" + DAY))
    counts = [int(re.search(r'<dt>Claims</dt><dd class="num">(\d+)', page)[1]) for page in (whole, then)]  # type: ignore[index]
    assert counts[0] > counts[1] > 0
    assert OF_2026[0] in whole
    assert OF_2026[0] not in then


NAMING = ("/search?q=thebeat", "/search/suggest?q=thebeat", "/question/voices", "/question/gap-check", "/ontology")


@pytest.mark.parametrize("path", NAMING)
def test_a_document_of_later_is_neither_found_nor_offered(reader: Reader, path: str) -> None:
    def leads_there(clock: str) -> bool:
        page = reader.answer(at(path, clock)).get_data(as_text=True)
        return any(f"document/{name}" in page for name in OF_2026)

    assert leads_there("known-by=2026-02-01")
    assert not leads_there(DAY)


def test_a_table_of_later_is_not_found(reader: Reader) -> None:
    whole, then = (
        reader.get(path).get_json() for path in ("/search/suggest?q=Epoch", at("/search/suggest?q=Epoch", DAY))
    )
    assert "dataset/eci-2026-04" in {hit["id"] for hit in whole}
    assert not {hit["id"] for hit in then} & {"dataset/eci-2026-04"}
    assert then


def test_what_may_have_been_meant_is_no_document_of_later(reader: Reader) -> None:
    path = "/page/document/thebeat-2026-epoch-gab"
    assert OF_2026[0] in reader.answer(path).get_data(as_text=True)
    assert "/page/document/" + OF_2026[0] + "?" not in reader.answer(at(path, DAY)).get_data(as_text=True)


def test_a_redirect_goes_by_the_clock(reader: Reader) -> None:
    answer = reader.get(at("/id/org/deepseek", DAY))
    assert answer.status_code == 303
    assert answer.location.endswith("/page/org/deepseek?known-by=2025-12-31")


def test_data_of_a_day_is_other_data_with_another_tag(reader: Reader) -> None:
    whole, then = (
        reader.get(path)
        for path in (
            "/data/gap/cn-us-frontier-intelligence.ttl",
            at("/data/gap/cn-us-frontier-intelligence.ttl", DAY),
        )
    )
    assert "thebeat-2026-epoch-gap" in whole.get_data(as_text=True)
    assert "thebeat-2026-epoch-gap" not in then.get_data(as_text=True)
    assert whole.headers["ETag"] != then.headers["ETag"]


def test_the_explorer_draws_the_graph_of_the_day(reader: Reader) -> None:
    path = "/explore/graph.json?focus=instrument/aa-ii-v4.0"
    whole, then = reader.get(path).get_json(), reader.get(at(path, DAY)).get_json()
    said = {claim for edge in whole["edges"] for claim in edge["claims"]}
    assert any(name in claim for claim in said for name in OF_2026)
    assert not any(name in claim for edge in then["edges"] for claim in edge["claims"] for name in OF_2026)
    drawn = reader.get(at("/explore/graph.json?focus=org/bytedance", DAY)).get_json()
    assert all("known-by=2025-12-31" in node["url"] for node in drawn["nodes"])
    assert all("known-by=2025-12-31" in edge["url"] for edge in drawn["edges"])


def test_a_question_that_does_not_go_by_a_clock_says_so_and_answers(reader: Reader) -> None:
    path = "/question/lab-trajectory?lab=org/deepseek"
    answer = reader.get(at(path, "as-of=2025-05-01"))
    assert answer.status_code == 200
    assert "this question does not go by it" in answer.get_data(as_text=True)
    assert "this question does not go by it" not in reader.get(path).get_data(as_text=True)


@pytest.mark.parametrize(
    "path", ["/", "/page/org/deepseek", "/explore", "/question/gap-claims", "/data/org/deepseek.ttl"]
)
def test_a_day_that_no_calendar_has_is_refused_with_the_mend(reader: Reader, path: str) -> None:
    answer = reader.get(at(path, "known-by=2025-02-30"), Accept="application/json")
    assert answer.status_code == 400 or path == "/question/gap-claims"
    assert "2025-02-30" in answer.get_data(as_text=True)
