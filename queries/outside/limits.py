"""What holds for the workers on a snapshot, all together and each."""

from __future__ import annotations

from dataclasses import dataclass

QUEUE_BOUND = 32
"""Callers that may wait for a worker at once, unless a pool is told otherwise."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What holds for a crew: see WorkerPool, but for `retry_seconds`: after which a busy crew is asked again."""

    size: int
    memory_bytes: int | None
    queue_bound: int
    wait_seconds: float
    most_served: int
    most_private: int
    retry_seconds: float
