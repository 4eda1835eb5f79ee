#!/usr/bin/env python3
"""Sets everything up, then serves the site or runs the tests. Needs Python 3.11 or newer and nothing else.

    python3 dev.py serve [OPTIONS]    the site on http://127.0.0.1:8000; options of `aifrontier serve`
    python3 dev.py test [OPTIONS]     all tests; options of pytest, such as -k NAME or a file
    python3 dev.py help               this text

The first call makes .venv, installs the Python packages and builds the browser bundle; `test` also looks for
Chromium and a Chinese font. Later calls only do what has changed, and need no network.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import frontend

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MOST_TEST_PROCESSES = 4


class SetupError(RuntimeError):
    """A step of the set-up failed; the message says which, and what to do."""


def main(arguments: list[str]) -> int:
    """Run a verb; the exit code is that of what it runs."""
    verb, *options = arguments or ["help"]
    if verb in ("help", "-h", "--help"):
        print(__doc__.strip())
        return 0
    if verb not in ("serve", "test"):
        print(f"dev.py: there is no verb {verb!r}\n\n{__doc__.strip()}", file=sys.stderr)
        return 2
    try:
        if verb == "serve":
            install("run", ".")
            build_bundle()
            return hand_over("aifrontier", "serve", *options)
        install("test", ".[dev]")
        build_bundle()
        provide_packages()
        provide_browser()
        return hand_over("pytest", *(options or in_parallel()))
    except SetupError as error:
        print(f"dev.py: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


# Python packages


def install(name: str, what: str) -> None:
    """Bring the environment to what pyproject.toml asks for, unless it is there already."""
    if is_done(name):
        return
    make_environment()
    # Before the packages: their build hook then finds the bundle made.
    build_bundle()
    with step("Installing the Python packages"):
        pip("--editable", what)
    mark_done(name)
    if name == "test":
        mark_done("run")


def make_environment() -> None:
    """Make .venv; one that does not work (half made, or its Python gone) is made anew."""
    if environment_works():
        return
    if VENV.exists():
        print("The environment in .venv does not work: it is made anew.", flush=True)
    with step("Making the environment in .venv"):
        create = [sys.executable, "-m", "venv", "--clear", str(VENV)]
        made = subprocess.run(create, capture_output=True, text=True, check=False)
        if made.returncode or not environment_works():
            # Debian and Ubuntu leave a .venv without pip where their package for it is missing.
            shutil.rmtree(VENV, ignore_errors=True)
            package = f"python3.{sys.version_info.minor}-venv"
            if not apt_install(package):
                raise SetupError(
                    f"this Python makes no environment ({made.stdout.strip()}): install {package}, try again"
                )
            run("making .venv", *create)


def environment_works() -> bool:
    """Whether .venv has a Python that is new enough, and pip."""
    if not PYTHON.exists():
        return False
    probe = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    return subprocess.run([PYTHON, "-c", probe], capture_output=True, check=False).returncode == 0


def pip(*what: str) -> None:
    """Install with the environment's pip."""
    run("pip", PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *what)


# The browser bundle


def build_bundle() -> None:
    """Build the browser bundle unless it is fresh; Node comes as a Python package where the machine has none."""
    if frontend.is_fresh():
        return
    provide_node()
    with step("Building the browser bundle"):
        run("building the browser bundle", PYTHON, ROOT / "frontend.py")


def provide_packages() -> None:
    """See to the JavaScript packages that tests use, where a bundle came along ready and nothing was installed."""
    if frontend.is_installed():
        return
    provide_node()
    with step("Installing the JavaScript packages"):
        run("npm", PYTHON, ROOT / "frontend.py", "install")


def provide_node() -> None:
    """Node as a Python package, where the machine has none that Vite runs on."""
    if frontend.system_npm() is None:
        with step("Fetching Node (this machine has none that Vite runs on)"):
            pip(frontend.NODE_PACKAGE)


# The browser for the tests


