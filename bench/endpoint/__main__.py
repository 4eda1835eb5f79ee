"""Measure this endpoint and its peers, side by side on one generated graph.

    python -m bench.endpoint [--fetch] [--size 82k|811k] [--only NAME] [--write] [--json]

Peers: rdflib-endpoint and oxigraph from PyPI, Apache Jena Fuseki from Maven Central, Virtuoso from Debian's
packages, and wrk to make the load. Only --fetch brings them, into a folder of the cache; without it what is there
is used, and what is not there is told. Every server listens on loopback and is ended by its process id.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from bench.endpoint import document, graph
from bench.endpoint.measuring import Bench, measure
from bench.endpoint.report import Measured, Report, conditions
from bench.endpoint.safety import safety
from bench.endpoint.servers import OURS, Server, UnavailableError, debian, servers
from bench.endpoint.servers.server import Data, Running
from bench.endpoint.workloads import workloads

_WRK = "usr/bin/wrk"
_SMALL, _LARGE = 300, 2_500_000
"""Bytes of the answers to point and to rows-json."""
_WRK_PACKAGES = ("wrk", "libluajit-5.1-2")


def main(arguments: Sequence[str] | None = None) -> int:
    """Fetch if asked, measure, tell; exit code 0 unless our own server cannot be measured."""
    given = _options(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # or the servers would outlive us
    chosen = [server for server in servers() if not given.only or server.name in (OURS, *given.only)]
    if given.fetch:
        _fetch(chosen, given.cache)
    try:
        wrk = debian.program(given.cache, "wrk", _WRK)
    except UnavailableError:
        wrk = None
    bench = Bench(wrk, given.connections, given.seconds, given.repeats, _tell)
    versions, there = _there(chosen, given.cache)
    report = Report(_conditions(bench), versions)
    for size in given.size or list(graph.SIZES):
        data = _data(size, given.cache)
        report.measured.append(_measure(bench, data, there, given))
        if not given.no_safety and size == (given.size or list(graph.SIZES))[-1]:
            report.checks = safety(given.cache, data, 5 * given.seconds, _tell)
    if given.write:
        document.write(report.as_markdown())
    print(json.dumps(report.as_json(), indent=1) if given.json else report.as_markdown())  # noqa: T201
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench.endpoint", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--fetch", action="store_true", help="bring the peers first")
    parser.add_argument("--size", action="append", choices=list(graph.SIZES), help="the graph; both by default")
    parser.add_argument("--only", action="append", metavar="NAME", help="measure beside this peer only")
    parser.add_argument("--workload", action="append", metavar="NAME", help="measure this workload only")
    parser.add_argument(
        "--no-safety", action="store_true", help="leave out what is measured beside runaway queries"
    )
    parser.add_argument("--seconds", type=float, default=4.0, help="of a run; 10,000 rows take three times as long")
    parser.add_argument("--repeats", type=int, default=3, help="runs of each server, in turns")
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--write", action="store_true", help="write the tables into docs/benchmarks.md")
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    parser.add_argument("--cache", type=Path, default=home / "aifrontier-bench", help="where peers and graphs lie")
    return parser.parse_args(arguments)


def _fetch(chosen: Sequence[Server], cache: Path) -> None:
    """Bring every peer that is not there, and wrk; one that cannot be had is told and left out."""
    for server in chosen:
        try:
            server.version(cache)
        except UnavailableError:
            _tell(f"fetching {server.name}")
            try:
                server.fetch(cache)
            except UnavailableError as error:
                _tell(f"{server.name}: {error}")
    if not (cache / "wrk" / _WRK).is_file():
        try:
            debian.unpack(cache, "wrk", _WRK_PACKAGES)
        except UnavailableError as error:
            _tell(f"wrk: {error}; our own load generator is used")


def _there(chosen: Sequence[Server], cache: Path) -> tuple[dict[str, str], list[Server]]:
    versions: dict[str, str] = {}
    there: list[Server] = []
    for server in chosen:
        try:
            versions[server.name] = server.version(cache)
            there.append(server)
        except UnavailableError as error:
            versions[server.name] = str(error)
    return versions, there


def _conditions(bench: Bench) -> dict[str, str]:
    program = "wrk" if bench.wrk else "bench.endpoint.load"
    small, large = round(bench.ceiling(_SMALL), -2), round(bench.ceiling(_LARGE), -1)
    ceiling = f"{small:,.0f} requests/s against a server that does nothing but send {_SMALL} bytes, "
    ceiling += f"{large:,.0f} where it sends {_LARGE / 1e6:g} MB"
    return conditions(
        load=f"{program}, {bench.connections} connections, {bench.seconds:g} s a run; {ceiling}",
        repeats=f"{bench.repeats} of each, servers in turns; all servers run, one is asked",
    )


def _data(size: str, cache: Path) -> Data:
    folder = cache / f"graph-{size}-{graph.SEED}"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "graph.nt"
    if not file.is_file():
        _tell(f"generating {size} triples")
        graph.write(file, graph.SIZES[size])
    return Data(size, file, folder)


def _measure(bench: Bench, data: Data, there: Sequence[Server], given: argparse.Namespace) -> Measured:
    missing: dict[str, str] = {}
    running: list[tuple[str, Running]] = []
    with ExitStack() as ends:
        for server in there:
            if data.name not in server.sizes:
                missing[server.name] = f"on {' and '.join(server.sizes)} triples only"
                continue
            _tell(f"{data.name}: starting {server.name}")
            try:
                started = server.start(given.cache, data)
            except UnavailableError as error:
                if server.name == OURS:
                    raise SystemExit(f"{OURS}: {error}") from error
                missing[server.name] = str(error)
                continue
            ends.callback(started.stop)
            running.append((server.name, started))
        asked = workloads(graph.things(graph.SIZES[data.name]))
        asked = tuple(w for w in asked if not given.workload or w.name in given.workload)
        figures = measure(bench, running, asked)
        memory = {name: server.memory() for name, server in running}
    with data.file.open(encoding="utf-8") as lines:
        triples = sum(1 for _ in lines)
    return Measured(data.name, triples, figures, memory, missing)


def _tell(what: str) -> None:
    print(what, file=sys.stderr, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
