"""The explorer's picture: what a state shows, where it stands, and the data that the browser draws."""

from __future__ import annotations

import json
import re
from itertools import combinations
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis import Walk
from graph.names import Names
from graph.search import SearchIndex
from graph.snapshot import Snapshot
from ontology.namespaces import ID
from ontology.vocabulary import load_vocabulary
from queries.binding import ParameterError
from webui.explorer.layout import Group, Placed, Positions, layout
from webui.explorer.network import Teller, picture, places
from webui.explorer.state import FOLLOWED, HIDDEN, Exploration, UnknownThingError, read_exploration, resolve
from webui.explorer.subgraph import MOST_THINGS, neighbours, visible
from webui.explorer.words import explorer_words

BYTEDANCE, DOUBAO, SEED = "org/bytedance", "app/doubao", "model/seed-thinking-v1.5"
WORDS = {"truncated": "{shown} of {of}"}


@pytest.fixture(scope="module")
def walk(snapshot: Snapshot) -> Walk:
    return Walk(snapshot.edges())


@pytest.fixture(scope="module")
def names(snapshot: Snapshot) -> Names:
    return Names(snapshot.labels(), load_vocabulary())


@pytest.fixture(scope="module")
def search(snapshot: Snapshot) -> SearchIndex:
    return SearchIndex(snapshot.labels())


def edge(source: str, predicate: str, target: str, kind: str = "claim") -> dict[str, Any]:
    return {"source": source, "predicate": predicate, "target": target, "claims": [], "kind": kind}


def star(leaves: int) -> Walk:
    """One hub with so many leaves."""
    return Walk([edge("org/hub", "develops", f"model/m{n}") for n in range(leaves)])


def named(walk: Walk, label: str = "A name of usual length {n}") -> Names:
    things = sorted({end for each in walk.edges for end in (each.source, each.target)})
    return Names(
        [
            {"thing": t, "role": "label", "language": "en", "text": label.format(n=n), "kind": "Model"}
            for n, t in enumerate(things)
        ],
        load_vocabulary(),
    )


def boxes(standing: Positions, placed: dict[str, Placed]) -> dict[str, tuple[float, float, float, float]]:
    return {
        thing: (
            x - placed[thing].width / 2,
            y - placed[thing].height / 2,
            x + placed[thing].width / 2,
            y + placed[thing].height / 2,
        )
        for thing, (x, y) in standing.items()
    }


def overlapping(standing: Positions, placed: dict[str, Placed]) -> list[tuple[str, str]]:
    found = boxes(standing, placed)
    return [
        (one, other)
        for one, other in combinations(found, 2)
        if found[one][0] < found[other][2]
        and found[other][0] < found[one][2]
        and found[one][1] < found[other][3]
        and found[other][1] < found[one][3]
    ]


# What a state shows


def test_it_opens_on_bytedance_with_its_app_and_its_model(walk: Walk, names: Names, search: SearchIndex) -> None:
    state = read_exploration({}, walk, names, search)
    shown = visible(walk, state)
    assert state.focus == (BYTEDANCE,)
    assert {BYTEDANCE, DOUBAO, SEED} <= set(shown.things)
    between = [each for each in shown.edges if {each.source, each.target} == {DOUBAO, SEED}]
    assert [each.kind for each in between] == ["namedTogether"]
    assert not any(each.predicate in ("poweredBy", "deploys") for each in shown.edges)


def test_a_graph_without_bytedance_opens_on_its_busiest_thing(names: Names, search: SearchIndex) -> None:
    assert read_exploration({}, star(3), names, search).focus == ("org/hub",)
    assert read_exploration({}, Walk([]), names, search) == Exploration()


def test_what_is_in_focus_is_opened_unless_the_state_says_otherwise(
    walk: Walk, names: Names, search: SearchIndex
) -> None:
    assert read_exploration({"focus": BYTEDANCE}, walk, names, search).opened == (BYTEDANCE,)
    closed = read_exploration({"focus": BYTEDANCE, "open": ""}, walk, names, search)
    assert visible(walk, closed).things == (BYTEDANCE,)


