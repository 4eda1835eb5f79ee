"""What is asked of every server, in the same words: queries with a place for a thing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from pyoxigraph import NamedNode

import queries
from bench.endpoint.graph import Things, iri
from ontology.rq import load_rq

JSON, CSV = "application/sparql-results+json", "text/csv"
ITEM = "urn:bench:item"
"""Where a query names a thing, this IRI stands."""
_ASKED, _QUESTIONS = Path(__file__).parent / "asked", Path(queries.__file__).parent
_MOST_ITEMS = 500


@dataclass(frozen=True)
class Target:
    """The requests of one workload: `items[i].join(parts)` is the path of one, a number follows if `unique`.

    The number stands in a comment at the end of the query: each request is then another text, and nothing that
    was kept from an earlier one can answer it.
    """

    parts: tuple[str, ...]
    items: tuple[str, ...]
    unique: bool
    accept: str
    coding: str = ""
    """What the client takes besides a body as it is (Accept-Encoding)."""

    @property
    def headers(self) -> dict[str, str]:
        """What each request says besides its address."""
        coded = {"Accept-Encoding": self.coding} if self.coding else {}
        return {"Accept": self.accept, **coded}

    def path(self, n: int, run: str = "") -> str:
        """The path and query string of the request number `n`."""
        path = self.items[n % len(self.items)].join(self.parts)
        return f"{path}{run}{n}" if self.unique else path


@dataclass(frozen=True)
class Workload:
    """A kind of request: `query` names one of `items` at `urn:bench:item`.

    `longer`: how many times longer it is measured than a short one.
    """

    name: str
    query: str
    accept: str = JSON
    items: tuple[str, ...] = ()
    longer: int = 1
    coding: str = ""

    def target(self, path: str, *, unique: bool, most: int = _MOST_ITEMS) -> Target:
        """Its requests to the endpoint at `path`, about at most `most` items."""
        text = f"{self.query}\n# " if unique else self.query
        parts = f"{path}?query={quote(text, safe='')}".split(quote(ITEM, safe=""))
        items = tuple(quote(iri(item), safe="") for item in self.items[:most]) or ("",)
        return Target(tuple(parts), items, unique, self.accept, self.coding)


def workloads(known: Things) -> tuple[Workload, ...]:
    """What is measured as requests a second, on the graph of these things."""
    rows = _asked("rows")
    models = known.models[:: max(1, len(known.models) // _MOST_ITEMS)]
    return (
        Workload("point", _asked("point"), items=models),
        Workload("entity", _asked("entity"), items=models),
        Workload("question", _gap_claims(), items=known.gaps, longer=2),
        Workload("rows-json", rows, longer=3),
        Workload("rows-json-gzip", rows, longer=3, coding="gzip"),
        Workload("rows-csv", rows, CSV, longer=3),
    )


def trivial() -> Workload:
    """The least that can be asked."""
    return Workload("ask", _asked("ask"))


def runaway() -> Workload:
    """A query that ends only when it is ended."""
    return Workload("runaway", _asked("runaway"))


def _gap_claims() -> str:
    """The shipped question `gap-claims` about one gap, clocks open."""
    return load_rq(_QUESTIONS / "gap-claims.rq").bind({"gap": [NamedNode(ITEM)]})


def _asked(name: str) -> str:
    return load_rq(_ASKED / f"{name}.rq").bind()
