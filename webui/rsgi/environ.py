"""The WSGI environment (PEP 3333) of an RSGI request."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from webui.rsgi.protocol import Scope

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_UNPREFIXED = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}


def environ_of(scope: Scope) -> WSGIEnvironment:
    """The environment of a request; `wsgi.input` is whoever's who reads bodies to put there."""
    host, _, port = scope.server.rpartition(":")
    environ: WSGIEnvironment = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": _native(scope.path),
        "QUERY_STRING": _native(scope.query_string),
        "REMOTE_ADDR": scope.client.rpartition(":")[0],
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.errors": sys.stderr,
        "wsgi.input_terminated": True,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in scope.headers.items():
        key = _UNPREFIXED.get(name) or f"HTTP_{name.upper().replace('-', '_')}"
        if key in environ:
            value = f"{environ[key]}{';' if name == 'cookie' else ','}{value}"
        environ[key] = value
    return environ


def _native(text: str) -> str:
    """A text as WSGI wants it: a character for each byte."""
    return text if text.isascii() else text.encode().decode("latin-1")
