"""Content negotiation: quality first, the more specific range over the wider one, the server's order last."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webui.negotiation import choose, choose_coding

OFFERS = ("text/html", "text/turtle", "application/ld+json")


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("", "text/html"),
        ("*/*", "text/html"),
        ("text/turtle", "text/turtle"),
        ("TEXT/Turtle", "text/turtle"),
        ("text/turtle;charset=utf-8", "text/turtle"),
        ("application/ld+json;q=0.9, text/turtle;q=0.8", "application/ld+json"),
        ("text/*", "text/html"),
        ("text/*;q=0.3, text/turtle", "text/turtle"),
        ("text/html;q=0, */*", "text/turtle"),
        ("text/html;q=0.1, */*;q=0.5", "text/turtle"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("application/pdf", None),
        ("text/html;q=0", None),
        ("text/html;q=nonsense, text/turtle;q=0.1", "text/turtle"),
        ("text/html;q=7", None),
        ("turtle", None),
        (",,;q=1,", None),
        ("text/turtle;version=1.2", "text/turtle"),
        ('text/turtle;version="1.1"', "text/turtle"),
        ("text/turtle;version=9, application/ld+json;q=0.1", "application/ld+json"),
        ("text/turtle;charset=utf-16, */*;q=0.1", "text/html"),
        ("text/turtle;q=0.9, text/turtle;version=1.2;q=0.1, text/html;q=0.5", "text/html"),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#expanded, x";q=0.5', "application/ld+json"),
        ('text/html;a="q=0, text/turtle', "text/html"),
        ("text/html;q=1e-1, text/turtle;q=0.1", "text/turtle"),
        ("text/html;q=nan, text/turtle;q=0.1", "text/turtle"),
        ("text/turtle;q=0.5;level=1, text/html;q=0.4", "text/turtle"),
    ],
)
def test_what_is_chosen(accept: str, chosen: str | None) -> None:
    assert choose(accept, OFFERS) == chosen


@given(st.text())
def test_no_header_breaks_it(accept: str) -> None:
    assert choose(accept, OFFERS) in (*OFFERS, None)


@given(st.text(), st.lists(st.sampled_from(["gzip", "zstd"]), unique=True))
def test_no_header_breaks_the_choice_of_a_coding(accept_encoding: str, offers: list[str]) -> None:
    assert choose_coding(accept_encoding, offers) in [*offers, "identity"]


qualities = st.integers(0, 1000).map(lambda n: n / 1000)


@given(st.dictionaries(st.sampled_from(OFFERS), qualities, min_size=1))
def test_among_exact_types_the_best_quality_wins_and_the_order_of_offers_breaks_ties(
    wanted: dict[str, float],
) -> None:
    header = ", ".join(f"{kind};q={quality:.3f}" for kind, quality in wanted.items())
    best = max(wanted.values())
    expected = next((offer for offer in OFFERS if wanted.get(offer) == best), None) if best > 0 else None
    assert choose(header, OFFERS) == expected
