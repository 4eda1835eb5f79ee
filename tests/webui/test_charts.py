"""Charts on pages and as files: what the policy forbids is not in them, and each mark is a row of the answer."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import vl_convert
import yaml

from graph.snapshot import Snapshot
from queries.answer import Answer
from queries.charts.chart import vega_lite
from queries.charts.look import DARK, LIGHT, MOST_MARKS, NARROW, THEMES, WIDE, Look
from queries.charts.panels import charted
from queries.registry import questions
from tests.queries.charting import CHARTS, SCORES, answer_with, row
from tests.queries.reading import EXAMPLES, answer_of, source_of
from tests.webui.markup import Element, Markup
from tests.webui.reading import Reader
from webui.charts import drawn as charts
from webui.charts.svg import SVG, clean
from webui.language import LANGUAGES

DRAWN = sorted(name for name, question in questions().items() if question.chart)
ROOT = Path(__file__).parents[2]
STYLES = ROOT / "webui" / "assets"
HOSTILE = (
    "<img src=x onerror=alert(1)> \"}) || alert(1) ' </text><script>alert(1)</script>"
    " \x00\x1b\x0b\ufffe\uffff \ue000 \u202e " + "😀" * 60 + " %(s)s {{7}}"
)
"""Markup, an expression, what ends the renderer's process, and what it would cut in two."""


def address(name: str, ending: str = "") -> str:
    given = "&".join(f"{key}={value}" for key, value in EXAMPLES[name].items())
    return f"/question/{name}{ending}" + (f"?{given}" if given else "")


def svg_of(answer: Answer, language: str = "en", look: Look | None = None) -> ElementTree.Element:
    spec = vega_lite(answer, language, look)
    assert spec is not None
    svg = charts.drawn(json.dumps(spec))
    return ElementTree.fromstring(clean(svg, prefix="a-", label="A chart", theme=(look or Look()).theme))


def marks(drawing: ElementTree.Element) -> list[ElementTree.Element]:
    return [each for each in drawing.iter() if "mark" in each.get("class", "").split()]


def drawings(page: Markup) -> list[Element]:
    return page.classed("chart-drawing")


def page_marks(drawing: Element) -> list[Element]:
    return [each for each in drawing.below() if "mark" in each.attrs.get("class", "").split()]


def forbidden(drawing: ElementTree.Element) -> Iterator[str]:
    """What the site's policy refuses, or what would lead out of it."""
    for each in drawing.iter():
        if each.tag.removeprefix(f"{{{SVG}}}") in ("style", "script", "foreignObject", "image", "use", "a"):
            yield each.tag
        for name, value in each.attrib.items():
            if name == "style" or name.startswith("on") or "href" in name:
                yield name
            if name != "aria-label" and ("//" in value or ("url(" in value and not value.startswith("url(#a-"))):
                yield f"{name}={value}"


@pytest.mark.parametrize("name", DRAWN)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_has_a_drawing_for_each_width_with_a_mark_for_each_row(
    reader: Reader, name: str, language: str
) -> None:
    page = reader.page(address(name), language)
    told = json.loads(reader.get(address(name, ".json"), language).data)
    wide, narrow = drawings(page)
    assert int(narrow.attrs["width"]) <= NARROW + 20 < WIDE - 60 < int(wide.attrs["width"]) <= WIDE + 20
    counts = [page_marks(drawing) for drawing in (wide, narrow)]
    left_out = re.search(r"(\d+) (?:rows?|列|行)[^.。]*(?:place on the chart|圖上|图上)", page.text)
    rows = len(told["rows"]) - (int(left_out[1]) if left_out else 0)
    assert [len(found) for found in counts] == [rows, rows]
    assert all(each.attrs["aria-label"] and each.attrs["role"] == "img" for found in counts for each in found)


@pytest.mark.parametrize("name", DRAWN)
def test_a_drawing_is_named_and_ids_are_unique(reader: Reader, name: str) -> None:
    page = reader.page(address(name), "zh-Hans")
    assert not page.wrong
    ids = [each.attrs["id"] for each in page.elements if "id" in each.attrs]
    assert len(ids) == len(set(ids))
    for drawing in drawings(page):
        assert drawing.attrs["role"] == "img"
        assert questions()[name].title["zh-Hans"] in drawing.attrs["aria-label"]
        assert not [each for each in drawing.below() if "style" in each.attrs]


def test_a_question_without_a_chart_has_none(reader: Reader) -> None:
    assert not drawings(reader.page("/question/conflicts"))
    for ending in charts.ENDINGS:
        assert reader.get(f"/question/conflicts.{ending}").status_code == 404
    assert not drawings(reader.page("/question/gap-claims?known-by=2020-01-01"))
    assert reader.get("/question/gap-claims.png?known-by=2020-01-01").status_code == 404


