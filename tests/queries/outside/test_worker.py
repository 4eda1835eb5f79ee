"""A worker process by itself: what it gives up, what it survives, and what ends it."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Store

from queries.outside.errors import (
    DeathCause,
    QueryEvaluationError,
    QuerySyntaxError,
    QueryTimedOut,
    RemoteAccessRefused,
    UnknownGraph,
    WorkerDied,
    WorkerStartFailed,
)
from queries.outside.frames import Request, whole_frame
from queries.outside.pool import WorkerPool
from queries.outside.process import WorkerProcess
from tests.queries.outside.listening import listening
from tests.queries.outside.processes import children, is_running, open_files, wait_until

MEMORY = 512 << 20
JSON = "application/sparql-results+json"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n0 ?o }"


def request(query: str) -> Request:
    return Request(query, JSON, 1000, 1 << 20)


@pytest.fixture
def worker(store_path: Path) -> Iterator[WorkerProcess]:
    process = WorkerProcess(store_path, memory_bytes=MEMORY)
    yield process
    process.kill()


def test_it_answers_one_query_after_the_other(worker: WorkerProcess) -> None:
    for number in range(3):
        assert f'"{number}"'.encode() in worker.ask(request(f"SELECT ({number} AS ?x) {{}}"), 5).body
    assert worker.usable


def test_an_error_of_a_query_does_not_end_it(worker: WorkerProcess) -> None:
    with pytest.raises(QuerySyntaxError):
        worker.ask(request("SELEC"), 5)
    with pytest.raises(QueryEvaluationError):
        worker.ask(request("ASK { BIND(<http://e/f>() AS ?x) }"), 5)
    assert worker.usable
    assert worker.ask(request("ASK {}"), 5).body == b'{"head":{},"boolean":true}'


def test_what_it_says_of_itself_is_what_the_system_says(worker: WorkerProcess) -> None:
    said = worker.confinement
    assert said.niceness == os.getpriority(os.PRIO_PROCESS, worker.pid) > os.getpriority(os.PRIO_PROCESS, 0)
    assert said.memory_bytes == resource.prlimit(worker.pid, resource.RLIMIT_AS)[0] == MEMORY
    network = Path(f"/proc/{worker.pid}/ns/net").readlink()
    assert said.network_taken == (network != Path("/proc/self/ns/net").readlink())
    if sys.platform.startswith("linux"):
        assert said.dies_with_parent


def test_the_secrets_of_the_server_are_not_its_own(store_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SERVER_SECRET", "hush")
    worker = WorkerProcess(store_path)
    environment = Path(f"/proc/{worker.pid}/environ").read_bytes()
    worker.kill()
    assert b"PYTHONPATH=" in environment
    assert b"hush" not in environment


def test_a_query_past_its_time_ends_the_process(worker: WorkerProcess) -> None:
    began = time.monotonic()
    with pytest.raises(QueryTimedOut) as error:
        worker.ask(request(RUNAWAY), 0.3)
    assert 0.3 <= time.monotonic() - began < 5
    assert error.value.budget == 0.3
    assert not worker.usable
    wait_until(lambda: not is_running(worker.pid))
    worker.kill()
    assert worker.pid not in children()


def test_a_query_that_grows_past_the_memory_ends_the_process(worker: WorkerProcess) -> None:
    doublings = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(34))
    with pytest.raises(WorkerDied) as error:
        worker.ask(request(f"SELECT (STRLEN(?x34) AS ?n) {{ BIND('x' AS ?x0) {doublings} }}"), 20)
    assert error.value.cause is DeathCause.MEMORY
    assert worker.pid not in children()


def test_nesting_without_end_ends_the_process_and_not_the_server(worker: WorkerProcess) -> None:
    with pytest.raises(WorkerDied) as error:
        worker.ask(request(f"SELECT ({'(' * 20000}1{')' * 20000} AS ?x) {{}}"), 20)
    assert error.value.cause is DeathCause.CRASHED


def test_a_kill_from_outside_is_told_as_such(worker: WorkerProcess) -> None:
    threading.Timer(0.1, os.kill, (worker.pid, signal.SIGKILL)).start()
    with pytest.raises(WorkerDied) as error:
        worker.ask(request(RUNAWAY), 5)
    assert error.value.cause is DeathCause.KILLED
    assert not worker.usable


def test_killing_leaves_no_process_and_no_open_file(store_path: Path) -> None:
    before = children(), open_files()
    worker = WorkerProcess(store_path)
    assert worker.pid in children()
    worker.kill()
    worker.kill()
    assert (children(), open_files()) == before


def test_a_store_that_is_not_there_is_an_error_that_names_it(tmp_path: Path) -> None:
    before = children(), open_files()
    with pytest.raises(WorkerStartFailed, match="nowhere"):
        WorkerProcess(tmp_path / "nowhere")
    assert (children(), open_files()) == before


def test_memory_too_small_for_the_store_is_an_error(store_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    before = children(), open_files()
    with pytest.raises(WorkerStartFailed):
        WorkerProcess(store_path, memory_bytes=100 << 20)
    assert (children(), open_files()) == before
    assert capfd.readouterr().out == ""


def test_a_stray_print_does_not_disturb_the_frames(store_path: Path, tmp_path: Path) -> None:
    """The program as it is, but with an evaluation that writes to standard output in both ways."""
    noisy = tmp_path / "queries_noise.py"
    noisy.write_text(
        textwrap.dedent(
            """
            import os, sys
            from queries.outside import worker
            quiet = worker.evaluate
            def loud(store, request, output):
                print("noise", flush=True)
                os.write(1, b"noise")
                return quiet(store, request, output)
            worker.evaluate = loud
            sys.exit(worker.main())
            """
        )
    )
    done = subprocess.run(
        [sys.executable, str(noisy), str(store_path)],
        input=request("ASK {}").to_frame(),
        capture_output=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(entry or str(Path.cwd()) for entry in sys.path)},
        timeout=20,
        check=True,
    )
    assert done.stdout.endswith(b"}" + whole_frame(1, [b'{"head":{},"boolean":true}'], truncated=False))
    assert b"noise" not in done.stdout
    assert done.stderr.count(b"noise") == 2


def test_it_ends_when_its_input_ends(store_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "queries.outside.worker", str(store_path)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(entry or str(Path.cwd()) for entry in sys.path)},
        timeout=20,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")


SERVER = """
import sys, threading, time
from pathlib import Path
from queries.outside.pool import WorkerPool
pool = WorkerPool(Path(sys.argv[1]), 2, budget_seconds=60)
threading.Thread(target=pool.run, args=(sys.argv[2], "text/csv"), daemon=True).start()
while not (pool.running and pool.idle):
    time.sleep(0.01)
