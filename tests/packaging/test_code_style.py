"""Lint, format and types are clean over the whole tree."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPTS = ("dev.py", "frontend.py", "hatch_build.py")


def output(root: Path, *command: str) -> str:
    """What a tool says; nothing when it exits with 0."""
    done = subprocess.run([sys.executable, "-m", *command], cwd=root, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_ruff_finds_nothing(root: Path) -> None:
    assert output(root, "ruff", "check", "--no-fix", ".") == ""


def test_the_code_is_formatted(root: Path) -> None:
    assert output(root, "ruff", "format", "--check", ".") == ""


@pytest.mark.parametrize("what", [(), ("--strict", *SCRIPTS)], ids=["packages", "scripts"])
def test_types_are_sound(root: Path, what: tuple[str, ...]) -> None:
    assert output(root, "mypy", *what) == ""