def test_the_source_stands_under_the_drawing(reader: Reader) -> None:
    version = reader.app.extensions["aifrontier"].snapshot.version[:16]
    caption = reader.page("/question/gap-claims").one("figcaption").text()
    assert "Instrument: Epoch Capabilities Index" in caption
    assert f"snapshot {version}, data to 2 July 2026" in caption
    assert "評測工具：Epoch 能力指數" in reader.page("/question/gap-claims", "zh-Hant").one("figcaption").text()


def test_a_clock_takes_its_marks_away(reader: Reader) -> None:
    page = reader.page("/question/gap-claims?known-by=2025-12-31")
    assert "Epoch" not in drawings(page)[0].text()
    assert "/question/gap-claims.png?known-by=2025-12-31" in page.links()


# Files


def test_the_picture_is_a_png_at_twice_the_size(reader: Reader) -> None:
    answer = reader.get("/question/gap-claims.png")
    assert (answer.status_code, answer.mimetype) == (200, "image/png")
    assert answer.data[:8] == b"\x89PNG\r\n\x1a\n"
    width = int.from_bytes(answer.data[16:20], "big")
    assert 2 * (WIDE - 60) < width < 2 * (WIDE + 60)


def test_the_picture_has_the_theme_that_was_asked_for(reader: Reader) -> None:
    light, dark = (reader.get(f"/question/gap-claims.svg?theme={name}").get_data(as_text=True) for name in THEMES)
    assert LIGHT.paper in light
    assert DARK.paper in dark
    assert LIGHT.paper not in dark
    assert reader.get("/question/gap-claims.png?theme=dark").data != reader.get("/question/gap-claims.png").data
    refused = reader.get("/question/gap-claims.svg?theme=pink", Accept="application/json")
    assert (refused.status_code, refused.get_json(force=True)["problems"][0]["parameter"]) == (400, "theme")


def test_the_drawing_travels_with_its_title_and_source(reader: Reader) -> None:
    answer = reader.get("/question/gap-claims.svg", "zh-Hant")
    assert answer.mimetype == "image/svg+xml"
    drawing = ElementTree.fromstring(answer.data)
    words = " ".join(each.text or "" for each in drawing.iter(f"{{{SVG}}}text"))
    assert all(
        text in words for text in ("各方所說的差距", "評測工具：Epoch 能力指數", "資料截至 2026 年 7 月 2 日")
    )
    assert len(marks(drawing)) == 8


def test_the_specification_draws_the_same_elsewhere(reader: Reader) -> None:
    answer = reader.get("/question/gap-claims.vl.json")
    spec = json.loads(answer.data)
    assert answer.mimetype == "application/json"
    assert spec["usermeta"]["question"] == "gap-claims"
    assert spec["usermeta"]["snapshot"] == answer.headers["Aifrontier-Snapshot"]
    svg = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    drawing = ElementTree.fromstring(clean(svg, prefix="", label="", theme=LIGHT))
    assert len(marks(drawing)) == 8


# What the policy forbids


@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)
def test_no_shape_of_chart_has_what_the_policy_forbids(tmp_path: Path, chart: str) -> None:
    drawing = svg_of(answer_with(tmp_path, chart, SCORES))
    assert not list(forbidden(drawing))
    assert len(marks(drawing)) == len(SCORES)


@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)
def test_hostile_words_stay_words(tmp_path: Path, chart: str) -> None:
    rows = [{**each, **row(model=HOSTILE, group=HOSTILE)} for each in SCORES]
    drawing = svg_of(answer_with(tmp_path, chart, rows))
    assert not list(forbidden(drawing))
    told = [mark.get("aria-label", "") for mark in marks(drawing)]
    assert len(told) == len(SCORES)
    assert all("<script>alert(1)</script>" in each and "\x00" not in each for each in told)


def test_what_a_renderer_should_not_write_is_dropped() -> None:
    svg = (
        f'<svg xmlns="{SVG}" xmlns:xlink="http://www.w3.org/1999/xlink" width="1" height="1" onload="x()">'
        '<style>*{}</style><script>x()</script><image href="https://example.org/a.png"/>'
        '<g style="fill:red"><path d="M0,0" style="fill:red" fill="url(https://example.org/#a)" onclick="x()"/>'
        '<a xlink:href="javascript:x()"><text>a</text></a><use href="#b"/></g></svg>'
    )
    cleaned = clean(svg, prefix="a-", label="", theme=LIGHT)
    assert not list(forbidden(ElementTree.fromstring(cleaned)))
    assert "example.org" not in cleaned


def test_clips_keep_their_target_under_its_new_name() -> None:
    svg = (
        f'<svg xmlns="{SVG}"><g clip-path="url(#clip3)"><path d="M0,0"/></g>'
        '<defs><clipPath id="clip3"><rect width="1"/></clipPath></defs></svg>'
    )
    cleaned = clean(svg, prefix="gap-wide-", label="", theme=LIGHT)
    assert 'clip-path="url(#gap-wide-clip3)"' in cleaned
    assert 'id="gap-wide-clip3"' in cleaned


def test_the_renderer_may_fetch_nothing() -> None:
    spec = {"data": {"url": "https://example.org/data.csv"}, "mark": "point", "encoding": {}}
    with pytest.raises(ValueError, match=r"not allowed|External data"):
        charts.drawn(json.dumps(spec))


