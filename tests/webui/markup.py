"""HTML as a test reads it: elements with the language in force, and what is wrong with their nesting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise

VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "details",
        "dialog",
        "div",
        "dl",
        "fieldset",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "ul",
    ]
)
PHRASING_ONLY = frozenset(
    [
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "summary",
        "caption",
        "label",
        "button",
        "span",
        "a",
        "code",
        "mark",
        "time",
        "dt",
    ]
)
PARENTS = {
    "li": {"ul", "ol"},
    "dt": {"dl"},
    "dd": {"dl"},
    "tr": {"thead", "tbody"},
    "th": {"tr"},
    "td": {"tr"},
    "thead": {"table"},
    "tbody": {"table"},
    "caption": {"table"},
    "figcaption": {"figure"},
    "summary": {"details"},
    "option": {"select", "datalist"},
}
CHILDREN = {"ul": {"li"}, "ol": {"li"}, "dl": {"dt", "dd", "div"}, "tr": {"th", "td"}}


@dataclass
class Element:
    """One element: its tag, attributes, parent, the language in force, and its own pieces of text."""

    tag: str
    attrs: dict[str, str]
    parent: Element | None
    language: str
    texts: list[str] = field(default_factory=list)
    children: list[Element] = field(default_factory=list)

    def text(self) -> str:
        """All text in it, own pieces first."""
        return " ".join([*self.texts, *(child.text() for child in self.children)])

    def below(self) -> Iterator[Element]:
        """The element and all that is in it."""
        yield self
        for child in self.children:
            yield from child.below()

    def within(self, *tags: str) -> bool:
        """Whether it is, or stands in, an element with one of these tags."""
        here: Element | None = self
        while here is not None:
            if here.tag in tags:
                return True
            here = here.parent
        return False


class Markup(HTMLParser):
    """A page: all elements in order; `wrong` lists what is not well nested."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.wrong: list[str] = []
        self._open: list[Element] = []
        self.feed(html)
        self.close()
        self.wrong += [f"<{element.tag}> is not closed" for element in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        parent = self._open[-1] if self._open else None
        given = {name: value or "" for name, value in attrs}
        if len(given) != len(attrs):
            self.wrong.append(f"<{tag}> has an attribute twice")
        language = given.get("lang") or (parent.language if parent else "")
        element = Element(tag, given, parent, language)
        self.elements.append(element)
        if parent is not None:
            parent.children.append(element)
        self._check(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1].tag != tag:
            inside = self._open[-1].tag if self._open else "nothing"
            self.wrong.append(f"</{tag}> where <{inside}> is open, at {self.getpos()}")
            return
        self._open.pop()

    def handle_data(self, data: str) -> None:
        if not data.strip():
            return
        if not self._open:
            self.wrong.append(f"text outside of every element: {data!r}")
        else:
            self._open[-1].texts.append(data.strip())

    def _check(self, element: Element) -> None:
        tag, parent = element.tag, element.parent
        around = parent.tag if parent else ""
        if tag in PARENTS and around not in PARENTS[tag]:
            self.wrong.append(f"<{tag}> in <{around}>, at {self.getpos()}")
        if around in CHILDREN and tag not in CHILDREN[around]:
            self.wrong.append(f"<{tag}> in <{around}>, at {self.getpos()}")
        if tag in BLOCKS and around in PHRASING_ONLY:
            self.wrong.append(f"<{tag}> in <{around}>, at {self.getpos()}")
        for nested in ("a", "form", "button", "label"):
            if tag == nested and parent is not None and parent.within(nested):
                self.wrong.append(f"<{tag}> in <{nested}>, at {self.getpos()}")

    def all(self, *tags: str) -> Iterator[Element]:
        """Every element with one of these tags."""
        return (element for element in self.elements if element.tag in tags)

    def one(self, tag: str) -> Element:
        """The only element with this tag."""
        found = list(self.all(tag))
        assert len(found) == 1, f"{len(found)} <{tag}>"
        return found[0]

    def by_id(self, name: str) -> Element:
        """The element with this id."""
        found = [element for element in self.elements if element.attrs.get("id") == name]
        assert len(found) == 1, f"{len(found)} elements with the id {name}"
        return found[0]

    def classed(self, name: str) -> list[Element]:
        """Every element of a class."""
        return [element for element in self.elements if name in element.attrs.get("class", "").split()]

    def links(self) -> list[str]:
        """Every address that an <a> leads to."""
        return [element.attrs["href"] for element in self.all("a") if "href" in element.attrs]

    @property
    def title(self) -> str:
        """The page's title; a picture has one of its own."""
        (found,) = (element for element in self.all("title") if not element.within("svg"))
        return found.text()

    @property
    def text(self) -> str:
        """All text of the page."""
        return self.one("html").text()


def outline_faults(page: Markup) -> list[str]:
    """What is wrong with the headings: not one h1, or a level left out on the way down."""
    levels = [int(element.tag[1]) for element in page.all("h1", "h2", "h3", "h4", "h5", "h6")]
    faults = [] if levels.count(1) == 1 and levels[:1] == [1] else [f"the headings begin {levels[:3]}"]
    faults += [f"h{b} after h{a}" for a, b in pairwise(levels) if b > a + 1]
    return faults
