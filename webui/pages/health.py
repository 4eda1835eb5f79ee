"""Whether the site is up, over which snapshot, and how its endpoint stands: safeguards, workers, cache."""

from __future__ import annotations

from typing import Any, cast

from flask import Blueprint, Response, current_app, jsonify

from queries.outside.pool import WorkerPool
from webui.endpoint.service import Endpoint
from webui.site import site

blueprint = Blueprint("health", __name__)


@blueprint.get("/health")
def health() -> Response:
    """JSON for whoever watches the server."""
    at = site()
    pools = at.open_pools()
    response = jsonify(
        ok=True,
        version=at.snapshot.version,
        last_day=at.snapshot.last_day.isoformat(),
        overlay=at.overlay,
        claims=at.snapshot.manifest["counts"]["claims"],
        safeguards=_safeguards(list(pools.values())),
        workers=[_workers(pool, overlay=overlay) for overlay, pool in pools.items()],
        cache=_cache(cast(Endpoint, current_app.extensions["aifrontier.endpoint"])),
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _safeguards(pools: list[WorkerPool]) -> dict[str, Any]:
    """What keeps visitors' queries from reaching out.

    `remote_access_refused`: SERVICE and LOAD do not get past the tokeniser, always. `network_taken`: the workers
    have no network, as far as the system let it be taken away; null while none has started.
    """
    told = [pool.confinement.network_taken for pool in pools if pool.confinement is not None]
    return {"remote_access_refused": True, "network_taken": all(told) if told else None}


def _workers(pool: WorkerPool, *, overlay: bool) -> dict[str, Any]:
    return {"overlay": overlay, "size": pool.size, "running": pool.running, "waiting": pool.waiting}


def _cache(endpoint: Endpoint) -> dict[str, int]:
    cache = endpoint.cache
    return {
        "answers": len(cache),
        "bytes": cache.bytes,
        "limit": cache.limit,
        "hits": cache.hits,
        "misses": cache.misses,
    }
