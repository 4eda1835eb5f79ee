"""Claims in words: one neutral sentence a claim, in the reader's language, from its fields alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from babel.numbers import format_decimal
from pyoxigraph import Literal, NamedNode

from graph.names import Names
from ontology.namespaces import AIF, compact, entity_id
from queries.claim_rows import ClaimRow
from queries.times import LOCALES, period_words, when_words

_FILE = Path(__file__).with_suffix(".yaml")
# Names may come with signs of private use around them, set by a caller who turns them into links afterwards:
# they have no width, so spacing and capitals look through them.
_OPENED, _CLOSED = r"(?:\ue000[0-9]+\ue001)?", r"\ue002?"
_HAN, _LATIN = r"[\u3400-\u9fff]", r"[A-Za-z0-9]"
# Chinese typography sets a space between Han characters and Latin letters or digits.
_JOINT = re.compile(
    rf"(?<={_HAN})({_CLOSED})({_OPENED})(?={_LATIN}|\()|(?<=[A-Za-z0-9)])({_CLOSED})({_OPENED})(?={_HAN})"
)
SIMPLIFIED = ("hans", "cn", "sg", "my")
"""Subtags of Chinese as it is written in simplified characters."""
_QUOTED = re.compile(r"(「[^」]*」|“[^”]*”)")
_BEGINNING = re.compile(rf"^({_OPENED})([a-z])")


@cache
def wordings() -> Mapping[str, Any]:
    """The patterns of queries/sentences.yaml."""
    loaded: Mapping[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return loaded


def spoken(language: str) -> str:
    """The language that a sentence is written in for a reader of `language` (a tag of BCP 47).

    zh-Hans for the script or a region that writes it (zh-CN, zh-SG, zh-MY), zh-Hant for any other Chinese, else en.
    """
    first, *subtags = language.lower().split("-")
    if first != "zh":
        return "en"
    if "hant" not in subtags and any(tag in SIMPLIFIED for tag in subtags):
        return "zh-Hans"
    return "zh-Hant"


def claim_sentence(row: ClaimRow, names: Names, language: str) -> str:
    """What a claim says, without who says it and where.

    In: the claim's fields (claim_rows), names of things, the reader's language (see `spoken`). Out: plain text;
    who writes it into a page escapes it. Scope, qualifiers, instrument and time stand in brackets behind it.
    """
    return _Teller(names, spoken(language)).sentence(row)


def value_words(row: ClaimRow, names: Names, language: str) -> str:
    """What a claim says of its subject, without subject and predicate: the figure with its unit, a name, a period.

    In and out as for claim_sentence. In brackets stands what narrows the value, but neither instrument nor time.
    """
    return _Teller(names, spoken(language)).value(row)


def set_chinese(sentence: str) -> str:
    """Chinese text with a space between Han and Latin characters; between quotation marks it stays as it is."""
    parts = _QUOTED.split(sentence)
    return "".join(part if _QUOTED.fullmatch(part) else _JOINT.sub(_spaced, part) for part in parts)


class _Teller:
    """Puts claims into words in one language."""

    def __init__(self, names: Names, language: str) -> None:
        self._names = names
        self._language = language
        self._words = wordings()

    def sentence(self, row: ClaimRow) -> str:
        figure, value = self._figure(row)
        parts = {
            "subject": self._name(row.iri("claimSubject")),
            "predicate": self._name(row.iri("claimPredicate")),
            "object": self._name(row.iri("claimObject")),
            "figure": figure,
            "value": value,
            "words": self._said(row),
            "when": when_words(row.text("asReported") or "", self._words["times"], self._language),
        }
        sentence = self._pattern(row).format(**parts)
        if (row.thing("claimSubject") or "").partition("/")[0] in self._words["capitals"]:
            sentence = _BEGINNING.sub(lambda found: found[1] + found[2].upper(), sentence)
        for flag, wording in (("negated", "denied"), ("hypothetical", "supposed")):
            if row.flag(flag):
                sentence = self._words[wording][self._language].format(sentence=sentence)
        return self._limited(sentence, self._limits(row))

    def value(self, row: ClaimRow) -> str:
        _, figure = self._figure(row)
        said = figure or (self._name(row.iri("claimObject")) if row.iri("claimObject") else self._said(row))
        return self._limited(said, self._narrowing(row))

    def _limited(self, said: str, limits: Iterator[str]) -> str:
        if told := self._say("comma").join(limit for limit in limits if limit):
            said += self._say("brackets").format(limits=told)
        return said if self._language == "en" else set_chinese(said)

    def _pattern(self, row: ClaimRow) -> str:
        predicate = (row.iri("claimPredicate") or "").removeprefix(AIF)
        if pattern := self._words["patterns"].get(predicate):
            return str(pattern[self._language])
        kind = "object" if row.iri("claimObject") else "number" if _is_number(row) else "words"
        return str(self._words["other"][kind][self._language])

    def _say(self, wording: str) -> str:
        return str(self._words[wording][self._language])

    def _name(self, iri: str | None) -> str:
        if iri is None:
            return ""
        article: Mapping[str, str] = self._words["articles"].get(entity_id(iri), {})
        name = self._names.name(iri, self._language).text
        return article.get(self._language, "{name}").format(name=name)

    def _figure(self, row: ClaimRow) -> tuple[str, str]:
        """The number with comparator and statistic: without and with its unit."""
        if not _is_number(row):
            return "", ""
        number = self._number(row.text("asReported") or "")
        unit = row.thing("unit")
        noun = self._name(row.iri("unit"))
        if self._language == "en" and unit and row.text("asReported") not in ("1", "-1"):
            noun = self._words["plurals"].get(unit, noun)
        bare, full = number, f"{number} {noun}".rstrip()
        for field in ("comparator", "statistic"):
            wording = self._words["figures"].get((row.iri(field) or "").removeprefix(AIF))
            if wording:
                bare, full = (wording[self._language].format(n=text) for text in (bare, full))
        return bare, full

    def _number(self, text: str) -> str:
        return str(format_decimal(text, locale=LOCALES[self._language], decimal_quantization=False))

    def _said(self, row: ClaimRow) -> str:
        """A value that is no number: a period in words, a text in quotation marks, a string in our words."""
        text = row.text("asReported")
        if text is None:
            return ""
        if (string := self._words["strings"].get(text)) is not None:
            return str(string[self._language])
        literal = row.literal("claimValue")
        if literal is not None and literal.language:
            return self._say("quotes").format(text=text)
        return period_words(text, self._words["times"], self._language) or text

    def _limits(self, row: ClaimRow) -> Iterator[str]:
        limits = {name: wording[self._language] for name, wording in self._words["limits"].items()}
        yield from self._narrowing(row)
        if iri := row.iri("onInstrument"):
            basis = (row.iri("instrumentBasis") or "").removeprefix(AIF)
            yield limits[basis if basis in limits else "namedBySource"].format(thing=self._name(iri))
        yield self._time(row)

    def _narrowing(self, row: ClaimRow) -> Iterator[str]:
        limits = {name: wording[self._language] for name, wording in self._words["limits"].items()}
        yield self._range(row, limits)
        for field in ("scope", "superlative", "qualifiedBy"):
            yield from (self._name(term.value) for term in row.all(field) if isinstance(term, NamedNode))
        if row.flag("isFirst"):
            yield limits["isFirst"]
        for field in ("byMeansOf", "aheadOf", "contrastedWith", "sinceReleaseOf"):
            if iri := row.iri(field):
                yield limits[field].format(thing=self._name(iri))

    def _range(self, row: ClaimRow, limits: Mapping[str, str]) -> str:
        """The ends that the source gives beside its figure; an end that is the figure itself was said already."""
        value = row.text("asReported")
        ends = {"lower": row.text("lowerBound"), "upper": row.text("upperBound")}
        said = {end: self._number(text) for end, text in ends.items() if text and text != value}
        which = "range" if len(said) == 2 else "from" if "lower" in said else "to"
        return limits[which].format(**said) if said else ""

    def _time(self, row: ClaimRow) -> str:
        text = row.text("timeText")
        # "since 2022 (since 2022)": the value has said it already.
        if text is None or text.partition("/")[0] == row.text("asReported"):
            return ""
        if words := period_words(text, self._words["times"], self._language):
            return words
        # A length of time in words ("past two years"): its days say the same in every language.
        days = f"{row.text('validFrom') or '..'}/{row.text('validTo') or '..'}"
        return period_words(days, self._words["times"], self._language) or text


def _is_number(row: ClaimRow) -> bool:
    literal = row.literal("claimValue")
    return isinstance(literal, Literal) and compact(literal.datatype.value) in ("xsd:integer", "xsd:decimal")


def _spaced(joint: re.Match[str]) -> str:
    before, opened, closed, after = (joint[n] or "" for n in range(1, 5))
    return f"{before}{closed} {opened}{after}"