def test_opening_a_thing_adds_exactly_its_neighbours_and_the_count_said_so(walk: Walk) -> None:
    for along_dotted, dotted in ((False, 1), (True, FOLLOWED)):
        near = neighbours(walk, along_dotted)
        for thing in near:
            closed = visible(walk, Exploration(focus=(thing,), dotted=dotted))
            opened = visible(walk, Exploration(focus=(thing,), opened=(thing,), dotted=dotted))
            assert closed.things == (thing,)
            assert set(opened.things) - {thing} == set(near[thing])
            assert closed.more[thing] == len(opened.things) - 1
            assert opened.more[thing] == 0


def test_the_count_of_a_thing_is_what_opening_it_adds(walk: Walk) -> None:
    state = Exploration(focus=(BYTEDANCE,), opened=(BYTEDANCE, DOUBAO))
    before = visible(walk, state)
    for thing in before.things:
        after = visible(walk, state.opening(thing))
        assert len(after.things) - len(before.things) == before.more[thing]


def test_neighbours_are_joined_by_a_source_or_the_registry(walk: Walk) -> None:
    said = [each for each in walk.edges if each.kind != "namedTogether"]
    for thing, near in neighbours(walk, False).items():
        joined = {e.target for e in said if e.source == thing} | {e.source for e in said if e.target == thing}
        assert set(near) == joined


def test_dotted_edges_can_be_hidden_drawn_or_followed(walk: Walk) -> None:
    drawn = visible(walk, Exploration(focus=(BYTEDANCE,), opened=(BYTEDANCE,)))
    hidden = visible(walk, Exploration(focus=(BYTEDANCE,), opened=(BYTEDANCE,), dotted=HIDDEN))
    followed = visible(walk, Exploration(focus=(BYTEDANCE,), opened=(BYTEDANCE,), dotted=FOLLOWED))
    assert hidden.things == drawn.things
    assert {e.kind for e in drawn.edges} - {e.kind for e in hidden.edges} == {"namedTogether"}
    assert set(drawn.things) < set(followed.things)


def test_all_edges_among_the_things_shown_are_drawn(walk: Walk) -> None:
    shown = visible(walk, Exploration(focus=("org/alibaba",), opened=("org/alibaba", "country/CN")))
    assert list(shown.edges) == walk.between(shown.things)


def test_a_path_is_part_of_the_picture_even_along_a_dotted_edge_that_is_hidden() -> None:
    walk = Walk([edge("org/a", "develops", "model/b"), edge("model/b", "namedTogether", "app/c", "namedTogether")])
    shown = visible(walk, Exploration(start="org/a", goal="app/c", dotted=HIDDEN))
    assert shown.things == ("org/a", "model/b", "app/c")
    assert [each.kind for each in shown.edges] == ["claim", "namedTogether"]


def test_a_path_to_what_nothing_joins_is_empty() -> None:
    walk = Walk([edge("org/a", "develops", "model/b"), edge("org/c", "develops", "model/d")])
    assert visible(walk, Exploration(start="org/a", goal="model/d")).paths == ()
    assert visible(walk, Exploration(start="org/a", goal="org/nobody")).paths == ()


def test_more_than_can_be_drawn_is_left_out_and_counted() -> None:
    walk = star(1_000)
    state = Exploration(focus=("org/hub",), opened=("org/hub", "model/m999"))
    shown = visible(walk, state)
    assert len(shown.things) == MOST_THINGS
    assert shown.left_out == 1_001 - MOST_THINGS
    assert "model/m999" in shown.things, "what the state names is never left out for what it does not name"
    assert shown.more["org/hub"] == 1_001 - MOST_THINGS
    drawn = picture(shown, state, Teller(named(walk), "en"), WORDS)
    assert drawn["truncated"] == "300 of 1001"
    assert drawn["counts"] == {"shown": 300, "of": 1_001}


