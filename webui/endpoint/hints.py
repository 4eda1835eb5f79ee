"""What in a query may be meant otherwise: names that the graph does not have, tags that compare to nothing."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from ontology.namespaces import AIF, ID, PREFIXES, compact
from queries.outside.guard import declared_prefixes
from queries.outside.slow_forms import Form
from queries.outside.slow_forms import hints as slow_forms
from queries.outside.tokens import Kind, Token, place, significant
from webui.endpoint.vocabulary import DEFAULT, terms_in_use
from webui.language import canonical, translate
from webui.site import Site
from webui.suggestions import nearest_things
from webui.views import holds

_COMPARED = 6
"""Tokens of LANG(?x) = "tag", in either order."""
_LONGEST_LOOKED_AT = 50_000
"""Characters of a query in which names are looked up: one that a person wrote is shorter."""


@dataclass(frozen=True)
class Note:
    """One remark on a place of the query; line, column and the column behind it count from 1."""

    line: int
    column: int
    end: int
    message: str
    mend: str
    snippet: str = ""
    """What to write instead, as a pattern with names of its own."""


def notes(query: str, at: Site) -> list[Note]:
    """Names of ours that the graph does not have, and properties that stand in a named graph alone."""
    if len(query) > _LONGEST_LOOKED_AT:
        return []
    tokens = significant(query)
    found: dict[str, Note] = {}
    for token, iri in _named(query, tokens):
        if iri not in found and (told := _about(query, tokens, iri, at)) is not None:
            found[iri] = _note(query, token, *told)
    return list(found.values())


def reasons(query: str, at: Site) -> list[Note]:
    """Why a query may have found nothing: the notes, and texts that no label with a language tag is equal to."""
    tokens = significant(query)
    return [*notes(query, at), *_tags(query, tokens), *_labels(query, tokens, at)]


def slow_parts(query: str) -> list[Note]:
    """Forms in a query that are known to be slow, each with what to write instead."""
    words = {
        Form.COMPARED_WITH_ALL: (
            translate("What stands in NOT EXISTS is tried for every row anew, and no index helps with comparing."),
            translate("Take the greatest with MAX in a sub-select, and join it."),
        ),
        Form.STAR_IN_OPTIONAL: (
            translate("An OPTIONAL with several patterns may be evaluated for all data before it is joined."),
            translate("Write one OPTIONAL for each pattern where they need not hold together."),
        ),
        Form.UNCONNECTED: (
            translate("These patterns share no variable with those before: every row goes with every other."),
            translate("Join them by a variable that both have, or ask twice."),
        ),
        Form.TRIPLE_TERM_ALONE: (
            translate("Triple terms have no index."),
            translate("Put the triple itself in front as a pattern, where the graph asserts it as well."),
        ),
    }
    found = (hint for hint in slow_forms(query) if hint.form in words)
    return [Note(h.line, h.column, h.column + 1, *words[h.form], h.snippet) for h in found]


def _named(query: str, tokens: tuple[Token, ...]) -> Iterator[tuple[Token, str]]:
    """Each name and IRI of the query's body with the IRI that it stands for."""
    prefixes = {**PREFIXES, **declared_prefixes(query)}
    for before, token in pairwise((None, *tokens)):
        if before is not None and before.text.upper() in ("PREFIX", "BASE"):
            continue
        if token is None:
            continue
        if token.kind is Kind.IRI:
            written = token.text[1:-1]
            yield token, written if ":" in written else ID + written
        elif token.kind is Kind.NAME:
            prefix, _, local = token.text.partition(":")
            if prefix in prefixes and local and "\\" not in local:
                yield token, prefixes[prefix] + local


def _about(query: str, tokens: tuple[Token, ...], iri: str, at: Site) -> tuple[str, str] | None:
    used = terms_in_use(at.store)
    if iri.startswith(AIF) and iri != AIF and not _is_term(iri, at):
        near = difflib.get_close_matches(iri.removeprefix(AIF), list(at.vocabulary.labels), n=1, cutoff=0.6)
        said = translate("The ontology has no term %(name)s.") % {"name": compact(iri)}
        return said, _meant(f"aif:{near[0]}") if near else ""
    if iri.startswith(ID) and not iri.endswith("/") and not _is_thing(iri, at):
        near = nearest_things(at, iri.removeprefix(ID))
        said = translate("This graph knows nothing called %(name)s.") % {"name": compact(iri)}
        return said, _meant(compact(ID + near[0])) if near else ""
    graphs = used.properties.get(iri, {})
    if graphs and DEFAULT not in graphs and not any(t.text.upper() in ("GRAPH", "FROM") for t in tokens):
        said = translate("%(name)s stands in no triple of the default graph.") % {"name": compact(iri)}
        graph = compact(min(graphs))
        return said, translate("Write %(form)s around it.") % {"form": f"GRAPH {graph} {{ … }}"}
    return None


def _is_term(iri: str, at: Site) -> bool:
    name, used = iri.removeprefix(AIF), terms_in_use(at.store)
    return name in at.vocabulary.labels or iri in used.properties or iri in used.classes


def _is_thing(iri: str, at: Site) -> bool:
    return iri.removeprefix(ID) in at.names or holds(at.store, "exists", thing=[iri])


def _meant(name: str) -> str:
    return translate("Perhaps %(name)s is meant.") % {"name": name}


def _tags(query: str, tokens: tuple[Token, ...]) -> Iterator[Note]:
    """LANG(?x) = "zh-Hant": the engine keeps tags in lower case, so that this holds for nothing."""
    for hint in slow_forms(query):
        if hint.form is not Form.LANGUAGE_TAG:
            continue
        start = next(i for i, token in enumerate(tokens) if place(query, token.start) == (hint.line, hint.column))
        comparison = tokens[start : start + _COMPARED]
        variable = next(token.text for token in comparison if token.kind is Kind.VARIABLE)
        tag = next(token for token in comparison if token.kind is Kind.STRING)
        said = translate("LANG() gives tags in lower case here: %(tag)s equals none of them.") % {"tag": tag.text}
        form = f"LANGMATCHES(LANG({variable}), {tag.text})"
        yield _note(query, comparison[0], said, translate("Write %(form)s.") % {"form": form})


def _labels(query: str, tokens: tuple[Token, ...], at: Site) -> Iterator[Note]:
    """A text without a language tag is equal to no label, for labels have tags."""
    if any(token.text.upper() in ("STR", "CONTAINS", "REGEX", "STRSTARTS") for token in tokens):
        return
    for token, after in pairwise((*tokens, None)):
        if token is None or token.kind is not Kind.STRING:
            continue
        if after is not None and (after.kind is Kind.LANGUAGE or after.text == "^^"):
            continue
        text = token.text.strip("\"'")
        hit = next((hit for hit in at.search.find(text, 5) if hit.text == text), None)
        if hit is not None:
            said = translate("Labels have a language tag; the plain text %(text)s equals none.") % {
                "text": token.text
            }
            form = f'"{text}"@{canonical(hit.language)}'
            yield _note(query, token, said, translate("Write %(form)s.") % {"form": form})


def _note(query: str, token: Token, message: str, mend: str) -> Note:
    line, column = place(query, token.start)
    length = len(token.text) if "\n" not in token.text else 1
    return Note(line, column, column + length, message, mend)
