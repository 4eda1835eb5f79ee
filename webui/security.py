"""Headers that hold on every answer: a strict Content-Security-Policy without exceptions, and its companions."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

from flask import Flask, Response, abort, request

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)


def init_security(app: Flask, hosts: Collection[str] = ()) -> None:
    """Set the headers on every response; where `hosts` are given, answer to those names only.

    (Flask's TRUSTED_HOSTS would do, but it cannot name an IPv6 address.)
    """

    @app.before_request
    def answer_to_our_names() -> None:
        if hosts and urlsplit(f"//{request.host}").hostname not in hosts:
            abort(400, f"this server does not answer to {request.host}: ask it by one of {', '.join(hosts)}")

    @app.after_request
    def secure(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        return response
