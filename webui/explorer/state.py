"""The state of the explorer: what is in focus, what was opened in which order, which edge; all of it in the URL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from graph.analysis import Walk
from graph.names import Names
from graph.search import SearchIndex
from queries.binding import ParameterError
from queries.refusals import Refusal, Wording, meant, wording

STORY = ("org/bytedance", ("org/bytedance", "app/doubao"))
"""Where the explorer opens: the focus, and what is opened around it."""

HIDDEN, DRAWN, FOLLOWED = 0, 1, 2
"""What becomes of namedTogether: left out; drawn between things shown; followed as well when a thing is opened."""

MOST_SLACK = 3
_EXACT = 1


class UnknownThingError(LookupError):
    """No thing of the graph has this id or name; `mend` names a near one."""

    def __init__(self, given: str, mend: Wording) -> None:
        super().__init__(given)
        self.given, self.mend = given, mend

    def __str__(self) -> str:
        return f"nothing in this graph is called {self.given!r}"


@dataclass(frozen=True)
class Exploration:
    """One state. `opened` is in order, because a thing takes its place on the canvas when it first appears."""

    focus: tuple[str, ...] = ()
    opened: tuple[str, ...] = ()
    edge: str = ""
    start: str = ""
    goal: str = ""
    slack: int = 0
    dotted: int = DRAWN

    @property
    def has_path(self) -> bool:
        """Whether a path between two things is part of the picture."""
        return bool(self.start and self.goal)

    def query(self, language: str = "") -> str:
        """The state as a query string; the same state always gives the same one."""
        parts = {
            "focus": ",".join(self.focus),
            # Nothing opened is a state of its own: without the parameter the focus would be opened.
            "open": ",".join(self.opened),
            "edge": self.edge,
            "from": self.start,
            "to": self.goal,
            "slack": str(self.slack) if self.slack else "",
            "dotted": "" if self.dotted == DRAWN else str(self.dotted),
            "lang": language,
        }
        needed = {"open"} if self.focus and not self.opened else set()
        return urlencode({k: v for k, v in parts.items() if v or k in needed}, safe="/,")

    def opening(self, thing: str) -> Exploration:
        """The state after `thing` was opened as well."""
        return replace(self, opened=(*self.opened, thing)) if thing not in self.opened else self

    def closing(self, thing: str) -> Exploration:
        """The state after `thing` was closed again."""
        return replace(self, opened=tuple(name for name in self.opened if name != thing))

    def selecting(self, edge: str) -> Exploration:
        """The state with this edge's claims shown ("" for none)."""
        return replace(self, edge=edge)

    def drawing(self, dotted: int) -> Exploration:
        """The state with another treatment of namedTogether."""
        return replace(self, dotted=dotted)


def read_exploration(given: Mapping[str, str], walk: Walk, names: Names, search: SearchIndex) -> Exploration:
    """The state that a query string describes.

    A thing may be given by its id, or by a name that means one thing only. Without focus, open, from and to it is
    the story; without `open`, what is in focus is opened. Raises UnknownThingError for a thing that the graph does
    not know, and ParameterError for a number that will not do.
    """

    def things(name: str) -> tuple[str, ...]:
        said = (part.strip() for part in given.get(name, "").split(","))
        return tuple(dict.fromkeys(resolve(part, walk, names, search) for part in said if part))

    start, goal = (resolve(text, walk, names, search) if (text := given.get(n, "").strip()) else "" for n in ENDS)
    focus, opened = things("focus"), things("open")
    if not (focus or opened or start or goal):
        focus, opened = _story(walk)
    elif "open" not in given:
        opened = focus
    slack = _number(given, "slack", range(MOST_SLACK + 1), 0)
    dotted = _number(given, "dotted", (HIDDEN, DRAWN, FOLLOWED), DRAWN)
    return Exploration(focus, opened, given.get("edge", ""), start, goal, slack, dotted)


ENDS = ("from", "to")


def _story(walk: Walk) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The story, or, in a graph of other reports, the thing with the most neighbours."""
    focus, opened = STORY
    there = tuple(thing for thing in opened if thing in walk)
    if focus in walk:
        return (focus,), there
    ends = sorted({end for edge in walk.edges for end in (edge.source, edge.target)})
    busiest = max(ends, key=walk.degree, default=None)
    return ((busiest,), (busiest,)) if busiest else ((), ())


def _number(given: Mapping[str, str], name: str, allowed: Iterable[int], default: int) -> int:
    text = given.get(name, "").strip()
    known = {str(number): number for number in allowed}
    if text and text not in known:
        mend = wording("one-of", names=tuple(known))
        raise ParameterError([Refusal(name, wording("will-not-do", text=text), mend)])
    return known[text] if text else default


def resolve(text: str, walk: Walk, names: Names, search: SearchIndex) -> str:
    """The id of the thing that a person means by an id or a name.

    Raises UnknownThingError where there is none, or several equally good ones.
    """
    if text in walk or text in names:
        return text
    hits = search.find(text)
    exact = [hit.thing for hit in hits if hit.rank <= _EXACT]
    if len(exact) == 1 or len(hits) == 1:
        return (exact or [hits[0].thing])[0]
    if hits:
        raise UnknownThingError(text, wording("one-of", names=(hit.thing for hit in hits[:5])))
    raise UnknownThingError(text, meant(text, names.ids(), wording("search")))