# The state in the address


@given(
    focus=st.lists(st.sampled_from([BYTEDANCE, DOUBAO, "country/CN"]), unique=True),
    opened=st.lists(st.sampled_from([BYTEDANCE, SEED, "org/alibaba"]), unique=True),
    chosen=st.sampled_from(["", f"{BYTEDANCE} operatesApp {DOUBAO}", "a+b & c=d"]),
    slack=st.integers(0, 3),
    dotted=st.integers(0, 2),
)
@settings(max_examples=60, deadline=None)
def test_a_state_comes_back_whole_from_its_address(
    walk: Walk,
    names: Names,
    search: SearchIndex,
    focus: list[str],
    opened: list[str],
    chosen: str,
    slack: int,
    dotted: int,
) -> None:
    if not focus and not opened:
        return  # without anything named, the address is that of the story
    state = Exploration(tuple(focus), tuple(opened), chosen, BYTEDANCE, SEED, slack, dotted)
    given_ = dict(parse_qsl(state.query(), keep_blank_values=True))
    assert read_exploration(given_, walk, names, search) == state


def test_opening_and_closing_are_inverse() -> None:
    state = Exploration(focus=(BYTEDANCE,), opened=(BYTEDANCE,))
    assert state.opening(DOUBAO).closing(DOUBAO) == state
    assert state.opening(BYTEDANCE) == state


@pytest.mark.parametrize("said", [DOUBAO, "Doubao", "豆包", "doubao"])
def test_a_thing_may_be_given_by_id_or_name(walk: Walk, names: Names, search: SearchIndex, said: str) -> None:
    assert resolve(said, walk, names, search) == DOUBAO


@pytest.mark.parametrize(("said", "mend"), [("org/bytedanse", BYTEDANCE), ("Seed", SEED), ("zzz", "search")])
def test_an_unknown_or_ambiguous_thing_is_refused_with_what_may_be_meant(
    walk: Walk, names: Names, search: SearchIndex, said: str, mend: str
) -> None:
    with pytest.raises(UnknownThingError) as error:
        resolve(said, walk, names, search)
    assert mend in error.value.mend.said("en")
    assert mend in error.value.mend.said("zh-Hant").replace("搜尋", "search")


@pytest.mark.parametrize(("name", "value"), [("dotted", "9"), ("dotted", "yes"), ("slack", "-1"), ("slack", "99")])
def test_a_number_that_will_not_do_is_refused(
    walk: Walk, names: Names, search: SearchIndex, name: str, value: str
) -> None:
    with pytest.raises(ParameterError, match=name):
        read_exploration({name: value}, walk, names, search)


# Where things stand


def story(walk: Walk, names: Names, *opened: str, **more: Any) -> Positions:
    state = Exploration(focus=opened[:1], opened=opened, **more)
    return places(visible(walk, state), state, names)


def test_the_focus_stands_in_the_middle(walk: Walk, names: Names) -> None:
    assert story(walk, names, BYTEDANCE)[BYTEDANCE] == (0, 0)


def test_the_same_state_gives_the_same_places(walk: Walk, names: Names) -> None:
    opened = (BYTEDANCE, DOUBAO, "country/CN", "org/alibaba")
    assert story(walk, names, *opened) == story(Walk(_rows(walk)), names, *opened)


def _rows(walk: Walk) -> list[dict[str, Any]]:
    return [
        {"source": e.source, "predicate": e.predicate, "target": e.target, "claims": e.claims, "kind": e.kind}
        for e in walk.edges
    ]


def test_opening_one_more_moves_nothing(walk: Walk, names: Names) -> None:
    opened: tuple[str, ...] = ()
    before: dict[str, tuple[int, int]] = {}
    for thing in (BYTEDANCE, "country/CN", "org/alibaba", "org/deepseek", "model/deepseek-r1-0528"):
        opened = (*opened, thing)
        after = story(walk, names, *opened)
        assert {name: after[name] for name in before} == before
        before = dict(after)
    assert len(before) > 30


