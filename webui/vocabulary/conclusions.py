"""What follows from claims without being claimed: the rules of the ontology in words, with a case of each."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from ontology.namespaces import AIF
from ontology.vocabulary import Vocabulary
from webui.language import translate
from webui.site import Site
from webui.views import rows
from webui.words.naming import link, term_name


@dataclass(frozen=True)
class Chain:
    """Relations that together give another.

    `cases` counts the pairs of things that it joins in the graph, `case` are the things of one, if there is one.
    """

    name: str
    steps: tuple[str, ...]
    cases: int
    case: tuple[str, ...]


def chains(at: Site) -> list[Chain]:
    """The chains that the ontology states, those that the data shows at work first."""
    counted = {row.text("property").removeprefix(AIF): row for row in rows(at.store, "chains-at-work")}
    found = [
        Chain(
            name=name,
            steps=axioms.chain,
            cases=counted[name].whole("cases") if name in counted else 0,
            case=tuple(counted[name].text("example").split()) if name in counted else (),
        )
        for name, axioms in at.vocabulary.axioms.items()
        if axioms.chain
    ]
    return sorted(found, key=lambda chain: (-chain.cases, chain.name))


def chain_words(chain: Chain) -> Markup:
    """The rule of a chain in a sentence, each relation linked to where it is told of."""
    steps = Markup(" + ").join(term_link(step) for step in chain.steps)
    return Markup(translate("%(steps)s together give %(name)s.")) % {"steps": steps, "name": term_link(chain.name)}


def case_words(chain: Chain) -> Markup:
    """The things of a case with the relations between them, and behind the arrow what follows."""
    if len(chain.case) != len(chain.steps) + 1:
        return Markup("")
    walked = Markup("").join(
        Markup(" → {} → {}").format(term_name(step), link(thing))
        for step, thing in zip(chain.steps, chain.case[1:], strict=True)
    )
    follows = Markup("{} → {} → {}").format(link(chain.case[0]), term_name(chain.name), link(chain.case[-1]))
    return Markup("{}{} ⇒ {}").format(link(chain.case[0]), walked, follows)


def rules(vocabulary: Vocabulary, name: str) -> list[Markup]:
    """What follows from a triple with this predicate or property, a sentence a rule."""
    axioms = vocabulary.axioms[name]
    told = []
    if axioms.chain:
        told.append(chain_words(Chain(name, axioms.chain, 0, ())))
    if axioms.inverse:
        told.append(_filled(translate("%(name)s says the same from the other side."), axioms.inverse))
    told += [
        _filled(translate("It is a kind of %(name)s: what has the one has the other."), above)
        for above in axioms.above
        if ":" not in above
    ]
    if axioms.symmetric:
        told.append(Markup(translate("It holds in both directions.")))
    if axioms.transitive:
        told.append(Markup(translate("It carries on from one to the next.")))
    return told


def _filled(pattern: str, name: str) -> Markup:
    return Markup(pattern) % {"name": term_link(name)}


def term_link(name: str) -> Markup:
    """The label of a term, linked to its place on the page of the ontology."""
    return Markup('<a href="#{}">{}</a>').format(name, term_name(name))
