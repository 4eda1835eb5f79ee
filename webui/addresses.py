"""Where a thing of the graph stands on the site: its page, its data, the place on a page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from ontology.namespaces import AIF, ID

ONTOLOGY_PAGE = "/ontology"

_SLUG = r"[A-Za-z0-9][A-Za-z0-9._+-]*"
_NUMBER = r"[1-9][0-9]{0,8}"
_THING = re.compile(rf"{_SLUG}/{_SLUG}")
_CLAIM = re.compile(rf"(claim/{_SLUG}/{_NUMBER})(?:/evidence/({_NUMBER})(?:/position)?)?")
_CONTEXT = re.compile(rf"(document/{_SLUG})/context/([0-9]{{1,9}}-[0-9]{{1,9}})")
_FIGURE = re.compile(rf"observation/({_SLUG})/({_SLUG})(?:/record/{_SLUG})?")
_LIST = re.compile(
    rf"records/({_SLUG})/{_SLUG}/{_SLUG}/(?:{_SLUG}(?:/against/{_SLUG})?|against/{_SLUG}/{_SLUG}|{_SLUG}/step/{_SLUG})"
)
_COUNTED = re.compile(rf"(dataset/{_SLUG})/(left-out|population|coverage)/{_SLUG}(?:/{_NUMBER})?")
_PART = re.compile(rf"({_SLUG}/{_SLUG})/(label|fact)/({_NUMBER})")


@dataclass(frozen=True)
class Address:
    """The thing whose data tell of an id (itself, or what it is a part of), and where a page tells of it.

    A figure, a list of records, a pair of lists and a course have data of their own, and stand on the page of their
    table (`table`); `row` is the figure's key there.
    """

    thing: str
    anchor: str = ""
    table: str = ""
    row: str = ""

    @property
    def page(self) -> str:
        """Path of the page, with the anchor."""
        path = f"/page/{quote(self.table or self.thing)}" + (f"?row={quote(self.row)}" if self.row else "")
        return path + (f"#{self.anchor}" if self.anchor else "")

    def data(self, ending: str) -> str:
        """Path of the data in the format of a file ending."""
        return f"/data/{quote(self.thing)}.{ending}"


def address(entity_id: str) -> Address | None:
    """Where an id (or an IRI of ours) is told of; None for one of a form that no thing has."""
    name = entity_id.removeprefix(ID)
    if match := _CLAIM.fullmatch(name):
        return Address(match[1], f"evidence-{match[2]}" if match[2] else "")
    if match := _CONTEXT.fullmatch(name):
        return Address(match[1], f"c-{match[2]}")
    if match := _PART.fullmatch(name):
        return Address(match[1], f"{match[2]}-{match[3]}")
    if match := _FIGURE.fullmatch(name):
        table, key = match.groups()
        return Address(f"observation/{table}/{key}", f"o-{key}", f"dataset/{table}", key)
    if match := _LIST.fullmatch(name):
        return Address(name, "lists", f"dataset/{match[1]}")
    if match := _COUNTED.fullmatch(name):
        return Address(match[1], "left-out" if match[2] == "left-out" else "population")
    return Address(name) if _THING.fullmatch(name) and not name.startswith("claim/") else None


def page(entity_id: str) -> str:
    """Path of the page that tells of a thing of the graph or a term of the ontology; "" for what has none."""
    if entity_id.startswith(AIF):
        return f"{ONTOLOGY_PAGE}#{quote(entity_id.removeprefix(AIF))}"
    found = address(entity_id)
    return found.page if found else ""
