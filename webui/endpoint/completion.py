"""What the letters before the cursor may mean: terms of the graph, things by any of their names, prefixes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from graph.evidence.fold import fold
from graph.names import Names
from graph.store import EmbeddedStore
from ontology.namespaces import AIF, GRAPH, ID, ID_PREFIXES, PREFIXES, compact
from ontology.vocabulary import Vocabulary, load_vocabulary
from webui.endpoint.vocabulary import terms_in_use, values_of
from webui.keeping import kept
from webui.language import canonical
from webui.site import Site

MOST = 40
_LOOKED_AT = 400
"""Names that the search may bring, before those of other kinds are left out."""
_KINDS = {
    "property": ("property",),
    "class": ("class",),
    "value": ("thing", "individual"),
    "graph": ("graph",),
    "subject": ("thing", "individual"),
}
"""Place in a triple -> what may stand there; at any other place everything may."""


@dataclass(frozen=True)
class Suggestion:
    """One name to insert: `name` is how a reader calls it, `about` what it is, `kind` what it can be used as."""

    insert: str
    kind: str
    name: str
    language: str = ""
    about: str = ""
    uses: int = 0


@dataclass(frozen=True)
class _Term:
    """A term with the folded words that it can be found by: its own name first, then its labels."""

    suggestion: Suggestion
    local: str
    words: tuple[str, ...]


def suggestions(at: Site, typed: str, place: str, predicate: str, language: str) -> list[Suggestion]:
    """The best few for what was typed at a place of a triple (property, class, value, subject, graph, or "").

    `predicate` is the one whose value is asked for, as it stands in the query; "" where it is not known.
    """
    prefix, colon, _ = typed.partition(":")
    wanted = _KINDS.get(place, ())
    found: dict[str, Suggestion] = {}
    for each in _all(at, typed, place, predicate, language):
        found.setdefault(each.insert, each)
    fitting = [each for each in found.values() if not wanted or each.kind in wanted]
    chosen = fitting or list(found.values())
    if not colon:
        chosen = [*chosen[: MOST - 5], *_prefixes(prefix, at, language)]
    elif prefix not in PREFIXES:
        chosen = []
    return chosen[:MOST]


def _all(at: Site, typed: str, place: str, predicate: str, language: str) -> Iterator[Suggestion]:
    prefix, colon, rest = typed.partition(":")
    words = fold(rest if colon else typed).text
    if place == "value" and predicate:
        yield from _values(at, typed, predicate, language)
    terms = _terms(at.store, language)
    ranked = sorted(
        (rank, not _is_claimed(at, term), -term.suggestion.uses, term.suggestion.insert, term.suggestion)
        for term in terms
        if (not colon or term.suggestion.insert.startswith(f"{prefix}:"))
        and (rank := _rank(term, words)) is not None
    )
    yield from (suggestion for *_, suggestion in ranked)
    if not colon or prefix in ID_PREFIXES:
        yield from _things(at, words, prefix if colon else "", language)


def _is_claimed(at: Site, term: _Term) -> bool:
    """Whether it is what claims and their relations are asked by, more often than the rest."""
    return term.suggestion.insert.removeprefix("aif:") in at.vocabulary.predicates


def _rank(term: _Term, words: str) -> int | None:
    """How well a term fits the words typed, 0 best; None where it does not."""
    if term.local.startswith(words):
        return 0
    if any(each.startswith(words) for each in term.words):
        return 1
    return 2 if any(words in each for each in (term.local, *term.words)) else None


def _terms(store: EmbeddedStore, language: str) -> tuple[_Term, ...]:
    """All terms: those of our ontology, used or not, and those of other vocabularies that the graph uses."""
    return kept(store, ("terms", language), lambda: _all_terms(store, language))


def _all_terms(store: EmbeddedStore, language: str) -> tuple[_Term, ...]:
    used, vocabulary = terms_in_use(store), load_vocabulary()
    individuals = {name for members in vocabulary.individuals.values() for name in members}
    properties = {AIF + name for name in (*vocabulary.predicates, *vocabulary.properties)} | set(used.properties)
    classes = {AIF + name for name in vocabulary.classes} | set(used.classes)
    made = [
        *(_term(iri, "property", vocabulary, language, used.properties.get(iri, {})) for iri in properties),
        *(_term(iri, "class", vocabulary, language, used.classes.get(iri, {})) for iri in classes),
        *(_term(AIF + name, "individual", vocabulary, language, {}) for name in individuals),
        *(_term(iri, "graph", vocabulary, language, {}) for iri in used.graphs),
    ]
    return tuple(made)


def _term(iri: str, kind: str, vocabulary: Vocabulary, language: str, uses: Mapping[str, int]) -> _Term:
    local = compact(iri).partition(":")[2] or iri
    labels = vocabulary.labels.get(iri.removeprefix(AIF), {}) if iri.startswith(AIF) else {}
    made = Suggestion(
        insert=written(iri),
        kind=kind,
        name=vocabulary.label(iri, language) if labels else "",
        language=language if labels else "",
        about=vocabulary.definition(iri, language) if labels else "",
        uses=sum(uses.values()),
    )
    return _Term(made, fold(local).text, tuple(fold(text).text for text in labels.values()))


def _values(at: Site, typed: str, predicate: str, language: str) -> Iterator[Suggestion]:
    """The values that a predicate has most often, as far as what was typed fits them."""
    prefix, colon, local = predicate.strip("<>").partition(":")
    iri = PREFIXES[prefix] + local if colon and prefix in PREFIXES else predicate.strip("<>")
    words = fold(typed).text
    for value in values_of(at.store, iri) if "://" in iri else ():
        short = written(value)
        texts = (short, short.partition(":")[2], *_every_name(at.names, at.vocabulary, value))
        if any(fold(text).text.startswith(words) for text in texts):
            yield _thing(value, "individual" if value.startswith(AIF) else "thing", at.names, language)


def _every_name(names: Names, vocabulary: Vocabulary, iri: str) -> Iterable[str]:
    if iri.startswith(ID):
        return names.all_labels(iri.removeprefix(ID)).values()
    return vocabulary.labels.get(iri.removeprefix(AIF), {}).values()


def _things(at: Site, words: str, prefix: str, language: str) -> Iterator[Suggestion]:
    """Things by any of their names, or by their id."""
    begins = f"{prefix}/" if prefix else ""
    found = {
        name: ""
        for name in at.names.ids()
        if name.startswith(begins) and (prefix or words) and name.partition("/")[2].startswith(words)
    }
    for hit in at.search.find(words, _LOOKED_AT) if words else ():
        if hit.thing.startswith(begins):
            found[hit.thing] = hit.text
    for name, matched in islice(found.items(), MOST):
        yield _thing(ID + name, "thing", at.names, language, matched)


def _thing(iri: str, kind: str, names: Names, language: str, matched: str = "") -> Suggestion:
    """A thing; `matched` is the name that was found, told where it is not the one that is shown."""
    said = names.name(iri, language)
    kinds = names.kinds(iri.removeprefix(ID)) if iri.startswith(ID) else ()
    also = [matched] if matched and matched != said.text else []
    about = " · ".join((*also, *(names.name(AIF + each, language).text for each in kinds)))
    return Suggestion(written(iri), kind, said.text, canonical(said.language) if said.language else "", about)


def _prefixes(typed: str, at: Site, language: str) -> Iterator[Suggestion]:
    for prefix, namespace in PREFIXES.items():
        if typed and prefix.startswith(typed.lower()):
            label = at.vocabulary.label(AIF + ID_PREFIXES[prefix], language) if prefix in ID_PREFIXES else ""
            yield Suggestion(f"{prefix}:", "prefix", label or namespace, language if label else "", namespace)


def written(iri: str) -> str:
    """An IRI as it is written in a query: a prefixed name where there is one, else whole."""
    short = compact(iri)
    local = short.partition(":")[2]
    return short if short != iri and local and not local.endswith(".") and iri != GRAPH else f"<{iri}>"