def provide_browser() -> None:
    """See to Chromium and a Chinese font for the browser tests, once; without Chromium those tests are skipped."""
    if not is_done("browser"):
        missing = [] if has_browser() else ["chromium"]
        if not has_han_font():
            missing.append("fonts-noto-cjk")
        if missing and can_apt():
            with step(f"Installing {' and '.join(missing)} for the browser tests"):
                apt_install(*missing)
        if not has_browser():
            with step("Fetching a Chromium for the browser tests"):
                fetch = [str(PYTHON), "-m", "playwright", "install", "chromium"]
                subprocess.run(fetch, capture_output=True, check=False)
        mark_done("browser")
    if not has_browser():
        again = stamp("browser").relative_to(ROOT)
        print(
            f"No Chromium here: browser tests will be skipped. Install one, or delete {again} to try again.",
            flush=True,
        )


def has_browser() -> bool:
    """Whether the machine has a Chromium, or Playwright's own was fetched."""
    if any(shutil.which(name) for name in BROWSERS):
        return True
    caches = (Path.home() / ".cache", Path.home() / "Library" / "Caches", Path.home() / "AppData" / "Local")
    return any(True for cache in caches for _ in (cache / "ms-playwright").glob("chromium-*/INSTALLATION_COMPLETE"))


def has_han_font() -> bool:
    """Whether a font with Chinese characters is installed (true where fontconfig cannot tell)."""
    if shutil.which("fc-list") is None:
        return not can_apt()
    fonts = subprocess.run(["fc-list", ":lang=zh-tw"], capture_output=True, check=False)
    return bool(fonts.stdout.strip())


def can_apt() -> bool:
    """Whether packages of the system can be installed."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt_install(*packages: str) -> bool:
    """Install packages of the system where this user may; tells whether that went well."""
    if not can_apt():
        return False
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    commands = (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages])
    codes = [
        subprocess.run(["apt-get", *c], env=quiet, stdout=subprocess.DEVNULL, check=False).returncode
        for c in commands
    ]
    # A failed update may be one bad mirror: what counts is the installation.
    return codes[-1] == 0


# Stamps: what was done, and for which inputs


def is_done(name: str) -> bool:
    """Whether a step was done for pyproject.toml and the interpreter as they are now."""
    return PYTHON.exists() and stamp(name).is_file() and stamp(name).read_text() == inputs()


def mark_done(name: str) -> None:
    """Remember that a step was done."""
    stamp(name).parent.mkdir(exist_ok=True)
    stamp(name).write_text(inputs())


def stamp(name: str) -> Path:
    """The file that remembers a step; inside .venv, so that it goes with it."""
    return VENV / "stamps" / name


def inputs() -> str:
    """Digest of what the environment depends on: pyproject.toml, its Python, the place of the checkout."""
    config = VENV / "pyvenv.cfg"
    parts = (
        (ROOT / "pyproject.toml").read_bytes(),
        config.read_bytes() if config.is_file() else b"",
        f"{PYTHON.resolve()} {ROOT}".encode(),
    )
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


# Running things


@contextmanager
def step(words: str) -> Iterator[None]:
    """Say what is being done, and how long it took."""
    print(f"{words} ...", flush=True)
    begin = time.monotonic()
    yield
    print(f"  done in {time.monotonic() - begin:.0f} s", flush=True)


def run(what: str, *command: object) -> None:
    """Run a command of the set-up in the checkout; raises SetupError when it fails."""
    code = subprocess.run([str(word) for word in command], cwd=ROOT, check=False).returncode
    if code:
        raise SetupError(f"{what} failed (exit code {code}); the reason stands above")


def in_parallel() -> list[str]:
    """pytest's options for the whole suite: a process a core; the tests of a file stay together."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return ["-n", str(min(cores, MOST_TEST_PROCESSES)), "--dist", "loadfile"] if cores > 1 else []


def hand_over(module: str, *options: str) -> int:
    """Let the environment's Python run a module in the place of this process."""
    os.chdir(ROOT)
    command = [str(PYTHON), "-m", module, *options]
    if os.name != "nt":
        sys.stdout.flush()
        os.execv(command[0], command)
    # Windows starts another process for exec, and the terminal loses it.
    return subprocess.call(command)


if __name__ == "__main__":
    if sys.version_info < (3, 11):
        sys.exit(f"dev.py needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    sys.exit(main(sys.argv[1:]))
