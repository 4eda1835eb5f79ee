"""The application as the command line composes it from settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from aifrontier.composition import NothingBuiltError, make_site
from aifrontier.settings import SettingError, Settings, refuse_few_threads
from graph.snapshot import Snapshot
from queries.outside.limits import QUEUE_BOUND
from webui.endpoint.places import BODIES, STREAMS


def settings(snapshot: Snapshot, **more: object) -> Settings:
    return Settings(out=snapshot.path.parent.parent, **more)  # type: ignore[arg-type]


def test_a_server_on_loopback_answers_to_loopback_names_only(snapshot: Snapshot) -> None:
    client = make_site(settings(snapshot)).test_client()
    for host in ("127.0.0.1:8000", "localhost:8000", "[::1]:8000"):
        assert client.get("/health", headers={"Host": host}).status_code == 200, host
    assert client.get("/health", headers={"Host": "rebound.example:8000"}).status_code == 400


def test_a_server_for_others_answers_to_any_name_and_shows_no_quote(snapshot_with_texts: Snapshot) -> None:
    client = make_site(settings(snapshot_with_texts, host="0.0.0.0")).test_client()
    answer = client.get("/page/claim/cnyes-2025-08-14/16", headers={"Host": "graph.example", "Accept": "text/html"})
    assert answer.status_code == 200
    assert "<mark" not in answer.get_data(as_text=True)


def test_quotes_are_shown_where_only_this_machine_can_ask(snapshot_with_texts: Snapshot) -> None:
    client = make_site(settings(snapshot_with_texts)).test_client()
    answer = client.get("/page/claim/cnyes-2025-08-14/16", headers={"Accept": "text/html"})
    assert "<mark" in answer.get_data(as_text=True)


def test_without_a_snapshot_the_next_step_is_told(tmp_path: Path) -> None:
    with pytest.raises(NothingBuiltError, match="aifrontier build"):
        make_site(Settings(out=tmp_path))


@pytest.mark.parametrize("cores", [1, 2, 16, 128])
def test_by_default_as_many_queries_as_may_run_and_wait_leave_threads_for_the_pages(
    cores: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: cores)
    made = Settings()
    assert made.answering >= max(64, cores + QUEUE_BOUND + BODIES + STREAMS + 8)
    refuse_few_threads(made)


def test_too_few_threads_are_refused_with_what_would_do(snapshot: Snapshot) -> None:
    fewest = settings(snapshot, query_workers=3).fewest_threads
    with pytest.raises(SettingError, match=f"AIFRONTIER_THREADS={fewest - 1}: .* {fewest} or more"):
        make_site(settings(snapshot, query_workers=3, threads=fewest - 1))
    refuse_few_threads(settings(snapshot, query_workers=3, threads=fewest))
