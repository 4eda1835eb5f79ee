"""Small tables of figures and the graph that follows from them, made without any file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from itertools import count

from pyoxigraph import Quad

from graph.indexing import label_rows
from graph.inputs import Inputs
from graph.model import Knowledge, Origin
from graph.names import Names
from graph.observation import Population, ReleaseRow, ScoreRow, Table
from graph.quads import figures
from graph.quads.registry import entity_triples
from graph.reading import read
from graph.store import EmbeddedStore
from ontology.vocabulary import load_vocabulary
from queries.answer import Source

ECI = "instrument/eci"
CN, US, REST = "country/CN", "country/US", "group/rest"
_CODES = {CN: ("CN",), US: ("US",), REST: ("FR",), "several": ("CN", "US"), "none": ()}
_FROM = date(2024, 1, 1)
_HERE = Origin("tests", 1)
_numbers = count(1)


def day(n: int) -> date:
    """The n-th day from the start of 2024, which is day 0."""
    return _FROM + timedelta(days=n)


def row(
    group: str,
    release: str,
    on: int | None,
    score: str,
    *,
    version: str = "",
    basis: str = "measured",
    weights: str | None = "open",
    model: str | None = None,
    announced: int | None = None,
    instrument: str = ECI,
) -> ScoreRow:
    """A row; days count from the start of 2024."""
    key = f"{release}-{version or 'x'}-{next(_numbers)}".lower()
    return ScoreRow(
        key=key,
        release=release,
        version=version or release,
        model=model,
        countries=_CODES[group],
        instrument=instrument,
        score=Decimal(score),
        reported=score,
        basis=basis,
        available_on=None if on is None else day(on),
        announced_on=None if announced is None else day(announced),
        weights=weights,
        origin=_HERE,
    )


def released(model: str, on: int, event: str = "available") -> ReleaseRow:
    """A row of a table of release days."""
    return ReleaseRow(f"r{next(_numbers)}", model, event, day(on), None, None, None, "editorial", _HERE)


def table(
    *scores: ScoreRow,
    name: str = "figures",
    observed: int = 1000,
    releases: Iterable[ReleaseRow] = (),
    population: tuple[Population, ...] = (),
    left_out: dict[str, int] | None = None,
) -> Table:
    """A table of these rows, seen `observed` days from the start of 2024."""
    return Table(
        id=name,
        kind="scores" if scores else "releases",
        label={"en": name},
        publisher=None,
        address=None,
        licence="CC-BY-4.0",
        attribution=None,
        pass_on=True,
        observed_on=day(observed),
        accessed=None,
        rule={},
        file=None,
        left_out=left_out or {},
        population=population,
        scores=scores,
        releases=tuple(releases),
        origin=_HERE,
    )


@lru_cache
def registry() -> Knowledge:
    """What the package ships, without its tables and documents."""
    known = read(Inputs(), load_vocabulary())
    return Knowledge(entities=known.entities, documents={}, claims=(), links=(), tables=())


@lru_cache
def names() -> Names:
    """The names of the registry's things."""
    store = EmbeddedStore()
    known = registry()
    for entity in known.entities.values():
        store.add(Quad(s, p, o) for s, p, o in entity_triples(entity, known))
    return Names(label_rows(store), load_vocabulary())


def source_of(*tables: Table) -> Source:
    """The graph of these tables, to be asked."""
    known = registry()
    store = EmbeddedStore()
    whole = Knowledge(known.entities, {}, (), (), tables)
    store.add(Quad(s, p, o) for s, p, o in figures(whole, pass_on=True))
    return Source(store, names(), "0" * 64, date(2026, 12, 31))
