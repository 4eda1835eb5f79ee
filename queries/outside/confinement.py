"""What a worker process gives up before it touches a query: priority, memory, the network, a life of its own.

Each is asked of the system and reported as it turned out; the pool decides what to do where one is missing.
Linux only, but for priority and memory.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

_NICENESS = 10
# linux/prctl.h and linux/sched.h
_PR_SET_PDEATHSIG = 1
_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000


@dataclass(frozen=True, slots=True)
class Confinement:
    """What holds for a worker: niceness, address space in bytes (None: unlimited), and two yes or no."""

    niceness: int
    memory_bytes: int | None
    dies_with_parent: bool
    network_taken: bool


class ParentGone(Exception):  # noqa: N818
    """The process that started this one has already ended."""


def confine(memory_bytes: int | None, parent: int) -> Confinement:
    """Confine the calling process; call it before it has a second thread.

    In: the limit of its address space in bytes, and the process id of its parent.
    Raises ParentGone when the parent died before the kernel was asked to pass its death on.
    """
    # First the network: a new user namespace gives a process new credentials, and the wish to die with the
    # parent is dropped at some changes of credentials.
    network_taken = _take_network()
    limited = memory_bytes if memory_bytes is not None and _limit_memory(memory_bytes) else None
    dies_with_parent = _die_with_parent()
    if os.getppid() != parent:
        raise ParentGone(parent)
    return Confinement(os.nice(0), limited, dies_with_parent, network_taken)


def step_back() -> int:
    """Lower the priority of the calling process; gives its niceness.

    To be called once it is ready for queries: while it starts somebody may be waiting for it.
    """
    threads = Path("/proc/self/task")
    if not threads.is_dir():
        return os.nice(_NICENESS)
    niceness = min(os.getpriority(os.PRIO_PROCESS, 0) + _NICENESS, 19)
    for thread in threads.iterdir():  # on Linux each has one of its own
        os.setpriority(os.PRIO_PROCESS, int(thread.name), niceness)
    return niceness


def _take_network() -> bool:
    """Move into a network namespace of its own, which has no way out; not even to the loopback of the host."""
    if not sys.platform.startswith("linux"):
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    # Root may do it outright; others only in a user namespace, where root would lose its right to read all files.
    return any(libc.unshare(flags) == 0 for flags in (_CLONE_NEWNET, _CLONE_NEWUSER | _CLONE_NEWNET))


def _limit_memory(memory_bytes: int) -> bool:
    try:
        import resource  # POSIX only
    except ImportError:
        return False
    try:
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    except (ValueError, OSError):  # a lower hard limit stands already
        return False
    # The engine aborts where it finds no memory: no file of that size for each such query.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return True


def _die_with_parent() -> bool:
    """Have the kernel kill this process when the thread that started it ends, even in the middle of a query."""
    if not sys.platform.startswith("linux"):
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    return bool(libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0) == 0)
