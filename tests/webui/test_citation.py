"""Citations: everything needed is in them, and no sign of what is cited becomes markup."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from webui.answers.citation import Citation

CLAIM = Citation(
    statement="The gap: less than 3 months",
    address="https://w3id.org/aifrontier/id/claim/example/16",
    key="aifrontier-example-16",
    version="0123456789abcdef" * 4,
    accessed=date(2026, 2, 3),
    source="A title",
    publisher="A publisher",
    published="2025-08-14",
    source_address="https://example.org/a_b",
)


def test_a_footnote_is_one_line_with_source_claim_snapshot_and_day() -> None:
    assert CLAIM.footnote() == (
        "The gap: less than 3 months. A title, A publisher, 2025-08-14. https://example.org/a_b. "
        "AI Frontier Graph, snapshot 0123456789abcdef, "
        "https://w3id.org/aifrontier/id/claim/example/16 (accessed 2026-02-03)."
    )


def test_without_a_source_only_the_graph_is_cited() -> None:
    answer = replace(CLAIM, source="", publisher="", published="", source_address="")
    assert answer.footnote().startswith("The gap: less than 3 months. AI Frontier Graph, snapshot")


def test_a_chinese_sentence_keeps_its_own_full_stop() -> None:
    assert replace(CLAIM, statement="差距縮小。").footnote().startswith("差距縮小。 A title")


def test_bibtex_names_the_claim_and_the_day() -> None:
    entry = CLAIM.bibtex()
    assert entry.startswith("@misc{aifrontier-example-16,\n")
    assert "\\url{https://w3id.org/aifrontier/id/claim/example/16}" in entry
    assert "urldate = {2026-02-03}" in entry


words = st.text(st.characters(blacklist_categories=("Cs", "Cc")))


@given(words, words)
def test_braces_of_bibtex_stay_balanced_whatever_is_cited(statement: str, source: str) -> None:
    entry = replace(CLAIM, statement=statement, source=source).bibtex()
    depth = 0
    for sign in re.sub(r"\\[{}\\]", "", entry):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        assert depth >= 0
    assert depth == 0
    assert entry.count("@misc") == 1 or "@misc" in statement + source


@given(words, words)
def test_no_sign_of_what_is_cited_is_markdown(statement: str, source: str) -> None:
    told = replace(CLAIM, statement=statement, source=source).markdown()
    bare = re.sub(r"\\.", "", told)
    assert bare.count("[") == bare.count("](<") == (2 if source else 1)
    assert "\n" not in told
    assert "`" not in bare.replace("`0123456789abcdef`", "")


@given(words, words)
def test_csl_is_json_that_gives_the_words_back(statement: str, source: str) -> None:
    (item,) = json.loads(replace(CLAIM, statement=statement, source=source).csl())
    assert item["title"] == statement
    assert (source in item["references"]) if source else "references" not in item


@given(st.text())
def test_an_address_never_leaves_its_brackets(address: str) -> None:
    told = replace(CLAIM, source_address="https://example.org/" + address)
    assert not re.search(r"\(<[^>]*[<\s][^>]*>\)", told.markdown())
