"""What the ontology says of its properties besides what they join, and what it says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Axioms:
    """What the ontology says of a predicate or property besides its domain and range.

    `chain`: the properties that together give this one, in their order; `inverse`: the one that says the same from
    the other side, "" where there is none; `above`: what it is a kind of (local names, compact IRIs of others);
    `datatype`: of its values, as a compact IRI, "" where any will do; `literal`: whether it takes values at all.
    """

    chain: tuple[str, ...] = ()
    inverse: str = ""
    above: tuple[str, ...] = ()
    symmetric: bool = False
    transitive: bool = False
    datatype: str = ""
    literal: bool = False


@dataclass(frozen=True)
class Header:
    """What the ontology says of itself; `title` and `description` by language."""

    title: Mapping[str, str] = field(default_factory=dict)
    description: Mapping[str, str] = field(default_factory=dict)
    version: str = ""
    license: str = ""
