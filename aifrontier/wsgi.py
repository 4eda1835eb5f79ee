"""The WSGI entry that granian starts: settings from the environment, one application."""

from __future__ import annotations

import gc

from aifrontier.composition import make_site
from aifrontier.settings import compose

_THRESHOLDS = (50_000, 20, 100)

app = make_site(compose())
# What is there now stays: the collector need not walk the graph's names and indexes again and again. What requests
# make is mostly freed without it, and answers that are kept are no garbage: it looks for cycles less often.
gc.collect()
gc.freeze()
gc.set_threshold(*_THRESHOLDS)
