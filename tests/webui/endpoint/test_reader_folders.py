"""The folder of the process that reads queries: it goes with it, or, after a kill, when the next one starts."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from webui.endpoint.checking import Reader

READS = """
import sys
from webui.endpoint.checking import Reader
reader = Reader(["urn:graph"])
assert reader.fault("ASK {}") is None
print("reads", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def folders(folder: Path) -> set[Path]:
    return set(folder.glob("aifrontier-reader-*"))


def test_one_that_was_killed_is_tidied_up_after_and_one_that_lives_is_not(folder: Path) -> None:
    living = Reader([])
    mine = folders(folder)
    other = subprocess.Popen(
        [sys.executable, "-c", READS],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(folder)},
        start_new_session=True,
    )
    try:
        assert other.stdout is not None
        assert other.stdout.readline() == b"reads\n"
        (left,) = folders(folder) - mine
    finally:
        os.killpg(other.pid, signal.SIGKILL)
        other.communicate()
    next_one = Reader([])
    assert not left.exists()
    assert len(folders(folder)) == 2
    assert living.fault("SELECT") is not None
    assert next_one.fault("ASK {}") is None
    living.close()
    next_one.close()
    assert folders(folder) == set()
