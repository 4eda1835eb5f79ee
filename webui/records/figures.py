"""Figures of tables for pages: rows in an order, the counts around them, and the records that follow from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import groupby
from urllib.parse import urlencode

from graph.frontier import Policy
from graph.store import EmbeddedStore
from ontology.namespaces import AIF
from queries.registry import questions
from webui.language import translate
from webui.site import Site
from webui.views import ViewRow, rows

ROWS = 200
"""Rows of a table on one page."""
FRONTIER = "frontier"
"""The question that tells the records of a group."""


@dataclass(frozen=True)
class Figure:
    """One score (or day of release) of a table; ids, and words as the source has them; "" where it says nothing."""

    id: str
    table: str
    instrument: str
    release: str
    variant: str
    model: str
    group: str
    score: str
    basis: str
    available: str
    announced: str
    weights: str
    claims: tuple[str, ...]

    @property
    def key(self) -> str:
        """What it is called within its table."""
        return self.id.rpartition("/")[2]


@dataclass(frozen=True)
class Release:
    """One day on which a model came out, in which way, and which source says so."""

    id: str
    table: str
    model: str
    event: str
    day: str
    weights: str
    source: str

    @property
    def key(self) -> str:
        """What it is called within its table."""
        return self.id.rpartition("/")[2]


@dataclass(frozen=True)
class Page:
    """A page of a table's rows: which of how many, in which order."""

    figures: tuple[Figure, ...]
    releases: tuple[Release, ...]
    number: int
    pages: int
    first: int
    total: int
    sort: str
    instruments: tuple[str, ...]


def _negative(score: str) -> Decimal:
    return -Decimal(score) if score else Decimal(0)


def _newest_first(row: ViewRow) -> tuple[object, ...]:
    digits = row.text("day").replace("-", "")
    return (-int(digits or 0), row.text("name").lower(), row.text("row"))


# Scores are put in order on one instrument, never across two.
SORTS: Mapping[str, Callable[[ViewRow], tuple[object, ...]]] = {
    "date": _newest_first,
    "score": lambda row: (row.text("instrument"), _negative(row.text("score")), row.text("row")),
    "group": lambda row: (row.text("group") or "~", *_newest_first(row)),
    "name": lambda row: (row.text("name").lower(), row.text("row")),
}
"""How the rows of a table can be put in order; the first is the plain way."""


