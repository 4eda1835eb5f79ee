"""Which of several representations a client wants (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from collections.abc import Sequence


def choose(accept: str, offers: Sequence[str]) -> str | None:
    """The offer that the client likes best, the first one among equals; None when it takes none of them.

    In: the value of an Accept header ("" where there is none: then anything goes), and media types such as
    "text/turtle", the server's favourite first. The most specific range that fits an offer gives its quality, so
    that "text/*;q=0.3, text/turtle" wants Turtle. A range that is not well formed is passed over.
    """
    ranges = [found for part in accept.split(",") if (found := _range(part)) is not None]
    if not accept.strip():
        ranges = [("*/*", 1.0)]
    best, best_quality = None, 0.0
    for offer in offers:
        quality = _quality(offer.lower(), ranges)
        if quality > best_quality:
            best, best_quality = offer, quality
    return best


def _range(part: str) -> tuple[str, float] | None:
    kind, *parameters = (piece.strip() for piece in part.lower().split(";"))
    if kind.count("/") != 1:
        return None
    quality = 1.0
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                quality = float(value)
            except ValueError:
                return None
            if not 0 <= quality <= 1:
                return None
    return kind, quality


def _quality(offer: str, ranges: Sequence[tuple[str, float]]) -> float:
    """The quality of one offer: that of the exact type, else of its group (text/*), else of */*."""
    group = offer.partition("/")[0] + "/*"
    for wanted in (offer, group, "*/*"):
        found = [quality for kind, quality in ranges if kind == wanted]
        if found:
            return max(found)
    return 0.0
