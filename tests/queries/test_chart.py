"""Charts: every row that has a place is one mark, and no panel holds two instruments or two units."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.answer import Answer, Source
from queries.charts.axes import day_scale, milliseconds, number_scale, text_width
from queries.charts.chart import vega_lite
from queries.charts.labels import Mark, Placed, placed
from queries.charts.look import DARK, LIGHT, NARROW, Look
from queries.charts.panels import charted
from queries.question import QuestionError
from queries.registry import questions
from tests.queries.charting import CHARTS, SCORES, answer_with, question_with, row
from tests.queries.reading import EXAMPLES, answer_of, example_answer, short

ONE_BY_ONE = ("instrument/one", "instrument/two", "No instrument named")
DRAWN = sorted(name for name, question in questions().items() if question.chart)


def spec_of(answer: Answer, language: str = "en", look: Look | None = None) -> dict[str, Any]:
    found = vega_lite(answer, language, look)
    assert found is not None
    return found


def panels(spec: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [panel for panel in spec["vconcat"] if panel["name"].startswith("panel")]


def layer(panel: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    (found,) = (each for each in panel["layer"] if each["name"].rstrip("0123456789") == name)
    return found


def marks(panel: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = layer(panel, "rows")["data"]["values"]
    return found


def drawn(answer: Answer) -> dict[int, dict[str, Any]]:
    """Every mark by its row, without where its words and its like push it."""
    pushed = ("dx", "dy", "align", "apart", "words")
    found = (mark for panel in panels(spec_of(answer)) for mark in marks(panel))
    return {mark["row"]: {name: value for name, value in mark.items() if name not in pushed} for mark in found}


def instruments(answer: Answer, numbers: Iterator[int]) -> set[str | None]:
    return {short(answer.rows[number].get("instrument")) for number in numbers}


# The questions of the house


def test_there_are_questions_with_a_chart() -> None:
    assert {"gap-claims", "lab-trajectory"} <= {*DRAWN} <= EXAMPLES.keys()


@pytest.mark.parametrize("name", DRAWN)
def test_every_row_with_a_place_is_one_mark(source: Source, name: str) -> None:
    answer = example_answer(source, name)
    found = charted(answer, "en")
    assert found is not None
    drawn = [mark["row"] for panel in panels(spec_of(answer)) for mark in marks(panel)]
    assert len(drawn) == len(set(drawn)) == len(answer.rows) - found.left_out


@pytest.mark.parametrize("name", DRAWN)
def test_no_panel_holds_two_instruments(source: Source, name: str) -> None:
    answer = example_answer(source, name)
    held = [instruments(answer, (mark["row"] for mark in marks(p))) for p in panels(spec_of(answer))]
    assert all(len(each) == 1 for each in held)
    assert len(held) == len({next(iter(each)) for each in held})


def test_the_gap_as_claimed_stands_on_an_instrument_of_its_own(source: Source) -> None:
    first, second = panels(spec_of(answer_of(source, "gap-claims"), "zh-Hant"))
    assert (first["title"]["text"], first["title"]["subtitle"]) == ("未指明評測工具", "折合月數")
    assert sorted(mark["y"] for mark in marks(first)) == [3, 3, 3, 12, 12]
    assert sorted(mark["y"] for mark in marks(second)) == [4, 7, 14]
    assert [mark.get("words") for mark in marks(second)] == ["平均值 7", "最小值 4", "最大值 14"]


def test_a_claim_without_a_beginning_runs_to_the_edge_and_says_so(source: Source) -> None:
    first, second = panels(spec_of(answer_of(source, "gap-claims")))
    assert [mark["open"] for mark in marks(first)].count(["x"]) == 1
    assert [mark["open"] for mark in marks(second)] == [["until"]] * 3
    assert len(layer(second, "open-until")["data"]["values"]) == 3
    low = second["encoding"]["x"]["scale"]["domainMin"]
    (opened,) = (mark for mark in marks(first) if mark["open"])
    assert 0 <= low - milliseconds(date.fromisoformat(opened["x"])) < 86_400_000


# Every shape


@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)
def test_each_shape_keeps_instruments_apart_and_draws_every_row(tmp_path: Path, chart: str) -> None:
    answer = answer_with(tmp_path, chart, SCORES)
    found = panels(spec_of(answer))
    assert [panel["title"]["text"] for panel in found] == [
        "instrument/one",
        "instrument/two",
        "No instrument named",
    ]
    assert [[mark["row"] for mark in marks(panel)] for panel in found] == [[0, 1], [2], [3]]


@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)
def test_moving_one_figure_moves_one_mark(tmp_path: Path, chart: str) -> None:
    answer = answer_with(tmp_path, chart, SCORES)
    moved = replace(answer, rows=[{**SCORES[0], **row(score="63.5", day="2025-01-20")}, *SCORES[1:]])
    before, after = drawn(answer), drawn(moved)
    assert [number for number in before if before[number] != after[number]] == [0]


def test_figures_of_two_units_share_no_panel(tmp_path: Path) -> None:
    rows = [{**SCORES[0], **row(unit=unit)} for unit in ("unit/day", "unit/month")]
    found = panels(spec_of(answer_with(tmp_path, CHARTS["points"], rows)))
    assert [panel["title"]["subtitle"] for panel in found] == ["Score (unit/day)", "Score (unit/month)"]


def test_an_instrument_in_any_column_keeps_rows_apart(tmp_path: Path) -> None:
    rows = [
        row(model="A", day="2025-01-01", score=3, instrument="instrument/one", other="instrument/two"),
        row(model="B", day="2025-01-01", score=4, instrument="instrument/one"),
    ]
    found = charted(answer_with(tmp_path, CHARTS["points"], rows), "en")
    assert found is not None
    assert [panel.instruments for panel in found.panels] == [
        ("instrument/one", "instrument/two"),
        ("instrument/one",),
    ]


@pytest.mark.parametrize("cells", [{"day": "2025-02-30"}, {"score": "many"}, {"score": "INF"}, {"score": "NaN"}])
def test_a_row_without_a_place_is_left_out_and_counted(tmp_path: Path, cells: Mapping[str, str]) -> None:
    answer = answer_with(tmp_path, CHARTS["points"], [SCORES[0], {**SCORES[1], **row(**cells)}])
    found = charted(answer, "en")
    assert found is not None
    assert found.left_out == 1
    assert [mark["row"] for panel in panels(spec_of(answer)) for mark in marks(panel)] == [0]


def test_nothing_to_draw_is_no_chart(tmp_path: Path) -> None:
    assert vega_lite(answer_with(tmp_path, CHARTS["points"], [row(model="A", score=3)]), "en") is None


def test_rows_that_would_cover_each_other_are_moved_apart(tmp_path: Path) -> None:
    for chart in ("points", "timeline"):
        rows = [SCORES[0], SCORES[0], SCORES[0]]
        (panel,) = panels(spec_of(answer_with(tmp_path, CHARTS[chart], rows)))
        assert len({mark["apart"] for mark in marks(panel)}) == 3


def test_names_that_come_again_have_bars_of_their_own(tmp_path: Path) -> None:
    (panel,) = panels(spec_of(answer_with(tmp_path, CHARTS["bars"], [SCORES[0], SCORES[0]])))
    assert len({mark["lane"] for mark in marks(panel)}) == 2


def test_a_series_has_its_shape_and_line_besides_its_colour(tmp_path: Path) -> None:
    rows = [row(model="A", day="2025-01-01", score=n, group=f"g{n}", instrument="instrument/one") for n in range(9)]
    (panel,) = panels(spec_of(answer_with(tmp_path, CHARTS["points"], rows)))
    coded = layer(panel, "rows")["encoding"]
    pairs = zip(coded["color"]["scale"]["range"], coded["shape"]["scale"]["range"], strict=True)
    assert len(set(pairs)) == 9


def test_many_rows_are_a_line_without_marks(tmp_path: Path) -> None:
    first = date(2024, 1, 1)
    rows = [{**SCORES[0], **row(day=first + timedelta(days=n), score=n)} for n in range(400)]
    (panel,) = panels(spec_of(answer_with(tmp_path, CHARTS["line"], rows)))
    assert [each["name"] for each in panel["layer"]] == ["zero0", "line0"]
    assert len(layer(panel, "line")["data"]["values"]) == 400


# Words and looks


def test_titles_and_ticks_are_in_the_readers_language(source: Source) -> None:
    answer = answer_of(source, "gap-claims")
    told = {language: panels(spec_of(answer, language))[1] for language in ("en", "zh-Hant", "zh-Hans")}
    assert [panel["title"]["subtitle"] for panel in told.values()] == ["In months", "折合月數", "折合月数"]
    ticks = {language: panel["encoding"]["x"]["axis"]["labelExpr"] for language, panel in told.items()}
    assert "Jan 2023" in ticks["en"]
    assert json.dumps("2023 年 1 月")[1:-1] in ticks["zh-Hant"]
    assert ["TC" in spec_of(answer, tag)["config"]["font"] for tag in told] == [True, True, False]


def test_a_mark_tells_its_row_in_a_sentence(source: Source) -> None:
    answer = answer_of(source, "gap-claims")
    told = [mark["told"] for panel in panels(spec_of(answer)) for mark in marks(panel)]
    assert "Artificial Analysis: less than 3 months (Q2 2025)" in told


def test_a_phone_gets_a_narrower_drawing_of_the_same(source: Source) -> None:
    answer = answer_of(source, "gap-claims")
    wide, narrow = (panels(spec_of(answer, "en", Look(width=width))) for width in (760, NARROW))
    assert all(panel["width"] < NARROW for panel in narrow)
    assert [[m["row"] for m in marks(p)] for p in wide] == [[m["row"] for m in marks(p)] for p in narrow]
    assert len(narrow[0]["encoding"]["x"]["axis"]["values"]) < len(wide[0]["encoding"]["x"]["axis"]["values"])


def test_what_travels_alone_carries_its_source(source: Source) -> None:
    answer = answer_of(source, "gap-claims")
    words = "word " * 60
    spec = spec_of(answer, "en", Look(theme=DARK, title=("T",), source=(words, "字" * 120)))
    lines = [each["line"] for each in spec["vconcat"][-1]["data"]["values"]]
    assert " ".join(lines[:-2]).split() == words.split()
    assert "".join(lines[-2:]) == "字" * 120
    assert spec["background"] == DARK.paper
    assert spec_of(answer)["background"] is None


@pytest.mark.parametrize("name", DRAWN)
def test_a_specification_names_nothing_to_fetch(source: Source, name: str) -> None:
    text = json.dumps({**spec_of(example_answer(source, name)), "$schema": ""})
    assert not any(sign in text for sign in ("http:", "https:", "//", '"url"', '"href"'))


def test_both_themes_have_the_same_hues() -> None:
    assert list(LIGHT.hues) == list(DARK.hues)


# Headers


BAD = {
    "no column": ("kind: points, x: day, y: points", "y names points, which is no column"),
    "no such label": ("kind: points, x: day, y: score, label: [name]", "label names name, which is no column"),
    "no such end": ("kind: line, x: day, y: score, band: {low: low, high: top}", "high names top, which is no"),
    "words upwards": ("kind: points, x: day, y: model", "y is model, whose kind is text, not number or value"),
    "words on a line": ("kind: line, x: model, y: score", "x is model, whose kind is text, not date"),
    "no such kind": ("kind: pie, x: day, y: score", "'pie' is not one of"),
    "no figure": ("kind: line, x: day", "'y' is a required property"),
    "no end": ("kind: timeline, x: day", "'until' is a required property"),
    "an end on a line": ("kind: line, x: day, until: until, y: score", "does not allow 'until'"),
    "a key that there is not": ("kind: points, x: day, y: score, colour: red", "'colour' was unexpected"),
}


@pytest.mark.parametrize(("chart", "told"), BAD.values(), ids=BAD)
def test_a_chart_that_lies_is_refused(tmp_path: Path, chart: str, told: str) -> None:
    with pytest.raises(QuestionError) as refused:
        question_with(tmp_path, f"{{{chart}, facet: instrument}}")
    assert told in str(refused.value)


@pytest.mark.parametrize("facet", ["", ", facet: group"])
def test_a_chart_that_would_mix_instruments_is_refused(tmp_path: Path, facet: str) -> None:
    with pytest.raises(QuestionError, match="mixes instruments: its facet has to be instrument"):
        question_with(tmp_path, f"{{kind: points, x: day, y: score{facet}}}")


# Scales and labels


@given(st.lists(st.decimals(-10000, 10000, places=3), min_size=1), st.booleans())
def test_a_scale_of_figures_holds_them_all_between_its_ticks(figures: list[Decimal], zero: bool) -> None:
    scale = number_scale(figures, "en", 5, zero=zero)
    held = [*figures, *([Decimal(0)] if zero else [])]
    assert all(scale.low <= float(figure) <= scale.high for figure in held)
    assert scale.ticks[0][0] == scale.low < scale.high == scale.ticks[-1][0]
    assert 2 <= len(scale.ticks) <= 12
    assert len({words for _, words in scale.ticks}) == len(scale.ticks)


@given(st.lists(st.dates(date(1900, 1, 1), date(2100, 1, 1)), min_size=1), st.sampled_from([4, 8]))
def test_a_scale_of_days_holds_them_all(days: list[date], most: int) -> None:
    scale = day_scale(days, "zh-Hans", most)
    assert all(scale.low <= milliseconds(day) <= scale.high for day in days)
    assert 1 <= len(scale.ticks) <= most + 1
    assert all(scale.low <= tick <= scale.high for tick, _ in scale.ticks)


@given(st.lists(st.tuples(st.floats(0, 600), st.floats(0, 80), st.floats(0, 200), st.text("x字", max_size=9))))
def test_words_beside_marks_never_lie_on_one_another(given_marks: list[tuple[float, float, float, str]]) -> None:
    drawn = [Mark(left, left + wide, y, words) for left, wide, y, words in given_marks]
    found = placed(drawn, 700, 210)
    assert len(found) == len(drawn)
    boxes = [box(mark, place) for mark, place in zip(drawn, found, strict=True) if place is not None]
    assert not [pair for pair in combinations(boxes, 2) if meet(*pair)]
    assert not [1 for each in boxes for mark in drawn if meet(each, (mark.left, mark.y, mark.right, mark.y))]


def box(mark: Mark, place: Placed) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of words of 11 pixels."""
    assert mark.words
    wide = text_width(mark.words, 11)
    left = place.x - {"start": 0.0, "middle": wide / 2, "end": wide}[place.anchor]
    return left, place.y - 5.5, left + wide, place.y + 5.5


def meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
