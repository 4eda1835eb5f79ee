"""Content negotiation: quality first, the more specific range over the wider one, the server's order last."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webui.negotiation import choose

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
    ],
)
def test_what_is_chosen(accept: str, chosen: str | None) -> None:
    assert choose(accept, OFFERS) == chosen


@given(st.text())
def test_no_header_breaks_it(accept: str) -> None:
    assert choose(accept, OFFERS) in (*OFFERS, None)


qualities = st.integers(0, 1000).map(lambda n: n / 1000)


@given(st.dictionaries(st.sampled_from(OFFERS), qualities, min_size=1))
def test_among_exact_types_the_best_quality_wins_and_the_order_of_offers_breaks_ties(
    wanted: dict[str, float],
) -> None:
    header = ", ".join(f"{kind};q={quality:.3f}" for kind, quality in wanted.items())
    best = max(wanted.values())
    expected = next((offer for offer in OFFERS if wanted.get(offer) == best), None) if best > 0 else None
    assert choose(header, OFFERS) == expected
