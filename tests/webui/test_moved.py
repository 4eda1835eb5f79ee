"""The page of a question on figures: what is said once, and how far the answer moves under each other choice."""

from __future__ import annotations

import re

import pytest

from tests.webui.markup import Markup
from tests.webui.reading import Reader


def movement(page: Markup) -> list[list[str]]:
    (table,) = (t for t in page.all("table") if "Choice" in t.text())
    rows = [element for element in table.below() if element.tag == "tr"]
    return [[" ".join(cell.text().split()) for cell in row.below() if cell.tag in ("th", "td")] for row in rows]


def test_each_choice_leads_to_the_answer_that_its_row_tells(reader: Reader) -> None:
    page = reader.page("/question/gap-computed?instrument=instrument/eci")
    head, asked, *others = movement(page)
    assert head == ["Choice", "Lag", "Lag in months", "State", "Mean over records", "Records"]
    assert asked[0] == "as asked"
    (address,) = (href for href in page.links() if "dates=announced" in href)
    there = movement(reader.page(address))[1]
    (told,) = (row for row in others if row[0] == "announcement dates too")
    bare = [re.sub(r" \([^)]*\)$", "", cell) for cell in told]
    assert (bare[1:], there[0]) == (there[1:], "as asked")
    assert bare[4] != asked[4]
    assert "(+" in told[4]


@pytest.mark.parametrize("language", ["en", "zh-Hant", "zh-Hans"])
def test_what_is_said_of_all_rows_is_said_once(reader: Reader, language: str) -> None:
    page = reader.page("/question/gap-computed", language)
    words = {"en": "as seen on", "zh-Hant": "查閱；", "zh-Hans": "查阅；"}[language]
    (opening,) = page.classed("opening")
    assert words in opening.text()
    assert page.text.count(opening.text().strip()) == 1
    (lede,) = page.classed("lede")
    assert words not in lede.text()


def test_a_single_wide_row_is_told_line_by_line(reader: Reader) -> None:
    page = reader.page("/question/gap-points")
    assert [" ".join(t.text().split())[:6] for t in page.all("table")] == ["Choice"]
    assert "Points between them" in {element.text().strip() for element in page.all("dt")}


def test_points_and_leads_are_drawn_as_the_records_of_both_groups(reader: Reader) -> None:
    page = reader.page("/question/open-weights-lead?as-of=2025-06-30")
    assert page.classed("chart-drawing")
    (link,) = {href for href in page.links() if href.startswith("/question/frontier.svg?")}
    assert "weights=open" in link
    assert "as-of=2025-06-30" in link
    own = reader.get("/question/open-weights-lead.svg?as-of=2025-06-30")
    assert own.data == reader.get(link).data
