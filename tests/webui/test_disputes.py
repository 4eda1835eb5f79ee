"""Which claims are disputed: marks on pages, in the report card and in the explorer move with what claims say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import quote

import pytest

from tests.queries.copied import built_with
from tests.webui.markup import Element, Markup
from tests.webui.reading import Reader, reader_of
from webui.comparing.comparison import Difference
from webui.comparing.disputes import Dispute, by_claim, comparison_address, contested, disputes
from webui.language import LANGUAGES

CNYES, KR36, BESTHUB = "claim/cnyes-2025-08-14", "claim/36kr-2025-aa-china-q2", "claim/besthub-2025-aa-china-q2"
THEBEAT = "claim/thebeat-2026-epoch-gap"
GAP = "/compare?subject=gap/cn-us-frontier-intelligence&predicate=gapDuration"
DOTTED = "model/deepseek-r1-0528 namedTogether model/qwen3-235b-a22b"


@pytest.fixture(scope="module")
def agreeing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """The site over a copy of the data in which values agree; only "more than a year" still differs from a mean."""
    changes = (
        (f"{THEBEAT}/1", "value: 7", "value: 2"),
        (f"{THEBEAT}/2", "value: 4", "value: 1"),
        (f"{KR36}/25", "value: 47", "value: 62"),
        (f"{CNYES}/167", "object: category/startup", "object: category/big-tech"),
    )
    made = reader_of(built_with(tmp_path_factory.mktemp("agreeing"), changes), show_overlay=True)
    yield made
    made.app.extensions["aifrontier"].close()


def lines(page: Markup, claim: str) -> list[Element]:
    """The lines below sentences that tell of a claim."""
    links = [e for e in page.all("a") if e.attrs.get("href", "").endswith(f"/page/{claim}")]
    return [
        e.parent.parent for e in links if "claim-link" in e.attrs.get("class", "") and e.parent and e.parent.parent
    ]


def marks(page: Markup, claim: str) -> list[str]:
    """Where the marks of what is disputed on the lines of a claim lead."""
    found = [e for line in lines(page, claim) for e in line.below() if "disputed" in e.attrs.get("class", "")]
    return [e.attrs.get("href", "") for e in found]


# The function


def test_a_word_stands_against_both_figures_and_each_figure_against_the_word() -> None:
    kinds = ("wordAgainstFigures",)
    told = by_claim([Difference("claim/a/1", "claim/b/2", "claim/c/3", kinds)])
    assert told["claim/a/1"] == (Dispute("claim/b/2", kinds), Dispute("claim/c/3", kinds))
    assert told["claim/b/2"] == told["claim/c/3"] == (Dispute("claim/a/1", kinds),)


def test_a_pair_is_told_once_from_both_sides() -> None:
    one = Difference("claim/a/1", "claim/b/2", "", ("contradiction",))
    told = by_claim([one, one])
    assert {claim: [dispute.other for dispute in found] for claim, found in told.items()} == {
        "claim/a/1": ["claim/b/2"],
        "claim/b/2": ["claim/a/1"],
    }


def test_what_lets_both_be_right_is_no_dispute() -> None:
    def disputed(*kinds: str) -> bool:
        return bool(contested([Difference("claim/a/1", "claim/b/2", "", kinds)]))

    for explained in (("otherDate",), ("rounding",), ("otherInstrumentVersion",), ("otherDate", "rounding")):
        assert not disputed(*explained)
    for open_still in (("contradiction",), ("timeNotStated",), ("otherInstrument",), ("otherDate", "twoAccounts")):
        assert disputed(*open_still)


def test_the_shipped_claims_that_stand_in_a_difference(reader: Reader) -> None:
    site = reader.app.extensions["aifrontier"]
    told = disputes(site)
    assert {d.other for d in told[f"{CNYES}/16"]} == {f"{THEBEAT}/1", f"{THEBEAT}/2"}
    assert {d.other for d in told[f"{BESTHUB}/70"]} == {f"{CNYES}/82", f"{KR36}/24", f"{KR36}/25"}
    assert [(d.other, d.kinds) for d in told[f"{CNYES}/33"]] == [(f"{CNYES}/167", ("contradiction",))]
    # The smartest model of a country, the smartest with open weights: other scopes.
    assert not {f"{CNYES}/61", f"{CNYES}/111"} & set(told)
    # Computed once.
    assert disputes(site) is told


def test_an_address_keeps_what_stands_in_a_name() -> None:
    assert comparison_address("org/a&b=c", "score") == "/compare?subject=org/a%26b%3Dc&predicate=score"


# The marks


@pytest.mark.parametrize(
    ("path", "claim", "leads"),
    [
        ("/page/gap/cn-us-frontier-intelligence", f"{CNYES}/16", GAP),
        ("/page/org/deepseek", f"{CNYES}/33", "/compare?subject=org/deepseek&predicate=describedAs"),
        ("/page/model/deepseek-r1-0528", f"{KR36}/24", "/compare?subject=model/deepseek-r1-0528&predicate=score"),
    ],
)
def test_a_disputed_claim_is_marked_where_it_is_told_and_the_mark_goes_with_its_cause(
    reader: Reader, agreeing: Reader, path: str, claim: str, leads: str
) -> None:
    assert leads in marks(reader.page(path), claim)
    assert lines(agreeing.page(path), claim)
    assert marks(agreeing.page(path), claim) == []


def test_a_claim_that_nothing_differs_from_has_no_mark(reader: Reader) -> None:
    page = reader.page("/page/org/bytedance")
    assert not page.classed("disputed")
    assert lines(page, f"{CNYES}/143")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_a_claim_lists_what_stands_against_it(reader: Reader, language: str) -> None:
    page = reader.page(f"/page/{CNYES}/16", language)
    section = page.by_id("against").parent
    assert section is not None
    links = [e.attrs.get("href") for e in section.below() if e.tag == "a"]
    assert {f"/page/{THEBEAT}/1", f"/page/{THEBEAT}/2", GAP} <= set(links)
    names = reader.app.extensions["aifrontier"].names
    kinds = {names.name(f"https://w3id.org/aifrontier/ontology#{kind}", language).text for kind in _KINDS}
    assert kinds <= {" ".join(e.texts) for e in section.below() if "disputed" in e.attrs.get("class", "")}


_KINDS = ("otherInstrument", "otherDefinition")


def test_a_claim_that_agrees_has_no_such_section(reader: Reader, agreeing: Reader) -> None:
    for page in (reader.page(f"/page/{CNYES}/143"), agreeing.page(f"/page/{CNYES}/16")):
        assert not [e for e in page.elements if e.attrs.get("id") == "against"]


def test_the_report_card_counts_the_disputed_claims_and_leads_to_exactly_these(
    reader: Reader, agreeing: Reader
) -> None:
    address = "/page/document/cnyes-2025-08-14?disputed=yes#claims"
    found = []
    for each in (reader, agreeing):
        told = {c for c in disputes(each.app.extensions["aifrontier"]) if c.startswith(f"{CNYES}/")}
        (link,) = (e for e in each.page(address.partition("?")[0]).all("a") if e.attrs.get("href") == address)
        assert link.text() == str(len(told))
        items = (e.attrs.get("id", "") for e in each.page(address).all("li"))
        assert {name for name in items if name.startswith("claim-")} == {
            f"claim-{claim.rpartition('/')[2]}" for claim in told
        }
        found.append({claim.rpartition("/")[2] for claim in told})
    assert found == [{"15", "16", "33", "82", "167"}, {"15"}]


# The explorer


def explore(reader: Reader) -> tuple[Markup, dict[str, bool]]:
    address = "focus=model/deepseek-r1-0528,model/qwen3-235b-a22b"
    graph = json.loads(reader.get(f"/explore/graph.json?{address}").text)
    return reader.page(f"/explore?{address}"), {edge["id"]: edge["disputed"] for edge in graph["edges"]}


def test_an_edge_that_rests_on_a_disputed_claim_is_marked_in_picture_table_and_data(
    reader: Reader, agreeing: Reader
) -> None:
    page, drawn = explore(reader)
    marked = {
        row.attrs["data-edge"]
        for row in page.all("tr")
        if "data-edge" in row.attrs and any("disputed" in e.attrs.get("class", "") for e in row.below())
    }
    assert marked == {edge for edge, disputed in drawn.items() if disputed}
    assert DOTTED in marked
    assert "model/deepseek-r1-0528 developedBy org/deepseek" not in marked
    quiet, undrawn = explore(agreeing)
    assert DOTTED in undrawn
    assert not any(undrawn.values())
    assert not quiet.classed("disputed")


def test_the_claims_of_such_an_edge_lead_to_where_they_stand_side_by_side(reader: Reader, agreeing: Reader) -> None:
    source, predicate, target = DOTTED.split()
    address = f"/explore/edge.json?source={quote(source)}&predicate={predicate}&target={quote(target)}"
    told = json.loads(reader.get(address).text)
    disputed = {claim["id"]: claim["compare"] for claim in told["claims"] if claim["disputed"]}
    assert told["disputed"] is True
    assert told["compare"] in disputed.values()
    assert disputed[f"{BESTHUB}/70"] == "/compare?subject=model/deepseek-r1-0528&predicate=outperforms"
    assert disputed[f"{KR36}/25"] == "/compare?subject=model/qwen3-235b-a22b&predicate=score"
    agreed = json.loads(agreeing.get(address).text)
    assert (agreed["disputed"], agreed["compare"]) == (False, None)
    assert not any(claim["disputed"] for claim in agreed["claims"])
