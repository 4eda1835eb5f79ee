"""A server is started on loopback, known with all its processes, and ended with them."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import pytest

from bench.endpoint.__main__ import _there
from bench.endpoint.servers import Server, servers
from bench.endpoint.servers.ours import Ours
from bench.endpoint.servers.server import HOST, Running, UnavailableError, free_port

# Listens, has a child that sleeps, and ends only when killed.
PROGRAM = """
import signal, socket, subprocess, sys
signal.signal(signal.SIGTERM, signal.SIG_IGN if sys.argv[2] == "deaf" else signal.SIG_DFL)
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
door = socket.create_server(("127.0.0.1", int(sys.argv[1])))
while True:
    door.accept()
"""


def start(folder: Path, *arguments: str, program: str = PROGRAM) -> Running:
    port = free_port()
    command = [sys.executable, "-c", program, str(port), *arguments]
    return Running(command, port=port, path="/", folder=folder, seconds=30)


def lives(pid: int) -> bool:
    """Whether a process is there and no mere remainder that nobody has reaped."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_it_ends_with_all_it_started(tmp_path: Path) -> None:
    server = start(tmp_path, "polite")
    family = server.processes()
    assert len(family) == 2
    assert server.memory().rss >= server.memory().pss > 1_000_000
    server.stop()
    assert not any(lives(pid) for pid in family)
    with pytest.raises(OSError, match="refused"), socket.socket() as link:
        link.connect(server.address)


def test_one_that_does_not_listen_is_told_with_its_last_words(tmp_path: Path) -> None:
    with pytest.raises(UnavailableError, match="no such graph"):
        start(tmp_path, program="raise SystemExit('no such graph')")


def test_a_server_at_rest_is_told_from_one_that_works(tmp_path: Path) -> None:
    server = start(tmp_path, "polite")
    try:
        assert server.settle(30)
    finally:
        server.stop()
    busy = start(tmp_path, "polite", program=PROGRAM.replace("door.accept()", "pass"))
    try:
        assert not busy.settle(2)
    finally:
        busy.stop()


def test_every_peer_that_is_not_there_says_how_it_is_had(tmp_path: Path) -> None:
    peers: list[Server] = [server for server in servers() if not isinstance(server, Ours)]
    versions, there = _there(peers, tmp_path)
    assert not there
    assert set(versions) == {peer.name for peer in peers}
    assert all("--fetch" in why for why in versions.values())


def test_a_free_port_is_free() -> None:
    socket.create_server((HOST, free_port())).close()