@pytest.mark.parametrize("dotted", [1, 2])
def test_no_two_cards_overlap_in_pictures_of_some_sixty_things(walk: Walk, names: Names, dotted: int) -> None:
    opened = (
        "org/openai",
        "org/alibaba",
        "country/CN",
        "model/deepseek-r1-0528",
        "org/anthropic",
        "document/aa-china-2025q2",
    )
    state = Exploration(focus=opened[:1], opened=opened, dotted=dotted)
    shown = visible(walk, state)
    assert len(shown.things) > 45
    standing = places(shown, state, names)
    assert set(standing) == set(shown.things)
    cards = {thing: Placed(thing, 7.6 * len(names.name(ID + thing).text) + 40, 34.0) for thing in standing}
    assert overlapping(standing, cards) == []


@given(
    widths=st.lists(st.floats(40, 320), min_size=1, max_size=40),
    second=st.lists(st.floats(40, 320), max_size=25),
)
@settings(max_examples=40, deadline=None)
def test_boxes_of_any_size_are_kept_apart(widths: list[float], second: list[float]) -> None:
    hub = Placed("hub", 120, 40)
    first = tuple(Placed(f"a{n}", width, 40) for n, width in enumerate(widths))
    groups = [Group((hub,)), Group(first, "hub", links=(("a0", "hub"),))]
    if second:
        groups.append(Group(tuple(Placed(f"b{n}", width, 58) for n, width in enumerate(second)), "a0"))
    standing = layout(groups)
    placed = {each.thing: each for group in groups for each in group.things}
    assert standing.keys() == placed.keys()
    assert overlapping(standing, placed) == []


def test_a_path_runs_from_left_to_right(walk: Walk, names: Names) -> None:
    state = Exploration(start=DOUBAO, goal="family/qwen")
    shown = visible(walk, state)
    standing = places(shown, state, names)
    along = [standing[thing][0] for thing in shown.arrivals[0].things]
    assert along == sorted(along)
    assert len(set(along)) == len(along)


def test_a_thousand_things_are_placed_apart() -> None:
    walk = star(1_000)
    state = Exploration(focus=("org/hub",), opened=("org/hub",))
    shown = visible(walk, state, most=2_000)
    standing = places(shown, state, named(walk))
    assert len(set(standing.values())) == 1_001


def test_a_switch_of_language_moves_nothing(walk: Walk, names: Names) -> None:
    state = Exploration(focus=(BYTEDANCE,), opened=(BYTEDANCE, DOUBAO))
    shown = visible(walk, state)
    english, chinese = (picture(shown, state, Teller(names, tag), WORDS)["nodes"] for tag in ("en", "zh-Hant"))
    place = {node["id"]: (node["x"], node["y"]) for node in english}
    assert place == {node["id"]: (node["x"], node["y"]) for node in chinese}
    assert [node["label"] for node in english] != [node["label"] for node in chinese]


# The data that is drawn


@pytest.fixture(scope="module")
def drawn(walk: Walk, names: Names) -> dict[str, Any]:
    state = Exploration(focus=(BYTEDANCE,), opened=(BYTEDANCE, DOUBAO))
    return picture(visible(walk, state), state, Teller(names, "en"), WORDS)


def test_the_same_state_gives_the_same_bytes(walk: Walk, names: Names, drawn: dict[str, Any]) -> None:
    state = Exploration(focus=(BYTEDANCE,), opened=(BYTEDANCE, DOUBAO))
    again = picture(visible(walk, state), state, Teller(names, "en"), WORDS)
    assert json.dumps(again) == json.dumps(drawn)


