"""The application factory: one snapshot, one blueprint per kind of page."""

from __future__ import annotations

from flask import Flask

from graph.snapshot import Snapshot
from webui.clocks import init_clocks
from webui.errors import init_errors
from webui.language import init_language
from webui.pages import BLUEPRINTS
from webui.rendering import init_rendering
from webui.security import init_security
from webui.settings import WebSettings
from webui.site import Site


def create_app(snapshot: Snapshot, settings: WebSettings | None = None) -> Flask:
    """A Flask application that serves `snapshot`; its Site is in app.extensions["aifrontier"]."""
    app = Flask(__name__, static_folder="static", static_url_path="/static")
    site = app.extensions["aifrontier"] = Site.open(snapshot, settings or WebSettings())
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.url_map.strict_slashes = False
    init_security(app, site.settings.hosts)
    init_language(app)
    init_rendering(app)
    init_errors(app)
    init_clocks(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    return app