# Colours


def test_every_colour_of_a_theme_is_a_class_that_the_style_sheet_has(tmp_path: Path) -> None:
    sheet = (STYLES / "charts.css").read_text(encoding="utf-8")
    rows = [{**SCORES[0], **row(score=n, group=f"g{n}")} for n in range(len(LIGHT.hues))]
    drawing = svg_of(answer_with(tmp_path, CHARTS["points"], rows))
    used = {name for each in drawing.iter() for name in each.get("class", "").split() if "-" in name}
    assert {f"fill-{hue}" for hue in LIGHT.hues} <= used
    for name in used - {"chart-drawing"}:
        assert f".{name} {{" in sheet
    for each in drawing.iter():
        for kind in ("fill", "stroke"):
            if each.get(kind, "none") not in ("none", "transparent"):
                assert f"{kind}-" in each.get("class", ""), ElementTree.tostring(each)


def test_the_themes_have_the_colours_of_the_site() -> None:
    tokens = dict(re.findall(r"--([\w-]+): (light-dark\([^)]*\))", (STYLES / "tokens.css").read_text("utf-8")))
    pairs = {f"hue-{name}": (LIGHT.hues[name], DARK.hues[name]) for name in LIGHT.hues}
    pairs |= {"accent": pairs.pop("hue-petrol"), "ink": (LIGHT.ink, DARK.ink), "rule": (LIGHT.rule, DARK.rule)}
    pairs |= {"ink-muted": (LIGHT.muted, DARK.muted), "paper": (LIGHT.paper, DARK.paper)}
    assert {name: tokens[name] for name in pairs} == {
        name: f"light-dark({light}, {dark})" for name, (light, dark) in pairs.items()
    }


# What moves a drawing, and what doesn't


def test_one_figure_moved_moves_the_drawing(tmp_path: Path) -> None:
    answer = answer_with(tmp_path, CHARTS["points"], SCORES)
    moved = answer_with(tmp_path, CHARTS["points"], [*SCORES[:3], {**SCORES[3], **row(score="-4")}])
    before, after = ([mark.attrib for mark in marks(svg_of(each))] for each in (answer, moved))
    assert [one == other for one, other in zip(before, after, strict=True)] == [True, True, True, False]


def test_panels_hold_the_marks_of_their_instrument(snapshot: Snapshot) -> None:
    drawing = svg_of(answer_of(source_of(snapshot), "gap-claims"))
    told = [mark.get("aria-label", "") for mark in marks(drawing)]
    assert ["Epoch" in each for each in told] == [False] * 5 + [True] * 3


def test_the_same_chart_is_drawn_once(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[Any] = []
    render = vl_convert.vegalite_to_svg

    def counted(spec: str, **options: Any) -> str:
        drawn.append(spec)
        return str(render(spec, **options))

    monkeypatch.setattr(vl_convert, "vegalite_to_svg", counted)
    charts._figures.clear()
    charts.drawn.cache_clear()
    charts.png.cache_clear()
    counts = []
    for path, language in (
        ("/question/gap-claims", "en"),
        ("/question/gap-claims", "en"),
        ("/question/gap-claims", "zh-Hant"),
        ("/question/gap-claims?known-by=2025-12-31", "en"),
        ("/question/gap-claims.svg", "en"),
        ("/question/gap-claims.png", "en"),
        ("/question/gap-claims.png?theme=dark", "en"),
    ):
        reader.get(path, language)
        counts.append(len(drawn))
    assert counts == [2, 2, 4, 6, 7, 7, 8]


def test_figures_of_a_table_are_shown_under_its_terms(reader: Reader, tmp_path: Path) -> None:
    answer = answer_with(tmp_path, CHARTS["points"], [{**SCORES[0], **row(other="observation/eci-2026-04/o1")}])
    plain = answer_with(tmp_path, CHARTS["points"], SCORES[:1])
    with reader.app.test_request_context("/"):
        found, bare = (
            charts.source(each, charted(each, "en") or pytest.fail("no chart")) for each in (answer, plain)
        )
    (terms,) = set(found) - set(bare)
    table = yaml.safe_load((ROOT / "graph" / "observations" / "eci-2026-04" / "table.yaml").read_text("utf-8"))
    assert terms == table["attribution"]  # which names the licence itself
    assert table["licence"].replace("-", " ") in terms.replace("-", " ")


def test_many_marks_are_drawn_once_for_all_screens(reader: Reader, tmp_path: Path) -> None:
    first = date(2024, 1, 1)
    rows = [{**SCORES[0], **row(day=first + timedelta(days=n), score=n)} for n in range(MOST_MARKS + 1)]
    narrow = []
    with reader.app.test_request_context("/"):
        for shown in (rows, rows[1:]):
            charts._figures.clear()
            made = charts.figure(answer_with(tmp_path, CHARTS["line"], shown))
            assert made is not None
            narrow.append(made.narrow is not None)
    assert narrow == [False, True]
