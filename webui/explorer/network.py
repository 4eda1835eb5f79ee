"""The explorer's picture as data for vis-network: pyvis makes nodes, edges and options, the server their places."""

from __future__ import annotations

import json
import math
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlencode

from pyvis.edge import Edge as DrawnEdge
from pyvis.network import Network

from graph.analysis import Edge
from graph.names import Names
from ontology.namespaces import AIF, ID, ID_PREFIXES
from webui.addresses import page
from webui.clocks import carried
from webui.explorer.layout import Group, Placed, Positions, layout
from webui.explorer.state import Exploration
from webui.explorer.subgraph import DOTTED, Subgraph, path_distance
from webui.language import LANGUAGES, canonical

_LATIN, _WIDE, _FIRST_WIDE = 7.6, 14.5, "\u1100"
"""Width of a character of a name at 14 px, and where in Unicode the wide ones begin."""
_WIDEST, _LINE = 240, 18
"""Where a name is broken, and the height of a line."""
_SIGNS, _FRAME = 60, 18
"""Room on a card beside the name, for its sign and for the count of what it hides, and above and below it."""


@dataclass(frozen=True)
class Teller:
    """Names in one language."""

    names: Names
    language: str

    def thing(self, thing: str) -> tuple[str, str]:
        """The name of a thing and the language it is in."""
        said = self.names.name(ID + thing, self.language)
        return said.text, canonical(said.language) if said.language else ""

    def term(self, name: str) -> str:
        """The label of an ontology term."""
        return self.names.name(AIF + name, self.language).text

    def aside(self, thing: str) -> str:
        """What a thing is called in the other languages of the site, and what it is."""
        label, _ = self.thing(thing)
        others = (Teller(self.names, tag).thing(thing)[0] for tag in LANGUAGES if tag != self.language)
        kinds = ", ".join(self.term(kind) for kind in self.names.kinds(thing))
        parts = dict.fromkeys((*(other for other in others if other != label), kinds))
        return " · ".join(part for part in parts if part)


def group_of(thing: str) -> str:
    """The class that a thing is drawn as: that of its id's prefix."""
    return ID_PREFIXES.get(thing.partition("/")[0], "Concept")


def places(shown: Subgraph, state: Exploration, names: Names) -> Positions:
    """Where the things of a picture stand: the same in every language, so that switching moves nothing."""
    distance = path_distance(shown.paths, state.start)
    standing: set[str] = set()
    groups = []
    for arrival in shown.arrivals:
        coming = set(arrival.things)
        standing |= coming
        links = {
            (edge.source, edge.target) if edge.source in coming else (edge.target, edge.source)
            for edge in shown.edges
            if {edge.source, edge.target} <= standing
            and {edge.source, edge.target} & coming
            and arrival.around not in (edge.source, edge.target)
        }
        columns = tuple(distance[thing] for thing in arrival.things) if arrival.path else ()
        boxes = tuple(_box(thing, names) for thing in arrival.things)
        groups.append(Group(boxes, arrival.around, columns, tuple(sorted(links))))
    return layout(groups)


@lru_cache(maxsize=4096)
def _box(thing: str, names: Names) -> Placed:
    """How large the card of a thing is, in the language in which its name is longest."""
    return card(thing, max(width(names.name(ID + thing, language).text) for language in LANGUAGES))


def card(thing: str, widest: float) -> Placed:
    """The card of a thing whose name is so wide in pixels."""
    lines = math.ceil(widest / _WIDEST) or 1
    return Placed(thing, min(widest, _WIDEST) + _SIGNS, lines * _LINE + _FRAME)


def width(text: str) -> float:
    """About how many pixels a name is wide on a card."""
    return sum(_WIDE if character >= _FIRST_WIDE else _LATIN for character in text)


