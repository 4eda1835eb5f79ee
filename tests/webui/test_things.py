"""The page of a thing: names in their scripts, relations with their claims, claims as sentences."""

from __future__ import annotations

from tests.webui.markup import Markup
from tests.webui.reading import Reader


def section(page: Markup, heading: str) -> str:
    """The text of the section that is labelled by this heading."""
    (found,) = (e for e in page.all("section") if e.attrs.get("aria-labelledby") == heading)
    return " ".join(found.text().split())


def test_a_company_shows_its_names_in_three_scripts_with_their_sources(reader: Reader) -> None:
    page = reader.page("/page/org/bytedance")
    assert page.one("h1").text() == "ByteDance"
    others = {(e.language, e.text()) for e in page.classed("names")[0].children}
    assert others == {("zh-Hant", "字節跳動"), ("zh-Hans", "字节跳动")}
    assert "/page/document/cnyes-2025-08-14" in [
        a.attrs.get("href") for e in page.by_id("label-1").children for a in e.children
    ]


def test_the_title_is_in_the_readers_language(reader: Reader) -> None:
    assert reader.page("/page/org/bytedance", "zh-Hant").one("h1").text() == "字節跳動"
    # A model has no Chinese name: its English one is marked as English.
    (name,) = reader.page("/page/model/deepseek-r1-0528", "zh-Hant").one("h1").children
    assert (name.language, name.text()) == ("en", "DeepSeek R1-0528")


def test_relations_stand_in_both_directions_with_their_claims(reader: Reader) -> None:
    page = reader.page("/page/org/bytedance")
    told = section(page, "relations")
    assert "Operates app" in told
    assert "Develops" in told
    hrefs = page.links()
    assert {"/page/app/doubao", "/page/model/seed-thinking-v1.5", "/page/claim/cnyes-2025-08-14/143"} <= set(hrefs)


def test_the_chain_shows_app_and_model_and_the_dotted_edge_between_them(reader: Reader) -> None:
    page = reader.page("/page/org/bytedance")
    dotted = page.classed("edge-named-together")
    assert any(
        "edge=app%2Fdoubao" in edge.attrs["href"] and "seed-thinking" in edge.attrs["href"] for edge in dotted
    )
    assert "powered by" not in page.text


def test_claims_stand_as_sentences_with_voice_document_and_time(reader: Reader) -> None:
    page = reader.page("/page/model/deepseek-r1-0528")
    told = section(page, "claims-about")
    assert "68 points" in told
    assert "Artificial Analysis Intelligence Index v2" in told
    assert "time not stated" in told
    assert "unnamed third party" in told
    assert page.classed("voice-third-party")


def test_what_follows_by_rule_says_so(reader: Reader) -> None:
    told = section(reader.page("/page/model/deepseek-r1-0528"), "relations")
    assert "Country of the developer" in told
    assert "follows by rule" in told


def test_background_facts_come_with_their_source(reader: Reader) -> None:
    told = section(reader.page("/page/model/gemini-2.5-pro"), "facts")
    assert "Gemini 2.5 Pro" in told
    assert "in family" in told
    assert "Model names" in told


def test_identifiers_elsewhere_are_links_out(reader: Reader) -> None:
    outside = [a for a in reader.page("/page/org/bytedance").all("a") if a.attrs.get("rel") == "external"]
    assert any("wikidata.org/entity/Q" in a.attrs["href"] and "Wikidata Q" in a.text() for a in outside)


def test_a_thing_leads_to_the_graph_and_to_the_questions_that_take_it(reader: Reader) -> None:
    links = reader.page("/page/org/deepseek").links()
    assert "/explore?focus=org/deepseek" in links
    assert "/question/lab-trajectory?lab=org/deepseek" in links
    assert "/question/company-chain?company=org/deepseek" in links
    assert not any("weights-by-country" in link for link in links)
    assert "/question/weights-by-country?country=country/CN" in reader.page("/page/country/CN").links()


def test_who_asserts_claims_is_told_in_which_documents(reader: Reader) -> None:
    told = section(reader.page("/page/org/artificial-analysis"), "asserts")
    assert "188 claims" in told


def test_a_concept_lists_the_claims_that_use_it(reader: Reader) -> None:
    told = section(reader.page("/page/unit/month"), "claims-using")
    assert "less than 3 months" in told
