"""wrk as the load generator, where it is there: a program in C takes less of the cores that the servers need."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench.endpoint.load import Load
from bench.endpoint.workloads import Target

_SCRIPT = """
local parts, items, unique = %s, %s, %s
local n, last = 0, #items
local headers = {%s}
function request()
  n = n + 1
  local path = table.concat(parts, items[n %% last + 1])
  if unique then path = path .. %s .. n end
  return wrk.format("GET", path, headers)
end
function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format('\\n{"requests":%%d,"us":%%d,"p50":%%f,"p99":%%f,', summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99)))
  io.write(string.format('"status":%%d,"connect":%%d,"read":%%d,"write":%%d,"timeout":%%d}\\n',
    e.status, e.connect, e.read, e.write, e.timeout))
end
"""
_REASONS = {"status": "status not 200", "connect": "refused", "read": "cut", "write": "cut", "timeout": "no answer"}


def script(target: Target, run: str) -> str:
    """The program that makes wrk ask for `target`."""
    lists = [f"{{{', '.join(map(_quoted, texts))}}}" for texts in (target.parts, target.items)]
    headers = ", ".join(f"[{_quoted(name)}] = {_quoted(value)}" for name, value in target.headers.items())
    return _SCRIPT % (*lists, str(target.unique).lower(), headers, _quoted(run))


def load_of(said: Mapping[str, Any]) -> Load:
    """What wrk counted, with what is no success taken away from its requests."""
    failed: dict[str, int] = {}
    for name, reason in _REASONS.items():
        if said[name]:
            failed[reason] = failed.get(reason, 0) + said[name]
    good = said["requests"] - said["status"]
    return Load(good, said["us"] / 1e6, said["p50"] / 1000, said["p99"] / 1000, failed)


def measure(
    program: Path,
    address: tuple[str, int],
    target: Target,
    *,
    connections: int,
    seconds: float,
    run: str,
) -> Load:
    """Run wrk for `seconds` (whole ones); raises subprocess.CalledProcessError when it fails."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua", encoding="utf-8") as file:
        file.write(script(target, run))
        file.flush()
        options = ["-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s", "--timeout", "60s", "-s", file.name]
        command = [str(program), *options, f"http://{address[0]}:{address[1]}/"]
        libraries = program.parent.parent / "lib" / "x86_64-linux-gnu"
        environment = {**os.environ, "LD_LIBRARY_PATH": str(libraries)}
        told = subprocess.run(
            command, capture_output=True, text=True, check=True, env=environment, timeout=seconds + 90
        )
    return load_of(json.loads(told.stdout.strip().splitlines()[-1]))


def _quoted(text: str) -> str:
    """A string of Lua; those of JSON are the same for what URLs and media types hold."""
    return json.dumps(text)
