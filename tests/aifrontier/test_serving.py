"""How the server is started."""

from __future__ import annotations

from typing import Any

import pytest
from click.testing import CliRunner
from granian.constants import HTTPModes, Interfaces

from aifrontier import composition
from aifrontier.__main__ import cli
from aifrontier.commands import serve as verb
from aifrontier.settings import Settings
from graph.snapshot import Snapshot


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
    given: list[int] = []

    class Recorded:
        def __init__(self, pages: object, endpoint: object, threads: int, close: object) -> None:
            given.append(threads)

    monkeypatch.setattr(composition, "RsgiApplication", Recorded)
    out = snapshot.path.parent.parent
    for threads in (0, 90):
        composition.make_rsgi(Settings(out=out, threads=threads, query_workers=1))
    assert given == [Settings(query_workers=1).answering, 90]
