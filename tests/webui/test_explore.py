"""The explorer's pages: the picture's data, the table twin, the claims of an edge, paths; all from the address."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from graph.build import build
from graph.inputs import Inputs
from graph.snapshot import Snapshot
from tests.graph.workspaces import META, REGISTRY, claims, write
from webui.app import create_app
from webui.settings import WebSettings
from webui.site import Site

BYTEDANCE, DOUBAO, SEED = "org/bytedance", "app/doubao", "model/seed-thinking-v1.5"
DOTTED_KEY = f"{DOUBAO} namedTogether {SEED}"
DOTTED = f"/explore/edge.json?source={DOUBAO}&predicate=namedTogether&target={SEED}"
APP_RUNS_MODEL = "No source says that the app runs the model."


def client_of(snapshot: Snapshot, *, overlay: bool = False) -> FlaskClient:
    return create_app(snapshot, WebSettings(show_overlay=overlay)).test_client()


@pytest.fixture(scope="module")
def client(snapshot: Snapshot) -> FlaskClient:
    return client_of(snapshot)


@pytest.fixture(scope="module")
def quoting(snapshot_with_texts: Snapshot) -> FlaskClient:
    return client_of(snapshot_with_texts, overlay=True)


def page(client: FlaskClient, path: str, language: str = "en") -> str:
    answer = client.get(path, headers={"Accept": "text/html", "Accept-Language": language})
    assert answer.status_code == 200, answer.text
    return answer.text


def table_keys(html: str) -> list[str]:
    return [unescape(key) for key in re.findall(r'<tr data-edge="([^"]+)"', html)]


def data(client: FlaskClient, path: str, language: str = "en") -> dict[str, Any]:
    answer = client.get(path, headers={"Accept-Language": language})
    assert answer.status_code == 200, answer.text
    assert answer.content_type == "application/json"
    found: dict[str, Any] = json.loads(answer.text)
    return found


# The story


def test_it_opens_on_bytedance_with_doubao_and_seed_thinking(client: FlaskClient) -> None:
    html = page(client, "/explore")
    assert "ByteDance" in html
    assert {DOTTED_KEY, f"{BYTEDANCE} operatesApp {DOUBAO}", f"{SEED} developedBy {BYTEDANCE}"} <= set(
        table_keys(html)
    )
    assert not [key for key in table_keys(html) if key.startswith(f"{DOUBAO} ") and "namedTogether" not in key]


def test_no_edge_says_that_the_app_runs_the_model_and_the_dotted_one_says_that(client: FlaskClient) -> None:
    every = data(client, f"/explore/graph.json?focus={BYTEDANCE}&open={BYTEDANCE},{DOUBAO},{SEED}&dotted=2")
    joining = [edge for edge in every["edges"] if {edge["from"], edge["to"]} == {DOUBAO, SEED}]
    assert [edge["kind"] for edge in joining] == ["namedTogether"]
    assert not [edge for edge in every["edges"] if "poweredBy" in edge["id"] or "deploys" in edge["id"]]
    assert data(client, DOTTED)["note"].endswith(APP_RUNS_MODEL)
    assert APP_RUNS_MODEL in page(client, f"/explore?edge={DOTTED_KEY}")


def test_between_two_models_the_dotted_edge_does_not_speak_of_an_app(client: FlaskClient) -> None:
    told = data(
        client,
        "/explore/edge.json?source=model/seaweed-7b&predicate=namedTogether&target=model/seed-tts",
    )
    assert "No source says how they are related." in told["note"]
    assert APP_RUNS_MODEL not in told["note"]


def test_the_dotted_edge_opens_to_one_list_item_and_the_claims_about_both_in_it(client: FlaskClient) -> None:
    told = data(client, DOTTED)
    assert len(told["shared"]) == 1
    assert {claim["id"].rpartition("/")[2] for claim in told["claims"]} >= {"143", "145", "146", "148"}
    assert {claim["document_url"] for claim in told["claims"]} == {told["shared"][0]["url"]}


def test_with_the_text_at_hand_the_words_are_shown_with_the_span_marked(quoting: FlaskClient) -> None:
    told = data(quoting, f"/explore/edge.json?source={BYTEDANCE}&predicate=operatesApp&target={DOUBAO}")
    claim = told["claims"][0]
    assert claim["status"] == "verified"
    assert claim["lang"] == "zh-Hant"
    marked = [piece["text"] for piece in claim["context"] if piece["marked"]]
    assert "Doubao" in "".join(marked)
    assert any(not piece["marked"] for piece in claim["context"])
    html = page(quoting, f"/explore?edge={BYTEDANCE} operatesApp {DOUBAO}")
    assert re.search(r'<blockquote lang="zh-Hant">.*?<mark', html, re.DOTALL)


def test_without_the_text_place_and_digest_are_shown(client: FlaskClient, snapshot: Snapshot) -> None:
    told = data(client, f"/explore/edge.json?source={BYTEDANCE}&predicate=operatesApp&target={DOUBAO}")
    claim = told["claims"][0]
    assert claim["context"] is None
    assert claim["status"] == "not at hand"
    assert re.search(r"1,418–1,437 · SHA-256 [0-9a-f]{16}…", claim["where"])
    html = page(client, f"/explore?edge={BYTEDANCE} operatesApp {DOUBAO}")
    assert "<blockquote" not in html
    assert "not at hand" in html


def test_quotes_that_may_not_be_shown_are_not(snapshot_with_texts: Snapshot) -> None:
    hidden = client_of(snapshot_with_texts, overlay=False)
    assert all(claim["context"] is None for claim in data(hidden, DOTTED)["claims"])
    assert data(hidden, DOTTED)["shared"][0]["text"] is None


def test_an_edge_of_the_registry_names_its_source_instead_of_claims(client: FlaskClient) -> None:
    told = data(client, "/explore/edge.json?source=model/llama-3.1-405b&predicate=inFamily&target=family/llama")
    assert told["claims"] == []
    assert told["note"].startswith("Background from the registry")
    assert not told["note"].endswith(": ")


def test_claims_are_told_in_the_readers_language(client: FlaskClient) -> None:
    path = f"/explore/edge.json?source={BYTEDANCE}&predicate=operatesApp&target={DOUBAO}"
    assert data(client, path)["claims"][0]["sentence"] == "ByteDance operates the app Doubao"
    assert data(client, path, "zh-TW")["claims"][0]["sentence"] == "字節跳動營運豆包應用程式"


# One state, one picture


STATES = (
    "",
    f"focus={BYTEDANCE}",
    f"focus={BYTEDANCE}&open={BYTEDANCE},country/CN&dotted=0",
    "focus=org/openai&dotted=2",
    f"from={DOUBAO}&to=family/qwen&slack=1",
)


@pytest.mark.parametrize("state", STATES)
def test_table_and_picture_hold_the_same_edges(client: FlaskClient, state: str) -> None:
    drawn = data(client, f"/explore/graph.json?{state}")
    assert table_keys(page(client, f"/explore?{state}")) == [edge["id"] for edge in drawn["edges"]]
    things = {node["id"] for node in drawn["nodes"]}
    assert all(edge["from"] in things and edge["to"] in things for edge in drawn["edges"])


@pytest.mark.parametrize("state", STATES)
def test_the_same_state_gives_the_same_json_in_another_server(
    snapshot: Snapshot, client: FlaskClient, state: str
) -> None:
    other = client_of(snapshot)
    path = f"/explore/graph.json?{state}&lang=en"
    assert client.get(path).data == other.get(path).data


@pytest.mark.parametrize("state", STATES)
def test_the_page_names_the_data_of_its_own_state(client: FlaskClient, state: str) -> None:
    html = page(client, f"/explore?{state}&lang=en")
    source = re.search(r'<aif-explorer[^>]* data-src="([^"]+)"', html)
    assert source is not None
    assert data(client, unescape(source[1])) == data(client, f"/explore/graph.json?{state}&lang=en")


def test_every_expand_link_adds_as_many_things_as_it_says(client: FlaskClient) -> None:
    html = page(client, f"/explore?focus={BYTEDANCE}&lang=en")
    links = re.findall(r'<a [^>]*href="([^"]+)"[^>]*>Expand \((\d+) more\)</a>', html)
    assert links
    before = len(data(client, f"/explore/graph.json?focus={BYTEDANCE}")["nodes"])
    for href, count in links:
        state = unescape(href).partition("?")[2]
        assert len(data(client, f"/explore/graph.json?{state}")["nodes"]) == before + int(count)


def test_every_address_of_the_picture_answers(client: FlaskClient) -> None:
    drawn = data(client, "/explore/graph.json?focus=document/aa-china-2025q2&lang=en")
    assert {edge["kind"] for edge in drawn["edges"]} >= {"claim"}
    for edge in drawn["edges"]:
        told = data(client, edge["url"])
        assert told["title"]
        assert len(told["claims"]) == edge["count"]
        assert told["claims"] or told["note"]
    for node in drawn["nodes"]:
        assert client.get(node["url"]).status_code == 200


def test_the_table_can_be_kept_as_csv_and_json(client: FlaskClient, snapshot: Snapshot) -> None:
    drawn = data(client, "/explore/graph.json")
    rows = list(csv.DictReader(io.StringIO(client.get("/explore/edges.csv?lang=en").text)))
    kept = json.loads(client.get("/explore/edges.json?lang=en").text)
    assert kept["snapshot"] == snapshot.version
    assert rows == [{**edge, "disputed": str(edge["disputed"]).lower()} for edge in kept["edges"]]
    assert [f"{r['source']} {r['predicate']} {r['target']}" for r in rows] == [e["id"] for e in drawn["edges"]]
    first = next(row for row in rows if row["predicate"] == "operatesApp")
    assert (first["source_label"], first["claims"]) == ("ByteDance", "claim/cnyes-2025-08-14/143")
    assert "attachment" in client.get("/explore/edges.csv").headers["Content-Disposition"]


def test_what_is_kept_says_which_edges_the_picture_marks_as_disputed(client: FlaskClient) -> None:
    state = "focus=org/deepseek&open=org/deepseek"
    drawn = {edge["id"]: edge["disputed"] for edge in data(client, f"/explore/graph.json?{state}")["edges"]}
    kept = json.loads(client.get(f"/explore/edges.json?{state}").text)["edges"]
    assert {f"{e['source']} {e['predicate']} {e['target']}": e["disputed"] for e in kept} == drawn
    assert set(drawn.values()) == {True, False}


def test_the_chosen_edge_is_marked_in_the_table(client: FlaskClient) -> None:
    html = page(client, f"/explore?edge={DOTTED_KEY}")
    assert re.findall(r'<tr data-edge="([^"]+)" class="is-selected"', html) == [DOTTED_KEY]


def test_an_edge_that_is_not_there_is_said_to_be_missing(client: FlaskClient) -> None:
    assert "This graph has no edge" in page(client, f"/explore?edge={DOUBAO} poweredBy {SEED}")
    answer = client.get(f"/explore/edge.json?source={DOUBAO}&predicate=poweredBy&target={SEED}")
    assert answer.status_code == 404
    assert answer.content_type == "application/problem+json"


# Paths


def test_a_path_is_told_step_by_step_with_its_claims(client: FlaskClient) -> None:
    told = data(client, f"/explore/path.json?from={DOUBAO}&to={SEED}")
    assert [[[e["predicate"] for e in step] for step in way] for way in told["paths"]] == [
        [["operatesApp"], ["developedBy"]]
    ]
    assert told["paths"][0][0][0]["claims"][0]["sentence"] == "ByteDance operates the app Doubao"
    assert told["why"] is None
    html = page(client, f"/explore/path?from={DOUBAO}&to={SEED}")
    assert "Path 1: 2 steps" in html
    assert html.index("operates the app") < html.index("developed")


def test_detours_are_added_by_slack(client: FlaskClient) -> None:
    def ways(slack: int) -> list[Any]:
        found: list[Any] = data(client, f"/explore/path.json?from={DOUBAO}&to=family/qwen&slack={slack}")["paths"]
        return found

    assert len(ways(0)) < len(ways(1))
    assert [len(way) for way in ways(1)] == sorted(len(way) for way in ways(1))
    assert ways(0) == ways(1)[: len(ways(0))]


def test_names_will_do_for_the_ends_of_a_path(client: FlaskClient) -> None:
    by_name = data(client, "/explore/path.json?from=豆包&to=Seed-Thinking-v1.5")
    assert by_name == data(client, f"/explore/path.json?from={DOUBAO}&to={SEED}")


@pytest.mark.parametrize(
    ("ends", "why"),
    [
        (f"from={DOUBAO}&to={DOUBAO}", "same thing"),
        (f"from={DOUBAO}&to=unit/month", "No edge touches month"),
        (f"from={DOUBAO}&to=org/aihola", "No chain of edges"),
    ],
)
def test_where_there_is_no_path_it_says_so_and_why(client: FlaskClient, ends: str, why: str) -> None:
    told = data(client, f"/explore/path.json?{ends}")
    assert told["paths"] == []
    assert why in told["why"]
    assert why in page(client, f"/explore/path?{ends}")


@pytest.mark.parametrize("path", ["/explore/path", "/explore/path.json"])
def test_a_path_needs_both_ends(client: FlaskClient, path: str) -> None:
    answer = client.get(f"{path}?from={DOUBAO}")
    assert answer.status_code == 400
    assert "to=" in json.loads(answer.text)["mend"]


# What is refused


@pytest.mark.parametrize(
    "path",
    [
        "/explore?focus=org/bytedanse",
        "/explore?open=org/bytedanse",
        "/explore/graph.json?focus=org/bytedanse",
        "/explore/path?from=org/bytedanse&to=app/doubao",
        "/explore/path.json?from=app/doubao&to=org/bytedanse",
        "/explore/edges.csv?focus=org/bytedanse",
    ],
)
def test_an_unknown_thing_is_404_with_what_may_be_meant(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.content_type == "application/problem+json"
    told = json.loads(answer.text)
    assert told["suggestions"][0]["id"] == BYTEDANCE
    assert BYTEDANCE in client.get(path, headers={"Accept": "text/html"}).text


@pytest.mark.parametrize("query", ["dotted=7", "slack=9", "slack=x"])
def test_a_number_that_will_not_do_is_400(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/explore/graph.json?{query}")
    assert answer.status_code == 400
    assert json.loads(answer.text)["problems"][0]["parameter"] == query.partition("=")[0]


# Hostile words


HOSTILE = '<img src=x onerror=alert(1)>"} UNION {'


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    registry = json.loads(json.dumps(REGISTRY))
    for entity in registry["entities"]:
        entity["labels"]["en"]["text"] += HOSTILE
    folder: Path = write(
        tmp_path_factory.mktemp("hostile"),
        registry=registry,
        meta={**META, "label": {"en": HOSTILE}},
        claims=claims(),
    )
    built = build(Inputs(workspace=folder, texts=folder / "texts"), tmp_path_factory.mktemp("out"))
    client = client_of(built.snapshot, overlay=True)
    yield client
    site: Site = client.application.extensions["aifrontier"]
    site.close()


@pytest.mark.parametrize(
    "path",
    [
        "/explore?focus=model/alpha-1&open=model/alpha-1",
        "/explore?focus=model/alpha-1&edge=model/alpha-1 developedBy org/example-labs",
        "/explore/path?from=model/alpha-1&to=org/example-labs",
        "/explore?focus=model/alpha-1&edge=<img src=x onerror=alert(2)>",
    ],
)
def test_hostile_names_are_text_in_every_page(hostile: FlaskClient, path: str) -> None:
    html = page(hostile, path)
    assert "<img" not in html
    assert "&lt;img src=x onerror=alert(1)&gt;" in html


def test_hostile_names_are_whole_in_the_data(hostile: FlaskClient) -> None:
    drawn = data(hostile, "/explore/graph.json?focus=model/alpha-1")
    assert {node["label"] for node in drawn["nodes"]} == {f"Alpha-1{HOSTILE}", f"Example Labs{HOSTILE}"}
    told = data(hostile, drawn["edges"][0]["url"])
    assert told["claims"][0]["sentence"] == f"Example Labs{HOSTILE} developed Alpha-1{HOSTILE}"
    assert told["claims"][0]["document"] == HOSTILE
    rows = list(csv.DictReader(io.StringIO(hostile.get("/explore/edges.csv?focus=model/alpha-1").text)))
    assert rows[0]["target_label"] == f"Example Labs{HOSTILE}"
