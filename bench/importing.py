"""Large files through `aifrontier import`: how long, how much memory and disk, and whether the counts are right.

    python -m bench.importing [--rows 10000000] [--different 80000] [--source epoch-eci] [--interrupt SECONDS]

A file is generated (seeded) in a temporary folder: some rows of it are different, the others repeat them, and of
each kind the number is known. The command imports it in a process of its own, into a workspace that has an earlier
table of the source. Prints what was measured; exit code 1 when the counts are others than those generated, or when
an import that was refused or broken off changed the workspace. With more than 100,000 different rows it is refused.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TextIO

_START = date(2023, 1, 1)
_ECI = (
    "Model version,ECI Score,Release date,Organization,Country,Model accessibility,Training compute (FLOP),"
    "Confidence,Model name,Description,Display name\n"
)
_BENCHMARKS = ("mmlu-pro", "aime-2025", "gsm8k", "humaneval", "math", "a-test-of-nobody")


def eci(out: TextIO, rows: int, different: int, chance: random.Random) -> Counter[str]:
    """An index; of a hundred different rows 4 have no score, and 2 are contradicted by their last repetition."""
    told: Counter[str] = Counter()
    out.write(_ECI)
    lines = []
    for n in range(min(rows, different)):
        score, day = f"{chance.uniform(60, 160):.10f}", (_START + timedelta(chance.randrange(1100))).isoformat()
        last = f"{day},Lab {n % 997},China,Open weights (unrestricted),,Confident,Model {n // 3},,Model {n}\n"
        lines.append((f"model-{n}_high,{score},{last}", f"model-{n}_high,{'' if n % 25 == 0 else '59.5'},{last}"))
    for n in range(rows):
        known, (line, other) = n % len(lines), lines[n % len(lines)]
        times = -(-(rows - known) // len(lines))
        contradicts = known % 50 == 1 and times > 1
        if known % 25 == 0:
            out.write(other)
            told["no-score"] += 1
        elif contradicts:
            out.write(other if n + len(lines) >= rows else line)
            told["contradictory"] += 1
        else:
            out.write(line)
            told["duplicate" if n >= len(lines) else "taken"] += 1
    return told


def llm_stats(out: TextIO, rows: int, different: int, chance: random.Random) -> Counter[str]:
    """Scores on five instruments and on a benchmark without one."""
    told: Counter[str] = Counter()
    scores = [round(chance.random(), 6) for _ in range(min(rows, different))]
    out.write(
        '{"source": "generated", "organizations": [{"organization_id": "lab", "country": "CN"}],\n"models": [\n'
    )
    models = -(-len(scores) // len(_BENCHMARKS))
    for n in range(models):
        day = (_START + timedelta(chance.randrange(1100))).isoformat()
        model = {"model_id": f"model-{n}", "name": f"Model {n}", "organization_id": "lab", "release_date": day}
        out.write(json.dumps({**model, "license_id": "mit"}) + (",\n" if n + 1 < models else "\n],\n"))
    out.write('"scores": [\n')
    for n in range(rows):
        known = n % len(scores)
        benchmark = _BENCHMARKS[known % len(_BENCHMARKS)]
        kind = "duplicate" if n >= len(scores) else "taken"
        told["no-instrument" if benchmark == _BENCHMARKS[-1] else kind] += 1
        item = {"model_id": f"model-{known // len(_BENCHMARKS)}", "benchmark_id": benchmark, "score": scores[known]}
        out.write(json.dumps(item) + (",\n" if n + 1 < rows else "\n]}\n"))
    return told


Generate = Callable[[TextIO, int, int, random.Random], Counter[str]]
SOURCES: dict[str, tuple[str, Generate]] = {
    "epoch-eci": ("generated.csv", eci),
    "llm-stats": ("generated_2026-01-01.json", llm_stats),
}


@dataclass(frozen=True)
class Run:
    """One import: exit code, seconds, of a core too, most memory and most disk in the workspace (MiB), outputs."""

    code: int
    seconds: float
    busy: float
    memory: float
    disk: float
    stdout: str
    stderr: str


def run(source: str, file: Path, workspace: Path, interrupt: float | None) -> Run:
    """Import `file`; `interrupt`: after so many seconds the process gets what Ctrl-C sends."""
    command = [sys.executable, "-m", "aifrontier", "import", source, str(file), "--data", str(workspace), "--json"]
    start, disk, sent = time.perf_counter(), 0, False
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        process = subprocess.Popen(command, stdout=out, stderr=err, preexec_fn=hear_interrupts)
        while True:
            pid, status, used = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            disk = max(disk, size(workspace))
            if interrupt is not None and not sent and time.perf_counter() - start > interrupt:
                process.send_signal(signal.SIGINT)
                sent = True
            time.sleep(0.1)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        said, told = out.read(), err.read()
    return Run(
        process.returncode, seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, disk / 2**20, said, told
    )


def hear_interrupts() -> None:
    """A process started in the background inherits that Ctrl-C is not for it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def size(folder: Path) -> int:
    """Bytes of all files below a folder that may change meanwhile."""
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            try:
                total += (Path(place) / name).stat().st_size
            except FileNotFoundError:
                continue
    return total


