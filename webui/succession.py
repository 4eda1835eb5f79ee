"""A newer snapshot is taken up while the site runs: opened beside the old one, then put in its place at once.

A build publishes a snapshot by letting `current` name it. Requests look there, at most once a second; the first
that finds another name has a thread open it and goes on with what it has. No request waits, and none is dropped:
what began on the old snapshot ends there, with workers of its own, which are ended when they have nothing to do.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from pathlib import Path
from threading import Lock, Thread

from graph.snapshot import Snapshot
from queries.outside.errors import OutsideQueryError
from webui.site import Site

LOOK_SECONDS = 1.0
_PROBE = "ASK {}"
_PROBE_TYPE = "application/sparql-results+json"
_IDLE_SECONDS = 0.2

log = logging.getLogger(__name__)


class Succession:
    """The site that is served, and how it is followed by the next one.

    `newest` tells which snapshot is published now (None: none that can be read). `taken_up` is told of each new
    site; from its return on every request sees that one.
    """

    def __init__(
        self, site: Site, newest: Callable[[], Snapshot | None] | None, taken_up: Callable[[Site], None]
    ) -> None:
        self._site = site
        self._newest = newest
        self._taken_up = taken_up
        self._looked = time.monotonic()
        self._lock = Lock()
        self._opening: Thread | None = None
        self._leaving: list[Site] = []
        self._failed: Path | None = None

    @property
    def site(self) -> Site:
        """The site that is served now; looks for a newer snapshot once in a while."""
        if self._newest is not None and time.monotonic() - self._looked > LOOK_SECONDS:
            self.look()
        return self._site

    def look(self) -> Thread | None:
        """Look for a newer snapshot now; the thread that takes it up, where there is one."""
        self._looked = time.monotonic()
        if self._newest is None or not self._lock.acquire(blocking=False):
            return self._opening
        try:
            if self._opening is not None and self._opening.is_alive():
                return self._opening
            found = self._found()
            if found is None:
                return None
            self._opening = Thread(target=self._take_up, args=(found,), name="snapshot-opening", daemon=True)
            self._opening.start()
            return self._opening
        finally:
            self._lock.release()

    def cancel(self, ticket: str) -> bool:
        """End the query of this ticket, wherever it runs."""
        sites = [self._site, *self._leaving]
        return any(pool.cancel(ticket) for at in sites for pool in at.open_pools().values())

    def close(self) -> None:
        """End the workers of every site."""
        for each in [self._site, *self._leaving]:
            each.close()

    def _found(self) -> Snapshot | None:
        """A published snapshot that is not the one we serve, unless it could not be opened before."""
        try:
            newest = self._newest() if self._newest is not None else None
        except OSError as error:
            log.warning("cannot look for a newer snapshot: %s", error)
            return None
        if newest is None or newest.path in (self._site.snapshot.path, self._failed):
            return None
        return newest

    def _take_up(self, snapshot: Snapshot) -> None:
        old = self._site
        try:
            new = Site.open(snapshot, old.settings)
        except Exception:  # whatever is wrong with it, what is served goes on being served
            log.exception("the snapshot at %s cannot be served; the one before it is", snapshot.path)
            self._failed = snapshot.path
            return
        for overlay in old.open_pools():
            try:  # its workers are up before anyone has to wait for them
                new.workers(overlay=overlay).run(_PROBE, _PROBE_TYPE)
            except OutsideQueryError as error:
                log.warning("workers on %s: %s", snapshot.path, error)
        self._leaving.append(old)
        self._site = new
        self._taken_up(new)
        log.info("serving the snapshot at %s", snapshot.path)
        self._see_off(old)

    def _see_off(self, old: Site) -> None:
        """End the workers of a site when the last of its requests has been answered."""
        # A request that has got the old site but not yet a worker is there within this time.
        until = time.monotonic() + old.settings.query_seconds
        while time.monotonic() < until or any(p.running or p.waiting for p in old.open_pools().values()):
            time.sleep(_IDLE_SECONDS)
        old.close()
        self._leaving.remove(old)
