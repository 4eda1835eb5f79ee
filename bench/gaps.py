"""Gaps on many figures: how long the derived part of a build takes, and how long each question.

    python -m bench.gaps [--models 3000] [--instruments 10] [--runs 20]

Figures are generated (seeded). Prints a table with the budgets that the project sets itself: the derived part under
10 s, a question under 20 ms; exit code 1 when one is exceeded.
"""

from __future__ import annotations

import argparse
import platform
import random
import statistics
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from pyoxigraph import Quad

from graph.deriving import conclude
from graph.indexing import label_rows
from graph.inputs import Inputs
from graph.model import Knowledge, Origin
from graph.names import Names
from graph.observation import ScoreRow, Table
from graph.quads import figures, quads
from graph.reading import read
from graph.store import EmbeddedStore
from ontology.vocabulary import load_vocabulary, ontology_quads
from queries.answer import Source, ask
from queries.registry import questions

DERIVED_SECONDS, QUESTION_MS = 10.0, 20.0
ASKED = ("gap-computed", "gap-daily", "gap-points", "frontier", "lead-changes", "open-weights-lead", "sensitivity")
"""The questions over records; each with its defaults, on the first instrument."""
CHECK = "gap-check"
"""The question that holds all claims against figures."""
INSTRUMENTS = (
    "instrument/eci",
    "instrument/mmlu-pro",
    "instrument/gpqa-diamond",
    "instrument/hle",
    "instrument/livecodebench",
    "instrument/scicode",
    "instrument/aime",
    "instrument/math-500",
    "instrument/aa-ii-v2",
    "instrument/aa-ii-v4.0",
)
_START = date(2022, 1, 1)
_HERE = Origin("generated", 1)


def generated(models: int, instruments: int, seed: int = 1) -> Table:
    """A table of models x instruments: scores that rise with the day, some estimated, weights of every kind."""
    chance = random.Random(seed)
    rows = []
    for n in range(models):
        day = _START + timedelta(chance.randrange(1500))
        country = chance.choices(("US", "CN", "FR"), (5, 3, 2))[0]
        weights = chance.choices(("open", "restricted", "non-commercial", "closed", None), (3, 2, 1, 4, 1))[0]
        for instrument in INSTRUMENTS[:instruments]:
            score = f"{(day - _START).days / 15 + chance.gauss(50, 12):.6f}"
            basis = chance.choices(("measured", "estimated"), (9, 1))[0]
            rows.append(
                ScoreRow(
                    key=f"m{n}-{instrument.partition('/')[2]}",
                    release=f"Model {n // 2} {country}",
                    version=f"model-{n}",
                    model=None,
                    countries=(country,),
                    instrument=instrument,
                    score=Decimal(score),
                    reported=score,
                    basis=basis,
                    available_on=day,
                    announced_on=None,
                    weights=weights,
                    origin=_HERE,
                )
            )
    return Table(
        id="generated",
        kind="scores",
        label={"en": "Generated"},
        publisher=None,
        address=None,
        licence="CC0-1.0",
        attribution=None,
        pass_on=True,
        observed_on=date(2027, 1, 1),
        accessed=None,
        rule={},
        file=None,
        left_out={},
        population=(),
        scores=tuple(rows),
        releases=(),
        origin=_HERE,
    )


def measured(models: int, instruments: int, runs: int) -> Iterator[tuple[str, float, float, str, float]]:
    """Name, median, 95th percentile, unit, budget: the derived part, then each question after a first asking."""
    known = read(Inputs(), load_vocabulary())
    store = EmbeddedStore()
    store.add([*ontology_quads(), *quads(known)])
    only = Knowledge(known.entities, {}, (), (), (generated(models, instruments),))
    start = time.perf_counter()
    store.add(Quad(s, p, o) for s, p, o in figures(only, pass_on=True))
    seconds = time.perf_counter() - start
    yield "figures, records and lists into the store", seconds, seconds, "s", DERIVED_SECONDS
    for name in ASKED:
        yield name, *_asked(store, name, runs), "ms", QUESTION_MS
    # The claims and their figures that ship, alone and beside the generated ones.
    shipped = EmbeddedStore()
    shipped.add([*ontology_quads(), *quads(known)])
    for each in (shipped, store):
        conclude(each)
    yield f"{CHECK}, the figures that ship", *_asked(shipped, CHECK, runs), "ms", QUESTION_MS
    yield f"{CHECK}, with the generated ones", *_asked(store, CHECK, runs), "ms", QUESTION_MS


def _asked(store: EmbeddedStore, name: str, runs: int) -> tuple[float, float]:
    """Median and 95th percentile of a question, in ms, after a first asking."""
    source = Source(store, Names(label_rows(store), load_vocabulary()), "0" * 64, date(2027, 1, 1))
    question = questions()[name]
    assert ask(source, question, {}).rows, name
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        ask(source, question, {})
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times), sorted(times)[int(0.95 * (runs - 1))]


def main() -> int:
    """Print the table; 1 when a budget is exceeded."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", type=int, default=3000)
    parser.add_argument("--instruments", type=int, default=len(INSTRUMENTS))
    parser.add_argument("--runs", type=int, default=20)
    given = parser.parse_args()
    sys.stdout.write(
        f"{given.models} models x {given.instruments} instruments, Python {platform.python_version()}\n"
    )
    over = False
    for name, median, high, unit, budget in measured(given.models, given.instruments, given.runs):
        sys.stdout.write(f"{name:45} {median:9.2f} {unit}   p95 {high:9.2f} {unit}   budget {budget:g} {unit}\n")
        over = over or high > budget
    return int(over)


if __name__ == "__main__":
    sys.exit(main())
