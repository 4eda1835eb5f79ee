"""The pipeline, whole: inputs -> read -> quads -> lift -> close -> derive -> validate -> publish.

One function a stage; each takes what the one before it made. `build` is the way of the data in one screen.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from graph.conformance import Conformance, conform
from graph.deriving import construct_all
from graph.inputs import Inputs
from graph.proof import Proof, prove
from graph.quads import quads
from graph.reading import read
from graph.snapshot import Snapshot, publish
from graph.store import EmbeddedStore
from ontology.closure import close
from ontology.vocabulary import load_vocabulary, ontology_quads

Result = TypeVar("Result")


@dataclass(frozen=True)
class Build:
    """What a build made: the published snapshot, evidence by status, the SHACL result, seconds per stage."""

    snapshot: Snapshot
    proof: Proof
    conformance: Conformance
    seconds: dict[str, float]


@dataclass
class Clock:
    """Tells each stage's name as it starts, and keeps how long it took."""

    tell: Callable[[str], None] = lambda stage: None
    seconds: dict[str, float] = field(default_factory=dict)

    def run(self, stage: str, work: Callable[[], Result]) -> Result:
        """Do `work` under the name `stage`."""
        self.tell(stage)
        start = time.perf_counter()
        result = work()
        self.seconds[stage] = round(time.perf_counter() - start, 3)
        return result


def build(inputs: Inputs, out: Path, tell: Callable[[str], None] = lambda stage: None) -> Build:
    """Make a snapshot below `out` from `inputs` and let `out/current` name it.

    Raises DataError (all problems at once) when the data is wrong; the snapshot before it then stays current.
    """
    clock = Clock(tell)
    knowledge = clock.run("read", lambda: read(inputs, load_vocabulary()))
    proof = clock.run("prove", lambda: prove(knowledge, inputs))
    store = EmbeddedStore()
    clock.run("quads", lambda: store.add([*ontology_quads(), *quads(knowledge)]))
    clock.run("lift", lambda: construct_all(store, "lift"))
    clock.run("close", lambda: close(store.engine))
    clock.run("derive", lambda: construct_all(store, "derive"))
    conformance = clock.run("validate", lambda: conform(store, knowledge))
    snapshot = clock.run("publish", lambda: publish(store, knowledge, proof, inputs, out))
    return Build(snapshot, proof, conformance, clock.seconds)
