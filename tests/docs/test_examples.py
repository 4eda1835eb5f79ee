"""Every example in the README and the guides runs, and what they say is printed is printed."""

from __future__ import annotations

import itertools
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from aifrontier.__main__ import cli
from graph.snapshot import Snapshot
from ontology.rq import with_prefixes
from tests.graph.workspaces import claims, write
from webui.app import create_app

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
PAGES += sorted((ROOT / "examples").glob("*/README.md"))


@dataclass(frozen=True)
class Example:
    """A fenced block of a page: its language word, its lines, and where it stands."""

    page: str
    line: int
    language: str
    lines: tuple[str, ...]

    def commands(self) -> Iterator[tuple[str, list[str]]]:
        """Each `$ command` with the lines that follow it (what it prints)."""
        for i, line in enumerate(self.lines):
            if line.startswith("$ "):
                rest = self.lines[i + 1 :]
                count = next((n for n, text in enumerate(rest) if text.startswith("$ ")), len(rest))
                yield line[2:], [text for text in rest[:count] if text.strip()]


def examples() -> list[Example]:
    found = []
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for match in re.finditer(r"^```(\w*)\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
            line = text[: match.start()].count("\n") + 1
            name = page.relative_to(ROOT).as_posix()
            found.append(Example(name, line, match[1], tuple(match[2].splitlines())))
    return found


COMMANDS = [
    pytest.param(command, printed, id=f"{example.page}:{example.line}:{command[:40]}")
    for example in examples()
    for command, printed in example.commands()
]
QUERIES = [pytest.param("\n".join(e.lines), id=f"{e.page}:{e.line}") for e in examples() if e.language == "sparql"]


@pytest.fixture
def folder(tmp_path: Path, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What a reader has at hand: the examples, a workspace `mine`, and a snapshot."""
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    write(tmp_path / "mine", claims=claims())
    (tmp_path / "mine/documents/example-2025").rename(tmp_path / "mine/documents/my-report")
    (tmp_path / "mine/texts/example-2025").rename(tmp_path / "mine/texts/my-report")
    for name in ("meta.yaml", "claims.yaml"):
        path = tmp_path / "mine/documents/my-report" / name
        path.write_text(path.read_text(encoding="utf-8").replace("example-2025", "my-report"), encoding="utf-8")
    registry = tmp_path / "mine/registry/example.yaml"
    registry.write_text(registry.read_text(encoding="utf-8").replace("example-2025", "my-report"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AIFRONTIER_OUT", str(snapshot.path.parent.parent))
    monkeypatch.setenv("COLUMNS", "100")
    return tmp_path


def run(command: str, snapshot: Snapshot) -> str:
    words = shlex.split(command)
    given = ""
    if words[0] == "echo":
        given, words = words[1], words[words.index("|") + 1 :]
    if words[0] == "curl":
        return fetch(words, snapshot)
    assert words[0].split("/")[-1] == "aifrontier", f"what is {words[0]}?"
    if words[1] == "build" and "--out" not in words:
        words += ["--out", "built"]  # never into the session's own snapshots
    result = CliRunner().invoke(cli, words[1:], input=given)
    assert result.exit_code == 0, result.output
    return result.stdout


def fetch(words: list[str], snapshot: Snapshot) -> str:
    headers = dict(h.split(": ", 1) for flag, h in itertools.pairwise(words) if flag == "-H")
    path = words[-1].removeprefix("http://127.0.0.1:8000")
    app = create_app(snapshot)
    answer = app.test_client().get(path, headers=headers, follow_redirects="-L" in words)
    app.extensions["aifrontier.succession"].close()
    assert answer.status_code == 200, path
    assert answer.mimetype == headers.get("Accept", answer.mimetype)
    return answer.get_data(as_text=True)


@pytest.mark.parametrize(("command", "printed"), COMMANDS)
def test_a_command_of_the_docs_runs_and_prints_what_they_say(
    folder: Path, snapshot: Snapshot, command: str, printed: list[str]
) -> None:
    out = " ".join(run(command, snapshot).split())
    for line in printed:
        for part in line.split("…"):
            assert " ".join(part.split()) in out


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_of_the_docs_has_an_answer(snapshot: Snapshot, query: str) -> None:
    assert list(snapshot.open_in_memory(overlay=False).engine.query(with_prefixes(query)))  # type: ignore[arg-type]


def test_there_are_examples_to_run() -> None:
    assert len(COMMANDS) >= 8
    assert QUERIES


@pytest.mark.parametrize(
    "example", [e for e in examples() if e.language == "yaml"], ids=lambda e: f"{e.page}:{e.line}"
)
def test_yaml_of_the_docs_is_yaml(example: Example) -> None:
    assert yaml.safe_load("\n".join(example.lines))


def test_links_between_pages_lead_somewhere() -> None:
    for page in [*PAGES, ROOT / "CHANGELOG.md", *sorted((ROOT / "docs/decisions").glob("*.md"))]:
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8")):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_readme_shows_both_commands_as_they_are() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for verb in ("serve", "test"):
        assert f"make {verb}" in readme
        assert f"python3 dev.py {verb}" in readme
        assert re.search(rf"^{verb}:", makefile, re.MULTILINE)
