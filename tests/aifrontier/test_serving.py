"""How the server is started."""

from __future__ import annotations

from typing import Any

import pytest
from click.testing import CliRunner
from granian.constants import HTTPModes

from aifrontier.__main__ import cli
from aifrontier.commands import serve as verb
from aifrontier.settings import Settings
from graph.snapshot import Snapshot


def test_it_speaks_http_1_alone_and_has_the_threads_that_were_set(
    snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[dict[str, Any]] = []

    class Recorded:
        def __init__(self, target: str, **said: Any) -> None:
            started.append(said)

        def serve(self) -> None:
            """Nothing is served."""

    monkeypatch.setattr(verb, "Server", Recorded)
    monkeypatch.setattr(verb, "fresh_snapshot", lambda made: snapshot)
    monkeypatch.setattr("os.environ", {})
    assert CliRunner().invoke(cli, ["serve"]).exit_code == 0
    assert [(said["http"], said["blocking_threads"]) for said in started] == [
        (HTTPModes.http1, Settings().answering)
    ]
