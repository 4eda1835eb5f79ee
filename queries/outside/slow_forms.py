"""Forms of query that are known to be slow, or to find nothing, and the form to write instead.

Told from the tokens alone, for whoever waits in vain; each is measured (docs/decisions/0012). What is not told for
sure is not told: a query may be slow for other reasons.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from queries.outside.groups import Group, is_variable, pattern_groups, statements, variable
from queries.outside.tokens import Kind, Token, place, significant

_LONGEST = 10_000


class Form(StrEnum):
    """What is known of a query."""

    COMPARED_WITH_ALL = "compared-with-all"
    """FILTER NOT EXISTS over a comparison of two variables: the greatest, or a running one."""
    STAR_IN_OPTIONAL = "star-in-optional"
    """An OPTIONAL with several triple patterns about one variable."""
    UNCONNECTED = "unconnected"
    """Triple patterns of one group that share no variable."""
    TRIPLE_TERM_ALONE = "triple-term-alone"
    """A triple term with constants under a reifier that is looked for."""
    LANGUAGE_TAG = "language-tag"
    """LANG() compared with a tag that has capital letters."""


_SNIPPETS = {
    Form.COMPARED_WITH_ALL: "{ SELECT ?group (MAX(?value) AS ?best)"
    " { ?thing ex:group ?group ; ex:value ?value } GROUP BY ?group }\n"
    "?thing ex:group ?group ; ex:value ?best .",
    Form.STAR_IN_OPTIONAL: "OPTIONAL { ?thing ex:one ?a }\nOPTIONAL { ?thing ex:other ?b }",
    Form.TRIPLE_TERM_ALONE: "?s ?p ?o .\n?reifier rdf:reifies <<( ?s ?p ?o )>> .",
    Form.LANGUAGE_TAG: 'FILTER(LANGMATCHES(LANG(?label), "zh-Hant"))',
}
"""What to write instead; to join patterns there is no pattern of its own. The words stand with the pages."""


@dataclass(frozen=True, slots=True)
class Hint:
    """A known form: where it begins (line and column from 1)."""

    form: Form
    line: int
    column: int

    @property
    def snippet(self) -> str:
        """What to write instead, as a pattern with names of its own; empty where words must do."""
        return _SNIPPETS.get(self.form, "")


def slow_form(query: str) -> Hint | None:
    """The first known form that makes a query slow or empty, in the order of Form; None where there is none."""
    return next(iter(hints(query)), None)


def hints(query: str) -> tuple[Hint, ...]:
    """One hint for each known form that a query has, in the order of Form.

    Any text will do, it is not checked; of a very long one nothing is told.
    """
    if len(query) > _LONGEST:
        return ()
    tokens = significant(query)
    groups = list(pattern_groups(tokens))
    found = (
        (Form.COMPARED_WITH_ALL, _compared_with_all(groups)),
        (Form.STAR_IN_OPTIONAL, _star_in_optional(groups)),
        (Form.UNCONNECTED, _unconnected(groups)),
        (Form.TRIPLE_TERM_ALONE, _triple_term_alone(tokens)),
        (Form.LANGUAGE_TAG, _language_tag(tokens)),
    )
    return tuple(Hint(form, *place(query, token.start)) for form, token in found if token is not None)


def _compared_with_all(groups: list[Group]) -> Token | None:
    for group in groups:
        if group.before[-2:] != ("NOT", "EXISTS") or not group.tokens:
            continue
        for left, sign, right in zip(group.tokens, group.tokens[1:], group.tokens[2:], strict=False):
            compares = sign.text in ("<", ">", "<=", ">=") and is_variable(left) and is_variable(right)
            if compares and variable(left) != variable(right):
                return group.tokens[0]
    return None


def _star_in_optional(groups: list[Group]) -> Token | None:
    for group in groups:
        if group.before[-1:] != ("OPTIONAL",):
            continue
        counted: dict[str, int] = {}
        for statement in statements(group):
            subject = statement.tokens[0]
            if statement.patterns and subject.kind is Kind.VARIABLE:
                counted[variable(subject)] = counted.get(variable(subject), 0) + statement.patterns
        if any(count > 1 for count in counted.values()):
            return group.tokens[0]
    return None


def _unconnected(groups: list[Group]) -> Token | None:
    for group in groups:
        parts: list[tuple[set[str], Token | None]] = []
        for statement in statements(group):
            if not statement.variables:
                continue
            touched = [part for part in parts if part[0] & statement.variables]
            first = statement.tokens[0] if statement.patterns else None
            names = statement.variables.union(*(part[0] for part in touched))
            known = all(start is not None for _, start in touched) and first is not None
            start = (touched[0][1] if touched else first) if known else None
            parts = [part for part in parts if part not in touched] + [(names, start)]
        # Only where all of both parts are triple patterns it is sure that nothing else holds them apart.
        starts = sorted((start for _, start in parts if start is not None), key=lambda token: token.start)
        if len(starts) > 1:
            return starts[1]
    return None


def _triple_term_alone(tokens: tuple[Token, ...]) -> Token | None:
    texts = [token.text for token in tokens]
    if "<<(" not in texts:
        return None
    stated = {tuple(texts[start : start + 3]) for start in range(1, len(texts)) if texts[start - 1] != "<<("}
    for index in range(2, len(tokens) - 4):
        if texts[index] != "<<(" or texts[index + 4] != ")>>":
            continue
        term = tokens[index + 1 : index + 4]
        sought = tokens[index - 2].kind is Kind.VARIABLE and not all(map(is_variable, term))
        if sought and tuple(texts[index + 1 : index + 4]) not in stated:
            return tokens[index]
    return None


def _language_tag(tokens: tuple[Token, ...]) -> Token | None:
    for index, token in enumerate(tokens):
        if token.kind is not Kind.WORD or token.text.upper() != "LANG" or index + 4 >= len(tokens):
            continue
        call = [part.text for part in tokens[index + 1 : index + 4 : 2]] == ["(", ")"]
        if not call:
            continue
        before, behind = tokens[max(0, index - 2) : index], tokens[index + 4 : index + 6]
        if behind and behind[0].text == "=" and _has_capitals(behind[1:]):
            return token
        if len(before) == 2 and before[1].text == "=" and _has_capitals(before[:1]):
            return before[0]
    return None


def _has_capitals(tokens: tuple[Token, ...]) -> bool:
    text = tokens[0].text if tokens and tokens[0].kind is Kind.STRING else ""
    return text != text.lower() and "\\" not in text  # the letters of an escape are none of the tag
