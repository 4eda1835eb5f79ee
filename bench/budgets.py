"""The budgets that the project sets itself, measured: build, warm start, pages in the server.

    python -m bench.budgets [--texts DIR] [--runs N]

Prints a table; exit code 1 when a budget is exceeded. Pages are timed inside the server's process through the
WSGI application (no network), each request fresh: no cache of ours is on.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from graph.build import build
from graph.inputs import Inputs
from graph.snapshot import Snapshot
from webui.app import create_app
from webui.settings import WebSettings

WHOLE_ARTICLE = "/page/document/cnyes-2025-08-14"
"""226 claims with every span marked: the one long page, with a budget of its own."""

PAGES = (
    "/",
    "/page/org/bytedance",
    "/page/org/deepseek",
    "/page/country/CN",
    "/page/model/deepseek-r1-0528",
    "/page/claim/cnyes-2025-08-14/16",
    "/question/gap-claims",
    "/question/company-chain?company=org/bytedance",
    "/question/weights-by-country",
    "/explore?focus=org/bytedance",
    "/search?q=DeepSeek",
)


@dataclass(frozen=True)
class Measured:
    """One row: what was measured, its median, 95th percentile and budget (all in the same unit)."""

    what: str
    unit: str
    median: float
    p95: float
    budget: float

    @property
    def holds(self) -> bool:
        """Whether the 95th percentile keeps the budget."""
        return self.p95 <= self.budget


def percentile(values: list[float], share: float) -> float:
    """The value below which `share` of the sorted values lie (nearest rank)."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(share * len(ranked)))]


def of(what: str, unit: str, values: list[float], budget: float) -> Measured:
    """A row from single measurements."""
    return Measured(what, unit, statistics.median(values), percentile(values, 0.95), budget)


def builds(inputs: Inputs, folder: Path, runs: int) -> tuple[Measured, Snapshot]:
    """Whole builds, HermiT left out."""
    seconds: list[float] = []
    for run in range(runs):
        start = time.perf_counter()
        made = build(inputs, folder / f"run{run}")
        seconds.append(time.perf_counter() - start)
    return of("build of the whole graph", "s", seconds, 5.0), made.snapshot


def pages(snapshot: Snapshot, runs: int, *, overlay: bool) -> Iterator[Measured]:
    """Each page, many times, in this process."""
    client = create_app(snapshot, WebSettings(show_overlay=overlay)).test_client()
    for page, budget in [*((page, 50.0) for page in PAGES), (WHOLE_ARTICLE, 400.0)]:
        values: list[float] = []
        for _ in range(runs):
            start = time.perf_counter()
            status = client.get(page, headers={"Accept": "text/html"}).status_code
            values.append(1000 * (time.perf_counter() - start))
            if status != 200:
                raise SystemExit(f"{page} answers {status}")
        yield of(page, "ms", values[2:], budget)


def warm_start(folder: Path, runs: int, port: int) -> Measured:
    """From `dev.py serve` to the first answer, everything set up and built."""
    root = Path(__file__).resolve().parent.parent
    environment = {**os.environ, "AIFRONTIER_OUT": str(folder / "serve")}
    seconds: list[float] = []
    for _ in range(runs + 1):
        start = time.perf_counter()
        command = [sys.executable, str(root / "dev.py"), "serve", "--port", str(port)]
        server = subprocess.Popen(
            command, cwd=root, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            while not _answers(port):
                if server.poll() is not None or time.perf_counter() - start > 60:
                    raise SystemExit("the server did not start")
                time.sleep(0.02)
            seconds.append(time.perf_counter() - start)
        finally:
            server.terminate()
            server.wait(timeout=20)
    return of("warm start to first answer", "s", seconds[1:], 2.0)


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=1) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def main() -> int:
    """Measure, print, and say by the exit code whether every budget holds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, help="texts, so that pages draw marked sentences")
    parser.add_argument("--runs", type=int, default=40)
    parser.add_argument("--port", type=int, default=8765)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        built, snapshot = builds(Inputs(texts=given.texts), folder, 3)
        rows = [built, warm_start(folder, 3, given.port)]
        rows += pages(snapshot, given.runs, overlay=given.texts is not None)
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")  # noqa: T201
    print("| measured | median | p95 | budget | |\n|---|---|---|---|---|")  # noqa: T201
    for row in rows:
        mark = "holds" if row.holds else "EXCEEDED"
        print(f"| {row.what} | {row.median:.3g} {row.unit} | {row.p95:.3g} {row.unit} | {row.budget:g} | {mark} |")  # noqa: T201
    return 0 if all(row.holds for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
