"""A server as bench sees it: perhaps there, made on request, started on a free port, ended by its process id."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

HOST = "127.0.0.1"
_END_SECONDS = 15.0
_LOOKS, _LOOK_SECONDS = 6, 0.05


class UnavailableError(RuntimeError):
    """A server that cannot be measured here; the message says why."""


@dataclass(frozen=True)
class Data:
    """The graph that a server is to serve: its size's name, its file, and a folder for what servers make of it."""

    name: str
    file: Path
    folder: Path


@dataclass(frozen=True)
class Memory:
    """Bytes in memory of all processes of a server: `rss` counts a page once a process, `pss` once in all."""

    rss: int
    pss: int


class Server(Protocol):
    """One kind of server."""

    @property
    def name(self) -> str:
        """What it is called in the report."""

    @property
    def sizes(self) -> tuple[str, ...]:
        """The graphs that it is measured on."""

    def fetch(self, cache: Path) -> None:
        """Bring what it needs into a folder of its own below `cache`; raises UnavailableError."""

    def version(self, cache: Path) -> str:
        """Its version; raises UnavailableError when it is not there."""

    def start(self, cache: Path, data: Data) -> Running:
        """Load the graph, if that is not done, and start it; raises UnavailableError when it does not answer."""


class Running:
    """A server that runs: where it listens, what it takes of memory, and its end."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        port: int,
        path: str,
        folder: Path,
        seconds: float,
        environment: Mapping[str, str] | None = None,
        warm_up: float = 2.0,
    ) -> None:
        """Start `command` in `folder` and wait for at most `seconds` until the port takes connections.

        `warm_up`: seconds of each workload before it is measured.
        """
        self.address, self.path, self.warm_up = (HOST, port), path, warm_up
        self.log = folder / "log.txt"
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                command,
                cwd=folder,
                env={**os.environ, **(environment or {})},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        began = time.monotonic()
        while not self._listens():
            if self._process.poll() is not None or time.monotonic() - began > seconds:
                self.stop()
                raise UnavailableError(f"it did not start within {seconds:g} s: {self._last_words()}")
            time.sleep(0.1)

    @property
    def pid(self) -> int:
        """The process id of what was started."""
        return self._process.pid

    def processes(self) -> list[int]:
        """The process and all below it."""
        found, rest = [], [self.pid]
        while rest:
            pid = rest.pop()
            found.append(pid)
            for task in Path(f"/proc/{pid}/task").glob("*/children"):
                rest += [int(child) for child in _read(task).split()]
        return found

    def memory(self) -> Memory:
        """What all its processes together hold."""
        held = [_rollup(pid) for pid in self.processes()]
        return Memory(sum(rss for rss, _ in held), sum(pss for _, pss in held))

    def settle(self, seconds: float = 180.0) -> bool:
        """Wait until it works on nothing any more, for at most `seconds`; whether it came to rest.

        A server goes on with queries whose clients have gone: that must not burden the next one measured.
        """
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if sum(self._works() for _ in range(_LOOKS)) <= 1:
                return True
        return False

    def _works(self) -> bool:
        """Whether a thread of it runs or would run (processor time tells less where others take it all)."""
        time.sleep(_LOOK_SECONDS)
        tasks = [task for pid in self.processes() for task in Path(f"/proc/{pid}/task").glob("*/stat")]
        return any(_fields(task)[:1] == ["R"] for task in tasks)

    def stop(self) -> None:
        """End it: asked first, then killed; what it started ends with it or is ended too."""
        family = {pid: _born(pid) for pid in self.processes()}
        self._process.terminate()
        try:
            self._process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for pid, born in family.items():
            if born and _born(pid) == born:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        end = time.monotonic() + _END_SECONDS
        while any(born and _born(pid) == born for pid, born in family.items()) and time.monotonic() < end:
            time.sleep(0.02)

    def _listens(self) -> bool:
        try:
            socket.create_connection(self.address, timeout=1).close()
        except OSError:
            return False
        return True

    def _last_words(self) -> str:
        lines = self.log.read_text(errors="replace").strip().splitlines()
        return lines[-1] if lines else "it said nothing"


def free_port() -> int:
    """A port of the loopback interface that nobody listens on."""
    with socket.socket() as link:
        link.bind((HOST, 0))
        return int(link.getsockname()[1])


def run(command: Sequence[str], *, seconds: float, folder: Path | None = None) -> str:
    """Run a step of the set-up and give what it printed; raises UnavailableError when it fails or is too slow."""
    try:
        told = subprocess.run(
            command,
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=seconds,
            stdin=subprocess.DEVNULL,
            check=True,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UnavailableError(f"{Path(command[0]).name}: {error}") from error
    except subprocess.CalledProcessError as error:
        last = (error.stderr or error.stdout).strip().splitlines()[-1:] or [f"exit code {error.returncode}"]
        raise UnavailableError(f"{Path(command[0]).name}: {last[0]}") from error
    return told.stdout


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:  # the process has ended meanwhile
        return ""


def _rollup(pid: int) -> tuple[int, int]:
    lines = _read(Path(f"/proc/{pid}/smaps_rollup")).splitlines()
    sizes = {line.split()[0]: int(line.split()[1]) * 1024 for line in lines if line.startswith(("Rss:", "Pss:"))}
    return sizes.get("Rss:", 0), sizes.get("Pss:", 0)


def _fields(stat: Path) -> list[str]:
    """What /proc tells of a process or thread behind its name, the state first; nothing when it is gone."""
    return _read(stat).rpartition(")")[2].split()


def _born(pid: int) -> str:
    """When a process was started, in the kernel's ticks: another one of the same number was born later."""
    fields = _fields(Path(f"/proc/{pid}/stat"))
    return fields[19] if fields and fields[0] != "Z" else ""