def picture(
    shown: Subgraph,
    state: Exploration,
    teller: Teller,
    messages: Mapping[str, str],
    disputed: Container[str] = frozenset(),
) -> dict[str, Any]:
    """Nodes, edges and options for vis-network, with what our own module adds to them, as plain data.

    `messages` are the words of the interface; "truncated" among them, with {shown} and {of}, is used here.
    `disputed` are the claims (ids) from which others differ: an edge that rests on one of them says so.
    """
    nodes, edges, options = network_data(_nodes(shown, state, teller), _edges(shown, teller, disputed))
    counts = {"shown": len(nodes), "of": len(nodes) + shown.left_out}
    return {
        "nodes": nodes,
        "edges": edges,
        "options": options,
        "focus": list(state.focus),
        "open": list(state.opened),
        "state": state.query(),
        "counts": counts,
        "truncated": messages["truncated"].format(**counts) if shown.left_out else None,
        "messages": dict(messages),
    }


def network_data(
    nodes: Iterable[dict[str, Any]], edges: Iterable[dict[str, Any]]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], dict[str, Any]]:
    """Nodes, edges and options as pyvis makes them for vis-network."""
    network = Network(directed=True)
    network.toggle_physics(False)
    for node in nodes:
        network.add_node(node.pop("id"), **node)
    # add_edge looks through all edges for a double; ours have none.
    network.edges.extend(DrawnEdge(**edge).options for edge in edges)
    made_nodes, made_edges, *_, options = network.get_network_data()
    return made_nodes, made_edges, _options(json.loads(options))


def _nodes(shown: Subgraph, state: Exploration, teller: Teller) -> Iterator[dict[str, Any]]:
    standing = places(shown, state, teller.names)
    for thing in shown.things:
        label, language = teller.thing(thing)
        yield {
            "id": thing,
            "label": label or thing,  # pyvis would put the id there as well
            "lang": language,
            "group": group_of(thing),
            "title": teller.aside(thing),
            "shape": "box",
            "x": standing[thing][0],
            "y": standing[thing][1],
            "count": shown.more[thing],
            "expanded": thing in state.opened,
            "url": carried(page(thing)),
        }


def ordered(edges: Iterable[Edge], teller: Teller) -> list[Edge]:
    """Edges by the names of what they join, the dotted ones last: the order of table and picture."""

    def order(edge: Edge) -> tuple[bool, str, str, str, str]:
        ends = teller.thing(edge.source)[0], teller.term(edge.predicate), teller.thing(edge.target)[0]
        return edge.kind == DOTTED, *ends, edge.key

    return sorted(edges, key=order)


def _edges(shown: Subgraph, teller: Teller, disputed: Container[str]) -> Iterator[dict[str, Any]]:
    for edge in ordered(shown.edges, teller):
        dotted = edge.kind == DOTTED
        yield {
            "source": edge.source,
            "dest": edge.target,
            "directed": True,
            "id": edge.key,
            "label": teller.term(edge.predicate),
            "kind": edge.kind,
            "dashes": dotted,
            "arrows": "" if dotted else "to",
            "count": len(edge.claims),
            "claims": list(edge.claims),
            "disputed": any(claim in disputed for claim in edge.claims),
            "url": edge_address(edge, teller.language),
        }


def edge_address(edge: Edge, language: str) -> str:
    """Where the claims of an edge are told as JSON."""
    given = {"source": edge.source, "predicate": edge.predicate, "target": edge.target, "lang": language}
    return carried(f"/explore/edge.json?{urlencode(given, safe='/', quote_via=quote)}")


def _options(made: dict[str, Any]) -> dict[str, Any]:
    """What pyvis makes, without its configurator, and with lines that need no physics to be drawn."""
    made.pop("configure", None)
    made["physics"] = {"enabled": False}
    made["edges"] = {"smooth": {"enabled": True, "type": "continuous", "roundness": 0.2}}
    made["nodes"] = {"widthConstraint": {"maximum": _WIDEST}}
    made["interaction"] = {**made.get("interaction", {}), "hover": True, "multiselect": False}
    return made
