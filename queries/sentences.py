"""Claims in words: one neutral sentence a claim, in the reader's language, from its fields alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pyoxigraph import NamedNode

from graph.names import Names
from ontology.namespaces import AIF, ID, entity_id
from queries.claim_rows import ClaimRow
from queries.figures import amount_words, figure_words
from queries.patterns import degree, is_number, pattern_of, range_ends
from queries.times import period_words, when_words

_FILE = Path(__file__).with_suffix(".yaml")
_DENIALS = Path(__file__).with_name("denials.yaml")
# Names may come with signs of private use around them, set by a caller who turns them into links afterwards:
# they have no width, so spacing and capitals look through them.
_OPENED, _CLOSED = r"(?:\ue000[0-9a-f]+\ue001)?", r"\ue002?"
_HAN, _LATIN = r"[\u3400-\u9fff]", r"[A-Za-z0-9]"
# Chinese typography sets a space between Han characters and Latin letters or digits.
_JOINT = re.compile(
    rf"(?<={_HAN})({_CLOSED})({_OPENED})(?={_LATIN}|\()|(?<=[A-Za-z0-9)])({_CLOSED})({_OPENED})(?={_HAN})"
)
SIMPLIFIED = ("hans", "cn", "sg", "my")
"""Subtags of Chinese as it is written in simplified characters."""
_QUOTED = re.compile(r"(「[^」]*」|“[^”]*”)")
_BEGINNING = re.compile(rf"^(“?{_OPENED})([a-z])")
_CLASS = re.compile(rf"^({_OPENED})([A-Z])(?=[a-z])")
_SIGNS = re.compile(r"\ue000[0-9a-f]+\ue001|\ue002")


@cache
def wordings() -> Mapping[str, Any]:
    """The patterns of queries/sentences.yaml, and as "denials" those of queries/denials.yaml."""
    loaded, denials = (yaml.safe_load(file.read_text(encoding="utf-8")) for file in (_FILE, _DENIALS))
    return {**loaded, "denials": denials}


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


def bare_sentence(row: ClaimRow, names: Names, language: str, *, begins: bool) -> str:
    """What a claim says, without anything in brackets: part of a longer sentence, which it `begins` or not."""
    teller = _Teller(names, spoken(language))
    return teller.begun(row) if begins else teller.clause(row)


def bare_value(row: ClaimRow, names: Names, language: str) -> str:
    """What a claim says of its subject with nothing in brackets but a range: part of a longer sentence."""
    return _Teller(names, spoken(language)).bare_value(row)


def value_words(row: ClaimRow, names: Names, language: str) -> str:
    """What a claim says of its subject, without subject and predicate: the figure with its unit, a name, a period.

    In and out as for claim_sentence. In brackets stands what narrows the value, but neither instrument nor time.
    """
    return _Teller(names, spoken(language)).value(row)


def set_name(iri: str, names: Names, language: str) -> str:
    """The name of a thing as it stands within a sentence: "the United States", a report's title in quotation marks.

    In: an IRI, names, one of the three languages (see `spoken`).
    """
    name = names.name(iri, language).text
    pattern = _article(iri, names).get(language)
    return pattern.format(name=name) if pattern else name


def _article(iri: str, names: Names) -> Mapping[str, str]:
    articles: Mapping[str, Mapping[str, str]] = wordings()["articles"]
    thing = entity_id(iri) or ""
    keys = (thing, *names.kinds(thing), thing.partition("/")[0])
    return next((articles[key] for key in keys if key in articles), {})


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
        return self._limited(self.begun(row), self._limits(row))

    def begun(self, row: ClaimRow) -> str:
        """The sentence with the capital letter that it begins with."""
        sentence = self.clause(row)
        if self._language == "en" and (not self._pattern(row).startswith("{") or self._is_common(row)):
            sentence = _BEGINNING.sub(lambda found: found[1] + found[2].upper(), sentence)
        return sentence

    def clause(self, row: ClaimRow) -> str:
        figure, value = self._figure(row)
        parts = {
            "subject": self._name(row.iri("claimSubject")),
            "predicate": self._name(row.iri("claimPredicate")),
            "object": self._object(row),
            "degree": self._name(degree(row, self._names, self._words)),
            "figure": figure,
            "value": value,
            "words": self._said(row),
            "when": when_words(row.text("asReported") or "", self._words["times"], self._language),
        }
        return self._pattern(row).format(**parts)

    def value(self, row: ClaimRow) -> str:
        return self._limited(self.bare_value(row), self._narrowing(row))

    def bare_value(self, row: ClaimRow) -> str:
        _, figure = self._figure(row)
        said = figure or self._object(row) or self._said(row)
        if row.flag("negated"):
            said = str(self._words["denials"]["value"][self._language]).format(value=said)
        if row.flag("hypothetical"):
            said = str(self._words["supposed"]["value"][self._language]).format(value=said)
        return said

    def _pattern(self, row: ClaimRow) -> str:
        return pattern_of(row, self._names, self._words, self._language)

    def _limited(self, said: str, limits: Iterator[str]) -> str:
        if told := self._say("comma").join(limit for limit in limits if limit):
            said += self._say("brackets").format(limits=told)
        return said if self._language == "en" else set_chinese(said)

    def _say(self, wording: str) -> str:
        return str(self._words[wording][self._language])

    def _name(self, iri: str | None) -> str:
        return set_name(iri, self._names, self._language) if iri else ""

    def _is_common(self, row: ClaimRow) -> bool:
        """Whether the subject's name begins with a small letter only because it stands within a sentence."""
        subject = row.iri("claimSubject") or ""
        is_common = (row.thing("claimSubject") or "").partition("/")[0] in self._words["capitals"]
        return is_common or "en" in _article(subject, self._names)

    def _object(self, row: ClaimRow) -> str:
        """The claim's object; a class as a common noun: "an analysis organization"."""
        iri = row.iri("claimObject")
        name = self._name(iri)
        if self._language != "en" or iri is None or not iri.startswith(AIF):
            return name
        noun = _CLASS.sub(lambda found: found[1] + found[2].lower(), name)
        return f"{'an' if _SIGNS.sub('', noun)[:1].lower() in 'aeio' else 'a'} {noun}"

    def _figure(self, row: ClaimRow) -> tuple[str, str]:
        """The number with comparator and statistic: without and with its unit."""
        if not is_number(row):
            return "", ""
        number = figure_words(row.text("asReported") or "", self._language)
        if ends := range_ends(row):
            lower, upper = (figure_words(end, self._language) for end in ends)
            number = str(self._words["range_of_figures"][self._language]).format(lower=lower, upper=upper)
        unit = row.thing("unit")
        noun = self._name(row.iri("unit"))
        if self._language == "en" and unit and row.text("asReported") not in ("1", "-1"):
            noun = self._words["plurals"].get(unit, noun)
        amount = self._words["amounts"].get(unit, {}).get(self._language, "")
        bare, full = number, amount_words(number, noun, amount)
        figures: Mapping[str, Any] = self._words["figures"]
        if unit in self._words["units_of_time"]:
            figures = {**figures, **self._words["figures_of_time"]}
        for field in ("statistic",) if ends else ("comparator", "statistic"):
            if wording := figures.get((row.iri(field) or "").removeprefix(AIF)):
                bare, full = (wording[self._language].format(n=text) for text in (bare, full))
        return bare, full

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
        told = self._said(row)
        for field in ("scope", "superlative", "qualifiedBy"):
            for term in row.all(field):
                # "the smallest in history (smallest in history)": the value has said it already.
                if isinstance(term, NamedNode) and not self._is_told(row, term.value):
                    name = self._name(term.value)
                    yield "" if _SIGNS.sub("", name) in told else name
        if row.flag("isFirst"):
            yield limits["isFirst"]
        for field in ("byMeansOf", "aheadOf", "contrastedWith", "sinceReleaseOf"):
            if iri := row.iri(field):
                yield limits[field].format(thing=self._name(iri))

    def _range(self, row: ClaimRow, limits: Mapping[str, str]) -> str:
        """The ends that the source gives beside its figure; an end that is the figure itself was said already."""
        if range_ends(row):
            return ""
        value = row.text("asReported")
        ends = {"lower": row.text("lowerBound"), "upper": row.text("upperBound")}
        said = {end: figure_words(text, self._language) for end, text in ends.items() if text and text != value}
        which = "range" if len(said) == 2 else "from" if "lower" in said else "to"
        return limits[which].format(**said) if said else ""

    def _time(self, row: ClaimRow) -> str:
        text = row.text("timeText")
        # "since 2022 (since 2022)": the value has said it already.
        if text is None or text.partition("/")[0] == row.text("asReported"):
            return ""
        times = self._words["times"]
        if words := period_words(text, times, self._language):
            as_of = any(self._is_moment(row, str(term)[1:-1]) for term in row.all("qualifiedBy"))
            return str(times["as_of"][self._language].format(date=words)) if as_of else words
        # A length of time in words ("past two years"): its days say the same in every language.
        days = f"{row.text('validFrom') or '..'}/{row.text('validTo') or '..'}"
        return period_words(days, times, self._language) or text

    def _is_told(self, row: ClaimRow, qualifier: str) -> bool:
        """Whether the sentence has a qualifier already: beside its verb or with its time."""
        return qualifier == degree(row, self._names, self._words) or self._is_moment(row, qualifier)

    def _is_moment(self, row: ClaimRow, qualifier: str) -> bool:
        """Whether a qualifier is told with the claim's time: "as of May 2025"."""
        text = row.text("timeText") or "/"
        is_point = "/" not in text and period_words(text, self._words["times"], self._language) is not None
        return is_point and qualifier == ID + self._words["moment"]


def _spaced(joint: re.Match[str]) -> str:
    before, opened, closed, after = (joint[n] or "" for n in range(1, 5))
    return f"{before}{closed} {opened}{after}"
