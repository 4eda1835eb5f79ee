"""What was measured, as tables for people and as JSON for programs."""

from __future__ import annotations

import os
import platform
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.endpoint.measuring import CACHED, Figures, Key
from bench.endpoint.promises import NOT_MEASURED, PROMISES, Verdict, judge, ratio
from bench.endpoint.safety import Check
from bench.endpoint.servers import OURS
from bench.endpoint.servers.server import Memory


@dataclass
class Measured:
    """What one graph gave: figures, memory and, for a server that is not there, why."""

    size: str
    triples: int
    figures: Mapping[Key, Figures]
    memory: Mapping[str, Memory]
    missing: Mapping[str, str]

    def verdicts(self) -> list[Verdict]:
        """Every promise, held against this graph's figures."""
        rates = {key: figures.rates for key, figures in self.figures.items() if not figures.why}
        return [judge(promise, rates) for promise in PROMISES]


@dataclass
class Report:
    """One run of the command."""

    conditions: Mapping[str, str]
    versions: Mapping[str, str]
    measured: list[Measured] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """All of it, with every single run."""
        return {
            "conditions": dict(self.conditions),
            "versions": dict(self.versions),
            "graphs": [
                {
                    "size": one.size,
                    "triples": one.triples,
                    "figures": [
                        {"server": server, "workload": workload, **asdict(figures)}
                        for (server, workload), figures in one.figures.items()
                    ],
                    "memory": {name: asdict(held) for name, held in one.memory.items()},
                    "missing": dict(one.missing),
                    "verdicts": [asdict(verdict) for verdict in one.verdicts()],
                }
                for one in self.measured
            ],
            "safety": [asdict(check) for check in self.checks],
        }

    def as_markdown(self) -> str:
        """The tables of docs/benchmarks.md below its fixed text."""
        parts = [_list(self.conditions), "### Servers\n", _list(self.versions)]
        for one in self.measured:
            parts += [f"## {one.triples:,} triples\n", _promises(one), _ratios(one), _rates(one), _memory(one)]
        if self.checks:
            rows = [(c.what, c.measured, c.must, c.state) for c in self.checks]
            parts += ["## Beside runaway queries\n", _table(("promise", "measured", "must hold", "verdict"), rows)]
        return "\n".join(parts)


def conditions(**more: str) -> dict[str, str]:
    """The machine and the moment, then what else is told of the run."""
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": f"{os.cpu_count()} cores, {_processor()}, {platform.system()}",
        "Python": platform.python_version(),
        **more,
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _promises(one: Measured) -> str:
    rows = []
    for verdict in one.verdicts():
        promise = verdict.promise
        how = "kept answers" if promise.ours.endswith(CACHED) else "each asked anew"
        wanted = f"{'aim: ' if promise.aim else ''}{promise.at_least:g}x"
        found = verdict.ratio
        told = f"{found.median:.2f}x ({found.least:.2f} to {found.most:.2f})" if found else "–"
        why = _why(one, promise.ours, promise.workload) or _why(one, promise.peer, promise.workload)
        state = f"{verdict.state}: {why}" if verdict.state == NOT_MEASURED and why else verdict.state
        rows.append((promise.peer, promise.workload, how, wanted, told, state))
    return _table(("against", "on", "ours", "at least", "measured (lowest to highest)", "verdict"), rows)


def _why(one: Measured, server: str, workload: str) -> str:
    if server in one.missing:
        return one.missing[server]
    figures = one.figures.get((server, workload))
    return figures.why if figures else ""


def _ratios(one: Measured) -> str:
    peers = [name for name in _servers(one) if not name.startswith(OURS)]
    rows = []
    for workload in _workloads(one):
        for ours in (OURS, OURS + CACHED):
            mine = one.figures.get((ours, workload))
            if mine is None or mine.why:
                continue
            found = [ratio(mine.rates, _rates_of(one, peer, workload)) for peer in peers]
            rows.append((workload, ours, *(f"{r.median:.2f}x" if r else "–" for r in found)))
    return "Ours divided by theirs, median of the repeats:\n\n" + _table(("workload", "ours", *peers), rows)


def _rates_of(one: Measured, server: str, workload: str) -> Sequence[float]:
    figures = one.figures.get((server, workload))
    return figures.rates if figures and not figures.why else ()


def _rates(one: Measured) -> str:
    rows = []
    for server in _servers(one):
        cells = []
        for workload in _workloads(one):
            figures = one.figures.get((server, workload))
            if figures is None or figures.why or not figures.loads:
                cells.append("–")
                continue
            low, high = min(figures.rates), max(figures.rates)
            p99 = statistics.median(load.p99 for load in figures.loads)
            failed = sum(sum(load.failed.values()) for load in figures.loads)
            note = f", {failed} failed" if failed else ""
            middle = statistics.median(figures.rates)
            cells.append(f"{_short(middle)} ({_short(low)}–{_short(high)}); {p99:.3g} ms{note}")
        rows.append((server, *cells))
    title = "Good answers a second, median (lowest–highest of the repeats); median of the 99th percentiles:\n\n"
    table = title + _table(("server", *_workloads(one)), rows)
    reasons = [f"- {s}, {w}: {f.why}" for (s, w), f in one.figures.items() if f.why]
    reasons += [f"- {server}: {why}" for server, why in one.missing.items()]
    return table + ("\nNot measured:\n\n" + "\n".join(reasons) + "\n" if reasons else "")


def _memory(one: Measured) -> str:
    rows = [(name, f"{held.rss / 1e6:.0f} MB", f"{held.pss / 1e6:.0f} MB") for name, held in one.memory.items()]
    columns = ("server", "resident, all processes", "with shared pages once")
    return "Memory after the runs:\n\n" + _table(columns, rows)


def _servers(one: Measured) -> list[str]:
    return list(dict.fromkeys(server for server, _ in one.figures))


def _workloads(one: Measured) -> list[str]:
    return list(dict.fromkeys(workload for _, workload in one.figures))


def _short(rate: float) -> str:
    return f"{rate:,.0f}" if rate >= 100 else f"{rate:.1f}"


def _list(pairs: Mapping[str, str]) -> str:
    return "".join(f"- {name}: {value}\n" for name, value in pairs.items())


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
