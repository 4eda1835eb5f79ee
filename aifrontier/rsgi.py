"""The RSGI entry that granian starts: settings from the environment, one application."""

from __future__ import annotations

from aifrontier.composition import make_rsgi, settled
from aifrontier.settings import compose

app = make_rsgi(compose())
settled()
