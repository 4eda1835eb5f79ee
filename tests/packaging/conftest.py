"""What is packed, made once from a copy of the checkout, without Node and without a network."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

import frontend

Builder = Callable[[Path, str, Path], Path]
_LEFT = (".git", ".venv", ".aifrontier", ".*_cache", ".hypothesis", "node_modules", "__pycache__", "texts", "dist")


@pytest.fixture(scope="session")
def build_package(tmp_path_factory: pytest.TempPathFactory) -> Builder:
    """Builds a package with the environment's hatchling; no program is on PATH, and no address can be reached."""
    nowhere = "http://127.0.0.1:9"
    closed = {"PATH": str(tmp_path_factory.mktemp("empty")), "HTTP_PROXY": nowhere, "HTTPS_PROXY": nowhere}

    def build(folder: Path, target: str, out: Path) -> Path:
        command = [sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", str(out)]
        environment = {**os.environ, **closed}
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        (made,) = out.iterdir()
        return made

    return build


@pytest.fixture(scope="session")
def checkout(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the checkout with its browser bundle."""
    assert frontend.is_fresh(root), "the browser bundle is stale: run `python3 dev.py test`, which builds it"
    copy = tmp_path_factory.mktemp("checkout") / "aifrontier"
    shutil.copytree(root, copy, ignore=shutil.ignore_patterns(*_LEFT))
    return copy


@pytest.fixture(scope="session")
def wheel(checkout: Path, build_package: Builder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of the checkout."""
    return build_package(checkout, "wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="session")
def sdist(checkout: Path, build_package: Builder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sdist of the checkout, in which somebody has left a text and a note."""
    (checkout / "notes-of-mine.txt").write_text("not for others")
    (checkout / "texts" / "some-document").mkdir(parents=True)
    (checkout / "texts" / "some-document" / "text.txt").write_text("not for others either")
    return build_package(checkout, "sdist", tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="session")
def unpacked(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the sdist unpacks to."""
    folder = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    (top,) = folder.iterdir()
    return top
