"""A real browser against a real server: Chromium through Playwright, granian under `aifrontier serve`."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from graph.inputs import Inputs
from graph.snapshot import Snapshot

FLAGS = [
    "--headless",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
]
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")


def launch_options() -> dict[str, Any]:
    """How Chromium is started: the system's where there is one, quiet, without a sandbox only as root."""
    found = next((path for name in CHROMIUMS if (path := shutil.which(name))), None)
    root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    return {"executable_path": found, "args": [*FLAGS, *root]}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium of the system, or the one that Playwright brought; skips, saying why, where there is neither."""
    options = launch_options()
    with sync_playwright() as play:
        if options["executable_path"] is None and not Path(play.chromium.executable_path).exists():
            pytest.skip("no Chromium on this machine: install it, or let dev.py do it")
        opened = play.chromium.launch(**options)
        yield opened
        opened.close()


@contextmanager
def serving(out: Path, *more: str) -> Iterator[str]:
    """`aifrontier serve` on a free port of loopback; ends it, and what it started, at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "aifrontier", "serve", "--out", str(out), "--port", str(port), *more]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AIFRONTIER_")}
    server = subprocess.Popen(command, cwd=out, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    url = f"http://127.0.0.1:{port}"
    try:
        _wait(url, server)
        yield url
    finally:
        server.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(timeout=20)
        server.kill()
        if server.stdout:
            server.stdout.close()


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if server.poll() is not None:
            said = server.stdout.read().decode() if server.stdout else ""
            raise RuntimeError(f"the server ended: {said}")
        try:
            with urllib.request.urlopen(f"{url}/health", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError("the server did not answer")


@pytest.fixture(scope="session")
def public_site(snapshot: Snapshot) -> Iterator[str]:
    """The shipped graph without texts."""
    with serving(snapshot.path.parent.parent) as url:
        yield url


@pytest.fixture(scope="session")
def quoting_site(snapshot_with_texts: Snapshot, sources: Path) -> Iterator[str]:
    """The shipped graph with the source texts at hand."""
    with serving(snapshot_with_texts.path.parent.parent, "--texts", str(sources / "documents")) as url:
        yield url


@pytest.fixture(scope="session")
def briefing_site(briefing: Inputs, briefing_snapshot: Snapshot) -> Iterator[str]:
    """The shipped graph with the example workspace, whose texts are at hand on every machine."""
    folders = ("--data", str(briefing.workspace), "--texts", str(briefing.texts))
    with serving(briefing_snapshot.path.parent.parent, *folders) as url:
        yield url


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A window of its own."""
    opened = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page on which every error of a script, refusal by the policy, failed request or dialog is a failure."""
    opened = context.new_page()
    wrong = watch(opened)
    yield opened
    assert not wrong, wrong


def watch(opened: Page) -> list[str]:
    """What goes wrong on a page from now on: errors, refusals by the policy, failed requests, dialogs."""
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(f"script: {error}"))
    opened.on("dialog", lambda dialog: (wrong.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    opened.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    opened.on("requestfailed", lambda request: _note_failure(wrong, request.url, request.failure))
    opened.on("request", lambda request: _note_leaving(wrong, request.url))
    return wrong


def _note_failure(wrong: list[str], url: str, failure: str | None) -> None:
    # A page that is left takes its requests with it.
    if failure != "net::ERR_ABORTED":
        wrong.append(f"failed: {url} {failure}")


def _note_leaving(wrong: list[str], url: str) -> None:
    if not url.startswith(("http://127.0.0.1:", "data:", "blob:")):
        wrong.append(f"left this machine: {url}")
