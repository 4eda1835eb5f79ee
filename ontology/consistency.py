"""Consistency and classification by a complete reasoner: HermiT, through owlready2, where there is Java.

HermiT proves what the rules of ontology/closure.py only approximate, but takes seconds for a few hundred
things. So it checks the ontology and a sample, and the rules do the data.
"""

from __future__ import annotations

import contextlib
import io
import shutil
import warnings
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse, serialize

from ontology.namespaces import AIF, OWL, RDF, RDFS
from ontology.vocabulary import ontology_quads

Links = defaultdict[str, set[tuple[str, str]]]
"""Property IRI to the pairs that it joins."""


class ReasoningError(Exception):
    """The reasoner gave no answer, or a bad one; the message says which."""


class JavaMissingError(ReasoningError):
    """There is no Java runtime, so HermiT cannot run."""


class InconsistentError(ReasoningError):
    """The triples contradict the ontology, or the ontology contradicts itself."""


class Rdf12Error(ReasoningError):
    """The triples hold a triple term of RDF 1.2, of which owlready2 makes garbage without a word."""


@dataclass(frozen=True)
class Classification:
    """What holds in a consistent graph, said or concluded, in the words of the ontology (full IRIs).

    `types`: (thing, class); `values`: (subject, property, object), object properties only; `unsatisfiable`:
    classes that nothing can belong to.
    """

    types: frozenset[tuple[str, str]]
    values: frozenset[tuple[str, str, str]]
    unsatisfiable: tuple[str, ...]


@dataclass(frozen=True)
class Consistency:
    """Outcome of a check: `consistent` is None where the check was skipped; `message` is one line for people."""

    consistent: bool | None
    unsatisfiable: tuple[str, ...]
    message: str

    @property
    def passed(self) -> bool:
        """Whether nothing wrong was found; a skipped check passes, and says that it was skipped."""
        return self.consistent is not False and not self.unsatisfiable


def java_available() -> bool:
    """Whether a Java runtime is on the path."""
    return shutil.which("java") is not None


def ontology_ntriples() -> str:
    """ontology/aifrontier.ttl as N-Triples."""
    return _ntriples(ontology_quads())


def check_consistency(data: str = "", *, ontology: str | None = None) -> Consistency:
    """Check `data` (N-Triples, RDF 1.1) against the ontology; both may be given, as for `classify`.

    Raises ReasoningError only when the reasoner itself fails. Without Java the check is skipped and says so.
    """
    try:
        found = classify(data, ontology=ontology)
    except JavaMissingError as error:
        return Consistency(None, (), f"skipped: {error}")
    except InconsistentError as error:
        return Consistency(False, (), str(error))
    if found.unsatisfiable:
        names = ", ".join(found.unsatisfiable)
        return Consistency(True, found.unsatisfiable, f"consistent, but nothing can belong to: {names}")
    return Consistency(True, (), "consistent; every class can have members")


def classify(data: str = "", *, ontology: str | None = None) -> Classification:
    """Let HermiT classify `data` together with an ontology (N-Triples, RDF 1.1; ours where none is given).

    Literals of datatypes outside OWL 2 (xsd:date) are ignored. Raises JavaMissingError, InconsistentError,
    Rdf12Error, or ReasoningError for any other failure of the reasoner.
    """
    if not java_available():
        raise JavaMissingError("no Java runtime found, so HermiT did not run")
    triples = _rdf11(ontology_ntriples() if ontology is None else ontology) + _rdf11(data)
    with _quiet():
        told = _reason(triples)
    return _classification(told)


def _reason(triples: str) -> list[Quad]:
    """The triples with what HermiT adds: direct types, classes above classes, property values.

    Read back as triples, not as owlready2's Python objects, which lose a property that a claim names.
    """
    import owlready2

    world: Any = owlready2.World()
    told = io.BytesIO()
    try:
        world.get_ontology(AIF).load(fileobj=io.BytesIO(triples.encode()), format="ntriples")
        owlready2.sync_reasoner_hermit(
            world, infer_property_values=True, debug=0, ignore_unsupported_datatypes=True
        )
        world.save(told, format="ntriples")
    except owlready2.OwlReadyInconsistentOntologyError as error:
        raise InconsistentError("inconsistent: HermiT found a contradiction") from error
    except owlready2.OwlReadyError as error:
        raise ReasoningError(f"HermiT failed: {error}") from error
    finally:
        world.close()
    return list(parse(told.getvalue(), format=RdfFormat.N_TRIPLES))


def _classification(quads: list[Quad]) -> Classification:
    """Put HermiT's answer together: it tells the nearest class and property, and one of mirrored values."""
    links: Links = defaultdict(set)
    for quad in quads:
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            links[quad.predicate.value].add((quad.subject.value, quad.object.value))
    above = _reachable(links[RDFS + "subClassOf"] | links[OWL + "equivalentClass"])
    relations = {name for name, kind in links[RDF + "type"] if kind == OWL + "ObjectProperty"}
    _complete(links, relations)
    return Classification(
        types=frozenset(
            (thing, kind)
            for thing, direct in links[RDF + "type"]
            for kind in above[direct] | {direct}
            if kind.startswith(AIF)
        ),
        values=frozenset((s, name, o) for name in relations if name.startswith(AIF) for s, o in links[name]),
        unsatisfiable=tuple(
            sorted(name for name in above if OWL + "Nothing" in above[name] and name.startswith(AIF))
        ),
    )


def _complete(links: Links, relations: set[str]) -> None:
    """Give each relation the values of those below it, of its inverse, and of itself where it is symmetric."""
    symmetric = {name for name, kind in links[RDF + "type"] if kind == OWL + "SymmetricProperty"}
    mirrored = links[OWL + "inverseOf"] | {(name, name) for name in symmetric}
    upward = {(one, other) for one, other in links[RDFS + "subPropertyOf"] if {one, other} <= relations}
    size = -1
    while size != (size := sum(map(len, links.values()))):
        for one, other in mirrored:
            links[one] |= {(o, s) for s, o in links[other]}
            links[other] |= {(o, s) for s, o in links[one]}
        for below, higher in upward:
            links[higher] |= links[below]


def _reachable(links: set[tuple[str, str]]) -> dict[str, set[str]]:
    """What can be reached from each node."""
    reached: dict[str, set[str]] = defaultdict(set)
    for start, end in links:
        reached[start].add(end)
    for start in list(reached):
        waiting = list(reached[start])
        while waiting:
            new = reached.get(waiting.pop(), set()) - reached[start]
            reached[start] |= new
            waiting.extend(new)
    return reached


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """owlready2 tells its life to stdout and stderr, and warns of optional parts on import."""
    silence = io.StringIO()
    with (
        warnings.catch_warnings(),
        contextlib.redirect_stdout(silence),
        contextlib.redirect_stderr(silence),
    ):
        warnings.simplefilter("ignore")
        yield


def _rdf11(ntriples: str) -> str:
    quads = list(parse(ntriples, format=RdfFormat.N_TRIPLES))
    for quad in quads:
        if isinstance(quad.object, Triple):
            raise Rdf12Error(f"a triple term, which only RDF 1.2 has: {quad.triple}")
    return _ntriples(quads)


def _ntriples(quads: list[Quad]) -> str:
    text = serialize((quad.triple for quad in quads), format=RdfFormat.N_TRIPLES)
    assert text is not None  # as long as no output file is given
    return text.decode()
