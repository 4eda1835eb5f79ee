"""Which of several representations a client wants (RFC 9110, sections 12.5.1 and 12.5.3)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

_QUALITY = re.compile(r"(?:0(?:\.\d*)?|1(?:\.0*)?|\.\d+)", re.ASCII)
_STRING = r'"(?:[^"\\]|\\.)*(?:"|\\?\Z)'
_PARTS = {sign: re.compile(rf'(?:[^{sign}"]|{_STRING})+', re.DOTALL) for sign in ",;"}
_LONGEST = 4096
"""Characters of a header that are read: browsers send some 150."""

_SERVED: Mapping[str, frozenset[str]] = {
    "charset": frozenset({"utf-8", "utf8", "*"}),
    "version": frozenset({"1.0", "1.1", "1.2", "1.2-basic"}),
}
"""Parameters of a media range that rule out what we write unless they name one of these.

All our text is UTF-8. RDF and SPARQL 1.2 give their media types a version, and what we write fits each of them as
long as there is no triple term in it. Any other parameter says how the client would like a type that we have.
"""


def choose(accept: str, offers: Sequence[str]) -> str | None:
    """The offer that the client likes best, the first one among equals; None when it takes none of them.

    In: the value of an Accept header ("" where there is none: then anything goes), and media types such as
    "text/turtle", the server's favourite first. The most specific range that fits an offer gives its quality, so
    that "text/*;q=0.3, text/turtle" wants Turtle. A range that is not well formed is passed over.
    """
    return _choose(accept[:_LONGEST], tuple(offers))


def choose_coding(accept_encoding: str | None, offers: Sequence[str]) -> str:
    """The coding to send a body in: the first of `offers` that the client likes no less than none; else "identity".

    In: the value of an Accept-Encoding header, None where there is none: then the body goes as it is, and so it
    does where the client refuses all that there is (a body is of more use than a refusal).
    """
    return _choose_coding(accept_encoding[:_LONGEST], tuple(offers)) if accept_encoding else "identity"


@lru_cache(1024)
def _choose(accept: str, offers: tuple[str, ...]) -> str | None:
    ranges = [found for part in _split(accept, ",") if (found := _range(part)) is not None]
    if not accept.strip():
        ranges = [("*/*", 0, 1.0)]
    best, best_quality = None, 0.0
    for offer in offers:
        quality = _quality(offer.lower(), ranges)
        if quality > best_quality:
            best, best_quality = offer, quality
    return best


@lru_cache(256)
def _choose_coding(accept_encoding: str, offers: tuple[str, ...]) -> str:
    wanted: dict[str, float] = {}
    for part in accept_encoding.lower().split(","):
        coding, _, parameters = part.partition(";")
        quality = _read_quality(parameters)
        if quality is not None:
            wanted[coding.strip().removeprefix("x-")] = quality
    plain = wanted.get("identity", 0.0)
    best, best_quality = "identity", 0.0
    for offer in offers:
        quality = wanted.get(offer, wanted.get("*", 0.0))
        if quality > best_quality and quality >= plain:
            best, best_quality = offer, quality
    return best


def _read_quality(parameters: str) -> float | None:
    name, _, value = parameters.partition("=")
    if not name.strip():
        return 1.0
    value = value.partition(";")[0].strip()
    return float(value) if name.strip() == "q" and _QUALITY.fullmatch(value) else None


def _split(text: str, sign: str) -> list[str]:
    """The parts of a header between commas or semicolons; those in quoted strings do not count."""
    if '"' not in text:
        return text.split(sign)
    return _PARTS[sign].findall(text)


def _range(part: str) -> tuple[str, int, float] | None:
    """A media range, how many parameters make it more specific, and its quality; None for one that fits nothing."""
    kind, *parameters = [piece.strip() for piece in _split(part.lower(), ";")] or [""]
    if kind.count("/") != 1:
        return None
    narrowed = 0
    for parameter in parameters:
        name, _, value = (piece.strip() for piece in parameter.partition("="))
        if name == "q":  # what follows is an extension of the header, not of the type
            return (kind, narrowed, float(value)) if _QUALITY.fullmatch(value) else None
        if name in _SERVED and value.strip('"') not in _SERVED[name]:
            return None
        narrowed += bool(name)
    return kind, narrowed, 1.0


def _quality(offer: str, ranges: Sequence[tuple[str, int, float]]) -> float:
    """The quality of one offer: that of the exact type with most parameters, else of its group, else of */*."""
    group = offer.partition("/")[0] + "/*"
    for wanted in (offer, group, "*/*"):
        found = [(narrowed, quality) for kind, narrowed, quality in ranges if kind == wanted]
        if found:
            return max(found)[1]
    return 0.0