def test_nodes_carry_what_the_page_needs(drawn: dict[str, Any]) -> None:
    node = {each["id"]: each for each in drawn["nodes"]}[DOUBAO]
    assert node["label"] == "Doubao"
    assert node["lang"] == "en"
    assert node["group"] == "App"
    assert node["url"] == "/page/app/doubao"
    assert node["expanded"] is True
    assert node["count"] == 0
    assert "豆包" in node["title"]
    assert all(isinstance(each[axis], int) for each in drawn["nodes"] for axis in "xy")


def test_edges_say_what_stands_behind_them(drawn: dict[str, Any]) -> None:
    edges = {each["id"]: each for each in drawn["edges"]}
    said, dotted = edges[f"{BYTEDANCE} operatesApp {DOUBAO}"], edges[f"{DOUBAO} namedTogether {SEED}"]
    assert (said["from"], said["to"], said["kind"], said["dashes"]) == (BYTEDANCE, DOUBAO, "claim", False)
    assert (said["count"], said["claims"]) == (1, ["claim/cnyes-2025-08-14/143"])
    assert said["arrows"] == "to"
    assert (dotted["kind"], dotted["dashes"], dotted["arrows"]) == ("namedTogether", True, "")
    assert dotted["count"] == len(dotted["claims"]) > 1
    assert dotted["label"] == "named together with"


def test_an_edge_that_rests_on_a_disputed_claim_says_so(walk: Walk, names: Names) -> None:
    state = Exploration(focus=(BYTEDANCE,), opened=(BYTEDANCE, DOUBAO))
    claim = "claim/cnyes-2025-08-14/143"
    told = picture(visible(walk, state), state, Teller(names, "en"), WORDS, {claim})
    assert {edge["id"] for edge in told["edges"] if edge["disputed"]} == {
        edge["id"] for edge in told["edges"] if claim in edge["claims"]
    }
    said = f"{BYTEDANCE} operatesApp {DOUBAO}"
    assert said in {edge["id"] for edge in told["edges"] if edge["disputed"]}
    assert any(not edge["disputed"] for edge in told["edges"])


def test_without_disputes_no_edge_is_marked(drawn: dict[str, Any]) -> None:
    assert {edge["disputed"] for edge in drawn["edges"]} == {False}


def test_options_start_no_physics_and_no_configurator(drawn: dict[str, Any]) -> None:
    assert drawn["options"]["physics"] == {"enabled": False}
    assert "configure" not in drawn["options"]
    assert not any(each.get("title", "") is None for each in (*drawn["nodes"], *drawn["edges"]))


def test_hostile_names_stay_text() -> None:
    walk = Walk([edge("org/a", "develops", "model/b")])
    hostile = '<img src=x onerror=alert(1)> "} UNION {'
    state = Exploration(focus=("org/a",), opened=("org/a",))
    told = picture(
        visible(walk, state), state, Teller(named(walk, hostile.replace("{", "{{").replace("}", "}}")), "en"), WORDS
    )
    assert {node["label"] for node in told["nodes"]} == {hostile}
    assert json.loads(json.dumps(told)) == told


def test_a_thing_without_a_name_is_shown_by_its_id() -> None:
    walk = Walk([edge("org/a", "develops", "model/b")])
    state = Exploration(focus=("org/a",), opened=("org/a",))
    told = picture(visible(walk, state), state, Teller(Names([], load_vocabulary()), "en"), WORDS)
    assert [node["label"] for node in told["nodes"]] == ["org/a", "model/b"]


def test_the_words_for_the_canvas_are_those_that_the_module_knows(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = (root / "webui" / "assets" / "explorer" / "messages.js").read_text(encoding="utf-8")
    known = dict(re.findall(r"^\s+(\w+):\s+'((?:[^'\\]|\\.)*)',?$", source, re.MULTILINE))
    monkeypatch.setattr("webui.explorer.words.translate", lambda message: message)
    ours = explorer_words()
    assert set(known) <= set(ours)
    for key, message in known.items():
        assert set(re.findall(r"\{\w+\}", message)) == set(re.findall(r"\{\w+\}", ours[key])), key
