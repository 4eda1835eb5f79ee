"""How the server is started."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from click.testing import CliRunner
from granian.constants import HTTPModes, Interfaces

from aifrontier import composition
from aifrontier.__main__ import cli
from aifrontier.commands import serve as verb
from aifrontier.settings import THREADS_FOR_PAGES, Settings
from graph.snapshot import Snapshot
from tests.browser.conftest import serving


def test_it_speaks_http_1_alone_and_rsgi(snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[dict[str, Any]] = []

    class Recorded:
        def __init__(self, target: str, **said: Any) -> None:
            started.append({"target": target, **said})

        def serve(self) -> None:
            """Nothing is served."""

    monkeypatch.setattr(verb, "Server", Recorded)
    monkeypatch.setattr(verb, "fresh_snapshot", lambda made: snapshot)
    monkeypatch.setattr("os.environ", {})
    assert CliRunner().invoke(cli, ["serve"]).exit_code == 0
    assert [(said["target"], said["http"], said["interface"]) for said in started] == [
        ("aifrontier.rsgi:app", HTTPModes.http1, Interfaces.RSGI)
    ]


def test_the_site_has_the_threads_that_were_set(snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[tuple[int, int]] = []

    class Recorded:
        def __init__(self, *_: object, for_queries: int, for_pages: int, close: object) -> None:
            given.append((for_queries, for_pages))

    monkeypatch.setattr(composition, "RsgiApplication", Recorded)
    out = snapshot.path.parent.parent
    for threads in (0, 90):
        composition.make_rsgi(Settings(out=out, threads=threads, query_workers=1))
    (queries, pages), more = given
    assert (queries + pages, sum(more)) == (Settings(query_workers=1).answering, 90)
    assert queries == more[0] == Settings(query_workers=1).threads_for_queries
    assert pages >= THREADS_FOR_PAGES


def test_a_server_that_has_built_first_can_open_stores(tmp_path: Path) -> None:
    with serving(tmp_path) as url, urlopen(f"{url}/sparql/check?query=SELECT", timeout=30) as answer:
        assert answer.status == 200
        assert json.load(answer)["column"] == 7
