"""Imports run one way: webui -> queries -> graph -> ontology, aifrontier on top of them all."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

MAY_IMPORT = {
    "ontology": set(),
    "graph": {"ontology"},
    "queries": {"graph", "ontology"},
    "webui": {"queries", "graph", "ontology"},
    "aifrontier": {"webui", "queries", "graph", "ontology"},
}
PURE = ("ontology", "graph", "queries")


def imports(source: str) -> Iterator[tuple[int, str]]:
    """Line and top-level name of every import, also of those inside functions and by import_module("...")."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name.partition(".")[0]) for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.lineno, (node.module or "").partition(".")[0]
        elif (
            isinstance(node, ast.Call)
            and getattr(node.func, "attr", getattr(node.func, "id", "")) == "import_module"
        ):
            words = ast.unparse(node.args[0]).lstrip("fr").strip("'\"") if node.args else ""
            yield node.lineno, words.partition(".")[0]


def modules(root: Path, package: str) -> list[Path]:
    return sorted((root / package).rglob("*.py"))


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_a_package_imports_only_what_lies_below_it(root: Path, package: str) -> None:
    assert modules(root, package)
    forbidden = set(MAY_IMPORT) - MAY_IMPORT[package] - {package}
    wrong = [
        f"{path.relative_to(root)}:{line} imports {name}"
        for path in modules(root, package)
        for line, name in imports(path.read_text(encoding="utf-8"))
        if name in forbidden
    ]
    assert wrong == []


@pytest.mark.parametrize("package", PURE)
def test_what_lies_below_the_web_layer_knows_no_flask(root: Path, package: str) -> None:
    wrong = [
        f"{path.relative_to(root)}:{line}"
        for path in modules(root, package)
        for line, name in imports(path.read_text(encoding="utf-8"))
        if name in {"flask", "werkzeug", "jinja2", "markupsafe"}
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "source",
    [
        "import webui",
        "from webui.app import create_app",
        "def f():\n    import webui.app",
        "import_module('webui.app')",
    ],
)
def test_every_way_to_import_is_seen(source: str) -> None:
    assert "webui" in {name for _, name in imports(source)}
