"""How the process of a worker is started: its program, its environment, and the pipes to it."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from pathlib import Path

from queries.outside.errors import WorkerStartFailed
from queries.outside.frames import WHOLE

try:
    import fcntl  # POSIX only
except ImportError:
    fcntl = None  # type: ignore[assignment]

# All that a worker inherits: a server's environment may hold secrets.
_INHERITED = ("PATH", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "TZ")
# Each thread of the engine may reserve an arena of 64 MB, which counts against the limit of address space.
_ENVIRONMENT = {"MALLOC_ARENA_MAX": "2"}


def start(store_path: Path, memory_bytes: int | None) -> subprocess.Popen[bytes]:
    """The process, with a pipe to and one from it that never make who uses them wait.

    Raises WorkerStartFailed where the system starts none.
    """
    command = [sys.executable, "-P", "-m", "queries.outside.worker", str(store_path.resolve())]
    command += [str(memory_bytes or 0), str(os.getpid())]
    try:
        process = subprocess.Popen(
            command, bufsize=0, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_environment()
        )
    except OSError as error:
        raise WorkerStartFailed(str(error)) from error
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            os.set_blocking(pipe.fileno(), False)
    if process.stdout is not None:
        _widen(process.stdout.fileno())
    return process


def _widen(pipe: int) -> None:
    """Let a pipe take all of a result that is sent whole, so that the worker need not wait for its reader."""
    if fcntl is not None and hasattr(fcntl, "F_SETPIPE_SZ"):
        with contextlib.suppress(OSError):  # beyond what the system grants to a user
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, WHOLE)


def _environment() -> dict[str, str]:
    inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    # The worker finds its modules where the server found them, installed or not.
    path = os.pathsep.join(entry or str(Path.cwd()) for entry in sys.path)
    return inherited | _ENVIRONMENT | {"PYTHONPATH": path}