def page_of(at: Site, table: str, sort: str, number: int, row: str) -> Page:
    """One page of a table's rows; the one on which the row with the key `row` stands, where it is given."""
    order = sort if sort in SORTS else next(iter(SORTS))
    ids, instruments = _in_order(at.store, table, order)
    wanted = f"observation/{table.partition('/')[2]}/{row}"
    if row and wanted in ids:
        number = ids.index(wanted) // ROWS + 1
    pages = max(1, -(-len(ids) // ROWS))
    number = min(max(1, number), pages)
    shown = ids[(number - 1) * ROWS : number * ROWS]
    return Page(
        figures=tuple(figures(at, shown)),
        releases=tuple(releases(at, shown)),
        number=number,
        pages=pages,
        first=(number - 1) * ROWS + 1,
        total=len(ids),
        sort=order,
        instruments=instruments,
    )


@lru_cache(maxsize=16)
def _in_order(store: EmbeddedStore, table: str, order: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The rows (ids) of a table in an order, and its instruments: the same as long as the graph is."""
    found = sorted(rows(store, "table-order", table=[table]), key=SORTS[order])
    instruments = {each.id("instrument") for each in found if "instrument" in each}
    return tuple(each.id("row") for each in found), tuple(sorted(instruments))


def figures(at: Site, ids: Sequence[str]) -> list[Figure]:
    """The scores among some figures (ids), in their order."""
    told = rows(at.store, "figures", row=ids) if ids else []
    made: dict[str, Figure] = {}
    for name, same in groupby(told, key=lambda row: row.id("row")):
        lines = list(same)
        claims = tuple(line.id("claim") for line in lines if "claim" in line)
        made[name] = _figure(lines[0], claims)
    return [made[name] for name in ids if name in made]


def _figure(row: ViewRow, claims: tuple[str, ...]) -> Figure:
    return Figure(
        id=row.id("row"),
        table=row.id("table"),
        instrument=row.id("instrument"),
        release=row.text("release"),
        variant=row.text("variant"),
        model=_id(row, "model"),
        group=_id(row, "group"),
        score=row.text("score"),
        basis=row.text("basis").removeprefix(AIF),
        available=row.text("available"),
        announced=row.text("announced"),
        weights=row.text("weights").removeprefix(AIF),
        claims=claims,
    )


def releases(at: Site, ids: Sequence[str]) -> list[Release]:
    """The days of release among some figures (ids), in their order."""
    told = rows(at.store, "releases", row=ids) if ids else []
    made = {
        row.id("row"): Release(
            id=row.id("row"),
            table=row.id("table"),
            model=row.id("model"),
            event=row.text("event").removeprefix(AIF),
            day=row.text("day"),
            weights=row.text("weights").removeprefix(AIF),
            source=row.id("source"),
        )
        for row in told
    }
    return [made[name] for name in ids if name in made]


def of_model(at: Site, model: str) -> tuple[list[tuple[str, list[Figure]]], list[Release]]:
    """What tables have of a model: its scores, each instrument by itself, and its days of release."""
    ids = sorted(row.id("row") for row in rows(at.store, "model-rows", model=[model]))
    scores = sorted(figures(at, ids), key=lambda figure: (figure.instrument, figure.table, figure.id))
    grouped = [(name, list(same)) for name, same in groupby(scores, key=lambda figure: figure.instrument)]
    return grouped, sorted(releases(at, ids), key=lambda release: (release.day, release.id))


def is_private(at: Site, thing: str) -> bool:
    """Whether a thing is, or stands in, a table that may not be passed on."""
    kind, _, rest = thing.partition("/")
    if not at.overlay or kind not in ("dataset", "observation", "records"):
        return False
    return f"dataset/{rest.partition('/')[0]}" in {row.id("table") for row in rows(at.store, "private-tables")}


def records_page(at: Site, name: str) -> str:
    """The address at which a question tells the records of a list (an id); "" where no question does.

    The question goes by the newest table: known-by holds it to the table of the list.
    """
    question = questions().get(FRONTIER)
    if question is None or not name.startswith("records/"):
        return ""
    for row in rows(at.store, "record-list", list=[name]):
        # The list stands there as that of the group ahead or of the one behind, whichever is the default.
        group = row.id("group")
        ahead = question.parameter("leader")
        side = "leader" if ahead is not None and ahead.default == group else "follower"
        given = {"instrument": row.id("instrument"), side: group}
        given |= {choice: row.text(choice) for choice in vars(Policy())}
        kept: dict[str, str] = {}
        for choice, chosen in given.items():
            parameter = question.parameter(choice)
            if parameter is None and chosen != vars(Policy()).get(choice):
                return ""
            if parameter is not None and chosen != parameter.default:
                kept[choice] = chosen
        if "known-by" in question.clocks:
            kept["known-by"] = row.text("observedOn")
        return f"/question/{FRONTIER}?{urlencode(kept)}"
    return ""


def reason_words(reason: str) -> str:
    """Why rows were left out, in words; an unknown reason as it is."""
    return {
        "no-score": translate("no score"),
        "no-date": translate("no date"),
        "no-day": translate("no day of the calendar"),
        "no-country": translate("no country"),
        "none-country": translate("no country"),
        "several-country": translate("several countries"),
        "several-countries": translate("several countries"),
        "unknown-country": translate("unknown country"),
        "unknown-model": translate("unknown model"),
        "no-instrument": translate("no instrument"),
        "hand-added": translate("added by hand"),
        "estimated": translate("estimated"),
        "duplicate": translate("stands twice"),
        "contradictory": translate("contradicts another row"),
    }.get(reason, reason)


def _id(row: ViewRow, name: str) -> str:
    return row.id(name) if name in row else ""
