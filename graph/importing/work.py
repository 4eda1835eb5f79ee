"""A folder to work in below a workspace, one import at a time; what a killed import left behind is put right."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from graph.importing.table import REPLACED

PREFIX = ".importing-"
"""No pattern of the inputs looks into a folder that is called so; on the same file system a move is one step."""


@contextmanager
def work_folder(workspace: Path) -> Iterator[Path]:
    """An empty folder that is gone afterwards, whatever happens.

    A second import into the same workspace waits for the first, where the system has locks for it.
    """
    with _alone(workspace):
        _recover(workspace)
        work = Path(tempfile.mkdtemp(prefix=PREFIX, dir=workspace))
        try:
            yield work
        finally:
            shutil.rmtree(work, ignore_errors=True)


def _recover(workspace: Path) -> None:
    """An import that was killed between its two moves took a table away: bring it back, and tidy up."""
    for left in workspace.glob(f"{PREFIX}*"):
        for old in left.glob(f"*{REPLACED}"):
            place = workspace / "observations" / old.name.removesuffix(REPLACED)
            if not place.exists():
                old.replace(place)
        shutil.rmtree(left, ignore_errors=True)


@contextmanager
def _alone(workspace: Path) -> Iterator[None]:
    if sys.platform == "win32":
        yield
        return
    import fcntl

    handle = os.open(workspace, os.O_RDONLY)
    try:
        # Some network file systems have no locks; an import alone needs none.
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
