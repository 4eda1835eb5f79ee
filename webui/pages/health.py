"""Whether the site is up, and over which snapshot."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from webui.site import site

blueprint = Blueprint("health", __name__)


@blueprint.get("/health")
def health() -> Response:
    """JSON for whoever watches the server."""
    at = site()
    response = jsonify(
        ok=True,
        version=at.snapshot.version,
        last_day=at.snapshot.last_day.isoformat(),
        overlay=at.overlay,
        claims=at.snapshot.manifest["counts"]["claims"],
    )
    response.headers["Cache-Control"] = "no-store"
    return response