def wrong(done: Run, told: Counter[str], before: dict[str, bytes], workspace: Path) -> Iterator[str]:
    """What is not as it must be."""
    after = contents(workspace)
    if done.code:
        if after != before:
            yield f"the workspace is changed: {', '.join(sorted(after))}"
        return
    [table] = json.loads(done.stdout)["tables"]
    found: dict[str, Any] = {**table["left_out"], "taken": table["taken"]}
    for kind in sorted(found.keys() | told.keys()):
        if found.get(kind, 0) != told[kind]:
            yield f"{kind}: {found.get(kind, 0):,}, generated {told[kind]:,}"
    if after.keys() != before.keys():
        yield f"left behind: {', '.join(sorted(after.keys() - before.keys()))}"


def contents(folder: Path) -> dict[str, bytes]:
    """Digest of every file below a folder; of a folder nothing."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).digest() if path.is_file() else b""
        for path in folder.rglob("*")
    }


def measured(given: argparse.Namespace, folder: Path) -> int:
    """Generate, import, print; the exit code."""
    name, generate = SOURCES[given.source]
    file, workspace = folder / name, folder / "workspace"
    workspace.mkdir()
    with file.open("w", encoding="utf-8") as out:
        generate(out, 1_000, 900, random.Random(2))
    earlier = run(given.source, file, workspace, None)
    before = contents(workspace)
    with file.open("w", encoding="utf-8") as out:
        told = generate(out, given.rows, given.different, random.Random(1))
    megabytes = file.stat().st_size / 2**20
    sys.stdout.write(f"{given.source}: {given.rows:,} rows, {megabytes:,.0f} MiB; {dict(told)}\n")
    done = run(given.source, file, workspace, given.interrupt)
    faults = [*wrong(done, told, before, workspace), *(["no earlier table"] if earlier.code else [])]
    sys.stdout.write(
        f"{done.stderr[-2000:]}exit code {done.code} after {done.seconds:,.1f} s ({done.busy:,.1f} s of a core); "
        f"at the peak {done.memory:,.0f} MiB of memory, {done.disk:,.0f} MiB of disk\n"
    )
    sys.stdout.write("".join(f"WRONG {fault}\n" for fault in faults))
    return 1 if faults else 0


def main() -> int:
    """Measure one import."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--different", type=int, default=80_000)
    parser.add_argument("--source", choices=sorted(SOURCES), default="epoch-eci")
    parser.add_argument("--interrupt", type=float, help="seconds after which Ctrl-C is sent")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        return measured(given, Path(folder))


if __name__ == "__main__":
    sys.exit(main())
