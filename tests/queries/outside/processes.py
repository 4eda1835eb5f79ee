"""What the tests ask the operating system about processes and files."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

STRANGERS: set[int] = set()
"""Children that other tests of the same run had when this test began (conftest.py)."""


def children() -> set[int]:
    """The workers that this process has started and not yet waited for, zombies included.

    Other tests of the same run have children of their own, a browser's driver among them: a child that is alive and
    runs another program does not count.
    """
    found = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                # The name of the program, in brackets, may hold spaces.
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                program = (entry / "cmdline").read_text()
            except (OSError, ValueError):
                continue
            ours = int(entry.name) not in STRANGERS and (not program or "queries.outside" in program)
            if parent == os.getpid() and ours:
                found.add(int(entry.name))
    return found


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def is_running(pid: int) -> bool:
    """Whether the process exists and is not a zombie that somebody else has to wait for."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def has_ended(child: int) -> bool:
    """Whether a process that this one started has ended with all its threads, and waits to be waited for."""
    return os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def wait_until(condition: Callable[[], bool], seconds: float = 5) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "the condition did not come true in time"
        time.sleep(0.01)
