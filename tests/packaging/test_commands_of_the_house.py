"""The two commands: `make serve` and `make test` are dev.py, and dev.py needs nothing but Python."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import dev


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout of its own for dev.py, with an environment that works."""
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(dev, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    (tmp_path / "pyproject.toml").write_text("[project]")
    make_environment(tmp_path)
    return tmp_path


def make_environment(folder: Path) -> None:
    """What `python -m venv` makes, in a moment."""
    (folder / ".venv" / "bin").mkdir(parents=True, exist_ok=True)
    (folder / ".venv" / "bin" / "python").symlink_to(sys.executable)
    (folder / ".venv" / "pyvenv.cfg").write_text("version = 3.11.7")


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name.partition(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").partition(".")[0]


def test_the_makefile_holds_the_two_calls_and_nothing_else(root: Path) -> None:
    lines = [line for line in (root / "Makefile").read_text().splitlines() if line]
    assert lines == ["serve:", "\tpython3 dev.py serve", "test:", "\tpython3 dev.py test", ".PHONY: serve test"]


@pytest.mark.parametrize("name", ["dev.py", "frontend.py"])
def test_the_set_up_imports_only_the_standard_library(root: Path, name: str) -> None:
    assert set(imported(root / name)) - sys.stdlib_module_names <= {"frontend"}


def test_ci_calls_the_test_command_of_the_readme(root: Path) -> None:
    script = (root / ".ci" / "run").read_text()
    commands = [line.strip() for line in script.splitlines() if line.strip().startswith("exec ")]
    assert commands == ["exec make test", "exec python3 dev.py test"]
    readme = (root / "README.md").read_text()
    assert "make test" in readme
    assert "python3 dev.py test" in readme
    assert not re.search(r"pip |apt|npm ", script), "what CI needs, dev.py installs"


@pytest.mark.skipif(os.name == "nt", reason="no executable bit on Windows")
@pytest.mark.parametrize("name", ["dev.py", ".ci/run"])
def test_scripts_can_be_run(root: Path, name: str) -> None:
    assert os.access(root / name, os.X_OK)


def test_help_names_both_verbs(root: Path) -> None:
    done = subprocess.run([sys.executable, root / "dev.py", "help"], capture_output=True, text=True, check=True)
    assert "dev.py serve" in done.stdout
    assert "dev.py test" in done.stdout


def test_an_unknown_verb_is_a_wrong_call(root: Path) -> None:
    done = subprocess.run([sys.executable, root / "dev.py", "srve"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "no verb 'srve'" in done.stderr


def test_a_step_that_was_done_is_not_done_again(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dev.mark_done("run")
    monkeypatch.setattr(dev, "make_environment", lambda: pytest.fail("nothing has changed"))
    dev.install("run", ".")


@pytest.mark.parametrize("change", ["pyproject.toml", ".venv/pyvenv.cfg"])
def test_a_step_is_done_again_when_what_it_rests_on_changes(house: Path, change: str) -> None:
    dev.mark_done("run")
    assert dev.is_done("run")
    (house / change).write_text("something else")
    assert not dev.is_done("run")


def test_a_step_is_done_again_when_the_checkout_was_moved(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dev.mark_done("run")
    monkeypatch.setattr(dev, "ROOT", house / "elsewhere")
    (house / "elsewhere").mkdir()
    (house / "elsewhere" / "pyproject.toml").write_text("[project]")
    assert not dev.is_done("run")


def test_an_environment_whose_python_is_gone_does_not_count_as_done(house: Path) -> None:
    dev.mark_done("run")
    (house / ".venv" / "bin" / "python").unlink()
    (house / ".venv" / "bin" / "python").symlink_to(house / "no-such-python")
    assert not dev.is_done("run")
    assert not dev.environment_works()


def test_a_half_made_environment_is_made_anew(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As Debian without python3-venv leaves it: a Python is there, pip is not."""
    broken = house / ".venv" / "bin" / "python"
    broken.unlink()
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    made: list[list[str]] = []

    def create(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        if "venv" not in command:  # the probe of the environment
            return subprocess.CompletedProcess(command, 0 if made else 1)
        made.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(subprocess, "run", create)
    dev.make_environment()
    assert made == [[sys.executable, "-m", "venv", "--clear", str(house / ".venv")]]


def test_without_ensurepip_and_apt_it_says_what_to_install(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failed = subprocess.CompletedProcess([], 1, stdout="ensurepip is not available")
    monkeypatch.setattr(dev, "environment_works", lambda: False)
    monkeypatch.setattr(dev, "can_apt", lambda: False)
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: failed)
    with pytest.raises(dev.SetupError, match=r"install python3\.\d+-venv"):
        dev.make_environment()
    assert not (house / ".venv").exists()


def test_without_chromium_the_tests_run_and_the_skip_is_announced(
    house: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(dev, "has_browser", lambda: False)
    monkeypatch.setattr(dev, "has_han_font", lambda: True)
    monkeypatch.setattr(dev, "can_apt", lambda: False)
    monkeypatch.setattr(subprocess, "run", lambda command, **_: asked.append(command))
    for _ in range(2):
        dev.provide_browser()
        assert "browser tests will be skipped" in capsys.readouterr().out
    assert len(asked) == 1, "a second run asks the network for nothing"


def test_options_go_through_to_pytest_and_the_whole_suite_runs_in_parallel(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[tuple[str, ...]] = []
    for step in ("install", "build_bundle", "provide_packages", "provide_browser"):
        monkeypatch.setattr(dev, step, lambda *_: None)

    def hand_over(*command: str) -> int:
        called.append(command)
        return 0

    monkeypatch.setattr(dev, "hand_over", hand_over)
    monkeypatch.setattr(dev, "in_parallel", lambda: ["-n", "2"])
    assert dev.main(["test", "-k", "fold"]) == 0
    assert dev.main(["test"]) == 0
    assert dev.main(["serve", "--port", "9000"]) == 0
    assert called == [("pytest", "-k", "fold"), ("pytest", "-n", "2"), ("aifrontier", "serve", "--port", "9000")]


def test_a_failed_step_ends_with_its_name_and_exit_code_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: str) -> None:
        dev.run("installing", sys.executable, "-c", "raise SystemExit(3)")

    monkeypatch.setattr(dev, "install", fail)
    assert dev.main(["test"]) == 1
    assert "installing failed (exit code 3)" in capsys.readouterr().err


def test_a_bundle_that_came_along_ready_still_brings_what_the_tests_use(
    house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[tuple[object, ...]] = []
    monkeypatch.setattr(dev, "run", lambda what, *command: called.append(command))
    monkeypatch.setattr(dev, "provide_node", lambda: None)
    monkeypatch.setattr(dev.frontend, "is_installed", lambda: False)
    dev.provide_packages()
    assert called == [(dev.PYTHON, house / "frontend.py", "install")]
    monkeypatch.setattr(dev.frontend, "is_installed", lambda: True)
    dev.provide_packages()
    assert len(called) == 1
