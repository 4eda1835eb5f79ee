"""OWL RL closure: the rules of ontology/rules, run over a store until nothing new follows.

The rules are those of OWL 2 RL/RDF (https://www.w3.org/TR/owl2-profiles/, section 4.3) that this ontology has a
use for. What would only restate the obvious (everything is an owl:Thing) is left out, and so is eq-*, because
nothing here says owl:sameAs. No rule concludes anything about a blank node or a literal.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, QueryTriples, Store

from ontology.namespaces import INFERRED
from ontology.rq import load_folder

RULES = Path(__file__).parent / "rules"


def close(store: Store) -> int:
    """Add what follows from the default graph of `store`; returns how many triples that was.

    Each conclusion goes to the default graph, so that plain queries find it, and as a copy to graph/inferred.
    What the default graph says already is no conclusion. The fixpoint does not depend on the order of the
    rules, so the same triples always give the same closure.
    """
    inferred, count = NamedNode(INFERRED), 0
    while new := _conclusions(store):
        count += len(new)
        store.extend(new)
        store.extend(Quad(quad.subject, quad.predicate, quad.object, inferred) for quad in new)
    return count


def _conclusions(store: Store) -> set[Quad]:
    """What one round of all rules adds to the default graph."""
    graph = DefaultGraph()
    new: set[Quad] = set()
    for rule in _rules():
        triples = store.query(rule)
        assert isinstance(triples, QueryTriples)
        for triple in triples:
            quad = Quad(triple.subject, triple.predicate, triple.object, graph)
            if quad not in new and quad not in store:
                new.add(quad)
    return new


@cache
def _rules() -> tuple[str, ...]:
    return tuple(rule.bind() for rule in load_folder(RULES))
