"""What the endpoint promises against its peers, and whether a run's figures hold it."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

HELD, NOT_HELD, NOT_MEASURED = "held", "not held", "not measured"
_OURS, _CACHED = "aifrontier", "aifrontier, cached"


@dataclass(frozen=True)
class Promise:
    """Our rate divided by the peer's, on one workload, is at least this; an `aim` is wished for, not promised."""

    ours: str
    peer: str
    workload: str
    at_least: float
    aim: bool = False


PROMISES = (
    Promise(_OURS, "rdflib-endpoint", "point", 3.0),
    Promise(_OURS, "rdflib-endpoint", "entity", 3.0),
    Promise(_OURS, "rdflib-endpoint", "rows-json", 5.0),
    Promise(_OURS, "rdflib-endpoint", "rows-csv", 5.0),
    Promise(_OURS, "oxigraph serve", "point", 0.25),
    Promise(_CACHED, "oxigraph serve", "entity", 1.2),
    Promise(_CACHED, "oxigraph serve", "rows-json", 50.0),
    Promise(_CACHED, "oxigraph serve", "rows-json-gzip", 50.0),
    Promise(_CACHED, "oxigraph serve", "rows-csv", 50.0),
    Promise(_OURS, "Virtuoso", "point", 1.0),
    Promise(_OURS, "Virtuoso", "entity", 1.4),
    *(
        Promise(_OURS, fuseki, workload, 1.0, aim=True)
        for fuseki in ("Fuseki in memory", "Fuseki TDB2")
        for workload in ("point", "entity", "rows-json", "rows-csv")
    ),
    *(Promise(_OURS, fuseki, "question", 3.0, aim=True) for fuseki in ("Fuseki in memory", "Fuseki TDB2")),
)


@dataclass(frozen=True)
class Ratio:
    """Rate over rate: the median of the repeats, each against the peer's run beside it, and how far they lie."""

    median: float
    least: float
    most: float


@dataclass(frozen=True)
class Verdict:
    """What became of a promise; no ratio where one of the two was not measured."""

    promise: Promise
    ratio: Ratio | None
    state: str


def ratio(ours: Sequence[float], peer: Sequence[float]) -> Ratio | None:
    """The ratio of two series of rates, repeat by repeat; None when there is nothing to compare."""
    pairs = [mine / other for mine, other in zip(ours, peer, strict=False) if other > 0]
    return Ratio(statistics.median(pairs), min(pairs), max(pairs)) if pairs else None


def judge(promise: Promise, rates: Mapping[tuple[str, str], Sequence[float]]) -> Verdict:
    """Hold one promise against the rates by (server, workload)."""
    found = ratio(rates.get((promise.ours, promise.workload), ()), rates.get((promise.peer, promise.workload), ()))
    if found is None:
        return Verdict(promise, None, NOT_MEASURED)
    return Verdict(promise, found, HELD if found.median >= promise.at_least else NOT_HELD)
