"""The ontology as Python sees it: predicates that claims may use, classes, closed sets, labels, definitions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    parse,
)

from ontology.axioms import Axioms, Header
from ontology.namespaces import AIF, BASE, DCT, OWL, RDF, RDFS, SKOS, compact

ONTOLOGY = Path(__file__).parent / "aifrontier.ttl"

Labels = Mapping[str, str]
"""Language tag (en, zh-Hant, zh-Hans) to text."""


@dataclass(frozen=True)
class Predicate:
    """A predicate that a claim may use. `domain` and `range` are class names, empty where anything goes."""

    name: str
    iri: str
    value_kind: str
    domain: frozenset[str]
    range: frozenset[str]
    walkable: bool
    single_valued: bool
    comparable: bool
    changes_with_time: bool
    labels: Labels
    definitions: Labels


@dataclass(frozen=True)
class TermClass:
    """A class of the ontology; `superclasses` are the names of all classes above it, itself left out.

    `parents` are those of them that stand directly above it, `borrowed` the classes of other vocabularies that do,
    as compact IRIs.
    """

    name: str
    iri: str
    labels: Labels
    superclasses: frozenset[str]
    parents: tuple[str, ...] = ()
    borrowed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Property:
    """A property that no claim may use, for what the graph itself says; `annotation`: it speaks of other terms.

    `domain` and `range` are class names, empty where anything or a plain value goes.
    """

    name: str
    domain: frozenset[str]
    range: frozenset[str]
    annotation: bool


@dataclass(frozen=True)
class Vocabulary:
    """All terms by local name; `individuals` are the members of the closed sets, by class.

    `predicates` are the properties that claims may use, `properties` all others; `axioms` are of both.
    """

    predicates: Mapping[str, Predicate]
    classes: Mapping[str, TermClass]
    individuals: Mapping[str, tuple[str, ...]]
    labels: Mapping[str, Labels]
    definitions: Mapping[str, Labels] = field(default_factory=dict)
    properties: Mapping[str, Property] = field(default_factory=dict)
    axioms: Mapping[str, Axioms] = field(default_factory=dict)
    header: Header = field(default_factory=Header)

    def is_a(self, class_name: str, wanted: str) -> bool:
        """Whether every `class_name` is a `wanted`; False for a class that the ontology does not have."""
        found = self.classes.get(class_name)
        return found is not None and (class_name == wanted or wanted in found.superclasses)

    def label(self, term: str, language: str) -> str:
        """The label of a term (IRI or local name) in `language`, else in the nearest language there is.

        zh-Hant falls back to zh-Hans, zh, mul and en, zh-Hans to zh-Hant and so on. A term of another
        vocabulary gives its compact IRI, an unknown name itself.
        """
        name = term.removeprefix(AIF)
        return nearest(self.labels.get(name, {}), language) or compact(name)

    def definition(self, term: str, language: str) -> str:
        """The definition of a term (IRI or local name) in the nearest language, as for labels; "" for no term."""
        return nearest(self.definitions.get(term.removeprefix(AIF), {}), language)


def nearest(texts: Labels, language: str) -> str:
    """The text in `language`, else in the nearest language there is (see Vocabulary.label); "" for no text."""
    found = {tag.lower(): text for tag, text in texts.items()}
    wanted = language.lower()
    chinese = ("zh-hant", "zh-hans", "zh") if wanted.startswith("zh") else ()
    return next((found[tag] for tag in (wanted, *chinese, "mul", "en") if tag in found), "")


@cache
def _canonical() -> tuple[Quad, ...]:
    dataset = Dataset(parse(path=ONTOLOGY, format=RdfFormat.TURTLE))
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return tuple(sorted(dataset, key=str))


def ontology_quads() -> list[Quad]:
    """The ontology in the default graph, blank nodes labelled by RDFC-1.0 so that two dumps are equal."""
    return list(_canonical())


@cache
def load_vocabulary() -> Vocabulary:
    """Read ontology/aifrontier.ttl, once for the process."""
    return read_vocabulary(_canonical())


def read_vocabulary(quads: Iterable[Quad]) -> Vocabulary:
    """The vocabulary that the triples of an ontology make up."""
    return _Reader(quads).vocabulary()


class _Reader:
    """Looks things up in the triples of the ontology."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._objects: dict[tuple[str, str], list[NamedNode | BlankNode | Literal]] = defaultdict(list)
        self._typed: dict[str, list[str]] = defaultdict(list)
        self._inverses: dict[str, str] = {}
        for quad in quads:
            subject, target = quad.subject, quad.object
            if not isinstance(subject, NamedNode | BlankNode) or not isinstance(
                target, NamedNode | BlankNode | Literal
            ):
                continue  # RDF 1.2 triple terms, of which the ontology has none
            self._objects[subject.value, quad.predicate.value].append(target)
            if quad.predicate.value == RDF + "type" and subject.value.startswith(AIF):
                self._typed[target.value].append(subject.value)
            if quad.predicate.value == OWL + "inverseOf":
                self._inverses[_local(subject.value)] = _local(target.value)

    def vocabulary(self) -> Vocabulary:
        classes = {name: self._class(name) for name in self._names(OWL + "Class")}
        relations = (*self._names(OWL + "ObjectProperty"), *self._names(OWL + "DatatypeProperty"))
        annotations = self._names(OWL + "AnnotationProperty")
        predicates = [self._predicate(name) for name in sorted(relations) if self._words(name, "valueKind")]
        others = {*relations, *annotations} - {predicate.name for predicate in predicates}
        individuals = {name: self._names(AIF + name) for name in classes}
        terms = {name.removeprefix(AIF) for names in self._typed.values() for name in names}
        return Vocabulary(
            predicates=MappingProxyType({p.name: p for p in predicates}),
            classes=MappingProxyType(classes),
            individuals=MappingProxyType({name: members for name, members in individuals.items() if members}),
            labels=MappingProxyType({name: self._labels(name) for name in sorted(terms)}),
            definitions=MappingProxyType({name: self._definitions(name) for name in sorted(terms)}),
            properties=MappingProxyType({name: self._property(name, annotations) for name in sorted(others)}),
            axioms=MappingProxyType({name: self._axioms(name) for name in sorted({*relations, *annotations})}),
            header=self._header(),
        )

    def _class(self, name: str) -> TermClass:
        above = frozenset(self._above(name))
        others = (parent.value for parent in self._objects[AIF + name, RDFS + "subClassOf"])
        borrowed = tuple(sorted(compact(iri) for iri in others if not iri.startswith(AIF)))
        return TermClass(name, AIF + name, self._labels(name), above, tuple(sorted(self._parents(name))), borrowed)

    def _parents(self, name: str) -> Iterator[str]:
        for parent in self._objects[AIF + name, RDFS + "subClassOf"]:
            if parent.value.startswith(AIF):
                yield parent.value.removeprefix(AIF)

    def _above(self, name: str) -> Iterator[str]:
        for parent in self._parents(name):
            yield parent
            yield from self._above(parent)

    def _property(self, name: str, annotations: Collection[str]) -> Property:
        return Property(
            name=name,
            domain=self._class_names(name, "domain"),
            range=self._class_names(name, "range"),
            annotation=name in annotations,
        )

    def _predicate(self, name: str) -> Predicate:
        return Predicate(
            name=name,
            iri=AIF + name,
            value_kind=self._words(name, "valueKind"),
            domain=self._class_names(name, "domain"),
            range=self._class_names(name, "range"),
            walkable=self._words(name, "walkable") == "true",
            single_valued=self._words(name, "singleValued") == "true",
            comparable=self._words(name, "comparable") == "true",
            changes_with_time=self._words(name, "changesWithTime") == "true",
            labels=self._labels(name),
            definitions=self._definitions(name),
        )

    def _axioms(self, name: str) -> Axioms:
        iri = AIF + name
        chains = self._objects[iri, OWL + "propertyChainAxiom"]
        inverses = {**self._inverses, **{other: one for one, other in self._inverses.items()}}
        ranges = [target.value for target in self._objects[iri, RDFS + "range"] if isinstance(target, NamedNode)]
        kinds = {target.value for target in self._objects[iri, RDF + "type"]}
        return Axioms(
            chain=tuple(_local(node.value) for node in self._list(chains[0])) if chains else (),
            inverse=inverses.get(name, ""),
            above=tuple(sorted(_local(one.value) for one in self._objects[iri, RDFS + "subPropertyOf"])),
            symmetric=OWL + "SymmetricProperty" in kinds,
            transitive=OWL + "TransitiveProperty" in kinds,
            datatype=next((compact(one) for one in ranges if not one.startswith(AIF)), ""),
            literal=OWL + "DatatypeProperty" in kinds,
        )

    def _header(self) -> Header:
        def first(role: str) -> str:
            return next((found.value for found in self._objects[iri, role]), "")

        iri = BASE + "ontology"
        return Header(
            title=self._texts(iri, DCT + "title"),
            description=self._texts(iri, DCT + "description"),
            version=first(OWL + "versionInfo"),
            license=first(DCT + "license"),
        )

    def _class_names(self, name: str, role: str) -> frozenset[str]:
        """The classes of a domain or range, a union taken apart; datatypes are left out."""
        return frozenset(
            node.value.removeprefix(AIF)
            for target in self._objects[AIF + name, RDFS + role]
            for node in self._members(target)
            if node.value.startswith(AIF)
        )

    def _members(self, node: NamedNode | BlankNode | Literal) -> Iterator[NamedNode | BlankNode | Literal]:
        unions = self._objects[node.value, OWL + "unionOf"]
        yield from self._list(unions[0]) if unions else (node,)

    def _list(self, node: NamedNode | BlankNode | Literal) -> Iterator[NamedNode | BlankNode | Literal]:
        while node.value != RDF + "nil":
            yield from self._objects[node.value, RDF + "first"]
            node = self._objects[node.value, RDF + "rest"][0]

    def _names(self, kind: str) -> tuple[str, ...]:
        return tuple(sorted(iri.removeprefix(AIF) for iri in self._typed[kind]))

    def _words(self, name: str, annotation: str) -> str:
        return next((text.value for text in self._literals(AIF + name, AIF + annotation)), "")

    def _labels(self, name: str) -> Labels:
        return self._texts(AIF + name, RDFS + "label")

    def _definitions(self, name: str) -> Labels:
        return self._texts(AIF + name, SKOS + "definition")

    def _texts(self, iri: str, role: str) -> Labels:
        texts = self._literals(iri, role)
        return MappingProxyType({_tag(text.language or "mul"): text.value for text in texts})

    def _literals(self, subject: str, predicate: str) -> Iterator[Literal]:
        return (o for o in self._objects[subject, predicate] if isinstance(o, Literal))


def _local(iri: str) -> str:
    """The local name of a term of ours, the compact IRI of any other."""
    return iri.removeprefix(AIF) if iri.startswith(AIF) else compact(iri)


def _tag(language: str) -> str:
    """A language tag as BCP 47 writes it (zh-Hant); the engine keeps it in lower case."""
    language, *subtags = language.split("-")
    return "-".join((language, *(s.title() if len(s) == 4 else s.upper() for s in subtags)))
