"""The WSGI entry, for any server that speaks it: settings from the environment, one application."""

from __future__ import annotations

from aifrontier.composition import make_site, settled
from aifrontier.settings import compose

app = make_site(compose())
settled()