print(*(worker.pid for worker in (*pool._crew._busy, *pool._crew._idle)), flush=True)
time.sleep(60)
"""


def test_no_worker_outlives_a_killed_server_even_within_a_query(store_path: Path, worker: WorkerProcess) -> None:
    if not worker.confinement.dies_with_parent:
        pytest.skip("this system does not pass a parent's death on")
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER, str(store_path), RUNAWAY],
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(entry or str(Path.cwd()) for entry in sys.path)},
    )
    assert server.stdout is not None
    pids = [int(pid) for pid in server.stdout.readline().split()]
    assert len(pids) == 2
    assert all(is_running(pid) for pid in pids)
    server.kill()
    server.wait()
    server.stdout.close()
    wait_until(lambda: not any(is_running(pid) for pid in pids), 2)


@pytest.fixture
def listener() -> Iterator[tuple[str, list[object]]]:
    """An address on the loopback, and whoever called it."""
    with listening() as heard:
        yield heard


def reaching(address: str) -> list[str]:
    return [
        f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}",
        f"SELECT * {{ SERVICE SILENT <{address}> {{ ?s ?p ?o }} }}",
        f"PREFIX x: <{address}> SELECT * {{ SERVICE:x {{ ?s ?p ?o }} }}",
    ]


def test_the_engine_by_itself_calls_other_servers(listener: tuple[str, list[object]]) -> None:
    """Why there are a guard and a confinement; and that the listener of the tests below would hear it."""
    address, calls = listener
    Store().query(f"ASK {{ SERVICE SILENT <{address}> {{ ?s ?p ?o }} }}")
    assert calls


def test_a_worker_whose_network_was_taken_calls_nobody(
    worker: WorkerProcess, listener: tuple[str, list[object]]
) -> None:
    if not worker.confinement.network_taken:
        pytest.skip("this system does not let a process give up its network")
    address, calls = listener
    with pytest.raises(QueryEvaluationError):
        worker.ask(request(f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}"), 5)
    worker.ask(request(f"SELECT * {{ SERVICE SILENT <{address}> {{ ?s ?p ?o }} }}"), 5)
    with pytest.raises(QuerySyntaxError):
        worker.ask(request(f"LOAD <{address}>"), 5)
    assert not calls


def test_the_pool_refuses_to_call_anybody(pool: WorkerPool, listener: tuple[str, list[object]]) -> None:
    address, calls = listener
    for query in (*reaching(address), f"LOAD <{address}>", f"LOAD SILENT <{address}> INTO GRAPH <http://e/g>"):
        with pytest.raises(RemoteAccessRefused):
            pool.run(query, JSON)
    assert not calls


def test_from_selects_a_stored_graph_and_fetches_nothing(
    pool: WorkerPool, listener: tuple[str, list[object]]
) -> None:
    address, calls = listener
    with pytest.raises(UnknownGraph):
        pool.run(f"SELECT * FROM <{address}> {{ ?s ?p ?o }}", JSON)
    assert not calls
