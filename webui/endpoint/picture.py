"""A graph that a query made, as the explorer draws it: things joined by triples, with places from the server.

Values and classes are no things to draw: they stand in the table beside the picture, and so does what the picture
has no room for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from pyoxigraph import BlankNode, NamedNode

from graph.analysis import Edge
from graph.store import Term
from ontology.namespaces import AIF, ID, RDF
from webui.comparing.disputes import disputes
from webui.endpoint.results import Results, cell
from webui.explorer.layout import Group, layout
from webui.explorer.network import card, edge_address, group_of, network_data, width
from webui.explorer.words import explorer_words
from webui.language import language, translate
from webui.site import Site

MOST_DRAWN = 120
"""Things of one picture: with more nobody can follow a line."""
ANSWER = "answer"
"""The kind of an edge that is in the answer, and no edge of the graph."""

Node = NamedNode | BlankNode


@dataclass(frozen=True)
class Line:
    """One triple that joins two things."""

    source: Node
    predicate: NamedNode
    target: Node

    @property
    def key(self) -> str:
        """A name for the line, the same whenever the same triple is drawn."""
        told = f"{self.source} {self.predicate} {self.target}"
        return hashlib.sha256(told.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Drawing:
    """What is drawn of a graph: things in the order in which they are placed, the lines between them, the rest."""

    groups: tuple[tuple[Node | None, tuple[Node, ...]], ...]
    lines: tuple[Line, ...]
    left_out: int

    @property
    def things(self) -> tuple[Node, ...]:
        """All things drawn."""
        return tuple(thing for _, things in self.groups for thing in things)


def lines_of(results: Results) -> list[Line]:
    """The triples of a graph that join two things."""
    found = [_line(row) for row in results.rows] if results.graph else []
    return list(dict.fromkeys(line for line in found if line is not None))


def _line(row: Sequence[Term | None]) -> Line | None:
    source, predicate, target = row
    if not isinstance(predicate, NamedNode) or predicate.value == f"{RDF}type":
        return None
    if isinstance(source, NamedNode | BlankNode) and isinstance(target, NamedNode | BlankNode):
        return Line(source, predicate, target) if source != target else None
    return None


def drawing(lines: Sequence[Line], most: int = MOST_DRAWN) -> Drawing:
    """From the thing with the most lines outwards, each part of the graph by itself, until there is no room."""
    near: dict[Node, dict[Node, None]] = {}
    for line in lines:
        near.setdefault(line.source, {}).setdefault(line.target)
        near.setdefault(line.target, {}).setdefault(line.source)
    groups: list[tuple[Node | None, tuple[Node, ...]]] = []
    drawn: set[Node] = set()
    for start in sorted(near, key=lambda thing: (-len(near[thing]), str(thing))):
        if start in drawn or len(drawn) >= most:
            continue
        groups.append((None, (start,)))
        drawn.add(start)
        waiting = [start]
        while waiting and len(drawn) < most:
            around = max(waiting, key=lambda thing: sum(other not in drawn for other in near[thing]))
            waiting.remove(around)
            coming = tuple(other for other in near[around] if other not in drawn)[: most - len(drawn)]
            if coming:
                groups.append((around, coming))
                drawn.update(coming)
                waiting += coming
    shown = tuple(line for line in lines if line.source in drawn and line.target in drawn)
    return Drawing(tuple(groups), shown, len(near) - len(drawn))


def picture_of(results: Results, at: Site) -> dict[str, Any]:
    """The contract of the explorer's module (docs/front-end.md) for the graph of a result."""
    shown = drawing(lines_of(results))
    nodes, edges, options = network_data(_nodes(shown, at), _edges(shown, at))
    counts = {"shown": len(nodes), "of": len(nodes) + shown.left_out}
    told = translate("{shown} of {of} things are drawn; the table has every triple.")
    return {
        "nodes": nodes,
        "edges": edges,
        "options": options,
        "focus": [],
        "open": [],
        "counts": counts,
        "truncated": told.format(**counts) if shown.left_out else None,
        "messages": explorer_words(),
    }


def thing_id(term: Term | None) -> str:
    """What a thing is called in a picture: its id, a foreign IRI, or a blank node's label."""
    return term.value.removeprefix(ID) if isinstance(term, NamedNode) else str(term)


def known_edge(source: str, predicate: str, target: str, at: Site) -> Edge | None:
    """The edge of the graph that a triple is, either way round; None for a triple that is none."""
    name = predicate.removeprefix(AIF)
    return at.walk.edge(source, name, target) if source in at.walk and target in at.walk else None


def _nodes(shown: Drawing, at: Site) -> Iterator[dict[str, Any]]:
    told = {thing: cell(thing, at.names, language()) for thing in shown.things}
    boxes = {thing: card(thing_id(thing), width(each.text)) for thing, each in told.items()}
    standing: set[Node] = set()
    groups = []
    for around, things in shown.groups:
        standing |= set(things)
        links = {
            (thing_id(one), thing_id(other))
            for line in shown.lines
            for one, other in ((line.source, line.target), (line.target, line.source))
            if one in things and other in standing and around not in (one, other)
        }
        name = thing_id(around) if around is not None else None
        groups.append(Group(tuple(boxes[thing] for thing in things), name, links=tuple(sorted(links))))
    places = layout(groups)
    for thing, each in told.items():
        name = thing_id(thing)
        yield {
            "id": name,
            "label": each.text or name,
            "lang": each.language,
            "group": group_of(name),
            "title": each.detail,
            "shape": "box",
            "x": places[name][0],
            "y": places[name][1],
            "count": 0,
            "expanded": False,
            "url": each.href,
        }


def _edges(shown: Drawing, at: Site) -> Iterator[dict[str, Any]]:
    disputed = disputes(at)
    for line in shown.lines:
        source, target = thing_id(line.source), thing_id(line.target)
        known = known_edge(source, line.predicate.value, target, at)
        claims = known.claims if known else ()
        yield {
            "source": source,
            "dest": target,
            "directed": True,
            "id": line.key,
            "label": cell(line.predicate, at.names, language()).text,
            "kind": known.kind if known else ANSWER,
            "dashes": False,
            "arrows": "to",
            "count": len(claims),
            "claims": list(claims),
            "disputed": any(claim in disputed for claim in claims),
            "url": edge_address(known, language()) if known else _told_at(line),
        }


def _told_at(line: Line) -> str:
    parts = {"source": thing_id(line.source), "predicate": line.predicate.value, "target": thing_id(line.target)}
    return f"/sparql/edge.json?{urlencode({**parts, 'lang': language()}, safe='/', quote_via=quote)}"
