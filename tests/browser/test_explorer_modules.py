"""The explorer's modules one by one, in a browser that reads them as they are written."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, Route

from webui.explorer.words import explorer_words

pytestmark = pytest.mark.browser
HOST = "http://127.0.0.1:1"
Call = Callable[..., Any]


@pytest.fixture
def call(page: Page, root: Path) -> Call:
    """Calls a function of a module of webui/assets/explorer with plain data; what comes back is plain data."""

    def answer(route: Route) -> None:
        path = root / "webui" / "assets" / route.request.url.removeprefix(f"{HOST}/").partition("?")[0]
        if path.suffix == ".js":
            route.fulfill(path=path, content_type="text/javascript")
        else:
            route.fulfill(body="<!doctype html><title>empty</title>", content_type="text/html")

    page.route(f"{HOST}/**", answer)
    page.goto(f"{HOST}/explore?lang=en")

    def run(module: str, function: str, *arguments: object) -> Any:
        program = "async ([module, name, given]) => (await import(module))[name](...given)"
        return page.evaluate(program, [f"/explorer/{module}.js", function, list(arguments)])

    return run


@pytest.mark.parametrize(
    ("focus", "opened", "edge"),
    [
        (["org/bytedance"], ["org/bytedance", "app/doubao"], "org/bytedance operatesApp app/doubao"),
        (["model/qwen2.5"], [], None),
        (None, None, "a b c"),
    ],
)
def test_a_state_is_read_from_the_address_as_it_was_written(
    call: Call, focus: list[str] | None, opened: list[str] | None, edge: str | None
) -> None:
    state = {"focus": focus, "open": opened, "edge": edge}
    assert call("state", "readState", call("state", "writeState", "?lang=zh-Hant", state)) == state


def test_an_address_keeps_what_is_not_ours_and_can_be_read(call: Call) -> None:
    state = {"focus": ["org/a"], "open": ["org/a", "app/b"], "edge": None}
    assert call("state", "writeState", "?dotted=2&edge=x", state) == "?dotted=2&focus=org/a&open=org/a,app/b"


def test_the_data_is_asked_for_with_the_query_of_the_page(call: Call, page: Page) -> None:
    program = """async ([source, search]) => {
        const { dataAddress } = await import('/explorer/state.js')
        return dataAddress(source, search).href
    }"""
    assert (
        page.evaluate(program, ["/g.json?focus=a&lang=en", "?focus=b&edge=e"]) == f"{HOST}/g.json?focus=b&lang=en"
    )


def test_selecting_an_edge_draws_the_same_graph_and_opening_a_thing_does_not(call: Call) -> None:
    assert call("state", "drawsTheSame", "?focus=a", "?focus=a&edge=e")
    assert not call("state", "drawsTheSame", "?focus=a", "?focus=a&open=b")


def test_cards_are_pushed_apart_until_none_covers_another_and_always_alike(call: Call, page: Page) -> None:
    chance = random.Random(7)
    things: list[dict[str, Any]] = [
        {"id": str(n), "x": chance.randrange(300), "y": chance.randrange(300)} for n in range(30)
    ]
    program = """async (things) => {
        const { spread } = await import('/explorer/spacing.js')
        const sizes = new Map(things.map(({ id }) => [id, { width: 120, height: 30 }]))
        return [...spread(things, sizes)]
    }"""
    moved = page.evaluate(program, things)
    assert moved == page.evaluate(program, things)
    places = {thing["id"]: thing for thing in things} | dict(moved)
    covering = [
        (a, b)
        for a, one in places.items()
        for b, other in places.items()
        if a < b and abs(one["x"] - other["x"]) < 120 and abs(one["y"] - other["y"]) < 30
    ]
    assert covering == []


def test_cards_that_have_room_stay_where_the_server_put_them(call: Call, page: Page) -> None:
    program = """async () => {
        const { spread } = await import('/explorer/spacing.js')
        const size = { width: 100, height: 30 }
        return spread([{ id: 'a', x: 0, y: 0 }, { id: 'b', x: 0, y: 60 }], new Map([['a', size], ['b', size]])).size
    }"""
    assert page.evaluate(program) == 0


@pytest.mark.parametrize(
    ("key", "there"), [("ArrowRight", "east"), ("ArrowLeft", "west"), ("ArrowUp", "north"), ("ArrowDown", "south")]
)
def test_an_arrow_key_leads_to_what_lies_in_its_direction(call: Call, key: str, there: str) -> None:
    places = {
        "here": {"x": 0, "y": 0},
        "east": {"x": 200, "y": 30},
        "west": {"x": -200, "y": -30},
        "north": {"x": 20, "y": -150},
        "south": {"x": -20, "y": 150},
    }
    assert call("keyboard", "nextThing", places, "here", key) == there
    assert call("keyboard", "nextThing", {"here": places["here"]}, "here", key) == "here"


def test_a_picture_is_in_view_as_a_whole_or_begins_at_one_thing(call: Call) -> None:
    window = {"width": 800, "height": 600}
    small = {"left": -100, "right": 300, "top": -50, "bottom": 50}
    assert call("view", "whole", small, window) == {"position": {"x": 100, "y": 0}, "scale": 1.25}
    large = {"left": -4000, "right": 4000, "top": -100, "bottom": 100}
    assert call("view", "whole", large, window)["scale"] * 8000 <= 800
    assert call("view", "beginning", large, {"x": 7, "y": 8}, window)["position"] == {"x": 7, "y": 8}


def test_a_picture_takes_the_shape_of_a_window_that_is_too_narrow_and_stays_legible(call: Call, page: Page) -> None:
    program = """async ([things, size]) => {
        const { boxes, shaped } = await import('/explorer/shaping.js')
        const { bounds, whole } = await import('/explorer/view.js')
        const sizes = new Map(things.map(({ id }) => [id, { width: 120, height: 30 }]))
        const places = shaped(things, sizes, size)
        return [places, whole(bounds(boxes(places, sizes)), size).scale]
    }"""
    things = [{"id": str(n), "x": x, "y": y} for n, (x, y) in enumerate([(-220, -90), (0, 0), (220, 90)])]
    phone, laptop = {"width": 360, "height": 490}, {"width": 850, "height": 610}
    assert page.evaluate(program, [things, laptop])[0] == things
    places, scale = page.evaluate(program, [things, phone])
    assert scale >= 0.79
    assert places[2]["x"] < 220
    assert places[2]["y"] > 90


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", " JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x"]
)
def test_an_address_that_runs_is_no_link(call: Call, address: str) -> None:
    assert call("making", "linkable", address) is None


def test_an_address_of_this_site_is_a_link(call: Call) -> None:
    assert call("making", "linkable", "/page/org/bytedance") == "/page/org/bytedance"


def test_text_is_never_markup(page: Page, call: Call) -> None:
    program = """async (text) => {
        const { make } = await import('/explorer/making.js')
        const made = make('p', { title: text }, text, null)
        return [made.childElementCount, made.textContent, made.title]
    }"""
    hostile = '<img src=x onerror="alert(1)">'
    assert page.evaluate(program, hostile) == [0, hostile, hostile]


EDGE = {"id": "e", "from": "org/a", "to": "org/b", "label": "based in", "kind": "claim"}


def test_a_disputed_edge_carries_its_sign_even_in_a_crowd(call: Call) -> None:
    def labels(edges: list[dict[str, Any]]) -> list[str]:
        return [stroke["label"] for stroke in call("strokes", "strokes", edges, {"disputed": "brown"})]

    edges = [{**EDGE, "id": "1", "disputed": True}, {**EDGE, "id": "2", "disputed": False}]
    assert labels(edges) == ["≠ based in", "based in"]
    crowd = [*edges, *({**EDGE, "id": f"{n}", "disputed": False} for n in range(3, 200))]
    assert set(labels(crowd)[1:]) == {" "}
    assert labels(crowd)[0] == "≠"


def test_in_a_crowd_the_edges_of_the_selected_thing_stand_out(call: Call) -> None:
    def told(edges: list[dict[str, Any]], selected: dict[str, str]) -> list[tuple[str, bool]]:
        drawn = call("strokes", "strokes", edges, {}, selected)
        return [(stroke["label"], stroke["color"]["opacity"] == 1) for stroke in drawn]

    few = [{**EDGE, "id": "own"}, {**EDGE, "id": "other", "from": "org/c"}]
    assert told(few, {"node": "org/a"}) == [("based in", True), ("based in", True)]
    crowd = [*few, *({**EDGE, "id": f"{n}", "from": "org/d"} for n in range(200))]
    assert set(told(crowd, {})) == {(" ", True)}
    assert told(crowd, {"node": "org/a"})[0] == ("based in", True)
    assert set(told(crowd, {"node": "org/a"})[1:]) == {(" ", False)}


def test_the_legend_tells_of_disputes_where_there_are_any(page: Page, call: Call) -> None:
    program = """async (edges) => {
        const { fillLegend } = await import('/explorer/legend.js')
        const { speaker } = await import('/explorer/messages.js')
        const list = document.body.appendChild(document.createElement('ul'))
        fillLegend(list, { nodes: [], edges }, speaker({}))
        return [...list.children].map((item) => item.textContent)
    }"""
    assert page.evaluate(program, [{**EDGE, "disputed": False}]) == ["a source says so"]
    assert page.evaluate(program, [{**EDGE, "disputed": True}]) == ["a source says so", "disputed"]


def test_a_message_that_was_not_translated_is_said_in_english(page: Page, call: Call) -> None:
    program = """async () => {
        const { speaker } = await import('/explorer/messages.js')
        const say = speaker({ expand: '展開（另有 {count} 項）' })
        return [say('expand', { count: 3 }), say('openPage')]
    }"""
    assert page.evaluate(program) == ["展開（另有 3 項）", "Open page"]


def test_the_server_says_all_that_the_module_says_in_the_same_words(page: Page, call: Call) -> None:
    with Flask("words").test_request_context("/?lang=en"):
        said = explorer_words()
    said.pop("truncated")  # a sentence that the server fills in itself
    assert page.evaluate("async () => (await import('/explorer/messages.js')).MESSAGES") == said
