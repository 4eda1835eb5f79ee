"""An endpoint over a snapshot, and ways to ask it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import cast
from urllib.parse import urlencode

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from graph.snapshot import Snapshot
from webui.app import create_app
from webui.endpoint.service import Endpoint
from webui.settings import WebSettings
from webui.site import Site
from webui.succession import Succession

JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
APPS = "SELECT ?app WHERE { org:bytedance aif:operatesApp ?app }"
DOUBAO = "https://w3id.org/aifrontier/id/app/doubao"
MODELS = "SELECT ?m ?l { ?m a aif:Model ; rdfs:label ?l }"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
EVERYTHING = "SELECT ?s ?p ?o { ?s ?p ?o }"


@contextmanager
def serving(
    snapshot: Snapshot, *, newest: Callable[[], Snapshot | None] | None = None, **settings: object
) -> Iterator[FlaskClient]:
    """A client of an application whose workers end with the block; one worker, unless settings say otherwise."""
    made = WebSettings(**{"query_workers": 1, "query_seconds": 20.0, **settings})  # type: ignore[arg-type]
    app = create_app(snapshot, made, newest=newest)
    try:
        yield app.test_client()
    finally:
        succession(app).close()


def address(query: str, **parameters: str) -> str:
    return f"/sparql?{urlencode({'query': query, **parameters})}"


def ask(client: FlaskClient, query: str, accept: str = JSON, /, **headers: str) -> TestResponse:
    """The answer to a GET; headers are written with _ for -."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.get(address(query), headers={"Accept": accept, **named})


def kind_of(answer: TestResponse) -> str:
    """The kind of a problem."""
    assert answer.content_type == "application/problem+json", answer.text
    return str(json.loads(answer.text)["type"].rpartition("/")[2])


def site(app: Flask) -> Site:
    return cast(Site, app.extensions["aifrontier"])


def endpoint(app: Flask) -> Endpoint:
    return cast(Endpoint, app.extensions["aifrontier.endpoint"])


def succession(app: Flask) -> Succession:
    return cast(Succession, app.extensions["aifrontier.succession"])
