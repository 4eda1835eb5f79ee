"""The application factory: one snapshot, one blueprint per kind of page."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from graph.snapshot import Snapshot
from webui.clocks import init_clocks
from webui.endpoint.cache import AnswerCache
from webui.endpoint.service import Endpoint
from webui.errors import init_errors
from webui.language import init_language
from webui.pages import BLUEPRINTS
from webui.rendering import init_rendering
from webui.security import init_security
from webui.settings import WebSettings
from webui.site import Site
from webui.succession import Succession


def create_app(
    snapshot: Snapshot,
    settings: WebSettings | None = None,
    *,
    newest: Callable[[], Snapshot | None] | None = None,
) -> Flask:
    """A Flask application that serves `snapshot`; its Site is in app.extensions["aifrontier"].

    `newest` tells which snapshot is the published one: where that changes, the site changes over to it.
    """
    app = Flask(__name__, static_folder="static", static_url_path="/static")
    site = app.extensions["aifrontier"] = Site.open(snapshot, settings or WebSettings())
    succession = Succession(site, newest, lambda new: app.extensions.update(aifrontier=new))
    app.extensions["aifrontier.succession"] = succession
    endpoint = Endpoint(app.wsgi_app, lambda: succession.site, AnswerCache(site.settings.query_cache))
    app.extensions["aifrontier.endpoint"] = endpoint
    app.wsgi_app = endpoint  # type: ignore[method-assign]
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.url_map.strict_slashes = False
    init_security(app, site.settings.hosts)
    init_language(app)
    init_rendering(app)
    init_errors(app)
    init_clocks(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    # What is asked for without having been told of: by bookmarks, readers of feeds, results of searches.
    app.add_url_rule("/favicon.ico", "favicon", lambda: app.send_static_file("icon.svg"))
    return app
