"""The wheel and the sdist: what is in them, and what must not be."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

PACKAGES = ("ontology", "graph", "queries", "webui", "aifrontier")


def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def files(folder: Path) -> set[str]:
    """Files of the five packages that are written by people: no caches, no bundle, no sources of the bundle."""
    found = (path.relative_to(folder) for package in PACKAGES for path in (folder / package).rglob("*"))
    kept = (path for path in found if (folder / path).is_file() and "__pycache__" not in path.parts)
    made = (Path("webui/assets"), Path("webui/static/build"))
    return {path.as_posix() for path in kept if not any(path.is_relative_to(folder) for folder in made)}


def test_the_wheel_claims_these_top_level_names_and_no_other(wheel: Path) -> None:
    tops = {name.partition("/")[0] for name in names(wheel)}
    assert tops == {*PACKAGES, "aifrontier-0.1.0.dist-info"}


def test_every_module_and_every_data_file_is_in_the_wheel(wheel: Path, checkout: Path) -> None:
    expected = files(checkout)
    assert {name for name in expected if name.endswith((".py", ".ttl", ".rq", ".yaml", ".json", ".html"))}
    assert expected - names(wheel) == set()


def test_the_wheel_carries_the_whole_browser_bundle(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        manifest = json.loads(archive.read("webui/static/build/manifest.json"))
    named = {chunk["file"] for chunk in manifest.values()} | {
        s for c in manifest.values() for s in c.get("css", ())
    }
    packed = {name.removeprefix("webui/static/build/") for name in names(wheel)}
    assert len(named) >= 4
    assert named | {"third-party-licenses.md"} <= packed


def test_the_wheel_carries_no_source_of_the_bundle_and_no_test(wheel: Path) -> None:
    assert not [name for name in names(wheel) if name.startswith(("webui/assets/", "tests/")) or "test_" in name]


def test_both_licences_and_the_command_are_in_the_wheel(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        commands = archive.read("aifrontier-0.1.0.dist-info/entry_points.txt").decode()
        metadata = archive.read("aifrontier-0.1.0.dist-info/METADATA").decode()
    assert "aifrontier = aifrontier.__main__:main" in commands
    assert "License-Expression: MIT" in metadata
    assert {
        "aifrontier-0.1.0.dist-info/licenses/LICENSE",
        "aifrontier-0.1.0.dist-info/licenses/LICENSE-DATA",
    } <= names(wheel)


def test_an_installed_wheel_finds_its_data_and_its_bundle(wheel: Path, tmp_path: Path) -> None:
    shutil.unpack_archive(wheel, tmp_path / "site", "zip")
    program = (
        "import webui.bundle, ontology.vocabulary\n"
        "print(webui.bundle.__file__)\n"
        "print(webui.bundle.asset('site.js').script)\n"
        "print(len(ontology.vocabulary.load_vocabulary().predicates))\n"
    )
    # -P keeps the folder of the program off sys.path; PYTHONPATH stands before the editable checkout.
    command = [sys.executable, "-P", "-c", program]
    environment = {"PYTHONPATH": str(tmp_path / "site"), "PATH": ""}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    module, script, predicates = done.stdout.split()
    assert module.startswith(str(tmp_path))
    assert (tmp_path / "site" / "webui").joinpath(script.removeprefix("/")).is_file()
    assert int(predicates) > 50


def test_the_sdist_has_all_that_is_needed_to_build_and_to_test(unpacked: Path) -> None:
    needed = (
        "hatch_build.py",
        "frontend.py",
        "dev.py",
        "Makefile",
        "package-lock.json",
        "vite.config.js",
        ".npmrc",
    )
    folders = ("tests/packaging", "webui/assets", "webui/static/build", "docs", "examples", "ontology/rules")
    assert [name for name in (*needed, *folders, "pyproject.toml", "LICENSE", "LICENSE-DATA", "CITATION.cff")
            if not (unpacked / name).exists()] == []  # fmt: skip


@pytest.mark.parametrize("left", ["notes-of-mine.txt", "texts", "node_modules", ".venv", ".git"])
def test_what_lies_about_in_a_checkout_is_not_in_the_sdist(unpacked: Path, left: str) -> None:
    assert not (unpacked / left).exists()


def test_the_tool_that_tests_the_screens_is_in_no_package(wheel: Path, unpacked: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = {name: archive.read(name) for name in archive.namelist()}
    built = {name: content for name, content in packed.items() if name.startswith("webui/static/build/")}
    assert built
    assert [name for name in packed if Path(name).name.startswith(("axe.", "axe-"))] == []
    assert [name for name, content in built.items() if b"axe-core" in content or b"Deque" in content] == []
    assert [path for path in unpacked.rglob("axe*") if path.name.startswith(("axe.", "axe-"))] == []


def test_no_package_carries_a_text_of_record(wheel: Path, unpacked: Path) -> None:
    assert not [name for name in names(wheel) if name.endswith("text.txt")]
    inside = [path.relative_to(unpacked) for path in unpacked.rglob("text.txt")]
    assert [path for path in inside if path.parts[0] != "examples"] == []


def test_the_sdist_makes_the_same_wheel_without_node(
    unpacked: Path, wheel: Path, tmp_path: Path, build_package: Callable[[Path, str, Path], Path]
) -> None:
    again = build_package(unpacked, "wheel", tmp_path / "out")
    with zipfile.ZipFile(wheel) as one, zipfile.ZipFile(again) as other:
        contents = [{i.filename: i.CRC for i in archive.infolist()} for archive in (one, other)]
    assert contents[0] == contents[1]
